package serve_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/internal/record"
)

// proof is the evidence of the one report of the year.
const proof = "停车场竣工验收表"

// Journey 5. On 31 December work is handed over, two units become one, one task is carried over and one ends, the year is frozen, and somebody
// who has never seen the task finds everything in its dossier.
func TestYearEnd(t *testing.T) {
	b := browser.Start(t)
	var ahead atomic.Int64
	now := clock()
	h := buildOn(t, func() time.Time { return now().Add(time.Duration(ahead.Load())) })
	h.year(t)
	ahead.Store(int64(time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC).Sub(time.Date(2025, 5, 6, 0, 0, 0, 0, time.UTC))))
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: make(map[string]bool)}
	for _, name := range []string{"supervisor", "colleague", "leader"} { // other journeys look at these
		d.looked["workbench of "+name] = true
	}
	d.looked["sign-in"] = true
	d.handOver()
	d.gone("reporter")
	d.unite()
	written := d.begun()
	first := d.closeYear()
	d.frozen(written)
	d.reportLate(first)
	d.stranger(first)
	if s := h.log.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s)
	}
}

// year is what happened before: two tasks in which both units have a part, a report that was accepted, an assignment that somebody holds.
func (h *house) year(t *testing.T) {
	t.Helper()
	doc := id(t)
	text := "安岭市人民政府办公室关于印发停车设施建设工作要点的通知\n\n一、主要任务\n\n1.新建公共停车场。2025年新建公共停车场20个。（市住房城乡建设局牵头，市城市管理局配合）\n2.规范路内停车。2025年施划路内停车泊位500个。（市城市管理局牵头，市住房城乡建设局配合）\n"
	_, err := h.Documents.Upload(t.Context(), h.as("supervisor"), intake.Uploaded{ID: doc, Name: "要点.txt", Content: strings.NewReader(text)})
	h.must(t, err)
	h.must(t, h.Jobs.Drain(t.Context()))
	_, found, err := h.Documents.Proposal(t.Context(), h.as("supervisor"), doc)
	h.must(t, err)
	if len(found.Tasks) != 2 {
		t.Fatalf("%d tasks were found", len(found.Tasks))
	}
	units := []uuid.UUID{h.units["安岭市住房和城乡建设局"], h.units["安岭市城市管理局"]}
	decision := document.Decision{Every: "quarter", Issued: &document.Issued{On: "2025-05-05", Reason: "原件"}}
	for i := range found.Tasks {
		decision.Tasks = append(decision.Tasks, document.TaskDecision{DoneWhen: "验收", Duties: []document.DutyDecision{{Unit: units[i], Part: record.PartLead}, {Unit: units[1-i], Part: record.PartCooperate}}})
	}
	h.must(t, h.Documents.Adopt(t.Context(), h.as("supervisor"), doc, decision))
	lines, _, err := h.Tasks.Page(t.Context(), h.as("supervisor"), list.Asking("document", doc.String()).Rows(uuid.Nil, 10))
	h.must(t, err)
	items, _, err := h.Reports.DuePage(t.Context(), h.as("reporter"), list.Asking("task", lines[0].ID.String()).With("state", record.DueOpen))
	h.must(t, err)
	cases, err := h.Cases.OfTask(t.Context(), h.as("reporter"), lines[0].ID)
	h.must(t, err)
	by := h.as("reporter")
	h.must(t, h.Cases.Take(t.Context(), by, cases[0].ID, "sign", nil, 0))
	h.must(t, h.Cases.Take(t.Context(), by, cases[0].ID, "pass", map[string]string{"section": "建设科", "person": "李四", "account": by.Actor.Account.String()}, 0))
	written := id(t)
	_, err = h.Reports.Write(t.Context(), by, report.Written{ID: written, Due: items[0].ID, Progress: "已建成6个公共停车场。"})
	h.must(t, err)
	_, err = h.Reports.Attach(t.Context(), by, written, intake.Uploaded{Name: proof + ".txt", Content: strings.NewReader(proof)})
	h.must(t, err)
	_, err = h.Reports.Submit(t.Context(), by, written)
	h.must(t, err)
	_, err = h.Reports.Sign(t.Context(), h.as("approver"), written, "")
	h.must(t, err)
	signed, err := h.Reports.Find(t.Context(), by, written)
	h.must(t, err)
	_, err = h.Reports.Scan(t.Context(), by, signed.Sheets[0].ID, intake.Uploaded{Name: "签字盖章.pdf", Content: strings.NewReader("%PDF-1.4\n%%EOF")})
	h.must(t, err)
	_, err = h.Reports.Accept(t.Context(), h.as("supervisor"), written)
	h.must(t, err)
}

