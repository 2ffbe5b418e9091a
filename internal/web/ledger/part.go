package ledger

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// part is the form in which a cooperating unit writes its part; what was sent is shown instead.
func (p *pages) part(w http.ResponseWriter, r *http.Request, by route.Request) error {
	due, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Reports.PartForm(r.Context(), by.Call, due)
	if err != nil {
		return err
	}
	draft, at, err := p.Reports.Draft(r.Context(), by.Call, report.PartID(due, by.Actor.Unit))
	if err != nil {
		return err
	}
	page := p.partForm(w, r, by, f, draft)
	page.Form.DraftAt = at
	return p.Show(w, r, http.StatusOK, view.PartForm(page))
}

func (p *pages) partForm(w http.ResponseWriter, r *http.Request, by route.Request, f report.PartForm, typed url.Values) *view.PartFormPage {
	here := "/due/" + f.Due.ID.String() + "/part"
	page := &view.PartFormPage{Lead: f.Name, Proof: f.Proof, ReportFormPage: view.ReportFormPage{
		Frame: p.Frame(w, r, by, "ledger", by.Say("part.own"),
			view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}, view.Link{Text: f.Title, Href: "/tasks/" + f.Task.String(), Data: true}),
		Form: view.Form{Action: here, Draft: here + "/draft", Version: f.Due.Version}, Task: view.Link{Text: f.Label + " " + f.Title, Href: "/tasks/" + f.Task.String(), Data: true},
		Item: locale.Period(by.Lang, f.Period), Unit: f.Own, Due: p.partDue(f.Due, f.Limit), Largest: p.MaxUpload, Types: evidenceTypes, Names: evidenceNames,
	}}
	var old record.Part
	if f.Part != nil {
		old = *f.Part
		page.Form.Version += old.Version
		if old.State == record.PartReturned {
			page.Returned = &view.Returned{Reason: old.Reason, At: old.Sent}
		}
	}
	if !f.IsOpen {
		c := report.Contribution{Unit: by.Actor.Unit, Name: f.Own, Limit: f.Limit, State: report.PartMissing, Part: f.Part, Values: f.Values, Evidence: f.Evidence}
		if f.Part != nil {
			c.State = old.State
		}
		shown := p.contribution(f.Targets, c, f.Due)
		page.Sent = &shown
		return page
	}
	value := func(name, before string) string {
		if values, ok := typed[name]; ok && len(values) > 0 {
			return values[0]
		}
		return before
	}
	for _, x := range []struct{ name, label, before string }{{"progress", by.Say("report.progress"), old.Progress}, {"problem", by.Say("report.problem"), old.Problem}} {
		page.Fields = append(page.Fields, view.Field{Name: x.name, Kind: view.FieldLong, Label: x.label, Value: value(x.name, x.before), Required: x.name == "progress", Longest: 20000})
	}
	for _, g := range f.Targets {
		before, name := "", "value."+g.ID.String()
		if i := slices.IndexFunc(f.Values, func(v record.Value) bool { return v.Target == g.ID }); i >= 0 {
			before = quantity.FromTenThousandths(f.Values[i].Value).String()
		}
		page.Values = append(page.Values, view.ReportValue{Goal: goal(by.Lang, g), LastAt: view.NoDate,
			Field: view.Field{Name: name, Kind: view.FieldNumber, Label: g.Metric, Data: true, Hidden: true, Unit: g.Unit, Value: value(name, before), Longest: 20}})
	}
	for _, e := range f.Evidence {
		page.Files = append(page.Files, view.File{Name: e.FileName, Size: e.FileSize, Href: "/evidence/" + e.ID.String(), Remove: e.ID.String()})
	}
	return page
}

// partDue is the day by which a part is to be sent.
func (p *pages) partDue(d record.Due, limit int64) view.Due {
	return view.Due{Day: period.Date(limit), Left: int(limit - p.Today()), Open: d.State == record.DueOpen || d.State == record.DueReturned, Provisional: d.IsProvisional}
}

