package zh_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/zh"
)

// TestMarks_AreAllButHan compares the marks with the characters of a text, one by one.
func TestMarks_AreAllButHan(t *testing.T) {
	t.Parallel()
	letters := rapid.SampledFrom([]rune("市县一鿿䀀뿿。、“—：（(1a \n\t\u2000\u3fff\uc000"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(letters, 0, 200, -1).Draw(t, "s")
		marks := zh.FindMarks(s)
		from := rapid.IntRange(0, len(s)).Draw(t, "from")
		end := rapid.IntRange(from, len(s)).Draw(t, "end")
		want := end
		for i := from; i < end; i++ {
			if r, _ := utf8.DecodeRuneInString(s[i:]); utf8.RuneStart(s[i]) && (r < 0x4000 || r > 0xBFFF) {
				want = i
				break
			}
		}
		if got := marks.Next(from, end); got != want {
			t.Fatalf("Next(%d, %d) in %q = %d, want %d", from, end, s, got, want)
		}
	})
}
