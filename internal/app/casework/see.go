package casework

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// An Item is a case in a list.
type Item struct {
	record.Case
	Title string // of the task, or of what is no task's
	Label string // of the task, as printed
	Name  string // of the unit that has it
}

// Pile is the beginning of the cases with which an actor may do something, those first that have to be done first, and how many there are.
func (s *Service) Pile(ctx context.Context, call app.Call, needs access.Permission, q list.Query) (items []Item, total int64, err error) {
	err = s.See(ctx, call, needs, func(ctx context.Context, v *store.View) error {
		var cases []record.Case
		if cases, total, err = list.Pile[record.Case](ctx, v, list.Cases, q, list.EnvOf(call.Actor, s.Today())); err != nil {
			return err
		}
		items, err = describe(ctx, v, cases)
		return err
	})
	return items, total, err
}

// Page gives a page of cases as a list asks for them. fault.NotFound if q.After is none the actor may see.
func (s *Service) Page(ctx context.Context, call app.Call, q list.Query) (items []Item, found list.Found, err error) {
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		var cases []record.Case
		if cases, found, err = list.Page[record.Case](ctx, v, list.Cases, q, list.EnvOf(call.Actor, s.Today())); err != nil {
			return err
		}
		items, err = describe(ctx, v, cases)
		return err
	})
	return items, found, err
}

// describe adds titles and names to cases.
func describe(ctx context.Context, v *store.View, cases []record.Case) ([]Item, error) {
	var ofTasks, ofUnits []uuid.UUID
	for _, c := range cases {
		ofTasks, ofUnits = append(ofTasks, c.Task), append(ofUnits, c.Unit)
	}
	tasks, err := store.ByID[record.Task](ctx, v, record.TaskTable, ofTasks)
	if err != nil {
		return nil, err
	}
	units, err := app.UnitNames(ctx, v, ofUnits...)
	items := make([]Item, len(cases))
	for i, c := range cases {
		items[i] = Item{Case: c, Title: cmp.Or(c.Title, tasks[c.Task].Title), Label: tasks[c.Task].Label, Name: units[c.Unit]}
	}
	return items, err
}

// A Dossier is a case with all that belongs to it, and what the one who asks may do.
type Dossier struct {
	Item
	Workflow *flow.Workflow
	Subject  string // the due item's period, or the target's metric; "" for an assignment
	Offers   []flow.Offering
	MayUndo  bool
	MayFile  bool // may write the measures
	Past     []Done
	Measures []record.Measure                // in force, or where none were approved yet those that were filed
	Revision []record.Measure                // filed to take the place of those in force; none for no revision
	Proofs   map[uuid.UUID][]record.Evidence // of Measures
	MayDo    bool                            // may say that a measure was done
	Holders  map[uuid.UUID]string            // names of the accounts that hold it or are offered it
}

// Done is a move that was taken, with who took it.
type Done struct {
	flow.Entry
	Who  string // the person; "" where none is known
	Unit string // for which he acted; "" for none
	At   int64
}

// Words are what was done, and what was said to it: name and text.
func (p Done) Words(w *flow.Workflow, l locale.Lang) (what string, said [][2]string) {
	m := w.Move(p.Move)
	switch {
	case m != nil:
	case p.Move == flow.Succeeded:
		return locale.Text(l, "case.succeeded"), nil
	case p.Move == flow.HandedOver:
		return locale.Text(l, "case.handed-over"), nil
	default:
		return locale.Text(l, "case.undone"), nil
	}
	for _, name := range append(slices.Clone(m.Needs), m.Takes...) {
		f, text := w.Field(name), p.Form[name]
		switch {
		case text == "", f.Kind == flow.UnitField || f.Kind == flow.AccountField: // the case itself says whose it is
			continue
		case f.Kind == flow.ChoiceField:
			text = f.Choice(text).Title.In(l)
		}
		said = append(said, [2]string{f.Title.In(l), text})
	}
	return m.Title.In(l), said
}

// Find gives a case. fault.NotFound: there is none the actor may see.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (d Dossier, err error) {
	list, err := s.dossiers(ctx, call, func(ctx context.Context, v *store.View) ([]record.Case, error) {
		c, err := store.Load[record.Case](ctx, v, record.CaseTable, 0, id)
		return []record.Case{c}, err
	})
	if err != nil {
		return d, err
	}
	return list[0], nil
}

// OfTask gives the cases of a task that the actor may see, in the order in which they were opened.
func (s *Service) OfTask(ctx context.Context, call app.Call, task uuid.UUID) ([]Dossier, error) {
	return s.dossiers(ctx, call, func(ctx context.Context, v *store.View) ([]record.Case, error) {
		return store.List[record.Case](ctx, v, &relation.Select{From: relation.From(record.CaseTable, "c"), Where: relation.Equal(relation.C("c", "task"), task[:]),
			OrderBy: []relation.Order{{By: relation.C("c", "rid")}}, Limit: 200})
	})
}

