// Package breakdown splits targets (指标分解): a target of a task becomes parts
// that counties or units answer for and report on, and which make up the whole.
// Whether parts do that, package ledger decides. Start with Service.Split.
package breakdown

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/region"
)

// A Service splits targets.
type Service struct {
	*app.Core
	Intake *intake.Service
	// Relight lights the lights of tasks whose targets have changed, in the same transaction; nil: nobody supervises.
	Relight func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error
}

// A Part (分解数) is what one unit is to reach.
type Part struct {
	Unit   uuid.UUID
	Value  quantity.Number
	Weight *quantity.Number // the size of what it is a share of; nil for none
}

// A Split is how a target is to be split.
type Split struct {
	Kind  ledger.SplitKind
	IsSum bool // the whole is what its parts make up, and nobody reports it beside them
	Parts []Part
}

// A Page is a target with its parts.
type Page struct {
	Target   record.Target
	Task     record.Task
	Document string
	Parts    []record.Target
	Units    []record.Unit // that a part may be given to: of the task's division and those right below it; and those that had one and are no more
	Likely   []uuid.UUID   // of them, the counterparts of the unit that leads the task
	Figures  map[uuid.UUID]task.Figure
	Older    record.Target   // of a target without parts: the one it goes on from, in the task whose place its task has taken; zero for none
	Earlier  []record.Target // the parts of Older
	HasBegun bool            // a unit has reported on its part, so that the split can not be taken back
	IsOver   bool            // it was cancelled, or its task is closed: nothing is split or taken back
	all      []record.Target // the parts, and those that were taken back
}

// Find gives a target with its parts. fault.NotFound: there is none the actor may see.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (p Page, err error) {
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		if p.Target, err = store.Load[record.Target](ctx, v, record.TargetTable, 0, id); err != nil {
			return err
		}
		g := p.Target
		if p.Task, err = store.Load[record.Task](ctx, v, record.TaskTable, g.Owner, g.Task); err != nil {
			return err
		}
		p.IsOver = g.State == record.TargetCancelled || p.Task.State == record.TaskClosed
		if d, err := store.Load[record.Document](ctx, v, record.DocumentTable, g.Owner, p.Task.Document); err == nil {
			p.Document = d.Title
		}
		if p.all, err = partsOf(ctx, v, g); err != nil {
			return err
		}
		p.Parts = standing(p.all)
		if err := p.earlier(ctx, v); err != nil {
			return err
		}
		if p.Figures, err = task.Figures(ctx, v, g.Owner, []any{g.Task[:]}); err != nil {
			return err
		}
		if p.HasBegun, err = hasBegun(ctx, v.As(store.Unscoped), p.all); err != nil {
			return err
		}
		all, err := store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"),
			OrderBy: []relation.Order{{By: relation.C("u", "division")}, {By: relation.C("u", "name")}}})
		for _, u := range all {
			if hasPart := slices.ContainsFunc(p.Parts, func(x record.Target) bool { return x.Lead == u.ID }); mayHave(g.Owner, u) && (u.Until == 0 || hasPart) {
				p.Units = append(p.Units, u)
			}
		}
		if err != nil {
			return err
		}
		return p.likely(ctx, v)
	})
	return p, err
}

// likely finds the counterparts of the unit that leads the task.
func (p *Page) likely(ctx context.Context, v *store.View) error {
	duties, err := ofTask[record.Duty](ctx, v, record.DutyTable, p.Target)
	if err != nil {
		return err
	}
	var all []division.Office
	var lead division.Office
	for _, u := range p.Units {
		o, ok := document.OfficeOf(u)
		if !ok {
			continue
		}
		all = append(all, o)
		if slices.ContainsFunc(duties, func(d record.Duty) bool { return d.Role == record.PartLead && d.Unit != nil && *d.Unit == u.ID }) {
			lead = o
		}
	}
	units, _ := division.Counterparts(lead, all)
	for _, o := range units {
		p.Likely = append(p.Likely, o.ID)
	}
	return nil
}

