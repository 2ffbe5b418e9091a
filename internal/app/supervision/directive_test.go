package supervision_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/region"
)

func draft(task uuid.UUID, step string) supervision.Draft {
	return supervision.Draft{ID: uuid.Must(uuid.NewV7()), Task: task, Step: step, Basis: "黄灯", Demand: "三日内报送进展"}
}

func TestDirective_AnUrgeSheetIsIssuedAnsweredAndClosed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		task, _ := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05")
		w.night("2026-03-06")
		d := draft(task, "remind")
		made, err := w.Supervision.Propose(ctx, w.as("office"), d)
		w.must(err)
		if made.State != record.DirectiveIssued || *made.Number != 1 || made.Year != 2026 || made.Issued != day("2026-03-06") || made.Due != day("2026-03-11") || made.Unit != w.people["finance"].Unit {
			t.Errorf("it is issued as %+v", made)
		}
		again, err := w.Supervision.Propose(ctx, w.as("office"), d)
		w.must(err)
		if *again.Number != 1 {
			t.Errorf("sent twice it has the number %d", *again.Number)
		}
		_, err = w.Supervision.Propose(ctx, w.as("office"), draft(task, "urge"))
		w.refused(err, "directive-open")
		for name, want := range map[string]int{"office": 1, "leader": 1, "finance": 1, "schools": 0} {
			list, err := w.Supervision.Directives(ctx, w.as(name), supervision.DirectiveFilter{})
			w.must(err)
			if len(list) != want {
				t.Errorf("%s sees %d directives, want %d", name, len(list), want)
			}
		}
		w.refused(w.Supervision.Reply(ctx, w.as("schools"), d.ID, "办了"), "record-missing")
		w.refused(w.Supervision.Reply(ctx, w.as("finance"), d.ID, " "), "directive-reply")
		w.must(w.Supervision.Reply(ctx, w.as("finance"), d.ID, "已开工"))
		w.refused(w.Supervision.Settle(ctx, w.as("finance"), d.ID, "好"), "forbidden")
		w.must(w.Supervision.Settle(ctx, w.as("office"), d.ID, "已核实"))
		w.refused(w.Supervision.Reply(ctx, w.as("finance"), d.ID, "再补充"), "directive-state")
		second, err := w.Supervision.Propose(ctx, w.as("office"), draft(task, "urge"))
		w.must(err)
		if *second.Number != 2 {
			t.Errorf("the second of the year has the number %d", *second.Number)
		}
	})
}

func TestDirective_ASupervisionSheetNeedsALeader(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		task, _ := w.adopt("finance", []string{"2026-03-31"})
		w.night("2026-04-01")
		d := draft(task, "supervise")
		made, err := w.Supervision.Propose(ctx, w.as("office"), d)
		w.must(err)
		if made.State != record.DirectiveProposed || made.Number != nil {
			t.Errorf("before it is approved it is %+v", made)
		}
		if list, err := w.Supervision.Directives(ctx, w.as("finance"), supervision.DirectiveFilter{}); err != nil || len(list) != 0 {
			t.Errorf("the unit sees %d of what is only proposed, %v", len(list), err)
		}
		_, err = w.Supervision.Directive(ctx, w.as("finance"), d.ID)
		w.refused(err, "record-missing")
		w.refused(w.Supervision.Approve(ctx, w.as("office"), d.ID), "forbidden")
		both := w.as("office") // somebody who proposed it and may approve
		both.Actor.Grants = append(both.Actor.Grants, access.Grant{Role: access.Leader, Division: region.MustParse("190300")})
		w.refused(w.Supervision.Approve(ctx, both, d.ID), "directive-own")
		w.must(w.Supervision.Approve(ctx, w.as("leader"), d.ID))
		w.refused(w.Supervision.Approve(ctx, w.as("leader"), d.ID), "directive-state")
		got, err := w.Supervision.Directive(ctx, w.as("finance"), d.ID)
		w.must(err)
		if got.State != record.DirectiveIssued || *got.Number != 1 || got.Approver != w.people["leader"].Account {
			t.Errorf("after approval it is %+v", got.Directive)
		}
		other, _ := w.adopt("schools", []string{"2026-03-31"})
		d = draft(other, "talk")
		_, err = w.Supervision.Propose(ctx, w.as("office"), d)
		w.must(err)
		w.refused(w.Supervision.Refuse(ctx, w.as("leader"), d.ID, ""), "directive-reason")
		w.must(w.Supervision.Refuse(ctx, w.as("leader"), d.ID, "先发督办单"))
		_, err = w.Supervision.Propose(ctx, w.as("office"), draft(other, "supervise"))
		w.must(err)
	})
}

