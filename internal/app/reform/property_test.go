package reform_test

import (
	"errors"
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/handover"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"pgregory.net/rapid"
)

// TestMain lets rounds of random reforms be few by default: all stand in one city, which each round looks through.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	m.Run()
}

// Whatever befalls units and people, no open item is left without a living unit and an active person, and none is there twice.
func TestNothingIsLeftAndNothingDoubled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		w.T, round = rt, round+1
		var units []uuid.UUID
		for i := range rapid.IntRange(2, 4).Draw(rt, "units") {
			u := w.Unit(fmt.Sprintf("第%d轮%d局", round, i))
			units = append(units, u)
			for range rapid.IntRange(1, 2).Draw(rt, "people") {
				w.person(u, access.Reporter)
			}
		}
		for i := range rapid.IntRange(1, 4).Draw(rt, "tasks") {
			lead := rapid.SampledFrom(units).Draw(rt, "lead")
			var with []uuid.UUID
			for _, u := range units {
				if u != lead && rapid.Bool().Draw(rt, "shares") {
					with = append(with, u)
				}
			}
			holder := access.Actor{}
			if people := w.working(lead); rapid.Bool().Draw(rt, "signed") {
				holder = access.Actor{Account: people[0].ID, Unit: lead, Division: instancetest.Here, Grants: []access.Grant{{Role: access.Reporter, Division: instancetest.Here}}}
			}
			w.adopt(fmt.Sprintf("第%d轮任务%d", round, i), holder, lead, with...)
		}
		due := len(w.open())
		for i := range rapid.IntRange(1, 5).Draw(rt, "changes") {
			w.Clock = w.Clock.Add(24 * time.Hour)
			w.befall(rt, round, i)
			w.sound()
		}
		if got := len(w.open()); got != due {
			rt.Fatalf("%d items were due, now %d are", due, got)
		}
	})
}

// working are the people of a unit who can sign in.
func (w *world) working(unit uuid.UUID) (people []record.Account) {
	for _, a := range all[record.Account](w, record.AccountTable) {
		if a.Unit != nil && *a.Unit == unit && !a.IsDisabled {
			people = append(people, a)
		}
	}
	return people
}

func (w *world) living() (units []uuid.UUID) {
	for _, u := range all[record.Unit](w, record.UnitTable) {
		if u.Until == 0 && u.ID != w.office.Unit && len(w.working(u.ID)) > 0 {
			units = append(units, u.ID)
		}
	}
	return units
}

func (w *world) open() (list []record.Due) {
	for _, d := range all[record.Due](w, record.DueTable) {
		if d.State == record.DueOpen {
			list = append(list, d)
		}
	}
	return list
}

// befall lets something happen to units or people.
func (w *world) befall(t *rapid.T, round, i int) {
	units := w.living()
	if len(units) > 6 {
		units = units[len(units)-6:]
	}
	one := rapid.SampledFrom(units).Draw(t, "unit")
	fresh := reform.Successor{Name: fmt.Sprintf("第%d轮新%d局", round, i)}
	var err error
	switch kind := rapid.SampledFrom([]string{record.ReformMerge, record.ReformSplit, record.ReformRename, record.ReformAbolish, "handover"}).Draw(t, "kind"); kind {
	case record.ReformMerge, record.ReformAbolish:
		other := rapid.SampledFrom(units).Draw(t, "other")
		if other == one {
			return
		}
		from, to := []uuid.UUID{one, other}, fresh
		if kind == record.ReformAbolish {
			from, to = from[:1], reform.Successor{ID: other}
		} else if rapid.Bool().Draw(t, "one takes the other in") {
			to = reform.Successor{ID: other}
		}
		_, err = w.change(kind, from, []reform.Successor{to}, reform.Choices{})
	case record.ReformSplit:
		_, err = w.split(t, one, fresh)
	case record.ReformRename:
		_, err = w.change(kind, []uuid.UUID{one}, []reform.Successor{fresh}, reform.Choices{})
	default:
		people := w.working(one)
		if len(people) < 2 {
			return
		}
		err = w.Handovers.Give(w.Context(), w.call(w.office), handover.Giving{ID: instancetest.ID(), Giver: people[0].ID, Receiver: people[1].ID, Witness: "监交人", Reason: "调动", Closes: rapid.Bool().Draw(t, "leaves")})
	}
	w.Must(err)
}

