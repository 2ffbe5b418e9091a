package document_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/region"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/source"
)

// divided is a plan with a task of two sentences, a name nobody knows, a task nobody has found, and a duty of all counties.
const divided = `禾川市人民政府关于印发《禾川市2025年民生实事工作要点》的通知
禾政发〔2025〕21号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年民生实事工作要点》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年1月10日
禾川市2025年民生实事工作要点
一、改善农村住房。全年完成农村危房改造1200户。新建保障性住房300套。（责任单位：市建委）
二、修建农村公路。新建农村公路80公里。（责任单位：市交通局）
三、优化服务。推进政务服务便利化。（责任单位：市交通局）`

func (h *house) review(id uuid.UUID) *document.Review {
	h.Helper()
	r, err := h.Documents.Review(h.Context(), h.call, id)
	h.Must(err)
	return r
}

func (h *house) edit(id uuid.UUID, form division.Entries, act *division.Act) {
	h.Helper()
	h.Must(h.Documents.Edit(h.Context(), h.call, id, len(h.review(id).Acts), form, act))
}

func lacks(r *document.Review) string {
	var all []string
	for _, l := range r.Lacks {
		all = append(all, l.On+" "+l.Key)
	}
	return strings.Join(all, ", ")
}

func TestReview_IsEditedTogetherAndAdopted(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		t := h.T
		roads, houses := h.unit("市交通局"), h.unit("禾川市住房和城乡建设局")
		id := h.put("plan.txt", divided)
		if got := lacks(h.review(id)); got != "t1 missing-lead, t1-d1 missing-unit, t3 missing-done-when, t3 missing-proof" {
			t.Errorf("the proposal lacks %s", got)
		}
		text := *h.review(id).Proposal.Text
		at := strings.Index(text, "新建保障性住房")
		h.edit(id, division.Entries{"unit.t1-d1": {houses.String()}, "done.t3": {"事项全部上线"}, "proof.t3": {"上线截图"}}, &division.Act{Kind: division.ActSplit, On: "t1", Cuts: []int{at}})
		r := h.review(id)
		if len(r.Sheet.Items) != 4 || len(r.Sheet.Items[0].Goals) != 1 || len(r.Sheet.Items[1].Goals) != 1 || len(r.Lacks) != 0 {
			t.Fatalf("split it is %+v, lacking %s", r.Sheet.Items, lacks(r))
		}
		if s := r.Sheet.Items[1].Task.Span; text[s.Start:s.End] != "新建保障性住房300套。" {
			t.Errorf("the new item cites %q", text[s.Start:s.End])
		}
		h.edit(id, nil, &division.Act{Kind: division.ActUndo})
		if r = h.review(id); len(r.Sheet.Items) != 3 || !r.CanRedo || len(r.Lacks) != 0 {
			t.Errorf("undone there are %d items, lacking %s", len(r.Sheet.Items), lacks(r))
		}
		h.edit(id, nil, &division.Act{Kind: division.ActRedo})
		sentence := "推进政务服务便利化。"
		from := strings.Index(text, sentence)
		h.edit(id, nil, &division.Act{Kind: division.ActAdd, Span: source.Span{Start: from, End: from + len(sentence)}})
		r = h.review(id)
		added := r.Sheet.Items[slices.IndexFunc(r.Sheet.Items, func(i division.Item) bool { return strings.HasPrefix(i.ID, "a") && i.Body == sentence })]
		if got := lacks(r); got != added.ID+" missing-lead, "+added.ID+" missing-done-when, "+added.ID+" missing-proof" {
			t.Errorf("with an item added it lacks %s", got)
		}
		h.edit(id, division.Entries{"take." + added.ID: {""}, "why." + added.ID: {"已列入上一项"}}, nil)
		if err := h.Documents.AdoptReviewed(t.Context(), h.call, id); err != nil {
			t.Fatal(err)
		}
		lines, _, err := h.Tasks.Page(t.Context(), h.call, list.Asking("document", id.String()))
		if err != nil || len(lines) != 4 {
			t.Fatalf("%d tasks, %v", len(lines), err)
		}
		for i, want := range []string{"禾川市住房和城乡建设局", "禾川市住房和城乡建设局", "市交通局", "市交通局"} {
			if lines[i].Lead != want || text[lines[i].Start:lines[i].End] == "" {
				t.Errorf("task %d is %q of %s", i, lines[i].Body, lines[i].Lead)
			}
		}
		if found := h.review(id).Find("市建委"); len(found) != 1 || found[0].Unit.ID != houses {
			t.Errorf("市建委 is not remembered: %v", found)
		}
		if err := h.Documents.Edit(t.Context(), h.call, id, 0, division.Entries{"title.t2": {"x"}}, nil); instancetest.Key(err) != "adopt-done" {
			t.Errorf("what is adopted is edited: %v", err)
		}
		_ = roads
	})
}

