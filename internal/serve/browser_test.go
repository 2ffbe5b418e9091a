package serve_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/samples"
)

// A desk is where somebody sits in front of a browser.
type desk struct {
	*browser.Page
	t      *testing.T
	h      *house
	b      *browser.Browser
	lang   string
	looked map[string]bool
}

func TestNewcomer(t *testing.T) {
	b := browser.Start(t)
	h := build(t)
	h.open(t)
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			d := &desk{t: t, h: h, b: b, lang: lang, looked: make(map[string]bool)}
			d.adopt()
			d.assign()
			evidence := []byte("验收报告 " + lang + "\r\n\x00\xff")
			d.handIn("验收报告.pdf", evidence)
			d.giveBack("请补充完工数量。")
			d.correct("请补充完工数量。")
			d.accept(evidence)
		})
	}
	if s := h.log.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s)
	}
}

// arrive says what has to be true of a page that has come; it is looked at as everybody sees it, the first time.
func (d *desk) arrive(what, expression string) {
	d.t.Helper()
	d.Wait("document.readyState === 'complete' && (" + expression + ")")
	for _, fault := range d.Faults() {
		if !strings.Contains(fault, "status of 422") && !strings.Contains(fault, "status of 409") { // what was sent was refused, which the page then says
			d.t.Errorf("%s: %s", what, fault)
		}
	}
	if browser.Eval[bool](d.Page, "document.body.innerText.includes('1970-01-01')") {
		d.t.Errorf("%s: shows a day that nobody set", what)
	}
	if d.looked[what] {
		return
	}
	d.looked[what] = true
	d.AuditWithoutContrast(what) // the stories have these pages in all their colours
	d.keep(what + " desk")
	d.Show(browser.Phone)
	d.keep(what + " phone")
	if width := browser.Eval[int](d.Page, "document.documentElement.scrollWidth"); width > 390 {
		d.t.Errorf("%s: is %d pixels wide on a telephone", what, width)
	}
	d.Show(browser.Desk)
	if d.lang != "en" {
		return
	}
	if han := browser.Eval[string](d.Page, hanText); han != "" {
		d.t.Errorf("%s: Chinese words on an English page: %s", what, han)
	}
}

// keep keeps a picture of what is seen, to look at, where WENXIAO_KEEP names a folder for that.
func (d *desk) keep(name string) {
	d.t.Helper()
	if folder := os.Getenv("WENXIAO_KEEP"); folder != "" {
		d.h.must(d.t, os.WriteFile(filepath.Join(folder, name+".png"), d.Screenshot(), 0o600))
	}
}

// hanText is the Chinese text of a page that is not declared as data, line by line.
const hanText = `(() => {
	const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) if (/\p{Script=Han}/u.test(walk.currentNode.data) && !walk.currentNode.parentElement.closest('[lang^=zh], script, style, .person')) found.push(walk.currentNode.data.trim());
	return found.join('\n');
})()`

// enter signs somebody in, after whoever sat here.
func (d *desk) enter(name string) {
	d.t.Helper()
	if d.Page == nil { // somebody else may have left without signing out
		d.Page = d.b.Visit(d.t, d.h.address+"/sign-in", browser.Desk)
	}
	browser.Eval[bool](d.Page, "fetch('/sign-out', {method: 'POST'}).then(() => true)")
	d.Page = d.b.Visit(d.t, d.h.address+"/sign-in?lang="+d.lang, browser.Desk)
	d.arrive("sign-in", "document.querySelector('[name=account]')")
	d.set("[name=account]", name)
	d.set("[name=password]", commonPassword)
	d.Click("form[action='/sign-in'] button.btn-primary")
	d.arrive("workbench of "+name, "location.pathname === '/'")
}

// set fills an entry.
func (d *desk) set(selector, value string) {
	d.t.Helper()
	d.do(selector, "e.focus(); e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true}))", value)
}

// choose puts a file into an entry.
func (d *desk) choose(selector, name string, content []byte) {
	d.t.Helper()
	d.do(selector, `const all = new DataTransfer();
		all.items.add(new File([Uint8Array.from(atob(v.content), c => c.charCodeAt(0))], v.name));
		e.files = all.files; e.dispatchEvent(new Event('change', {bubbles: true}))`,
		map[string]string{"name": name, "content": base64.StdEncoding.EncodeToString(content)})
}

