package consultation_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/consultation"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
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

var city = region.MustParse("190300")

// An office is a supervision office with two bureaus and a leader.
type office struct {
	*instance.Instance
	t                                       *testing.T
	now                                     time.Time
	supervisor, leader, houses, roads, both app.Call
	document, draft                         uuid.UUID
}

func onEach(t *testing.T, test func(o *office)) {
	t.Helper()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := &office{t: t, now: time.Date(2025, 3, 10, 2, 0, 0, 0, time.UTC), document: uuid.Must(uuid.NewV7()), draft: uuid.Must(uuid.NewV7())}
			o.Instance = instancetest.Open(t, database(t), func() time.Time { return o.now })
			manage := app.System("test", access.OrganisationManage)
			o.must(o.Organisation.AddDivision(t.Context(), manage, organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: city, Name: "禾川市"}}))
			unit := func(name string) uuid.UUID {
				id := uuid.Must(uuid.NewV7())
				o.must(o.Organisation.AddUnit(t.Context(), manage, organisation.Unit{ID: id, Division: city, Name: name}))
				return id
			}
			as := func(n byte, unit uuid.UUID, role access.Role) app.Call {
				return app.Call{From: "local", Request: "test", Actor: access.Actor{Account: uuid.UUID{n}, Unit: unit, Division: city, Grants: []access.Grant{{Role: role, Division: city}}}}
			}
			o.supervisor, o.leader = as(1, unit("禾川市人民政府督查室"), access.Supervisor), as(2, unit("禾川市人民政府"), access.Leader)
			o.houses, o.roads = as(3, unit("市住建局"), access.Reporter), as(4, unit("市交通局"), access.Reporter)
			o.both = as(1, uuid.Nil, access.Supervisor)
			o.both.Actor.Grants = append(o.both.Actor.Grants, access.Grant{Role: access.Leader, Division: city})
			_, err := o.Documents.Upload(t.Context(), o.supervisor, document.Uploaded{ID: o.document, Name: "plan.txt", Content: strings.NewReader(plan)})
			o.must(err)
			o.must(o.Jobs.Drain(t.Context()))
			test(o)
		})
	}
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) refused(key string, err error) {
	o.t.Helper()
	if e, ok := errors.AsType[*fault.Error](err); !ok || e.Key != key {
		o.t.Errorf("%v, not %s", err, key)
	}
}

func (o *office) find(call app.Call) *consultation.Page {
	o.t.Helper()
	p, err := o.Divisions.Find(o.t.Context(), call, o.draft)
	o.must(err)
	return p
}

func (o *office) send() {
	o.t.Helper()
	o.must(o.Divisions.Send(o.t.Context(), o.supervisor, o.draft, o.document, period.Date(o.Documents.Today())+3))
}

func (o *office) move(call app.Call, move string, form casework.Form) error {
	return o.Divisions.Move(o.t.Context(), call, o.draft, move, form)
}

func TestDivision_GoesOutIsApprovedAndAssigned(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		ctx := o.t.Context()
		o.refused("division-day", o.Divisions.Send(ctx, o.supervisor, o.draft, o.document, 3))
		o.send()
		o.refused("division-out", o.Documents.AdoptReviewed(ctx, o.supervisor, o.document))
		if p := o.find(o.roads); len(p.Own(o.roads.Actor.Unit)) != 1 || p.Own(o.roads.Actor.Unit)[0].ID != "t2" {
			o.t.Errorf("the bureau of roads sees %+v", p.Own(o.roads.Actor.Unit))
		}
		o.refused("comment-item", o.Divisions.Comment(ctx, o.roads, o.draft, []consultation.Said{{Item: "t1", Kind: record.CommentObject, Text: "x"}}))
		o.refused("comment-lead", o.Divisions.Comment(ctx, o.roads, o.draft, []consultation.Said{{Item: "t2", Kind: record.CommentLead, Text: "职责不符"}}))
		o.must(o.Divisions.Comment(ctx, o.roads, o.draft, []consultation.Said{{Item: "t2", Kind: record.CommentLead, Text: "职责不符", Lead: o.houses.Actor.Unit}}))
		if p := o.find(o.houses); len(p.Comments) != 0 {
			o.t.Errorf("a bureau sees what another has said: %+v", p.Comments)
		}
		o.refused("case-lacks", o.move(o.supervisor, consultation.Submit, nil))
		o.must(o.Divisions.Comment(ctx, o.houses, o.draft, nil))
		o.refused("case-lacks", o.move(o.supervisor, consultation.Submit, nil))
		said := o.find(o.supervisor).Comments
		lead := said[0]
		for _, c := range said {
			if c.Kind == record.CommentLead {
				lead = c
			}
		}
		o.refused("comment-reason", o.Divisions.Decide(ctx, o.supervisor, o.draft, lead.ID, true, " "))
		o.must(o.Divisions.Decide(ctx, o.supervisor, o.draft, lead.ID, true, "按三定规定调整"))
		o.must(o.move(o.supervisor, consultation.Submit, casework.Form{"opinion": "请审定"}))
		o.refused("division-frozen", o.Documents.Edit(ctx, o.supervisor, o.document, 0, division.Entries{"title.t1": {"x"}}, nil))
		o.refused("case-not-offered", o.move(o.both, consultation.Approve, nil))
		o.must(o.move(o.leader, consultation.Approve, casework.Form{"opinion": "同意"}))
		o.must(o.Documents.AdoptReviewed(ctx, o.supervisor, o.document))
		if p := o.find(o.supervisor); p.State != record.ConsultationAssigned || p.Approver != o.leader.Actor.Account {
			o.t.Errorf("adopted it is %s, approved by %s", p.State, p.Approver)
		}
		lines, err := o.Tasks.List(ctx, o.supervisor, task.Filter{Document: o.document})
		o.must(err)
		if len(lines) != 2 || lines[1].Lead != "市住建局" {
			o.t.Errorf("the roads are led by %+v", lines)
		}
	})
}

