package report

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// WriteMany keeps reports that were written elsewhere, on paper or in a file, as drafts, all of them or none. Faults: those of Write; Conflict "workbook-changed" if one of the
// reports is another than it was.
func (s *Service) WriteMany(ctx context.Context, call app.Call, file uuid.UUID, all []Written) error {
	for _, w := range all {
		if err := w.check(); err != nil {
			return err
		}
	}
	act := app.Act{Needs: access.ReportWrite, Name: "report.import", Kind: "workbook", Object: file}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		for _, w := range all {
			if err := stands(ctx, tx, w); err != nil {
				return err
			}
			if _, err := s.write(ctx, tx, call, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// stands makes sure that a report is the one on top of which another was written. The same file again finds its own report there.
func stands(ctx context.Context, tx *store.Tx, w Written) error {
	reports, err := store.List[record.Report](ctx, tx, &relation.Select{From: relation.From(record.ReportTable, "r"), Where: relation.Equal(relation.C("r", "due"), w.Due[:]),
		OrderBy: []relation.Order{{By: relation.C("r", "rid"), IsDesc: true}}, Limit: 1})
	switch {
	case err != nil:
		return err
	case len(reports) == 0 && w.Version == 0, len(reports) == 1 && reports[0].ID == w.ID && reports[0].Version == w.Version:
		return nil
	}
	return fault.New(fault.Conflict, "workbook-changed")
}
