package review

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// everyKind holds facts of every kind, and little else: axe looks at every element for long.
const everyKind = "../internal/review/testdata/every-kind.html"

// written puts the review page of a document into a file.
func written(t *testing.T, doc *policy.Document, lang source.Language) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, []byte(render(t, doc, lang)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The document the tests look at: a table, doubts of several kinds, a diagnostic.
const tableSample = "pollution-task-table.html"

// inView says that an element is fully seen in its pane or, on a phone, on the screen.
const inView = `(el => {
  const box = el.getBoundingClientRect(), pane = el.closest('.pane');
  const frame = pane && getComputedStyle(pane).overflowY === 'auto' ? pane.getBoundingClientRect() : {top: 0, bottom: innerHeight};
  return box.height > 0 && box.top >= frame.top && box.bottom <= frame.bottom;
})`

func seen(selector string) string {
	return fmt.Sprintf("%s(document.querySelector(%q))", inView, selector)
}

// The tests in a browser run one after the other: each browser is several processes.
func TestPage_InBrowser(t *testing.T) {
	b := browser.Start(t)
	chinese := written(t, sample(t, tableSample, source.Chinese), source.Chinese)
	for _, test := range []struct {
		name   string
		place  string
		screen browser.Screen
		look   func(t *testing.T, p *browser.Page)
	}{
		{"a fact shows its words and the words their fact", "", browser.Desk, lookBothWays},
		{"a fact shows its words on a phone, where the other tab comes up", "", browser.Phone, lookBothWaysOnPhone},
		{"n and p go through the doubtful items", "", browser.Desk, lookDoubts},
		{"filters leave what they say", "", browser.Desk, lookFilters},
		{"a search marks lines and leaves matching items", "", browser.Desk, lookSearch},
		{"a place in the address is shown", "#t9-g2", browser.Desk, lookPlace},
		{"the keys are listed", "", browser.Desk, lookKeys},
		{"nothing is wider than a phone", "", browser.Phone, lookWidth},
		{"paper has no tools, and numbers on both sides", "", browser.Screen{Width: 794, Height: 1123, Media: "print"}, lookPaper},
		{"dark is dark", "", browser.Screen{Width: 1366, Height: 768, Dark: true}, lookDark},
		{"without script both panes and the links are there", "#at-t9-g2", browser.Screen{Width: 1366, Height: 768, NoScript: true}, lookNoScript},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := b.Open(t, chinese+test.place, test.screen)
			test.look(t, p)
			for _, f := range p.Faults() {
				t.Error(f)
			}
		})
	}
}

func want(t *testing.T, p *browser.Page, claim string) {
	t.Helper()
	if !browser.Eval[bool](p, claim) {
		t.Errorf("not true: %s", claim)
	}
}

func lookBothWays(t *testing.T, p *browser.Page) {
	p.Click("#t12-g1 a")
	want(t, p, seen("#at-t12-g1"))
	want(t, p, `document.querySelector('#at-t12-g1').classList.contains('on') && document.querySelector('#t12-g1').classList.contains('on')`)
	want(t, p, `location.hash === '#t12-g1' && document.activeElement.id === 'at-t12-g1'`)
	want(t, p, `/第 \d+ 行/.test(document.querySelector('#status').textContent)`)
	p.Click("#at-t18-g1")
	want(t, p, seen("#t18-g1"))
	want(t, p, `document.querySelectorAll('.fact.on').length === 1 && document.querySelector('#t18-g1').classList.contains('on')`)
	p.Press(kb.Enter) // the focus is on the fact: back to its words
	want(t, p, `document.activeElement.id === 'at-t18-g1'`)
	p.Press(kb.Escape)
	want(t, p, `!document.querySelector('.on') && location.hash === ''`)
}

