package upkeep

import (
	"context"
	"slices"

	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/locale"
)

type doctorOptions struct {
	config.Place `embed:""`
	JSON         bool `name:"json"`
}

type findingResult struct {
	About   string          `json:"about"`
	Verdict operate.Verdict `json:"verdict"` // ok, warning or fault
	Key     string          `json:"key"`
	Says    string          `json:"says"`
}

func (o doctorOptions) run(ctx context.Context, t Terminal) error {
	findings := operate.Examine(ctx, operate.Checkup{Still: t.still(o.Place), HasConverter: t.HasConverter})
	var results []findingResult
	for _, f := range findings {
		results = append(results, findingResult{f.About, f.Verdict, f.Key, say(t.Lang, f.Key, f.Args...)})
	}
	if o.JSON {
		if err := t.print(results); err != nil {
			return err
		}
	} else {
		for _, r := range results {
			if err := t.Say("upkeep.finding", locale.Word(t.Lang, "verdict", string(r.Verdict)), locale.Word(t.Lang, "doctor", r.About), r.Says); err != nil {
				return err
			}
		}
	}
	if slices.ContainsFunc(findings, func(f operate.Finding) bool { return f.Verdict == operate.Bad }) {
		return ErrFaults
	}
	return nil
}
