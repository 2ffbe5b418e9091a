package ident

import (
	"strings"

	"github.com/wenxiao/wenxiao/region"
)

// A CreditCode (统一社会信用代码) is a valid code of a legal person or other
// organisation by GB 32100-2015: who registers (1), kind of organisation (1), area
// (6), organisation code (9, GB 11714) and check character. It is public, so it
// prints whole. The zero CreditCode is none, its String empty.
type CreditCode struct {
	code string // 18 characters
}

const (
	creditLength   = 18
	creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // without I O S V Z
)

var (
	creditWeights       = [creditLength - 1]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	organisationWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}
)

// ParseCreditCode reads a code of 18 characters; white space, full-width
// characters and small letters are understood. The error is an [*Error] with the
// reason Empty, Length, Scientific, Character (I, O, S, V and Z stand nowhere in
// a code, letters not in the area) or Check. The check of the organisation code
// inside is not asked for: see [CreditCode.Organisation].
func ParseCreditCode(s string) (CreditCode, error) {
	glyphs := fold(s)
	if len(glyphs) == 0 {
		return CreditCode{}, &Error{Reason: Empty}
	}
	if at := strings.IndexByte(text(glyphs), 'E'); at > 0 && isScientific(glyphs) {
		return CreditCode{}, glyphs[at].wrong(Scientific)
	}
	if len(glyphs) != creditLength {
		return CreditCode{}, &Error{Reason: Length, Got: len(glyphs)}
	}
	for _, g := range glyphs {
		if !strings.ContainsRune(creditAlphabet, g.char) {
			return CreditCode{}, g.wrong(Character)
		}
	}
	if err := firstNoDigit(glyphs[2:8]); err != nil {
		return CreditCode{}, err
	}
	code, last := text(glyphs), glyphs[creditLength-1]
	if want := rune(creditCheck(code)); last.char != want {
		err := last.wrong(Check)
		err.Want = want
		return CreditCode{}, err
	}
	return CreditCode{code}, nil
}

// creditCheck is the check character of the first 17 characters of code.
func creditCheck(code string) byte {
	const modulus = len(creditAlphabet)
	sum := 0
	for i, weight := range creditWeights {
		sum += weight * strings.IndexByte(creditAlphabet, code[i])
	}
	return creditAlphabet[(modulus-sum%modulus)%modulus]
}

// CompleteCreditCode is the code that begins with the given 17 characters, its
// check character computed: for made-up units. Errors are those of
// [ParseCreditCode].
func CompleteCreditCode(first17 string) (CreditCode, error) {
	glyphs := fold(first17)
	if len(glyphs) != creditLength-1 {
		return CreditCode{}, &Error{Reason: Length, Got: len(glyphs)}
	}
	for _, g := range glyphs {
		if !strings.ContainsRune(creditAlphabet, g.char) {
			return CreditCode{}, g.wrong(Character)
		}
	}
	return ParseCreditCode(text(glyphs) + string(creditCheck(text(glyphs))))
}

// String is the whole code.
func (c CreditCode) String() string { return c.code }

// IsZero reports whether c is the zero CreditCode.
func (c CreditCode) IsZero() bool { return c == CreditCode{} }

// MarshalText writes the whole code; the zero CreditCode is empty text.
func (c CreditCode) MarshalText() ([]byte, error) { return []byte(c.code), nil }

// UnmarshalText reads what [ParseCreditCode] reads, and empty text as the zero
// CreditCode.
func (c *CreditCode) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = CreditCode{}
		return nil
	}
	parsed, err := ParseCreditCode(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// Area is the division of the registering office, the nation for 100000 and for
// the zero CreditCode; also where the digits have not the structure of a code.
func (c CreditCode) Area() region.Code {
	if c.IsZero() || c.code[2:8] == "100000" {
		return region.Code{}
	}
	code, err := region.Parse(c.code[2:8])
	if err != nil {
		return region.Code{} // as the comment says: registers have numbered areas of their own
	}
	return code
}

// Organisation is the nine-character organisation code (组织机构代码, GB 11714)
// inside c, and whether its own check character fits. Empty and false for the
// zero CreditCode.
func (c CreditCode) Organisation() (string, bool) {
	if c.IsZero() {
		return "", false
	}
	code := c.code[8:17]
	sum := 0
	for i, weight := range organisationWeights {
		// GB 11714 counts letters from A = 10 to Z = 35.
		value := int(code[i] - '0')
		if code[i] >= 'A' {
			value = int(code[i]-'A') + 10
		}
		sum += weight * value
	}
	return code, code[8] == "0X987654321"[sum%11]
}