// Two reviewers work on what they saw at the same time: what one has changed the other does not overwrite, and what the other did elsewhere stays.
func TestReview_TwoDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		t := h.T
		id := h.put("plan.txt", divided)
		first := division.Entries{"title.t1": {"改造危房"}, "title.t2": {"修建农村公路"}}
		second := division.Entries{"title.t1": {"改善农村住房"}, "title.t2": {"修路"}}
		for _, form := range []division.Entries{first, second} {
			if err := h.Documents.Edit(t.Context(), h.call, id, 0, form, nil); err != nil {
				t.Fatal(err)
			}
		}
		items := h.review(id).Sheet.Items
		if items[0].Task.Title != "改造危房" || items[1].Task.Title != "修路" {
			t.Errorf("titles are %q and %q", items[0].Task.Title, items[1].Task.Title)
		}
		err := h.Documents.Edit(t.Context(), h.call, id, 0, division.Entries{"title.t1": {"住房"}}, nil)
		if clash, ok := errors.AsType[*document.ClashError](err); !ok || !slices.Equal(clash.Names, []string{"title.t1"}) || instancetest.Key(err) != "review-clash" {
			t.Errorf("a title that somebody else has changed is overwritten: %v", err)
		}
		if err := h.Documents.Adopt(t.Context(), h.call, id, document.Decision{}); instancetest.Key(err) != "adopt-reviewed" {
			t.Errorf("a decision on the proposal passes over the reviewers: %v", err)
		}
		for name, form := range map[string]division.Entries{"division-number": {"value.t1-g1": {"很多"}}, "adopt-unit": {"unit.t1-d1": {"x"}}, "division-due": {"due.t1-g1": {"明天"}}} {
			if err := h.Documents.Edit(t.Context(), h.call, id, 2, form, nil); instancetest.Key(err) != name {
				t.Errorf("%v gives %v, not %s", form, err, name)
			}
		}
	})
}

// A number of a joint task can have a lead of its own; merging keeps both numbers and both units.
func TestReview_EachNumberHasALead(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		t := h.T
		h.unit("市交通局")
		houses := h.unit("禾川市住房和城乡建设局")
		id := h.put("plan.txt", divided)
		h.edit(id, division.Entries{"unit.t1-d1": {houses.String()}}, &division.Act{Kind: division.ActMerge, On: "t1"})
		if got := lacks(h.review(id)); !strings.HasPrefix(got, "t1 missing-lead") {
			t.Errorf("two that are responsible: lacking %s", got)
		}
		h.edit(id, division.Entries{"lead.t1": {"t1-d1"}, "lead.t2-g1": {"t2-d1"}, "take.t3": {""}, "why": {"不属实事"}}, nil)
		if err := h.Documents.AdoptReviewed(t.Context(), h.call, id); err != nil {
			t.Fatal(err, lacks(h.review(id)))
		}
		lines, _, err := h.Tasks.Page(t.Context(), h.call, list.Asking("document", id.String()))
		if err != nil || len(lines) != 1 {
			t.Fatalf("%d tasks, %v", len(lines), err)
		}
		p, err := h.Tasks.Find(t.Context(), h.call, lines[0].ID)
		if err != nil || len(p.Targets) != 3 || p.Targets[0].Lead != uuid.Nil || p.Targets[2].Lead != h.unit("市交通局") {
			t.Errorf("targets are %+v, %v", p.Targets, err)
		}
		if len(p.Duties) != 2 || p.Duties[1].Role != record.PartCooperate {
			t.Errorf("duties are %+v", p.Duties)
		}
	})
}

// An office that was set up this morning is one in China, whatever day it is in London.
func TestReview_NamesMeanWhatTheyDoOnTheDayInChina(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		h.Clock = h.Clock.Add(-8 * time.Hour) // one in the morning
		unit := h.AddUnit(organisation.Unit{Division: instancetest.Here, Name: "禾川市交通局", From: region.Day(h.Today())})
		if found := h.review(h.put("plan.txt", divided)).Find("市交通局"); len(found) != 1 || found[0].Unit.ID != unit {
			h.Errorf("市交通局 means %v", found)
		}
	})
}

