package supervision_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	rules "github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/division"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/internal/web/supervision"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const hostile = "<em>整治</em>"

var city = region.MustParse("190300")

// A world is a server with an office, a leader and two units, one of which leads a task that is red today.
type world struct {
	*sitetest.Server
	now   time.Time
	units map[string]uuid.UUID
	task  uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{now: time.Date(2026, 6, 1, 1, 0, 0, 0, time.UTC), units: map[string]uuid.UUID{}}
	w.Server = sitetest.Open(t, func() time.Time { return w.now }, division.Routes, ledger.Routes, supervision.Routes)
	w.Division(city, "柏川市")
	people := []sitetest.Person{{Name: "security", Label: "安全", In: city, Role: access.Security}}
	for name, role := range map[string]access.Role{"office": access.Supervisor, "leader": access.Leader, "finance": access.Reporter, "schools": access.Reporter} {
		w.units[name] = w.Unit(city, name+hostile)
		people = append(people, sitetest.Person{Name: name, Label: hostile, In: city, Unit: w.units[name], Role: role})
	}
	w.Hire(people...)
	w.adopt()
	return w
}

// adopt puts a task of finance in, in which schools cooperates, and which was due yesterday.
func (w *world) adopt() {
	w.T.Helper()
	head := func() store.Record { return store.Record{Owner: 190300, ID: uuid.Must(uuid.NewV7())} }
	value, lead, with := int64(100_0000), w.units["finance"], w.units["schools"]
	d := record.Document{Record: head(), Title: hostile, State: record.DocumentAdopted, Adopted: w.now.AddDate(0, -3, 0).UnixMilli()}
	x := record.Task{Record: head(), Document: d.ID, Ordinal: 1, Title: hostile, State: record.TaskOpen}
	duties := []record.Duty{{Record: head(), Document: d.ID, Task: x.ID, Unit: &lead, Role: record.PartLead}, {Record: head(), Document: d.ID, Task: x.ID, Unit: &with, Role: record.PartCooperate}}
	g := record.Target{Record: head(), Task: x.ID, Ordinal: 1, Metric: hostile, Op: ">=", Value: &value, Due: "2026-05-31"}
	event := audit.Event{Owner: 190300, Account: app.SystemAccount, Action: "test.settle", Kind: "task"}
	w.Must(w.I.Store.Write(w.T.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
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
		return w.I.Supervision.Relight(ctx, tx, 190300, x.ID)
	}))
	w.task = x.ID
}

func TestLedger_ShowsLightsWithReasonsAndFiltersByThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Page("office", "/tasks")
	p.Says("td .light-red", "■红灯")
	if why := p.One("[data-rows] tbody td:first-child").Attr("title"); why != "时限2026年5月31日已过，尚未办结" {
		t.Errorf("the reason is %q", why)
	}
	p.Says(".lights a[href='/tasks?light=red'] b", "1")
	p.Says(".lights a[href='/tasks?light=green'] b", "0")
	p = w.Page("office", "/tasks?light=green&text=整治")
	p.Lacks("[data-rows]")
	p.Says(".lights a[href='/tasks?light=red&text=%E6%95%B4%E6%B2%BB'] b", "1") // counts are of the whole filter, whatever light is chosen
	w.Page("schools", "/tasks").Says("td .light-unseen", "–未公布")
	p = w.Page("schools", "/tasks/"+w.task.String())
	p.Says(".light-unseen", "–未公布")
	p.Lacks("#lights-h")
	p = w.Page("office", "/tasks/"+w.task.String())
	p.Says("dd .light-red", "■红灯")
	p.One("#lights-h")
}

func TestDirective_FromTheTaskToTheUnitAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := "/tasks/" + w.task.String() + "/directive"
	p := w.Page("office", form)
	if chosen := p.One("select[name=step] option[selected]").Attr("value"); chosen != "default/supervise" {
		t.Errorf("on a red task %s is proposed", chosen)
	}
	p.Says("textarea[name=basis]", "红灯：时限2026年5月31日已过，尚未办结")
	id := p.One("form.box input[name=id]").Attr("value")
	sent := url.Values{"id": {id}, "step": {"default/supervise"}, "basis": {hostile}, "demand": {""}}
	p = w.Refused("office", form, sent, 422, "请写明要求")
	if got := p.One("textarea[name=basis]").Text(); got != hostile {
		t.Errorf("what was typed comes back as %q", got)
	}
	sent.Set("demand", "三日内整改")
	at := w.Done("office", form, sent)
	if at != "/directives/"+id {
		t.Fatalf("it leads to %s", at)
	}
	w.Page("office", at).Says(".heading .state", "待审批")
	if got := w.Send("finance", http.MethodGet, at, nil); got.Code != http.StatusNotFound {
		t.Errorf("the unit gets %d for what is only proposed", got.Code)
	}
	w.Refused("office", at+"/approve", url.Values{}, 403, "权限")
	w.Page("leader", "/").One(".heading a[href='/brief']") // what is red is one step from where he begins
	w.Page("leader", "/brief").One("form[action='" + at + "/approve']")
	w.Page("leader", "/").Has(".work a[href='" + at + "']")
	w.Done("leader", at+"/approve", url.Values{})
	w.Page("finance", "/directives").Says("[data-rows] tbody td:nth-child(2)", "督办〔2026〕1号")
	w.Page("finance", "/").Has(".work a[href='" + at + "']")
	w.Page("schools", "/").Lacks(".work a[href='" + at + "']")
	p = w.Page("finance", at)
	p.Says(".heading .state", "待回复")
	p.Lacks("form[action$='/settle']")
	w.Done("finance", at+"/reply", url.Values{"reply": {"已整改"}})
	w.Page("schools", "/directives").Lacks("[data-rows]")
	p = w.Page("office", at)
	p.Says(".heading .state", "已回复")
	w.Done("office", at+"/settle", url.Values{"settled": {"已核实"}})
	w.Page("office", "/directives?state=closed").One("[data-rows] tbody tr")
	if got := w.Send("finance", http.MethodGet, form, nil); got.Code != http.StatusForbidden {
		t.Errorf("a unit gets %d for the form", got.Code)
	}
}

// What was proposed or ordered on the wrong task is taken back before it goes out.
func TestDirective_TheOfficeWithdrawsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.Page("leader", "/brief").One(".brief form input[name=id]").Attr("value")
	w.Done("leader", "/brief", url.Values{"id": {id}, "task": {w.task.String()}, "words": {"请一周内拿出办法"}})
	at := "/directives/" + id
	w.Page("leader", at).Lacks("form[action='" + at + "/withdraw']")
	w.Page("office", at).Says("form[action='"+at+"/withdraw'] button", "撤回")
	w.Refused("office", at+"/withdraw", url.Values{"withdrawn": {" "}}, 422, "请写明意见")
	w.Done("office", at+"/withdraw", url.Values{"withdrawn": {"批示件另有其事"}})
	p := w.Page("office", at)
	p.Says(".heading .state", "已撤回")
	p.Says(".texts dd:last-child", "批示件另有其事")
	p.Lacks("form[action^='" + at + "']")
	w.Page("office", "/directives?state=withdrawn").One("[data-rows] tbody tr")
	if got := w.Send("finance", http.MethodGet, at, nil); got.Code != http.StatusNotFound {
		t.Errorf("the unit gets %d for what never went out", got.Code)
	}
}

// The page of a joined task says so, and leads to the task that it follows.
func TestTask_AJoinedOneLeadsToTheTaskItFollows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	main := w.task
	w.adopt()
	event := audit.Event{Owner: 190300, Account: app.SystemAccount, Action: "test.settle", Kind: "task"}
	w.Must(w.I.Store.Write(t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		x, err := store.Load[record.Task](ctx, tx, record.TaskTable, 190300, w.task)
		if err != nil {
			return err
		}
		x.Joined = main
		if err := store.Update(ctx, tx, record.TaskTable, &x); err != nil {
			return err
		}
		return w.I.Supervision.Relight(ctx, tx, 190300, x.ID)
	}))
	p := w.Page("office", "/tasks/"+w.task.String())
	p.Says(".state-joined", "已并案")
	p.Says("dd .light-none", "○无灯")
	p.Says(".notice-note", "提示：本任务已并案：不单独交办、报送、亮灯和计分，不单独计数，随并案的任务办理。")
	p.One("dd a[href='/tasks/" + main.String() + "']")
	p.Lacks("a[href='/tasks/" + w.task.String() + "/directive']")
	w.Refused("office", "/tasks/"+w.task.String()+"/directive", url.Values{"id": {uuid.NewString()}, "step": {"default/remind"}, "basis": {"红灯"}, "demand": {"整改"}}, 409, "已并案")
	w.Page("office", "/tasks?state=joined").One("[data-rows] tbody tr")
}

