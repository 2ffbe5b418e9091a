package cockpit

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/link"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// kinds are the kinds of link with the permission that each stands on and the way to what it opens.
var kinds = []struct {
	name   string
	needs  access.Permission
	before string
	after  string
}{{record.LinkCalendar, access.DueRead, "/feed/", ".ics"}, {record.LinkScreen, access.CockpitLink, "/screen/", ""}}

// links lists the links of somebody.
func (p *pages) links(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showLinks(w, r, by, http.StatusOK, "", refused{})
}

// A refused is an entry that was sent back.
type refused struct{ kind, label, problem string }

func (p *pages) showLinks(w http.ResponseWriter, r *http.Request, by route.Request, status int, made string, back refused) error {
	page := &view.LinksPage{Frame: p.Frame(w, r, by, "calendar", by.Say("link.title"), view.Link{Text: by.Say("calendar.title"), Href: "/calendar"}), Made: made}
	for _, k := range kinds {
		if access.Holds(by.Actor, k.needs) != nil {
			continue
		}
		form, err := site.NewForm("/links")
		if err != nil {
			return err
		}
		x := view.LinkKind{Name: k.name, Form: form, Label: view.Field{Name: "label", Of: k.name + "-", Kind: view.FieldText, Label: by.Say("link.where"), Required: true, Longest: link.LongestLabel}}
		if back.kind == k.name {
			x.Label.Value, x.Label.Problem = back.label, back.problem
		}
		own, err := p.Links.Own(r.Context(), by.Call, k.name)
		if err != nil {
			return err
		}
		for _, l := range own {
			x.Rows = append(x.Rows, view.LinkRow{Label: l.Label, Made: l.Made, Revoke: "/links/" + l.ID.String() + "/revoke"})
		}
		page.Kinds = append(page.Kinds, x)
	}
	return p.Show(w, r, status, view.Links(page))
}

// makeLink makes a link and shows its address, this once.
func (p *pages) makeLink(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	kind, label := r.PostForm.Get("kind"), r.PostForm.Get("label")
	token, err := p.Links.Make(r.Context(), by.Call, id, kind, label)
	if k := route.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return p.showLinks(w, r, by, k.Status(), "", refused{kind, label, route.Sentence(by.Lang, err)})
	}
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if k.name == kind {
			return p.showLinks(w, r, by, http.StatusOK, p.base(r)+k.before+token+k.after, refused{})
		}
	}
	return fault.New(fault.NotFound, "not-found")
}

// revoke ends a link.
func (p *pages) revoke(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if _, err := p.Links.Revoke(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/links", "flash.link-revoked")
}
