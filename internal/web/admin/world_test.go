package admin_test

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
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/web/admin"
	"github.com/wenxiao/wenxiao/internal/web/asset"
	"github.com/wenxiao/wenxiao/internal/web/entry"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/region"
)

const (
	city     = "190300"
	county   = "190321"
	password = "Kodami-Rupeso-7342"
	hostile  = "<em>何云</em>"
)

// A world is a server over an installation with a division, a unit and an account of every administrator.
type world struct {
	t       *testing.T
	i       *instance.Instance
	handler http.Handler
	unit    uuid.UUID
	people  map[string]uuid.UUID
	tokens  map[string]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	start := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
	w := &world{t: t, i: instancetest.Open(t, "", func() time.Time { return start }), unit: uuid.Must(uuid.NewV7()), people: map[string]uuid.UUID{}, tokens: map[string]string{}}
	s := &site.Site{Instance: w.i, Settings: []config.Setting{{Name: "listen", Value: hostile, From: config.FromFile}, {Name: "oidc-secret", Value: config.Shown("oidc-secret", "sesam"), From: config.FromEnvironment}}}
	server := &route.Server{Sessions: w.i.Sessions, Log: w.i.Log, Now: w.i.Now, MaxBody: 1 << 20, Fail: s.Fail, Assets: map[string]http.Handler{asset.Prefix: asset.Handler()}}
	s.SetCookie = server.SetCookie
	server.Routes = append(append(entry.Routes(s, nil), ledger.Routes(s)...), admin.Routes(s)...)
	var err error
	if w.handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	w.settle()
	return w
}

// settle puts divisions, a unit and accounts in.
func (w *world) settle() {
	w.t.Helper()
	call := app.System("test", access.OrganisationManage)
	for code, name := range map[string]string{city: "柏川市", county: "云岫县"} {
		d := organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: region.MustParse(code), Name: name}}
		if err := w.i.Organisation.AddDivision(w.t.Context(), call, d); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := w.i.Organisation.AddUnit(w.t.Context(), call, organisation.Unit{ID: w.unit, Division: region.MustParse(county), Name: "云岫县<em>教育局"}); err != nil {
		w.t.Fatal(err)
	}
	var accounts []account.New
	for _, r := range []access.Role{access.Operator, access.Security, access.Auditor, access.Supervisor} {
		n := account.New{ID: uuid.Must(uuid.NewV7()), Name: string(r), Label: hostile, Division: region.MustParse(city), Password: password, Roles: []access.Role{r}}
		w.people[n.Name] = n.ID
		accounts = append(accounts, n)
	}
	if err := w.i.Accounts.Found(w.t.Context(), app.Call{Request: "test", From: "local"}, accounts); err != nil {
		w.t.Fatal(err)
	}
	for name := range w.people {
		w.signIn(name, password)
	}
}

// signIn remembers a session of an account.
func (w *world) signIn(name, with string) {
	w.t.Helper()
	got := w.send("", http.MethodPost, "/sign-in", url.Values{"account": {name}, "password": {with}})
	for _, c := range got.Result().Cookies() {
		if c.Name == "wenxiao" {
			w.tokens[name] = c.Value
		}
	}
	if w.tokens[name] == "" {
		w.t.Fatalf("%s can not sign in: %d %s", name, got.Code, got.Body)
	}
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
	p.Lacks("em")
	if strings.Contains(got.Body.String(), "[word.") || strings.Contains(got.Body.String(), "%!") {
		w.t.Errorf("%s shows a key in the place of words", path)
	}
	return p
}

// done sends a form that must be taken.
func (w *world) done(as, path string, form url.Values) {
	w.t.Helper()
	if got := w.send(as, http.MethodPost, path, form); got.Code != http.StatusSeeOther {
		w.t.Fatalf("POST %s gives %d: %s", path, got.Code, htmlcheck.Parse(w.t, got.Body.String()).Text())
	}
}

// refused sends a form that must come back with a sentence.
func (w *world) refused(as, path string, form url.Values, status int, sentence string) {
	w.t.Helper()
	got := w.send(as, http.MethodPost, path, form)
	if got.Code != status {
		w.t.Errorf("POST %s with %v gives %d, want %d", path, form, got.Code, status)
	}
	if text := htmlcheck.Parse(w.t, got.Body.String()).Text(); !strings.Contains(text, sentence) {
		w.t.Errorf("POST %s with %v does not say %q but\n%s", path, form, sentence, text)
	}
}

// guarded tries every address as nobody, and as somebody without the role.
func (w *world) guarded(without string, paths ...string) {
	w.t.Helper()
	for _, at := range paths {
		method, path, _ := strings.Cut(at, " ")
		if got := w.send("", method, path, url.Values{}); got.Code != http.StatusUnauthorized {
			w.t.Errorf("%s gives nobody the status %d", at, got.Code)
		}
		if got := w.send(without, method, path, url.Values{}); got.Code != http.StatusForbidden {
			w.t.Errorf("%s gives %s the status %d", at, without, got.Code)
		}
	}
}