// tells fails unless the page shows all of some words.
func (d *desk) tells(words ...string) {
	d.t.Helper()
	text := browser.Eval[string](d.Page, "document.body.innerText")
	for _, w := range words {
		if !strings.Contains(text, w) {
			d.t.Errorf("%s does not say %s:\n%s", browser.Eval[string](d.Page, "location.pathname"), w, text)
		}
	}
}

// pick chooses the option of a selection whose words begin with some.
func (d *desk) pick(selector, words string) {
	d.t.Helper()
	d.do(selector, "const o = [...e.options].find(o => o.text.startsWith(v)); e.value = o ? o.value : '?'; e.dispatchEvent(new Event('change', {bubbles: true}))", words)
}

// sure presses a button that asks whether one is sure.
func (d *desk) sure(selector string) {
	d.t.Helper()
	d.Click(selector)
	d.Wait("document.querySelector('#confirm').open")
	d.Click("#confirm [data-yes]")
}

// handOver gives what is in the reporter's hands to a colleague, who confirms it.
func (d *desk) handOver() {
	d.t.Helper()
	d.enter("supervisor")
	d.Click("nav a[href='/handovers']")
	d.arrive("handovers, none", "location.pathname === '/handovers'")
	d.pick("[name=giver]", "reporter")
	d.Click("form[action='/handovers/new'] button")
	d.arrive("handover", "location.pathname === '/handovers/new' && document.querySelector('form.handover')")
	d.tells("新建公共停车场", "承办事项")
	d.pick("[name=receiver]", "colleague")
	d.set("[name=witness]", "王主任")
	d.set("[name=reason]", "岗位调整")
	d.do("[name=closes]", "e.click()", nil)
	d.sure("form.handover button")
	d.arrive("handover list", "/^\\/handovers\\/[0-9a-f-]{36}$/.test(location.pathname)")
	d.tells("工作交接清单", "王主任", "新建公共停车场", "待接收确认")
	if signs := browser.Eval[int](d.Page, "document.querySelectorAll('.signatures div').length"); signs != 4 {
		d.t.Errorf("the list has room for %d signatures", signs)
	}
	d.enter("colleague")
	d.Click("nav a[href='/handovers']")
	d.Wait("location.pathname === '/handovers'")
	d.Click("[data-rows] a.open")
	d.Wait("document.querySelector('form[action$=\"/confirm\"]')")
	d.Click("form[action$='/confirm'] button")
	d.arrive("handover, confirmed", "document.querySelector('.notice-done')")
	d.tells("已接收")
}

// gone lets somebody try to sign in who handed everything over and left.
func (d *desk) gone(name string) {
	d.t.Helper()
	browser.Eval[bool](d.Page, "fetch('/sign-out', {method: 'POST'}).then(() => true)")
	d.Page = d.b.Visit(d.t, d.h.address+"/sign-in?lang="+d.lang, browser.Desk)
	d.Wait("document.querySelector('[name=account]')")
	d.set("[name=account]", name)
	d.set("[name=password]", commonPassword)
	d.press("form[action='/sign-in'] button.btn-primary")
	d.Wait("location.pathname === '/sign-in' && document.querySelector('.notice-fault')")
	d.Page = d.b.Visit(d.t, d.h.address+"/tasks", browser.Desk)
	d.Wait("document.readyState === 'complete' && document.querySelector('[name=account]')")
}

// begun is the page of a report that is begun before the year is frozen.
func (d *desk) begun() *browser.Page {
	d.t.Helper()
	d.enter("colleague")
	d.Click("section.work a.open[href^='/due/']")
	d.Wait("document.readyState === 'complete' && document.querySelector('form.report')")
	d.set("[name=progress]", "已建成9个公共停车场。")
	page := d.Page
	d.enter("supervisor")
	return page
}

// frozen sends what was begun once the year is frozen: it is refused with a sentence, and what was typed is still there.
func (d *desk) frozen(begun *browser.Page) {
	d.t.Helper()
	d.enter("colleague")
	d.Page = begun
	d.press("form.report button[value=submit]")
	d.tells("2025年度已经封账，不能再改动")
}

