package api_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/locale"
)

var update = flag.Bool("update", false, "write the golden files anew")

var parameter = regexp.MustCompile(`\{[a-z]+\}`)

func TestRoutes_NobodyGetsBeyondWhatIsPublic(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	for _, r := range w.routes {
		path := parameter.ReplaceAllString(r.Path, uuid.NewString())
		for _, token := range []string{"", "Bearer nobody", "Bearer " + metricsToken} {
			isMonitor := r.Path == "/metrics" && strings.HasSuffix(token, metricsToken)
			if r.IsPublic() || isMonitor {
				continue
			}
			a := w.raw(r.Method, path, token)
			if a.StatusCode != 401 || a.text(t, "code") == "internal" || a.text(t, "detail") == "" {
				t.Errorf("%s %s with %q: %d %s", r.Method, path, token, a.StatusCode, a.body)
			}
		}
	}
}

func TestRoutes_EveryOperationIsDescribedWithItsPermission(t *testing.T) {
	t.Parallel()
	routes, err := api.Routes(nil, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := describe(t)
	var lines []string
	for _, r := range routes.Lines() {
		op := "-"
		if found, ok := d.Paths[r.Path][strings.ToLower(r.Method)]; ok {
			op = found.ID
			if found.Permission != r.Permission && r.Permission != "public" {
				t.Errorf("%s says %s, the route needs %s", op, found.Permission, r.Permission)
			}
		} else if strings.HasPrefix(r.Path, "/api/") && !strings.HasSuffix(r.Path, "openapi.json") {
			t.Errorf("%s %s is not described", r.Method, r.Path)
		}
		lines = append(lines, fmt.Sprintf("%-6s %-40s %-18s %s\n", r.Method, r.Path, op, r.Permission))
	}
	golden(t, "testdata/operations.golden", strings.Join(lines, ""))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (go test ./internal/api -update): %s", name, diff)
	}
}

// A description is what matters to us of an OpenAPI document.
type description struct {
	OpenAPI string `json:"openapi"`
	Info    struct{ Title, Version string }
	Paths   map[string]map[string]struct {
		ID         string `json:"operationId"`
		Permission string `json:"x-permission"`
		Summary    string
		Parameters []struct {
			Name, In string
			Required bool
		}
		Responses map[string]json.RawMessage
		Security  []map[string][]string
	}
	Components struct {
		Schemas         map[string]json.RawMessage
		SecuritySchemes map[string]json.RawMessage
	}
}

