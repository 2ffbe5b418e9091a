package report

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Attach adds a file to a report that is still the unit's own. The same id again is the same file; without an id, the same name and
// content are. Faults: "file-too-large",
// "file-empty"; Conflict "report-closed".
func (s *Service) Attach(ctx context.Context, call app.Call, report uuid.UUID, u document.Uploaded) (e record.Evidence, err error) {
	r, err := s.find(ctx, call, access.ReportWrite, report)
	if err != nil {
		return e, err
	}
	name := filepath.Base(strings.ReplaceAll(u.Name, `\`, "/"))
	ref, err := s.Files.Put(ctx, r.Owner, u.Content, s.MaxUpload)
	if err != nil {
		return e, err
	}
	if ref.Size == 0 {
		return e, fault.New(fault.Invalid, "file-empty")
	}
	if u.ID == uuid.Nil {
		u.ID = uuid.NewSHA1(r.ID, []byte(ref.Name+" "+name))
	}
	act := app.Act{Needs: access.ReportWrite, Name: "evidence.add", Owner: r.Owner, Kind: "evidence", Object: u.ID}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		now, err := store.Load[record.Report](ctx, tx, record.ReportTable, r.Owner, r.ID)
		if err != nil {
			return err
		}
		if err := s.checkOwn(ctx, tx, now); err != nil {
			return err
		}
		e = record.Evidence{Record: store.Record{Owner: r.Owner, ID: u.ID}, Report: r.ID, Unit: r.Unit, File: document.File(name, ref)}
		_, err = store.Insert(ctx, tx, record.EvidenceTable, &e)
		return err
	})
	return e, err
}

// Evidence opens a file that belongs to a report.
func (s *Service) Evidence(ctx context.Context, call app.Call, id uuid.UUID) (e record.Evidence, f *blob.Reader, err error) {
	err = s.See(ctx, call, access.EvidenceRead, func(ctx context.Context, v *store.View) error {
		e, err = store.Load[record.Evidence](ctx, v, record.EvidenceTable, 0, id)
		return err
	})
	if err != nil {
		return e, nil, err
	}
	f, err = s.Files.Open(ctx, document.Ref(e.Owner, e.File))
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
		now, err := store.Load[record.Report](ctx, tx, record.ReportTable, e.Owner, e.Report)
		if err != nil {
			return err
		}
		if err := s.checkOwn(ctx, tx, now); err != nil {
			return err
		}
		gone := e
		return store.Delete(ctx, tx, record.EvidenceTable, &gone)
	})
}

// checkOwn makes sure that a report is still the unit's to change, and its year not closed.
func (s *Service) checkOwn(ctx context.Context, tx *store.Tx, r record.Report) error {
	if !IsOwn(r) {
		return fault.New(fault.Conflict, "report-closed")
	}
	due, err := store.Load[record.Due](ctx, tx, record.DueTable, r.Owner, r.Due)
	if err != nil {
		return err
	}
	return year.CheckDue(ctx, tx, due, s.Today())
}
