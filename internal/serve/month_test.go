package serve_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/internal/record"
)

// monthPlan is a plan with one task that a unit leads with two others, of which one has nobody at a computer.
const monthPlan = `安岭市人民政府办公室关于印发《安岭市2025年停车便民工作要点》的通知
安政办发〔2025〕21号
各有关单位：
现将《安岭市2025年停车便民工作要点》印发给你们，请认真组织实施。
安岭市人民政府办公室
2025年4月28日
安岭市2025年停车便民工作要点
一、新建公共停车场。2025年新建公共停车场20个。（市住房城乡建设局牵头，市城市管理局、市财政局配合）`

// A calendar runs from a day on, and can be set to another.
type calendar struct{ ahead atomic.Int64 }

func (c *calendar) now() func() time.Time {
	begun, start := time.Now(), time.Date(2025, 5, 6, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	return func() time.Time { return start.Add(time.Since(begun) + time.Duration(c.ahead.Load())) }
}

// pass lets some days pass.
func (c *calendar) pass(days int) { c.ahead.Add(int64(days) * 24 * int64(time.Hour)) }

// TestMonthEnd goes through a month end as an office does: parts come to the lead, the report goes through the unit and comes back twice, another
// source says otherwise, the bulletin is objected to and put right, a figure that is corrected later marks it, and a point of the appraisal is appealed against.
func TestMonthEnd(t *testing.T) {
	b := browser.Start(t)
	var days calendar
	h := buildOn(t, days.now())
	h.month(t)
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: make(map[string]bool)}
	days.pass(20) // 26 May
	d.sendPart("已协调3处地块，均已完成拆迁清表。", "6")
	d.sendBackPart("请补充地块位置。")
	d.sendPart("已协调3处地块：东湖路、西山路、站前街。", "7")
	d.merge()
	d.approveInside()
	d.acceptAtLast()
	d.scan()
	d.explainGap()
	d.fillTemplate()
	days.pass(11) // 6 June
	d.announceMonth()
	d.correctLater()
	days.pass(30) // 6 July: nobody has reported for June
	d.appeal()
	if s := h.log.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s)
	}
}

// month adopts the plan, with a report for each month.
func (h *house) month(t *testing.T) {
	t.Helper()
	doc := id(t)
	_, err := h.Documents.Upload(t.Context(), h.as("supervisor"), intake.Uploaded{ID: doc, Name: "停车便民工作要点.txt", Content: strings.NewReader(monthPlan)})
	h.must(t, err)
	h.must(t, h.Jobs.Drain(t.Context()))
	_, found, err := h.Documents.Proposal(t.Context(), h.as("supervisor"), doc)
	h.must(t, err)
	if len(found.Tasks) != 1 || len(found.Tasks[0].Duties) != 3 || len(found.Tasks[0].Targets) != 1 {
		t.Fatalf("the plan is read as %+v", found.Tasks)
	}
	duties := make([]document.DutyDecision, 3)
	for i, name := range []string{"安岭市住房和城乡建设局", "安岭市城市管理局", "安岭市财政局"} {
		duties[i] = document.DutyDecision{Unit: h.units[name], Part: record.PartCooperate}
	}
	duties[0].Part = record.PartLead
	h.must(t, h.Documents.Adopt(t.Context(), h.as("supervisor"), doc, document.Decision{Every: "month", Tasks: []document.TaskDecision{{Duties: duties}}}))
}

// press clicks a button and waits for the page that comes of it.
func (d *desk) press(selector string) {
	d.t.Helper()
	browser.Eval[bool](d.Page, "window.isOld = true")
	d.Click(selector)
	d.Wait("!window.isOld && document.readyState === 'complete'")
}

// says reads what a page says.
func (d *desk) says(want ...string) {
	d.t.Helper()
	text := browser.Eval[string](d.Page, "document.querySelector('main').innerText")
	for _, w := range want {
		if !strings.Contains(text, w) {
			d.t.Errorf("%s does not say %q:\n%s", browser.Eval[string](d.Page, "location.pathname"), w, text)
		}
	}
}

// sendPart lets the cooperating unit write its part, or write it anew, and send it to the lead.
func (d *desk) sendPart(progress, figure string) {
	d.t.Helper()
	d.enter("other")
	d.Click("#part ~ .scroll a.open")
	d.arrive("part", "/\\/part$/.test(location.pathname)")
	d.set("[name=progress]", progress)
	d.set("input[name^='value.']", figure)
	d.Click("form.report button[value=submit]")
	d.arrive("task of the cooperating unit", "/^\\/tasks\\/./.test(location.pathname)")
}

