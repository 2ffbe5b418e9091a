package storybook

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/internal/web/asset"
)

// A desk is a server that remembers what it was sent.
type desk struct {
	mu    sync.Mutex
	sent  []string // path and form of each POST
	url   string
	shown chan string // what a page tells of itself, as a query
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{shown: make(chan string, 10)}
	mux := http.NewServeMux()
	mux.Handle(asset.Prefix, asset.Handler())
	mux.Handle(Prefix, Handler())
	mux.HandleFunc("/shown", func(w http.ResponseWriter, r *http.Request) {
		d.shown <- r.URL.RawQuery
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		d.sent = append(d.sent, r.URL.Path+"?"+r.PostForm.Encode())
		w.WriteHeader(http.StatusNoContent)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	d.url = s.URL
	return d
}

// got gives the last thing sent to a path, empty for none.
func (d *desk) got(path string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := len(d.sent) - 1; i >= 0; i-- {
		if strings.HasPrefix(d.sent[i], path+"?") {
			return d.sent[i]
		}
	}
	return ""
}

// await waits until what was sent last to a path contains a part, and gives it.
func (d *desk) await(t *testing.T, path, part string) string {
	t.Helper()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for late := time.After(time.Minute); ; {
		sent := d.got(path)
		if sent != "" && strings.Contains(sent, part) {
			return sent
		}
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("%q was never sent to %s, last %q", part, path, sent)
		}
	}
}

const problem = `document.querySelector("textarea[name=problem]")`

// typed puts text into the field as if somebody typed it.
func typed(p *browser.Page, field, text string) {
	browser.Eval[bool](p, `(() => { const e = `+field+`; e.value = "`+text+`"; e.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
}

// What is typed reaches the server and this computer, comes back after a power cut with a note, and can be discarded.
func TestScript_KeepsDrafts(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"report-form-wrong?lang=zh", browser.Desk)
	typed(p, problem, "停工18天")
	p.Wait(`Object.keys(localStorage).some(k => localStorage[k].includes("停工18天"))`)
	p.Wait(`document.querySelector(".draft-state").textContent.includes("草稿已保存")`)
	if sent := d.got("/reports/3/draft"); !strings.Contains(sent, "version=2") || !strings.Contains(sent, "18") {
		t.Errorf("the server was sent %q", sent)
	}

	again := b.Visit(t, d.url+Prefix+"report-form-wrong?lang=zh", browser.Desk)
	again.Wait(problem + `.value === "停工18天"`)
	if said := browser.Eval[string](again, `document.querySelector("form.report > .notice-note").textContent`); !strings.Contains(said, "已恢复") {
		t.Errorf("the note says %q", said)
	}
	again.Click("form.report > .notice-note button")
	again.Wait(problem + `.value.includes("12天")`)
	again.Wait(`Object.keys(localStorage).length === 0`)
	for _, f := range append(p.Faults(), again.Faults()...) {
		t.Error(f)
	}
}

// What is typed into any other form comes back after a sign-in that its sending ran into, or a page that refused it, and not once it was taken.
func TestScript_BringsBackWhatASessionLost(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"report?lang=zh", browser.Desk)
	const reason = `document.querySelector("form[action$='/return'] textarea")`
	send := func() {
		t.Helper()
		browser.Eval[bool](p, reason+`.form.requestSubmit(), true`)
		p.Wait(`Object.values(localStorage).some(v => JSON.parse(v).sent)`)
	}
	typed(p, reason, "数据与统计口径不符")
	p.Wait(`Object.values(localStorage).some(v => v.includes("统计口径"))`)
	send()
	p.Go(t, d.url+Prefix+"sign-in?lang=zh", browser.Desk)
	p.Go(t, d.url+Prefix+"report?lang=zh", browser.Desk)
	p.Wait(reason + `.value === "数据与统计口径不符"`)
	p.Wait(reason + `.form.querySelector(".notice-note").textContent.includes("已恢复")`)
	send()
	p.Go(t, d.url+Prefix+"error-conflict?lang=zh", browser.Desk) // it was refused on a page of its own
	p.Go(t, d.url+Prefix+"report?lang=zh", browser.Desk)
	p.Wait(reason + `.value === "数据与统计口径不符"`)
	send()
	p.Go(t, d.url+Prefix+"ledger?lang=zh", browser.Desk)
	p.Go(t, d.url+Prefix+"report?lang=zh", browser.Desk)
	p.Wait(`Object.keys(localStorage).length === 0 && ` + reason + `.value === ""`)
	for _, f := range p.Faults() {
		t.Error(f)
	}
}

// What is chosen and ticked comes back too, and what stood in a folded part is seen when it comes back.
func TestScript_BringsBackChoicesAndUnfolds(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"account-edit?lang=zh", browser.Desk)
	const choices = `[...document.querySelectorAll("form[action='/accounts/3/roles'] input[type=checkbox]")]`
	const chosen = `JSON.stringify(` + choices + `.map(e => e.checked))`
	asItWas := browser.Eval[string](p, chosen)
	browser.Eval[bool](p, choices+`.forEach(e => (e.checked = !e.checked, e.dispatchEvent(new Event("input", {bubbles: true})))), true`)
	is := browser.Eval[string](p, chosen)
	if is == asItWas {
		t.Fatalf("nothing can be chosen: %s", is)
	}
	p.Wait(`Object.keys(localStorage).some(k => k.includes("/accounts/3/roles"))`)
	browser.Eval[bool](p, `document.querySelector("form[action='/accounts/3/roles']").requestSubmit(), true`)
	p.Wait(`Object.values(localStorage).some(v => JSON.parse(v).sent)`)
	p.Go(t, d.url+Prefix+"sign-in?lang=zh", browser.Desk)
	p.Go(t, d.url+Prefix+"account-edit?lang=zh", browser.Desk)
	p.Wait(chosen + ` === ` + "`" + is + "`")

	p.Go(t, d.url+Prefix+"appraisal?lang=zh", browser.Desk)
	const folded = `document.querySelector("details:not([open]) > form textarea")`
	p.Wait(folded)
	browser.Eval[bool](p, `(() => { const e = `+folded+`; e.id = "typed"; e.value = "已与财政局会商"; e.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
	p.Wait(`Object.values(localStorage).some(v => v.includes("会商"))`)
	p.Go(t, d.url+Prefix+"appraisal?lang=zh", browser.Desk)
	p.Wait(`[...document.querySelectorAll("textarea")].find(e => e.value === "已与财政局会商")?.closest("details").open`)
	for _, f := range p.Faults() {
		t.Error(f)
	}
}

// A secret or a password is never kept on a computer that others may use.
func TestScript_KeepsNoSecrets(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"record?lang=zh", browser.Desk)
	typed(p, `document.querySelector("input[name=identity]")`, "140999199001011216")
	typed(p, `document.querySelector("input[name=head]")`, "石有地")
	p.Wait(`Object.keys(localStorage).some(k => localStorage[k].includes("石有地"))`)
	p.Wait(`document.querySelector(".draft-state").textContent !== ""`)
	if kept := browser.Eval[string](p, `JSON.stringify(localStorage)`); strings.Contains(kept, "1409991990") {
		t.Errorf("the computer keeps %s", kept)
	}
	if sent := d.got("/registers/household/5/draft"); sent == "" || strings.Contains(sent, "1409991990") {
		t.Errorf("the server was sent %q", sent)
	}
}

// What takes something away is asked about first; no leaves everything as it is.
func TestScript_AsksBeforeItTakesAway(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"account-edit?lang=zh", browser.Desk)
	const lock = `form[action="/accounts/3/disable"] button`
	p.Click(lock)
	p.Wait(`document.getElementById("confirm").open && document.getElementById("confirm-text").textContent.includes("停用")`)
	p.Audit("the question")
	p.Click("#confirm [data-close]")
	p.Wait(`!document.getElementById("confirm").open`)
	if sent := d.got("/accounts/3/disable"); sent != "" {
		t.Errorf("it was done all the same: %q", sent)
	}
	p.Click(lock)
	p.Click("#confirm [data-yes]")
	p.Wait(`!document.getElementById("confirm").open`)
	d.await(t, "/accounts/3/disable", "")
}

func TestScript_Keys(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"ledger?lang=zh", browser.Desk)
	p.Wait(`document.documentElement.classList.contains("js")`)
	p.Press("jjk")
	p.Wait(`document.querySelectorAll("tr.on").length === 1 && document.querySelector("tr.on a").textContent.includes("高标准农田")`)
	p.Press("?")
	p.Wait(`document.getElementById("keys").open`)
	p.Audit("the table of keys")
	p.Click("#keys [data-close]")
	p.Press("/")
	p.Wait(`document.activeElement.name === "text"`)
	for _, f := range p.Faults() {
		t.Error(f)
	}
}

// The look changes at once and is sent to the server; without script the same form does it.
func TestScript_Look(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"ledger?lang=zh", browser.Desk)
	p.Click(".tools details[data-menu] summary")
	p.Audit("the menu of the look")
	p.Click(`input[name=theme][value=dark]`)
	p.Wait(`document.documentElement.dataset.theme === "dark"`)
	p.Click(`input[name=type][value=large]`)
	p.Wait(`getComputedStyle(document.body).fontSize === "18px"`)
	if sent := d.await(t, "/look", "type=large"); !strings.Contains(sent, "theme=dark") {
		t.Errorf("the server was sent %q", sent)
	}
}

