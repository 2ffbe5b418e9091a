package storybook

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/asset"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// serve serves the stories and what they load; every other address takes what it is sent and says nothing.
func serve(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(asset.Prefix, asset.Handler())
	mux.Handle(Prefix, Handler())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func render(t *testing.T, s Story, v Variant) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Show(v).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestStories_HoldTheRulesOfEveryPage(t *testing.T) {
	t.Parallel()
	for _, s := range Stories() {
		for _, lang := range []locale.Lang{locale.Zh, locale.En} {
			t.Run(s.Name+"/"+locale.Name(lang), func(t *testing.T) {
				t.Parallel()
				text := render(t, s, Variant{Lang: lang})
				if len(text) > 150_000 {
					t.Errorf("the page has %d bytes, more than 150,000", len(text))
				}
				p := htmlcheck.Parse(t, text)
				p.Lacks("[style]")
				p.Lacks("[onclick], [onsubmit], [onchange], [hx-on]")
				p.Lacks("script:not([src]), style")
				p.One("h1")
				p.One("title")
				p.Lacks("form:not([action])")
				p.Lacks(`form:not([method=get]):not([method=post])`)
				p.Lacks(`a:not([href])`)
				if strings.Contains(text, "[word.") || strings.Contains(text, "%!") {
					t.Error("a wording is missing or is filled wrongly")
				}
				ids := map[string]bool{}
				for _, x := range p.All("[id]") {
					if id := x.Attr("id"); ids[id] {
						t.Errorf("the id %q stands twice", id)
					} else {
						ids[id] = true
					}
				}
			})
		}
	}
}

// What people and documents say reaches a page as text, whatever it holds.
func TestStories_EscapeWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	const hostile = `<img src=x onerror=alert(1)>"'</script>`
	b := book{Variant{}, "x"}
	f := b.frame("ledger", hostile)
	f.Person.Name = hostile
	page := &view.LedgerPage{
		Frame: f, List: b.list("ledger", nil, "", view.Field{Name: "unit", Kind: view.FieldText, Label: hostile, Value: hostile}),
		Rows: []view.LedgerRow{{Href: "javascript:alert(1)", Number: hostile, Title: hostile, Lead: hostile, Document: hostile, Light: "red", State: hostile, Due: b.due(1, true), Progress: hostile}},
	}
	var text bytes.Buffer
	if err := view.Ledger(page).Render(context.Background(), &text); err != nil {
		t.Fatal(err)
	}
	p := htmlcheck.Parse(t, text.String())
	p.Lacks("img[onerror]")
	p.Lacks(`a[href^="javascript:"]`)
	p.Says("h1", hostile)
	if got := p.One("td a.open").Attr("title"); got != hostile {
		t.Errorf("the title of the link is %q", got)
	}
}

// foreign lists the Chinese words of a page that stand in no element declared as Chinese.
const foreign = `(() => {
	const found = [];
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const n = walk.currentNode;
		if (/\p{Script=Han}/u.test(n.data) && n.parentElement.closest("[lang]").lang === "en") found.push(n.data.trim());
	}
	for (const e of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
		for (const a of ["aria-label", "placeholder"]) {
			const v = e.getAttribute(a) || "";
			if (/\p{Script=Han}/u.test(v) && e.closest("[lang]").lang === "en") found.push(a + ": " + v);
		}
	}
	return JSON.stringify(found);
})()`

// tooWide lists what makes a page wider than the screen.
const tooWide = `(() => {
	const found = [];
	if (document.documentElement.scrollWidth > innerWidth) {
		for (const e of document.querySelectorAll("main *, header *")) {
			if (e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .away, .crumbs") && found.length < 5) found.push(e.tagName + "." + e.className);
		}
		found.push("width " + document.documentElement.scrollWidth);
	}
	return JSON.stringify(found);
})()`

// Every page, in both languages, on a desk and a phone, light and dark: no fault of accessibility, nothing wider than the
// screen, no Chinese on an English page but what people entered, no message on the console, no request elsewhere.
func TestStories_InABrowser(t *testing.T) {
	b := browser.Start(t)
	server := serve(t)
	p := b.Visit(t, server+Prefix, browser.Desk)
	for i, s := range Stories() {
		for _, v := range []Variant{{Lang: locale.Zh}, {Lang: locale.En}} {
			t.Run(s.Name+"/"+locale.Name(v.Lang), func(t *testing.T) {
				dark := v.Lang == locale.En
				desk, phone := browser.Desk, browser.Phone
				desk.Dark, phone.Dark = dark, !dark
				p.Go(t, server+Prefix+s.Name+v.query(), desk)
				for n, screen := range []browser.Screen{desk, phone} {
					p.Show(screen)
					where := fmt.Sprintf("%d wide, dark %v", screen.Width, screen.Dark)
					switch {
					case v.Lang == locale.Zh:
						p.Audit(where)
					case n == i%2: // on one of the two in turn: the page is the same in other words, and so are its colours
						p.AuditWithoutContrast(where)
					}
					none(t, p, tooWide, where+": too wide")
				}
				p.Show(browser.Screen{Width: 320, Height: 640})
				none(t, p, tooWide, "320 wide: too wide")
				if v.Lang == locale.En {
					none(t, p, foreign, "not declared as Chinese")
				}
				for _, f := range p.Faults() {
					t.Error(f)
				}
			})
		}
	}
}

// printed lists what paper must not have: ways about the pages, things to press, tables that go over its edge, boxes that scroll.
const printed = `(() => {
	const found = [], seen = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
	for (const e of document.querySelectorAll("nav, .side, .top, button, .btn, input[type=submit], input[type=file], [role=search]")) {
		if (seen(e)) found.push("prints " + e.outerHTML.slice(0, 160));
	}
	for (const e of document.querySelectorAll("main table, main .scroll")) {
		if (seen(e) && (e.getBoundingClientRect().right > innerWidth + 1 || getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1)) found.push("cuts off " + e.tagName + "." + e.className);
	}
	return JSON.stringify(found.slice(0, 5));
})()`

// Every page in large type: nothing wider than a phone or a desk, no fault of accessibility. On paper (A4, upright) it has nothing of its tools, and whole tables.
func TestStories_InLargeTypeAndOnPaper(t *testing.T) {
	b := browser.Start(t)
	server := serve(t)
	p := b.Visit(t, server+Prefix, browser.Desk)
	for i, s := range Stories() {
		t.Run(s.Name, func(t *testing.T) {
			p.Go(t, server+Prefix+s.Name+Variant{Lang: locale.Lang(i % 2), Large: true}.query(), browser.Phone)
			none(t, p, tooWide, "large type on a phone: too wide")
			p.Show(browser.Desk)
			none(t, p, tooWide, "large type on a desk: too wide")
			p.AuditWithoutContrast("large type")
			p.Show(browser.Screen{Width: 669, Height: 1001, Media: "print"}) // within the margins of 9-paper.css
			none(t, p, printed, "on paper")
			for _, f := range p.Faults() {
				t.Error(f)
			}
		})
	}
}

// none fails the test for each thing an expression lists.
func none(t *testing.T, p *browser.Page, expression, what string) {
	t.Helper()
	var found []string
	if err := json.Unmarshal([]byte(browser.Eval[string](p, expression)), &found); err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("%s: %s", what, f)
	}
}
