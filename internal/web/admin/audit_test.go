package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestAudit_ListsFiltersAndTurnsPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Guarded("security", "GET /audit", "POST /audit/check")
	form := w.newForm()
	w.Done("security", "/accounts", form)
	for range 30 {
		w.Done("security", "/accounts/"+form.Get("id")+"/disable", url.Values{})
		w.Done("security", "/accounts/"+form.Get("id")+"/enable", url.Values{})
	}
	p := w.Page("auditor", "/audit")
	if got := len(p.All(".rows tbody tr")); got != 50 {
		t.Errorf("the first page has %d events, want 50", got)
	}
	p.Says(".rows tbody tr:first-child td:nth-child(2)", "security")
	p.Says(".rows tbody tr:first-child td:nth-child(3)", "恢复账号")
	p.Says(".rows tbody tr:first-child td:nth-child(4)", "zhou")
	seen := 50
	for next := p.All("a[rel=next]"); len(next) > 0; next = p.All("a[rel=next]") {
		p = w.Page("auditor", next[0].Attr("href"))
		seen += len(p.All(".rows tbody tr"))
	}
	p = w.Page("auditor", "/audit?account=security&kind=account.disable")
	if got := len(p.All(".rows tbody tr")); got != 30 {
		t.Errorf("the filter leaves %d events, want 30", got)
	}
	if want := 60 + 1 + 4 + 4 + 3; seen != want { // locked and let in, made, founded, signed in, divisions and unit
		t.Errorf("all pages have %d events, want %d", seen, want)
	}
	w.Page("auditor", "/audit?account=nobody").Has(".empty-box")
	w.Page("auditor", "/audit?from=2025-03-04").Has(".empty-box")
	w.Page("auditor", "/audit?from=2025-03-03&to=2025-03-03").Has(".rows tbody tr")
	w.Page("auditor", "/audit?before=%3Cem%3E-1").Has(".rows tbody tr")
	got := w.Send("auditor", http.MethodGet, "/audit?from=%3Cem%3E", nil)
	if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "不是日期") || strings.Contains(got.Body.String(), "<em>") {
		t.Errorf("a day that is none gives %d: %s", got.Code, got.Body)
	}
	w.Page("auditor", "/audit?lang=en").Says(".rows tbody tr:first-child td:nth-child(3)", "Let an account in again")
}

func TestAudit_CheckSaysWhetherTheChainsAreWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if text := w.Page("auditor", "/audit").Text(); !strings.Contains(text, "还没有校验过") {
		t.Error("the page does not say that nothing was verified yet")
	}
	w.Done("auditor", "/audit/check", url.Values{})
	if text := w.Page("auditor", "/audit").Text(); !strings.Contains(text, "审计链完整") {
		t.Errorf("whole chains are not told of as whole: %s", text)
	}
}
