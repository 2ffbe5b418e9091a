package credential

import (
	_ "embed" // the list below
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// What a password must be like.
const (
	Shortest = 10  // characters
	Longest  = 128 // characters as typed, so that a flood of text is no work
	// longEnough is how long a password is that needs no mixture of kinds.
	longEnough = 16
	// kindsWanted of small letters, capitals, digits and everything else.
	kindsWanted = 3
	// fewest different characters, so that length is not repetition.
	fewest = 6
	// ownPart is how many characters must be left when the words that everybody takes are gone.
	ownPart = 6
)

// Judge says what is wrong with a new password, one sentence for each rule that it breaks; none if it is good.
// The account is the name that its owner signs in with; beside it, other names of his may be given.
func Judge(password string, names ...string) []*fault.Error {
	if isTooLong(password) {
		return []*fault.Error{tooLong()}
	}
	p := normal(password)
	length := utf8.RuneCountInString(p)
	var broken []*fault.Error
	if length < Shortest {
		broken = append(broken, fault.New(fault.Invalid, "password-short", Shortest))
	}
	lower := strings.ToLower(p)
	if slices.ContainsFunc(names, func(name string) bool { return isNameIn(lower, name) }) {
		broken = append(broken, fault.New(fault.Invalid, "password-name"))
	}
	if isCommon(lower) {
		broken = append(broken, fault.New(fault.Invalid, "password-common"))
	}
	if kinds(p) < kindsWanted && length < longEnough || different(p) < fewest {
		broken = append(broken, fault.New(fault.Invalid, "password-simple", kindsWanted, longEnough))
	}
	return broken
}

// isTooLong is asked before any work is done on what somebody typed.
func isTooLong(password string) bool { return utf8.RuneCountInString(password) > Longest }

func tooLong() *fault.Error { return fault.New(fault.Invalid, "password-long", Longest) }

// isNameIn reports whether a password is little more than a name, forwards or backwards.
func isNameIn(lower, name string) bool {
	name = strings.ToLower(normal(strings.TrimSpace(name)))
	if utf8.RuneCountInString(name) < 3 {
		return name != "" && lower == name
	}
	runes := []rune(name)
	slices.Reverse(runes)
	return strings.Contains(lower, name) || strings.Contains(lower, string(runes))
}

//go:embed common.txt
var commonText string

// common are the words of passwords that are tried first, longest first.
var common = sync.OnceValue(func() []string {
	words := strings.Fields(commonText)
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
})

// isCommon reports whether a password is made of words that everybody takes, and little more.
func isCommon(lower string) bool {
	rest := lower
	for _, word := range common() {
		rest = strings.ReplaceAll(rest, word, " ")
	}
	return rest != lower && utf8.RuneCountInString(strings.ReplaceAll(rest, " ", "")) < ownPart
}

// kinds counts the kinds of characters: small letters, capitals, digits, everything else.
func kinds(p string) int {
	found := map[int]bool{}
	for _, r := range p {
		switch {
		case unicode.IsLower(r):
			found[0] = true
		case unicode.IsUpper(r):
			found[1] = true
		case unicode.IsDigit(r):
			found[2] = true
		default:
			found[3] = true
		}
	}
	return len(found)
}

// different counts the different characters.
func different(p string) int {
	found := map[rune]bool{}
	for _, r := range p {
		found[r] = true
	}
	return len(found)
}
