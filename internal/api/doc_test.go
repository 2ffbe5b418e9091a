package api_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// The examples of doc/api.md are one script, and it works.
func TestDocumentation_ExamplesRun(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil || runtime.GOOS != "linux" {
		if os.Getenv("CI") == "true" {
			t.Fatal("the examples of doc/api.md need curl")
		}
		t.Skip("the examples of doc/api.md did not run: there is no curl")
	}
	text, err := os.ReadFile("../../doc/api.md")
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(text, -1) {
		script.Write(block[1])
	}
	w := newWorld(t, "")
	server := httptest.NewServer(w.handler)
	defer server.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "plan.txt"), []byte(plan), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "sh", "-eu", "-c", script.String())
	run.Dir = dir
	run.Env = append(os.Environ(), "no_proxy=*", "base="+server.URL, "password="+password, "supervisor_account=duchashi", "reporter_account=nongye", "metrics_token="+metricsToken)
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	metrics, err := os.ReadFile(filepath.Join(dir, "metrics.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`wenxiao_request_seconds_count{method="POST",route="/api/v1/reports/{id}/submit",status="200"} 2`,
		`wenxiao_jobs{state="done"} 1`, "wenxiao_store_group_requests_count ", "wenxiao_store_queue_requests 0", "go_build_info{",
	} {
		if !strings.Contains(string(metrics), line) {
			t.Errorf("no line %s in\n%s", line, metrics)
		}
	}
	if strings.Contains(string(metrics), "nongye") {
		t.Error("a metric names an account")
	}
}
