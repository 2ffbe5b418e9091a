package extract

import (
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// documentKinds end the titles of official documents (文种).
var documentKinds = zh.Words(`方案 意见 通知 办法 规定 细则 计划 要点 任务 措施 规划 决定 条例 通报 清单 分工 纲要 制度 指南 规则 公告 通告 函 安排 报告 批复 决议 行动 标准 规程 政策 机制 工作 举措 台账 责任清单 项目清单 实事 清单(试行) 十条 二十条 任务书 责任书 路线图 一览表 分解表 清单表 分工表 项目表
	方案(试行) 意见(试行) 办法(试行) 规定(试行) 细则(试行) 措施(试行) 制度(试行) 方案(修订) 办法(修订) 办法(暂行) 通知(征求意见稿) 方案(征求意见稿) 意见(征求意见稿) 办法(征求意见稿) 措施(征求意见稿)`)

// organWords end the names of issuers (发文机关).
var organWords = zh.Words(`政府 办公厅 办公室 委员会 局 厅 委 部 领导小组 联席会议 指挥部 党委 法院 检察院 政协 总队 支队 中心 总工会 联合会 协会 集团 公司 银行 分行 管委会 管理委员会 党工委 医保局 组 社 院 站 处 大学 学院 学校 妇联 残联 团委`)

// Meta reads what the document says of itself.
func (d *Draft) Meta() {
	f := d.frontMatter()
	m := &d.Doc.Meta
	*m = policy.Meta{Issuers: []string{}, References: []string{}, Status: policy.StatusIssued}
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
		d.Year = *m.Year
	}
}

// front is the document before its first clause, as lines, and the lines after its last.
type front struct {
	paragraphs []piece
	// lines are the paragraphs, those that hold several lines run together cut at spaces and full stops.
	lines []piece
	tail  []piece
	end   int // where the first clause begins
}

// frontMatter collects the lines up to the first clause of the plan itself and the last lines.
func (d *Draft) frontMatter() front {
	var f front
	end := d.Tree.Front.End
	if len(d.Tree.Nodes) == 0 && len(d.Tree.Grids) > 0 {
		end = d.Tree.Grids[0].Extent.Start
	}
	f.paragraphs = linesOf(d.s, piece{0, end}, 80)
	for _, l := range f.paragraphs {
		f.lines = append(f.lines, d.runOn(l)...)
	}
	tailStart := end
	if len(d.s)-tailStart > 3000 {
		tailStart = len(d.s) - 3000
		for tailStart < len(d.s) && d.s[tailStart]&0xC0 == 0x80 {
			tailStart++
		}
	}
	f.tail = linesOf(d.s, piece{tailStart, len(d.s)}, 400)
	f.end = end
	return f
}

// runOn cuts a paragraph in which title, addressees and signature run together on one line.
func (d *Draft) runOn(l piece) []piece {
	if l.end-l.start < 240 || strings.Count(l.of(d.s), " ") < 2 {
		return []piece{l}
	}
	var out []piece
	for _, sentence := range cutAt(d.s, l, "。") {
		for _, part := range cutAt(d.s, sentence, " ") {
			if p := trimPiece(d.s, part); p.start < p.end {
				out = append(out, p)
			}
		}
	}
	return out
}

func linesOf(s string, p piece, most int) []piece {
	var out []piece
	for start := p.start; start < p.end && len(out) < most; {
		end := start + strings.IndexByte(s[start:p.end], '\n')
		if end < start {
			end = p.end
		}
		if l := trimPiece(s, piece{start, end}); l.start < l.end {
			out = append(out, l)
		}
		start = end + 1
	}
	return out
}

