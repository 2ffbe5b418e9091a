package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// reporting is what is said beside reports: in parts, of measures that are done, and of figures that two sources give.
type reporting struct {
	Parts        []string `json:"parts"` // {period}, {title}, {unit}
	PartProblem  string   `json:"part_problem"`
	PartReason   string   `json:"part_reason"`
	Done         []string `json:"done"` // how a measure was done; {measure}
	Proof        string   `json:"proof"`
	Scan         string   `json:"scan"` // name of the file; {period}
	Source       string   `json:"source"`
	Basis        string   `json:"basis"`
	Superior     string   `json:"superior"`
	SuperiorText string   `json:"superior_text"`
	Explanation  string   `json:"explanation"`
	Finding      string   `json:"finding"`
	Declares     string   `json:"declares"`
	// Over is what is said of a unit that reported more than there is (多报): by itself, by the office, and in the correction.
	Over struct {
		Explanation string `json:"explanation"`
		Finding     string `json:"finding"`
		Correction  string `json:"correction"`
	} `json:"over"`
}

// partsFor is for how many days back parts are shown; who looks farther sees reports alone.
const partsFor = 75

// parts lets the units that cooperate send their parts before the report, most of them in time.
func (d *dossier) parts(handed period.Date) {
	due := period.Date(d.item.On)
	if due < d.Today-partsFor || due > d.Today+20 {
		return
	}
	day := d.workdayBefore(due - 4)
	if handed != 0 {
		day = d.workdayBefore(min(handed-1, due-4))
	}
	if day >= d.Today {
		return
	}
	d.agenda.add(moment(day, 9, 40), func(ctx context.Context) error {
		f, err := d.Reports.Form(ctx, d.call(d.supervisor(d.of)), d.item.Due.ID)
		if err != nil || f.State != record.DueOpen {
			return err
		}
		for n, c := range f.Parts {
			by, ok := d.filler.reporter[c.Unit]
			r := d.random("part", d.written, c.Unit)
			if !ok || r.IntN(100) >= 75 {
				continue // it sends nothing, and the report goes out without it
			}
			if err := d.part(ctx, by, c, f.Targets, r, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// part writes and sends the part of one unit.
func (d *dossier) part(ctx context.Context, by access.Actor, c report.Contribution, targets []record.Target, r *rand.Rand, n int) error {
	words := strings.NewReplacer("{unit}", c.Name)
	w := report.WrittenPart{Due: d.item.Due.ID, Progress: d.fill(words.Replace(pick(r, d.place.Reporting.Parts)), "")}
	if r.IntN(4) == 0 {
		w.Problem = d.place.Reporting.PartProblem
	}
	for _, t := range targets {
		isRate := t.Unit == "%" || t.Unit == "‰"
		if t.Value != nil && !isRate && n < 2 && r.IntN(2) == 0 {
			w.Values = append(w.Values, report.Figure{Target: t.ID, Value: quantity.Integer(*t.Value / 10_000 * int64(10+r.IntN(15)) / 100)})
		}
	}
	if _, err := d.Reports.WritePart(ctx, d.call(by), w); err != nil {
		return settled(err)
	}
	if err := d.Reports.SendPart(ctx, d.call(by), d.item.Due.ID); err != nil {
		return settled(err)
	}
	if period.Date(d.item.On) < d.Today || r.IntN(4) != 0 {
		return nil
	}
	return settled(d.Reports.ReturnPart(ctx, d.call(d.reporter), d.item.Due.ID, c.Unit, d.place.Reporting.PartReason))
}

// takeIn takes the parts that came into the report.
func (d *dossier) takeIn(ctx context.Context, parts []report.Contribution) error {
	for _, c := range parts {
		if c.State == record.PartSent {
			if err := d.Reports.TakePart(ctx, d.call(d.reporter), d.item.Due.ID, c.Unit, d.written); err != nil {
				return err
			}
		}
	}
	return nil
}

// scan keeps the scan of the sheet that was signed, for some of the reports of late.
func (d *dossier) scan(ctx context.Context) error {
	if period.Date(d.item.On) < d.Today-partsFor || d.random("scan", d.written).IntN(100) >= 30 {
		return nil
	}
	f, err := d.Reports.Find(ctx, d.call(d.reporter), d.written)
	if err != nil || len(f.Sheets) == 0 {
		return err
	}
	file, err := paper()
	if err != nil {
		return err
	}
	_, err = d.Reports.Scan(ctx, d.call(d.reporter), f.Sheets[0].ID, intake.Uploaded{Name: d.fill(d.place.Reporting.Scan, ""), Content: file})
	return err
}

// paper is the picture of a sheet that was signed and sealed: lines, and a red ring.
func paper() (*bytes.Buffer, error) {
	page := image.NewPaletted(image.Rect(0, 0, 210, 297), color.Palette{color.White, color.Gray{90}, color.RGBA{200, 20, 20, 255}})
	for y := 30; y < 200; y += 12 {
		for x := 20; x < 190-y%40; x++ {
			page.SetColorIndex(x, y, 1)
		}
	}
	for y := -24; y <= 24; y++ {
		for x := -24; x <= 24; x++ {
			if r := x*x + y*y; r <= 24*24 && r >= 21*21 {
				page.SetColorIndex(145+x, 240+y, 2)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, page); err != nil {
		return nil, fmt.Errorf("draw a scan: %w", err)
	}
	return &b, nil
}

// done lets a unit report its measures done as their days come, all but a few.
func (e *errand) done() {
	e.on(func(ctx context.Context) error {
		d, err := e.Cases.Find(ctx, e.call(e.unit), e.id)
		if err != nil {
			return err
		}
		for _, m := range d.Measures {
			r := e.random("measure", e.of.Code, e.task.Label, e.task.Document, m.What)
			day := e.workday(period.Date(m.On) - period.Date(r.IntN(5)))
			if m.Value != nil || day >= e.Today || r.IntN(100) < 4 {
				continue
			}
			e.agenda.add(moment(day, 16, 50), func(ctx context.Context) error { return settled(e.tell(ctx, m, day)) })
		}
		return nil
	})
}

// tell reports a measure done, with what proves it.
func (e *errand) tell(ctx context.Context, m record.Measure, day period.Date) error {
	words := strings.NewReplacer("{measure}", m.What, "{title}", e.task.Title)
	if err := e.Cases.Done(ctx, e.call(e.unit), m.ID, day, words.Replace(pick(e.random("done", e.of.Code, e.task.Label, m.What), e.place.Reporting.Done))); err != nil {
		return err
	}
	return e.prove(ctx, m)
}

func (e *errand) prove(ctx context.Context, m record.Measure) error {
	name := strings.NewReplacer("{measure}", m.What).Replace(e.place.Reporting.Proof)
	return e.Cases.Prove(ctx, e.call(e.unit), m.ID, intake.Uploaded{Name: name, Content: strings.NewReader(e.task.Title + "\n" + m.What + "\n")})
}

// proves adds evidence before a unit asks for the closing, as an office would ask for it.
func (e *errand) proves() {
	e.on(func(ctx context.Context) error {
		d, err := e.Cases.Find(ctx, e.call(e.unit), e.id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(d.Measures, func(m record.Measure) bool { return m.Value == nil && m.Approved != 0 })
		if i < 0 {
			return nil
		}
		return settled(e.prove(ctx, d.Measures[i]))
	})
}

// compare puts on the agenda that other sources say otherwise than some reports: one gap that is explained and verified, one that is to be
// explained, one that nobody minds, one where the unit reported too much; and for one target the bureau's figure counts.
func (f *filler) compare() {
	day := f.workdayBefore(f.Today - 9)
	f.agenda.add(moment(day, 10, 10), func(ctx context.Context) error {
		call := f.call(f.supervisor(f.place.City))
		items, _, err := f.Reports.DuePage(ctx, call, list.Asking("state", record.DueAccepted).Rows(uuid.Nil, 1000))
		if err != nil {
			return err
		}
		slices.SortStableFunc(items, func(a, b report.Item) int { return int(b.On - a.On) })
		seen, n := make(map[uuid.UUID]bool), 0
		for _, item := range items {
			if item.Owner != int64(f.place.City.Code.Owner()) || seen[item.Task] || n == 6 {
				continue
			}
			seen[item.Task] = true
			form, err := f.Reports.Find(ctx, call, item.Report)
			if err != nil {
				return err
			}
			if len(form.Values) == 0 || form.Values[0].Value < 50_0000 {
				continue
			}
			if err := f.differ(ctx, form, n); err != nil {
				return err
			}
			n++
		}
		return nil
	})
}

// differ lets another source say otherwise than a report, the n-th of them.
func (f *filler) differ(ctx context.Context, form report.Form, n int) error {
	call, v := f.call(f.supervisor(f.place.City)), form.Values[0]
	words := strings.NewReplacer("{period}", form.Period)
	g := figure.Given{Target: v.Target, Period: form.Period, Source: record.SourceStatistics, Name: words.Replace(f.place.Reporting.Source), Basis: words.Replace(f.place.Reporting.Basis)}
	if n == 2 {
		g.Source, g.Name, g.Basis = record.SourceSuperior, f.place.Reporting.Superior, f.place.Reporting.SuperiorText
	}
	share := [...]int64{936, 1042, 968, 1003, 1000, 880}[n] // per mille of what was reported
	grain := int64(1000)
	if v.Value%10_000 == 0 { // as coarse as what was reported
		grain = 10_000
	}
	g.Value = quantity.FromTenThousandths(v.Value * share / 1000 / grain * grain)
	o, err := f.Figures.Record(ctx, call, g)
	if err == nil && n == overReported {
		return f.correctOver(ctx, form, o)
	}
	if err != nil || n > 1 {
		return err
	}
	unit, ok := f.reporter[form.Unit]
	if ok {
		if err := f.Figures.Explain(ctx, f.call(unit), o.ID, f.place.Reporting.Explanation); err != nil {
			return err
		}
	}
	if n > 0 {
		return nil
	}
	if err := f.Figures.Declare(ctx, call, figure.Declaration{Target: v.Target, Source: record.SourceStatistics, Tolerance: quantity.Integer(1), Reason: f.place.Reporting.Declares}); err != nil {
		return err
	}
	return f.Figures.Settle(ctx, call, o.ID, record.FoundDefinition, f.place.Reporting.Finding)
}

// overReported is the number of the gap where the other source is right.
const overReported = 5

// correctOver lets a unit own that it reported too much, the office find so, and the unit correct its report to the other source's figure.
func (f *filler) correctOver(ctx context.Context, form report.Form, o record.OtherFigure) error {
	said := f.place.Reporting.Over
	if err := f.Figures.Explain(ctx, f.call(f.reporter[form.Unit]), o.ID, said.Explanation); err != nil {
		return fmt.Errorf("explain what was over-reported: %w", err)
	}
	if err := f.Figures.Settle(ctx, f.call(f.supervisor(f.place.City)), o.ID, record.FoundOther, said.Finding); err != nil {
		return fmt.Errorf("settle what was over-reported: %w", err)
	}
	return f.correctReport(ctx, form, 0, o.Value, said.Correction)
}
