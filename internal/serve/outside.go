package serve

import (
	"context"
	"io"
	"net/url"
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/oidc"
)

// outside is an identity provider that is asked for its addresses when somebody first wants to sign in with it: one that is away when
// the server starts does not keep it from starting.
type outside struct {
	config oidc.Config
	now    func() time.Time
	mu     sync.Mutex
	found  *oidc.Provider
}

// newOutside is the provider of the settings, nil if none is set.
func newOutside(s config.Serve, now func() time.Time) *outside {
	if s.OIDC.Issuer == "" {
		return nil
	}
	base := s.BaseURL
	if base == "" {
		base = "http://" + s.Listen
	}
	return &outside{now: now, config: oidc.Config{
		Issuer: s.OIDC.Issuer, ClientID: s.OIDC.ClientID, ClientSecret: s.OIDC.Secret, RedirectURL: base + "/sign-in/outside/back",
		Scopes: []string{"profile"}, Claim: s.OIDC.Claim,
	}}
}

func (o *outside) provider(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.found == nil {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		found, err := oidc.Discover(ctx, o.config, nil, o.now)
		if err != nil {
			return nil, err
		}
		o.found = found
	}
	return o.found, nil
}

// Begin implements entry.Provider.
func (o *outside) Begin(ctx context.Context, random io.Reader) (oidc.Attempt, string, error) {
	p, err := o.provider(ctx)
	if err != nil {
		return oidc.Attempt{}, "", err
	}
	return p.Begin(random)
}

// Finish implements entry.Provider.
func (o *outside) Finish(ctx context.Context, a oidc.Attempt, back url.Values) (oidc.Identity, error) {
	p, err := o.provider(ctx)
	if err != nil {
		return oidc.Identity{}, err
	}
	return p.Finish(ctx, a, back)
}
