package pack

import (
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/period"
)

// An Example is a record with the leads that the pack's rules must raise about it.
type Example struct {
	Title    string
	Line     int // in the file, from 1
	Today    period.Date
	Division string
	On       *Register
	Record   *expr.Record
	Leads    map[string]map[string]expr.Value // by rule, by let; numbers have Decimals decimals
}

// A Lead (线索) is that a rule's condition holds, with the values of its lets.
type Lead struct {
	Rule   *Rule
	Values []expr.Value // of Rule.Lets; numbers have Decimals decimals
}

// Screen evaluates all rules of a register on one record. refused are the rules
// that could not be computed for it.
func (p *Pack) Screen(on *Register, record *expr.Record, env *expr.Env) (leads []Lead, refused []*Rule) {
	for _, r := range p.Rules {
		if r.On != on {
			continue
		}
		holds, err := expr.Holds(r.When, record, env)
		if err == nil && !holds {
			continue
		}
		lead := Lead{Rule: r}
		for _, let := range r.Lets {
			if err == nil {
				var v expr.Value
				v, err = expr.Eval(Shown(let.Node), record, env)
				lead.Values = append(lead.Values, v)
			}
		}
		if err != nil {
			refused = append(refused, r)
			continue
		}
		leads = append(leads, lead)
	}
	return leads, refused
}

// Shown is a figure as it leaves the language: numbers with exactly Decimals
// decimals, rounded once, here.
func Shown(n expr.Node) expr.Node {
	return expr.Rounded(n, Decimals)
}

// Try evaluates the rules on an example; the error says what differs.
func (p *Pack) Try(e *Example) error {
	leads, refused := p.Screen(e.On, e.Record, p.Env(e.Today, e.Division))
	if len(refused) > 0 {
		return fmt.Errorf("example %q: rule %s can not be computed", e.Title, refused[0].Name)
	}
	raised := map[string]bool{}
	for _, lead := range leads {
		raised[lead.Rule.Name] = true
		want, expected := e.Leads[lead.Rule.Name]
		if !expected {
			return fmt.Errorf("example %q: rule %s raises a lead", e.Title, lead.Rule.Name)
		}
		for i, let := range lead.Rule.Lets {
			if w, ok := want[let.Name]; ok && w != lead.Values[i] {
				return fmt.Errorf("example %q: rule %s: %s is %d, not %d ten-thousandths", e.Title, lead.Rule.Name, let.Name, lead.Values[i].N, w.N)
			}
		}
	}
	for name := range e.Leads {
		if !raised[name] {
			return fmt.Errorf("example %q: rule %s raises no lead", e.Title, name)
		}
	}
	return nil
}

func (l *loader) example(n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "today", "division", "on", "record", "leads"}, []string{"rows"})
	if !ok {
		return
	}
	e := &Example{Line: n.Line, On: l.known(m["on"])}
	e.Title, _ = l.Word(m["title"])
	e.Today, _ = l.Date(m["today"])
	e.Division, _ = l.division(m["division"])
	if e.On == nil {
		return
	}
	e.Record = &expr.Record{Fields: l.values(m["record"], e.On.Fields), Rows: map[string][]expr.Row{}}
	if m["rows"] != nil {
		l.rows(m["rows"], e)
	}
	e.Leads = l.leads(m["leads"], e.On)
	l.pack.Examples = append(l.pack.Examples, e)
}

// rows reads an example's child records and feed rows.
func (l *loader) rows(n *yaml.Node, e *Example) {
	l.Named(n, func(name string, n *yaml.Node) {
		var fields []*Field
		feed := l.pack.Feed(name)
		if r := l.pack.Register(name); r != nil {
			fields = r.Fields
		} else if feed != nil {
			fields = feed.Fields
		} else {
			l.Fail(declare.Missing, n, name, expr.Suggest(name, append(namesOf(l.pack.Registers), namesOf(l.pack.Feeds)...)))
			return
		}
		for _, item := range l.Items(n) {
			row := expr.Row{}
			if feed != nil && feed.IsMonthly {
				item, row.Month = l.month(item)
			}
			row.Fields = l.values(item, fields)
			e.Record.Rows[name] = append(e.Record.Rows[name], row)
		}
	})
}

// month takes the month out of a feed row and gives the rest.
func (l *loader) month(n *yaml.Node) (rest *yaml.Node, month period.Date) {
	without := *n
	without.Content = nil
	isGiven := false
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "month" {
			month, _ = l.Date(n.Content[i+1])
			isGiven = true
			continue
		}
		without.Content = append(without.Content, n.Content[i], n.Content[i+1])
	}
	if !isGiven {
		l.Fail(declare.MissingKey, n, "month")
	}
	return &without, month
}

// values reads the fields of a record. A secret is only known or not: its value stays out of the record.
func (l *loader) values(n *yaml.Node, fields []*Field) map[string]expr.Value {
	var must, may []string
	for _, f := range fields {
		if f.IsRequired {
			must = append(must, f.Name)
		} else {
			may = append(may, f.Name)
		}
	}
	m, ok := l.Mapping(n, must, may)
	if !ok {
		return nil
	}
	values := map[string]expr.Value{}
	for _, f := range fields {
		if m[f.Name] != nil {
			values[f.Name] = l.value(m[f.Name], f)
		}
	}
	return values
}

func (l *loader) value(n *yaml.Node, f *Field) expr.Value {
	switch f.Kind {
	case Number:
		return l.units(n)
	case Date:
		d, _ := l.Date(n)
		return expr.Units(int64(d))
	case Division:
		code, _ := l.division(n)
		return expr.Words(code)
	case Code:
		return expr.Words(l.OneOf(n, f.List.Codes...))
	case YesNo:
		if l.IsTrue(n) {
			return expr.Units(1)
		}
		return expr.Units(0)
	}
	word, _ := l.Word(n)
	if f.Kind == Secret {
		word = ""
	}
	return expr.Words(word)
}

// units reads a number as ten-thousandths.
func (l *loader) units(n *yaml.Node) expr.Value {
	v, ok := l.number(n, Decimals)
	by, _ := expr.Power10(int(Decimals - v.Scale))
	if ok && (v.Coefficient > MaxFigure/by || v.Coefficient < -MaxFigure/by) {
		l.Fail(declare.BadValue, n, n.Value, "7100.5")
		return expr.Value{}
	}
	return expr.Units(v.Coefficient * by)
}

func (l *loader) leads(n *yaml.Node, on *Register) map[string]map[string]expr.Value {
	leads := map[string]map[string]expr.Value{}
	l.Named(n, func(name string, n *yaml.Node) {
		r := l.pack.Rule(name)
		if r == nil || r.On != on {
			l.Fail(declare.Missing, n, name, expr.Suggest(name, namesOf(l.pack.Rules)))
			return
		}
		var names []string
		for _, let := range r.Lets {
			names = append(names, let.Name)
		}
		m, _ := l.Mapping(n, nil, names)
		leads[name] = map[string]expr.Value{}
		for _, let := range r.Lets {
			switch v := m[let.Name]; {
			case v == nil:
			case let.Node.Of().Type.Kind == expr.Date:
				d, _ := l.Date(v)
				leads[name][let.Name] = expr.Units(int64(d))
			default:
				leads[name][let.Name] = l.units(v)
			}
		}
	})
	return leads
}
