package supervision

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// models are the declarations that come with the program, the first of which the form begins with.
var models = []string{"guangyuan", "guiyang"}

// appraisals lists them, with the form for another.
func (p *pages) appraisals(w http.ResponseWriter, r *http.Request, by route.Request) error {
	form, err := site.NewForm("/appraisals")
	if err != nil {
		return err
	}
	return p.showAppraisals(w, r, by, http.StatusOK, form, nil, nil)
}

func (p *pages) showAppraisals(w http.ResponseWriter, r *http.Request, by route.Request, status int, form view.Form, typed url.Values, faults []string) error {
	list, err := p.Supervision.Appraisals(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.AppraisalsPage{Frame: p.Frame(w, r, by, "score", locale.Word(by.Lang, "nav", "score")), Faults: faults}
	for _, l := range list {
		page.Rows = append(page.Rows, appraisalRow(l.Appraisal, l.Own))
	}
	if access.Holds(by.Actor, access.ScoreManage) == nil {
		page.Form = &form
		p.appraisalFields(r, by.Lang, page, typed)
	}
	return p.Show(w, r, status, view.Appraisals(page))
}

func appraisalRow(a record.Appraisal, own *ledger.Score) view.AppraisalRow {
	row := view.AppraisalRow{Href: "/appraisals/" + a.ID.String(), Title: a.Title, From: date(a.From), To: date(a.To), State: a.State, Feedback: date(a.Feedback)}
	if own != nil {
		row.Points, row.Rank = own.Total.Shown(), own.Rank
	}
	return row
}

// appraisalFields are the entries of the form, as they were typed or as a model that comes with the program begins.
func (p *pages) appraisalFields(r *http.Request, l locale.Lang, page *view.AppraisalsPage, typed url.Values) {
	name := r.URL.Query().Get("model")
	text := ledger.Declared(models[0])
	for _, m := range models {
		if model, _ := ledger.LoadModel(ledger.Declared(m)); model != nil {
			page.Models = append(page.Models, view.Link{Text: model.Title.In(l), Href: "/appraisals?model=" + m})
		}
		if m == name {
			text = ledger.Declared(m)
		}
	}
	today := period.Date(p.Today())
	year := period.Of(today, period.Year)
	page.Fields = []view.Field{
		{Name: "title", Kind: view.FieldText, Label: locale.Text(l, "score.title"), Required: true, Longest: 200},
		{Name: "from", Kind: view.FieldDate, Label: locale.Text(l, "score.from"), Required: true, Value: year.First().String()},
		{Name: "to", Kind: view.FieldDate, Label: locale.Text(l, "score.to"), Required: true, Value: today.String()},
		{Name: "model", Kind: view.FieldLong, Label: locale.Text(l, "score.parameters"), Hint: locale.Text(l, "score.parameters-hint"), Required: true, Value: string(text)},
		{Name: "entered", Kind: view.FieldLong, Label: locale.Text(l, "score.entered"), Hint: locale.Text(l, "score.entered-hint")},
	}
	for i, f := range page.Fields {
		if values, ok := typed[f.Name]; ok {
			page.Fields[i].Value = values[0]
		}
	}
}

// simulate makes an appraisal.
func (p *pages) simulate(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	x := supervision.Simulation{ID: id, Title: r.PostFormValue("title"), Model: r.PostFormValue("model"), Entered: r.PostFormValue("entered")}
	if x.From, err = period.ParseDate(r.PostFormValue("from")); err == nil {
		x.To, err = period.ParseDate(r.PostFormValue("to"))
	}
	if err != nil {
		err = fault.New(fault.Invalid, "score-days")
	} else {
		_, err = p.Supervision.Simulate(r.Context(), by.Call, x)
	}
	if isEntered(err) {
		form := view.Form{ID: id.String(), Action: "/appraisals", Problem: route.Sentence(by.Lang, err)}
		var faults []string
		if wrong, ok := errors.AsType[*supervision.ModelError](err); ok {
			for _, d := range wrong.Found {
				faults = append(faults, ledger.Describe(wrong.Text, d, by.Lang))
			}
		}
		return p.showAppraisals(w, r, by, route.KindOf(err).Status(), form, r.PostForm, faults)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/appraisals/"+id.String(), "flash.simulated")
}

// appraisal is one appraisal.
func (p *pages) appraisal(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	a, err := p.Supervision.Appraisal(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/appraisals/" + id.String()
	page := &view.AppraisalPage{Row: appraisalRow(a.Appraisal, nil), Open: a.Open}
	page.Frame = p.Frame(w, r, by, "score", a.Title, view.Link{Text: locale.Word(by.Lang, "nav", "score"), Href: "/appraisals"})
	page.TitleData, page.Row.Model = true, a.Model.Title.In(by.Lang)
	isOffice := may(by, access.ScoreManage, a.Owner)
	if isOffice && a.State == record.AppraisalSimulated {
		page.Announce = &view.Form{Action: here + "/announce"}
	}
	if isOffice && a.State == record.AppraisalAnnounced && p.Today() > a.Feedback && a.Open == 0 {
		page.Publish = &view.Form{Action: here + "/publish"}
	}
	mayAppeal := a.State == record.AppraisalAnnounced && p.Today() <= a.Feedback && access.Holds(by.Actor, access.ScoreAppeal) == nil
	for _, s := range a.Scores {
		row := view.ScoreRow{ID: s.ID.String(), Rank: s.Rank, Unit: s.Name, Points: s.Total.Shown(), Own: by.Actor.WorksFor(s.UnitID)}
		for i, part := range s.Parts {
			shown := p.part(by.Lang, a.Model, part)
			appeal, isThere := s.Appeals[i]
			switch {
			case isThere:
				shown.Said = &view.ScoreAppeal{Reason: appeal.Reason, State: appeal.State, Answer: appeal.Answer}
				if isOffice && appeal.State == record.AppealOpen && appeal.Account != by.Actor.Account {
					shown.Said.Decide = &view.Form{Action: here + "/appeals/" + appeal.ID.String()}
				}
			case row.Own && mayAppeal && ledger.MayUphold(part):
				form, err := site.NewForm(here + "/appeals?score=" + row.ID + "&part=" + strconv.Itoa(i))
				if err != nil {
					return err
				}
				shown.Appeal = &form
			}
			row.Parts = append(row.Parts, shown)
		}
		page.Rows = append(page.Rows, row)
	}
	return p.Show(w, r, http.StatusOK, view.Appraisal(page))
}

// part is one point with its reason in words.
func (p *pages) part(l locale.Lang, m *ledger.Model, x ledger.Part) view.ScorePart {
	shown := view.ScorePart{Title: locale.Word(l, "score-part", x.Code), Points: x.Points.Shown(), About: view.Link{Text: x.Name, Data: true}}
	for _, d := range m.Deductions {
		if d.Name == x.Code {
			shown.Title = d.Title.In(l)
		}
	}
	if _, err := uuid.Parse(x.Task); err == nil {
		shown.About.Href = "/tasks/" + x.Task
	}
	v := func(name string) string { return site.Figure(l, x.Values[name]) }
	switch {
	case x.Values["upheld"] != "":
		shown.Why = locale.Text(l, "score.why-upheld", v("upheld"))
	case x.Values["on"] != "":
		shown.Why = locale.Text(l, "score.why-on", v("on"))
	case x.Values["cap"] != "":
		shown.Why = locale.Text(l, "score.why-cap", v("cap"))
	case x.Code == ledger.PartEvaluation:
		shown.Why = locale.Text(l, "score.why-evaluation", v("evaluation"), v("share"))
	case x.Code == ledger.PartBonus:
		shown.Why = locale.Text(l, "score.why-bonus", v("bonus"))
	case x.Values["kind"] == string(ledger.Qualitative):
		shown.Why = locale.Text(l, "score.why-qualitative", v("weight"), v("progress"))
	case x.Values["kind"] != "" && x.Values["actual"] == "":
		shown.Why = locale.Text(l, "score.why-unreported", v("weight"), v("target"))
	case x.Values["kind"] != "":
		shown.Why = locale.Text(l, "score.why-goal", v("weight"), v("target"), v("actual"), v("rate"))
	}
	return shown
}

func (p *pages) announce(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error {
		until, err := period.ParseDate(r.PostFormValue("until"))
		if err != nil {
			return fault.New(fault.Invalid, "score-until")
		}
		return p.Supervision.Announce(r.Context(), by.Call, id, until)
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/appraisals/"+id.String(), "flash.announced")
}

func (p *pages) publish(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error { return p.Supervision.Publish(r.Context(), by.Call, id) })
	if err != nil {
		return err
	}
	return p.Go(w, r, "/appraisals/"+id.String(), "flash.published")
}

// appeal objects to a point.
func (p *pages) appeal(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(uuid.UUID) error {
		made, err := site.FormID(r)
		if err != nil {
			return err
		}
		score, err := uuid.Parse(r.URL.Query().Get("score"))
		if err != nil {
			return fault.New(fault.NotFound, "not-found")
		}
		part, err := strconv.Atoi(r.URL.Query().Get("part"))
		if err != nil {
			return fault.New(fault.NotFound, "not-found")
		}
		return p.Supervision.Appeal(r.Context(), by.Call, supervision.Objection{ID: made, Score: score, Part: part, Reason: r.PostFormValue("reason")})
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/appraisals/"+id.String(), "flash.appealed")
}

// decide reviews an appeal.
func (p *pages) decide(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(uuid.UUID) error {
		appeal, err := site.ID(r, "appeal")
		if err != nil {
			return err
		}
		return p.Supervision.Decide(r.Context(), by.Call, appeal, r.PostFormValue("decision") == record.AppealUpheld, r.PostFormValue("answer"))
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/appraisals/"+id.String(), "flash.decided")
}