// unite makes one unit of two.
func (d *desk) unite() {
	d.t.Helper()
	d.enter("supervisor")
	d.Click("nav a[href='/units']")
	d.arrive("units", "location.pathname === '/units'")
	d.Click("a[href='/reforms']")
	d.arrive("reforms", "location.pathname === '/reforms'")
	d.pick("[name=kind]", "合并")
	d.do("fieldset.checks", "[...e.querySelectorAll('label')].filter(l => v.includes(l.innerText.trim())).forEach(l => l.querySelector('input').click())", []string{"安岭市住房和城乡建设局", "安岭市城市管理局"})
	d.set("[name=to]", "安岭市城乡建设和城市管理局")
	d.set("[name=basis]", "安编〔2025〕12号")
	d.Click("form[action='/reforms'] button")
	d.arrive("reform, planned", "/^\\/reforms\\/[0-9a-f-]{36}$/.test(location.pathname)")
	d.tells("新建公共停车场", "规范路内停车", "合为一项牵头职责", "安岭市城乡建设和城市管理局")
	d.sure("form.reform .send-bar button")
	d.arrive("reform, done", "document.querySelector('.state-done')")
	d.Click("nav a[href='/units']")
	d.Wait("document.readyState === 'complete' && location.pathname === '/units'")
	d.tells("原安岭市城市管理局")
	d.do("[data-rows] a.open", "[...document.querySelectorAll('[data-rows] a.open')].find(a => a.innerText === v).click()", "安岭市城乡建设和城市管理局")
	d.arrive("unit", "/^\\/units\\/[0-9a-f-]{36}$/.test(location.pathname)")
	d.tells("并入本单位", "安编〔2025〕12号")
}

// closeYear decides on what is open and freezes the year. It gives the address of the task that was reported on.
func (d *desk) closeYear() (first string) {
	d.t.Helper()
	d.Click("nav a[href='/years']")
	d.arrive("years", "location.pathname === '/years'")
	d.Click("a[href='/years/2025']")
	d.arrive("year", "document.querySelector('#close')")
	d.sure("#close button")
	d.arrive("year, stopped", "document.querySelector('#close .notice-fault')")
	d.tells("还有 2 项没有处理")
	first = browser.Eval[string](d.Page, "[...document.querySelectorAll('table a')].find(a => a.innerText.includes('新建公共停车场')).getAttribute('href')")
	decide := func(title, kind, limit, reason string) {
		d.do("form.decide", `const row = [...e.querySelectorAll('tr')].find(r => r.innerText.includes(v[0])), s = row.querySelector('select');
			s.value = [...s.options].find(o => o.text === v[1]).value; row.querySelector('[type=date]').value = v[2]; row.querySelector("[name^='reason.']").value = v[3]`, []string{title, kind, limit, reason})
	}
	decide("新建公共停车场", "结转下年", "2026-06-30", "")
	decide("规范路内停车", "未完成终结", "", "道路改造未完工")
	d.Click("form.decide .send-bar button")
	d.arrive("year, decided", "document.querySelector('.notice-done')")
	d.sure("#close button")
	d.arrive("year, frozen", "document.querySelector('#seals')")
	d.tells("已封账", "结转下年", "未完成终结")
	d.Click("form[action$='/verify'] button")
	d.arrive("year, verified", "document.querySelectorAll('.state-same').length > 5")
	d.tells("本年度数据与封账时一致。")
	return first
}

// reportLate tries to report on the year that is closed, and asks a leader.
func (d *desk) reportLate(path string) {
	d.t.Helper()
	d.enter("colleague")
	d.Page = d.b.Visit(d.t, d.h.address+path, browser.Desk)
	d.arrive("task, carried over", "document.querySelector('.state-lapsed')")
	d.tells("2026-06-30", "逾年未报", "安岭市城乡建设和城市管理局", "原安岭市住房和城乡建设局")
	d.Click(".state-lapsed ~ .chip, a[href$='/opening']")
	d.arrive("opening", "/\\/opening$/.test(location.pathname)")
	d.set("[name=reason]", "当时系统故障，未能按期填报。")
	d.Click("form[action$='/opening'] button")
	d.arrive("task, opening asked", "document.querySelector('.notice-done')")
	d.enter("leader")
	d.Click("nav a[href='/years']")
	d.Wait("location.pathname === '/years'")
	d.Click("a[href='/years/2025']")
	d.Wait("document.readyState === 'complete' && document.querySelector('form[action$=\"/approve\"]')")
	d.tells("当时系统故障")
	d.Click("form[action$='/approve'] button")
	d.Wait("document.querySelector('.notice-done')")
}

