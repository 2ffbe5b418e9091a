package zh_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/zh"
)

// TestTrimAndCount_AgreeWithStrings compares what is done eight bytes at a time, or by sets, with the standard library.
func TestTrimAndCount_AgreeWithStrings(t *testing.T) {
	t.Parallel()
	const ends = " \n。,、)"
	set := zh.NewChars(ends)
	letters := rapid.SampledFrom([]rune("市县。、,) \n\t\u3000\u0085é𠀀1a"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(letters, 0, 20, -1).Draw(t, "s")
		if got, want := set.Trim(s), strings.Trim(s, ends); got != want {
			t.Errorf("Trim(%q) = %q, want %q", s, got, want)
		}
		if got, want := zh.TrimSpace(s), strings.TrimSpace(s); got != want {
			t.Errorf("TrimSpace(%q) = %q, want %q", s, got, want)
		}
		if got, want := set.In(s), strings.ContainsAny(s, ends); got != want {
			t.Errorf("In(%q) = %t", s, got)
		}
		if got, want := zh.Count(s), utf8.RuneCountInString(s); got != want {
			t.Errorf("Count(%q) = %d, want %d", s, got, want)
		}
	})
}

// TestCandidate_MissesNoWord walks over candidates and finds the words that Find does.
func TestCandidate_MissesNoWord(t *testing.T) {
	t.Parallel()
	letters := rapid.SampledFrom([]rune("市县局委人民政府一二"))
	rapid.Check(t, func(t *rapid.T) {
		l := zh.NewLexicon(rapid.MapOf(rapid.StringOfN(letters, 1, 4, -1), rapid.Int()).Draw(t, "words"))
		s := rapid.StringOfN(letters, 0, 12, -1).Draw(t, "s")
		want, _, _ := l.Find(s, 0)
		got := -1
		for i := l.Candidate(s, 0, len(s)); i < len(s); i = l.Candidate(s, i+3, len(s)) {
			if _, n := l.Prefix(s[i:]); n > 0 {
				got = i
				break
			}
		}
		if got != want {
			t.Errorf("candidates of %q lead to %d, want %d", s, got, want)
		}
	})
}