// sendBackPart lets the lead send the part back with a reason.
func (d *desk) sendBackPart(reason string) {
	d.t.Helper()
	d.toReport()
	d.arrive("form with a part", "document.querySelector('#parts .state-sent')")
	d.says("未报分报的单位：安岭市财政局", "已协调3处地块，均已完成拆迁清表。")
	d.do(".part details summary", "e.click()", nil)
	d.set(".part details [name=reason]", reason)
	d.Click(".part details button")
	d.arrive("form, part sent back", "document.querySelector('#parts .state-returned')")
}

// toReport opens the form in which the lead reports.
func (d *desk) toReport() {
	d.t.Helper()
	d.enter("reporter")
	d.Click("section.work a.open[href^='/due/']")
	d.Wait("document.readyState === 'complete' && /^\\/due\\/[^/]+$/.test(location.pathname)")
}

// merge lets the lead take the part into its own text and hand the report in.
func (d *desk) merge() {
	d.t.Helper()
	d.toReport()
	d.set("[name=progress]", "已开工12个。")
	d.Click("#parts button[name=take]")
	d.arrive("form, part taken in", "document.querySelector('.notice-done')")
	want := "已开工12个。\n【安岭市城市管理局】已协调3处地块：东湖路、西山路、站前街。"
	if got := browser.Eval[string](d.Page, "document.querySelector('[name=progress]').value"); got != want {
		d.t.Errorf("the report says %q, want %q", got, want)
	}
	if said := browser.Eval[string](d.Page, "document.querySelector('.said').innerText"); !strings.Contains(said, "安岭市城市管理局") || !strings.Contains(said, "7") {
		d.t.Errorf("beside the lead's figure stands %q", said)
	}
	d.set("input[name^='value.']", "12")
	d.Click("form.report button[value=submit]")
	d.arrive("task of the reporter", "/^\\/tasks\\/./.test(location.pathname)")
}

// approveInside lets the unit's own leader give the report back once and then sign it.
func (d *desk) approveInside() {
	d.t.Helper()
	d.enter("approver")
	d.Click("#sign ~ .scroll a.open")
	d.arrive("report to sign", "/^\\/reports\\//.test(location.pathname)")
	d.says("未报分报的单位：安岭市财政局")
	d.set("form[action$='/send-back'] [name=reason]", "核对开工数。")
	d.Click("form[action$='/send-back'] button")
	d.arrive("report, sent back", "document.querySelector('.notice-done')")
	d.again("已开工12个，其中完工3个。")
	d.sign()
}

// again lets the reporter send what came back once more.
func (d *desk) again(progress string) {
	d.t.Helper()
	d.enter("reporter")
	d.Click("#returned ~ .scroll a.open")
	d.arrive("form, returned", "/^\\/due\\//.test(location.pathname)")
	d.do("[name=progress]", "e.value = [v, ...e.value.split('\\n').slice(1)].join('\\n'); e.dispatchEvent(new Event('input', {bubbles: true}))", progress)
	d.Click("form.report button[value=submit]")
	d.arrive("task of the reporter", "/^\\/tasks\\/./.test(location.pathname)")
}

// acceptAtLast lets the office return the report once, and take it when it comes again.
func (d *desk) acceptAtLast() {
	d.t.Helper()
	d.giveBackMonth("请说明财政局分报情况。")
	d.again("已开工12个，其中完工3个。财政局资金安排另报。")
	d.sign()
	d.enter("supervisor")
	d.Click("#accept ~ .scroll a.open")
	d.arrive("report that was merged", "document.querySelector('#parts')")
	d.says("【安岭市城市管理局】已协调3处地块", "未报分报的单位：安岭市财政局", "第 3 稿", "本版本缺扫描件")
	d.Click("form[action$='/accept'] button")
	d.arrive("report, accepted", "!document.querySelector('form[action$=\"/accept\"]')")
}

func (d *desk) giveBackMonth(reason string) {
	d.t.Helper()
	d.enter("supervisor")
	d.Click("#accept ~ .scroll a.open")
	d.Wait("document.readyState === 'complete' && document.querySelector('form[action$=\"/return\"]')")
	d.set("form[action$='/return'] [name=reason]", reason)
	d.Click("form[action$='/return'] button")
	d.arrive("report, returned", "!document.querySelector('form[action$=\"/return\"]')")
}

