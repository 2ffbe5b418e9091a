package document_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/auditing"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/policy"
)

// first and second are two plans of a fictional city for one year; the second gives other figures for the houses and drops the roads.
const (
	first = `禾川市人民政府关于印发《禾川市2025年乡村建设工作要点》的通知
禾政发〔2025〕3号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年乡村建设工作要点》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年1月10日
禾川市2025年乡村建设工作要点
一、改善农村住房。实施农村危房改造，全年完成农村危房改造1200户。（责任单位：市住建局）
二、修建农村公路。新建农村公路80公里。（责任单位：市交通局）
三、保障措施。各责任单位每季度末将进展情况报送市乡村振兴局。`
	second = `禾川市人民政府关于印发《禾川市2025年乡村建设实施方案》的通知
禾政发〔2025〕9号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年乡村建设实施方案》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年3月5日
禾川市2025年乡村建设实施方案
一、改善农村住房。实施农村危房改造，全年完成农村危房改造1500户。（责任单位：市住建局）
二、整治村庄环境。完成村庄绿化20个。（责任单位：市林业局）
三、保障措施。各责任单位每季度末将进展情况报送市乡村振兴局。`
)

// A house is an office with units to assign tasks to.
type house struct {
	*instancetest.Office
	call  app.Call
	units map[string]uuid.UUID
}

func onEach(t *testing.T, test func(h *house)) {
	t.Helper()
	onEachAt(t, "2025-03-10", test)
}

func onEachAt(t *testing.T, on string, test func(h *house)) {
	t.Helper()
	instancetest.Each(t, func(t *testing.T, database string) {
		test(&house{Office: instancetest.NewOffice(t, database, on), call: instancetest.Person(uuid.Nil, access.Supervisor), units: map[string]uuid.UUID{}})
	})
}

// put puts a document in and has it compiled.
func (h *house) put(name, text string) uuid.UUID {
	h.Helper()
	return h.Upload(h.call, name, text)
}

// decide takes every task, with a unit for each name and the first one in the lead.
func (h *house) decide(id uuid.UUID) (document.Decision, *policy.Document) {
	h.Helper()
	_, doc, err := h.Documents.Proposal(h.Context(), h.call, id)
	h.Must(err)
	d := document.Decision{Tasks: make([]document.TaskDecision, len(doc.Tasks)), Every: "quarter"}
	for i, t := range doc.Tasks {
		d.Tasks[i].DoneWhen, d.Tasks[i].Proof = "完成并验收", "验收单"
		for j, duty := range t.Duties {
			part := record.PartCooperate
			if j == 0 {
				part = record.PartLead
			}
			d.Tasks[i].Duties = append(d.Tasks[i].Duties, document.DutyDecision{Unit: h.unit(duty.Unit), Part: part})
		}
		d.Tasks[i].Leave = len(t.Duties) == 0
	}
	return d, doc
}

func (h *house) unit(name string) uuid.UUID {
	h.Helper()
	if id, ok := h.units[name]; ok {
		return id
	}
	id := h.Unit(name)
	h.units[name] = id
	return id
}

func (h *house) adopt(id uuid.UUID) {
	h.Helper()
	d, _ := h.decide(id)
	h.Must(h.Documents.Adopt(h.Context(), h.call, id, d))
}

func (h *house) document(id uuid.UUID) record.Document {
	h.Helper()
	d, err := h.Documents.Find(h.Context(), h.call, id)
	h.Must(err)
	return d
}

// all are the records of a document: T says how they name it.
func all[T any](h *house, t *relation.Table, where relation.Expr) []T {
	return instancetest.All[T](h.Office, t, where)
}

func (h *house) tasks(document uuid.UUID) []record.Task {
	h.Helper()
	return all[record.Task](h, record.TaskTable, relation.Equal(relation.C("x", "document"), document[:]))
}

func (h *house) due(task uuid.UUID, state string) int {
	h.Helper()
	return len(all[record.Due](h, record.DueTable, relation.And{relation.Equal(relation.C("x", "task"), task[:]), relation.Equal(relation.C("x", "state"), state)}))
}

