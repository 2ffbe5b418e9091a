//go:build linux

// Package server runs a server under test beside the benchmark that asks it, and
// tells what processor time and memory it takes. Linux only, for what /proc says.
package server

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

	"github.com/google/uuid"
)

// A Server is a process that answers HTTP.
type Server struct {
	Name    string
	Address string // http://host:port
	Client  *http.Client
	Token   string // of the account Ask asks as; empty for nobody
	command *exec.Cmd
}

// Start runs a program with the address it is to listen on in args as ADDRESS, until it answers under a path.
func Start(name, program, healthy string, args ...string) (*Server, error) {
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
	s := &Server{Name: name, command: c, Address: "http://" + at, Client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}, Timeout: time.Minute}}
	for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		a, err := s.Client.Get(s.Address + healthy)
		if err == nil {
			return s, a.Body.Close()
		}
		if time.Since(begin) > time.Minute {
			return nil, errors.Join(fmt.Errorf("%s does not answer: %w", name, err), c.Process.Kill())
		}
	}
}

// Stop kills the server.
func (s *Server) Stop() error {
	err := s.command.Process.Kill()
	if _, ended := s.command.Process.Wait(); ended != nil {
		err = errors.Join(err, ended)
	}
	return err
}

// CPU is the processor time the server has used.
func (s *Server) CPU() (time.Duration, error) {
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

// Held is the largest resident memory the server had, in bytes.
func (s *Server) Held() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("no VmHWM")
}

// Ask sends a request with a JSON body ([]byte as it is) and reads the answer into out, unless that is nil.
func (s *Server) Ask(method, path string, in, out any) error {
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
	r, err := http.NewRequest(method, s.Address+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if s.Token != "" {
		r.Header.Set("Authorization", "Bearer "+s.Token)
	}
	r.Header.Set("Content-Type", "application/json")
	a, err := s.Client.Do(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		return err
	}
	if a.StatusCode >= 300 {
		return fmt.Errorf("%s %s%s: %d %s", method, s.Name, path, a.StatusCode, text)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(text, out)
}

// An Account is one of the demo's.
type Account struct{ Account, Password, Role string }

// Demo fills a data folder, or the database with a URL, with the demo and gives its accounts.
func Demo(program, data, database string) ([]Account, error) {
	args := []string{"demo", "--data", data, "--fill-only"}
	if database != "" {
		args = append(args, "--database", database)
	}
	fill := exec.Command(program, args...)
	fill.Stderr = os.Stderr
	if err := fill.Run(); err != nil {
		return nil, fmt.Errorf("fill a demo: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(data, "demo-accounts.json"))
	if err != nil {
		return nil, err
	}
	var accounts []Account
	return accounts, json.Unmarshal(text, &accounts)
}

// SignIn signs one of the demo's accounts in: Ask asks as it from now on.
func (s *Server) SignIn(a Account) error {
	s.Token = ""
	var opened struct{ Token string }
	if err := s.Ask("POST", "/api/v1/session", map[string]string{"account": a.Account, "password": a.Password}, &opened); err != nil {
		return err
	}
	s.Token = opened.Token
	return nil
}

// The words of every report that is written.
const (
	Progress = "截至本月底，已完成高标准农田土地平整3200亩，累计完成1.2万亩，占年度任务的百分之四十八；田间道路硬化12.6公里，沟渠衬砌8.4公里，均已通过镇级初验。"
	Problem  = "云岭镇两个标段因连续降雨，沟渠衬砌进度比计划慢6天，部分预制构件供应不及时。"
	Next     = "下月增加两个作业组，完成剩余田块的沟渠配套，月底前组织县级抽查验收，并将结果报县农业农村局备案。"
)

// Report is the body of the write with a number to /api/v1/reports: the report on a due item, which has one that is written again and again, each time
// with other words.
func Report(n int, due string) []byte {
	return fmt.Appendf(nil, `{"id":"%s","due":"%s","progress":"%s%d","problem":"%s","next":"%s"}`, ReportID(due), due, Progress, n, Problem, Next)
}

// ReportID is the id of the report on a due item.
func ReportID(due string) uuid.UUID {
	id := uuid.MustParse(due)
	id[15] ^= 1
	return id
}
