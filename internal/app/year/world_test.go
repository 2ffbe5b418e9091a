package year_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A world is an office whose unit of roads has tasks for a year.
type world struct{ *instancetest.Office }

// each runs a test on both databases.
func each(t *testing.T, test func(*world)) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		w := &world{instancetest.NewOffice(t, database, "2026-02-02")}
		w.Staff()
		test(w)
	})
}

// adopt puts a task of the unit in with a target of 100 by the end of the year, and quarters that are due.
func (w *world) adopt(title string) uuid.UUID {
	w.Helper()
	var due []record.Due
	for p, on := range map[string]string{"2026Q1": "2026-04-10", "2026Q2": "2026-07-10", "2026Q3": "2026-10-10", "2026Q4": "2027-01-10"} {
		due = append(due, record.Due{Period: p, On: int64(instancetest.Day(on))})
	}
	t, duties := w.Adopt(instancetest.Order{Title: title, Lead: w.People["roads"].Unit, Targets: []record.Target{{Metric: "里程", Due: "2026-12-31"}}, Due: due})
	w.Assign(t, duties)
	return t.ID
}

// due are the due items of a task by period.
func (w *world) due(task uuid.UUID) map[string]record.Due {
	w.Helper()
	items := map[string]record.Due{}
	for _, d := range instancetest.All[record.Due](w.Office, record.DueTable, relation.Equal(relation.C("x", "task"), task[:])) {
		if _, twice := items[d.Period]; twice {
			w.Errorf("%s is due twice", d.Period)
		}
		items[d.Period] = d
	}
	return items
}

// write writes a report with a figure.
func (w *world) write(item record.Due, figure int64) (uuid.UUID, error) {
	return w.Report(w.As("roads"), item.ID, figure)
}

func (w *world) sound(want bool) {
	w.Helper()
	checked, err := w.Years.Verify(w.Context(), w.As("office"), 2026)
	w.Must(err)
	if len(checked) == 0 {
		w.Fatal("nothing was verified")
	}
	is := true
	for _, c := range checked {
		is = is && c.IsSame
	}
	if is != want {
		w.Errorf("the year is sound: %t, want %t: %+v", is, want, checked)
	}
}

func (w *world) close() error {
	return w.Years.Close(w.Context(), w.As("office"), uuid.Must(uuid.NewV7()), 2026, "")
}

func (w *world) decide(all ...year.Decision) error {
	return w.Years.Decide(w.Context(), w.As("office"), 2026, all)
}
