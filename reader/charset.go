package reader

import (
	"bytes"
	"mime"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A decoded document is its characters and what is to be said about them.
type decoded struct {
	text        string // valid UTF-8
	clean       bool   // text holds nothing that normalise would change
	binary      bool   // the bytes are no text
	diagnostics []source.Diagnostic
}

// boms are the marks that say an encoding, longest first.
var boms = []struct {
	mark     string
	encoding encoding.Encoding // nil for UTF-8
}{
	{"\xff\xfe\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\xfe\xff", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\x84\x31\x95\x33", simplifiedchinese.GB18030},
	{"\xef\xbb\xbf", nil},
	{"\xff\xfe", utf16LE},
	{"\xfe\xff", utf16BE},
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// decode finds the encoding of data and decodes it:
//
//  1. a byte order mark;
//  2. valid UTF-8, whatever a label says: other encodings are not valid by chance;
//  3. UTF-16 without a mark, by the characters it would give;
//  4. UTF-8 with a few bad bytes, as left by a cut;
//  5. Big5 or HZ if labelled so;
//  6. GB18030, which holds GBK and GB2312. Labels such as ISO-8859-1 are what
//     servers add by themselves and are not believed.
func decode(data []byte, label string) decoded {
	for _, b := range boms {
		if rest, ok := bytes.CutPrefix(data, []byte(b.mark)); ok {
			if b.encoding == nil {
				return decodeUTF8(rest)
			}
			return decodeWith(b.encoding, rest, "")
		}
	}
	hasNUL := bytes.IndexByte(data[:min(len(data), 4096)], 0) >= 0
	if !hasNUL {
		text := string(data)
		if dirty, ok := scan(text); ok {
			return decoded{text: text, clean: dirty < 0, binary: isBinary(text, 0)}
		}
	}
	if e, name := guessUTF16(data); e != nil {
		return decodeWith(e, data, name)
	}
	if utf8.Valid(data) || mostlyUTF8(data) {
		return decodeUTF8(data)
	}
	switch label {
	case "big5", "big5-hkscs", "cn-big5", "x-x-big5":
		return decodeWith(traditionalchinese.Big5, data, "")
	case "hz-gb-2312":
		return decodeWith(simplifiedchinese.HZGB2312, data, "")
	case "gb18030", "gbk", "gb2312", "gb_2312-80", "x-gbk", "cp936", "ms936", "euc-cn":
		return decodeWith(simplifiedchinese.GB18030, data, "")
	}
	return decodeWith(simplifiedchinese.GB18030, data, "GB18030")
}

// decodeUTF8 decodes UTF-8 that may hold bad bytes.
func decodeUTF8(data []byte) decoded {
	text := string(data)
	if dirty, ok := scan(text); ok {
		return decoded{text: text, clean: dirty < 0, binary: isBinary(text, 0)}
	}
	bad := 0
	var b strings.Builder
	b.Grow(len(text) + 64)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		b.WriteRune(r)
		i += n
	}
	return replaced(b.String(), bad, "")
}

// decodeWith decodes by e; guess is its name if no label said it.
func decodeWith(e encoding.Encoding, data []byte, guess string) decoded {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil { // decoders replace what they cannot read
		return decoded{binary: true}
	}
	text := strings.ReplaceAll(string(out), "\ue5e5", "\u3000") // GBK A3A0, an old wide space
	return replaced(text, strings.Count(text, "\ufffd"), guess)
}

func replaced(text string, bad int, guess string) decoded {
	d := decoded{text: text, binary: isBinary(text, bad)}
	if guess != "" {
		d.diagnostics = append(d.diagnostics, source.Diagnostic{Code: source.CharsetGuessed, Args: []string{guess}})
	}
	if bad > 0 {
		d.diagnostics = append(d.diagnostics, source.Diagnostic{Code: source.CharsetReplaced, Args: []string{strconv.Itoa(bad)}})
	}
	return d
}

// isBinary reports that text cannot have been meant as text: more than a
// tenth of its beginning is control characters or was replaced, or more than a
// tenth of the whole was replaced.
func isBinary(text string, bad int) bool {
	if bad > 0 && bad*10 > utf8.RuneCountInString(text) {
		return true
	}
	head := text[:min(len(text), 8192)]
	control := 0
	for i := 0; i < len(head); i++ {
		if i+8 <= len(head) && zh.NoControls(zh.Eight(head[i:])) {
			i += 7
			continue
		}
		if c := head[i]; c < 0x20 && c != 0 && (c < '\t' || c > '\r') { // but white space
			control++
		}
	}
	return control > 0 && control*10 > utf8.RuneCountInString(head)
}

// guessUTF16 recognises UTF-16 without a mark: nearly all units, read in one
// byte order and not in the other, are characters that Chinese texts hold.
func guessUTF16(data []byte) (encoding.Encoding, string) {
	head := data[:min(len(data), 4096)&^1]
	if len(head) < 4 {
		return nil, ""
	}
	little, big := 0, 0
	for i := 0; i < len(head); i += 2 {
		if isUsual(uint16(head[i]) | uint16(head[i+1])<<8) {
			little++
		}
		if isUsual(uint16(head[i+1]) | uint16(head[i])<<8) {
			big++
		}
	}
	units := len(head) / 2
	switch {
	case little*20 >= units*19 && little > 2*big:
		return utf16LE, "UTF-16LE"
	case big*20 >= units*19 && big > 2*little:
		return utf16BE, "UTF-16BE"
	}
	return nil, ""
}

func isUsual(u uint16) bool {
	switch {
	case u < 0x80:
		return u >= 0x20 || u == '\t' || u == '\n' || u == '\r'
	case u >= 0x4e00 && u < 0xa000, u >= 0x3000 && u < 0x3040, u >= 0xff00 && u < 0xfff0, u >= 0x2010 && u < 0x2040:
		return true
	}
	return u == '·' || u == '×' || u >= 0x2460 && u < 0x24ff || u >= 0x2160 && u < 0x2180
}

// mostlyUTF8 reports that data is UTF-8 but for a few bytes.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else if n > 2 { // two-byte sequences are common in GBK by chance
			good++
		}
		i += n
	}
	return good > 8*bad
}

var charsetPattern = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})`)

// label finds what a page says its encoding is, in lower case: the header
// first, then the page's own meta element. It is "" for plain text.
func label(data []byte, contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		return strings.ToLower(strings.TrimSpace(params["charset"]))
	}
	head := bytes.TrimLeft(data[:min(len(data), 4096)], " \t\r\n")
	if !bytes.HasPrefix(head, []byte("<")) {
		return ""
	}
	if m := charsetPattern.FindSubmatch(head); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}