// A task's own limit, and that a target is only aimed at, come from the document into the ledger; a reviewer sets a limit where none is printed.
func TestReview_LimitsAndAimsReachTheLedger(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		t := h.T
		h.unit("市交通局")
		text := strings.Replace(divided, "三、优化服务。推进政务服务便利化。（责任单位：市交通局）", "三、优化服务。推进政务服务便利化。（责任单位：市交通局；完成时限：2025年9月底前）\n四、绿化。力争植树20万株。（责任单位：市交通局）", 1)
		id := h.put("plan.txt", text)
		h.edit(id, division.Entries{"unit.t1-d1": {h.unit("禾川市住房和城乡建设局").String()}, "lead.t1": {"t1-d1"}, "done.t3": {"事项全部上线"}, "proof.t3": {"上线截图"}}, nil)
		if err := h.Documents.Edit(h.Context(), h.call, id, len(h.review(id).Acts), division.Entries{"due.t2": {"年底"}}, nil); instancetest.Key(err) != "division-due" {
			t.Errorf("a limit that is no day: %v", err)
		}
		h.edit(id, division.Entries{"due.t2": {"2025Q3"}}, nil)
		if got := lacks(h.review(id)); got != "" {
			t.Errorf("it lacks %s", got)
		}
		h.Must(h.Documents.AdoptReviewed(h.Context(), h.call, id))
		tasks := h.tasks(id)
		if len(tasks) != 4 || tasks[0].Due != "" || tasks[1].Due != "2025Q3" || tasks[2].Due != "2025-09-30" {
			t.Errorf("the limits are %q, %q, %q", tasks[0].Due, tasks[1].Due, tasks[2].Due)
		}
		trees := all[record.Target](h, record.TargetTable, relation.Equal(relation.C("x", "task"), tasks[3].ID[:]))
		if len(trees) != 1 || !trees[0].IsSoft {
			t.Errorf("what is aimed at is %+v", trees)
		}
	})
}

// A duty that one sentence gives to all counties becomes that of each counterpart bureau of the unit that leads a task; where there is none that is told.
func TestReview_ADefaultDutyGoesToTheCounterparts(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, manage := h.Context(), app.System("test", access.OrganisationManage)
		counties := map[string]region.Code{"东山县": region.MustParse("190321"), "西水县": region.MustParse("190322")}
		for name, code := range counties {
			h.Must(h.Organisation.AddDivision(ctx, manage, organisation.Division{ID: instancetest.ID(), Division: region.Division{Code: code, Name: name}}))
		}
		add := func(in region.Code, name, line string) uuid.UUID {
			return h.AddUnit(organisation.Unit{Division: in, Name: name, Line: line})
		}
		add(instancetest.Here, "市住建局", "住建")
		add(instancetest.Here, "市交通局", "交通")
		east, west := add(counties["东山县"], "东山县住房和城乡建设局", "住建"), add(counties["西水县"], "西水县住房和城乡建设局", "住建")
		roads := add(counties["东山县"], "东山县交通运输局", "交通")
		id := h.put("plan.txt", strings.Replace(first, "三、保障措施。", "三、保障措施。以上任务均需各县区政府落实，不再列出。", 1))
		r := h.review(id)
		if len(r.Proposal.DefaultDuties) != 1 {
			h.Fatalf("the default duties are %+v", r.Proposal.DefaultDuties)
		}
		if units, lacking := r.Counterparts(r.Sheet.Items[1]); len(units) != 1 || len(lacking) != 1 || lacking[0] != counties["西水县"] {
			h.Errorf("the counterparts for roads are %+v, lacking in %v", units, lacking)
		}
		h.edit(id, nil, r.Spread(1))
		for i := 2; i < len(r.Sheet.Items); i++ {
			h.edit(id, division.Entries{"take." + r.Sheet.Items[i].ID: {""}, "why": {"不是任务"}}, nil)
		}
		h.Must(h.Documents.AdoptReviewed(ctx, h.call, id))
		got := map[string][]uuid.UUID{}
		for _, task := range h.tasks(id) {
			for _, d := range all[record.Duty](h, record.DutyTable, relation.Equal(relation.C("x", "task"), task.ID[:])) {
				if d.Role == record.PartCooperate {
					got[task.Title] = append(got[task.Title], *d.Unit)
				}
			}
		}
		if !slices.Equal(got["改善农村住房"], []uuid.UUID{east, west}) || !slices.Equal(got["修建农村公路"], []uuid.UUID{roads}) {
			h.Errorf("the duties are %v, want %s and %s, and %s", got, east, west, roads)
		}
		if r := h.review(id); len(r.Spread(1).Units) != 0 {
			h.Errorf("spread again it would give %v", r.Spread(1).Units)
		}
	})
}
