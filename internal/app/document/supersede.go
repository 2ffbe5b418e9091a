package document

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// likelySame is from where on two tasks of documents count as one: below it their clauses share too few words.
const likelySame = 0.3

// atOnce is how many tasks stand in one question.
const atOnce = 500

// An older document is one that an adopted document says something about, with what of it stands in the new one.
type older struct {
	Related
	tasks   map[int]int64       // place of a task in the new document → ordinal of the old one's
	targets map[[2]int]ordinals // place of a target in the new document → place in the old one
	said    map[[2]int]saying
}

// A ordinals is where a target stands: ordinals of its task and of itself, from 1.
type ordinals struct{ task, target int64 }

// A saying is the sentence an older document has on a target.
type saying struct {
	target   policy.Target
	sentence string
}

// before reads what the older documents have of the new one.
func (s *Service) before(ctx context.Context, call app.Call, d record.Document, doc *policy.Document) ([]older, error) {
	related, err := s.Related(ctx, call, d)
	if err != nil {
		return nil, err
	}
	var all []older
	for _, r := range related {
		o := older{Related: r, tasks: map[int]int64{}, targets: map[[2]int]ordinals{}, said: map[[2]int]saying{}}
		if r.Relation.Kind == record.Replaces || r.Relation.Kind == record.Revises || r.Relation.Kind == record.Joins {
			c, err := s.Compare(ctx, call, r.Other.ID, d.ID)
			if err != nil {
				return nil, err
			}
			_, old, err := s.Reviewed(ctx, call, r.Other.ID)
			if err != nil {
				return nil, err
			}
			o.match(c, old, doc)
		}
		all = append(all, o)
	}
	return all, nil
}

// match finds the tasks and targets of the older document in the new one.
func (o *older) match(c *compare.Comparison, old, doc *policy.Document) {
	for _, f := range c.Tasks {
		if f.Old == nil || f.New == nil || f.Confidence < likelySame {
			continue
		}
		i, j := taskAt(doc, f.New.Span), taskAt(old, f.Old.Span)
		if i >= 0 && j >= 0 {
			o.tasks[i] = int64(j + 1)
		}
	}
	for _, f := range c.Targets {
		if f.Old == nil || f.New == nil {
			continue
		}
		i, g := Place(doc, f.New)
		j, h := Place(old, f.Old)
		if i >= 0 && j >= 0 {
			o.targets[[2]int{i, g}] = ordinals{int64(j + 1), int64(h + 1)}
			o.said[[2]int{i, g}] = saying{*f.Old, f.OldIn.Sentence}
		}
	}
}

func taskAt(doc *policy.Document, span source.Span) int {
	return slices.IndexFunc(doc.Tasks, func(t policy.Task) bool { return t.Span == span })
}

// Place finds a target in a document by where it stands and what it says, as several of one sentence may share a place: the places, from 0,
// of its task and of itself in that; negative if it is not there.
func Place(doc *policy.Document, t *policy.Target) (task, target int) {
	for i := range doc.Tasks {
		for j, g := range doc.Tasks[i].Targets {
			if g.Span == t.Span && g.Metric == t.Metric && g.Value.String() == t.Value.String() {
				return i, j
			}
		}
	}
	return -1, -1
}

// choice is what a person chose for a target of the new document.
func (o *older) choice(at [2]int) (Choice, bool) {
	i := slices.IndexFunc(o.Choices, func(c Choice) bool { return c.Task == at[0] && c.Target == at[1] })
	if i < 0 {
		return Choice{}, false
	}
	return o.Choices[i], true
}

// follow does to the older documents what the adopted one says of them, and tells its tasks and targets where they come from.
func (p *plan) follow(ctx context.Context, tx *store.Tx, all []older) error {
	for i := range all {
		o := &all[i]
		tasks, err := store.List[record.Task](ctx, tx, &relation.Select{From: relation.From(record.TaskTable, "t"), Where: relation.And{
			relation.Equal(relation.C("t", relation.Owner), p.document.Owner), relation.Equal(relation.C("t", "document"), o.Other.ID[:])}})
		if err != nil {
			return err
		}
		ordinal := make(map[int64]record.Task, len(tasks))
		for _, t := range tasks {
			ordinal[t.Ordinal] = t
		}
		p.inherit(o, ordinal)
		if err := p.close(ctx, tx, o, tasks); err != nil {
			return err
		}
		if err := p.skipReported(ctx, tx, tasks); err != nil {
			return err
		}
	}
	return nil
}

