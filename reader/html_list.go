package reader

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wenxiao/wenxiao/reader/numeral"
)

// listFormats are the numerals of ordered lists, by HTML's type and by CSS's
// list-style-type.
var listFormats = map[string]string{
	"": "decimal", "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
	"decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
	"upper-alpha": "upperLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
	"cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting", "trad-chinese-informal": "chineseCounting",
	"simp-chinese-formal": "chineseLegalSimplified", "cjk-decimal": "ideographDigital",
	"cjk-heavenly-stem": "ideographTraditional", "cjk-earthly-branch": "ideographZodiac",
	"none": "none", "disc": "none", "circle": "none", "square": "none",
}

var listStyle = regexp.MustCompile(`(?i)list-style(?:-type)?\s*:\s*([a-z-]+)`)

// orderedList lays out an ol, each item with the number it is shown with.
func (r *renderer) orderedList(list *html.Node) {
	r.flush()
	items := 0
	for c := range list.ChildNodes() {
		if c.DataAtom == atom.Li {
			items++
		}
	}
	n, step := 1, 1
	if hasAttribute(list, "reversed") {
		n, step = items, -1
	}
	if start, err := strconv.Atoi(strings.TrimSpace(attribute(list, "start"))); err == nil {
		n = start
	}
	for c := range list.ChildNodes() {
		if c.DataAtom != atom.Li {
			r.node(c)
			continue
		}
		if v, err := strconv.Atoi(strings.TrimSpace(attribute(c, "value"))); err == nil {
			n = v
		}
		r.flush()
		r.label = itemLabel(n, itemFormat(list, c))
		r.children(c)
		r.flush()
		r.label = ""
		n += step
	}
}

// itemFormat is the numeral of an item: its own style, else its list's.
func itemFormat(list, item *html.Node) string {
	for _, n := range []*html.Node{item, list} {
		if m := listStyle.FindStringSubmatch(attribute(n, "style")); m != nil {
			if f, ok := listFormats[strings.ToLower(m[1])]; ok {
				return f
			}
		}
		if t := attribute(n, "type"); t != "" {
			if f, ok := listFormats[t]; ok {
				return f
			}
		}
	}
	return "decimal"
}

// itemLabel is an item's number with the mark a browser puts behind it.
func itemLabel(n int, format string) string {
	s, _ := numeral.Write(n, format)
	switch {
	case s == "":
		return ""
	case strings.HasPrefix(format, "chinese") || strings.HasPrefix(format, "ideograph"):
		return s + "、"
	}
	return s + "."
}

func hasAttribute(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// ownLabel matches a paragraph that begins with a label of its own; a list
// number before it would be a second one.
var ownLabel = regexp.MustCompile(`^(?:[（(]?[0-9一二三四五六七八九十百]+[）)、.．]|第[0-9一二三四五六七八九十百]+[条章节]|[①-⑳])`)
