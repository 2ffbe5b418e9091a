package ledger

import (
	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/source"
)

// A Model (考核办法) says how points are given.
type Model struct {
	Name, Version string
	Title         Wording
	Base          Points // what everybody begins with
	Floor         Points // no score is lower
	Goals         *GoalModel
	Evaluation    Points // per cent of the score that goes by public evaluation (社会评价); 0 for none
	Contribution  Points // per cent of the weight of some goals that goes by contribution (贡献率)
	Bonus         Cap
	IsBonusAdded  bool // else it only decides between equal scores
	Deduction     Cap
	Deductions    []DeductionRule
	Ties          []Tie
}

// A GoalModel says how far goals reach.
type GoalModel struct {
	Share Points   // per cent of the score that goes by goals
	Areas []Area   // whose weights add up to 100
	Most  Points   // per cent of its weight that a goal earns at most: 100 where what is done beyond the target earns nothing extra
	Zero  Points   // per cent above its target from which a control goal earns nothing
	areas []string // the names of Areas
}

// An Area groups goals: work goals (工作目标), guarantee goals (保障目标).
type Area struct {
	Name   string
	Title  Wording
	Weight Points // the weights of its goals add up to it
}

// A Cap is how many points there are at most; without one IsSet is false.
type Cap struct {
	Most  Points
	IsSet bool
}

// A DeductionRule (扣分项) takes points away for what happened.
type DeductionRule struct {
	Name   string
	Title  Wording
	On     EventKind
	Light  Light // of EventLight
	Every  int   // so many of them on one task cost Points once; 1 for each
	Points Points
	Cap    Cap
}

// An EventKind is what may cost points.
type EventKind string

// The kinds of events.
const (
	EventLight      EventKind = "light"       // a task showed a light
	EventLateReport EventKind = "late_report" // a report was handed in late
	EventMissed     EventKind = "missed"      // a report was not handed in
)

// A Tie decides between equal scores.
type Tie string

// The ties.
const (
	TieDeduction Tie = "deduction" // fewer points deducted
	TieKey       Tie = "key"       // more points by key tasks
	TieBonus     Tie = "bonus"     // more bonus
)

// LoadModel reads and checks a model, as [LoadRules] does rules.
func LoadModel(data []byte) (*Model, []source.Diagnostic) {
	r, root := read(data)
	var model *Model
	if root != nil {
		model = r.model(root)
	}
	if len(r.found) > 0 {
		return nil, r.found
	}
	return model, nil
}

func (r *reader) model(root *yaml.Node) *Model {
	m, ok := r.mapping(root, []string{"model", "version", "title"},
		[]string{"cites", "base", "floor", "goals", "evaluation", "contribution", "bonus", "is_bonus_added", "deduction", "deductions", "ties"})
	if !ok {
		return nil
	}
	model := &Model{Name: r.name(m["model"], nil), Version: r.word(m["version"]), Title: r.wording(m["title"]), Base: r.points(m["base"]), Floor: r.points(m["floor"]),
		Evaluation: r.points(m["evaluation"]), Contribution: r.points(m["contribution"]), Bonus: r.cap(m["bonus"]), IsBonusAdded: r.yes(m["is_bonus_added"]), Deduction: r.cap(m["deduction"])}
	if m["goals"] != nil {
		model.Goals = r.goals(m["goals"])
	}
	seen := map[string]bool{}
	for _, n := range r.items(m["deductions"]) {
		model.Deductions = append(model.Deductions, r.deduction(n, seen))
	}
	for _, n := range r.items(m["ties"]) {
		model.Ties = append(model.Ties, Tie(r.one(n, string(TieDeduction), string(TieKey), string(TieBonus))))
	}
	whole := model.Base.Add(model.Evaluation)
	if model.Goals != nil {
		whole = whole.Add(model.Goals.Share)
	}
	if whole.Cmp(Whole(100)) != 0 {
		r.fail(badValue, root, whole.Shown(), "base + goals.share + evaluation = 100")
	}
	if model.Contribution.Cmp(Whole(100)) > 0 {
		r.fail(badValue, m["contribution"], model.Contribution.Shown(), "20")
	}
	return model
}

func (r *reader) points(n *yaml.Node) Points {
	if n == nil {
		return Points{}
	}
	return PointsOf(r.number(n))
}

func (r *reader) cap(n *yaml.Node) Cap {
	return Cap{r.points(n), n != nil}
}

func (r *reader) goals(n *yaml.Node) *GoalModel {
	m, ok := r.mapping(n, []string{"share", "areas", "most", "zero_above"}, nil)
	if !ok {
		return nil
	}
	g := &GoalModel{Share: r.points(m["share"]), Most: r.points(m["most"]), Zero: r.points(m["zero_above"])}
	seen, sum := map[string]bool{}, Points{}
	for _, item := range r.items(m["areas"]) {
		a, ok := r.mapping(item, []string{"name", "title", "weight"}, nil)
		if !ok {
			continue
		}
		area := Area{r.name(a["name"], seen), r.wording(a["title"]), r.points(a["weight"])}
		g.Areas, g.areas, sum = append(g.Areas, area), append(g.areas, area.Name), sum.Add(area.Weight)
	}
	if sum.Cmp(Whole(100)) != 0 {
		r.fail(badValue, m["areas"], sum.Shown(), "weight + … = 100")
	}
	if g.Zero.Sign() == 0 {
		r.fail(badValue, m["zero_above"], "0", "100")
	}
	return g
}

func (r *reader) deduction(n *yaml.Node, seen map[string]bool) (d DeductionRule) {
	m, ok := r.mapping(n, []string{"name", "title", "on", "points"}, []string{"light", "every", "cap"})
	if !ok {
		return d
	}
	d = DeductionRule{Name: r.name(m["name"], seen), Title: r.wording(m["title"]), Points: r.points(m["points"]), Cap: r.cap(m["cap"]), Every: 1}
	d.On = EventKind(r.one(m["on"], string(EventLight), string(EventLateReport), string(EventMissed)))
	if m["every"] != nil {
		d.Every = max(1, r.whole(m["every"], 1, 100))
	}
	if isLight := d.On == EventLight; isLight != (m["light"] != nil) {
		r.fail(wrongShape, n, "on: light, light: red")
	} else if isLight {
		d.Light = Light(r.one(m["light"], string(Red), string(Yellow), string(Black)))
	}
	return d
}
