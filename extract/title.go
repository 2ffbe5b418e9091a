package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// documentKinds end the titles of official documents (文种).
var documentKinds = zh.Words(`方案 意见 通知 办法 规定 细则 计划 要点 任务 措施 规划 决定 条例 通报 清单 分工 纲要 制度 指南 规则 公告 通告 函 安排 报告 批复 决议 行动 标准 规程 政策 机制 工作 举措 台账 责任清单 项目清单 实事 清单(试行) 十条 二十条 任务书 责任书 路线图 一览表 分解表 清单表 分工表 项目表
	方案(试行) 意见(试行) 办法(试行) 规定(试行) 细则(试行) 措施(试行) 制度(试行) 方案(修订) 办法(修订) 办法(暂行) 通知(征求意见稿) 方案(征求意见稿) 意见(征求意见稿) 办法(征求意见稿) 措施(征求意见稿)`)

// findTitle chooses the title.
//
//  1. A line, or up to three lines that read as one, that ends in a document's kind. The
//     attached plan's own title wins over the covering notice's.
//  2. What 关于印发《…》的通知 wraps.
//  3. In a text run together, the words before 为深入贯彻.
//  4. The first long line that is no page furniture.
func (d *Draft) findTitle(f front, m *policy.Meta) {
	best, score := passage.Piece{}, 0
	lines := d.titleLines(f)
	for i := range lines {
		if first := lines[i].Of(d.text.String); startsBody(first) || signs(first) || strings.Contains(first, "〔") && strings.HasSuffix(first, "号") {
			continue
		}
		text := ""
		for k := i; k < min(i+4, len(lines)); k++ {
			part := lines[k].Of(d.text.String)
			if k > i && (!d.adjacent(lines[k-1], lines[k]) || strings.Contains(part, "〔") || zh.LastRune(text) == ':' || startsBody(part) || lines[k].Start-lines[k-1].End > 12 || signs(part)) {
				break
			}
			text += part
			p := passage.Between(lines[i].Start, lines[k].End)
			if v := titleScore(text, k-i, i); v > score {
				best, score = p, v
			}
		}
	}
	if score == 0 {
		best = d.runInTitle(f)
	}
	if best.End == best.Start && len(lines) > 0 {
		best = longest(d.text.String, lines)
	}
	name := strings.ReplaceAll(best.Of(d.text.String), "\n", "")
	inner := unwrapTitle(name)
	if plan, found := strings.CutSuffix(name, "的通知"); found && inner == name && d.hasLine(plan) {
		inner = plan
	}
	at := strings.Index(best.Of(d.text.String), inner)
	if at >= 0 && inner != name {
		best = passage.Between(best.Start+at, best.Start+at+len(inner))
	}
	quote, span := d.text.Quote(best)
	m.Title = unspaced.Replace(quote) // as printed: （2025—2027年） with the brackets it has
	if at < 0 {                       // the name runs over lines
		m.Title = unwrapTitle(m.Title)
	}
	m.Spans.Title = span
}

// signs reports whether a line is a day, or an organ's name with one.
func signs(t string) bool {
	if isDateLine(t) {
		return true
	}
	_, organ := signatureDate(strings.ReplaceAll(t, " ", ""))
	return organ != ""
}

// unspaced drops what divides the lines and words of a title.
var unspaced = strings.NewReplacer("\n", "", "\r", "", " ", "", "\u3000", "", "\t", "")

// adjacent reports whether nothing but space stands between two lines in the source.
func (d *Draft) adjacent(a, b passage.Piece) bool {
	gap := source.Span{Start: d.text.Span(a).End, End: d.text.Span(b).Start}
	return strings.TrimSpace(d.Tree.Text.Source.Slice(gap)) == "" && gap.Len() < 200
}

// hasLine reports whether name stands on a line of its own.
func (d *Draft) hasLine(name string) bool {
	return zh.Count(name) >= 8 && strings.Contains(d.text.String, "\n"+name+"\n")
}

// titleLines are the short lines at the document's head.
func (d *Draft) titleLines(f front) []passage.Piece {
	var out []passage.Piece
	for _, l := range f.lines {
		t := l.Of(d.text.String)
		if zh.Count(t) <= 70 && !zh.EndsSentence(zh.LastRune(t)) || strings.Contains(t, "关于印发") && zh.Count(t) < 100 && !strings.HasSuffix(t, "。") {
			out = append(out, l)
		}
	}
	return out
}

func startsBody(s string) bool {
	if strings.HasPrefix(s, "(2") && strings.Contains(s, "月") && strings.HasSuffix(s, "日)") {
		return true // the date of issue below a title
	}
	if strings.HasPrefix(s, "(2") && !strings.Contains(s, "通过") && !strings.Contains(s, "会议") || strings.HasPrefix(s, "(试") || strings.HasPrefix(s, "(修") || strings.HasPrefix(s, "(暂") || strings.HasPrefix(s, "(征") {
		return false
	}
	for _, w := range [...]string{"为", "各", "根据", "按照", "市直", "县直", "省直", "(", "访问", "发布", "来源", "时间", "索引", "浏览", "字号", "字体", "发文", "文号", "成文", "信息", "作者", "日期", "【", "[", "-"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// titleScore rates a line as a title; 0 is none. Later lines win over equal earlier ones only
// where they are longer, joined lines over their parts.
func titleScore(text string, joined, index int) int {
	t := strings.ReplaceAll(text, " ", "")
	n := zh.Count(t)
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
	if zh.Count(inner) < 6 {
		return s
	}
	return inner
}

// runInTitle reads the title of a text without lines: the words before 为深入贯彻…, ending in a document's kind.
func (d *Draft) runInTitle(f front) passage.Piece {
	for _, l := range f.lines {
		t := l.Of(d.text.String)
		for _, w := range [...]string{"为深入", "为贯彻", "为全面", "为进一步", "为认真", "为加快", "为推进", "为切实", "为落实", "为扎实", "为做好", "根据", "为"} {
			i := strings.Index(t, w)
			if i > 24 && i < 200 {
				head := t[:i]
				if _, k := documentKinds.Suffix(strings.TrimSpace(head)); k > 0 && !strings.ContainsAny(head, "。") {
					if j := strings.LastIndexAny(head, "|>"); j >= 0 {
						return passage.Trim(d.text.String, passage.Between(l.Start+j+1, l.Start+i))
					}
					return passage.Between(l.Start, l.Start+i)
				}
			}
		}
	}
	return passage.Piece{}
}

// longest gives the first line of at least ten characters that reads as a heading.
func longest(s string, lines []passage.Piece) passage.Piece {
	for _, l := range lines {
		t := l.Of(s)
		if n := zh.Count(t); n >= 10 && n <= 60 && !strings.ContainsAny(t, ">|") && !startsBody(t) && !strings.Contains(t, ":") && !isDateLine(t) {
			return l
		}
	}
	return passage.Piece{}
}
