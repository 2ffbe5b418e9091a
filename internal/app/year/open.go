package year

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// An Opening is one with the names of what it is about.
type Opening struct {
	record.Opening
	Title, Period, Name string
}

func openings(ctx context.Context, r store.Reader, owner int64, year int) (all []Opening, err error) {
	list, err := store.List[record.Opening](ctx, r, &relation.Select{From: relation.From(record.OpeningTable, "o"), OrderBy: []relation.Order{{By: relation.C("o", "rid"), IsDesc: true}}, Limit: 500, Where: relation.And{
		relation.Equal(relation.C("o", relation.Owner), owner), relation.Equal(relation.C("o", "year"), int64(year))}})
	if err != nil {
		return nil, err
	}
	var ofDue, ofTasks, ofUnits []uuid.UUID
	for _, o := range list {
		ofDue, ofTasks, ofUnits = append(ofDue, o.Due), append(ofTasks, o.Task), append(ofUnits, o.Unit)
	}
	due, err := store.ByID[record.Due](ctx, r, record.DueTable, ofDue)
	if err != nil {
		return nil, err
	}
	tasks, err := store.ByID[record.Task](ctx, r, record.TaskTable, ofTasks)
	if err != nil {
		return nil, err
	}
	units, err := app.UnitNames(ctx, r, ofUnits...)
	for _, o := range list {
		all = append(all, Opening{Opening: o, Title: tasks[o.Task].Title, Period: due[o.Due].Period, Name: units[o.Unit]})
	}
	return all, err
}

// Ask asks for a due item of a closed year to be opened, so that it can be reported late or corrected. id is that of the opening, made by the sender.
// Faults: NotFound; Invalid "opening-reason"; Conflict "opening-none" for an item whose year is not closed or that was cancelled, "opening-twice".
func (s *Service) Ask(ctx context.Context, call app.Call, id, due uuid.UUID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > maxText {
		return fault.New(fault.Invalid, "opening-reason")
	}
	act := app.Act{Needs: access.YearAsk, Kind: "opening", Object: id, Detail: audit.Detail{"reason": reason}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		d, err := store.Load[record.Due](ctx, tx, record.DueTable, 0, due)
		if err != nil {
			return err
		}
		tx.In(d.Owner)
		return tx.As(store.Unscoped, func() error {
			year := period.Date(d.On).Year()
			y, err := closed(ctx, tx, d.Owner, year)
			if err != nil {
				return err
			}
			if y == nil || d.State != record.DueLapsed && d.State != record.DueAccepted {
				return fault.New(fault.Conflict, "opening-none")
			}
			before, err := store.List[record.Opening](ctx, tx, &relation.Select{From: relation.From(record.OpeningTable, "o"), Where: relation.And{
				relation.Equal(relation.C("o", relation.Owner), d.Owner), relation.Equal(relation.C("o", "due"), d.ID[:]),
				relation.OneOf(relation.C("o", "state"), []string{record.OpeningAsked, record.OpeningApproved})}})
			if err != nil {
				return err
			}
			if len(before) > 0 && before[0].ID != id {
				return fault.New(fault.Conflict, "opening-twice")
			}
			o := record.Opening{Record: store.Record{Owner: d.Owner, ID: id}, Year: int64(year), Due: d.ID, Task: d.Task, Unit: d.Unit, State: record.OpeningAsked, Reason: reason,
				Account: call.Actor.Account, Made: s.Now().UnixMilli(), Before: d.State}
			_, err = store.Insert(ctx, tx, record.OpeningTable, &o)
			return err
		})
	})
}

// Decide approves an opening or refuses it; nobody approves his own. Faults: NotFound; Forbidden "opening-own"; Invalid "opening-reason" for a refusal
// without one; Conflict "opening-state".
func (s *Service) DecideOpening(ctx context.Context, call app.Call, id uuid.UUID, isApproved bool, opinion string) error {
	opinion = strings.TrimSpace(opinion)
	if !isApproved && opinion == "" || utf8.RuneCountInString(opinion) > maxText {
		return fault.New(fault.Invalid, "opening-reason")
	}
	name := "opening.refuse"
	if isApproved {
		name = "opening.approve"
	}
	return s.opening(ctx, call, access.YearOpen, name, id, func(ctx context.Context, tx *store.Tx, o *record.Opening, d *record.Due) error {
		switch {
		case o.State != record.OpeningAsked:
			return fault.New(fault.Conflict, "opening-state")
		case o.Account == call.Actor.Account:
			return fault.New(fault.Forbidden, "opening-own")
		}
		o.State, o.Decider, o.Decided, o.Opinion = record.OpeningRefused, call.Actor.Account, s.Now().UnixMilli(), opinion
		if !isApproved {
			return nil
		}
		o.State, d.IsOpened, d.Opening = record.OpeningApproved, true, o.ID
		unit, err := organisation.Living(ctx, tx, d.Unit)
		if err != nil {
			return err
		}
		if d.State == record.DueLapsed {
			d.Unit, d.State = unit, record.DueOpen
			if d.Report != uuid.Nil {
				d.State = record.DueReturned
			}
		}
		return store.Update(ctx, tx, record.DueTable, d)
	})
}

// End closes an opening that nobody has used, or needs no more. Fault: Conflict "opening-state".
func (s *Service) End(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.opening(ctx, call, access.YearClose, "opening.end", id, func(ctx context.Context, tx *store.Tx, o *record.Opening, d *record.Due) error {
		if o.State != record.OpeningApproved || d.State == record.DueSubmitted || d.State == record.DueSigning || d.Correction != uuid.Nil {
			return fault.New(fault.Conflict, "opening-state")
		}
		if d.IsOpened = false; d.State != record.DueAccepted {
			d.State = record.DueLapsed
		}
		if err := store.Update(ctx, tx, record.DueTable, d); err != nil {
			return err
		}
		o.State, o.Ended = record.OpeningEnded, s.Now().UnixMilli()
		return s.seal(ctx, tx, o.Owner, int(o.Year), o.ID)
	})
}

// opening does something with an opening and its due item.
func (s *Service) opening(ctx context.Context, call app.Call, needs access.Permission, name string, id uuid.UUID, do func(context.Context, *store.Tx, *record.Opening, *record.Due) error) error {
	return s.Change(ctx, call, app.Act{Needs: needs, Name: name, Kind: "opening", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		o, err := store.Load[record.Opening](ctx, tx, record.OpeningTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(o.Owner)
		return tx.As(store.Unscoped, func() error {
			d, err := store.Load[record.Due](ctx, tx, record.DueTable, o.Owner, o.Due)
			if err != nil {
				return err
			}
			if err := do(ctx, tx, &o, &d); err != nil {
				return err
			}
			return store.Update(ctx, tx, record.OpeningTable, &o)
		})
	})
}

// Used ends the opening of a due item once what was reported on it was accepted, and seals its year again. It is called in that transaction, after
// the item was written.
func (s *Service) Used(ctx context.Context, tx *store.Tx, d record.Due) error {
	return tx.As(store.Unscoped, func() error {
		o, err := store.Load[record.Opening](ctx, tx, record.OpeningTable, d.Owner, d.Opening)
		if err != nil {
			return err
		}
		o.State, o.Ended = record.OpeningEnded, s.Now().UnixMilli()
		if err := store.Update(ctx, tx, record.OpeningTable, &o); err != nil {
			return err
		}
		return s.seal(ctx, tx, o.Owner, int(o.Year), o.ID)
	})
}
