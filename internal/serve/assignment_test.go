package serve_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/region"
)

// bureaus are the names by which the real plan calls units, without those a person has to resolve.
const bureaus = "市公安局 市农业农村局 市教育局 市卫健委 市人社局 市医保局 市规划和自然资源局 市发展改革委 市交通局 市生态环境局 市能源局 市工信局 市科技局 市商务局 市文旅局 市民政局 " +
	"市体育局 市水利局 市应急管理局 市委宣传部 市大数据局 市委组织部 市委政法委 市委农办 市公路分局 市文明办 市金融办"

// What two units of the fixture get of it: the one is declined by the city's managers and given to the builders.
const (
	drains = "提高防洪排涝能力"
	houses = "完善住房保障体系"
)

// onCase is true on the page of a case.
const onCase = "/^\\/cases\\/[0-9a-f-]{36}$/.test(location.pathname)"

// Journey 1. A real plan is uploaded, reviewed, sent out for comment, approved and assigned; one unit signs for it, another one declines and the office
// gives its task to the first, which passes it on to a section and a person; measures with days and with a quarterly curve are filed and approved.
func TestAssignment(t *testing.T) {
	b := browser.Start(t)
	plan := corpus(t, "000")
	var days calendar
	days.ahead.Store(int64(time.Date(2022, 7, 18, 0, 0, 0, 0, time.UTC).Sub(time.Date(2025, 5, 6, 0, 0, 0, 0, time.UTC))))
	h := buildOn(t, days.now())
	h.staff(t)
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: map[string]bool{"sign-in": true}}
	d.enter("supervisor")
	d.put("000.txt", plan)
	d.review()
	d.consult("2022-07-25")
	days.pass(8) // the other units agree by saying nothing
	d.approveDraft()
	d.declineOne("城市排水防涝由住房城乡建设部门主管，我局没有相应职责。")
	d.giveOn("安岭市住房和城乡建设局")
	d.passOn()
	d.fileNodes()
	d.reviseNodes()
	d.fileCurve()
	d.course()
	if s := h.log.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s)
	}
}

// staff adds the bureaus that the plan names.
func (h *house) staff(t *testing.T) {
	t.Helper()
	call := app.System("fixture", access.OrganisationManage)
	for _, name := range strings.Fields(bureaus) {
		u := organisation.Unit{ID: id(t), Division: region.MustParse(cityCode), Name: "安岭" + name, Aliases: []string{name}}
		h.must(t, h.Organisation.AddUnit(t.Context(), call, u))
	}
}

// lacking is what still keeps the plan that is open from being adopted, line by line.
func (d *desk) lacking() string {
	d.t.Helper()
	return browser.Eval[string](d.Page, "[...document.querySelectorAll('#missing li')].map(e => e.innerText).join('\\n')")
}

// keepReview keeps what was entered on the page of review.
func (d *desk) keepReview() {
	d.t.Helper()
	d.press("form.review button[value=save]")
}

// whole brings every task on the page of review with its form, as scrolling does, and every select with all its units.
func (d *desk) whole() {
	d.t.Helper()
	const rest = "document.querySelectorAll('form.review .rest')"
	d.Wait("document.querySelector('#units option')")
	for {
		left := browser.Eval[int](d.Page, rest+".length")
		if left == 0 {
			break
		}
		browser.Eval[bool](d.Page, rest+"[0]?.scrollIntoView(), true")
		d.Wait(fmt.Sprintf("%s.length != %d", rest, left))
	}
	browser.Eval[bool](d.Page, "document.querySelectorAll('form.review select').forEach(s => s.dispatchEvent(new Event('focusin', {bubbles: true}))), true")
}

