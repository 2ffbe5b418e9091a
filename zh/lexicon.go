package zh

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Lexicon is a list of words, each with a value, that is matched against a
// text at one place or in one pass. Longer words win over shorter ones that
// begin alike. It is safe for concurrent use once built.
type Lexicon[V any] struct {
	first index[V] // by first character
	last  index[V] // by last character
	pairs pairSet  // of the first characters
}

type entry[V any] struct {
	word  string
	value V
	// bytes are the first (or last) eight of the word, those of mask where it has no more.
	bytes, mask uint64
}

// fits reports whether a text whose first (or last) eight bytes are x may have the word there: of a word of no more
// than eight bytes it is sure.
func (e *entry[V]) fits(x uint64) bool { return (x^e.bytes)&e.mask == 0 }

// An index finds the words that begin (or end) with a character. Nearly all places of a
// text have none, so it asks in this order: a gate; a hash table of the characters; a bit
// for what stands beside the character; the words. Of what stands beside it is asked one
// byte that is found without knowing how wide that is.
type index[V any] struct {
	gate  gate
	slots []slot
	shift uint
	words []entry[V] // those of one character side by side, longest first
}

// A slot holds the words of one character: words[from:to].
type slot struct {
	char     uint32 // its bytes; 0 where the slot is empty
	from, to uint32
	beside   uint64 // a bit for the last six bits of what stands beside char in one of the words
}

// NewLexicon makes a lexicon of the given words. Words must not be empty.
func NewLexicon[V any](words map[string]V) *Lexicon[V] {
	l := &Lexicon[V]{pairs: newPairSet(len(words))}
	for w := range words {
		l.pairs.add(w)
	}
	l.first.build(words, FirstRune, head, firstChar, func(w string) uint64 {
		size := Width(w[0])
		if size == len(w) || w[size] < utf8.RuneSelf {
			return everything
		}
		return 1 << (w[size+1] & 63)
	})
	l.last.build(words, LastRune, tail, lastChar, func(w string) uint64 {
		_, size := utf8.DecodeLastRuneInString(w)
		if size == len(w) {
			return everything
		}
		return 1 << (w[len(w)-size-1] & 63)
	})
	return l
}

// firstChar gives the bytes of the first character of a text, whose first eight bytes are x, and the one that tells what stands
// beside it: the second of the next, if that is wide.
func firstChar(x uint64) (char uint32, beside uint64) {
	switch {
	case x&0xF0 == 0xE0:
		return uint32(x & charMask), x >> 32
	case x&0x80 == 0:
		return uint32(x & 0xFF), x >> 16
	case x&0xE0 == 0xC0:
		return uint32(x & 0xFFFF), x >> 24
	}
	return uint32(x), x >> 40
}

// lastChar gives the bytes of the last character of a text, whose last eight bytes are x, and the one before it.
func lastChar(x uint64) (char uint32, beside uint64) {
	switch {
	case x>>40&0xF0 == 0xE0:
		return uint32(x >> 40), x >> 32
	case x>>56 < utf8.RuneSelf:
		return uint32(x >> 56), x >> 48
	case x>>48&0xE0 == 0xC0:
		return uint32(x >> 48), x >> 40
	}
	return uint32(x >> 32), x >> 24
}

// everything is the mask of a character that is a word by itself, or may have anything beside it.
const everything = ^uint64(0)

