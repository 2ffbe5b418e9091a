package casework

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// maxResult is how many characters may say how a measure was done.
const maxResult = 2000

// Done keeps that a measure was done on a day, and how. Lights go by it from then on. It may be said again until the assignment is closed. Faults:
// NotFound; Invalid "measure-done" for a day to come or a result that says nothing; Conflict "measure-open" for what is not approved or is closed.
func (s *Service) Done(ctx context.Context, call app.Call, id uuid.UUID, on period.Date, result string) error {
	result = strings.TrimSpace(result)
	if on == 0 || int64(on) > s.Today() || result == "" || len([]rune(result)) > maxResult {
		return fault.New(fault.Invalid, "measure-done")
	}
	return s.onMeasure(ctx, call, "measure.done", id, func(m *record.Measure) {
		m.Done, m.Result, m.Reporter = int64(on), result, call.Actor.Account
	})
}

// NotDone takes back that a measure was done. Its evidence stays. Faults: NotFound; Conflict "measure-open".
func (s *Service) NotDone(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.onMeasure(ctx, call, "measure.not-done", id, func(m *record.Measure) { m.Done, m.Result, m.Reporter = 0, "", uuid.Nil })
}

func (s *Service) onMeasure(ctx context.Context, call app.Call, name string, id uuid.UUID, do func(*record.Measure)) error {
	act := app.Act{Needs: access.CaseHandle, Name: name, Kind: "measure", Object: id}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		m, err := ownMeasure(ctx, tx, call, id)
		if err != nil {
			return err
		}
		tx.In(m.Owner)
		do(&m)
		if err := store.Update(ctx, tx, record.MeasureTable, &m); err != nil || s.Relight == nil {
			return err
		}
		return s.Relight(ctx, tx, m.Owner, m.Task)
	})
}

// OfMeasure gives the case of a measure. fault.NotFound: there is none the actor may see.
func (s *Service) OfMeasure(ctx context.Context, call app.Call, id uuid.UUID) (of uuid.UUID, err error) {
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		m, err := store.Load[record.Measure](ctx, v, record.MeasureTable, 0, id)
		of = m.Case
		return err
	})
	return of, err
}

// ownMeasure finds a measure of the actor's unit that can be worked on. NotFound; Conflict "measure-open".
func ownMeasure(ctx context.Context, r store.Reader, call app.Call, id uuid.UUID) (record.Measure, error) {
	m, err := store.Load[record.Measure](ctx, r, record.MeasureTable, 0, id)
	if err != nil {
		return m, err
	}
	if m.Unit != call.Actor.Unit || m.Value != nil {
		return m, fault.New(fault.NotFound, "record-missing")
	}
	c, err := store.Load[record.Case](ctx, r, record.CaseTable, m.Owner, m.Case)
	if err == nil && (m.Approved == 0 || c.IsClosed) {
		err = fault.New(fault.Conflict, "measure-open")
	}
	return m, err
}

// Prove adds a file that proves a measure. The same name and content again are the same file. Faults: those of Done; "file-empty", "file-too-large".
func (s *Service) Prove(ctx context.Context, call app.Call, id uuid.UUID, u intake.Uploaded) error {
	var m record.Measure
	if err := s.See(ctx, call, access.CaseHandle, func(ctx context.Context, v *store.View) (err error) {
		m, err = ownMeasure(ctx, v, call, id)
		return err
	}); err != nil {
		return err
	}
	file, err := s.Intake.Keep(ctx, call, access.CaseHandle, m.Owner, u)
	if err != nil {
		return err
	}
	e := record.Evidence{Record: store.Record{Owner: m.Owner, ID: uuid.NewSHA1(m.ID, []byte(file.Blob+" "+file.FileName))}, Report: m.ID, Unit: m.Unit, File: file}
	act := app.Act{Needs: access.CaseHandle, Name: "evidence.add", Owner: m.Owner, Kind: "evidence", Object: e.ID}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if _, err := ownMeasure(ctx, tx, call, id); err != nil {
			return err
		}
		_, err := store.Insert(ctx, tx, record.EvidenceTable, &e)
		return err
	})
}

// proofs are the files that prove measures, by measure.
func proofs(ctx context.Context, r store.Reader, filed []record.Measure) (map[uuid.UUID][]record.Evidence, error) {
	by := make(map[uuid.UUID][]record.Evidence)
	if len(filed) == 0 {
		return by, nil
	}
	ids := make([]any, len(filed))
	for i := range filed {
		ids[i] = filed[i].ID[:]
	}
	files, err := store.List[record.Evidence](ctx, r, &relation.Select{From: relation.From(record.EvidenceTable, "e"), OrderBy: []relation.Order{{By: relation.C("e", "rid")}},
		Where: relation.And{relation.Equal(relation.C("e", relation.Owner), filed[0].Owner), relation.In{X: relation.C("e", "report"), Values: ids}}})
	for _, e := range files {
		by[e.Report] = append(by[e.Report], e)
	}
	return by, err
}

// isProven says whether a case that asks to be closed has the evidence that its task asks for (佐证要求): a file with a measure, or with a report on the task.
func isProven(ctx context.Context, r store.Reader, c record.Case) (bool, error) {
	t, err := store.Load[record.Task](ctx, r, record.TaskTable, c.Owner, c.Task)
	if err != nil || t.Proof == "" {
		return true, err
	}
	same := func(a, x, b, y string) relation.Expr { return relation.Same(relation.C(a, x), relation.C(b, y)) }
	of := func(as string) relation.And {
		return relation.And{relation.Equal(relation.C(as, relation.Owner), c.Owner), relation.Equal(relation.C(as, "task"), c.Task[:])}
	}
	evidence := relation.Source{Table: record.EvidenceTable, As: "e"}
	for _, q := range []*relation.Select{
		{From: relation.From(record.MeasureTable, "m"), Where: of("m"),
			Joins: []relation.Join{{Source: evidence, On: relation.And{same("e", relation.Owner, "m", relation.Owner), same("e", "report", "m", "id")}}}},
		{From: relation.From(record.DueTable, "d"), Where: of("d"), Joins: []relation.Join{
			{Source: relation.From(record.ReportTable, "r"), On: relation.And{same("r", relation.Owner, "d", relation.Owner), same("r", "due", "d", "id")}},
			{Source: evidence, On: relation.And{same("e", relation.Owner, "r", relation.Owner), same("e", "report", "r", "id")}}}},
	} {
		q.Outputs, q.Limit = []relation.Output{{Expr: relation.C("e", "id")}}, 1
		isThere := false
		if err := r.Select(ctx, q, func(store.Scan) error {
			isThere = true
			return nil
		}); err != nil || isThere {
			return isThere, err
		}
	}
	return false, nil
}
