package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/zh"
)

// bracket reads (市公安局、市民政局负责) and [责任单位:…]; a bracket of nothing
// but units counts where it ends a sentence.
func bracket(s string, i, limit int) (d List, ok bool) {
	end := outline.CloseBracket(s[i:limit])
	closed := end > 0
	if end < 0 {
		if end = unclosed(s[i:limit]); end < 0 {
			return d, false
		}
	}
	end += i
	if end-i < len("(市办)") || !closesClause(s, min(end+1, limit), limit) && !(closed && outline.NamesDuty(s[i:end])) {
		return d, false
	}
	if _, n := abbreviates.Prefix(s[i+1 : end]); n > 0 {
		return d, false // 办公室设在县生态环境局(简称县攻坚办)
	}
	d = Read(s, passage.Between(i+1, end))
	d.Piece = passage.Between(i, min(end+1, limit))
	if len(d.Units) == 0 {
		return d, d.Due.End > d.Due.Start
	}
	inner := s[i+1 : end]
	if _, n := labelAt(inner); n > 0 {
		return d, true
	}
	named := 0
	for i := range d.Units {
		u := &d.Units[i]
		if u.like = LikeUnit(u.Of(s)); u.like {
			named++
		}
	}
	if named*3 < len(d.Units)*2 {
		return d, false
	}
	if _, n := roles.Suffix(listEnds.TrimRight(passage.FirstSentence(inner))); n > 0 {
		return d, true
	}
	if strings.Contains(inner, "(牵头") || strings.Contains(inner, "牵头,") || strings.Contains(inner, "牵头;") {
		return d, true
	}
	return d, named == len(d.Units) && closesClause(s, d.End, limit) && plainUnits(s, d)
}

// listEnds may stand behind the role word that closes a list.
var listEnds = zh.NewChars("。;, 等")

// abbreviates open a bracket that gives a body's short name.
var abbreviates = zh.Words(`简称 以下简称 以下统称 统称 下称 下同`)

// unclosed finds the end of a duty bracket whose closing bracket was lost.
func unclosed(s string) int {
	if end := strings.IndexAny(s, "\n"); end > 0 && outline.DutyBracket(s[:end]+")") {
		return end
	}
	if end := strings.IndexAny(s+"\n", "\n"); end < 240 && strings.IndexByte(s[:end], ')') < 0 {
		return end // a bare list whose bracket never closes; its names decide
	}
	if len(s) < 600 && outline.DutyBracket(s+")") && !strings.Contains(s, "\n") {
		return len(s)
	}
	return -1
}

// closesClause reports whether a bracket that ends at i is followed by nothing more of its sentence.
func closesClause(s string, i, limit int) bool {
	rest := s[i:limit]
	return rest == "" || rest[0] == '\n' || strings.HasPrefix(rest, "。") || rest[0] == ';'
}

// plainUnits keeps out brackets that list places or things: every name must be a bureau's or begin with its level.
func plainUnits(s string, d List) bool {
	for _, u := range d.Units {
		name := u.Of(s)
		if strings.HasSuffix(name, "管理站") {
			continue // 蒲水河流域管理站
		}
		switch zh.LastRune(name) {
		case '县', '市', '区', '镇', '乡', '村', '州', '园', '馆', '站', '院', '校', '所', '厂', '库', '社', '台':
			if !strings.ContainsRune("各省市县区", zh.FirstRune(name)) {
				return false
			}
		}
	}
	return true
}
