package register

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/pack"
)

// A sheet is the form of one record as it is being made.
type sheet struct {
	by       route.Request
	register register.Register
	record   register.Record
	isNew    bool
	faults   map[string]string // by name of the entry
}

// blank is the form of a new record.
func (p *pages) blank(w http.ResponseWriter, r *http.Request, by route.Request) error {
	reg, err := p.find(r, by)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return p.showRecord(w, r, http.StatusOK, sheet{by: by, register: reg, isNew: true, record: register.Record{ID: id}}, "")
}

// find finds the register of the path.
func (p *pages) find(r *http.Request, by route.Request) (register.Register, error) {
	list, err := p.Registers.Registers(r.Context(), by.Call)
	for _, reg := range list {
		if reg.Pack.Name == r.PathValue("pack") && reg.Register.Name == r.PathValue("register") {
			return reg, nil
		}
	}
	return register.Register{}, errors.Join(err, fault.New(fault.NotFound, "register-missing"))
}

// record is one record.
func (p *pages) record(w http.ResponseWriter, r *http.Request, by route.Request) error {
	s, err := p.sheet(r, by)
	if err != nil {
		return err
	}
	return p.showRecord(w, r, http.StatusOK, s, "")
}

func (p *pages) sheet(r *http.Request, by route.Request) (s sheet, err error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return s, err
	}
	s.by = by
	s.register, s.record, err = p.Registers.Find(r.Context(), by.Call, r.PathValue("pack"), r.PathValue("register"), id)
	return s, err
}

func (p *pages) add(w http.ResponseWriter, r *http.Request, by route.Request) error {
	reg, err := p.find(r, by)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	return p.take(w, r, sheet{by: by, register: reg, isNew: true, record: register.Record{ID: id}})
}

func (p *pages) change(w http.ResponseWriter, r *http.Request, by route.Request) error {
	s, err := p.sheet(r, by)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	return p.take(w, r, s)
}

// take takes a form that was sent: a row more or less, or all of it to be kept.
func (p *pages) take(w http.ResponseWriter, r *http.Request, s sheet) error {
	e, err := p.entry(r, s)
	if err != nil {
		return err
	}
	if r.PostForm.Has("add") || r.PostForm.Has("remove") {
		return p.showRecord(w, r, http.StatusOK, s.sent(e), "")
	}
	err = p.Registers.Save(r.Context(), s.by.Call, s.register.Pack.Name, s.register.Register.Name, e)
	if kind := route.KindOf(err); kind == fault.Invalid || kind == fault.Conflict {
		s.faults = make(map[string]string)
		problem := route.Sentence(s.by.Lang, err)
		for _, f := range register.Faults(err) {
			s.faults[f.Field] = route.Sentence(s.by.Lang, f.Fault)
			problem = locale.Fault(s.by.Lang, "form-fields")
		}
		return p.showRecord(w, r, kind.Status(), s.sent(e), problem)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, address(s.register)+"/"+e.ID.String(), "flash.kept")
}

// entry reads the form of a record, with the row that was asked for and without the one that was taken away.
func (p *pages) entry(r *http.Request, s sheet) (e register.Entry, err error) {
	e = register.Entry{ID: s.record.ID, Values: make(map[string]string), Children: make(map[string][]register.Entry)}
	if !s.isNew {
		e.Version = site.Version(r)
	}
	for _, f := range s.register.Fields {
		e.Values[f.Name] = r.PostForm.Get(f.Name)
	}
	for _, c := range s.register.Children() {
		e.Children[c.Name] = nil
		for n, text := range r.PostForm[c.Name+".id"] {
			id, err := uuid.Parse(text)
			if err != nil {
				return e, site.BadForm(err)
			}
			row := register.Entry{ID: id, Values: make(map[string]string)}
			if r.PostForm.Get("remove") == entryName(c.Name, n, "") {
				continue
			}
			for _, f := range c.Fields {
				row.Values[f.Name] = r.PostForm.Get(entryName(c.Name, n, f.Name))
			}
			e.Children[c.Name] = append(e.Children[c.Name], row)
		}
		if r.PostForm.Get("add") == c.Name {
			id, err := uuid.NewV7()
			if err != nil {
				return e, err
			}
			e.Children[c.Name] = append(e.Children[c.Name], register.Entry{ID: id, Values: map[string]string{}})
		}
	}
	return e, nil
}

// entryName is the name of an entry of a row of a child table, as faults name it too; that of the row without a field.
func entryName(child string, row int, field string) string {
	return strings.TrimSuffix(child+"."+strconv.Itoa(row)+"."+field, ".")
}

