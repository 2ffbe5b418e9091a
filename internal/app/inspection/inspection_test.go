package inspection_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

func TestInspection_IsPlannedApprovedAndConcluded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		p := w.plan()
		p.Leader = uuid.Nil
		w.Must(w.Inspections.Plan(ctx, w.As("office"), p))
		w.Must(w.Inspections.Plan(ctx, w.As("office"), p)) // sent twice
		i, err := w.Inspections.Find(ctx, w.As("office"), p.ID)
		w.Must(err)
		w.Refused(w.Cases.Take(ctx, w.As("office"), i.Case.ID, "ask", nil, 0), "case-lacks") // nobody leads the team
		p.Leader, p.Version = w.People["roads"].Account, i.Version
		w.Must(w.Inspections.Plan(ctx, w.As("office"), p))
		w.Must(w.Cases.Take(ctx, w.As("office"), i.Case.ID, "ask", nil, 0))
		w.Refused(w.Inspections.Plan(ctx, w.As("office"), p), "inspection-state")
		w.Refused(w.Cases.Take(ctx, w.As("office"), i.Case.ID, "approve", nil, 0), "case-not-offered")
		if got := w.Told("leader"); !slices.Equal(got, []string{"inspection-asked"}) {
			t.Errorf("the leader is told %v", got)
		}
		_, err = w.Inspections.Find(ctx, w.As("finance"), p.ID)
		w.Refused(err, "record-missing") // it is not told yet
		w.Must(w.Cases.Take(ctx, w.As("leader"), i.Case.ID, "approve", nil, 0))
		if got := w.Told("roads"); !slices.Equal(got, []string{"inspection-team"}) {
			t.Errorf("the team's leader is told %v", got)
		}
		if got := w.Told("finance"); !slices.Equal(got, []string{"inspection-notice"}) {
			t.Errorf("the unit is told %v", got)
		}
		theirs, err := w.Inspections.Find(ctx, w.As("finance"), p.ID)
		w.Must(err)
		if !theirs.IsUnit || theirs.MayNote || len(theirs.Tasks) != 0 || len(theirs.Units) != 1 || theirs.Case.ID != uuid.Nil {
			t.Errorf("the unit sees %+v", theirs)
		}
		w.Must(w.Cases.Take(ctx, w.As("office"), i.Case.ID, "conclude", flow.Form{"conclusion": "总体较好"}, 0))
		if i, err = w.Inspections.Find(ctx, w.As("office"), p.ID); err != nil || i.State != record.InspectionConcluded || i.Conclusion != "总体较好" {
			t.Errorf("it ends as %+v, %v", i.Inspection, err)
		}
	})
}

func TestInspection_OneThatComesUnannouncedTellsNoUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	p := w.plan()
	p.IsUnannounced = true
	id := w.approved(p)
	if got := w.Told("finance"); len(got) != 0 {
		t.Errorf("the unit is told %v", got)
	}
	_, err := w.Inspections.Find(t.Context(), w.As("finance"), id)
	w.Refused(err, "record-missing")
	w.On("2026-03-11")
	n := w.noted(id)
	w.Must(w.Inspections.Note(t.Context(), w.As("roads"), n))
	w.Must(w.Inspections.Hand(t.Context(), w.As("roads"), n.ID))
	f, err := w.Inspections.Finding(t.Context(), w.As("finance"), n.ID)
	w.Must(err) // what was found is handed to it all the same
	if !f.IsUnit || f.Case.ID == uuid.Nil {
		t.Errorf("the unit sees %+v", f)
	}
}

