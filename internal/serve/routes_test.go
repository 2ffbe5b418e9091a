package serve_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
)

// What is planted where only some may see it.
const (
	canaryTitle    = "金丝雀甲" // of a document and its task: the city's
	canaryProgress = "金丝雀乙" // in a report
	canaryEvidence = "金丝雀丙" // the name of a file
	canaryContent  = "金丝雀丁" // what is in it
	canaryReason   = "金丝雀戊" // why a report came back
	canaryMatter   = "金丝雀己" // in everything that is done about the task: directives, problems, inspections, workbooks…
)

var canaries = []string{canaryTitle, canaryProgress, canaryEvidence, canaryContent, canaryReason, canaryMatter}

// sees is what each may see: the city and the unit that leads all of it, nobody else any.
var sees = map[string][]string{
	"supervisor": canaries, "leader": canaries, "reporter": canaries, "approver": canaries, "colleague": canaries,
	"other": nil, "other.approver": nil, "county": nil, "programme": nil, "field": nil, "auditor": {canaryReason, canaryMatter}, // which the audit keeps with the act
	"security": nil, "operator": nil, "": nil,
}

func TestRoutes(t *testing.T) {
	h := build(t)
	there := h.plant(t)
	h.open(t)
	table, err := serve.Routes(&site.Site{Instance: h.Instance}, nil, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("nobody", func(t *testing.T) { refusesNobody(t, h, table) })
	for _, name := range []string{"county", "programme", "field", "other", "other.approver"} {
		t.Run("strange "+name, func(t *testing.T) { refusesStrangers(t, h, table, name, there) })
	}
	t.Run("another site", func(t *testing.T) { refusesOtherSites(t, h, table) })
	answered := make(map[string]bool)
	for name, may := range sees {
		t.Run("as "+name, func(t *testing.T) { shows(t, h, table, name, there, may, answered) })
	}
	for _, r := range table {
		if _, ok := there.paths(r.Path); ok && r.Method == http.MethodGet && !answered[r.Path] && unshown[r.Path] == "" {
			t.Errorf("nobody is shown %s, and so it was not tried: plant what it shows", r.Path)
		}
	}
	log := h.log.String()
	for _, secret := range append(slices.Clone(canaries), commonPassword, "wenxiao=") {
		if strings.Contains(log, secret) {
			t.Errorf("%s stands in the log", secret)
		}
	}
	if !strings.Contains(log, "msg=request") {
		t.Error("nothing was logged")
	}
}

var parameter = regexp.MustCompile(`\{[^}]+\}`)

// client is a browser without pages.
func client(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// signedIn is the browser of somebody who works here.
func (h *house) signedIn(t *testing.T, name string) *http.Client {
	t.Helper()
	c := client(t)
	if name == "" {
		return c
	}
	answer, err := c.PostForm(h.address+"/sign-in", url.Values{"account": {name}, "password": {commonPassword}})
	h.must(t, err)
	h.must(t, answer.Body.Close())
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s can not sign in: %s", name, answer.Status)
	}
	return c
}

// ask sends a request and gives status and body.
func (h *house) ask(t *testing.T, c *http.Client, method, path string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, h.address+path, nil)
	h.must(t, err)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := c.Do(r)
	h.must(t, err)
	body, err := io.ReadAll(answer.Body)
	h.must(t, err)
	h.must(t, answer.Body.Close())
	return answer.StatusCode, string(body)
}

// refusesNobody: without a session only what is public answers.
func refusesNobody(t *testing.T, h *house, table route.Table) {
	guarded := 0
	for _, r := range table {
		if r.IsPublic() {
			continue
		}
		guarded++
		status, body := h.ask(t, client(t), r.Method, parameter.ReplaceAllString(r.Path, id(t).String()))
		if status != http.StatusUnauthorized && status != http.StatusForbidden {
			t.Errorf("%s %s answers %d to nobody:\n%.200s", r.Method, r.Path, status, body)
		}
	}
	if guarded < 20 {
		t.Errorf("only %d routes need a permission", guarded)
	}
}

// refusesOtherSites: what changes something does not listen to a page of another site, whoever looks at it.
func refusesOtherSites(t *testing.T, h *house, table route.Table) {
	c := h.signedIn(t, "supervisor")
	for _, r := range table {
		if r.Method == http.MethodGet || r.Kind == route.Data && r.IsPublic() {
			continue
		}
		status, body := h.ask(t, c, r.Method, parameter.ReplaceAllString(r.Path, id(t).String()), "Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example")
		if status != http.StatusUnauthorized && status != http.StatusForbidden {
			t.Errorf("%s %s answers %d to another site:\n%.200s", r.Method, r.Path, status, body)
		}
	}
	if status, _ := h.ask(t, c, http.MethodGet, "/account"); status != http.StatusOK {
		t.Errorf("after all this the session is gone: %d", status)
	}
}

// refusesStrangers: who may not see a thing does nothing to it either, whatever his permissions at home.
func refusesStrangers(t *testing.T, h *house, table route.Table, name string, there planted) {
	c := h.signedIn(t, name)
	for _, r := range table {
		isOwn := strings.HasSuffix(r.Path, "/draft") || strings.HasPrefix(r.Path, "/years/") // what he has typed himself; his own division's year
		if r.Method == http.MethodGet || r.IsPublic() || isOwn || !strings.Contains(r.Path, "{") {
			continue
		}
		paths, _ := there.paths(r.Path)
		for _, path := range paths {
			if status, body := h.ask(t, c, r.Method, path); status < 400 || status >= 500 {
				t.Errorf("%s %s answers %d to %s:\n%.200s", r.Method, path, status, name, body)
			}
		}
	}
}

// shows goes through everything that can be read, with all there is, as one person: what is planted shows if he may see it and else not. A route with
// a parameter for which nothing is planted fails.
func shows(t *testing.T, h *house, table route.Table, name string, there planted, may []string, answered map[string]bool) {
	c := h.signedIn(t, name)
	seen := make(map[string]bool)
	for _, r := range table {
		if r.Method != http.MethodGet || isElsewhere(r.Path) {
			continue
		}
		paths, ok := there.paths(r.Path)
		if !ok {
			t.Errorf("nothing is planted for a parameter of %s", r.Path)
		}
		for _, path := range paths {
			status, body := h.ask(t, c, http.MethodGet, path)
			if status >= 500 {
				t.Errorf("%s fails with %d:\n%.300s", path, status, body)
			}
			if strings.Contains(body, "1970-01-01") {
				t.Errorf("%s shows a day that nobody set", path)
			}
			answered[r.Path] = answered[r.Path] || status < 400
			for _, canary := range canaries {
				seen[canary] = seen[canary] || strings.Contains(body, canary)
				if strings.Contains(body, canary) && !slices.Contains(may, canary) {
					t.Errorf("%s (%s) shows %s", path, r.Path, canary)
				}
			}
		}
	}
	for _, canary := range may {
		if !seen[canary] {
			t.Errorf("%s is shown nowhere, and so this finds nothing", canary)
		}
	}
}
