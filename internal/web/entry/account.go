package entry

import (
	"encoding/base32"
	"encoding/json"
	"net/http"

	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// account is a person's own account.
func (p *pages) account(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.accountPage(w, r, by)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Account(page))
}

func (p *pages) accountPage(w http.ResponseWriter, r *http.Request, by route.Request) (*view.AccountPage, error) {
	self, err := p.Sessions.Self(r.Context(), by.Call)
	if err != nil {
		return nil, err
	}
	sessions, err := p.Sessions.Own(r.Context(), by.Call)
	if err != nil {
		return nil, err
	}
	page := &view.AccountPage{
		Frame: p.Frame(w, r, by, "", locale.Text(by.Lang, "frame.account")), Account: self.Name, Password: view.Form{Action: "/account/password"},
		PasswordFields: []view.Field{
			{Name: "old", Kind: view.FieldPassword, Label: by.Say("account.old"), Required: true, Complete: "current-password", Longest: 128},
			{Name: "fresh", Kind: view.FieldPassword, Label: by.Say("account.fresh"), Hint: by.Say("account.password-hint"), Required: true, Complete: "new-password", Longest: 128},
			{Name: "again", Kind: view.FieldPassword, Label: by.Say("account.again"), Required: true, Complete: "new-password", Longest: 128},
		},
		Code: view.CodeSetup{On: len(self.TOTP) > 0, Form: view.Form{Action: "/account/code"}},
	}
	if by.Session.MustChange {
		page.Flash = &view.Flash{Kind: "warning", Text: route.Sentence(by.Lang, fault.New(fault.Forbidden, "password-change"))}
	}
	if page.Code.On {
		var left [][]byte
		if err := json.Unmarshal([]byte(self.Recovery), &left); err != nil {
			return nil, err
		}
		page.Code.Left = len(left)
	}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, view.Session{
			Browser: device(s.Agent), Address: s.Address, Seen: s.Seen, Since: s.Made, Current: s.ID == by.Session.ID, Revoke: "/account/sessions/" + s.ID.String() + "/end",
		})
	}
	return page, nil
}

func (p *pages) password(w http.ResponseWriter, r *http.Request, by route.Request) error {
	err := error(fault.New(fault.Invalid, "password-again"))
	if r.PostFormValue("fresh") == r.PostFormValue("again") {
		err = p.Sessions.ChangePassword(r.Context(), by.Call, r.PostFormValue("old"), r.PostFormValue("fresh"))
	}
	if kind := route.KindOf(err); kind == fault.Invalid {
		page, failed := p.accountPage(w, r, by)
		if failed != nil {
			return failed
		}
		page.Password.Problem = site.Sentences(by.Lang, err)
		return p.Show(w, r, kind.Status(), view.Account(page))
	}
	if err != nil {
		return err
	}
	p.SetCookie(w, "")
	return p.Go(w, r, "/sign-in", "flash.password")
}

// secretCookie holds the secret of one-time codes while an authenticator is being set up: it is the reader's own, on its way to his telephone.
const secretCookie = "wenxiao-code"

// code starts, confirms or ends the use of one-time codes.
func (p *pages) code(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.accountPage(w, r, by)
	if err != nil {
		return err
	}
	switch r.PostFormValue("do") {
	case "confirm":
		err = p.confirmCode(w, r, by, page)
	case "stop", "renew":
		err = p.Sessions.UseCode(r.Context(), by.Call, r.PostFormValue("code"))
		if err == nil && r.PostFormValue("do") == "stop" {
			if err = p.Sessions.DropCode(r.Context(), by.Call); err == nil {
				return p.Go(w, r, "/account", "flash.code-off")
			}
		}
		if err == nil {
			page.Recovery, err = p.Sessions.RenewRecovery(r.Context(), by.Call)
			page.Code.Left = len(page.Recovery)
		}
	default:
		shared, failed := p.Sessions.NewCode(by.Call)
		if failed != nil {
			return failed
		}
		p.showSecret(w, page, shared)
	}
	if err != nil && route.KindOf(err) != fault.Invalid {
		return err
	}
	status := http.StatusOK
	if err != nil {
		page.Code.Problem, status = route.Sentence(by.Lang, err), http.StatusUnprocessableEntity
	}
	return p.Show(w, r, status, view.Account(page))
}

func (p *pages) showSecret(w http.ResponseWriter, page *view.AccountPage, shared []byte) {
	page.Code.URI = credential.CodeURI(shared, locale.Text(locale.Zh, "product"), page.Account)
	page.Code.Secret = credential.SecretText(shared)
	http.SetCookie(w, &http.Cookie{Name: secretCookie, Value: page.Code.Secret, Path: "/account", MaxAge: 600, HttpOnly: true, Secure: p.IsHTTPS, SameSite: http.SameSiteStrictMode})
}

func (p *pages) confirmCode(w http.ResponseWriter, r *http.Request, by route.Request, page *view.AccountPage) error {
	c, err := r.Cookie(secretCookie)
	if err != nil {
		return fault.New(fault.Invalid, "code-wrong")
	}
	shared, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(c.Value)
	if err != nil {
		return fault.New(fault.Invalid, "code-wrong")
	}
	recovery, err := p.Sessions.ConfirmCode(r.Context(), by.Call, shared, r.PostFormValue("code"))
	if err != nil {
		p.showSecret(w, page, shared)
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: secretCookie, Path: "/account", MaxAge: -1})
	page.Recovery, page.Code.On, page.Code.Left = recovery, true, len(recovery)
	return nil
}

func (p *pages) endSession(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Sessions.Close(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/account", "flash.session")
}
