package casework

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/period"
)

// maxText is how many characters a field may have; pages and use cases take less.
const maxText = 20000

// Open is a new case of a unit, in the first step.
func (w *Workflow) Open(unit uuid.UUID, now Now) (Case, error) {
	return w.enter(Case{Unit: unit}, w.Start, now)
}

// enter puts a case into a step. The step's limit counts from today.
func (w *Workflow) enter(c Case, step string, now Now) (Case, error) {
	s := w.Step(step)
	c.Step, c.Since, c.IsClosed = s.Name, now.Today, s.IsEnd
	c.Due, c.IsProvisional = 0, false
	if due, isSet := now.Due[step]; isSet {
		c.Due = due
	} else if s.Limit != (period.Limit{}) {
		due, certainty, err := s.Limit.Deadline(now.Today, now.Calendar)
		if err != nil {
			return c, err
		}
		c.Due, c.IsProvisional = due, certainty == period.Provisional
	}
	return c, nil
}

// Recount counts the time for the step in which a case is anew, from the day on which the step began: what it is counted by has changed.
func (w *Workflow) Recount(c Case, now Now) (Case, error) {
	now.Today = c.Since
	return w.enter(c, c.Step, now)
}

// An Offering is a move that somebody may take now, and what it still lacks.
type Offering struct {
	*Move
	Lacks []*Condition
}

// Offers are the moves that somebody may take on a case, in the order of the workflow. Those that lack a condition of After are among them.
func (w *Workflow) Offers(c Case, by Asker, now Now) []Offering {
	var offered []Offering
	for _, m := range w.Moves {
		if !w.isOffered(m, c, by, now) {
			continue
		}
		o := Offering{Move: m}
		for _, name := range m.After {
			if !now.Holds[name] {
				o.Lacks = append(o.Lacks, w.Condition(name))
			}
		}
		offered = append(offered, o)
	}
	return offered
}

func (w *Workflow) isOffered(m *Move, c Case, by Asker, now Now) bool {
	isOut := func(name string) bool { return !now.Holds[name] }
	isIn := func(name string) bool { return now.Holds[name] }
	switch {
	case !slices.Contains(m.From, c.Step):
		return false
	case slices.ContainsFunc(m.If, isOut) || slices.ContainsFunc(m.Unless, isIn):
		return false
	case m.InTime && c.Due != 0 && now.Today > c.Due:
		return false
	}
	return slices.ContainsFunc(m.By, func(p Party) bool { return by.is(p, c) })
}

// is says whether an asker is a party to a case. Whoever holds it, or is offered it, is so only as long as he works for its unit.
func (a Asker) is(p Party, c Case) bool {
	switch p {
	case Holder:
		return slices.Contains(a.Parties, Lead) && (c.Holder == uuid.Nil || a.speaksFor(c.Holder))
	case Offered:
		return slices.Contains(a.Parties, Lead) && c.Offered != uuid.Nil && a.speaksFor(c.Offered)
	}
	return slices.Contains(a.Parties, p)
}

func (a Asker) speaksFor(account uuid.UUID) bool {
	return a.Account == account || slices.Contains(a.For, account)
}

// Take takes a move: it gives the case as it is then, and the entry that tells of it. The case that is given
// is not changed. Faults: Conflict "case-not-offered" for a move that [Workflow.Offers] does not offer, and
// "case-lacks" with the sentence of the first condition that is lacking; Invalid "case-field-missing",
// "case-field" and "case-date-past" with the field's title, "case-field-unknown" with its name.
func (w *Workflow) Take(c Case, move string, form Form, by Asker, now Now) (Case, Entry, error) {
	m := w.Move(move)
	if m == nil || !w.isOffered(m, c, by, now) {
		return c, Entry{}, fault.New(fault.Conflict, "case-not-offered")
	}
	for _, name := range m.After {
		if !now.Holds[name] {
			return c, Entry{}, fault.New(fault.Conflict, "case-lacks", w.Condition(name).Lack)
		}
	}
	said, err := w.read(m, form, now)
	if err != nil {
		return c, Entry{}, err
	}
	e := Entry{Move: m.Name, From: c.Step, To: m.To, Account: by.Account, Unit: by.Unit, Form: said, On: now.Today, Before: c}
	next, err := w.enter(change(c, m, w.named(m, said)), m.To, now)
	if err != nil {
		return c, Entry{}, err
	}
	if m.Until != "" && said[m.Until] != "" {
		if next.Due, err = period.ParseDate(said[m.Until]); err != nil {
			return c, Entry{}, err
		}
		next.IsProvisional = false
	}
	return next, e, nil
}