func (s *Service) dossiers(ctx context.Context, call app.Call, find func(context.Context, *store.View) ([]record.Case, error)) (list []Dossier, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		cases, err := find(ctx, v)
		if err != nil || len(cases) == 0 {
			return err
		}
		items, err := describe(ctx, v, cases)
		if err != nil {
			return err
		}
		all := v.As(store.Unscoped)
		past, err := entries(ctx, all, cases...)
		if err != nil {
			return err
		}
		filed, err := measures(ctx, v, cases...)
		if err != nil {
			return err
		}
		proven, err := proofs(ctx, v.As(store.Unscoped), filed)
		if err != nil {
			return err
		}
		names, err := s.names(ctx, all, cases, past)
		if err != nil {
			return err
		}
		stands, err := s.standsFor(ctx, v, call)
		if err != nil {
			return err
		}
		for _, item := range items {
			d := Dossier{Item: item, Workflow: s.workflows[item.Case.Workflow], Holders: names, Proofs: proven}
			d.MayDo = !item.IsClosed && item.Case.Unit == call.Actor.Unit && access.Holds(call.Actor, access.CaseHandle) == nil
			if d.Subject, err = subjectOf(ctx, all, item.Case); err != nil {
				return err
			}
			if d.Measures, d.Revision = split(slices.DeleteFunc(slices.Clone(filed), func(m record.Measure) bool { return m.Case != item.ID })); len(d.Measures) == 0 {
				d.Measures, d.Revision = d.Revision, nil
			}
			if err := s.complete(ctx, v, &d, past[item.ID], names, asker(call, item.Case, stands), calendar); err != nil {
				return err
			}
			list = append(list, d)
		}
		return nil
	})
	return list, err
}

// Dossier is a case as a use case shows it that has seen to it that the actor may see it, from a view of that use case's; more are as of Move.
func (s *Service) Dossier(ctx context.Context, v *store.View, call app.Call, id uuid.UUID, calendar *period.Calendar, more ...flow.Party) (d Dossier, err error) {
	all := v.As(store.Unscoped)
	c, err := store.Load[record.Case](ctx, all, record.CaseTable, 0, id)
	if err != nil {
		return d, err
	}
	items, err := describe(ctx, all, []record.Case{c})
	if err != nil {
		return d, err
	}
	past, err := entries(ctx, all, c)
	if err != nil {
		return d, err
	}
	names, err := s.names(ctx, all, []record.Case{c}, past)
	if err != nil {
		return d, err
	}
	d = Dossier{Item: items[0], Workflow: s.workflows[c.Workflow], Holders: names}
	a := asker(call, c, nil)
	a.Parties = append(a.Parties, more...)
	return d, s.complete(ctx, all, &d, past[id], names, a, calendar)
}

// complete says what was done with a case and what may be done.
func (s *Service) complete(ctx context.Context, v *store.View, d *Dossier, past []record.CaseEntry, names map[uuid.UUID]string, a flow.Asker, calendar *period.Calendar) error {
	now, err := s.now(ctx, v.As(store.Unscoped), d.Case, past, calendar)
	if err != nil {
		return err
	}
	d.Offers = d.Workflow.Offers(standing(d.Case), a, now)
	d.MayFile = s.mayFile(d.Case, a)
	for _, p := range past {
		e, err := entry(p)
		if err != nil {
			return err
		}
		d.Past = append(d.Past, Done{Entry: e, Who: names[e.Account], Unit: names[e.Unit], At: p.At})
	}
	if n := len(d.Past); n > 0 {
		last, isBuiltOn := d.Past[n-1].Entry, s.kinds[d.Case.Workflow].IsBuiltOn
		d.MayUndo = flow.MayUndo(standing(d.Case), last, a) && (isBuiltOn == nil || !isBuiltOn(d.Case, last))
	}
	return nil
}

// names are those of everybody and every unit that stands in cases and in what was done with them.
func (s *Service) names(ctx context.Context, v *store.View, cases []record.Case, past map[uuid.UUID][]record.CaseEntry) (map[uuid.UUID]string, error) {
	var accounts, units []uuid.UUID
	for _, c := range cases {
		accounts, units = append(accounts, c.Holder, c.Offered), append(units, c.Unit)
		for _, e := range past[c.ID] {
			accounts, units = append(accounts, e.Account), append(units, e.By)
		}
	}
	names, err := app.People(ctx, v, accounts...)
	if err != nil {
		return nil, err
	}
	offices, err := app.UnitNames(ctx, v, units...)
	maps.Copy(names, offices)
	return names, err
}

// Colleagues are the people of a unit to whom a case of it can be passed, by name.
func (s *Service) Colleagues(ctx context.Context, call app.Call, unit uuid.UUID) (people []record.Account, err error) {
	if err := access.Allow(call.Actor, access.CaseHandle, access.Record{Lead: []uuid.UUID{unit}}); err != nil {
		return nil, err
	}
	err = s.See(ctx, call, access.CaseHandle, func(ctx context.Context, v *store.View) error {
		people, err = peopleOf(ctx, v.As(store.Unscoped), unit)
		return err
	})
	return people, err
}

// peopleOf are the accounts of a unit that are in use, by name.
func peopleOf(ctx context.Context, r store.Reader, unit uuid.UUID) ([]record.Account, error) {
	return store.List[record.Account](ctx, r, &relation.Select{From: relation.From(record.AccountTable, "a"), Where: relation.And{
		relation.Equal(relation.C("a", "unit"), unit[:]), relation.Equal(relation.C("a", "is_disabled"), int64(0))},
		OrderBy: []relation.Order{{By: relation.C("a", "label")}, {By: relation.C("a", "id")}}})
}
