// Package lists has what all lists of the ledger have in common on pages: the bar
// they are filtered by, heads they are sorted by, lists kept under names, and the
// workbook; and the pages of those lists that are nothing but rows. What a list can
// be asked is declared in internal/app/list. Start with Around and Send.
package lists

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	t := route.Table{
		route.PageAt(http.MethodPost, "/lists", access.SessionOwn, p.save),
		route.PageAt(http.MethodPost, "/lists/{id}/remove", access.SessionOwn, p.remove),
	}
	for _, x := range p.tables() {
		if x.hasPage {
			t = append(t, route.PageAt(http.MethodGet, x.kind.Path, x.kind.Needs, func(w http.ResponseWriter, r *http.Request, by route.Request) error { return p.show(w, r, by, x) }))
		}
		t = append(t, route.PageAt(http.MethodGet, x.kind.Path+"/export", x.kind.Needs, func(w http.ResponseWriter, r *http.Request, by route.Request) error { return p.export(w, r, by, x) }))
	}
	return t
}

// dense are the filters that stand in the bar; the others are shown when asked for.
var dense = map[string]bool{"text": true, "light": true, "state": true, "standing": true, "when": true, "lead": true, "kind": true, "workflow": true}

// Around is what a page has around the rows of a list: its bar, orders, pages, names and workbook. last is the id of the page's last row.
func Around(s *site.Site, r *http.Request, by route.Request, k *list.Kind, q list.Query, found list.Found, shown int, last uuid.UUID) (view.List, error) {
	here := k.Encode(q)
	l := view.List{Action: k.Path, Clear: k.Path, Filtered: q.IsFiltered(), Sorts: map[string]view.Sort{}, Total: min(found.Total, list.MostCounted), Over: found.Total > list.MostCounted, Shown: shown,
		Export: list.Address(k.Path+"/export", here)}
	for _, o := range k.Sorts {
		next, dir := list.Query{Values: q.Values, Sort: o.Name, IsDesc: o.IsDesc}, ""
		if o.Name == q.Sort {
			next.IsDesc, dir = !q.IsDesc, "ascending"
			if q.IsDesc {
				dir = "descending"
			}
		}
		l.Sorts[o.Name] = view.Sort{Href: k.Href(next), Dir: dir}
	}
	if values, err := url.ParseQuery(here); err == nil {
		l.Order = values.Get("sort")
	}
	if found.IsMore {
		l.Next = list.Address(k.Path, join(here, "after="+last.String()))
	}
	if q.After != uuid.Nil {
		l.Previous = k.Href(list.Query{Values: q.Values, Sort: q.Sort, IsDesc: q.IsDesc})
	}
	isInCharge, err := s.Lists.InCharge(r.Context(), by.Call)
	if err != nil {
		return l, err
	}
	for _, f := range k.Filters {
		if f.Entry == list.Unseen {
			continue
		}
		x, err := field(s, r, by, k, f, q.Values.Get(f.Name), isInCharge)
		if err != nil {
			return l, err
		}
		if dense[f.Name] {
			l.Filter = append(l.Filter, x)
		} else {
			l.More = append(l.More, x)
		}
	}
	return l, names(s, r, by, k, here, isInCharge, &l)
}

func join(query, more string) string {
	if query == "" {
		return more
	}
	return query + "&" + more
}

// field is the entry of a filter.
func field(s *site.Site, r *http.Request, by route.Request, k *list.Kind, f list.Filter, value string, isInCharge bool) (view.Field, error) {
	x := view.Field{Name: f.Name, Kind: view.FieldChoice, Label: locale.Word(by.Lang, "list-filter", f.Label), Value: value, Hidden: true, Longest: 200}
	var named []list.Named
	var err error
	switch f.Entry {
	case list.Words:
		x.Kind = view.FieldText
	case list.Day:
		x.Kind, x.Hidden = view.FieldDate, false
	case list.Choice:
		x.Options = view.Words(by.Lang, f.Vocabulary, f.Options...)
	case list.Unit:
		if by.Actor.Unit != uuid.Nil {
			x.Options = append(x.Options, view.Option{Value: list.Mine, Text: locale.Text(by.Lang, "list.my-unit")})
		}
		if isInCharge {
			x.Options = append(x.Options, view.Option{Value: list.Charge, Text: locale.Text(by.Lang, "list.in-charge")})
		}
		named, err = s.Lists.Units(r.Context(), by.Call, value)
	case list.Document:
		named, err = s.Lists.Documents(r.Context(), by.Call, k.Needs, value)
	}
	for _, n := range named {
		x.Options = append(x.Options, view.Option{Value: n.ID.String(), Text: n.Name, Data: true})
	}
	return x, err
}

