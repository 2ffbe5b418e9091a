package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// fieldNames are the labels of a page's table of particulars and what they hold.
var fieldNames = zh.NewLexicon(map[string]string{
	"发文字号": "number", "文号": "number", "文件编号": "number", "发文号": "number",
	"成文日期": "issued", "发文日期": "issued", "成文时间": "issued", "发文时间": "issued", "制发日期": "issued", "签发日期": "issued", "印发日期": "issued", "生成日期": "issued",
	"发布日期": "posted", "发布时间": "posted", "公布日期": "posted", "日期": "posted", "时间": "posted", "公开日期": "posted", "发文日期(发布)": "posted",
	"发文机关": "issuer", "发布机构": "page", "发文单位": "issuer", "制发机关": "issuer", "发布单位": "issuer", "来源": "source", "信息来源": "source", "稿件来源": "source", "发文机构": "issuer", "制定机关": "issuer", "公开主体": "issuer", "来源机构": "issuer",
})

// findLabelledFields reads what the lines of particulars say (发文字号:…, 成文日期:…), where the text itself does not.
// The date of writing wins over the page's date of posting.
func (d *Draft) findLabelledFields(f front, m *policy.Meta) {
	posted, postedSpan := "", source.Span{}
	organ, organPiece := "", passage.Piece{}
	for _, lines := range [...][]passage.Piece{f.lines, f.tail} {
		for _, l := range lines {
			for _, field := range fieldsOf(&d.text, l) {
				value := field.value.Of(d.text.String)
				switch field.kind {
				case "number":
					if i := strings.Index(value, "号"); m.Number == nil && i > 0 && strings.ContainsAny(value, "〔[(") {
						number := strings.ReplaceAll(value[:i+len("号")], " ", "")
						m.Number = &number
						_, m.Spans.Number = d.text.Quote(passage.Between(field.value.Start, field.value.Start+i+len("号")))
					}
				case "issued", "posted":
					iso, n := fullDate(strings.ReplaceAll(value, " ", ""))
					if n == 0 {
						continue
					}
					if field.kind == "posted" && posted == "" {
						posted = iso
						_, postedSpan = d.text.Quote(field.value)
					} else if field.kind == "issued" && m.Issued == nil {
						m.Issued = &iso
						_, m.Spans.Issued = d.text.Quote(field.value)
					}
				default:
					if _, n := organWords.Suffix(value); n > 0 && (organ == "" || field.kind == "issuer") && zh.Count(value) >= 5 {
						organ, organPiece = value, field.value
					}
				}
			}
		}
	}
	d.loneDate(f, m)
	if m.Issued == nil && posted != "" {
		m.Issued, m.Spans.Issued = &posted, postedSpan
	}
	d.fallbackIssuers(f, m, organ, organPiece)
}

type field struct {
	kind  string
	value passage.Piece
}

// A field's name with the spaces in it, and its value, are no longer than this; a line may be of any length.
const maxFieldName, maxFieldValue = 90, 900

// fieldsOf reads the labelled values of one line; several may share it.
func fieldsOf(t *passage.Text, l passage.Piece) []field {
	var out []field
	s := t.String
	for i := t.Marks.Next(l.Start, l.End); i < l.End; i = t.Marks.Next(i+1, l.End) {
		if s[i] != ':' && s[i] != '\t' && s[i] != ']' {
			continue
		}
		kind, n := fieldNames.Suffix(strings.ReplaceAll(s[max(l.Start, i-maxFieldName):i], " ", ""))
		if n == 0 {
			continue
		}
		end := min(l.End, i+maxFieldValue)
		for end < l.End && !utf8.RuneStart(s[end]) {
			end++
		}
		for _, stop := range [...]string{"\t", " ", "]", ")", "|", "[", "日期:", "时间:", "来源:", "字号:", "浏览", "点击", "阅读", "访问", "作者"} {
			if j := strings.Index(s[min(i+2, end):end], stop); j > 0 {
				end = min(i+2, end) + j
			}
		}
		value := passage.Trim(s, passage.Between(i+1, end))
		if i+1 < l.End && s[i+1] == ' ' {
			value = passage.Trim(s, passage.Between(i+2, end))
		}
		if value.Start < value.End {
			out = append(out, field{kind, value})
		}
	}
	return out
}

// fallbackIssuers reads the issuer where no signature names one: from the title
// block (某省人民政府办公厅关于…), from a red head (某县人民政府办公室文件), from the page.
func (d *Draft) fallbackIssuers(f front, m *policy.Meta, organ string, p passage.Piece) {
	if len(m.Issuers) > 0 {
		return
	}
	add := func(name string, at passage.Piece) {
		m.Issuers = append(m.Issuers, passage.Squeeze(name))
		_, span := d.text.Quote(at)
		m.Spans.Issuers = append(m.Spans.Issuers, span)
	}
	for _, l := range f.lines {
		t := l.Of(d.text.String)
		if head, found := strings.CutSuffix(t, "文件"); found {
			if _, n := organWords.Suffix(strings.TrimSpace(head)); n > 0 && zh.Count(t) < 40 {
				for _, one := range splitOrgans(d.text.String, passage.Between(l.Start, l.Start+len(strings.TrimSpace(head)))) {
					add(one.Of(d.text.String), one)
				}
				return
			}
		}
		if i := strings.Index(t, "关于"); i > 9 && zh.Count(t) < 90 {
			if _, n := organWords.Suffix(strings.TrimSpace(t[:i])); n > 0 && !strings.ContainsAny(t[:i], "。,:;《>") {
				for _, one := range splitOrgans(d.text.String, passage.Between(l.Start, l.Start+len(strings.TrimRight(t[:i], " ")))) {
					add(one.Of(d.text.String), one)
				}
				return
			}
		}
	}
	for k, l := range f.paragraphs { // a title over two lines, the organs in the first: 某省委 某省人民政府 | 关于…
		t := strings.TrimRight(l.Of(d.text.String), " ")
		if k+1 == len(f.paragraphs) || !strings.HasPrefix(f.paragraphs[k+1].Of(d.text.String), "关于") {
			if i := strings.Index(t, "关于"); i > 9 && strings.Contains(t[:i], " ") {
				t = strings.TrimRight(t[:i], " ")
			} else {
				continue
			}
		}
		if _, n := organWords.Suffix(t); n > 0 && zh.Count(t) < 40 && !strings.ContainsAny(t, "。,:;《>") {
			for _, one := range splitOrgans(d.text.String, passage.Between(l.Start, l.Start+len(t))) {
				add(one.Of(d.text.String), one)
			}
			return
		}
	}
	if organ != "" {
		for _, one := range passage.Cut(d.text.String, p, "、") {
			add(one.Of(d.text.String), one)
		}
	}
}