// writePart keeps a part and its evidence, and sends it if that was asked for.
func (p *pages) writePart(w http.ResponseWriter, r *http.Request, by route.Request) error {
	due, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	f, err := p.Reports.PartForm(r.Context(), by.Call, due)
	if err != nil {
		return err
	}
	own := report.PartID(due, by.Actor.Unit)
	typed, err := p.receive(r, by, keeper{
		holder: func(url.Values) (uuid.UUID, error) { return own, nil },
		write: func(typed url.Values) error {
			values, err := typedFigures(f.Targets, typed)
			if err == nil {
				_, err = p.Reports.WritePart(r.Context(), by.Call, report.WrittenPart{Due: due, Progress: typed.Get("progress"), Problem: typed.Get("problem"), Values: values})
			}
			return err
		},
	})
	here := "/due/" + due.String() + "/part"
	switch {
	case err != nil:
	case typed.Has("discard"):
		if err := p.Reports.DropDraft(r.Context(), by.Call, own); err != nil {
			return err
		}
		return p.Go(w, r, here, "")
	case typed.Has("remove"):
		return p.removeEvidence(w, r, by, typed, here)
	case typed.Get("do") == "submit":
		err = p.Reports.SendPart(r.Context(), by.Call, due)
	}
	if kind := route.KindOf(err); kind == fault.Invalid || kind == fault.TooLarge {
		if now, found := p.Reports.PartForm(r.Context(), by.Call, due); found == nil {
			page := p.partForm(w, r, by, now, typed)
			refuse(by, &page.ReportFormPage, err)
			return p.Show(w, r, kind.Status(), view.PartForm(page))
		}
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, own); err != nil {
		return err
	}
	if typed.Get("do") == "submit" {
		return p.Go(w, r, "/tasks/"+f.Task.String(), "flash.part-sent")
	}
	return p.Go(w, r, here, "flash.kept")
}

// take puts the text of a part into the report, which was kept just before.
func (p *pages) take(r *http.Request, by route.Request, due uuid.UUID, typed url.Values) error {
	unit, err := uuid.Parse(typed.Get("take"))
	if err != nil {
		return fault.New(fault.NotFound, "not-found")
	}
	id, err := uuid.Parse(typed.Get("id"))
	if err != nil {
		return fault.New(fault.Invalid, "report-id")
	}
	if err := p.Reports.TakePart(r.Context(), by.Call, due, unit, id); err != nil {
		return err
	}
	return p.Reports.DropDraft(r.Context(), by.Call, due)
}

// returnPart sends a part back to its unit.
func (p *pages) returnPart(w http.ResponseWriter, r *http.Request, by route.Request) error {
	due, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	unit, err := site.ID(r, "unit")
	if err != nil {
		return err
	}
	reason := r.PostFormValue("reason")
	err = p.Reports.ReturnPart(r.Context(), by.Call, due, unit, reason)
	if kind := route.KindOf(err); kind != fault.Invalid {
		if err != nil {
			return err
		}
		return p.Go(w, r, "/due/"+due.String(), "flash.part-returned")
	}
	f, failed := p.Reports.Form(r.Context(), by.Call, due)
	if failed != nil {
		return failed
	}
	page, failed := p.form(w, r, by, f, nil)
	if failed != nil {
		return failed
	}
	for i := range f.Parts {
		if f.Parts[i].Unit == unit && page.Parts[i].Return != nil {
			page.Parts[i].Return.Problem, page.Parts[i].Reason.Value = route.Sentence(by.Lang, err), reason
		}
	}
	return p.Show(w, r, fault.Invalid.Status(), view.ReportForm(page))
}

// parts are the parts of the units that cooperate in a report; isForm says that the lead may deal with them here.
func (p *pages) parts(by route.Request, f report.Form, isForm bool) (all []view.Contribution) {
	for _, c := range f.Parts {
		x := p.contribution(f.Targets, c, f.Due)
		if isForm && c.State == record.PartSent {
			x.Take = c.Unit.String()
			x.Return = &view.Form{Action: "/due/" + f.Due.ID.String() + "/parts/" + c.Unit.String() + "/return"}
			x.Reason = view.Field{Name: "reason", Of: c.Unit.String()[24:] + "-", Kind: view.FieldLong, Label: by.Say("report.reason"), Required: true, Longest: 2000}
		}
		all = append(all, x)
	}
	return all
}

