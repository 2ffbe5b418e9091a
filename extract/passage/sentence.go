package passage

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// A Sentence is one sentence of the working text. The readers of facts take turns at
// it: provisions first, then obligations, then targets; what one has read the next leaves alone.
type Sentence struct {
	Piece
	// Hints say which kinds of words it holds, Signs where a number or a date may begin, in reading order; whoever
	// cuts the text into sentences has them set by [Hints.Next].
	Hints Hint
	Signs []Sign
	// Used are the ranges that were read already, in the order they were read.
	Used []Piece
}

// Use marks a range as read.
func (st *Sentence) Use(p Piece) { st.Used = append(st.Used, p) }

// IsUsed reports whether any part of p was read already; an empty piece inside a
// range that was read counts as read.
func (st *Sentence) IsUsed(p Piece) bool {
	for _, u := range st.Used {
		if p.Start < u.End && u.Start < p.End {
			return true
		}
	}
	return false
}

// maxSentence is the longest sentence in bytes: some 3,000 characters. Readers go over a sentence once for each
// figure in it; what is longer is no sentence, and would take time by the square of its length.
const maxSentence = 9000

// SentenceEnd gives where the sentence of s that begins at start ends: at its full stop, exclamation
// or question mark, at the end of its line or of a table's cell, else at the end of s. One that is too long
// ends at the last comma before.
func SentenceEnd(s string, start int) int {
	near := s[start:min(len(s), start+maxSentence+len("。"))]
	return cutSentence(s, start, start+stopSet.Next(near, 0))
}

// Stop gives the first place from i on where a sentence, a line or a cell ends, end where there is none.
func (t *Text) Stop(i, end int) int {
	for i = t.Marks.Next(i, end); i < end; i = t.Marks.Next(i+1, end) {
		if stopBytes[t.String[i]] && isStop(t.String[i:]) {
			return i
		}
	}
	return end
}

// cutSentence gives end, where the next stop is; for a sentence that is too long the last comma before,
// else the character in which it is long enough.
func cutSentence(s string, start, end int) int {
	long := start + maxSentence + 1
	if end < long || long >= len(s) {
		return end
	}
	if i := strings.LastIndexAny(s[start:long], ",;、"); i > 0 {
		return start + i
	}
	for long > start && !utf8.RuneStart(s[long]) {
		long--
	}
	return long
}

// stops end a sentence, a line or a cell.
const stops = "。\n\t！？"

var (
	stopSet   = zh.NewChars(stops)
	stopBytes = zh.FirstBytes(stops)
)

// isStop reports whether s, which begins with one of the [stopBytes], begins with a stop.
func isStop(s string) bool {
	return s[0] < utf8.RuneSelf || strings.HasPrefix(s, "。") || strings.HasPrefix(s, "！") || strings.HasPrefix(s, "？")
}

// FirstSentence gives s up to its first full stop, all of s where there is none or
// where s begins with one.
func FirstSentence(s string) string {
	if i := strings.Index(s, "。"); i > 0 {
		return s[:i]
	}
	return s
}
