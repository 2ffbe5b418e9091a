package ledger_test

import (
	"math"
	"testing"

	"github.com/wenxiao/wenxiao/internal/ledger"
)

func TestGapOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reported, other, value, share int64
		isBeyond                      bool // of one per cent
	}{
		{3_1000, 2_9400, 1600, 544, true}, // 3.1 and 2.94: 5.44 %
		{2_9400, 3_1000, -1600, 516, true},
		{100_0000, 100_0000, 0, 0, false},
		{100_0000, 99_0100, 9900, 100, false}, // 0.99990 % is 1.00 %, which is within
		{0, 0, 0, 0, false},
		{5, 0, 5, ledger.MaxShare, true},
		{0, 5, -5, 10_000, true},
		{-1_0000, 1_0000, -2_0000, 20_000, true},
		{1 << 50, 1, 1<<50 - 1, ledger.MaxShare, true},
		{math.MaxInt64, 1, math.MaxInt64 - 1, ledger.MaxShare, true},
	} {
		g := ledger.GapOf(c.reported, c.other)
		if g.Value != c.value || g.Share != c.share || g.IsBeyond(100) != c.isBeyond {
			t.Errorf("%d and %d: %+v, beyond one per cent %t", c.reported, c.other, g, g.IsBeyond(100))
		}
	}
}
