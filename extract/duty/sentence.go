package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// inSentence reads 由A牵头,B、C配合 and 由A、B负责 inside a sentence; 由…负责解释 is none.
func inSentence(s string, i, limit int) (d List, ok bool) {
	start := i
	if strings.HasPrefix(s[i:], "由") {
		start += len("由")
	}
	end := passage.SentenceEnd(s[:min(limit, start+600)], start)
	if semicolon := strings.IndexByte(s[start:end], ';'); semicolon >= 0 {
		end = start + semicolon
	}
	at, role, n := closingRole(s[start:end])
	if at < 0 {
		return d, false
	}
	if word := s[start+at : start+at+n]; word == "组织实施" || word == "共同实施" || word == "组织开展" || word == "参与" || word == "共同推进" {
		return d, false // these close a list only after the unit that leads
	}
	if everyTask.In(s[start:end]) || strings.Count(s[start:start+at], "(") != strings.Count(s[start:start+at], ")") {
		return d, false
	}
	if start == i && strings.Contains(s[start:start+at], "由") {
		return d, false // the list begins at 由
	}
	d.Piece = passage.Between(i, start+at+n)
	units := d.unitsIn(nil, s, passage.Between(start, start+at))
	for _, u := range units {
		if !LikeUnit(u.Of(s)) {
			return d, false
		}
	}
	d.settle(units, role)
	bare, after := len(d.Units), zh.FirstRune(s[d.End:end])
	if role == policy.RoleLead {
		d.leadTogether(s, d.End, end)
	}
	d.goOn(s, role, end)
	if zh.IsHan(after) && len(d.Units) == bare { // 由县级医院牵头组建的医共体 gives no duty
		return d, false
	}
	return d, len(d.Units) > 0
}

// goOn reads the lists that follow one read from a sentence, each with its role: A牵头,|B、C配合.
func (d *List) goOn(s string, role policy.Role, end int) {
	for next := d.End; next < end; {
		rest := s[next:end]
		skip := strings.IndexByte(rest, ',') + 1
		if role != policy.RoleLead && skip > 1 {
			break // 由A负责验收,… goes on about something else
		}
		// what is led may stand before the comma (牵头负责项目审批,…)
		if strings.HasPrefix(rest, "、") {
			skip = len("、")
		}
		if skip == 0 {
			break
		}
		at, role2, n2 := closingRole(rest[skip:])
		if at < 0 {
			break
		}
		more := d.unitsIn(nil, s, passage.Between(next+skip, next+skip+at))
		if !allUnits(s, more) {
			break
		}
		d.settle(more, role2)
		next += skip + at + n2
		d.End = next
	}
}

// leadTogether reads what follows a unit that leads: ,会同B、C + the work. B and C are responsible.
func (d *List) leadTogether(s string, at, end int) int {
	rest, found := strings.CutPrefix(s[at:end], ",会同")
	if !found {
		return at
	}
	start := at + len(",会同")
	for {
		item := rest
		mark := strings.Index(rest, "、")
		if mark > 0 && LikeUnit(rest[:mark]) {
			item = rest[:mark]
		} else if n := unitPrefix(rest); n > 0 {
			item = rest[:n]
			mark = -1
		} else {
			return d.End
		}
		d.settle([]Unit{{Piece: passage.Between(start, start+len(item))}}, policy.RoleResponsible)
		d.End = start + len(item)
		if mark < 0 {
			return d.End
		}
		start += mark + len("、")
		rest = rest[mark+len("、"):]
	}
}

// unitPrefix is the length of the unit's name that s begins with, ended by a bureau's own word.
func unitPrefix(s string) int {
	count := 0
	for i, r := range s {
		if count > 16 || !zh.IsHan(r) {
			return 0
		}
		count++
		if end := i + len(string(r)); count >= 4 && strings.ContainsRune("局委办厅部门队会府", r) && LikeUnit(s[:end]) && !strings.HasPrefix(s[end:], "公室") && !strings.HasPrefix(s[end:], "员会") && !strings.HasPrefix(s[end:], "中心") && !strings.HasPrefix(s[end:], "门") {
			return end
		}
	}
	return 0
}

// allUnits reports whether every name of a list can be a unit's.
func allUnits(s string, units []Unit) bool {
	for _, u := range units {
		if !LikeUnit(u.Of(s)) {
			return false
		}
	}
	return len(units) > 0
}

// markSentence notes that a list stands in running text.
func markSentence(d *List) {
	for i := range d.Units {
		d.Units[i].InSentence = true
	}
}

