package pack

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/source"
)

// Load reads and checks a pack file. It gives a pack, or no pack and the diagnostics
// that say why, for [declare.Describe]; their spans count bytes of data.
func Load(data []byte) (*Pack, []source.Diagnostic) {
	l := &loader{File: declare.Open(data, reserved...), pack: &Pack{}}
	if root := l.Root(); root != nil {
		l.load(root)
	}
	if len(l.Found) > 0 {
		return nil, l.Found
	}
	return l.pack, nil
}

// load reads the parts in the order in which they need each other.
func (l *loader) load(root *yaml.Node) {
	m, ok := l.Mapping(root,
		[]string{"pack", "version", "title", "registers"},
		[]string{"codes", "parameters", "feeds", "rules", "indicators", "examples"})
	if !ok {
		return
	}
	if name, ok := l.Word(m["pack"]); ok && l.CheckName(m["pack"], 16) {
		l.pack.Name = name
	}
	l.pack.Version, _ = l.Word(m["version"])
	l.pack.Title = l.Label(m["title"])
	l.Named(m["codes"], l.list)
	l.Named(m["parameters"], l.parameter)
	l.Named(m["registers"], l.register)
	l.Named(m["feeds"], l.feed)
	l.checkNames(m["feeds"])
	if len(l.Found) > 0 {
		return // what names these would only repeat their faults
	}
	l.Named(m["rules"], l.rule)
	l.Named(m["indicators"], l.indicator)
	if len(l.Found) > 0 || m["examples"] == nil {
		return
	}
	for _, n := range l.Items(m["examples"]) {
		l.example(n)
	}
}

// checkNames finds feeds that have the name of a register: both are rows in expressions, and tables.
func (l *loader) checkNames(feeds *yaml.Node) {
	if feeds == nil {
		return
	}
	for i := 0; i+1 < len(feeds.Content); i += 2 {
		if key := feeds.Content[i]; l.pack.Register(key.Value) != nil {
			l.Fail(declare.Twice, key, key.Value)
		}
	}
}

func (l *loader) list(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "values"}, nil)
	if !ok {
		return
	}
	list := &List{CodeList: expr.CodeList{Name: name}, Title: l.Label(m["title"])}
	l.Named(m["values"], func(code string, n *yaml.Node) {
		list.Codes = append(list.Codes, code)
		list.Labels = append(list.Labels, l.Label(n))
	})
	l.pack.Lists = append(l.pack.Lists, list)
}

func (l *loader) parameter(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "unit", "values"}, nil)
	if !ok {
		return
	}
	p := &Parameter{Name: name, Title: l.Label(m["title"])}
	p.Unit, _ = l.Word(m["unit"])
	type written struct {
		ParameterValue
		scale uint8
	}
	var values []written
	for _, item := range l.Items(m["values"]) {
		m, ok := l.Mapping(item, []string{"from", "value"}, []string{"region"})
		if !ok {
			continue
		}
		var w written
		w.From, _ = l.Date(m["from"])
		if m["region"] != nil {
			w.Region, _ = l.division(m["region"])
			if len(w.Region) > 6 {
				l.Fail(declare.BadValue, m["region"], m["region"].Value, "990102")
			}
		}
		for _, other := range values {
			if other.From == w.From && other.Region == w.Region {
				l.Fail(declare.Twice, item, m["from"].Value)
			}
		}
		number, _ := l.number(m["value"], expr.MaxScale-Decimals)
		w.Units, w.scale = number.Coefficient, number.Scale
		p.Scale = max(p.Scale, w.scale)
		values = append(values, w)
	}
	for _, w := range values {
		by, _ := expr.Power10(int(p.Scale - w.scale))
		if w.Units > 0 && w.Units > MaxFigure/by || w.Units < -MaxFigure/by {
			l.Fail(declare.BadValue, m["values"], name, "7100.5")
			return
		}
		w.Units *= by
		p.Values = append(p.Values, w.ParameterValue)
	}
	l.pack.Parameters = append(l.pack.Parameters, p)
}

// MaxFigure bounds parameters and stored numbers, in units of their scale: a number
// with four decimals is at most a thousand million. What is larger has a larger
// unit (万元). Queries need no guards against overflow where figures are this small.
const MaxFigure = 10_000_000_000_000

func (l *loader) register(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "fields"}, []string{"parent"})
	if !ok {
		return
	}
	r := &Register{Name: name, Title: l.Label(m["title"]), Fields: l.fields(m["fields"])}
	if m["parent"] != nil {
		r.Parent = l.known(m["parent"])
	}
	l.pack.Registers = append(l.pack.Registers, r)
}

