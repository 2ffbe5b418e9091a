package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

// A dossier is what becomes of one due item.
type dossier struct {
	*filler
	*rand.Rand
	item     report.Item
	of       division
	reporter access.Actor
	approver access.Actor
	period   period.Period
	written  uuid.UUID // the id of the report
	bias     int       // of the task, in per cent: some work goes well, some does not
}

// How reports are handed in and judged, in per cent.
const (
	onTime    = 78
	late      = 14 // the rest is missing, or came late as well if that is long ago
	returned  = 15 // of those handed in
	withFile  = 40
	withDraft = 35 // of those that fall due soon
	waiting   = 30 // of what happened of late is for the other side to act on
)

// ofLate is for how many days something may be left undone.
const ofLate = 40

// report puts what becomes of a due item on the agenda, if somebody reports for its unit.
func (f *filler) report(item report.Item, line task.Line, of division, adopted period.Date) {
	reporter, ok := f.reporter[item.Unit]
	if !ok {
		return
	}
	covers, err := period.Parse(item.Period)
	if err != nil {
		return // the store holds none that can not be read
	}
	name := fmt.Sprint(of.Code, line.Label, line.Document, item.Period, item.On)
	if item.Whole != uuid.Nil { // several units report on their parts of one target
		name += item.Unit.String()
	}
	d := &dossier{filler: f, Rand: f.random(name), item: item, of: of, reporter: reporter, approver: f.approver[item.Unit], period: covers}
	d.bias = f.random(of.Code, line.Title).IntN(17) - 9
	d.written = f.id(moment(period.Date(item.On), 0, 0), name)
	due, handed := period.Date(item.On), period.Date(0)
	switch x := d.IntN(100); {
	case x < onTime:
		handed = max(f.workdayBefore(due-period.Date(d.IntN(3))), f.workday(adopted+1))
	case x < onTime+late, due < f.Today-ofLate:
		handed = f.workday(due + 2 + period.Date(d.IntN(3))*3)
	}
	if line.Others > 0 {
		d.parts(handed)
	}
	switch {
	case handed != 0 && handed < f.Today:
		d.on(handed, d.handIn)
	case due >= f.Today && due < f.Today+20 && d.IntN(100) < withDraft:
		d.on(f.workdayBefore(f.Today-1-period.Date(d.IntN(3))), d.draft)
	}
}

// on puts a step on the agenda, at one of the hours at which offices do such things.
func (d *dossier) on(day period.Date, step func(ctx context.Context, day period.Date) error) {
	d.agenda.add(moment(day, [...]int{10, 16}[d.IntN(2)], 20), func(ctx context.Context) error {
		if err := step(ctx, day); err != nil {
			return fmt.Errorf("report on %s for %s: %w", d.item.Title, d.item.Period, err)
		}
		return nil
	})
}

// draft is what a reporter has written so far.
func (d *dossier) draft(ctx context.Context, _ period.Date) error {
	w := report.Written{ID: d.written, Due: d.item.Due.ID, Progress: d.fill(d.place.Draft, "")}
	_, err := d.Reports.Write(ctx, d.call(d.reporter), w)
	if fault.KindOf(err) == fault.Conflict {
		return nil // the task was closed before
	}
	return err
}

// handIn writes a report, attaches what proves it, and hands it in.
func (d *dossier) handIn(ctx context.Context, day period.Date) error {
	call := d.call(d.reporter)
	form, err := d.Reports.Form(ctx, call, d.item.Due.ID)
	if err != nil || form.State == record.DueCancelled { // the task was closed before
		return err
	}
	figures := d.figures(form.Targets)
	w := report.Written{ID: d.written, Due: d.item.Due.ID, Values: figures, Progress: d.fill(pick(d.Rand, d.place.Progress), d.told(form.Targets, figures)),
		Problem: pick(d.Rand, d.place.Problems), Next: pick(d.Rand, d.place.Next)}
	if form.Report != nil {
		w.Version = form.Report.Version
	}
	if _, err := d.Reports.Write(ctx, call, w); err != nil {
		return err
	}
	if err := d.takeIn(ctx, form.Parts); err != nil {
		return err
	}
	if d.IntN(100) < withFile && form.Report == nil {
		if err := d.attach(ctx, form.Targets, figures); err != nil {
			return err
		}
	}
	state, err := d.Reports.Submit(ctx, call, d.written)
	if err != nil {
		return err
	}
	again := form.Report != nil
	if err := d.scan(ctx); err != nil {
		return err
	}
	if state == record.ReportSigning {
		if d.isLeft(day) {
			return nil
		}
		if _, err := d.Reports.Sign(ctx, d.call(d.approver), d.written, ""); err != nil {
			return err
		}
	}
	if !d.isLeft(day) {
		d.on(d.sitting(day), func(ctx context.Context, day period.Date) error { return d.judge(ctx, day, again) })
	}
	return nil
}

// judge takes a report or gives it back; one that was sent again is taken.
func (d *dossier) judge(ctx context.Context, day period.Date, again bool) error {
	call := d.call(d.supervisor(d.of))
	if again || d.IntN(100) >= returned {
		_, err := d.Reports.Accept(ctx, call, d.written)
		return err
	}
	if !d.isLeft(day) {
		d.on(d.workday(day+2), d.handIn)
	}
	_, err := d.Reports.Return(ctx, call, d.written, pick(d.Rand, d.place.Reasons))
	return err
}

// isLeft decides whether what follows on a day is still left undone.
func (d *dossier) isLeft(day period.Date) bool { return d.IntN(100) < waiting && day > d.Today-ofLate }

// sitting is the next day on which reports are judged: two of the week.
func (d *dossier) sitting(after period.Date) period.Date {
	for day := after + 1; ; day++ {
		if w := day.Weekday(); w == time.Tuesday || w == time.Friday {
			return d.workday(day)
		}
	}
}

// attach adds a table of the figures as a file.
func (d *dossier) attach(ctx context.Context, targets []record.Target, figures []report.Figure) error {
	var file bytes.Buffer
	file.WriteString("\ufeff" + d.place.Evidence.Head + "\n") // spreadsheets tell UTF-8 by the mark
	table := csv.NewWriter(&file)
	for i, v := range figures {
		if err := table.Write([]string{strconv.Itoa(i + 1), targets[i].Metric, v.Value.String(), targets[i].Unit, d.item.Name}); err != nil {
			return err
		}
	}
	table.Flush()
	if len(figures) == 0 {
		file.WriteString("1," + d.place.Evidence.Empty + ",,," + d.item.Name + "\n")
	}
	id := d.id(moment(period.Date(d.item.On), 0, 0), "evidence", d.written)
	_, err := d.Reports.Attach(ctx, d.call(d.reporter), d.written, intake.Uploaded{ID: id, Name: d.fill(d.place.Evidence.Name, ""), Content: &file})
	return err
}

// fill puts the words of a due item into a sentence.
func (d *dossier) fill(text, figures string) string {
	kind := d.period.Kind().String()
	covers := strings.ReplaceAll(d.place.Periods[kind], "{n}", strconv.Itoa(d.period.Number()))
	return strings.NewReplacer("{period}", covers, "{title}", d.item.Title, "{unit}", d.item.Name, "{figures}", figures).Replace(text)
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }
