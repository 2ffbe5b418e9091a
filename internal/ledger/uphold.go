package ledger

import (
	"maps"
	"slices"
)

// MayUphold says whether a part can be given back: it took points away, and not as a consequence of others.
func MayUphold(p Part) bool {
	return p.Points.Sign() < 0 && !slices.Contains([]string{PartRuleCap, PartCap, PartBonusCap, PartFloor, PartGoal}, p.Code)
}

// Uphold gives back what one part of a score took away, since an appeal against it was right. Caps and floor are worked out anew; every part
// keeps its place, so that other appeals still mean theirs. The rank stays to be worked out. ok is false where MayUphold is.
func (m *Model) Uphold(s Score, part int) (after Score, ok bool) {
	if part < 0 || part >= len(s.Parts) || !MayUphold(s.Parts[part]) {
		return s, false
	}
	after = Score{Unit: s.Unit, Parts: slices.Clone(s.Parts), Bonus: s.Bonus, Key: s.Key}
	given := &after.Parts[part]
	given.Values = maps.Clone(given.Values)
	if given.Values == nil {
		given.Values = map[string]string{}
	}
	given.Values["upheld"], given.Points = given.Points.Shown(), Points{}
	taken := map[string]Points{}
	for _, p := range after.Parts {
		if MayUphold(p) {
			taken[p.Code] = taken[p.Code].Sub(p.Points)
		}
	}
	sum := taken[PartEntered]
	over := map[string]Points{}
	for _, d := range m.Deductions {
		kept := d.Cap.of(taken[d.Name])
		over[d.Name], sum = taken[d.Name].Sub(kept), sum.Add(kept)
	}
	after.Deduction = m.Deduction.of(sum)
	floor := -1
	for i := range after.Parts {
		p := &after.Parts[i]
		switch p.Code {
		case PartRuleCap:
			p.Points = over[p.Values["rule"]]
		case PartCap:
			p.Points = sum.Sub(after.Deduction)
		case PartFloor:
			floor, p.Points = i, Points{}
		}
		after.Total = after.Total.Add(p.Points)
	}
	if lacking := m.Floor.Sub(after.Total); floor >= 0 && lacking.Sign() > 0 {
		after.Parts[floor].Points, after.Total = lacking, m.Floor
	}
	return after, true
}
