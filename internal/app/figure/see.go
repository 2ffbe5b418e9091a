package figure

import (
	"cmp"
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
)

// A Line is a figure of another source with what it is about.
type Line struct {
	record.OtherFigure
	Title  string // of the task
	Metric string
	Of     string // what the figures count in: 户
	Lead   string // the unit that reports
	Counts string // the source that counts for the target
	// ByName, ExplainerName and DeciderName are how colleagues know whoever gave the figure, explained the gap and decided on it; empty in lists.
	ByName, ExplainerName, DeciderName string
}

// Filter says which gaps are wanted. What is zero says nothing.
type Filter struct {
	Unit  uuid.UUID
	Task  uuid.UUID
	State string
	Least int64 // the smallest share, in hundredths of a per cent
	IsAll bool  // also figures without a gap
	After uuid.UUID
	Limit int // 0: 100
}

// List lists the gaps that the actor may see, the newest figure first. fault.NotFound if After is none of them.
func (s *Service) List(ctx context.Context, call app.Call, f Filter) (lines []Line, err error) {
	col := func(n string) relation.Col { return relation.C("o", n) }
	where := relation.And{}
	if f.Unit != uuid.Nil {
		where = append(where, relation.Equal(col("unit"), f.Unit[:]))
	}
	if f.Task != uuid.Nil {
		where = append(where, relation.Equal(col("task"), f.Task[:]))
	}
	if f.State != "" {
		where = append(where, relation.Equal(col("state"), f.State))
	}
	if !f.IsAll {
		where = append(where, relation.Binary{Op: relation.Ne, L: col("gap"), R: relation.V(0)})
	}
	if f.Least > 0 {
		where = append(where, relation.Binary{Op: relation.Ge, L: col("gap_share"), R: relation.V(f.Least)})
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, v *store.View) error {
		if f.After != uuid.Nil {
			last, err := store.Load[record.OtherFigure](ctx, v, record.OtherFigureTable, 0, f.After)
			if err != nil {
				return err
			}
			where = append(where, relation.Binary{Op: relation.Lt, L: col("rid"), R: relation.V(last.RID)})
		}
		found, err := store.List[record.OtherFigure](ctx, v, &relation.Select{From: relation.From(record.OtherFigureTable, "o"), Where: where, OrderBy: []relation.Order{{By: col("rid"), IsDesc: true}}, Limit: f.Limit})
		if err != nil {
			return err
		}
		lines, err = describe(ctx, v.As(store.Unscoped), found)
		return err
	})
	return lines, err
}

// Find gives one of them, with the people who had to do with it.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (l Line, err error) {
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, v *store.View) error {
		o, err := store.Load[record.OtherFigure](ctx, v, record.OtherFigureTable, 0, id)
		if err != nil {
			return err
		}
		lines, err := describe(ctx, v.As(store.Unscoped), []record.OtherFigure{o})
		if err != nil {
			return err
		}
		l = lines[0]
		people, err := app.People(ctx, v, o.Account, o.Explainer, o.Decider)
		l.ByName, l.ExplainerName, l.DeciderName = people[o.Account], people[o.Explainer], people[o.Decider]
		return err
	})
	return l, err
}

// describe adds names to figures the reader has found.
func describe(ctx context.Context, r store.Reader, found []record.OtherFigure) ([]Line, error) {
	if len(found) == 0 {
		return nil, nil
	}
	lines := make([]Line, len(found))
	var ofTasks, ofTargets, ofUnits []uuid.UUID
	in := relation.In{X: relation.C("s", "target")}
	for i, o := range found {
		ofTasks, ofTargets, ofUnits = append(ofTasks, o.Task), append(ofTargets, o.Target), append(ofUnits, o.Unit)
		in.Values = append(in.Values, found[i].Target[:])
	}
	tasks, err := store.ByID[record.Task](ctx, r, record.TaskTable, ofTasks)
	if err != nil {
		return nil, err
	}
	targets, err := store.ByID[record.Target](ctx, r, record.TargetTable, ofTargets)
	if err != nil {
		return nil, err
	}
	units, err := app.UnitNames(ctx, r, ofUnits...)
	if err != nil {
		return nil, err
	}
	sources, err := store.List[record.TargetSource](ctx, r, &relation.Select{From: relation.From(record.TargetSourceTable, "s"), Where: in})
	counts := make(map[uuid.UUID]string, len(sources))
	for _, d := range sources {
		counts[d.Target] = d.Source
	}
	for i, o := range found {
		g := targets[o.Target]
		lines[i] = Line{OtherFigure: o, Title: tasks[o.Task].Title, Metric: g.Metric, Of: g.Unit, Lead: units[o.Unit], Counts: cmp.Or(counts[o.Target], record.SourceReport)}
	}
	return lines, err
}

// TargetSources are what is known of the sources of a target.
type TargetSources struct {
	Target     record.Target
	Task       record.Task
	Declared   record.TargetSource // without an id where nothing was declared: the report counts
	Lines      []Line              // what other sources give, the newest first
	Periods    []string            // for which the unit reports, the newest first
	Indicators []Indicator         // of all programmes in force
}

// An Indicator is one that may give a register's figure.
type Indicator struct {
	Pack, Name string
	Title      pack.Label
}

// Sources gives what is known of the sources of a target, for whoever may keep figures for it. fault.NotFound for one out of reach.
func (s *Service) Sources(ctx context.Context, call app.Call, target uuid.UUID) (x TargetSources, err error) {
	programmes, err := s.Registers.Programmes(ctx, app.System("indicators", access.RegisterRead)) // what programmes declare is for everybody
	if err != nil {
		return x, err
	}
	for _, p := range programmes {
		for _, i := range p.Indicators {
			x.Indicators = append(x.Indicators, Indicator{p.Name, i.Name, pack.Label{Zh: p.Title.Zh + " · " + i.Title.Zh, En: p.Title.En + " · " + i.Title.En}})
		}
	}
	err = s.See(ctx, call, access.FigureWrite, func(ctx context.Context, v *store.View) error {
		if x.Target, err = store.Load[record.Target](ctx, v, record.TargetTable, 0, target); err != nil {
			return err
		}
		r := v.As(store.Unscoped)
		if x.Task, err = store.Load[record.Task](ctx, r, record.TaskTable, x.Target.Owner, x.Target.Task); err != nil {
			return err
		}
		if x.Declared, err = declared(ctx, r, x.Target); err != nil {
			return err
		}
		found, err := store.List[record.OtherFigure](ctx, r, &relation.Select{From: relation.From(record.OtherFigureTable, "o"), OrderBy: []relation.Order{{By: relation.C("o", "period"), IsDesc: true}}, Limit: 200,
			Where: relation.And{relation.Equal(relation.C("o", relation.Owner), x.Target.Owner), relation.Equal(relation.C("o", "target"), target[:])}})
		if err != nil {
			return err
		}
		if x.Lines, err = describe(ctx, r, found); err != nil {
			return err
		}
		due := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("d", "period")}}, IsDistinct: true, From: relation.From(record.DueTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "period"), IsDesc: true}},
			Where: relation.And{relation.Equal(relation.C("d", relation.Owner), x.Target.Owner), relation.Equal(relation.C("d", "task"), x.Target.Task[:])}}
		return r.Select(ctx, due, func(scan store.Scan) error {
			var p string
			err := scan(&p)
			x.Periods = append(x.Periods, p)
			return err
		})
	})
	return x, err
}
