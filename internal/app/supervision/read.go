package supervision

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// text is what somebody entered, without space around it; ok is false where there is nothing or too much.
func text(entered string) (trimmed string, ok bool) {
	trimmed = strings.TrimSpace(entered)
	return trimmed, trimmed != "" && len([]rune(trimmed)) <= maxText
}

// A LightLine is a light with what it is about.
type LightLine struct {
	record.Light
	Title string // of the task
	Name  string // of the unit
}

// LightFilter says which lights are wanted.
type LightFilter struct {
	Light string    // "" for all
	Task  uuid.UUID // zero for all; with it, past ones too
	After uuid.UUID // the last one of the page before; zero for the first page
	Limit int
}

// Lights lists the lights that show, as far as the actor may see them, in the order in which they were lit.
func (s *Service) Lights(ctx context.Context, call app.Call, f LightFilter) (lines []LightLine, err error) {
	col := func(n string) relation.Col { return relation.C("l", n) }
	where := relation.And{}
	if f.Task != uuid.Nil {
		where = append(where, relation.Equal(col("task"), f.Task[:]))
	} else {
		where = append(where, relation.Equal(col("until"), int64(0)))
	}
	if f.Light != "" {
		where = append(where, relation.Equal(col("light"), f.Light))
	}
	if f.Limit == 0 {
		f.Limit = 200
	}
	err = s.See(ctx, call, access.LightRead, func(ctx context.Context, v *store.View) error {
		if f.After != uuid.Nil {
			last, err := store.Load[record.Light](ctx, v, record.LightTable, 0, f.After)
			if err != nil {
				return err
			}
			where = append(where, relation.Binary{Op: relation.Gt, L: col("rid"), R: relation.V(last.RID)})
		}
		list, err := store.List[record.Light](ctx, v, &relation.Select{From: relation.From(record.LightTable, "l"), Where: where, OrderBy: []relation.Order{{By: col("rid")}}, Limit: f.Limit})
		if err != nil {
			return err
		}
		var tasks, units []uuid.UUID
		for _, l := range list {
			tasks, units = append(tasks, l.Task), append(units, l.Unit)
		}
		titles, names, err := named(ctx, v, tasks, units)
		for _, l := range list {
			lines = append(lines, LightLine{Light: l, Title: titles[l.Task].Title, Name: names[l.Unit]})
		}
		return err
	})
	return lines, err
}

// named finds tasks and the names of units. Whoever may see what is about a task may see which task it is.
func named(ctx context.Context, v *store.View, tasks, units []uuid.UUID) (map[uuid.UUID]record.Task, map[uuid.UUID]string, error) {
	byID, err := store.ByID[record.Task](ctx, v.As(store.Unscoped), record.TaskTable, tasks)
	if err != nil {
		return nil, nil, err
	}
	names, err := app.UnitNames(ctx, v, units...)
	return byID, names, err
}
