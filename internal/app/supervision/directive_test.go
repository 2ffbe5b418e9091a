package supervision_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
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
		made, err := w.Supervision.Propose(ctx, w.As("office"), d)
		w.Must(err)
		if made.State != record.DirectiveIssued || *made.Number != 1 || made.Year != 2026 || made.Issued != day("2026-03-06") || made.Due != day("2026-03-11") || made.Unit != w.People["finance"].Unit {
			t.Errorf("it is issued as %+v", made)
		}
		again, err := w.Supervision.Propose(ctx, w.As("office"), d)
		w.Must(err)
		if *again.Number != 1 {
			t.Errorf("sent twice it has the number %d", *again.Number)
		}
		_, err = w.Supervision.Propose(ctx, w.As("office"), draft(task, "urge"))
		w.Refused(err, "directive-open")
		for name, want := range map[string]int{"office": 1, "leader": 1, "finance": 1, "schools": 0} {
			list, _, err := w.Supervision.DirectivePage(ctx, w.As(name), list.Query{})
			w.Must(err)
			if len(list) != want {
				t.Errorf("%s sees %d directives, want %d", name, len(list), want)
			}
		}
		w.Refused(w.Supervision.Reply(ctx, w.As("schools"), d.ID, "办了"), "record-missing")
		w.Refused(w.Supervision.Reply(ctx, w.As("finance"), d.ID, " "), "directive-reply")
		w.Must(w.Supervision.Reply(ctx, w.As("finance"), d.ID, "已开工"))
		w.Refused(w.Supervision.Settle(ctx, w.As("finance"), d.ID, "好"), "forbidden")
		w.Must(w.Supervision.Settle(ctx, w.As("office"), d.ID, "已核实"))
		w.Refused(w.Supervision.Reply(ctx, w.As("finance"), d.ID, "再补充"), "directive-state")
		second, err := w.Supervision.Propose(ctx, w.As("office"), draft(task, "urge"))
		w.Must(err)
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
		made, err := w.Supervision.Propose(ctx, w.As("office"), d)
		w.Must(err)
		if made.State != record.DirectiveProposed || made.Number != nil {
			t.Errorf("before it is approved it is %+v", made)
		}
		if list, _, err := w.Supervision.DirectivePage(ctx, w.As("finance"), list.Query{}); err != nil || len(list) != 0 {
			t.Errorf("the unit sees %d of what is only proposed, %v", len(list), err)
		}
		_, err = w.Supervision.Directive(ctx, w.As("finance"), d.ID)
		w.Refused(err, "record-missing")
		w.Refused(w.Supervision.Approve(ctx, w.As("office"), d.ID), "forbidden")
		both := w.As("office") // somebody who proposed it and may approve
		both.Actor.Grants = append(both.Actor.Grants, access.Grant{Role: access.Leader, Division: region.MustParse("190300")})
		w.Refused(w.Supervision.Approve(ctx, both, d.ID), "directive-own")
		w.Must(w.Supervision.Approve(ctx, w.As("leader"), d.ID))
		w.Refused(w.Supervision.Approve(ctx, w.As("leader"), d.ID), "directive-state")
		got, err := w.Supervision.Directive(ctx, w.As("finance"), d.ID)
		w.Must(err)
		if got.State != record.DirectiveIssued || *got.Number != 1 || got.Approver != w.People["leader"].Account {
			t.Errorf("after approval it is %+v", got.Directive)
		}
		other, _ := w.adopt("schools", []string{"2026-03-31"})
		d = draft(other, "talk")
		_, err = w.Supervision.Propose(ctx, w.As("office"), d)
		w.Must(err)
		w.Refused(w.Supervision.Refuse(ctx, w.As("leader"), d.ID, ""), "directive-reason")
		w.Must(w.Supervision.Refuse(ctx, w.As("leader"), d.ID, "先发督办单"))
		_, err = w.Supervision.Propose(ctx, w.As("office"), draft(other, "supervise"))
		w.Must(err)
	})
}

