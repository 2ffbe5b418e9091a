package extract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// Duties turns the clauses into tasks with their duties, and finds the default duties of their lists.
func (d *Draft) Duties() {
	d.Doc.Tasks = slices.Grow(d.Doc.Tasks, len(d.clauses))
	for i := range d.clauses {
		d.Doc.Tasks = append(d.Doc.Tasks, d.task(&d.clauses[i]))
	}
	d.defaultDuties()
}

func (d *Draft) task(c *clause) policy.Task {
	t := policy.Task{Duties: d.duties(c), Targets: []policy.Target{}, Soft: []policy.Soft{}}
	t.Path = d.path(c)
	t.Quote, t.Span = d.text.Quote(c.heading)
	t.Title = title(c.heading.Of(d.text.String))
	extent := passage.Between(c.parts[0].Start, c.parts[len(c.parts)-1].End)
	t.Extent = d.text.Span(extent)
	if d.signed > c.heading.End && d.signed < extent.End { // who signs below the last clause is no part of it
		t.Extent = d.text.Span(passage.Trim(d.text.String, passage.Between(extent.Start, d.signed)))
	}
	if c.node >= 0 {
		t.Starts = passage.FirstRunes(d.text.String[d.Tree.Nodes[c.node].Body.Start:extent.End], 12)
	} else if len(c.parts) > 1 {
		t.Starts = passage.FirstRunes(c.parts[1].Of(d.text.String), 12)
	}
	for _, list := range c.lists {
		if list.Due.End > list.Due.Start {
			if due, ok := moment.Last(list.Due.Of(d.text.String), d.text.Year); ok {
				if c.node < 0 {
					c.limits = append(c.limits, limit{d.rowStart(c, list.Due.Start), due})
					due = max(due, c.due) // the task is done when the last of its rows is
				}
				c.due = due
				t.Due = &c.due
			}
		}
	}
	t.Confidence = 1
	return t
}

// rowStart is where the row of a table begins that the place at stands in.
func (d *Draft) rowStart(c *clause, at int) int {
	from := at
	for _, part := range d.Tree.Grids[c.grid].Rows[c.row].Parts {
		if part.Start <= at {
			from = part.Start
		}
	}
	return from
}

// A givenDuty is a unit in a role.
type givenDuty struct {
	unit string
	role policy.Role
}

// duties lists what the units of a clause have to do, each unit once in each role.
func (d *Draft) duties(c *clause) []policy.Duty {
	n := 0
	for _, list := range c.lists {
		n += len(list.Units)
	}
	given := map[givenDuty]bool(nil)
	if n > 32 { // fewer are sooner found in the list itself
		given = make(map[givenDuty]bool, n)
	}
	out := make([]policy.Duty, 0, n)
	for _, list := range c.lists {
		for _, u := range list.Units {
			one := u.Duty(&d.text)
			k := givenDuty{one.Unit, one.Role}
			if one.Unit == "" || given[k] || given == nil && slices.ContainsFunc(out, func(o policy.Duty) bool { return o.Unit == k.unit && o.Role == k.role }) {
				continue
			}
			if given != nil {
				given[k] = true
			}
			out = append(out, one)
		}
	}
	return out
}

// title is a heading as one line.
func title(s string) string {
	return titleEdges.Trim(strings.ReplaceAll(s, "\n", ""))
}

// titleEdges are left out at a title's ends.
var titleEdges = zh.NewChars(" 。;,:、!")

func (d *Draft) path(c *clause) []string {
	if c.node >= 0 {
		return d.Tree.Path(c.node)
	}
	row := &d.Tree.Grids[c.grid].Rows[c.row]
	var path []string
	if row.Section != "" {
		path = append(path, row.Section)
	}
	serial := row.Serial
	if serial == "" {
		if l, n := zh.ScanLabel(row1(d.text.String, row)); n > 0 {
			return append(path, l.Printed)
		}
		serial = strconv.Itoa(c.row + 1)
	}
	return append(path, serial)
}

func row1(s string, r *outline.Row) string { return s[r.Title.Start:r.Title.End] }

// defaultDuties takes what the duty lists give to many tasks.
func (d *Draft) defaultDuties() {
	for _, c := range d.clauses {
		for _, l := range c.lists {
			d.addDefaults(l.Defaults)
		}
	}
}

// addDefaults adds default duties, the first of each unit.
func (d *Draft) addDefaults(all []duty.Default) {
	for _, dd := range all {
		if one := dd.Duty(&d.text); !d.defaults[one.Unit] {
			d.defaults[one.Unit] = true
			d.Doc.DefaultDuties = append(d.Doc.DefaultDuties, one)
		}
	}
}
