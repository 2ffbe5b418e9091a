package operate

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Calendar is the calendar of working days: the years of this release, and those that were loaded since.
func Calendar(ctx context.Context, s *store.Store) (*period.Calendar, error) {
	calendar := period.NewCalendar()
	err := s.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		loaded, err := store.List[record.Calendar](ctx, v, &relation.Select{From: relation.From(record.CalendarTable, "c"), OrderBy: []relation.Order{{By: relation.C("c", "year")}}})
		for _, c := range loaded {
			if err != nil {
				break
			}
			calendar, err = calendar.Extend([]byte(c.Body))
		}
		return err
	})
	return calendar, err
}

// Loaded says what a table of working days has changed.
type Loaded struct {
	Years       []int
	Settled     int // due dates that were provisional and now stand
	Moved       int // of them: those that are another day now
	Provisional int // that still are, because another year's table is missing
}

// LoadCalendar takes tables of working days in the form of period.ParseTables; a year that is there already is replaced by the new
// notice. Due dates of open items that were provisional are computed again. Faults: Invalid "calendar-invalid" with what is wrong.
func (s *Service) LoadCalendar(ctx context.Context, call app.Call, text []byte) (l Loaded, err error) {
	if err := access.Holds(call.Actor, access.CalendarLoad); err != nil {
		return l, err
	}
	tables, err := period.ParseTables(text)
	if err != nil {
		return l, fault.Because(err, fault.Invalid, "calendar-invalid", err)
	}
	for _, t := range tables {
		if err := s.loadYear(ctx, call, t); err != nil {
			return l, err
		}
		l.Years = append(l.Years, t.Year)
	}
	calendar, err := Calendar(ctx, s.Store)
	if err != nil {
		return l, err
	}
	return l, s.settle(ctx, call, calendar, &l)
}

func (s *Service) loadYear(ctx context.Context, call app.Call, t period.YearTable) error {
	body, err := json.Marshal(map[string][]period.YearTable{"years": {t}})
	if err != nil {
		return fmt.Errorf("write the calendar of %d: %w", t.Year, err)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	act := app.Act{Needs: access.CalendarLoad, Owner: app.Installation, Kind: "calendar", Detail: audit.Detail{"year": strconv.Itoa(t.Year), "notice": t.Notice}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		there, err := store.List[record.Calendar](ctx, tx, &relation.Select{From: relation.From(record.CalendarTable, "c"), Where: relation.Equal(relation.C("c", "year"), int64(t.Year))})
		if err != nil {
			return err
		}
		if len(there) > 0 {
			there[0].Body = string(body)
			return store.Update(ctx, tx, record.CalendarTable, &there[0])
		}
		c := record.Calendar{Reference: store.Reference{ID: id}, Year: int64(t.Year), Body: string(body)}
		_, err = store.Insert(ctx, tx, record.CalendarTable, &c)
		return err
	})
}

// dueBatch is how many due items are looked at in one transaction.
const dueBatch = 200

// settle computes provisional due dates of open items again. It works for everybody, whoever has loaded the table.
func (s *Service) settle(ctx context.Context, call app.Call, calendar *period.Calendar, l *Loaded) error {
	system := app.System("calendar", access.CalendarLoad)
	system.Request, system.From = call.Request, call.From
	schedules := make(map[uuid.UUID]*period.Schedule)
	for after := int64(0); ; {
		open, err := s.provisional(ctx, after)
		if err != nil || len(open) == 0 {
			return err
		}
		for len(open) > 0 { // each owner's in a transaction of its own, since each has a chain of its own
			n := 1
			for n < len(open) && open[n].Owner == open[0].Owner {
				n++
			}
			if err := s.settleSome(ctx, system, calendar, schedules, open[:n], l); err != nil {
				return err
			}
			after, open = open[n-1].RID, open[n:]
		}
	}
}

func (s *Service) provisional(ctx context.Context, after int64) (open []record.Due, err error) {
	col := func(name string) relation.Col { return relation.C("d", name) }
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		open, err = store.List[record.Due](ctx, v, &relation.Select{
			From: relation.From(record.DueTable, "d"),
			Where: relation.And{relation.Equal(col("is_provisional"), true), relation.In{X: col("state"), Values: []any{record.DueOpen, record.DueReturned}},
				relation.Binary{Op: relation.Gt, L: col("rid"), R: relation.V(after)}},
			OrderBy: []relation.Order{{By: col("rid")}}, Limit: dueBatch,
		})
		return err
	})
	return open, err
}

func (s *Service) settleSome(ctx context.Context, call app.Call, calendar *period.Calendar, schedules map[uuid.UUID]*period.Schedule, open []record.Due, l *Loaded) error {
	var settled, moved, left int
	act := app.Act{Needs: access.CalendarLoad, Name: "due.settle", Owner: open[0].Owner, Kind: "due"}
	err := s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		settled, moved, left = 0, 0, 0
		for _, d := range open {
			now, err := store.Load[record.Due](ctx, tx, record.DueTable, d.Owner, d.ID)
			if err != nil {
				return err
			}
			if now.Version != d.Version { // somebody was faster: it is looked at the next time
				continue
			}
			due, err := s.dueOf(ctx, tx, calendar, schedules, d)
			if err != nil {
				return err
			}
			if due.Certainty != period.Decided {
				left++
			} else {
				settled++
			}
			if now.On != int64(due.Date) {
				moved++
			}
			now.On, now.IsProvisional = int64(due.Date), due.Certainty != period.Decided
			if err := store.Update(ctx, tx, record.DueTable, &now); err != nil {
				return err
			}
		}
		tx.Note("settled", strconv.Itoa(settled))
		tx.Note("moved", strconv.Itoa(moved))
		return nil
	})
	if err == nil {
		l.Settled, l.Moved, l.Provisional = l.Settled+settled, l.Moved+moved, l.Provisional+left
	}
	return err
}

// dueOf is the day by which a due item falls due now. Only a schedule with one day in each period depends on working days at all.
func (s *Service) dueOf(ctx context.Context, r store.Reader, calendar *period.Calendar, schedules map[uuid.UUID]*period.Schedule, d record.Due) (period.Due, error) {
	as := period.Due{Date: period.Date(d.On), Certainty: period.Provisional}
	schedule, ok := schedules[d.Obligation]
	if !ok {
		o, err := store.Load[record.Obligation](ctx, r, record.ObligationTable, d.Owner, d.Obligation)
		if err != nil {
			return as, fmt.Errorf("load the obligation of due item %s: %w", d.ID, err)
		}
		schedule = new(period.Schedule)
		if err := json.Unmarshal([]byte(o.Schedule), schedule); err != nil {
			return as, fmt.Errorf("read the schedule of obligation %s: %w", o.ID, err)
		}
		schedules[d.Obligation] = schedule
	}
	p, err := period.Parse(d.Period)
	if err != nil {
		return as, fmt.Errorf("read the period of due item %s: %w", d.ID, err)
	}
	days, err := schedule.Due(p, calendar)
	if err != nil {
		return as, fmt.Errorf("compute due item %s: %w", d.ID, err)
	}
	if len(days) != 1 {
		return as, nil
	}
	return days[0], nil
}
