package sheet

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/workbook"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A Template is a superior's template with what its cells are filled with.
type Template struct {
	record.Workbook
	Sheets     []string
	Grid       cellmap.Grid
	Mapping    cellmap.Template
	Candidates []cellmap.Candidate // what its rows may be about
	Periods    []string            // for which something was accepted, the newest first
}

// maxCandidates is how many targets and tasks rows are matched with.
const maxCandidates = 2000

// TakeTemplate keeps a blank template, mapped as its words suggest. Errors: those of cellmap.Grids and of an upload; fault.Invalid "ledger-empty".
func (s *Service) TakeTemplate(ctx context.Context, call app.Call, u intake.Uploaded) (record.Workbook, error) {
	name, data, err := s.read(ctx, call, record.WorkbookTemplate, u)
	if err != nil {
		return record.Workbook{}, err
	}
	grids, err := cellmap.Grids(name, data)
	if err != nil {
		return record.Workbook{}, err
	}
	candidates, err := s.candidates(ctx, call)
	if err != nil {
		return record.Workbook{}, err
	}
	m := cellmap.GuessTemplate(grids, name, candidates)
	if m.Sheet == "" {
		return record.Workbook{}, fault.New(fault.Invalid, "ledger-empty")
	}
	w := record.Workbook{Record: store.Record{ID: u.ID}, Kind: record.WorkbookTemplate, Title: m.Name}
	w.FileName = name
	if err := setMapping(&w, m); err != nil {
		return w, err
	}
	return s.keep(ctx, call, w, data)
}

// candidates are the targets of the tasks of the actor's division that are not closed, and those tasks that have none.
func (s *Service) candidates(ctx context.Context, call app.Call) (list []cellmap.Candidate, err error) {
	owner := int64(call.Actor.Division.Owner())
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		tasks, err := store.List[record.Task](ctx, v, &relation.Select{From: relation.From(record.TaskTable, "t"), Limit: maxCandidates, Where: relation.And{
			relation.Equal(relation.C("t", relation.Owner), owner), relation.Equal(relation.C("t", "state"), record.TaskOpen)},
			OrderBy: []relation.Order{{By: relation.C("t", "rid")}}})
		if err != nil || len(tasks) == 0 {
			return err
		}
		targets, err := store.List[record.Target](ctx, v, &relation.Select{From: relation.From(record.TargetTable, "g"), Limit: maxCandidates, Where: relation.And{
			relation.Equal(relation.C("g", relation.Owner), owner), relation.In{X: relation.C("g", "task"), Values: taskIDs(tasks)}}, OrderBy: []relation.Order{{By: relation.C("g", "rid")}}})
		for _, t := range tasks {
			has := false
			for _, g := range targets {
				if g.Task == t.ID {
					has = true
					list = append(list, cellmap.Candidate{About: cellmap.About{Task: t.ID, Target: g.ID}, Task: t.Title, Metric: g.Metric, Unit: g.Unit})
				}
			}
			if !has {
				list = append(list, cellmap.Candidate{About: cellmap.About{Task: t.ID}, Task: t.Title})
			}
		}
		return err
	})
	return list, err
}

func taskIDs(tasks []record.Task) []any {
	return ids(tasks, func(t record.Task) uuid.UUID { return t.ID })
}

// Template gives a template with what its cells are filled with. Faults: those of Find; Invalid "ledger-sheet".
func (s *Service) Template(ctx context.Context, call app.Call, id uuid.UUID) (Template, error) {
	t, _, err := s.template(ctx, call, id)
	if err != nil {
		return t, err
	}
	if t.Candidates, err = s.candidates(ctx, call); err != nil {
		return t, err
	}
	t.Periods, err = s.reported(ctx, call)
	return t, err
}

func (s *Service) template(ctx context.Context, call app.Call, id uuid.UUID) (t Template, data []byte, err error) {
	if t.Workbook, err = s.Find(ctx, call, record.WorkbookTemplate, id); err != nil {
		return t, nil, err
	}
	if err := mapping(t.Workbook, &t.Mapping); err != nil {
		return t, nil, err
	}
	t.Sheets, t.Grid, data, err = s.opened(ctx, t.Workbook, t.Mapping.Sheet)
	return t, data, err
}

// reported are the periods for which a report was accepted, the newest first.
func (s *Service) reported(ctx context.Context, call app.Call) (periods []string, err error) {
	owner := int64(call.Actor.Division.Owner())
	err = s.See(ctx, call, access.DueRead, func(ctx context.Context, v *store.View) error {
		of := relation.C("d", "period")
		q := &relation.Select{Outputs: []relation.Output{{Expr: of}}, From: relation.From(record.DueTable, "d"), GroupBy: []relation.Expr{of}, Limit: 200, Where: relation.And{
			relation.Equal(relation.C("d", relation.Owner), owner), relation.Equal(relation.C("d", "state"), record.DueAccepted)}, OrderBy: []relation.Order{{By: of, IsDesc: true}}}
		return v.Select(ctx, q, func(scan store.Scan) error {
			var text string
			err := scan(&text)
			periods = append(periods, text)
			return err
		})
	})
	return periods, err
}

