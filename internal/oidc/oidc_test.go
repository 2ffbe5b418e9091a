package oidc_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/oidc"
)

// chance is the machine's.
type chance struct{}

func (chance) Read(p []byte) (int, error) { return rand.Read(p) }

const user = "test-user2" // one of the provider's accounts, whose subject is id2

func TestSignIn(t *testing.T) {
	t.Parallel()
	for claim, want := range map[string]string{"": "id2", "sub": "id2", "preferred_username": user, "email": "test-user2@zitadel.ch"} {
		s := newScene(t, func(c *oidc.Config) { c.Claim, c.Scopes = claim, []string{"profile", "email"} })
		attempt, query := s.leave(t, user)
		who, err := s.provider.Finish(t.Context(), attempt, query)
		if err != nil || who.Claim != want || who.Subject != "id2" || who.Issuer != issuer {
			t.Errorf("by %q: %+v, %v", claim, who, err)
		}
	}
}

func TestFinish_Refuses(t *testing.T) {
	t.Parallel()
	type world struct {
		*scene
		attempt *oidc.Attempt
		query   url.Values
	}
	token := func(change func(parts []string)) func(world) {
		return func(w world) {
			w.alter = func(answer map[string]any) {
				parts := strings.Split(answer["id_token"].(string), ".")
				change(parts)
				answer["id_token"] = strings.Join(parts, ".")
			}
		}
	}
	for name, c := range map[string]struct {
		change func(world)
		key    string
	}{
		"another state":         {func(w world) { w.query.Set("state", "x") }, "oidc-not-verified"},
		"no state":              {func(w world) { w.query.Del("state") }, "oidc-not-verified"},
		"no state on both ends": {func(w world) { w.query.Del("state"); w.attempt.State = "" }, "oidc-not-verified"},
		"another nonce":         {func(w world) { w.attempt.Nonce = "x" }, "oidc-not-verified"},
		"no nonce":              {func(w world) { w.attempt.Nonce = "" }, "oidc-not-verified"},
		"another verifier":      {func(w world) { w.attempt.Verifier = strings.Repeat("x", 43) }, "oidc-not-verified"},
		"another code":          {func(w world) { w.query.Set("code", "x") }, "oidc-not-verified"},
		"another provider":      {func(w world) { w.query.Set("iss", "https://example.invalid/") }, "oidc-not-verified"},
		"away for too long":     {func(w world) { w.clock = w.clock.Add(10 * time.Minute) }, "oidc-too-late"},
		"an expired token": {func(w world) {
			w.clock = w.clock.Add(2 * time.Hour)
			w.attempt.Until = w.clock.Add(time.Minute)
		}, "oidc-not-verified"},
		"no token":             {func(w world) { w.alter = func(answer map[string]any) { delete(answer, "id_token") } }, "oidc-not-verified"},
		"a tampered signature": {token(func(parts []string) { parts[2] = "AAAA" + parts[2][4:] }), "oidc-not-verified"},
		"no signature":         {token(func(parts []string) { parts[0], parts[2] = encoded(`{"alg":"none"}`), "" }), "oidc-not-verified"},
		"a tampered subject":   {token(func(parts []string) { parts[1] = replaced(parts[1], `"id2"`, `"id1"`) }), "oidc-not-verified"},
		"the person cancelled": {func(w world) { w.query.Set("error", "access_denied") }, "oidc-refused"},
		"the provider is away": {func(w world) { w.isAway = true }, "oidc-unavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, nil)
			attempt, query := s.leave(t, user)
			c.change(world{s, &attempt, query})
			who, err := s.provider.Finish(t.Context(), attempt, query)
			if key := keyOf(err); key != c.key || who != (oidc.Identity{}) {
				t.Errorf("%+v, %v", who, err)
			}
		})
	}
}

