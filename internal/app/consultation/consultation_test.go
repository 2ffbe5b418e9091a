package consultation_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/consultation"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

const plan = `禾川市人民政府关于印发《禾川市2025年乡村建设工作要点》的通知
禾政发〔2025〕3号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年乡村建设工作要点》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年1月10日
禾川市2025年乡村建设工作要点
一、改善农村住房。全年完成农村危房改造1200户。（责任单位：市住建局）
二、修建农村公路。新建农村公路80公里。（责任单位：市交通局）`

// An office is a supervision office with two bureaus and a leader.
type office struct {
	*instancetest.Office
	supervisor, leader, houses, roads, both app.Call
	document, draft                         uuid.UUID
}

func onEach(t *testing.T, test func(o *office)) {
	t.Helper()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := &office{Office: instancetest.NewOffice(t, database, "2025-03-10"), draft: instancetest.ID()}
		o.supervisor, o.leader = instancetest.Person(o.Unit("禾川市人民政府督查室"), access.Supervisor), instancetest.Person(o.Unit("禾川市人民政府"), access.Leader)
		o.houses, o.roads = instancetest.Person(o.Unit("市住建局"), access.Reporter), instancetest.Person(o.Unit("市交通局"), access.Reporter)
		o.both = o.supervisor
		o.both.Actor.Grants = append(slices.Clone(o.supervisor.Actor.Grants), o.leader.Actor.Grants...)
		o.document = o.Upload(o.supervisor, "plan.txt", plan)
		test(o)
	})
}

func (o *office) find(call app.Call) *consultation.Page {
	o.Helper()
	p, err := o.Divisions.Find(o.Context(), call, o.draft)
	o.Must(err)
	return p
}

func (o *office) send() {
	o.Helper()
	o.Must(o.Divisions.Send(o.Context(), o.supervisor, o.draft, o.document, period.Date(o.Documents.Today())+3))
}

func (o *office) move(call app.Call, move string, form casework.Form) error {
	return o.Divisions.Move(o.Context(), call, o.draft, move, form)
}

func TestDivision_GoesOutIsApprovedAndAssigned(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		ctx := o.Context()
		o.Refused(o.Divisions.Send(ctx, o.supervisor, o.draft, o.document, 3), "division-day")
		o.send()
		o.Refused(o.Documents.AdoptReviewed(ctx, o.supervisor, o.document), "division-out")
		if p := o.find(o.roads); len(p.Own(o.roads.Actor)) != 1 || p.Own(o.roads.Actor)[0].ID != "t2" {
			o.Errorf("the bureau of roads sees %+v", p.Own(o.roads.Actor))
		}
		o.Refused(o.Divisions.Comment(ctx, o.roads, o.draft, []consultation.Said{{Item: "t1", Kind: record.CommentObject, Text: "x"}}), "comment-item")
		o.Refused(o.Divisions.Comment(ctx, o.roads, o.draft, []consultation.Said{{Item: "t2", Kind: record.CommentLead, Text: "职责不符"}}), "comment-lead")
		o.Must(o.Divisions.Comment(ctx, o.roads, o.draft, []consultation.Said{{Item: "t2", Kind: record.CommentLead, Text: "职责不符", Lead: o.houses.Actor.Unit}}))
		if p := o.find(o.houses); len(p.Comments) != 0 {
			o.Errorf("a bureau sees what another has said: %+v", p.Comments)
		}
		o.Refused(o.move(o.supervisor, consultation.Submit, nil), "case-lacks")
		o.Must(o.Divisions.Comment(ctx, o.houses, o.draft, nil))
		o.Refused(o.move(o.supervisor, consultation.Submit, nil), "case-lacks")
		said := o.find(o.supervisor).Comments
		lead := said[0]
		for _, c := range said {
			if c.Kind == record.CommentLead {
				lead = c
			}
		}
		o.Refused(o.Divisions.Decide(ctx, o.supervisor, o.draft, lead.ID, true, " "), "comment-reason")
		o.Must(o.Divisions.Decide(ctx, o.supervisor, o.draft, lead.ID, true, "按三定规定调整"))
		o.Must(o.move(o.supervisor, consultation.Submit, casework.Form{"opinion": "请审定"}))
		o.Refused(o.Documents.Edit(ctx, o.supervisor, o.document, 0, division.Entries{"title.t1": {"x"}}, nil), "division-frozen")
		o.Refused(o.move(o.both, consultation.Approve, nil), "case-not-offered")
		o.Must(o.move(o.leader, consultation.Approve, casework.Form{"opinion": "同意"}))
		o.Must(o.Documents.AdoptReviewed(ctx, o.supervisor, o.document))
		if p := o.find(o.supervisor); p.State != record.ConsultationAssigned || p.Approver != o.leader.Actor.Account {
			o.Errorf("adopted it is %s, approved by %s", p.State, p.Approver)
		}
		lines, _, err := o.Tasks.Page(ctx, o.supervisor, list.Asking("document", o.document.String()))
		o.Must(err)
		if len(lines) != 2 || lines[1].Lead != "市住建局" {
			o.Errorf("the roads are led by %+v", lines)
		}
	})
}

