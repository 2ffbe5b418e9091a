package zh

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Lexicon is a list of words, each with a value, that is matched against a
// text at one place or in one pass. Longer words win over shorter ones that
// begin alike. It is safe for concurrent use once built.
type Lexicon[V any] struct {
	first map[rune][]entry[V] // by first character, longest word first
	last  map[rune][]entry[V] // by last character, longest word first
	gate  [1 << 16 / 64]uint64
}

type entry[V any] struct {
	word  string
	value V
}

// NewLexicon makes a lexicon of the given words. Words must not be empty.
func NewLexicon[V any](words map[string]V) *Lexicon[V] {
	l := &Lexicon[V]{first: map[rune][]entry[V]{}, last: map[rune][]entry[V]{}}
	for w, v := range words {
		f, t := FirstRune(w), LastRune(w)
		l.first[f] = append(l.first[f], entry[V]{w, v})
		l.last[t] = append(l.last[t], entry[V]{w, v})
		if f < 1<<16 {
			l.gate[f/64] |= 1 << (f % 64)
		}
	}
	for _, m := range []map[rune][]entry[V]{l.first, l.last} {
		for _, list := range m {
			slices.SortFunc(list, func(a, b entry[V]) int {
				return cmp.Or(cmp.Compare(len(b.word), len(a.word)), cmp.Compare(a.word, b.word))
			})
		}
	}
	return l
}

// Words makes a lexicon of words without values from a list divided by white space.
func Words(list string) *Lexicon[bool] {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return NewLexicon(m)
}

// Prefix gives the longest word that s begins with, its value, and its length in
// bytes; the length is 0 where there is none.
func (l *Lexicon[V]) Prefix(s string) (v V, n int) {
	r, _ := utf8.DecodeRuneInString(s)
	if r >= 1<<16 || l.gate[r/64]&(1<<(r%64)) == 0 {
		return v, 0
	}
	for _, e := range l.first[r] {
		if strings.HasPrefix(s, e.word) {
			return e.value, len(e.word)
		}
	}
	return v, 0
}

// Suffix gives the longest word that s ends with, its value, and its length in
// bytes; the length is 0 where there is none.
func (l *Lexicon[V]) Suffix(s string) (v V, n int) {
	if s == "" {
		return v, 0
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	for _, e := range l.last[r] {
		if strings.HasSuffix(s, e.word) {
			return e.value, len(e.word)
		}
	}
	return v, 0
}

// Find gives the first place in s at or after from where a word begins, with the word's value
// and length; the place is -1 where there is none.
func (l *Lexicon[V]) Find(s string, from int) (at int, v V, n int) {
	for i := from; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if r < 1<<16 && l.gate[r/64]&(1<<(r%64)) != 0 {
			for _, e := range l.first[r] {
				if strings.HasPrefix(s[i:], e.word) {
					return i, e.value, len(e.word)
				}
			}
		}
		i += size
	}
	return -1, v, 0
}

// In reports whether any word stands in s.
func (l *Lexicon[V]) In(s string) bool {
	at, _, _ := l.Find(s, 0)
	return at >= 0
}

// Has reports whether s is a word.
func (l *Lexicon[V]) Has(s string) bool {
	for _, e := range l.first[FirstRune(s)] {
		if e.word == s {
			return true
		}
	}
	return false
}
