package casework

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// Bounds of what one assignment may hold.
const (
	maxMeasures    = 200
	maxMeasureText = 500 // characters
)

// A Measure is a measure with its node, or a point of a target's curve.
type Measure struct {
	What   string      `json:"what"`
	Person string      `json:"person"`
	On     period.Date `json:"on"`
	// Target and Value are those of a point of a curve: What and Person are empty then.
	Target uuid.UUID        `json:"target,omitzero"`
	Value  *quantity.Number `json:"value,omitempty"`
}

// File puts the measures of an assignment in the place of those that waited for approval; propose sends them on to be approved, until when those that
// were approved before are in force. Faults: Conflict
// "measures-step" where it is not their time; Invalid "measure-incomplete" with the row, "measure-target", "number-range", "measures-many".
func (s *Service) File(ctx context.Context, call app.Call, id uuid.UUID, filed []Measure, propose bool) error {
	if len(filed) > maxMeasures {
		return fault.New(fault.TooLarge, "measures-many", maxMeasures)
	}
	for i := range filed {
		if err := filed[i].check(i + 1); err != nil {
			return err
		}
	}
	return s.change(ctx, call, id, by("propose"), "measures",
		func(ctx context.Context, tx *store.Tx, c *record.Case, a flow.Asker, calendar *period.Calendar) error {
			if !s.mayFile(*c, a) {
				return fault.New(fault.Conflict, "measures-step")
			}
			if err := s.replace(ctx, tx, *c, filed); err != nil {
				return err
			}
			if !propose {
				return nil
			}
			return s.take(ctx, tx, c, "propose", nil, a, calendar)
		})
}

// mayFile says whether somebody may write the measures of a case now: where he could send them on, if there were some.
func (s *Service) mayFile(c record.Case, a flow.Asker) bool {
	if c.Workflow != Assignment {
		return false
	}
	offers := s.workflows[c.Workflow].Offers(standing(c), a, flow.Now{Today: period.Date(s.Today())})
	return slices.ContainsFunc(offers, func(o flow.Offering) bool { return o.Name == "propose" })
}

func (m *Measure) check(row int) error {
	m.What, m.Person = strings.TrimSpace(m.What), strings.TrimSpace(m.Person)
	isPoint := m.Target != uuid.Nil
	switch {
	case m.On == 0, isPoint && m.Value == nil, !isPoint && (m.What == "" || m.Person == "" || m.Value != nil):
		return fault.New(fault.Invalid, "measure-incomplete", row)
	case len([]rune(m.What)) > maxMeasureText || len([]rune(m.Person)) > 50:
		return fault.New(fault.TooLarge, "text-too-long", maxMeasureText)
	}
	return nil
}

// replace writes the measures of a case that wait for approval anew. Those that were approved are in force until then.
func (s *Service) replace(ctx context.Context, tx *store.Tx, c record.Case, filed []Measure) error {
	if err := drop(ctx, tx, c); err != nil {
		return err
	}
	targets, err := numbers(ctx, tx, c.Owner, c.Task)
	if err != nil {
		return err
	}
	for i, m := range filed {
		if m.Target != uuid.Nil && !slices.ContainsFunc(targets, func(t record.Target) bool { return t.ID == m.Target }) {
			return fault.New(fault.Invalid, "measure-target")
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		r := record.Measure{Record: store.Record{Owner: c.Owner, ID: id}, Case: c.ID, Task: c.Task, Unit: c.Unit, Target: m.Target, Ordinal: int64(i + 1),
			What: m.What, Person: m.Person, On: int64(m.On)}
		if m.Value != nil {
			value, ok := m.Value.TenThousandths()
			if !ok {
				return fault.New(fault.Invalid, "number-range")
			}
			r.Value = &value
		}
		if _, err := store.Insert(ctx, tx, record.MeasureTable, &r); err != nil {
			return err
		}
	}
	tx.Note("measures", strconv.Itoa(len(filed)))
	return nil
}

// measures are those of a case, in their order.
func measures(ctx context.Context, r store.Reader, cases ...record.Case) ([]record.Measure, error) {
	ids := make([]any, len(cases))
	for i, c := range cases {
		ids[i] = c.ID[:]
	}
	return store.List[record.Measure](ctx, r, &relation.Select{From: relation.From(record.MeasureTable, "m"),
		Where: relation.In{X: relation.C("m", "casework"), Values: ids}, OrderBy: []relation.Order{{By: relation.C("m", "casework")}, {By: relation.C("m", "ordinal")}}})
}

// split parts the measures of a case in those in force and those that wait for approval.
func split(all []record.Measure) (inForce, filed []record.Measure) {
	for _, m := range all {
		if m.Approved != 0 {
			inForce = append(inForce, m)
		} else {
			filed = append(filed, m)
		}
	}
	return inForce, filed
}

// drop deletes the measures of a case that wait for approval.
func drop(ctx context.Context, tx *store.Tx, c record.Case) error {
	all, err := measures(ctx, tx, c)
	if err != nil {
		return err
	}
	_, filed := split(all)
	return remove(ctx, tx, filed)
}

func remove(ctx context.Context, tx *store.Tx, gone []record.Measure) error {
	for i := range gone {
		if err := store.Delete(ctx, tx, record.MeasureTable, &gone[i]); err != nil {
			return err
		}
	}
	return nil
}

// approve puts the measures that wait in force, in the place of those that were. One that stays the same goes on, with how it was done and the evidence of that.
func (s *Service) approve(ctx context.Context, tx *store.Tx, c record.Case) error {
	all, err := measures(ctx, tx, c)
	if err != nil {
		return err
	}
	inForce, filed := split(all)
	for _, m := range filed {
		if at := slices.IndexFunc(inForce, func(o record.Measure) bool { return o.What == m.What && o.On == m.On && o.Target == m.Target }); at >= 0 {
			o := inForce[at]
			inForce = slices.Delete(inForce, at, at+1)
			o.Ordinal, o.Person, o.Value = m.Ordinal, m.Person, m.Value
			if err := store.Delete(ctx, tx, record.MeasureTable, &m); err != nil {
				return err
			}
			m = o
		}
		m.Approved = s.Now().UnixMilli()
		if err := store.Update(ctx, tx, record.MeasureTable, &m); err != nil {
			return err
		}
	}
	return remove(ctx, tx, inForce)
}