func lookBothWaysOnPhone(t *testing.T, p *browser.Page) {
	want(t, p, `!document.querySelector('#source').getClientRects().length`)
	p.Click("#t12-g1 a")
	p.Wait(seen("#at-t12-g1"))
	want(t, p, `document.querySelector('#tab-source').getAttribute('aria-selected') === 'true' && !document.querySelector('#proposal').getClientRects().length`)
	p.Click("#at-t12-g1")
	p.Wait(seen("#t12-g1"))
}

func lookDoubts(t *testing.T, p *browser.Page) {
	ids := browser.Eval[[]string](p, `Array.from(document.querySelectorAll('.fact[data-q]'), el => el.id)`)
	if len(ids) < 5 {
		t.Fatalf("only %d doubtful items", len(ids))
	}
	want(t, p, fmt.Sprintf(`document.querySelector('#doubts').textContent.includes('%d')`, len(ids)))
	for i, id := range append(ids, ids[0]) { // after the last comes the first
		p.Press([]string{"n", "j"}[i%2])
		if got := browser.Eval[string](p, `document.querySelector('.fact.on').id`); got != id {
			t.Fatalf("step %d shows %s, want %s", i+1, got, id)
		}
		want(t, p, seen("#"+id))
		want(t, p, `document.querySelectorAll('.m.on').length === 0 || `+seen(".m.on"))
	}
	p.Press("p")
	want(t, p, fmt.Sprintf(`document.querySelector('.fact.on').id === %q`, ids[len(ids)-1]))
	p.Press("k")
	want(t, p, fmt.Sprintf(`document.querySelector('.fact.on').id === %q`, ids[len(ids)-2]))
}

func lookFilters(t *testing.T, p *browser.Page) {
	const visible = `Array.from(document.querySelectorAll('#proposal .fact:not(.card)')).filter(el => el.getClientRects().length)`
	p.Click("[data-show=doubt]")
	want(t, p, visible+`.length > 0 && `+visible+`.every(el => el.hasAttribute('data-q'))`)
	want(t, p, `/显示 \d+ 条，共 \d+ 条/.test(document.querySelector('#status').textContent)`)
	p.Click("[data-show=all]")
	browser.Eval[bool](p, `(k => { k.value = 'provision'; return k.dispatchEvent(new Event('change')) })(document.querySelector('#kind'))`)
	want(t, p, visible+`.length > 0 && `+visible+`.every(el => el.dataset.k === 'provision')`)
	want(t, p, `!Array.from(document.querySelectorAll('.card, .part:not(.trouble)')).some(el => el.getClientRects().length && !el.querySelector('.fact:not([hidden])'))`)
	p.Click("#at-t18-g1") // what the filter hides comes back when it is asked for
	want(t, p, seen("#t18-g1"))
	want(t, p, `document.querySelector('#kind').value === ''`)
}

func lookSearch(t *testing.T, p *browser.Page) {
	p.Press("/")
	want(t, p, `document.activeElement.id === 'search'`)
	browser.Eval[string](p, `document.querySelector('#search').value = ''`) // a test's "/" is typed as well, a person's is not
	p.Press("柴油货车")
	p.Wait(`document.querySelectorAll('.hit').length > 0`)
	want(t, p, `Array.from(document.querySelectorAll('.hit')).every(el => el.textContent.includes('柴油货车'))`)
	want(t, p, `Array.from(document.querySelectorAll('#proposal .row')).every(el => el.hidden || el.textContent.includes('柴油货车'))`)
	p.Press(kb.Enter)
	want(t, p, seen(".hit"))
	p.Press(kb.Escape)
	want(t, p, `!document.querySelector('.hit') && !document.querySelector('#proposal .fact[hidden]')`)
}

func lookPlace(t *testing.T, p *browser.Page) {
	want(t, p, seen("#t9-g2"))
	want(t, p, seen("#at-t9-g2"))
	want(t, p, `document.querySelector('#t9-g2').getAttribute('aria-current') === 'true'`)
	want(t, p, `document.scrollingElement.scrollTop === 0`)
}

