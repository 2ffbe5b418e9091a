package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// restrictedMarks (不予公开标志) are printed on what is no state secret and yet not for the public.
var restrictedMarks = zh.Words("工作秘密 内部资料 内部文件 内部使用 内部材料 仅供内部使用 此件不予公开 此件不公开 不予公开")

// findSecrecy finds a mark that keeps the document from the public (工作秘密, 内部资料, 此件不予公开), alone on a line
// of its head or tail. A mark of state secrecy never comes this far.
func (d *Draft) findSecrecy(f front, m *policy.Meta) {
	for i, l := range append(f.lines[:len(f.lines):len(f.lines)], f.tail...) {
		if i > 12 && i < len(f.lines) {
			continue
		}
		t := strings.Trim(strings.ReplaceAll(l.Of(d.text.String), " ", ""), "()[]★☆*。")
		if _, n := restrictedMarks.Prefix(t); n > 0 && zh.Count(t) <= zh.Count(t[:n])+6 {
			mark, span := d.text.Quote(l)
			m.Secrecy, m.Spans.Secrecy = &mark, span
			return
		}
	}
}

// findStatus judges whether the source binds: a draft for comment, cut off, or of unknown origin.
func (d *Draft) findStatus(f front, m *policy.Meta) {
	switch {
	case strings.Contains(m.Title, "征求意见稿") || strings.Contains(m.Title, "草案") || strings.Contains(d.text.String[:min(len(d.text.String), 1500)], "征求意见稿"):
		m.Status = policy.StatusConsultation
	case len(d.Tree.Nodes) > 0 && isCutOff(d.text.String):
		m.Status = policy.StatusIncomplete
	case m.Number == nil && len(m.Issuers) == 0:
		m.Status = policy.StatusUnknown
	}
}

// isCutOff says whether a text ends inside a sentence: in a long line without a stop at its end, which is no row of a table and whose last words are no
// particulars of the page (来源:…, 发布日期:…).
func isCutOff(text string) bool {
	text = strings.TrimRight(text, "\n ")
	if !zh.IsHan(zh.LastRune(text)) {
		return false
	}
	line := text[strings.LastIndexByte(text, '\n')+1:]
	if zh.Count(line) <= 60 || strings.Contains(line, "\t") {
		return false
	}
	if i := strings.LastIndex(line, "。"); i >= 0 {
		line = line[i+len("。"):]
	}
	label, _, hasValue := strings.Cut(line, ":")
	return !hasValue || !fieldNames.Has(label)
}