// What replaces a document takes over its tasks: nobody reports twice, and a target in both has a basis in each.
func TestAdopt_WhatReplacesADocumentTakesItsPlace(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		older, newer := h.put("要点.txt", first), h.put("方案.txt", second)
		h.adopt(older)
		before := h.tasks(older)
		if len(before) != 2 || h.due(before[0].ID, record.DueOpen) == 0 {
			h.Fatalf("the first document has %d tasks", len(before))
		}
		h.Must(h.Documents.Relate(h.Context(), h.call, newer, older, record.Replaces, []document.Choice{{Task: 0, Target: 0, Reason: "已分解到县"}}))
		h.adopt(newer)
		if got := h.document(older); got.Force != record.ForceReplaced {
			h.Errorf("the older document is %q", got.Force)
		}
		for _, task := range h.tasks(older) {
			if task.State != record.TaskClosed || task.Outcome != record.OutcomeReplaced || h.due(task.ID, record.DueOpen) != 0 || h.due(task.ID, record.DueCancelled) == 0 {
				h.Errorf("%s is %s, %q", task.Title, task.State, task.Outcome)
			}
		}
		after := h.tasks(newer)
		if after[0].Before != before[0].ID || after[1].Before != uuid.Nil {
			h.Errorf("the tasks come from %s and %s", after[0].Before, after[1].Before)
		}
		bases := all[record.Basis](h, record.BasisTable, relation.Equal(relation.C("x", "task"), after[0].ID[:]))
		targets := all[record.Target](h, record.TargetTable, relation.Equal(relation.C("x", "task"), after[0].ID[:]))
		if len(bases) != 2 || len(targets) != 1 || *targets[0].Value != 1200_0000 {
			h.Fatalf("bases %+v of targets %+v", bases, targets)
		}
		for _, b := range bases {
			if isOld := b.Document == older; b.IsChosen != isOld || isOld && (b.Reason == "" || !strings.Contains(b.Quote, "1200")) || !isOld && b.Value != 1500_0000 {
				h.Errorf("a basis is %+v", b)
			}
		}
		if err := h.Documents.Relate(h.Context(), h.call, newer, older, record.Joins, nil); instancetest.Key(err) != "adopt-done" {
			h.Errorf("a relation of an adopted document was changed: %v", err)
		}
	})
}

// A revision leaves in force what it does not speak of.
func TestAdopt_ARevisionLeavesTheRest(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		older, newer := h.put("要点.txt", first), h.put("方案.txt", second)
		h.adopt(older)
		h.Must(h.Documents.Relate(h.Context(), h.call, newer, older, record.Revises, nil))
		h.adopt(newer)
		tasks := h.tasks(older)
		if tasks[0].State != record.TaskClosed || tasks[1].State != record.TaskOpen || h.due(tasks[1].ID, record.DueOpen) == 0 {
			h.Errorf("the older tasks are %s and %s", tasks[0].State, tasks[1].State)
		}
		if got := h.document(older).Force; got != record.ForceBinding {
			h.Errorf("the older document is %q", got)
		}
	})
}

// A task that two documents order is reported on once.
func TestAdopt_JoinedTasksAreReportedOnce(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		older, newer := h.put("要点.txt", first), h.put("方案.txt", second)
		h.adopt(older)
		h.Must(h.Documents.Relate(h.Context(), h.call, newer, older, record.Joins, nil))
		h.adopt(newer)
		old, joined := h.tasks(older), h.tasks(newer)
		if joined[0].Joined != old[0].ID || h.due(joined[0].ID, record.DueOpen) != 0 || h.due(old[0].ID, record.DueOpen) == 0 || h.due(joined[1].ID, record.DueOpen) == 0 {
			h.Errorf("joined to %s; due %d, %d, %d", joined[0].Joined, h.due(joined[0].ID, record.DueOpen), h.due(old[0].ID, record.DueOpen), h.due(joined[1].ID, record.DueOpen))
		}
		lit := map[uuid.UUID]bool{}
		for _, l := range instancetest.All[record.Light](h.Office, record.LightTable) {
			lit[l.Task] = true
		}
		if lit[joined[0].ID] || !lit[old[0].ID] || !lit[joined[1].ID] {
			h.Errorf("a joined task, the one it is joined to and one by itself are lit: %t, %t, %t", lit[joined[0].ID], lit[old[0].ID], lit[joined[1].ID])
		}
	})
}

