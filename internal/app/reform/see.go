package reform

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// An Entry is a change in a list, with the names of its units as they are or will be.
type Entry struct {
	record.Reform
	Change
	From, To []record.Unit
	Moved    Moved // what moved; zero before it was carried out
}

// Moved counts what goes over, or went, by kind.
type Moved struct {
	Tasks      int `json:"tasks"`
	Merged     int `json:"merged"` // parts in a task that became one
	Due        int `json:"due"`
	Reports    int `json:"reports"`
	Cases      int `json:"cases"`
	Directives int `json:"directives"`
	Feedback   int `json:"feedback"`
	People     int `json:"people"`
	Closed     int `json:"closed"` // accounts
	Children   int `json:"children"`
}

// List gives the changes of the actor's division, the newest first.
func (s *Service) List(ctx context.Context, call app.Call) (entries []Entry, err error) {
	err = s.See(ctx, call, access.OrganisationReform, func(ctx context.Context, v *store.View) error {
		list, err := store.List[record.Reform](ctx, v, &relation.Select{From: relation.From(record.ReformTable, "r"), Limit: 200,
			OrderBy: []relation.Order{{By: relation.C("r", "made"), IsDesc: true}, {By: relation.C("r", "rid"), IsDesc: true}}})
		if err != nil {
			return err
		}
		entries, err = describe(ctx, v, list...)
		return err
	})
	return entries, err
}

// describe adds the units to changes.
func describe(ctx context.Context, r store.Reader, list ...record.Reform) ([]Entry, error) {
	entries := make([]Entry, len(list))
	var ids []uuid.UUID
	for i, x := range list {
		c, err := read(x)
		if err != nil {
			return nil, err
		}
		entries[i].Reform, entries[i].Change = x, c
		ids = slices.Concat(ids, c.From, c.successors())
	}
	units, err := unitsBy(ctx, r, ids)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		if err := entries[i].complete(units); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func (e *Entry) complete(units map[uuid.UUID]record.Unit) error {
	for _, id := range e.Change.From {
		e.From = append(e.From, units[id])
	}
	for _, t := range e.Change.To {
		u, isThere := units[t.ID]
		if !isThere {
			u = record.Unit{Reference: store.Reference{ID: t.ID}, Division: e.Owner}
		}
		if t.Name != "" && e.State != record.ReformDone {
			u.Name = t.Name
		}
		e.To = append(e.To, u)
	}
	if e.Reform.Moved == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(e.Reform.Moved), &e.Moved); err != nil {
		return fmt.Errorf("read reform %s: %w", e.Reform.ID, err)
	}
	return nil
}

// A Preview is a planned change with all that it would move.
type Preview struct {
	Entry
	Tasks      []Task
	People     []record.Account
	Feedback   int
	Appraisals []record.Appraisal // that are not published: whose scores stay under the old name
	Children   []record.Unit
}

// A Task is one in which the units have something open.
type Task struct {
	record.Task
	Parts           []Part
	Due, Cases      int
	Reports         int
	Directives      int
	BecomesOne      bool // a successor has a part in it already, or several of the units have: they become one part
	LeadAfterwards  bool // that part leads
	IsWithoutChoice bool // there is but one successor
}

// A Part is what one of the units has in a task.
type Part struct{ Unit, Role string }

// Preview shows a change: before it is carried out with all that it would move. fault.NotFound: there is none of the actor's division.
func (s *Service) Preview(ctx context.Context, call app.Call, id uuid.UUID) (p Preview, err error) {
	err = s.See(ctx, call, access.OrganisationReform, func(ctx context.Context, v *store.View) error {
		r, err := store.Load[record.Reform](ctx, v, record.ReformTable, 0, id)
		if err != nil {
			return err
		}
		v = v.As(store.Unscoped) // whoever changes a unit sees what is in its hands, whosever the plan is
		entries, err := describe(ctx, v, r)
		if err != nil {
			return err
		}
		if p.Entry = entries[0]; r.State != record.ReformPlanned || r.Kind == record.ReformRename {
			return nil
		}
		h, err := gather(ctx, v, p.Change.From)
		if err != nil {
			return err
		}
		p.People, p.Feedback, p.Children = h.people, len(h.feedback), h.children
		if p.Tasks, err = p.tasks(ctx, v, h); err != nil {
			return err
		}
		p.Appraisals, err = unpublished(ctx, v, p.Change.From)
		return err
	})
	return p, err
}