// A member of a team sees what the team looks at on the days of the inspection and on no other; nobody else of his unit does.
func TestTeam_SeesWhatItChecksOnItsDaysOnly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		id := w.approved(w.plan())
		for on, isOpen := range map[string]bool{"2026-03-09": false, "2026-03-10": true, "2026-03-12": true, "2026-03-13": false} {
			w.On(on)
			i, err := w.Inspections.Find(ctx, w.As("roads"), id)
			list, listErr := w.Inspections.List(ctx, w.As("roads"))
			w.Must(listErr)
			if !isOpen {
				w.Refused(err, "record-missing")
			} else if err != nil || !i.IsLeader || !i.MayNote || len(i.Tasks) != 1 || i.Tasks[0].Targets[0].Metric != "示范村" {
				t.Errorf("on %s its leader sees %+v, %v", on, i, err)
			}
			if want := map[bool]int{true: 1}[isOpen]; len(list) != want {
				t.Errorf("on %s its leader has %d inspections in his list, want %d", on, len(list), want)
			}
			colleague := w.As("roads")
			colleague.Actor.Account = uuid.New()
			_, err = w.Inspections.Find(ctx, colleague, id)
			w.Refused(err, "record-missing")
			_, err = w.Inspections.Find(ctx, w.As("schools"), id)
			w.Refused(err, "record-missing")
		}
		w.On("2026-03-09")
		w.Refused(w.Inspections.Note(ctx, w.As("roads"), w.noted(id)), "record-missing")
	})
}

func TestFinding_StaysWithinThePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ctx := t.Context()
	id := w.approved(w.plan())
	w.On("2026-03-11")
	for key, change := range map[string]func(*inspection.Noted){
		"finding-unit":     func(n *inspection.Noted) { n.Unit = w.People["schools"].Unit },
		"finding-task":     func(n *inspection.Noted) { n.Target = uuid.New() },
		"finding-what":     func(n *inspection.Noted) { n.What = " " },
		"finding-severity": func(n *inspection.Noted) { n.Severity = "terrible" },
		"text-too-long":    func(n *inspection.Noted) { n.Basis = strings.Repeat("长", 5000) },
	} {
		n := w.noted(id)
		change(&n)
		w.Refused(w.Inspections.Note(ctx, w.As("roads"), n), key)
	}
	n := w.noted(id)
	w.Must(w.Inspections.Note(ctx, w.As("roads"), n))
	n.What = "改正后的描述"
	w.Must(w.Inspections.Note(ctx, w.As("roads"), n))
	i, err := w.Inspections.Find(ctx, w.As("roads"), id)
	w.Must(err)
	if len(i.Findings) != 1 || i.Findings[0].What != "改正后的描述" || i.Findings[0].Ordinal != 1 {
		t.Errorf("written anew it stands as %+v", i.Findings)
	}
	_, err = w.Inspections.Finding(ctx, w.As("finance"), n.ID)
	w.Refused(err, "record-missing") // before it is handed over
	w.Refused(w.Cases.Take(ctx, w.As("office"), i.Inspection.Case, "conclude", flow.Form{"conclusion": "好"}, 0), "case-lacks")
	w.Must(w.Inspections.Drop(ctx, w.As("roads"), n.ID))
	w.Must(w.Cases.Take(ctx, w.As("office"), i.Inspection.Case, "conclude", flow.Form{"conclusion": "好"}, 0))
}