// build fills an index of words by the character that of gives and char gives the bytes of, with their eight bytes and the masks of
// what stands beside it.
func (x *index[V]) build(words map[string]V, of func(string) rune, eight func(string) uint64, char func(uint64) (uint32, uint64), mask func(string) uint64) {
	for w, v := range words {
		ones := strings.Repeat("\xff", len(w))
		x.words = append(x.words, entry[V]{w, v, eight(w), eight(ones)})
	}
	slices.SortFunc(x.words, func(a, b entry[V]) int {
		return cmp.Or(cmp.Compare(of(a.word), of(b.word)), cmp.Compare(len(b.word), len(a.word)), cmp.Compare(a.word, b.word))
	})
	width := bits.Len(uint(2*len(x.words) + 1)) // at least half of the slots stay empty
	x.shift = uint(32 - width)
	x.slots = make([]slot, 1<<width)
	for i := range x.words {
		e := &x.words[i]
		beside := mask(e.word)
		x.gate.open(of(e.word), beside)
		c, _ := char(e.bytes)
		s := x.slot(c)
		if s.char == 0 {
			*s = slot{char: c, from: uint32(i)}
		}
		s.to = uint32(i + 1)
		s.beside |= beside
	}
}

// slot gives the words of a character; an empty one where there are none.
func (x *index[V]) slot(char uint32) *slot {
	for h := char * 0x9E3779B1 >> (x.shift & 31); ; h = (h + 1) & uint32(len(x.slots)-1) {
		if s := &x.slots[h]; s.char == char || s.char == 0 {
			return s
		}
	}
}

// find gives the longest word of a character that s begins (or ends) with, whose first (or last) eight bytes are text; nil
// where there is none. beside tells what stands beside the character, and has says whether s has a word of more than eight bytes.
func (x *index[V]) find(s string, text uint64, char uint32, beside uint64, has func(s, word string) bool) *entry[V] {
	slot := x.slot(char)
	if slot.beside>>(beside&63)&1 == 0 {
		return nil
	}
	for i := slot.from; i < slot.to; i++ {
		if e := &x.words[i]; e.fits(text) && (len(e.word) <= 8 || has(s, e.word)) {
			return e
		}
	}
	return nil
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
	x := head(s)
	char, beside := firstChar(x)
	if l.first.gate.shut(char, beside) {
		return v, 0
	}
	if e := l.first.find(s, x, char, beside, strings.HasPrefix); e != nil {
		return e.value, len(e.word)
	}
	return v, 0
}

// Suffix gives the longest word that s ends with, its value, and its length in
// bytes; the length is 0 where there is none.
func (l *Lexicon[V]) Suffix(s string) (v V, n int) {
	x := tail(s)
	char, beside := lastChar(x)
	if l.last.gate.shut(char, beside) {
		return v, 0
	}
	if e := l.last.find(s, x, char, beside, strings.HasSuffix); e != nil {
		return e.value, len(e.word)
	}
	return v, 0
}

// Find gives the first place in s at or after from where a word begins, with the word's value
// and length; the place is -1 where there is none. s is valid UTF-8.
func (l *Lexicon[V]) Find(s string, from int) (at int, v V, n int) {
	x := &l.first
	for i := x.gate.next(s, from); i < len(s); i = x.gate.next(s, i) {
		text := head(s[i:])
		char, beside := firstChar(text)
		if e := x.find(s[i:], text, char, beside, strings.HasPrefix); e != nil {
			return i, e.value, len(e.word)
		}
		i += Width(s[i])
	}
	return -1, v, 0
}

// Candidate gives the first place of s[i:end], a stretch of characters of three bytes, where a word may begin;
// end where none does. Few of the places are in vain.
func (l *Lexicon[V]) Candidate(s string, i, end int) int {
	return l.first.gate.nextHan(s, i, end, &l.pairs)
}

// In reports whether any word stands in s.
func (l *Lexicon[V]) In(s string) bool {
	at, _, _ := l.Find(s, 0)
	return at >= 0
}

// Has reports whether s is a word.
func (l *Lexicon[V]) Has(s string) bool {
	_, n := l.Prefix(s)
	return n > 0 && n == len(s)
}

// List gives the words in a fixed order.
func (l *Lexicon[V]) List() []string {
	words := make([]string, len(l.first.words))
	for i := range l.first.words {
		words[i] = l.first.words[i].word
	}
	return words
}
