package document

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// A Brought document (台账导入) was under way before it came in: what it orders stands in a ledger that somebody kept in a spreadsheet.
type Brought struct {
	Document record.Document // with owner, id, title and file
	Proposal *policy.Document
	Decision Decision
	// Then does what belongs to it in the same transaction, with the records that were made; tasks stand in the order of the proposal.
	Then func(context.Context, *store.Tx, Made) error
}

// Made are the records that a document became.
type Made struct {
	Document record.Document
	Tasks    []record.Task
	Duties   []record.Duty
	Targets  []record.Target
	Due      []record.Due
}

// Bring adds a document that is adopted at once, in one transaction. Faults: those of Adopt.
func (s *Service) Bring(ctx context.Context, call app.Call, b Brought) error {
	if err := b.Decision.check(b.Proposal); err != nil {
		return err
	}
	if err := s.checkUnits(ctx, call, b.Decision); err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	d := b.Document
	describe(&d, b.Proposal)
	d.State, d.Force, d.Account, d.Made = record.DocumentAdopted, b.Decision.Force(b.Proposal), call.Actor.Account, s.Now().UnixMilli()
	d.Adopted = d.Made
	proposal, err := json.Marshal(b.Proposal)
	if err != nil {
		return fmt.Errorf("write the proposal: %w", err)
	}
	ref, err := s.Files.Put(ctx, d.Owner, bytes.NewReader(proposal), int64(len(proposal)))
	if err != nil {
		return err
	}
	d.Proposal, d.ProposalKey, d.ProposalSize = ref.Name, ref.Key, ref.Size
	p := &plan{document: d, calendar: calendar, today: period.Date(s.Today()), force: d.Force}
	if err := p.make(b.Proposal, b.Decision); err != nil {
		return err
	}
	act := app.Act{Needs: access.DocumentAdopt, Name: "document.bring", Owner: d.Owner, Kind: "document", Object: d.ID, Detail: audit.Detail{
		"tasks": strconv.Itoa(len(p.tasks)), "due": strconv.Itoa(len(p.due))}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Insert(ctx, tx, record.DocumentTable, &d); err != nil {
			return err
		}
		if err := p.insert(ctx, tx); err != nil {
			return err
		}
		if err := b.Then(ctx, tx, Made{d, p.tasks, p.duties, p.targets, p.due}); err != nil {
			return err
		}
		if err := s.Cases.Assign(ctx, tx, p.assigned(), calendar); err != nil {
			return err
		}
		if err := p.tell(ctx, tx, d.Made); err != nil || s.Relight == nil {
			return err
		}
		ids := make([]uuid.UUID, len(p.tasks))
		for i, t := range p.tasks {
			ids[i] = t.ID
		}
		return s.Relight(ctx, tx, d.Owner, ids...)
	})
}
