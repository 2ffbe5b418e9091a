package organisation

import (
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/handover"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// handovers lists those that the reader may see, with the way to begin one.
func (p *pages) handovers(w http.ResponseWriter, r *http.Request, by route.Request) error {
	list, err := p.Handovers.List(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.HandoversPage{Frame: p.Frame(w, r, by, "handover", locale.Word(by.Lang, "nav", "handover")), Begin: "/handovers/new"}
	for _, h := range list {
		row := view.HandoverRow{Href: "/handovers/" + h.ID.String(), Name: h.Name, Unit: h.UnitName, Reason: h.Reason, At: h.Made, Confirmed: h.Confirmed != 0}
		if h.Confirmed == 0 {
			full, err := p.Handovers.Find(r.Context(), by.Call, h.ID)
			if err != nil {
				return err
			}
			row.Waits = full.Waits(by.Actor.Account)
		}
		page.Rows = append(page.Rows, row)
	}
	if access.Holds(by.Actor, access.HandoverMake) == nil {
		givers, err := p.Handovers.Givers(r.Context(), by.Call)
		if err != nil {
			return err
		}
		f := view.Field{Name: "giver", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "handover.giver"), Required: true}
		for _, a := range givers {
			f.Options = append(f.Options, view.Option{Value: a.ID.String(), Text: a.Label + "（" + a.Name + "）", Data: true})
		}
		if len(givers) > 0 {
			page.Giver = &f
		}
	}
	return p.Show(w, r, http.StatusOK, view.Handovers(page))
}

// prepare shows what is open in somebody's hands.
func (p *pages) prepare(w http.ResponseWriter, r *http.Request, by route.Request) error {
	giver, err := uuid.Parse(r.URL.Query().Get("giver"))
	if err != nil {
		return fault.New(fault.NotFound, "not-found")
	}
	form, err := site.NewForm("/handovers?giver=" + giver.String())
	if err != nil {
		return err
	}
	return p.showPreparation(w, r, by, http.StatusOK, giver, form)
}

func (p *pages) showPreparation(w http.ResponseWriter, r *http.Request, by route.Request, status int, giver uuid.UUID, form view.Form) error {
	x, err := p.Handovers.Prepare(r.Context(), by.Call, giver)
	if err != nil {
		return err
	}
	typed := func(name string) string { return r.PostForm.Get(name) }
	page := &view.HandoverFormPage{Name: x.Giver.Label, Unit: x.UnitName,
		Frame: p.Frame(w, r, by, "handover", locale.Text(by.Lang, "handover.new"), view.Link{Text: locale.Word(by.Lang, "nav", "handover"), Href: "/handovers"})}
	var people []view.Option
	for _, a := range x.Receivers {
		people = append(people, view.Option{Value: a.ID.String(), Text: a.Label + "（" + a.Name + "）", Data: true})
	}
	if len(people) > 0 {
		page.Form = &form
	}
	page.Fields = []view.Field{
		{Name: "receiver", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "handover.receiver-rest"), Required: true, Options: people, Value: typed("receiver")},
		{Name: "witness", Kind: view.FieldText, Label: locale.Text(by.Lang, "handover.witness"), Required: true, Value: typed("witness"), Longest: 500},
		{Name: "reason", Kind: view.FieldText, Label: locale.Text(by.Lang, "handover.reason"), Required: true, Value: typed("reason"), Longest: 500},
	}
	if giver != by.Actor.Account {
		page.Closes = &view.Field{Name: "closes", Kind: view.FieldCheck, Label: locale.Text(by.Lang, "handover.closes"), Value: typed("closes")}
	}
	others := append([]view.Option(nil), people...)
	for i, item := range x.Items {
		row := view.HandoverItem{Number: i + 1, Kind: item.Kind, What: view.Link{Text: item.Title}, About: item.About, Due: date(item.Due)}
		row.To = view.Field{Name: "to." + item.Key(), Kind: view.FieldChoice, Label: locale.Text(by.Lang, "handover.same"), Hidden: true, Options: others, Value: typed("to." + item.Key())}
		page.Items = append(page.Items, row)
	}
	return p.Show(w, r, status, view.HandoverForm(page))
}

// give hands over.
func (p *pages) give(w http.ResponseWriter, r *http.Request, by route.Request) error {
	giver, err := uuid.Parse(r.URL.Query().Get("giver"))
	if err != nil {
		return fault.New(fault.NotFound, "not-found")
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	g := handover.Giving{ID: id, Giver: giver, By: map[string]uuid.UUID{}, Witness: r.PostForm.Get("witness"), Reason: r.PostForm.Get("reason"), Closes: r.PostForm.Get("closes") != ""}
	g.Receiver, _ = uuid.Parse(r.PostForm.Get("receiver")) // the zero one is refused with its sentence
	for name := range r.PostForm {
		if to, err := uuid.Parse(r.PostForm.Get(name)); err == nil && len(name) > 3 && name[:3] == "to." {
			g.By[name[3:]] = to
		}
	}
	err = p.Handovers.Give(r.Context(), by.Call, g)
	if isEntered(err) {
		form := view.Form{ID: id.String(), Action: "/handovers?giver=" + giver.String(), Problem: route.Sentence(by.Lang, err)}
		return p.showPreparation(w, r, by, route.KindOf(err).Status(), giver, form)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/handovers/"+id.String(), "flash.handed-over")
}

// handover is one with its list.
func (p *pages) handover(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	h, err := p.Handovers.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	page := &view.HandoverPage{Name: h.Name, Unit: h.UnitName, Reason: h.Reason, Witness: h.Witness, Maker: h.Maker, At: h.Made, Closes: h.Closes, Confirmed: h.Confirmed, Code: id.String()[24:],
		Frame: p.Frame(w, r, by, "handover", locale.Text(by.Lang, "handover.sheet"), view.Link{Text: locale.Word(by.Lang, "nav", "handover"), Href: "/handovers"})}
	for _, x := range h.Items {
		page.Items = append(page.Items, view.HandoverItem{Number: int(x.Ordinal), Kind: x.Kind, What: view.Link{Text: x.Title, Href: x.Href}, About: x.About, Due: date(x.Due), Receiver: x.Name, At: x.Confirmed})
		if !slices.Contains(page.Receivers, x.Name) {
			page.Receivers = append(page.Receivers, x.Name)
		}
	}
	if h.Waits(by.Actor.Account) {
		page.Confirm = &view.Form{Action: "/handovers/" + id.String() + "/confirm"}
	}
	return p.Show(w, r, http.StatusOK, view.Handover(page))
}

func (p *pages) confirm(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Handovers.Confirm(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/handovers/"+id.String(), "flash.confirmed")
}