func (p *pages) contribution(targets []record.Target, c report.Contribution, due record.Due) view.Contribution {
	x := view.Contribution{Unit: c.Name, State: c.State, Due: p.partDue(due, c.Limit)}
	if c.Part == nil {
		return x
	}
	x.Late, x.At, x.Taken = c.Part.IsLate, c.Part.Sent, c.Part.Taken != 0
	for _, t := range []view.NamedText{{Name: "progress", Text: c.Part.Progress}, {Name: "problem", Text: c.Part.Problem}} {
		if t.Text != "" {
			x.Texts = append(x.Texts, t)
		}
	}
	for _, g := range targets {
		for _, v := range c.Values {
			if v.Target == g.ID {
				x.Figures = append(x.Figures, view.ReportFigure{Text: g.Metric, Unit: g.Unit, Value: quantity.FromTenThousandths(v.Value).String()})
			}
		}
	}
	for _, e := range c.Evidence {
		x.Files = append(x.Files, view.File{Name: e.FileName, Size: e.FileSize, Href: "/evidence/" + e.ID.String()})
	}
	return x
}

// saidOf is what the units that cooperate say of a target, and what it adds up to where it does: rates and ceilings do not.
func saidOf(parts []report.Contribution, g record.Target) (all []view.Said, sum string) {
	var total int64
	for _, c := range parts {
		if c.State != record.PartSent {
			continue
		}
		for _, v := range c.Values {
			if v.Target == g.ID {
				all = append(all, view.Said{Unit: c.Name, Value: quantity.FromTenThousandths(v.Value).String()})
				total += v.Value
			}
		}
	}
	isRate := strings.ContainsAny(g.Unit, "%‰") || g.Op == string(policy.OpAtMost)
	if len(all) > 1 && !isRate {
		sum = quantity.FromTenThousandths(total).String()
	}
	return all, sum
}

// known is what another source says of a target; empty for none.
func known(others []record.OtherFigure, target uuid.UUID) string {
	text := ""
	for _, o := range others {
		if o.Target == target {
			text = quantity.FromTenThousandths(o.Value).String()
		}
	}
	return text
}

// waitingParts are the parts that the person's unit has still to send.
func (p *pages) waitingParts(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	if !may(by, access.ReportWrite) {
		return nil
	}
	list, total, err := p.Reports.WaitingParts(r.Context(), by.Call, uuid.Nil, shown)
	if err != nil {
		return err
	}
	group := view.WorkGroup{Name: "part", Total: total}
	for _, x := range list {
		row := view.WorkRow{Href: "/due/" + x.Item.Due.ID.String() + "/part", Title: x.Title, About: locale.Period(by.Lang, x.Period), Unit: x.Name, Due: p.partDue(x.Item.Due, x.Limit), Vocabulary: "part-state", State: x.State, Act: "part"}
		group.Rows = append(group.Rows, row)
	}
	page.Groups = append(page.Groups, group)
	return nil
}

// partItems are the parts that the person's unit has still to send for a task.
func (p *pages) partItems(r *http.Request, by route.Request, task uuid.UUID, page *view.TaskPage) error {
	if !may(by, access.ReportWrite) {
		return nil
	}
	const most = 100
	list, _, err := p.Reports.WaitingParts(r.Context(), by.Call, task, most)
	for _, x := range list {
		page.Items = append(page.Items, view.DueItem{Title: locale.Period(by.Lang, x.Period) + " " + by.Say("part.own"), Unit: x.Name, Due: p.partDue(x.Item.Due, x.Limit), State: record.DueOpen,
			Href: "/due/" + x.Item.Due.ID.String() + "/part", Act: "part", First: view.NoDate})
	}
	return err
}