// The office that sends a draft out and the leader who approves it see all of it though their own unit has a part in it; nobody waits for the office's word.
func TestDivision_TheOfficeHasAPartItself(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		ctx := o.Context()
		o.leader.Actor.Unit = o.supervisor.Actor.Unit
		part := division.Act{Kind: division.ActPart, On: "t1", Unit: o.supervisor.Actor.Unit.String()}
		o.Must(o.Documents.Edit(ctx, o.supervisor, o.document, 0, nil, &part))
		o.send()
		for _, call := range []app.Call{o.supervisor, o.leader} {
			if p := o.find(call); len(p.Own(call.Actor)) != 2 {
				o.Errorf("%+v is seen of a draft of two items", p.Own(call.Actor))
			}
		}
		o.Must(o.Divisions.Comment(ctx, o.houses, o.draft, nil))
		o.Must(o.Divisions.Comment(ctx, o.roads, o.draft, nil))
		o.Must(o.move(o.supervisor, consultation.Submit, nil))
	})
}

// A comment on an item that is gone is not taken: nothing would come of it.
func TestDecide_AnItemThatIsGone(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		o.send()
		c := record.Comment{Record: instancetest.Head(), Consultation: o.draft, Unit: o.roads.Actor.Unit, Item: "t99", Kind: record.CommentText, Text: "改写", Made: 1}
		instancetest.Put(o.Office, record.CommentTable, c)
		var gone record.Comment
		for _, x := range o.find(o.supervisor).Comments {
			if x.Item == "t99" {
				gone = x
			}
		}
		o.Refused(o.Divisions.Decide(o.Context(), o.supervisor, o.draft, gone.ID, true, "采纳"), "comment-gone")
		o.Must(o.Divisions.Decide(o.Context(), o.supervisor, o.draft, gone.ID, false, "该项已合并"))
	})
}

func TestDivision_IsReturnedAndWithdrawn(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		ctx := o.Context()
		o.send()
		o.Clock = o.Clock.AddDate(0, 0, 5) // nobody has answered
		o.Must(o.move(o.supervisor, consultation.Submit, nil))
		o.Refused(o.move(o.leader, consultation.GiveBack, nil), "case-field-missing")
		o.Must(o.move(o.leader, consultation.GiveBack, casework.Form{"reason": "补充完成时限"}))
		o.Must(o.Documents.Edit(ctx, o.supervisor, o.document, 0, division.Entries{"title.t1": {"改造农村危房"}}, nil))
		o.Must(o.move(o.supervisor, consultation.Withdraw, casework.Form{"reason": "改为直接交办"}))
		o.Refused(o.Divisions.Comment(ctx, o.houses, o.draft, nil), "division-closed")
		o.Must(o.Documents.AdoptReviewed(ctx, o.supervisor, o.document))
	})
}

// A unit gets its items as a workbook, fills in the columns and sends it back; what it did not fill in it agrees to.
func TestDivision_CommentsComeInAWorkbook(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		ctx := o.Context()
		o.send()
		var out bytes.Buffer
		name, err := o.Divisions.Workbook(ctx, o.roads, o.draft, &out)
		o.Must(err)
		if !strings.HasSuffix(name, ".xlsx") {
			o.Errorf("the file is called %s", name)
		}
		o.Must(o.Divisions.Import(ctx, o.roads, o.draft, intake.Uploaded{Name: name, Content: &out}))
		uploaded := func(name string, data []byte) intake.Uploaded {
			return intake.Uploaded{Name: name, Content: bytes.NewReader(data)}
		}
		filled := func(rows ...[]string) []byte {
			l := bulletin.Ledger{Title: "征求意见表", AsOf: 20000, Rows: rows}
			for _, head := range []string{"编号", "任务", "意见", "建议牵头单位", "理由或修改内容"} {
				l.Columns = append(l.Columns, bulletin.Column{Head: head, Width: 20})
			}
			var b bytes.Buffer
			_, err := l.WriteTo(&b)
			o.Must(err)
			return b.Bytes()
		}
		o.Refused(o.Divisions.Import(ctx, o.roads, o.draft, uploaded("a.xlsx", filled([]string{"t2", "修建农村公路", "不好", "", ""}))), "comment-kind")
		o.Refused(o.Divisions.Import(ctx, o.roads, o.draft, uploaded("a.xlsx", filled([]string{"t2", "修建农村公路", "建议改牵头单位", "市体育局", "x"}))), "comment-lead")
		o.Refused(o.Divisions.Import(ctx, o.roads, o.draft, uploaded("a.txt", []byte("同意"))), "comment-sheet")
		o.Must(o.Divisions.Import(ctx, o.roads, o.draft, uploaded("a.xlsx", filled([]string{"t2", "修建农村公路", "建议修改内容", "", "新建农村公路60公里。"}))))
		p := o.find(o.roads)
		if len(p.Comments) != 1 || p.Comments[0].Kind != record.CommentText || p.Comments[0].Text != "新建农村公路60公里。" {
			o.Fatalf("the workbook says %+v", p.Comments)
		}
		o.Must(o.Divisions.Decide(ctx, o.supervisor, o.draft, p.Comments[0].ID, true, "资金已调整"))
		r, err := o.Documents.Review(ctx, o.supervisor, o.document)
		o.Must(err)
		if item, _ := r.Sheet.Item("t2"); item.Body != "新建农村公路60公里。" {
			o.Errorf("the item says %q", item.Body)
		}
	})
}
