package document_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/quantity"
)

// Who answers for a number of a task that another unit leads reports it, as often as the task is reported on; its figure is the task's.
func TestAdopt_WhoAnswersForANumberReportsIt(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := h.Context()
		roads, houses := h.unit("市交通局"), h.unit("禾川市住房和城乡建设局")
		id := h.put("plan.txt", divided)
		h.edit(id, division.Entries{"unit.t1-d1": {houses.String()}}, &division.Act{Kind: division.ActMerge, On: "t1"})
		h.edit(id, division.Entries{"lead.t1": {"t1-d1"}, "lead.t2-g1": {"t2-d1"}, "take.t3": {""}, "why": {"不属实事"}}, nil)
		h.Must(h.Documents.AdoptReviewed(ctx, h.call, id))
		of := h.tasks(id)[0].ID
		p, err := h.Tasks.Find(ctx, h.call, of)
		h.Must(err)
		number := p.Targets[2]
		by := map[uuid.UUID][]record.Due{}
		for _, d := range p.Due {
			by[d.Unit] = append(by[d.Unit], d)
		}
		if len(by[roads]) == 0 || len(by[roads]) != len(by[houses]) {
			h.Fatalf("%d reports are due from the unit that leads, %d from the one that answers for a number", len(by[houses]), len(by[roads]))
		}
		for i, d := range by[roads] {
			if d.Whole != number.ID || d.Period != by[houses][i].Period || d.On != by[houses][i].On || by[houses][i].Whole != uuid.Nil {
				h.Errorf("due are %+v beside %+v", d, by[houses][i])
			}
		}
		if p.Names[number.Lead] != "市交通局" {
			h.Errorf("the task does not say who answers for the number: %v", p.Names)
		}
		builder, reporter := instancetest.Person(houses, access.Reporter), instancetest.Person(roads, access.Reporter)
		if f, err := h.Reports.Form(ctx, builder, by[houses][0].ID); err != nil || len(f.Targets) != 2 || len(f.Parts) != 1 {
			h.Errorf("the lead is asked for %+v, with the parts %+v: %v", f.Targets, f.Parts, err)
		}
		f, err := h.Reports.Form(ctx, reporter, by[roads][0].ID)
		h.Must(err)
		if len(f.Targets) != 1 || f.Targets[0].ID != number.ID || len(f.Parts) != 0 {
			h.Fatalf("who answers for a number is asked for %+v, with the parts %+v", f.Targets, f.Parts)
		}
		_, err = h.Reports.Write(ctx, builder, report.Written{ID: instancetest.ID(), Due: by[houses][0].ID, Progress: "x", Values: []report.Figure{{Target: number.ID, Value: quantity.Integer(1)}}})
		h.Refused(err, "report-target")
		n, err := h.Report(reporter, by[roads][0].ID, 60)
		h.Must(err)
		h.Hand(reporter, n, h.call)
		if p, err = h.Tasks.Find(ctx, h.call, of); err != nil || p.Figures[number.ID].Value != 60_0000 {
			h.Errorf("the figures of the task are %+v, %v", p.Figures, err)
		}
		// Of its own report nobody asks parts of others.
		waiting, _, err := h.Reports.WaitingParts(ctx, reporter, of, 50)
		h.Must(err)
		if slices.ContainsFunc(waiting, func(w report.WaitingPart) bool { return w.Unit != houses }) {
			h.Errorf("parts are asked for %+v", waiting)
		}
	})
}

// What a program says of who answers for a number is checked as the page checks it.
func TestAdopt_ANumberGoesToAUnitOfItsTask(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		id := h.put("plan.txt", first)
		d, _ := h.decide(id)
		d.Tasks[0].Leads = []uuid.UUID{h.unit("市林业局")}
		h.Refused(h.Documents.Adopt(h.Context(), h.call, id, d), "adopt-unit")
		d.Tasks[0].Duties = append(d.Tasks[0].Duties, document.DutyDecision{})
		d.Tasks[0].Leads = []uuid.UUID{d.Tasks[0].Duties[0].Unit}
		h.Must(h.Documents.Adopt(h.Context(), h.call, id, d))
		lines, _, err := h.Tasks.Page(h.Context(), h.call, list.Asking("document", id.String()))
		h.Must(err)
		if got := h.due(lines[0].ID, record.DueOpen); got == 0 || got != h.due(lines[1].ID, record.DueOpen) {
			h.Errorf("the lead owes %d reports where it is named for its number", got)
		}
	})
}
