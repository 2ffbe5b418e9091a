// Package ident reads the numbers that identify people, units and accounts:
// citizen identity numbers, unified social credit codes, disability cards,
// telephone numbers and bank cards. It checks them, masks them, and proposes
// repairs of a damaged identity number.
//
// It never chooses among repairs, never asks what day it is (today is always an
// argument), and never shows a person's number unasked: the values print masked,
// leave the number out of their JSON, and give it only by their Number method.
// Reading forgives what has no meaning (white space, full-width digits, small
// letters); anything more is a repair, for [Candidates]. Start at
// [ParseIdentity].
package ident

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// A Day (日) is a day number counted from 1970-01-01, the number of a period.Date.
type Day int32

// AnyDay, given as today, accepts birth dates of any future day.
const AnyDay Day = math.MaxInt32

// A Reason (错误原因) says what is wrong with a number. It is stable; messages for people
// are chosen by it.
type Reason string

// The reasons.
const (
	Empty       Reason = "empty"       // there is nothing but white space
	Length      Reason = "length"      // too many or too few characters; Got says how many
	Character   Reason = "character"   // a character that cannot stand at its place
	Scientific  Reason = "scientific"  // a spreadsheet made 1.4E+17 of it; digits are lost
	Placeholder Reason = "placeholder" // 999999…, written where there is no number yet
	Area        Reason = "area"        // the first two digits are no province
	Date        Reason = "date"        // the birth date is no day since 1800
	Future      Reason = "future"      // the birth date is after today
	Check       Reason = "check"       // the check character does not fit; any character may be the wrong one
	Class       Reason = "class"       // no class of disability from 1 to 7
	Grade       Reason = "grade"       // no grade of disability from 1 to 4
	Prefix      Reason = "prefix"      // no telephone number begins like this
)

// An Error (错误) says which character of a number is wrong and why. It shows one
// character at most, so it may be logged.
type Error struct {
	Reason Reason
	// At is the wrong character's place in the text as it was given, from 1; 0
	// where no single one is to blame. Of a wrong date it is the first of the year,
	// month or day.
	At int
	// Char is the character at At; 0 if At is 0.
	Char rune
	// Want is the check character that the others ask for; 0 for other reasons.
	Want rune
	// Got is the number of characters read, without white space; only for Length.
	Got int
}

// Error gives one English sentence without the number itself.
func (e *Error) Error() string {
	switch {
	case e.Reason == Length:
		return fmt.Sprintf("%s: %d characters", e.Reason, e.Got)
	case e.At == 0:
		return string(e.Reason)
	case e.Want != 0:
		return fmt.Sprintf("%s: character %d is %q, the others ask for %q", e.Reason, e.At, e.Char, e.Want)
	}
	return fmt.Sprintf("%s: character %d is %q", e.Reason, e.At, e.Char)
}

// A glyph is one character as it is understood, and where it stood.
type glyph struct {
	char rune
	at   int // from 1
}

// wrong is the error that blames g.
func (g glyph) wrong(why Reason) *Error { return &Error{Reason: why, At: g.at, Char: g.char} }

func (g glyph) isDigit() bool { return '0' <= g.char && g.char <= '9' }

// fold reads the characters of s: white space and invisible characters left
// out, an apostrophe before them (by which spreadsheets mark text) too,
// full-width forms made ASCII, small letters capitals.
func fold(s string) []glyph {
	var glyphs []glyph
	at := 0
	for _, r := range s {
		at++
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		if len(glyphs) == 0 && (r == '\'' || r == '\u2019') {
			continue
		}
		if '\uff01' <= r && r <= '\uff5e' {
			r -= '\uff01' - '!'
		}
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		glyphs = append(glyphs, glyph{r, at})
	}
	return glyphs
}

// text joins the characters of glyphs.
func text(glyphs []glyph) string {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteRune(g.char)
	}
	return b.String()
}

// firstNoDigit is the error on the first of glyphs that is no digit; nil if all
// are.
func firstNoDigit(glyphs []glyph) *Error {
	for _, g := range glyphs {
		if !g.isDigit() {
			return g.wrong(Character)
		}
	}
	return nil
}

// Mask (脱敏) hides s but for its first head and last tail characters: every
// other one becomes "*". Where these would leave nothing hidden, all is hidden. It
// takes any text, also a number that is wrong.
func Mask(s string, head, tail int) string {
	runes := []rune(s)
	head, tail = max(head, 0), max(tail, 0)
	if head >= len(runes)-tail {
		head, tail = 0, 0
	}
	for i := head; i < len(runes)-tail; i++ {
		runes[i] = '*'
	}
	return string(runes)
}
