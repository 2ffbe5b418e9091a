package route_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/region"
)

// sessions know one token.
type sessions struct{}

func (sessions) Resume(_ context.Context, token string) (session.Session, error) {
	if token != "good" {
		return session.Session{}, fault.New(fault.Unknown, "sign-in-needed")
	}
	in := region.MustParse("140300")
	return session.Session{ID: uuid.New(), Actor: access.Actor{Account: uuid.New(), Division: in, Grants: []access.Grant{{Role: access.Supervisor, Division: in}}}}, nil
}

func serve(t *testing.T, edit func(*route.Server), routes ...route.Route) (http.Handler, *bytes.Buffer) {
	t.Helper()
	log := new(bytes.Buffer)
	s := &route.Server{Routes: routes, Sessions: sessions{}, Log: slog.New(slog.NewTextHandler(log, nil)), Now: time.Now, MaxBody: 1000,
		Fail: func(w http.ResponseWriter, _ *http.Request, by route.Request, status int, err error) {
			http.Error(w, route.Sentence(by.Lang, err), status)
		}}
	if edit != nil {
		edit(s)
	}
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return h, log
}

func ok(w http.ResponseWriter, _ *http.Request, by route.Request) error {
	_, err := w.Write([]byte(by.From))
	return err
}

func ask(h http.Handler, method, path string, edit ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(""))
	for _, e := range edit {
		e(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func signedIn(r *http.Request) { r.AddCookie(&http.Cookie{Name: "wenxiao", Value: "good"}) }

func bearer(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

func TestTable_RefusesARouteWithoutAPermission(t *testing.T) {
	t.Parallel()
	for _, needs := range []access.Permission{"", "tasks.all"} {
		table := route.Table{{Method: "GET", Path: "/x", Needs: needs, Kind: route.Page, Serve: ok}}
		if table.Check() == nil {
			t.Errorf("a route that needs %q was accepted", needs)
		}
	}
}

func TestServer_AsksForPermissionBeforeTheHandler(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, nil,
		route.Route{Method: "GET", Path: "/tasks", Needs: access.TaskRead, Kind: route.Page, Serve: ok},
		route.Route{Method: "GET", Path: "/audit", Needs: access.AuditRead, Kind: route.Page, Serve: ok},
		route.Route{Method: "GET", Path: "/open", Needs: access.PublicRead, Kind: route.Page, Serve: ok},
		route.Route{Method: "POST", Path: "/api/v1/x", Needs: access.TaskRead, Kind: route.Data, Serve: ok},
	)
	for _, c := range []struct {
		name, method, path string
		edit               []func(*http.Request)
		want               int
	}{
		{"nobody", "GET", "/tasks", nil, 401}, {"somebody", "GET", "/tasks", []func(*http.Request){signedIn}, 200},
		{"without the permission", "GET", "/audit", []func(*http.Request){signedIn}, 403}, {"a public route", "GET", "/open", nil, 200},
		{"a public route with a token that is over", "GET", "/open", []func(*http.Request){bearer("over")}, 200},
		{"no such page", "GET", "/none", nil, 404}, {"a program", "POST", "/api/v1/x", []func(*http.Request){bearer("good")}, 200},
		{"a program with a cookie, which another site could send", "POST", "/api/v1/x", []func(*http.Request){signedIn}, 401},
	} {
		if got := ask(h, c.method, c.path, c.edit...).Code; got != c.want {
			t.Errorf("%s: status %d, want %d", c.name, got, c.want)
		}
	}
}

func TestServer_RefusesWhatAnotherSiteSends(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, nil, route.Route{Method: "POST", Path: "/tasks", Needs: access.TaskRead, Kind: route.Page, Serve: ok})
	from := func(site string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", site) }
	}
	if got := ask(h, "POST", "/tasks", signedIn, from("cross-site")).Code; got != 403 {
		t.Errorf("from another site: %d, want 403", got)
	}
	if got := ask(h, "POST", "/tasks", signedIn, from("same-origin")).Code; got != 200 {
		t.Errorf("from our own page: %d, want 200", got)
	}
}

func TestServer_KnowsWhereARequestComesFrom(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, func(s *route.Server) { s.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} },
		route.Route{Method: "GET", Path: "/open", Needs: access.PublicRead, Kind: route.Page, Serve: ok})
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9:1", "", "203.0.113.9"},
		{"203.0.113.9:1", "198.51.100.1", "203.0.113.9"}, // who is no proxy of ours is not believed
		{"10.0.0.2:1", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.2:1", "1.2.3.4, 198.51.100.1, 10.0.0.3", "198.51.100.1"}, // the first hop that is not ours; what stands before it anybody can write
		{"10.0.0.2:1", "rubbish", "10.0.0.2"},
	} {
		w := ask(h, "GET", "/open", func(r *http.Request) { r.RemoteAddr = c.remote; r.Header.Set("X-Forwarded-For", c.forwarded) })
		if w.Body.String() != c.want {
			t.Errorf("%s with %q comes from %s, want %s", c.remote, c.forwarded, w.Body, c.want)
		}
	}
}

func TestServer_TellsProgramsWhatIsWrong(t *testing.T) {
	t.Parallel()
	h, log := serve(t, nil,
		route.Route{Method: "GET", Path: "/api/v1/bad", Needs: access.PublicRead, Kind: route.Data, Serve: func(http.ResponseWriter, *http.Request, route.Request) error {
			return fault.New(fault.Conflict, "record-stale")
		}},
		route.Route{Method: "GET", Path: "/api/v1/broken", Needs: access.PublicRead, Kind: route.Data, Serve: func(http.ResponseWriter, *http.Request, route.Request) error {
			panic("table secret_things")
		}})
	w := ask(h, "GET", "/api/v1/bad?lang=en")
	var p route.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Code != "record-stale" || p.Status != 409 || p.Detail == "" || p.Request == "" {
		t.Errorf("problem %+v (%v)", p, err)
	}
	if w := ask(h, "GET", "/api/v1/broken"); w.Code != 500 || strings.Contains(w.Body.String(), "secret_things") {
		t.Errorf("a panic answers %d: %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "secret_things") {
		t.Error("a panic is not in the log")
	}
}

func TestLimiter_LetsEachAddressDoSoMuch(t *testing.T) {
	t.Parallel()
	l := route.NewLimiter(2, 3)
	now := time.Unix(1, 0)
	for i := range 3 {
		if !l.Take("a", now) {
			t.Fatalf("request %d of a burst was refused", i)
		}
	}
	if l.Take("a", now) {
		t.Error("more than a burst was let through")
	}
	if !l.Take("b", now) {
		t.Error("one address held another back")
	}
	later := now.Add(time.Second)
	for i, want := range []bool{true, true, false} {
		if l.Take("a", later) != want {
			t.Errorf("request %d after a second: let through is %v, want %v", i, !want, want)
		}
	}
}
