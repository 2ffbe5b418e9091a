package report_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
)

// Two people of one unit write the same report: nobody's words go unseen, and there is one report.
func TestWrite_NobodyOverwritesWhatHeHasNotSeen(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, colleague := h.Context(), instancetest.Person(h.unit, access.Reporter)
		first := report.Written{ID: instancetest.ID(), Due: h.due[0], Progress: "甲写的"}
		made, err := h.Reports.Write(ctx, h.writer, first)
		h.Must(err)
		if again, err := h.Reports.Write(ctx, h.writer, first); err != nil || again.Version != made.Version {
			h.Errorf("the same request again: %+v, %v", again, err)
		}
		for name, w := range map[string]report.Written{
			"from an empty form":       {ID: instancetest.ID(), Due: h.due[0], Progress: "乙写的"},
			"without a version":        {ID: first.ID, Due: h.due[0], Progress: "乙写的"},
			"with a figure of his own": {ID: first.ID, Due: h.due[0], Progress: "甲写的", Values: []report.Figure{{Target: h.target, Value: quantity.Integer(5)}}},
		} {
			if _, err := h.Reports.Write(ctx, colleague, w); instancetest.Key(err) != "report-changed" {
				h.Errorf("%s: %v", name, err)
			}
		}
		first.Progress = "甲改的"
		made, err = h.Reports.Write(ctx, h.writer, first) // without a version, on what nobody else has written
		h.Must(err)
		first.Progress = "甲写的"
		made, err = h.Reports.Write(ctx, h.writer, first)
		h.Must(err)
		figure := report.Written{ID: first.ID, Due: h.due[0], Progress: "甲写的", Version: made.Version, Values: []report.Figure{{Target: h.target, Value: quantity.Integer(7)}}}
		_, err = h.Reports.Write(ctx, h.writer, figure)
		h.Must(err)
		stale := report.Written{ID: first.ID, Due: h.due[0], Progress: "甲写的", Version: made.Version, Values: []report.Figure{{Target: h.target, Value: quantity.Integer(8)}}}
		if _, err := h.Reports.Write(ctx, colleague, stale); instancetest.Key(err) != "report-changed" {
			h.Errorf("after a figure alone was changed: %v", err)
		}
		if n := len(instancetest.All[record.Report](h.Office, record.ReportTable)); n != 1 {
			h.Errorf("%d reports on one item", n)
		}
	})
}

// What was settled meanwhile takes no report any more.
func TestSubmit_GoesByTheDueItem(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, a := h.Context(), instancetest.ID()
		h.write(0, a, 100)
		// Another draft on the item, as it could arise before.
		b := record.Report{Record: instancetest.Head(), Due: h.due[0], Task: h.task, Unit: h.unit, State: record.ReportDraft, Number: 2, Progress: "另一份"}
		instancetest.Put(h.Office, record.ReportTable, b)
		_, err := h.Reports.Submit(ctx, h.writer, a)
		h.Must(err)
		_, err = h.Reports.Accept(ctx, h.office, a)
		h.Must(err)
		drafts := instancetest.All[record.Report](h.Office, record.ReportTable, relation.Equal(relation.C("x", "number"), int64(2)))
		if _, err := h.Reports.Submit(ctx, h.writer, drafts[0].ID); instancetest.Key(err) != "report-settled" {
			h.Errorf("on an accepted item: %v", err)
		}
		for _, state := range []string{record.DueCancelled, record.DueSuspended} {
			n := instancetest.ID()
			h.stand(h.due[1], record.DueOpen)
			if state == record.DueCancelled {
				h.write(1, n, 50)
			} else {
				n = instancetest.All[record.Report](h.Office, record.ReportTable, relation.Equal(relation.C("x", "due"), h.due[1][:]))[0].ID
			}
			h.stand(h.due[1], state)
			if _, err := h.Reports.Submit(ctx, h.writer, n); instancetest.Key(err) != "report-settled" {
				h.Errorf("on an item that is %s: %v", state, err)
			}
		}
		f, err := h.Reports.Form(ctx, h.office, h.due[0])
		h.Must(err)
		if f.State != record.DueAccepted || f.Due.Report != a {
			h.Errorf("the item is %s by %s", f.State, f.Due.Report)
		}
	})
}

// A report that comes back from a task which rests or has ended meanwhile is asked for no more than the others.
func TestReturn_FromATaskThatRests(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		n := instancetest.ID()
		h.write(0, n, 100)
		for state, want := range map[string]string{record.TaskClosed: record.DueCancelled, record.TaskSuspended: record.DueSuspended, record.TaskOpen: record.DueReturned} {
			h.stand(h.due[0], record.DueOpen)
			h.Hand(h.writer, n)
			h.Office.Write(func(ctx context.Context, tx *store.Tx) error {
				t, err := store.Load[record.Task](ctx, tx, record.TaskTable, 0, h.task)
				if err != nil {
					return err
				}
				t.State = state
				return store.Update(ctx, tx, record.TaskTable, &t)
			})
			_, err := h.Reports.Return(h.Context(), h.office, n, "不实")
			h.Must(err)
			f, err := h.Reports.Form(h.Context(), h.office, h.due[0])
			h.Must(err)
			if f.State != want {
				h.Errorf("of a task that is %s it is %s", state, f.State)
			}
		}
	})
}

// stand puts a due item into a state.
func (h *house) stand(due uuid.UUID, state string) {
	h.Helper()
	h.Office.Write(func(ctx context.Context, tx *store.Tx) error {
		d, err := store.Load[record.Due](ctx, tx, record.DueTable, 0, due)
		if err != nil {
			return err
		}
		d.State = state
		return store.Update(ctx, tx, record.DueTable, &d)
	})
}

// A report that nobody has signed is taken back by the unit, and by nobody else.
func TestRecall_UntilItIsSigned(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.Context(), instancetest.ID()
		h.hire()
		h.write(0, n, 100)
		_, err := h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		if _, err := h.Reports.Recall(ctx, instancetest.Person(instancetest.ID(), access.Reporter), n); err == nil {
			h.Error("another unit recalled it")
		}
		if state, err := h.Reports.Recall(ctx, h.writer, n); state != record.ReportDraft || err != nil {
			h.Errorf("recalled it is %s, %v", state, err)
		}
		h.write(0, n, 110)
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		_, err = h.Reports.Sign(ctx, h.signer, n, "")
		h.Must(err)
		if _, err := h.Reports.Recall(ctx, h.writer, n); instancetest.Key(err) != "report-not-signing" {
			h.Errorf("recalled once it was signed: %v", err)
		}
	})
}

// The scan of what was accepted stays; before that, another one takes its place.
func TestScan_StaysOnceTheVersionIsAccepted(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.Context(), instancetest.ID()
		h.write(0, n, 100)
		_, err := h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		f, err := h.Reports.Find(ctx, h.writer, n)
		h.Must(err)
		scan := func() error {
			_, err := h.Reports.Scan(ctx, h.writer, f.Sheets[0].ID, intake.Uploaded{Name: "签字单.png", Content: bytes.NewReader(png)})
			return err
		}
		h.Must(scan())
		h.Must(scan())
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.Must(err)
		if err := scan(); instancetest.Key(err) != "scan-kept" {
			h.Errorf("another scan of what was accepted: %v", err)
		}
	})
}
