// Package register has the pages of registers: which there are, their records, one
// record as a form made from what its pack declares, and the leads that rules
// raised. It knows no programme.
package register

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/lists"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/region"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	const of = "/registers/{pack}/{register}"
	return route.Table{
		route.PageAt(http.MethodGet, "/registers", access.RegisterRead, p.registers),
		route.PageAt(http.MethodGet, of, access.RegisterRead, p.records),
		route.PageAt(http.MethodGet, of+"/export", access.RegisterRead, p.export),
		route.PageAt(http.MethodGet, of+"/new", access.RegisterWrite, p.blank),
		route.PageAt(http.MethodPost, of, access.RegisterWrite, p.add),
		route.PageAt(http.MethodGet, of+"/{id}", access.RegisterRead, p.record),
		route.PageAt(http.MethodPost, of+"/{id}", access.RegisterWrite, p.change),
		route.PageAt(http.MethodGet, of+"/{id}/reveal/{field}", access.RegisterReveal, p.why),
		route.PageAt(http.MethodPost, of+"/{id}/reveal/{field}", access.RegisterReveal, p.reveal),
		route.PageAt(http.MethodPost, "/registers/{pack}/screen", access.RuleScreen, p.screen),
		route.PageAt(http.MethodGet, "/indicators/{pack}", access.RegisterRead, p.indicators),
		route.PageAt(http.MethodGet, "/leads", access.LeadRead, p.leads),
		route.PageAt(http.MethodPost, "/leads/{id}", access.LeadDecide, p.decide),
	}
}

// may says whether the actor holds a permission on some record; which one, the use case decides.
func may(by route.Request, needs access.Permission) bool { return access.Holds(by.Actor, needs) == nil }

// in is a label in the reader's language.
func in(l locale.Lang, label pack.Label) string {
	if l == locale.En {
		return label.En
	}
	return label.Zh
}

// address is where the records of a register are.
func address(r register.Register) string { return "/registers/" + r.Pack.Name + "/" + r.Register.Name }

