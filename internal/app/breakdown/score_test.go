package breakdown_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/period"
)

// A county that misses the report on its part loses points of the city's for it, and appeals, whoever of its people does: one who works for the county's own
// supervision office too, and whoever comes after a merger.
func TestAppeal_ACountyObjectsToItsPoints(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		o.On("2025-04-20")
		both := o.eastern
		both.Actor.Grants = append(slices.Clone(both.Actor.Grants), access.Grant{Role: access.Supervisor, Division: east})
		appraise := func(by app.Call) uuid.UUID {
			o.Helper()
			made, err := o.Supervision.Simulate(ctx, by, supervision.Simulation{ID: instancetest.ID(), Title: "一季度", Model: string(ledger.Declared("guangyuan")), From: instancetest.Day("2025-01-01"), To: instancetest.Day("2025-06-30")})
			o.Must(err)
			return made.ID
		}
		appraise(both) // the county's own
		id := appraise(o.office)
		o.Must(o.Supervision.Announce(ctx, o.office, id, period.Date(o.Today()+5)))
		next := o.merged()
		for name, by := range map[string]app.Call{"its reporter": o.eastern, "one with two posts": both, "the successor": next} {
			list, err := o.Supervision.Appraisals(ctx, by)
			o.Must(err)
			at := slices.IndexFunc(list, func(l supervision.AppraisalLine) bool { return l.ID == id })
			if at < 0 || list[at].Own == nil || !slices.ContainsFunc(list[at].Own.Parts, ledger.MayUphold) {
				o.Errorf("%s finds %+v", name, list)
			}
		}
		page, err := o.Supervision.Appraisal(ctx, next, id)
		if err != nil || len(page.Scores) != 1 || page.Scores[0].UnitID != o.eastern.Actor.Unit {
			o.Fatalf("it sees %+v, %v", page.Scores, err)
		}
		appeal := instancetest.ID()
		part := slices.IndexFunc(page.Scores[0].Parts, ledger.MayUphold)
		o.Must(o.Supervision.Appeal(ctx, next, supervision.Objection{ID: appeal, Score: page.Scores[0].ID, Part: part, Reason: "汛期停工"}))
		if err := o.Supervision.Appeal(ctx, o.western, supervision.Objection{ID: instancetest.ID(), Score: page.Scores[0].ID, Part: part, Reason: "代为申诉"}); instancetest.Key(err) != "record-missing" {
			o.Errorf("another county's appeal: %v", err)
		}
		o.Must(o.Supervision.Decide(ctx, o.office, appeal, true, "属实"))
	})
}
