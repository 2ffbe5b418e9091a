package cockpit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/demo"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/cockpit"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/lists"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	pages "github.com/wenxiao/wenxiao/internal/web/supervision"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
	"github.com/xuri/excelize/v2"
)

// A world is the demo with its pages, asked on behalf of anybody.
type world struct {
	t *testing.T
	i *instance.Instance
	m *http.ServeMux
	// what the handler under way is asked by, and the fault it ended with
	by    route.Request
	fault error
}

func newWorld(t *testing.T) *world {
	t.Helper()
	clock := demo.NewClock(func() time.Time { return time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC) })
	w := &world{t: t, i: instancetest.Open(t, "", clock.Now), m: http.NewServeMux()}
	today, err := period.ParseDate("2025-11-18")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Fill(t.Context(), w.i, demo.Options{Today: today, Clock: clock}); err != nil {
		t.Fatal(err)
	}
	s := &site.Site{Instance: w.i}
	for _, r := range slices.Concat(cockpit.Routes(s), lists.Routes(s), ledger.Routes(s), pages.Routes(s)) {
		if r.Path == "/" {
			r.Path = "/{$}"
		}
		w.m.HandleFunc(r.Method+" "+r.Path, func(answer http.ResponseWriter, req *http.Request) {
			if w.fault = access.Holds(w.by.Actor, r.Needs); w.fault == nil {
				w.fault = r.Serve(answer, req, w.by)
			}
		})
	}
	return w
}

// somebody is an actor of the demo by account name.
func (w *world) somebody(name string) app.Call {
	w.t.Helper()
	call := app.Call{Request: "test", From: "local"}
	if err := w.i.Store.Read(w.t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		a, err := store.One[record.Account](ctx, v, &relation.Select{From: relation.From(record.AccountTable, "a"), Where: relation.Equal(relation.C("a", "name"), name)})
		if err != nil {
			return err
		}
		call.Actor = access.Actor{Account: a.ID, Division: region.MustParse(fmt.Sprintf("%06d", a.Division))}
		if a.Unit != nil {
			call.Actor.Unit = *a.Unit
		}
		grants, err := store.List[record.Grant](ctx, v, &relation.Select{From: relation.From(record.GrantTable, "g"), Where: relation.Equal(relation.C("g", "account"), a.ID[:])})
		for _, g := range grants {
			call.Actor.Grants = append(call.Actor.Grants, access.Grant{Role: access.Role(g.Role), Division: region.MustParse(fmt.Sprintf("%06d", g.Division))})
		}
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return call
}

// get asks for a page.
func (w *world) get(call app.Call, address string) *httptest.ResponseRecorder {
	return w.send(call, http.MethodGet, address, nil)
}

func (w *world) send(call app.Call, method, address string, form url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	w.by, w.fault = route.Request{Call: call}, nil
	answer := httptest.NewRecorder()
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w.m.ServeHTTP(answer, r)
	return answer
}

func (w *world) page(call app.Call, address string) *htmlcheck.Page {
	w.t.Helper()
	answer := w.get(call, address)
	if w.fault != nil || answer.Code != http.StatusOK {
		w.t.Fatalf("%s gave %d, %v", address, answer.Code, w.fault)
	}
	if n := answer.Body.Len(); n > 150_000 {
		w.t.Errorf("%s has %d bytes, more than 150,000", address, n)
	}
	return htmlcheck.Parse(w.t, answer.Body.String())
}

// total is how many rows a list says it has.
func total(p *htmlcheck.Page) int {
	for _, x := range p.All(".pager .quiet") {
		n, err := strconv.Atoi(strings.NewReplacer("共", "", "条", "", ",", "", " ", "", "\u2009", "").Replace(strings.TrimSpace(x.Text())))
		if err == nil {
			return n
		}
	}
	if len(p.All(".empty-box")) > 0 {
		return 0
	}
	return -1
}

func TestDemo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	t.Run("numbers", w.checkNumbers)
	t.Run("queries", w.checkQueries)
	t.Run("workbooks", w.checkWorkbooks)
	t.Run("saved", w.checkSaved)
	t.Run("feed", w.checkFeed)
	t.Run("screen", w.checkScreen)
	t.Run("calendar", w.checkCalendar)
	t.Run("course", w.checkCourse)
	t.Run("kept", w.checkKept)
}

