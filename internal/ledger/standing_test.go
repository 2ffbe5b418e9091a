package ledger_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

func TestAim_StandsByCurveOrTime(t *testing.T) {
	t.Parallel()
	at := func(text string) period.Date {
		d, err := period.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	n := func(v int64) *int64 { return &v }
	const full = 100_0000                              // 100
	begun, limit := at("2026-01-01"), at("2026-04-11") // a hundred days
	curve := []ledger.Planned{{On: at("2026-02-01"), Value: quantity.Integer(20)}, {On: at("2026-03-01"), Value: quantity.Integer(60)}}
	for name, c := range map[string]struct {
		aim            ledger.Aim
		on             string
		want           ledger.Standing
		share, planned int64 // −1: none
	}{
		"half of the time, half done":             {ledger.Aim{Value: full, Latest: n(50_0000), From: begun, Limit: limit}, "2026-02-20", ledger.OnCourse, 5000, 5000},
		"a day later":                             {ledger.Aim{Value: full, Latest: n(50_0000), From: begun, Limit: limit}, "2026-02-21", ledger.Behind, 5000, 5100},
		"the curve asks for less than time":       {ledger.Aim{Value: full, Latest: n(20_0000), From: begun, Limit: limit, Curve: curve}, "2026-02-20", ledger.OnCourse, 2000, 2000},
		"the curve has risen":                     {ledger.Aim{Value: full, Latest: n(20_0000), From: begun, Limit: limit, Curve: curve}, "2026-03-01", ledger.Behind, 2000, 6000},
		"before the curve begins":                 {ledger.Aim{Value: full, Latest: n(0), From: begun, Limit: limit, Curve: curve}, "2026-01-20", ledger.OnCourse, 0, 0},
		"reached early":                           {ledger.Aim{Value: full, Latest: n(120_0000), From: begun, Limit: limit}, "2026-01-02", ledger.Met, 10_000, 100},
		"on its day, not reached":                 {ledger.Aim{Value: full, Latest: n(99_0000), From: begun, Limit: limit}, "2026-04-11", ledger.Behind, 9900, 10_000},
		"the day after":                           {ledger.Aim{Value: full, Latest: n(99_0000), From: begun, Limit: limit}, "2026-04-12", ledger.Missed, 9900, 10_000},
		"nothing reported":                        {ledger.Aim{Value: full, From: begun, Limit: limit}, "2026-02-20", ledger.Silent, -1, 5000},
		"nothing reported, and over":              {ledger.Aim{Value: full, From: begun, Limit: limit}, "2026-05-01", ledger.Missed, -1, 10_000},
		"no day":                                  {ledger.Aim{Value: full, Latest: n(1), From: begun}, "2030-01-01", ledger.OnCourse, 0, 0},
		"a ceiling that is kept":                  {ledger.Aim{Value: full, IsCeiling: true, Latest: n(full), Limit: limit}, "2026-02-01", ledger.OnCourse, -1, -1},
		"a ceiling that is broken":                {ledger.Aim{Value: full, IsCeiling: true, Latest: n(full + 1), Limit: limit}, "2026-02-01", ledger.Behind, -1, -1},
		"a ceiling that was kept to the end":      {ledger.Aim{Value: full, IsCeiling: true, Latest: n(full), Limit: limit}, "2026-05-01", ledger.Met, -1, -1},
		"a ceiling that was broken to the end":    {ledger.Aim{Value: full, IsCeiling: true, Latest: n(full + 1), Limit: limit}, "2026-05-01", ledger.Missed, -1, -1},
		"a ceiling nobody said anything about":    {ledger.Aim{Value: full, IsCeiling: true, Limit: limit}, "2026-02-01", ledger.Silent, -1, -1},
		"a goal of nothing":                       {ledger.Aim{Value: 0, Latest: n(0), From: begun, Limit: limit}, "2026-02-01", ledger.Met, -1, -1},
		"too large a number to be shared":         {ledger.Aim{Value: 1<<63 - 1, Latest: n(1 << 62), From: begun, Limit: limit}, "2026-02-20", ledger.OnCourse, -1, -1},
		"a figure below nothing has done nothing": {ledger.Aim{Value: full, Latest: n(-5), From: begun, Limit: limit}, "2026-02-20", ledger.Behind, 0, 5000},
	} {
		got, share, planned := c.aim.Stand(at(c.on))
		as := func(p *int64) int64 {
			if p == nil {
				return -1
			}
			return *p
		}
		if got != c.want || as(share) != c.share || as(planned) != c.planned {
			t.Errorf("%s: %s, %d of %d; want %s, %d of %d", name, got, as(share), as(planned), c.want, c.share, c.planned)
		}
	}
}