// skipReported leaves out what was reported already on the older tasks that the plan's go on with: nobody is asked twice for a period.
func (p *plan) skipReported(ctx context.Context, tx *store.Tx, older []record.Task) error {
	type item struct {
		task   uuid.UUID
		period string
		unit   uuid.UUID // that answers for a number or a part; zero for the one that leads, whichever that was
	}
	of := func(task uuid.UUID, d record.Due) item {
		if d.Whole == uuid.Nil {
			return item{task: task, period: d.Period}
		}
		return item{task: task, period: d.Period, unit: d.Unit}
	}
	reported, living := map[item]bool{}, map[uuid.UUID]uuid.UUID{}
	for part := range slices.Chunk(older, atOnce) {
		in := relation.In{X: relation.C("d", "task")}
		for i := range part {
			in.Values = append(in.Values, part[i].ID[:])
		}
		due, err := store.List[record.Due](ctx, tx, &relation.Select{From: relation.From(record.DueTable, "d"), Where: relation.And{
			relation.Equal(relation.C("d", relation.Owner), p.document.Owner), in,
			relation.OneOf(relation.C("d", "state"), []string{record.DueSubmitted, record.DueAccepted})}})
		if err != nil {
			return err
		}
		for _, d := range due {
			if _, ok := living[d.Unit]; !ok {
				if living[d.Unit], err = organisation.Living(ctx, tx, d.Unit); err != nil {
					return err
				}
			}
			d.Unit = living[d.Unit]
			reported[of(d.Task, d)] = true
		}
	}
	before := map[uuid.UUID]uuid.UUID{}
	for _, t := range p.tasks {
		before[t.ID] = t.Before
	}
	p.due = slices.DeleteFunc(p.due, func(d record.Due) bool { return reported[of(before[d.Task], d)] })
	return nil
}

// inherit notes in the plan's tasks which task of the older document each is.
func (p *plan) inherit(o *older, ordinal map[int64]record.Task) {
	for i := range p.tasks {
		old, ok := ordinal[o.tasks[int(p.tasks[i].Ordinal-1)]]
		switch {
		case !ok:
		case o.Relation.Kind == record.Joins:
			p.tasks[i].Joined = old.ID
			p.due = slices.DeleteFunc(p.due, func(d record.Due) bool { return d.Task == p.tasks[i].ID })
		default:
			p.tasks[i].Before = old.ID
		}
	}
}

// close ends what the older document orders and the new one takes over.
func (p *plan) close(ctx context.Context, tx *store.Tx, o *older, tasks []record.Task) error {
	outcome, force := record.OutcomeReplaced, record.ForceReplaced
	switch o.Relation.Kind {
	case record.Joins, record.Forwards:
		return nil
	case record.Repeals:
		outcome, force = record.OutcomeRepealed, record.ForceRepealed
	case record.Revises:
		force = o.Other.Force
		taken := make(map[int64]bool)
		for _, n := range o.tasks {
			taken[n] = true
		}
		tasks = slices.DeleteFunc(slices.Clone(tasks), func(t record.Task) bool { return !taken[t.Ordinal] })
	}
	other := o.Other
	other.Force = force
	if err := store.Update(ctx, tx, record.DocumentTable, &other); err != nil {
		return err
	}
	for _, t := range tasks {
		if t.State == record.TaskClosed {
			continue
		}
		t.State, t.Outcome, t.Closed = record.TaskClosed, outcome, int64(p.today)
		p.closed = append(p.closed, t.ID)
		if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
			return err
		}
		if err := casework.CancelDue(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// base notes what each document says about a target, and lets the value hold that a person chose.
func (p *plan) base(all []older, task, target int, r *record.Target, sentence string) error {
	own, err := p.basis(r, p.document.ID, sentence)
	if err != nil {
		return err
	}
	own.IsChosen = true
	var bases []record.Basis
	for i := range all {
		o, at := &all[i], [2]int{task, target}
		said, ok := o.said[at]
		if !ok {
			continue
		}
		old := record.Target{Record: r.Record, Task: r.Task, Start: int64(said.target.Span.Start), End: int64(said.target.Span.End)}
		if err := take(&old, said.target); err != nil {
			return err
		}
		b, err := p.basis(&old, o.Other.ID, said.sentence)
		if err != nil {
			return err
		}
		if c, ok := o.choice(at); ok && own.IsChosen {
			own.IsChosen, b.IsChosen, b.Reason = false, true, c.Reason
			r.Op, r.Value, r.High, r.Unit, r.Due = old.Op, old.Value, old.High, old.Unit, old.Due
		}
		bases = append(bases, b)
	}
	if bases != nil {
		p.bases = append(append(p.bases, own), bases...)
	}
	return nil
}

func (p *plan) basis(t *record.Target, document uuid.UUID, sentence string) (record.Basis, error) {
	head, err := p.fresh()
	if err != nil {
		return record.Basis{}, err
	}
	return record.Basis{Record: head, Task: t.Task, Target: t.ID, Document: document, Metric: t.Metric, Op: t.Op, Value: *t.Value, High: t.High, Unit: t.Unit,
		Due: t.Due, Quote: sentence, Start: t.Start, End: t.End}, nil
}
