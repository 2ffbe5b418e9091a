package casework

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
	"go.yaml.in/yaml/v3"
)

//go:embed workflows/*.yaml
var files embed.FS

// Standard are the workflows that come with the program, by name. That they load is tested.
func Standard() map[string]*Workflow {
	all := map[string]*Workflow{}
	list, err := files.ReadDir("workflows")
	if err != nil {
		panic(err)
	}
	for _, f := range list {
		data, err := files.ReadFile("workflows/" + f.Name())
		if err != nil {
			panic(err)
		}
		w, found := Load(data)
		if w == nil {
			panic(declare.Describe(f.Name(), data, found[0], source.English))
		}
		if f.Name() != w.Name+".yaml" {
			panic(fmt.Sprintf("%s holds the workflow %q", f.Name(), w.Name))
		}
		all[w.Name] = w
	}
	return all
}

// A loader turns YAML nodes into a workflow.
type loader struct {
	*declare.File
	w *Workflow
}

// Load reads and checks a workflow. It gives one, or none and the diagnostics that say why, for [declare.Describe].
func Load(data []byte) (*Workflow, []source.Diagnostic) {
	l := &loader{File: declare.Open(data), w: &Workflow{}}
	if root := l.Root(); root != nil {
		l.load(root)
	}
	if len(l.Found) > 0 {
		return nil, l.Found
	}
	return l.w, nil
}

// load reads the parts in the order in which they need each other; what names something that is not there would only repeat its fault.
func (l *loader) load(root *yaml.Node) {
	m, ok := l.Mapping(root, []string{"workflow", "title", "start", "steps", "moves"}, []string{"fields", "conditions"})
	if !ok {
		return
	}
	if l.CheckName(m["workflow"], declare.MaxName) {
		l.w.Name = m["workflow"].Value
	}
	l.w.Title = l.Label(m["title"])
	l.Named(m["conditions"], func(name string, n *yaml.Node) {
		l.w.Conditions = append(l.w.Conditions, &Condition{name, l.Label(n)})
	})
	l.Named(m["fields"], l.field)
	places := map[string]*yaml.Node{} // of steps
	l.Named(m["steps"], func(name string, n *yaml.Node) {
		places[name] = n
		l.step(name, n)
	})
	if len(l.Found) > 0 {
		return
	}
	l.w.Start = l.nameOf(m["start"], l.w.stepNames())
	l.Named(m["moves"], l.move)
	if len(l.Found) == 0 {
		l.checkWays(places)
	}
}

func (l *loader) field(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "kind"}, []string{"choices"})
	if !ok {
		return
	}
	f := &Field{Name: name, Title: l.Label(m["title"])}
	f.Kind = FieldKind(l.OneOf(m["kind"], string(TextField), string(LinesField), string(DateField), string(ChoiceField), string(UnitField), string(AccountField)))
	switch {
	case f.Kind == ChoiceField && m["choices"] == nil:
		l.Fail(declare.MissingKey, n, "choices")
	case f.Kind != ChoiceField && m["choices"] != nil:
		l.Fail(declare.UnknownKey, m["choices"], "choices", "title, kind")
	}
	l.Named(m["choices"], func(name string, n *yaml.Node) { f.Choices = append(f.Choices, &Choice{name, l.Label(n)}) })
	l.w.Fields = append(l.w.Fields, f)
}

func (l *loader) step(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title"}, []string{"turn", "limit", "end"})
	if !ok {
		return
	}
	s := &Step{Name: name, Title: l.Label(m["title"]), IsEnd: l.IsTrue(m["end"])}
	switch {
	case !s.IsEnd && m["turn"] == nil:
		l.Fail(declare.MissingKey, n, "turn")
	case s.IsEnd && (m["turn"] != nil || m["limit"] != nil):
		l.Fail(declare.UnknownKey, n, "turn, limit", "title, end")
	case m["turn"] != nil:
		s.Turn = l.party(m["turn"])
	}
	if m["limit"] != nil {
		s.Limit = l.limit(m["limit"])
	}
	l.w.Steps = append(l.w.Steps, s)
}