// A file that is too large is refused before it is sent.
func TestScript_LooksAtFilesFirst(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"documents?lang=zh", browser.Desk)
	choose := func(name string, bytes string) {
		browser.Eval[bool](p, `(() => { const f = new File(["x"], "`+name+`"); Object.defineProperty(f, "size", {value: `+bytes+`});
			const i = document.getElementById("f-file"); Object.defineProperty(i, "files", {value: [f], configurable: true});
			i.dispatchEvent(new Event("change")); return true })()`)
	}
	choose("要点.docx", "70e6")
	p.Wait(`document.querySelector(".upload-state span").textContent.includes("超过上限 64 MB") && !document.getElementById("f-file").validity.valid`)
	choose("要点.exe", "10")
	p.Wait(`document.querySelector(".upload-state span").textContent.includes("格式")`)
	choose("要点.docx", "10")
	p.Wait(`document.querySelector(".upload-state").hidden && !document.getElementById("f-file").validity.customError`)
}

// A fact that is looked at is marked in the source, and the other way round.
func TestScript_Review(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"document?lang=zh", browser.Desk)
	p.Click("#t1-2 .form-check-input")
	p.Wait(`document.getElementById("s-t1-2").classList.contains("on")`)
	p.Click("#s-t3-1")
	p.Wait(`document.getElementById("t3-1").classList.contains("on") && !document.getElementById("s-t1-2").classList.contains("on")`)
}

