package announce_test

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	flag "github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/announce"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const (
	owner   = 190300
	hostile = "<em>建成市场</em>"
)

// A world is a server over an installation with an office, a leader, and two units, one of which has a task and an accepted report.
type world struct {
	*sitetest.Server
	units map[string]uuid.UUID
	task  uuid.UUID
	value uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	now, city := time.Date(2025, 11, 5, 2, 0, 0, 0, time.UTC), region.MustParse("190300")
	w := &world{Server: sitetest.Open(t, func() time.Time { return now }, ledger.Routes, announce.Routes), units: make(map[string]uuid.UUID)}
	w.Division(city, "柏川市")
	for _, name := range []string{"市政府办", "市商务局", "市水利局"} {
		w.units[name] = w.Unit(city, name)
	}
	var people []sitetest.Person
	for _, x := range []struct {
		name, unit string
		role       access.Role
	}{{"office", "市政府办", access.Supervisor}, {"leader", "市政府办", access.Leader}, {"trade", "市商务局", access.Reporter}, {"water", "市水利局", access.Reporter},
		{"auditor", "", access.Auditor}, {"security", "", access.Security}, {"operator", "", access.Operator}} {
		people = append(people, sitetest.Person{Name: x.name, Label: hostile, In: city, Unit: w.units[x.unit], Role: x.role})
	}
	w.Hire(people...)
	w.fill()
	return w
}

func insert[T any](w *world, t *relation.Table, r T) {
	w.T.Helper()
	w.Must(w.I.Store.Write(w.T.Context(), store.Unscoped, audit.Event{Owner: owner, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}},
		func(ctx context.Context, tx *store.Tx) error { _, err := store.Insert(ctx, tx, t, &r); return err }))
}

func (w *world) fill() {
	w.T.Helper()
	one := func() store.Record { return store.Record{Owner: owner, ID: uuid.Must(uuid.NewV7())} }
	trade := w.units["市商务局"]
	d := record.Document{Record: one(), Title: "方案<em>", State: record.DocumentAdopted, Force: record.ForceBinding, Adopted: 1}
	t := record.Task{Record: one(), Document: d.ID, Ordinal: 1, Label: "（一）", Title: hostile, Body: "原文", State: record.TaskOpen}
	goal := int64(100_0000)
	g := record.Target{Record: one(), Task: t.ID, Ordinal: 1, Metric: "市场数", Op: ">=", Value: &goal, Unit: "个"}
	r := record.Report{Record: one(), Unit: trade, State: record.ReportAccepted, Progress: hostile, Submitted: 1, IsSent: true}
	on := func(s string) int64 {
		day, err := period.ParseDate(s)
		w.Must(err)
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

// has makes sure that an element says something, among other things.
func (w *world) has(p *htmlcheck.Page, selector, want string) {
	w.T.Helper()
	for _, e := range p.All(selector) {
		if strings.Contains(e.Text(), want) {
			return
		}
	}
	w.T.Errorf("%s does not say %q but\n%s", selector, want, p.Text())
}

func (w *world) status(as, method, path string, want int) {
	w.T.Helper()
	if got := w.Send(as, method, path, url.Values{}); got.Code != want {
		w.T.Errorf("%s %s gives %q %d, want %d", method, path, as, got.Code, want)
	}
}

func TestBulletin_FromDraftToNumberOnPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Page("office", "/bulletins").Has(".empty-box")
	w.Page("trade", "/bulletins").Lacks("form[action='/bulletins']")
	if got := w.Send("office", http.MethodPost, "/bulletins", url.Values{"month": {"<em>"}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "2026-10 的写法") || strings.Contains(got.Body.String(), "<em>") {
		t.Errorf("what is no month gives %d: %s", got.Code, got.Body)
	}
	here := w.Done("office", "/bulletins", url.Values{"month": {"2025-10"}})
	w.status("trade", http.MethodGet, here, http.StatusNotFound)
	w.status("trade", http.MethodGet, here+"/file", http.StatusNotFound)
	p := w.Page("office", here)
	p.Says(".paper-mark", "督查通报")
	p.Says(".paper-top", "送审稿")
	w.has(p, ".paper", "共有任务1项，其中已办结0项（0%），有逾期事项的1项（100%）")
	w.has(p, ".paper", "市商务局：1件，编号1-1。")
	w.Refused("office", here+"/texts", url.Values{"title": {"题"}, "overall": {"{错名}"}}, http.StatusUnprocessableEntity, "没有名为“错名”的数字")
	w.Done("office", here+"/texts", url.Values{"title": {"十月\r\n通报"}, "overall": {"共{任务总数}项" + hostile}, "lagging": {"见附件"}, "demands": {"抓紧"}})
	w.has(w.Page("office", here), ".paper", "共1项"+hostile)
	w.Refused("office", here+"/send", url.Values{"until": {"2025-11-01"}}, http.StatusUnprocessableEntity, "反馈截止日期")
	w.Done("office", here+"/send", url.Values{"until": {"2025-11-07"}})
	// The unit is told, sees its own part, and answers.
	w.Page("trade", "/").Says(".side .count", "1")
	w.Page("trade", "/inbox").Says(".fresh a", "2025年10月督查通报送审稿涉及本单位，请于2025-11-07前反馈。")
	href := w.Page("trade", "/inbox").All(".fresh a")[0].Attr("href")
	if got := w.Send("trade", http.MethodGet, href, nil); got.Header().Get("Location") != here {
		t.Errorf("the message leads to %q", got.Header().Get("Location"))
	}
	w.Page("trade", "/inbox").Lacks(".fresh")
	w.Page("trade", "/").Lacks(".side .count")
	p = w.Page("trade", here)
	p.Lacks(".paper")
	w.has(p, "main", "市场数")
	w.status("trade", http.MethodGet, here+"/file", http.StatusNotFound)
	w.status("water", http.MethodGet, here, http.StatusNotFound)
	w.Refused("trade", here+"/reply", url.Values{"answer": {"object"}}, http.StatusUnprocessableEntity, "请写明哪里不符")
	w.Done("trade", here+"/reply", url.Values{"answer": {"object"}, "text": {"已补报" + hostile}})
	w.Refused("office", here+"/check", url.Values{}, http.StatusUnprocessableEntity, "请写明核实处理情况")
	w.Done("office", here+"/check", url.Values{"handling": {"属实"}})
	w.Page("office", here).Lacks("form[action$='/sign']")
	w.status("office", http.MethodPost, here+"/sign", http.StatusForbidden)
	w.Page("leader", here).Has("form[action$='/sign']")
	w.Done("leader", here+"/sign", url.Values{})
	w.Done("office", here+"/number", url.Values{})
	p = w.Page("trade", here)
	p.Says(".paper-number", "第1期")
	w.has(p, ".paper-check", "台账校验")
	p.Lacks("form[action$='/reply']")
	got := w.Send("trade", http.MethodGet, here+"/file", nil)
	if _, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len())); err != nil || !strings.Contains(got.Header().Get("Content-Disposition"), ".docx") {
		t.Errorf("the file is no DOCX: %v, %s", err, got.Header())
	}
	// A correction marks it.
	w.Must(w.I.Store.Write(t.Context(), store.Unscoped, audit.Event{Owner: owner, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}}, func(ctx context.Context, tx *store.Tx) error {
		v, err := store.Load[record.Value](ctx, tx, record.ValueTable, owner, w.value)
		if err != nil {
			return err
		}
		return flag.Flag(ctx, tx, v, "55", 1)
	}))
	w.has(w.Page("office", here), ".notice-warning", "有1项数字已更正")
	w.has(w.Page("office", "/bulletins"), ".rows", "有1项数字已更正")
	w.Page("trade", "/bulletins").Lacks("form[method=post][action='/bulletins']")
	w.has(w.Page("office", "/bulletins?lang=en"), ".rows", "Issued")
}

