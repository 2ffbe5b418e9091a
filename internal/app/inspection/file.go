package inspection

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// filesOf are the files of findings of an owner, by finding, in the order in which they came.
func filesOf(ctx context.Context, r store.Reader, owner int64, findings ...uuid.UUID) (map[uuid.UUID][]record.FindingFile, error) {
	in := relation.In{X: relation.C("f", "finding")}
	for i := range findings {
		in.Values = append(in.Values, findings[i][:])
	}
	files, err := store.List[record.FindingFile](ctx, r, &relation.Select{From: relation.From(record.FindingFileTable, "f"), OrderBy: []relation.Order{{By: relation.C("f", "rid")}},
		Where: relation.And{relation.Equal(relation.C("f", relation.Owner), owner), in}})
	by := make(map[uuid.UUID][]record.FindingFile)
	for _, f := range files {
		by[f.Finding] = append(by[f.Finding], f)
	}
	return by, err
}

// Attach adds a file to a finding: of the team or the office before it is handed over, of the unit while it puts things right. The same name and content
// again is the same file. Faults: NotFound; Conflict "finding-proof"; "file-too-large", "file-empty".
func (s *Service) Attach(ctx context.Context, call app.Call, finding uuid.UUID, u intake.Uploaded) error {
	p, err := s.Finding(ctx, call, finding)
	if err != nil {
		return err
	}
	if p.MayProve == "" {
		return fault.New(fault.Conflict, "finding-proof")
	}
	needs := access.CaseHandle
	if p.MayProve == record.ProvesFinding {
		needs = access.InspectionVisit
	}
	kept, err := s.Intake.Keep(ctx, call, needs, p.Owner, u)
	if err != nil {
		return err
	}
	file := record.FindingFile{Record: store.Record{Owner: p.Owner, ID: uuid.NewSHA1(p.Finding.ID, []byte(kept.Blob+" "+kept.FileName))}, Finding: p.Finding.ID, Unit: p.Unit, Reader: p.Reader,
		Part: p.MayProve, Account: call.Actor.Account, Made: s.Now().UnixMilli(), File: kept}
	insert := func(ctx context.Context, tx *store.Tx, state string) error {
		now, err := store.Load[record.Finding](ctx, tx, record.FindingTable, p.Owner, finding)
		if err != nil {
			return err
		}
		if now.State != state {
			return fault.New(fault.Conflict, "finding-proof")
		}
		_, err = store.Insert(ctx, tx, record.FindingFileTable, &file)
		return err
	}
	act := app.Act{Name: "finding.prove", Kind: "finding", Object: finding, Owner: p.Owner}
	if p.MayProve == record.ProvesFinding {
		return s.act(ctx, call, p.Inspection.ID, act, func(i record.Inspection, p Part) bool { return p.mayNote(i) }, func(ctx context.Context, tx *store.Tx, _ record.Inspection) error {
			return insert(ctx, tx, record.FindingNoted)
		})
	}
	act.Needs = needs
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error { return insert(ctx, tx, "rectifying") })
}

// File opens a file of a finding. fault.NotFound: it is none of that finding's, or none that the actor may see.
func (s *Service) File(ctx context.Context, call app.Call, finding, id uuid.UUID) (f record.FindingFile, r *blob.Reader, err error) {
	p, err := s.Finding(ctx, call, finding)
	if err != nil {
		return f, nil, err
	}
	for _, f := range p.Files {
		if f.ID == id {
			r, err := s.Files.Open(ctx, intake.Ref(f.Owner, f.File))
			return f, r, err
		}
	}
	return f, nil, fault.New(fault.NotFound, "record-missing")
}
