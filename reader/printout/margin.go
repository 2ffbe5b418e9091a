package printout

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// dropMargins leaves out page numbers, and running heads and feet: what
// stands at the same height in the margin of several pages with the same words.
func dropMargins(pages []sheet) []sheet {
	type place struct {
		words  string
		height int // in tenths of a page
	}
	key := func(p sheet, l line) place {
		return place{digitRuns.ReplaceAllString(l.text, "0"), int(10 * l.top / p.height)}
	}
	seen := make(map[place]int)
	for _, p := range pages {
		for _, l := range p.lines {
			if inMargin(p, l) {
				seen[key(p, l)]++
			}
		}
	}
	kept := slices.Clone(pages)
	for i, p := range kept {
		kept[i].lines = slices.DeleteFunc(slices.Clone(p.lines), func(l line) bool {
			if !inMargin(p, l) {
				return false
			}
			// Heads may change from left to right pages and from chapter to chapter.
			return isPageNumber(l.text) || seen[key(p, l)] > 1 && seen[key(p, l)]*4 >= len(pages)
		})
	}
	return kept
}

var digitRuns = regexp.MustCompile(`\d+`)

// inMargin reports that a line stands at the very top or bottom of a page.
func inMargin(p sheet, l line) bool {
	return l.bottom < 0.1*p.height || l.top > 0.885*p.height
}

// pageNumbers are the ways in which a page's number is printed.
var pageNumbers = regexp.MustCompile(`^(?:[-—–－―－~·•.]{0,3}\d{1,4}[-—–－―~·•.]{0,3}|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|[-—–]?\d{1,4}/\d{1,4}[-—–]?|[ivxIVX]{1,6})$`)

// isPageNumber reports that a line is a page's number and nothing else.
func isPageNumber(text string) bool {
	if len(text) > 64 {
		return false
	}
	return pageNumbers.MatchString(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, text))
}