// What was not issued binds nobody, unless a person says how he knows that it was.
func TestAdopt_WhatWasNotIssuedIsADraft(t *testing.T) {
	t.Parallel()
	comment := strings.ReplaceAll(second, "实施方案》", "实施方案（征求意见稿）》")
	onEach(t, func(h *house) {
		id := h.put("征求意见稿.txt", comment)
		h.adopt(id)
		if got := h.document(id).Force; got != record.ForceDraft {
			h.Errorf("a draft for comment is %q", got)
		}
		for _, task := range h.tasks(id) {
			if task.State != record.TaskDraft || h.due(task.ID, record.DueOpen) != 0 {
				h.Errorf("%s is %s", task.Title, task.State)
			}
		}
		id = h.put("定稿.txt", comment)
		d, _ := h.decide(id)
		for _, c := range []struct {
			issued document.Issued
			want   string
		}{
			{document.Issued{On: "2025-13-01", Reason: "见红头文件"}, "issued-date"},
			{document.Issued{On: "2025-03-05", Reason: " "}, "issued-reason"},
			{document.Issued{Number: "禾政发〔2025〕9号", On: "2025-03-05", Reason: "见红头文件"}, ""},
		} {
			d.Issued = &c.issued
			if err := h.Documents.Adopt(h.Context(), h.call, id, d); instancetest.Key(err) != c.want {
				h.Errorf("%+v gives %v, want %q", c.issued, err, c.want)
			}
		}
		if got := h.document(id); got.Force != record.ForceBinding || got.Number != "禾政发〔2025〕9号" || got.Source != string(policy.StatusIssued) {
			h.Errorf("the document is %+v", got)
		}
	})
}

// Of a damaged text nobody can say what the missing part orders: a day and a reason do not make it binding, on no way.
func TestAdopt_WhatIsDamagedStaysADraft(t *testing.T) {
	t.Parallel()
	damaged := second[:strings.LastIndex(second, "三、")] + "三、保障措施。" + strings.Repeat("加强组织领导", 12) + "，各责任单位每季度末将进展情况报送市乡村"
	onEach(t, func(h *house) {
		id := h.put("残缺.txt", damaged)
		d, doc := h.decide(id)
		if doc.Meta.Status != policy.StatusIncomplete {
			h.Fatalf("the text is %s", doc.Meta.Status)
		}
		d.Issued = &document.Issued{On: "2025-03-05", Reason: "见红头文件"}
		if err := h.Documents.Adopt(h.Context(), h.call, id, d); instancetest.Key(err) != "issued-damaged" {
			h.Errorf("its issue was taken for known: %v", err)
		}
		h.adopt(id)
		if got := h.document(id); got.Force != record.ForceDraft || got.Source != string(policy.StatusIncomplete) {
			h.Errorf("it is %s, %s", got.Force, got.Source)
		}
		reviewed := h.put("残缺之二.txt", damaged+"振兴")
		form := division.Entries{"issued.on": {"2025-03-05"}, "issued.reason": {"见红头文件"}}
		if err := h.Documents.Edit(h.Context(), h.call, reviewed, 0, form, nil); instancetest.Key(err) != "issued-damaged" {
			h.Errorf("its issue was entered on the sheet: %v", err)
		}
	})
}

