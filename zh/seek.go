package zh

import "strings"

// Index is [strings.Index] for words of Chinese text: it seeks the last byte of the word, which few
// characters share, and not the first, which a sixth of all begin with. The word must not be empty.
func Index(s, word string) int {
	if len(word) == 1 {
		return strings.IndexByte(s, word[0])
	}
	if word[0] < 0xE3 || word[0] > 0xE9 { // few characters begin with it
		return strings.Index(s, word)
	}
	last := word[len(word)-1]
	for from := len(word) - 1; from < len(s); {
		i := strings.IndexByte(s[from:], last)
		if i < 0 {
			return -1
		}
		from += i + 1
		if s[from-len(word):from] == word {
			return from - len(word)
		}
	}
	return -1
}

// Contains is [strings.Contains] by [Index].
func Contains(s, word string) bool { return Index(s, word) >= 0 }

// maxSought is how many words a [Seeker] can seek.
const maxSought = 8

// A Seeker walks over a text from one place of a few words to the next. Words that are rare are found
// far sooner than by looking at each character.
type Seeker struct {
	s     string
	words []string
	next  [maxSought]int // where each word stands next, at the end of s where it does not
}

// Seek makes a seeker of at most eight words, which must not be empty, in s.
func Seek(s string, words []string) Seeker {
	k := Seeker{s: s, words: words[:min(len(words), maxSought)]}
	for i := range k.next {
		k.next[i] = -1
	}
	return k
}

// From gives the first place at or after i where one of the words stands, the end of the text where
// none does. From one call to the next i must not fall.
func (k *Seeker) From(i int) int {
	first := len(k.s)
	for w, word := range k.words {
		if k.next[w] < i {
			if at := Index(k.s[min(i, len(k.s)):], word); at >= 0 {
				k.next[w] = i + at
			} else {
				k.next[w] = len(k.s)
			}
		}
		first = min(first, k.next[w])
	}
	return first
}
