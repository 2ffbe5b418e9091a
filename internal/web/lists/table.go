package lists

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/sheet"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// A Row is a row with the id by which the page after it is found.
type Row struct {
	ID uuid.UUID
	view.TableRow
}

// Read reads a page of rows.
type Read func(ctx context.Context, by route.Request, q list.Query) ([]Row, list.Found, error)

// A table is a list as columns and rows: that of its page, and of its workbook.
type table struct {
	kind    *list.Kind
	area    string // where the page belongs
	columns []column
	read    Read
	hasPage bool // here; else elsewhere
}

// A column with the word of its head, as word.list-column names it.
type column struct {
	name, title string
	kind        view.CellKind
	width       int // in the workbook
}

func (x table) heads(by route.Request) []view.TableColumn {
	heads := make([]view.TableColumn, len(x.columns))
	for i, c := range x.columns {
		heads[i] = view.TableColumn{Name: c.name, Title: locale.Word(by.Lang, "list-column", c.title), Kind: c.kind}
	}
	return heads
}

// show is the page of a list that is nothing but rows.
func (p *pages) show(w http.ResponseWriter, r *http.Request, by route.Request, x table) error {
	q := x.kind.Parse(r.URL.Query())
	rows, found, err := x.read(r.Context(), by, q)
	if err != nil {
		return err
	}
	var last uuid.UUID
	page := &view.TablePage{Frame: p.Frame(w, r, by, x.area, locale.Word(by.Lang, "list-kind", x.kind.Name)), Columns: x.heads(by), Empty: locale.Word(by.Lang, "list-empty", x.kind.Name), Advice: locale.Word(by.Lang, "list-advice", x.kind.Name)}
	for _, row := range rows {
		page.Rows, last = append(page.Rows, row.TableRow), row.ID
	}
	if page.List, err = Around(p.Site, r, by, x.kind, q, found, len(rows), last); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Table(page))
}

// export sends a list as a workbook.
func (p *pages) export(w http.ResponseWriter, r *http.Request, by route.Request, x table) error {
	widths := make([]int, len(x.columns))
	for i, c := range x.columns {
		widths[i] = c.width
	}
	return Send(p.Site, w, r, by, x.kind, x.kind.Parse(r.URL.Query()), locale.Word(by.Lang, "list-kind", x.kind.Name), x.heads(by), widths, x.read)
}

// atOnce is how many rows of a workbook are read in one go.
const atOnce = 500

// Send sends all rows that a query leaves as a workbook, in the order of the list. That it is taken along is noted before the first row leaves. It
// is written as it is read; a fault on the way breaks the file off, so that half of it does not look like the whole.
func Send(s *site.Site, w http.ResponseWriter, r *http.Request, by route.Request, k *list.Kind, q list.Query, title string, columns []view.TableColumn, widths []int, read Read) error {
	q.After, q.Limit = uuid.Nil, atOnce
	rows, found, err := read(r.Context(), by, q)
	if err != nil {
		return err
	}
	if err := s.Lists.Export(r.Context(), by.Call, k, q, found.Total); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(title)+".xlsx")
	h.Set("Cache-Control", "no-store")
	heads := make([]sheet.Column, len(columns))
	for i, c := range columns {
		heads[i] = sheet.Column{Head: c.Title, Width: widths[i]}
	}
	book := sheet.New(w, title, heads)
	for {
		for _, row := range rows {
			if err = book.Row(cells(by, columns, row.Cells)); err != nil {
				break
			}
		}
		if err != nil || !found.IsMore {
			break
		}
		q.After = rows[len(rows)-1].ID
		if rows, found, err = read(r.Context(), by, q); err != nil {
			break
		}
	}
	if err == nil {
		err = book.Close()
	}
	if err != nil {
		s.Log.Error("workbook broken off", "request", by.Call.Request, "list", k.Name, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// cells are a row's cells as a workbook has them: what a page says with a shape or a colour is a word here.
func cells(by route.Request, columns []view.TableColumn, row []view.TableCell) []sheet.Cell {
	all := make([]sheet.Cell, len(row))
	for i, x := range row {
		c := sheet.Cell{Text: x.Text}
		switch columns[i].Kind {
		case view.CellWide:
			c.Text = strings.TrimSpace(x.Path + " " + x.Text)
		case view.CellLight:
			c.Text = locale.Word(by.Lang, "light", x.Text)
		case view.CellState:
			c.Text = locale.Word(by.Lang, x.Vocabulary, x.Text)
		case view.CellNumber, view.CellShare:
			c.Kind = sheet.Number
		case view.CellDay:
			c = sheet.Cell{Kind: sheet.Date}
			if x.Due.Day != view.NoDate {
				c.Day = int64(x.Due.Day)
			}
		case view.CellMoment:
			if c.Text = ""; x.At != 0 {
				c.Text = locale.Stamp(x.At)
			}
		}
		all[i] = c
	}
	return all
}
