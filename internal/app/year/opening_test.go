package year_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/quantity"
)

// Who has a part of a target of a closed year has it opened as whoever leads the task has; when it was merged meanwhile its successor reports the part.
func TestDecideOpening_OfAPart(t *testing.T) {
	each(t, func(w *world) {
		ctx, task, finance := w.Context(), w.adopt("公路"), w.People["finance"].Unit
		whole := instancetest.All[record.Target](w.Office, record.TargetTable)[0]
		w.Must(w.Breakdown.Split(ctx, w.As("office"), whole.ID, 0, breakdown.Split{Kind: ledger.SplitTotal, IsSum: true, Parts: []breakdown.Part{{Unit: finance, Value: quantity.Integer(100)}}}))
		w.On("2026-12-31")
		w.Must(w.decide(year.Decision{Task: task, Kind: record.DecisionClose, Reason: "资金未到位"}))
		w.Must(w.close())
		items := instancetest.All[record.Due](w.Office, record.DueTable, relation.Equal(relation.C("x", "unit"), finance[:]))
		item := items[slices.IndexFunc(items, func(d record.Due) bool { return d.Period == "2026Q2" })]
		id := instancetest.ID()
		w.Must(w.Years.Ask(ctx, w.As("finance"), id, item.ID, "当时系统故障"))
		w.On("2027-02-01")
		c := reform.Change{ID: instancetest.ID(), Kind: record.ReformMerge, From: []uuid.UUID{finance, w.People["schools"].Unit}, To: []reform.Successor{{Name: "市综合局"}}, On: instancetest.Day("2027-02-01"), Basis: "机构改革方案"}
		w.Must(w.Reforms.Plan(ctx, w.As("office"), c))
		w.Must(w.Reforms.Carry(ctx, w.As("office"), c.ID, reform.Choices{}))
		w.Must(w.Years.DecideOpening(ctx, w.As("leader"), id, true, "同意"))
		all := instancetest.All[record.Unit](w.Office, record.UnitTable)
		next := instancetest.Person(all[slices.IndexFunc(all, func(u record.Unit) bool { return u.Name == "市综合局" })].ID, access.Reporter)
		next.Actor.Before = c.From
		f, err := w.Reports.Form(ctx, next, item.ID)
		w.Must(err)
		if len(f.Targets) != 1 || f.Targets[0].Whole != whole.ID {
			w.Fatalf("it is asked for %+v", f.Targets)
		}
		late, err := w.Report(next, item.ID, 50)
		w.Must(err)
		w.Hand(next, late, w.As("office"))
		w.sound(true)
	})
}
