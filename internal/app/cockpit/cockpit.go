// Package cockpit (驾驶舱) shows how the whole ledger stands, in numbers that were
// kept when what they count changed: nothing is counted while somebody waits but
// rows of tallies. Each number is that of a list somebody can open, because both are
// read within the same scope. Package supervision keeps what is shown here. Start
// with Service.Board.
package cockpit

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Service reads what is kept.
type Service struct{ *app.Core }

// Lights are numbers of tasks by light.
type Lights map[string]int64

// Sum is the number under all lights.
func (l Lights) Sum() (n int64) {
	for _, x := range l {
		n += x
	}
	return n
}

// A Row is what the lights are of one unit or one document.
type Row struct {
	ID     uuid.UUID
	Name   string
	Lights Lights
	Place  int // among those that are ranked, from 1: few red lights of many tasks first; equals share a place. 0 for none
	// IsVertical says of a unit that it is led from above (垂管): it reports here and is not ranked here.
	IsVertical bool
	// IsInside says of a document that it is marked as not for the public: it stands on no wall.
	IsInside bool
}

// A Month is what showed at the end of a month.
type Month struct {
	Day    int64 // its last
	Lights Lights
}

// A Board (驾驶舱) is all that the cockpit shows.
type Board struct {
	At        int64 // of the newest count, ms since 1970; 0 where nothing was counted yet
	Lights    Lights
	Standings map[string]int64 // targets by how they stand
	Units     []Row            // those with most red and yellow lights first, up to MostRows
	Ranking   []Row            // those with fewest first, up to MostRows, without those that are led from above
	Documents []Row
	Months    []Month // the earliest first
	Worst     []TargetLine
}

// MostRows is how many units, documents and targets the cockpit shows.
const MostRows = 20

// Board reads the board as far as the actor may see it.
func (s *Service) Board(ctx context.Context, call app.Call) (b Board, err error) {
	if err := access.Holds(call.Actor, access.CockpitRead); err != nil {
		return b, err
	}
	b = Board{Lights: Lights{}, Standings: map[string]int64{}}
	// The lists behind the numbers ask for task.read, so the numbers are read within what that reaches.
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		if err := s.lights(ctx, v, &b); err != nil {
			return err
		}
		if err := months(ctx, v, &b); err != nil {
			return err
		}
		standing := relation.C("m", "standing")
		q := &relation.Select{Outputs: []relation.Output{{Expr: standing}, {Expr: rows, As: "n"}}, From: relation.From(record.MarkTable, "m"), GroupBy: []relation.Expr{standing}}
		if err := v.Select(ctx, q, func(scan store.Scan) error {
			var name string
			var n int64
			err := scan(&name, &n)
			b.Standings[name] = n
			return err
		}); err != nil {
			return err
		}
		b.Worst, _, err = s.targets(ctx, v, list.Query{Sort: "gap", Limit: 8, Values: map[string][]string{"standing": {string(ledger.Behind)}}}, call)
		return err
	})
	return b, err
}

var rows = relation.Call{Func: relation.CountRows}

// lights reads the tallies: all, by unit, by document.
func (s *Service) lights(ctx context.Context, v *store.View, b *Board) error {
	units, err := tallies(ctx, v, "unit", &b.At)
	if err != nil {
		return err
	}
	documents, err := tallies(ctx, v, "document", &b.At)
	if err != nil {
		return err
	}
	for _, u := range units {
		for light, n := range u.Lights {
			b.Lights[light] += n
		}
	}
	if err := tellVertical(ctx, v, units); err != nil {
		return err
	}
	slices.SortStableFunc(units, worstFirst)
	slices.SortStableFunc(documents, worstFirst)
	b.Units, b.Documents = first(units), first(documents)
	ranked := slices.DeleteFunc(units, func(u Row) bool { return u.IsVertical })
	rank(ranked)
	slices.Reverse(ranked)
	slices.SortStableFunc(ranked, func(a, b Row) int { return cmp.Compare(a.Place, b.Place) })
	b.Ranking = first(ranked)
	if err := name(ctx, v, record.UnitTable, "name", b.Units, b.Ranking); err != nil {
		return err
	}
	if err := tellInside(ctx, v, b.Documents); err != nil {
		return err
	}
	return name(ctx, v, record.DocumentTable, "title", b.Documents)
}

