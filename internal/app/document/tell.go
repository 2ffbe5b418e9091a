package document

import (
	"bytes"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// tell tells every unit with a part in the tasks of a document that binds, once.
func (p *plan) tell(ctx context.Context, tx *store.Tx, at int64) error {
	if p.force != record.ForceBinding {
		return nil
	}
	var units []uuid.UUID
	for _, d := range p.duties {
		if d.Unit != nil && !slices.Contains(units, *d.Unit) {
			units = append(units, *d.Unit)
		}
	}
	slices.SortFunc(units, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	for _, unit := range units {
		note := inbox.Note{Kind: inbox.Adopted, Args: []string{p.document.Title}, Href: "/tasks?document=" + p.document.ID.String()}
		if err := inbox.Tell(ctx, tx, unit, at, note); err != nil {
			return err
		}
	}
	return nil
}
