package announce

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/wenxiao/wenxiao/internal/app/mail"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// choice shows how the person wants to be told.
func (p *pages) choice(w http.ResponseWriter, r *http.Request, by route.Request) error {
	c, err := p.Mail.Choice(r.Context(), by.Call)
	if err != nil {
		return err
	}
	typed := url.Values{"mode": {c.Mode}, "address": {c.Address}, "from": {strconv.FormatInt(c.From, 10)}, "to": {strconv.FormatInt(c.To, 10)}}
	return p.choicePage(w, r, by, http.StatusOK, typed, nil)
}

func (p *pages) choicePage(w http.ResponseWriter, r *http.Request, by route.Request, status int, typed url.Values, wrong error) error {
	page := &view.ChoicePage{Frame: p.Frame(w, r, by, "inbox", by.Say("choice.title"), view.Link{Text: locale.Word(by.Lang, "nav", "inbox"), Href: "/inbox"}), Form: view.Form{Action: "/inbox/settings"}}
	if wrong != nil {
		page.Form.Problem = route.Sentence(by.Lang, wrong)
	}
	mode := view.Field{Name: "mode", Kind: view.FieldChoice, Label: by.Say("choice.mode"), Required: true}
	mode.Options = view.Words(by.Lang, "tell-mode", mail.Modes...)
	page.Fields = []view.Field{mode,
		{Name: "address", Kind: view.FieldText, Label: by.Say("choice.address"), Longest: 254, Complete: "email"},
		{Name: "from", Kind: view.FieldNumber, Label: by.Say("choice.quiet-from"), Hint: by.Say("choice.quiet-hint"), Required: true, Longest: 2},
		{Name: "to", Kind: view.FieldNumber, Label: by.Say("choice.quiet-to"), Required: true, Longest: 2},
	}
	for i := range page.Fields {
		page.Fields[i].Value = typed.Get(page.Fields[i].Name)
	}
	return p.Show(w, r, status, view.Choice(page))
}

// choose takes it in.
func (p *pages) choose(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	err := p.Mail.Choose(r.Context(), by.Call, r.PostForm.Get("mode"), r.PostForm.Get("address"), hour(r, "from"), hour(r, "to"))
	if route.KindOf(err) == fault.Invalid {
		return p.choicePage(w, r, by, route.KindOf(err).Status(), r.PostForm, err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/inbox/settings", "flash.kept")
}

// hour is an hour that was entered; one that can not be read is none of a day.
func hour(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.PostForm.Get(name))
	if err != nil {
		return -1
	}
	return n
}
