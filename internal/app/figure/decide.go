package figure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/source"
)

// A Declaration says which source counts for a target.
type Declaration struct {
	Target    uuid.UUID       `json:"target"`
	Source    string          `json:"source"`    // record.SourceReport…
	Tolerance quantity.Number `json:"tolerance"` // 容差, in per cent
	Pack      string          `json:"pack"`      // the indicator that gives the register's figure; empty for none
	Indicator string          `json:"indicator"`
	Reason    string          `json:"reason"`
}

// Declare says which source counts for a target from now on. Faults: NotFound; Invalid "figure-source", "figure-reason", "figure-tolerance".
func (s *Service) Declare(ctx context.Context, call app.Call, d Declaration) error {
	d.Reason = strings.TrimSpace(d.Reason)
	tolerance, ok := d.Tolerance.TenThousandths()
	switch {
	case !slices.Contains(Sources, d.Source):
		return fault.New(fault.Invalid, "figure-source")
	case d.Reason == "" || len([]rune(d.Reason)) > maxText:
		return fault.New(fault.Invalid, "figure-reason")
	case !ok || tolerance < 0 || tolerance > 100_0000:
		return fault.New(fault.Invalid, "figure-tolerance")
	}
	act := app.Act{Needs: access.CaseDecide, Name: "figure.declare", Kind: "figure", Detail: audit.Detail{"source": d.Source, "reason": d.Reason}}
	return s.onTarget(ctx, call, act, d.Target, func(ctx context.Context, tx *store.Tx, t record.Target) error {
		now, err := declared(ctx, tx, t)
		if err != nil {
			return err
		}
		isNew := now.ID == uuid.Nil
		if isNew {
			if now.ID, err = uuid.NewV7(); err != nil {
				return err
			}
			now.Owner, now.Task, now.Target = t.Owner, t.Task, t.ID
		}
		now.Source, now.Reason, now.Tolerance = d.Source, d.Reason, tolerance/100
		now.Pack, now.Indicator, now.Account, now.At = d.Pack, d.Indicator, call.Actor.Account, s.Now().UnixMilli()
		if isNew {
			_, err = store.Insert(ctx, tx, record.TargetSourceTable, &now)
			return err
		}
		return store.Update(ctx, tx, record.TargetSourceTable, &now)
	})
}

// FromRegister takes what an indicator gives in the division of a task, on the last day of a period or today, whichever is earlier, as the register's
// figure for a target. Faults: those of Record; NotFound "register-missing"; Invalid "figure-indicator" for one there is not.
func (s *Service) FromRegister(ctx context.Context, call app.Call, target uuid.UUID, covers, pack, indicator string) (o record.OtherFigure, err error) {
	p, err := period.Parse(covers)
	if err != nil {
		return o, fault.Because(err, fault.Invalid, "figure-period")
	}
	var t record.Target
	if err := s.See(ctx, call, access.FigureWrite, func(ctx context.Context, v *store.View) error {
		t, err = store.Load[record.Target](ctx, v, record.TargetTable, 0, target)
		return err
	}); err != nil {
		return o, err
	}
	within, err := region.OfOwner(t.Owner)
	if err != nil {
		return o, err
	}
	day := min(p.Last(), period.Date(s.Today()))
	programme, tables, err := s.Registers.Indicators(ctx, call, pack, within, []period.Date{day})
	if err != nil {
		return o, err
	}
	for _, x := range tables {
		if x.Indicator.Name == indicator && len(x.All.Values) == 1 {
			name := programme.Title.In(source.Chinese) + " " + x.Indicator.Title.In(source.Chinese)
			return s.Record(ctx, call, Given{Target: target, Period: covers, Source: record.SourceRegister, Name: name, Value: x.All.Values[0].Total,
				Basis: fmt.Sprintf("%s/%s %s", pack, indicator, day)})
		}
	}
	return o, fault.New(fault.Invalid, "figure-indicator")
}

// Explain keeps what the unit says of a gap. Faults: NotFound; Invalid "gap-reason"; Conflict "gap-closed" where nothing is asked any more.
func (s *Service) Explain(ctx context.Context, call app.Call, id uuid.UUID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > maxText {
		return fault.New(fault.Invalid, "gap-reason")
	}
	act := app.Act{Needs: access.ReportWrite, Name: "gap.explain", Kind: "figure", Object: id}
	return s.onGap(ctx, call, act, []string{record.GapAsked, record.GapExplained}, func(ctx context.Context, tx *store.Tx, o *record.OtherFigure) error {
		o.State, o.Reason, o.Explainer, o.Explained = record.GapExplained, reason, call.Actor.Account, s.Now().UnixMilli()
		t, err := store.Load[record.Target](ctx, tx, record.TargetTable, o.Owner, o.Target)
		if err != nil {
			return err
		}
		return inbox.TellPerson(ctx, tx, o.Account, o.Explained, inbox.Note{Kind: inbox.GapExplained, Args: []string{t.Metric, o.Period}, Href: "/gaps/" + o.ID.String()})
	})
}

// Settle keeps what the office found of a gap (核实), whether the unit has explained it or not. Neither figure changes by it: a wrong report is
// corrected by its unit, another source's figure by who gave it. Faults: NotFound; Invalid "gap-found", "gap-finding"; Conflict "gap-closed".
func (s *Service) Settle(ctx context.Context, call app.Call, id uuid.UUID, found, finding string) error {
	finding = strings.TrimSpace(finding)
	switch {
	case !slices.Contains([]string{record.FoundReport, record.FoundOther, record.FoundDefinition}, found):
		return fault.New(fault.Invalid, "gap-found")
	case finding == "" || len([]rune(finding)) > maxText:
		return fault.New(fault.Invalid, "gap-finding")
	}
	act := app.Act{Needs: access.CaseDecide, Name: "gap.settle", Kind: "figure", Object: id, Detail: audit.Detail{"found": found}}
	return s.onGap(ctx, call, act, []string{record.GapAsked, record.GapExplained}, func(_ context.Context, _ *store.Tx, o *record.OtherFigure) error {
		o.State, o.Found, o.Finding, o.Decider, o.Decided = record.GapSettled, found, finding, call.Actor.Account, s.Now().UnixMilli()
		return nil
	})
}

// onGap changes a gap that is in one of some states.
func (s *Service) onGap(ctx context.Context, call app.Call, act app.Act, in []string, do func(context.Context, *store.Tx, *record.OtherFigure) error) error {
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		o, err := store.Load[record.OtherFigure](ctx, tx, record.OtherFigureTable, 0, act.Object)
		if err != nil {
			return err
		}
		tx.In(o.Owner)
		if !slices.Contains(in, o.State) {
			return fault.New(fault.Conflict, "gap-closed")
		}
		return tx.As(store.Unscoped, func() error {
			if err := do(ctx, tx, &o); err != nil {
				return err
			}
			return store.Update(ctx, tx, record.OtherFigureTable, &o)
		})
	})
}