// At least fourteen rows of the ledger are seen at once on the screens offices have.
func TestLedger_ShowsFourteenRowsOnASmallDesk(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	for _, lang := range []string{"zh", "en"} {
		p := b.Visit(t, d.url+Prefix+"ledger?lang="+lang, browser.Desk)
		rows := browser.Eval[int](p, `Array.from(document.querySelectorAll("[data-rows] tbody tr")).filter(r => r.getBoundingClientRect().bottom <= innerHeight).length`)
		if rows < 14 {
			t.Errorf("%s: %d rows are seen", lang, rows)
		}
	}
}

// A draft is kept while somebody reaches for a button: neither what is said of it nor the way to a fact moves the button away.
func TestScript_ADraftThatIsKeptMovesNoButton(t *testing.T) {
	d, b := newDesk(t), browser.Start(t)
	for _, lang := range []string{"zh", "en"} {
		for _, story := range []string{"document", "report-form", "record"} {
			for _, screen := range []browser.Screen{browser.Desk, browser.Phone} {
				p := b.Visit(t, d.url+Prefix+story+"?lang="+lang, screen)
				p.Wait("document.readyState === 'complete' && document.querySelector('.draft-state')")
				moved := browser.Eval[string](p, `(() => {
					const form = document.querySelector('.draft-state').closest('form'), words = JSON.parse(document.body.dataset.words), state = form.querySelector('.draft-state');
					const places = () => [...form.querySelectorAll('.send-bar button, .review-bar button')].map(b => [b.getBoundingClientRect().x, b.getBoundingClientRect().y].join());
					state.textContent = '';
					if (getComputedStyle(document.documentElement).scrollBehavior !== 'auto') return 'the page glides';
					const before = places();
					state.textContent = words.saved.replace('{0}', '08:41');
					return before.length > 0 && before.join(' ') === places().join(' ') ? '' : before.join(' ') + ' became ' + places().join(' ');
				})()`)
				if moved != "" {
					t.Errorf("%s in %s, %v: %s", story, lang, screen, moved)
				}
			}
		}
	}
}

// A form that the server works on says so after a moment, and is not sent twice.
func TestScript_SaysThatAnAnswerIsWaitedFor(t *testing.T) {
	b := browser.Start(t)
	d := newDesk(t)
	p := b.Visit(t, d.url+Prefix+"report?lang=zh", browser.Desk)
	const reason = `document.querySelector("form[action$='/return'] textarea")`
	typed(p, reason, "口径不符")
	browser.Eval[bool](p, `new MutationObserver(() => {
		const note = document.getElementById("waiting");
		if (note.offsetHeight > 0) fetch("/shown?" + encodeURIComponent(note.textContent.trim()));
	}).observe(document.querySelector(".waiting"), {attributes: true, childList: true, subtree: true}), true`)
	d.mu.Lock() // the server does not answer
	answer := sync.OnceFunc(d.mu.Unlock)
	defer answer()
	browser.Eval[bool](p, reason+`.form.requestSubmit(), `+reason+`.form.requestSubmit(), true`)
	select {
	case said := <-d.shown:
		if said, err := url.QueryUnescape(said); err != nil || said != "正在处理，请稍候…" {
			t.Errorf("it says %q, %v", said, err)
		}
	case <-time.After(time.Minute):
		t.Fatal("nothing is said while the server works")
	}
	answer()
	d.await(t, "/reports/3/return", "reason")
	p.Wait(`fetch("/last").then(() => true)`)
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, s := range d.sent {
		if strings.Contains(s, "/return?") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("it was sent %d times: %q", n, d.sent)
	}
	for _, f := range p.Faults() {
		t.Error(f)
	}
}
