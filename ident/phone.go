package ident

import "strings"

// A PhoneKind (电话类别) says what sort of number a [Phone] is.
type PhoneKind uint8

// The kinds.
const (
	Mobile   PhoneKind = iota + 1 // 手机: 11 digits, 13 to 19 at the front
	Landline                      // 固定电话: area code and 7 or 8 digits
	Local                         // 固定电话 without its area code: 7 or 8 digits
	Service                       // 400 and 800 numbers: 10 digits
)

// A Phone (电话号码) is a telephone number of the mainland. It is comparable and
// prints masked. The zero Phone is none.
type Phone struct {
	kind      PhoneKind
	area      string // with its 0, only for Landline
	number    string
	extension string
}

// extensionMarks stand before an extension; U+8F6C is 转.
const extensionMarks = "#*\u8f6c"

// ParsePhone reads a telephone number: +86, 0086 or 86 and a 0 before a mobile
// number are left out, so are spaces, brackets, dots and hyphens. What follows a
// hyphen, #, * or 转 after a complete landline number is its extension (分机), up
// to six digits. A mobile number has none.
//
// The error is an [*Error] with the reason Empty, Character, Length or Prefix. A
// text with two numbers is an error; emergency numbers and 12345 are too short.
func ParsePhone(s string) (Phone, error) {
	glyphs := fold(s)
	if len(glyphs) == 0 {
		return Phone{}, &Error{Reason: Empty}
	}
	glyphs = cutCountry(glyphs)
	main, extension, isMarked := cutExtension(glyphs)
	groups, err := phoneGroups(main)
	if err != nil {
		return Phone{}, err
	}
	if err := firstNoDigit(extension); err != nil {
		return Phone{}, err
	}
	phone, err := readPhone(join(groups))
	if n := len(groups); !isMarked && n > 1 {
		// What is complete before its last hyphen has an extension behind it:
		// 0353-2000000-8 is not a number of eight digits.
		shorter, err2 := readPhone(join(groups[:n-1]))
		if err2 == nil && shorter.kind != Mobile {
			phone, err, extension = shorter, nil, groups[n-1]
		}
	}
	if err != nil {
		return Phone{}, err
	}
	if isMarked && phone.kind == Mobile {
		return Phone{}, glyphs[len(main)].wrong(Character)
	}
	if isMarked && len(extension) == 0 || len(extension) > 6 {
		return Phone{}, &Error{Reason: Length, Got: len(glyphs)}
	}
	phone.extension = text(extension)
	return phone, nil
}

// cutCountry takes +86, 0086 or, before a mobile number, 86 off.
func cutCountry(glyphs []glyph) []glyph {
	all := text(glyphs)
	for _, country := range []string{"(+86)", "+86", "0086"} {
		if strings.HasPrefix(all, country) {
			return glyphs[len(country):]
		}
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(all, "86"), "-")
	if strings.HasPrefix(all, "86") && strings.HasPrefix(rest, "1") && len(glyphs) >= 13 {
		return glyphs[2:]
	}
	return glyphs
}

// cutExtension divides glyphs at the first of extensionMarks.
func cutExtension(glyphs []glyph) (main, extension []glyph, isMarked bool) {
	for i, g := range glyphs {
		if strings.ContainsRune(extensionMarks, g.char) {
			return glyphs[:i], glyphs[i+1:], true
		}
	}
	return glyphs, nil, false
}

// phoneGroups are the runs of digits between separators, empty ones left out.
func phoneGroups(glyphs []glyph) ([][]glyph, *Error) {
	var groups [][]glyph
	var group []glyph
	for _, g := range glyphs {
		switch {
		case g.isDigit():
			group = append(group, g)
		case strings.ContainsRune("-().\u2010\u2011\u2012\u2013\u2014\u2015", g.char):
			if len(group) > 0 {
				groups, group = append(groups, group), nil
			}
		default:
			return nil, g.wrong(Character)
		}
	}
	if len(group) > 0 {
		groups = append(groups, group)
	}
	return groups, nil
}

func join(groups [][]glyph) []glyph {
	var all []glyph
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

// readPhone reads a number without extension.
func readPhone(glyphs []glyph) (Phone, *Error) {
	digits, n := text(glyphs), len(glyphs)
	length := &Error{Reason: Length, Got: n}
	switch {
	case n == 0:
		return Phone{}, length
	case n == 12 && strings.HasPrefix(digits, "01") && digits[2] != '0':
		return readPhone(glyphs[1:]) // 0 was dialled before mobile numbers of other places
	case digits[0] == '0':
		return readLandline(glyphs)
	case n == 11 && digits[0] == '1':
		if digits[1] < '3' {
			return Phone{}, glyphs[1].wrong(Prefix)
		}
		return Phone{kind: Mobile, number: digits}, nil
	case n == 10 && (digits[:3] == "400" || digits[:3] == "800"):
		return Phone{kind: Service, number: digits}, nil
	case n == 11:
		return Phone{}, glyphs[0].wrong(Prefix)
	case n != 7 && n != 8:
		return Phone{}, length
	case digits[0] == '1':
		return Phone{}, glyphs[0].wrong(Prefix)
	}
	return Phone{kind: Local, number: digits}, nil
}

// readLandline reads a number with its area code: 010 or 02x and eight digits, or
// four digits from 03xx on and seven or eight.
func readLandline(glyphs []glyph) (Phone, *Error) {
	digits, n := text(glyphs), len(glyphs)
	if n < 10 || n > 12 {
		return Phone{}, &Error{Reason: Length, Got: n}
	}
	area, fewest := 4, 7
	switch {
	case digits[:3] == "010" || digits[1] == '2':
		area, fewest = 3, 8
	case digits[1] < '3':
		return Phone{}, glyphs[1].wrong(Prefix)
	}
	if local := n - area; local < fewest || local > 8 {
		return Phone{}, &Error{Reason: Length, Got: n}
	}
	if digits[area] < '2' {
		return Phone{}, glyphs[area].wrong(Prefix)
	}
	return Phone{kind: Landline, area: digits[:area], number: digits[area:]}, nil
}

// Kind is what sort of number p is; 0 for the zero Phone.
func (p Phone) Kind() PhoneKind { return p.kind }

// Extension is the digits to dial after the number answers; usually empty.
func (p Phone) Extension() string { return p.extension }

// Number is the whole number: "13900000000", "0353-2000000-801". Whoever asks for
// it shows personal data.
func (p Phone) Number() string { return p.layOut(p.number) }

func (p Phone) layOut(number string) string {
	if p.area != "" {
		number = p.area + "-" + number
	}
	if p.extension != "" {
		number += "-" + p.extension
	}
	return number
}

// String hides the middle four digits of a mobile number, and all but the area
// code, the last two digits and the extension of any other.
func (p Phone) String() string {
	if p.kind == Mobile {
		return Mask(p.number, 3, 4)
	}
	return p.layOut(Mask(p.number, 0, 2))
}

// GoString is String, so that no verb of fmt shows the number.
func (p Phone) GoString() string { return p.String() }

// IsZero reports whether p is the zero Phone.
func (p Phone) IsZero() bool { return p == Phone{} }