func TestDirective_ALeadersWordBecomesOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ctx := t.Context()
	task, _ := w.adopt("finance", []string{"2026-12-31"})
	d := supervision.Draft{ID: uuid.Must(uuid.NewV7()), Task: task, Demand: "请财政局一周内拿出办法"}
	_, err := w.Supervision.Instruct(ctx, w.As("office"), d)
	w.Refused(err, "forbidden")
	_, err = w.Supervision.Instruct(ctx, w.As("leader"), d)
	w.Must(err)
	w.Must(w.Supervision.Issue(ctx, w.As("office"), d.ID))
	got, err := w.Supervision.Directive(ctx, w.As("finance"), d.ID)
	w.Must(err)
	if got.Kind != "supervise" || !got.IsInstruction || got.State != record.DirectiveIssued || got.Basis != "leader2026年3月2日批示" || got.Demand != "请财政局一周内拿出办法" || got.Issuer != w.People["office"].Account || got.Approver != w.People["leader"].Account {
		t.Errorf("it is %+v", got.Directive)
	}
}

// Whether somebody may instruct goes by the division of the task and of what he was granted, not by the one he is at home in.
func TestDirective_ALeaderOfAnotherDivision(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	leader := func(home, granted string) app.Call {
		c := w.As("leader")
		c.Actor.Division, c.Actor.Grants = region.MustParse(home), []access.Grant{{Role: access.Leader, Division: region.MustParse(granted)}}
		return c
	}
	task, _ := w.adopt("finance", []string{"2026-12-31"})
	d := supervision.Draft{ID: uuid.Must(uuid.NewV7()), Task: task, Demand: "请一周内拿出办法"}
	for _, in := range []string{"190321", "190000"} {
		_, err := w.Supervision.Instruct(t.Context(), leader(in, in), d)
		w.Refused(err, "record-missing") // a task of the city
	}
	made, err := w.Supervision.Instruct(t.Context(), leader("190321", "190300"), d)
	w.Must(err)
	if made.Owner != instancetest.Owner || made.State != record.DirectiveApproved {
		t.Errorf("his word makes %+v", made)
	}
	w.Must(w.Supervision.Issue(t.Context(), w.As("office"), d.ID))
}

func TestDirective_WhoMayNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ctx := t.Context()
	task, _ := w.adopt("finance", []string{"2026-12-31"})
	for _, name := range []string{"finance", "leader"} {
		_, err := w.Supervision.Propose(ctx, w.As(name), draft(task, "remind"))
		w.Refused(err, "forbidden")
	}
	town := w.As("office")
	town.Actor.Division = region.MustParse("190321103")
	_, err := w.Supervision.Propose(ctx, town, draft(task, "remind"))
	w.Refused(err, "directive-township")
	department := w.As("office")
	department.Actor.Grants = nil
	_, err = w.Supervision.Propose(ctx, department, draft(task, "supervise"))
	w.Refused(err, "directive-department")
	county := w.As("office")
	county.Actor.Division, county.Actor.Grants = region.MustParse("190321"), []access.Grant{{Role: access.Supervisor, Division: region.MustParse("190321")}}
	_, err = w.Supervision.Propose(ctx, county, draft(task, "remind"))
	w.Refused(err, "record-missing") // a task of the city
	for _, x := range []struct {
		change func(*supervision.Draft)
		key    string
	}{
		{func(d *supervision.Draft) { d.Step = "shout" }, "directive-step"}, {func(d *supervision.Draft) { d.Basis = "" }, "directive-basis"},
		{func(d *supervision.Draft) { d.Demand = "" }, "directive-demand"}, {func(d *supervision.Draft) { d.Ladder = "none" }, "directive-step"},
	} {
		d := draft(task, "remind")
		x.change(&d)
		_, err := w.Supervision.Propose(ctx, w.As("office"), d)
		w.Refused(err, x.key)
	}
}

func TestProposition_FollowsTheLadder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	task, _ := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05")
	if got := w.proposed(task); got != "default:" {
		t.Errorf("on a green task it proposes %s", got)
	}
	w.night("2026-03-06")
	if got := w.proposed(task); got != "default:remind" {
		t.Errorf("on a yellow task it proposes %s", got)
	}
	_, err := w.Supervision.Propose(t.Context(), w.As("office"), draft(task, "remind"))
	w.Must(err)
	if got := w.proposed(task); got != "default:" {
		t.Errorf("after a reminder it proposes %s", got)
	}
	w.On("2026-03-12")
	if got := w.proposed(task); got != "default:urge" {
		t.Errorf("after a reminder that was not answered it proposes %s", got)
	}
}

