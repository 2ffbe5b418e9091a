package announce_test

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	flag "github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/announce"
	"github.com/wenxiao/wenxiao/internal/web/asset"
	"github.com/wenxiao/wenxiao/internal/web/entry"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const (
	owner    = 190300
	password = "Kodami-Rupeso-7342"
	hostile  = "<em>建成市场</em>"
)

// A world is a server over an installation with an office, a leader, and two units, one of which has a task and an accepted report.
type world struct {
	t       *testing.T
	i       *instance.Instance
	handler http.Handler
	units   map[string]uuid.UUID
	tokens  map[string]string
	task    uuid.UUID
	value   uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	now := time.Date(2025, 11, 5, 2, 0, 0, 0, time.UTC)
	w := &world{t: t, i: instancetest.Open(t, "", func() time.Time { return now }), units: make(map[string]uuid.UUID), tokens: make(map[string]string)}
	s := &site.Site{Instance: w.i}
	server := &route.Server{Sessions: w.i.Sessions, Log: w.i.Log, Now: w.i.Now, MaxBody: 1 << 20, Fail: s.Fail, Assets: map[string]http.Handler{asset.Prefix: asset.Handler()}}
	s.SetCookie = server.SetCookie
	server.Routes = append(append(entry.Routes(s, nil), ledger.Routes(s)...), announce.Routes(s)...)
	var err error
	if w.handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.fill()
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) settle() {
	w.t.Helper()
	call, city := app.System("test", access.OrganisationManage), region.MustParse("190300")
	w.must(w.i.Organisation.AddDivision(w.t.Context(), call, organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: city, Name: "柏川市"}}))
	var people []account.New
	for _, x := range []struct {
		name, unit string
		role       access.Role
	}{{"office", "市政府办", access.Supervisor}, {"leader", "市政府办", access.Leader}, {"trade", "市商务局", access.Reporter}, {"water", "市水利局", access.Reporter},
		{"auditor", "", access.Auditor}, {"security", "", access.Security}, {"operator", "", access.Operator}} {
		if x.unit != "" && w.units[x.unit] == uuid.Nil {
			w.units[x.unit] = uuid.Must(uuid.NewV7())
			w.must(w.i.Organisation.AddUnit(w.t.Context(), call, organisation.Unit{ID: w.units[x.unit], Division: city, Name: x.unit}))
		}
		people = append(people, account.New{ID: uuid.Must(uuid.NewV7()), Name: x.name, Label: hostile, Division: city, Unit: w.units[x.unit], Password: password, Roles: []access.Role{x.role}})
	}
	w.must(w.i.Accounts.Found(w.t.Context(), app.Call{Request: "test", From: "local"}, people))
	for _, n := range people {
		got := w.send("", http.MethodPost, "/sign-in", url.Values{"account": {n.Name}, "password": {password}})
		for _, c := range got.Result().Cookies() {
			if c.Name == "wenxiao" {
				w.tokens[n.Name] = c.Value
			}
		}
	}
}

func insert[T any](w *world, t *relation.Table, r T) {
	w.t.Helper()
	w.must(w.i.Store.Write(w.t.Context(), store.Unscoped, audit.Event{Owner: owner, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}},
		func(ctx context.Context, tx *store.Tx) error { _, err := store.Insert(ctx, tx, t, &r); return err }))
}

func (w *world) fill() {
	w.t.Helper()
	one := func() store.Record { return store.Record{Owner: owner, ID: uuid.Must(uuid.NewV7())} }
	trade := w.units["市商务局"]
	d := record.Document{Record: one(), Title: "方案<em>", State: record.DocumentAdopted, Force: record.ForceBinding, Adopted: 1}
	t := record.Task{Record: one(), Document: d.ID, Ordinal: 1, Label: "（一）", Title: hostile, Body: "原文", State: record.TaskOpen}
	goal := int64(100_0000)
	g := record.Target{Record: one(), Task: t.ID, Ordinal: 1, Metric: "市场数", Op: ">=", Value: &goal, Unit: "个"}
	r := record.Report{Record: one(), Unit: trade, State: record.ReportAccepted, Progress: hostile, Submitted: 1}
	on := func(s string) int64 {
		day, err := period.ParseDate(s)
		w.must(err)
		return int64(day)
	}
	due := record.Due{Record: one(), Task: t.ID, Unit: trade, Period: "2025-10", On: on("2025-10-31"), State: record.DueAccepted, Report: r.ID}
	r.Due = due.ID
	insert(w, record.DocumentTable, d)
	insert(w, record.TaskTable, t)
	insert(w, record.TargetTable, g)
	insert(w, record.DutyTable, record.Duty{Record: one(), Document: d.ID, Task: t.ID, Unit: &trade, UnitName: "市商务局", Role: record.PartLead})
	insert(w, record.ReportTable, r)
	value := record.Value{Record: one(), Report: r.ID, Unit: trade, Target: g.ID, Value: 61_0000}
	insert(w, record.ValueTable, value)
	insert(w, record.DueTable, due)
	insert(w, record.DueTable, record.Due{Record: one(), Task: t.ID, Unit: trade, Period: "2025-09", On: on("2025-10-10"), State: record.DueOpen})
	w.task, w.value = t.ID, value.ID
}