// limit reads a limit. In which days it counts has to be said: nothing is a limit without its calendar.
func (l *loader) limit(n *yaml.Node) period.Limit {
	m, ok := l.Mapping(n, []string{"amount", "unit"}, []string{"start", "roll"})
	if !ok {
		return period.Limit{}
	}
	var limit period.Limit
	amount, ok := l.Word(m["amount"])
	if _, err := fmt.Sscanf(amount, "%d", &limit.Amount); !ok || err != nil || fmt.Sprint(limit.Amount) != amount {
		l.Fail(declare.BadValue, m["amount"], amount, "3")
		return period.Limit{}
	}
	limit.Unit = period.Unit(m["unit"].Value)
	if m["start"] != nil && l.OneOf(m["start"], "same_day", "next_day") == string(period.SameDay) {
		limit.Start = period.SameDay
	}
	if m["roll"] != nil && l.OneOf(m["roll"], "none", string(period.RollForward)) == string(period.RollForward) {
		limit.Roll = period.RollForward
	}
	if err := limit.Check(); err != nil {
		l.Fail(declare.BadValue, n, m["amount"].Value+" "+m["unit"].Value, "{amount: 3, unit: working_day}")
		return period.Limit{}
	}
	return limit
}

// parties are those that are not posts.
var parties = []string{string(Lead), string(Cooperating), string(Approver), string(Issuer), string(Holder), string(Offered), string(Leader), string(Team)}

func (l *loader) party(n *yaml.Node) Party {
	if post, isPost := strings.CutPrefix(n.Value, "role:"); isPost && n.Kind == yaml.ScalarNode && post != "" {
		return Party(n.Value)
	}
	return Party(l.nameOf(n, parties))
}

func (l *loader) move(name string, n *yaml.Node) {
	m, ok := l.Mapping(n, []string{"title", "from", "to", "by"},
		[]string{"needs", "takes", "if", "unless", "after", "return", "in_time", "until", "sets"})
	if !ok {
		return
	}
	if slices.Contains(besides, name) {
		l.Fail(declare.ReservedName, n, name)
	}
	steps, conditions, fields := l.w.stepNames(), names(l.w.Conditions, func(c *Condition) string { return c.Name }), names(l.w.Fields, func(f *Field) string { return f.Name })
	move := &Move{
		Name: name, Title: l.Label(m["title"]), From: l.namesOf(m["from"], steps), To: l.nameOf(m["to"], steps),
		Needs: l.namesOf(m["needs"], fields), Takes: l.namesOf(m["takes"], fields),
		If: l.namesOf(m["if"], conditions), Unless: l.namesOf(m["unless"], conditions), After: l.namesOf(m["after"], conditions),
		IsReturn: l.IsTrue(m["return"]), InTime: l.IsTrue(m["in_time"]),
	}
	for _, p := range l.Items(m["by"]) {
		move.By = append(move.By, l.party(p))
	}
	if m["until"] != nil {
		move.Until = l.nameOf(m["until"], move.fields())
	}
	if m["sets"] != nil {
		move.Sets = Change(l.OneOf(m["sets"], string(SetUnit), string(SetHolder), string(Offer), string(Accept), string(Refuse), string(Release)))
	}
	if len(l.Found) > 0 {
		return
	}
	l.checkMove(move, n)
	l.w.Moves = append(l.w.Moves, move)
}

// nameOf reads the name of something that there is.
func (l *loader) nameOf(n *yaml.Node, known []string) string {
	if n.Kind == yaml.ScalarNode && slices.Contains(known, n.Value) {
		return n.Value
	}
	l.NoSuch(n, known)
	return ""
}

// namesOf reads a list of names, each once; a nil one is empty.
func (l *loader) namesOf(n *yaml.Node, known []string) []string {
	if n == nil {
		return nil
	}
	var list []string
	for _, item := range l.Items(n) {
		if slices.Contains(list, item.Value) {
			l.Fail(declare.Twice, item, item.Value)
		}
		list = append(list, l.nameOf(item, known))
	}
	return list
}

func (w *Workflow) stepNames() []string {
	return names(w.Steps, func(s *Step) string { return s.Name })
}

func names[T any](list []*T, nameOf func(*T) string) []string {
	var all []string
	for _, x := range list {
		all = append(all, nameOf(x))
	}
	return all
}