// known finds a register that stands before.
func (l *loader) known(n *yaml.Node) *Register {
	if r := l.pack.Register(n.Value); r != nil {
		return r
	}
	l.NoSuch(n, namesOf(l.pack.Registers))
	return nil
}

func (l *loader) fields(n *yaml.Node) []*Field {
	var list []*Field
	l.Named(n, func(name string, n *yaml.Node) {
		m, ok := l.Mapping(n, []string{"type", "title"}, []string{"unit", "codes", "required"})
		if !ok {
			return
		}
		f := &Field{Name: name, Title: l.Label(m["title"]), IsRequired: l.IsTrue(m["required"])}
		f.Kind = FieldKind(l.OneOf(m["type"], string(Text), string(Secret), string(Number), string(Date), string(Code), string(Division), string(YesNo)))
		l.only(m, n, "unit", f.Kind == Number)
		l.only(m, n, "codes", f.Kind == Code)
		if m["unit"] != nil {
			f.Unit, _ = l.Word(m["unit"])
		}
		if m["codes"] != nil {
			if f.List = find(l.pack.Lists, m["codes"].Value); f.List == nil {
				l.NoSuch(m["codes"], namesOf(l.pack.Lists))
			}
		}
		if f.Kind == "" || f.Kind == Code && f.List == nil {
			return
		}
		list = append(list, f)
	})
	return list
}

// only checks that a key stands where it belongs, and nowhere else.
func (l *loader) only(m map[string]*yaml.Node, n *yaml.Node, key string, belongs bool) {
	switch {
	case belongs && m[key] == nil:
		l.Fail(declare.MissingKey, n, key)
	case !belongs && m[key] != nil:
		l.Fail(declare.UnknownKey, m[key], key, "type, title, required")
	}
}

func (l *loader) feed(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "from", "match", "fields"}, []string{"period"})
	if !ok {
		return
	}
	f := &Feed{Name: name, Title: l.Label(m["title"]), From: l.Label(m["from"]), Fields: l.fields(m["fields"])}
	if m["period"] != nil {
		f.IsMonthly = l.OneOf(m["period"], "month") == "month"
	}
	if f.Match = l.known(m["match"]); f.Match != nil {
		l.pack.Feeds = append(l.pack.Feeds, f)
	}
}

func (l *loader) rule(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "on", "when", "raises", "says"}, []string{"let"})
	if !ok {
		return
	}
	r := &Rule{Name: name, Place: l.Span(m["when"]), Title: l.Label(m["title"]), On: l.known(m["on"])}
	if raises, ok := l.Mapping(m["raises"], []string{"risk", "severity"}, nil); ok {
		r.Risk, _ = l.Word(raises["risk"])
		r.Severity = Severity(l.OneOf(raises["severity"], string(High), string(Medium), string(Low)))
	}
	r.Says = Message{l.Label(m["says"])}
	if r.On == nil {
		return
	}
	scope := l.pack.Scope(r.On)
	before := len(l.Found)
	l.Named(m["let"], func(name string, n *yaml.Node) {
		if r.On.Field(name) != nil {
			l.Fail(declare.Twice, n, name)
		}
		if node := l.expression(n, scope, expr.Number, expr.Date); node != nil {
			scope.Lets = append(scope.Lets, expr.Let{Name: name, Node: node})
		}
	})
	if len(l.Found) > before {
		return // what uses them would only repeat it
	}
	r.Lets = scope.Lets
	r.When = l.expression(m["when"], scope, expr.Bool)
	for _, text := range []string{r.Says.Zh, r.Says.En} {
		l.message(m["says"], text, r.Lets)
	}
	l.pack.Rules = append(l.pack.Rules, r)
}

// message checks that every {name} in a sentence is a let.
func (l *loader) message(n *yaml.Node, text string, lets []expr.Let) {
	var names []string
	for _, let := range lets {
		names = append(names, let.Name)
	}
	for _, name := range placeholders(text) {
		if !slices.Contains(names, name) {
			l.Fail(declare.Missing, n, "{"+name+"}", expr.Suggest(name, names))
		}
	}
}

func (l *loader) indicator(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "on", "unit", "measure"}, []string{"where"})
	if !ok {
		return
	}
	i := &Indicator{Name: name, Place: l.Span(m["measure"]), Title: l.Label(m["title"]), On: l.known(m["on"])}
	i.Unit, _ = l.Word(m["unit"])
	if i.On == nil {
		return
	}
	scope := l.pack.Scope(i.On)
	i.Measure = l.expression(m["measure"], scope, expr.Number)
	i.Written.Measure = m["measure"].Value
	if m["where"] != nil {
		i.Where = l.expression(m["where"], scope, expr.Bool)
		i.Written.Where = m["where"].Value
	}
	l.pack.Indicators = append(l.pack.Indicators, i)
}