// mayHave says whether a unit may be given a part of a division's target: its own units and those right below it. What goes further down is split
// again by whoever has the part: decomposition stops at the county.
func mayHave(owner int64, u record.Unit) bool {
	own, err := region.OfOwner(owner)
	in, err2 := region.OfOwner(u.Division)
	return err == nil && err2 == nil && (in == own || in.Parent() == own && in.Level() <= region.County)
}

// earlier finds the parts that a target had under the document before. Not everybody who sees a task sees the one whose place it has taken.
func (p *Page) earlier(ctx context.Context, v *store.View) error {
	if p.Task.Before == uuid.Nil || len(p.Parts) > 0 || p.Target.Whole != uuid.Nil {
		return nil
	}
	older, err := ofTask[record.Target](ctx, v, record.TargetTable, record.Target{Record: p.Target.Record, Task: p.Task.Before})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(older, func(g record.Target) bool { _, ok := g.Heir([]record.Target{p.Target}); return ok })
	if i < 0 {
		return nil
	}
	p.Older = older[i]
	all, err := partsOf(ctx, v, p.Older)
	p.Earlier = standing(all)
	return err
}

func partsOf(ctx context.Context, r store.Reader, whole record.Target) ([]record.Target, error) {
	return store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "t"), Where: relation.And{
		relation.Equal(relation.C("t", relation.Owner), whole.Owner), relation.Equal(relation.C("t", "task"), whole.Task[:]), relation.Equal(relation.C("t", "whole"), whole.ID[:])},
		OrderBy: []relation.Order{{By: relation.C("t", "ordinal")}, {By: relation.C("t", "rid")}}})
}

// standing are those of some parts that were not taken back.
func standing(parts []record.Target) []record.Target {
	return slices.DeleteFunc(slices.Clone(parts), func(g record.Target) bool { return g.State == record.TargetCancelled })
}

// hasBegun says whether a unit has given a figure for its part.
func hasBegun(ctx context.Context, r store.Reader, parts []record.Target) (bool, error) {
	if len(parts) == 0 {
		return false, nil
	}
	in := relation.In{X: relation.C("v", "target")}
	for _, p := range parts {
		in.Values = append(in.Values, p.ID[:])
	}
	values, err := store.List[record.Value](ctx, r, &relation.Select{From: relation.From(record.ValueTable, "v"), Where: relation.And{relation.Equal(relation.C("v", relation.Owner), parts[0].Owner), in}, Limit: 1})
	return len(values) > 0, err
}

// ReadShares reads parts from a workbook; nothing of it is kept. Faults: Invalid "document-unreadable"; those of intake.Service.Read. Errors:
// *compile.SecretError.
func (s *Service) ReadShares(ctx context.Context, call app.Call, u intake.Uploaded) ([]cellmap.Share, error) {
	name, data, err := s.Intake.Read(ctx, call, access.TaskAssign, u)
	if _, isUnread := errors.AsType[*reader.Error](err); err != nil && !isUnread {
		return nil, err
	}
	rows, err := cellmap.SheetShares(name, data)
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "document-unreadable")
	}
	return rows, nil
}

// Check adds up parts. Faults: Invalid "breakdown-…" for parts that make up nothing, a unit that stands twice, and, with what is lacking,
// "breakdown-gap" for parts that do not make up the whole.
func Check(whole record.Target, x Split) (ledger.Balance, error) {
	var b ledger.Balance
	if whole.Value == nil {
		return b, fault.New(fault.Invalid, "breakdown-value")
	}
	if !slices.Contains(ledger.SplitKinds, x.Kind) {
		return b, fault.New(fault.Invalid, "breakdown-kind")
	}
	if len(x.Parts) == 0 {
		return b, fault.New(fault.Invalid, "breakdown-none")
	}
	target := quantity.FromTenThousandths(*whole.Value)
	var shares []ledger.Share
	for _, p := range x.Parts {
		if p.Unit == uuid.Nil {
			return b, fault.New(fault.Invalid, "adopt-unit")
		}
		share := ledger.Share{Unit: p.Unit.String(), Value: p.Value, Holds: true, Weight: quantity.Integer(1)}
		if p.Weight != nil {
			share.Weight = *p.Weight
		}
		shares = append(shares, share)
	}
	b, err := ledger.Split(x.Kind, target, shares)
	switch {
	case err != nil:
		return b, fault.Because(err, fault.Invalid, "breakdown-twice")
	case !b.IsReached && b.Gap.Sign() < 0:
		return b, fault.New(fault.Invalid, "breakdown-beyond", b.Gap.Neg().Shown()+whole.Unit)
	case !b.IsReached:
		return b, fault.New(fault.Invalid, "breakdown-gap", b.Gap.Shown()+whole.Unit)
	}
	return b, nil
}

