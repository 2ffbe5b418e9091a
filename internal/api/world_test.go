package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/api"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/region"
)

const (
	county       = 140399 // 云岫县, of 柏川市 140300
	password     = "Verwalter-7-青松"
	metricsToken = "a-monitor-shows-this"
)

// units are the offices of the county, by name.
var units = []string{"云岫县农业农村局", "云岫县教育局", "云岫县民政局"}

// A world is a server over an installation with units and accounts.
type world struct {
	t        testing.TB
	instance *instance.Instance
	routes   route.Table
	handler  http.Handler
	units    map[string]uuid.UUID
	tokens   map[string]string // by account
	people   map[string]uuid.UUID
}

// people are the accounts of every world; those of units are named for the unit's place in units.
var people = []struct {
	name string
	unit int // place in units; -1 for none
	role access.Role
}{
	{"duchashi", -1, access.Supervisor}, {"nongye", 0, access.Reporter}, {"jiaoyu", 1, access.Reporter}, {"minzheng", 2, access.Reporter},
	{"shenji", -1, access.Auditor}, {"anquan", -1, access.Security}, {"xitong", -1, access.Operator},
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	dir, started := t.TempDir(), time.Now()
	now := func() time.Time { return time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC).Add(time.Since(started)) } // the year of the plan
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	i, err := instance.Open(t.Context(), instance.Options{
		Place: config.Place{Data: filepath.Join(dir, "data"), Database: database}, Now: now, Log: log,
		Reader: func(context.Context) reader.Options { return reader.Options{} },
	})
	if err != nil {
		t.Fatal(err)
	}
	i.Sessions.Hasher = credential.NewHasher(credential.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}, 2)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var working sync.WaitGroup
	working.Go(func() { i.Jobs.Work(ctx, 1) })
	t.Cleanup(func() {
		cancel()
		working.Wait()
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	})
	metrics := api.NewMetrics(i)
	routes, err := api.Routes(i, api.Options{MetricsToken: metricsToken, Metrics: metrics})
	if err != nil {
		t.Fatal(err)
	}
	server := &route.Server{Routes: routes, Sessions: i.Sessions, Log: log, Now: now, MaxBody: 80 << 20, Seen: metrics.Seen}
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, instance: i, routes: routes, handler: handler, units: map[string]uuid.UUID{}, tokens: map[string]string{}, people: map[string]uuid.UUID{}}
	w.settle()
	return w
}

// settle puts divisions, units and accounts in.
func (w *world) settle() {
	w.t.Helper()
	event := audit.Event{Owner: county, Account: app.SystemAccount, Action: "test.settle", Kind: "unit"}
	if err := w.instance.Store.Write(w.t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		for code, name := range map[int64]string{140000: "宁江省", 140300: "柏川市", county: "云岫县"} {
			d := record.Division{Reference: store.Reference{ID: uuid.New()}, Code: code, Name: name}
			if _, err := store.Insert(ctx, tx, record.DivisionTable, &d); err != nil {
				return err
			}
		}
		for _, name := range units {
			u := record.Unit{Reference: store.Reference{ID: uuid.New()}, Division: county, Name: name}
			n := record.UnitName{Reference: store.Reference{ID: uuid.New()}, Unit: u.ID, Name: name}
			w.units[name] = u.ID
			if _, err := store.Insert(ctx, tx, record.UnitTable, &u); err != nil {
				return err
			}
			if _, err := store.Insert(ctx, tx, record.UnitNameTable, &n); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	var accounts []account.New
	for _, p := range people {
		n := account.New{ID: uuid.New(), Name: p.name, Division: region.MustParse(fmt.Sprint(county)), Password: password, Roles: []access.Role{p.role}}
		if p.unit >= 0 {
			n.Unit = w.units[units[p.unit]]
		}
		w.people[p.name] = n.ID
		accounts = append(accounts, n)
	}
	if err := w.instance.Accounts.Found(w.t.Context(), app.Call{Request: "test", From: "local"}, accounts); err != nil {
		w.t.Fatal(err)
	}
}

// An answer is what the server said.
type answer struct {
	*http.Response
	body []byte
}

// json reads a value at a path of names out of the answer.
func (a answer) json(t testing.TB, path ...any) any {
	t.Helper()
	var v any
	d := json.NewDecoder(bytes.NewReader(a.body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("%v of %s is no object", path, a.body)
			}
			v = m[step]
		case int:
			l, ok := v.([]any)
			if !ok || step >= len(l) {
				t.Fatalf("%v of %s has no item %d", path, a.body, step)
			}
			v = l[step]
		}
	}
	return v
}

func (a answer) text(t testing.TB, path ...any) string {
	t.Helper()
	return fmt.Sprint(a.json(t, path...))
}

func (a answer) want(t testing.TB, status int) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", a.StatusCode, status, a.body)
	}
	return a
}