func TestBulletin_IsGuarded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := w.Done("office", "/bulletins", url.Values{"month": {"2025-10"}})
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
	if got := w.Send("trade", http.MethodPost, here+"/return", url.Values{"reason": {"改"}}); got.Code != http.StatusForbidden {
		t.Errorf("a unit gives it back: %d", got.Code)
	}
	w.status("trade", http.MethodGet, "/inbox/"+uuid.NewString(), http.StatusNotFound)
}

func TestTakenAlong_HoldsWhatMayBeSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := "/tasks/" + w.task.String()
	w.Page("office", at).Has("a[href='" + at + "/dossier']")
	w.Page("trade", at).Has("a[href='" + at + "/dossier']")
	w.status("water", http.MethodGet, at+"/dossier", http.StatusNotFound)
	got := w.Send("trade", http.MethodGet, at+"/dossier", nil)
	z, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len()))
	if err != nil || len(z.File) != 4 {
		t.Fatalf("the dossier is %v with %d files", err, len(z.File))
	}
	w.Page("office", "/tasks").Has("a[href='/tasks.xlsx']")
	got = w.Send("office", http.MethodGet, "/tasks.xlsx", nil)
	if _, err := zip.NewReader(bytes.NewReader(got.Body.Bytes()), int64(got.Body.Len())); err != nil {
		t.Errorf("the ledger is no workbook: %v", err)
	}
	p := w.Page("office", "/tasks/copy")
	w.has(p, ".copy-table", hostile)
	if cells := p.All(".copy-table tbody tr:first-child td"); len(cells) != 10 || cells[8].Text() != "1" {
		t.Errorf("of the one report that was accepted the table says %d cells, %q", len(cells), cells[8].Text())
	}
	if n := len(w.Page("water", "/tasks/copy").All(".copy-table tbody tr")); n != 0 {
		t.Errorf("a unit without a part copies %d tasks", n)
	}
}

// The task of a document for inside use says so on its pages, and stands in no table that is copied.
func TestCopy_SaysWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Page("office", "/tasks/"+w.task.String()).Lacks(".facts-line .chip")
	w.Must(w.I.Store.Write(t.Context(), store.Unscoped, audit.Event{Owner: owner, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}}, func(ctx context.Context, tx *store.Tx) error {
		d, err := store.One[record.Document](ctx, tx, &relation.Select{From: relation.From(record.DocumentTable, "d")})
		if err != nil {
			return err
		}
		d.Secrecy = "内部资料"
		return store.Update(ctx, tx, record.DocumentTable, &d)
	}))
	p := w.Page("office", "/tasks/copy")
	p.Lacks(".copy-table")
	w.has(p, "main", "已略去 1 项任务")
	report, err := w.I.Tasks.Find(t.Context(), app.System("test", access.TaskRead, access.DueRead, access.ReportRead), w.task)
	w.Must(err)
	pages := []string{"/tasks/" + w.task.String()}
	for _, d := range report.Due {
		if d.Report != uuid.Nil {
			pages = append(pages, "/reports/"+d.Report.String())
		}
	}
	for _, page := range pages {
		w.has(w.Page("office", page), ".facts-line .chip", "内部资料")
	}
	if len(pages) != 2 {
		t.Errorf("the pages are %v", pages)
	}
}
