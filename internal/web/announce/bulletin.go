package announce

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// bulletins is the list.
func (p *pages) bulletins(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showList(w, r, by, http.StatusOK, period.Of(period.Date(p.Today()), period.Month).Prev().String(), "")
}

func (p *pages) showList(w http.ResponseWriter, r *http.Request, by route.Request, status int, month, problem string) error {
	const rows = 50
	var after uuid.UUID
	if id, err := uuid.Parse(r.URL.Query().Get("after")); err == nil {
		after = id
	}
	list, err := p.Announce.List(r.Context(), by.Call, after, rows+1)
	if err != nil {
		return err
	}
	page := &view.BulletinsPage{Frame: p.Frame(w, r, by, "bulletin", locale.Text(by.Lang, "bulletin.title")), List: view.List{Total: -1}}
	if access.Holds(by.Actor, access.BulletinWrite) == nil {
		form, err := site.NewForm("/bulletins")
		if err != nil {
			return err
		}
		page.Draft = &form
		page.Month = view.Field{Name: "month", Kind: view.FieldText, Label: by.Say("bulletin.month"), Hint: by.Say("bulletin.month-hint"), Value: month, Required: true, Longest: 7, Problem: problem}
	}
	if len(list) > rows {
		list = list[:rows]
		page.List.Next = "/bulletins?after=" + list[rows-1].ID.String()
	}
	page.List.Shown = len(list)
	for _, b := range list {
		page.Rows = append(page.Rows, view.BulletinRow{Href: "/bulletins/" + b.ID.String(), Number: number(by.Lang, b), Title: b.Title, Period: b.Period, State: b.State, Revised: b.Revised, Made: b.Made})
	}
	return p.Show(w, r, status, view.Bulletins(page))
}

// number is a bulletin's number in words; empty before it has one.
func number(l locale.Lang, b record.Bulletin) string {
	if b.Serial == nil {
		return ""
	}
	return locale.Text(l, "bulletin.numbered", b.Year, *b.Serial)
}

// draft makes a month's draft.
func (p *pages) draft(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	month := strings.TrimSpace(r.PostFormValue("month"))
	err = p.Announce.Draft(r.Context(), by.Call, id, month)
	if kind := route.KindOf(err); kind == fault.Invalid {
		return p.showList(w, r, by, kind.Status(), month, route.Sentence(by.Lang, err))
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/bulletins/"+id.String(), "flash.bulletin-drafted")
}

// bulletin is one bulletin.
func (p *pages) bulletin(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.shown(w, r, by)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Bulletin(page))
}

func (p *pages) shown(w http.ResponseWriter, r *http.Request, by route.Request) (*view.BulletinPage, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return nil, err
	}
	b, err := p.Announce.Find(r.Context(), by.Call, id)
	if err != nil {
		return nil, err
	}
	title := number(by.Lang, b.Bulletin)
	if title == "" {
		title = locale.Period(by.Lang, b.Period)
	}
	page := &view.BulletinPage{
		Frame: p.Frame(w, r, by, "bulletin", by.Say("bulletin.title")+" "+title, view.Link{Text: locale.Word(by.Lang, "nav", "bulletin"), Href: "/bulletins"}),
		State: b.State, Waits: waits(by, b.Bulletin), Course: course(by, b),
	}
	if b.IsOffice || b.State == record.BulletinNumbered {
		page.Paper, page.Download = paper(b.Monthly.Official()), "/bulletins/"+id.String()+"/file"
	} else {
		page.Own = own(b)
	}
	for _, u := range b.Units {
		if u.State != record.FeedbackNone {
			page.Units = append(page.Units, view.BulletinUnit{Name: u.Name, State: u.State, Reply: u.Reply, At: u.Answered})
		}
	}
	if b.IsOffice {
		page.Revised, page.Reason, page.Handling = b.Revised, b.Reason, b.Handling
		slices.SortStableFunc(b.Figures, func(x, y record.BulletinFigure) int { return cmp.Compare(y.Revised, x.Revised) }) // what was corrected comes first
		for _, f := range b.Figures {
			page.Figures = append(page.Figures, view.BulletinFigure{Name: f.Name, Text: f.Text, Now: f.Now, Query: f.Query})
		}
	}
	p.acts(by, b, page)
	return page, nil
}

