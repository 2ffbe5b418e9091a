package supervision

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Forget takes away what is kept of tasks that were taken back as if they had never been: their lights, their marks, and their part in the tallies of the division. The
// tasks are gone already, and nothing hangs on their lights; whoever takes them back has made sure of it.
func (s *Service) Forget(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error {
	if len(tasks) == 0 {
		return nil
	}
	in := make([]any, len(tasks))
	for i := range tasks {
		in[i] = tasks[i][:]
	}
	return tx.As(store.Unscoped, func() error {
		lights, err := store.List[record.Light](ctx, tx, &relation.Select{From: relation.From(record.LightTable, "l"), Where: relation.And{
			relation.Equal(relation.C("l", relation.Owner), owner), relation.In{X: relation.C("l", "task"), Values: in}}})
		if err != nil {
			return err
		}
		for i := range lights {
			if err := store.Delete(ctx, tx, record.LightTable, &lights[i]); err != nil {
				return err
			}
		}
		if _, err := tx.Run(ctx, &relation.Delete{From: record.MarkTable, Where: relation.In{X: relation.C("", "task"), Values: in}}); err != nil {
			return err
		}
		return s.tally(ctx, tx, owner, nil)
	})
}