func lookKeys(t *testing.T, p *browser.Page) {
	p.Press("?")
	want(t, p, `document.querySelector('#keys').open`)
	p.Press(kb.Escape)
	p.Wait(`!document.querySelector('#keys').open`)
}

func lookWidth(t *testing.T, p *browser.Page) {
	for range 2 {
		want(t, p, `document.documentElement.scrollWidth <= innerWidth`)
		// A wide table scrolls in its own frame and nowhere else.
		want(t, p, `Array.from(document.querySelectorAll('body *')).every(el => el.closest('.scroll, .skip') || el.getBoundingClientRect().right <= innerWidth + 1)`)
		p.Click("#tab-source")
	}
	want(t, p, `Array.from(document.querySelectorAll('.scroll')).some(el => el.scrollWidth > el.clientWidth)`)
}

func lookPaper(t *testing.T, p *browser.Page) {
	want(t, p, `!Array.from(document.querySelectorAll('.tools, .tabs, .skip, dialog, .legend')).some(el => el.getClientRects().length)`)
	want(t, p, `document.querySelector('#proposal').getBoundingClientRect().bottom <= document.querySelector('#source').getBoundingClientRect().top + 1`)
	want(t, p, `document.querySelector('#t9-g2 .n').getClientRects().length > 0`)
	want(t, p, `getComputedStyle(document.querySelector('#at-t9-g2'), '::before').content.includes(document.querySelector('#at-t9-g2').dataset.n) || getComputedStyle(document.querySelector('#at-t9-g2'), '::before').content.includes('data-n')`)
	want(t, p, `document.querySelector('#at-t9-g2').dataset.n.split(',').includes(document.querySelector('#t9-g2 .n').textContent)`)
	want(t, p, `getComputedStyle(document.querySelector('.pane')).backgroundColor === 'rgba(0, 0, 0, 0)'`)
	if pdf := p.PDF(); !strings.HasPrefix(string(pdf), "%PDF") {
		t.Error("it does not print")
	}
}

func lookDark(t *testing.T, p *browser.Page) {
	want(t, p, `getComputedStyle(document.querySelector('.pane')).backgroundColor.match(/\d+/g).every(c => c < 64)`)
	p.Show(browser.Desk)
	want(t, p, `getComputedStyle(document.querySelector('.pane')).backgroundColor.match(/\d+/g).every(c => c > 192)`)
}

func lookNoScript(t *testing.T, p *browser.Page) {
	want(t, p, `!document.querySelector('.tools').getClientRects().length`)
	want(t, p, seen("#at-t9-g2"))
	p.Click("#at-t9-g2")
	p.Wait(`location.hash === '#t9-g2' && ` + seen("#t9-g2"))
	p.Click("#t9-g2 a")
	p.Wait(`location.hash === '#at-t9-g2' && ` + seen("#at-t9-g2"))
}

func TestPage_HostileTextDoesNothing(t *testing.T) {
	b := browser.Start(t)
	p := b.Open(t, written(t, hostile(), source.Chinese), browser.Desk)
	want(t, p, `document.querySelector('#source .text').textContent.includes('<img src=x onerror=alert(1)>')`)
	for range 5 {
		p.Press("n")
	}
	for _, f := range p.Faults() {
		t.Error(f)
	}
}

func TestPage_AxeFindsNothing(t *testing.T) {
	b := browser.Start(t)
	for _, lang := range []source.Language{source.Chinese, source.English} {
		file := written(t, sample(t, everyKind, lang), lang)
		for _, s := range []browser.Screen{browser.Desk, browser.Phone} {
			for _, s.Dark = range []bool{false, true} {
				p := b.Open(t, file, s)
				p.Press("n") // something is selected
				p.Audit(fmt.Sprintf("language %d, %+v", lang, s))
				if s.Width == browser.Phone.Width {
					p.Click("#tab-source")
					p.Audit(fmt.Sprintf("language %d, %+v, the source", lang, s))
				}
			}
		}
	}
}