// tellInside marks the documents that are not for the public.
func tellInside(ctx context.Context, v *store.View, documents []Row) error {
	in := relation.In{X: relation.C("d", "id")}
	for i := range documents {
		in.Values = append(in.Values, documents[i].ID[:])
	}
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("d", "id")}}, From: relation.From(record.DocumentTable, "d"), Where: relation.And{in,
		relation.Binary{Op: relation.Ne, L: relation.C("d", "secrecy"), R: relation.V("")}}}
	return v.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		if i := slices.IndexFunc(documents, func(d Row) bool { return d.ID == id }); i >= 0 {
			documents[i].IsInside = true
		}
		return err
	})
}

// tellVertical marks the units that are led from above.
func tellVertical(ctx context.Context, v *store.View, units []Row) error {
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("u", "id")}}, From: relation.From(record.UnitTable, "u"), Where: relation.Equal(relation.C("u", "is_vertical"), true)}
	return v.As(store.Unscoped).Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		if i := slices.IndexFunc(units, func(u Row) bool { return u.ID == id }); i >= 0 {
			units[i].IsVertical = true
		}
		return err
	})
}

// tallies sums the tallies by a column.
func tallies(ctx context.Context, v *store.View, column string, at *int64) (all []Row, err error) {
	of, light := relation.C("y", column), relation.C("y", "light")
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: of}, {Expr: light}, {Expr: relation.Call{Func: relation.Sum, Args: []relation.Expr{relation.C("y", "tasks")}}, As: "n"},
			{Expr: relation.Call{Func: relation.Max, Args: []relation.Expr{relation.C("y", "at")}}, As: "last"}},
		From: relation.From(record.TallyTable, "y"), GroupBy: []relation.Expr{of, light}, OrderBy: []relation.Order{{By: of}},
	}
	err = v.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var name string
		var n, when int64
		if err := scan(&id, &name, &n, &when); err != nil {
			return err
		}
		if len(all) == 0 || all[len(all)-1].ID != id {
			all = append(all, Row{ID: id, Lights: Lights{}})
		}
		all[len(all)-1].Lights[name] += n
		*at = max(*at, when)
		return nil
	})
	return all, err
}

// worstFirst puts those first with more red lights, then those with more yellow ones, then those with more tasks.
func worstFirst(a, b Row) int {
	for _, light := range []ledger.Light{ledger.Red, ledger.Yellow} {
		if c := cmp.Compare(b.Lights[string(light)], a.Lights[string(light)]); c != 0 {
			return c
		}
	}
	return cmp.Compare(b.Lights.Sum(), a.Lights.Sum())
}

// rank gives places by the share of red lights, then of yellow ones; fractions are compared across, never divided.
func rank(units []Row) {
	sorted := slices.Clone(units)
	better := func(a, b Row) int {
		for _, light := range []ledger.Light{ledger.Red, ledger.Yellow} {
			if c := cmp.Compare(a.Lights[string(light)]*b.Lights.Sum(), b.Lights[string(light)]*a.Lights.Sum()); c != 0 {
				return c
			}
		}
		return 0
	}
	slices.SortStableFunc(sorted, better)
	place := make(map[uuid.UUID]int, len(sorted))
	for i, r := range sorted {
		if place[r.ID] = i + 1; i > 0 && better(sorted[i-1], r) == 0 {
			place[r.ID] = place[sorted[i-1].ID]
		}
	}
	for i := range units {
		units[i].Place = place[units[i].ID]
	}
}

func first(all []Row) []Row { return slices.Clone(all[:min(MostRows, len(all))]) }

