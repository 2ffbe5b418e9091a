// Package pack loads a programme (项目包): the registers it keeps, the feeds it
// is given, its parameters, rules and indicators, declared in one YAML file. It
// knows what a register, a rule and an indicator are, and never what a programme
// is about. It knows no tables and no queries: internal/lower makes those.
//
// The part of the language that is here is what proves the ground it stands on;
// doc/packs.md lists it. Start at [Load].
package pack

import (
	"strings"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// A Label is what people read, in both languages.
type Label = declare.Label

// A Pack is one programme, checked as a whole. Everything in it stands in the
// order of the file, and names within a list differ.
type Pack struct {
	Name       string // at most 16 of a-z, 0-9 and _
	Version    string
	Title      Label
	Lists      []*List
	Parameters []*Parameter
	Registers  []*Register // parents before children
	Feeds      []*Feed
	Rules      []*Rule
	Indicators []*Indicator
	Examples   []*Example
}

// A List is a code list (代码表) with what each code is called.
type List struct {
	expr.CodeList
	Title  Label
	Labels []Label // of Codes, one by one
}

// A Parameter (政策参数) is a number that differs by day and division.
type Parameter struct {
	Name   string
	Title  Label
	Unit   string
	Scale  uint8 // the most decimals that any of Values is written with
	Values []ParameterValue
}

// A ParameterValue is in force from a day on, in a division and all below it,
// until a later value of the same division replaces it.
type ParameterValue struct {
	From   period.Date
	Region string // significant digits, at most six; "" is the nation
	Units  int64  // of 10^-Scale
}

// At is the value in force on a day in a division (its digits, six or more):
// that of the smallest division that has one. It is unknown where none has.
func (p *Parameter) At(day period.Date, division string) expr.Value {
	var best *ParameterValue
	for i := range p.Values {
		v := &p.Values[i]
		if v.From > day || !strings.HasPrefix(division, v.Region) {
			continue
		}
		if best == nil || len(v.Region) > len(best.Region) || len(v.Region) == len(best.Region) && v.From > best.From {
			best = v
		}
	}
	if best == nil {
		return expr.Value{}
	}
	return expr.Units(best.Units)
}

// A Register (登记簿) is a kind of record.
type Register struct {
	Name   string
	Title  Label
	Parent *Register // its records belong to one of this register; nil for none
	Fields []*Field
}

// Field finds a field by name; nil if there is none.
func (r *Register) Field(name string) *Field { return find(r.Fields, name) }

// A FieldKind says what a field holds.
type FieldKind string

// The kinds of field.
const (
	Text     FieldKind = "text"
	Secret   FieldKind = "secret"   // an identity number: sealed, found by blind index only
	Number   FieldKind = "number"   // exact, four decimals, in Unit
	Date     FieldKind = "date"     // a day
	Code     FieldKind = "code"     // one of List
	Division FieldKind = "division" // an administrative division
	YesNo    FieldKind = "yes_no"   // a condition: it holds, or it does not
)

// A Field of a register or a feed.
type Field struct {
	Name       string
	Title      Label
	Kind       FieldKind
	Unit       string // of a Number
	List       *List  // of a Code
	IsRequired bool   // never unknown
}

// A Feed (部门数据) is rows that another department gives, each about one record.
type Feed struct {
	Name      string
	Title     Label
	From      Label // the department
	Match     *Register
	IsMonthly bool // each row is of one month
	Fields    []*Field
}

// A Rule (预警规则) raises a lead about each record for which When holds.
type Rule struct {
	Name     string
	Place    source.Span // of its condition in the file
	Title    Label
	On       *Register
	Lets     []expr.Let
	When     expr.Node
	Risk     string // what the lead is about, a word of the pack
	Severity Severity
	Says     Message
}

// A Severity is how pressing a lead is.
type Severity string

// The severities.
const (
	High   Severity = "high"
	Medium Severity = "medium"
	Low    Severity = "low"
)

// A Message is a sentence with {names} of lets in it, which their figures replace.
type Message struct{ Label }

// An Indicator (指标) is a sum over the records for which Where holds.
type Indicator struct {
	Name    string
	Place   source.Span // of its measure in the file
	Title   Label
	On      *Register
	Unit    string
	Measure expr.Node // a Number of each record
	Where   expr.Node // nil: all records
	Written Written
}

// Written is how the pack writes an indicator, for whoever asks what it counts.
type Written struct {
	Measure string
	Where   string // "" for all records
}

// Decimals is how many decimals a figure is shown and kept with when it leaves the language.
const Decimals = 4

// Scope is what an expression about a record of r may name.
func (p *Pack) Scope(r *Register) *expr.Scope {
	s := &expr.Scope{Fields: scopeFields(r.Fields)}
	about := map[*Register]bool{r: true}
	for _, child := range p.Registers {
		if child.Parent == r {
			s.Rows = append(s.Rows, expr.Rows{Name: child.Name, Fields: scopeFields(child.Fields)})
			about[child] = true
		}
	}
	for _, f := range p.Feeds {
		if about[f.Match] {
			s.Rows = append(s.Rows, expr.Rows{Name: f.Name, Fields: scopeFields(f.Fields), HasMonth: f.IsMonthly})
		}
	}
	for _, q := range p.Parameters {
		s.Params = append(s.Params, expr.Param{Name: q.Name, Type: expr.Type{Kind: expr.Number, Scale: q.Scale}})
	}
	return s
}

func scopeFields(fields []*Field) []expr.Field {
	list := make([]expr.Field, len(fields))
	for i, f := range fields {
		list[i] = expr.Field{Name: f.Name, Type: f.Type(), Nullable: !f.IsRequired}
	}
	return list
}

// kinds is what each kind of field is in an expression.
var kinds = map[FieldKind]expr.Kind{
	Text: expr.Text, Secret: expr.Secret, Number: expr.Number, Date: expr.Date, Code: expr.Code, Division: expr.Division, YesNo: expr.Bool,
}

// Type is the type of the field in an expression.
func (f *Field) Type() expr.Type {
	t := expr.Type{Kind: kinds[f.Kind]}
	switch f.Kind {
	case Number:
		t.Scale = Decimals
	case Code:
		t.List = &f.List.CodeList
	}
	return t
}

// Env is what expressions about a record in a division depend on.
func (p *Pack) Env(today period.Date, division string) *expr.Env {
	env := &expr.Env{Today: today, Params: map[string]expr.Value{}}
	for _, q := range p.Parameters {
		env.Params[q.Name] = q.At(today, division)
	}
	return env
}

// Register finds a register by name; nil if there is none.
func (p *Pack) Register(name string) *Register { return find(p.Registers, name) }

// Feed finds a feed by name; nil if there is none.
func (p *Pack) Feed(name string) *Feed { return find(p.Feeds, name) }

// Rule finds a rule by name; nil if there is none.
func (p *Pack) Rule(name string) *Rule { return find(p.Rules, name) }

// Indicator finds an indicator by name; nil if there is none.
func (p *Pack) Indicator(name string) *Indicator { return find(p.Indicators, name) }

// Parameter finds a parameter by name; nil if there is none.
func (p *Pack) Parameter(name string) *Parameter { return find(p.Parameters, name) }

// named is whatever a pack finds by name.
type named interface{ name() string }

func (r *Register) name() string  { return r.Name }
func (f *Feed) name() string      { return f.Name }
func (f *Field) name() string     { return f.Name }
func (r *Rule) name() string      { return r.Name }
func (i *Indicator) name() string { return i.Name }
func (p *Parameter) name() string { return p.Name }
func (l *List) name() string      { return l.Name }

func find[T named](list []T, name string) (found T) {
	for _, x := range list {
		if x.name() == name {
			return x
		}
	}
	return found
}

func namesOf[T named](list []T) []string {
	names := make([]string, len(list))
	for i, x := range list {
		names[i] = x.name()
	}
	return names
}
