package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// basisWords say that the works named after them are the document's basis.
var basisWords = zh.Words(`根据 按照 依据 贯彻 落实 执行 遵照 依照 对照 围绕 衔接 结合`)

// findReferences finds the works cited as basis in the opening sentences: 《…》 after 根据, 贯彻, 落实, and titles without brackets after 根据.
func (d *Draft) findReferences(f front, m *policy.Meta) {
	seen := map[string]bool{m.Title: true}
	add := func(p passage.Piece) {
		quote, span := d.text.Quote(p)
		name := unbroken.Replace(quote)
		if key := strings.ReplaceAll(name, " ", ""); !seen[key] && zh.Count(name) > 3 {
			seen[key] = true
			m.References = append(m.References, name)
			m.Spans.References = append(m.Spans.References, span)
		}
	}
	for _, p := range d.openings(f) {
		text := p.Of(d.text.String)
		found := false
		for i := 0; i < len(text); {
			open := strings.Index(text[i:], "《")
			if open < 0 {
				break
			}
			open += i
			end := closeTitle(text[open:])
			if end < 0 {
				break
			}
			if d.cited(text, open, open+end) {
				add(passage.Between(p.Start+open+len("《"), p.Start+open+end))
				found = true
			}
			i = open + end + len("》")
		}
		if !found {
			d.unbracketed(p, add)
		}
	}
}

// unbroken joins the lines of a name.
var unbroken = strings.NewReplacer("\n", "", "\r", "")

// closeTitle gives the place of the 》 that closes the 《 s begins with.
func closeTitle(s string) int {
	depth := 0
	for i := 0; i < len(s); i += len(passage.First(s[i:])) {
		switch {
		case strings.HasPrefix(s[i:], "《"):
			depth++
		case strings.HasPrefix(s[i:], "》"):
			if depth--; depth == 0 {
				return i
			}
		case s[i] == '\n':
			return -1
		}
	}
	return -1
}

// cited reports whether the title at [open, end) of an opening sentence is named as basis.
func (d *Draft) cited(text string, open, end int) bool {
	before := text[:open]
	if i := strings.LastIndex(before, "。"); i >= 0 {
		before = before[i:]
	}
	after := text[end+len("》"):]
	for _, w := range [...]string{"印发给", "已经", "已由", "业经", "提出", "起草", "制定了", "现印发"} {
		if strings.HasPrefix(after, w) {
			return false
		}
	}
	for _, w := range [...]string{"现将", "制定", "修订", "印发", "编制", "现就", "起草", "出台", "形成", "废止"} {
		if strings.HasSuffix(before, w) {
			return false
		}
	}
	at := -1
	for from := 0; ; {
		i, _, n := basisWords.Find(before, from)
		if i < 0 {
			break
		}
		at, from = i, i+n
	}
	return at >= 0 && !strings.Contains(before[at:], "制定本")
}

// openings are the paragraphs that open the document: running text before the first clause, and 第一条.
func (d *Draft) openings(f front) []passage.Piece {
	var out []passage.Piece
	for _, l := range f.paragraphs {
		t := l.Of(d.text.String)
		if zh.Count(t) > 24 && (strings.ContainsAny(t, "。,") || strings.HasPrefix(t, "为") || strings.HasPrefix(t, "根据")) {
			out = append(out, l)
		}
	}
	for i := range d.Tree.Nodes {
		n := &d.Tree.Nodes[i]
		if n.Label.Style == zh.LabelArticle && n.Label.Number == 1 {
			out = append(out, passage.Between(n.Heading.Start, n.Body.End))
		}
		// the opening of a plan attached to a notice with numbered requirements
		if i > 0 && n.Label.Style == zh.LabelHan && n.Label.Number == 1 && n.Parent < 0 {
			prev := d.Tree.Nodes[i-1].Body
			for _, l := range linesOf(d.text.String, passage.Piece(prev), 60) {
				t := l.Of(d.text.String)
				if (strings.HasPrefix(t, "为") || strings.HasPrefix(t, "根据") || strings.HasPrefix(t, "按照")) && strings.Contains(t, "制定") {
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// unbracketed reads works named without brackets after 根据: 根据市城乡融合发展规划和省…重点任务,.
func (d *Draft) unbracketed(p passage.Piece, add func(passage.Piece)) {
	text := p.Of(d.text.String)
	at := strings.Index(text, "根据")
	if at < 0 {
		return
	}
	start := at + len("根据")
	end := start
	depth := 0
	for end < len(text) {
		r := zh.FirstRune(text[end:])
		if r == '(' {
			depth++
		}
		if r == ')' {
			depth--
		}
		if depth == 0 && (r == ',' || zh.EndsSentence(r) || r == ':') {
			break
		}
		end += len(string(r))
	}
	work := p.Start + start
	for _, one := range passage.Cut(d.text.String, passage.Between(p.Start+start, p.Start+end), "和、") {
		name := strings.TrimSuffix(d.text.String[work:one.End], "要求")
		name = strings.TrimSuffix(strings.TrimSuffix(name, "的"), "精神")
		core := name
		if i := strings.LastIndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
			core = name[:i]
		}
		if _, n := documentKinds.Suffix(core); n > 0 && zh.Count(name) >= 8 { // 新型城镇化和…重点任务 is one name
			add(passage.Between(work, work+len(name)))
			work = one.End + len(passage.First(d.text.String[one.End:]))
		}
	}
}
