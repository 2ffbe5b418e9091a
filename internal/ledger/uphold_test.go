package ledger_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/ledger"
)

// A point that is given back leaves the score that the unit would have had without what happened.
func TestUphold_IsAsIfItHadNotHappened(t *testing.T) {
	t.Parallel()
	models := []*ledger.Model{model(t, "guiyang"), model(t, "guangyuan")}
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(models).Draw(t, "model")
		s := ledger.Sheet{Evaluation: number("80")}
		if m.Goals != nil {
			for _, a := range m.Goals.Areas {
				s.Goals = append(s.Goals, ledger.Goal{Area: a.Name, Weight: a.Weight, Kind: ledger.Qualitative, Progress: number("70")})
			}
		}
		for i := range rapid.IntRange(1, 70).Draw(t, "n") {
			s.Deductions = append(s.Deductions, ledger.Entry{Name: fmt.Sprint(i), Points: ledger.Whole(int64(rapid.IntRange(1, 3).Draw(t, "points")))})
			s.Events = append(s.Events, ledger.Event{Kind: ledger.EventLateReport, Task: fmt.Sprint(i)})
		}
		before, err := m.Score(s)
		if err != nil {
			t.Fatal(err)
		}
		var places []int
		for i, p := range before.Parts {
			if ledger.MayUphold(p) {
				places = append(places, i)
			}
		}
		at := rapid.SampledFrom(places).Draw(t, "part")
		after, ok := m.Uphold(before, at)
		if !ok {
			t.Fatal("a deduction can not be given back")
		}
		if p := before.Parts[at]; p.Code == ledger.PartEntered {
			for i, d := range s.Deductions {
				if d.Name == p.Name {
					s.Deductions = append(s.Deductions[:i:i], s.Deductions[i+1:]...)
					break
				}
			}
		} else {
			for i, e := range s.Events {
				if e.Task == p.Task {
					s.Events = append(s.Events[:i:i], s.Events[i+1:]...)
					break
				}
			}
		}
		want, err := m.Score(s)
		if err != nil {
			t.Fatal(err)
		}
		if after.Total.Cmp(want.Total) != 0 || after.Deduction.Cmp(want.Deduction) != 0 {
			t.Fatalf("%s is left and %s deducted, not %s and %s", after.Total, after.Deduction, want.Total, want.Deduction)
		}
		if _, ok := m.Uphold(after, at); ok {
			t.Fatal("it is given back twice")
		}
	})
}
