package sheet

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/intake"

	app "github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// templateRows is how many rows of a template a page shows.
const templateRows = 200

// takeTemplate takes a blank template.
func (p *pages) takeTemplate(w http.ResponseWriter, r *http.Request, by route.Request) error {
	var b record.Workbook
	err := site.ReadUpload(r, func(u intake.Uploaded) (err error) {
		b, err = p.Sheets.TakeTemplate(r.Context(), by.Call, u)
		return err
	})
	if isWrong(err) {
		return p.show(w, r, by, record.WorkbookTemplate, err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, home+"/templates/"+b.ID.String(), "")
}

// template is where a template is mapped and filled.
func (p *pages) template(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	return p.showTemplate(w, r, by, id, nil, nil)
}

func (p *pages) showTemplate(w http.ResponseWriter, r *http.Request, by route.Request, id uuid.UUID, sent url.Values, wrong error) error {
	t, err := p.Sheets.Template(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	typed, at, err := p.Reports.Draft(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if sent == nil {
		sent = typed
	}
	here := home + "/templates/" + id.String()
	page := &view.TemplatePage{Frame: p.Frame(w, r, by, "workbook", t.Title, view.Link{Text: by.Say("workbook.list"), Href: home}),
		Form: view.Form{Action: here, Draft: here + "/draft", Version: t.Version, DraftAt: at}}
	page.Frame.TitleData = true
	shown := t.Mapping
	if sent != nil {
		shown = templateOf(sent, t.Mapping, t.Candidates)
	}
	templateForm(page, by, t, shown)
	if page.Fill, err = p.filling(r, by, t, here); err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		page.Form.Problem, status = route.Sentence(by.Lang, wrong), route.KindOf(wrong).Status()
	}
	return p.Show(w, r, status, view.Template(page))
}

func templateForm(page *view.TemplatePage, by route.Request, t app.Template, m cellmap.Template) {
	key := view.Field{Name: "key", Kind: view.FieldChoice, Label: by.Say("sheet.template-key"), Value: strconv.Itoa(m.Key), Required: true}
	for col := range t.Grid.Columns {
		key.Options = append(key.Options, view.Option{Value: strconv.Itoa(col), Text: columnName(col) + " " + short(t.Grid.Head(t.Grid.HeadTop(m.Heads-1), m.Heads-1, col)), Data: true})
	}
	page.Settings = []view.Field{{Name: "name", Kind: view.FieldText, Label: by.Say("sheet.template-name"), Value: m.Name, Required: true, Longest: 120},
		{Name: "heads", Kind: view.FieldNumber, Label: by.Say("sheet.map-heads"), Value: strconv.Itoa(m.Heads), Required: true}, key}
	fields := view.Words(by.Lang, "template-field", cellmap.TemplateFields...)
	for col := range t.Grid.Columns {
		value, name := "", columnName(col)
		if col < len(m.Columns) {
			value = m.Columns[col]
		}
		page.Columns = append(page.Columns, view.LedgerColumn{Name: name, Head: short(t.Grid.Head(t.Grid.HeadTop(m.Heads-1), m.Heads-1, col)),
			Field: view.Field{Name: "field." + strconv.Itoa(col), Kind: view.FieldChoice, Label: by.Say("sheet.map-field", name), Value: value, Options: fields, Hidden: true, None: by.Say("sheet.template-none")}})
	}
	labels := make(map[cellmap.About]string)
	for _, c := range t.Candidates {
		labels[c.About] = c.Label()
		page.Choices = append(page.Choices, c.Label())
	}
	for row := m.Heads; row < min(t.Grid.Rows, m.Heads+templateRows); row++ {
		x := view.TemplateRow{Number: row + 1, Name: "row." + strconv.Itoa(row), Label: by.Say("sheet.template-row", row+1), Value: labels[m.Rows[row]]}
		for col := range t.Grid.Columns {
			x.Texts = append(x.Texts, short(t.Grid.Text(row, col)))
		}
		page.Rows = append(page.Rows, x)
	}
	for _, f := range cellmap.TemplateCells {
		page.Cells = append(page.Cells, view.Field{Name: "cell." + f, Kind: view.FieldText, Label: locale.Word(by.Lang, "template-field", f), Value: m.Cells[f], Longest: 8})
	}
	page.Cells = append(page.Cells, view.Field{Name: "person", Kind: view.FieldText, Label: by.Say("sheet.template-person"), Value: m.Person, Longest: 40},
		view.Field{Name: "phone", Kind: view.FieldText, Label: by.Say("sheet.template-phone"), Value: m.Phone, Longest: 40})
}

// templateOf is what the cells of a template are filled with as it was sent.
func templateOf(sent url.Values, before cellmap.Template, candidates []cellmap.Candidate) cellmap.Template {
	m := before
	m.Columns, m.Rows, m.Cells = append([]string(nil), before.Columns...), make(map[int]cellmap.About), make(map[string]string)
	for row, about := range before.Rows {
		m.Rows[row] = about
	}
	for _, x := range []struct {
		name string
		to   *string
	}{{"name", &m.Name}, {"person", &m.Person}, {"phone", &m.Phone}} {
		if sent.Has(x.name) {
			*x.to = strings.TrimSpace(sent.Get(x.name))
		}
	}
	for _, x := range []struct {
		name string
		to   *int
	}{{"heads", &m.Heads}, {"key", &m.Key}} {
		if n, err := strconv.Atoi(sent.Get(x.name)); err == nil {
			*x.to = n
		}
	}
	for col := range m.Columns {
		if name := "field." + strconv.Itoa(col); sent.Has(name) {
			m.Columns[col] = sent.Get(name)
		}
	}
	for _, f := range cellmap.TemplateCells {
		m.Cells[f] = strings.ToUpper(strings.TrimSpace(sent.Get("cell." + f)))
	}
	byLabel := make(map[string]cellmap.About, len(candidates))
	for _, c := range candidates {
		byLabel[c.Label()] = c.About
	}
	for key := range sent {
		text, ok := strings.CutPrefix(key, "row.")
		row, err := strconv.Atoi(text)
		if !ok || err != nil || row < 0 || row >= cellmap.MaxRows {
			continue
		}
		delete(m.Rows, row)
		if about, ok := byLabel[strings.TrimSpace(sent.Get(key))]; ok {
			m.Rows[row] = about
		}
	}
	return m
}

// filling is the part of the page where a template is filled for a period.
func (p *pages) filling(r *http.Request, by route.Request, t app.Template, here string) (*view.TemplateFill, error) {
	of := r.URL.Query().Get("period")
	fill := &view.TemplateFill{Action: here, Period: view.Field{Name: "period", Kind: view.FieldChoice, Label: by.Say("sheet.head-period"), Value: of, Required: true, Hidden: true}}
	for _, x := range t.Periods {
		fill.Period.Options = append(fill.Period.Options, view.Option{Value: x, Text: locale.Period(by.Lang, x)})
	}
	if of == "" {
		return fill, nil
	}
	f, err := p.Sheets.Fill(r.Context(), by.Call, t.ID, of, locale.Zh)
	if err != nil {
		return fill, err
	}
	fill.Of, fill.Href = of, here+"/filled.xlsx?"+url.Values{"period": {of}}.Encode()
	for _, c := range f.Cells {
		fill.Cells = append(fill.Cells, templateCell(c))
	}
	for _, c := range f.Empty {
		fill.Empty = append(fill.Empty, templateCell(c))
	}
	return fill, nil
}

func templateCell(c app.FilledCell) view.TemplateCell {
	x := view.TemplateCell{Cell: c.Reference(), About: c.About, Field: c.Field, Value: short(c.Text)}
	if c.Report != uuid.Nil && c.Text != "" {
		x.Href = "/reports/" + c.Report.String()
	}
	return x
}

// mapTemplate keeps what the cells of a template are filled with.
func (p *pages) mapTemplate(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	here := home + "/templates/" + id.String()
	if !r.PostForm.Has("discard") {
		t, err := p.Sheets.Template(r.Context(), by.Call, id)
		if err != nil {
			return err
		}
		err = p.Sheets.MapTemplate(r.Context(), by.Call, id, templateOf(r.PostForm, t.Mapping, t.Candidates))
		if isWrong(err) {
			return p.showTemplate(w, r, by, id, r.PostForm, err)
		}
		if err != nil {
			return err
		}
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, here, "flash.kept")
}

// filled is the template filled for a period.
func (p *pages) filled(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Sheets.Fill(r.Context(), by.Call, id, r.URL.Query().Get("period"), locale.Zh)
	if err != nil {
		return err
	}
	name, data, err := f.Workbook()
	if err != nil {
		return err
	}
	return send(w, name, data)
}