// sentenceRoles are the role words that close units inside a sentence, followed by a mark or the sentence's end.
var sentenceRoles = zh.NewLexicon(map[string]policy.Role{
	"牵头负责": policy.RoleLead, "牵头": policy.RoleLead, "共同牵头": policy.RoleLead,
	"配合": policy.RoleCooperate, "按职责分工负责": policy.RoleResponsible, "分别负责": policy.RoleResponsible, "按职责分工配合": policy.RoleCooperate, "按照职责分工负责": policy.RoleResponsible,
	"负责": policy.RoleResponsible, "共同负责": policy.RoleResponsible, "按职责分工抓好落实": policy.RoleResponsible, "按职责负责": policy.RoleResponsible, "具体负责": policy.RoleResponsible, "配合实施": policy.RoleCooperate, "负责实施": policy.RoleResponsible, "负责组织实施": policy.RoleResponsible, "负责落实": policy.RoleResponsible, "配合落实": policy.RoleCooperate, "密切配合": policy.RoleCooperate, "积极配合": policy.RoleCooperate, "牵头组织实施": policy.RoleLead, "予以配合": policy.RoleCooperate,
	"为牵头部门": policy.RoleLead, "为牵头单位": policy.RoleLead, "为配合部门": policy.RoleCooperate, "为配合单位": policy.RoleCooperate, "为责任单位": policy.RoleResponsible, "组织实施": policy.RoleResponsible, "共同实施": policy.RoleResponsible, "协同配合": policy.RoleCooperate, "做好配合": policy.RoleCooperate, "组织开展": policy.RoleResponsible, "参与": policy.RoleResponsible, "共同推进": policy.RoleResponsible,
})

// closingRole finds the first role word in s that closes a list of units: what
// follows is a mark, the end, or for 牵头 the work itself.
func closingRole(s string) (at int, role policy.Role, n int) {
	at, role, n = sentenceRoles.Find(s, 0)
	if at <= 0 || at > 240 {
		return -1, "", 0
	}
	next := zh.FirstRune(s[at+n:])
	if next == 0 || strings.ContainsRune(",;。、)]", next) || role == policy.RoleLead && !strings.HasPrefix(s[at+n:], "单位") {
		list := strings.TrimRight(s[:at], "等 ")
		if strings.ContainsAny(list, "。:《") {
			return -1, "", 0
		}
		return at, role, n
	}
	return -1, "", 0
}

// closingSentence reads a whole sentence of units and roles: 市教育局牵头,市财政局配合。
func closingSentence(t *passage.Text, start, limit int) (d List, ok bool) {
	s := t.String
	end := t.Stop(start, min(limit, start+400))
	text := strings.TrimRight(s[start:end], " ")
	if len(text) < 12 || len(text) > 390 || !closesWithRole(text) {
		return d, false
	}
	if by := strings.Index(text, "由"); everyTask.In(text) || by > 0 && by < 60 {
		return d, false // the list begins at 由
	}
	if !unitHeads.Has(zh.FirstRune(text)) && !strings.Contains(text, byDuty) {
		return d, false
	}
	d = Read(s, passage.Between(start, start+len(text)))
	if len(d.Units) == 0 {
		return d, false
	}
	for _, u := range d.Units {
		if name := u.Of(s); !LikeUnit(name) || strings.HasSuffix(name, "负责") {
			return d, false
		}
	}
	return d, true
}

// shared reads a sentence that divides a work among units: A负责…,B负责…,C配合。 At least two
// of its phrases must begin with units and a role.
func shared(s string, start, limit int) (d List, ok bool) {
	end := passage.SentenceEnd(s[:min(limit, start+900)], start)
	if strings.Count(s[start:end], "负责") < 1 || everyTask.In(s[start:end]) {
		return d, false
	}
	d.Piece = passage.Between(start, end)
	parts := 0
	for _, ph := range passage.Cut(s, d.Piece, ",;") {
		text := strings.TrimPrefix(strings.TrimLeft(ph.Of(s), " "), "由")
		at, role, _ := shareRoles.Find(text, 0)
		if at <= 0 || at > 150 {
			continue
		}
		from := ph.Start + len(ph.Of(s)) - len(text)
		units := d.unitsIn(nil, s, passage.Between(from, from+at))
		if !allUnits(s, units) || !strings.ContainsRune(levels, zh.FirstRune(text)) {
			continue
		}
		d.settle(units, role)
		parts++
	}
	return d, parts >= 2
}

var shareRoles = zh.NewLexicon(map[string]policy.Role{"负责": policy.RoleResponsible, "牵头": policy.RoleLead, "配合": policy.RoleCooperate})

// ReadItem reads the item of an article that begins with its unit: (一)市财政局负责…. ok is false where
// an item begins otherwise.
func ReadItem(s string, p passage.Piece) (d List, ok bool) {
	at, role, n := shareRoles.Find(p.Of(s), 0)
	if at <= 0 || at > 150 {
		return d, false
	}
	d.Piece = passage.Between(p.Start, p.Start+at+n)
	units := d.unitsIn(nil, s, passage.Between(p.Start, p.Start+at))
	if !allUnits(s, units) || !strings.ContainsRune(levels, zh.FirstRune(p.Of(s))) {
		return d, false
	}
	d.settle(units, role)
	for _, ph := range passage.Cut(s, p, ",;。")[1:] {
		if at, role, _ := shareRoles.Find(ph.Of(s), 0); at > 0 && at < 150 {
			if more := d.unitsIn(nil, s, passage.Between(ph.Start, ph.Start+at)); allUnits(s, more) {
				d.settle(more, role)
			}
		}
	}
	markSentence(&d)
	return d, true
}