// scan sends the signed paper, and finds the report by the code that is printed on it.
func (d *desk) scan() {
	d.t.Helper()
	here := browser.Eval[string](d.Page, "location.pathname")
	d.enter("reporter")
	d.Page = d.b.Visit(d.t, d.h.address+here, browser.Desk)
	d.arrive("report to be scanned", "document.querySelector('#f-scan')")
	d.choose("#f-scan", "签字盖章.pdf", []byte("%PDF-1.4\n%%EOF"))
	d.Click("#scan button")
	d.arrive("report, scanned", "document.querySelector('#sheets a[href$=\"/scan\"]')")
	code := browser.Eval[string](d.Page, "document.querySelector('#sheets code').innerText")
	d.enter("supervisor")
	d.Page = d.b.Visit(d.t, d.h.address+"/tasks", browser.Desk)
	d.set("form.filter [name=text]", strings.ToLower(code))
	d.Click("form.filter button")
	d.Wait("location.pathname === '" + here + "'")
}

// explainGap keeps what the bureau says, lets the unit explain the gap, and verifies it.
func (d *desk) explainGap() {
	d.t.Helper()
	d.Page = d.b.Visit(d.t, d.h.address+"/tasks", browser.Desk)
	d.Click("[data-rows] a.open")
	d.Wait("document.readyState === 'complete' && document.querySelector('a[href$=\"/sources\"]')")
	d.Click("a[href$='/sources']")
	d.arrive("sources", "/\\/sources$/.test(location.pathname)")
	d.set("#f-g-period", "2025-05")
	d.set("#f-g-source", "statistics")
	d.set("#f-g-name", "市统计局5月快报")
	d.set("#f-g-value", "11")
	d.set("#f-g-basis", "安统函〔2025〕9号")
	d.Click("form[action$='/sources'] button")
	d.arrive("sources, with another figure", "document.querySelector('[data-rows] a.open')")
	d.says("+1", "9.09%", "待说明")
	d.enter("reporter")
	d.Click("#gap ~ .scroll a.open")
	d.arrive("gap to explain", "/^\\/gaps\\//.test(location.pathname)")
	d.set("[name=reason]", "快报截止25日，26日新开工1个。")
	d.Click("form[action$='/explain'] button")
	d.arrive("gap, explained", "document.querySelector('.notice-done')")
	d.enter("supervisor")
	d.Click("#gap ~ .scroll a.open")
	d.arrive("gap to verify", "document.querySelector('form[action$=\"/settle\"]')")
	d.says("快报截止25日，26日新开工1个。")
	d.set("[name=found]", "report")
	d.set("[name=finding]", "现场核实为12个。")
	d.Click("form[action$='/settle'] button")
	d.arrive("gap, verified", "document.querySelector('.state-settled')")
	d.Page = d.b.Visit(d.t, d.h.address+"/gaps", browser.Desk)
	d.arrive("gaps", "document.querySelectorAll('[data-rows] tbody tr').length === 1")
}

// announceMonth drafts the month's bulletin; the unit objects, is found right, agrees, and the bulletin comes out.
func (d *desk) announceMonth() {
	d.t.Helper()
	d.enter("supervisor")
	d.Page = d.b.Visit(d.t, d.h.address+"/bulletins", browser.Desk)
	d.set("[name=month]", "2025-05")
	d.Click("form.filter button")
	d.arrive("bulletin, drafted", "/^\\/bulletins\\/./.test(location.pathname)")
	d.says("12")
	bulletin := browser.Eval[string](d.Page, "location.pathname")
	d.send()
	d.reply(bulletin, "object", "停车场应注明含续建2个。")
	d.enter("supervisor")
	d.Page = d.b.Visit(d.t, d.h.address+bulletin, browser.Desk)
	d.arrive("bulletin with an objection", "document.querySelector('form[action$=\"/return\"]')")
	d.says("停车场应注明含续建2个。")
	d.set("form[action$='/return'] [name=reason]", "反馈属实，予以采纳。")
	d.Click("form[action$='/return'] button")
	d.arrive("bulletin, to be put right", "document.querySelector('form[action$=\"/texts\"]')")
	d.do("form[action$='/texts'] [name=demands]", "e.value += v", "\n新建公共停车场含续建2个。")
	d.press("form[action$='/texts'] button")
	d.send()
	d.reply(bulletin, "agree", "")
	for _, step := range []struct{ who, act string }{{"supervisor", "check"}, {"leader", "sign"}, {"supervisor", "number"}} {
		d.enter(step.who)
		d.Page = d.b.Visit(d.t, d.h.address+bulletin, browser.Desk)
		d.press("form[action$='/" + step.act + "'] button")
	}
	d.arrive("bulletin, out", "document.querySelector('.state-numbered')")
	d.says("含续建2个")
}