// Split splits a target, or splits it anew while nobody has given a figure for a part; what a unit has written stays where it is, and with it the unit. Each unit gets its part to report on, on the days on which the task is
// reported on anyhow, and is told. Faults: NotFound; those of Check; Invalid "adopt-unit" for a unit outside the division and those right
// below it, or one that is no more; Conflict "breakdown-begun", "breakdown-part" for a target that is itself a part, "breakdown-over" for one that is
// over, "record-stale".
func (s *Service) Split(ctx context.Context, call app.Call, id uuid.UUID, version int64, x Split) error {
	p, err := s.Find(ctx, call, id)
	if err != nil {
		return err
	}
	whole := p.Target
	switch {
	case version != 0 && version != whole.Version:
		return fault.New(fault.Conflict, "record-stale")
	case whole.Whole != uuid.Nil:
		return fault.New(fault.Conflict, "breakdown-part")
	case p.IsOver:
		return fault.New(fault.Conflict, "breakdown-over")
	case p.HasBegun:
		return fault.New(fault.Conflict, "breakdown-begun")
	}
	if _, err := Check(whole, x); err != nil {
		return err
	}
	for _, part := range x.Parts {
		if !slices.ContainsFunc(p.Units, func(u record.Unit) bool { return u.ID == part.Unit && u.Until == 0 }) {
			return fault.New(fault.Invalid, "adopt-unit")
		}
	}
	act := app.Act{Needs: access.TaskAssign, Name: "target.split", Owner: whole.Owner, Kind: "target", Object: id, Detail: audit.Detail{"parts": fmt.Sprint(len(x.Parts)), "kind": string(x.Kind)}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if err := s.drop(ctx, tx, p, x); err != nil {
			return err
		}
		whole.Split, whole.IsSum = string(x.Kind), x.IsSum
		if err := store.Update(ctx, tx, record.TargetTable, &whole); err != nil {
			return err
		}
		for i, part := range x.Parts {
			if err := s.give(ctx, tx, p, i, part); err != nil {
				return err
			}
		}
		return s.follow(ctx, tx, p)
	})
}

// follow lets what is due go on as the parts do, and lights the task's light anew.
func (s *Service) follow(ctx context.Context, tx *store.Tx, p Page) error {
	if err := casework.FollowDue(ctx, tx, p.Task, s.Today()); err != nil || s.Relight == nil {
		return err
	}
	return s.Relight(ctx, tx, p.Task.Owner, p.Task.ID)
}

// Join takes a split back. Faults: NotFound; Conflict "breakdown-begun", "breakdown-over".
func (s *Service) Join(ctx context.Context, call app.Call, id uuid.UUID) error {
	p, err := s.Find(ctx, call, id)
	if err != nil {
		return err
	}
	switch {
	case p.IsOver:
		return fault.New(fault.Conflict, "breakdown-over")
	case p.HasBegun:
		return fault.New(fault.Conflict, "breakdown-begun")
	}
	act := app.Act{Needs: access.TaskAssign, Name: "target.join", Owner: p.Target.Owner, Kind: "target", Object: id}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if err := s.drop(ctx, tx, p, Split{}); err != nil {
			return err
		}
		whole := p.Target
		whole.Split, whole.IsSum = "", false
		if err := store.Update(ctx, tx, record.TargetTable, &whole); err != nil {
			return err
		}
		return s.follow(ctx, tx, p)
	})
}
