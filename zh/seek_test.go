package zh_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/zh"
)

// TestSeek_AgreesWithStrings compares the search for words, and for the next of several, with package strings.
func TestSeek_AgreesWithStrings(t *testing.T) {
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
		seeker := zh.Seek(s, words)
		for i := 0; i <= len(s); i += rapid.IntRange(0, 4).Draw(t, "step") + 1 {
			want := len(s)
			for _, w := range words {
				if at := strings.Index(s[i:], w); at >= 0 {
					want = min(want, i+at)
				}
			}
			if got := seeker.From(i); got != want {
				t.Fatalf("Seek(%q, %q).From(%d) = %d, want %d", s, words, i, got, want)
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
