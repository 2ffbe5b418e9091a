package supervision

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A limit (完成时限) is by when a task or a target is to be done, and what that was before it was put off or carried over, as they are kept.
type limit struct {
	id         uuid.UUID // of the task or target
	due, first string
	missed     int64 // the day it had passed on before it was carried over; 0 where it had not
}

// readExtensions reads which limits were put off, when and until when.
func (g *gathering) readExtensions(ctx context.Context) error {
	g.extended = make(map[uuid.UUID][]ledger.Extension)
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("c", "subject")}, {Expr: relation.C("c", "closed")}, {Expr: relation.C("c", "asked")}}, From: relation.From(record.CaseTable, "c"),
		Where: append(g.of("c", "task"), relation.Equal(relation.C("c", "workflow"), casework.Extension), relation.Equal(relation.C("c", "step"), "approved"),
			relation.OneOf(relation.C("c", "about"), []string{record.AboutTask, record.AboutTarget})),
	}
	return g.reader.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var granted int64
		var to string
		err := scan(&id, &granted, &to)
		g.extended[id] = append(g.extended[id], ledger.Extension{Granted: period.DateAt(time.UnixMilli(granted)), To: task.Day(to)})
		return err
	})
}

// inForce are the facts of a limit by itself: as it was first set, with what it was put off by. A year that ended in time moves it for good; one that
// had passed before stays missed.
func (g *gathering) inForce(l limit) ledger.Facts {
	extensions, day := g.extended[l.id], task.Day(l.due)
	isCarried := l.first != "" && !slices.ContainsFunc(extensions, func(e ledger.Extension) bool { return e.To == day })
	if l.missed != 0 || l.first == "" || isCarried {
		return ledger.Facts{Limit: task.Binding(l.due, l.missed)}
	}
	return ledger.Facts{Limit: task.Day(l.first), Extensions: extensions}
}

// isDueBy makes a limit the task's, where it holds longer than what the task had so far.
func (g *gathering) isDueBy(t *gathered, l limit) {
	if f := g.inForce(l); f.InForce(g.today) > t.facts.InForce(g.today) {
		t.facts.Limit, t.facts.Extensions = f.Limit, f.Extensions
	}
}
