// Package division has the pages on which a document's tasks are divided beyond
// its review: draft divisions out for comment, targets split among units, and
// the lines by which counterparts are found.
package division

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/consultation"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/divisions", access.DivisionRead, p.divisions),
		route.PageAt(http.MethodGet, "/divisions/{id}", access.DivisionRead, p.division),
		route.PageAt(http.MethodGet, "/divisions/{id}/workbook", access.DivisionRead, p.workbook),
		route.PageAt(http.MethodPost, "/divisions/{id}/workbook", access.DivisionComment, p.upload),
		route.PageAt(http.MethodPost, "/divisions/{id}/comment", access.DivisionComment, p.comment),
		route.PageAt(http.MethodPost, "/divisions/{id}/draft", access.DivisionComment, p.draft),
		route.PageAt(http.MethodPost, "/divisions/{id}/decide/{comment}", access.DocumentAdopt, p.decide),
		route.PageAt(http.MethodPost, "/divisions/{id}/move", access.DivisionRead, p.move), // the use case asks for one of two permissions
		route.PageAt(http.MethodPost, "/divisions/{id}/assign", access.DocumentAdopt, p.assign),
		route.PageAt(http.MethodGet, "/targets/{id}/split", access.TaskAssign, p.breakdown),
		route.PageAt(http.MethodPost, "/targets/{id}/split", access.TaskAssign, p.split),
		route.PageAt(http.MethodPost, "/targets/{id}/split/file", access.TaskAssign, p.splitFile),
		route.PageAt(http.MethodPost, "/targets/{id}/split/draft", access.TaskAssign, p.draft),
		route.PageAt(http.MethodPost, "/targets/{id}/join", access.TaskAssign, p.join),
		route.PageAt(http.MethodGet, "/lines", access.DocumentAdopt, p.lines),
		route.PageAt(http.MethodPost, "/lines/{id}", access.DocumentAdopt, p.line),
		route.PageAt(http.MethodPost, "/lines/names/{id}/forget", access.DocumentAdopt, p.forget),
	}
}

// divisions lists the draft divisions the actor may see.
func (p *pages) divisions(w http.ResponseWriter, r *http.Request, by route.Request) error {
	list, err := p.Divisions.List(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.DivisionsPage{Frame: p.Frame(w, r, by, "division", locale.Word(by.Lang, "nav", "division"))}
	for _, c := range list {
		page.Rows = append(page.Rows, view.DivisionRow{Href: "/divisions/" + c.ID.String(), Title: c.Title, State: c.State, Until: period.Date(c.Until), Made: c.Made})
	}
	return p.Show(w, r, http.StatusOK, view.Divisions(page))
}

// A sent form that was not taken, to be shown again.
type sent struct {
	form map[string][]string
	part string // which of the page's forms: comment, a comment's id, a move, workbook
	err  error
}

func (s sent) value(name, otherwise string) string {
	if v := s.form[name]; len(v) > 0 {
		return v[0]
	}
	return otherwise
}

func (p *pages) division(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.show(w, r, by, http.StatusOK, sent{})
}

// again shows the page with what was not taken; other errors are given on.
func (p *pages) again(w http.ResponseWriter, r *http.Request, by route.Request, part string, err error) error {
	kind := route.KindOf(err)
	if kind != fault.Invalid && kind != fault.TooLarge && kind != fault.Conflict {
		return err
	}
	return p.show(w, r, by, kind.Status(), sent{r.PostForm, part, err})
}

func (p *pages) show(w http.ResponseWriter, r *http.Request, by route.Request, status int, not sent) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	d, err := p.Divisions.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/divisions/" + id.String()
	page := &view.DivisionPage{
		Frame: p.Frame(w, r, by, "division", d.Title, view.Link{Text: locale.Word(by.Lang, "nav", "division"), Href: "/divisions"}),
		State: d.State, Until: period.Date(d.Until), Workbook: here + "/workbook", Opinion: d.Opinion, Sent: len(d.Units),
	}
	page.Frame.TitleData = true
	if d.Leader != "" {
		page.Approved = by.Say("division.approved", d.Leader, locale.Moment(by.Lang, d.Approved))
	}
	isOffice := access.Allow(by.Actor, access.DocumentAdopt, access.Record{Owner: int(d.Owner)}) == nil
	if isOffice {
		page.Document = &view.Link{Text: by.Say("division.review"), Href: "/documents/" + d.Document.String()}
		if d.State == record.ConsultationApproved {
			page.Adopt = &view.Form{Action: here + "/assign"}
		}
	}
	p.unitPart(by, page, d, not)
	if page.Comment != nil && not.form == nil {
		if not.form, page.Comment.DraftAt, err = p.Reports.Draft(r.Context(), by.Call, id); err != nil {
			return err
		}
	}
	for _, i := range d.Own(by.Actor) {
		page.Items = append(page.Items, item(by, page, d, i, isOffice && d.State == record.ConsultationOut, not))
	}
	for _, i := range page.Items {
		for _, c := range i.Comments {
			if c.Decide != nil {
				page.Open = append(page.Open, view.Link{Text: i.Label + " " + i.Title + " · " + c.Unit, Href: "#" + i.ID, Data: true})
			}
		}
	}
	for _, o := range d.Offers {
		page.Acts = append(page.Acts, p.offer(by, o, here+"/move", not))
	}
	if not.part == "assign" {
		page.Adopt.Problem = route.Sentence(by.Lang, not.err)
	}
	return p.Show(w, r, status, view.Division(page))
}

