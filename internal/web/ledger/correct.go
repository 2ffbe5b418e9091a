package ledger

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/quantity"
)

// amended are the entries with which an accepted figure is corrected.
func amended(by route.Request, f report.Form) []view.Field {
	target := view.Field{Name: "target", Kind: view.FieldChoice, Label: by.Say("report.amend-figure"), Required: true}
	for _, v := range f.Values {
		for _, g := range f.Targets {
			if g.ID == v.Target {
				target.Options = append(target.Options, view.Option{Value: g.ID.String(), Text: g.Metric + " " + quantity.FromTenThousandths(v.Value).String() + " " + g.Unit, Data: true})
			}
		}
	}
	return []view.Field{target, {Name: "value", Kind: view.FieldNumber, Label: by.Say("report.amend-value"), Required: true, Longest: 20},
		{Name: "reason", Kind: view.FieldLong, Label: by.Say("report.amend-reason"), Required: true, Longest: 2000}}
}

// correct gives an accepted figure another value.
func (p *pages) correct(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	err = p.correctFigure(r, by, id)
	if kind := route.KindOf(err); kind == fault.Invalid {
		page, failed := p.reportShown(w, r, by)
		if failed != nil {
			return failed
		}
		if page.Amend == nil {
			return err
		}
		page.Amend.Problem = route.Sentence(by.Lang, err)
		for i := range page.Amended {
			page.Amended[i].Value = r.PostFormValue(page.Amended[i].Name)
		}
		return p.Show(w, r, kind.Status(), view.Report(page))
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/reports/"+id.String(), "flash.corrected")
}

func (p *pages) correctFigure(r *http.Request, by route.Request, id uuid.UUID) error {
	target, err := uuid.Parse(r.PostFormValue("target"))
	if err != nil {
		return fault.Because(err, fault.Invalid, "report-target")
	}
	n, err := number(strings.TrimSpace(strings.ReplaceAll(r.PostFormValue("value"), ",", "")))
	if err != nil {
		return fault.Because(err, fault.Invalid, "number-range")
	}
	return p.Reports.Correct(r.Context(), by.Call, id, report.Figure{Target: target, Value: n}, r.PostFormValue("reason"))
}