// tasks counts what is open by task.
func (p *Preview) tasks(ctx context.Context, r store.Reader, h *holdings) ([]Task, error) {
	names := map[uuid.UUID]string{}
	for _, u := range append(slices.Clone(p.From), p.To...) {
		names[u.ID] = u.Name
	}
	lines := map[uuid.UUID]*Task{}
	var list []*Task
	for _, t := range h.open() {
		lines[t.ID] = &Task{Task: t, IsWithoutChoice: len(p.To) == 1}
		list = append(list, lines[t.ID])
	}
	held, err := dutiesOf(ctx, r, h, p.successors())
	if err != nil {
		return nil, err
	}
	for _, d := range append(slices.Clone(h.duties), held...) {
		t := lines[d.Task]
		t.Parts = append(t.Parts, Part{names[*d.Unit], d.Role})
		t.LeadAfterwards = t.LeadAfterwards || d.Role == record.PartLead
		t.BecomesOne = len(t.Parts) > 1 && t.IsWithoutChoice
	}
	for _, d := range h.due {
		lines[d.Task].Due++
	}
	for _, x := range h.reports {
		if t := lines[h.taskOf[x.Due]]; t != nil {
			t.Reports++
		}
	}
	for _, c := range h.cases {
		if t := lines[c.Task]; t != nil {
			t.Cases++
		}
	}
	for _, d := range h.directives {
		if t := lines[d.Task]; t != nil {
			t.Directives++
		}
	}
	all := make([]Task, len(list))
	for i, t := range list {
		all[i] = *t
	}
	return all, nil
}

// dutiesOf are the parts that units have already in the tasks that come to them; those of the units that change are not among them.
func dutiesOf(ctx context.Context, r store.Reader, h *holdings, units []uuid.UUID) (all []record.Duty, err error) {
	units = slices.DeleteFunc(slices.Clone(units), func(id uuid.UUID) bool { return slices.Contains(h.units, id) })
	var ids []uuid.UUID
	for _, t := range h.open() {
		ids = append(ids, t.ID)
	}
	if len(units) == 0 {
		return nil, nil
	}
	err = each(ids, func(part []uuid.UUID) error {
		list, err := store.List[record.Duty](ctx, r, &relation.Select{From: relation.From(record.DutyTable, "d"), Where: relation.And{in("d", "task", part), in("d", "unit", units)},
			OrderBy: []relation.Order{{By: relation.C("d", relation.Owner)}, {By: relation.C("d", "rid")}}})
		all = append(all, list...)
		return err
	})
	return all, err
}

// unpublished are the appraisals with scores of units that are not published yet.
func unpublished(ctx context.Context, r store.Reader, units []uuid.UUID) ([]record.Appraisal, error) {
	return store.List[record.Appraisal](ctx, r, &relation.Select{From: relation.From(record.AppraisalTable, "a"), OrderBy: []relation.Order{{By: relation.C("a", "made")}, {By: relation.C("a", "id")}},
		Where: relation.And{relation.Not{X: relation.Equal(relation.C("a", "state"), record.AppraisalPublished)},
			relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.ScoreTable, "s"),
				Where: relation.And{relation.Same(relation.C("s", relation.Owner), relation.C("a", relation.Owner)), relation.Same(relation.C("s", "appraisal"), relation.C("a", "id")), in("s", "unit", units)}}}}})
}