// names are the lists that come with the program and those that were saved, and the form that saves this one.
func names(s *site.Site, r *http.Request, by route.Request, k *list.Kind, here string, isInCharge bool, l *view.List) error {
	for _, p := range k.Presets {
		query := k.Encode(k.Parse(values(p.Query)))
		if strings.Contains(query, "="+list.Mine) && by.Actor.Unit == uuid.Nil || strings.Contains(query, "="+list.Charge) && !isInCharge {
			continue
		}
		l.Tabs = append(l.Tabs, view.Tab{Text: locale.Word(by.Lang, "list-preset", p.Name), Href: list.Address(k.Path, query), Current: query == here})
	}
	saved, err := s.Lists.Saved(r.Context(), by.Call, k.Name)
	if err != nil {
		return err
	}
	for _, x := range saved {
		tab := view.Tab{Text: x.Name, Data: true, Href: list.Address(k.Path, x.Query), Current: x.Query == here, By: x.By}
		if x.IsOwn {
			tab.Remove = "/lists/" + x.ID.String() + "/remove"
		}
		l.Tabs = append(l.Tabs, tab)
	}
	form, err := site.NewForm("/lists")
	l.Save = saveForm(by, form, k.Name, here, "", record.SharedWithNobody)
	return err
}

func values(query string) url.Values {
	v, err := url.ParseQuery(query)
	if err != nil {
		return url.Values{} // a list without a filter
	}
	return v
}

func saveForm(by route.Request, form view.Form, kind, query, name, share string) *view.Save {
	s := &view.Save{Form: form, Kind: kind, Query: query,
		Name:  view.Field{Name: "name", Of: "save-", Kind: view.FieldText, Label: by.Say("list.name"), Value: name, Required: true, Longest: list.LongestName},
		Share: view.Field{Name: "share", Of: "save-", Kind: view.FieldChoice, Label: by.Say("list.share"), Value: share, Required: true}}
	for _, x := range []string{record.SharedWithNobody, record.SharedWithUnit, record.SharedWithPlace} {
		if x != record.SharedWithUnit || by.Actor.Unit != uuid.Nil {
			s.Share.Options = append(s.Share.Options, view.Option{Value: x, Text: locale.Word(by.Lang, "list-share", x)})
		}
	}
	return s
}

// kind finds a list by its name: one that is declared, or one of a register.
func (p *pages) kind(r *http.Request, by route.Request, name string) (*list.Kind, error) {
	for _, k := range list.Kinds() {
		if k.Name == name {
			return k, nil
		}
	}
	if pack, register, ok := strings.Cut(strings.TrimPrefix(name, "records:"), ":"); ok && strings.HasPrefix(name, "records:") {
		return p.Registers.ListKind(r.Context(), by.Call, pack, register)
	}
	return nil, fault.New(fault.NotFound, "not-found")
}

// save keeps a list under a name.
func (p *pages) save(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	k, err := p.kind(r, by, r.PostForm.Get("kind"))
	if err != nil {
		return err
	}
	query := r.PostForm.Get("query")
	err = p.Lists.Save(r.Context(), by.Call, id, k, r.PostForm.Get("name"), values(query), r.PostForm.Get("share"))
	if route.KindOf(err) == fault.Invalid { // on a page of its own, with what was typed
		form := view.Form{ID: id.String(), Action: "/lists", Problem: route.Sentence(by.Lang, err)}
		page := &view.SaveListPage{Frame: p.Frame(w, r, by, "", by.Say("list.save")), Save: saveForm(by, form, k.Name, query, r.PostForm.Get("name"), r.PostForm.Get("share")), Back: list.Address(k.Path, query)}
		return p.Show(w, r, fault.Invalid.Status(), view.SaveList(page))
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, k.Href(k.Parse(values(query))), "flash.list-saved")
}

// remove takes a saved list away.
func (p *pages) remove(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	name, err := p.Lists.Remove(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	k, err := p.kind(r, by, name)
	if err != nil { // its pack is gone, and so is the list
		return p.Go(w, r, "/", "flash.removed")
	}
	return p.Go(w, r, k.Path, "flash.removed")
}