// unitPart is what concerns a unit that the draft went to, or for the office all of them.
func (p *pages) unitPart(by route.Request, page *view.DivisionPage, d *consultation.Page, not sent) {
	here := "/divisions/" + d.ID.String()
	version := int64(0) // of what the unit has said: what was kept of a form that was sent is not put back
	for _, u := range d.Units {
		if u.Unit == by.Actor.Unit && by.Actor.Unit != uuid.Nil && !d.IsWhole(by.Actor) {
			page.IsOwn, page.SaidAt, version = true, u.Replied, u.Version
		}
		if u.Replied != 0 {
			page.Replied++
		}
		page.Units = append(page.Units, view.DivisionUnit{Name: u.Name, Replied: u.Replied})
	}
	if page.IsOwn {
		page.Units = nil
	}
	if !page.IsOwn || access.Holds(by.Actor, access.DivisionComment) != nil || d.State != record.ConsultationOut {
		return
	}
	page.Comment, page.Upload = &view.Form{Action: here + "/comment", Draft: here + "/draft", Version: version}, &view.Form{Action: here + "/workbook"}
	switch not.part {
	case "comment":
		page.Comment.Problem = route.Sentence(by.Lang, not.err)
	case "workbook":
		page.Upload.Problem = route.Sentence(by.Lang, not.err)
	}
}

// offer is a move with its form.
func (p *pages) offer(by route.Request, o casework.Offering, action string, not sent) view.CaseAct {
	a := view.CaseAct{Name: o.Name, Title: o.Title.In(by.Lang), Form: view.Form{Action: action}}
	for _, lack := range o.Lacks {
		a.Lacks = append(a.Lacks, lack.Lack.In(by.Lang))
	}
	for i, name := range append(append([]string{}, o.Needs...), o.Takes...) {
		f := view.Field{Name: name, Of: o.Name + "-", Kind: view.FieldLong, Label: p.Divisions.Flow.Field(name).Title.In(by.Lang), Required: i < len(o.Needs), Longest: 2000}
		if not.part == o.Name {
			f.Value = not.value(name, "")
		}
		a.Fields = append(a.Fields, f)
	}
	if not.part == o.Name {
		a.Form.Problem = route.Sentence(by.Lang, not.err)
	}
	return a
}

func item(by route.Request, page *view.DivisionPage, d *consultation.Page, i consultation.Item, mayDecide bool, not sent) view.DivisionItem {
	x := view.DivisionItem{ID: i.ID, Label: i.Label, Title: i.Title, Text: i.Text, Lead: d.Names[i.Lead], DoneWhen: i.DoneWhen, Proof: i.Proof, Limit: i.Due}
	for _, u := range i.Others {
		x.Others = append(x.Others, d.Names[u])
	}
	for _, g := range i.Goals {
		text := g.Metric + " "
		if g.Op != string(policy.OpEqual) { // 20个, as the document says it
			text += locale.Word(by.Lang, "goal-op", g.Op) + " "
		}
		text += locale.Number(g.Value)
		if g.High != "" {
			text += "–" + locale.Number(g.High)
		}
		if text += g.Unit; g.Due != "" {
			text += " " + g.Due
		}
		x.Numbers = append(x.Numbers, text)
	}
	own := record.Comment{}
	for _, c := range d.Comments {
		switch {
		case c.Item != i.ID:
		case page.IsOwn && c.Unit == by.Actor.Unit:
			own = c
			if c.Outcome != "" || page.Comment == nil {
				x.Comments = append(x.Comments, comment(by, d, c, false, not))
			}
		case !page.IsOwn && c.Kind != record.CommentAgree:
			x.Comments = append(x.Comments, comment(by, d, c, mayDecide && c.Outcome == "", not))
		}
	}
	if page.Comment != nil {
		x.Entries = entries(by, d, i, own, not)
	}
	return x
}