// findTitle chooses the title.
//
//  1. A line, or up to three lines that read as one, that ends in a document's kind. The
//     attached plan's own title wins over the covering notice's.
//  2. What 关于印发《…》的通知 wraps.
//  3. In a text run together, the words before 为深入贯彻.
//  4. The first long line that is no page furniture.
func (d *Draft) findTitle(f front, m *policy.Meta) {
	best, score := piece{}, 0
	lines := d.titleLines(f)
	for i := range lines {
		if first := lines[i].of(d.s); startsBody(first) || isDateLine(first) || strings.Contains(first, "〔") && strings.HasSuffix(first, "号") {
			continue
		}
		text := ""
		for k := i; k < min(i+4, len(lines)); k++ {
			part := lines[k].of(d.s)
			if k > i && (!d.adjacent(lines[k-1], lines[k]) || strings.Contains(part, "〔") || zh.LastRune(text) == ':' || startsBody(part) || lines[k].start-lines[k-1].end > 12 || isDateLine(part)) {
				break
			}
			text += part
			p := piece{lines[i].start, lines[k].end}
			if v := titleScore(text, k-i, i); v > score {
				best, score = p, v
			}
		}
	}
	if score == 0 {
		best = d.runInTitle(f)
	}
	if best.end == best.start && len(lines) > 0 {
		best = longest(d.s, lines)
	}
	name := strings.ReplaceAll(best.of(d.s), "\n", "")
	inner := unwrapTitle(name)
	if plan, found := strings.CutSuffix(name, "的通知"); found && inner == name && d.hasLine(plan) {
		inner = plan
	}
	if at := strings.Index(best.of(d.s), inner); at >= 0 && inner != name {
		best = piece{best.start + at, best.start + at + len(inner)}
	}
	quote, span := d.quote(best)
	m.Title = strings.NewReplacer("\n", "", "\r", "", " ", "", "\u3000", "", "\t", "").Replace(quote)
	if inner != name {
		m.Title = inner
	}
	m.Spans.Title = span
}

// adjacent reports whether nothing but space stands between two lines in the source.
func (d *Draft) adjacent(a, b piece) bool {
	gap := source.Span{Start: d.span(a).End, End: d.span(b).Start}
	return strings.TrimSpace(d.Tree.Text.Source.Slice(gap)) == "" && gap.Len() < 200
}

// hasLine reports whether name stands on a line of its own.
func (d *Draft) hasLine(name string) bool {
	return runes(name) >= 8 && strings.Contains(d.s, "\n"+name+"\n")
}

// titleLines are the short lines at the document's head.
func (d *Draft) titleLines(f front) []piece {
	var out []piece
	for _, l := range f.lines {
		t := l.of(d.s)
		if runes(t) <= 70 && !zh.EndsSentence(zh.LastRune(t)) || strings.Contains(t, "关于印发") && runes(t) < 100 && !strings.HasSuffix(t, "。") {
			out = append(out, l)
		}
	}
	return out
}

