package serve_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
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
)

var canaries = []string{canaryTitle, canaryProgress, canaryEvidence, canaryContent, canaryReason}

// sees is what each may see: the city and the unit that leads all of it, nobody else any.
var sees = map[string][]string{
	"supervisor": canaries, "leader": canaries, "reporter": canaries, "approver": canaries,
	"other": nil, "other.approver": nil, "county": nil, "programme": nil, "field": nil, "auditor": {canaryReason}, // which the audit keeps with the act
	"security": nil, "operator": nil, "": nil,
}

func TestRoutes(t *testing.T) {
	h := build(t)
	ids := h.plant(t)
	h.open(t)
	table, err := serve.Routes(&site.Site{Instance: h.Instance}, nil, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("nobody", func(t *testing.T) { refusesNobody(t, h, table) })
	t.Run("another site", func(t *testing.T) { refusesOtherSites(t, h, table) })
	for name, may := range sees {
		t.Run("as "+name, func(t *testing.T) { shows(t, h, table, name, ids, may) })
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

// shows goes through everything that can be read, with every id there is, as one person: what is planted shows if he may see it and else not.
func shows(t *testing.T, h *house, table route.Table, name string, ids []uuid.UUID, may []string) {
	c := h.signedIn(t, name)
	seen := make(map[string]bool)
	for _, r := range table {
		if r.Method != http.MethodGet {
			continue
		}
		paths := []string{r.Path}
		if parameter.MatchString(r.Path) {
			paths = nil
			for _, id := range ids {
				paths = append(paths, parameter.ReplaceAllString(r.Path, id.String()))
			}
		}
		for _, path := range paths {
			status, body := h.ask(t, c, http.MethodGet, path)
			if status >= 500 {
				t.Errorf("%s fails with %d:\n%.300s", path, status, body)
			}
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

// plant adopts a document of the city with one task, lets the unit that leads it report with a file, and returns the report. It gives
// the ids of all there is.
func (h *house) plant(t *testing.T) []uuid.UUID {
	t.Helper()
	doc := id(t)
	text := "安岭市人民政府办公室关于" + canaryTitle + "的通知\n\n一、主要任务\n\n1.推进" + canaryTitle + "。2025年新建" + canaryTitle + "停车场20个。（市住房城乡建设局牵头）\n"
	_, err := h.Documents.Upload(t.Context(), h.as("supervisor"), intake.Uploaded{ID: doc, Name: canaryTitle + ".txt", Content: strings.NewReader(text)})
	h.must(t, err)
	h.must(t, h.Jobs.Drain(t.Context()))
	_, found, err := h.Documents.Proposal(t.Context(), h.as("supervisor"), doc)
	h.must(t, err)
	decision := document.Decision{Every: "quarter"}
	for _, x := range found.Tasks {
		decision.Tasks = append(decision.Tasks, document.TaskDecision{DoneWhen: "有停车场", Proof: "照片", Duties: make([]document.DutyDecision, len(x.Duties))})
		for i := range x.Duties {
			decision.Tasks[len(decision.Tasks)-1].Duties[i] = document.DutyDecision{Unit: h.units["安岭市住房和城乡建设局"], Part: record.PartLead}
		}
	}
	h.must(t, h.Documents.Adopt(t.Context(), h.as("supervisor"), doc, decision))
	lines, _, err := h.Tasks.Page(t.Context(), h.as("supervisor"), list.Asking("document", doc.String()).Rows(uuid.Nil, 10))
	h.must(t, err)
	items, _, err := h.Reports.DuePage(t.Context(), h.as("reporter"), list.Query{}.Rows(uuid.Nil, 1))
	h.must(t, err)
	if len(lines) == 0 || len(items) == 0 {
		t.Fatalf("%d tasks, %d due items of %s", len(lines), len(items), text)
	}
	written, by := id(t), h.as("reporter")
	_, err = h.Reports.Write(t.Context(), by, report.Written{ID: written, Due: items[0].ID, Progress: canaryProgress})
	h.must(t, err)
	file, err := h.Reports.Attach(t.Context(), by, written, intake.Uploaded{Name: canaryEvidence + ".txt", Content: bytes.NewReader([]byte(canaryContent))})
	h.must(t, err)
	_, err = h.Reports.Submit(t.Context(), by, written)
	h.must(t, err)
	_, err = h.Reports.Sign(t.Context(), h.as("approver"), written, "")
	h.must(t, err)
	_, err = h.Reports.Return(t.Context(), h.as("supervisor"), written, canaryReason)
	h.must(t, err)
	return []uuid.UUID{doc, lines[0].ID, items[0].ID, written, file.ID, h.people["reporter"].Account, h.units["安岭市住房和城乡建设局"]}
}