// stranger opens the dossier of a task of the frozen year, and knows nothing but what is in it.
func (d *desk) stranger(at string) {
	d.t.Helper()
	d.enter("supervisor")
	d.Page = d.b.Visit(d.t, d.h.address+at, browser.Desk)
	d.Wait("document.querySelector('a[href$=\"/dossier\"]')")
	octets := d.fetch(`a[href$="/dossier"]`)
	archive, err := zip.NewReader(bytes.NewReader(octets), int64(len(octets)))
	d.h.must(d.t, err)
	want := map[string][]string{ // in which file, by its first letters, what has to stand
		"0 封面和目录":       {"新建公共停车场", "卷内目录", "进展报告", proof, "安岭市城乡建设和城市管理局", "办理过程", "签收", "内部分办；承办科室：建设科"},
		"1 进展报告/":       {"已建成6个公共停车场", "原安岭市住房和城乡建设局", "分管领导", "盖章"},
		"1 进展报告/002 签字": {"%PDF"},
		"2 佐证材料/":       {proof},
		"3 销号审批表":       {"新建公共停车场"},
	}
	for _, f := range archive.File {
		for begin, words := range want {
			if !strings.HasPrefix(f.Name, begin) {
				continue
			}
			text := textOf(d.t, f)
			for _, w := range words {
				if !strings.Contains(text, w) {
					d.t.Errorf("%s does not say %s", f.Name, w)
				}
			}
			delete(want, begin)
		}
	}
	for begin := range want {
		d.t.Errorf("the dossier has no %s", begin)
	}
	d.readIndex(archive)
	index := textOf(d.t, archive.File[0])
	for _, f := range archive.File[2:] { // the index tells of each by the number and the name under which it is found
		name := path.Base(f.Name)
		if number, rest, _ := strings.Cut(name, " "); len(number) == 3 {
			name = rest
		}
		if !strings.Contains(index, ">"+name+"<") {
			d.t.Errorf("the index does not tell of %s", f.Name)
		}
	}
}

// readIndex lays the dossier on a disk and opens its page there, in a browser that is signed in nowhere: it loads nothing, says what the task is, and every
// link of it leads to a file that is there.
func (d *desk) readIndex(archive *zip.Reader) {
	d.t.Helper()
	disk := d.t.TempDir()
	d.h.must(d.t, os.CopyFS(disk, archive))
	page := browser.Start(d.t).Open(d.t, filepath.Join(disk, "0 目录.html"), browser.Desk)
	page.Audit("index of the dossier")
	text := browser.Eval[string](page, "document.body.innerText")
	for _, w := range []string{"新建公共停车场", "卷内目录", "进展报告", proof} {
		if !strings.Contains(text, w) {
			d.t.Errorf("the index page does not say %s:\n%s", w, text)
		}
	}
	for _, at := range browser.Eval[[]string](page, "[...document.links].map(a => decodeURIComponent(new URL(a.href).pathname))") {
		if _, err := os.Stat(at); err != nil || !strings.HasPrefix(at, disk) {
			d.t.Errorf("the index page leads to what is not there: %v", err)
		}
	}
	if n := browser.Eval[int](page, "document.links.length"); n != len(archive.File)-1 {
		d.t.Errorf("the index page leads to %d of %d files", n, len(archive.File)-1)
	}
	for _, fault := range page.Faults() {
		d.t.Error(fault)
	}
}

// textOf is the text of a file of the dossier, of a Word file that of its document.
func textOf(t *testing.T, f *zip.File) string {
	t.Helper()
	read := func(f *zip.File) []byte {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	content := read(f)
	if !strings.HasSuffix(f.Name, ".docx") {
		return string(content)
	}
	inner, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range inner.File {
		if x.Name == "word/document.xml" {
			return string(read(x))
		}
	}
	t.Fatalf("%s is no Word file", f.Name)
	return ""
}
