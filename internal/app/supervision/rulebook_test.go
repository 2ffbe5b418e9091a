package supervision_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/source"
)

// proposed is the step that the ladder in force proposes for a task, as "default:remind".
func (w *world) proposed(task uuid.UUID) string {
	w.Helper()
	at, err := w.Supervision.Proposition(w.Context(), w.As("office"), task)
	w.Must(err)
	if at.Next == nil {
		return at.Ladder.Name + ":"
	}
	return at.Ladder.Name + ":" + at.Next.Step.Name
}

// ruling is the house's own rules, changed by pairs of old and new words.
func ruling(shown int64, ladder string, words ...string) supervision.Ruling {
	return supervision.Ruling{ID: uuid.Must(uuid.NewV7()), Shown: shown, Ladder: ladder, Basis: "督查室会议", Lights: strings.NewReplacer(words...).Replace(string(ledger.Declared("default-lights")))}
}

// why is the reason of a task's last light in words, with the number of the rulebook that says so.
func (w *world) why(task uuid.UUID) (string, int64) {
	w.Helper()
	lights, err := w.Supervision.Lights(w.Context(), w.As("office"), supervision.LightFilter{Task: task})
	w.Must(err)
	shown, book, err := w.Supervision.Reason(w.Context(), lights[len(lights)-1].Light)
	w.Must(err)
	return book.Rules.Why(shown, source.Chinese, func(value string) string { return value }), book.Kept.Number
}

// A division says from how many days before a limit it is near: the lights of open tasks follow, and what is over keeps the rules by which it was lit.
func TestRulebook_ADivisionsOwnNumbers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		over, _ := w.adopt("schools", []string{"2026-03-08"})
		task, _ := w.adopt("finance", []string{"2026-03-31"})
		w.close(over)
		w.shows(task, "green 2026-03-02 - now on_plan")
		x := ruling(0, "default", "{term: 31, days: 5}", "{term: 31, days: 30}", "临近时限{limit}", "离时限{limit}不到一个月")
		tried, err := w.Supervision.Try(ctx, w.As("office"), x)
		w.Must(err)
		if diff := cmp.Diff([]supervision.Turn{{From: ledger.Green, To: ledger.Yellow, Tasks: 1}}, tried.Turns); diff != "" || tried.Open != 1 {
			t.Errorf("of %d open tasks these would turn: %s", tried.Open, diff)
		}
		w.shows(task, "green 2026-03-02 - now on_plan") // it was only tried
		w.Must(w.Supervision.Enforce(ctx, w.As("office"), x))
		w.Must(w.Supervision.Enforce(ctx, w.As("office"), x)) // sent twice
		w.Must(w.Jobs.Drain(ctx))
		w.shows(task, "green 2026-03-02 - 2026-03-02 on_plan", "yellow 2026-03-02 - now limit_near")
		if why, by := w.why(task); why != "离时限2026-03-31不到一个月，尚未办结" || by != 1 {
			t.Errorf("the reason is %q by the rules %d", why, by)
		}
		if _, by := w.why(over); by != 0 {
			t.Errorf("what was closed before is lit by the rules %d", by)
		}
		w.Must(w.Supervision.Enforce(ctx, w.As("office"), ruling(1, "sanming")))
		w.Must(w.Jobs.Drain(ctx))
		if why, by := w.why(task); why != "按计划推进" || by != 2 {
			t.Errorf("the reason is %q by the rules %d", why, by)
		}
		lights, err := w.Supervision.Lights(ctx, w.As("office"), supervision.LightFilter{Task: task})
		w.Must(err)
		if _, book, err := w.Supervision.Reason(ctx, lights[1].Light); err != nil || book.Kept.Number != 1 {
			t.Errorf("the light that is over says that it was lit by %+v (%v)", book, err)
		}
		lines, err := w.Supervision.Rulebooks(ctx, w.As("finance")) // the unit that is judged sees by what
		w.Must(err)
		var seen []int64
		for _, l := range lines {
			seen = append(seen, l.Kept.Number)
		}
		if diff := cmp.Diff([]int64{2, 1, 0}, seen); diff != "" || lines[0].Ladder.Name != "sanming" || lines[0].Name == "" {
			t.Errorf("rulebooks: %s, the first with the ladder %s, by %q", diff, lines[0].Ladder.Name, lines[0].Name)
		}
		if n := w.events("rules.enforce"); n != 3 { // one was sent twice
			t.Errorf("the audit knows of %d changes", n)
		}
	})
}