// An answer that was accepted excuses a unit that was late, and a sheet that was closed because none came does not.
func TestProposition_AClosedSheetWithoutAnAnswerIsFollowedByTheNext(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		silent, _ := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05")
		answered, _ := w.adopt("schools", []string{"2026-12-31"}, "2026-03-05")
		w.night("2026-03-06")
		sheets := map[uuid.UUID]supervision.Draft{silent: draft(silent, "remind"), answered: draft(answered, "remind")}
		for _, d := range sheets {
			_, err := w.Supervision.Propose(t.Context(), w.As("office"), d)
			w.Must(err)
		}
		w.On("2026-03-12")
		w.Must(w.Supervision.Reply(t.Context(), w.As("schools"), sheets[answered].ID, "迟复，原因属实"))
		for _, d := range sheets {
			w.Must(w.Supervision.Settle(t.Context(), w.As("office"), d.ID, "未回复或已核实"))
		}
		for task, want := range map[uuid.UUID]string{silent: "default:urge", answered: "default:"} {
			if got := w.proposed(task); got != want {
				t.Errorf("it proposes %s, want %s", got, want)
			}
		}
	})
}

// What binds nobody, has ended or is dealt with elsewhere gets no sheet, and none that waited goes out.
func TestDirective_NotOnATaskThatIsNotUnderWay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		main, _ := w.adopt("finance", []string{"2026-12-31"})
		for name, change := range map[string]func(*record.Task){
			"draft":  func(t *record.Task) { t.State = record.TaskDraft },
			"closed": func(t *record.Task) { t.State, t.Closed = record.TaskClosed, w.Today() },
			"replaced": func(t *record.Task) {
				t.State, t.Outcome, t.Closed = record.TaskClosed, record.OutcomeReplaced, w.Today()
			},
			"joined": func(t *record.Task) { t.Joined = main },
		} {
			task, _ := w.adopt("finance", []string{"2026-03-31"})
			w.night("2026-04-01")
			proposed := draft(task, "supervise")
			_, err := w.Supervision.Propose(ctx, w.As("office"), proposed)
			w.Must(err)
			w.change(task, change)
			if got := w.proposed(task); got != "default:" {
				t.Errorf("on a %s task it proposes %s", name, got)
			}
			w.Refused(w.Supervision.Approve(ctx, w.As("leader"), proposed.ID), "directive-task")
			w.Must(w.Supervision.Withdraw(ctx, w.As("office"), proposed.ID, "任务已不在办"))
			_, err = w.Supervision.Propose(ctx, w.As("office"), draft(task, "remind"))
			w.Refused(err, "directive-task")
			_, err = w.Supervision.Instruct(ctx, w.As("leader"), draft(task, ""))
			w.Refused(err, "directive-task")
		}
	})
}

func TestDirective_TheOfficeWithdrawsWhatIsNotIssued(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		task, _ := w.adopt("finance", []string{"2026-03-31"})
		w.night("2026-04-01")
		proposed, ordered := draft(task, "supervise"), draft(task, "")
		_, err := w.Supervision.Propose(ctx, w.As("office"), proposed)
		w.Must(err)
		w.Refused(w.Supervision.Withdraw(ctx, w.As("leader"), proposed.ID, "错了"), "forbidden")
		w.Refused(w.Supervision.Withdraw(ctx, w.As("office"), proposed.ID, " "), "directive-reason")
		w.Must(w.Supervision.Withdraw(ctx, w.As("office"), proposed.ID, "任务选错"))
		w.Refused(w.Supervision.Approve(ctx, w.As("leader"), proposed.ID), "directive-state")
		_, err = w.Supervision.Instruct(ctx, w.As("leader"), ordered) // the one that was withdrawn does not stand in the way
		w.Must(err)
		w.Must(w.Supervision.Withdraw(ctx, w.As("office"), ordered.ID, "批示件另有其事"))
		if !slices.Contains(w.Told("leader"), inbox.DirectiveWithdrawn) {
			t.Errorf("the leader is told %v", w.Told("leader"))
		}
		w.Refused(w.Supervision.Issue(ctx, w.As("office"), ordered.ID), "directive-state")
		got, err := w.Supervision.Directive(ctx, w.As("office"), ordered.ID)
		w.Must(err)
		if got.State != record.DirectiveWithdrawn || got.Reason != "批示件另有其事" || got.Number != nil {
			t.Errorf("it is %+v", got.Directive)
		}
		if n := w.events("directive.withdraw"); n != 2 {
			t.Errorf("%d withdrawals stand in the audit", n)
		}
		issued := draft(task, "remind")
		_, err = w.Supervision.Propose(ctx, w.As("office"), issued)
		w.Must(err)
		w.Refused(w.Supervision.Withdraw(ctx, w.As("office"), issued.ID, "收回"), "directive-state")
	})
}
