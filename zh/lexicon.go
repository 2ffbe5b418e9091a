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
	char     rune // -1 where the slot is empty
	from, to uint32
	beside   uint64 // a bit for the last six bits of what stands beside char in one of the words
}

// NewLexicon makes a lexicon of the given words. Words must not be empty.
func NewLexicon[V any](words map[string]V) *Lexicon[V] {
	l := &Lexicon[V]{pairs: newPairSet(len(words))}
	for w := range words {
		l.pairs.add(w)
	}
	l.first.build(words, FirstRune, head, func(w string) uint64 {
		_, size := utf8.DecodeRuneInString(w)
		if size == len(w) || w[size] < utf8.RuneSelf {
			return everything
		}
		return 1 << (w[size+1] & 63)
	})
	l.last.build(words, LastRune, tail, func(w string) uint64 {
		_, size := utf8.DecodeLastRuneInString(w)
		if size == len(w) {
			return everything
		}
		return 1 << (w[len(w)-size-1] & 63)
	})
	return l
}

// everything is the mask of a character that is a word by itself, or may have anything beside it.
const everything = ^uint64(0)

// build fills an index of words by the character that of gives, with their eight bytes and the masks of what stands beside it.
func (x *index[V]) build(words map[string]V, of func(string) rune, eight, mask func(string) uint64) {
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
	for i := range x.slots {
		x.slots[i].char = -1
	}
	for i := range x.words {
		e := &x.words[i]
		r := of(e.word)
		beside := mask(e.word)
		x.gate.open(r, beside)
		h := x.hash(r)
		for x.slots[h].char >= 0 && x.slots[h].char != r {
			h = (h + 1) & uint32(len(x.slots)-1)
		}
		s := &x.slots[h]
		if s.char < 0 {
			*s = slot{char: r, from: uint32(i)}
		}
		s.to = uint32(i + 1)
		s.beside |= beside
	}
}

func (x *index[V]) hash(r rune) uint32 { return uint32(r) * 0x9E3779B1 >> x.shift }

// slot gives the words of a character; nil where there is none.
func (x *index[V]) slot(r rune) *slot {
	for h := x.hash(r); ; h = (h + 1) & uint32(len(x.slots)-1) {
		switch s := &x.slots[h]; s.char {
		case r:
			return s
		case -1:
			return nil
		}
	}
}

// prefix gives the longest word that s begins with, whose first character is r of size bytes; nil where there is none.
func (x *index[V]) prefix(s string, r rune, size int) *entry[V] {
	slot := x.slot(r)
	if slot == nil {
		return nil
	}
	beside := slot.beside // at the end of s, where any bit will do
	if size+1 < len(s) {
		beside &= 1 << (s[size+1] & 63)
	}
	if beside == 0 {
		return nil
	}
	first := head(s)
	for i := slot.from; i < slot.to; i++ {
		if e := &x.words[i]; e.fits(first) && (len(e.word) <= 8 || strings.HasPrefix(s, e.word)) {
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
	if s == "" {
		return v, 0
	}
	r, size := decode(s)
	if l.first.gate.shut(r) {
		return v, 0
	}
	if e := l.first.prefix(s, r, size); e != nil {
		return e.value, len(e.word)
	}
	return v, 0
}

// Suffix gives the longest word that s ends with, its value, and its length in
// bytes; the length is 0 where there is none.
func (l *Lexicon[V]) Suffix(s string) (v V, n int) {
	if s == "" {
		return v, 0
	}
	r, size := decodeLast(s)
	x := &l.last
	if x.gate.shut(r) {
		return v, 0
	}
	slot := x.slot(r)
	if slot == nil {
		return v, 0
	}
	beside := slot.beside
	if size < len(s) {
		beside &= 1 << (s[len(s)-size-1] & 63)
	}
	if beside == 0 {
		return v, 0
	}
	last := tail(s)
	for i := slot.from; i < slot.to; i++ {
		if e := &x.words[i]; e.fits(last) && (len(e.word) <= 8 || strings.HasSuffix(s, e.word)) {
			return e.value, len(e.word)
		}
	}
	return v, 0
}

// Find gives the first place in s at or after from where a word begins, with the word's value
// and length; the place is -1 where there is none. s is valid UTF-8.
func (l *Lexicon[V]) Find(s string, from int) (at int, v V, n int) {
	x := &l.first
	for i := x.gate.next(s, from); i < len(s); i = x.gate.next(s, i) {
		r, size := decode(s[i:])
		if e := x.prefix(s[i:], r, size); e != nil {
			return i, e.value, len(e.word)
		}
		i += size
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
	slot := l.first.slot(FirstRune(s))
	if slot == nil {
		return false
	}
	for i := slot.from; i < slot.to; i++ {
		if l.first.words[i].word == s {
			return true
		}
	}
	return false
}

// List gives the words in a fixed order.
func (l *Lexicon[V]) List() []string {
	words := make([]string, len(l.first.words))
	for i := range l.first.words {
		words[i] = l.first.words[i].word
	}
	return words
}