// fetch gives the file that a link leads to.
func (d *desk) fetch(selector string) []byte {
	d.t.Helper()
	sent := browser.Eval[string](d.Page, fmt.Sprintf(`fetch(document.querySelector(%q).href).then(r => r.ok ? r.arrayBuffer() : Promise.reject(r.status)).then(b => { let s = ''; new Uint8Array(b).forEach(x => s += String.fromCharCode(x)); return btoa(s) })`, selector))
	octets, err := base64.StdEncoding.DecodeString(sent)
	d.h.must(d.t, err)
	return octets
}

// do runs statements on the first element e that a selector finds, with a value v.
func (d *desk) do(selector, statements string, value any) {
	d.t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		d.t.Fatal(err)
	}
	if !browser.Eval[bool](d.Page, fmt.Sprintf("(() => { const e = document.querySelector(%q), v = %s; if (!e) return false; %s; return true })()", selector, text, statements)) {
		d.t.Fatalf("there is no %s on %s", selector, browser.Eval[string](d.Page, "location.pathname + ' ' + document.body.innerText"))
	}
}

// adopt sends a document in, reviews one task of it, and adopts that.
func (d *desk) adopt() {
	d.t.Helper()
	const file = "parking-plan-final.txt"
	text, err := samples.Files.ReadFile(file)
	if err != nil {
		d.t.Fatal(err)
	}
	d.enter("supervisor")
	d.Click("nav a[href='/documents']")
	d.arrive("documents", "location.pathname === '/documents'")
	d.choose("#f-file", file, text)
	d.Click("form.upload button")
	d.Wait("/^\\/documents\\/[0-9a-f-]{36}$/.test(location.pathname)")
	d.arrive("review", "document.querySelector('form.review')")
	if n := browser.Eval[int](d.Page, "document.querySelectorAll('#missing li').length"); n == 0 {
		d.t.Error("nothing is missing from a proposal nobody has looked at")
	}
	d.do(".card-task a.what", "e.click()", nil)
	if !browser.Eval[bool](d.Page, "!!document.querySelector('.pane-source .on')") {
		d.t.Error("a fact that is clicked is not shown in the source")
	}
	d.do("form.review", `const all = [...e.querySelectorAll('.card-task')], kept = all.find(c => c.querySelector('.title').value === '新建公共停车场');
		all.filter(c => c !== kept).forEach(c => c.querySelector('input[name=take]').click());
		kept.querySelector('input[type=radio]').click();
		const unit = kept.querySelector('select');
		unit.value = [...unit.options].find(o => o.text === '安岭市住房和城乡建设局').value;
		kept.querySelectorAll('.duties select').forEach(s => { if (!s.value) s.value = '-' });
		e.querySelector("[name='why']").value = '不属于本年度任务';
		unit.dispatchEvent(new Event('input', {bubbles: true}))`, nil)
	d.Click("form.review button[value=save]")
	d.arrive("review, kept", "document.querySelector('form.review') && !document.querySelector('#missing')")
	d.Click("form.review button[value=adopt]")
	d.Wait("document.querySelector('#confirm').open")
	d.Click("#confirm [data-yes]")
	d.arrive("ledger", "location.pathname === '/tasks'")
	if n := browser.Eval[int](d.Page, "document.querySelectorAll('[data-rows] tbody tr').length"); n != 1 {
		d.t.Errorf("%d tasks were adopted, not 1", n)
	}
	d.Click("[data-rows] a.open")
	d.arrive("task", "/^\\/tasks\\/./.test(location.pathname)")
}

