package supervision_test

import (
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
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	rules "github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/asset"
	"github.com/wenxiao/wenxiao/internal/web/entry"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/supervision"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const (
	password = "Kodami-Rupeso-7342"
	hostile  = "<em>整治</em>"
)

var city = region.MustParse("190300")

// A world is a server with an office, a leader and two units, one of which leads a task that is red today.
type world struct {
	t       *testing.T
	i       *instance.Instance
	now     time.Time
	handler http.Handler
	units   map[string]uuid.UUID
	tokens  map[string]string
	task    uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 6, 1, 1, 0, 0, 0, time.UTC), units: map[string]uuid.UUID{}, tokens: map[string]string{}}
	w.i = instancetest.Open(t, "", func() time.Time { return w.now })
	s := &site.Site{Instance: w.i}
	server := &route.Server{Sessions: w.i.Sessions, Log: w.i.Log, Now: w.i.Now, MaxBody: 1 << 20, Fail: s.Fail, Assets: map[string]http.Handler{asset.Prefix: asset.Handler()}}
	s.SetCookie = server.SetCookie
	server.Routes = append(append(entry.Routes(s, nil), ledger.Routes(s)...), supervision.Routes(s)...)
	var err error
	if w.handler, err = server.Handler(); err != nil {
		t.Fatal(err)
	}
	w.settle()
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
	call := app.System("test", access.OrganisationManage)
	w.must(w.i.Organisation.AddDivision(w.t.Context(), call, organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: city, Name: "柏川市"}}))
	accounts := []account.New{{ID: uuid.Must(uuid.NewV7()), Name: "security", Label: "安全", Division: city, Password: password, Roles: []access.Role{access.Security}}}
	for name, role := range map[string]access.Role{"office": access.Supervisor, "leader": access.Leader, "finance": access.Reporter, "schools": access.Reporter} {
		w.units[name] = uuid.Must(uuid.NewV7())
		w.must(w.i.Organisation.AddUnit(w.t.Context(), call, organisation.Unit{ID: w.units[name], Division: city, Name: name + hostile}))
		accounts = append(accounts, account.New{ID: uuid.Must(uuid.NewV7()), Name: name, Label: hostile, Division: city, Unit: w.units[name], Password: password, Roles: []access.Role{role}})
	}
	w.must(w.i.Accounts.Found(w.t.Context(), app.Call{Request: "test", From: "local"}, accounts))
	w.adopt()
	for name := range w.units {
		got := w.send("", http.MethodPost, "/sign-in", url.Values{"account": {name}, "password": {password}})
		for _, c := range got.Result().Cookies() {
			if c.Name == "wenxiao" {
				w.tokens[name] = c.Value
			}
		}
	}
}

// adopt puts a task of finance in, in which schools cooperates, and which was due yesterday.
func (w *world) adopt() {
	w.t.Helper()
	head := func() store.Record { return store.Record{Owner: 190300, ID: uuid.Must(uuid.NewV7())} }
	value, lead, with := int64(100_0000), w.units["finance"], w.units["schools"]
	d := record.Document{Record: head(), Title: hostile, State: record.DocumentAdopted, Adopted: w.now.AddDate(0, -3, 0).UnixMilli()}
	x := record.Task{Record: head(), Document: d.ID, Ordinal: 1, Title: hostile, State: record.TaskOpen}
	duties := []record.Duty{{Record: head(), Document: d.ID, Task: x.ID, Unit: &lead, Role: record.PartLead}, {Record: head(), Document: d.ID, Task: x.ID, Unit: &with, Role: record.PartCooperate}}
	g := record.Target{Record: head(), Task: x.ID, Ordinal: 1, Metric: hostile, Op: ">=", Value: &value, Due: "2026-05-31"}
	event := audit.Event{Owner: 190300, Account: app.SystemAccount, Action: "test.settle", Kind: "task"}
	w.must(w.i.Store.Write(w.t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, record.DocumentTable, &d)
		if err == nil {
			_, err = store.Insert(ctx, tx, record.TaskTable, &x)
		}
		for i := range duties {
			if err == nil {
				_, err = store.Insert(ctx, tx, record.DutyTable, &duties[i])
			}
		}
		if err == nil {
			_, err = store.Insert(ctx, tx, record.TargetTable, &g)
		}
		if err != nil {
			return err
		}
		return w.i.Supervision.Relight(ctx, tx, 190300, x.ID)
	}))
	w.task = x.ID
}

// send makes a request as an account, "" for nobody.
func (w *world) send(as, method, path string, form url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "http://wenxiao.test"+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "zh")
	if as != "" {
		r.AddCookie(&http.Cookie{Name: "wenxiao", Value: w.tokens[as]})
	}
	got := httptest.NewRecorder()
	w.handler.ServeHTTP(got, r)
	return got
}

