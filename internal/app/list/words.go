package list

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// narrow is how many rows are few, fewTasks and someTasks how many tasks are.
const (
	narrow    = 500
	fewTasks  = 100
	someTasks = 2000
)

// titled is the condition that the task has the words in its title.
func (q Query) titled(f Filter) relation.Expr {
	if q.tasks != nil {
		return relation.In{X: C(f.Task), Values: append([]any{uuid.Nil[:]}, q.tasks...)}
	}
	var any relation.Or
	for _, v := range q.Values[f.Name] {
		any = append(any, titled(v, f.Task))
	}
	return any
}

// findTasks is the query with the ids of the tasks whose titles it looks in, unless there are many. A ledger has a hundred due items for a task.
func (k *Kind) findTasks(ctx context.Context, r store.Reader, q Query) (Query, error) {
	i := slices.IndexFunc(k.Filters, func(f Filter) bool { return f.Task != "" && q.Values.Has(f.Name) })
	if i < 0 || q.tasks != nil {
		return q, nil
	}
	var words relation.Or
	for _, v := range q.Values[k.Filters[i].Name] {
		words = append(words, contains(v, "title"))
	}
	ids := []any{}
	s := &relation.Select{Outputs: []relation.Output{{Expr: C("id")}}, From: relation.From(record.TaskTable, Row), Where: words, Limit: someTasks + 1}
	err := r.Select(ctx, s, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		ids = append(ids, id[:])
		return err
	})
	if len(ids) <= someTasks {
		q.tasks = ids
	}
	return q, err
}

// Narrow is the query with the ids of its rows in place of the words it looks for, if those leave few. Words can be looked for only row by row, and
// a page asks for its rows, for their number and for what is counted beside them.
func (k *Kind) Narrow(ctx context.Context, r store.Reader, q Query, e Env) (Query, error) {
	var words []string // names of the filters
	for _, f := range k.Filters {
		if q.Values.Has(f.Name) && f.Entry == Words {
			words = append(words, f.Name)
		}
	}
	if len(words) == 0 {
		return q, nil
	}
	q, err := k.findTasks(ctx, r, q)
	if err != nil {
		return q, err
	}
	ids := []any{}
	s := &relation.Select{Outputs: []relation.Output{{Expr: C("id")}}, From: relation.From(k.Table, Row), Where: k.Where(q, e), Limit: narrow + 1}
	if err := r.Select(ctx, s, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		ids = append(ids, id[:])
		return err
	}); err != nil || len(ids) > narrow {
		return q, err
	}
	after := q.After
	for _, name := range words {
		q = q.With(name)
	}
	q.After, q.within = after, ids
	return q, nil
}

// Within are the ids of all rows that the query leaves, where Narrow has found them; else nil.
func (q Query) Within() []any { return q.within }
