package list

import (
	"slices"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// standings are the codes of how a target may stand.
func standings() []string {
	codes := []string{}
	for _, s := range ledger.Standings {
		codes = append(codes, string(s))
	}
	return codes
}

// Targets are the targets (目标) with how they stand, as it is kept. Their rows know no other table, because they are one node's own.
var Targets = &Kind{
	Name: "targets", Path: "/targets", Needs: access.TaskRead, Table: record.MarkTable,
	Sorts: []Sort{
		{Name: "gap", By: relation.Binary{Op: relation.Sub, L: C("share"), R: C("planned")}, IsOptional: true},
		{Name: "share", By: C("share"), IsOptional: true},
		{Name: "due", Dated: "due"},
		{Name: "title", By: C("metric"), IsText: true},
		{Name: "state", By: C("standing"), IsText: true},
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Where: func(v string, _ Env) relation.Expr { return contains(v, "metric") }},
		unitIn("unit"),
		choice("standing", "state", "standing", "standing", standings()...),
		{Name: "document", Entry: Document, Label: "document", Where: id("document")},
	}, times(func(first, last int64, _ bool) relation.Expr { return betweenDays(C("due"), first, last) })),
	Presets: []Preset{{"behind", "standing=behind"}, {"missed", "standing=missed"}, {"mine", "unit=mine"}},
}