// page gets a page that must be there.
func (w *world) page(as, path string) *htmlcheck.Page {
	w.t.Helper()
	got := w.send(as, http.MethodGet, path, nil)
	if got.Code != http.StatusOK {
		w.t.Fatalf("%s gives %s the status %d: %s", path, as, got.Code, got.Body)
	}
	p := htmlcheck.Parse(w.t, got.Body.String())
	p.Lacks("em")
	if strings.Contains(got.Body.String(), "[word.") || strings.Contains(got.Body.String(), "%!") {
		w.t.Errorf("%s shows a key in the place of words", path)
	}
	return p
}

// done sends a form that must be taken, and gives where it leads.
func (w *world) done(as, path string, form url.Values) string {
	w.t.Helper()
	got := w.send(as, http.MethodPost, path, form)
	if got.Code != http.StatusSeeOther {
		w.t.Fatalf("POST %s as %s gives %d: %s", path, as, got.Code, htmlcheck.Parse(w.t, got.Body.String()).Text())
	}
	return got.Header().Get("Location")
}

// refused sends a form that must not be taken.
func (w *world) refused(as, path string, form url.Values, status int, says string) *htmlcheck.Page {
	w.t.Helper()
	got := w.send(as, http.MethodPost, path, form)
	p := htmlcheck.Parse(w.t, got.Body.String())
	if got.Code != status || !strings.Contains(p.Text(), says) {
		w.t.Errorf("POST %s as %s gives %d, want %d and %q:\n%s", path, as, got.Code, status, says, p.Text())
	}
	return p
}

func TestLedger_ShowsLightsWithReasonsAndFiltersByThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page("office", "/tasks")
	p.Says("td .light-red", "■红灯")
	if why := p.One("[data-rows] tbody td:first-child").Attr("title"); why != "时限2026年5月31日已过，尚未办结" {
		t.Errorf("the reason is %q", why)
	}
	p.Says(".lights a[href='/tasks?light=red'] b", "1")
	p.Says(".lights a[href='/tasks?light=green'] b", "0")
	p = w.page("office", "/tasks?light=green&text=整治")
	p.Lacks("[data-rows]")
	p.Says(".lights a[href='/tasks?light=red&text=%E6%95%B4%E6%B2%BB'] b", "1") // counts are of the whole filter, whatever light is chosen
	w.page("schools", "/tasks").Says("td .light-unseen", "–未公布")
	p = w.page("schools", "/tasks/"+w.task.String())
	p.Says(".light-unseen", "–未公布")
	p.Lacks("#lights-h")
	p.Lacks("form[action$='/close']")
	p = w.page("office", "/tasks/"+w.task.String())
	p.Says("dd .light-red", "■红灯")
	p.One("#lights-h")
	w.refused("office", "/tasks/"+w.task.String()+"/close", url.Values{"reason": {""}}, 422, "办结依据")
	w.refused("finance", "/tasks/"+w.task.String()+"/close", url.Values{"reason": {"完成"}}, 403, "权限")
	w.done("office", "/tasks/"+w.task.String()+"/close", url.Values{"reason": {"验收"}})
	w.page("office", "/tasks").Says("td .light-black", "◼逾期办结")
}

func TestDirective_FromTheTaskToTheUnitAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := "/tasks/" + w.task.String() + "/directive"
	p := w.page("office", form)
	if chosen := p.One("select[name=step] option[selected]").Attr("value"); chosen != "default/supervise" {
		t.Errorf("on a red task %s is proposed", chosen)
	}
	p.Says("textarea[name=basis]", "红灯：时限2026年5月31日已过，尚未办结")
	id := p.One("form.box input[name=id]").Attr("value")
	sent := url.Values{"id": {id}, "step": {"default/supervise"}, "basis": {hostile}, "demand": {""}}
	p = w.refused("office", form, sent, 422, "请写明要求")
	if got := p.One("textarea[name=basis]").Text(); got != hostile {
		t.Errorf("what was typed comes back as %q", got)
	}
	sent.Set("demand", "三日内整改")
	at := w.done("office", form, sent)
	if at != "/directives/"+id {
		t.Fatalf("it leads to %s", at)
	}
	w.page("office", at).Says(".heading .state", "待审批")
	if got := w.send("finance", http.MethodGet, at, nil); got.Code != http.StatusNotFound {
		t.Errorf("the unit gets %d for what is only proposed", got.Code)
	}
	w.refused("office", at+"/approve", url.Values{}, 403, "权限")
	w.page("leader", "/brief").One("form[action='" + at + "/approve']")
	w.page("leader", "/").Has(".work a[href='" + at + "']")
	w.done("leader", at+"/approve", url.Values{})
	w.page("finance", "/directives").Says("[data-rows] tbody td:nth-child(2)", "督办〔2026〕1号")
	w.page("finance", "/").Has(".work a[href='" + at + "']")
	w.page("schools", "/").Lacks(".work a[href='" + at + "']")
	p = w.page("finance", at)
	p.Says(".heading .state", "待回复")
	p.Lacks("form[action$='/settle']")
	w.done("finance", at+"/reply", url.Values{"reply": {"已整改"}})
	w.page("schools", "/directives").Lacks("[data-rows]")
	p = w.page("office", at)
	p.Says(".heading .state", "已回复")
	w.done("office", at+"/settle", url.Values{"settled": {"已核实"}})
	w.page("office", "/directives?state=closed").One("[data-rows] tbody tr")
	if got := w.send("finance", http.MethodGet, form, nil); got.Code != http.StatusForbidden {
		t.Errorf("a unit gets %d for the form", got.Code)
	}
}

