package ledger

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/comparison"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// relations says how a document stands to those before it.
func (p *pages) relations(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.relationsPage(w, r, by)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Relations(page))
}

func (p *pages) relationsPage(w http.ResponseWriter, r *http.Request, by route.Request) (*view.RelationsPage, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return nil, err
	}
	d, err := p.Documents.Find(r.Context(), by.Call, id)
	if err != nil {
		return nil, err
	}
	here := view.Link{Text: d.Title, Href: "/documents/" + id.String(), Data: true}
	page := &view.RelationsPage{
		Frame: p.Frame(w, r, by, "document", by.Say("relation.title"), view.Link{Text: locale.Word(by.Lang, "nav", "document"), Href: "/documents"}, here),
		Kinds: view.Words(by.Lang, "document-relation", document.Kinds()...),
	}
	if d.State == record.DocumentProposed && mayOn(by, access.DocumentAdopt, d.Owner) {
		page.Action = here.Href + "/relations"
	}
	related, err := p.Documents.Related(r.Context(), by.Call, d)
	if err != nil {
		return nil, err
	}
	taken := make(map[uuid.UUID]bool)
	for _, x := range related {
		taken[x.Other.ID] = true
		line, err := p.relation(r, by, d, x)
		if err != nil {
			return nil, err
		}
		page.Relations = append(page.Relations, line)
	}
	followers, err := p.Documents.Followed(r.Context(), by.Call, d)
	if err != nil {
		return nil, err
	}
	for _, x := range followers {
		page.Followers = append(page.Followers, view.Follower{Document: view.Link{Text: x.Other.Title, Href: "/documents/" + x.Other.ID.String()}, Kind: x.Relation.Kind})
	}
	if page.Action == "" {
		return page, nil
	}
	others, err := p.Documents.Others(r.Context(), by.Call, d)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		if !taken[o.ID] {
			page.Others = append(page.Others, view.Option{Value: o.ID.String(), Text: strings.TrimSpace(o.Title + " " + o.Number), Data: true})
		}
	}
	return page, nil
}

// relation is one relation with the targets on which the two documents differ.
func (p *pages) relation(r *http.Request, by route.Request, d record.Document, x document.Related) (view.Relation, error) {
	line := view.Relation{
		Other: view.Link{Text: x.Other.Title, Href: "/documents/" + x.Other.ID.String()}, OtherID: x.Other.ID.String(), Kind: x.Relation.Kind, Force: x.Other.Force,
		Comparison: "/documents/" + d.ID.String() + "/compare/" + x.Other.ID.String(),
	}
	if x.Relation.Kind == record.Repeals || x.Relation.Kind == record.Forwards {
		return line, nil
	}
	c, err := p.Documents.Compare(r.Context(), by.Call, x.Other.ID, d.ID)
	if err != nil {
		return line, err
	}
	_, doc, err := p.Documents.Reviewed(r.Context(), by.Call, d.ID)
	if err != nil {
		return line, err
	}
	for _, f := range c.Targets {
		if f.Kind != compare.Changed {
			continue
		}
		task, target := document.Place(doc, f.New)
		if task < 0 {
			continue
		}
		diff := view.Difference{
			ID: fmt.Sprintf("%d-%d", task, target), Metric: f.New.Metric, Conflict: f.Conflict,
			Old: view.Side{Figure: figure(by.Lang, *f.Old), Sentence: f.OldIn.Sentence}, New: view.Side{Figure: figure(by.Lang, *f.New), Sentence: f.NewIn.Sentence},
		}
		if diff.Old.Figure == diff.New.Figure && !diff.Conflict { // other words for the same
			continue
		}
		for _, chosen := range x.Choices {
			if chosen.Task == task && chosen.Target == target {
				diff.TakesOld, diff.Reason = true, chosen.Reason
			}
		}
		line.Differences = append(line.Differences, diff)
	}
	return line, nil
}

// relate keeps or takes back how a document stands to another.
func (p *pages) relate(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	here := "/documents/" + id.String() + "/relations"
	other, err := uuid.Parse(r.PostForm.Get("other"))
	if err == nil && r.PostForm.Get("do") == "remove" {
		if err := p.Documents.Unrelate(r.Context(), by.Call, id, other); err != nil {
			return err
		}
		return p.Go(w, r, here, "flash.unrelated")
	}
	if err != nil {
		err = fault.New(fault.Invalid, "relate-other")
	} else {
		err = p.Documents.Relate(r.Context(), by.Call, id, other, r.PostForm.Get("kind"), choices(r))
	}
	if route.KindOf(err) != fault.Invalid {
		if err != nil {
			return err
		}
		return p.Go(w, r, here, "flash.related")
	}
	page, failed := p.relationsPage(w, r, by)
	if failed != nil {
		return failed
	}
	page.Problem = route.Sentence(by.Lang, err)
	keepChoices(page, other.String(), r)
	return p.Show(w, r, http.StatusUnprocessableEntity, view.Relations(page))
}

// choices are the targets of which the form says that the older value holds.
func choices(r *http.Request) (list []document.Choice) {
	for name, values := range r.PostForm {
		place, ok := strings.CutPrefix(name, "holds.")
		if !ok || len(values) == 0 || values[0] != "old" {
			continue
		}
		c := document.Choice{Reason: strings.TrimSpace(r.PostForm.Get("reason." + place))}
		if n, err := fmt.Sscanf(place, "%d-%d", &c.Task, &c.Target); err == nil && n == 2 {
			list = append(list, c)
		}
	}
	return list
}

// keepChoices puts what was sent into the page, so that nothing typed is lost.
func keepChoices(page *view.RelationsPage, other string, r *http.Request) {
	for i := range page.Relations {
		if page.Relations[i].OtherID != other {
			continue
		}
		for j := range page.Relations[i].Differences {
			d := &page.Relations[i].Differences[j]
			d.TakesOld, d.Reason = r.PostForm.Get("holds."+d.ID) == "old", r.PostForm.Get("reason."+d.ID)
		}
	}
}

// compare shows two documents beside one another, as a page that can be kept and sent on.
func (p *pages) compare(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	other, err := site.ID(r, "other")
	if err != nil {
		return err
	}
	c, err := p.Documents.Compare(r.Context(), by.Call, other, id)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := comparison.New(c, by.Lang).Page(&page); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", comparison.ContentPolicy()+"; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	_, err = w.Write(page.Bytes())
	return err
}
