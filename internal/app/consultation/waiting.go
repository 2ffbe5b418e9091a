package consultation

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// What a draft can wait for.
const (
	ForComment  = "comment" // a unit is to say what it thinks of it
	ForDecision = "decide"  // the office is to decide on comments, or to submit it: all have answered, or the day has passed
	ForApproval = "approve" // a leader is to approve it
	ForAdoption = "assign"  // the office is to assign what was approved
)

// A Waiting draft is one with which it is the actor's turn.
type Waiting struct {
	record.Consultation
	For string
}

// Waiting gives the drafts that wait for the actor, the newest first, up to 200.
func (s *Service) Waiting(ctx context.Context, call app.Call) (list []Waiting, err error) {
	if access.Holds(call.Actor, access.DivisionRead) != nil {
		return nil, nil
	}
	err = s.See(ctx, call, access.DivisionRead, func(ctx context.Context, v *store.View) error {
		open, err := store.List[record.Consultation](ctx, v, &relation.Select{From: relation.From(record.ConsultationTable, "c"), Limit: 200,
			Where:   relation.In{X: relation.C("c", "state"), Values: []any{record.ConsultationOut, record.ConsultationSubmitted, record.ConsultationApproved}},
			OrderBy: []relation.Order{{By: relation.C("c", "made"), IsDesc: true}}})
		if err != nil || len(open) == 0 {
			return err
		}
		silent, err := store.List[record.ConsultationUnit](ctx, v, &relation.Select{From: relation.From(record.ConsultationUnitTable, "u"), Where: relation.And{
			relation.In{X: relation.C("u", "consultation"), Values: keys(open)}, relation.Equal(relation.C("u", "replied"), int64(0))}})
		if err != nil {
			return err
		}
		undecided, err := store.List[record.Comment](ctx, v, &relation.Select{From: relation.From(record.CommentTable, "m"), Where: relation.And{
			relation.In{X: relation.C("m", "consultation"), Values: keys(open)}, relation.Equal(relation.C("m", "outcome"), ""), relation.Not{X: relation.Equal(relation.C("m", "kind"), record.CommentAgree)}}})
		if err != nil {
			return err
		}
		for _, c := range open {
			if what := s.waitsFor(call, c, silent, undecided); what != "" {
				list = append(list, Waiting{c, what})
			}
		}
		return nil
	})
	return list, err
}

// waitsFor says what a draft waits for from the actor; "" for nothing.
func (s *Service) waitsFor(call app.Call, c record.Consultation, silent []record.ConsultationUnit, undecided []record.Comment) string {
	may := func(p access.Permission) bool {
		return access.Allow(call.Actor, p, access.Record{Owner: int(c.Owner)}) == nil
	}
	waiting, own := 0, false
	for _, u := range silent {
		if u.Consultation == c.ID {
			waiting++
			own = own || u.Unit == call.Actor.Unit && u.Unit != uuid.Nil
		}
	}
	hasUndecided := false
	for _, m := range undecided {
		hasUndecided = hasUndecided || m.Consultation == c.ID
	}
	switch {
	case c.State == record.ConsultationOut && own && access.Holds(call.Actor, access.DivisionComment) == nil:
		return ForComment
	case c.State == record.ConsultationOut && may(access.DocumentAdopt) && (hasUndecided || waiting == 0 || s.Today() > c.Until):
		return ForDecision
	case c.State == record.ConsultationSubmitted && c.Drafter != call.Actor.Account && may(access.DivisionApprove):
		return ForApproval
	case c.State == record.ConsultationApproved && may(access.DocumentAdopt):
		return ForAdoption
	}
	return ""
}

func keys(all []record.Consultation) []any {
	ids := make([]any, len(all))
	for i := range all {
		ids[i] = all[i].ID[:]
	}
	return ids
}
