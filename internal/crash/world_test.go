package crash_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/region"
)

// The environment variables by which a test starts itself as a server that it can kill.
const (
	childData     = "WENXIAO_TEST_SERVE_DATA"
	childKeys     = "WENXIAO_TEST_SERVE_KEYS"
	childDatabase = "WENXIAO_TEST_SERVE_DATABASE"
)

func TestMain(m *testing.M) {
	if data := os.Getenv(childData); data != "" {
		if err := child(config.Place{Data: data, Keys: os.Getenv(childKeys), Database: os.Getenv(childDatabase)}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child serves an installation, tells its address, and ends with its standard input.
func child(p config.Place) error {
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // the end is what is waited for
		stop()
	}()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	i, err := open(ctx, p, log)
	if err != nil {
		return err
	}
	err = serve.Run(ctx, i, serve.Options{
		Settings: config.Serve{Listen: "127.0.0.1:0", Workers: 1}, Log: log, Now: time.Now,
		Ready: func(address string) { fmt.Println(address) },
	})
	return errors.Join(err, i.Close())
}

func open(ctx context.Context, p config.Place, log *slog.Logger) (*instance.Instance, error) {
	i, err := instance.Open(ctx, instance.Options{
		Place: p, Now: time.Now, Log: log, Reader: func(context.Context) reader.Options { return reader.Options{} },
	})
	if err != nil {
		return nil, err
	}
	i.Sessions.Hasher = credential.NewHasher(credential.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}, 2) // nothing here is about passwords
	return i, nil
}

const (
	county   = 140399 // a fictional county, 云岫县
	password = "Verwalter-7-青松"
	units    = 8
)

// How far a report has come, as far as the server has said so.
type stage int

const (
	sent     stage = iota // nothing was answered
	written               // the draft is kept
	attached              // its file is kept
	handedIn              // it is submitted
)

// A world is an installation whose server a test starts, kills and starts again, and what that server has said.
type world struct {
	t      *testing.T
	place  config.Place
	client *http.Client
	units  []uuid.UUID
	tokens []string // a session of each unit

	mutex   sync.Mutex
	open    []uuid.UUID         // due items to report on; the unit is given by the place in all
	all     []uuid.UUID         // due items
	unitOf  map[uuid.UUID]int   // of a due item
	stages  map[uuid.UUID]stage // by report
	checked map[uuid.UUID]bool  // reports whose history and files were looked at
}

func newWorld(t *testing.T, p config.Place) *world {
	t.Helper()
	w := &world{t: t, place: p, unitOf: make(map[uuid.UUID]int), stages: make(map[uuid.UUID]stage), checked: make(map[uuid.UUID]bool)}
	w.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 300}}
	t.Cleanup(w.client.CloseIdleConnections)
	w.within(func(ctx context.Context, i *instance.Instance) {
		w.settle(ctx, i)
	})
	return w
}

// within opens the installation in the test's own process while no server has it.
func (w *world) within(do func(context.Context, *instance.Instance)) {
	w.t.Helper()
	i, err := open(w.t.Context(), w.place, slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() {
		if err := i.Close(); err != nil {
			w.t.Error(err)
		}
	}()
	do(w.t.Context(), i)
}

// settle makes units, an account for each, and signs them in.
func (w *world) settle(ctx context.Context, i *instance.Instance) {
	w.t.Helper()
	place := region.MustParse(fmt.Sprint(county))
	var accounts []account.New
	for n, role := range []access.Role{access.Operator, access.Security, access.Auditor} {
		accounts = append(accounts, account.New{ID: uuid.New(), Name: fmt.Sprintf("guanli%d", n), Division: place, Password: password, Roles: []access.Role{role}})
	}
	w.write(ctx, i, "unit", func(ctx context.Context, tx *store.Tx) error {
		d := record.Division{Reference: store.Reference{ID: uuid.New()}, Code: county, Name: "云岫县"}
		if _, err := store.Insert(ctx, tx, record.DivisionTable, &d); err != nil {
			return err
		}
		for n := range units {
			u := record.Unit{Reference: store.Reference{ID: uuid.NewSHA1(uuid.Nil, fmt.Append(nil, n))}, Division: county, Name: fmt.Sprintf("云岫县第%d局", n+1)}
			if _, err := store.Insert(ctx, tx, record.UnitTable, &u); err != nil {
				return err
			}
		}
		return nil
	})
	for n := range units {
		w.units = append(w.units, uuid.NewSHA1(uuid.Nil, fmt.Append(nil, n)))
		accounts = append(accounts, account.New{ID: uuid.New(), Name: fmt.Sprintf("danwei%d", n), Division: place, Unit: w.units[n], Password: password, Roles: []access.Role{access.Reporter}})
	}
	call := app.Call{Request: "test", From: "local"}
	if err := i.Accounts.Found(ctx, call, accounts); err != nil {
		w.t.Fatal(err)
	}
	for n := range units {
		token, err := i.Sessions.SignIn(ctx, call, session.Typed{Account: fmt.Sprintf("danwei%d", n), Password: password})
		if err != nil {
			w.t.Fatal(err)
		}
		w.tokens = append(w.tokens, token)
	}
}

func (w *world) write(ctx context.Context, i *instance.Instance, kind string, do func(context.Context, *store.Tx) error) {
	w.t.Helper()
	event := audit.Event{Owner: county, Account: app.SystemAccount, Action: "test.settle", Kind: kind}
	if err := i.Store.Write(ctx, store.Unscoped, event, do); err != nil {
		w.t.Fatal(err)
	}
}

// falls makes due items until so many are open.
func (w *world) falls(ctx context.Context, i *instance.Instance, n int) {
	w.t.Helper()
	w.write(ctx, i, "due", func(ctx context.Context, tx *store.Tx) error {
		for len(w.open) < n {
			unit := len(w.all) % units
			d := record.Due{Record: store.Record{Owner: county, ID: uuid.Must(uuid.NewV7())}, Task: w.units[0], Unit: w.units[unit], Period: "2027-02", On: 30000, State: record.DueOpen}
			if _, err := store.Insert(ctx, tx, record.DueTable, &d); err != nil {
				return err
			}
			w.open, w.all, w.unitOf[d.ID] = append(w.open, d.ID), append(w.all, d.ID), unit
		}
		return nil
	})
}

// A server is the test's own program, serving in a process of its own.
type server struct {
	command *exec.Cmd
	stdin   io.Closer
	address string
}

func (w *world) start() *server {
	w.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), childData+"="+w.place.Data, childKeys+"="+w.place.Keys, childDatabase+"="+w.place.Database)
	c.Stderr = w.t.Output()
	stdin, err := c.StdinPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	stdout, err := c.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		w.t.Fatal(err)
	}
	s := &server{command: c, stdin: stdin}
	w.t.Cleanup(func() { _ = c.Process.Kill() }) // one that has ended is no fault
	if _, err := fmt.Fscanln(stdout, &s.address); err != nil {
		w.t.Fatalf("the server did not start: %v", errors.Join(err, c.Wait()))
	}
	return s
}

