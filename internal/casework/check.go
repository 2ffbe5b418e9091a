package casework

import (
	"slices"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/source"
	"go.yaml.in/yaml/v3"
)

// Diagnostic codes of workflows, beside those of package declare.
const (
	unreachable source.Code = "W101" // no way leads to the step
	deadEnd     source.Code = "W102" // no way leads from the step to an end
	nobodysTurn source.Code = "W103" // no move is for the one whose turn it is
	badMove     source.Code = "W104" // a move's parts do not go together
)

// checkMove finds parts of a move that do not go together.
func (l *loader) checkMove(m *Move, n *yaml.Node) {
	if len(m.From) == 0 || len(m.By) == 0 {
		l.Fail(declare.WrongShape, n, "from: [STEP], by: [PARTY]")
	}
	for _, name := range m.Needs {
		if slices.Contains(m.Takes, name) {
			l.Fail(declare.Twice, n, name)
		}
	}
	if m.IsReturn && len(m.Needs) == 0 {
		l.Fail(badMove, n, "return", "needs: [reason]")
	}
	if m.Until != "" && l.w.Field(m.Until).Kind != DateField {
		l.Fail(badMove, n, "until", "kind: date")
	}
	if m.InTime && slices.ContainsFunc(m.From, func(s string) bool { return l.w.Step(s).Limit.Unit == "" }) {
		l.Fail(badMove, n, "in_time", "limit: {…}")
	}
	units, accounts := l.count(m.Needs, UnitField), l.count(m.fields(), AccountField)
	switch {
	case m.Sets == SetUnit && (units != 1 || accounts != 0):
		l.Fail(badMove, n, "sets: unit", "needs: [UNIT]")
	case m.Sets == SetHolder && accounts != 1, m.Sets == Offer && l.count(m.Needs, AccountField) != 1:
		l.Fail(badMove, n, "sets: "+string(m.Sets), "needs: [ACCOUNT]")
	case m.Sets == Accept && !slices.Equal(m.By, []Party{Offered}):
		l.Fail(badMove, n, "sets: accept", "by: [offered]")
	}
}

func (l *loader) count(fields []string, kind FieldKind) int {
	n := 0
	for _, name := range fields {
		if l.w.Field(name).Kind == kind {
			n++
		}
	}
	return n
}

// Bounds of a workflow: every combination of the conditions of If and Unless is tried along all moves.
const (
	maxConditions = 6
	maxSteps      = 40
	maxMoves      = 100
)

// checkWays finds steps to which no way leads and steps from which none leads to an end, whichever of the conditions of If and
// Unless hold. Conditions of After do not count: what is lacking can be done. A move that is offered in time only leads to no end: time passes.
func (l *loader) checkWays(places map[string]*yaml.Node) {
	if len(l.w.Steps) > maxSteps || len(l.w.Moves) > maxMoves {
		l.Fail(declare.TooLarge, places[l.w.Start], "40 steps, 100 moves")
		return
	}
	var split []string
	for _, m := range l.w.Moves {
		split = append(append(split, m.If...), m.Unless...)
	}
	slices.Sort(split)
	split = slices.Compact(split)
	if len(split) > maxConditions {
		l.Fail(badMove, places[l.w.Start], "if, unless", "6")
		return
	}
	reached := map[string]bool{}
	ends := map[string]bool{}
	for _, s := range l.w.Steps {
		ends[s.Name] = true
	}
	for combination := range 1 << len(split) {
		holds := map[string]bool{}
		for i, name := range split {
			holds[name] = combination>>i&1 == 1
		}
		from := l.w.walk(holds, false, func(s *Step) bool { return s.Name == l.w.Start })
		to := l.w.walk(holds, true, func(s *Step) bool { return s.IsEnd })
		for _, s := range l.w.Steps {
			reached[s.Name] = reached[s.Name] || from[s.Name]
			ends[s.Name] = ends[s.Name] && (to[s.Name] || !from[s.Name])
		}
	}
	for _, s := range l.w.Steps {
		switch {
		case !reached[s.Name]:
			l.Fail(unreachable, places[s.Name], s.Name)
		case !ends[s.Name]:
			l.Fail(deadEnd, places[s.Name], s.Name)
		case !s.IsEnd && !l.w.hasMove(s):
			l.Fail(nobodysTurn, places[s.Name], s.Name, string(s.Turn))
		}
	}
}

// hasMove reports whether a step has a move for the one whose turn it is.
func (w *Workflow) hasMove(s *Step) bool {
	return slices.ContainsFunc(w.Moves, func(m *Move) bool {
		return !m.InTime && slices.Contains(m.From, s.Name) && slices.Contains(m.By, s.Turn)
	})
}

// walk gives the steps that are reached from some, along the moves that are offered, or against them.
func (w *Workflow) walk(holds map[string]bool, backwards bool, begins func(*Step) bool) map[string]bool {
	reached := map[string]bool{}
	for _, s := range w.Steps {
		reached[s.Name] = begins(s)
	}
	for range w.Steps { // the longest way goes through each once
		for _, m := range w.Moves {
			out := slices.ContainsFunc(m.If, func(c string) bool { return !holds[c] }) || backwards && m.InTime
			if out || slices.ContainsFunc(m.Unless, func(c string) bool { return holds[c] }) {
				continue
			}
			for _, from := range m.From {
				if backwards {
					reached[from] = reached[from] || reached[m.To]
				} else {
					reached[m.To] = reached[m.To] || reached[from]
				}
			}
		}
	}
	return reached
}