func describe(t *testing.T) (d description) {
	t.Helper()
	text := newWorld(t, "").send("", "GET", "/api/v1/openapi.json", nil).want(t, 200).body
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// What OpenAPI 3.1 asks of a document, as far as ours uses it.
func TestDescription_IsValid(t *testing.T) {
	t.Parallel()
	text := newWorld(t, "").send("", "GET", "/api/v1/openapi.json", nil).want(t, 200).body
	var d description
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if d.OpenAPI != "3.1.0" || d.Info.Title == "" || d.Info.Version == "" {
		t.Errorf("openapi %q, info %+v", d.OpenAPI, d.Info)
	}
	seen := map[string]bool{}
	for path, item := range d.Paths {
		for method, op := range item {
			if op.ID == "" || seen[op.ID] || op.Summary == "" || len(op.Responses) == 0 {
				t.Errorf("%s %s is not complete, or its id is another's: %+v", method, path, op)
			}
			seen[op.ID] = true
			for _, p := range parameter.FindAllString(path, -1) {
				isRead := false
				for _, q := range op.Parameters {
					isRead = isRead || q.In == "path" && "{"+q.Name+"}" == p && q.Required
				}
				if !isRead {
					t.Errorf("%s %s does not describe %s", method, path, p)
				}
			}
			for _, s := range op.Security {
				for name := range s {
					if d.Components.SecuritySchemes[name] == nil {
						t.Errorf("%s: there is no security scheme %s", op.ID, name)
					}
				}
			}
		}
	}
	for _, ref := range regexp.MustCompile(`"\$ref":"([^"]*)"`).FindAllSubmatch(text, -1) {
		name, isOurs := strings.CutPrefix(string(ref[1]), "#/components/schemas/")
		if !isOurs || d.Components.Schemas[name] == nil {
			t.Errorf("%s leads nowhere", ref[1])
		}
	}
	if _, ok := d.Components.Schemas["Problem"]; !ok || d.Components.Schemas["ErrorModel"] != nil {
		t.Errorf("faults are not described as they are: %v", slices.Sorted(keys(d.Components.Schemas)))
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestRequest_WhatIsWrongIsSaidAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.adopt()
	due := w.send("nongye", "GET", "/api/v1/due?limit=1", nil).want(t, 200).text(t, "items", 0, "id")
	foreign := w.send("duchashi", "GET", "/api/v1/due?limit=500", nil).want(t, 200)
	target := w.send("duchashi", "GET", "/api/v1/tasks/"+foreign.text(t, "items", 1, "task"), nil).want(t, 200).text(t, "targets", 0, "id")
	for _, p := range people {
		w.token(p.name)
	}
	before := w.events()
	long := strings.Repeat("长", 20001)
	for name, c := range map[string]struct {
		as, method, path string
		body             any
		status           int
		code, place      string
	}{
		"no JSON":              {"nongye", "POST", "/reports", `{"id":`, 422, "request-invalid", "body"},
		"no body":              {"nongye", "POST", "/reports", nil, 422, "request-invalid", "body"},
		"another type":         {"nongye", "POST", "/reports", `<report/>`, 422, "request-invalid", "body"},
		"id missing":           {"nongye", "POST", "/reports", map[string]any{"due": due}, 422, "request-invalid", "body"},
		"id is none":           {"nongye", "POST", "/reports", map[string]any{"id": "7", "due": due}, 422, "request-invalid", "body.id"},
		"zero id":              {"nongye", "POST", "/reports", map[string]any{"id": uuid.Nil, "due": due}, 422, "report-id", ""},
		"unknown field":        {"nongye", "POST", "/reports", map[string]any{"id": newID(), "due": due, "progres": "x"}, 422, "request-invalid", "body.progres"},
		"number as text":       {"nongye", "POST", "/reports", map[string]any{"id": newID(), "due": due, "values": []any{map[string]any{"target": target, "value": "7"}}}, 422, "request-invalid", "body.values[0].value"},
		"number too fine":      {"nongye", "POST", "/reports", `{"id":"` + newID() + `","due":"` + due + `","values":[{"target":"` + target + `","value":0.00001}]}`, 422, "", ""},
		"number too large":     {"nongye", "POST", "/reports", `{"id":"` + newID() + `","due":"` + due + `","values":[{"target":"` + target + `","value":1e300}]}`, 422, "", ""},
		"another's target":     {"nongye", "POST", "/reports", map[string]any{"id": newID(), "due": due, "values": []any{map[string]any{"target": uuid.New(), "value": 7}}}, 422, "report-target", ""},
		"text too long":        {"nongye", "POST", "/reports", map[string]any{"id": newID(), "due": due, "progress": long}, 413, "text-too-long", ""},
		"body too long":        {"nongye", "POST", "/reports", map[string]any{"id": newID(), "due": due, "progress": strings.Repeat(long, 20)}, 413, "request-too-large", ""},
		"another unit's":       {"jiaoyu", "POST", "/reports", map[string]any{"id": newID(), "due": due, "progress": "x"}, 404, "record-missing", ""},
		"not his to do":        {"duchashi", "POST", "/reports", map[string]any{"id": newID(), "due": due}, 403, "forbidden", ""},
		"no such report":       {"nongye", "POST", "/reports/" + newID() + "/submit", nil, 404, "record-missing", ""},
		"report has no id":     {"nongye", "GET", "/reports/7", nil, 422, "request-invalid", "path.id"},
		"return of none":       {"duchashi", "POST", "/reports/" + newID() + "/return", map[string]string{"reason": "x"}, 404, "record-missing", ""},
		"unknown state":        {"nongye", "GET", "/due?state=closed", nil, 422, "request-invalid", "query.state[0]"},
		"unknown query":        {"nongye", "GET", "/due?sate=open", nil, 422, "request-invalid", "query.sate"},
		"limit":                {"nongye", "GET", "/due?limit=501", nil, 422, "request-invalid", "query.limit"},
		"after none":           {"nongye", "GET", "/due?after=" + newID(), nil, 404, "record-missing", ""},
		"no file":              {"duchashi", "POST", "/documents", map[string]string{}, 422, "request-invalid", "body"},
		"empty file":           {"duchashi", "POST", "/documents", upload(t, uuid.New(), "a.txt", nil), 422, "file-empty", ""},
		"no document":          {"duchashi", "POST", "/documents", upload(t, uuid.New(), "a.exe", []byte("MZ\x00\x01")), 422, "document-unreadable", ""},
		"adopted twice":        {"duchashi", "POST", "/documents/" + newID() + "/adopt", map[string]any{"auto": true}, 404, "record-missing", ""},
		"account of no kind":   {"anquan", "POST", "/accounts", map[string]any{"id": newID(), "name": "a", "division": "140399", "password": password}, 422, "account-name", ""},
		"simple password":      {"anquan", "POST", "/accounts", map[string]any{"id": newID(), "name": "wangfang", "division": "140399", "password": "123456"}, 422, "password-short", ""},
		"role of none":         {"anquan", "POST", "/accounts", map[string]any{"id": newID(), "name": "wangfang", "division": "140399", "password": password, "roles": []string{"king"}}, 422, "role-unknown", ""},
		"account elsewhere":    {"anquan", "POST", "/accounts", map[string]any{"id": newID(), "name": "wangfang", "division": "140399", "password": password, "roles": []string{"auditor", "security"}}, 409, "role-administrators-apart", ""},
		"no such place":        {"shenji", "GET", "/audit?division=990000", nil, 200, "", ""},
		"no such route":        {"nongye", "GET", "/nothing", nil, 404, "not-found", ""},
		"an event of the past": {"shenji", "GET", "/audit?before=x", nil, 422, "request-invalid", "query.before"},
	} {
		a := w.send(c.as, c.method, "/api/v1"+c.path, c.body)
		if a.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d: %s", name, a.StatusCode, c.status, a.body)
			continue
		}
		if c.status == 200 {
			continue
		}
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "application/problem+json") || a.text(t, "detail") == "" || a.text(t, "detail") == locale.Fault(locale.Zh, "internal") || c.code != "" && a.text(t, "code") != c.code {
			t.Errorf("%s: %s %s", name, a.Header.Get("Content-Type"), a.body)
		}
		if c.place != "" && a.text(t, "extra", 0, "at") != c.place {
			t.Errorf("%s: at %s, want %s", name, a.text(t, "extra", 0, "at"), c.place)
		}
		if strings.Contains(string(a.body), password) {
			t.Errorf("%s tells a password: %s", name, a.body)
		}
	}
	if after := w.events(); after != before {
		t.Errorf("%d events before, %d after", before, after)
	}
}

func TestProblem_IsWordedInTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	for lang, want := range map[string]string{"en": "Sign in first.", "zh": "请先登录。"} {
		if got := w.send("", "GET", "/api/v1/tasks?lang="+lang, nil).want(t, 401).text(t, "detail"); got != want {
			t.Errorf("%s: %s", lang, got)
		}
		if got := w.send("nongye", "GET", "/api/v1/tasks?limit=0&lang="+lang, nil).want(t, 422).text(t, "detail"); got != locale.Fault(map[string]locale.Lang{"zh": locale.Zh, "en": locale.En}[lang], "request-invalid", "query.limit") {
			t.Errorf("%s: %s", lang, got)
		}
	}
}
