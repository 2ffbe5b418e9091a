package report

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Attach adds a file to a report that is still the unit's own. The same id again is the same file; without an id, the same name and
// content are. Faults: "file-too-large",
// "file-empty"; Conflict "report-closed".
func (s *Service) Attach(ctx context.Context, call app.Call, report uuid.UUID, u intake.Uploaded) (record.Evidence, error) {
	var r holder
	err := s.See(ctx, call, access.ReportWrite, func(ctx context.Context, v *store.View) (err error) {
		r, err = holderOf(ctx, v, 0, report)
		return err
	})
	if err != nil {
		return record.Evidence{}, err
	}
	return s.attach(ctx, call, r, u)
}

// A holder is what files are added to: a report, or the part of one.
type holder struct {
	store.Record
	unit   uuid.UUID
	due    uuid.UUID
	isOpen bool
	report *record.Report // nil for a part
}

// holderOf finds the report or part with an id.
func holderOf(ctx context.Context, r store.Reader, owner int64, id uuid.UUID) (holder, error) {
	report, err := store.Load[record.Report](ctx, r, record.ReportTable, owner, id)
	if fault.KindOf(err) != fault.NotFound {
		return holder{report.Record, report.Unit, report.Due, IsOwn(report), &report}, err
	}
	part, err := store.Load[record.Part](ctx, r, record.PartTable, owner, id)
	return holder{part.Record, part.Unit, part.Due, part.State != record.PartSent, nil}, err
}

func (s *Service) attach(ctx context.Context, call app.Call, r holder, u intake.Uploaded) (e record.Evidence, err error) {
	file, err := s.Intake.Keep(ctx, call, access.ReportWrite, r.Owner, u)
	if err != nil {
		return e, err
	}
	if u.ID == uuid.Nil {
		u.ID = uuid.NewSHA1(r.ID, []byte(file.Blob+" "+file.FileName))
	}
	act := app.Act{Needs: access.ReportWrite, Name: "evidence.add", Owner: r.Owner, Kind: "evidence", Object: u.ID}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		now, err := holderOf(ctx, tx, r.Owner, r.ID)
		if err != nil {
			return err
		}
		if err := s.checkOpen(ctx, tx, now); err != nil {
			return err
		}
		if err := now.recede(ctx, tx); err != nil {
			return err
		}
		e = record.Evidence{Record: store.Record{Owner: r.Owner, ID: u.ID}, Report: r.ID, Unit: r.unit, File: file}
		_, err = store.Insert(ctx, tx, record.EvidenceTable, &e)
		return err
	})
	return e, err
}

// recede takes what files are changed of from the sight of the office: it is not what the office has any more.
func (h holder) recede(ctx context.Context, tx *store.Tx) error {
	if h.report == nil || !h.report.IsSent {
		return nil
	}
	h.report.IsSent = false
	return store.Update(ctx, tx, record.ReportTable, h.report)
}

// Evidence opens a file that belongs to a report, or to a part that was sent for a report of the actor's unit.
func (s *Service) Evidence(ctx context.Context, call app.Call, id uuid.UUID) (e record.Evidence, f *blob.Reader, err error) {
	err = s.See(ctx, call, access.EvidenceRead, func(ctx context.Context, v *store.View) error {
		e, err = store.Load[record.Evidence](ctx, v, record.EvidenceTable, 0, id)
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
		all := v.As(store.Unscoped)
		of, missing := store.Load[record.Evidence](ctx, all, record.EvidenceTable, 0, id)
		if missing != nil {
			return err
		}
		part, missing := store.Load[record.Part](ctx, all, record.PartTable, of.Owner, of.Report)
		if missing != nil || part.State != record.PartSent {
			return err
		}
		if _, missing = store.Load[record.Due](ctx, v, record.DueTable, of.Owner, part.Due); missing == nil {
			e, err = of, nil
		}
		return err
	})
	if err != nil {
		return e, nil, err
	}
	f, err = s.Files.Open(ctx, intake.Ref(e.Owner, e.File))
	return e, f, err
}

// Detach takes a file away from a report that is still the unit's own. Its content goes when no record refers to it any more.
func (s *Service) Detach(ctx context.Context, call app.Call, id uuid.UUID) error {
	var e record.Evidence
	err := s.See(ctx, call, access.ReportWrite, func(ctx context.Context, v *store.View) (err error) {
		e, err = store.Load[record.Evidence](ctx, v, record.EvidenceTable, 0, id)
		return err
	})
	if err != nil {
		return err
	}
	act := app.Act{Needs: access.ReportWrite, Name: "evidence.remove", Owner: e.Owner, Kind: "evidence", Object: id}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		now, err := holderOf(ctx, tx, e.Owner, e.Report)
		if err != nil {
			return err
		}
		if err := s.checkOpen(ctx, tx, now); err != nil {
			return err
		}
		if err := now.recede(ctx, tx); err != nil {
			return err
		}
		gone := e
		return store.Delete(ctx, tx, record.EvidenceTable, &gone)
	})
}

// evidenceOf are the files of a report or a part, in the order in which they were added.
func evidenceOf(ctx context.Context, r store.Reader, owner int64, of uuid.UUID) ([]record.Evidence, error) {
	return store.List[record.Evidence](ctx, r, &relation.Select{From: relation.From(record.EvidenceTable, "e"), Where: relation.And{
		relation.Equal(relation.C("e", relation.Owner), owner), relation.Equal(relation.C("e", "report"), of[:])},
		OrderBy: []relation.Order{{By: relation.C("e", "rid")}}})
}

// checkOpen makes sure that what files are added to is still the unit's to change, and its year not closed.
func (s *Service) checkOpen(ctx context.Context, tx *store.Tx, h holder) error {
	if !h.isOpen {
		return fault.New(fault.Conflict, "report-closed")
	}
	return tx.As(store.Unscoped, func() error { // a part is of an item that is the leading unit's
		due, err := store.Load[record.Due](ctx, tx, record.DueTable, h.Owner, h.due)
		if err != nil {
			return err
		}
		return year.CheckDue(ctx, tx, due, s.Today())
	})
}
