package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A GoalKind says how a goal earns its weight.
type GoalKind string

// The kinds of goals.
const (
	Growth      GoalKind = "growth"      // 发展型: the more the better
	Control     GoalKind = "control"     // 控制型: the less the better
	Qualitative GoalKind = "qualitative" // 定性: by its progress
)

// A Goal (考核指标) is one thing a unit is appraised by.
type Goal struct {
	Name   string
	Area   string // name of an [Area]
	Kind   GoalKind
	Weight Points
	Target quantity.Number
	Actual quantity.Number // negative where it shrank
	// IsUnreported says that nobody has given a figure: Actual means nothing then, and nothing is earned, by a ceiling either.
	IsUnreported bool
	// Progress is how much of a qualitative goal is done, per cent; 0 where it has not begun.
	Progress quantity.Number
	IsKey    bool // 重点任务, for ties
	// Group is what all units of the group achieved together and HasContribution whether a part of the weight goes by the share in it.
	Group           quantity.Number
	HasContribution bool
}

// An Entry is a bonus or a deduction that somebody entered.
type Entry struct {
	Name   string
	Points Points // above 0 in both
}

// An Event is something that may cost points.
type Event struct {
	Kind  EventKind
	Light Light  // of EventLight
	Task  string // id of the task
	Name  string // of the task, for people
	On    period.Date
}

// A Sheet is what is known of one unit.
type Sheet struct {
	Unit       string
	Goals      []Goal
	Evaluation quantity.Number // 社会评价, of 100
	Bonus      []Entry
	Deductions []Entry
	Events     []Event
}

// Codes of what a part of a score is for, beside the names of deduction rules.
const (
	PartBase       = "base"
	PartGoal       = "goal"
	PartEvaluation = "evaluation"
	PartBonus      = "bonus"
	PartEntered    = "entered"       // a deduction that somebody entered
	PartRuleCap    = "rule_cap"      // what a rule took beyond its cap is given back
	PartCap        = "deduction_cap" // what all deductions took beyond their cap is given back
	PartBonusCap   = "bonus_cap"
	PartFloor      = "floor"
)

// A Part is one point of a score with its reason; the parts of a score add up to it exactly.
type Part struct {
	Code   string            `json:"code"`
	Name   string            `json:"name,omitempty"` // as people entered it or the document says: data
	Task   string            `json:"task,omitempty"` // id
	Points Points            `json:"points"`
	Values map[string]string `json:"values,omitempty"` // weight, target, actual, rate…: plain decimals, days, codes
}

// A Score (得分) is what a unit has, with its parts.
type Score struct {
	Unit      string
	Total     Points
	Parts     []Part
	Bonus     Points // after its cap
	Deduction Points // after its cap
	Key       Points // by key tasks
	Rank      int    // from 1; equal scores share it and the next is skipped
}

// Score gives a unit its points. It is an error if a goal is of no area of the model, or if the weights of an area's goals do not add up to
// the area's.
func (m *Model) Score(s Sheet) (Score, error) {
	if err := m.check(s); err != nil {
		return Score{}, err
	}
	c := &count{model: m, score: Score{Unit: s.Unit}}
	if m.Base.Sign() != 0 {
		c.add(Part{Code: PartBase, Points: m.Base})
	}
	for _, g := range s.Goals {
		c.goal(g)
	}
	if m.Evaluation.Sign() != 0 {
		c.add(Part{Code: PartEvaluation, Points: percent(m.Evaluation, PointsOf(s.Evaluation).between(Points{}, Whole(100))),
			Values: map[string]string{"evaluation": s.Evaluation.String(), "share": m.Evaluation.Shown()}})
	}
	c.bonus(s.Bonus)
	c.deductions(s)
	if d := m.Floor.Sub(c.score.Total); d.Sign() > 0 {
		c.add(Part{Code: PartFloor, Points: d})
	}
	return c.score, nil
}

func (m *Model) check(s Sheet) error {
	sums := map[string]Points{}
	for _, g := range s.Goals {
		if m.Goals == nil || !slices.Contains(m.Goals.areas, g.Area) {
			return fmt.Errorf("score %s: goal %s is of no area of model %s", s.Unit, g.Name, m.Name)
		}
		sums[g.Area] = sums[g.Area].Add(g.Weight)
	}
	if m.Goals == nil {
		return nil
	}
	for _, a := range m.Goals.Areas {
		if sums[a.Name].Cmp(a.Weight) != 0 {
			return fmt.Errorf("score %s: the weights of %s add up to %s, not %s", s.Unit, a.Name, sums[a.Name].Shown(), a.Weight.Shown())
		}
	}
	return nil
}

// percent is so many per cent of something.
func percent(of, rate Points) Points {
	p, _ := of.Mul(rate).Per(Whole(100))
	return p
}

// A count adds parts up.
type count struct {
	model *Model
	score Score
}

func (c *count) add(p Part) {
	c.score.Parts = append(c.score.Parts, p)
	c.score.Total = c.score.Total.Add(p.Points)
}

// goal gives what a goal earns: its weight by its rate, and where it goes by contribution, so many per cent of the weight by that instead.
func (c *count) goal(g Goal) {
	m := c.model
	rate := m.rate(g)
	earned := percent(g.Weight, rate)
	values := map[string]string{"kind": string(g.Kind), "weight": g.Weight.Shown(), "rate": rate.Shown()}
	switch {
	case g.Kind == Qualitative:
		values["progress"] = g.Progress.String()
	case g.IsUnreported:
		values["target"] = g.Target.String()
	default:
		values["target"], values["actual"] = g.Target.String(), g.Actual.String()
	}
	if g.HasContribution && m.Contribution.Sign() > 0 {
		own, ok := PointsOf(g.Actual).Mul(Whole(100)).Per(PointsOf(g.Group))
		if !ok {
			own = Points{}
		}
		own = own.between(Points{}, Whole(100))
		earned = percent(earned, Whole(100).Sub(m.Contribution)).Add(percent(percent(g.Weight, m.Contribution), own))
		values["contribution"], values["group"] = own.Shown(), g.Group.String()
	}
	earned = percent(earned, m.Goals.Share)
	if g.IsKey {
		c.score.Key = c.score.Key.Add(earned)
	}
	c.add(Part{Code: PartGoal, Name: g.Name, Points: earned, Values: values})
}