// review resolves what the compiler doubts and does not know, until nothing keeps the plan from going out.
func (d *desk) review() {
	d.t.Helper()
	d.tells("存疑")
	d.whole()
	// One name that the directory does not know is said once, and holds for every item with it.
	d.do("form.review", `const of = n => [...e.querySelectorAll('.duties > li')].find(l => l.querySelector('a').innerText === n).querySelector("[name^='unit.']");
		const s = of('市农业农村局(市乡村振兴局)');
		s.value = [...s.options].find(o => o.text === '安岭市农业农村局').value`, nil)
	d.keepReview()
	d.arrive("review, a name resolved", "document.querySelector('form.review')")
	d.whole()
	if n := browser.Eval[int](d.Page, "[...document.querySelectorAll('.duties > li')].filter(l => l.querySelector('a').innerText === '市农业农村局(市乡村振兴局)' && !l.querySelector(\"[name^='unit.']\").value).length"); n > 0 {
		d.t.Errorf("the name that was resolved is still open in %d items", n)
	}
	d.do("form.review", `e.querySelectorAll('.card-task').forEach(c => {
			const leads = [...c.querySelectorAll("input[name^='lead.']")];
			if (leads.length && !leads.some(r => r.checked)) leads[0].click();
			if (!leads.length) c.querySelector('input[name=take]').click();
			c.querySelectorAll("[name^='done.']").forEach(x => x.value = '按方案完成并通过验收');
			c.querySelectorAll("[name^='proof.']").forEach(x => x.value = '验收材料、影像资料');
			c.querySelectorAll('.duties > li').forEach(l => {
				const unit = l.querySelector("[name^='unit.']"), name = l.querySelector('a').innerText;
				if (!unit.value) unit.value = ([...unit.options].find(o => o.text === v[name]) || {value: '-'}).value;
			});
		});
		e.querySelector("[name='why']").value = '工作要求，不单列督办事项'`,
		map[string]string{"市交通运输局": "安岭市交通局", "市应急局": "安岭市应急管理局"})
	d.keepReview()
	d.arrive("review, completed", "document.querySelector('form.review')")
	if lacks := d.lacking(); lacks != "" {
		d.t.Fatalf("still lacking:\n%s", lacks)
	}
	d.whole()
	for _, settled := range []string{"没有牵头单位", "需要落实到具体单位", "没有写明责任单位"} {
		if browser.Eval[bool](d.Page, "document.querySelector('form.review').innerText.includes('"+settled+"')") {
			d.t.Errorf("what was settled is still in doubt: %s", settled)
		}
	}
}

// consult sends the draft division out, lets a unit object to an item, and refuses that with a reason.
func (d *desk) consult(until string) {
	d.t.Helper()
	d.Click("details.consult summary")
	d.set("[name=until]", until)
	d.sure("button[value=consult]")
	d.arrive("draft division, out", "/^\\/divisions\\/[0-9a-f-]{36}$/.test(location.pathname)")
	d.enter("other")
	d.toDraft()
	d.tells("推动排水管网排查、疏浚、修复、建档工作")
	d.arrive("draft division, to comment on", "document.querySelector('form[action$=\"/comment\"]')")
	d.do("form[action$='/comment']", `const item = [...e.querySelectorAll('.item')].find(i => i.querySelector('h3').innerText.includes(v));
		item.querySelector("[name^='kind.']").value = 'object'; item.querySelector("[name^='text.']").value = '建议由住房城乡建设部门牵头。'`, drains)
	d.press("form[action$='/comment'] button.btn-primary")
	d.arrive("draft division, commented on", "document.querySelector('.notice-done')")
	d.enter("supervisor")
	d.toDraft()
	d.arrive("draft division with a comment", "document.querySelector('form.decide') && document.querySelector('.missing a')")
	d.tells("建议由住房城乡建设部门牵头。")
	d.set("form.decide [name=reason]", "排水设施现由城市管理局管养。")
	d.press("form.decide button[value=refused]")
	d.arrive("draft division, decided on", "!document.querySelector('form.decide')")
}

// toDraft opens the one draft division that waits for whoever has come.
func (d *desk) toDraft() {
	d.t.Helper()
	d.Click("#division ~ .scroll a.open")
	d.Wait("document.readyState === 'complete' && /^\\/divisions\\/[0-9a-f-]{36}$/.test(location.pathname)")
}

