// Package sitetest gives tests of pages a server over an installation of their own,
// with people who are signed in, and says what a page or a form must do. What pages
// there are its caller decides. Start with Open.
package sitetest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/web/asset"
	"github.com/wenxiao/wenxiao/internal/web/entry"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/region"
)

// Password opens the account of everybody whom Hire makes.
const Password = "Kodami-Rupeso-7342"

// A Server answers requests without a network.
type Server struct {
	T       *testing.T
	I       *instance.Instance
	Site    *site.Site
	handler http.Handler
	tokens  map[string]string // of sessions, by account
}

// Open makes a server with the pages of areas, over a new installation without anybody in it.
func Open(t *testing.T, now func() time.Time, areas ...func(*site.Site) route.Table) *Server {
	t.Helper()
	s := &Server{T: t, I: instancetest.Open(t, "", now), tokens: make(map[string]string)}
	s.Site = &site.Site{Instance: s.I}
	server := &route.Server{Sessions: s.I.Sessions, Log: s.I.Log, Now: s.I.Now, MaxBody: 1 << 20, Fail: s.Site.Fail, Assets: map[string]http.Handler{asset.Prefix: asset.Handler()}}
	s.Site.SetCookie = server.SetCookie
	server.Routes = entry.Routes(s.Site, nil)
	for _, routes := range areas {
		server.Routes = append(server.Routes, routes(s.Site)...)
	}
	var err error
	s.handler, err = server.Handler()
	s.Must(err)
	return s
}

// Must ends the test with an error.
func (s *Server) Must(err error) {
	s.T.Helper()
	if err != nil {
		s.T.Fatal(err)
	}
}

// Division adds a division.
func (s *Server) Division(code region.Code, name string) {
	s.T.Helper()
	d := organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: code, Name: name}}
	s.Must(s.I.Organisation.AddDivision(s.T.Context(), app.System("test", access.OrganisationManage), d))
}

// Unit adds a unit of a division.
func (s *Server) Unit(in region.Code, name string) uuid.UUID {
	s.T.Helper()
	u := organisation.Unit{ID: uuid.Must(uuid.NewV7()), Division: in, Name: name}
	s.Must(s.I.Organisation.AddUnit(s.T.Context(), app.System("test", access.OrganisationManage), u))
	return u.ID
}

// A Person is somebody to hire.
type Person struct {
	Name, Label string
	In          region.Code
	Unit        uuid.UUID // zero for none
	Role        access.Role
}

// Hire makes the first accounts of an installation, signs each in, and gives their ids by name.
func (s *Server) Hire(people ...Person) map[string]uuid.UUID {
	s.T.Helper()
	ids := make(map[string]uuid.UUID)
	var all []account.New
	for _, p := range people {
		ids[p.Name] = uuid.Must(uuid.NewV7())
		all = append(all, account.New{ID: ids[p.Name], Name: p.Name, Label: p.Label, Division: p.In, Unit: p.Unit, Password: Password, Roles: []access.Role{p.Role}})
	}
	s.Must(s.I.Accounts.Found(s.T.Context(), app.Call{Request: "test", From: "local"}, all))
	for _, p := range people {
		s.SignIn(p.Name, Password)
	}
	return ids
}

// SignIn opens a session of an account, in which it is sent from then on.
func (s *Server) SignIn(name, password string) {
	s.T.Helper()
	got := s.Send("", http.MethodPost, "/sign-in", url.Values{"account": {name}, "password": {password}})
	delete(s.tokens, name)
	for _, c := range got.Result().Cookies() {
		if c.Name == "wenxiao" {
			s.tokens[name] = c.Value
		}
	}
	if s.tokens[name] == "" {
		s.T.Fatalf("%s can not sign in: %d %s", name, got.Code, got.Body)
	}
}

// Ask gets a part of a page, as the script of pages does.
func (s *Server) Ask(as, path string) *httptest.ResponseRecorder {
	s.T.Helper()
	return s.send(as, http.MethodGet, path, nil, "Hx-Request")
}

// Send makes a request as an account, "" for nobody.
func (s *Server) Send(as, method, path string, form url.Values) *httptest.ResponseRecorder {
	s.T.Helper()
	return s.send(as, method, path, form)
}

// send makes a request with headers that say yes.
func (s *Server) send(as, method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	s.T.Helper()
	r := httptest.NewRequestWithContext(s.T.Context(), method, "http://wenxiao.test"+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range headers {
		r.Header.Set(h, "true")
	}
	if as != "" {
		r.AddCookie(&http.Cookie{Name: "wenxiao", Value: s.tokens[as]})
	}
	got := httptest.NewRecorder()
	s.handler.ServeHTTP(got, r)
	return got
}

// Page gets a page that must be there, whose words are all there, and on which nobody's text has become an element.
func (s *Server) Page(as, path string) *htmlcheck.Page {
	s.T.Helper()
	got := s.Send(as, http.MethodGet, path, nil)
	if got.Code != http.StatusOK {
		s.T.Fatalf("%s gives %s the status %d: %s", path, as, got.Code, got.Body)
	}
	p := htmlcheck.Parse(s.T, got.Body.String())
	p.Lacks("em")
	for _, key := range []string{"[word.", "[bulletin.", "%!"} {
		if strings.Contains(got.Body.String(), key) {
			s.T.Errorf("%s shows a key in the place of words", path)
		}
	}
	return p
}

// Done sends a form that must be taken, and gives where it leads.
func (s *Server) Done(as, path string, form url.Values) string {
	s.T.Helper()
	got := s.Send(as, http.MethodPost, path, form)
	if got.Code != http.StatusSeeOther {
		s.T.Fatalf("POST %s as %s gives %d: %s", path, as, got.Code, htmlcheck.Parse(s.T, got.Body.String()).Text())
	}
	return got.Header().Get("Location")
}

// Refused sends a form that must come back with a status and a sentence, on the page that it gives.
func (s *Server) Refused(as, path string, form url.Values, status int, sentence string) *htmlcheck.Page {
	s.T.Helper()
	got := s.Send(as, http.MethodPost, path, form)
	p := htmlcheck.Parse(s.T, got.Body.String())
	if got.Code != status || !strings.Contains(p.Text(), sentence) {
		s.T.Errorf("POST %s as %s with %v gives %d, want %d and %q:\n%s", path, as, form, got.Code, status, sentence, p.Text())
	}
	return p
}

// Guarded tries every address ("GET /accounts") as nobody, and as somebody without the role.
func (s *Server) Guarded(without string, addresses ...string) {
	s.T.Helper()
	for _, at := range addresses {
		method, path, _ := strings.Cut(at, " ")
		if got := s.Send("", method, path, url.Values{}); got.Code != http.StatusUnauthorized {
			s.T.Errorf("%s gives nobody the status %d", at, got.Code)
		}
		if got := s.Send(without, method, path, url.Values{}); got.Code != http.StatusForbidden {
			s.T.Errorf("%s gives %s the status %d", at, without, got.Code)
		}
	}
}