// kill ends the server without a word.
func (w *world) kill(s *server) {
	w.t.Helper()
	if err := s.command.Process.Kill(); err != nil {
		w.t.Error(err)
	}
	if err := s.command.Wait(); err == nil {
		w.t.Error("the server ended by itself")
	}
}

// stop ends the server as its keeper does.
func (w *world) stop(s *server) {
	w.t.Helper()
	if err := errors.Join(s.stdin.Close(), s.command.Wait()); err != nil {
		w.t.Fatal(err)
	}
}

// A refusal is an answer of the server that is no success.
type refusal struct {
	status int
	body   string
}

// Error is the answer.
func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.status, r.body) }

// report reports on a due item: the draft, a file, handing in; and remembers what was answered. The same due item again is the same
// requests again. Errors: *refusal, else the server has gone.
func (w *world) report(s *server, due uuid.UUID) error {
	token := w.tokens[w.unit(due)]
	id := reportOf(due)
	body, err := json.Marshal(map[string]any{"id": id, "due": due, "progress": progressOf(id), "problem": "", "next": "", "values": []any{}})
	if err != nil {
		return err
	}
	text, err := w.post(s, token, "/api/v1/reports", "application/json", body)
	if err != nil {
		return err
	}
	if strings.Contains(text, `"submitted"`) { // the answer to handing it in was lost
		w.remember(id, handedIn)
		return nil
	}
	w.remember(id, written)
	kind, body, err := upload(evidenceOf(id))
	if err != nil {
		return err
	}
	if _, err := w.post(s, token, "/api/v1/reports/"+id.String()+"/evidence", kind, body); err != nil {
		return err
	}
	w.remember(id, attached)
	if _, err := w.post(s, token, "/api/v1/reports/"+id.String()+"/submit", "application/json", nil); err != nil {
		return err
	}
	w.remember(id, handedIn)
	return nil
}

func (w *world) unit(due uuid.UUID) int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.unitOf[due]
}

func (w *world) remember(report uuid.UUID, s stage) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.stages[report] = s
}

func (w *world) post(s *server, token, path, kind string, body []byte) (string, error) {
	r, err := http.NewRequest(http.MethodPost, s.address+path, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", kind)
	return w.do(r)
}

func (w *world) do(r *http.Request) (string, error) {
	a, err := w.client.Do(r)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		return "", err
	}
	if a.StatusCode != http.StatusOK {
		return "", &refusal{a.StatusCode, string(text)}
	}
	return string(text), nil
}

// What a report and its file are can be told from the due item.
func reportOf(due uuid.UUID) uuid.UUID      { return uuid.NewSHA1(due, []byte("report")) }
func evidenceOf(report uuid.UUID) uuid.UUID { return uuid.NewSHA1(report, []byte("evidence")) }
func progressOf(report uuid.UUID) string    { return "本月完成" + report.String() }

// content of a file: some are short, some have several chunks.
func content(evidence uuid.UUID) string {
	n := 1 + int(evidence[15])
	if evidence[14] < 8 {
		n *= 20
	}
	return strings.Repeat(evidence.String()+"\n", n)
}

func upload(id uuid.UUID) (kind string, body []byte, err error) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	if err := m.WriteField("id", id.String()); err != nil {
		return "", nil, err
	}
	part, err := m.CreateFormFile("file", "现场.txt")
	if err != nil {
		return "", nil, err
	}
	if _, err := io.WriteString(part, content(id)); err != nil {
		return "", nil, err
	}
	err = m.Close()
	return m.FormDataContentType(), b.Bytes(), err
}

// send lets so many clients report on the open due items until each is reported on, or next says of what came of one that it is enough.
func (w *world) send(s *server, clients int, next func(due uuid.UUID, err error) bool) {
	work := make(chan uuid.UUID)
	done := make(chan struct{})
	var once sync.Once
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for due := range work {
				if !next(due, w.report(s, due)) {
					once.Do(func() { close(done) })
				}
			}
		})
	}
feed:
	for _, due := range w.open {
		select {
		case work <- due:
		case <-done:
			break feed
		}
	}
	close(work)
	wait.Wait()
}

// folder is a place in a folder of the test's own.
func folder(t *testing.T, database string) config.Place {
	dir := t.TempDir()
	return config.Place{Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys", "keys.json"), Database: database}
}
