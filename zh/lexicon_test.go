package zh_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/zh"
)

// TestLexicon_AgreesWithTrial compares the lexicon with trying every word.
func TestLexicon_AgreesWithTrial(t *testing.T) {
	t.Parallel()
	letters := rapid.SampledFrom([]rune("市县局委人民政府a(1·〇𠀀一"))
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.MapOf(rapid.StringOfN(letters, 1, 4, -1), rapid.Int()).Draw(t, "words")
		s := rapid.StringOfN(letters, 0, 12, -1).Draw(t, "s")
		longest := func(fits func(string, string) bool, s string) (value, n int) {
			for w, v := range words {
				if fits(s, w) && len(w) > n {
					value, n = v, len(w)
				}
			}
			return value, n
		}
		l := zh.NewLexicon(words)
		v, n := l.Prefix(s)
		if wantV, wantN := longest(strings.HasPrefix, s); v != wantV || n != wantN {
			t.Fatalf("Prefix(%q) = %d %d, want %d %d", s, v, n, wantV, wantN)
		}
		v, n = l.Suffix(s)
		if wantV, wantN := longest(strings.HasSuffix, s); v != wantV || n != wantN {
			t.Fatalf("Suffix(%q) = %d %d, want %d %d", s, v, n, wantV, wantN)
		}
		at, v, n := l.Find(s, 0)
		wantAt, wantV, wantN := -1, 0, 0
		for i := range s {
			if wantV, wantN = longest(strings.HasPrefix, s[i:]); wantN > 0 {
				wantAt = i
				break
			}
		}
		if at != wantAt || v != wantV || n != wantN {
			t.Fatalf("Find(%q) = %d %d %d, want %d %d %d", s, at, v, n, wantAt, wantV, wantN)
		}
		if _, isWord := words[s]; l.Has(s) != isWord || l.In(s) != (at >= 0) {
			t.Fatalf("Has(%q) = %t, In = %t", s, l.Has(s), l.In(s))
		}
	})
}

func FuzzLexicon(f *testing.F) {
	l := zh.Words("市 市局 市人民政府 一 (一)")
	f.Add("市人民政府(一)", 0)
	f.Fuzz(func(t *testing.T, s string, from int) {
		if from < 0 {
			return
		}
		if at, _, n := l.Find(s, from); at >= 0 && at+n > len(s) {
			t.Errorf("Find(%q) = %d, %d", s, at, n)
		}
		l.Prefix(s)
		l.Suffix(s)
	})
}
