package entry

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/oidc"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
)

// A Provider signs people in elsewhere.
type Provider interface {
	Finish(ctx context.Context, a oidc.Attempt, back url.Values) (oidc.Identity, error)
	Begin(ctx context.Context, random io.Reader) (oidc.Attempt, string, error)
}

// attemptCookie remembers somebody who was sent to the provider. It holds nothing that helps anybody else: state, nonce and verifier are his own.
const attemptCookie = "wenxiao-outside"

// An attempt is what the cookie holds.
type attempt struct {
	oidc.Attempt
	Next string `json:"next"`
}

func (p *pages) outsideBegin(w http.ResponseWriter, r *http.Request, _ route.Request) error {
	a, address, err := p.outside.Begin(r.Context(), rand.Reader)
	if err != nil {
		return err
	}
	text, err := json.Marshal(attempt{a, site.Local(r.URL.Query().Get("next"))})
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: attemptCookie, Value: url.QueryEscape(string(text)), Path: "/sign-in", MaxAge: 600, HttpOnly: true, Secure: p.IsHTTPS, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

func (p *pages) outsideBack(w http.ResponseWriter, r *http.Request, by route.Request) error {
	c, err := r.Cookie(attemptCookie)
	if err != nil {
		return fault.New(fault.Unknown, "oidc-too-late")
	}
	http.SetCookie(w, &http.Cookie{Name: attemptCookie, Path: "/sign-in", MaxAge: -1})
	var a attempt
	text, err := url.QueryUnescape(c.Value)
	if err == nil {
		err = json.Unmarshal([]byte(text), &a)
	}
	if err != nil {
		return fault.Because(err, fault.Unknown, "oidc-too-late")
	}
	who, err := p.outside.Finish(r.Context(), a.Attempt, r.URL.Query())
	if err != nil {
		return err
	}
	token, err := p.Sessions.SignInAs(r.Context(), by.Call, who.Issuer, who.Claim, r.UserAgent())
	if err != nil {
		return err
	}
	p.SetCookie(w, token)
	return p.Go(w, r, a.Next, "")
}
