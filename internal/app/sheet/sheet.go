// Package sheet is what offices do with their spreadsheets: units report by a
// workbook, ledgers that were kept in one come in, and the superior's own
// templates are filled. Package cellmap decides what cells mean; this
// one knows who may do it, keeps the files and changes the records. Start with
// Service.Reports, Ledger and Template.
package sheet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/reader"
)

// A Service works on workbooks.
type Service struct {
	*app.Core
	Reports   *report.Service
	Documents *document.Service
	Intake    *intake.Service
	// Forget takes away what supervision keeps of tasks that were taken back, in the same transaction.
	Forget func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error
}

// needs is what somebody needs who works on workbooks of a kind.
var needs = map[string]access.Permission{
	record.WorkbookReports: access.ReportWrite, record.WorkbookLedger: access.DocumentAdopt, record.WorkbookTemplate: access.TemplateFill,
}

// read takes a file of a kind in. What is marked as a state secret is refused before anything is kept. Errors: *compile.SecretError; faults "file-too-large",
// "file-empty", "upload-broken".
func (s *Service) read(ctx context.Context, call app.Call, kind string, u intake.Uploaded) (name string, data []byte, err error) {
	name, data, err = s.Intake.Read(ctx, call, needs[kind], u)
	if _, ok := errors.AsType[*reader.Error](err); ok {
		return name, data, nil // what else is wrong with it is found when its cells are read
	}
	return name, data, err
}

// keep stores a file that was read as a workbook; the same id again is the same workbook.
func (s *Service) keep(ctx context.Context, call app.Call, w record.Workbook, data []byte) (record.Workbook, error) {
	w.Owner, w.Account, w.Made = int64(call.Actor.Division.Owner()), call.Actor.Account, s.Now().UnixMilli()
	needs := needs[w.Kind]
	if err := access.Allow(call.Actor, needs, access.Record{Owner: int(w.Owner), Lead: []uuid.UUID{w.Unit}}); err != nil {
		return w, err
	}
	ref, err := s.Files.Put(ctx, w.Owner, bytes.NewReader(data), s.Intake.Most)
	if err != nil {
		return w, err
	}
	w.File, w.State = intake.File(w.FileName, ref), record.WorkbookOpen
	act := app.Act{Needs: needs, Name: "workbook.upload", Owner: w.Owner, Kind: "workbook", Object: w.ID}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		isNew, err := store.Insert(ctx, tx, record.WorkbookTable, &w)
		if err == nil && !isNew {
			w, err = store.Load[record.Workbook](ctx, tx, record.WorkbookTable, w.Owner, w.ID)
		}
		return err
	})
	return w, err
}

// Find gives a workbook of a kind. fault.NotFound: there is none the actor may work on.
func (s *Service) Find(ctx context.Context, call app.Call, kind string, id uuid.UUID) (w record.Workbook, err error) {
	err = s.See(ctx, call, needs[kind], func(ctx context.Context, v *store.View) error {
		w, err = store.Load[record.Workbook](ctx, v, record.WorkbookTable, 0, id)
		return err
	})
	if err == nil && w.Kind != kind {
		err = fault.New(fault.NotFound, "not-found")
	}
	return w, err
}

// List gives the newest workbooks of a kind that the actor may work on, up to a hundred.
func (s *Service) List(ctx context.Context, call app.Call, kind string) (list []record.Workbook, err error) {
	err = s.See(ctx, call, needs[kind], func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Workbook](ctx, v, &relation.Select{From: relation.From(record.WorkbookTable, "w"), Where: relation.Equal(relation.C("w", "kind"), kind),
			OrderBy: []relation.Order{{By: relation.C("w", "made"), IsDesc: true}, {By: relation.C("w", "rid"), IsDesc: true}}, Limit: 100})
		return err
	})
	return list, err
}

// Content is the file of a workbook as it was sent.
func (s *Service) Content(ctx context.Context, w record.Workbook) (data []byte, err error) {
	f, err := s.Files.Open(ctx, intake.Ref(w.Owner, w.File))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f)
}

// opened are the names of a workbook's sheets that hold something, and the one that is mapped. fault.Invalid "ledger-sheet" if that is not there.
func (s *Service) opened(ctx context.Context, w record.Workbook, mapped string) (names []string, grid cellmap.Grid, data []byte, err error) {
	if data, err = s.Content(ctx, w); err != nil {
		return nil, grid, nil, err
	}
	grids, err := cellmap.Grids(w.FileName, data)
	if err != nil {
		return nil, grid, nil, err
	}
	for _, g := range grids {
		if g.Rows > 0 {
			names = append(names, g.Name)
		}
		if g.Name == mapped {
			grid = g
		}
	}
	if grid.Rows == 0 {
		return nil, grid, nil, fault.New(fault.Invalid, "ledger-sheet")
	}
	return names, grid, data, nil
}

// mapping reads what the cells of a workbook mean.
func mapping(w record.Workbook, m any) error {
	if err := json.Unmarshal([]byte(w.Mapping), m); err != nil {
		return fmt.Errorf("read the mapping of workbook %s: %w", w.ID, err)
	}
	return nil
}

// setMapping says what they mean.
func setMapping(w *record.Workbook, m any) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write the mapping of workbook %s: %w", w.ID, err)
	}
	w.Mapping = string(text)
	return nil
}

// change changes a workbook of a kind within the actor's reach, and what do changes with it, in one transaction.
func (s *Service) change(ctx context.Context, call app.Call, w record.Workbook, name string, do func(context.Context, *store.Tx, *record.Workbook) error) error {
	act := app.Act{Needs: needs[w.Kind], Name: name, Owner: w.Owner, Kind: "workbook", Object: w.ID}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		now, err := store.Load[record.Workbook](ctx, tx, record.WorkbookTable, w.Owner, w.ID)
		if err != nil {
			return err
		}
		changed := now
		if err := do(ctx, tx, &changed); err != nil {
			return err
		}
		return store.Update(ctx, tx, record.WorkbookTable, &changed)
	})
}
