package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// monthsAnnounced is for how many months back the city has bulletins.
const monthsAnnounced = 4

// announce puts the city's bulletins on the agenda: each month's is drafted in the next one, answered by the units it names, signed and numbered. The
// last one still waits for the units.
func (f *filler) announce() {
	month := period.Of(f.Today, period.Month).Prev()
	for i := range monthsAnnounced {
		drafted := f.workday(month.Next().First() + 5)
		if drafted < f.Today && month.First() > f.start() {
			f.announceMonth(month, drafted, i == 0)
		}
		month = month.Prev()
	}
}

func (f *filler) announceMonth(month period.Period, drafted period.Date, isLast bool) {
	office, leader := f.call(f.people["supervisor"]), f.call(f.people["leader"])
	id := f.id(moment(drafted, 9, 0), "bulletin", month)
	until := f.workday(drafted + 3)
	if isLast {
		until = max(until, f.workday(f.Today+1))
	}
	f.agenda.add(moment(drafted, 15, 0), func(ctx context.Context) error {
		if err := f.Announce.Draft(ctx, office, id, month.String()); err != nil {
			return fmt.Errorf("draft the bulletin for %s: %w", month, err)
		}
		return f.Announce.Send(ctx, office, id, until)
	})
	f.agenda.add(moment(drafted+1, 10, 0), func(ctx context.Context) error { return f.reply(ctx, id, isLast) })
	if isLast {
		return
	}
	for _, x := range []struct {
		hour int
		do   func(ctx context.Context) error
	}{
		{9, func(ctx context.Context) error { return f.Announce.Check(ctx, office, id, f.place.Handling) }},
		{14, func(ctx context.Context) error { return f.Announce.Sign(ctx, leader, id) }},
		{16, func(ctx context.Context) error { return f.Announce.Number(ctx, office, id) }},
	} {
		f.agenda.add(moment(f.workday(until+1), x.hour, 0), func(ctx context.Context) error {
			if err := x.do(ctx); err != nil {
				return fmt.Errorf("bring out the bulletin for %s: %w", month, err)
			}
			return nil
		})
	}
	if month.Next().Next().Next() == period.Of(f.Today, period.Month) { // one that is out, and not the last
		f.agenda.add(moment(f.workday(f.Today-7), 11, 0), func(ctx context.Context) error { return f.correct(ctx, id) })
	}
}

// reply answers for the units that a bulletin names: one objects, and while it is still open some have not answered.
func (f *filler) reply(ctx context.Context, id uuid.UUID, isLast bool) error {
	page, err := f.Announce.Find(ctx, f.call(f.people["supervisor"]), id)
	if err != nil {
		return err
	}
	for i, u := range page.Units {
		a, ok := f.reporter[u.Unit]
		if !ok || isLast && i%3 == 1 {
			continue
		}
		text := ""
		if i == 0 {
			text = f.place.Objection
		}
		if err := f.Announce.Reply(ctx, f.call(a), id, text == "", text); err != nil {
			return fmt.Errorf("answer for %s: %w", u.Name, err)
		}
	}
	return nil
}

// correct corrects a figure that a bulletin printed: the unit writes a new version of its report, which is signed and accepted as the first was.
func (f *filler) correct(ctx context.Context, id uuid.UUID) error {
	office := f.call(f.people["supervisor"])
	page, err := f.Announce.Find(ctx, office, id)
	if err != nil {
		return err
	}
	for _, x := range page.Figures {
		if x.Report == uuid.Nil {
			continue
		}
		form, err := f.Reports.Find(ctx, office, x.Report)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(form.Values, func(v record.Value) bool { return v.ID == x.Value && v.Value >= 100*10_000 }) // less is not miscounted by one in twenty
		if at < 0 || form.Report.State != record.ReportAccepted {
			continue
		}
		v := form.Values[at].Value / 10_000
		return f.correctReport(ctx, form, at, (v-v/20)*10_000, f.place.Correction)
	}
	return nil
}

// correctReport lets a unit correct one of the figures of a report, by a new version that is signed and accepted.
func (f *filler) correctReport(ctx context.Context, form report.Form, at int, value int64, why string) error {
	unit, version := f.call(f.reporter[form.Unit]), f.id(f.Clock.Now(), "correction", form.Report.ID)
	if err := f.Reports.Correct(ctx, unit, form.Report.ID, version, why); err != nil {
		return fmt.Errorf("correct a report: %w", err)
	}
	w := report.Written{ID: version, Due: form.Due.ID, Progress: form.Report.Progress, Problem: form.Report.Problem, Next: form.Report.Next, Version: 1}
	for i, v := range form.Values {
		if i == at {
			v.Value = value
		}
		w.Values = append(w.Values, report.Figure{Target: v.Target, Value: quantity.FromTenThousandths(v.Value)})
	}
	if _, err := f.Reports.Write(ctx, unit, w); err != nil {
		return fmt.Errorf("write a correction: %w", err)
	}
	state, err := f.Reports.Submit(ctx, unit, version)
	if err == nil && state == record.ReportSigning {
		_, err = f.Reports.Sign(ctx, f.call(f.approver[form.Unit]), version, "")
	}
	if err == nil {
		_, err = f.Reports.Accept(ctx, f.call(f.people["supervisor"]), version)
	}
	if err != nil {
		return fmt.Errorf("bring a correction through: %w", err)
	}
	return nil
}
