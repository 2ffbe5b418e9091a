package ledger

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// The files that are taken as evidence.
const (
	evidenceTypes = ".pdf,.ofd,.docx,.doc,.xlsx,.xls,.jpg,.jpeg,.png,.zip,.txt"
	evidenceNames = "PDF, OFD, DOCX, XLSX, JPG, PNG, ZIP"
)

// due is the form in which a unit reports; what was reported and can not be changed is shown instead.
func (p *pages) due(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Reports.Form(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	isOpen := f.State == record.DueOpen || f.State == record.DueReturned || f.Correction != uuid.Nil && f.Report != nil && report.IsOwn(*f.Report)
	if !isOpen || !by.Actor.WorksFor(f.Unit) || !may(by, access.ReportWrite) {
		if f.Report != nil {
			return p.Go(w, r, "/reports/"+f.Report.ID.String(), "")
		}
		return p.Go(w, r, "/tasks/"+f.Task.String(), "")
	}
	draft, at, err := p.Reports.Draft(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	page, err := p.form(w, r, by, f, draft)
	if err != nil {
		return err
	}
	page.Form.DraftAt = at
	return p.Show(w, r, http.StatusOK, view.ReportForm(page))
}

// form makes the form of a report; typed is what somebody has typed already, else it is filled from the last report.
func (p *pages) form(w http.ResponseWriter, r *http.Request, by route.Request, f report.Form, typed url.Values) (*view.ReportFormPage, error) {
	here := "/due/" + f.Due.ID.String()
	page := &view.ReportFormPage{
		Frame: p.Frame(w, r, by, "ledger", locale.Word(by.Lang, "act", "report"),
			view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}, view.Link{Text: f.Title, Href: "/tasks/" + f.Task.String(), Data: true}),
		Form: view.Form{Action: here, Draft: here + "/draft", Version: f.Due.Version}, Task: view.Link{Text: f.Label + " " + f.Title, Href: "/tasks/" + f.Task.String(), Data: true},
		Item: locale.Period(by.Lang, f.Period), Unit: f.Name, To: f.To, Due: p.dueOf(f.Due), Largest: p.MaxUpload, Types: evidenceTypes, Names: evidenceNames,
	}
	var old record.Report
	var id uuid.UUID
	values := make(map[uuid.UUID]int64)
	if f.Report != nil {
		old, id = *f.Report, f.Report.ID
		page.Version = old.Version
		page.Form.Version += old.Version // a part that is taken changes the text, and what a computer has kept is older then
		if old.State == record.ReportReturned {
			page.Returned = &view.Returned{Reason: old.Reason, At: old.Submitted}
		}
		for _, v := range f.Values {
			values[v.Target] = v.Value
		}
		page.Cause, page.Withdraw = old.Cause, withdrawal(old)
	} else {
		var err error
		if id, err = uuid.NewV7(); err != nil {
			return nil, err
		}
		if f.Before != nil { // most goes on as it was
			old.Problem, old.Next, values = f.Before.Problem, f.Before.Next, f.Last
		}
	}
	lastAt := view.NoDate
	if f.Before != nil {
		page.Before = &view.NamedText{Name: locale.Period(by.Lang, f.LastOf), Text: f.Before.Progress}
		if of, err := period.Parse(f.LastOf); err == nil {
			lastAt = of.Last()
		}
	}
	page.Form.ID = id.String()
	if len(typed) > 0 && !typed.Has("id") && f.Report != nil && f.Report.Account != by.Actor.Account { // a draft of the reader's that is not sent yet
		page.Kept = keptReport(by, f)
	}
	value := func(name, before string) string {
		if values, ok := typed[name]; ok && len(values) > 0 {
			return values[0]
		}
		return before
	}
	for _, x := range []struct{ name, label, before string }{
		{"progress", locale.Text(by.Lang, "report.progress"), old.Progress}, {"problem", locale.Text(by.Lang, "report.problem"), old.Problem}, {"next", locale.Text(by.Lang, "report.next"), old.Next},
	} {
		page.Fields = append(page.Fields, view.Field{Name: x.name, Kind: view.FieldLong, Label: x.label, Value: value(x.name, x.before), Required: x.name == "progress", Longest: 20000})
	}
	for _, g := range f.Targets {
		before, last := "", ""
		if v, ok := values[g.ID]; ok {
			before = quantity.FromTenThousandths(v).String()
		}
		if v, ok := f.Last[g.ID]; ok {
			last = quantity.FromTenThousandths(v).String()
		}
		name := "value." + g.ID.String()
		said, sum := saidOf(f.Parts, g)
		page.Values = append(page.Values, view.ReportValue{Goal: goal(by.Lang, g), Last: last, LastAt: lastAt, Known: known(f.Others, g.ID), Said: said, Sum: sum,
			Field: view.Field{Name: name, Kind: view.FieldNumber, Label: g.Metric, Data: true, Hidden: true, Unit: g.Unit, Value: value(name, before), Longest: 20}})
	}
	for _, e := range f.Evidence {
		page.Files = append(page.Files, view.File{Name: e.FileName, Size: e.FileSize, Href: "/evidence/" + e.ID.String(), Remove: e.ID.String()})
	}
	page.Parts, page.Proof, page.Lacks = p.parts(by, f, true), f.Proof, f.LacksProof()
	return page, nil
}

// keptReport is what is kept of a report, for whoever has typed something else.
func keptReport(by route.Request, f report.Form) *view.KeptReport {
	k := &view.KeptReport{By: f.By}
	for _, x := range []view.NamedText{{Name: locale.Text(by.Lang, "report.progress"), Text: f.Report.Progress},
		{Name: locale.Text(by.Lang, "report.problem"), Text: f.Report.Problem}, {Name: locale.Text(by.Lang, "report.next"), Text: f.Report.Next}} {
		if x.Text != "" {
			k.Says = append(k.Says, x)
		}
	}
	for _, g := range f.Targets {
		for _, v := range f.Values {
			if v.Target == g.ID {
				k.Says = append(k.Says, view.NamedText{Name: g.Metric, Text: locale.Number(quantity.FromTenThousandths(v.Value).String()) + " " + g.Unit})
			}
		}
	}
	return k
}

// isChanged says whether a form was refused because a colleague had kept another report meanwhile.
func isChanged(err error) bool {
	e, ok := errors.AsType[*fault.Error](err)
	return ok && e.Key == "report-changed"
}

// report keeps a report and its evidence, and hands it in if that was asked for.
func (p *pages) report(w http.ResponseWriter, r *http.Request, by route.Request) error {
	due, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Reports.Form(r.Context(), by.Call, due)
	if err != nil {
		return err
	}
	var state string
	typed, err := p.receive(r, by, keeper{
		write: func(typed url.Values) error { return p.write(r, by, f, typed) },
		holder: func(typed url.Values) (uuid.UUID, error) {
			id, err := uuid.Parse(typed.Get("id"))
			if err != nil {
				err = fault.New(fault.Invalid, "report-id")
			}
			return id, err
		},
	})
	here := "/due/" + due.String()
	switch {
	case err != nil:
	case typed.Has("discard"):
		if err := p.Reports.DropDraft(r.Context(), by.Call, due); err != nil {
			return err
		}
		return p.Go(w, r, here, "")
	case typed.Has("remove"):
		return p.removeEvidence(w, r, by, typed, here)
	case typed.Has("take"):
		if err = p.take(r, by, due, typed); err == nil {
			return p.Go(w, r, here, "flash.part-taken")
		}
	case typed.Get("do") == "submit":
		var id uuid.UUID
		if id, err = uuid.Parse(typed.Get("id")); err == nil {
			state, err = p.Reports.Submit(r.Context(), by.Call, id)
		}
	}
	if kind := route.KindOf(err); kind == fault.Invalid || kind == fault.TooLarge || isChanged(err) {
		if now, found := p.Reports.Form(r.Context(), by.Call, due); found == nil { // files that did arrive are listed
			page, failed := p.form(w, r, by, now, typed)
			if failed != nil {
				return failed
			}
			if isChanged(err) && now.Report != nil {
				page.Kept = keptReport(by, now)
			}
			return p.formAgain(w, r, by, page, err)
		}
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, due); err != nil {
		return err
	}
	if typed.Get("do") != "submit" {
		return p.Go(w, r, here, "flash.kept")
	}
	if state == record.ReportSigning {
		return p.Go(w, r, "/tasks/"+f.Task.String(), "flash.signing")
	}
	return p.Go(w, r, "/tasks/"+f.Task.String(), "flash.submitted")
}

// formAgain shows a form that was not accepted, as it was typed.
func (p *pages) formAgain(w http.ResponseWriter, r *http.Request, by route.Request, page *view.ReportFormPage, err error) error {
	refuse(by, page, err)
	return p.Show(w, r, route.KindOf(err).Status(), view.ReportForm(page))
}

// refuse says in a form why it was not accepted.
func refuse(by route.Request, page *view.ReportFormPage, err error) {
	page.Form.Problem = route.Sentence(by.Lang, err)
	if wrong, ok := errors.AsType[*figureError](err); ok {
		page.Form.Problem = locale.Text(by.Lang, "fault.form")
		for i := range page.Values {
			if page.Values[i].Field.Name == wrong.name {
				page.Values[i].Field.Problem = route.Sentence(by.Lang, wrong.cause)
			}
		}
	}
	if _, ok := errors.AsType[*unkeptError](err); ok {
		page.Form.Problem += by.Say("report.files-again")
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && (e.Key == "report-empty" || e.Key == "part-empty") {
		page.Fields[0].Problem = locale.Text(by.Lang, "form.missing")
	}
}

// A figureError says which entry is no number.
type figureError struct {
	cause error // of site.Number
	name  string
}

// Error is that of the fault.
func (e *figureError) Error() string { return e.name + ": " + e.cause.Error() }

// Unwrap gives the fault.
func (e *figureError) Unwrap() error { return e.cause }

// An unkeptError is why a form was not taken before its files: they are to be chosen again, which the browser does not say.
type unkeptError struct{ cause error }

// Error is that of the cause.
func (e *unkeptError) Error() string { return e.cause.Error() }

// Unwrap gives the cause.
func (e *unkeptError) Unwrap() error { return e.cause }

// A keeper keeps what a form says, before its files arrive.
type keeper struct {
	write  func(typed url.Values) error
	holder func(typed url.Values) (uuid.UUID, error) // what the files belong to
}

// receive takes a form part by part: the entries come before the files, so that the report stands when they arrive, and no
// picture is ever held in memory.
func (p *pages) receive(r *http.Request, by route.Request, k keeper) (url.Values, error) {
	typed, isWritten := make(url.Values), false
	if err := site.ReadParts(r, func(name, text string) error {
		typed.Add(name, text)
		return nil
	}, func(u intake.Uploaded) error {
		if !isWritten {
			if err := k.write(typed); err != nil {
				return &unkeptError{err}
			}
			isWritten = true
		}
		id, err := k.holder(typed)
		if err != nil {
			return err
		}
		_, err = p.Reports.Attach(r.Context(), by.Call, id, u)
		return err
	}); err != nil {
		return typed, err
	}
	if isWritten || typed.Has("discard") || typed.Has("remove") {
		return typed, nil
	}
	return typed, k.write(typed)
}

// write keeps what was typed as the report's draft.
func (p *pages) write(r *http.Request, by route.Request, f report.Form, typed url.Values) error {
	id, err := uuid.Parse(typed.Get("id"))
	if err != nil {
		return fault.New(fault.Invalid, "report-id")
	}
	written := report.Written{ID: id, Due: f.Due.ID, Progress: typed.Get("progress"), Problem: typed.Get("problem"), Next: typed.Get("next")}
	if text := typed.Get("kept"); text != "" {
		if written.Version, err = strconv.ParseInt(text, 10, 64); err != nil {
			return fault.New(fault.Invalid, "report-id")
		}
	}
	if written.Values, err = typedFigures(f.Targets, typed); err != nil {
		return err
	}
	_, err = p.Reports.Write(r.Context(), by.Call, written)
	return err
}

// typedFigures reads the figures of targets that have one.
func typedFigures(targets []record.Target, typed url.Values) (values []report.Figure, err error) {
	for _, g := range targets {
		name := "value." + g.ID.String()
		text := strings.TrimSpace(typed.Get(name))
		if text == "" {
			continue
		}
		n, err := site.Number(text, g.Unit)
		if err != nil {
			return nil, &figureError{err, name}
		}
		values = append(values, report.Figure{Target: g.ID, Value: n})
	}
	return values, nil
}

func (p *pages) removeEvidence(w http.ResponseWriter, r *http.Request, by route.Request, typed url.Values, here string) error {
	id, err := uuid.Parse(typed.Get("remove"))
	if err != nil {
		return fault.New(fault.NotFound, "not-found")
	}
	if err := p.Reports.Detach(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, here, "flash.removed")
}

// evidence gives a file that belongs to a report.
func (p *pages) evidence(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	e, f, err := p.Reports.Evidence(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	return errors.Join(site.SendFile(w, r, e.File, f), f.Close())
}
