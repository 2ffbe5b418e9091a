package serve_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/browser"
)

// corpus reads a document of the corpus by the first letters of its name.
func corpus(t *testing.T, prefix string) []byte {
	t.Helper()
	dir := os.Getenv("WENXIAO_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	found, err := filepath.Glob(filepath.Join(dir, prefix+"*.txt"))
	if err != nil || len(found) != 1 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("there is no corpus at %s, and CI needs it: set WENXIAO_CORPUS", dir)
		}
		t.Skip("there is no corpus: its documents were not tried (set WENXIAO_CORPUS)")
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// builders lead what the journeys with real documents adopt.
const builders = "安岭市住房和城乡建设局"

// Journey 2. A damaged plan can be adopted as a draft only; the issued one takes its place, with the values in conflict beside their sentences.
func TestReplace(t *testing.T) {
	b := browser.Start(t)
	damaged, issued := corpus(t, "002"), corpus(t, "000")
	var days calendar // what the plan orders is still to come
	days.ahead.Store(int64(time.Date(2022, 7, 18, 0, 0, 0, 0, time.UTC).Sub(time.Date(2025, 5, 6, 0, 0, 0, 0, time.UTC))))
	h := buildOn(t, days.now())
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: map[string]bool{"sign-in": true, "workbench of supervisor": true, "workbench of reporter": true}} // as other journeys see them
	d.enter("supervisor")

	d.put("002.txt", damaged)
	if text := browser.Eval[string](d.Page, "document.querySelector('.issued').innerText"); !strings.Contains(text, "残缺") || !strings.Contains(text, "试用稿") {
		t.Errorf("nothing says that the plan is damaged: %s", text)
	}
	if n := browser.Eval[int](d.Page, "document.querySelectorAll('[name^=\"issued.\"]').length"); n > 0 {
		t.Errorf("%d entries ask for the issue of a damaged plan", n)
	}
	draft := browser.Eval[string](d.Page, "location.pathname")
	d.take(builders, "加快推进大县城建设", "促进特色小镇规范健康发展")
	d.arrive("drafts in the ledger", "location.pathname === '/tasks'")
	d.Page = d.b.Visit(t, h.address+draft, browser.Desk)
	d.arrive("document, a draft", "document.querySelector('.state-draft')")

	d.put("000.txt", issued)
	newer := browser.Eval[string](d.Page, "location.pathname")
	d.Click("a[href$='/relations']")
	d.arrive("no relations", "document.querySelector('select[name=other]')")
	d.do("select[name=other]", "e.selectedIndex = 1", nil)
	d.Click("form.filter button")
	d.arrive("relations", "document.querySelector('.relation')")
	if n := browser.Eval[int](d.Page, "document.querySelectorAll('.difference.doubtful').length"); n < 4 {
		t.Errorf("%d values in conflict are shown, not four", n)
	}
	if bare := browser.Eval[int](d.Page, "[...document.querySelectorAll('.difference.doubtful')].filter(e => [...e.querySelectorAll('.form-check')].filter(c => (c.querySelector('.quiet')?.innerText || '').length > 8).length !== 2).length"); bare > 0 {
		t.Errorf("%d values in conflict stand without both sentences", bare)
	}
	d.do(".difference.doubtful input[value=old]", "e.click()", nil)
	d.Click(".relation button[value=choose]")
	d.arrive("choice without a reason", "document.querySelector('.notice-fault') && document.querySelector('.difference.doubtful input[value=old]').checked")
	d.set(".difference.doubtful input[type=text]", "以市政府常务会议纪要为准")
	d.Click(".relation button[value=choose]")
	d.arrive("choice with a reason", "!document.querySelector('.notice-fault') && document.querySelector('.difference.doubtful input[type=text]').value === '以市政府常务会议纪要为准'")
	d.Page = d.b.Visit(t, h.address+browser.Eval[string](d.Page, "document.querySelector('.relation p a').getAttribute('href')"), browser.Desk)
	d.Wait("document.body.innerText.includes('142')")
	for _, fault := range d.Faults() {
		t.Errorf("comparison: %s", fault)
	}

	d.Page = d.b.Visit(t, h.address+newer, browser.Desk)
	d.arrive("review beside a relation", "document.querySelector('form.review')")
	if browser.Eval[bool](d.Page, "!!document.querySelector('.issued')") { // its text shows no number of its own
		d.set("[name='issued.on']", "2022-07-12")
		d.set("[name='issued.reason']", "已核对原件")
	}
	d.take(builders, "强化县城重要载体作用", "促进特色小镇规范健康发展")
	d.arrive("ledger", "location.pathname === '/tasks'")
	d.Click("[data-rows] a.open")
	d.arrive("task that goes on", "/^\\/tasks\\/./.test(location.pathname)")
	if text := browser.Eval[string](d.Page, "document.querySelector('.task-top').innerText"); !strings.Contains(text, "加快推进大县城建设") {
		t.Errorf("the task does not say whose place it has taken: %s", text)
	}
	d.Page = d.b.Visit(t, h.address+draft, browser.Desk)
	d.arrive("document, replaced", "document.querySelector('.state-replaced')")
	d.Page = d.b.Visit(t, h.address+"/tasks?document="+strings.TrimPrefix(draft, "/documents/"), browser.Desk)
	d.arrive("tasks, replaced", "document.querySelectorAll('[data-rows] .state-closed').length === 2")

	d.enter("reporter") // whose unit leads tasks of both
	d.Click("nav a[href='/due']")
	d.arrive("what is due by the plan that holds", "location.pathname === '/due' && document.querySelector('[data-rows] tbody tr')")
	asked := make(map[string]bool)
	for _, row := range d.rows() {
		if asked[row] {
			t.Errorf("is to be reported twice: %s", row)
		}
		asked[row] = true
	}
	if !strings.Contains(strings.Join(slices.Collect(maps.Keys(asked)), "\n"), "促进特色小镇规范健康发展") {
		t.Errorf("the task of both plans is not reported on: %v", asked)
	}
}