// approveDraft takes the draft to the leader and assigns what he approved.
func (d *desk) approveDraft() {
	d.t.Helper()
	for _, x := range []struct{ who, move string }{{"supervisor", "submit"}, {"leader", "approve"}} {
		d.enter(x.who)
		d.toDraft()
		d.Click("details.act:has(button[value=" + x.move + "]) summary")
		d.press("button[value=" + x.move + "]")
		d.arrive("draft division, "+x.move, "document.querySelector('.notice-done')")
	}
	d.enter("supervisor")
	d.toDraft()
	d.sure("form[action$='/assign'] button")
	d.arrive("ledger of the plan", "location.pathname === '/tasks'")
	d.tells(drains, houses)
}

// open opens what is listed in a part of the workbench under a title.
func (d *desk) openWork(part, title string) {
	d.t.Helper()
	d.do("#"+part+" ~ .scroll", "[...e.querySelectorAll('a.open')].find(a => a.innerText.includes(v)).click()", title)
	d.Wait("document.readyState === 'complete' && " + onCase)
}

// move fills in the form of a move of the case that is open, and sends it.
func (d *desk) move(name string, entries map[string]string) {
	d.t.Helper()
	form := "form[action$='/moves/" + name + "']"
	d.do(form, "e.closest('details').querySelector('summary').click()", nil)
	for field, value := range entries {
		d.do(form+" [name="+field+"]", "const o = e.options && [...e.options].find(o => o.text === v); e.value = o ? o.value : v", value)
	}
	d.press(form + " button")
}

// declineOne lets the unit decline one task and sign for its others.
func (d *desk) declineOne(reason string) {
	d.t.Helper()
	d.enter("other")
	d.openWork("assigned", drains)
	d.arrive("case to sign for", onCase)
	d.tells("推动排水管网排查、疏浚、修复、建档工作", "阳泉市2022年新型城镇化和城乡融合发展重点任务")
	d.move("decline", map[string]string{"reason": reason})
	d.arrive("case, declined by the unit", "document.querySelector('.notice-done')")
	d.Page = d.b.Visit(d.t, d.h.address+"/", browser.Desk)
	d.do("#assigned ~ .scroll", "e.querySelectorAll('[name=case]').forEach(x => x.click())", nil)
	d.press("#batch-assigned button")
	d.arrive("workbench, signed for the others", "!document.querySelector('#assigned')")
}

// giveOn gives what was declined to another unit.
func (d *desk) giveOn(unit string) {
	d.t.Helper()
	d.enter("supervisor")
	d.openWork("declined", drains)
	d.arrive("case to decide on", onCase)
	d.tells("城市排水防涝由住房城乡建设部门主管")
	d.move("reassign", map[string]string{"unit": unit, "reason": "经核实三定规定，改由你局牵头。"})
	d.arrive("case, given to another unit", "document.querySelector('.notice-done')")
	d.tells(unit, "待签收")
}

// passOn lets the unit sign for its tasks and pass what it was given to a section and a person.
func (d *desk) passOn() {
	d.t.Helper()
	d.enter("reporter")
	d.do("#assigned ~ .scroll", "e.querySelectorAll('[name=case]').forEach(x => x.click())", nil)
	d.press("#batch-assigned button")
	d.Wait("document.readyState === 'complete' && document.querySelector('#plan')")
	d.openWork("plan", drains)
	d.arrive("case to pass on", onCase)
	d.move("pass", map[string]string{"section": "城市建设科", "person": "李工", "account": "colleague"})
	d.arrive("case, passed on", "document.querySelector('.notice-done')")
	d.tells("城市建设科", "李工")
}