func encoded(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func replaced(part, from, to string) string {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil || !strings.Contains(string(text), from) {
		panic("the token does not hold " + from)
	}
	return encoded(strings.Replace(string(text), from, to, 1))
}

func keyOf(err error) string {
	f, is := errors.AsType[*fault.Error](err)
	if !is {
		return ""
	}
	return f.Key
}

// A token the provider made for another client, or for another sign-in of ours, opens nothing.
func TestFinish_RefusesTokensOfOthers(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]string{"another client": "another", "another sign-in": "wenxiao"} {
		elsewhere := newScene(t, func(c *oidc.Config) { c.ClientID, c.ClientSecret = client, client+"-secret" })
		var theirs any
		elsewhere.alter = func(answer map[string]any) { theirs = answer["id_token"] }
		their, query := elsewhere.leave(t, user)
		if _, err := elsewhere.provider.Finish(t.Context(), their, query); err != nil {
			t.Fatal(err)
		}
		s := newScene(t, nil)
		s.alter = func(answer map[string]any) { answer["id_token"] = theirs }
		attempt, query := s.leave(t, user)
		if client != "wenxiao" {
			attempt.Nonce = their.Nonce // so that nothing but the audience is wrong
		}
		if who, err := s.provider.Finish(t.Context(), attempt, query); keyOf(err) != "oidc-not-verified" {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

func TestFinish_ACodeIsGoodForOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	attempt, query := s.leave(t, user)
	if _, err := s.provider.Finish(t.Context(), attempt, query); err != nil {
		t.Fatal(err)
	}
	if who, err := s.provider.Finish(t.Context(), attempt, query); keyOf(err) != "oidc-not-verified" {
		t.Errorf("%+v, %v", who, err)
	}
}

func TestFinish_SaysWhichClaimIsMissing(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(c *oidc.Config) { c.Claim = "employee_number" })
	attempt, query := s.leave(t, user)
	if _, err := s.provider.Finish(t.Context(), attempt, query); keyOf(err) != "oidc-claim-missing" {
		t.Error(err)
	}
}

func TestFinish_RefusesATokenWithoutNonce(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	s.ask = func(query url.Values) { query.Del("nonce") }
	attempt, query := s.leave(t, user)
	attempt.Nonce = ""
	if who, err := s.provider.Finish(t.Context(), attempt, query); keyOf(err) != "oidc-not-verified" {
		t.Errorf("%+v, %v", who, err)
	}
}

func TestFinish_RefusesAnAnswerAboutAnother(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(c *oidc.Config) { c.Claim, c.Scopes = "email", []string{"email"} })
	s.about = func(answer map[string]any) { answer["sub"] = "id1" }
	attempt, query := s.leave(t, user)
	if who, err := s.provider.Finish(t.Context(), attempt, query); keyOf(err) != "oidc-not-verified" {
		t.Errorf("%+v, %v", who, err)
	}
}

func TestDiscover_Refuses(t *testing.T) {
	t.Parallel()
	good := oidc.Config{Issuer: "https://example.invalid/", ClientID: "x", RedirectURL: "https://example.invalid/back"}
	const sound = `{"issuer":"https://example.invalid/","jwks_uri":"https://example.invalid/keys"}`
	for name, c := range map[string]struct {
		change func(*oidc.Config)
		answer transport
		key    string
	}{
		"in the clear":      {func(c *oidc.Config) { c.Issuer = "http://example.invalid/" }, nil, "oidc-address"},
		"back in the clear": {func(c *oidc.Config) { c.RedirectURL = "http://example.invalid/" }, nil, "oidc-address"},
		"no address":        {func(c *oidc.Config) { c.Issuer = "" }, nil, "oidc-address"},
		"no client":         {func(c *oidc.Config) { c.ClientID = "" }, nil, "oidc-client"},
		"away":              {nil, func() (string, error) { return "", errors.New("nobody there") }, "oidc-unavailable"},
		"not a provider":    {nil, func() (string, error) { return "<html>", nil }, "oidc-unavailable"},
		"another issuer":    {nil, func() (string, error) { return `{"issuer":"https://else.invalid/"}`, nil }, "oidc-unavailable"},
		"sound":             {nil, func() (string, error) { return sound, nil }, ""},
		"without end":       {nil, func() (string, error) { return strings.Repeat(" ", 2<<20) + sound, nil }, "oidc-unavailable"},
	} {
		config := good
		if c.change != nil {
			c.change(&config)
		}
		if _, err := oidc.Discover(t.Context(), config, c.answer, time.Now); keyOf(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A transport answers without a network.
type transport func() (string, error)

func (answer transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := answer()
	if err != nil {
		return nil, err
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: http.StatusOK, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// book is a table of accounts.
type book map[string]uuid.UUID

func (b book) ByClaim(_ context.Context, _, claim string) (uuid.UUID, bool, error) {
	if claim == "broken" {
		return uuid.Nil, false, errors.New("the database is away")
	}
	account, found := b[claim]
	return account, found, nil
}

func (b book) Create(_ context.Context, who oidc.Identity) (uuid.UUID, error) {
	b[who.Claim] = uuid.UUID{9}
	return b[who.Claim], nil
}

func TestAccount_IsMadeOnlyWhereThatIsWanted(t *testing.T) {
	t.Parallel()
	closed := newScene(t, nil).provider
	open := newScene(t, func(c *oidc.Config) { c.CreatesAccounts = true }).provider
	accounts := book{"id2": {2}}
	for _, c := range []struct {
		provider *oidc.Provider
		claim    string
		want     uuid.UUID
		kind     fault.Kind
	}{
		{closed, "id2", uuid.UUID{2}, ""}, {closed, "id3", uuid.Nil, fault.Forbidden}, {closed, "broken", uuid.Nil, fault.Internal},
		{open, "broken", uuid.Nil, fault.Internal}, {open, "id2", uuid.UUID{2}, ""}, {open, "id3", uuid.UUID{9}, ""}, {closed, "id3", uuid.UUID{9}, ""},
	} {
		got, err := c.provider.Account(t.Context(), oidc.Identity{Issuer: issuer, Claim: c.claim}, accounts)
		if got != c.want || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, %v", c.claim, got, err)
		}
	}
}