// send makes a request as an account; "" is nobody. body is sent as JSON, unless it is a *http.Request's reader with its type.
func (w *world) send(as, method, path string, body any) answer {
	w.t.Helper()
	var r *http.Request
	switch b := body.(type) {
	case nil:
		r = httptest.NewRequest(method, path, nil)
	case form:
		r = httptest.NewRequest(method, path, bytes.NewReader(b.body))
		r.Header.Set("Content-Type", b.kind)
	case string:
		r = httptest.NewRequest(method, path, strings.NewReader(b))
		r.Header.Set("Content-Type", "application/json")
	default:
		text, err := json.Marshal(b)
		if err != nil {
			w.t.Fatal(err)
		}
		r = httptest.NewRequest(method, path, bytes.NewReader(text))
		r.Header.Set("Content-Type", "application/json")
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+w.token(as))
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	res := rec.Result()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{res, text}
}

func (w *world) token(account string) string {
	w.t.Helper()
	if _, ok := w.tokens[account]; !ok {
		w.tokens[account] = w.send("", "POST", "/api/v1/session", map[string]string{"account": account, "password": password}).want(w.t, 200).text(w.t, "token")
	}
	return w.tokens[account]
}

// A form is a multipart body.
type form struct {
	kind string
	body []byte
}

// upload makes a form with an id, unless it is zero, and a file.
func upload(t testing.TB, id uuid.UUID, name string, content []byte) form {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	if id != uuid.Nil {
		if err := m.WriteField("id", id.String()); err != nil {
			t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return form{m.FormDataContentType(), b.Bytes()}
}

// events counts the audit events of the county.
func (w *world) events() int {
	w.t.Helper()
	n := 0
	if err := w.instance.Store.Read(w.t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		list, err := store.Events(ctx, v, county, store.EventPlace{}, 10000)
		n = len(list)
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// plan is a document of the county that names its units.
const plan = `云政办发〔2027〕1号
云岫县2027年民生实事任务分工方案

　　为办好2027年民生实事，现提出如下任务分工。
　　一、推进高标准农田建设。全年建成高标准农田2.5万亩以上。（牵头单位：县农业农村局；配合单位：县民政局）
　　二、改善办学条件。新建公办幼儿园3所，新增学位900个。（牵头单位：县教育局）
　　三、扩大养老服务。新建社区食堂12个。（牵头单位：县民政局）
`

// adopt puts the plan in, waits until it is compiled, and adopts it with reports by month. It gives the document.
func (w *world) adopt() string {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	done := w.send("duchashi", "POST", "/api/v1/documents", upload(w.t, id, "民生实事.txt", []byte(plan))).want(w.t, 200)
	w.wait(done.text(w.t, "job"))
	w.send("duchashi", "POST", "/api/v1/documents/"+id.String()+"/adopt", map[string]any{"auto": true, "every": "month"}).want(w.t, 200)
	return id.String()
}

// wait asks for a job until it has ended well.
func (w *world) wait(job string) {
	w.t.Helper()
	for {
		switch state := w.send("duchashi", "GET", "/api/v1/jobs/"+job, nil).want(w.t, 200).text(w.t, "state"); state {
		case "done":
			return
		case "waiting", "running":
			if w.t.Context().Err() != nil {
				w.t.Fatal(w.t.Context().Err())
			}
		default:
			w.t.Fatalf("job %s: %s", job, state)
		}
	}
}

// raw makes a request with a header Authorization as it is given.
func (w *world) raw(method, path, authorization string) answer {
	w.t.Helper()
	r := httptest.NewRequest(method, path, nil)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return answer{rec.Result(), rec.Body.Bytes()}
}
