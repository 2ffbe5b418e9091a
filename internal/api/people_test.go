package api_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestSession_SaysWhoAndEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	me := w.send("nongye", "GET", "/api/v1/session", nil).want(t, 200)
	if me.text(t, "name") != "nongye" || me.text(t, "unit") != w.units[units[0]].String() || me.text(t, "roles", 0, "role") != "reporter" || me.text(t, "division") != "140399" {
		t.Errorf("me: %s", me.body)
	}
	may := me.json(t, "permissions").([]any)
	if !slices.Contains(may, any("report.write")) || slices.Contains(may, any("report.accept")) {
		t.Errorf("permissions: %v", may)
	}
	w.send("", "POST", "/api/v1/session", map[string]string{"account": "nongye", "password": "wrong", "otp": ""}).want(t, 401)
	w.send("nongye", "DELETE", "/api/v1/session", nil).want(t, 204)
	w.send("nongye", "GET", "/api/v1/session", nil).want(t, 401)
}

func TestAccounts_AreMadeChangedAndLocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	id := newID()
	account := map[string]any{"id": id, "name": "Wang.Fang", "label": "王芳", "division": "140399", "unit": w.units[units[1]], "password": password, "roles": []string{"reporter"}}
	for range 2 { // the second time is the same request again
		made := w.send("anquan", "POST", "/api/v1/accounts", account).want(t, 200)
		if made.text(t, "name") != "wang.fang" || made.text(t, "must_change") != "true" || made.text(t, "roles", 0, "role") != "reporter" || strings.Contains(string(made.body), "argon") {
			t.Errorf("made: %s", made.body)
		}
	}
	// Who was given a password changes it before anything else.
	if got := w.send("wang.fang", "GET", "/api/v1/due", nil).want(t, 403).text(t, "code"); got != "password-change" {
		t.Errorf("code %s", got)
	}
	const own = "Eigenes-9-白桦"
	w.send("wang.fang", "PUT", "/api/v1/session/password", map[string]string{"old": "no", "new": own}).want(t, 422)
	w.send("wang.fang", "PUT", "/api/v1/session/password", map[string]string{"old": password, "new": own}).want(t, 204)
	w.send("wang.fang", "GET", "/api/v1/due", nil).want(t, 401)
	w.tokens["wang.fang"] = w.send("", "POST", "/api/v1/session", map[string]string{"account": "wang.fang", "password": own}).want(t, 200).text(t, "token")
	w.send("wang.fang", "GET", "/api/v1/due", nil).want(t, 200)

	roles := w.send("anquan", "PUT", "/api/v1/accounts/"+id+"/roles", map[string]any{"roles": []string{"approver"}}).want(t, 200)
	if roles.text(t, "roles", 0, "role") != "approver" {
		t.Errorf("roles: %s", roles.body)
	}
	w.send("anquan", "PUT", "/api/v1/accounts/"+id+"/disabled", map[string]bool{"is_disabled": true}).want(t, 200)
	w.send("", "POST", "/api/v1/session", map[string]string{"account": "wang.fang", "password": own}).want(t, 401)
	w.send("anquan", "PUT", "/api/v1/accounts/"+id+"/disabled", map[string]bool{"is_disabled": false}).want(t, 200)
	w.send("anquan", "PUT", "/api/v1/accounts/"+id+"/password", map[string]string{"password": password}).want(t, 200)
	w.send("", "POST", "/api/v1/session", map[string]string{"account": "wang.fang", "password": password}).want(t, 200)
	if n := len(w.send("anquan", "GET", "/api/v1/accounts", nil).want(t, 200).json(t, "items").([]any)); n != len(people)+1 {
		t.Errorf("%d accounts", n)
	}
}

func TestAudit_TellsPageByPageAndVerifies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.adopt()
	w.token("shenji")
	want := w.events()
	var seen []string
	path := "/api/v1/audit?limit=3"
	for next := ""; ; {
		page := w.send("shenji", "GET", path+next, nil).want(t, 200)
		for i := range page.json(t, "items").([]any) {
			seen = append(seen, page.text(t, "items", i, "id"))
		}
		if page.json(t, "next") == nil {
			break
		}
		next = "&before=" + url.QueryEscape(page.text(t, "next"))
	}
	slices.Sort(seen)
	if len(slices.Compact(seen)) != want {
		t.Errorf("%d events seen, %d there", len(seen), want)
	}
	latest := w.send("shenji", "GET", path, nil).want(t, 200)
	if latest.text(t, "items", 0, "action") != "session.open" || latest.text(t, "items", 0, "account") != w.people["shenji"].String() {
		t.Errorf("latest: %s", latest.body)
	}
	if other := w.send("shenji", "GET", "/api/v1/audit?division=140300", nil).want(t, 200); len(other.json(t, "items").([]any)) != 0 {
		t.Errorf("the city's chain: %s", other.body)
	}
	checked := w.send("shenji", "POST", "/api/v1/audit/verify", nil).want(t, 200)
	if len(checked.json(t, "faults").([]any)) != 0 || checked.text(t, "elsewhere") != "0" || checked.text(t, "events") == "0" {
		t.Errorf("checked: %s", checked.body)
	}
}