func startsBody(s string) bool {
	if strings.HasPrefix(s, "(2") || strings.HasPrefix(s, "(试") || strings.HasPrefix(s, "(修") || strings.HasPrefix(s, "(暂") || strings.HasPrefix(s, "(征") {
		return false
	}
	for _, w := range [...]string{"为", "各", "根据", "按照", "市直", "县直", "省直", "(", "访问", "发布", "来源", "时间", "索引", "浏览", "字号", "字体", "发文", "文号", "成文", "信息", "作者", "日期", "【", "[", "-"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

func isDateLine(s string) bool {
	m, ok := scanMoment(strings.ReplaceAll(s, " ", ""), 0)
	return ok && m.n > 8 && runes(s) < 16
}

// titleScore rates a line as a title; 0 is none. Later lines win over equal earlier ones only
// where they are longer, joined lines over their parts.
func titleScore(text string, joined, index int) int {
	t := strings.ReplaceAll(text, " ", "")
	n := runes(t)
	if n < 8 || n > 90 || strings.ContainsAny(t, "。;") || strings.Contains(t, "当前位置") || strings.Contains(t, ">") || strings.Contains(t, "上一") || strings.Contains(t, "下一") || strings.HasPrefix(t, "附件") || strings.HasPrefix(t, "相关") || strings.HasSuffix(t, ".doc") || strings.HasSuffix(t, ".docx") || strings.HasSuffix(t, ".pdf") {
		return 0
	}
	for _, w := range [...]string{"标题:", "名称:", "标题 ", "文件名称:"} {
		if strings.Contains(t, w) {
			return 0
		}
	}
	core := strings.TrimRight(t, "》")
	if _, k := documentKinds.Suffix(strings.TrimSuffix(core, ")")); k == 0 {
		if _, k := documentKinds.Suffix(core); k == 0 {
			open := strings.LastIndexByte(core, '(')
			if open < 0 || !strings.HasSuffix(core, ")") {
				return 0
			}
			if _, k := documentKinds.Suffix(core[:open]); k == 0 {
				return 0
			}
		}
	}
	if strings.Contains(t, "/") {
		return 0
	}
	score := 100 + min(n, 40)
	if strings.Contains(t, "的通知") && (strings.Contains(t, "印发") || strings.Contains(t, "转发")) {
		score -= 45 // the attached plan's own title is better
	}
	if strings.HasPrefix(t, "关于") && joined == 0 {
		score -= 5
	}
	if strings.HasPrefix(t, "《") || strings.ContainsAny(t[:3], "。,、)") {
		score -= 60
	}
	if strings.ContainsAny(t, ",:") {
		if joined > 0 {
			return 0
		}
		score -= 40
	}
	return max(score-index/4, 1)
}

// unwrapTitle takes a plan's name out of 关于印发《…》的通知.
func unwrapTitle(s string) string {
	at := strings.Index(s, "印发")
	if at < 0 || !strings.Contains(s[at:], "通知") {
		return s
	}
	inner := s[at+len("印发"):]
	if i := strings.LastIndex(inner, "的通知"); i > 0 {
		inner = inner[:i]
	} else if i := strings.LastIndex(inner, "通知"); i > 0 {
		inner = inner[:i]
	}
	if strings.HasPrefix(inner, "《") && strings.HasSuffix(inner, "》") {
		inner = strings.TrimSuffix(strings.TrimPrefix(inner, "《"), "》")
	}
	if runes(inner) < 6 {
		return s
	}
	return inner
}

// runInTitle reads the title of a text without lines: the words before 为深入贯彻…, ending in a document's kind.
func (d *Draft) runInTitle(f front) piece {
	for _, l := range f.lines {
		t := l.of(d.s)
		for _, w := range [...]string{"为深入", "为贯彻", "为全面", "为进一步", "为认真", "为加快", "为推进", "为切实", "为落实", "为扎实", "为做好", "根据", "为"} {
			i := strings.Index(t, w)
			if i > 24 && i < 200 {
				head := t[:i]
				if _, k := documentKinds.Suffix(strings.TrimSpace(head)); k > 0 && !strings.ContainsAny(head, "。") {
					if j := strings.LastIndexAny(head, "|>"); j >= 0 {
						return trimPiece(d.s, piece{l.start + j + 1, l.start + i})
					}
					return piece{l.start, l.start + i}
				}
			}
		}
	}
	return piece{}
}

// longest gives the first line of at least ten characters that reads as a heading.
func longest(s string, lines []piece) piece {
	for _, l := range lines {
		t := l.of(s)
		if n := runes(t); n >= 10 && n <= 60 && !strings.ContainsAny(t, ">|") && !startsBody(t) && !strings.Contains(t, ":") && !isDateLine(t) {
			return l
		}
	}
	return piece{}
}

// findNumber finds the document's own number (文号): 〔2024〕6号 on a short line, not inside brackets after another title.
func (d *Draft) findNumber(f front, m *policy.Meta) {
	for _, l := range f.lines {
		t := l.of(d.s)
		at := strings.Index(t, "〔")
		if at < 0 {
			if at = bracketYear(t); at < 0 {
				continue
			}
		}
		if runes(t) > 60 && !strings.Contains(t, "文号") {
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
		p := piece{l.start + start, l.start + at + end + len("号")}
		quote, span := d.quote(p)
		number := strings.NewReplacer(" ", "", "\n", "", "\u3000", "").Replace(quote)
		m.Number, m.Spans.Number = &number, span
		return
	}
}

// bracketYear finds [2024] or (2024) before a serial number.
func bracketYear(s string) int {
	for i := 0; i+6 < len(s); i++ {
		if (s[i] == '[' || s[i] == '(') && (s[i+5] == ']' || s[i+5] == ')') {
			if v, n := leading(s[i+1:]); n == 4 && v > 1980 && v < 2100 {
				if _, k := leading(s[i+6:]); k > 0 && strings.HasPrefix(s[i+6+k:], "号") {
					return i
				}
			}
		}
	}
	return -1
}

// findSignature finds the signature block (落款): names of organs on the lines before a date line.
func (d *Draft) findSignature(f front, m *policy.Meta) {
	for _, lines := range [...][]piece{f.lines, f.tail, linesOf(d.s, piece{f.end, len(d.s)}, 2000)} {
		for i, l := range lines {
			if l.end-l.start > 150 {
				continue
			}
			t := strings.Trim(strings.ReplaceAll(l.of(d.s), " ", ""), "()")
			date, organ := signatureDate(t)
			if date == "" {
				continue
			}
			if m.Issued == nil && i > 0 {
				iso := date
				_, span := d.quote(l)
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

// loneDate takes a date on a line of its own for the date of issue where nothing else names one.
func (d *Draft) loneDate(f front, m *policy.Meta) {
	for _, l := range f.lines {
		t := strings.Trim(strings.ReplaceAll(l.of(d.s), " ", ""), "()")
		if iso, organ := signatureDate(t); m.Issued == nil && iso != "" && organ == "" {
			m.Issued = &iso
			_, m.Spans.Issued = d.quote(l)
		}
	}
}

// signatureDate reads a line that is a date, perhaps after an organ's name.
func signatureDate(t string) (iso, organ string) {
	at := strings.IndexAny(t, "0123456789二")
	if at < 0 || len(t)-at > 40 {
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

// fullDate reads 2024年2月26日, 2024-02-26 or 二〇二四年二月二十六日 at the start of s.
func fullDate(s string) (iso string, n int) {
	if m, ok := scanMoment(s, 0); ok && m.part && m.year {
		text := s[:m.n]
		if strings.HasSuffix(text, "日") || strings.Count(text, "-") == 2 || strings.Count(text, ".") == 2 || strings.Count(text, "/") == 2 {
			return m.day.String(), m.n
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
	if date := day(int(v[0]), int(v[1]), int(v[2])); date != 0 && v[0] > 1949 && v[0] < 2100 {
		return date.String(), n
	}
	return "", 0
}

// setIssuers reads the organs named on the lines right before the date line i. A
// name broken over two lines is joined. It reports whether one was found.
func (d *Draft) setIssuers(m *policy.Meta, lines []piece, i int, organ string, dateLine piece) bool {
	var found []piece
	if organ != "" {
		at := strings.Index(d.s[dateLine.start:dateLine.end], organ)
		if at >= 0 {
			found = append(found, piece{dateLine.start + at, dateLine.start + at + len(organ)})
		}
	}
	for k := i - 1; k >= 0 && k >= i-8 && organ == ""; k-- {
		l := lines[k]
		t := strings.ReplaceAll(l.of(d.s), " ", "")
		if strings.ContainsAny(t, "[]\t0123456789") {
			break
		}
		if strings.HasSuffix(t, "代章)") || strings.HasPrefix(t, "(盖章") {
			continue
		}
		if strings.HasPrefix(t, "(") || strings.HasPrefix(t, "附件") {
			break
		}
		if _, n := organWords.Suffix(t); n == 0 || runes(t) > 60 || strings.ContainsAny(t, "。,;:《") {
			break
		}
		if k > 0 && runes(t) < 22 { // the first half of a broken name
			before := strings.ReplaceAll(lines[k-1].of(d.s), " ", "")
			_, whole := organWords.Suffix(before)
			if _, level := placeOf(t); level == "" && whole == 0 && runes(before) >= 8 && runes(before) < 40 && !strings.ContainsAny(before, "。,;:[") && zh.IsHan(zh.LastRune(before)) {
				l.start = lines[k-1].start
				k--
			}
		}
		found = append([]piece{l}, found...)
	}
	for _, p := range found {
		for _, one := range splitOrgans(d.s, p) {
			_, span := d.quote(one)
			m.Issuers = append(m.Issuers, squeeze(one.of(d.s)))
			m.Spans.Issuers = append(m.Spans.Issuers, span)
		}
	}
	return len(found) > 0
}

// splitOrgans divides organs printed on one line (市财政局 市审计局).
func splitOrgans(s string, p piece) []piece {
	var out []piece
	start := p.start
	for i := p.start; i < p.end; i++ {
		if s[i] != ' ' {
			continue
		}
		if name := s[start:i]; runes(name) >= 5 {
			if _, n := organWords.Suffix(name); n > 0 {
				out = append(out, piece{start, i})
				start = i + 1
			}
		}
	}
	return append(out, piece{start, p.end})
}

func yearIn(s string) int {
	for i := 0; i+4 <= len(s); i++ {
		if v, n := leading(s[i:]); n == 4 && v >= 1980 && v <= 2100 && (i == 0 || !zh.IsDigit(s[i-1])) {
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
			y, _ = leading(strings.TrimLeft((*m.Number)[i:], "〔[("))
		}
	}
	if y > 0 {
		m.Year = &y
	}
}
