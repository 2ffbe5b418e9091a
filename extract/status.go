package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// findSecrecy finds a secrecy mark (密级) alone at the head of the document: 秘密★1年.
func (d *Draft) findSecrecy(f front, m *policy.Meta) {
	for i, l := range f.lines {
		t := strings.ReplaceAll(l.Of(d.text.String), " ", "")
		if i > 12 {
			return
		}
		for _, w := range [...]string{"绝密", "机密", "秘密"} {
			rest, found := strings.CutPrefix(t, w)
			if found && (rest == "" || strings.HasPrefix(rest, "★") || strings.HasPrefix(rest, "☆") || strings.HasPrefix(rest, "*")) && utf8.RuneCountInString(t) <= 12 {
				mark, span := d.text.Quote(l)
				m.Secrecy, m.Spans.Secrecy = &mark, span
				return
			}
		}
	}
}

// findStatus judges whether the source binds: a draft for comment, cut off, or of unknown origin.
func (d *Draft) findStatus(f front, m *policy.Meta) {
	text := strings.TrimRight(d.text.String, "\n ")
	last := zh.LastRune(text)
	switch {
	case strings.Contains(m.Title, "征求意见稿") || strings.Contains(m.Title, "草案") || strings.Contains(d.text.String[:min(len(d.text.String), 1500)], "征求意见稿"):
		m.Status = policy.StatusConsultation
	case zh.IsHan(last) && len(d.Tree.Nodes) > 0 && utf8.RuneCountInString(text[strings.LastIndexByte(text, '\n')+1:]) > 60:
		m.Status = policy.StatusIncomplete
	case m.Number == nil && len(m.Issuers) == 0:
		m.Status = policy.StatusUnknown
	}
}