// sent is the sheet with what was sent in the place of what is kept. What was entered of a secret is not sent back.
func (s sheet) sent(e register.Entry) sheet {
	kept := s.record
	s.record = register.Record{ID: e.ID, Version: e.Version, Values: merged(s.register.Fields, e.Values, kept.Values), Children: make(map[string][]register.Record)}
	for _, c := range s.register.Children() {
		for _, row := range e.Children[c.Name] {
			var old map[string]string
			for _, k := range kept.Children[c.Name] {
				if k.ID == row.ID {
					old = k.Values
				}
			}
			s.record.Children[c.Name] = append(s.record.Children[c.Name], register.Record{ID: row.ID, Values: merged(c.Fields, row.Values, old)})
		}
	}
	return s
}

func merged(fields []*pack.Field, sent, kept map[string]string) map[string]string {
	values := make(map[string]string)
	for _, f := range fields {
		values[f.Name] = sent[f.Name]
		if f.Kind == pack.Secret {
			values[f.Name] = kept[f.Name]
		}
	}
	return values
}

// showRecord shows the form of a record.
func (p *pages) showRecord(w http.ResponseWriter, r *http.Request, status int, s sheet, problem string) error {
	reg, l := s.register, s.by.Lang
	title := locale.Text(l, "register.new")
	page := &view.RecordPage{Form: view.Form{Action: address(reg) + "/" + s.record.ID.String(), Version: s.record.Version, Problem: problem}, Back: address(reg), Fixed: !may(s.by, access.RegisterWrite)}
	if s.isNew {
		page.Form.ID, page.Form.Action = s.record.ID.String(), address(reg)
	} else {
		title = s.title()
	}
	page.Frame = p.Frame(w, r, s.by, "register", title,
		view.Link{Text: locale.Word(l, "nav", "register"), Href: "/registers"}, view.Link{Text: in(l, reg.Register.Title), Href: address(reg), Data: true})
	section := view.FieldSection{}
	for _, f := range reg.Fields {
		section.Fields = append(section.Fields, s.field(f, reg.Register.Name, s.record, f.Name))
	}
	page.Sections = []view.FieldSection{section}
	for _, c := range reg.Children() {
		table := view.ChildTable{Name: c.Name, Title: in(l, c.Title)}
		for _, f := range c.Fields {
			table.Columns = append(table.Columns, column(l, f))
		}
		if !page.Fixed {
			table.Add = c.Name
		}
		for n, row := range s.record.Children[c.Name] {
			line := view.ChildRow{ID: row.ID.String()}
			if !page.Fixed {
				line.Remove = entryName(c.Name, n, "")
			}
			for _, f := range c.Fields {
				x := s.field(f, c.Name, row, entryName(c.Name, n, f.Name))
				x.Hidden, x.Unit, x.Hint = true, "", ""
				line.Fields = append(line.Fields, x)
			}
			table.Rows = append(table.Rows, line)
		}
		page.Children = append(page.Children, table)
	}
	return p.Show(w, r, status, view.Record(page))
}

// title names a record: its first text, else its first masked number, else the end of its id.
func (s sheet) title() string { return nameOf(s.register.Register, s.record) }

func nameOf(reg *pack.Register, r register.Record) string {
	for _, kind := range []pack.FieldKind{pack.Text, pack.Secret} {
		for _, f := range reg.Fields {
			if f.Kind == kind && r.Values[f.Name] != "" {
				return r.Values[f.Name]
			}
		}
	}
	id := r.ID.String()
	return id[len(id)-6:]
}

// kinds are how fields of packs are entered.
var kinds = map[pack.FieldKind]view.FieldKind{
	pack.Text: view.FieldText, pack.Secret: view.FieldSecret, pack.Number: view.FieldNumber, pack.Date: view.FieldDate, pack.Code: view.FieldChoice, pack.Division: view.FieldText,
	pack.YesNo: view.FieldChoice,
}

// field is the entry of a field; of is the register that has it.
func (s sheet) field(f *pack.Field, of string, record register.Record, name string) view.Field {
	l := s.by.Lang
	x := view.Field{Name: name, Kind: kinds[f.Kind], Label: in(l, f.Title), Data: l == locale.Zh, Value: record.Values[f.Name], Unit: f.Unit, Required: f.IsRequired,
		Fixed: !may(s.by, access.RegisterWrite), Problem: s.faults[name]}
	switch f.Kind {
	case pack.Code:
		x.Options = codes(l, f)
	case pack.YesNo:
		x.Options = answers(l)
	case pack.Division:
		x.Hint = locale.Text(l, "register.division-hint")
	case pack.Secret:
		x.Value, x.Masked = "", record.Values[f.Name]
		if x.Masked != "" {
			x.Hint, x.Required = locale.Text(l, "register.secret-hint"), false
		}
		if x.Masked != "" && !s.isNew && may(s.by, access.RegisterReveal) {
			x.Reveal = "/registers/" + s.register.Pack.Name + "/" + of + "/" + record.ID.String() + "/reveal/" + f.Name
		}
	}
	return x
}
