package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"
	"golang.org/x/oauth2"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// stay is how long somebody may be away at the provider.
const stay = 10 * time.Minute

// An Attempt is what is to be remembered of somebody who was sent to the provider, where only he and we can
// read it: in a sealed cookie, or beside a session that is not signed in. It is good for one [Provider.Finish].
type Attempt struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"` // of PKCE
	Until    time.Time `json:"until"`
}

// Begin gives the address to send somebody to and what to remember of him.
func (p *Provider) Begin(random io.Reader) (Attempt, string, error) {
	var drawn [3]string
	for i := range drawn {
		var octets [32]byte
		if _, err := io.ReadFull(random, octets[:]); err != nil {
			return Attempt{}, "", fmt.Errorf("draw what a sign-in needs: %w", err)
		}
		drawn[i] = base64.RawURLEncoding.EncodeToString(octets[:])
	}
	a := Attempt{State: drawn[0], Nonce: drawn[1], Verifier: drawn[2], Until: p.now().Add(stay)}
	return a, p.oauth.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), nil
}

// An Identity is who the provider says that somebody is.
type Identity struct {
	Issuer  string
	Subject string // never given to another person by this issuer
	Claim   string // the value of the claim that names the account
	Name    string // for people; "" if the provider does not tell
}

// Finish takes what somebody brought back from the provider: the query of the address he was sent to. Faults are of kind
// Forbidden if the provider did not let him in, Unknown if what he brought can not be trusted (it is not his, not for
// us, altered, too old), Unavailable if the provider does not answer.
func (p *Provider) Finish(ctx context.Context, a Attempt, back url.Values) (Identity, error) {
	if !p.now().Before(a.Until) {
		return Identity{}, fault.New(fault.Unknown, "oidc-too-late")
	}
	if a.State == "" || subtle.ConstantTimeCompare([]byte(back.Get("state")), []byte(a.State)) != 1 {
		return Identity{}, refused("the state is another's", nil)
	}
	// RFC 9207: an answer of another provider than the one that was asked.
	if issuer := back.Get("iss"); issuer != "" && issuer != p.config.Issuer {
		return Identity{}, refused("the answer is another provider's", nil)
	}
	if said := back.Get("error"); said != "" {
		return Identity{}, fault.Because(fmt.Errorf("the provider says %q", said), fault.Forbidden, "oidc-refused")
	}
	answer, err := p.exchange(ctx, back.Get("code"), a.Verifier)
	if err != nil {
		return Identity{}, err
	}
	return p.identify(ctx, answer, a.Nonce)
}

// exchange gives the provider the code that somebody brought, for the tokens that say who he is.
func (p *Provider) exchange(ctx context.Context, code, verifier string) (*oauth2.Token, error) {
	answer, err := p.oauth.Exchange(oidc.ClientContext(ctx, p.client), code, oauth2.VerifierOption(verifier))
	if said, is := errors.AsType[*oauth2.RetrieveError](err); is && said.Response.StatusCode < 500 {
		return nil, refused("the code was not taken", err)
	}
	if err != nil {
		return nil, unanswered("exchange a code", err)
	}
	return answer, nil
}

// claims are what a token or the provider's page about a person says, as far as we ask.
type claims map[string]any

// text is a claim that is a text, else "".
func (c claims) text(name string) string {
	text, _ := c[name].(string)
	return text
}

// identify verifies an ID token: signature, issuer, audience, time, nonce.
func (p *Provider) identify(ctx context.Context, answer *oauth2.Token, nonce string) (Identity, error) {
	raw, _ := answer.Extra("id_token").(string)
	token, err := p.verifier.Verify(oidc.ClientContext(ctx, p.client), raw)
	if err != nil {
		return Identity{}, refused("the ID token does not hold", err)
	}
	if nonce == "" || subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1 {
		return Identity{}, refused("the nonce is another's", nil)
	}
	var said claims
	if err := token.Claims(&said); err != nil {
		return Identity{}, refused("the claims can not be read", err)
	}
	if !isIssuedTo(p.config.ClientID, said.text("azp"), token.Audience) {
		return Identity{}, refused("the ID token was issued to another", nil)
	}
	if said.text(p.config.Claim) == "" {
		if said, err = p.userinfo(ctx, answer, token.Subject); err != nil {
			return Identity{}, err
		}
	}
	who := Identity{Issuer: token.Issuer, Subject: token.Subject, Claim: said.text(p.config.Claim), Name: said.text("name")}
	if who.Claim == "" {
		return Identity{}, fault.New(fault.Forbidden, "oidc-claim-missing", p.config.Claim)
	}
	return who, nil
}

// userinfo asks for what the ID token leaves out: many providers keep it as short as the standard lets them.
func (p *Provider) userinfo(ctx context.Context, answer *oauth2.Token, subject string) (claims, error) {
	if p.found.UserInfoEndpoint() == "" {
		return nil, nil
	}
	page, err := p.found.UserInfo(oidc.ClientContext(ctx, p.client), oauth2.StaticTokenSource(answer))
	if err != nil {
		return nil, unanswered("ask about a person", err)
	}
	var said claims
	if err := page.Claims(&said); err != nil {
		return nil, unanswered("ask about a person", err)
	}
	// Core, section 5.3.2: without this an answer about another could be slipped in.
	if page.Subject != subject {
		return nil, refused("the answer is about another person", nil)
	}
	return said, nil
}

// Accounts are those of the installation.
type Accounts interface {
	// ByClaim finds the account that is tied to a value of the claim at an issuer; false if there is none.
	ByClaim(ctx context.Context, issuer, claim string) (account uuid.UUID, found bool, err error)
	// Create makes one for somebody, without any role, and ties it.
	Create(ctx context.Context, who Identity) (account uuid.UUID, err error)
}

// Account is the account of somebody the provider knows. It has to be there, unless the configuration says that
// accounts are made: else a fault of kind Forbidden.
func (p *Provider) Account(ctx context.Context, who Identity, accounts Accounts) (uuid.UUID, error) {
	account, found, err := accounts.ByClaim(ctx, who.Issuer, who.Claim)
	switch {
	case err != nil:
		return uuid.Nil, fmt.Errorf("find the account of a signed-in person: %w", err)
	case found:
		return account, nil
	case !p.config.CreatesAccounts:
		return uuid.Nil, fault.New(fault.Forbidden, "oidc-no-account")
	}
	account, err = accounts.Create(ctx, who)
	if err != nil {
		return uuid.Nil, fmt.Errorf("make the account of a signed-in person: %w", err)
	}
	return account, nil
}