func (w *world) send(as, method, path string, form url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "http://wenxiao.test"+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if as != "" {
		r.AddCookie(&http.Cookie{Name: "wenxiao", Value: w.tokens[as]})
	}
	got := httptest.NewRecorder()
	w.handler.ServeHTTP(got, r)
	return got
}

func (w *world) page(as, path string) *htmlcheck.Page {
	w.t.Helper()
	got := w.send(as, http.MethodGet, path, nil)
	if got.Code != http.StatusOK {
		w.t.Fatalf("%s gives %s the status %d: %s", path, as, got.Code, got.Body)
	}
	p := htmlcheck.Parse(w.t, got.Body.String())
	p.Lacks("em")
	if strings.Contains(got.Body.String(), "[word.") || strings.Contains(got.Body.String(), "[bulletin.") || strings.Contains(got.Body.String(), "%!") {
		w.t.Errorf("%s shows a key in the place of words", path)
	}
	return p
}

// has makes sure that an element says something, among other things.
func (w *world) has(p *htmlcheck.Page, selector, want string) {
	w.t.Helper()
	for _, e := range p.All(selector) {
		if strings.Contains(e.Text(), want) {
			return
		}
	}
	w.t.Errorf("%s does not say %q but\n%s", selector, want, p.Text())
}

func (w *world) done(as, path string, form url.Values) string {
	w.t.Helper()
	got := w.send(as, http.MethodPost, path, form)
	if got.Code != http.StatusSeeOther {
		w.t.Fatalf("POST %s gives %s %d: %s", path, as, got.Code, htmlcheck.Parse(w.t, got.Body.String()).Text())
	}
	return got.Header().Get("Location")
}

func (w *world) status(as, method, path string, want int) {
	w.t.Helper()
	if got := w.send(as, method, path, url.Values{}); got.Code != want {
		w.t.Errorf("%s %s gives %q %d, want %d", method, path, as, got.Code, want)
	}
}