func TestRelate_RefusesWhatIsNoRelation(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		older, newer := h.put("要点.txt", first), h.put("方案.txt", second)
		relate := func(other uuid.UUID, kind string, choices ...document.Choice) string {
			return instancetest.Key(h.Documents.Relate(h.Context(), h.call, newer, other, kind, choices))
		}
		if got := relate(older, record.Replaces); got != "relate-other" {
			h.Errorf("one that nobody adopted: %q", got)
		}
		h.adopt(older)
		if got := relate(older, "supports"); got != "relate-kind" {
			h.Errorf("a kind that is none: %q", got)
		}
		if got := relate(older, record.Replaces, document.Choice{}); got != "choice-reason" {
			h.Errorf("a choice without a reason: %q", got)
		}
		for _, kind := range []string{record.Replaces, record.Joins} { // the second takes the place of the first
			if got := relate(older, kind); got != "" {
				h.Error(got)
			}
		}
		if related, err := h.Documents.Related(h.Context(), h.call, h.document(newer)); err != nil || len(related) != 1 || related[0].Relation.Kind != record.Joins {
			h.Errorf("related are %+v, %v", related, err)
		}
		if err := h.Documents.Unrelate(h.Context(), h.call, newer, older); err != nil {
			h.Error(err)
		}
		if related, err := h.Documents.Related(h.Context(), h.call, h.document(newer)); err != nil || len(related) != 0 {
			h.Errorf("related are %+v, %v", related, err)
		}
	})
}

// A unit that is none gets no task.
func TestAdopt_RefusesUnknownUnits(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		id := h.put("要点.txt", first)
		d, _ := h.decide(id)
		d.Tasks[0].Duties[0].Unit = uuid.Must(uuid.NewV7())
		if err := h.Documents.Adopt(h.Context(), h.call, id, d); instancetest.Key(err) != "adopt-unit" {
			h.Errorf("it was adopted: %v", err)
		}
		d, _ = h.decide(id)
		d.Tasks[0].Leads = []uuid.UUID{uuid.Must(uuid.NewV7())}
		if err := h.Documents.Adopt(h.Context(), h.call, id, d); instancetest.Key(err) != "adopt-unit" {
			h.Errorf("a number was given to a unit that is none: %v", err)
		}
		if lines, _, err := h.Tasks.Page(h.Context(), h.call, list.Query{}.Rows(uuid.Nil, 10)); err != nil || len(lines) != 0 {
			h.Errorf("tasks %v, %v", lines, err)
		}
	})
}

// A secret document is refused before anything of it is kept: no record, no event, no octet on the disk.
func TestUpload_ASecretDocumentLeavesNoTrace(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		const told = "专项行动代号雪松"
		_, err := h.Documents.Upload(h.Context(), h.call, intake.Uploaded{ID: uuid.Must(uuid.NewV7()), Name: "雪松.txt",
			Content: strings.NewReader("机密★1年\n" + strings.Replace(first, "改善农村住房", told, 1))})
		if err == nil {
			h.Fatal("it was taken")
		}
		if list, err := h.Documents.List(h.Context(), h.call, 10); err != nil || len(list) != 0 {
			h.Errorf("documents: %v, %v", list, err)
		}
		if after := string(instancetest.Octets(h.T, h.Place.Data)); strings.Contains(after, told) || strings.Contains(after, "雪松") {
			h.Error("its words lie on the disk")
		}
		auditor := h.call
		auditor.Actor.Grants = []access.Grant{{Role: access.Auditor, Division: instancetest.Here}}
		events, err := h.Audit.Find(h.Context(), auditor, auditing.Filter{Action: "document.refuse"}, 10)
		if err != nil || len(events) != 1 || events[0].Object != uuid.Nil || len(events[0].Detail) != 0 {
			h.Errorf("the audit says of it %+v, %v", events, err)
		}
	})
}

// What is out for comment or with a leader is not adopted past them, though nobody has edited it.
func TestAdopt_WaitsForWhoeverHasTheDraft(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		for state, want := range map[string]string{record.ConsultationOut: "division-out", record.ConsultationSubmitted: "division-frozen"} {
			id := h.put(state+".txt", first)
			instancetest.Put(h.Office, record.ConsultationTable, record.Consultation{Record: instancetest.Head(), Document: id, State: state})
			d, _ := h.decide(id)
			if err := h.Documents.Adopt(h.Context(), h.call, id, d); instancetest.Key(err) != want {
				h.Errorf("%s: %v, want %s", state, err, want)
			}
		}
	})
}