func TestDirective_ALeadersWordBecomesOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ctx := t.Context()
	task, _ := w.adopt("finance", []string{"2026-12-31"})
	d := supervision.Draft{ID: uuid.Must(uuid.NewV7()), Task: task, Demand: "请财政局一周内拿出办法"}
	_, err := w.Supervision.Instruct(ctx, w.as("office"), d)
	w.refused(err, "forbidden")
	_, err = w.Supervision.Instruct(ctx, w.as("leader"), d)
	w.must(err)
	w.must(w.Supervision.Issue(ctx, w.as("office"), d.ID))
	got, err := w.Supervision.Directive(ctx, w.as("finance"), d.ID)
	w.must(err)
	if got.Kind != "supervise" || !got.IsInstruction || got.State != record.DirectiveIssued || got.Basis != "请财政局一周内拿出办法" || got.Issuer != w.people["office"].Account || got.Approver != w.people["leader"].Account {
		t.Errorf("it is %+v", got.Directive)
	}
}

func TestDirective_WhoMayNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ctx := t.Context()
	task, _ := w.adopt("finance", []string{"2026-12-31"})
	for _, name := range []string{"finance", "leader"} {
		_, err := w.Supervision.Propose(ctx, w.as(name), draft(task, "remind"))
		w.refused(err, "forbidden")
	}
	town := w.as("office")
	town.Actor.Division = region.MustParse("190321103")
	_, err := w.Supervision.Propose(ctx, town, draft(task, "remind"))
	w.refused(err, "directive-township")
	department := w.as("office")
	department.Actor.Grants = nil
	_, err = w.Supervision.Propose(ctx, department, draft(task, "supervise"))
	w.refused(err, "directive-department")
	county := w.as("office")
	county.Actor.Division, county.Actor.Grants = region.MustParse("190321"), []access.Grant{{Role: access.Supervisor, Division: region.MustParse("190321")}}
	_, err = w.Supervision.Propose(ctx, county, draft(task, "remind"))
	w.refused(err, "record-missing") // a task of the city
	for _, x := range []struct {
		change func(*supervision.Draft)
		key    string
	}{
		{func(d *supervision.Draft) { d.Step = "shout" }, "directive-step"}, {func(d *supervision.Draft) { d.Basis = "" }, "directive-basis"},
		{func(d *supervision.Draft) { d.Demand = "" }, "directive-demand"}, {func(d *supervision.Draft) { d.Ladder = "none" }, "directive-step"},
	} {
		d := draft(task, "remind")
		x.change(&d)
		_, err := w.Supervision.Propose(ctx, w.as("office"), d)
		w.refused(err, x.key)
	}
}

func TestPropositions_FollowTheLadders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	task, _ := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05")
	steps := func() string {
		_, open, err := w.Supervision.Propositions(t.Context(), w.as("office"), task)
		w.must(err)
		text := ""
		for _, p := range open {
			text += p.Ladder.Name + ":" + p.Step.Name + " "
		}
		return text
	}
	if got := steps(); got != "" {
		t.Errorf("on a green task they propose %s", got)
	}
	w.night("2026-03-06")
	if got := steps(); got != "default:remind sanming:blue " {
		t.Errorf("on a yellow task they propose %s", got)
	}
	_, err := w.Supervision.Propose(t.Context(), w.as("office"), draft(task, "remind"))
	w.must(err)
	if got := steps(); got != "sanming:blue " {
		t.Errorf("after a reminder they propose %s", got)
	}
	w.on("2026-03-12")
	if got := steps(); got != "default:urge sanming:blue " {
		t.Errorf("after a reminder that was not answered they propose %s", got)
	}
}
