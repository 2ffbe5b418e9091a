package passage

import (
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// First is the first character of s as a string; it is empty for the empty string.
func First(s string) string {
	if s == "" {
		return ""
	}
	return s[:min(zh.Width(s[0]), len(s))]
}

// FirstRunes gives the first n characters of s, lines joined; fewer where s has no more.
func FirstRunes(s string, n int) string {
	s = strings.ReplaceAll(s[:min(len(s), n*8)], "\n", "")
	for i := 0; i < len(s); i += zh.Width(s[i]) {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return strings.ToValidUTF8(s, "")
}

// Squeeze gives s without spaces and line breaks.
func Squeeze(s string) string {
	if strings.IndexByte(s, ' ') < 0 && strings.IndexByte(s, '\n') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\n", "")
}