// fileNodes lets the person who has it file measures by day.
func (d *desk) fileNodes() {
	d.t.Helper()
	d.enter("colleague")
	d.openWork("plan", drains)
	d.Click("a[href$='/measures']")
	d.Wait("document.readyState === 'complete' && /measures$/.test(location.pathname)")
	for i, x := range [][2]string{{"排查易涝积水点并建立清单", "2022-08-31"}, {"完成主汛期前泵站检修", "2022-09-30"}} {
		at := string(rune('0' + i))
		d.set("[name='what."+at+"']", x[0])
		d.set("[name='person."+at+"']", "李工")
		d.set("[name='on."+at+"']", x[1])
	}
	d.arrive("measures by day", "true")
	d.press("button[value=propose]")
	d.arrive("case with measures by day", onCase)
	d.tells("排查易涝积水点并建立清单", "2022-09-30", "措施待审定")
	d.approveMeasures(drains)
}

// reviseNodes lets the person put a measure off; what was approved stands until that is approved, too.
func (d *desk) reviseNodes() {
	d.t.Helper()
	d.enter("colleague")
	d.Page = d.b.Visit(d.t, d.h.address+"/cases", browser.Desk)
	d.do("[data-rows]", "[...e.querySelectorAll('a.open')].find(a => a.innerText.includes(v)).click()", drains)
	d.Wait("document.readyState === 'complete' && " + onCase)
	d.move("revise", map[string]string{"reason": "泵站设备到货推迟"})
	d.Wait("document.readyState === 'complete' && document.querySelector('a[href$=\"/measures\"]')")
	d.Click("a[href$='/measures']")
	d.Wait("document.readyState === 'complete' && /measures$/.test(location.pathname)")
	d.set("[name='on.1']", "2022-10-15")
	d.press("button[value=propose]")
	d.arrive("case with a revision", onCase+" && document.querySelectorAll('.case .rows').length === 2")
	d.tells("2022-09-30", "2022-10-15", "审定前仍按上面的措施执行", "措施待审定")
	d.approveMeasures(drains)
}

// fileCurve lets the unit say how its target will grow, quarter by quarter.
func (d *desk) fileCurve() {
	d.t.Helper()
	d.enter("reporter")
	d.openWork("plan", houses)
	d.Click("a[href$='/measures']")
	d.arrive("measures with a curve", "document.querySelector('.curve')")
	points := browser.Eval[int](d.Page, "document.querySelectorAll('.curve:last-of-type input').length")
	if points != 8 { // the target has no limit: this year and the next
		d.t.Fatalf("the curve has %d points", points)
	}
	d.do(".curve:last-of-type", "e.querySelectorAll('input')[2].value = '30'; e.querySelectorAll('input')[3].value = '54'", nil)
	d.press("button[value=propose]")
	d.arrive("case with a curve", onCase)
	d.tells("农村危房改造任务 30 户", "农村危房改造任务 54 户", "措施待审定")
	d.approveMeasures(houses)
}

// approveMeasures lets the office approve the measures of a task.
func (d *desk) approveMeasures(title string) {
	d.t.Helper()
	d.enter("supervisor")
	d.openWork("measures", title)
	d.move("approve", map[string]string{"opinion": "同意，请按节点推进。"})
	d.arrive("case, measures approved", "document.querySelector('.notice-done')")
	d.tells("执行中")
}

// course looks at what the page of the task tells of its way.
func (d *desk) course() {
	d.t.Helper()
	d.Page = d.b.Visit(d.t, d.h.address+"/tasks", browser.Desk)
	d.do("[data-rows]", "[...e.querySelectorAll('a.open')].find(a => a.innerText.includes(v)).click()", drains)
	d.Wait("document.readyState === 'complete' && /^\\/tasks\\/./.test(location.pathname)")
	d.do(".case .past summary", "e.click()", nil)
	d.arrive("task on its way", "document.querySelector('.case .history')")
	d.tells("执行中", "城市建设科", "李工", "排查易涝积水点并建立清单", "2022-08-31", "退回交办", "没有相应职责", "改交其他单位", "改由你局牵头", "内部分办", "报送措施", "审定措施", "同意，请按节点推进。", "安岭市住房和城乡建设局")
}
