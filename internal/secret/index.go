package secret

import (
	"strings"
	"unicode"

	"github.com/wenxiao/wenxiao/ident"
	"github.com/wenxiao/wenxiao/zh"
)

// A Kind says what sort of number a secret field holds, and so how it is written
// the same way every time and how it is masked. Indexes of different kinds never
// match. Any other word is a kind too: only spaces, widths and letter case are
// evened out, and all of it is masked.
type Kind string

// The kinds with rules of their own.
const (
	Identity Kind = "identity" // 公民身份号码; 15 digits are completed to 18
	Phone    Kind = "phone"    // 电话号码
	Bank     Kind = "bank"     // 银行账号: a card, or an account without check digit
)

// lastFour is how many characters people remember of a number.
const lastFour = 4

// Normalise writes a number the same way every time: as package ident does if it is
// valid, else without spaces and hyphens, half-width, in capitals. Empty text and
// text without letters or digits is empty.
func Normalise(k Kind, text string) string {
	if n, ok := k.parse(text); ok {
		return n
	}
	plain := strings.Map(func(r rune) rune {
		r = unicode.ToUpper(zh.Fold(r))
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text)
	if n, ok := k.parse(plain); ok { // an identity number with hyphens
		return n
	}
	return plain
}

// parse is a number as package ident writes it, if it is valid.
func (k Kind) parse(text string) (n string, ok bool) {
	switch k {
	case Identity:
		id, err := ident.ParseIdentity(text, ident.AnyDay)
		return id.Number(), err == nil
	case Phone:
		p, err := ident.ParsePhone(text)
		return p.Number(), err == nil
	case Bank:
		c, err := ident.ParseBankCard(text)
		return c.Number(), err == nil
	}
	return "", false
}

// Mask (脱敏) is the number as screens show it: of a valid one what package ident
// shows, of a wrong identity or telephone number the last four characters, of
// anything else nothing.
func Mask(k Kind, text string) string {
	n := Normalise(k, text)
	switch k {
	case Identity:
		if id, err := ident.ParseIdentity(n, ident.AnyDay); err == nil {
			return id.String()
		}
	case Phone:
		if p, err := ident.ParsePhone(n); err == nil {
			return p.String()
		}
	case Bank:
	default:
		return ident.Mask(n, 0, 0)
	}
	return ident.Mask(n, 0, lastFour)
}

// A Term is what a record is looked up by. The zero Term is none.
type Term struct {
	hidden
	message []byte
}

// IsZero reports that there is nothing to look up.
func (t Term) IsZero() bool { return t.message == nil }

// Whole is the term of a whole number, the same for every owner, so that one person
// recorded by two counties is found. It is zero if the number is empty.
func Whole(k Kind, text string) Term {
	n := Normalise(k, text)
	if n == "" {
		return Term{}
	}
	return Term{message: frame("index", []byte("whole"), []byte(k), []byte(n))}
}

// LastFour is the term of the last four characters of a number, of a telephone
// number without its extension, within one owner: equal ends in other counties do
// not match. It is zero if there are fewer than four.
func LastFour(k Kind, owner int64, text string) Term {
	n := Normalise(k, text)
	if p, err := ident.ParsePhone(n); k == Phone && err == nil && p.Extension() != "" {
		n = strings.TrimSuffix(n, "-"+p.Extension())
	}
	runes := []rune(n)
	if len(runes) < lastFour {
		return Term{}
	}
	end := string(runes[len(runes)-lastFour:])
	return Term{message: frame("index", []byte("last4"), []byte(k), number(owner), []byte(end))}
}

// An Index (盲索引) is what stands in an indexed column in the place of a number:
// equal for equal terms, and nothing can be told from it without the index key.
// The first octet is the index key's version, the others are the front of an
// HMAC-SM3, so that rows not yet indexed under a new key are found by a range.
type Index [16]byte

// Version is that of the index key.
func (x Index) Version() uint8 { return x[0] }

// Index is what to store for a term, under the newest index key. The zero Term has none: ask IsZero first.
func (v *Vault) Index(t Term) (Index, error) { return v.indexUnder(v.keeper.Keys().Index[0], t) }

// Lookups are what to look a term up by: one under each index key, newest first,
// more than one only while a new key is brought in. None for the zero Term.
func (v *Vault) Lookups(t Term) ([]Index, error) {
	if t.IsZero() {
		return nil, nil
	}
	var all []Index
	for _, version := range v.keeper.Keys().Index {
		x, err := v.indexUnder(version, t)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

func (v *Vault) indexUnder(version uint8, t Term) (Index, error) {
	sum, err := v.keeper.MAC(version, t.message)
	if err != nil {
		return Index{}, err
	}
	x := Index{version}
	copy(x[1:], sum)
	return x, nil
}