// assign declines the task, signs for it when the office insists, and has the measures approved.
func (d *desk) assign() {
	d.t.Helper()
	const isCase = "/^\\/cases\\/[0-9a-f-]{36}$/.test(location.pathname)"
	d.enter("reporter")
	d.Click("#assigned ~ .scroll a.open")
	d.arrive("case to be signed for", isCase)
	d.fold("decline", "不属于本单位职责。")
	d.arrive("case, declined", isCase+" && !document.querySelector('form[action$=\"/sign\"]')")
	d.enter("supervisor")
	d.Click("#declined ~ .scroll a.open")
	d.arrive("case to insist on", isCase)
	if text := browser.Eval[string](d.Page, "document.body.innerText"); !strings.Contains(text, "不属于本单位职责。") {
		d.t.Errorf("the case does not say why it was declined:\n%s", text)
	}
	d.fold("insist", "三定规定明确由你单位负责。")
	d.enter("reporter")
	d.Click("#assigned ~ .scroll [name=case]")
	d.Click("#batch-assigned button")
	d.arrive("workbench, signed", "location.pathname === '/' && document.querySelector('#plan')")
	d.Click("#plan ~ .scroll a.open")
	d.Wait(isCase)
	d.Click("a[href$='/measures']")
	d.arrive("measures", "/measures$/.test(location.pathname)")
	d.set("[name='what.0']", "完成选址")
	d.Click("button[value=propose]")
	d.arrive("measures, incomplete", "document.querySelector('.notice-fault')")
	d.set("[name='person.0']", "李四")
	d.set("[name='on.0']", "2099-12-31")
	d.Click("button[value=propose]")
	d.arrive("case with measures", isCase+" && document.querySelector('.case td')")
	d.enter("supervisor")
	d.Click("#measures ~ .scroll a.open")
	d.Wait(isCase)
	d.fold("approve", "同意。")
}

// fold opens the form of a move, fills in its first entry and sends it.
func (d *desk) fold(move, words string) {
	d.t.Helper()
	form := "form[action$='/" + move + "']"
	d.Wait("document.readyState === 'complete' && document.querySelector(\"" + form + "\")")
	d.do(form, "e.closest('details').querySelector('summary').click()", nil)
	d.set(form+" textarea", words)
	d.Click(form + " button")
	d.Wait("document.readyState === 'complete' && document.querySelector('.notice-done')")
}

// handIn reports on the first thing that is due.
func (d *desk) handIn(name string, evidence []byte) {
	d.t.Helper()
	d.enter("reporter")
	d.Click("section.work a.open[href^='/due/']")
	d.arrive("form", "/^\\/due\\//.test(location.pathname)")
	d.set("input[name^='value.']", "12")
	d.set("[name=progress]", "已开工12个。")
	d.choose("#f-file", "雪松.txt", []byte("秘密★1年\n代号雪松\n"))
	d.Click("form.report button[value=submit]")
	d.arrive("form, with a secret file", "document.querySelector('.notice-fault')")
	d.tells("秘密★1年")
	d.Wait("document.querySelector('[name=progress]').value === '已开工12个。' && !document.querySelector('.files a')")
	d.choose("#f-file", name, evidence)
	d.Click("form.report button[value=submit]")
	d.arrive("task of the reporter", "/^\\/tasks\\/./.test(location.pathname)")
	d.sign()
}

// sign lets the leader in charge sign what was handed in, and send it out.
func (d *desk) sign() {
	d.t.Helper()
	d.enter("approver")
	d.Click("#sign ~ .scroll a.open")
	d.arrive("report to sign", "/^\\/reports\\//.test(location.pathname)")
	d.Click("form[action$='/sign'] button")
	d.arrive("report, signed", "document.querySelector('.notice-done') && !document.querySelector('form[action$=\"/sign\"]')")
}

// giveBack returns the report that waits.
func (d *desk) giveBack(reason string) {
	d.t.Helper()
	d.enter("supervisor")
	d.Click("#accept ~ .scroll a.open")
	d.arrive("report", "/^\\/reports\\//.test(location.pathname)")
	if text := browser.Eval[string](d.Page, "document.body.innerText"); !strings.Contains(text, "已开工12个。") {
		d.t.Errorf("the report does not say what was reported:\n%s", text)
	}
	d.set("[name=reason]", reason)
	d.Click("form[action$='/return'] button")
	d.arrive("report, returned", "/^\\/reports\\//.test(location.pathname) && !document.querySelector('form[action$=\"/return\"]')")
}

// correct sends the report again as it should have been.
func (d *desk) correct(reason string) {
	d.t.Helper()
	d.enter("reporter")
	d.Click("#returned ~ .scroll a.open")
	d.arrive("form, returned", "/^\\/due\\//.test(location.pathname)")
	if text := browser.Eval[string](d.Page, "document.body.innerText"); !strings.Contains(text, reason) {
		d.t.Errorf("the form does not say why the report came back:\n%s", text)
	}
	d.set("[name=progress]", "已开工12个，完工3个。")
	d.Click("form.report button[value=submit]")
	d.arrive("task of the reporter", "/^\\/tasks\\/./.test(location.pathname)")
	d.sign()
}