// rows are those of the list that is shown, with what stands in their cells.
func (d *desk) rows() []string {
	d.t.Helper()
	return browser.Eval[[]string](d.Page, "[...document.querySelectorAll('[data-rows] tbody tr')].map(r => [...r.cells].map(c => c.innerText.trim()).join(' | '))")
}

// put sends a document in and waits for its review.
func (d *desk) put(name string, text []byte) {
	d.t.Helper()
	d.Page = d.b.Visit(d.t, d.h.address+"/documents", browser.Desk)
	d.choose("#f-file", name, text)
	d.Click("form.upload button")
	d.Wait("/^\\/documents\\/[0-9a-f-]{36}$/.test(location.pathname)")
	d.arrive("review of "+name, "document.querySelector('form.review')")
}

// take adopts some tasks of a document, led by a unit, and leaves the others.
func (d *desk) take(unit string, titles ...string) {
	d.t.Helper()
	d.Wait("document.querySelector('#units option')")
	for _, title := range titles { // what is looked at comes whole
		const card = "[...document.querySelectorAll('.card-task')].find(c => c.querySelector('.title').value === %q)"
		browser.Eval[bool](d.Page, fmt.Sprintf(card+".scrollIntoView(), true", title))
		d.Wait(fmt.Sprintf("!"+card+".querySelector('.rest')", title))
	}
	d.do("form.review", `const all = [...e.querySelectorAll('.card-task')], kept = all.filter(c => v.titles.includes(c.querySelector('.title').value));
		all.filter(c => !kept.includes(c)).forEach(c => c.querySelector('input[name=take]').click());
		e.querySelector("[name='why']").value = '不属于本次采用范围';
		kept.forEach(c => {
			c.querySelector('input[type=radio]').click();
			const unit = c.querySelector('select');
			unit.dispatchEvent(new Event('focusin', {bubbles: true})); // who goes to the list has all units
			unit.value = [...unit.options].find(o => o.text === v.unit).value;
			c.querySelectorAll('.duties select').forEach(s => { if (!s.value) s.value = '-' });
			const done = c.querySelector("input[name^='done.']");
			if (done) done.value = '通过验收';
			const proof = c.querySelector("input[name^='proof.']");
			if (proof) proof.value = '验收单';
		})`, map[string]any{"unit": unit, "titles": titles})
	if n := browser.Eval[int](d.Page, "document.querySelectorAll('.card-task .line input[name=take]:checked').length"); n != len(titles) {
		d.t.Fatalf("%d tasks are taken of %s", n, fmt.Sprint(titles))
	}
	d.do("form.review button[value=adopt]", "e.click()", nil)
	d.Wait("document.querySelector('#confirm').open")
	d.Click("#confirm [data-yes]")
}
