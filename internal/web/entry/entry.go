// Package entry has the pages of one's own way in: signing in and out, the first
// start of an installation, one's account, and how pages look.
package entry

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
)

// Pages are the pages of this area.
type pages struct {
	*site.Site
	outside Provider // nil for none
}

// Routes are what this area answers; outside may be nil.
func Routes(s *site.Site, outside Provider) route.Table {
	p := &pages{s, outside}
	t := route.Table{
		{Method: http.MethodGet, Path: "/sign-in", Needs: access.SessionOpen, Kind: route.Page, Serve: p.signIn},
		{Method: http.MethodPost, Path: "/sign-in", Needs: access.SessionOpen, Kind: route.Page, Serve: p.signInSent},
		{Method: http.MethodPost, Path: "/sign-out", Needs: access.SessionOpen, Kind: route.Page, Serve: p.signOut},
		{Method: http.MethodGet, Path: "/first-run", Needs: access.SessionOpen, Kind: route.Page, Serve: p.firstRun},
		{Method: http.MethodPost, Path: "/first-run", Needs: access.SessionOpen, Kind: route.Page, Serve: p.firstRunSent},
		{Method: http.MethodPost, Path: "/look", Needs: access.PublicRead, Kind: route.Page, Serve: p.look},
		{Method: http.MethodGet, Path: "/account", Needs: access.SessionOwn, Kind: route.Page, IsBefore: true, Serve: p.account},
		{Method: http.MethodPost, Path: "/account/password", Needs: access.SessionOwn, Kind: route.Page, IsBefore: true, Serve: p.password},
		{Method: http.MethodPost, Path: "/account/code", Needs: access.SessionOwn, Kind: route.Page, Serve: p.code},
		{Method: http.MethodPost, Path: "/account/sessions/{id}/end", Needs: access.SessionOwn, Kind: route.Page, Serve: p.endSession},
	}
	if outside != nil {
		t = append(t,
			route.Route{Method: http.MethodGet, Path: "/sign-in/outside", Needs: access.SessionOpen, Kind: route.Page, Serve: p.outsideBegin},
			route.Route{Method: http.MethodGet, Path: "/sign-in/outside/back", Needs: access.SessionOpen, Kind: route.Page, IsOutside: true, Serve: p.outsideBack})
	}
	return t
}

func (p *pages) look(w http.ResponseWriter, r *http.Request, _ route.Request) error {
	for _, name := range []string{"theme", "type"} {
		value := r.PostFormValue(name)
		if value == "light" || value == "dark" || value == "large" || value == "" {
			p.Remember(w, name, value)
		}
	}
	return p.Go(w, r, r.PostFormValue("back"), "")
}