// accept takes the report, and its evidence home.
func (d *desk) accept(evidence []byte) {
	d.t.Helper()
	d.enter("supervisor")
	d.Click("#accept ~ .scroll a.open")
	d.arrive("report", "/^\\/reports\\//.test(location.pathname)")
	d.Click("form[action$='/accept'] button")
	d.arrive("report, accepted", "/^\\/reports\\//.test(location.pathname) && !document.querySelector('form[action$=\"/accept\"]')")
	if got := d.fetch(".files a"); !bytes.Equal(got, evidence) {
		d.t.Errorf("the evidence came back as %q, sent was %q", got, evidence)
	}
}

// TestPowerCut lets the light go out after somebody has typed: what the server has been sent is there on another computer.
func TestPowerCut(t *testing.T) {
	other := browser.Start(t)
	h := build(t)
	h.plantTask(t, planted{})
	h.open(t)
	items, _, err := h.Reports.DuePage(t.Context(), h.as("reporter"), list.Asking("state", record.DueOpen).Rows(uuid.Nil, 1))
	if err != nil || len(items) == 0 {
		t.Fatalf("nothing is due: %v", err)
	}
	const typed = "Three of twelve car parks are open."
	at := "/due/" + items[0].ID.String()
	t.Run("typing", func(t *testing.T) { // the browser ends with this test
		d := &desk{t: t, h: h, b: browser.Start(t), lang: "en", looked: make(map[string]bool)}
		d.enter("reporter")
		d.Page = d.b.Visit(t, h.address+at, browser.Desk)
		d.Click("[name=progress]")
		d.Press(typed)
		awaitDraft(t, h, items[0].ID, typed)
	})
	d := &desk{t: t, h: h, b: other, lang: "en", looked: make(map[string]bool)}
	d.enter("reporter")
	d.Page = d.b.Visit(t, h.address+at, browser.Desk)
	d.arrive("form with a draft", "document.querySelector('[name=progress]')")
	if got := browser.Eval[string](d.Page, "document.querySelector('[name=progress]').value"); got != typed {
		t.Errorf("after the power cut the form says %q, typed was %q", got, typed)
	}
}

// awaitDraft asks the server until it has what was typed.
func awaitDraft(t *testing.T, h *house, due uuid.UUID, typed string) {
	t.Helper()
	again, late := time.NewTicker(20*time.Millisecond), time.After(time.Minute)
	defer again.Stop()
	for {
		draft, _, err := h.Reports.Draft(t.Context(), h.as("reporter"), due)
		if err != nil {
			t.Fatal(err)
		}
		if p := draft["progress"]; len(p) == 1 && p[0] == typed {
			return
		}
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("the draft never reached the server: %v", draft)
		}
	}
}

// TestLostSession ends a session while somebody types into a form that has no draft on the server: he signs in, is where he was, and it is all there.
func TestLostSession(t *testing.T) {
	b := browser.Start(t)
	h := build(t)
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: make(map[string]bool)}
	d.enter("reporter")
	d.Page = d.b.Visit(t, h.address+"/inbox/settings", browser.Desk)
	const form, there = "form[action='/inbox/settings']", "location.pathname === '/inbox/settings' && document.querySelector('[name=address]').value === 'clerk@example.cn' && document.querySelector('[name=from]').value === '21'"
	d.arrive("how one is told", "document.querySelector('[name=address]')")
	d.set("[name=address]", "clerk@example.cn")
	d.set("[name=from]", "21")
	browser.Eval[bool](d.Page, "fetch('/sign-out', {method: 'POST'}).then(() => true)")
	d.Click(form + " button.btn-primary")
	d.Wait("document.readyState === 'complete' && document.querySelector('[name=account]')")
	d.set("[name=account]", "reporter")
	d.set("[name=password]", commonPassword)
	d.Click("form[action='/sign-in'] button.btn-primary")
	d.Wait("document.readyState === 'complete' && " + there)
	d.Click(form + " button.btn-primary")
	d.Wait("document.readyState === 'complete' && document.querySelector('.notice-done') && " + there)
	d.Page = d.b.Visit(t, h.address+"/inbox/settings", browser.Desk)
	d.arrive("how one is told, kept", there+" && !document.querySelector('.notice-note')")
}
