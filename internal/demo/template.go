package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/xlsx"
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
		u := intake.Uploaded{ID: f.id(moment(day, 15, 40), "template"), Name: f.place.Template.Name + ".xlsx", Content: bytes.NewReader(blank)}
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
	const first = 4
	book := xlsx.New()
	s := book.Sheet("Sheet1")
	s.Columns = []xlsx.Column{{}, {Width: 30}, {}, {}, {}, {Width: 44}}
	s.Row(xlsx.Row{}, xlsx.Cell{Text: t.Title})
	s.Row(xlsx.Row{}, xlsx.Cell{Text: t.Office}, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{Text: t.Period})
	var heads []xlsx.Cell
	for _, head := range t.Heads {
		heads = append(heads, xlsx.Cell{Text: head})
	}
	s.Row(xlsx.Row{}, heads...)
	for i, metric := range metrics {
		s.Row(xlsx.Row{}, xlsx.Cell{Number: strconv.Itoa(i + 1)}, xlsx.Cell{Text: metric}, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{},
			xlsx.Cell{Formula: fmt.Sprintf("IF(N(C%d)=0,\"\",E%[1]d/C%[1]d)", first+i)})
	}
	s.Row(xlsx.Row{}, xlsx.Cell{Text: t.Sum}, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{Formula: fmt.Sprintf("SUM(E%d:E%d)", first, s.Rows())})
	s.Row(xlsx.Row{}, xlsx.Cell{Text: t.Person})
	for _, r := range []xlsx.Range{{FromRow: 1, FromColumn: 1, ToRow: 1, ToColumn: 7}, {FromRow: 2, FromColumn: 2, ToRow: 2, ToColumn: 3}, {FromRow: 2, FromColumn: 5, ToRow: 2, ToColumn: 7}} {
		s.Merge(r)
	}
	var b bytes.Buffer
	_, err := book.WriteTo(&b)
	return b.Bytes(), err
}
