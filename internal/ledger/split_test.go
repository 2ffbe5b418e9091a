package ledger_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/quantity"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	share := func(unit, value, weight string) ledger.Share {
		return ledger.Share{Unit: unit, Value: number(value), Weight: number(weight)}
	}
	for _, c := range []struct {
		name      string
		kind      ledger.SplitKind
		target    string
		shares    []ledger.Share
		made, gap string
	}{
		{"5.8 by 2.3 and 3.5", ledger.SplitTotal, "5.8", []ledger.Share{share("甲", "2.3", "0"), share("乙", "3.5", "0")}, "5.8", "0"},
		{"exactly 5.8", ledger.SplitExact, "5.8", []ledger.Share{share("甲", "2.3", "0"), share("乙", "3.5", "0")}, "5.8", "0"},
		{"more than asked", ledger.SplitTotal, "5.8", []ledger.Share{share("甲", "3", "0"), share("乙", "3.5", "0")}, "6.5", "-0.7"},
		{"less than asked", ledger.SplitTotal, "5.8", []ledger.Share{share("甲", "2.3", "0"), share("乙", "3.4", "0")}, "5.7", "0.1"},
		{"a ceiling kept", ledger.SplitCeiling, "10", []ledger.Share{share("甲", "4", "0"), share("乙", "5", "0")}, "9", "-1"},
		{"a ceiling broken", ledger.SplitCeiling, "10", []ledger.Share{share("甲", "6", "0"), share("乙", "5", "0")}, "11", "1"},
		{"80 % of 100 and 95 % of 300", ledger.SplitRate, "92", []ledger.Share{share("甲", "80", "100"), share("乙", "95", "300")}, "91.25", "0.75"},
		{"all of three", ledger.SplitAll, "1", []ledger.Share{{Unit: "甲", Holds: true}, {Unit: "乙", Holds: true}, {Unit: "丙"}}, "2", "1"},
	} {
		b, err := ledger.Split(c.kind, number(c.target), c.shares)
		if err != nil || b.Made.Shown() != c.made || b.Gap.Shown() != c.gap || b.IsReached != (b.Gap.Sign() <= 0) {
			t.Errorf("%s: %s made, %s lacking, reached %t, %v", c.name, b.Made.Shown(), b.Gap.Shown(), b.IsReached, err)
		}
	}
	if b, err := ledger.Split(ledger.SplitExact, number("5.8"), []ledger.Share{share("甲", "6", "0")}); err != nil || b.IsReached {
		t.Errorf("6 is taken for exactly 5.8: %v", err)
	}
	b, err := ledger.Split(ledger.SplitAll, number("1"), []ledger.Share{{Unit: "丙"}})
	if err != nil || len(b.Lacking) != 1 || b.Lacking[0] != "丙" {
		t.Errorf("who lacks is %v, %v", b.Lacking, err)
	}
	for name, shares := range map[string][]ledger.Share{"nobody": nil, "twice": {share("甲", "1", "1"), share("甲", "1", "1")}, "no weight": {share("甲", "1", "0")}} {
		if _, err := ledger.Split(ledger.SplitRate, number("1"), shares); err == nil {
			t.Errorf("%s: it is taken", name)
		}
	}
}

func TestProportional_AddsUp(t *testing.T) {
	t.Parallel()
	got, ok := ledger.Proportional(number("10"), []quantity.Number{number("1"), number("1"), number("1")}, 1)
	if !ok || got[0] != number("3.4") || got[1] != number("3.3") || got[2] != number("3.3") {
		t.Errorf("10 in three parts is %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		total := quantity.Integer(int64(rapid.IntRange(0, 1_000_000).Draw(t, "total")))
		var weights []quantity.Number
		var shares []ledger.Share
		for range rapid.IntRange(1, 12).Draw(t, "n") {
			weights = append(weights, quantity.Integer(int64(rapid.IntRange(1, 5000).Draw(t, "weight"))))
		}
		parts, ok := ledger.Proportional(total, weights, 2)
		if !ok {
			t.Fatal("it can not be split")
		}
		for i, p := range parts {
			shares = append(shares, ledger.Share{Unit: string(rune('a' + i)), Value: p})
		}
		if b, err := ledger.Split(ledger.SplitTotal, total, shares); err != nil || b.Gap.Sign() != 0 {
			t.Fatalf("the parts of %s leave %s, %v", total, b.Gap, err)
		}
	})
	if _, ok := ledger.Proportional(number("10"), []quantity.Number{{}}, 1); ok {
		t.Error("weights of nothing are taken")
	}
}
