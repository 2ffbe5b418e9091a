package ledger

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// A State is where a task stands in its course, as far as lights ask.
type State string

// The states.
const (
	Open      State = "open"
	Suspended State = "suspended" // 中止
	Cancelled State = "cancelled" // 撤销
)

// Facts are all that a light is computed from.
type Facts struct {
	State      State
	Assigned   period.Date // 交办日期; None where it is not known
	Start      period.Date // the first day on which work is due; None: at once
	Limit      period.Date // 完成时限 as it was first set; None: 长期坚持
	Extensions []Extension // that were approved
	Closed     period.Date // 办结日期: the day of the closing that was accepted; None while there is none
	Feedback   []Feedback
	Nodes      []Node
	Measures   []Measure
	// HasStandard says that it can be told when the task is done: it has a hard figure, or 完成标志.
	HasStandard bool
}

// An Extension (延期) is a new limit that was approved on a day.
type Extension struct{ Granted, To period.Date }

// A Feedback (反馈) fell due on a day and was handed in on another, None while it was not.
type Feedback struct{ Due, Handed period.Date }

// A Node (时间节点) is to be reached by a day, and was on another, None while it was not.
type Node struct {
	Name      string
	Due, Done period.Date
}

// A Measure (指标) is followed along the curve that was filed for it (序时进度). Progress is not linear: between two planned days nothing is asked.
type Measure struct {
	Name    string
	Curve   []Planned
	Reports []Reading
	IsLower bool // lower is better: the curve says what may not be exceeded
}

// A Planned value is to be reached by a day.
type Planned struct {
	On    period.Date
	Value quantity.Number
}

// A Reading is an accepted value and the day from which it counts.
type Reading struct {
	On    period.Date
	Value quantity.Number
}

// A Shown light is a light with its reason: which rule, and which values made it hold.
type Shown struct {
	Light  Light
	Rule   string
	Values map[string]string // days as 2006-01-02, numbers as plain decimals
}

// Light is the light on a day, from what was known by then. Three things no rule can change:
//
//  1. Suspended and cancelled tasks leave: they have no light.
//  2. What has neither a hard figure nor a completion standard is never green.
//  3. A limit moves only by an extension that was granted before it passed, so none clears a red light.
func (r *Rules) Light(f Facts, on period.Date) Shown {
	if f.State == Suspended || f.State == Cancelled {
		return Shown{Light: NoLight, Rule: RuleLeftOut}
	}
	for _, rule := range r.List {
		given, holds := map[string]string{}, true
		for _, c := range rule.When {
			if holds = c.holds(f, on, given); !holds {
				break
			}
		}
		if !holds {
			continue
		}
		if rule.Light == Green && !f.HasStandard {
			return Shown{Light: NoLight, Rule: RuleNotMeasurable}
		}
		return Shown{rule.Light, rule.Name, given}
	}
	return Shown{Light: NoLight, Rule: RuleNotMeasurable} // the last rule always holds
}

// Why is the reason for a light in words; figure puts a value into the form in which people read it.
func (r *Rules) Why(s Shown, l source.Language, figure func(value string) string) string {
	says, isLaw := r.law[s.Rule]
	if i := slices.IndexFunc(r.List, func(rule Rule) bool { return rule.Name == s.Rule }); i >= 0 {
		says = r.List[i].Says
	} else if !isLaw {
		return s.Rule // of rules that were in force before
	}
	return braces.ReplaceAllStringFunc(says.In(l), func(p string) string { return figure(s.Values[strings.Trim(p, "{}")]) })
}

// InForce is the limit that holds on a day: the first one, moved by each extension that was granted by then and before it had passed.
func (f Facts) InForce(on period.Date) period.Date {
	limit := f.Limit
	extensions := slices.SortedFunc(slices.Values(f.Extensions), func(a, b Extension) int { return int(a.Granted - b.Granted) })
	for _, e := range extensions {
		if limit != None && e.Granted <= on && e.Granted <= limit && e.To > limit {
			limit = e.To
		}
	}
	return limit
}

// holds says whether a condition holds, and gives its values.
func (c Condition) holds(f Facts, on period.Date, given map[string]string) bool {
	limit := f.InForce(on)
	isClosed := f.Closed != None && f.Closed <= on
	switch c.Kind {
	case "closed":
		given["closed"], given["limit"] = f.Closed.String(), limit.String()
		isLate := limit != None && f.Closed > limit
		return isClosed && isLate == (c.Word == "late")
	case "overdue":
		given["limit"], given["first"] = limit.String(), f.Limit.String()
		return !isClosed && limit != None && int(on-limit) >= c.Count
	case "near":
		given["limit"] = limit.String()
		return !isClosed && limit != None && int(limit-on) <= c.days(f, limit)
	case "missed_reports":
		return !isClosed && c.missedReports(f, on, given)
	case "missed_node":
		return !isClosed && c.missedNode(f, on, given)
	case "behind":
		return !isClosed && slices.ContainsFunc(f.Measures, func(m Measure) bool { return c.behind(m, on, given) })
	case "before_start":
		given["start"] = f.Start.String()
		return !isClosed && f.Start != None && on < f.Start
	}
	return false
}

// days is from how many days before the limit it is near.
func (c Condition) days(f Facts, limit period.Date) int {
	for _, t := range c.Near {
		if t.Longest == 0 || f.Assigned != None && int(limit-f.Assigned) <= t.Longest {
			return t.Days
		}
	}
	return 0
}

func (c Condition) missedReports(f Facts, on period.Date, given map[string]string) bool {
	var missed []period.Date
	for _, b := range f.Feedback {
		if b.Due < on && (b.Handed == None || b.Handed > on) {
			missed = append(missed, b.Due)
		}
	}
	slices.Sort(missed)
	if len(missed) < c.Count {
		return false
	}
	given["count"], given["since"] = strconv.Itoa(c.Count), missed[c.Count-1].String()
	return true
}

func (c Condition) missedNode(f Facts, on period.Date, given map[string]string) bool {
	for _, n := range f.Nodes {
		if (n.Done == None || n.Done > on) && int(on-n.Due) >= c.Count {
			given["node"], given["due"], given["days"] = n.Name, n.Due.String(), strconv.Itoa(c.Count)
			return true
		}
	}
	return false
}

// behind says whether a value that was planned for a day that has passed, with its grace, is not reached by the last report.
func (c Condition) behind(m Measure, on period.Date, given map[string]string) bool {
	var last *Reading
	for i, r := range m.Reports {
		if r.On <= on && (last == nil || r.On >= last.On) {
			last = &m.Reports[i]
		}
	}
	for _, p := range m.Curve {
		if int(on-p.On) <= c.Grace {
			continue
		}
		reported := ""
		if last != nil {
			reported = last.Value.String()
			asked := PointsOf(p.Value).Mul(Whole(int64(100 - c.Lack)))
			if m.IsLower {
				asked = PointsOf(p.Value).Mul(Whole(int64(100 + c.Lack)))
			}
			d := PointsOf(last.Value).Mul(Whole(100)).Cmp(asked)
			if d == 0 || d > 0 != m.IsLower {
				continue
			}
		} else if m.IsLower {
			continue // nothing was reported, so nothing is known to be exceeded
		}
		given["measure"], given["planned"], given["reported"], given["on"] = m.Name, p.Value.String(), reported, p.On.String()
		return true
	}
	return false
}
