package oidc_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/oidc"
)

// back is where people come back to; nobody listens there, the test's browser stops before.
const back = "http://127.0.0.1:1/back"

// issuer is the address of a real provider that runs while the tests do; "" if there is none.
var issuer string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if testing.Short() {
		return m.Run()
	}
	stop, err := startProvider()
	defer stop()
	if err != nil && os.Getenv("CI") == "true" {
		fmt.Println("CI needs the provider of testdata/provider:", err)
		return 1
	}
	return m.Run()
}

// startProvider builds the provider, a module of its own so that what it needs stays out of ours, and starts it.
func startProvider() (stop func(), err error) {
	stop = func() {}
	folder, err := os.MkdirTemp("", "provider")
	if err != nil {
		return stop, err
	}
	program := filepath.Join(folder, "provider.exe")
	stop = func() { _ = os.RemoveAll(folder) } // what is left is the system's to clear
	build := exec.Command("go", "build", "-C", "testdata/provider", "-o", program, ".")
	if said, err := build.CombinedOutput(); err != nil {
		return stop, fmt.Errorf("build it: %w\n%s", err, said)
	}
	command := exec.Command(program, back)
	input, err := command.StdinPipe()
	if err != nil {
		return stop, err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return stop, err
	}
	if err := command.Start(); err != nil {
		return stop, err
	}
	stop = func() {
		_ = input.Close() // it ends when its input does
		_ = command.Wait()
		_ = os.RemoveAll(folder)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	issuer = strings.TrimSpace(line)
	return stop, err
}

// A scene is an installation that signs people in at the provider.
type scene struct {
	provider *oidc.Provider
	clock    time.Time
	isAway   bool                        // of the provider
	alter    func(answer map[string]any) // what the provider answers when a code is exchanged
	about    func(answer map[string]any) // what it answers about a person
	ask      func(query url.Values)      // what the browser asks the provider for
}

func newScene(t *testing.T, change func(*oidc.Config)) *scene {
	t.Helper()
	if issuer == "" {
		t.Skip("there is no provider to sign in at: it takes time, and modules that may not be there")
	}
	config := oidc.Config{Issuer: issuer, ClientID: "wenxiao", ClientSecret: "wenxiao-secret", RedirectURL: back}
	if change != nil {
		change(&config)
	}
	s := &scene{clock: time.Now()}
	provider, err := oidc.Discover(t.Context(), config, s, func() time.Time { return s.clock })
	if err != nil {
		t.Fatal(err)
	}
	s.provider = provider
	return s
}

// RoundTrip is the way to the provider, on which somebody may sit.
func (s *scene) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.isAway {
		return nil, errors.New("nobody answers")
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || answer.StatusCode != http.StatusOK {
		return answer, err
	}
	switch {
	case s.alter != nil && strings.HasSuffix(r.URL.Path, "/token"):
		return rewritten(answer, s.alter)
	case s.about != nil && strings.HasSuffix(r.URL.Path, "/userinfo"):
		return rewritten(answer, s.about)
	}
	return answer, nil
}

func rewritten(answer *http.Response, change func(map[string]any)) (*http.Response, error) {
	var said map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		return nil, err
	}
	if err := answer.Body.Close(); err != nil {
		return nil, err
	}
	change(said)
	body, err := json.Marshal(said)
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	answer.ContentLength = int64(len(body))
	return answer, nil
}

// leave begins a sign-in and has a browser give name and password at the provider, up to where it is sent back.
func (s *scene) leave(t *testing.T, user string) (oidc.Attempt, url.Values) {
	t.Helper()
	attempt, away, err := s.provider.Begin(chance{})
	if err != nil {
		t.Fatal(err)
	}
	if s.ask != nil {
		to, err := url.Parse(away)
		if err != nil {
			t.Fatal(err)
		}
		query := to.Query()
		s.ask(query)
		to.RawQuery = query.Encode()
		away = to.String()
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), back) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page := open(t, func() (*http.Response, error) { return browser.Get(away) })
	form := url.Values{"id": {page.Request.URL.Query().Get("authRequestID")}, "username": {user}, "password": {"verysecure"}}
	answer := open(t, func() (*http.Response, error) { return browser.PostForm(page.Request.URL.String(), form) })
	to, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(to.String(), back) {
		t.Fatalf("the provider sent the browser to %q: %v", to, err)
	}
	return attempt, to.Query()
}

func open(t *testing.T, ask func() (*http.Response, error)) *http.Response {
	t.Helper()
	answer, err := ask()
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer
}
