//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// cloned are the tables whose rows of the demo are copied, each after those it speaks of.
var cloned = []string{"document", "task", "duty", "target", "obligation", "due", "report", "report_value", "light", "casework", "casework_entry", "measure"}

// A table is what the demo has in one.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

// get is the value of a column.
func (t *table) get(row []any, column string) any { return row[slices.Index(t.columns, column)] }

// A sink takes the rows of one table.
type sink interface {
	put(ctx context.Context, t *table, rows [][]any) error
	exec(ctx context.Context, statement string) error
}

// A grower makes a large ledger of a small one: copies of every task with all that belongs to it, and further copies of what was
// reported and accepted, a year earlier each.
type grower struct {
	tables map[string]*table
	ids    map[uuid.UUID]bool // of the rows that are copied
	next   map[string]int64   // of the row numbers, by table and owner
	sink   sink
	counts map[string]int
}

// grow copies every task so often, and what was accepted on each copy for so many years back.
func (g *grower) grow(ctx context.Context, copies, years int) error {
	for n := 1; n <= copies; n++ {
		for _, name := range cloned {
			t := g.tables[name]
			rows := make([][]any, 0, len(t.rows))
			for _, row := range t.rows {
				rows = append(rows, g.clone(t, row, n, 0))
			}
			if err := g.put(ctx, t, rows); err != nil {
				return err
			}
		}
		for back := 1; back <= years; back++ {
			if err := g.past(ctx, n, back); err != nil {
				return err
			}
		}
	}
	return g.number(ctx)
}

// past copies what was accepted, some years earlier, with the first figure of each report.
func (g *grower) past(ctx context.Context, n, back int) error {
	due, report, value := g.tables["due"], g.tables["report"], g.tables["report_value"]
	var dues, reports, values [][]any
	accepted := make(map[string]bool)
	for _, row := range due.rows {
		if due.get(row, "state") == "accepted" {
			dues = append(dues, g.clone(due, row, n, back))
			accepted[string(due.get(row, "report").([]byte))] = true
		}
	}
	for _, row := range report.rows {
		if accepted[string(report.get(row, "id").([]byte))] {
			reports = append(reports, g.clone(report, row, n, back))
		}
	}
	for _, row := range value.rows {
		if id := string(value.get(row, "report").([]byte)); accepted[id] {
			values = append(values, g.clone(value, row, n, back))
			delete(accepted, id)
		}
	}
	return errors.Join(g.put(ctx, due, dues), g.put(ctx, report, reports), g.put(ctx, value, values))
}

func (g *grower) put(ctx context.Context, t *table, rows [][]any) error {
	g.counts[t.name] += len(rows)
	return g.sink.put(ctx, t, rows)
}

// clone is the copy of a row: its ids and those it speaks of become the copy's own. What stays the same from year to year does.
func (g *grower) clone(t *table, row []any, n, back int) []any {
	row = slices.Clone(row)
	owner := t.get(row, "owner").(int64)
	for i, column := range t.columns {
		switch v := row[i].(type) {
		case []byte:
			if len(v) != 16 || !g.ids[uuid.UUID(v)] {
				continue
			}
			years := back
			if column == "task" || column == "target" || column == "obligation" {
				years = 0
			}
			id := uuid.UUID(slices.Clone(v))
			id[12], id[13], id[14] = id[12]^byte(n>>8), id[13]^byte(n), id[14]^byte(years)
			row[i] = id[:]
		case string:
			switch {
			case column == "title":
				row[i] = fmt.Sprintf("%s（第%d批）", v, n)
			case column == "period" && back > 0:
				year, err := strconv.Atoi(v[:4])
				if err == nil {
					row[i] = strconv.Itoa(year-back) + v[4:]
				}
			}
		case int64:
			switch {
			case column == "rid":
				key := fmt.Sprint(owner, "|", t.name)
				if g.next[key] == 0 {
					g.next[key] = 1
				}
				row[i] = owner*1e9 + g.next[key]
				g.next[key]++
			case back > 0 && v != 0 && column == "due_on":
				row[i] = v - 365*int64(back)
			case back > 0 && v != 0 && (column == "made" || column == "submitted" || column == "signed"):
				row[i] = v - 365*24*3600*1000*int64(back)
			}
		}
	}
	return row
}

// number notes the next row numbers.
func (g *grower) number(ctx context.Context) error {
	for key, next := range g.next {
		owner, name, _ := strings.Cut(key, "|")
		if err := g.sink.exec(ctx, fmt.Sprintf("update sequence set next = %d where owner = %s and name = '%s'", next, owner, name)); err != nil {
			return err
		}
	}
	return nil
}

// read reads what is to be copied from a database that was just filled.
func read(ctx context.Context, db *sql.DB, s sink) (*grower, error) {
	g := &grower{tables: make(map[string]*table), ids: make(map[uuid.UUID]bool), next: make(map[string]int64), sink: s, counts: make(map[string]int)}
	for _, name := range cloned {
		t := &table{name: name}
		rows, err := db.QueryContext(ctx, "select * from "+name+" order by rid")
		if err != nil {
			return nil, err
		}
		if t.columns, err = rows.Columns(); err != nil {
			return nil, err
		}
		for rows.Next() {
			row, at := make([]any, len(t.columns)), make([]any, len(t.columns))
			for i := range row {
				at[i] = &row[i]
			}
			if err := rows.Scan(at...); err != nil {
				return nil, err
			}
			t.rows = append(t.rows, row)
			g.ids[uuid.UUID(t.get(row, "id").([]byte))] = true
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
		g.tables[name] = t
	}
	rows, err := db.QueryContext(ctx, "select owner, name, next from sequence")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var owner, next int64
		var name string
		if err := rows.Scan(&owner, &name, &next); err != nil {
			return nil, err
		}
		g.next[fmt.Sprint(owner, "|", name)] = next
	}
	return g, errors.Join(rows.Err(), rows.Close())
}

// sqlite takes rows into a file that nobody else has open, in one transaction.
type sqlite struct{ tx *sql.Tx }

func (s sqlite) exec(ctx context.Context, statement string) error {
	_, err := s.tx.ExecContext(ctx, statement)
	return err
}

func (s sqlite) put(ctx context.Context, t *table, rows [][]any) error {
	insert, err := s.tx.PrepareContext(ctx, `insert into "`+t.name+`" ("`+strings.Join(t.columns, `","`)+`") values (?`+strings.Repeat(",?", len(t.columns)-1)+")")
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return errors.Join(fmt.Errorf("insert into %s: %w", t.name, err), insert.Close())
		}
	}
	return insert.Close()
}

// postgres takes rows by COPY.
type postgres struct{ conn *pgx.Conn }

func (p postgres) exec(ctx context.Context, statement string) error {
	_, err := p.conn.Exec(ctx, statement)
	return err
}

func (p postgres) put(ctx context.Context, t *table, rows [][]any) error {
	_, err := p.conn.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(rows))
	return err
}
