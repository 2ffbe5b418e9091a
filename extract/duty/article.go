package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// ReadArticle reads the duties that the phrases of an article give in passing: A负责资金统筹, …由A会同B编制.
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

var articleWords = zh.Words(`负责 牵头 配合 会同`)

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
	if with := strings.Index(rest, "会同"); with > 0 && (at < 0 || with < at) {
		return together(s, start, start+with, ph.End)
	}
	if at <= 0 || at > 150 {
		return d
	}
	units := d.unitsIn(s, passage.Between(start, start+at-byShare(rest[:at])))
	if !allUnits(s, units) {
		return d
	}
	d.Piece = passage.Between(start, start+at+n)
	d.settle(units, role)
	return d
}

// together reads A会同B、C and their work: all answer for it, unless A is said to lead.
func together(s string, start, with, end int) (d List) {
	role := policy.RoleResponsible
	first := strings.TrimSuffix(s[start:with], "牵头")
	if len(first) < with-start {
		role = policy.RoleLead
	}
	units := d.unitsIn(s, passage.Between(start, start+len(first)))
	if !allUnits(s, units) {
		return d
	}
	d.settle(units, role)
	d.Piece = passage.Between(start, with)
	for at := with + len("会同"); at < end; {
		n := unitPrefix(s[at:end])
		if n == 0 {
			break
		}
		d.settle([]Unit{{Piece: passage.Between(at, at+n)}}, policy.RoleResponsible)
		d.End = at + n
		next := strings.TrimPrefix(strings.TrimPrefix(s[d.End:end], "、"), "和")
		if len(next) == end-d.End {
			break
		}
		at = end - len(next)
	}
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