func comment(by route.Request, d *consultation.Page, c record.Comment, mayDecide bool, not sent) view.DivisionComment {
	x := view.DivisionComment{Unit: d.Names[c.Unit], Kind: c.Kind, Lead: d.Names[c.Lead], Text: c.Text, Outcome: c.Outcome, Reason: c.Reason}
	if mayDecide {
		id := c.ID.String()
		x.Decide = &view.Form{Action: "/divisions/" + d.ID.String() + "/decide/" + id}
		x.Entry = view.Field{Name: "reason", Of: id + "-", Kind: view.FieldText, Label: by.Say("division.reason"), Required: true, Longest: 2000}
		if not.part == id {
			x.Decide.Problem, x.Entry.Value = route.Sentence(by.Lang, not.err), not.value("reason", "")
		}
	}
	return x
}

// entries are those of a unit's comment on an item.
func entries(by route.Request, d *consultation.Page, i consultation.Item, own record.Comment, not sent) []view.Field {
	kind := view.Field{Name: "kind." + i.ID, Kind: view.FieldChoice, Label: by.Say("division.comment"), Value: not.value("kind."+i.ID, own.Kind)}
	kind.Options = view.Words(by.Lang, "comment", consultation.Kinds()...)
	lead := view.Field{Name: "lead." + i.ID, Kind: view.FieldChoice, Label: by.Say("division.comment-lead"), Value: not.value("lead."+i.ID, text(own.Lead))}
	for _, u := range d.Draft.Units() {
		lead.Options = append(lead.Options, view.Option{Value: u.String(), Text: d.Names[u], Data: true})
	}
	return []view.Field{kind, lead, {Name: "text." + i.ID, Kind: view.FieldText, Label: by.Say("division.comment-text"), Value: not.value("text."+i.ID, own.Text), Longest: 2000}}
}

func text(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

// comment takes what a unit says of the items.
func (p *pages) comment(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
			return err
		}
		return p.Go(w, r, "/divisions/"+id.String(), "")
	}
	var said []consultation.Said
	for name, values := range r.PostForm {
		item, ok := strings.CutPrefix(name, "kind.")
		if !ok || len(values) == 0 || values[0] == "" {
			continue
		}
		x := consultation.Said{Item: item, Kind: values[0], Text: r.PostForm.Get("text." + item)}
		if lead, err := uuid.Parse(r.PostForm.Get("lead." + item)); err == nil {
			x.Lead = lead
		}
		said = append(said, x)
	}
	if err := p.Divisions.Comment(r.Context(), by.Call, id, said); err != nil {
		return p.again(w, r, by, "comment", err)
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/divisions/"+id.String(), "flash.division-said")
}

// draft keeps what somebody has typed and not yet sent.
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

// decide takes or refuses a comment.
func (p *pages) decide(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	on, err := site.ID(r, "comment")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if err := p.Divisions.Decide(r.Context(), by.Call, id, on, r.PostForm.Get("outcome") == record.CommentTaken, r.PostForm.Get("reason")); err != nil {
		return p.again(w, r, by, on.String(), err)
	}
	return p.Go(w, r, "/divisions/"+id.String(), "flash.division-decided")
}

// move takes a draft along its workflow.
func (p *pages) move(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	move, form := r.PostForm.Get("move"), casework.Form{}
	declared := p.Divisions.Flow.Move(move)
	if declared == nil {
		return fault.New(fault.NotFound, "not-found")
	}
	for _, name := range append(append([]string{}, declared.Needs...), declared.Takes...) {
		form[name] = r.PostForm.Get(name)
	}
	if err := p.Divisions.Move(r.Context(), by.Call, id, move, form); err != nil {
		return p.again(w, r, by, move, err)
	}
	return p.Go(w, r, "/divisions/"+id.String(), "flash.division-moved")
}

// assign adopts a division that was approved.
func (p *pages) assign(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	d, err := p.Divisions.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if d.State != record.ConsultationApproved {
		return fault.New(fault.Conflict, "division-closed")
	}
	if err := p.Documents.AdoptReviewed(r.Context(), by.Call, d.Document); err != nil {
		return p.again(w, r, by, "assign", err)
	}
	return p.Go(w, r, "/tasks?document="+d.Document.String(), "flash.adopted")
}

// workbook is the draft with columns for comments.
func (p *pages) workbook(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	var file bytes.Buffer
	name, err := p.Divisions.Workbook(r.Context(), by.Call, id, &file)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(file.Len()))
	_, err = file.WriteTo(w)
	return err
}

// upload takes the workbook back.
func (p *pages) upload(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := site.ReadUpload(r, func(u intake.Uploaded) error { return p.Divisions.Import(r.Context(), by.Call, id, u) }); err != nil {
		return p.again(w, r, by, "workbook", err)
	}
	return p.Go(w, r, "/divisions/"+id.String(), "flash.division-said")
}
