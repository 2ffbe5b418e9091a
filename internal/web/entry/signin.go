package entry

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/region"
)

// pendingCookie holds the token of a sign-in that waits for its one-time code.
const pendingCookie = "wenxiao-pending"

// signIn asks who somebody is; on an installation without accounts it makes the first one.
func (p *pages) signIn(w http.ResponseWriter, r *http.Request, by route.Request) error {
	founded, err := p.Accounts.Founded(r.Context())
	if err != nil {
		return err
	}
	if !founded {
		return p.Go(w, r, "/first-run", "")
	}
	if by.Session.ID != uuid.Nil {
		return p.Go(w, r, r.URL.Query().Get("next"), "")
	}
	return p.Show(w, r, http.StatusOK, view.SignIn(p.signInPage(w, r, by, r.URL.Query().Get("next"))))
}

func (p *pages) signInPage(w http.ResponseWriter, r *http.Request, by route.Request, next string) *view.SignInPage {
	return &view.SignInPage{Frame: p.Frame(w, r, by, "", locale.Text(by.Lang, "sign.in")), Form: view.Form{Action: "/sign-in"}, Next: site.Local(next), Outside: p.Outside}
}

func (p *pages) signInSent(w http.ResponseWriter, r *http.Request, by route.Request) error {
	agent := r.UserAgent()
	page := p.signInPage(w, r, by, r.PostFormValue("next"))
	pending, err := r.Cookie(pendingCookie)
	var token string
	if isCode := r.PostForm.Has("code"); isCode && err == nil {
		page.WithCode = true
		token, err = p.Sessions.SignInCode(r.Context(), by.Call, pending.Value, r.PostFormValue("code"), agent)
		if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "sign-in-needed" {
			page.WithCode = false
		}
	} else {
		page.Account = r.PostFormValue("account")
		token, err = p.Sessions.SignIn(r.Context(), by.Call, session.Typed{Account: page.Account, Password: r.PostFormValue("password"), Agent: agent})
		if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "sign-in-code" && token != "" {
			p.pending(w, token, 5*time.Minute)
			page.WithCode = true
			return p.Show(w, r, http.StatusOK, view.SignIn(page))
		}
	}
	if err != nil {
		if kind := fault.KindOf(err); kind == fault.Internal || kind == fault.Unavailable {
			return err
		}
		page.Form.Problem = route.Sentence(by.Lang, err)
		return p.Show(w, r, route.KindOf(err).Status(), view.SignIn(page))
	}
	p.pending(w, "", -1)
	p.SetCookie(w, token)
	return p.Go(w, r, page.Next, "")
}

func (p *pages) pending(w http.ResponseWriter, token string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: pendingCookie, Value: token, Path: "/sign-in", MaxAge: int(age.Seconds()), HttpOnly: true, Secure: p.IsHTTPS, SameSite: http.SameSiteStrictMode})
}

func (p *pages) signOut(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if by.Session.ID != uuid.Nil {
		if err := p.Sessions.Close(r.Context(), by.Call, by.Session.ID); err != nil {
			return err
		}
	}
	p.SetCookie(w, "")
	return p.Go(w, r, "/sign-in", "flash.signed-out")
}

// administrators are those whose accounts an installation begins with.
var administrators = []access.Role{access.Security, access.Operator, access.Auditor}

func (p *pages) firstRunPage(w http.ResponseWriter, r *http.Request, by route.Request) *view.FirstRunPage {
	page := &view.FirstRunPage{Frame: p.Frame(w, r, by, "", locale.Text(by.Lang, "first.title")), Form: view.Form{Action: "/first-run"}}
	for i, role := range administrators {
		name := func(entry string) string { return string(role) + "." + entry }
		account := string(role)
		if r.PostForm.Has(name("account")) {
			account = r.PostFormValue(name("account"))
		}
		page.Accounts = append(page.Accounts, view.FirstAccount{Role: locale.Label(by.Lang, role), Duty: locale.Word(by.Lang, "first", string(role)), Fields: []view.Field{
			{Name: name("account"), Kind: view.FieldText, Label: by.Say("sign.account"), Hint: by.Say("account.name-hint"), Value: account, Required: true, Complete: "off", Longest: 40, Focus: i == 0},
			{Name: name("name"), Kind: view.FieldText, Label: by.Say("account.person"), Value: r.PostFormValue(name("name")), Required: true, Complete: "off", Longest: 40},
			{Name: name("password"), Kind: view.FieldPassword, Label: by.Say("sign.password"), Hint: by.Say("account.password-hint"), Required: true, Complete: "new-password", Longest: 128},
			{Name: name("again"), Kind: view.FieldPassword, Label: by.Say("account.again"), Required: true, Complete: "new-password", Longest: 128},
		}})
	}
	return page
}

func (p *pages) firstRun(w http.ResponseWriter, r *http.Request, by route.Request) error {
	founded, err := p.Accounts.Founded(r.Context())
	if err != nil {
		return err
	}
	if founded {
		return p.Go(w, r, "/sign-in", "")
	}
	return p.Show(w, r, http.StatusOK, view.FirstRun(p.firstRunPage(w, r, by)))
}

func (p *pages) firstRunSent(w http.ResponseWriter, r *http.Request, by route.Request) error {
	err := p.found(r.Context(), r, by)
	if kind := route.KindOf(err); kind == fault.Invalid || kind == fault.Conflict {
		page := p.firstRunPage(w, r, by)
		page.Form.Problem = site.Sentences(by.Lang, err)
		return p.Show(w, r, kind.Status(), view.FirstRun(page))
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/sign-in", "flash.founded")
}

// found makes the three administrators, of whom the one of security makes all other accounts.
func (p *pages) found(ctx context.Context, r *http.Request, by route.Request) error {
	var accounts []account.New
	for _, role := range administrators {
		entry := func(name string) string { return r.PostFormValue(string(role) + "." + name) }
		if entry("password") != entry("again") {
			return fault.New(fault.Invalid, "password-again")
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		accounts = append(accounts, account.New{
			ID: id, Name: entry("account"), Label: entry("name"), Division: region.MustParse("000000"), Password: entry("password"), Roles: []access.Role{role},
		})
	}
	return p.Accounts.Found(ctx, by.Call, accounts)
}
