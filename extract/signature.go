package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// organWords end the names of issuers (发文机关).
var organWords = zh.Words(`政府 办公厅 办公室 委员会 局 厅 委 部 领导小组 联席会议 指挥部 党委 法院 检察院 政协 督查室 研究室 总队 支队 中心 总工会 联合会 协会 集团 公司 银行 分行 管委会 管理委员会 党工委 医保局 组 社 院 站 处 大学 学院 学校 妇联 残联 团委`)

// findNumber finds the document's own number (文号): 〔2024〕6号 on a short line, not inside brackets after another title.
func (d *Draft) findNumber(f front, m *policy.Meta) {
	for _, l := range f.lines {
		t := l.Of(d.text.String)
		at := strings.Index(t, "〔")
		if at < 0 {
			if at = bracketYear(t); at < 0 {
				continue
			}
		}
		if zh.Count(t) > 60 && !strings.Contains(t, "文号") {
			continue
		}
		start := at
		for start > 0 {
			r := zh.LastRune(t[:start])
			if !zh.IsHan(r) {
				break
			}
			start -= len(string(r))
		}
		end := strings.Index(t[at:], "号")
		if end < 0 || strings.Contains(t[:at], "《") || start > 0 && zh.LastRune(t[:start]) == '(' {
			continue
		}
		p := passage.Between(l.Start+start, l.Start+at+end+len("号"))
		quote, span := d.text.Quote(p)
		number := strings.NewReplacer(" ", "", "\n", "", "\u3000", "").Replace(quote)
		m.Number, m.Spans.Number = &number, span
		return
	}
}

// bracketYear finds [2024] or (2024) before a serial number.
func bracketYear(s string) int {
	for i := 0; i+6 < len(s); i++ {
		if (s[i] == '[' || s[i] == '(') && (s[i+5] == ']' || s[i+5] == ')') {
			if v, n := moment.Digits(s[i+1:]); n == 4 && v > 1980 && v < 2100 {
				if _, k := moment.Digits(s[i+6:]); k > 0 && strings.HasPrefix(s[i+6+k:], "号") {
					return i
				}
			}
		}
	}
	return -1
}

// findSignature finds the signature block (落款): names of organs on the lines before a date line.
func (d *Draft) findSignature(f front, m *policy.Meta) {
	for _, lines := range [...][]passage.Piece{f.lines, f.tail, linesOf(d.text.String, passage.Between(f.end, len(d.text.String)), 2000)} {
		for i, l := range lines {
			if l.End-l.Start > 150 {
				continue
			}
			t := strings.Trim(strings.ReplaceAll(l.Of(d.text.String), " ", ""), "()")
			date, organ := signatureDate(t)
			if date == "" {
				continue
			}
			if m.Issued == nil && i > 0 {
				iso := date
				_, span := d.text.Quote(l)
				if d.setIssuers(m, lines, i, organ, l) {
					m.Issued, m.Spans.Issued = &iso, span
				}
			}
		}
		if len(m.Issuers) > 0 {
			return
		}
	}
}

// loneDate takes a date on a line of its own, or in brackets where a body passed the document ((2025年1月10日…会议通过)), for
// the date of issue where nothing else names one.
func (d *Draft) loneDate(f front, m *policy.Meta) {
	for _, l := range f.lines {
		t := strings.Trim(strings.ReplaceAll(l.Of(d.text.String), " ", ""), "()")
		if iso, organ := signatureDate(t); m.Issued == nil && iso != "" && organ == "" {
			m.Issued = &iso
			_, m.Spans.Issued = d.text.Quote(l)
		} else if iso := passedOn(t); m.Issued == nil && iso != "" && strings.HasPrefix(l.Of(d.text.String), "(") {
			m.Issued = &iso
			_, m.Spans.Issued = d.text.Quote(l)
		}
	}
}

// passedOn gives the date of a line that says when a body passed the document, "" if it says none.
func passedOn(t string) string {
	if !strings.Contains(t, "通过") || len(t) > 200 {
		return ""
	}
	for i := range len(t) {
		if zh.IsDigit(t[i]) && (i == 0 || !zh.IsDigit(t[i-1])) {
			if iso, n := fullDate(t[i:]); n > 0 {
				return iso
			}
		}
	}
	return ""
}

