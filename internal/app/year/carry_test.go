package year_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// light is what a task shows, with the limit it is held to.
func (w *world) light(task uuid.UUID) string {
	w.Helper()
	p, err := w.Tasks.Find(w.Context(), w.As("office"), task)
	w.Must(err)
	if p.Light == nil {
		return ""
	}
	return p.Light.Light + " " + p.Light.Rule + " " + p.Light.Values
}

// A new limit that is decided on when the old one has passed clears no red light, and what is done by it is done late; one that is decided on in time
// moves the limit.
func TestClose_ACarryOverClearsNoRedLight(t *testing.T) {
	each(t, func(w *world) {
		adopt := func(title string, limits ...string) uuid.UUID {
			x := instancetest.Order{Title: title, Lead: w.People["roads"].Unit}
			for _, l := range limits {
				x.Targets = append(x.Targets, record.Target{Metric: "里程" + l, Due: l})
			}
			task, duties := w.Adopt(x)
			w.Assign(task, duties)
			return task.ID
		}
		june, december, both := adopt("六月", "2026-06-30"), adopt("十二月", "2026-12-31"), adopt("两项", "2026-06-30", "2026-12-31")
		carry := func(task uuid.UUID) year.Decision {
			return year.Decision{Task: task, Kind: record.DecisionCarry, Limit: instancetest.Day("2027-09-30")}
		}
		w.On("2026-12-25")
		w.Must(w.decide(carry(june), carry(december), carry(both)))
		w.On("2027-01-05") // the list is sent again as it was: what was decided in December was
		w.Must(w.decide(carry(june), carry(december), carry(both)))
		w.Must(w.close())
		for task, want := range map[uuid.UUID]string{
			june:     `red limit_passed {"first":"2026-06-30","limit":"2026-06-30"}`,
			december: `green on_plan {}`,
			both:     `red node_long_missed {"days":"15","due":"2026-06-30","node":"里程2026-06-30"}`,
		} {
			if got := w.light(task); got != want {
				w.Errorf("carried over it shows %s, want %s", got, want)
			}
		}
		w.On("2027-03-01")
		for _, task := range []uuid.UUID{june, december} {
			found := instancetest.All[record.Task](w.Office, record.TaskTable, relation.Equal(relation.C("x", "id"), task[:]))[0]
			found.State, found.Closed = record.TaskClosed, w.Today()
			w.Write(func(ctx context.Context, tx *store.Tx) error {
				return errors.Join(store.Update(ctx, tx, record.TaskTable, &found), w.Supervision.Relight(ctx, tx, instancetest.Owner, task))
			})
		}
		if got := w.light(june); got[:5] != string(ledger.Black) {
			w.Errorf("done after its first limit it shows %s", got)
		}
		if got := w.light(december); got[:4] != string(ledger.Blue) {
			w.Errorf("done by its new limit it shows %s", got)
		}
		p, err := w.Years.Find(w.Context(), w.As("office"), 2027)
		w.Must(err)
		for _, x := range p.Tasks {
			if want := map[uuid.UUID]string{june: record.YearLate, december: record.YearDone, both: record.YearOpen}[x.Task.ID]; x.Outcome != want {
				w.Errorf("%s stands in the list as %s, want %s", x.Title, x.Outcome, want)
			}
		}
	})
}

// Who has a part of a target goes on reporting on it in the next year, or the sum would stand still: nobody reports that.
// Who answers for a number of a task that another unit leads goes on owing its reports.
func TestClose_WhoAnswersForANumberGoesOnReporting(t *testing.T) {
	each(t, func(w *world) {
		task, finance := w.adopt("公路"), w.People["finance"].Unit
		number := instancetest.All[record.Target](w.Office, record.TargetTable)[0]
		w.Write(func(ctx context.Context, tx *store.Tx) error {
			number.Lead = finance
			return store.Update(ctx, tx, record.TargetTable, &number)
		})
		w.On("2026-12-31")
		w.Must(w.decide(year.Decision{Task: task, Kind: record.DecisionCarry, Limit: instancetest.Day("2027-12-31")}))
		w.Must(w.close())
		n := 0
		for _, d := range instancetest.All[record.Due](w.Office, record.DueTable, relation.Equal(relation.C("x", "unit"), finance[:])) {
			if period.Date(d.On).Year() == 2027 && d.Whole == number.ID && d.State == record.DueOpen {
				n++
			}
		}
		if n < 4 {
			w.Errorf("it owes %d reports", n)
		}
	})
}

// Units with parts of a target do so, too.
func TestClose_UnitsWithPartsGoOnReporting(t *testing.T) {
	each(t, func(w *world) {
		task, roads := w.adopt("公路"), w.People["roads"].Unit
		whole := instancetest.All[record.Target](w.Office, record.TargetTable)[0]
		w.Must(w.Breakdown.Split(w.Context(), w.As("office"), whole.ID, 0, breakdown.Split{Kind: ledger.SplitTotal, IsSum: true, Parts: []breakdown.Part{
			{Unit: w.People["finance"].Unit, Value: quantity.Integer(60)}, {Unit: w.People["schools"].Unit, Value: quantity.Integer(40)}}}))
		w.On("2026-12-31")
		w.Must(w.decide(year.Decision{Task: task, Kind: record.DecisionCarry, Limit: instancetest.Day("2027-12-31")}))
		w.Must(w.close())
		owe := map[uuid.UUID][]string{}
		for _, d := range instancetest.All[record.Due](w.Office, record.DueTable, relation.Equal(relation.C("x", "task"), task[:])) {
			if period.Date(d.On).Year() != 2027 || d.State != record.DueOpen {
				continue
			}
			owe[d.Unit] = append(owe[d.Unit], d.Period)
			if isPart := d.Unit != roads; isPart != (d.Whole == whole.ID) {
				w.Errorf("%s is due on a part: %t", d.Period, !isPart)
			}
		}
		for name, unit := range map[string]uuid.UUID{"roads": roads, "finance": w.People["finance"].Unit, "schools": w.People["schools"].Unit} {
			slices.Sort(owe[unit])
			if !slices.Equal(owe[unit], owe[roads]) || len(owe[unit]) < 4 {
				w.Errorf("%s owes %v", name, owe[unit])
			}
		}
		w.On("2027-04-08")
		for name, figure := range map[string]int64{"finance": 30, "schools": 20} {
			for _, d := range instancetest.All[record.Due](w.Office, record.DueTable, relation.Equal(relation.C("x", "period"), "2027Q1")) {
				if d.Unit == w.People[name].Unit {
					id, err := w.Report(w.As(name), d.ID, figure)
					w.Must(err)
					w.Hand(w.As(name), id, w.As("office"))
				}
			}
		}
		p, err := w.Tasks.Find(w.Context(), w.As("office"), task)
		w.Must(err)
		if got := p.Figures[whole.ID].Value; got != 50_0000 {
			w.Errorf("the whole stands at %d", got)
		}
	})
}