// What was reported on the task that is replaced is not asked for again.
func TestAdopt_NobodyReportsTwiceForAPeriod(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		older, newer := h.put("要点.txt", first), h.put("方案.txt", second)
		h.adopt(older)
		before := h.tasks(older)[0]
		items := all[record.Due](h, record.DueTable, relation.Equal(relation.C("x", "task"), before.ID[:]))
		reported := items[0]
		h.Office.Write(func(ctx context.Context, tx *store.Tx) error {
			g := all[record.Target](h, record.TargetTable, relation.Equal(relation.C("x", "task"), before.ID[:]))[0]
			r := record.Report{Record: instancetest.Head(), Due: reported.ID, Task: before.ID, Unit: reported.Unit, State: record.ReportAccepted, Number: 1, IsSent: true, Progress: "已改造300户"}
			if _, err := store.Insert(ctx, tx, record.ReportTable, &r); err != nil {
				return err
			}
			if _, err := store.Insert(ctx, tx, record.ValueTable, &record.Value{Record: instancetest.Head(), Report: r.ID, Unit: r.Unit, Target: g.ID, Value: 300_0000}); err != nil {
				return err
			}
			reported.State, reported.Report = record.DueAccepted, r.ID
			return store.Update(ctx, tx, record.DueTable, &reported)
		})
		h.Must(h.Documents.Relate(h.Context(), h.call, newer, older, record.Replaces, nil))
		h.adopt(newer)
		after := h.tasks(newer)[0]
		now := all[record.Due](h, record.DueTable, relation.Equal(relation.C("x", "task"), after.ID[:]))
		if len(now) != len(items)-1 {
			h.Errorf("%d items were due, one was reported on, and now %d are", len(items), len(now))
		}
		for _, d := range now {
			if d.Period == reported.Period {
				h.Errorf("%s is asked for again", d.Period)
			}
		}
		// What was reported on the older task fills the form of the one that goes on.
		f, err := h.Reports.Form(h.Context(), instancetest.Person(reported.Unit, access.Reporter), now[len(now)-1].ID)
		h.Must(err)
		g := all[record.Target](h, record.TargetTable, relation.Equal(relation.C("x", "task"), after.ID[:]))[0]
		if f.Before == nil || f.Before.Progress != "已改造300户" || f.Last[g.ID] != 300_0000 {
			h.Errorf("the form begins with %+v, %v", f.Before, f.Last)
		}
	})
}

// What the unit in the lead has reported is not asked of it again, and is of the unit that answers for the number now.
func TestAdopt_WhoAnswersForTheNumberNowIsAskedForIt(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		older, newer := h.put("要点.txt", first), h.put("方案.txt", second)
		h.adopt(older)
		before := h.tasks(older)[0]
		items := all[record.Due](h, record.DueTable, relation.Equal(relation.C("x", "task"), before.ID[:]))
		h.Office.Write(func(ctx context.Context, tx *store.Tx) error {
			items[0].State = record.DueAccepted
			return store.Update(ctx, tx, record.DueTable, &items[0])
		})
		h.Must(h.Documents.Relate(h.Context(), h.call, newer, older, record.Replaces, nil))
		d, _ := h.decide(newer)
		other := h.unit("市林业局")
		d.Tasks[0].Duties = append(d.Tasks[0].Duties, document.DutyDecision{Unit: other, Part: record.PartCooperate})
		d.Tasks[0].Leads = []uuid.UUID{other}
		h.Must(h.Documents.Adopt(h.Context(), h.call, newer, d))
		after := h.tasks(newer)[0]
		for unit, want := range map[uuid.UUID]int{items[0].Unit: len(items) - 1, other: len(items)} {
			asked := all[record.Due](h, record.DueTable, relation.And{relation.Equal(relation.C("x", "task"), after.ID[:]), relation.Equal(relation.C("x", "unit"), unit[:])})
			if len(asked) != want {
				h.Errorf("asked for %d reports, want %d", len(asked), want)
			}
		}
	})
}
