package view

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/htmlcheck"
	"github.com/wenxiao/wenxiao/internal/locale"
)

func shown(t *testing.T, c templ.Component) *htmlcheck.Page {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return htmlcheck.Parse(t, b.String())
}

func frame() *Frame { return &Frame{Lang: locale.En, Title: "Title"} }

func TestPage_ShowsOnlyWhatItIsGiven(t *testing.T) {
	t.Parallel()
	p := shown(t, Workbench(&WorkbenchPage{Frame: frame()}))
	p.Lacks("nav.side")
	p.Lacks(`form[action="/sign-out"]`)
	f := frame()
	f.Person = &Person{Name: "林晓"}
	f.Nav = []NavGroup{{Items: []NavItem{{Name: "ledger", Href: "/tasks", Current: true}}}}
	p = shown(t, Workbench(&WorkbenchPage{Frame: f}))
	if links := p.All("nav.side li a"); len(links) != 1 || links[0].Attr("aria-current") != "page" {
		t.Error("the areas are not the one that was given, or it is not marked")
	}
	p.Has(`form[action="/sign-out"]`)
}

func TestPage_IsShownAsChosen(t *testing.T) {
	t.Parallel()
	f := frame()
	f.Theme, f.Large = ThemeDark, true
	root := shown(t, Workbench(&WorkbenchPage{Frame: f})).One("html")
	if root.Attr("data-theme") != "dark" || root.Attr("data-type") != "large" || root.Attr("lang") != "en" {
		t.Errorf("the page begins with theme %q, type %q, language %q", root.Attr("data-theme"), root.Attr("data-type"), root.Attr("lang"))
	}
}

func TestReview_NamesWhatIsMissingAndTakesNothingOnceAdopted(t *testing.T) {
	t.Parallel()
	page := func(r *Review) *htmlcheck.Page {
		return shown(t, Document(&DocumentPage{Frame: frame(), State: "proposed", Review: r}))
	}
	r := &Review{
		Form:    Form{Action: "/adopt"},
		Tasks:   []ReviewTask{{ID: "t1", Path: "1", Title: "New", Printed: "Old", Take: true, Duties: []ReviewDuty{{ID: "d1", Role: "lead", Printed: "各有关部门"}}}},
		Missing: []Missing{{Text: "Choose the unit", On: "各有关部门", Href: "#d1"}},
	}
	p := page(r)
	p.Says("#missing li", "Choose the unit 各有关部门")
	p.Has("#d1") // where the list leads
	p.Has("select[name='unit.d1'].unset")
	p.Has("input[name=take][value=t1][checked]")
	p.Says(".printed span", "Old")
	r.Fixed = true
	p = page(r)
	p.Lacks("#missing")
	p.Lacks("form.review input:not([type=hidden]):not([disabled]), form.review select:not([disabled]), form.review button")
}

func TestDocument_AsksForItsStateOnlyWhileItIsCompiled(t *testing.T) {
	t.Parallel()
	page := &DocumentPage{Frame: frame(), State: "waiting", Progress: &Progress{Stage: "reading", Poll: "/documents/1/state", Page: "/documents/1"}}
	shown(t, Document(page)).Has(`#document-state[hx-get="/documents/1/state"]`)
	var part bytes.Buffer
	if err := templ.RenderFragments(context.Background(), &part, Document(page), StateFragment); err != nil {
		t.Fatal(err)
	}
	if s := part.String(); !strings.HasPrefix(strings.TrimSpace(s), `<div id="document-state"`) || strings.Contains(s, "<html") {
		t.Errorf("the fragment is %.200s", s)
	}
	page.Progress = nil
	shown(t, Document(page)).Lacks("[hx-get]")
}

func TestField_TellsWhatIsWrongToEveryReader(t *testing.T) {
	t.Parallel()
	p := shown(t, field(frame(), Field{Name: "x", Kind: FieldNumber, Label: "Area", Unit: "亩", Hint: "In all", Problem: "Enter a number.", Value: "many"}))
	entry := p.One("input#f-x")
	if entry.Attr("aria-invalid") != "true" || entry.Attr("value") != "many" {
		t.Errorf("the entry is %s", entry.HTML())
	}
	for _, id := range strings.Fields(entry.Attr("aria-describedby")) {
		p.Has("#" + id)
	}
	p.Says("#w-x", "Enter a number.")
	p.Has(`label[for="f-x"]`)
}

func TestField_NeverHoldsASecret(t *testing.T) {
	t.Parallel()
	p := shown(t, field(frame(), Field{Name: "x", Kind: FieldSecret, Label: "Identity", Masked: "14************12", Reveal: "/reveal"}))
	p.Says(".masked", "14************12")
	p.Has(`a[href="/reveal"]`)
	p.Has(`input#f-x[autocomplete=off][value=""]`)
	p = shown(t, field(frame(), Field{Name: "x", Kind: FieldSecret, Label: "Identity", Masked: "14************12"}))
	p.Lacks("a")
}

func TestPager_LeadsNowhereAtTheEnds(t *testing.T) {
	t.Parallel()
	p := shown(t, pager(frame(), List{Total: 1234, From: 1201, Shown: 34, Previous: "/tasks?before=x"}))
	p.Has(`a[rel=prev][href="/tasks?before=x"]`)
	p.Lacks("a[rel=next]")
	p.Says("nav > p:first-child", "Rows 1,201 to 1,234 of 1,234")
}

func TestQR_DrawsTheTextItWasGiven(t *testing.T) {
	t.Parallel()
	side, path := qrCode("otpauth://totp/x?secret=ABC")
	if side < 29 || !strings.HasPrefix(path, "M4 4h7v1h-7z") { // the corner mark begins behind a margin of four
		t.Errorf("%d modules, %.40s", side, path)
	}
	if side, _ := qrCode(strings.Repeat("x", 5000)); side != 0 {
		t.Error("a text that fits into no code was drawn")
	}
}

func TestGrouped(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{"ABCDEFGH": "ABCD EFGH", "ABC": "ABC", "": "", "ABCDE": "ABCD E"} {
		if got := grouped(secret); got != want {
			t.Errorf("%q is written %q", secret, got)
		}
	}
}

// In English, the names of a document that stand in a reason are declared as Chinese; nothing of it is lost.
func TestSentence_TellsNamesFromWords(t *testing.T) {
	t.Parallel()
	const why = "“开工率” was to be reached by 31 Mar 2026; 78% of 新建停车场."
	p := shown(t, sentence(&Frame{Lang: locale.En}, why))
	if names := p.All("[lang]"); len(names) != 2 || !strings.HasPrefix(names[0].Text(), "开工率") || !strings.HasPrefix(names[1].Text(), "新建停车场") {
		t.Errorf("the names are %d in %s", len(names), p.HTML())
	}
	if strings.ReplaceAll(p.Text(), " ", "") != strings.ReplaceAll(why, " ", "") {
		t.Errorf("the sentence is %q", p.Text())
	}
	shown(t, sentence(&Frame{Lang: locale.Zh}, why)).Lacks("[lang]")
}
