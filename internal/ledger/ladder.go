package ledger

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// A Measure taken against delay is of one of these kinds, from the mildest up.
const (
	Remind    = "remind"    // 提醒
	Urge      = "urge"      // 催办
	Supervise = "supervise" // 督办
	Circulate = "circulate" // 通报
	Talk      = "talk"      // 约谈
)

// StepKinds are all kinds of steps, from the mildest up.
var StepKinds = []string{Remind, Urge, Supervise, Circulate, Talk}

// A Ladder (递进措施) is what follows on what when a task is late.
type Ladder struct {
	Name, Version string
	Title         Wording
	Steps         []Step // from the mildest up
}

// A Step of a ladder.
type Step struct {
	Name  string
	Kind  string // one of StepKinds
	Title Wording
	Days  int // in which the unit answers, calendar days from the day of issue
	// NeedsLeader says that a leader approves it before it is issued. From 督办 upward one always does.
	NeedsLeader bool
	From        []Trigger // any of which opens the step
}

// A Trigger opens a step.
type Trigger struct {
	Light  Light  // the task showed this light Times times…
	Times  int    //
	After  string // …or the sheet of this step expired without good reason
	Origin string // …or it comes from there: OriginInstruction, OriginUrgent, OriginSpecial
}

// Origins (任务来源) that may open a higher step at once. The office says of a task that it has one.
const (
	OriginInstruction = "instruction" // 领导批示
	OriginUrgent      = "urgent"      // 紧急、重大事项
	OriginSpecial     = "special"     // 特殊事项
)

// Past is what has happened to a task so far.
type Past struct {
	Lights []Light // that it showed, one for each time it was lit
	Issued []Issued
	Origin string // "" for none
}

// An Issued sheet.
type Issued struct {
	Step      string
	Due       period.Date
	Answered  period.Date // None while it was not
	IsExcused bool        // the reason for being late was accepted
}

// isExpired says whether a sheet's day has passed without an answer and without good reason.
func (i Issued) isExpired(on period.Date) bool {
	return !i.IsExcused && on > i.Due && (i.Answered == None || i.Answered > i.Due)
}

// Next is the step that is open on a day and its trigger: the highest one that is higher than all sheets that were issued. ok is false
// where none is. It proposes; a person decides.
func (l *Ladder) Next(p Past, on period.Date) (step Step, by Trigger, ok bool) {
	done := -1
	for _, i := range p.Issued {
		done = max(done, slices.IndexFunc(l.Steps, func(s Step) bool { return s.Name == i.Step }))
	}
	for i := len(l.Steps) - 1; i > done; i-- {
		for _, t := range l.Steps[i].From {
			if t.holds(p, on) {
				return l.Steps[i], t, true
			}
		}
	}
	return Step{}, Trigger{}, false
}

func (t Trigger) holds(p Past, on period.Date) bool {
	switch {
	case t.After != "":
		return slices.ContainsFunc(p.Issued, func(i Issued) bool { return i.Step == t.After && i.isExpired(on) })
	case t.Origin != "":
		return p.Origin == t.Origin
	}
	n := 0
	for _, light := range p.Lights {
		if light == t.Light {
			n++
		}
	}
	return n >= t.Times
}

// Step finds a step by its name.
func (l *Ladder) Step(name string) (Step, bool) {
	i := slices.IndexFunc(l.Steps, func(s Step) bool { return s.Name == name })
	if i < 0 {
		return Step{}, false
	}
	return l.Steps[i], true
}

// Origins are all origins.
var Origins = []string{OriginInstruction, OriginUrgent, OriginSpecial}

// Ordered is the step that a leader's word (批示) on a task, or the decision of a conference, takes at once: the one that says so, else the first sheet
// of supervision, else the mildest.
func (l *Ladder) Ordered() Step {
	i := slices.IndexFunc(l.Steps, func(s Step) bool { return slices.Contains(s.From, Trigger{Origin: OriginInstruction}) })
	if i < 0 {
		i = slices.IndexFunc(l.Steps, func(s Step) bool { return s.Kind == Supervise })
	}
	return l.Steps[max(i, 0)]
}

// An Office is who issues a sheet.
type Office string

// The offices.
const (
	Government Office = "government" // of a county or above, by its supervision office
	Department Office = "department"
	Township   Office = "township"
)

// MayIssue says whether an office may issue a step at all: only governments from the county upward supervise (政府督查工作条例, articles 2
// and 7), departments remind, townships never do. Faults: Forbidden "directive-township", "directive-department".
func (s Step) MayIssue(by Office) error {
	switch {
	case by == Government, by == Department && s.Kind == Remind:
		return nil
	case by == Township:
		return fault.New(fault.Forbidden, "directive-township")
	}
	return fault.New(fault.Forbidden, "directive-department")
}

// LoadLadder reads and checks a ladder, as [LoadRules] does rules.
func LoadLadder(data []byte) (*Ladder, []source.Diagnostic) {
	r, root := read(data)
	l := &Ladder{}
	if root != nil {
		if m, ok := r.mapping(root, []string{"ladder", "version", "title", "steps"}, []string{"cites"}); ok {
			l.Name, l.Version, l.Title = r.name(m["ladder"], nil), r.word(m["version"]), r.wording(m["title"])
			seen := map[string]bool{}
			for _, n := range r.items(m["steps"]) {
				l.Steps = append(l.Steps, r.step(n, seen))
			}
			if len(l.Steps) == 0 {
				r.fail(missingKey, m["steps"], "name")
			}
		}
	}
	if len(r.found) > 0 {
		return nil, r.found
	}
	return l, nil
}

func (r *reader) step(n *yaml.Node, seen map[string]bool) (s Step) {
	m, ok := r.mapping(n, []string{"name", "kind", "title", "days", "needs_leader", "from"}, nil)
	if !ok {
		return s
	}
	for _, item := range r.items(m["from"]) {
		s.From = append(s.From, r.trigger(item, seen))
	}
	s.Name, s.Kind, s.Title = r.name(m["name"], seen), r.one(m["kind"], StepKinds...), r.wording(m["title"])
	s.Days, s.NeedsLeader = r.whole(m["days"], 1, 366), r.yes(m["needs_leader"])
	if !s.NeedsLeader && s.Kind != Remind && s.Kind != Urge {
		r.fail(wrongShape, m["needs_leader"], "true")
	}
	return s
}

// trigger reads what opens a step; the step after which it comes must stand before it.
func (r *reader) trigger(n *yaml.Node, before map[string]bool) (t Trigger) {
	m, ok := r.mapping(n, nil, []string{"light", "times", "after", "origin"})
	if !ok {
		return t
	}
	switch {
	case m["light"] != nil:
		t.Light, t.Times = Light(r.one(m["light"], string(Yellow), string(Red))), 1
		if m["times"] != nil {
			t.Times = r.whole(m["times"], 1, 99)
		}
	case m["after"] != nil:
		if t.After = r.word(m["after"]); !before[t.After] {
			r.fail(noSuch, m["after"], t.After, "↑")
		}
	case m["origin"] != nil:
		t.Origin = r.one(m["origin"], Origins...)
	default:
		r.fail(missingKey, n, "light")
	}
	return t
}
