package api_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/pgtest"
)

// on runs a test on SQLite, and on PostgreSQL where there is one.
func on(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, newWorld(t, "")) })
	t.Run("postgresql", func(t *testing.T) { t.Parallel(); test(t, newWorld(t, pgtest.Open(t))) })
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func TestSlice_FromDocumentToAcceptedReport(t *testing.T) {
	t.Parallel()
	on(t, func(t *testing.T, w *world) {
		id := uuid.Must(uuid.NewV7())
		path := "/api/v1/documents/" + id.String()
		sent := w.send("duchashi", "POST", "/api/v1/documents", upload(t, id, "民生实事.txt", []byte(plan))).want(t, 200)
		again := w.send("duchashi", "POST", "/api/v1/documents", upload(t, id, "民生实事.txt", []byte(plan))).want(t, 200)
		if sent.text(t, "id") != id.String() || again.text(t, "job") != sent.text(t, "job") {
			t.Errorf("the same document again: %s, %s", sent.body, again.body)
		}
		w.wait(sent.text(t, "job"))
		proposal := w.send("duchashi", "GET", path+"/proposal", nil).want(t, 200)
		if n := len(proposal.json(t, "tasks").([]any)); n != 3 {
			t.Fatalf("%d tasks: %s", n, proposal.body)
		}
		original := w.send("duchashi", "GET", path+"/original", nil).want(t, 200)
		if string(original.body) != plan || !strings.Contains(original.Header.Get("Content-Disposition"), "filename*=utf-8''%E6%B0%91") || original.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(original.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("original: %v %s", original.Header, original.body)
		}
		adopted := w.send("duchashi", "POST", path+"/adopt", map[string]any{"auto": true, "every": "month"}).want(t, 200)
		if adopted.text(t, "state") != "adopted" {
			t.Errorf("adopted: %s", adopted.body)
		}
		due := w.send("nongye", "GET", "/api/v1/due?state=open", nil).want(t, 200)
		if n := len(due.json(t, "items").([]any)); n != 12 || due.text(t, "items", 0, "unit_name") != units[0] {
			t.Fatalf("%d due: %s", n, due.body)
		}
		task := w.send("nongye", "GET", "/api/v1/tasks/"+due.text(t, "items", 0, "task"), nil).want(t, 200)
		if got := task.text(t, "targets", 0, "value"); got != "2.5" {
			t.Errorf("target %s: %s", got, task.body)
		}
		w.report(due.text(t, "items", 0, "id"), task.text(t, "targets", 0, "id"))
	})
}

// report goes through all that can become of a report.
func (w *world) report(due, target string) {
	t := w.t
	t.Helper()
	report := map[string]any{"id": newID(), "due": due, "progress": "已建成1.2万亩", "values": []any{map[string]any{"target": target, "value": 1.2}}}
	path := "/api/v1/reports/" + report["id"].(string)
	for range 2 { // the second time is the same request again
		if got := w.send("nongye", "POST", "/api/v1/reports", report).want(t, 200).text(t, "state"); got != "draft" {
			t.Fatalf("state %s", got)
		}
	}
	evidence := uuid.Must(uuid.NewV7())
	for range 2 {
		w.send("nongye", "POST", path+"/evidence", upload(t, evidence, "现场 照片.txt", []byte("照片"))).want(t, 200)
	}
	for range 2 {
		if got := w.send("nongye", "POST", path+"/submit", nil).want(t, 200).text(t, "state"); got != "submitted" {
			t.Fatalf("state %s", got)
		}
	}
	w.send("nongye", "POST", "/api/v1/reports", map[string]any{"id": report["id"], "due": due, "progress": "别的"}).want(t, 409)
	w.send("duchashi", "POST", path+"/return", map[string]string{"reason": " "}).want(t, 422)
	w.send("duchashi", "POST", path+"/return", map[string]string{"reason": "缺少验收单"}).want(t, 200)
	seen := w.send("nongye", "GET", path, nil).want(t, 200)
	if seen.text(t, "reason") != "缺少验收单" || seen.text(t, "values", 0, "value") != "1.2" || seen.text(t, "evidence", 0, "file", "name") != "现场 照片.txt" {
		t.Errorf("returned: %s", seen.body)
	}
	w.send("nongye", "POST", "/api/v1/reports", map[string]any{"id": report["id"], "due": due, "progress": "没有看过的", "version": 1}).want(t, 409)
	report["version"] = seen.json(t, "version")
	report["progress"], report["values"] = "已建成1.3万亩，附验收单", []any{map[string]any{"target": target, "value": 1.3}}
	w.send("nongye", "POST", "/api/v1/reports", report).want(t, 200)
	w.send("nongye", "POST", path+"/submit", nil).want(t, 200)
	file := w.send("duchashi", "GET", "/api/v1/evidence/"+evidence.String(), nil).want(t, 200)
	if string(file.body) != "照片" {
		t.Errorf("evidence %q", file.body)
	}
	w.send("duchashi", "POST", path+"/accept", nil).want(t, 200)
	if got := w.send("duchashi", "GET", path, nil).want(t, 200); got.text(t, "state") != "accepted" || got.text(t, "values", 0, "value") != "1.3" {
		t.Errorf("accepted: %s", got.body)
	}
}
