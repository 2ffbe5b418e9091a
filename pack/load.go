package pack

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/source"
)

// maxSize is how many bytes a pack file may have.
const maxSize = 1 << 20

// Load reads and checks a pack file. name is what the file is called, for
// [Describe]. It gives a pack, or no pack and the diagnostics that say why; their
// spans count bytes of data.
func Load(name string, data []byte) (*Pack, []source.Diagnostic) {
	l := &loader{text: &source.Text{Name: name, String: string(data)}, pack: &Pack{}, lines: []int{0}}
	for i, b := range data {
		if b == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	if root := l.parse(data); root != nil {
		l.load(root)
	}
	if len(l.found) > 0 {
		return nil, l.found
	}
	return l.pack, nil
}

// Describe says where a diagnostic of a pack file stands, what is wrong and what to
// do: "pack.yaml:12:5: …".
func Describe(name string, data []byte, d source.Diagnostic, language source.Language) string {
	text := &source.Text{Name: name, String: string(data)}
	at := text.Position(d.Span.Start)
	stop, joint := "；", "："
	if language == source.English {
		stop, joint = "; ", ": "
	}
	return fmt.Sprintf("%s:%d:%d%s%s%s%s", name, at.Line, at.Column, joint, d.Message(language), stop, d.Suggestion(language))
}

// parse reads the YAML, which has to be one mapping without aliases.
func (l *loader) parse(data []byte) *yaml.Node {
	nowhere := &yaml.Node{Line: 1, Column: 1}
	if len(data) > maxSize {
		l.fail(tooLarge, nowhere, "1 MB")
		return nil
	}
	if !utf8.Valid(data) {
		l.fail(notYAML, nowhere, "UTF-8")
		return nil
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		line, reason := 1, strings.TrimPrefix(err.Error(), "yaml: ")
		if _, scanErr := fmt.Sscanf(reason, "line %d:", &line); scanErr == nil {
			_, reason, _ = strings.Cut(reason, ": ")
		}
		l.fail(notYAML, &yaml.Node{Line: line, Column: 1}, reason)
		return nil
	}
	if len(document.Content) != 1 {
		l.fail(notYAML, nowhere, "empty")
		return nil
	}
	return document.Content[0]
}

// load reads the parts in the order in which they need each other.
func (l *loader) load(root *yaml.Node) {
	m, ok := l.mapping(root,
		[]string{"pack", "version", "title", "registers"},
		[]string{"codes", "parameters", "feeds", "rules", "indicators", "examples"})
	if !ok {
		return
	}
	if name, ok := l.word(m["pack"]); ok && l.checkName(m["pack"], 16) {
		l.pack.Name = name
	}
	l.pack.Version, _ = l.word(m["version"])
	l.pack.Title = l.label(m["title"])
	l.named(m["codes"], l.list)
	l.named(m["parameters"], l.parameter)
	l.named(m["registers"], l.register)
	l.named(m["feeds"], l.feed)
	l.checkNames(m["feeds"])
	if len(l.found) > 0 {
		return // what names these would only repeat their faults
	}
	l.named(m["rules"], l.rule)
	l.named(m["indicators"], l.indicator)
	if len(l.found) > 0 || m["examples"] == nil {
		return
	}
	for _, n := range l.items(m["examples"]) {
		l.example(n)
	}
}

// named reads a mapping from names to parts; a nil one is empty.
func (l *loader) named(n *yaml.Node, read func(name string, n *yaml.Node)) {
	if n == nil {
		return
	}
	list, _ := l.pairs(n)
	for _, p := range list {
		if l.checkName(p.key, maxName) {
			read(p.key.Value, p.value)
		}
	}
}

// checkNames finds feeds that have the name of a register: both are rows in expressions, and tables.
func (l *loader) checkNames(feeds *yaml.Node) {
	if feeds == nil {
		return
	}
	for i := 0; i+1 < len(feeds.Content); i += 2 {
		if key := feeds.Content[i]; l.pack.Register(key.Value) != nil {
			l.fail(twice, key, key.Value)
		}
	}
}

func (l *loader) list(name string, n *yaml.Node) {
	m, ok := l.mapping(n, []string{"title", "values"}, nil)
	if !ok {
		return
	}
	list := &List{CodeList: expr.CodeList{Name: name}, Title: l.label(m["title"])}
	l.named(m["values"], func(code string, n *yaml.Node) {
		list.Codes = append(list.Codes, code)
		list.Labels = append(list.Labels, l.label(n))
	})
	l.pack.Lists = append(l.pack.Lists, list)
}

func (l *loader) parameter(name string, n *yaml.Node) {
	m, ok := l.mapping(n, []string{"title", "unit", "values"}, nil)
	if !ok {
		return
	}
	p := &Parameter{Name: name, Title: l.label(m["title"])}
	p.Unit, _ = l.word(m["unit"])
	type written struct {
		ParameterValue
		scale uint8
	}
	var values []written
	for _, item := range l.items(m["values"]) {
		m, ok := l.mapping(item, []string{"from", "value"}, []string{"region"})
		if !ok {
			continue
		}
		var w written
		w.From, _ = l.date(m["from"])
		if m["region"] != nil {
			w.Region, _ = l.division(m["region"])
			if len(w.Region) > 6 {
				l.fail(badValue, m["region"], m["region"].Value, "990102")
			}
		}
		for _, other := range values {
			if other.From == w.From && other.Region == w.Region {
				l.fail(twice, item, m["from"].Value)
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
			l.fail(badValue, m["values"], name, "7100.5")
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
	m, ok := l.mapping(n, []string{"title", "fields"}, []string{"parent"})
	if !ok {
		return
	}
	r := &Register{Name: name, Title: l.label(m["title"]), Fields: l.fields(m["fields"])}
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
	l.noSuch(n, namesOf(l.pack.Registers))
	return nil
}

// noSuch says that a value names nothing, and what it could name.
func (l *loader) noSuch(n *yaml.Node, known []string) {
	l.fail(noSuch, n, n.Value, expr.Suggest(n.Value, known))
}

func (l *loader) fields(n *yaml.Node) []*Field {
	var list []*Field
	l.named(n, func(name string, n *yaml.Node) {
		m, ok := l.mapping(n, []string{"type", "title"}, []string{"unit", "codes", "required"})
		if !ok {
			return
		}
		f := &Field{Name: name, Title: l.label(m["title"]), IsRequired: l.isTrue(m["required"])}
		f.Kind = FieldKind(l.oneOf(m["type"], string(Text), string(Secret), string(Number), string(Date), string(Code), string(Division), string(YesNo)))
		l.only(m, n, "unit", f.Kind == Number)
		l.only(m, n, "codes", f.Kind == Code)
		if m["unit"] != nil {
			f.Unit, _ = l.word(m["unit"])
		}
		if m["codes"] != nil {
			if f.List = find(l.pack.Lists, m["codes"].Value); f.List == nil {
				l.noSuch(m["codes"], namesOf(l.pack.Lists))
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
		l.fail(missingKey, n, key)
	case !belongs && m[key] != nil:
		l.fail(unknownKey, m[key], key, "type, title, required")
	}
}

func (l *loader) feed(name string, n *yaml.Node) {
	m, ok := l.mapping(n, []string{"title", "from", "match", "fields"}, []string{"period"})
	if !ok {
		return
	}
	f := &Feed{Name: name, Title: l.label(m["title"]), From: l.label(m["from"]), Fields: l.fields(m["fields"])}
	if m["period"] != nil {
		f.IsMonthly = l.oneOf(m["period"], "month") == "month"
	}
	if f.Match = l.known(m["match"]); f.Match != nil {
		l.pack.Feeds = append(l.pack.Feeds, f)
	}
}

func (l *loader) rule(name string, n *yaml.Node) {
	m, ok := l.mapping(n, []string{"title", "on", "when", "raises", "says"}, []string{"let"})
	if !ok {
		return
	}
	r := &Rule{Name: name, Place: l.span(m["when"]), Title: l.label(m["title"]), On: l.known(m["on"])}
	if raises, ok := l.mapping(m["raises"], []string{"risk", "severity"}, nil); ok {
		r.Risk, _ = l.word(raises["risk"])
		r.Severity = Severity(l.oneOf(raises["severity"], string(High), string(Medium), string(Low)))
	}
	r.Says = Message{l.label(m["says"])}
	if r.On == nil {
		return
	}
	scope := l.pack.Scope(r.On)
	before := len(l.found)
	l.named(m["let"], func(name string, n *yaml.Node) {
		if r.On.Field(name) != nil {
			l.fail(twice, n, name)
		}
		if node := l.expression(n, scope, expr.Number, expr.Date); node != nil {
			scope.Lets = append(scope.Lets, expr.Let{Name: name, Node: node})
		}
	})
	if len(l.found) > before {
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
			l.fail(noSuch, n, "{"+name+"}", expr.Suggest(name, names))
		}
	}
}

func (l *loader) indicator(name string, n *yaml.Node) {
	m, ok := l.mapping(n, []string{"title", "on", "unit", "measure"}, []string{"where"})
	if !ok {
		return
	}
	i := &Indicator{Name: name, Place: l.span(m["measure"]), Title: l.label(m["title"]), On: l.known(m["on"])}
	i.Unit, _ = l.word(m["unit"])
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