// The office tries rules, is told what is wrong, puts them in force, and the reason of a light names them; the unit looks and changes nothing.
func TestRules_TriedPutInForceAndNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Page("office", w.Page("office", "/directives").One(".heading a[href='/rules']").Attr("href"))
	p.Says("#versions-h ~ div tbody tr:first-child td:first-child", "系统自带 现行")
	p.Says("#rules-h ~ div tbody tr:nth-child(3) td:nth-child(3)", "超过时限 1 天以上")
	p.Says("#rules-h ~ div tbody tr:nth-child(9) td:nth-child(3)", "期限 10 天以内的，提前 3 天；期限 31 天以内的，提前 5 天；其他的，提前 7 天")
	p.Lacks("#trial")
	id, text := p.One("form.box input[name=id]").Attr("value"), string(rules.Declared("default-lights"))
	p.Has("textarea[name=lights]")
	sent := url.Values{"id": {id}, "act": {"try"}, "ladder": {"sanming"}, "lights": {strings.Replace(text, "{overdue: 1}", "{overdue: soon}", 1)}, "basis": {""}}
	p = w.Refused("office", "/rules", sent, 422, "亮灯规则有错误")
	if got := p.One("textarea[name=lights]").Text(); !strings.Contains(got, "{overdue: soon}") {
		t.Error("what was typed does not come back")
	}
	sent.Set("lights", strings.Replace(text, "{overdue: 1}", "{overdue: 30}", 1))
	p = htmlcheck.Parse(t, w.Send("office", http.MethodPost, "/rules", sent).Body.String())
	p.Says("#trial .light-red", "■红灯")
	p.Says("#rules-h ~ div tbody tr:nth-child(3) td:nth-child(3)", "超过时限 30 天以上")
	w.Page("office", "/rules").Says("#rules-h ~ div tbody tr:nth-child(3) td:nth-child(3)", "超过时限 1 天以上") // it was only tried
	sent.Set("act", "enforce")
	w.Refused("office", "/rules", sent, 422, "请写明启用的依据")
	sent.Set("basis", hostile)
	if at := w.Done("office", "/rules", sent); at != "/rules" {
		t.Errorf("it leads to %s", at)
	}
	w.Must(w.I.Jobs.Drain(t.Context()))
	p = w.Page("office", "/tasks/"+w.task.String())
	if why := p.One("dl.facts-line").Text(); !strings.Contains(why, "（按第 1 版规则）") {
		t.Errorf("the light does not say by which rules: %s", why)
	}
	p = w.Page("finance", "/rules")
	p.Says("#versions-h ~ div tbody tr:first-child td:first-child", "第 1 版 现行")
	p.Lacks("form.box")
	w.Page("office", "/rules?version=0").Lacks("form.box") // what is over is looked at
	w.Refused("finance", "/rules", sent, 403, "权限")
	w.Refused("leader", "/rules", sent, 403, "权限")

	form := "/tasks/" + w.task.String() + "/directive"
	if w.Done("office", "/tasks/"+w.task.String()+"/origin", url.Values{"origin": {"special"}}) != form {
		t.Error("what the office says of the task leads elsewhere")
	}
	p = w.Page("office", form)
	if chosen := p.One("select[name=step] option[selected]").Attr("value"); chosen != "sanming/red" {
		t.Errorf("on a special task %s is proposed", chosen)
	}
	p.Lacks("select[name=step] option[value^='default/']")
	if facts := w.Page("finance", "/tasks/"+w.task.String()).One("dl.facts-line").Text(); !strings.Contains(facts, "任务来源特殊事项") {
		t.Errorf("the unit reads of its task: %s", facts)
	}
	w.Refused("finance", "/tasks/"+w.task.String()+"/origin", url.Values{"origin": {""}}, 403, "权限")
}

func TestBrief_ALeadersWordBecomesADirective(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Page("leader", "/brief")
	p.Says(".brief .light-red", "■红灯")
	id := p.One(".brief form input[name=id]").Attr("value")
	sent := url.Values{"id": {id}, "task": {w.task.String()}, "words": {" "}}
	w.Refused("leader", "/brief", sent, 422, "请写明")
	sent.Set("words", "请一周内拿出办法")
	w.Done("leader", "/brief", sent)
	w.Refused("leader", "/brief", url.Values{"task": {"x"}, "words": {"好"}}, 404, "没有")
	p = w.Page("office", "/directives/"+id)
	p.Says(".heading .state", "待发出")
	w.Done("office", "/directives/"+id+"/issue", url.Values{})
	if got := w.Page("finance", "/directives/"+id).Text(); !strings.Contains(got, "请一周内拿出办法") {
		t.Errorf("the unit is not told what is asked: %s", got)
	}
	for _, name := range []string{"office", "finance"} {
		if got := w.Send(name, http.MethodGet, "/brief", nil); got.Code != http.StatusForbidden {
			t.Errorf("%s gets %d for the leader's page", name, got.Code)
		}
	}
}

