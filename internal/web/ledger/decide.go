package ledger

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/quantity"
)

// reportPage is a report that was handed in, with what was decided on it.
func (p *pages) reportPage(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.reportShown(w, r, by)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Report(page))
}

func (p *pages) reportShown(w http.ResponseWriter, r *http.Request, by route.Request) (*view.ReportPage, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return nil, err
	}
	f, err := p.Reports.Find(r.Context(), by.Call, id)
	if err != nil {
		return nil, err
	}
	rep := f.Report
	page := &view.ReportPage{
		Frame: p.Frame(w, r, by, "ledger", by.Say("report.title"),
			view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}, view.Link{Text: f.Title, Href: "/tasks/" + f.Task.String(), Data: true}),
		Task: view.Link{Text: f.Label + " " + f.Title, Href: "/tasks/" + f.Task.String(), Data: true}, Item: locale.Period(by.Lang, f.Period), Unit: f.Name, To: f.To,
		State: rep.State, Due: p.dueOf(f.Due), Late: rep.IsLate, Code: f.Code(), By: f.By, At: rep.Submitted, Cause: rep.Cause,
		Texts:  []view.NamedText{{Name: "progress", Text: rep.Progress}, {Name: "problem", Text: rep.Problem}, {Name: "next", Text: rep.Next}},
		Values: figures(by.Lang, f),
	}
	for _, e := range f.Evidence {
		page.Files = append(page.Files, view.File{Name: e.FileName, Size: e.FileSize, Href: "/evidence/" + e.ID.String()})
	}
	for _, v := range f.Versions {
		line := view.ReportVersion{Number: int(v.Number), State: v.State, At: v.Submitted, Reason: v.Reason, Href: "/reports/" + v.ID.String(), Shown: v.ID == rep.ID}
		if line.Reason == "" {
			line.Reason = v.Cause
		}
		page.Versions = append(page.Versions, line)
	}
	page.Secrecy, page.Signed, page.SignedAt, page.SignsFor = f.Secrecy, f.Signer, rep.Signed, f.For
	if f.For != "" {
		page.Signed = by.Say("report.signed-for", f.Signer, f.For)
	}
	page.Parts, page.Proof, page.Lacks = p.parts(by, f, false), f.Proof, f.LacksProof()
	p.sheetRows(by, f, page)
	return page, p.mayDecide(r, by, f, page)
}

