package document

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// consultationOf is the draft division of a document that is out, with a leader or approved; nil for none.
func consultationOf(ctx context.Context, r *store.View, d record.Document) (*record.Consultation, error) {
	list, err := store.List[record.Consultation](ctx, r.As(store.Unscoped), &relation.Select{From: relation.From(record.ConsultationTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), d.Owner), relation.Equal(relation.C("c", "document"), d.ID[:]),
		relation.In{X: relation.C("c", "state"), Values: []any{record.ConsultationOut, record.ConsultationSubmitted, record.ConsultationApproved}}}})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Apply does acts to a review in a transaction in which the actor may adopt its document: what becomes of a comment that is taken. Faults: those of
// division.Sheet.Do.
func (s *Service) Apply(ctx context.Context, tx *store.Tx, call app.Call, r *Review, done ...division.Act) error {
	if err := division.Open(r.Proposal, nil).Replay(r.Proposal, append(r.Acts, done...)); err != nil {
		return faultOf(err)
	}
	return s.note(ctx, tx, call, r, done)
}

// Lead are the acts by which a unit comes to lead an item: it gets a part in it if it has none.
func (r *Review) Lead(item division.Item, unit uuid.UUID) []division.Act {
	set := func(part string) division.Act {
		return division.Act{Kind: division.ActSet, Set: division.Entries{"lead." + item.ID: {part}}}
	}
	for _, p := range item.Parts {
		if p.Unit == unit.String() {
			return []division.Act{set(p.ID)}
		}
	}
	added := division.Act{Kind: division.ActPart, On: item.ID, Unit: unit.String()}
	return []division.Act{added, set(division.PartID(len(r.Acts) + 1))}
}
