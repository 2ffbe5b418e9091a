package organisation

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// years lists them.
func (p *pages) years(w http.ResponseWriter, r *http.Request, by route.Request) error {
	list, done, err := p.Years.Years(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.YearsPage{Frame: p.Frame(w, r, by, "year", locale.Word(by.Lang, "nav", "year"))}
	for _, y := range list {
		page.Rows = append(page.Rows, view.YearRow{Href: "/years/" + strconv.Itoa(y), Year: y, Closed: done[y].Closed})
	}
	return p.Show(w, r, http.StatusOK, view.Years(page))
}

// yearOf is the year in the path.
func yearOf(r *http.Request) (int, error) {
	y, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || y < 1949 || y > 2200 {
		return 0, fault.New(fault.NotFound, "not-found")
	}
	return y, nil
}

func (p *pages) year(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showYear(w, r, by, http.StatusOK, nil, nil)
}

// showYear shows a year; not is a fault of what was sent, checked what was verified.
func (p *pages) showYear(w http.ResponseWriter, r *http.Request, by route.Request, status int, not error, checked []year.Checked) error {
	n, err := yearOf(r)
	if err != nil {
		return err
	}
	y, err := p.Years.Find(r.Context(), by.Call, n)
	if err != nil {
		return err
	}
	here := "/years/" + strconv.Itoa(n)
	page := &view.YearPage{Year: n, Early: !y.MayClose,
		Frame: p.Frame(w, r, by, "year", locale.Text(by.Lang, "year.name", strconv.Itoa(n)), view.Link{Text: locale.Word(by.Lang, "nav", "year"), Href: "/years"})}
	isOffice := access.Allow(by.Actor, access.YearClose, access.Record{Owner: by.Actor.Division.Owner()}) == nil
	if isOffice && y.Closed == nil {
		page.Decide = &view.Form{Action: here + "/decisions"}
		if _, isBlocked := errors.AsType[*year.BlockedError](not); !isBlocked {
			page.Decide.Problem = route.Sentence(by.Lang, not)
		}
		if y.MayClose {
			form, err := site.NewForm(here + "/close")
			if err != nil {
				return err
			}
			if page.Decide.Problem == "" {
				form.Problem = route.Sentence(by.Lang, not)
			}
			page.Close = &form
		}
	}
	p.yearTasks(r, by, page, y, isOffice)
	if y.Closed != nil {
		page.Closed, page.Note = y.Closed.Closed, y.Closed.Note
		page.Verify = &view.Form{Action: here + "/verify"}
		if err := p.sealed(by, page, y, checked); err != nil {
			return err
		}
	}
	return p.Show(w, r, status, view.Year(page))
}

// yearTasks fills in the tasks, with the decisions as they were sent or are kept.
func (p *pages) yearTasks(r *http.Request, by route.Request, page *view.YearPage, y year.Page, isOffice bool) {
	counts := map[string]int{}
	for _, t := range y.Tasks {
		counts[t.Outcome]++
		row := view.YearTask{Task: view.Link{Text: t.Task.Label + " " + t.Title, Href: "/tasks/" + t.Task.ID.String()}, Unit: t.Unit, Outcome: t.Outcome, Light: t.Light, Missing: t.Open, Limit: date(int64(t.Now)),
			Decision: t.Decision, New: date(t.Limit), Reason: t.Reason}
		if row.Light == "" {
			row.Light = "none"
		}
		if isOffice && y.Closed == nil && t.IsOpen() {
			row.Fields = decisionFields(r, by.Lang, t)
		}
		page.Rows = append(page.Rows, row)
	}
	if len(y.Tasks) == 0 || !slices.ContainsFunc(page.Rows, func(row view.YearTask) bool { return len(row.Fields) > 0 }) {
		page.Decide = nil
	}
	for _, o := range []string{record.YearDone, record.YearLate, record.YearOpen, record.YearSuspended, record.YearCancelled} {
		page.Counts = append(page.Counts, view.Counted{What: o, Count: counts[o]})
	}
	for _, b := range y.Blockers {
		row := view.YearBlocker{Kind: b.Kind, What: view.Link{Text: b.Title, Href: "/reports/" + b.ID.String()}, About: b.About}
		switch b.Kind {
		case "task":
			row.What.Href = "/tasks/" + b.ID.String()
		case "request":
			row.What.Href = "/cases/" + b.ID.String()
		case "appraisal":
			row.What.Href = "/appraisals/" + b.ID.String()
		}
		page.Blockers = append(page.Blockers, row)
	}
}

// decisionFields are what is decided of a task.
func decisionFields(r *http.Request, l locale.Lang, t year.Task) []view.Field {
	id := t.Task.ID.String()
	value := func(name, kept string) string {
		if sent, ok := r.PostForm[name+"."+id]; ok {
			return sent[0]
		}
		return kept
	}
	limit := ""
	if t.Limit != 0 {
		limit = period.Date(t.Limit).String()
	}
	kind := view.Field{Name: "decision." + id, Kind: view.FieldChoice, Label: locale.Text(l, "year.decision"), Hidden: true, Value: value("decision", t.Decision)}
	kind.Options = view.Words(l, "year-decision", record.DecisionCarry, record.DecisionClose, record.DecisionCancel)
	return []view.Field{kind,
		{Name: "limit." + id, Kind: view.FieldDate, Label: locale.Text(l, "year.new-limit"), Hidden: true, Value: value("limit", limit)},
		{Name: "reason." + id, Kind: view.FieldText, Label: locale.Text(l, "year.reason"), Hidden: true, Value: value("reason", t.Reason), Longest: 1000}}
}

// sealed fills in what a closed year has: its seals, what was verified, and what was opened since.
func (p *pages) sealed(by route.Request, page *view.YearPage, y year.Page, checked []year.Checked) error {
	for _, s := range y.Seals {
		parts, err := year.Parts(s)
		if err != nil {
			return err
		}
		row := view.YearSeal{Ordinal: int(s.Ordinal), At: s.At, After: s.Opening != uuid.Nil}
		for _, x := range parts {
			row.Parts = append(row.Parts, view.YearPart{Name: x.Name, Rows: x.Rows, Digest: x.Digest})
		}
		page.Seals = append(page.Seals, row)
	}
	for _, c := range checked {
		page.Checked = append(page.Checked, view.YearPart{Name: c.Name, Rows: c.Rows, Digest: c.Digest, Was: c.Was.Digest, Same: c.IsSame})
	}
	on := access.Record{Owner: by.Actor.Division.Owner()}
	for _, o := range y.Openings {
		row := view.YearOpening{Task: view.Link{Text: o.Title, Href: "/tasks/" + o.Task.String()}, Period: o.Period, Unit: o.Name, Reason: o.Reason, State: o.State, Opinion: o.Opinion, Made: o.Made}
		here := "/openings/" + o.ID.String()
		if o.State == record.OpeningAsked && access.Allow(by.Actor, access.YearOpen, on) == nil && o.Account != by.Actor.Account {
			row.Approve, row.Refuse = &view.Form{Action: here + "/approve"}, &view.Form{Action: here + "/refuse"}
		}
		if o.State == record.OpeningApproved && access.Allow(by.Actor, access.YearClose, on) == nil {
			row.Ended = &view.Form{Action: here + "/end"}
		}
		page.Openings = append(page.Openings, row)
	}
	return nil
}

// decisions keeps what is to become of open tasks.
func (p *pages) decisions(w http.ResponseWriter, r *http.Request, by route.Request) error {
	n, err := yearOf(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	var all []year.Decision
	for name := range r.PostForm {
		text, ok := strings.CutPrefix(name, "decision.")
		id, err := uuid.Parse(text)
		if !ok || err != nil {
			continue
		}
		d := year.Decision{Task: id, Kind: r.PostForm.Get(name), Reason: r.PostForm.Get("reason." + text)}
		d.Limit, _ = period.ParseDate(r.PostForm.Get("limit." + text)) // zero is refused where one is needed
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b year.Decision) int { return slices.Compare(a.Task[:], b.Task[:]) })
	err = p.Years.Decide(r.Context(), by.Call, n, all)
	if isEntered(err) {
		return p.showYear(w, r, by, route.KindOf(err).Status(), err, nil)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/years/"+strconv.Itoa(n), "flash.year-kept")
}

// closeYear freezes a year.
func (p *pages) closeYear(w http.ResponseWriter, r *http.Request, by route.Request) error {
	n, err := yearOf(r)
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
	err = p.Years.Close(r.Context(), by.Call, id, n, r.PostForm.Get("note"))
	if isEntered(err) {
		return p.showYear(w, r, by, route.KindOf(err).Status(), err, nil)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/years/"+strconv.Itoa(n), "flash.year-closed")
}

// verify holds a year to its seal.
func (p *pages) verify(w http.ResponseWriter, r *http.Request, by route.Request) error {
	n, err := yearOf(r)
	if err != nil {
		return err
	}
	checked, err := p.Years.Verify(r.Context(), by.Call, n)
	if err != nil {
		return err
	}
	return p.showYear(w, r, by, http.StatusOK, nil, checked)
}

// openingForm is where somebody asks for an item to be opened.
func (p *pages) openingForm(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showOpening(w, r, by, http.StatusOK, nil)
}

func (p *pages) showOpening(w http.ResponseWriter, r *http.Request, by route.Request, status int, not error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	a, err := p.Cases.Asking(r.Context(), by.Call, record.AboutDue, id)
	if err != nil {
		return err
	}
	form, err := site.NewForm("/due/" + id.String() + "/opening")
	if err != nil {
		return err
	}
	form.Problem = route.Sentence(by.Lang, not)
	page := &view.OpeningPage{Frame: p.Frame(w, r, by, "ledger", locale.Text(by.Lang, "opening.ask"), view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}),
		Task: view.Link{Text: a.Task.Title, Href: "/tasks/" + a.Task.ID.String()}, Period: a.Subject, Form: form,
		Reason: view.Field{Name: "reason", Kind: view.FieldLong, Label: locale.Text(by.Lang, "opening.reason"), Required: true, Value: r.PostForm.Get("reason"), Longest: 1000}}
	return p.Show(w, r, status, view.OpeningForm(page))
}

func (p *pages) askOpening(w http.ResponseWriter, r *http.Request, by route.Request) error {
	due, err := site.ID(r, "id")
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
	err = p.Years.Ask(r.Context(), by.Call, id, due, r.PostForm.Get("reason"))
	if isEntered(err) {
		return p.showOpening(w, r, by, route.KindOf(err).Status(), err)
	}
	if err != nil {
		return err
	}
	a, err := p.Cases.Asking(r.Context(), by.Call, record.AboutDue, due)
	if err != nil {
		return err
	}
	return p.Go(w, r, "/tasks/"+a.Task.ID.String(), "flash.opening-asked")
}

// opening is an act on one: approved, refused, ended.
func (p *pages) opening(do func(r *http.Request, by route.Request, id uuid.UUID) error) route.Handler {
	return func(w http.ResponseWriter, r *http.Request, by route.Request) error {
		id, err := site.ID(r, "id")
		if err != nil {
			return err
		}
		if err := r.ParseForm(); err != nil {
			return site.BadForm(err)
		}
		if err := do(r, by, id); err != nil {
			return err
		}
		return p.Go(w, r, "/years", "flash.opening-decided")
	}
}
