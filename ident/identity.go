package ident

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/region"
)

// A Sex (性别) as an identity number tells it.
type Sex uint8

// The sexes, with the digits of GB/T 2261.1.
const (
	Male   Sex = 1
	Female Sex = 2
)

// An Identity (公民身份号码) is a valid citizen identity number by GB 11643-1999:
// area, birth date, sequence, check character. It is comparable. The zero
// Identity is none: its Number is empty and it has no other property.
type Identity struct {
	number string // 18 characters
}

// The parts of an identity number.
const (
	identityLength    = 18
	oldIdentityLength = 15 // without century and check character
	yearAt            = 6
	monthAt           = 10
	dayAt             = 12
	sequenceAt        = 14
)

var (
	identityWeights = [identityLength - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	identityChecks  = "10X98765432" // by the weighted sum modulo 11
)

// ParseIdentity reads an identity number of 18 characters, or of 15 in the form
// issued until 1999, which is completed: 19 is put before its year (18 where the
// sequence is 996 to 999, kept for people over a hundred) and a check character
// after it. A 15-digit number checks nothing by itself: a slip in it goes unseen.
// White space, full-width characters and a small x are understood.
//
// The error is an [*Error] with the reason Empty, Length, Character, Scientific,
// Placeholder, Area, Date, Future (born after today) or Check. Whether the county
// of the first six digits exists is not asked: codes change, numbers do not.
func ParseIdentity(s string, today Day) (Identity, error) {
	id, err := parseIdentity(fold(s), today)
	if err != nil {
		return Identity{}, err
	}
	return id, nil
}

func parseIdentity(glyphs []glyph, today Day) (Identity, *Error) {
	if err := refuseForm(glyphs); err != nil {
		return Identity{}, err
	}
	if len(glyphs) == identityLength {
		return parseFull(glyphs, today)
	}
	id, err := parseFull(complete(glyphs), today)
	if err != nil {
		// A century that was put in is nothing the reader can see: name what stands there.
		err.Char = glyphs[slices.IndexFunc(glyphs, func(g glyph) bool { return g.at == err.At })].char
	}
	return id, err
}

// parseFull reads 18 characters.
func parseFull(glyphs []glyph, today Day) (Identity, *Error) {
	if err := firstNoDigit(glyphs[:identityLength-1]); err != nil {
		return Identity{}, err
	}
	number := text(glyphs)
	if !isIssuingArea(number[:2]) {
		return Identity{}, glyphs[0].wrong(Area)
	}
	if err := checkBirth(glyphs, number, today); err != nil {
		return Identity{}, err
	}
	last := glyphs[identityLength-1]
	if want := rune(identityCheck(number)); last.char != want {
		if !last.isDigit() && last.char != 'X' {
			return Identity{}, last.wrong(Character)
		}
		err := last.wrong(Check)
		err.Want = want
		return Identity{}, err
	}
	return Identity{number}, nil
}

// refuseForm finds what is no identity number at all.
func refuseForm(glyphs []glyph) *Error {
	if len(glyphs) == 0 {
		return &Error{Reason: Empty}
	}
	if at := strings.IndexByte(text(glyphs), 'E'); at > 0 && isScientific(glyphs) {
		return glyphs[at].wrong(Scientific)
	}
	if strings.HasPrefix(text(glyphs), "999999") {
		return glyphs[0].wrong(Placeholder)
	}
	if n := len(glyphs); n != identityLength && n != oldIdentityLength {
		return &Error{Reason: Length, Got: n}
	}
	return nil
}

// isScientific reports whether glyphs are a number as spreadsheets shorten it:
// 1.40302E+17.
func isScientific(glyphs []glyph) bool {
	number := text(glyphs)
	return strings.Trim(number, "0123456789.E+") == "" && strings.Contains(number, "E+")
}

// complete makes an 18-character number of a 15-digit one; characters that were
// put in stand where the year and the end were.
func complete(old []glyph) []glyph {
	century := "19"
	if sequence := text(old[len(old)-3:]); sequence >= "996" && sequence <= "999" {
		century = "18"
	}
	glyphs := append([]glyph{}, old[:yearAt]...)
	for _, digit := range century {
		glyphs = append(glyphs, glyph{digit, old[yearAt].at})
	}
	glyphs = append(glyphs, old[yearAt:]...)
	last := old[len(old)-1]
	if firstNoDigit(glyphs) == nil {
		last.char = rune(identityCheck(text(glyphs)))
	}
	return append(glyphs, last)
}

// identityCheck is the check character of the first 17 digits of number.
func identityCheck(number string) byte {
	sum := 0
	for i, weight := range identityWeights {
		sum += weight * int(number[i]-'0')
	}
	return identityChecks[sum%len(identityChecks)]
}

// isIssuingArea reports whether identity numbers begin with these two digits:
// those of a province, or 83 on residence permits for people from Taiwan.
func isIssuingArea(digits string) bool { return issuingAreas()[digits] }

var issuingAreas = sync.OnceValue(func() map[string]bool {
	areas := map[string]bool{"83": true}
	for _, p := range region.Provinces() {
		areas[p.Code.Prefix()] = true
	}
	return areas
})

func checkBirth(glyphs []glyph, number string, today Day) *Error {
	year, month, day := number2(number[6:8])*100+number2(number[8:10]), number2(number[10:12]), number2(number[12:14])
	switch {
	case year < 1800:
		return glyphs[yearAt].wrong(Date)
	case month < 1 || month > 12:
		return glyphs[monthAt].wrong(Date)
	case day < 1 || day > time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day():
		return glyphs[dayAt].wrong(Date)
	case dayNumber(year, month, day) > today:
		return glyphs[yearAt].wrong(Future)
	}
	return nil
}

// number2 reads two digits.
func number2(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

func dayNumber(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// CompleteIdentity is the identity that begins with the given 17 digits, its
// check character computed: for made-up people. Errors are those of
// [ParseIdentity].
func CompleteIdentity(first17 string, today Day) (Identity, error) {
	glyphs := fold(first17)
	if len(glyphs) != identityLength-1 {
		return Identity{}, &Error{Reason: Length, Got: len(glyphs)}
	}
	if err := firstNoDigit(glyphs); err != nil {
		return Identity{}, err
	}
	return ParseIdentity(text(glyphs)+string(identityCheck(text(glyphs))), today)
}

// Number is the whole number, 18 characters. Whoever asks for it shows personal
// data.
func (id Identity) Number() string { return id.number }

// String is the number with all but the first three and last four characters
// hidden.
func (id Identity) String() string { return Mask(id.number, 3, 4) }

// GoString is String, so that no verb of fmt shows the number.
func (id Identity) GoString() string { return id.String() }

// IsZero reports whether id is the zero Identity.
func (id Identity) IsZero() bool { return id == Identity{} }

// Area is the division that first issued the number, under the code it had then;
// where the person lives now is not in the number. The nation if id is zero.
func (id Identity) Area() region.Code {
	if id.IsZero() {
		return region.Code{}
	}
	code, err := region.Parse(id.number[:yearAt])
	if err != nil {
		panic("ident: an identity was made of digits that are no division code: " + err.Error())
	}
	return code
}

// Birth is the day of birth; 0, which is 1970-01-01, if id is zero.
func (id Identity) Birth() Day {
	if id.IsZero() {
		return 0
	}
	n := id.number
	return dayNumber(number2(n[6:8])*100+number2(n[8:10]), number2(n[monthAt:]), number2(n[dayAt:]))
}

// Sex is the sex the sequence tells: odd is male, even female; 0 if id is zero.
func (id Identity) Sex() Sex {
	if id.IsZero() {
		return 0
	}
	if number2(id.number[sequenceAt+1:])%2 == 1 {
		return Male
	}
	return Female
}
