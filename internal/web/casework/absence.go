package casework

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// absences is where somebody says when he is away and who stands in for him.
func (p *pages) absences(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.absencePage(w, r, by, http.StatusOK, nil)
}

func (p *pages) absencePage(w http.ResponseWriter, r *http.Request, by route.Request, status int, not error) error {
	form, err := site.NewForm("/absences")
	if err != nil {
		return err
	}
	list, err := p.Cases.Absences(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.AbsencePage{Frame: p.Frame(w, r, by, "", locale.Text(by.Lang, "absence.title"))}
	names := map[uuid.UUID]string{}
	standIn := view.Field{Name: "stand_in", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "absence.stand-in"), Required: true, Value: r.PostForm.Get("stand_in")}
	people, err := p.Cases.StandIns(r.Context(), by.Call)
	if err != nil {
		return err
	}
	for _, a := range people {
		names[a.ID] = a.Label
		standIn.Options = append(standIn.Options, view.Option{Value: a.ID.String(), Text: a.Label, Data: true})
	}
	if len(standIn.Options) > 0 {
		page.Form = &form
		page.Fields = []view.Field{
			{Name: "from", Kind: view.FieldDate, Label: locale.Text(by.Lang, "absence.from"), Required: true, Value: r.PostForm.Get("from")},
			{Name: "to", Kind: view.FieldDate, Label: locale.Text(by.Lang, "absence.to"), Required: true, Value: r.PostForm.Get("to")}, standIn,
		}
		if not != nil {
			page.Form.Problem = route.Sentence(by.Lang, not)
		}
	}
	for _, a := range list {
		page.Rows = append(page.Rows, view.AbsenceRow{From: period.Date(a.From), To: period.Date(a.To), StandIn: names[a.StandIn], Remove: "/absences/" + a.ID.String() + "/remove"})
	}
	return p.Show(w, r, status, view.Absences(page))
}

func (p *pages) leave(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	from, err := period.ParseDate(r.PostForm.Get("from"))
	to, wrong := period.ParseDate(r.PostForm.Get("to"))
	standIn, unknown := uuid.Parse(r.PostForm.Get("stand_in"))
	if err != nil || wrong != nil || unknown != nil {
		return p.absencePage(w, r, by, fault.Invalid.Status(), fault.New(fault.Invalid, "absence-form"))
	}
	err = p.Cases.Leave(r.Context(), by.Call, id, standIn, from, to)
	if kind := route.KindOf(err); kind == fault.Invalid {
		return p.absencePage(w, r, by, kind.Status(), err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/absences", "flash.kept")
}

func (p *pages) comeBack(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Cases.Return(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/absences", "flash.removed")
}
