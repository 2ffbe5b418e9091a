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
	last, before := word[len(word)-1], word[len(word)-2]
	for from := len(word) - 1; from < len(s); {
		i := strings.IndexByte(s[from:], last)
		if i < 0 {
			return -1
		}
		from += i + 1
		if s[from-2] == before && s[from-len(word):from] == word {
			return from - len(word)
		}
	}
	return -1
}

// Contains is [strings.Contains] by [Index].
func Contains(s, word string) bool { return Index(s, word) >= 0 }
