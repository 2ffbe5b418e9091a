package worksheet

import (
	"strings"
	"unicode/utf8"
)

// A kind says what a token of a number format prints.
type kind uint8

const (
	literal kind = iota // its text
	digit               // '0', '#' or '?': a digit's place
	point               // the decimal point
	general             // the number with all of its digits
	words               // '@': a text
	year                // y and e
	month               // m; minutes beside hours and seconds
	day                 // d
	weekday             // aaa, aaaa
	hour                // h
	minute
	second  // s
	halfDay // AM/PM, 上午/下午
)

// A token is a piece of a number format.
type token struct {
	kind kind
	text string // of a literal and a digit's place; the letters of a part of a date
	// elapsed marks [h], [m] and [s], which count on beyond a day.
	elapsed bool
}

// A section is one of the parts of a number format that semicolons divide.
type section struct {
	tokens    []token
	isDate    bool
	isText    bool
	grouped   bool   // thousands are set apart
	decimals  int    // digits after the point
	shift     int    // powers of ten before printing: 2 for a per cent sign, -3 for a comma at the end
	numerals  string // "1" where it asks for Chinese numerals (一二), "2" for formal ones (壹贰), "" for none
	compare   string // of a condition such as [>=100]; "" if there is none
	threshold decimal
}

// maxCode is the longest number format that is read; programs allow 255 characters.
const maxCode = 1024

// splitSections divides a number format at semicolons that are no literals.
func splitSections(code string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(code); {
		switch code[i] {
		case '"', '[':
			i += enclosed(code[i:])
		case '\\', '!', '_', '*':
			i += escaped(code[i:])
		case ';':
			parts = append(parts, code[start:i])
			i++
			start = i
		default:
			i++
		}
	}
	return append(parts, code[start:])
}

// enclosed is the length of what begins with a quotation mark or bracket, both marks included.
func enclosed(s string) int {
	end := s[:1]
	if end == "[" {
		end = "]"
	}
	if i := strings.Index(s[1:], end); i >= 0 {
		return i + 2
	}
	return len(s)
}

// escaped is the length of a sign that makes the next character a literal, with that character.
func escaped(s string) int {
	_, n := utf8.DecodeRuneInString(s[1:])
	return 1 + n
}

// parseSection reads one section of a number format.
func parseSection(code string) section {
	var s section
	for i := 0; i < len(code); {
		i += s.scan(code[i:])
	}
	s.minutes()
	for _, t := range s.tokens {
		s.isDate = s.isDate || t.kind >= year
		s.isText = s.isText || t.kind == words
	}
	return s
}

// formatWords are pieces of formats that are written as words: a number as it is, halves of the day.
var formatWords = []token{
	{kind: general, text: "General"}, {kind: general, text: "GENERAL"}, {kind: general, text: "general"}, {kind: general, text: "G/通用格式"},
	{kind: halfDay, text: "AM/PM"}, {kind: halfDay, text: "am/pm"}, {kind: halfDay, text: "A/P"}, {kind: halfDay, text: "上午/下午"},
}

// scan reads the piece of a format that code begins with and says how long it is.
func (s *section) scan(code string) int {
	for _, w := range formatWords {
		if strings.HasPrefix(code, w.text) {
			s.add(w.kind, w.text)
			return len(w.text)
		}
	}
	switch c := code[0]; c {
	case '"':
		n := enclosed(code)
		s.add(literal, strings.Trim(code[:n], `"`))
		return n
	case '\\', '!':
		n := escaped(code)
		s.add(literal, code[1:n])
		return n
	case '_', '*': // blanks of a width; they fill
		return escaped(code)
	case '[':
		n := enclosed(code)
		s.bracket(strings.Trim(code[:n], "[]"))
		return n
	case '0', '#', '?':
		s.place(code[:1])
		return 1
	case '.':
		if s.printsSeconds() { // parts of a second are not printed
			return 1 + len(code[1:]) - len(strings.TrimLeft(code[1:], "0"))
		}
		s.add(point, ".")
		return 1
	case ',':
		s.comma(code)
		return 1
	case '%':
		s.shift += 2
		s.add(literal, "%")
		return 1
	case '@':
		s.add(words, "")
		return 1
	case 'E':
		if len(code) > 1 && (code[1] == '+' || code[1] == '-') { // 1.2E+05 loses digits: the number stands as it is
			s.tokens = append(s.tokens[:0], token{kind: general})
			s.decimals = 0
			return len(code)
		}
	case '/':
		if last := s.last(); last != nil && last.kind == digit { // 1/2 too
			s.tokens = append(s.tokens[:0], token{kind: general})
			return len(code)
		}
	}
	if n := s.datePart(code); n > 0 {
		return n
	}
	_, n := utf8.DecodeRuneInString(code)
	s.add(literal, code[:n])
	return n
}