// rate is how much of its weight a goal earns, per cent:
//
//  1. growth: actual by target, nothing below 0 (negative growth), nothing beyond Most;
//  2. control: 2 less actual by target, nothing from Zero per cent above the target on, nothing beyond Most;
//  3. qualitative: its progress, nothing below 0.
//
// A target of 0 can not be divided by: growth has then reached it, and so has control that stayed at 0. What nobody has reported earns nothing.
func (m *Model) rate(g Goal) Points {
	all, most := Whole(100), m.Goals.Most
	target, actual := PointsOf(g.Target), PointsOf(g.Actual)
	if g.IsUnreported {
		return Points{}
	}
	switch g.Kind {
	case Qualitative:
		return PointsOf(g.Progress).between(Points{}, all)
	case Control:
		done, ok := actual.Mul(all).Per(target)
		if !ok {
			if actual.Sign() <= 0 {
				return all
			}
			return Points{}
		}
		if done.Cmp(all.Add(m.Goals.Zero)) > 0 {
			return Points{}
		}
		return Whole(200).Sub(done).between(Points{}, most)
	}
	done, ok := actual.Mul(all).Per(target)
	if !ok {
		done = all
	}
	if actual.Sign() < 0 {
		return Points{}
	}
	return done.between(Points{}, most)
}

// bonus is counted up to its cap, and added if the model says so; else it stands there without points.
func (c *count) bonus(entries []Entry) {
	var sum Points
	for _, e := range entries {
		sum = sum.Add(e.Points)
		p := Part{Code: PartBonus, Name: e.Name, Values: map[string]string{"bonus": e.Points.Shown()}}
		if c.model.IsBonusAdded {
			p.Points = e.Points
		}
		c.add(p)
	}
	c.score.Bonus = c.model.Bonus.of(sum)
	if over := sum.Sub(c.score.Bonus); over.Sign() > 0 && c.model.IsBonusAdded {
		c.add(Part{Code: PartBonusCap, Points: over.Neg(), Values: map[string]string{"cap": c.model.Bonus.Most.Shown()}})
	}
}

func (c Cap) of(sum Points) Points {
	if c.IsSet && sum.Cmp(c.Most) > 0 {
		return c.Most
	}
	return sum
}

func (c *count) deductions(s Sheet) {
	var sum Points
	for _, e := range s.Deductions {
		sum = sum.Add(e.Points)
		c.add(Part{Code: PartEntered, Name: e.Name, Points: e.Points.Neg()})
	}
	for _, d := range c.model.Deductions {
		sum = sum.Add(c.deduct(d, s.Events))
	}
	c.score.Deduction = c.model.Deduction.of(sum)
	if over := sum.Sub(c.score.Deduction); over.Sign() > 0 {
		c.add(Part{Code: PartCap, Points: over, Values: map[string]string{"cap": c.model.Deduction.Most.Shown()}})
	}
}

// deduct takes the points of one rule: for every so many events on one task once, on the day of the last of them.
func (c *count) deduct(d DeductionRule, events []Event) (sum Points) {
	events = slices.SortedStableFunc(slices.Values(events), func(a, b Event) int { return int(a.On - b.On) })
	n := map[string]int{}
	for _, e := range events {
		if e.Kind != d.On || e.Kind == EventLight && e.Light != d.Light {
			continue
		}
		if n[e.Task]++; n[e.Task]%d.Every != 0 {
			continue
		}
		sum = sum.Add(d.Points)
		values := map[string]string{"on": e.On.String()}
		if d.Every > 1 {
			values["every"] = strconv.Itoa(d.Every)
		}
		c.add(Part{Code: d.Name, Name: e.Name, Task: e.Task, Points: d.Points.Neg(), Values: values})
	}
	kept := d.Cap.of(sum)
	if over := sum.Sub(kept); over.Sign() > 0 {
		c.add(Part{Code: PartRuleCap, Points: over, Values: map[string]string{"cap": d.Cap.Most.Shown(), "rule": d.Name}})
	}
	return kept
}

// Rank orders scores, the best first, on what they are before rounding, and gives them their ranks: equal scores that no tie tells apart
// share one, and the next is skipped (1, 2, 2, 4). Those that share one stand in the order in which they were given.
func (m *Model) Rank(scores []Score) []Score {
	ranked := slices.SortedStableFunc(slices.Values(scores), m.compare)
	for i := range ranked {
		ranked[i].Rank = i + 1
		if i > 0 && m.compare(ranked[i-1], ranked[i]) == 0 {
			ranked[i].Rank = ranked[i-1].Rank
		}
	}
	return ranked
}

func (m *Model) compare(a, b Score) int {
	order := b.Total.Cmp(a.Total)
	for _, tie := range m.Ties {
		switch tie {
		case TieDeduction:
			order = cmp.Or(order, a.Deduction.Cmp(b.Deduction))
		case TieKey:
			order = cmp.Or(order, b.Key.Cmp(a.Key))
		case TieBonus:
			order = cmp.Or(order, b.Bonus.Cmp(a.Bonus))
		}
	}
	return order
}