// Each number on the cockpit is the count of the list it opens, for everybody who may open it.
func (w *world) checkNumbers(t *testing.T) {
	w.t = t
	for name, least := range map[string]int{"supervisor": 40, "leader": 40, "fgw.reporter": 10, "bh.supervisor": 15} {
		call := w.somebody(name)
		links := w.page(call, "/cockpit").All("a[data-count]")
		if len(links) < least {
			t.Errorf("%s sees %d numbers, want %d or more", name, len(links), least)
		}
		for _, a := range links {
			if got := total(w.page(call, a.Attr("href"))); strconv.Itoa(got) != a.Attr("data-count") {
				t.Errorf("%s: %s leads to %d rows and says %s", name, a.Attr("href"), got, a.Attr("data-count"))
			}
		}
	}
	w.get(w.somebody("security"), "/cockpit")
	if fault.KindOf(w.fault) != fault.Forbidden {
		t.Errorf("who sees no records sees the cockpit: %v", w.fault)
	}
}

// How many queries a page takes does not depend on how many rows it has.
func (w *world) checkQueries(t *testing.T) {
	w.t = t
	call := w.somebody("supervisor")
	asked := func(address string) uint64 {
		before := w.i.Store.Stats().Queries
		w.page(call, address)
		return w.i.Store.Stats().Queries - before
	}
	for address, most := range map[string]uint64{"/tasks": 18, "/due": 12, "/reports": 12, "/cases": 12, "/targets": 14, "/directives": 12, "/cockpit": 20, "/cockpit/screen": 20, "/calendar": 14, "/calendar?view=list": 14} {
		n := asked(address)
		if n > most {
			t.Errorf("%s takes %d queries, more than %d", address, n, most)
		}
		if k := slices.IndexFunc(list.Kinds(), func(k *list.Kind) bool { return k.Path == address }); k >= 0 {
			if few := asked(address + "?text=建设"); few > most {
				t.Errorf("%s takes %d queries for some rows, more than %d", address, few, most)
			}
		}
	}
}

// A workbook has all rows that the filter leaves and the reader may see, and taking it along is noted.
func (w *world) checkWorkbooks(t *testing.T) {
	w.t = t
	for _, name := range []string{"supervisor", "fgw.reporter"} {
		call := w.somebody(name)
		for _, address := range []string{"/tasks?sort=-due", "/tasks?light=red", "/due", "/reports?sort=unit", "/cases", "/targets?standing=behind", "/directives"} {
			want := total(w.page(call, address))
			path, query, _ := strings.Cut(address, "?")
			answer := w.get(call, path+"/export?"+query)
			if w.fault != nil {
				t.Fatalf("%s: %v", address, w.fault)
			}
			book, err := excelize.OpenReader(bytes.NewReader(answer.Body.Bytes()))
			if err != nil {
				t.Fatalf("%s: %v", address, err)
			}
			rows, err := book.GetRows(book.GetSheetName(0))
			if err != nil || len(rows) != want+1 {
				t.Errorf("%s, %s: the workbook has %d rows, the list %d (%v)", name, address, len(rows)-1, want, err)
			}
		}
	}
	var noted int
	if err := w.i.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		return v.Select(ctx, &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(store.EventTable, "e"), Where: relation.Equal(relation.C("e", "action"), "list.export")},
			func(scan store.Scan) error { return scan(&noted) })
	}); err != nil || noted != 14 {
		t.Errorf("%d workbooks stand in the audit, want 14 (%v)", noted, err)
	}
}

