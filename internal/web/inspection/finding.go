package inspection

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	cards "github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// newFinding asks for a finding.
func (p *pages) newFinding(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	form, err := site.NewForm("/inspections/" + id.String() + "/findings")
	if err != nil {
		return err
	}
	typed, err := p.kept(r, by, &form, id)
	if err != nil {
		return err
	}
	return p.findingForm(w, r, by, http.StatusOK, id, form, typed)
}

// editFinding shows a finding that was not handed over, to be written anew.
func (p *pages) editFinding(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Inspections.Finding(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if !f.MayEdit {
		return fault.New(fault.Conflict, "finding-handed")
	}
	form := view.Form{ID: id.String(), Action: "/inspections/" + f.Inspection.ID.String() + "/findings"}
	typed := url.Values{"unit": {f.Unit.String()}, "place": {f.Place}, "what": {f.What}, "severity": {f.Severity}, "basis": {f.Basis}}
	if f.Task != uuid.Nil {
		typed.Set("about", f.Task.String()+"/"+f.Target.String())
	}
	return p.findingForm(w, r, by, http.StatusOK, f.Inspection.ID, form, typed)
}

func (p *pages) findingForm(w http.ResponseWriter, r *http.Request, by route.Request, status int, inspectionID uuid.UUID, form view.Form, typed url.Values) error {
	i, err := p.Inspections.Find(r.Context(), by.Call, inspectionID)
	if err != nil {
		return err
	}
	if !i.MayNote {
		return fault.New(fault.Conflict, "inspection-not-now")
	}
	page := &view.FindingFormPage{Form: form, Frame: p.Frame(w, r, by, "inspection", by.Say("finding.new"), crumb(by.Lang), view.Link{Text: i.Title, Href: "/inspections/" + inspectionID.String(), Data: true})}
	unit := view.Field{Name: "unit", Kind: view.FieldChoice, Label: by.Say("finding.unit"), Required: true}
	for _, u := range i.Units {
		unit.Options = append(unit.Options, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
	}
	severity := view.Field{Name: "severity", Kind: view.FieldChoice, Label: by.Say("finding.severity"), Required: true}
	severity.Options = view.Words(by.Lang, "severity", inspection.Severities...)
	about := view.Field{Name: "about", Kind: view.FieldChoice, Label: by.Say("finding.about")}
	for _, t := range i.Tasks {
		title := strings.TrimSpace(t.Label + " " + t.Title)
		about.Options = append(about.Options, view.Option{Value: t.ID.String() + "/" + uuid.Nil.String(), Text: title, Data: true})
		for _, g := range t.Targets {
			about.Options = append(about.Options, view.Option{Value: t.ID.String() + "/" + g.ID.String(), Text: title + " · " + g.Metric, Data: true})
		}
	}
	page.Fields = []view.Field{unit,
		{Name: "place", Kind: view.FieldText, Label: by.Say("finding.place"), Longest: 200}, about,
		{Name: "what", Kind: view.FieldLong, Label: by.Say("finding.what"), Hint: by.Say("finding.what-hint"), Required: true, Longest: 4000}, severity,
		{Name: "basis", Kind: view.FieldLong, Label: by.Say("finding.basis"), Longest: 4000}}
	for n := range page.Fields {
		page.Fields[n].Value = typed.Get(page.Fields[n].Name)
	}
	return p.Show(w, r, status, view.FindingForm(page))
}

// note takes a finding in.
func (p *pages) note(w http.ResponseWriter, r *http.Request, by route.Request) error {
	of, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, of); err != nil {
			return err
		}
		return p.Go(w, r, "/inspections/"+of.String()+"/findings/new", "")
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	n := inspection.Noted{ID: id, Inspection: of, Place: r.PostForm.Get("place"), What: r.PostForm.Get("what"), Severity: r.PostForm.Get("severity"), Basis: r.PostForm.Get("basis")}
	if unit := ids(r.PostForm["unit"]); len(unit) > 0 {
		n.Unit = unit[0]
	}
	if about := ids(strings.Split(r.PostForm.Get("about"), "/")); len(about) == 2 {
		n.Task, n.Target = about[0], about[1]
	}
	err = p.Inspections.Note(r.Context(), by.Call, n)
	if isEntered(err) {
		form := view.Form{ID: id.String(), Action: r.URL.Path, Draft: "/inspection-drafts/" + of.String(), Problem: route.Sentence(by.Lang, err)}
		return p.findingForm(w, r, by, route.KindOf(err).Status(), of, form, r.PostForm)
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, of); err != nil {
		return err
	}
	return p.Go(w, r, "/findings/"+id.String(), "flash.finding")
}

func (p *pages) finding(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.findingPage(w, r, by, http.StatusOK, cards.Sent{}, nil)
}

// What can be added to prove something.
const (
	proofTypes = ".pdf,.ofd,.docx,.doc,.xlsx,.xls,.jpg,.jpeg,.png,.zip,.txt"
	proofNames = "PDF, OFD, DOCX, XLSX, JPG, PNG, ZIP, TXT"
)

// findingPage shows a finding. failed is why a file was not taken.
func (p *pages) findingPage(w http.ResponseWriter, r *http.Request, by route.Request, status int, not cards.Sent, failed error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Inspections.Finding(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/findings/" + id.String()
	page := &view.FindingPage{
		Frame:      p.Frame(w, r, by, "inspection", by.Say("finding.one"), crumb(by.Lang)),
		Inspection: view.Link{Text: f.Inspection.Title, Href: "/inspections/" + f.Inspection.ID.String(), Data: true}, Number: f.Ordinal, Severity: f.Severity, Unit: f.UnitName, Place: f.Place,
		Found: date(f.Found), Limit: date(f.Limit), Task: f.TaskName, Metric: f.Metric, What: f.What, Basis: f.Basis, Measures: f.Measures, Person: f.Person, Result: f.Result, Recheck: f.Recheck, Reopened: f.Reopened,
	}
	page.State, page.Closed = p.state(by.Lang, f.Finding)
	if f.MayEdit {
		page.Edit, page.Drop = here+"/edit", &view.Form{Action: here + "/drop"}
	}
	if f.MayHand {
		page.Hand = &view.Form{Action: here + "/hand"}
	}
	for _, x := range f.Files {
		page.Files = append(page.Files, view.FindingFile{Name: x.FileName, Href: here + "/files/" + x.ID.String(), Size: x.FileSize, At: x.Made, Prove: x.Part})
	}
	if f.MayProve != "" {
		page.Proves, page.Upload = f.MayProve, &view.Upload{Form: view.Form{Action: here + "/files"}, Largest: p.MaxUpload, Types: proofTypes, Names: proofNames}
	}
	if failed != nil {
		page.Problem = route.Sentence(by.Lang, failed)
	}
	if f.Case.ID != uuid.Nil {
		card, err := cards.Card(p.Site, r, by, f.Case, here, not)
		if err != nil {
			return err
		}
		page.Card = &card
	}
	return p.Show(w, r, status, view.Finding(page))
}

func (p *pages) hand(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Inspections.Hand(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/findings/"+id.String(), "flash.finding-handed")
}

func (p *pages) drop(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Inspections.Finding(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if err := p.Inspections.Drop(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/inspections/"+f.Inspection.ID.String(), "flash.removed")
}

// moveFinding takes a move on a finding.
func (p *pages) moveFinding(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	f, err := p.Inspections.Finding(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	move := r.PathValue("move")
	form := typedForm(r, f.Case.Workflow, move)
	err = p.Inspections.Move(r.Context(), by.Call, id, move, form, site.Version(r))
	return p.moved(w, r, "/findings/"+id.String(), err, func() error {
		return p.findingPage(w, r, by, route.KindOf(err).Status(), cards.Sent{Move: move, Typed: form, Err: err}, nil)
	})
}

// attach adds files to a finding, as they arrive.
func (p *pages) attach(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	var refused error
	if err := site.ReadParts(r, func(string, string) error { return nil }, func(u intake.Uploaded) error {
		refused = p.Inspections.Attach(r.Context(), by.Call, id, u)
		return refused
	}); err != nil {
		if isEntered(refused) {
			return p.findingPage(w, r, by, route.KindOf(refused).Status(), cards.Sent{}, refused)
		}
		return err
	}
	return p.Go(w, r, "/findings/"+id.String()+"#proof", "flash.kept")
}

func (p *pages) file(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	of, err := site.ID(r, "file")
	if err != nil {
		return err
	}
	f, content, err := p.Inspections.File(r.Context(), by.Call, id, of)
	if err != nil {
		return err
	}
	return errors.Join(site.SendFile(w, r, f.File, content), content.Close())
}

// ledgers are the lists of an inspection, in Chinese: they are papers of an office.
func (p *pages) ledgers(r *http.Request, by route.Request) (i inspection.Page, lists []bulletin.Ledger, err error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return i, nil, err
	}
	if i, err = p.Inspections.Find(r.Context(), by.Call, id); err != nil {
		return i, nil, err
	}
	var found []bulletin.LedgerFinding
	for _, f := range i.Findings {
		if f.State == record.FindingNoted {
			continue
		}
		state, _ := p.state(locale.Zh, f)
		found = append(found, bulletin.LedgerFinding{Number: f.Ordinal, Unit: f.UnitName, Place: f.Place, What: f.What, Basis: f.Basis, Severity: locale.Word(locale.Zh, "severity", f.Severity), State: state,
			Measures: f.Measures, Person: f.Person, Result: f.Result, Recheck: f.Recheck, Found: period.Date(f.Found), Limit: period.Date(f.Limit), Struck: period.Date(f.Struck)})
	}
	return i, bulletin.FindingLists(i.Title, i.Office, period.Date(p.Today()), found), nil
}

// lists shows them to be printed.
func (p *pages) lists(w http.ResponseWriter, r *http.Request, by route.Request) error {
	i, lists, err := p.ledgers(r, by)
	if err != nil {
		return err
	}
	here := "/inspections/" + i.ID.String()
	page := &view.FindingListsPage{Frame: p.Frame(w, r, by, "inspection", by.Say("finding.lists"), crumb(by.Lang), view.Link{Text: i.Title, Href: here, Data: true}), Title: i.Title, Office: i.Office}
	for n, l := range lists {
		x := view.FindingList{Title: locale.Word(by.Lang, "finding-list", strconv.Itoa(n+1)), Export: fmt.Sprintf("%s/lists/%d", here, n+1), Rows: l.Rows}
		for _, c := range l.Columns {
			x.Heads = append(x.Heads, c.Head)
		}
		page.Lists = append(page.Lists, x)
	}
	return p.Show(w, r, http.StatusOK, view.FindingLists(page))
}

// workbook is one of them as a workbook.
func (p *pages) workbook(w http.ResponseWriter, r *http.Request, by route.Request) error {
	_, lists, err := p.ledgers(r, by)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("list"))
	if err != nil || n < 1 || n > len(lists) {
		return fault.New(fault.NotFound, "not-found")
	}
	var file bytes.Buffer
	if _, err := lists[n-1].WriteTo(&file); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": bulletin.SafeName(lists[n-1].Title + ".xlsx")}))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(file.Len()))
	_, err = file.WriteTo(w)
	return err
}
