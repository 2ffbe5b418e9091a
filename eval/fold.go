package eval

import (
	"strings"
	"unicode"
)

// fold makes the bracket, punctuation and width variants of the annotation guide alike.
func fold(r rune) rune {
	switch {
	case unicode.IsSpace(r), r >= 0x1c && r <= 0x1f:
		return -1
	case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ':
		return r - 0xFEE0
	}
	switch r {
	case '（', '〈', '＜':
		return '('
	case '）', '〉', '＞':
		return ')'
	case '【':
		return '['
	case '】':
		return ']'
	case '，':
		return ','
	case '；':
		return ';'
	case '：':
		return ':'
	case '％':
		return '%'
	case '．':
		return '.'
	case '～', '－', '—':
		return '-'
	}
	return r
}

// norm is how texts are compared: folded, without white space, without marks at the ends.
func norm(s string) string { return strings.Trim(strings.Map(fold, s), "。;；,，、.") }

// unit is how names of units are compared: as texts, without brackets.
func unit(s string) string { return strings.NewReplacer("(", "", ")", "").Replace(norm(s)) }

// path is how a task is found again: its labels, folded.
func path(labels []string) string {
	folded := make([]string, len(labels))
	for i, l := range labels {
		folded[i] = strings.Trim(norm(l), "、.")
	}
	return strings.Join(folded, "/")
}