// signatureDate reads a line that is a date, perhaps after an organ's name.
func signatureDate(t string) (iso, organ string) {
	at := dayBegins.Next(t, 0)
	if at == len(t) || len(t)-at > 40 {
		return "", ""
	}
	head := strings.Trim(t[:at], "()")
	date, n := fullDate(t[at:])
	if n == 0 || strings.Trim(t[at+n:], ")印发 ") != "" || strings.Contains(t[at+n:], "印发") {
		return "", ""
	}
	if head != "" {
		if _, k := organWords.Suffix(head); k == 0 {
			return "", ""
		}
	}
	return date, head
}

// dayBegins are what a day can begin with.
var dayBegins = zh.NewChars("0123456789二")

// fullDate reads 2024年2月26日, 2024-02-26 or 二〇二四年二月二十六日 at the start of s.
func fullDate(s string) (iso string, n int) {
	if m, ok := moment.Scan(s, 0); ok && m.Part && m.HasYear {
		text := s[:m.Len]
		if strings.HasSuffix(text, "日") || strings.Count(text, "-") == 2 || strings.Count(text, ".") == 2 || strings.Count(text, "/") == 2 {
			return m.Day.String(), m.Len
		}
		return "", 0
	}
	var v [3]int64
	for i, w := range [...]string{"年", "月", "日"} {
		value, k := zh.ScanInteger(s[n:])
		if k == 0 || !strings.HasPrefix(s[n+k:], w) {
			return "", 0
		}
		v[i] = value
		n += k + len(w)
	}
	if date := moment.Day(int(v[0]), int(v[1]), int(v[2])); date != 0 && v[0] > 1949 && v[0] < 2100 {
		return date.String(), n
	}
	return "", 0
}

func isDateLine(s string) bool {
	m, ok := moment.Scan(strings.ReplaceAll(s, " ", ""), 0)
	return ok && m.Len > 8 && zh.Count(s) < 16
}

// setIssuers reads the organs named on the lines right before the date line i. A
// name broken over two lines is joined. It reports whether one was found.
func (d *Draft) setIssuers(m *policy.Meta, lines []passage.Piece, i int, organ string, dateLine passage.Piece) bool {
	var found []passage.Piece
	if organ != "" {
		at := strings.Index(d.text.String[dateLine.Start:dateLine.End], organ)
		if at >= 0 {
			found = append(found, passage.Between(dateLine.Start+at, dateLine.Start+at+len(organ)))
		}
	}
	for k := i - 1; k >= 0 && k >= i-8 && organ == ""; k-- {
		l := lines[k]
		t := strings.ReplaceAll(l.Of(d.text.String), " ", "")
		if strings.ContainsAny(t, "[]\t0123456789") {
			break
		}
		if strings.HasSuffix(t, "代章)") || strings.HasPrefix(t, "(盖章") {
			continue
		}
		if strings.HasPrefix(t, "(") || strings.HasPrefix(t, "附件") {
			break
		}
		if _, n := organWords.Suffix(t); n == 0 || zh.Count(t) > 60 || strings.ContainsAny(t, "。,;:《") {
			break
		}
		if k > 0 && zh.Count(t) < 22 { // the first half of a broken name
			before := strings.ReplaceAll(lines[k-1].Of(d.text.String), " ", "")
			_, whole := organWords.Suffix(before)
			if _, level := placeOf(t); level == "" && whole == 0 && zh.Count(before) >= 8 && zh.Count(before) < 40 && !strings.ContainsAny(before, "。,;:[") && zh.IsHan(zh.LastRune(before)) {
				l.Start = lines[k-1].Start
				k--
			}
		}
		found = append([]passage.Piece{l}, found...)
	}
	if len(found) > 0 {
		d.signed = found[0].Start
	}
	for _, p := range found {
		for _, one := range splitOrgans(d.text.String, p) {
			_, span := d.text.Quote(one)
			m.Issuers = append(m.Issuers, passage.Squeeze(one.Of(d.text.String)))
			m.Spans.Issuers = append(m.Spans.Issuers, span)
		}
	}
	return len(found) > 0
}

// splitOrgans divides organs printed on one line (市财政局 市审计局).
func splitOrgans(s string, p passage.Piece) []passage.Piece {
	var out []passage.Piece
	start := p.Start
	for i := p.Start; i < p.End; i++ {
		if s[i] != ' ' {
			continue
		}
		if name := s[start:i]; zh.Count(name) >= 5 {
			if _, n := organWords.Suffix(name); n > 0 {
				out = append(out, passage.Between(start, i))
				start = i + 1
			}
		}
	}
	return append(out, passage.Between(start, p.End))
}