func (s *section) add(k kind, text string) { s.tokens = append(s.tokens, token{kind: k, text: text}) }

func (s *section) last() *token {
	if len(s.tokens) == 0 {
		return nil
	}
	return &s.tokens[len(s.tokens)-1]
}

func (s *section) printsSeconds() bool {
	last := s.last()
	return last != nil && last.kind == second
}

// place adds a digit's place.
func (s *section) place(mark string) {
	for _, t := range s.tokens {
		if t.kind == point {
			s.decimals++
			break
		}
	}
	s.add(digit, mark)
}

// comma reads a comma: between digits it sets thousands apart, behind them it divides by a thousand.
func (s *section) comma(code string) {
	last := s.last()
	switch {
	case last == nil || last.kind != digit:
		s.add(literal, ",")
	case len(code) > 1 && strings.IndexByte("0#?", code[1]) >= 0:
		s.grouped = true
	default:
		s.shift -= 3
	}
}

// bracket reads [h], [$¥-804], [DBNum1] and [>=100]; colours are passed over.
func (s *section) bracket(in string) {
	lower := strings.ToLower(in)
	if symbol, ok := strings.CutPrefix(in, "$"); ok {
		symbol, _, _ = strings.Cut(symbol, "-")
		if symbol != "" {
			s.add(literal, symbol)
		}
		return
	}
	if n, ok := strings.CutPrefix(lower, "dbnum"); ok {
		s.numerals = n
		return
	}
	if lower != "" && strings.Trim(lower, lower[:1]) == "" {
		if k, ok := dateLetters[lower[0]]; ok && (k == hour || k == month || k == second) {
			if k == month {
				k = minute
			}
			s.tokens = append(s.tokens, token{kind: k, text: lower, elapsed: true})
			return
		}
	}
	if strings.IndexAny(in, "<>=") == 0 {
		number := strings.TrimLeft(in, "<>=")
		if t, ok := parseDecimal(number); ok {
			s.compare, s.threshold = in[:len(in)-len(number)], t
		}
	}
}

var dateLetters = map[byte]kind{'y': year, 'e': year, 'm': month, 'd': day, 'a': weekday, 'h': hour, 's': second}

// datePart reads a run of the letters of a date.
func (s *section) datePart(code string) int {
	c := code[0] | 0x20 // lower case
	k, ok := dateLetters[c]
	if !ok {
		return 0
	}
	n := 1
	for n < len(code) && code[n]|0x20 == c {
		n++
	}
	if k == weekday && n < 3 {
		return 0
	}
	if k == day && n > 2 {
		k = weekday
	}
	s.add(k, strings.Repeat(string(rune(c)), n))
	return n
}

// minutes finds which m are minutes: those after hours or before seconds.
func (s *section) minutes() {
	before := literal
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind < year || t.kind == halfDay {
			continue
		}
		if t.kind == month && len(t.text) <= 2 && (before == hour || s.nextPart(i) == second) {
			t.kind = minute
		}
		before = t.kind
	}
}

// nextPart is the kind of the next part of a date behind token i, literal if there is none.
func (s *section) nextPart(i int) kind {
	for _, t := range s.tokens[i+1:] {
		if t.kind >= year && t.kind != halfDay {
			return t.kind
		}
	}
	return literal
}

// matches reports whether a section's condition holds for a number.
func (s *section) matches(d decimal) bool {
	c := d.compare(s.threshold)
	switch s.compare {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "=":
		return c == 0
	case "<>":
		return c != 0
	}
	return false
}
