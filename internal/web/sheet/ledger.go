package sheet

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/intake"

	"github.com/wenxiao/wenxiao/internal/app/document"
	app "github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/internal/workbook"
)

// How much of a ledger a page shows.
const (
	previewRows  = 6
	previewItems = 20
)

// leftOut is chosen for a name that means no unit.
const leftOut = "-"

// takeLedger takes a ledger that comes in.
func (p *pages) takeLedger(w http.ResponseWriter, r *http.Request, by route.Request) error {
	var b record.Workbook
	err := site.ReadUpload(r, func(u intake.Uploaded) (err error) {
		b, err = p.Sheets.TakeLedger(r.Context(), by.Call, u)
		return err
	})
	if isWrong(err) {
		return p.show(w, r, by, record.WorkbookLedger, err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, home+"/ledgers/"+b.ID.String(), "")
}

// ledger is where the columns of a ledger get their meaning, with what is read then.
func (p *pages) ledger(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	return p.showLedger(w, r, by, id, nil)
}

func (p *pages) showLedger(w http.ResponseWriter, r *http.Request, by route.Request, id uuid.UUID, wrong error) error {
	l, err := p.Sheets.Ledger(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	typed, at, err := p.Reports.Draft(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	shown := l.Mapping
	if typed != nil {
		shown = mappingOf(typed, l.Mapping)
	}
	here := home + "/ledgers/" + id.String()
	page := &view.LedgerSheetPage{Frame: p.Frame(w, r, by, "workbook", l.Title, view.Link{Text: by.Say("workbook.list"), Href: home}), State: l.State,
		Form: view.Form{Action: here, Draft: here + "/draft", Version: l.Version, DraftAt: at}, First: l.Mapping.Heads}
	page.Frame.TitleData = true
	isFixed := l.State == record.WorkbookAdopted
	if isFixed {
		page.Form.Draft, page.Form.DraftAt = "", 0
		page.Adopted, page.Undo = &view.Link{Text: l.Title, Href: "/tasks?document=" + l.Document.String(), Data: true}, here+"/undo"
	}
	ledgerForm(page, by, l, shown, isFixed)
	if page.Result, err = p.ledgerResult(r, by, l, isFixed); err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		page.Form.Problem, status = route.Sentence(by.Lang, wrong), route.KindOf(wrong).Status()
		if e, ok := errors.AsType[*app.WorkedError](wrong); ok {
			for _, t := range e.Tasks {
				page.Blocked = append(page.Blocked, view.Link{Text: t.Title, Href: "/tasks/" + t.ID.String(), Data: true})
			}
		}
	}
	return p.Show(w, r, status, view.LedgerSheet(page))
}

// ledgerForm fills the entries of the mapping.
func ledgerForm(page *view.LedgerSheetPage, by route.Request, l app.Ledger, m cellmap.Mapping, isFixed bool) {
	sheets := view.Field{Name: "sheet", Kind: view.FieldChoice, Label: by.Say("sheet.map-sheet"), Value: m.Sheet, Required: true, Fixed: isFixed}
	for _, name := range l.Sheets {
		sheets.Options = append(sheets.Options, view.Option{Value: name, Text: name, Data: true})
	}
	number := func(name, label string, n int) view.Field {
		return view.Field{Name: name, Kind: view.FieldNumber, Label: label, Value: strconv.Itoa(n), Required: true, Fixed: isFixed}
	}
	page.Settings = []view.Field{{Name: "title", Kind: view.FieldText, Label: by.Say("sheet.map-title"), Value: m.Title, Required: true, Longest: 200, Wide: true, Fixed: isFixed}, sheets,
		number("heads", by.Say("sheet.map-heads"), m.Heads), number("last", by.Say("sheet.map-last"), m.Last), number("year", by.Say("sheet.map-year"), m.Year), every(by, m.Every, isFixed),
		{Name: "proof", Kind: view.FieldText, Label: by.Say("sheet.map-proof"), Value: m.Proof, Longest: 200, Wide: true, Fixed: isFixed}}
	fields := view.Words(by.Lang, "ledger-field", cellmap.Fields...)
	for col := range l.Grid.Columns {
		var x cellmap.Meaning
		if col < len(m.Columns) {
			x = m.Columns[col]
		}
		n := strconv.Itoa(col)
		name := columnName(col)
		c := view.LedgerColumn{Name: name, Head: l.Grid.Head(l.Grid.HeadTop(m.Heads-1), m.Heads-1, col),
			Field: view.Field{Name: "field." + n, Kind: view.FieldChoice, Label: by.Say("sheet.map-field", name), Value: x.Field, Options: fields, Hidden: true, None: by.Say("sheet.map-none"), Fixed: isFixed},
			Of:    view.Field{Name: "period." + n, Kind: view.FieldText, Label: by.Say("sheet.map-period", name), Value: x.Period, Hidden: true, Longest: 8, Fixed: isFixed}}
		page.Columns = append(page.Columns, c)
	}
	for row := m.Heads; row < min(m.Last, l.Grid.Rows, m.Heads+previewRows); row++ {
		var texts []string
		for col := range l.Grid.Columns {
			texts = append(texts, short(l.Grid.Text(row, col)))
		}
		page.Rows = append(page.Rows, texts)
	}
	page.First = m.Heads + 1
}

// columnName is the letters of a column, from 0.
func columnName(col int) string {
	return strings.TrimRight(workbook.Place{Col: col}.Reference(), "0123456789")
}

func short(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

func every(by route.Request, value string, isFixed bool) view.Field {
	f := view.Field{Name: "every", Kind: view.FieldChoice, Label: by.Say("sheet.map-every"), Value: value, Fixed: isFixed}
	f.Options = view.Words(by.Lang, "ledger-every", "month", "quarter", "half-year", "year")
	return f
}

func (p *pages) ledgerResult(r *http.Request, by route.Request, l app.Ledger, isFixed bool) (*view.LedgerResult, error) {
	if len(l.Items) == 0 {
		return nil, nil
	}
	units, err := p.Sheets.Chosen(r.Context(), by.Call)
	if err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(units))
	var options []view.Option
	for _, u := range units {
		names[u.ID] = u.Name
		options = append(options, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
	}
	result := &view.LedgerResult{Tasks: len(l.Items), More: max(0, len(l.Items)-previewItems)}
	for _, n := range l.Names {
		if n.Unit != uuid.Nil && !n.IsChosen {
			result.Known = append(result.Known, view.NamedText{Name: n.Text, Text: names[n.Unit]})
			continue
		}
		f := view.Field{Name: "unit." + n.Text, Kind: view.FieldChoice, Label: n.Text, Data: true, Fixed: isFixed,
			Options: append([]view.Option{{Value: leftOut, Text: by.Say("sheet.left-out")}}, options...)}
		switch {
		case n.Unit != uuid.Nil:
			f.Value = n.Unit.String()
		case n.IsChosen:
			f.Value = leftOut
		}
		result.Names = append(result.Names, f)
	}
	periods := make(map[string]bool)
	for i, item := range l.Items {
		result.Targets += len(l.Proposal.Tasks[i].Targets)
		result.Reports += len(item.Past)
		for _, x := range item.Past {
			if !periods[x.Period] {
				periods[x.Period] = true
				result.Periods = append(result.Periods, x.Period)
			}
		}
		if i < previewItems {
			result.Items = append(result.Items, ledgerItem(l, i, names))
		}
	}
	for _, m := range l.Missing {
		text := locale.Word(by.Lang, "adoption", m.Key)
		if m.Task >= 0 {
			text = by.Say("sheet.missing", l.Items[m.Task].Row+1, text)
		}
		result.Missing = append(result.Missing, text)
	}
	for _, f := range l.Faults {
		result.Faults = append(result.Faults, view.CellFault{Cell: cellName(f.At), Text: app.Sentence(by.Lang, f)})
	}
	return result, nil
}

func ledgerItem(l app.Ledger, i int, names map[uuid.UUID]string) view.LedgerItem {
	t, decided := l.Proposal.Tasks[i], l.Decision.Tasks[i]
	item := view.LedgerItem{Row: l.Items[i].Row + 1, Title: t.Title, Due: l.Items[i].Due}
	for j, d := range t.Duties {
		name := names[decided.Duties[j].Unit]
		switch {
		case decided.Duties[j].Part == record.PartLead:
			item.Lead = name
		case name != "":
			item.Others = append(item.Others, name)
		case decided.Duties[j].Unit == uuid.Nil:
			item.Others = append(item.Others, d.Unit+"？")
		}
	}
	for _, g := range t.Targets {
		text := g.Metric + " " + g.Value.String()
		if g.Unit != nil {
			text += *g.Unit
		}
		if g.Due != nil {
			text += " " + *g.Due
		}
		item.Targets = append(item.Targets, text)
	}
	for _, x := range l.Items[i].Past {
		text := short(x.Progress)
		if x.Value != nil {
			text += " " + x.Value.String()
		}
		item.Reports = append(item.Reports, view.NamedText{Name: x.Period, Text: text})
	}
	return item
}

// mappingOf is a mapping as it was sent, or typed and not yet sent.
func mappingOf(sent url.Values, before cellmap.Mapping) cellmap.Mapping {
	m := before
	m.Columns = make([]cellmap.Meaning, len(before.Columns))
	text := func(name string, to *string) {
		if sent.Has(name) {
			*to = strings.TrimSpace(sent.Get(name))
		}
	}
	number := func(name string, to *int) {
		if n, err := strconv.Atoi(strings.TrimSpace(sent.Get(name))); err == nil {
			*to = n
		}
	}
	text("title", &m.Title)
	text("sheet", &m.Sheet)
	text("every", &m.Every)
	text("proof", &m.Proof)
	number("heads", &m.Heads)
	number("last", &m.Last)
	number("year", &m.Year)
	for col := range m.Columns {
		m.Columns[col] = before.Columns[col]
		text("field."+strconv.Itoa(col), &m.Columns[col].Field)
		text("period."+strconv.Itoa(col), &m.Columns[col].Period)
		if !cellmap.IsDated(m.Columns[col].Field) {
			m.Columns[col].Period = ""
		}
	}
	m.Units = make(map[string]uuid.UUID)
	for name, id := range before.Units {
		m.Units[name] = id
	}
	for key, values := range sent {
		name, ok := strings.CutPrefix(key, "unit.")
		if !ok || len(values) == 0 {
			continue
		}
		id, err := uuid.Parse(values[0])
		switch {
		case values[0] == leftOut, err == nil:
			m.Units[name] = id
		default:
			delete(m.Units, name)
		}
	}
	return m
}

// mapLedger keeps what the columns mean, and adopts the ledger if that is asked for.
func (p *pages) mapLedger(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	here := home + "/ledgers/" + id.String()
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
			return err
		}
		return p.Go(w, r, here, "")
	}
	l, err := p.Sheets.Mapped(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	err = p.Sheets.Map(r.Context(), by.Call, id, mappingOf(r.PostForm, l))
	if err == nil {
		err = p.Reports.DropDraft(r.Context(), by.Call, id)
	}
	done := "flash.kept"
	if err == nil && r.PostForm.Get("do") == "adopt" {
		_, err = p.Sheets.Adopt(r.Context(), by.Call, id)
		done = "flash.ledger-adopted"
	}
	if kind := route.KindOf(err); isWrong(err) || kind == fault.Conflict {
		if _, ok := errors.AsType[*document.MissingError](err); ok { // the rows are listed on the page
			err = fault.New(fault.Invalid, "ledger-missing")
		}
		return p.showLedger(w, r, by, id, err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, here, done)
}

// undoLedger takes a ledger back.
func (p *pages) undoLedger(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	err = p.Sheets.Undo(r.Context(), by.Call, id)
	if route.KindOf(err) == fault.Conflict {
		return p.showLedger(w, r, by, id, err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, home+"/ledgers/"+id.String(), "flash.ledger-undone")
}

// draft keeps what somebody has typed into a mapping and not yet sent.
func (p *pages) draft(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if err := p.Reports.SaveDraft(r.Context(), by.Call, id, r.PostForm); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
