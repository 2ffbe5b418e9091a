package reform

import (
	"bytes"
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A holding is a table in which units have something open that nothing else hangs on: its rows get the successor's id.
type holding struct {
	table   *relation.Table
	columns []string // those that hold the unit, the first one being whose row it is
	task    string   // the column of the task; empty where there is none
	open    relation.Expr
	once    string // no two units of a successor have a row with the same value in it; empty for no such rule
}

func is(column string, value any) relation.Expr {
	return relation.Equal(relation.C("x", column), value)
}

// others are those tables. What a table has of units that is done stays as it is.
var others = []holding{
	{table: record.TargetTable, columns: []string{"lead"}, task: "task", open: relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.TaskTable, "t"),
		Where: relation.And{relation.Same(relation.C("t", relation.Owner), relation.C("x", relation.Owner)), relation.Same(relation.C("t", "id"), relation.C("x", "task")), relation.Not{X: relation.Equal(relation.C("t", "state"), record.TaskClosed)}}}}},
	{table: record.PartTable, columns: []string{"unit"}, task: "task", open: is("taken", int64(0)), once: "due"},
	{table: record.OtherFigureTable, columns: []string{"unit"}, task: "task", open: relation.OneOf(relation.C("x", "state"), []string{record.GapAsked, record.GapExplained})},
	{table: record.FindingTable, columns: []string{"unit", "reader"}, task: "task", open: is("struck_on", int64(0))},
	{table: record.FindingFileTable, columns: []string{"unit", "reader"}, open: relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.FindingTable, "f"),
		Where: relation.And{relation.Same(relation.C("f", relation.Owner), relation.C("x", relation.Owner)), relation.Same(relation.C("f", "id"), relation.C("x", "finding")), relation.Equal(relation.C("f", "struck_on"), int64(0))}}}},
	{table: record.ProblemTable, columns: []string{"unit"}, task: "task", open: is("settled_on", int64(0))},
	{table: record.AgendaItemTable, columns: []string{"unit"}, open: is("outcome", record.OutcomeOpen)},
	{table: record.ConsultationUnitTable, columns: []string{"unit"}, open: is("replied", int64(0)), once: "consultation"},
}

// to is who takes over what a unit has of a task; what is about none stays with a unit that goes on, else the first successor has it.
func (m *mover) to(unit, task uuid.UUID) uuid.UUID {
	if chosen := m.choices.Tasks[task]; chosen != uuid.Nil {
		return chosen
	}
	if !m.change.ends(unit) {
		return unit
	}
	return m.change.To[0].ID
}

func (m *mover) others(ctx context.Context) error {
	for _, h := range others {
		if err := m.other(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

func (m *mover) other(ctx context.Context, h holding) error {
	rows, err := store.ListRows(ctx, m.tx, &relation.Select{From: relation.From(h.table, "x"), Where: relation.And{in("x", h.columns[0], m.change.From), h.open},
		OrderBy: []relation.Order{{By: relation.C("x", relation.Owner)}, {By: relation.C("x", "rid")}}})
	if err != nil {
		return err
	}
	for _, row := range rows {
		was, task := row.Bytes(h.columns[0]), []byte(nil)
		if h.task != "" {
			task = row.Bytes(h.task)
		}
		from, about := uuid.UUID(was), uuid.Nil
		if len(task) == len(about) {
			about = uuid.UUID(task)
		}
		unit := m.to(from, about)
		if unit == from {
			continue
		}
		if h.once != "" {
			have, err := store.ListRows(ctx, m.tx, &relation.Select{From: relation.From(h.table, "x"), Limit: 1, Where: relation.And{relation.Equal(relation.C("x", relation.Owner), row.Owner()),
				relation.Equal(relation.C("x", h.once), row[h.once]), relation.Equal(relation.C("x", h.columns[0]), unit[:])}})
			if err != nil {
				return err
			}
			if len(have) > 0 { // the successor says it already
				continue
			}
		}
		for _, column := range h.columns {
			if bytes.Equal(row.Bytes(column), was) {
				row[column] = bytes.Clone(unit[:])
			}
		}
		if err := store.UpdateRow(ctx, m.tx, h.table, row); err != nil {
			return err
		}
	}
	return nil
}