// figures are the values of a report beside those of the period before.
func figures(l locale.Lang, f report.Form) (rows []view.ReportFigure) {
	for _, g := range f.Targets {
		for _, v := range f.Values {
			if v.Target != g.ID {
				continue
			}
			row := view.ReportFigure{Text: g.Metric, Goal: goal(l, g), Unit: g.Unit, Value: quantity.FromTenThousandths(v.Value).String()}
			if last, ok := f.Last[g.ID]; ok {
				row.Before = quantity.FromTenThousandths(last).String()
			}
			row.Said, row.Sum = saidOf(f.Parts, g)
			for _, o := range f.Others {
				if o.Target == g.ID {
					row.Known, row.Gap = quantity.FromTenThousandths(o.Value).String(), "/gaps/"+o.ID.String()
				}
			}
			if share, ok := task.Share(g, v.Value); ok {
				row.Share = shareText(share)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// mayDecide adds the forms for what the reader may do with a report.
func (p *pages) mayDecide(r *http.Request, by route.Request, f report.Form, page *view.ReportPage) error {
	rep := f.Report
	action := "/reports/" + rep.ID.String()
	isOwn := by.Actor.WorksFor(f.Unit)
	ask := func(label, hint string) view.Field {
		return view.Field{Name: "reason", Kind: view.FieldLong, Label: label, Hint: hint, Required: true, Longest: 2000}
	}
	if rep.State == record.ReportSigning && isOwn && may(by, access.ReportSubmit) {
		page.Recall = &view.Form{Action: action + "/recall", Version: rep.Version}
	}
	switch {
	case rep.State == record.ReportSubmitted && mayOn(by, access.ReportAccept, rep.Owner):
		page.Accept, page.Return = &view.Form{Action: action + "/accept", Version: rep.Version}, &view.Form{Action: action + "/return", Version: rep.Version}
		page.Reason = ask(by.Say("report.reason"), by.Say("report.reason-hint"))
	case rep.State == record.ReportSigning && isOwn && may(by, access.ReportSign):
		var err error
		if page.SignsFor, err = p.Reports.SignsFor(r.Context(), by.Call, *rep); err != nil {
			return err
		}
		if page.SignsFor == "" || rep.Account != by.Actor.Account {
			page.Sign = &view.Form{Action: action + "/sign", Version: rep.Version}
		}
		page.Return = &view.Form{Action: action + "/send-back", Version: rep.Version}
		page.Reason = ask(by.Say("report.reason"), by.Say("report.reason-hint"))
	case report.IsOwn(*rep) && isOwn && may(by, access.ReportWrite):
		page.Correct = "/due/" + f.Due.ID.String()
		page.Withdraw = withdrawal(*rep)
	case rep.State == record.ReportAccepted && isOwn && may(by, access.ReportWrite) && f.Correction == uuid.Nil:
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		page.Anew = &view.Form{ID: id.String(), Action: action + "/correct"}
		page.Reason = ask(by.Say("report.cause"), by.Say("report.cause-hint"))
	}
	return nil
}

func (p *pages) accept(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if _, err := p.Reports.Accept(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/reports/"+id.String(), "flash.accepted")
}

// recall takes a report back that nobody has signed yet, and goes on with it.
func (p *pages) recall(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if _, err := p.Reports.Recall(r.Context(), by.Call, id); err != nil {
		return err
	}
	f, err := p.Reports.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	return p.Go(w, r, "/due/"+f.Due.ID.String(), "flash.recalled")
}

func (p *pages) sign(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if _, err := p.Reports.Sign(r.Context(), by.Call, id, ""); err != nil {
		return err
	}
	return p.Go(w, r, "/reports/"+id.String(), "flash.signed")
}

func (p *pages) giveBack(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.withReason(w, r, by, func(id uuid.UUID, reason string) error {
		if _, err := p.Reports.Return(r.Context(), by.Call, id, reason); err != nil {
			return err
		}
		return p.Go(w, r, "/reports/"+id.String(), "flash.returned")
	})
}

func (p *pages) sendBack(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.withReason(w, r, by, func(id uuid.UUID, reason string) error {
		if _, err := p.Reports.SendBack(r.Context(), by.Call, id, reason); err != nil {
			return err
		}
		return p.Go(w, r, "/reports/"+id.String(), "flash.returned")
	})
}

// correct begins a new version of an accepted report.
func (p *pages) correct(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.withReason(w, r, by, func(id uuid.UUID, reason string) error {
		fresh, err := site.FormID(r)
		if err != nil {
			return err
		}
		if err := p.Reports.Correct(r.Context(), by.Call, id, fresh, reason); err != nil {
			return err
		}
		f, err := p.Reports.Find(r.Context(), by.Call, fresh)
		if err != nil {
			return err
		}
		return p.Go(w, r, "/due/"+f.Due.ID.String(), "flash.correcting")
	})
}

// withdrawal is where a correction that is the unit's own is dropped; nil for a report that corrects none.
func withdrawal(rep record.Report) *view.Form {
	if rep.Corrects == uuid.Nil {
		return nil
	}
	return &view.Form{Action: "/reports/" + rep.ID.String() + "/withdraw"}
}

// withdraw drops a correction, with what was typed into its form.
func (p *pages) withdraw(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Reports.Withdraw(r.Context(), by.Call, id); err != nil {
		return err
	}
	f, err := p.Reports.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, f.Due.ID); err != nil {
		return err
	}
	return p.Go(w, r, "/reports/"+f.Due.Report.String(), "flash.withdrawn")
}

// withReason does something to a report that needs a reason; where that is wrong the page asks again, with what was typed.
func (p *pages) withReason(w http.ResponseWriter, r *http.Request, by route.Request, do func(id uuid.UUID, reason string) error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	reason := r.PostFormValue("reason")
	err = do(id, reason)
	kind := route.KindOf(err)
	if kind != fault.Invalid {
		return err
	}
	page, failed := p.reportShown(w, r, by)
	if failed != nil {
		return failed
	}
	page.Reason.Value, page.Reason.Problem = reason, route.Sentence(by.Lang, err)
	return p.Show(w, r, kind.Status(), view.Report(page))
}
