package compile

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A SecretError says that a document carries a mark of state secrecy (密级) and was refused:
// nothing of it may be processed or kept on a machine that is not made for secrets
// (保守国家秘密法; the mark is that of GB/T 9704-2012, 7.2.2).
type SecretError struct {
	Name string // the document, as the caller named it
	Mark string // as printed, such as 机密★10年
}

// Error is the English message, for logs.
func (e *SecretError) Error() string { return e.Message(source.English) }

// Message says in two sentences what happened and what to do, for the person who gave the file.
func (e *SecretError) Message(l source.Language) string {
	message := [...]string{
		"文件标有密级（" + e.Mark + "），不得在本系统处理，已拒绝读取，没有保存任何内容。请立即移出本机并按保密规定处置；如已解密，请用去掉密级标志的文本。",
		"the document carries a mark of state secrecy (" + e.Mark + "); it was refused and nothing of it was kept. Remove it from this machine and follow the rules on secrets; if it was declassified, use a copy without the mark."}[l]
	if e.Name == "" {
		return message
	}
	return e.Name + [...]string{"：", ": "}[l] + message
}

// headLines is how many lines the head of a document has before its title, at most.
const headLines = 15

var (
	// starMark is a mark with its star, which is printed nowhere else: 机密★10年, 000012 秘密★1年 特急.
	starMark = regexp.MustCompile(`^\d{0,8}(密级[:：]?)?(绝密|机密|秘密)[★☆*＊].{0,12}$`)
	// plainMark is a mark without a star; it counts in the head of a document only: 机密, 密级:秘密, 秘密10年, 绝密特急.
	plainMark = regexp.MustCompile(`^\d{0,8}(密级[:：]?)?[★☆]?(绝密|机密|秘密)(\d{1,2}年|长期)?(特急|加急|急件|特提|平急)?$`)
)

// secrecyMark finds the mark of state secrecy in a text: alone on its line or in its cell. "" if there is none.
func secrecyMark(text string) string {
	head := -1 // where the head ends, once it is asked for
	for rest := text; ; {
		at := zh.Index(rest, "密")
		if at < 0 {
			return ""
		}
		start, end := strings.LastIndexByte(rest[:at], '\n')+1, len(rest)
		if n := strings.IndexByte(rest[at:], '\n'); n >= 0 {
			end = at + n
		}
		if head < 0 {
			head = headEnd(text)
		}
		inHead := len(text)-len(rest)+start < head
		if mark := markOf(rest[start:end], inHead); mark != "" {
			return mark
		}
		for cell := range strings.SplitSeq(rest[start:end], "\t") {
			if mark := markOf(cell, inHead); mark != "" {
				return mark
			}
		}
		rest = rest[end:]
	}
}

// headEnd is where the first lines of a text end, as many as its head has.
func headEnd(text string) int {
	line, end := 0, 0
	for whole := range strings.Lines(text) {
		if strings.TrimSpace(whole) != "" {
			if line++; line > headLines {
				break
			}
		}
		end += len(whole)
	}
	return end
}

// markOf gives a line's mark, "" if it is none.
func markOf(line string, head bool) string {
	if len(line) > 200 {
		return ""
	}
	folded := strings.Map(func(r rune) rune {
		if r = zh.Fold(r); r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, line)
	if starMark.MatchString(folded) || head && plainMark.MatchString(folded) {
		return strings.Join(strings.Fields(line), " ")
	}
	return ""
}

// oldMark finds a mark with its star in the bytes of a document that has to be converted (DOC, XLS, RTF, ODF), which must
// not even be given to the program that would do it: that one reads files. "" if there is none.
func oldMark(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		data = rtfCharacters(data[:min(len(data), searched)])
	case bytes.HasPrefix(data, []byte("PK")):
		data = odfContent(data)
	default:
		return ""
	}
	for _, m := range []struct{ mark, gbk string }{
		{"绝密★", "\xbe\xf8\xc3\xdc\xa1\xef"}, {"机密★", "\xbb\xfa\xc3\xdc\xa1\xef"}, {"秘密★", "\xc3\xd8\xc3\xdc\xa1\xef"},
	} {
		var wide []byte
		for _, u := range utf16.Encode([]rune(m.mark)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		if bytes.Contains(data, wide) || bytes.Contains(data, []byte(m.gbk)) || bytes.Contains(data, []byte(m.mark)) {
			return m.mark
		}
	}
	return ""
}

// searched is how many bytes of such a document's text are searched: a mark stands at its head.
const searched = 4 << 20

// rtfEscape is a byte of the document's encoding, a character with its replacement, or a mark of formatting.
var rtfEscape = regexp.MustCompile(`\\'[0-9a-fA-F]{2}|\\u-?\d{1,5} ?(\\'[0-9a-fA-F]{2}|\?)?|\\[a-z]+-?\d* ?|[{}\r\n]`)

// rtfCharacters is the text of a rich text file without its formatting, in the encodings it is written in.
func rtfCharacters(data []byte) []byte {
	return rtfEscape.ReplaceAllFunc(data, func(e []byte) []byte {
		switch {
		case bytes.HasPrefix(e, []byte(`\'`)):
			b, err := strconv.ParseUint(string(e[2:4]), 16, 8)
			if err != nil {
				return nil
			}
			return []byte{byte(b)}
		case len(e) > 2 && e[1] == 'u' && (e[2] == '-' || e[2] >= '0' && e[2] <= '9'):
			digits := e[2:]
			for n := 1; n < len(digits); n++ {
				if digits[n] < '0' || digits[n] > '9' {
					digits = digits[:n]
				}
			}
			n, err := strconv.Atoi(string(digits))
			if err != nil {
				return nil
			}
			return []byte(string(rune(uint16(n)))) // it is written as a signed number
		}
		return nil
	})
}

// odfContent is the body of an OpenDocument file without its tags, nil where there is none.
func odfContent(data []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	f, err := z.Open("content.xml")
	if err != nil {
		return nil
	}
	defer f.Close() // nothing was written
	content, err := io.ReadAll(io.LimitReader(f, searched))
	if err != nil {
		return nil
	}
	return tags.ReplaceAll(content, nil)
}

var tags = regexp.MustCompile(`<[^>]*>`)
