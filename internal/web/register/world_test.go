package register_test

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
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/web/asset"
	"github.com/wenxiao/wenxiao/internal/web/entry"
	pages "github.com/wenxiao/wenxiao/internal/web/register"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/packs"
	"github.com/wenxiao/wenxiao/region"
)

const (
	county   = "990102"
	password = "Kodami-Rupeso-7342"
	number   = "140999199003074519" // of nobody: there is no such county
)

// A world is a server over an installation with the toy pack and two people of its county.
type world struct {
	t       *testing.T
	i       *instance.Instance
	handler http.Handler
	officer app.Call
	tokens  map[string]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	start := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	w := &world{t: t, i: instancetest.Open(t, "", func() time.Time { return start }), tokens: map[string]string{}}
	s := &site.Site{Instance: w.i}
	server := &route.Server{Sessions: w.i.Sessions, Log: w.i.Log, Now: w.i.Now, MaxBody: 1 << 20, Fail: s.Fail, Assets: map[string]http.Handler{asset.Prefix: asset.Handler()}}
	s.SetCookie = server.SetCookie
	server.Routes = append(entry.Routes(s, nil), pages.Routes(s)...)
	var err error
	if w.handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	w.settle()
	return w
}

func (w *world) settle() {
	w.t.Helper()
	in := region.MustParse(county)
	w.must(w.i.Registers.Load(w.t.Context(), app.System("test", access.PackLoad), "pack.yaml", packs.Toy))
	w.must(w.i.Organisation.AddDivision(w.t.Context(), app.System("test", access.OrganisationManage),
		organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: in, Name: "云岫县"}}))
	var accounts []account.New
	for _, role := range []access.Role{access.Programme, access.Auditor, access.Security, access.Operator} {
		accounts = append(accounts, account.New{ID: uuid.Must(uuid.NewV7()), Name: string(role), Label: "何云", Division: in, Password: password, Roles: []access.Role{role}})
	}
	w.must(w.i.Accounts.Found(w.t.Context(), app.Call{Request: "test", From: "local"}, accounts))
	w.officer = app.Call{Actor: access.Actor{Account: accounts[0].ID, Division: in, Grants: []access.Grant{{Role: access.Programme, Division: in}}, Locale: "zh"}, Request: "test", From: "local"}
	for _, a := range accounts {
		got := w.send("", http.MethodPost, "/sign-in", url.Values{"account": {a.Name}, "password": {password}})
		for _, c := range got.Result().Cookies() {
			if c.Name == "wenxiao" {
				w.tokens[a.Name] = c.Value
			}
		}
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// grower keeps a record of somebody with the income and damage, in a village.
func (w *world) grower(income, damage, village string) uuid.UUID {
	w.t.Helper()
	e := register.Entry{ID: uuid.Must(uuid.NewV7()), Values: map[string]string{"income": income, "damage": damage, "village": village, "joined": "2024-02-29"}}
	w.must(w.i.Registers.Save(w.t.Context(), w.officer, "toy", "grower", e))
	return e.ID
}

// send makes a request as an account, "" for nobody.
func (w *world) send(as, method, path string, form url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "http://wenxiao.test"+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if as != "" {
		r.AddCookie(&http.Cookie{Name: "wenxiao", Value: w.tokens[as]})
	}
	got := httptest.NewRecorder()
	w.handler.ServeHTTP(got, r)
	return got
}

// page gets a page that must be there.
func (w *world) page(as, path string) *htmlcheck.Page {
	w.t.Helper()
	got := w.send(as, http.MethodGet, path, nil)
	if got.Code != http.StatusOK {
		w.t.Fatalf("%s gives %s the status %d: %s", path, as, got.Code, got.Body)
	}
	p := htmlcheck.Parse(w.t, got.Body.String())
	if strings.Contains(got.Body.String(), "[word.") || strings.Contains(got.Body.String(), "%!") {
		w.t.Errorf("%s shows a key in the place of words", path)
	}
	return p
}

// guarded tries every address as nobody, and as the auditor, who works on no register.
func (w *world) guarded(paths ...string) {
	w.t.Helper()
	for _, at := range paths {
		method, path, _ := strings.Cut(at, " ")
		if got := w.send("", method, path, url.Values{}); got.Code != http.StatusUnauthorized {
			w.t.Errorf("%s gives nobody the status %d", at, got.Code)
		}
		if got := w.send("auditor", method, path, url.Values{}); got.Code != http.StatusForbidden {
			w.t.Errorf("%s gives the auditor the status %d", at, got.Code)
		}
	}
}