func TestRulebook_WhatIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for _, name := range []string{"finance", "leader"} {
			_, err := w.Supervision.Try(ctx, w.As(name), ruling(0, "default"))
			w.Refused(err, "forbidden")
			w.Refused(w.Supervision.Enforce(ctx, w.As(name), ruling(0, "default")), "forbidden")
		}
		w.Refused(w.Supervision.Enforce(ctx, w.As("office"), ruling(0, "none")), "rules-ladder")
		wrong := ruling(0, "default", "missed_node: 15", "missed_node: soon")
		err := w.Supervision.Enforce(ctx, w.As("office"), wrong)
		w.Refused(err, "rules-lights")
		if e, ok := errors.AsType[*supervision.ModelError](err); !ok || len(e.Found) != 1 {
			t.Errorf("of the faults it says %v", err)
		}
		x := ruling(0, "default")
		x.Basis = " "
		w.Refused(w.Supervision.Enforce(ctx, w.As("office"), x), "rules-basis")
		w.Must(w.Supervision.Enforce(ctx, w.As("office"), ruling(0, "sanming")))
		w.Refused(w.Supervision.Enforce(ctx, w.As("office"), ruling(0, "guangyuan")), "rules-stale")
		county := w.As("office")
		county.Actor.Division, county.Actor.Grants = region.MustParse("190321"), []access.Grant{{Role: access.Supervisor, Division: region.MustParse("190321")}}
		lines, err := w.Supervision.Rulebooks(ctx, county)
		if err != nil || len(lines) != 1 {
			t.Errorf("a county goes by the rules of its city: %v (%v)", lines, err)
		}
	})
}

// One ladder is in force: sheets are proposed by it alone, a leader's word takes the step it says, and what the office says of a task opens a step at once.
func TestRulebook_OneLadder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		task, _ := w.adopt("finance", []string{"2026-12-31"})
		w.Refused(w.Supervision.SetOrigin(ctx, w.As("office"), task, "whim"), "task-origin")
		w.Refused(w.Supervision.SetOrigin(ctx, w.As("finance"), task, ledger.OriginUrgent), "forbidden")
		for _, x := range []struct{ ladder, origin, want string }{
			{"default", "", "default:"}, {"default", ledger.OriginInstruction, "default:supervise"}, {"default", ledger.OriginUrgent, "default:"},
			{"sanming", "", "sanming:"}, {"sanming", ledger.OriginInstruction, "sanming:orange"}, {"sanming", ledger.OriginUrgent, "sanming:orange"}, {"sanming", ledger.OriginSpecial, "sanming:red"},
			{"guangyuan", ledger.OriginSpecial, "guangyuan:"},
		} {
			lines, err := w.Supervision.Rulebooks(ctx, w.As("office"))
			w.Must(err)
			if now := lines[0]; now.Ladder.Name != x.ladder {
				w.Must(w.Supervision.Enforce(ctx, w.As("office"), ruling(now.Kept.Number, x.ladder)))
			}
			w.Must(w.Supervision.SetOrigin(ctx, w.As("office"), task, x.origin))
			if got := w.proposed(task); got != x.want {
				t.Errorf("of a task that is %q the ladder %s proposes %s, want %s", x.origin, x.ladder, got, x.want)
			}
		}
		_, err := w.Supervision.Propose(ctx, w.As("office"), draft(task, "orange"))
		w.Refused(err, "directive-step") // of a ladder that is not in force any more
		d := draft(task, "talk")
		d.Ladder = "default"
		_, err = w.Supervision.Propose(ctx, w.As("office"), d)
		w.Refused(err, "directive-step") // chosen before the ladder changed
		made, err := w.Supervision.Instruct(ctx, w.As("leader"), supervision.Draft{ID: uuid.Must(uuid.NewV7()), Task: task, Demand: "请一周内拿出办法"})
		w.Must(err)
		if made.Ladder != "guangyuan" || made.Step != "letter" || made.State != record.DirectiveApproved {
			t.Errorf("a leader's word on a ladder that does not speak of it becomes %+v", made)
		}
	})
}
