package report

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
)

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

// flag marks the bulletins that printed a figure of any version of a report that says otherwise now.
func (s *Service) flag(ctx context.Context, tx *store.Tx, now record.Report) error {
	values, err := valuesOf(ctx, tx, now.Owner, now.ID)
	if err != nil {
		return err
	}
	for old := now; old.Corrects != uuid.Nil; {
		if old, err = store.Load[record.Report](ctx, tx, record.ReportTable, now.Owner, old.Corrects); err != nil {
			return err
		}
		printed, err := valuesOf(ctx, tx, old.Owner, old.ID)
		if err != nil {
			return err
		}
		for _, v := range printed {
			text := ""
			if i := slices.IndexFunc(values, func(n record.Value) bool { return n.Target == v.Target }); i >= 0 {
				text = quantity.FromTenThousandths(values[i].Value).String()
			}
			if err := announce.Flag(ctx, tx, v, text, s.Now().UnixMilli()); err != nil {
				return err
			}
		}
	}
	return nil
}

// compare puts the figures of a report that counts beside those of other sources.
func (s *Service) compare(ctx context.Context, tx *store.Tx, r record.Report, due record.Due) error {
	return tx.As(store.Unscoped, func() error {
		values, err := valuesOf(ctx, tx, r.Owner, r.ID)
		if err != nil || len(values) == 0 {
			return err
		}
		return figure.Compare(ctx, tx, due, values, s.Now().UnixMilli())
	})
}
