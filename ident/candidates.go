package ident

import (
	"cmp"
	"slices"
	"strings"
)

// A Repair (修复) is what was done to a damaged number to make a valid one.
type Repair uint8

// The repairs, likeliest first. Among slips of one key or one pen stroke, single
// wrong digits are about 80 % and swapped neighbours 10 % (Verhoeff 1969); but a
// number has 9 other digits at each of 17 places and only 17 swaps, so one given
// swap is a little likelier than one given digit, and less likely than one of the
// few digits that look alike.
const (
	AsWritten Repair = iota // nothing: the number is valid
	Reread                  // only letters were read as the digits they look like: O as 0, l as 1
	Unread                  // the one character that cannot be read was filled in
	Confused                // one digit was taken for one that looks like it
	Swapped                 // two neighbours were swapped
	Mistaken                // one digit was another
)

// String gives "as written", "reread", "unread", "confused", "swapped" or
// "mistaken".
func (r Repair) String() string {
	return [...]string{"as written", "reread", "unread", "confused", "swapped", "mistaken"}[min(r, Mistaken)]
}

// A Candidate (候选) is an identity that a damaged number may have been.
type Candidate struct {
	Identity Identity
	Repair   Repair
	// At is the place of the repaired character in the text as given, from 1, of
	// two swapped ones the first; 0 for AsWritten and Reread. Repairs after Reread
	// may stand on letters read as digits elsewhere in the number.
	At int
}

// lookAlike are letters and signs read for digits; fold has made capitals of
// letters, so L stands for l.
var lookAlike = map[rune]rune{
	'O': '0', 'Q': '0', 'D': '0', 'I': '1', 'L': '1', '|': '1', '!': '1', 'Z': '2',
	'S': '5', 'G': '6', 'B': '8', '\u3007': '0', '\u00d7': 'X', '*': 'X',
}

// confusable are pairs of digits that look alike in print or handwriting.
const confusable = "06 08 14 17 27 35 38 49 56 58 68 69 79 89"

// Candidates are the identities that s may stand for, likeliest first, those of
// one repair by place: s itself if it is valid, else s with letters read as
// digits if that is valid, else every valid number one digit or one swap of
// neighbours away. It never picks one: a damaged number usually has about a dozen,
// and only the register can say which of them exists. Empty if more than one
// character is damaged or characters are missing, and for a 15-digit number that
// letters read as digits do not mend, since it has no check character.
func Candidates(s string, today Day) []Candidate {
	glyphs := fold(s)
	if id, err := parseIdentity(glyphs, today); err == nil {
		return []Candidate{{Identity: id}}
	}
	if refuseForm(glyphs) != nil {
		return nil
	}
	reread := slices.Clone(glyphs)
	for i, g := range reread {
		if like, ok := lookAlike[g.char]; ok && (like != 'X' || i == identityLength-1) {
			reread[i].char = like
		}
	}
	if id, err := parseIdentity(reread, today); err == nil {
		return []Candidate{{Identity: id, Repair: Reread}}
	}
	if len(reread) != identityLength {
		return nil
	}
	found := append(digitRepairs(reread, today), swapRepairs(reread, today)...)
	slices.SortStableFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Repair, b.Repair), cmp.Compare(a.At, b.At))
	})
	return found
}

// digitRepairs are the valid numbers with one other character.
func digitRepairs(glyphs []glyph, today Day) []Candidate {
	var found []Candidate
	for i, g := range glyphs {
		for _, other := range "0123456789X" {
			if other == g.char || other == 'X' && i != identityLength-1 {
				continue
			}
			changed := slices.Clone(glyphs)
			changed[i].char = other
			if id, err := parseIdentity(changed, today); err == nil {
				found = append(found, Candidate{id, digitRepair(g, other), g.at})
			}
		}
	}
	return found
}

// digitRepair says what kind of repair it is to read g as other.
func digitRepair(g glyph, other rune) Repair {
	switch {
	case !g.isDigit() && g.char != 'X':
		return Unread
	case strings.Contains(confusable, string([]rune{min(g.char, other), max(g.char, other)})):
		return Confused
	}
	return Mistaken
}

// swapRepairs are the valid numbers with two neighbours swapped.
func swapRepairs(glyphs []glyph, today Day) []Candidate {
	var found []Candidate
	for i := range len(glyphs) - 1 {
		a, b := glyphs[i], glyphs[i+1]
		if a.char == b.char {
			continue
		}
		changed := slices.Clone(glyphs)
		changed[i].char, changed[i+1].char = b.char, a.char
		if id, err := parseIdentity(changed, today); err == nil {
			found = append(found, Candidate{id, Swapped, a.at})
		}
	}
	return found
}
