// Package oidc lets people sign in with the identity provider (统一身份认证) of their
// government by OpenID Connect: authorization code flow with PKCE, state and nonce. It speaks
// with the provider and with nobody else; it knows no session and no table of accounts, which are
// the caller's.
//
// Start at [Discover], then [Provider.Begin] before somebody is sent away, [Provider.Finish]
// when he comes back, and [Provider.Account] for whose account it is.
package oidc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// Limits of what a provider may take.
const (
	patience    = 10 * time.Second // for one answer
	answerLimit = 1 << 20          // octets of one answer
)

// algorithms are the signatures that are taken: those with a public key. A token without one, or with one by a
// shared secret, is refused whatever the provider announces.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// A Config is what an installation agrees with its provider.
type Config struct {
	Issuer       string // the provider's address, https unless it is on this machine
	ClientID     string
	ClientSecret string   // "" for a public client, which PKCE alone protects
	RedirectURL  string   // where people come back to, as registered with the provider
	Scopes       []string // beside openid, that the claim needs: profile, email
	// Claim names what says whose account it is; "" is sub. Whoever chooses another vouches for it that the
	// provider lets nobody set it for himself.
	Claim string
	// CreatesAccounts lets a person the provider knows have an account made, without any role.
	CreatesAccounts bool
}

// A Provider is ready to sign people in. It may be shared.
type Provider struct {
	config   Config
	oauth    oauth2.Config
	found    *oidc.Provider
	verifier *oidc.IDTokenVerifier
	client   *http.Client
	now      func() time.Time
}

// Discover asks the provider for its addresses and keys. transport may be nil. Faults: of kind Invalid for a configuration that
// can not be meant, of kind Unavailable if the provider does not answer as one.
func Discover(ctx context.Context, c Config, transport http.RoundTripper, now func() time.Time) (*Provider, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.Claim == "" {
		c.Claim = "sub"
	}
	client := &http.Client{Transport: bounded{transport}, Timeout: patience}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, client), c.Issuer)
	if err != nil {
		return nil, fault.Because(err, fault.Unavailable, "oidc-unavailable")
	}
	return &Provider{
		config: c,
		oauth: oauth2.Config{
			ClientID:     c.ClientID,
			ClientSecret: c.ClientSecret,
			Endpoint:     found.Endpoint(),
			RedirectURL:  c.RedirectURL,
			Scopes:       append([]string{oidc.ScopeOpenID}, c.Scopes...),
		},
		found:    found,
		verifier: found.Verifier(&oidc.Config{ClientID: c.ClientID, SupportedSigningAlgs: algorithms, Now: now}),
		client:   client,
		now:      now,
	}, nil
}

func (c Config) check() error {
	for setting, value := range map[string]string{"issuer": c.Issuer, "redirect": c.RedirectURL} {
		u, err := url.Parse(value)
		if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && isLocal(u.Hostname())) {
			return fault.New(fault.Invalid, "oidc-address", setting, value)
		}
	}
	if c.ClientID == "" {
		return fault.New(fault.Invalid, "oidc-client")
	}
	return nil
}

// isLocal reports whether a host is this machine, to which nobody listens on the way.
func isLocal(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// bounded cuts off answers without an end.
type bounded struct{ next http.RoundTripper }

// RoundTrip is that of the transport below.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	next := b.next
	if next == nil {
		next = http.DefaultTransport
	}
	answer, err := next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, answerLimit), answer.Body}
	return answer, nil
}

// isIssuedTo is rules 4 and 5 of OpenID Connect Core, section 3.1.3.7: a token for several is ours only if
// it says that it was issued to us. That we are among them (rule 3) is verified before.
func isIssuedTo(client, authorized string, audience []string) bool {
	return authorized == client || authorized == "" && len(audience) == 1
}

// refused is a fault for what a provider said that can not be trusted; why stands in logs only.
func refused(why string, err error) error {
	return fault.Because(errors.Join(errors.New(why), err), fault.Unknown, "oidc-not-verified")
}

// unanswered is a fault for a provider that does not do its part.
func unanswered(what string, err error) error {
	return fault.Because(fmt.Errorf("%s: %w", what, err), fault.Unavailable, "oidc-unavailable")
}
