//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A side is a server that takes reports.
type side struct {
	name    string
	command *exec.Cmd
	address string
	client  *http.Client
	token   string
	path    string             // where a report is created
	body    func(n int) []byte // of the report with a number
}

// start runs a server with the address given in args as ADDRESS, until it answers under a path.
func start(name, program string, healthy string, args ...string) (*side, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	at := free.Addr().String()
	if err := free.Close(); err != nil {
		return nil, err
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "ADDRESS", at)
	}
	c := exec.Command(program, args...)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	s := &side{name: name, command: c, address: "http://" + at, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}, Timeout: time.Minute}}
	for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		a, err := s.client.Get(s.address + healthy)
		if err == nil {
			return s, a.Body.Close()
		}
		if time.Since(begin) > time.Minute {
			return nil, errors.Join(fmt.Errorf("%s does not answer: %w", name, err), c.Process.Kill())
		}
	}
}

func (s *side) stop() error {
	err := s.command.Process.Kill()
	if _, ended := s.command.Process.Wait(); ended != nil {
		err = errors.Join(err, ended)
	}
	return err
}

// cpu is the processor time the server has used.
func (s *side) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	var ticks int64
	for _, f := range fields[11:13] { // utime and stime, of a hundredth of a second
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// ask sends a request with a JSON body and reads the answer into out, unless that is nil.
func (s *side) ask(method, path string, in, out any) error {
	var body []byte
	switch in := in.(type) {
	case nil:
	case []byte:
		body = in
	default:
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	r, err := http.NewRequest(method, s.address+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	r.Header.Set("Content-Type", "application/json")
	a, err := s.client.Do(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		return err
	}
	if a.StatusCode >= 300 {
		return fmt.Errorf("%s %s%s: %d %s", method, s.name, path, a.StatusCode, text)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(text, out)
}

// The words of every report.
const (
	progress = "截至本月底，已完成高标准农田土地平整3200亩，累计完成1.2万亩，占年度任务的百分之四十八；田间道路硬化12.6公里，沟渠衬砌8.4公里，均已通过镇级初验。"
	problem  = "云岭镇两个标段因连续降雨，沟渠衬砌进度比计划慢6天，部分预制构件供应不及时。"
	next     = "下月增加两个作业组，完成剩余田块的沟渠配套，月底前组织县级抽查验收，并将结果报县农业农村局备案。"
)

// ours serves a demo, with a unit's clerk signed in, who reports on what is due.
func ours(program, dir string) (*side, error) {
	data := filepath.Join(dir, "wenxiao-data")
	fill := exec.Command(program, "demo", "--data", data, "--fill-only")
	fill.Stderr = os.Stderr
	if err := fill.Run(); err != nil {
		return nil, fmt.Errorf("fill a demo: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(data, "demo-accounts.json"))
	if err != nil {
		return nil, err
	}
	var accounts []struct{ Account, Password, Role string }
	if err := json.Unmarshal(text, &accounts); err != nil {
		return nil, err
	}
	s, err := start("wenxiao", program, "/healthz", "serve", "--data", data, "--listen", "ADDRESS", "--request-rate", "0", "--log-level", "error")
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if a.Role != "reporter" {
			continue
		}
		s.token = ""
		var opened struct{ Token string }
		if err := s.ask("POST", "/api/v1/session", map[string]string{"account": a.Account, "password": a.Password}, &opened); err != nil {
			return s, err
		}
		s.token = opened.Token
		var due struct {
			Items []struct{ ID string }
		}
		if err := s.ask("GET", "/api/v1/due?state=open", nil, &due); err != nil {
			return s, err
		}
		if len(due.Items) == 0 {
			continue
		}
		s.path = "/api/v1/reports"
		s.body = func(n int) []byte {
			return fmt.Appendf(nil, `{"id":"%s","due":"%s","progress":"%s","problem":"%s","next":"%s"}`, id(n), due.Items[n%len(due.Items)].ID, progress, problem, next)
		}
		return s, nil
	}
	return s, errors.New("nothing is due in the demo")
}

// id is the id of a report: its number is in the random half.
func id(n int) string {
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", time.Now().UnixMilli()>>16&0xffffffff, time.Now().UnixMilli()&0xffff, n)
}

// pocketbase serves a collection of the same fields and indexes, with a user signed in, without whom nothing is created.
func pocketbase(program, dir string) (*side, error) {
	data := filepath.Join(dir, "pocketbase")
	const name, password = "clerk@example.com", "Verwalter-7-Wald"
	if out, err := exec.Command(program, "superuser", "upsert", name, password, "--dir", data).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make a superuser: %w: %s", err, out)
	}
	s, err := start("pocketbase", program, "/api/health", "serve", "--dir", data, "--http", "ADDRESS")
	if err != nil {
		return nil, err
	}
	var opened struct{ Token string }
	signIn := map[string]string{"identity": name, "password": password}
	if err := s.ask("POST", "/api/collections/_superusers/auth-with-password", signIn, &opened); err != nil {
		return s, err
	}
	s.token = opened.Token
	signedIn := `@request.auth.id != ""`
	field := func(name, kind string) map[string]any {
		return map[string]any{"name": name, "type": kind, "max": 20000}
	}
	for _, step := range []struct {
		method, path string
		body         any
	}{
		{"PATCH", "/api/settings", map[string]any{"logs": map[string]any{"maxDays": 0}, "rateLimits": map[string]any{"enabled": false}}},
		{"POST", "/api/collections/users/records", map[string]any{"email": name, "password": password, "passwordConfirm": password}},
		{"POST", "/api/collections", map[string]any{
			"name": "reports", "type": "base", "createRule": signedIn,
			"fields": []any{field("due", "text"), field("unit", "text"), field("account", "text"), field("state", "text"), field("progress", "text"),
				field("problem", "text"), field("next", "text"), field("reason", "text"), map[string]any{"name": "made", "type": "number"},
				map[string]any{"name": "submitted", "type": "number"}, map[string]any{"name": "is_late", "type": "bool"}},
			"indexes": []string{"CREATE INDEX report_due ON reports (due)", "CREATE INDEX report_unit ON reports (unit)"},
		}},
	} {
		if err := s.ask(step.method, step.path, step.body, nil); err != nil {
			return s, err
		}
	}
	if err := s.ask("POST", "/api/collections/users/auth-with-password", signIn, &opened); err != nil {
		return s, err
	}
	s.token = opened.Token
	s.path = "/api/collections/reports/records"
	s.body = func(n int) []byte {
		return fmt.Appendf(nil, `{"due":"%s","unit":"%s","account":"%s","state":"draft","progress":"%s","problem":"%s","next":"%s","made":%d}`,
			id(n%500), id(1), id(2), progress, problem, next, time.Now().UnixMilli())
	}
	return s, nil
}
