package zh_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/zh"
)

// TestIndex_AgreesWithStrings compares the search for words with package strings.
func TestIndex_AgreesWithStrings(t *testing.T) {
	t.Parallel()
	letters := rapid.SampledFrom([]rune("市。、再不均(1!！“\n𠀀"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(letters, 0, 20, -1).Draw(t, "s")
		words := rapid.SliceOfN(rapid.StringOfN(letters, 1, 3, -1), 1, 8).Draw(t, "words")
		for _, w := range words {
			if got, want := zh.Index(s, w), strings.Index(s, w); got != want {
				t.Fatalf("Index(%q, %q) = %d, want %d", s, w, got, want)
			}
		}
	})
}

func TestChars_HasNoOthers(t *testing.T) {
	t.Parallel()
	const all = "省市县(。𠀀"
	set := zh.NewChars(all)
	for r := rune(0); r < 0x20100; r++ {
		if set.Has(r) != strings.ContainsRune(all, r) && (r < 0xD800 || r > 0xDFFF) {
			t.Errorf("Has(%q) = %t", r, set.Has(r))
		}
	}
	if set.Has(-1) || new(zh.Chars).Has('省') {
		t.Error("the set has what is no character of it")
	}
}

func TestChars_FindsTheNext(t *testing.T) {
	t.Parallel()
	const all = "(。！\n由𠀀"
	set := zh.NewChars(all)
	letters := rapid.SampledFrom([]rune("市。、再不均(1!！“\n由一𠀀é"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(letters, 0, 20, -1).Draw(t, "s")
		for i := range s {
			want := len(s)
			if at := strings.IndexAny(s[i:], all); at >= 0 {
				want = i + at
			}
			if got := set.Next(s, i); got != want {
				t.Fatalf("Next(%q, %d) = %d, want %d", s, i, got, want)
			}
		}
		if got := set.Next(s, len(s)); got != len(s) {
			t.Fatalf("Next(%q, %d) = %d", s, len(s), got)
		}
	})
}
