package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// What kept answers may take, by a rough count of their values.
const (
	mostKept   = 32 << 20 // octets of all
	mostAnswer = 1 << 20  // octets of one
	ofValue    = 48       // octets of a value without what it points to
)

// kept are answers that hold as long as none of the tables they were read from has changed. The one process that may write to SQLite, which
// holds the lock on the file, counts the changes itself. Where several servers write, each commit stamps the tables it changes in the database,
// and each moment looks at the stamps. For the many nodes of Citus, which have no moment in common, it is nil.
type kept struct {
	isShared   bool          // whether other servers write
	last       atomic.Uint64 // the number of commits that changed something; 0 if isShared
	mu         sync.Mutex
	changed    map[string]uint64 // by table: the number of the last commit that changed it
	young, old map[question]*answer
	size       int // of young; when it has half of what there is, it grows old, and what was old and not asked for again is dropped
}

// A question is a statement with the values it is run with.
type question struct{ text, args string }

// An answer is what a question gave.
type answer struct {
	seen      uint64 // the commits that were done when the view began that asked
	tables    []string
	revisions []uint64 // of the tables, where several servers write
	rows      [][]any
	size      int
}

func newKept(isShared bool) *kept {
	return &kept{isShared: isShared, changed: make(map[string]uint64), young: make(map[question]*answer)}
}

// commit notes that tables have changed. It comes before anybody is told that a change is done.
func (k *kept) commit(tables map[string]bool) {
	if k == nil || k.isShared || len(tables) == 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	n := k.last.Load() + 1
	for t := range tables {
		k.changed[t] = n
	}
	k.last.Store(n)
}

// find gives the answer that a view would get; nil where it has to ask.
func (k *kept) find(q question, v *View) *answer {
	k.mu.Lock()
	defer k.mu.Unlock()
	a := k.young[q]
	if a == nil {
		if a = k.old[q]; a == nil {
			return nil
		}
		delete(k.old, q)
		k.put(q, a)
	}
	for i, t := range a.tables {
		if k.isShared && a.revisions[i] != v.revisions[t] || k.changed[t] > min(a.seen, v.seen) {
			return nil
		}
	}
	return a
}

func (k *kept) keep(q question, a *answer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.put(q, a)
}

func (k *kept) put(q question, a *answer) {
	if before := k.young[q]; before != nil {
		k.size -= before.size
	}
	if k.size += a.size; k.size > mostKept/2 {
		k.old, k.young, k.size = k.young, make(map[question]*answer), a.size
	}
	k.young[q] = a
}

// Kept is the same moment in the same scope. What was asked there before, by whomever, is answered from memory while no table that it was
// read from has changed; records that come from it are nobody's to change. It is for what is shown to people, who look far more often than they change.
func (v *View) Kept() *View {
	w := *v
	w.isKept = v.store.kept != nil
	return &w
}

// errOtherTypes says that an answer was kept for variables of other types.
var errOtherTypes = errors.New("an answer was kept for other types")

// answer is Select from what is kept, or keeps what Select gives.
func (v *View) answer(ctx context.Context, q *relation.Select, row func(Scan) error) error {
	text, err := v.store.engine.dialect.Render(q)
	if err != nil {
		return err
	}
	asked := questionOf(text)
	if err := v.revise(ctx); err != nil {
		return err
	}
	if a := v.store.kept.find(asked, v); a != nil {
		if err := a.give(row); !errors.Is(err, errOtherTypes) {
			return err
		}
	}
	a := &answer{seen: v.seen, tables: tablesOf(q), size: len(asked.text) + len(asked.args)}
	for _, t := range a.tables {
		a.revisions = append(a.revisions, v.revisions[t])
	}
	c, err := v.connection(ctx)
	if err != nil {
		return err
	}
	v.store.counts.queries.Add(1)
	seen := 0
	if err := c.ask(ctx, text, func(scan Scan) error {
		seen++
		err := row(a.note(scan))
		if len(a.rows) < seen && a.size <= mostAnswer { // who only counts rows does not scan them
			a.rows = append(a.rows, nil)
		}
		return err
	}); err != nil {
		return err
	}
	if a.size <= mostAnswer {
		v.store.kept.keep(asked, a)
	}
	return nil
}

// give calls row for each row of the answer.
func (a *answer) give(row func(Scan) error) error {
	for _, values := range a.rows {
		if err := row(func(dest ...any) error {
			if len(dest) != len(values) {
				return errOtherTypes
			}
			for i, d := range dest {
				to, from := reflect.ValueOf(d).Elem(), reflect.ValueOf(values[i])
				if !from.IsValid() || from.Type() != to.Type() {
					return errOtherTypes
				}
				to.Set(reflect.ValueOf(owned(from)))
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// note is a Scan that adds what it gives to the answer, as long as that is not too large.
func (a *answer) note(scan Scan) Scan {
	return func(dest ...any) error {
		if err := scan(dest...); err != nil || a.size > mostAnswer {
			return err
		}
		values := make([]any, len(dest))
		for i, d := range dest {
			from := reflect.ValueOf(d).Elem()
			values[i] = owned(from)
			if a.size += ofValue; from.Kind() == reflect.String || from.Kind() == reflect.Slice {
				a.size += from.Len()
			}
		}
		if a.rows = append(a.rows, values); a.size > mostAnswer {
			a.rows = nil
		}
		return nil
	}
}

// owned is a value that shares nothing with the one it is made from.
func owned(v reflect.Value) any {
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(v.Elem())
		return p.Interface()
	case v.Kind() == reflect.Slice && !v.IsNil():
		s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(s, v)
		return s.Interface()
	}
	return v.Interface()
}

func questionOf(s dialect.Query) question {
	var args []byte
	for _, a := range s.Args {
		switch a := a.(type) {
		case int64:
			args = binary.AppendVarint(append(args, 'i'), a)
		case string:
			args = append(binary.AppendUvarint(append(args, 's'), uint64(len(a))), a...)
		case []byte:
			args = append(binary.AppendUvarint(append(args, 'b'), uint64(len(a))), a...)
		default:
			text := fmt.Sprintf("%T %v", a, a)
			args = append(binary.AppendUvarint(append(args, 'o'), uint64(len(text))), text...)
		}
	}
	return question{s.Text, string(args)}
}

// tablesOf are the names of all tables that a query reads.
func tablesOf(q *relation.Select) []string {
	var found tables
	confine(&found, q)
	return found
}

// tables is a scope of everything, which notes what is read in it.
type tables []string

// Rows implements Scope.
func (found *tables) Rows(t *relation.Table, _ string) relation.Expr {
	if !slices.Contains(*found, t.Name) {
		*found = append(*found, t.Name)
	}
	return nil
}