// send sends the bulletin that is open to the units it names.
func (d *desk) send() {
	d.t.Helper()
	d.press("form[action$='/send'] button")
}

// reply answers a bulletin for the unit it names.
func (d *desk) reply(bulletin, answer, text string) {
	d.t.Helper()
	d.enter("reporter")
	d.Page = d.b.Visit(d.t, d.h.address+bulletin, browser.Desk)
	d.arrive("bulletin to answer", "document.querySelector('form[action$=\"/reply\"]')")
	d.set("form[action$='/reply'] textarea", text)
	d.press("form[action$='/reply'] button[value=" + answer + "]")
}

// correctLater corrects the accepted figure, which marks the bulletin that printed it.
func (d *desk) correctLater() {
	d.t.Helper()
	reports, _, err := d.h.Reports.DuePage(d.t.Context(), d.h.as("supervisor"), list.Asking("state", record.DueAccepted).Rows(uuid.Nil, 200))
	d.h.must(d.t, err)
	if len(reports) != 1 || reports[0].Report == uuid.Nil {
		d.t.Fatalf("accepted are %+v", reports)
	}
	d.enter("reporter")
	d.Page = d.b.Visit(d.t, d.h.address+"/reports/"+reports[0].Report.String(), browser.Desk)
	d.set("form[action$='/correct'] [name=reason]", "1个停车场重复计数。")
	d.Click("form[action$='/correct'] button")
	d.arrive("form of a correction", "/^\\/due\\//.test(location.pathname)")
	d.set("input[name^='value.']", "11")
	d.Click("form.report button[value=submit]")
	d.arrive("task of the reporter", "/^\\/tasks\\/./.test(location.pathname)")
	d.sign()
	d.enter("supervisor")
	d.Click("#accept ~ .scroll a.open")
	d.Wait("document.readyState === 'complete' && document.querySelector('form[action$=\"/accept\"]')")
	d.press("form[action$='/accept'] button")
	d.Page = d.b.Visit(d.t, d.h.address+"/bulletins", browser.Desk)
	d.arrive("bulletins, one of them marked", "document.querySelector('.lacking')")
	d.Page = d.b.Visit(d.t, d.h.address+"/gaps", browser.Desk)
	d.arrive("no gap any more", "!document.querySelector('[data-rows]')") // both say 11 now
}

// appeal lets the unit appeal against a point of the quarter's appraisal, and the office uphold it.
func (d *desk) appeal() {
	d.t.Helper()
	d.enter("supervisor")
	d.Page = d.b.Visit(d.t, d.h.address+"/appraisals", browser.Desk)
	d.set("[name=title]", "二季度督办考核")
	d.press("form[action='/appraisals'] .btn-primary")
	d.arrive("appraisal, simulated", "document.querySelector('form[action$=\"/announce\"]')")
	d.tells("99.8 分")
	at := browser.Eval[string](d.Page, "location.pathname")
	d.set("[name=until]", "2025-07-20")
	d.press("form[action$='/announce'] button")
	d.enter("reporter")
	d.Page = d.b.Visit(d.t, d.h.address+at, browser.Desk)
	const missed = ".score tbody tr:has(form[action*='/appeals'])"
	d.arrive("appraisal with a point off", "document.querySelector(\""+missed+"\")")
	d.says("99.8 分", "未报")
	d.do(missed, "const row = [...document.querySelectorAll(v)].find(r => r.innerText.includes('未报')); row.querySelector('summary').click(); row.querySelector('textarea').value = '6月起改按季度报送，无需月报。'; row.querySelector('form button').click()", missed)
	d.Wait("document.readyState === 'complete' && document.querySelector('.notice-done')")
	d.enter("supervisor")
	d.Page = d.b.Visit(d.t, d.h.address+at, browser.Desk)
	d.arrive("appraisal with an appeal", "document.querySelector('form[action*=\"/appeals/\"]')")
	d.do(".score:has(form[action*='/appeals/'])", "e.open = true", nil)
	d.says("6月起改按季度报送，无需月报。")
	d.set("form[action*='/appeals/'] [name=answer]", "情况属实，予以采纳。")
	d.press("form[action*='/appeals/'] button[value=upheld]")
	d.enter("reporter")
	d.Page = d.b.Visit(d.t, d.h.address+at, browser.Desk)
	d.arrive("appraisal, appeal upheld", "!document.querySelector('form[action*=\"/appeals/\"]')")
	d.says("100 分", "成立", "情况属实，予以采纳。")
}
