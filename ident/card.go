package ident

import "fmt"

// A DisabilityClass (残疾类别) is the nineteenth character of a disability card.
type DisabilityClass uint8

// The classes.
const (
	Vision       DisabilityClass = 1 // 视力
	Hearing      DisabilityClass = 2 // 听力
	Speech       DisabilityClass = 3 // 言语
	Limb         DisabilityClass = 4 // 肢体
	Intellectual DisabilityClass = 5 // 智力
	Mental       DisabilityClass = 6 // 精神
	Multiple     DisabilityClass = 7 // 多重
)

// A DisabilityCard (残疾人证) number is the holder's identity number with a class
// and a grade, and B with a count where the card was issued again. It prints
// masked. It tells of somebody's health: the whole of it is sensitive.
type DisabilityCard struct {
	Holder Identity
	Class  DisabilityClass
	Grade  int // 残疾等级, 1 (gravest) to 4
	// Reissue is how often the card was issued again (补办), 0 if never: 1 for a
	// number that ends with B1.
	Reissue int
}

// ParseDisabilityCard reads a number of 20 characters, or of 22 or 23 with B and
// one or two digits. The error is an [*Error] with the reasons of
// [ParseIdentity] for the first 18, and Length, Character, Class or Grade.
func ParseDisabilityCard(s string, today Day) (DisabilityCard, error) {
	glyphs := fold(s)
	if len(glyphs) == 0 {
		return DisabilityCard{}, &Error{Reason: Empty}
	}
	if n := len(glyphs); n != 20 && n != 22 && n != 23 {
		return DisabilityCard{}, &Error{Reason: Length, Got: n}
	}
	holder, err := parseIdentity(glyphs[:identityLength], today)
	if err != nil {
		return DisabilityCard{}, err
	}
	class, grade, suffix := glyphs[18], glyphs[19], glyphs[20:]
	if class.char < '1' || class.char > '7' {
		return DisabilityCard{}, class.wrong(Class)
	}
	if grade.char < '1' || grade.char > '4' {
		return DisabilityCard{}, grade.wrong(Grade)
	}
	card := DisabilityCard{Holder: holder, Class: DisabilityClass(class.char - '0'), Grade: int(grade.char - '0')}
	if len(suffix) == 0 {
		return card, nil
	}
	if suffix[0].char != 'B' {
		return DisabilityCard{}, suffix[0].wrong(Character)
	}
	for i, g := range suffix[1:] {
		if !g.isDigit() || i == 0 && g.char == '0' {
			return DisabilityCard{}, g.wrong(Character)
		}
		card.Reissue = card.Reissue*10 + int(g.char-'0')
	}
	return card, nil
}

// Number is the whole number as it stands on the card. Whoever asks for it shows
// personal data.
func (c DisabilityCard) Number() string { return c.Holder.Number() + c.tail() }

func (c DisabilityCard) tail() string {
	tail := fmt.Sprintf("%d%d", c.Class, c.Grade)
	if c.Reissue > 0 {
		tail += fmt.Sprintf("B%d", c.Reissue)
	}
	return tail
}

// String hides all but the first three characters: class and grade too.
func (c DisabilityCard) String() string { return Mask(c.Number(), 3, 0) }

// GoString is String, so that no verb of fmt shows the number.
func (c DisabilityCard) GoString() string { return c.String() }

// IsSevere reports a severe disability (重度残疾): grade 1 or 2.
func (c DisabilityCard) IsSevere() bool { return c.Grade == 1 || c.Grade == 2 }

// A BankCard (银行卡) number is 13 to 19 digits, the last of them a check digit by
// the Luhn formula (ISO/IEC 7812-1). An account (账号) that is no card, as some
// passbooks of rural credit cooperatives, has no such digit and is not one. It
// prints masked. The zero BankCard is none.
type BankCard struct {
	number string
}

// ParseBankCard reads a card number; spaces and hyphens between its digits are
// left out. The error is an [*Error] with the reason Empty, Scientific, Character,
// Length or Check.
func ParseBankCard(s string) (BankCard, error) {
	glyphs := fold(s)
	if len(glyphs) == 0 {
		return BankCard{}, &Error{Reason: Empty}
	}
	if isScientific(glyphs) {
		return BankCard{}, &Error{Reason: Scientific}
	}
	digits := glyphs[:0]
	for _, g := range glyphs {
		if g.char != '-' {
			digits = append(digits, g)
		}
	}
	if err := firstNoDigit(digits); err != nil {
		return BankCard{}, err
	}
	if n := len(digits); n < 13 || n > 19 {
		return BankCard{}, &Error{Reason: Length, Got: n}
	}
	number, last := text(digits), digits[len(digits)-1]
	if want := rune(luhn(number[:len(number)-1])); last.char != want {
		err := last.wrong(Check)
		err.Want = want
		return BankCard{}, err
	}
	return BankCard{number}, nil
}

// luhn is the check digit that follows the given digits.
func luhn(digits string) byte {
	sum := 0
	for i := range len(digits) {
		value := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			value = value*2/10 + value*2%10
		}
		sum += value
	}
	return byte('0' + (10-sum%10)%10)
}

// CompleteBankCard is the card that begins with the given 12 to 18 digits, its
// check digit computed: for made-up people. Errors are those of [ParseBankCard].
func CompleteBankCard(digits string) (BankCard, error) {
	glyphs := fold(digits)
	if err := firstNoDigit(glyphs); err != nil {
		return BankCard{}, err
	}
	return ParseBankCard(text(glyphs) + string(luhn(text(glyphs))))
}

// Number is the whole number, digits only. Whoever asks for it shows personal
// data.
func (c BankCard) Number() string { return c.number }

// String hides all but the last four digits.
func (c BankCard) String() string { return Mask(c.number, 0, 4) }

// GoString is String, so that no verb of fmt shows the number.
func (c BankCard) GoString() string { return c.String() }

// IsZero reports whether c is the zero BankCard.
func (c BankCard) IsZero() bool { return c == BankCard{} }
