package breakdown_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/calendar"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// The unit that leads a task sees its figures, whichever unit reports them; a county sees its own and no sum that is made of it alone.
func TestSplit_WhoSeesTheFigures(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		east, west := o.part(o.eastern).ID, o.part(o.western).ID
		o.report(o.eastern, 300)
		o.report(o.western, 250)
		all := map[uuid.UUID]int64{o.target.ID: 550_0000, east: 300_0000, west: 250_0000}
		for name, x := range map[string]struct {
			unit  uuid.UUID
			sees  map[uuid.UUID]int64
			share int64 // of the targets, in hundredths of a per cent; negative for none
		}{
			"lead":    {o.lead.Actor.Unit, all, 4583},
			"eastern": {o.eastern.Actor.Unit, map[uuid.UUID]int64{east: 300_0000}, -1},
			"office":  {uuid.Nil, all, 4583},
		} {
			by := o.office
			if x.unit != uuid.Nil {
				by = instancetest.Person(x.unit, access.Reporter)
			}
			p, err := o.Tasks.Find(ctx, by, o.target.Task)
			o.Must(err)
			lines, _, err := o.Tasks.Page(ctx, by, list.Query{}.Rows(uuid.Nil, 10))
			o.Must(err)
			for _, g := range []uuid.UUID{o.target.ID, east, west} {
				if got, ok := p.Figures[g]; got.Value != x.sees[g] || ok != (x.sees[g] != 0) {
					o.Errorf("%s sees %d of %s", name, got.Value, g)
				}
			}
			for _, share := range []*int64{p.Share, lines[0].Share} {
				if x.share < 0 && share != nil || x.share >= 0 && (share == nil || *share != x.share) {
					o.Errorf("%s sees the share %v", name, share)
				}
			}
		}
	})
}

// Who answers for a number of another unit's task reports it, and the unit that leads the task sees it.
func TestNumber_TheLeadSeesWhatAnotherReports(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		by := o.answers("市财政局")
		o.report(by, 60)
		p, err := o.Tasks.Find(o.Context(), o.lead, o.target.Task)
		if err != nil || p.Figures[o.target.ID].Value != 60_0000 || p.Figures[o.target.ID].Source != record.SourceReport {
			o.Errorf("it sees %+v, %v", p.Figures, err)
		}
	})
}

// A number stands in the list and the calendar of the unit that answers for it, and one that rests with its task in none.
func TestNumber_StandsWithWhoAnswersForIt(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		by := o.answers("市财政局")
		o.Must(o.Supervision.RelightAll(ctx, func(int64, int64) {}))
		days := func(of app.Call) (n int) {
			o.Helper()
			events, _, err := o.Calendars.Between(ctx, of, calendar.Filter{First: instancetest.Day("2025-12-01"), Last: instancetest.Day("2025-12-31"), Unit: of.Actor.Unit})
			o.Must(err)
			for _, e := range events {
				if e.Kind == calendar.Target {
					n++
				}
			}
			return n
		}
		for name, x := range map[string]struct {
			call app.Call
			want int
		}{"answers": {by, 1}, "lead": {o.lead, 0}} {
			marks, _, err := o.Cockpit.Targets(ctx, x.call, list.Asking("unit", list.Mine).Rows(uuid.Nil, 10))
			o.Must(err)
			if got := days(x.call); got != x.want || len(marks) != x.want {
				o.Errorf("%s has %d days and %d targets of its own", name, got, len(marks))
			}
		}
		lines, _, err := o.Cockpit.Targets(ctx, o.office, list.Asking("unit", by.Actor.Unit.String()).Rows(uuid.Nil, 10))
		if err != nil || len(lines) != 1 || lines[0].Name != "市财政局" {
			o.Errorf("the office finds %+v, %v", lines, err)
		}
		c, err := o.Cases.Ask(ctx, o.lead, instancetest.ID(), casework.Suspension, record.AboutTask, o.target.Task, flow.Form{"reason": "汛期"})
		o.Must(err)
		o.take(o.office, c.ID, "approve", nil)
		if got := days(by); got != 0 {
			o.Errorf("while the task rests %d days are its targets'", got)
		}
	})
}