func (p *pages) registers(w http.ResponseWriter, r *http.Request, by route.Request) error {
	list, err := p.Registers.Registers(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.RegistersPage{Frame: p.Frame(w, r, by, "register", locale.Word(by.Lang, "nav", "register"))}
	for _, reg := range list {
		var fields []string
		for _, f := range reg.Fields {
			fields = append(fields, in(by.Lang, f.Title))
		}
		page.Rows = append(page.Rows, view.RegisterRow{Href: address(reg), Title: in(by.Lang, reg.Register.Title), Pack: in(by.Lang, reg.Pack.Title),
			About: strings.Join(fields, locale.Text(by.Lang, "list.names")), Count: reg.Count})
		counts := view.Link{Text: in(by.Lang, reg.Pack.Title), Href: "/indicators/" + reg.Pack.Name}
		if len(reg.Indicators) > 0 && !slices.Contains(page.Counts, counts) {
			page.Counts = append(page.Counts, counts)
		}
	}
	return p.Show(w, r, http.StatusOK, view.Registers(page))
}

// records lists the records of a register.
func (p *pages) records(w http.ResponseWriter, r *http.Request, by route.Request) error {
	reg, k, q, found, total, err := p.Registers.Page(r.Context(), by.Call, r.PathValue("pack"), r.PathValue("register"), r.URL.Query(), 0)
	if err != nil {
		return err
	}
	page := &view.RecordsPage{Frame: p.Frame(w, r, by, "register", in(by.Lang, reg.Register.Title), view.Link{Text: locale.Word(by.Lang, "nav", "register"), Href: "/registers"})}
	if may(by, access.RegisterWrite) {
		page.New = address(reg) + "/new"
	}
	for _, f := range reg.Fields {
		page.Columns = append(page.Columns, column(by.Lang, f))
	}
	names := p.divisions(r.Context(), by)
	var last uuid.UUID
	for _, one := range found {
		page.Rows, last = append(page.Rows, view.RecordRow{Href: address(reg) + "/" + one.ID.String(), Cells: recordCells(by.Lang, reg, one, names)}), one.ID
	}
	if page.List, err = lists.Around(p.Site, r, by, k, q, total, len(found), last); err != nil {
		return err
	}
	label(by.Lang, reg, page.List.Filter)
	label(by.Lang, reg, page.List.More)
	return p.Show(w, r, http.StatusOK, view.Records(page))
}

// label gives the entries of a filter that are fields the words of their pack.
func label(l locale.Lang, reg register.Register, entries []view.Field) {
	for i := range entries {
		for _, f := range reg.Fields {
			if f.Name == entries[i].Name && f.Kind == pack.Code {
				entries[i].Label, entries[i].Data, entries[i].Options = in(l, f.Title), true, codes(l, f)
			}
		}
	}
}

func recordCells(l locale.Lang, reg register.Register, one register.Record, names []division) (cells []string) {
	for _, f := range reg.Fields {
		cells = append(cells, cell(l, f, one.Values[f.Name], names))
	}
	if cells[0] == "" { // what is opened needs a name
		cells[0] = locale.Text(l, "register.unnamed")
	}
	return cells
}

// export sends the records of a register as a workbook; what is secret is masked in it as it is on the page.
func (p *pages) export(w http.ResponseWriter, r *http.Request, by route.Request) error {
	packName, name := r.PathValue("pack"), r.PathValue("register")
	reg, k, q, _, _, err := p.Registers.Page(r.Context(), by.Call, packName, name, r.URL.Query(), 1)
	if err != nil {
		return err
	}
	var heads []view.TableColumn
	var widths []int
	for _, f := range reg.Fields {
		head := view.TableColumn{Title: in(by.Lang, f.Title), Kind: view.CellText}
		if f.Kind == pack.Number {
			head.Kind = view.CellNumber
		}
		if f.Unit != "" {
			head.Title += " (" + f.Unit + ")"
		}
		heads, widths = append(heads, head), append(widths, 20)
	}
	names := p.divisions(r.Context(), by)
	read := func(ctx context.Context, by route.Request, asked list.Query) (rows []lists.Row, found list.Found, err error) {
		values, err := url.ParseQuery(k.Encode(asked))
		if err != nil {
			return nil, found, err
		}
		if asked.After != uuid.Nil {
			values.Set("after", asked.After.String())
		}
		_, _, _, page, found, err := p.Registers.Page(ctx, by.Call, packName, name, values, asked.Limit)
		for _, one := range page {
			row := lists.Row{ID: one.ID}
			for _, text := range recordCells(by.Lang, reg, one, names) {
				row.Cells = append(row.Cells, view.TableCell{Text: text})
			}
			rows = append(rows, row)
		}
		return rows, found, err
	}
	return lists.Send(p.Site, w, r, by, k, q, in(by.Lang, reg.Register.Title), heads, widths, read)
}

func column(l locale.Lang, f *pack.Field) view.RecordColumn {
	return view.RecordColumn{Name: f.Name, Title: in(l, f.Title), Unit: f.Unit, Number: f.Kind == pack.Number}
}

func codes(l locale.Lang, f *pack.Field) (options []view.Option) {
	for i, code := range f.List.Codes {
		options = append(options, view.Option{Value: code, Text: in(l, f.List.Labels[i]), Data: true})
	}
	return options
}

// answers are what a yes_no may hold.
func answers(l locale.Lang) []view.Option {
	return []view.Option{{Value: "yes", Text: locale.Text(l, "value.yes")}, {Value: "no", Text: locale.Text(l, "value.no")}}
}

// cell is a value as a list shows it.
func cell(l locale.Lang, f *pack.Field, value string, divisions []division) string {
	switch f.Kind {
	case pack.Code:
		for _, o := range codes(l, f) {
			if o.Value == value {
				return o.Text
			}
		}
	case pack.YesNo:
		for _, o := range answers(l) {
			if o.Value == value {
				return o.Text
			}
		}
	case pack.Division:
		for _, d := range divisions {
			if d.digits == value {
				return d.name
			}
		}
	}
	return value
}

// A division is one to choose.
type division struct{ digits, name string }

// divisions are the divisions that the installation knows; none where they can not be read now, then digits are shown.
func (p *pages) divisions(ctx context.Context, by route.Request) (all []division) {
	list, err := p.Organisation.Divisions(ctx, by.Call, region.Code{})
	if err != nil {
		p.Log.Warn("divisions not read", "error", err)
	}
	for _, d := range list {
		if code, err := region.Parse(fmt.Sprintf("%06d", d.Code)); err == nil {
			all = append(all, division{expr.Significant(code), d.Name})
		}
	}
	return all
}