func TestFinding_IsPutRightProvedRecheckedAndComesBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		id := w.approved(w.plan())
		w.On("2026-03-10")
		n := w.noted(id)
		w.Must(w.Inspections.Note(ctx, w.As("roads"), n))
		w.Must(w.Inspections.Attach(ctx, w.As("roads"), n.ID, intake.Uploaded{Name: "村口.txt", Content: strings.NewReader("照片")}))
		w.Refused(w.Inspections.Attach(ctx, w.As("office"), n.ID, intake.Uploaded{Name: "空.txt", Content: strings.NewReader("")}), "file-empty")
		w.Must(w.Inspections.Hand(ctx, w.As("roads"), n.ID))
		w.Refused(w.Inspections.Drop(ctx, w.As("roads"), n.ID), "finding-handed")
		if got := w.Told("finance"); !slices.Contains(got, "finding-handed") {
			t.Errorf("the unit is told %v", got)
		}
		move := func(as, name string, form flow.Form) error {
			return w.Inspections.Move(ctx, w.As(as), n.ID, name, form, 0)
		}
		w.Refused(move("schools", "own", nil), "record-missing")
		w.Must(move("finance", "own", nil))
		w.Refused(move("finance", "plan", flow.Form{"measures": "清运", "person": "王某", "day": "2026-03-01"}), "finding-day")
		w.Must(move("finance", "plan", flow.Form{"measures": "清运", "person": "王某", "day": "2026-03-20"}))
		w.Must(move("office", "approve", nil))
		f, err := w.Inspections.Finding(ctx, w.As("finance"), n.ID)
		w.Must(err)
		if f.Limit != int64(instancetest.Day("2026-03-20")) || f.Due != f.Limit || f.Measures != "清运" || f.Person != "王某" {
			t.Errorf("after approval it is %+v", f.Finding)
		}
		if len(f.Files) != 1 || f.Files[0].Part != record.ProvesFinding {
			t.Fatalf("the unit sees the files %+v", f.Files)
		}
		_, content, err := w.Inspections.File(ctx, w.As("finance"), n.ID, f.Files[0].ID)
		w.Must(err)
		text, err := io.ReadAll(content)
		w.Must(err)
		w.Must(content.Close())
		if string(text) != "照片" {
			t.Errorf("the file says %q", text)
		}
		w.Refused(move("finance", "apply", flow.Form{"result": "已清运"}), "case-lacks")
		w.Refused(w.Inspections.Attach(ctx, w.As("roads"), n.ID, intake.Uploaded{Name: "后.txt", Content: strings.NewReader("x")}), "finding-proof")
		w.Must(w.Inspections.Attach(ctx, w.As("finance"), n.ID, intake.Uploaded{Name: "整改后.txt", Content: strings.NewReader("干净")}))
		w.Must(move("finance", "apply", flow.Form{"result": "已清运"}))
		w.On("2026-03-11")
		w.Must(move("roads", "refuse", flow.Form{"finding": "仍有", "day": "2026-03-25"})) // the team, on its days
		w.Must(move("finance", "apply", flow.Form{"result": "清运完毕"}))
		w.On("2026-03-24")
		w.Refused(move("roads", "strike_off", flow.Form{"finding": "属实"}), "record-missing") // and on no other
		w.Must(move("office", "strike_off", flow.Form{"finding": "属实"}))
		if f, err = w.Inspections.Finding(ctx, w.As("office"), n.ID); err != nil || f.State != "struck_off" || f.Struck != int64(instancetest.Day("2026-03-24")) || len(f.Case.Past) == 0 {
			t.Errorf("struck off it is %+v, %v", f.Finding, err)
		}
		w.Must(move("office", "reopen", flow.Form{"finding": "又有堆积", "day": "2026-06-30"}))
		if f, err = w.Inspections.Finding(ctx, w.As("finance"), n.ID); err != nil || f.State != "rectifying" || f.Reopened != 1 || f.Due != int64(instancetest.Day("2026-06-30")) {
			t.Errorf("opened again it is %+v, %v", f.Finding, err)
		}
		_, err = w.Operate.Sweep(ctx, w.sweeper()) // takes the empty file away, and none of those that prove something
		w.Must(err)
		for _, x := range f.Files {
			_, content, err := w.Inspections.File(ctx, w.As("finance"), n.ID, x.ID)
			w.Must(err)
			w.Must(content.Close())
		}
		i, err := w.Inspections.Find(ctx, w.As("office"), id)
		w.Must(err)
		list, err := w.Inspections.List(ctx, w.As("office"))
		w.Must(err)
		if len(i.Findings) != 1 || len(list) != 1 || list[0].Found != 1 || list[0].Open != 1 {
			t.Errorf("in the list stands %+v", list)
		}
	})
}
