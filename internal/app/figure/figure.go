// Package figure is what other sources than a unit's report give for a target
// (一数两源): the statistics bureau, a programme's register, a superior. Both
// figures are kept; which one counts is declared for each target, with a reason,
// and package task goes by it. Where they lie apart by more than is tolerated
// the unit is asked for an explanation and the office finds which is right: a
// difference alone is nobody's fault. Start with Service.Record and Compare.
package figure

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A Service works on figures of other sources.
type Service struct {
	*app.Core
	Registers *register.Service
	// Relight lights the lights of tasks whose figures have changed, in the same transaction; nil: nobody supervises.
	Relight func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error
}

// Tolerance is how far two sources may lie apart where nothing else is declared, in hundredths of a per cent: one per cent.
const Tolerance = 100

// Bounds of what is written.
const (
	maxName = 200 // characters
	maxText = 2000
)

// Sources are those that may be declared, the report first.
var Sources = []string{record.SourceReport, record.SourceStatistics, record.SourceRegister, record.SourceSuperior}

// A Given figure is what another source gives.
type Given struct {
	Target uuid.UUID       `json:"target"`
	Period string          `json:"period"`
	Source string          `json:"source"` // record.SourceStatistics…
	Name   string          `json:"name"`   // the source in words
	Basis  string          `json:"basis"`  // the document or notice it stands in
	Value  quantity.Number `json:"value"`
}

// Record keeps what another source gives for a target in a period; a newer figure of the same source takes the place of the one before, which the
// history keeps. Faults: NotFound for a target out of reach; Invalid "figure-source", "figure-period", "figure-basis", "number-range".
func (s *Service) Record(ctx context.Context, call app.Call, g Given) (o record.OtherFigure, err error) {
	g.Name, g.Basis = strings.TrimSpace(g.Name), strings.TrimSpace(g.Basis)
	value, ok := g.Value.TenThousandths()
	_, err = period.Parse(g.Period)
	switch {
	case !slices.Contains(Sources[1:], g.Source):
		return o, fault.New(fault.Invalid, "figure-source")
	case err != nil:
		return o, fault.Because(err, fault.Invalid, "figure-period")
	case g.Name == "" || g.Basis == "" || len([]rune(g.Name)) > maxName || len([]rune(g.Basis)) > maxText:
		return o, fault.New(fault.Invalid, "figure-basis")
	case !ok:
		return o, fault.New(fault.Invalid, "number-range")
	}
	act := app.Act{Needs: access.FigureWrite, Name: "figure.record", Kind: "figure", Detail: audit.Detail{"source": g.Source, "period": g.Period}}
	err = s.onTarget(ctx, call, act, g.Target, func(ctx context.Context, tx *store.Tx, t record.Target) error {
		o, err = s.record(ctx, tx, call, t, g, value)
		return err
	})
	return o, err
}

// onTarget does something to what is known of a target, in the reach of the actor.
func (s *Service) onTarget(ctx context.Context, call app.Call, act app.Act, target uuid.UUID, do func(context.Context, *store.Tx, record.Target) error) error {
	act.Object = target
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		t, err := store.Load[record.Target](ctx, tx, record.TargetTable, 0, target)
		if err != nil {
			return err
		}
		tx.In(t.Owner)
		return tx.As(store.Unscoped, func() error {
			if err := do(ctx, tx, t); err != nil || s.Relight == nil {
				return err
			}
			return s.Relight(ctx, tx, t.Owner, t.Task)
		})
	})
}

func (s *Service) record(ctx context.Context, tx *store.Tx, call app.Call, t record.Target, g Given, value int64) (record.OtherFigure, error) {
	o, err := find(ctx, tx, t, g.Period, g.Source)
	if err != nil {
		return o, err
	}
	isNew, had := o.ID == uuid.Nil, o.Value
	if isNew {
		if o.ID, err = uuid.NewV7(); err != nil {
			return o, err
		}
		o.Owner, o.Task, o.Target, o.Period, o.Source, o.State = t.Owner, t.Task, t.ID, g.Period, g.Source, record.GapNone
	}
	o.Name, o.Basis, o.Value, o.Account, o.At = g.Name, g.Basis, value, call.Actor.Account, s.Now().UnixMilli()
	if err := beside(ctx, tx, t, &o); err != nil {
		return o, err
	}
	tolerance, err := toleranceOf(ctx, tx, t)
	if err != nil {
		return o, err
	}
	isAsked := weigh(&o, tolerance, isNew || had != value)
	if isNew {
		if _, err := store.Insert(ctx, tx, record.OtherFigureTable, &o); err != nil {
			return o, err
		}
	} else if err := store.Update(ctx, tx, record.OtherFigureTable, &o); err != nil {
		return o, err
	}
	if had != value && !isNew {
		printed := record.Value{Record: o.Record}
		if err := announce.Flag(ctx, tx, printed, quantity.FromTenThousandths(value).String(), o.At); err != nil {
			return o, err
		}
	}
	if !isAsked {
		return o, nil
	}
	return o, ask(ctx, tx, o, t, o.At)
}

