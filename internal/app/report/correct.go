package report

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
)

// Correct gives an accepted figure another value, with a reason. The old one stays in the history, the report has a new version and so a new
// code, bulletins that printed the figure are marked, and the unit is told. Faults: NotFound; Conflict "value-corrected" for a report that was not
// accepted; Invalid "correct-reason", "report-target", "number-range".
func (s *Service) Correct(ctx context.Context, call app.Call, id uuid.UUID, f Figure, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > maxText {
		return fault.New(fault.Invalid, "correct-reason")
	}
	value, ok := f.Value.TenThousandths()
	if !ok {
		return fault.New(fault.Invalid, "number-range")
	}
	act := app.Act{Needs: access.ReportAccept, Name: "report.correct", Kind: "report", Object: id, Detail: audit.Detail{"reason": reason}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		r, err := store.Load[record.Report](ctx, tx, record.ReportTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(r.Owner)
		if r.State != record.ReportAccepted {
			return fault.New(fault.Conflict, "value-corrected")
		}
		values, err := valuesOf(ctx, tx, r)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(values, func(v record.Value) bool { return v.Target == f.Target })
		if i < 0 {
			return fault.New(fault.Invalid, "report-target")
		}
		if values[i].Value == value {
			return nil // sent twice
		}
		values[i].Value, r.Reason = value, reason
		if err := store.Update(ctx, tx, record.ValueTable, &values[i]); err != nil {
			return err
		}
		if err := store.Update(ctx, tx, record.ReportTable, &r); err != nil {
			return err
		}
		return s.corrected(ctx, tx, r, values[i])
	})
}

// Value gives a reported figure. fault.NotFound: there is none the actor may see.
func (s *Service) Value(ctx context.Context, call app.Call, id uuid.UUID) (v record.Value, err error) {
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, view *store.View) error {
		v, err = store.Load[record.Value](ctx, view, record.ValueTable, 0, id)
		return err
	})
	return v, err
}

// corrected lets follow what follows from a corrected figure.
func (s *Service) corrected(ctx context.Context, tx *store.Tx, r record.Report, v record.Value) error {
	if err := announce.Flag(ctx, tx, v, s.Now().UnixMilli()); err != nil {
		return err
	}
	due, err := store.Load[record.Due](ctx, tx, record.DueTable, r.Owner, r.Due)
	if err != nil {
		return err
	}
	note := inbox.Note{Kind: inbox.Corrected, Args: []string{quantity.FromTenThousandths(v.Value).String(), due.Period}, Href: "/reports/" + r.ID.String()}
	if err := inbox.Tell(ctx, tx, r.Unit, s.Now().UnixMilli(), note); err != nil || s.Relight == nil {
		return err
	}
	return s.Relight(ctx, tx, r.Owner, due.Task)
}

// tellReturned tells a unit that its report came back.
func (s *Service) tellReturned(ctx context.Context, tx *store.Tx, r record.Report, due record.Due) error {
	var t record.Task
	err := tx.As(store.Unscoped, func() (err error) {
		t, err = store.Load[record.Task](ctx, tx, record.TaskTable, due.Owner, due.Task)
		return err
	})
	if err != nil {
		return err
	}
	return inbox.Tell(ctx, tx, r.Unit, s.Now().UnixMilli(), inbox.Note{Kind: inbox.Returned, Args: []string{t.Title, due.Period}, Href: "/due/" + due.ID.String()})
}
