package admin

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/wenxiao/wenxiao/internal/app/mail"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// mail shows the mail server.
func (p *pages) mail(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.mailPage(w, r, by, http.StatusOK, nil, nil)
}

// mailPage shows the form, with what was typed where it was not accepted. failed is why the mail to try was not sent.
func (p *pages) mailPage(w http.ResponseWriter, r *http.Request, by route.Request, status int, wrong, failed error) error {
	x, err := p.Mail.Server(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.MailPage{
		Frame: p.Frame(w, r, by, "setting", locale.Text(by.Lang, "mail.server"), view.Link{Text: locale.Word(by.Lang, "nav", "setting"), Href: "/settings"}),
		Form:  view.Form{Action: "/settings/mail", Version: x.Version},
	}
	typed := url.Values{"host": {x.Host}, "port": {strconv.Itoa(x.Port)}, "security": {x.Security}, "name": {x.Name}, "sender": {x.Sender}, "authority": {x.Authority}, "address": {x.Address}}
	if x.Version == 0 {
		typed.Set("port", "587")
		typed.Set("security", notify.StartTLS)
		typed.Set("address", "https://"+r.Host)
	}
	if wrong != nil {
		typed, page.Form.Problem = r.PostForm, route.Sentence(by.Lang, wrong)
	}
	password := view.Field{Name: "password", Kind: view.FieldPassword, Label: by.Say("mail.password"), Complete: "new-password", Longest: 200}
	if x.HasPassword {
		password.Hint = by.Say("mail.password-kept")
	}
	page.Fields = []view.Field{
		{Name: "host", Kind: view.FieldText, Label: by.Say("mail.host"), Required: true, Longest: 253},
		{Name: "port", Kind: view.FieldNumber, Label: by.Say("mail.port"), Hint: by.Say("mail.port-hint"), Required: true, Longest: 5},
		{Name: "security", Kind: view.FieldChoice, Label: by.Say("mail.security"), Hint: by.Say("mail.security-hint"), Required: true, Options: view.Words(by.Lang, "mail-security", notify.StartTLS, notify.OnlyTLS)},
		{Name: "name", Kind: view.FieldText, Label: by.Say("mail.name"), Hint: by.Say("mail.name-hint"), Longest: 200}, password,
		{Name: "sender", Kind: view.FieldText, Label: by.Say("mail.sender"), Required: true, Longest: 254},
		{Name: "address", Kind: view.FieldText, Label: by.Say("mail.address"), Hint: by.Say("mail.address-hint"), Required: true, Longest: 200},
		{Name: "authority", Kind: view.FieldLong, Label: by.Say("mail.authority"), Hint: by.Say("mail.authority-hint"), Longest: 20000},
	}
	for i := range page.Fields {
		if page.Fields[i].Kind != view.FieldPassword {
			page.Fields[i].Value = typed.Get(page.Fields[i].Name)
		}
	}
	if x.Version != 0 {
		form, err := site.NewForm("/settings/mail/try")
		if err != nil {
			return err
		}
		page.Try, page.To = &form, view.Field{Name: "to", Of: "try", Kind: view.FieldText, Label: by.Say("mail.try-to"), Required: true, Longest: 254}
		if failed != nil {
			page.Try.Problem, page.To.Value = route.Sentence(by.Lang, failed), r.PostForm.Get("to")
		}
	}
	return p.Show(w, r, status, view.Mail(page))
}

// setMail sets the mail server up.
func (p *pages) setMail(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	port, err := strconv.Atoi(r.PostForm.Get("port"))
	if err != nil {
		port = 0 // which is refused with the sentence about ports
	}
	x := mail.Server{Address: r.PostForm.Get("address"), Version: site.Version(r), MailServer: notify.MailServer{Host: r.PostForm.Get("host"), Port: port, Security: r.PostForm.Get("security"),
		Name: r.PostForm.Get("name"), Password: r.PostForm.Get("password"), Sender: r.PostForm.Get("sender"), Authority: r.PostForm.Get("authority")}}
	err = p.Mail.Set(r.Context(), by.Call, x)
	if err != nil && isForForm(err) {
		return p.mailPage(w, r, by, route.KindOf(err).Status(), err, nil)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/settings/mail", "flash.kept")
}

// tryMail sends a mail to try the server with.
func (p *pages) tryMail(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	err = p.Mail.Try(r.Context(), by.Call, id, r.PostForm.Get("to"))
	if err != nil && isForForm(err) {
		return p.mailPage(w, r, by, route.KindOf(err).Status(), nil, err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/settings/mail", "flash.mail-try")
}