// change is what becomes of those who have a case. to is the unit or account in the form, zero for none.
func change(c Case, m *Move, to uuid.UUID) Case {
	switch m.Sets {
	case SetUnit:
		c.Unit, c.Holder, c.Offered = to, uuid.Nil, uuid.Nil
	case SetHolder:
		c.Holder, c.Offered = to, uuid.Nil
	case Offer:
		c.Offered = to
	case Accept:
		c.Holder, c.Offered = c.Offered, uuid.Nil
	case Refuse:
		c.Offered = uuid.Nil
	case Release:
		c.Holder, c.Offered = uuid.Nil, uuid.Nil
	}
	return c
}

// named is the unit or account that a move's form names; the loader has seen to there being one such field.
func (w *Workflow) named(m *Move, said Form) uuid.UUID {
	want := AccountField
	if m.Sets == SetUnit {
		want = UnitField
	}
	for _, name := range m.fields() {
		if w.Field(name).Kind == want {
			id, _ := uuid.Parse(said[name]) // read has looked at it: it is one, or empty
			return id
		}
	}
	return uuid.Nil
}

// fields are the names of all fields of a move.
func (m *Move) fields() []string { return append(slices.Clone(m.Needs), m.Takes...) }

// read gives what a form says, trimmed, without what is empty.
func (w *Workflow) read(m *Move, form Form, now Now) (Form, error) {
	known := m.fields()
	for name := range form {
		if !slices.Contains(known, name) {
			return nil, fault.New(fault.Invalid, "case-field-unknown", name)
		}
	}
	said := Form{}
	for _, name := range known {
		field, value := w.Field(name), strings.TrimSpace(form[name])
		if value == "" {
			if slices.Contains(m.Needs, name) {
				return nil, fault.New(fault.Invalid, "case-field-missing", field.Title)
			}
			continue
		}
		if !field.takes(value) {
			return nil, fault.New(fault.Invalid, "case-field", field.Title)
		}
		if name == m.Until {
			if day, err := period.ParseDate(value); err != nil || day < now.Today {
				return nil, fault.New(fault.Invalid, "case-date-past", field.Title)
			}
		}
		said[name] = value
	}
	return said, nil
}

// takes says whether a value is one of the field's kind.
func (f *Field) takes(value string) bool {
	if !utf8.ValidString(value) || utf8.RuneCountInString(value) > maxText || strings.ContainsRune(value, 0) {
		return false
	}
	switch f.Kind {
	case TextField:
		return !strings.ContainsAny(value, "\r\n")
	case DateField:
		day, err := period.ParseDate(value)
		return err == nil && day.String() == value
	case ChoiceField:
		return f.Choice(value) != nil
	case UnitField, AccountField:
		id, err := uuid.Parse(value)
		return err == nil && id != uuid.Nil
	}
	return true
}

// Undo takes back the last move of a case: it stands again where it stood, with the limit it had. Only who took the move takes it
// back, while nothing was built on it, which the use case says. Faults: Conflict "case-undo" if there is nothing to be taken back or it
// was another's; "case-built" if something was built on it.
func Undo(c Case, last Entry, isBuiltOn bool, by Asker, today period.Date) (Case, Entry, error) {
	if !MayUndo(c, last, by) {
		return c, Entry{}, fault.New(fault.Conflict, "case-undo")
	}
	if isBuiltOn {
		return c, Entry{}, fault.New(fault.Conflict, "case-built")
	}
	e := Entry{Move: Undone, From: c.Step, To: last.Before.Step, Account: by.Account, Unit: by.Unit, Form: Form{}, On: today, Before: c}
	return last.Before, e, nil
}

// MayUndo says whether somebody may take back the last move of a case, if nothing was built on it.
func MayUndo(c Case, last Entry, by Asker) bool {
	return last.Move != "" && !slices.Contains(besides, last.Move) && last.To == c.Step && last.Account == by.Account
}