func TestBrief_ALeadersWordBecomesADirective(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page("leader", "/brief")
	p.Says(".brief .light-red", "■红灯")
	id := p.One(".brief form input[name=id]").Attr("value")
	sent := url.Values{"id": {id}, "task": {w.task.String()}, "words": {" "}}
	w.refused("leader", "/brief", sent, 422, "请写明")
	sent.Set("words", "请一周内拿出办法")
	w.done("leader", "/brief", sent)
	w.refused("leader", "/brief", url.Values{"task": {"x"}, "words": {"好"}}, 404, "没有")
	p = w.page("office", "/directives/"+id)
	p.Says(".heading .state", "待发出")
	w.done("office", "/directives/"+id+"/issue", url.Values{})
	if got := w.page("finance", "/directives/"+id).Text(); !strings.Contains(got, "请一周内拿出办法") {
		t.Errorf("the unit is not told what is asked: %s", got)
	}
	for _, name := range []string{"office", "finance"} {
		if got := w.send(name, http.MethodGet, "/brief", nil); got.Code != http.StatusForbidden {
			t.Errorf("%s gets %d for the leader's page", name, got.Code)
		}
	}
}

func TestScores_FromSimulationToAppeal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.page("office", "/appraisals")
	sent := url.Values{"id": {p.One("form input[name=id]").Attr("value")}, "title": {hostile}, "from": {"2026-01-01"}, "to": {"2026-06-30"},
		"model": {string(rules.Declared("guangyuan"))}, "entered": {""}}
	wrong := url.Values{}
	for name, values := range sent {
		wrong[name] = values
	}
	wrong.Set("model", strings.Replace(sent.Get("model"), "points: 2", "points: two", 1))
	p = w.refused("office", "/appraisals", wrong, 422, "“two”无法读取")
	if got := p.One("input[name=title]").Attr("value"); got != hostile {
		t.Errorf("the title comes back as %q", got)
	}
	at := w.done("office", "/appraisals", sent)
	p = w.page("office", at)
	p.Says(".score summary .points", "98 分")
	p.Says(".score tbody tr:nth-child(2) td:nth-child(3)", "-2")
	for _, name := range []string{"finance", "schools"} {
		if got := w.send(name, http.MethodGet, at, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s gets %d for what is only simulated", name, got.Code)
		}
	}
	w.refused("office", at+"/announce", url.Values{"until": {"2026-05-01"}}, 422, "反馈截止")
	w.done("office", at+"/announce", url.Values{"until": {period.DateAt(w.now).AddDays(3).String()}})
	p = w.page("finance", at)
	appeal := p.One("form[action*='/appeals']")
	w.done("finance", appeal.Attr("action"), url.Values{"id": {uuid.NewString()}, "reason": {hostile}})
	p = w.page("office", at)
	decide := p.One("form[action*='/appeals/']").Attr("action")
	w.done("office", decide, url.Values{"decision": {"upheld"}, "answer": {"属实"}})
	p = w.page("finance", at)
	p.Says(".score summary .points", "100 分")
	p.Says(".score tbody .state", "成立")
	w.now = w.now.AddDate(0, 0, 5)
	for name := range w.units { // sessions have ended meanwhile
		for _, c := range w.send("", http.MethodPost, "/sign-in", url.Values{"account": {name}, "password": {password}}).Result().Cookies() {
			if c.Name == "wenxiao" {
				w.tokens[name] = c.Value
			}
		}
	}
	w.done("office", at+"/publish", url.Values{})
	w.page("finance", "/appraisals").Says("[data-rows] tbody .state", "已公布")
	if got := w.send("schools", http.MethodGet, at, nil); got.Code != http.StatusNotFound { // it was not scored
		t.Errorf("schools gets %d", got.Code)
	}
	w.refused("finance", "/appraisals", sent, 403, "权限")
}
