package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/record"
)

// templates puts a superior's template on the agenda, which the city's office has sent in and mapped.
func (f *filler) templates() {
	day := f.workdayBefore(f.Today - 2)
	f.agenda.add(moment(day, 15, 40), func(ctx context.Context) error {
		metrics, err := f.reported(ctx)
		if err != nil || len(metrics) == 0 { // nothing was accepted yet: there is nothing to be filled in
			return err
		}
		blank, err := f.place.Template.blank(metrics)
		if err != nil {
			return fmt.Errorf("make the demo's template: %w", err)
		}
		u := document.Uploaded{ID: f.id(moment(day, 15, 40), "template"), Name: f.place.Template.Name + ".xlsx", Content: bytes.NewReader(blank)}
		_, err = f.Sheets.TakeTemplate(ctx, f.call(f.supervisor(f.place.City)), u)
		return err
	})
}

// reported are what is measured of some tasks of the city that were reported on last, each once.
func (f *filler) reported(ctx context.Context) (metrics []string, err error) {
	const most = 8
	call := f.call(f.supervisor(f.place.City))
	items, _, err := f.Reports.DuePage(ctx, call, list.Asking("state", record.DueAccepted).Rows(uuid.Nil, 5000))
	if err != nil {
		return nil, err
	}
	seen := make(map[uuid.UUID]bool)
	for _, x := range slices.Backward(items) {
		if seen[x.Task] || x.Owner != int64(call.Actor.Division.Owner()) || len(metrics) >= most {
			continue
		}
		seen[x.Task] = true
		form, err := f.Reports.Form(ctx, call, x.Due.ID)
		if err != nil {
			return nil, err
		}
		for _, g := range form.Targets {
			if g.Metric != "" && !slices.Contains(metrics, g.Metric) {
				metrics = append(metrics, g.Metric)
			}
		}
	}
	return metrics, nil
}

// blank is the workbook as the superior sends it out: with a sum and shares as formulas.
func (t template) blank(metrics []string) ([]byte, error) {
	const sheet, first = "Sheet1", 4
	f := excelize.NewFile()
	set := map[string]any{"A1": t.Title, "A2": t.Office, "D2": t.Period}
	for i, head := range t.Heads {
		set[string(rune('A'+i))+"3"] = head
	}
	formulas := make(map[string]string)
	for i, metric := range metrics {
		row := first + i
		set[fmt.Sprint("A", row)], set[fmt.Sprint("B", row)] = i+1, metric
		formulas[fmt.Sprint("G", row)] = fmt.Sprintf("IF(N(C%d)=0,\"\",E%[1]d/C%[1]d)", row)
	}
	last := first + len(metrics)
	set[fmt.Sprint("A", last)], set[fmt.Sprint("A", last+1)] = t.Sum, t.Person
	formulas[fmt.Sprint("E", last)] = fmt.Sprintf("SUM(E%d:E%d)", first, last-1)
	for at, v := range set {
		if err := f.SetCellValue(sheet, at, v); err != nil {
			return nil, err
		}
	}
	for at, formula := range formulas {
		if err := f.SetCellFormula(sheet, at, formula); err != nil {
			return nil, err
		}
	}
	for _, m := range [][2]string{{"A1", "G1"}, {"B2", "C2"}, {"E2", "G2"}} {
		if err := f.MergeCell(sheet, m[0], m[1]); err != nil {
			return nil, err
		}
	}
	for column, width := range map[string]float64{"B": 30, "F": 44} {
		if err := f.SetColWidth(sheet, column, column, width); err != nil {
			return nil, err
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), f.Close()
}
