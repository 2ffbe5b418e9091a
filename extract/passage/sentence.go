package passage

import "strings"

// A Sentence is one sentence of the working text. The readers of facts take turns at
// it: provisions first, then obligations, then targets; what one has read the next leaves alone.
type Sentence struct {
	Piece
	// Hints say which kinds of words it holds; whoever cuts the text into sentences sets them.
	Hints Hint
	// Used are the ranges that were read already, in the order they were read.
	Used []Piece
}

// A Hint says which readers may find something in a sentence; one pass over it decides.
type Hint uint8

// The hints; a sentence may have several.
const (
	HintWhole   Hint = 1 << iota // a word that sets an aim without a number
	HintSoft                     // a direction or a prohibition
	HintTrigger                  // an event that sets a duty off
)

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

// SentenceEnd gives where the sentence of s that begins at start ends: at its full stop, exclamation
// or question mark, at the end of its line or of a table's cell, else at the end of s.
func SentenceEnd(s string, start int) int {
	for i := start; i < len(s); {
		c := s[i]
		switch {
		case c == '\n' || c == '\t':
			return i
		case c == 0xE3 && strings.HasPrefix(s[i:], "。"):
			return i
		case c == 0xEF && (strings.HasPrefix(s[i:], "！") || strings.HasPrefix(s[i:], "？")):
			return i
		}
		i++
	}
	return len(s)
}

// FirstSentence gives s up to its first full stop, all of s where there is none or
// where s begins with one.
func FirstSentence(s string) string {
	if i := strings.Index(s, "。"); i > 0 {
		return s[:i]
	}
	return s
}
