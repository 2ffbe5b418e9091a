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
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/locale"
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
	const rows = 50
	q := r.URL.Query()
	filter := register.Filter{Text: strings.TrimSpace(q.Get("text")), Limit: rows + 1, Codes: make(map[string]string)}
	for name := range q {
		filter.Codes[name] = q.Get(name)
	}
	if after, err := uuid.Parse(q.Get("after")); err == nil {
		filter.After = after
	}
	reg, list, err := p.Registers.List(r.Context(), by.Call, r.PathValue("pack"), r.PathValue("register"), filter)
	if err != nil {
		return err
	}
	page := &view.RecordsPage{
		Frame: p.Frame(w, r, by, "register", in(by.Lang, reg.Register.Title), view.Link{Text: locale.Word(by.Lang, "nav", "register"), Href: "/registers"}),
		List:  view.List{Action: address(reg), Clear: address(reg), Total: -1, Filter: []view.Field{{Name: "text", Kind: view.FieldText, Label: locale.Text(by.Lang, "register.find"), Value: filter.Text, Hidden: true}}},
	}
	page.List.Filtered = filter.Text != "" || filter.After != uuid.Nil
	next := url.Values{"text": {filter.Text}}
	for _, f := range reg.Fields {
		if f.Kind == pack.Code {
			page.List.Filter = append(page.List.Filter, view.Field{Name: f.Name, Kind: view.FieldChoice, Label: in(by.Lang, f.Title), Data: true, Hidden: true, Value: q.Get(f.Name), Options: codes(by.Lang, f)})
			page.List.Filtered = page.List.Filtered || q.Get(f.Name) != ""
			next.Set(f.Name, q.Get(f.Name))
		}
	}
	if may(by, access.RegisterWrite) {
		page.New = address(reg) + "/new"
	}
	if len(list) > rows {
		list = list[:rows]
		next.Set("after", list[rows-1].ID.String())
		page.List.Next = address(reg) + "?" + next.Encode()
	}
	for _, f := range reg.Fields {
		page.Columns = append(page.Columns, column(by.Lang, f))
	}
	names := p.divisions(r.Context(), by)
	for _, one := range list {
		row := view.RecordRow{Href: address(reg) + "/" + one.ID.String()}
		for _, f := range reg.Fields {
			row.Cells = append(row.Cells, cell(by.Lang, f, one.Values[f.Name], names))
		}
		if row.Cells[0] == "" { // what is opened needs a name
			row.Cells[0] = locale.Text(by.Lang, "register.unnamed")
		}
		page.Rows = append(page.Rows, row)
	}
	page.List.Shown = len(list)
	return p.Show(w, r, http.StatusOK, view.Records(page))
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
