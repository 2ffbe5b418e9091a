package demo

import (
	"strings"

	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// figures are the values of a report: near the target for rates and limits, growing with the year for what is counted.
func (d *dossier) figures(targets []record.Target) []report.Figure {
	var figures []report.Figure
	for _, t := range targets {
		if t.Value == nil {
			return figures // the targets before it have their values in order
		}
		figures = append(figures, report.Figure{Target: t.ID, Value: quantity.FromTenThousandths(d.reached(t))})
	}
	return figures
}

// reached is the value for a target, in ten-thousandths, as coarse as the target is.
func (d *dossier) reached(t record.Target) int64 {
	target := *t.Value
	share := int64(100 + d.bias + d.IntN(9) - 4) // per cent
	isRate := t.Unit == "%" || t.Unit == "‰"
	switch {
	case t.Op == string(policy.OpAtMost):
		share = int64(96 - d.bias/2 + d.IntN(9) - 4)
	case !isRate:
		share = share * int64(d.month()) / 12
	}
	value := target / 100 * share
	grain := int64(1)
	for _, g := range []int64{10, 100, 1000, 10_000} {
		if target%g == 0 {
			grain = g
		}
	}
	if isRate {
		grain = min(grain, 1000)
		value = min(value, max(target, 100*10_000))
	}
	return (value + grain/2) / grain * grain
}

// month is how far the year is at the end of what the report covers.
func (d *dossier) month() int { return d.period.Last().Month() }

// told says the first figures in a sentence.
func (d *dossier) told(targets []record.Target, figures []report.Figure) string {
	const most = 3
	var said []string
	for i, v := range figures[:min(len(figures), most)] {
		said = append(said, strings.NewReplacer("{metric}", targets[i].Metric, "{value}", v.Value.String(), "{unit}", targets[i].Unit).Replace(d.place.Figure))
	}
	if said == nil {
		return ""
	}
	return strings.Join(said, d.place.Comma) + d.place.Stop
}