func TestBulletin_FromDraftToNumberOnPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.page("office", "/bulletins").Has(".empty-box")
	w.page("trade", "/bulletins").Lacks("form[action='/bulletins']")
	if got := w.send("office", http.MethodPost, "/bulletins", url.Values{"month": {"<em>"}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "2026-10 的写法") || strings.Contains(got.Body.String(), "<em>") {
		t.Errorf("what is no month gives %d: %s", got.Code, got.Body)
	}
	here := w.done("office", "/bulletins", url.Values{"month": {"2025-10"}})
	w.status("trade", http.MethodGet, here, http.StatusNotFound)
	w.status("trade", http.MethodGet, here+"/file", http.StatusNotFound)
	p := w.page("office", here)
	p.Says(".paper-mark", "督查通报")
	p.Says(".paper-top", "送审稿")
	w.has(p, ".paper", "共有任务1项，其中已办结0项（0%），有逾期事项的1项（100%）")
	w.has(p, ".paper", "市商务局：1件，编号1-1。")
	refused := func(as, path string, form url.Values, sentence string) {
		t.Helper()
		got := w.send(as, http.MethodPost, path, form)
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), sentence) {
			t.Errorf("%s with %v gives %d and does not say %q", path, form, got.Code, sentence)
		}
	}
	refused("office", here+"/texts", url.Values{"title": {"题"}, "overall": {"{错名}"}}, "没有名为“错名”的数字")
	w.done("office", here+"/texts", url.Values{"title": {"十月\r\n通报"}, "overall": {"共{任务总数}项" + hostile}, "lagging": {"见附件"}, "demands": {"抓紧"}})
	w.has(w.page("office", here), ".paper", "共1项"+hostile)
	refused("office", here+"/send", url.Values{"until": {"2025-11-01"}}, "反馈截止日期")
	w.done("office", here+"/send", url.Values{"until": {"2025-11-07"}})
	// The unit is told, sees its own part, and answers.
	w.page("trade", "/").Says(".side .count", "1")
	w.page("trade", "/inbox").Says(".fresh a", "2025-10督查通报送审稿涉及本单位，请于2025-11-07前反馈。")
	href := w.page("trade", "/inbox").All(".fresh a")[0].Attr("href")
	if got := w.send("trade", http.MethodGet, href, nil); got.Header().Get("Location") != here {
		t.Errorf("the message leads to %q", got.Header().Get("Location"))
	}
	w.page("trade", "/inbox").Lacks(".fresh")
	w.page("trade", "/").Lacks(".side .count")
	p = w.page("trade", here)
	p.Lacks(".paper")
	w.has(p, "main", "市场数")
	w.status("trade", http.MethodGet, here+"/file", http.StatusNotFound)
	w.status("water", http.MethodGet, here, http.StatusNotFound)
	refused("trade", here+"/reply", url.Values{"answer": {"object"}}, "请写明哪里不符")
	w.done("trade", here+"/reply", url.Values{"answer": {"object"}, "text": {"已补报" + hostile}})
	refused("office", here+"/check", url.Values{}, "请写明核实处理情况")
	w.done("office", here+"/check", url.Values{"handling": {"属实"}})
	w.page("office", here).Lacks("form[action$='/sign']")
	w.status("office", http.MethodPost, here+"/sign", http.StatusForbidden)
	w.page("leader", here).Has("form[action$='/sign']")
	w.done("leader", here+"/sign", url.Values{})
	w.done("office", here+"/number", url.Values{})
	p = w.page("trade", here)
	p.Says(".paper-number", "第1期")
	w.has(p, ".paper-check", "台账校验")
	p.Lacks("form[action$='/reply']")
	got := w.send("trade", http.MethodGet, here+"/file", nil)
	if _, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len())); err != nil || !strings.Contains(got.Header().Get("Content-Disposition"), ".docx") {
		t.Errorf("the file is no DOCX: %v, %s", err, got.Header())
	}
	// A correction marks it.
	w.must(w.i.Store.Write(t.Context(), store.Unscoped, audit.Event{Owner: owner, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}}, func(ctx context.Context, tx *store.Tx) error {
		v, err := store.Load[record.Value](ctx, tx, record.ValueTable, owner, w.value)
		if err != nil {
			return err
		}
		return flag.Flag(ctx, tx, v, "55", 1)
	}))
	w.has(w.page("office", here), ".notice-warning", "有1项数字已更正")
	w.has(w.page("office", "/bulletins"), ".rows", "有1项数字已更正")
	w.page("trade", "/bulletins").Lacks("form[method=post][action='/bulletins']")
	w.has(w.page("office", "/bulletins?lang=en"), ".rows", "Issued")
}

func TestBulletin_IsGuarded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := w.done("office", "/bulletins", url.Values{"month": {"2025-10"}})
	for _, path := range []string{"/bulletins", here, here + "/file", "/tasks.xlsx", "/tasks/copy", "/tasks/" + w.task.String() + "/dossier", "/inbox"} {
		w.status("", http.MethodGet, path, http.StatusUnauthorized)
		if path != "/inbox" {
			w.status("operator", http.MethodGet, path, http.StatusForbidden)
		}
	}
	for _, act := range []string{"/refresh", "/texts", "/send", "/check", "/number"} {
		w.status("trade", http.MethodPost, here+act, http.StatusForbidden)
		w.status("leader", http.MethodPost, here+act, http.StatusForbidden)
	}
	w.status("office", http.MethodPost, here+"/reply", http.StatusForbidden)
	w.status("trade", http.MethodPost, here+"/sign", http.StatusForbidden)
	if got := w.send("trade", http.MethodPost, here+"/return", url.Values{"reason": {"改"}}); got.Code != http.StatusForbidden {
		t.Errorf("a unit gives it back: %d", got.Code)
	}
	w.status("trade", http.MethodGet, "/inbox/"+uuid.NewString(), http.StatusNotFound)
}

func TestTakenAlong_HoldsWhatMayBeSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := "/tasks/" + w.task.String()
	w.page("office", at).Has("a[href='" + at + "/dossier']")
	w.page("trade", at).Has("a[href='" + at + "/dossier']")
	w.status("water", http.MethodGet, at+"/dossier", http.StatusNotFound)
	got := w.send("trade", http.MethodGet, at+"/dossier", nil)
	z, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len()))
	if err != nil || len(z.File) != 3 {
		t.Fatalf("the dossier is %v with %d files", err, len(z.File))
	}
	w.page("office", "/tasks").Has("a[href='/tasks.xlsx']")
	got = w.send("office", http.MethodGet, "/tasks.xlsx", nil)
	if _, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len())); err != nil {
		t.Errorf("the ledger is no workbook: %v", err)
	}
	p := w.page("office", "/tasks/copy")
	w.has(p, ".copy-table", hostile)
	if n := len(w.page("water", "/tasks/copy").All(".copy-table tbody tr")); n != 0 {
		t.Errorf("a unit without a part copies %d tasks", n)
	}
}
