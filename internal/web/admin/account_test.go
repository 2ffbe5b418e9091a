package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/session"
)

const fresh = "Pelora-Tamiso-8815"

// newForm is a form that makes the account of a reporter.
func (w *world) newForm() url.Values {
	return url.Values{"id": {uuid.Must(uuid.NewV7()).String()}, "account": {"zhou"}, "name": {hostile}, "division": {county}, "unit": {w.unit.String()},
		"password": {password}, "again": {password}, "role-reporter": {"on"}}
}

func TestAccounts_ListAndFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Guarded("supervisor", "GET /accounts", "GET /accounts/new", "POST /accounts", "GET /accounts/"+w.people["operator"].String())
	w.Guarded("operator", "POST /accounts", "GET /accounts")
	w.Done("security", "/accounts", w.newForm())
	p := w.Page("security", "/accounts")
	if got := len(p.All("[data-rows] tbody tr")); got != 5 {
		t.Errorf("%d accounts are listed, want 5", got)
	}
	p.Says("[data-rows] tbody tr:nth-child(5) td:nth-child(2)", hostile)
	p = w.Page("security", "/accounts?role=reporter&state=active&text=zh")
	if got := len(p.All("[data-rows] tbody tr")); got != 1 {
		t.Errorf("%d accounts are left by the filter, want 1", got)
	}
	w.Page("security", "/accounts?state=locked").Has(".empty-box")
	w.Page("security", "/accounts?page=-7").Has("[data-rows] tbody tr")
}

func TestAccountNew_MakesOneOrSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Page("security", "/accounts/new").Has(`input[name=role-reporter]`)
	for name, c := range map[string]struct {
		change   url.Values
		status   int
		sentence string
	}{
		"name":        {url.Values{"account": {"-"}}, 422, "账号名须为"},
		"taken":       {url.Values{"account": {"Auditor"}}, 409, "已有人使用"},
		"password":    {url.Values{"password": {"short"}, "again": {"short"}}, 422, "密码太短"},
		"again":       {url.Values{"again": {"other"}}, 422, "两次输入"},
		"elsewhere":   {url.Values{"division": {city}}, 422, "不属于所选行政区划"},
		"no division": {url.Values{"division": {"<em>"}}, 422, "没有代码为"},
		"out of it":   {url.Values{"division": {"190400"}, "unit": {""}}, 403, "没有做这件事的权限"},
		"two of them": {url.Values{"role-auditor": {"on"}}, 409, "不能同时办理业务"},
	} {
		form := w.newForm()
		for field, value := range c.change {
			form[field] = value
		}
		t.Run(name, func(t *testing.T) { w.Refused("security", "/accounts", form, c.status, c.sentence) })
	}
	entries := w.Page("security", "/accounts").All("[data-rows] tbody tr")
	if len(entries) != 4 {
		t.Errorf("%d accounts are there after refusals, want 4", len(entries))
	}
	form := w.newForm()
	w.Done("security", "/accounts", form)
	w.Done("security", "/accounts", form) // a form sent twice makes one account
	if entries := w.Page("security", "/accounts").All("[data-rows] tbody tr"); len(entries) != 5 {
		t.Errorf("%d accounts are there after one was made, want 5", len(entries))
	}
}

func TestAccount_ChangesTakeEffectAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.newForm()
	w.Done("security", "/accounts", form)
	at := "/accounts/" + form.Get("id")
	w.Guarded("operator", "GET "+at, "POST "+at+"/roles", "POST "+at+"/password", "POST "+at+"/disable", "POST "+at+"/enable")
	if got := w.Send("security", http.MethodGet, "/accounts/"+uuid.NewString(), nil); got.Code != http.StatusNotFound {
		t.Errorf("an account that is not there gives %d", got.Code)
	}
	w.Page("security", at).Has("input[name=role-reporter][checked]")

	w.Refused("security", at+"/roles", url.Values{"role-operator": {"on"}, "role-security": {"on"}}, 409, "不能由同一账号兼任")
	w.Page("security", at).Has("input[name=role-reporter][checked]")
	w.Done("security", at+"/roles", url.Values{"role-approver": {"on"}})
	p := w.Page("security", at)
	p.Has("input[name=role-approver][checked]")
	p.Lacks("input[name=role-reporter][checked]")

	w.Refused("security", at+"/password", url.Values{"password": {"short"}, "again": {"short"}}, 422, "密码太短")
	w.Done("security", at+"/password", url.Values{"password": {fresh}, "again": {fresh}})
	w.SignIn("zhou", fresh)
	w.Done("security", at+"/disable", url.Values{})
	if got := w.Send("zhou", http.MethodGet, "/account", nil); got.Code != http.StatusUnauthorized {
		t.Errorf("a locked account sees the status %d", got.Code)
	}
	w.Page("security", at).Has(`form[action$="/enable"]`)
	w.Done("security", at+"/enable", url.Values{})
	w.SignIn("zhou", fresh)

	own := "/accounts/" + w.people["security"].String()
	w.Page("security", own).Lacks("main form")
	w.Refused("security", own+"/roles", url.Values{"role-operator": {"on"}}, 403, "不能给自己授予角色")
	w.Refused("security", own+"/disable", url.Values{}, 403, "不能给自己授予角色")
}

func TestMustChange_ComesBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Done("security", "/accounts", w.newForm())
	w.SignIn("zhou", password)
	for _, path := range []string{"/", "/tasks", "/documents"} {
		got := w.Send("zhou", http.MethodGet, path, nil)
		if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/account" {
			t.Errorf("%s gives %d to %q before the password is changed", path, got.Code, got.Header().Get("Location"))
		}
	}
	if got := w.Send("zhou", http.MethodPost, "/account/code", url.Values{}); got.Code != http.StatusSeeOther {
		t.Errorf("one-time codes may be set up before the password is changed: %d", got.Code)
	}
	p := w.Page("zhou", "/account")
	if !strings.Contains(p.Text(), "密码由管理员设置") {
		t.Error("the account does not say why it is shown")
	}
	p.Lacks("nav a[href='/tasks']")
	w.Refused("zhou", "/account/password", url.Values{"old": {"wrong"}, "fresh": {fresh}, "again": {fresh}}, 422, "现在的密码不对")
	w.Done("zhou", "/account/password", url.Values{"old": {password}, "fresh": {fresh}, "again": {fresh}})
	w.SignIn("zhou", fresh)
	w.Page("zhou", "/")
	if _, err := w.I.Sessions.SignIn(t.Context(), app.Call{From: "192.0.2.7", Request: "test"}, session.Typed{Account: "zhou", Password: password}); err == nil {
		t.Error("the old password still opens a session")
	}
}
