package document

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/region"
)

// Suggest completes a decision: a duty without a unit gets the one that the directory knows by its name, where there is exactly one.
// What a person has decided stays. Errors: those of Proposal.
func (s *Service) Suggest(ctx context.Context, call app.Call, id uuid.UUID, decided Decision) (Decision, error) {
	d, doc, err := s.Proposal(ctx, call, id)
	if err != nil {
		return Decision{}, err
	}
	in, err := region.OfOwner(d.Owner)
	if err != nil {
		return Decision{}, fmt.Errorf("read the division of a document: %w", err)
	}
	var directory *access.Directory
	if err := s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		directory, err = organisation.Directory(ctx, v)
		return err
	}); err != nil {
		return Decision{}, err
	}
	return decided.complete(doc, func(name string) uuid.UUID {
		matches := directory.Find(in, name, region.Day(s.Today()))
		if len(matches) != 1 {
			return uuid.Nil
		}
		return matches[0].Unit.ID
	}), nil
}

// complete asks which unit is meant, once for each name, where nobody has decided.
func (d Decision) complete(doc *policy.Document, unit func(name string) uuid.UUID) Decision {
	known := make(map[string]uuid.UUID)
	completed := Decision{Every: d.Every, Without: d.Without, Issued: d.Issued, Tasks: make([]TaskDecision, max(len(doc.Tasks), len(d.Tasks)))}
	copy(completed.Tasks, d.Tasks)
	for i, task := range doc.Tasks {
		duties := make([]DutyDecision, len(task.Duties))
		copy(duties, completed.Tasks[i].Duties)
		for j, duty := range task.Duties {
			if duties[j].Unit != uuid.Nil {
				continue
			}
			id, isKnown := known[duty.Unit]
			if !isKnown {
				id = unit(duty.Unit)
				known[duty.Unit] = id
			}
			duties[j].Unit = id
		}
		completed.Tasks[i].Duties = duties
	}
	return completed
}