func TestDivision_IsReturnedAndWithdrawn(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		ctx := o.t.Context()
		o.send()
		o.now = o.now.AddDate(0, 0, 5) // nobody has answered
		o.must(o.move(o.supervisor, consultation.Submit, nil))
		o.refused("case-field-missing", o.move(o.leader, consultation.GiveBack, nil))
		o.must(o.move(o.leader, consultation.GiveBack, casework.Form{"reason": "补充完成时限"}))
		o.must(o.Documents.Edit(ctx, o.supervisor, o.document, 0, division.Entries{"title.t1": {"改造农村危房"}}, nil))
		o.must(o.move(o.supervisor, consultation.Withdraw, casework.Form{"reason": "改为直接交办"}))
		o.refused("division-closed", o.Divisions.Comment(ctx, o.houses, o.draft, nil))
		o.must(o.Documents.AdoptReviewed(ctx, o.supervisor, o.document))
	})
}

// A unit gets its items as a workbook, fills in the columns and sends it back; what it did not fill in it agrees to.
func TestDivision_CommentsComeInAWorkbook(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *office) {
		ctx := o.t.Context()
		o.send()
		var out bytes.Buffer
		name, err := o.Divisions.Workbook(ctx, o.roads, o.draft, &out)
		o.must(err)
		if !strings.HasSuffix(name, ".xlsx") {
			o.t.Errorf("the file is called %s", name)
		}
		o.must(o.Divisions.Import(ctx, o.roads, o.draft, name, out.Bytes()))
		filled := func(rows ...[]string) []byte {
			l := bulletin.Ledger{Title: "征求意见表", AsOf: 20000, Rows: rows}
			for _, head := range []string{"编号", "任务", "意见", "建议牵头单位", "理由或修改内容"} {
				l.Columns = append(l.Columns, bulletin.Column{Head: head, Width: 20})
			}
			var b bytes.Buffer
			_, err := l.WriteTo(&b)
			o.must(err)
			return b.Bytes()
		}
		o.refused("comment-kind", o.Divisions.Import(ctx, o.roads, o.draft, "a.xlsx", filled([]string{"t2", "修建农村公路", "不好", "", ""})))
		o.refused("comment-lead", o.Divisions.Import(ctx, o.roads, o.draft, "a.xlsx", filled([]string{"t2", "修建农村公路", "建议改牵头单位", "市体育局", "x"})))
		o.refused("comment-sheet", o.Divisions.Import(ctx, o.roads, o.draft, "a.txt", []byte("同意")))
		o.must(o.Divisions.Import(ctx, o.roads, o.draft, "a.xlsx", filled([]string{"t2", "修建农村公路", "建议修改内容", "", "新建农村公路60公里。"})))
		p := o.find(o.roads)
		if len(p.Comments) != 1 || p.Comments[0].Kind != record.CommentText || p.Comments[0].Text != "新建农村公路60公里。" {
			o.t.Fatalf("the workbook says %+v", p.Comments)
		}
		o.must(o.Divisions.Decide(ctx, o.supervisor, o.draft, p.Comments[0].ID, true, "资金已调整"))
		r, err := o.Documents.Review(ctx, o.supervisor, o.document)
		o.must(err)
		if item, _ := r.Sheet.Item("t2"); item.Body != "新建农村公路60公里。" {
			o.t.Errorf("the item says %q", item.Body)
		}
	})
}
