package serve_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/browser"
)

// TestEmpty opens every list of a house in which nothing was done yet: each says that there is nothing, and what to do next.
func TestEmpty(t *testing.T) {
	b := browser.Start(t)
	h := build(t)
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: map[string]bool{"sign-in": true}}
	for _, x := range []struct {
		who   string
		lists []string
	}{
		{"supervisor", []string{"/", "/appraisals", "/bulletins", "/calendar", "/cases", "/cockpit", "/conferences", "/directives", "/divisions", "/documents", "/due", "/gaps", "/handovers", "/inbox",
			"/inspections", "/links", "/problems", "/reforms", "/reports", "/targets", "/tasks", "/tasks/copy", "/workbooks"}},
		{"reporter", []string{"/", "/absences", "/cases", "/due", "/inbox", "/tasks", "/workbooks"}},
		{"leader", []string{"/", "/brief"}},
		{"programme", []string{"/leads", "/registers"}},
	} {
		d.looked["workbench of "+x.who] = true
		d.enter(x.who)
		for _, at := range x.lists {
			d.Go(t, h.address+at, browser.Desk)
			d.Wait("document.readyState === 'complete'")
			const box = "[...document.querySelectorAll('main .empty-box')].filter(e => e.getClientRects().length > 0 && [...e.querySelectorAll('p')].filter(p => p.innerText.trim().length > 3).length > 1).length"
			if browser.Eval[int](d.Page, box) == 0 {
				t.Errorf("%s of %s does not say what to do:\n%s", at, x.who, browser.Eval[string](d.Page, "document.querySelector('main').innerText"))
			}
		}
	}
}
