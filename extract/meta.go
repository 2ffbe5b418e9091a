package extract

import (
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// Meta reads what the document says of itself.
func (d *Draft) Meta() {
	f := d.frontMatter()
	m := &d.Doc.Meta
	*m = policy.Meta{Issuers: []string{}, References: []string{}, Status: policy.StatusIssued}
	m.Spans.Issuers, m.Spans.References = []source.Span{}, []source.Span{}
	d.findTitle(f, m)
	d.findNumber(f, m)
	d.findSignature(f, m)
	d.findLabelledFields(f, m)
	d.findSecrecy(f, m)
	d.findRegion(m)
	d.findYear(m)
	d.findReferences(f, m)
	d.findStatus(f, m)
	m.Confidence, m.Review = 0.95, []source.Code{}
	if m.Year != nil {
		d.text.Year = *m.Year
	}
}

// front is the document before its first clause, as lines, and the lines after its last.
type front struct {
	paragraphs []passage.Piece
	// lines are the paragraphs, those that hold several lines run together cut at spaces and full stops.
	lines []passage.Piece
	tail  []passage.Piece
	end   int // where the first clause begins
}

// frontMatter collects the lines up to the first clause of the plan itself and the last lines.
func (d *Draft) frontMatter() front {
	var f front
	end := d.Tree.Front.End
	if len(d.Tree.Nodes) == 0 && len(d.Tree.Grids) > 0 {
		end = d.Tree.Grids[0].Extent.Start
	}
	f.paragraphs = linesOf(d.text.String, passage.Between(0, end), 80)
	for _, l := range f.paragraphs {
		f.lines = append(f.lines, d.runOn(l)...)
	}
	tailStart := end
	if len(d.text.String)-tailStart > 3000 {
		tailStart = len(d.text.String) - 3000
		for tailStart < len(d.text.String) && d.text.String[tailStart]&0xC0 == 0x80 {
			tailStart++
		}
	}
	f.tail = linesOf(d.text.String, passage.Between(tailStart, len(d.text.String)), 400)
	f.end = end
	return f
}

// runOn cuts a paragraph in which title, addressees and signature run together on one line.
func (d *Draft) runOn(l passage.Piece) []passage.Piece {
	if l.End-l.Start < 240 || strings.Count(l.Of(d.text.String), " ") < 2 {
		return d.signedOn(l)
	}
	var out []passage.Piece
	for _, sentence := range passage.Cut(d.text.String, l, "。") {
		for _, part := range passage.Cut(d.text.String, sentence, " ") {
			if p := passage.Trim(d.text.String, part); p.Start < p.End {
				out = append(out, p)
			}
		}
	}
	return out
}

// signedOn cuts the signature off a paragraph that goes on to it: …请遵照执行。石坪镇人民政府2025年3月5日.
func (d *Draft) signedOn(l passage.Piece) []passage.Piece {
	words := strings.TrimRight(l.Of(d.text.String), " 。")
	at := strings.LastIndex(words, "。") + len("。")
	if at < len("。") {
		return []passage.Piece{l}
	}
	if date, organ := signatureDate(strings.ReplaceAll(words[at:], " ", "")); date == "" || organ == "" {
		return []passage.Piece{l}
	}
	return []passage.Piece{passage.Between(l.Start, l.Start+at), passage.Trim(d.text.String, passage.Between(l.Start+at, l.Start+len(words)))}
}

func linesOf(s string, p passage.Piece, most int) []passage.Piece {
	var out []passage.Piece
	for start := p.Start; start < p.End && len(out) < most; {
		end := start + strings.IndexByte(s[start:p.End], '\n')
		if end < start {
			end = p.End
		}
		if l := passage.Trim(s, passage.Between(start, end)); l.Start < l.End {
			out = append(out, l)
		}
		start = end + 1
	}
	return out
}

// yearIn gives the first year that s names, 0 where it names none.
func yearIn(s string) int {
	for i := 0; i+4 <= len(s); i++ {
		if v, n := moment.Digits(s[i:]); n == 4 && v >= 1980 && v <= 2100 && (i == 0 || !zh.IsDigit(s[i-1])) {
			rest := s[i+4:]
			if strings.HasPrefix(rest, "年") || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "至") || strings.HasPrefix(rest, "~") {
				return v
			}
		} else if n > 0 {
			i += n - 1
		}
	}
	return 0
}

// findYear finds the plan's year: in the title, else the year of issue, else that of the number.
func (d *Draft) findYear(m *policy.Meta) {
	y := yearIn(m.Title)
	if y == 0 && m.Issued != nil {
		y, _ = strconv.Atoi((*m.Issued)[:4])
	}
	if y == 0 && m.Number != nil {
		if i := strings.IndexAny(*m.Number, "〔[("); i >= 0 {
			y, _ = moment.Digits(strings.TrimLeft((*m.Number)[i:], "〔[("))
		}
	}
	if y > 0 {
		m.Year = &y
	}
}