// name gives rows their names. Who is told a number of a document is told its title only if he may see the document.
func name(ctx context.Context, v *store.View, t *relation.Table, column string, tables ...[]Row) error {
	var ids []any
	for _, rows := range tables {
		for i := range rows {
			ids = append(ids, rows[i].ID[:])
		}
	}
	names := make(map[uuid.UUID]string)
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("n", "id")}, {Expr: relation.C("n", column)}}, From: relation.From(t, "n"), Where: relation.In{X: relation.C("n", "id"), Values: ids}}
	err := v.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var name string
		err := scan(&id, &name)
		names[id] = name
		return err
	})
	for _, rows := range tables {
		for i := range rows {
			rows[i].Name = names[rows[i].ID]
		}
	}
	return err
}

func months(ctx context.Context, v *store.View, b *Board) error {
	day, light := relation.C("y", "day"), relation.C("y", "light")
	q := &relation.Select{Outputs: []relation.Output{{Expr: day}, {Expr: light}, {Expr: relation.Call{Func: relation.Sum, Args: []relation.Expr{relation.C("y", "tasks")}}, As: "n"}},
		From: relation.From(record.MonthTallyTable, "y"), GroupBy: []relation.Expr{day, light}, OrderBy: []relation.Order{{By: day}}}
	return v.Select(ctx, q, func(scan store.Scan) error {
		var on, n int64
		var name string
		if err := scan(&on, &name, &n); err != nil {
			return err
		}
		if len(b.Months) == 0 || b.Months[len(b.Months)-1].Day != on {
			b.Months = append(b.Months, Month{on, Lights{}})
		}
		b.Months[len(b.Months)-1].Lights[name] += n
		return nil
	})
}

// A TargetLine is a target with how it stands.
type TargetLine struct {
	record.Mark
	Target   record.Target // as far as the actor may see it; zero where it is gone
	Title    string        // of the task
	Label    string        // of the task, as printed
	Ordinal  int64         // of the task in its document
	Name     string        // of the unit
	Document string        // title
}

// Sentence is the page of the document at the sentence that the target comes from.
func (l TargetLine) Sentence() string {
	return fmt.Sprintf("/documents/%s#s-t%d-g%d", l.Mark.Document, l.Ordinal, l.Target.Ordinal)
}

// Targets gives a page of targets as a list asks for them. fault.NotFound if q.After is none the actor may see.
func (s *Service) Targets(ctx context.Context, call app.Call, q list.Query) (lines []TargetLine, found list.Found, err error) {
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		lines, found, err = s.targets(ctx, v, q, call)
		return err
	})
	return lines, found, err
}

func (s *Service) targets(ctx context.Context, v *store.View, q list.Query, call app.Call) (lines []TargetLine, found list.Found, err error) {
	marks, found, err := list.Page[record.Mark](ctx, v, list.Targets, q, list.EnvOf(call.Actor, s.Today()))
	if err != nil || len(marks) == 0 {
		return nil, found, err
	}
	var ofTargets, ofTasks, ofUnits []uuid.UUID
	documents := make([]Row, len(marks))
	for i, m := range marks {
		ofTargets, ofTasks, ofUnits = append(ofTargets, m.ID), append(ofTasks, m.Task), append(ofUnits, m.Unit)
		documents[i].ID = m.Document
		lines = append(lines, TargetLine{Mark: m})
	}
	targets, err := store.ByID[record.Target](ctx, v, record.TargetTable, ofTargets)
	if err != nil {
		return nil, found, err
	}
	tasks, err := store.ByID[record.Task](ctx, v, record.TaskTable, ofTasks)
	if err != nil {
		return nil, found, err
	}
	units, err := app.UnitNames(ctx, v, ofUnits...)
	if err != nil {
		return nil, found, err
	}
	if err := name(ctx, v, record.DocumentTable, "title", documents); err != nil {
		return nil, found, err
	}
	for i := range lines {
		l, t := &lines[i], tasks[lines[i].Mark.Task]
		l.Target, l.Title, l.Label, l.Ordinal = targets[l.Mark.ID], t.Title, t.Label, t.Ordinal
		l.Name, l.Document = units[l.Mark.Unit], documents[i].Name
	}
	return lines, found, nil
}
