package division_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/policy"
)

// A sheet is complete when each item has one lead, each name means a unit, each number somebody who answers for it, and what has no number or no authority, its reasons.
func TestCheck_WhatKeepsASheetFromBeingAdopted(t *testing.T) {
	t.Parallel()
	soft := division.Entries{"done.t3": {"事项上线"}, "proof.t3": {"截图"}}
	set := func(more division.Entries) []division.Act {
		acts := []division.Act{{Kind: division.ActSet, Set: soft}}
		if more != nil {
			acts = append(acts, division.Act{Kind: division.ActSet, Set: more})
		}
		return acts
	}
	two := []policy.Duty{duty("市住建局", policy.RoleResponsible), duty("市水利局", policy.RoleResponsible)}
	for name, c := range map[string]struct {
		duties [][]policy.Duty
		acts   []division.Act
		warned string
		want   string
	}{
		"complete":                             {three, set(nil), "", ""},
		"nothing said of what has no number":   {three, nil, "", "t3 missing-done-when, t3 missing-proof"},
		"a number for it":                      {three, []division.Act{{Kind: division.ActGoal, On: "t3", Goal: map[string]string{"metric": "事项", "value": "20"}}}, "", ""},
		"its number is left out":               {three, set(division.Entries{"take.t2-g1": {""}}), "", "t2 missing-done-when, t2 missing-proof"},
		"nobody leads":                         {[][]policy.Duty{two, three[1], three[2]}, set(nil), "", "t1 missing-lead"},
		"a person says who leads":              {[][]policy.Duty{two, three[1], three[2]}, set(division.Entries{"lead.t1": {"t1-d2"}}), "", ""},
		"the other is left out":                {[][]policy.Duty{two, three[1], three[2]}, set(division.Entries{"unit.t1-d1": {division.None}}), "", ""},
		"two lead":                             {[][]policy.Duty{{duty("市住建局", policy.RoleLead), duty("市水利局", policy.RoleLead)}, three[1], three[2]}, set(nil), "", "t1 missing-one-lead"},
		"a person says which of them":          {[][]policy.Duty{{duty("市住建局", policy.RoleLead), duty("市水利局", policy.RoleLead)}, three[1], three[2]}, set(division.Entries{"lead.t1": {"t1-d1"}}), "", ""},
		"a name nobody knows":                  {[][]policy.Duty{{duty("市住建局", policy.RoleLead), duty("市建委", policy.RoleCooperate)}, three[1], three[2]}, set(nil), "", "t1-d2 missing-unit"},
		"a number whose unit is left out":      {three, set(division.Entries{"lead.t1-g1": {"t1-d2"}, "unit.t1-d2": {division.None}}), "", "t1-g1 missing-number-lead"},
		"a number of several units":            {three, append(set(division.Entries{"lead.t1-g1": {"a3-t1"}}), division.Act{Kind: division.ActSpread, On: "1", Units: map[string][]uuid.UUID{"t1": {east, west}}}), "", "t1-g1 missing-number-lead"},
		"that number is left out":              {three, set(division.Entries{"lead.t1-g1": {"t1-d2"}, "unit.t1-d2": {division.None}, "take.t1-g1": {""}}), "", ""},
		"beyond authority":                     {three, set(nil), "t2", "t2 missing-beyond"},
		"beyond authority with a reason":       {three, set(division.Entries{"beyond.t2": {"经市政府同意"}}), "t2", ""},
		"left out without a reason":            {three, set(division.Entries{"take.t2": {""}}), "t2", "t2 missing-why"},
		"left out with a reason for all":       {three, set(division.Entries{"take.t2": {""}, "why": {"上年任务"}}), "", ""},
		"all left out":                         {three, set(division.Entries{"take.t1": {""}, "take.t2": {""}, "take.t3": {""}, "why": {"上年任务"}}), "", " missing-tasks"},
		"what is left out has no other faults": {[][]policy.Duty{two, three[1], three[2]}, set(division.Entries{"take.t1": {""}, "why.t1": {"重复"}}), "t1", ""},
	} {
		var got []string
		for _, l := range play(t, plan(c.duties...), c.acts...).Check(func(item string) bool { return item == c.warned }) {
			got = append(got, l.On+" "+l.Key)
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s: lacking %q, want %q", name, text, c.want)
		}
	}
}