func TestBrief_ALeaderInChargeSeesHisUnitsFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Page("leader", "/brief").Lacks(".saved") // in charge of nothing by name, he has it all before him
	w.Page("leader", "/tasks").Lacks(".saved a[href='/tasks?lead=charge&sort=light']")
	leader := w.Page("office", "/lines").One("form[action='/lines/" + w.units["schools"].String() + "'] option:not([value=''])").Attr("value")
	put := func(unit, leader string) {
		w.Done("office", "/lines/"+w.units[unit].String(), url.Values{"line": {"线"}, "leader": {leader}})
	}
	put("schools", leader)
	w.Page("leader", "/brief").Lacks("article.brief") // what is red is not his
	p := w.Page("leader", "/brief?of=all")
	p.Says("article.brief .light-red", "■红灯")
	sent := url.Values{"id": {p.One("article.brief form[action='/brief?of=all'] input[name=id]").Attr("value")}, "task": {w.task.String()}, "words": {" "}}
	w.Refused("leader", "/brief?of=all", sent, 422, "请写明").One("article.brief details[open]")
	put("finance", leader)
	w.Page("leader", "/brief").Says("article.brief .light-red", "■红灯")
	w.Page("leader", "/tasks?lead=charge&sort=light").One("[data-rows] tbody tr")
	put("finance", "")
	w.Page("leader", "/tasks?lead=charge&sort=light").Lacks("[data-rows] tbody tr")
	w.Refused("office", "/lines/"+w.units["finance"].String(), url.Values{"leader": {w.units["office"].String()}}, 422, "分管领导")
	w.Refused("office", "/lines/"+w.units["finance"].String(), url.Values{"leader": {"x"}}, 422, "分管领导")
	w.Refused("office", "/lines/"+w.units["schools"].String(), url.Values{"line": {"教育"}, "version": {"1"}}, 409, "修改") // a page from before somebody was in charge
	w.Done("office", "/lines/"+w.units["schools"].String(), url.Values{"line": {"教育"}})                                 // a form without a leader leaves him
	w.Refused("finance", "/lines/"+w.units["finance"].String(), url.Values{"leader": {leader}}, 403, "权限")
	w.Page("office", "/lines").One("form[action='/lines/" + w.units["schools"].String() + "'] option[value='" + leader + "'][selected]")
}

func TestScores_FromSimulationToAppeal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Page("office", "/appraisals")
	sent := url.Values{"id": {p.One("form input[name=id]").Attr("value")}, "title": {hostile}, "from": {"2026-01-01"}, "to": {"2026-06-30"},
		"model": {string(rules.Declared("guangyuan"))}, "entered": {""}}
	wrong := url.Values{}
	for name, values := range sent {
		wrong[name] = values
	}
	wrong.Set("model", strings.Replace(sent.Get("model"), "points: 2", "points: two", 1))
	p = w.Refused("office", "/appraisals", wrong, 422, "“two”无法读取")
	if got := p.One("input[name=title]").Attr("value"); got != hostile {
		t.Errorf("the title comes back as %q", got)
	}
	at := w.Done("office", "/appraisals", sent)
	p = w.Page("office", at)
	p.Says(".score summary .points", "98 分")
	p.Says(".score tbody tr:nth-child(2) td:nth-child(3)", "-2")
	for _, name := range []string{"finance", "schools"} {
		if got := w.Send(name, http.MethodGet, at, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s gets %d for what is only simulated", name, got.Code)
		}
	}
	w.Refused("office", at+"/announce", url.Values{"until": {"2026-05-01"}}, 422, "反馈截止")
	w.Done("office", at+"/announce", url.Values{"until": {period.DateAt(w.now).AddDays(3).String()}})
	p = w.Page("finance", at)
	appeal := p.One("form[action*='/appeals']")
	w.Done("finance", appeal.Attr("action"), url.Values{"id": {uuid.NewString()}, "reason": {hostile}})
	p = w.Page("office", at)
	decide := p.One("form[action*='/appeals/']").Attr("action")
	w.Done("office", decide, url.Values{"decision": {"upheld"}, "answer": {"属实"}})
	p = w.Page("finance", at)
	p.Says(".score summary .points", "100 分")
	p.Says(".score tbody .state", "成立")
	w.now = w.now.AddDate(0, 0, 5)
	for name := range w.units { // sessions have ended meanwhile
		w.SignIn(name, sitetest.Password)
	}
	w.Done("office", at+"/publish", url.Values{})
	w.Page("finance", "/appraisals").Says("[data-rows] tbody .state", "已公布")
	if got := w.Send("schools", http.MethodGet, at, nil); got.Code != http.StatusNotFound { // it was not scored
		t.Errorf("schools gets %d", got.Code)
	}
	w.Refused("finance", "/appraisals", sent, 403, "权限")
}