func TestJobs_AreTheirOwnersAndTheOperators(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	job := w.send("duchashi", "POST", "/api/v1/documents", upload(t, uuid.Nil, "a.txt", []byte(plan))).want(t, 200).text(t, "job")
	w.wait(job)
	w.send("nongye", "GET", "/api/v1/jobs/"+job, nil).want(t, 404)
	w.send("nongye", "POST", "/api/v1/jobs/"+job+"/cancel", nil).want(t, 404)
	w.send("xitong", "GET", "/api/v1/jobs/"+job, nil).want(t, 200)
	if got := w.send("duchashi", "POST", "/api/v1/jobs/"+job+"/cancel", nil).want(t, 200).text(t, "state"); got != "done" {
		t.Errorf("state %s", got)
	}
}

func TestLists_PageByPageAndOnlyWhatIsWithinReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.adopt()
	w.adopt()
	for path, want := range map[string]map[string]int{
		"/api/v1/due":       {"duchashi": 72, "nongye": 24, "jiaoyu": 24},
		"/api/v1/tasks":     {"duchashi": 6, "nongye": 2, "minzheng": 4}, // one it leads, one it cooperates in, twice
		"/api/v1/documents": {"duchashi": 2, "jiaoyu": 2},
	} {
		for who, n := range want {
			seen := map[string]bool{}
			for next := ""; ; {
				page := w.send(who, "GET", path+"?limit=5"+next, nil).want(t, 200)
				for i := range page.json(t, "items").([]any) {
					seen[page.text(t, "items", i, "id")] = true
				}
				if page.json(t, "next") == nil {
					break
				}
				next = "&after=" + page.text(t, "next")
			}
			if len(seen) != n {
				t.Errorf("%s sees %d of %s, want %d", who, len(seen), path, n)
			}
		}
	}
	if got := w.send("jiaoyu", "GET", "/api/v1/units?division=140399", nil).want(t, 200); len(got.json(t, "items").([]any)) != len(units) || got.text(t, "items", 0, "names", 0, "name") == "" {
		t.Errorf("units: %s", got.body)
	}
	if got := w.send("jiaoyu", "GET", "/api/v1/divisions", nil).want(t, 200); len(got.json(t, "items").([]any)) != 3 {
		t.Errorf("divisions: %s", got.body)
	}
}

func TestAdopt_SaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	text := strings.ReplaceAll(strings.ReplaceAll(plan, "县教育局", "县体育局"), "新建社区食堂12个", "加快建设社区食堂")
	sent := w.send("duchashi", "POST", "/api/v1/documents", upload(t, uuid.Nil, "a.txt", []byte(text))).want(t, 200)
	w.wait(sent.text(t, "job"))
	before := w.events()
	path := "/api/v1/documents/" + sent.text(t, "id") + "/adopt"
	missing := w.send("duchashi", "POST", path, map[string]any{"auto": true, "every": "month"}).want(t, 422)
	if missing.text(t, "code") != "adopt-missing" || missing.text(t, "extra") != "[map[key:missing-lead task:1] map[key:missing-done-when task:2] map[key:missing-proof task:2]]" {
		t.Errorf("missing: %s", missing.body)
	}
	if after := w.events(); after != before {
		t.Errorf("%d events before, %d after", before, after)
	}
	decided := map[string]any{"auto": true, "every": "month", "tasks": []any{map[string]any{},
		map[string]any{"duties": []any{map[string]any{"unit": w.units[units[1]]}}}, map[string]any{"done_when": "食堂开业", "proof": "照片"}}}
	w.send("duchashi", "POST", path, decided).want(t, 200)
	if got := w.send("duchashi", "POST", path, decided).want(t, 409).text(t, "code"); got != "adopt-done" {
		t.Errorf("code %s", got)
	}
	if got := w.send("jiaoyu", "GET", "/api/v1/tasks", nil).want(t, 200); len(got.json(t, "items").([]any)) != 1 {
		t.Errorf("tasks: %s", got.body)
	}
}

func TestDownload_ANameOfAnyLettersStaysAName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	for sent, want := range map[string]string{
		"plan.txt":               `attachment; filename=plan.txt`,
		"工作 方案.txt":              `attachment; filename*=utf-8''%E5%B7%A5%E4%BD%9C%20%E6%96%B9%E6%A1%88.txt`,
		`a"; filename=b.exe.txt`: `attachment; filename="a_; filename=b.exe.txt"`,
	} {
		id := w.send("duchashi", "POST", "/api/v1/documents", upload(t, uuid.Nil, sent, []byte(plan))).want(t, 200).text(t, "id")
		if got := w.send("duchashi", "GET", "/api/v1/documents/"+id+"/original", nil).want(t, 200).Header.Get("Content-Disposition"); got != want {
			t.Errorf("%s: %s", sent, got)
		}
	}
}