// split gives each task and each person of a unit to one of two.
func (w *world) split(t *rapid.T, unit uuid.UUID, fresh reform.Successor) (uuid.UUID, error) {
	second := reform.Successor{ID: unit}
	if rapid.Bool().Draw(t, "it ends") {
		second = reform.Successor{Name: fresh.Name + "二"}
	}
	fresh.ID = uuid.Nil
	c := reform.Change{ID: instancetest.ID(), Kind: record.ReformSplit, From: []uuid.UUID{unit}, To: []reform.Successor{fresh, second}, On: w.today(), Basis: "方案"}
	w.Must(w.Reforms.Plan(w.Context(), w.call(w.office), c))
	p, err := w.Reforms.Preview(w.Context(), w.call(w.office), c.ID)
	w.Must(err)
	choices := reform.Choices{Tasks: map[uuid.UUID]uuid.UUID{}, People: map[uuid.UUID]uuid.UUID{}}
	for i, task := range p.Tasks {
		if i == len(p.Tasks)-1 && i > 0 {
			if err := w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, choices); err == nil {
				t.Fatalf("a task without a successor was passed over")
			}
		}
		choices.Tasks[task.ID] = p.To[rapid.IntRange(0, 1).Draw(t, "whose")].ID
	}
	for _, a := range p.People {
		choices.People[a.ID] = p.To[rapid.IntRange(0, 1).Draw(t, "where")].ID
	}
	err = w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, choices)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "reform-nobody" { // a unit would have work and nobody to do it
		for _, a := range p.People {
			choices.People[a.ID] = p.To[0].ID
		}
		for _, task := range p.Tasks {
			choices.Tasks[task.ID] = p.To[0].ID
		}
		err = w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, choices)
	}
	return c.ID, err
}

// sound looks at everything that is open.
func (w *world) sound() {
	w.Helper()
	units := map[uuid.UUID]record.Unit{}
	for _, u := range all[record.Unit](w, record.UnitTable) {
		units[u.ID] = u
	}
	active := map[uuid.UUID]uuid.UUID{}
	for _, a := range all[record.Account](w, record.AccountTable) {
		if !a.IsDisabled {
			active[a.ID] = *a.Unit
		}
	}
	lives := func(what string, id, unit uuid.UUID) {
		if u, ok := units[unit]; !ok || u.Until != 0 {
			w.Fatalf("%s %s is %s's, which is no more", what, id, u.Name)
		}
	}
	part, leads := map[[2]uuid.UUID]bool{}, map[uuid.UUID]uuid.UUID{}
	for _, d := range all[record.Duty](w, record.DutyTable) {
		lives("duty", d.ID, *d.Unit)
		at := [2]uuid.UUID{d.Task, *d.Unit}
		if part[at] {
			w.Fatalf("%s has two parts in a task", units[*d.Unit].Name)
		}
		if part[at] = true; d.Role == record.PartLead {
			if leads[d.Task] != uuid.Nil {
				w.Fatalf("a task has two leads")
			}
			leads[d.Task] = *d.Unit
		}
	}
	seen := map[string]bool{}
	for _, d := range w.open() {
		lives("due item", d.ID, d.Unit)
		if len(w.working(d.Unit)) == 0 {
			w.Fatalf("nobody works for %s, which has something to report", units[d.Unit].Name)
		}
		key := d.Task.String() + d.Period
		if seen[key] || leads[d.Task] != d.Unit {
			w.Fatalf("item %s of %s is owed twice, or not by the unit that leads", d.Period, units[d.Unit].Name)
		}
		seen[key] = true
	}
	for _, c := range all[record.Case](w, record.CaseTable) {
		if c.IsClosed {
			continue
		}
		lives("case", c.ID, c.Unit)
		if c.Task != uuid.Nil && leads[c.Task] != c.Unit {
			w.Fatalf("a case is not with the unit that leads its task")
		}
		if c.Holder != uuid.Nil && active[c.Holder] != c.Unit {
			w.Fatalf("a case is in the hands of somebody who does not work for its unit")
		}
	}
	for _, l := range all[record.Light](w, record.LightTable) {
		if l.Until == 0 {
			lives("light", l.ID, l.Unit)
		}
	}
	for _, u := range units {
		if before := record.Predecessors(u.Before); u.Until == 0 {
			for _, id := range before {
				if units[id].Until == 0 {
					w.Fatalf("%s stands in the place of %s, which is there still", u.Name, units[id].Name)
				}
			}
		}
	}
}
