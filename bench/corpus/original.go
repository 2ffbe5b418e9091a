package corpus

import (
	"regexp"
	"strings"
)

// An original is a real document taken apart at its labels.
type original struct {
	front    string
	chapters []chapter
	paged    bool // page numbers stand inside its sentences
}

// A chapter is a clause of the outermost style with what it holds.
type chapter struct {
	head   clause
	blocks [][]clause // clauses of the second style, each with the deeper ones
}

// A clause is the text from one label to the next.
type clause struct {
	style style
	lost  bool // its numeral is missing in the original
	body  string
}

// A style is how a label is printed: its open and its closing mark.
type style struct {
	open, end string
	arabic    bool
}

var (
	labels  = regexp.MustCompile(`(?:^|\n[ \t\x{3000}]*|[。)）\x00])((?:([一二三四五六七八九十]+)、)|([(（])([一二三四五六七八九十]*|\d{1,2})([)）])|(\d{1,2})[.．])[\p{Han}“]`)
	glued   = regexp.MustCompile(`(\p{Han})([(（][一二三四五六七八九十]{1,3}[)）]\p{Han})`) // …新格局(一)优化…
	pages   = regexp.MustCompile(`\n\d{1,2}、`)
	newline = regexp.MustCompile(`\r\n?`)
)

// dissect takes a document apart; ok is false where it has no two numbered clauses.
func dissect(text string) (o original, ok bool) {
	text = newline.ReplaceAllString(strings.TrimPrefix(text, "\ufeff"), "\n")
	if len(pages.FindAllString(text, -1)) > 8 {
		o.paged = true
		text = pages.ReplaceAllString(text, "")
	}
	text = glued.ReplaceAllString(text, "$1\x00$2")
	found := labels.FindAllStringSubmatchIndex(text, -1)
	if len(found) < 2 {
		return o, false
	}
	o.front = strings.TrimSuffix(text[:found[0][2]], "\x00")
	for i, m := range found {
		part := func(k int) string {
			if m[2*k] < 0 {
				return ""
			}
			return text[m[2*k]:m[2*k+1]]
		}
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][2]
		}
		c := clause{body: strings.TrimSuffix(text[m[3]:end], "\x00")}
		switch numeral := part(4); {
		case part(2) != "":
			c.style = style{end: "、"}
		case part(3) != "":
			c.style = style{open: part(3), end: part(5), arabic: numeral != "" && numeral[0] <= '9'}
			c.lost = numeral == ""
		default:
			c.style = style{end: ".", arabic: true}
		}
		o.add(c)
	}
	return o, true
}

// add puts the next clause where it belongs.
func (o *original) add(c clause) {
	if len(o.chapters) == 0 || c.style == o.chapters[0].head.style {
		o.chapters = append(o.chapters, chapter{head: c})
		return
	}
	last := &o.chapters[len(o.chapters)-1]
	if len(last.blocks) == 0 || c.style == last.blocks[0][0].style {
		last.blocks = append(last.blocks, []clause{c})
		return
	}
	block := &last.blocks[len(last.blocks)-1]
	*block = append(*block, c)
}

// sentences are those inside the clauses that others can take the place of.
func (o *original) sentences() []string {
	var all []string
	take := func(c clause) {
		for _, line := range strings.Split(c.body, "\n") {
			for i, s := range sentencesOf(line) {
				if i > 0 && len(s) > 30 && !namesDuties(s) {
					all = append(all, s)
				}
			}
		}
	}
	for _, ch := range o.chapters {
		take(ch.head)
		for _, block := range ch.blocks {
			for _, c := range block {
				take(c)
			}
		}
	}
	return all
}
