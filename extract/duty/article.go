package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/zh"
)

// ReadArticle reads the duties that the phrases of an article give in passing: A负责资金统筹, B配合做好衔接.
// Who merely acts together (A会同B编制) does not answer for it.
// The phrases that a list was read from already are left out. There are none in most articles.
func ReadArticle(s string, p passage.Piece, lists []List) []List {
	if !articleWords.In(p.Of(s)) {
		return nil
	}
	var found []List
	for _, ph := range passage.Cut(s, p, "。,;\n") {
		if overlaps(ph, lists) || strings.Contains(ph.Of(s), "负责解释") {
			continue
		}
		if d := articlePhrase(s, ph); len(d.Units) > 0 {
			markSentence(&d)
			found = append(found, d)
		}
	}
	return found
}

var articleWords = zh.Words(`负责 牵头 配合`)

func overlaps(p passage.Piece, lists []List) bool {
	for _, l := range lists {
		if l.Start < p.End && p.Start < l.End {
			return true
		}
	}
	return false
}

// articlePhrase reads one phrase. Its units stand at its head, or after 由 behind the work.
func articlePhrase(s string, ph passage.Piece) (d List) {
	start := ph.Start
	if by := strings.Index(ph.Of(s), "由"); by >= 0 {
		start += by + len("由")
	}
	if !strings.ContainsRune(levels, zh.FirstRune(s[start:ph.End])) {
		return d
	}
	rest := s[start:ph.End]
	at, role, n := shareRoles.Find(rest, 0)
	if at <= 0 || at > 150 || strings.Contains(rest[:at], "会同") {
		return d
	}
	units := d.unitsIn(nil, s, passage.Between(start, start+at-byShare(rest[:at])))
	if !allUnits(s, units) {
		return d
	}
	d.Piece = passage.Between(start, start+at+n)
	d.settle(units, role)
	return d
}

// byShare is the length of the words between units and what they do, at the end of s.
func byShare(s string) int {
	_, n := byShares.Suffix(s)
	return n
}

// levels are the characters that names of public bodies begin with.
const levels = "省市县区州各国中乡镇村公"

// byShares are the words between units and what they do.
var byShares = zh.Words(`按照职责分工 按职责分工 按照各自职责 按各自职责 依职责 按照职责 按职责 应当 具体 共同 分别 密切 积极 予以 协同 主要 统一 依法`)