// find gives the figure that a source gave before; one without an id if it gave none.
func find(ctx context.Context, r store.Reader, t record.Target, covers, source string) (o record.OtherFigure, err error) {
	col := func(n string) relation.Col { return relation.C("o", n) }
	list, err := store.List[record.OtherFigure](ctx, r, &relation.Select{From: relation.From(record.OtherFigureTable, "o"), Where: relation.And{
		relation.Equal(col(relation.Owner), t.Owner), relation.Equal(col("target"), t.ID[:]), relation.Equal(col("period"), covers), relation.Equal(col("source"), source)}})
	if err == nil && len(list) > 0 {
		o = list[0]
	}
	return o, err
}

// answering is the unit that answers for a target; zero for none.
func answering(ctx context.Context, r store.Reader, t record.Target) (unit uuid.UUID, err error) {
	duties, err := store.List[record.Duty](ctx, r, &relation.Select{From: relation.From(record.DutyTable, "d"), Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), t.Owner), relation.Equal(relation.C("d", "task"), t.Task[:]), relation.Equal(relation.C("d", "role"), record.PartLead)}})
	for _, d := range duties {
		if d.Unit != nil {
			unit = *d.Unit
		}
	}
	return t.AnsweredBy(unit), err
}

// beside puts what was reported for the period beside a figure, and the unit that answers for the target now: another may have taken it since.
func beside(ctx context.Context, r store.Reader, t record.Target, o *record.OtherFigure) error {
	f, ok, err := task.ReportedIn(ctx, r, t, o.Period)
	if err != nil {
		return err
	}
	if ok {
		o.Reported, o.Report = &f.Value, f.Report
	}
	o.Unit, err = answering(ctx, r, t)
	return err
}

// weigh compares the two figures, and says whether the unit is to be asked now. What was explained or found holds while neither figure changes.
func weigh(o *record.OtherFigure, tolerance int64, isChanged bool) (isAsked bool) {
	var g ledger.Gap
	if o.Reported != nil {
		g = ledger.GapOf(*o.Reported, o.Value)
	}
	isChanged = isChanged || g.Value != o.Gap
	o.Gap, o.Share = g.Value, g.Share
	switch {
	case !g.IsBeyond(tolerance):
		if o.State == record.GapAsked || o.State == record.GapExplained {
			o.State = record.GapNone
		}
	case o.State == record.GapNone || isChanged && o.State != record.GapAsked:
		o.State, o.Reason, o.Explainer, o.Explained = record.GapAsked, "", uuid.Nil, 0
		o.Found, o.Finding, o.Decider, o.Decided = "", "", uuid.Nil, 0
		return true
	}
	return false
}

// ask tells the unit that it is to explain a gap.
func ask(ctx context.Context, tx *store.Tx, o record.OtherFigure, t record.Target, at int64) error {
	return inbox.Tell(ctx, tx, o.Unit, at, inbox.Note{Kind: inbox.GapAsked, Args: []string{t.Metric, o.Period}, Href: "/gaps/" + o.ID.String()})
}

// Compare puts the figures of a report that counts now beside those of other sources for its period, in the transaction of the report, and those of what
// they are parts of. The transaction sees everything.
func Compare(ctx context.Context, tx *store.Tx, due record.Due, values []record.Value, at int64) error {
	others, err := Of(ctx, tx, due)
	if err != nil {
		return err
	}
	for _, o := range others {
		t, err := store.Load[record.Target](ctx, tx, record.TargetTable, due.Owner, o.Target)
		if err != nil {
			return err
		}
		if !t.IsSum && !slices.ContainsFunc(values, func(v record.Value) bool { return v.Target == t.ID }) {
			continue
		}
		if err := beside(ctx, tx, t, &o); err != nil {
			return err
		}
		tolerance, err := toleranceOf(ctx, tx, t)
		if err != nil {
			return err
		}
		isAsked := weigh(&o, tolerance, false)
		if err := store.Update(ctx, tx, record.OtherFigureTable, &o); err != nil {
			return err
		}
		if isAsked {
			if err := ask(ctx, tx, o, t, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// Of are the figures of other sources for the period of a due item.
func Of(ctx context.Context, r store.Reader, due record.Due) ([]record.OtherFigure, error) {
	return store.List[record.OtherFigure](ctx, r, &relation.Select{From: relation.From(record.OtherFigureTable, "o"), OrderBy: []relation.Order{{By: relation.C("o", "rid")}},
		Where: relation.And{relation.Equal(relation.C("o", relation.Owner), due.Owner), relation.Equal(relation.C("o", "task"), due.Task[:]), relation.Equal(relation.C("o", "period"), due.Period)}})
}

// toleranceOf is what is tolerated for a target.
func toleranceOf(ctx context.Context, r store.Reader, t record.Target) (int64, error) {
	d, err := declared(ctx, r, t)
	if err == nil && d.ID == uuid.Nil {
		return Tolerance, nil
	}
	return d.Tolerance, err
}

// declared is what is declared for a target; one without an id where nothing is.
func declared(ctx context.Context, r store.Reader, t record.Target) (d record.TargetSource, err error) {
	list, err := store.List[record.TargetSource](ctx, r, &relation.Select{From: relation.From(record.TargetSourceTable, "s"), Where: relation.And{
		relation.Equal(relation.C("s", relation.Owner), t.Owner), relation.Equal(relation.C("s", "target"), t.ID[:])}})
	if err == nil && len(list) > 0 {
		d = list[0]
	}
	return d, err
}