// acts are the forms the person may send now.
func (p *pages) acts(by route.Request, b announce.Page, page *view.BulletinPage) {
	here := "/bulletins/" + b.ID.String()
	form := func(act string) *view.Form { return &view.Form{Action: here + act, Version: b.Version} }
	on := access.Record{Owner: int(b.Owner)}
	isWriter, isSigner := access.Allow(by.Actor, access.BulletinWrite, on) == nil, access.Allow(by.Actor, access.BulletinSign, on) == nil
	switch {
	case b.State == record.BulletinDraft && isWriter:
		page.Refresh, page.Send, page.Texts = form("/refresh"), form("/send"), form("/texts")
		page.Until = view.Field{Name: "until", Kind: view.FieldDate, Label: by.Say("bulletin.until"), Value: period.Date(p.Today() + 3).String(), Required: true}
		page.Fields = textFields(by, b)
	case b.State == record.BulletinFeedback && isWriter:
		page.Check = form("/check")
		page.Handled = view.Field{Name: "handling", Kind: view.FieldLong, Label: by.Say("bulletin.handling"), Longest: 20000}
	case b.State == record.BulletinChecked && isSigner && b.Bulletin.Drafter != by.Actor.Account:
		page.Sign = form("/sign")
	case b.State == record.BulletinSigned && isWriter:
		page.Issue = form("/number")
	}
	if isBefore := b.State == record.BulletinFeedback || b.State == record.BulletinChecked || b.State == record.BulletinSigned; isBefore && (isWriter || isSigner) {
		page.Return = form("/return")
		page.Returned = view.Field{Name: "reason", Kind: view.FieldLong, Label: by.Say("bulletin.reason"), Required: true, Longest: 20000}
	}
	if b.State != record.BulletinFeedback || access.Holds(by.Actor, access.BulletinReply) != nil {
		return
	}
	for _, u := range b.Units {
		if u.Unit == by.Actor.Unit {
			page.Reply = form("/reply")
			page.Answer = view.Field{Name: "text", Kind: view.FieldLong, Label: by.Say("bulletin.reply-text"), Value: u.Reply, Longest: 20000}
		}
	}
}

// textFields are the texts of a draft.
func textFields(by route.Request, b announce.Page) []view.Field {
	var names []string
	for _, f := range b.Monthly.Figures {
		names = append(names, fmt.Sprintf("{%s} %d", f.Name, f.Value))
	}
	m := b.Monthly
	fields := []view.Field{
		{Name: "title", Kind: view.FieldLong, Label: by.Say("bulletin.name"), Value: m.Title, Required: true},
		{Name: "addressee", Kind: view.FieldText, Label: by.Say("bulletin.addressee"), Value: m.Addressee, Wide: true},
		{Name: "copies", Kind: view.FieldText, Label: by.Say("bulletin.copies"), Value: m.Copies, Wide: true},
		{Name: "overall", Kind: view.FieldLong, Label: by.Say("bulletin.overall"), Value: m.Overall, Hint: by.Say("bulletin.names-hint", strings.Join(names, by.Say("list.and")))},
		{Name: "lagging", Kind: view.FieldLong, Label: by.Say("bulletin.lagging"), Value: m.Lagging},
		{Name: "reached", Kind: view.FieldLong, Label: by.Say("bulletin.reached"), Value: m.Reached},
		{Name: "demands", Kind: view.FieldLong, Label: by.Say("bulletin.demands"), Value: m.Demands},
	}
	for i := range fields {
		fields[i].Longest = 20000
	}
	return fields
}

// waits says what a bulletin waits for.
func waits(by route.Request, b record.Bulletin) string {
	switch b.State {
	case record.BulletinFeedback:
		return by.Say("bulletin.wait-units", locale.Date(by.Lang, period.Date(b.Until)))
	case record.BulletinChecked:
		return by.Say("bulletin.wait-sign")
	case record.BulletinSigned:
		return by.Say("bulletin.wait-number")
	case record.BulletinNumbered:
		return by.Say("bulletin.out")
	}
	return by.Say("bulletin.wait-draft")
}

// course are the steps of a bulletin; who took them only the office sees.
func course(by route.Request, b announce.Page) []view.CourseStep {
	return []view.CourseStep{
		{Name: by.Say("bulletin.drafted-by"), By: b.Drafter, At: b.Made}, {Name: by.Say("bulletin.checked-by"), By: b.Checker, At: b.Checked},
		{Name: by.Say("bulletin.signed-by"), By: b.Signer, At: b.Signed}, {Name: by.Say("bulletin.numbered-at"), At: b.Numbered},
	}
}

func own(b announce.Page) *view.BulletinOwn {
	o := &view.BulletinOwn{}
	for _, x := range b.Monthly.Late {
		o.Late = append(o.Late, view.BulletinLate{Number: x.Number, Task: x.Task, Period: x.Period, Due: x.Due})
	}
	for _, x := range b.Monthly.Results {
		o.Results = append(o.Results, view.BulletinResult{Number: x.Number, Metric: x.Metric, Goal: x.Goal, Value: x.Value, Unit: x.Unit, Period: x.Period})
	}
	return o
}