// MapTemplate keeps what the cells of a template are filled with. fault.Invalid "template-mapping": a name is missing, or a cell is none.
func (s *Service) MapTemplate(ctx context.Context, call app.Call, id uuid.UUID, m cellmap.Template) error {
	w, err := s.Find(ctx, call, record.WorkbookTemplate, id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(m.Name) == "" || m.Heads < 0 || len(m.Columns) > cellmap.MaxColumns {
		return fault.New(fault.Invalid, "template-mapping")
	}
	for _, at := range m.Cells {
		if _, ok := workbook.ParseReference(m.Sheet, at); at != "" && !ok {
			return fault.New(fault.Invalid, "template-cell", at)
		}
	}
	return s.change(ctx, call, w, "workbook.map", func(_ context.Context, _ *store.Tx, now *record.Workbook) error {
		now.Title = m.Name
		return setMapping(now, m)
	})
}

// A FilledCell is a cell of a template with the value that comes into it.
type FilledCell struct {
	workbook.Cell
	About  string    // what the row, or the cell, is about
	Field  string    // of package sheet
	Report uuid.UUID // the value is from; zero for none
}

// A Filling is a template filled for a period.
type Filling struct {
	Template
	Period period.Period
	Cells  []FilledCell
	Empty  []FilledCell // cells for which there is no value; they stay as they are
	data   []byte
}

// Fill says what comes into the cells of a template for a period. Faults: those of Template; Invalid "template-period".
func (s *Service) Fill(ctx context.Context, call app.Call, id uuid.UUID, of string, l locale.Lang) (f Filling, err error) {
	if f.Period, err = period.Parse(of); err != nil {
		return f, fault.Because(err, fault.Invalid, "template-period")
	}
	if f.Template, f.data, err = s.template(ctx, call, id); err != nil {
		return f, err
	}
	for _, row := range slices.Sorted(rowsOf(f.Mapping.Rows)) {
		known, err := s.known(ctx, call, f.Owner, f.Mapping.Rows[row], of)
		if err != nil {
			return f, err
		}
		for col, field := range f.Mapping.Columns {
			if field != "" && row < f.Grid.Rows {
				f.put(row, col, field, known)
			}
		}
	}
	return f, s.single(ctx, call, &f, l)
}

func rowsOf(rows map[int]cellmap.About) func(func(int) bool) {
	return func(yield func(int) bool) {
		for row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}

func (f *Filling) put(row, col int, field string, k Known) {
	top, left := f.Grid.Corner(row, col)
	c := FilledCell{Cell: workbook.Cell{Place: f.Grid.Place(top, left)}, About: f.Grid.Text(row, f.Mapping.Key), Field: field, Report: k.Report}
	number := func(n *int64) {
		if n != nil {
			c.Text, c.IsNumber = quantity.FromTenThousandths(*n).String(), true
		}
	}
	switch field {
	case cellmap.TotalField:
		number(k.Total)
	case cellmap.LastField:
		number(k.Last)
	case cellmap.IncreaseField:
		number(k.increase())
	case cellmap.GoalField:
		number(k.Goal)
	case cellmap.ProgressField:
		c.Text = k.Progress
	case cellmap.ProblemField:
		c.Text = k.Problem
	case cellmap.NextField:
		c.Text = k.Next
	case cellmap.LeadField:
		c.Text = k.Lead
	}
	if c.Text == "" {
		f.Empty = append(f.Empty, c)
		return
	}
	f.Cells = append(f.Cells, c)
}

// single fills the single cells; what stands in one already is a label and stays before the value.
func (s *Service) single(ctx context.Context, call app.Call, f *Filling, l locale.Lang) error {
	office := ""
	if call.Actor.Unit != uuid.Nil {
		err := s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
			u, err := store.Load[record.Unit](ctx, v, record.UnitTable, 0, call.Actor.Unit)
			office = u.Name
			return err
		})
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	texts := map[string]string{cellmap.PeriodCell: f.Period.String(), cellmap.OfficeCell: office, cellmap.DateCell: locale.Date(l, period.Date(s.Today())), cellmap.PersonCell: f.Mapping.Person, cellmap.PhoneCell: f.Mapping.Phone}
	for _, field := range cellmap.TemplateCells {
		p, ok := workbook.ParseReference(f.Mapping.Sheet, f.Mapping.Cells[field])
		if !ok {
			continue
		}
		p.Row, p.Col = f.Grid.Corner(p.Row, p.Col)
		c := FilledCell{Cell: workbook.Cell{Place: p, Text: texts[field]}, About: f.Grid.Text(p.Row, p.Col), Field: field}
		if c.Text == "" {
			f.Empty = append(f.Empty, c)
			continue
		}
		c.Text = c.About + c.Text
		f.Cells = append(f.Cells, c)
	}
	return nil
}

// Workbook is the filled template and the name of its file. Cells without a value are empty as they were; formulas and formats stay.
func (f Filling) Workbook() (name string, data []byte, err error) {
	cells := make([]workbook.Cell, len(f.Cells))
	for i, c := range f.Cells {
		cells[i] = c.Cell
	}
	data, err = workbook.Fill(f.data, cells)
	return f.Mapping.Name + " " + f.Period.String() + ".xlsx", data, err
}