func (w *world) checkSaved(t *testing.T) {
	w.t = t
	call := w.somebody("supervisor")
	form := url.Values{"id": {uuid.Must(uuid.NewV7()).String()}, "kind": {"tasks"}, "query": {"light=red&sort=-due"}, "name": {"<b>红灯</b>"}, "share": {record.SharedWithPlace}}
	if got := w.send(call, http.MethodPost, "/lists", form); w.fault != nil || got.Header().Get("Location") != "/tasks?light=red&sort=-due" {
		t.Fatalf("it went on to %q, %v", got.Header().Get("Location"), w.fault)
	}
	p := w.page(call, "/tasks?light=red&sort=-due")
	p.Says(".saved a[aria-current][lang]", "<b>红灯</b>")
	p.Has("[action$='/remove']")
	w.page(w.somebody("leader"), "/tasks").Lacks("[action$='/remove']")
	form.Set("name", "")
	form.Set("id", uuid.NewString())
	if got := w.send(call, http.MethodPost, "/lists", form); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "light=red&amp;sort=-due") {
		t.Errorf("a list without a name: %d, and what was asked is lost", got.Code)
	}
}

// A feed names no task, ends lines where RFC 5545 wants them, and stops when it is revoked.
func (w *world) checkFeed(t *testing.T) {
	w.t = t
	call := w.somebody("fgw.reporter")
	form := url.Values{"id": {uuid.Must(uuid.NewV7()).String()}, "kind": {record.LinkCalendar}, "label": {"我的手机"}}
	made := htmlcheck.Parse(t, w.send(call, http.MethodPost, "/links", form).Body.String())
	_, path, ok := strings.Cut(made.One(".address").Text(), "example.com")
	if !ok || w.fault != nil {
		t.Fatalf("no link was made: %v", w.fault)
	}
	nobody := app.Call{Request: "test", From: "local"}
	feed := w.get(nobody, path).Body.String()
	if w.fault != nil || strings.Count(feed, "BEGIN:VEVENT") < 5 || strings.Count(feed, "BEGIN:VEVENT") != strings.Count(feed, "END:VEVENT") {
		t.Fatalf("the feed has %d events, %v", strings.Count(feed, "BEGIN:VEVENT"), w.fault)
	}
	lines, _, err := w.i.Tasks.Page(t.Context(), call, list.Query{})
	if err != nil || len(lines) == 0 {
		t.Fatal("the unit has no task", err)
	}
	unfolded := strings.ReplaceAll(feed, "\r\n ", "")
	for _, l := range lines {
		if strings.Contains(unfolded, l.Title) {
			t.Errorf("the feed names the task %s", l.Title)
		}
	}
	for _, line := range strings.Split(feed, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\n\r") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	w.send(call, http.MethodPost, "/links/"+form.Get("id")+"/revoke", nil)
	if w.get(nobody, path); fault.KindOf(w.fault) != fault.NotFound {
		t.Errorf("a link that was revoked opens: %v", w.fault)
	}
	form = url.Values{"id": {uuid.Must(uuid.NewV7()).String()}, "kind": {record.LinkScreen}, "label": {"大厅"}}
	if w.send(call, http.MethodPost, "/links", form); fault.KindOf(w.fault) != fault.Forbidden {
		t.Errorf("a unit's reporter makes a link to the big screen: %v", w.fault)
	}
}

// The big screen shows numbers to whoever has the link, and nothing of anybody.
func (w *world) checkScreen(t *testing.T) {
	w.t = t
	call := w.somebody("supervisor")
	form := url.Values{"id": {uuid.Must(uuid.NewV7()).String()}, "kind": {record.LinkScreen}, "label": {"三楼大厅"}}
	_, path, _ := strings.Cut(htmlcheck.Parse(t, w.send(call, http.MethodPost, "/links", form).Body.String()).One(".address").Text(), "example.com")
	wall := w.get(app.Call{Request: "test", From: "local"}, path).Body.String()
	if w.fault != nil || !strings.Contains(wall, "柏川市") {
		t.Fatalf("the wall shows %.80q, %v", wall, w.fault)
	}
	htmlcheck.Parse(t, wall).Lacks("main a")
	if err := w.i.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		people, err := store.List[record.Account](ctx, v, &relation.Select{From: relation.From(record.AccountTable, "a")})
		for _, a := range people {
			if strings.Contains(wall, a.Label) || strings.Contains(wall, a.Name+"<") {
				err = errors.Join(err, fmt.Errorf("the wall names %s", a.Label))
			}
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	for _, wrong := range []string{"/screen/x", strings.Replace(path, "/screen/", "/feed/", 1) + ".ics", "/screen/" + strings.Repeat("A", 43)} {
		if w.get(app.Call{}, wrong); fault.KindOf(w.fault) != fault.NotFound {
			t.Errorf("%s opens: %v", wrong, w.fault)
		}
	}
	w.checkInside(t, path)
}

// checkInside marks the first document of the wall as not for the public: it goes, and the wall says that there is one more.
func (w *world) checkInside(t *testing.T, path string) {
	t.Helper()
	shown := func() (titles []string, left bool) {
		page := htmlcheck.Parse(t, w.get(app.Call{}, path).Body.String())
		for _, e := range page.All("[aria-labelledby=s-documents] tbody th") {
			titles = append(titles, e.Text())
		}
		return titles, strings.Contains(page.Text(), "另有 1 份")
	}
	before, left := shown()
	if len(before) == 0 || left {
		t.Fatalf("the wall shows %q, and that some are left out: %t", before, left)
	}
	mark := func(secrecy string) {
		err := w.i.Store.Write(t.Context(), store.Unscoped, audit.Event{Owner: app.Installation, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}}, func(ctx context.Context, tx *store.Tx) error {
			d, err := store.List[record.Document](ctx, tx, &relation.Select{From: relation.From(record.DocumentTable, "d"), Where: relation.Equal(relation.C("d", "title"), before[0])})
			for i := range d {
				d[i].Secrecy = secrecy
				err = errors.Join(err, store.Update(ctx, tx, record.DocumentTable, &d[i]))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	mark("工作秘密")
	if after, left := shown(); slices.Contains(after, before[0]) || !left {
		t.Errorf("the wall shows %q, and that one is left out: %t", after, left)
	}
	mark("")
}

func (w *world) checkCalendar(t *testing.T) {
	w.t = t
	call := w.somebody("supervisor")
	for _, form := range []string{"", "&view=week", "&view=list"} {
		p := w.page(call, "/calendar?day=2025-10-08"+form)
		if form != "&view=list" {
			if off := len(p.All(".day.off")); off != map[string]int{"": 13, "&view=week": 4}[form] { // National Day is eight days in 2025, from 1 October
				t.Errorf("%q rests on %d days", form, off)
			}
		} else {
			p.Has("td a[href^='/due/']")
		}
	}
	if days := w.page(call, "/calendar?day=2025-10-08").All("li.day"); len(days) != 31 {
		t.Errorf("October has %d days", len(days))
	}
	w.page(call, "/calendar?day=2025-09-28").Has(".day .work") // a Sunday on which offices worked
	for _, wrong := range []string{"day=0000-00-00", "day=9999-12-31", "view=x&unit=x"} {
		w.page(call, "/calendar?"+wrong)
	}
}

// The course of a task begins with its document and has everything that was done.
func (w *world) checkCourse(t *testing.T) {
	w.t = t
	call := w.somebody("supervisor")
	sheets, _, err := w.i.Supervision.DirectivePage(t.Context(), call, list.Asking("state", record.DirectiveIssued, record.DirectiveReplied))
	if err != nil || len(sheets) == 0 {
		t.Fatal("the demo has no directive", err)
	}
	task := "/tasks/" + sheets[len(sheets)-1].Task.String()
	w.page(call, task).Has("a[href='" + task + "/timeline']")
	p := w.page(call, task+"/timeline")
	for _, kind := range []string{"adopted", "case", "report", "light", "directive"} {
		p.Has(".step-" + kind)
	}
	if w.get(w.somebody("bh.lyj.reporter"), task+"/timeline"); fault.KindOf(w.fault) != fault.NotFound {
		t.Errorf("who has no part in a task sees its course: %v", w.fault)
	}
}

// What was kept bit by bit is what all of it made anew is.
func (w *world) checkKept(t *testing.T) {
	w.t = t
	call := w.somebody("supervisor")
	before, err := w.i.Cockpit.Board(t.Context(), call)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.i.Supervision.RelightAll(t.Context(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	after, err := w.i.Cockpit.Board(t.Context(), call)
	if err != nil || after.At < before.At || len(after.Months) != len(before.Months) || len(after.Months) < 6 {
		t.Errorf("made anew: %+v, %v", after, err)
	}
}
