package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// readDuties reads the content of a duty list.
//
//  1. It is cut at commas and semicolons into parts; a label (责任单位:) holds until the next one.
//  2. Without a label, units wait until a role word closes their part
//     (A、B牵头负责,C配合完成); what still waits at the end is responsible.
//  3. A role in brackets after a unit (市发改委(牵头)) is that unit's own.
//  4. A sentence that gives a duty to all tasks becomes a default duty.
func readDuties(s string, p piece) dutyList {
	d := dutyList{piece: p}
	sentences := cutAt(s, p, "。")
	for k, sentence := range sentences {
		if quote, units := defaultSentence(s, sentence); len(units) > 0 {
			for _, u := range units {
				d.defaults = append(d.defaults, defaultDuty{u, quote})
			}
			continue
		}
		if k > 0 {
			if _, n := labelAt(sentence.of(s)); n == 0 && !closesWithRole(sentence.of(s)) {
				continue
			}
		}
		d.readSentence(s, sentence)
	}
	return d
}

func closesWithRole(s string) bool {
	_, n := roles.Suffix(strings.TrimRight(s, " ;,"))
	return n > 0
}

func (d *dutyList) readSentence(s string, p piece) {
	current := labelNone
	var waiting []dutyUnit
	for _, part := range cutParts(s, p) {
		l, n := labelAt(part.of(s))
		if n == 0 && part.start == p.start {
			l, n = bareLabelAt(part.of(s))
		}
		if n > 0 {
			d.settle(waiting, policy.RoleResponsible)
			waiting = nil
			current = l
			part.start += n
		}
		switch current {
		case labelLeader, labelOther:
			continue
		case labelDue:
			if d.due.end == d.due.start {
				d.due = part
			} else {
				d.due.end = part.end
			}
			continue
		}
		if quote, units := defaultSentence(s, part); len(units) > 0 {
			for _, u := range units {
				d.defaults = append(d.defaults, defaultDuty{u, quote})
			}
			continue
		}
		waiting = d.readPart(s, part, current, waiting)
	}
	d.settle(waiting, policy.RoleResponsible)
}

// readPart reads one part and gives the units that still wait for a role.
func (d *dutyList) readPart(s string, part piece, current label, waiting []dutyUnit) []dutyUnit {
	text := strings.TrimRight(part.of(s), " ;,。\n")
	part.end = part.start + len(text)
	role, n := roles.Suffix(text)
	part.end -= n
	// A牵头、B配合 in one part: the inner role word closes what stands before it.
	for _, inner := range innerRoles(s[part.start:part.end]) {
		if i := strings.Index(s[part.start:part.end], inner); i > 0 && (n > 0 || inner != "负责、") {
			r := policy.RoleLead
			if inner == "负责、" {
				r = policy.RoleResponsible
			}
			waiting = append(waiting, d.units0(s, piece{part.start, part.start + i})...)
			d.settle(waiting, r)
			waiting = nil
			part.start += i + len(inner)
			break
		}
	}
	units := d.units0(s, part)
	switch {
	case n > 0 && current != labelNone && role == policy.RoleResponsible:
		d.settle(units, roleOf(current))
	case n > 0:
		d.settle(append(waiting, units...), role)
		return nil
	case current != labelNone:
		d.settle(units, roleOf(current))
	default:
		return append(waiting, units...)
	}
	return waiting
}

// innerRoles are the role words that may stand inside a part; most parts hold none.
func innerRoles(part string) []string {
	if !strings.Contains(part, "牵头") && !strings.Contains(part, "负责、") {
		return nil
	}
	return []string{"牵头负责、", "牵头、", "负责、", "牵头负责 ", "牵头 ", "牵头会同"}
}

func roleOf(l label) policy.Role {
	switch l {
	case labelLead:
		return policy.RoleLead
	case labelCooperate:
		return policy.RoleCooperate
	}
	return policy.RoleResponsible
}

// units0 reads the units of a part; a unit with its role in brackets gets it at once.
func (d *dutyList) units0(s string, part piece) []dutyUnit {
	var units []dutyUnit
	for _, it := range splitUnits(s, part) {
		it = withoutPerson(s, it)
		name := it.of(s)
		if open := strings.LastIndexByte(name, '('); open > 0 && strings.HasSuffix(name, ")") {
			inner := name[open+1 : len(name)-1]
			if role, n := roles.Suffix(inner); n > 0 && n == len(inner) {
				d.settle([]dutyUnit{{piece: piece{it.start, it.start + open}}}, role)
				continue
			}
		}
		if role, n := roles.Suffix(name); n > 0 && n < len(name) && likeUnit(name[:len(name)-n]) && n >= len("负责") {
			units = append(units, dutyUnit{piece: trimUnit(s, piece{it.start, it.end - n}), role: role})
			continue
		}
		if utf8.RuneCountInString(name) < 2 || utf8.RuneCountInString(name) > 40 {
			continue
		}
		units = append(units, dutyUnit{piece: it})
	}
	return units
}

// withoutPerson drops the name of the person printed after a unit's (市住建局 张某).
func withoutPerson(s string, it piece) piece {
	name := it.of(s)
	i := strings.IndexByte(name, ' ')
	if i < 0 || !likeUnit(name[:i]) {
		return it
	}
	if person := strings.TrimSpace(name[i:]); utf8.RuneCountInString(person) <= 4 && !likeUnit(person) {
		it.end = it.start + i
	}
	return it
}

// settle gives units their role; a unit that has one already keeps it.
func (d *dutyList) settle(units []dutyUnit, role policy.Role) {
	for _, u := range units {
		if u.role == "" {
			u.role = role
		}
		d.units = append(d.units, u)
	}
}

// cutAt divides p at a mark outside brackets.
func cutAt(s string, p piece, marks string) []piece {
	var out []piece
	depth, start := 0, p.start
	for i := p.start; i < p.end; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '(' || r == '[' || r == '“' || r == '《':
			depth++
		case r == ')' || r == ']' || r == '”' || r == '》':
			depth = max(0, depth-1)
		case depth == 0 && strings.ContainsRune(marks, r):
			if i > start {
				out = append(out, piece{start, i})
			}
			start = i + size
		}
		i += size
	}
	if p.end > start {
		out = append(out, piece{start, p.end})
	}
	return out
}

// cutParts divides a duty list at its commas, semicolons and lines, and before labels (责任单位:A 配合单位:B).
func cutParts(s string, p piece) []piece {
	var out []piece
	for _, part := range cutAt(s, p, ",;\n") {
		for {
			cut := -1
			_, own := labelAt(part.of(s))
			for i := part.start + max(own, 1); i < part.end; i++ {
				if s[i]&0xC0 == 0x80 {
					continue
				}
				if _, n := labelAt(s[i:part.end]); n > 0 && s[i] != ' ' {
					cut = i
					break
				}
			}
			if cut < 0 {
				break
			}
			out = append(out, piece{part.start, cut})
			part.start = cut
		}
		if part.start < part.end {
			out = append(out, part)
		}
	}
	return out
}

// sentenceDuties reads 由A牵头,B、C配合 and 由A、B负责 inside a sentence; 由…负责解释 is none.
func sentenceDuties(s string, i, limit int) (d dutyList, ok bool) {
	start := i
	if strings.HasPrefix(s[i:], "由") {
		start += len("由")
	}
	end := sentenceEnd(s[:min(limit, start+600)], start)
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
	d.piece = piece{i, start + at + n}
	units := d.units0(s, piece{start, start + at})
	for _, u := range units {
		if !likeUnit(u.of(s)) {
			return d, false
		}
	}
	d.settle(units, role)
	bare, after := len(d.units), zh.FirstRune(s[d.end:end])
	if role == policy.RoleLead {
		d.leadTogether(s, d.end, end)
	}
	for next := d.end; next < end; {
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
		more := d.units0(s, piece{next + skip, next + skip + at})
		if !allUnits(s, more) {
			break
		}
		d.settle(more, role2)
		next += skip + at + n2
		d.end = next
	}
	if zh.IsHan(after) && len(d.units) == bare { // 由县级医院牵头组建的医共体 gives no duty
		return d, false
	}
	return d, len(d.units) > 0
}

// sharedDuties reads a sentence that divides a work among units: A负责…,B负责…,C配合。 At least two
// of its phrases must begin with units and a role.
func sharedDuties(s string, start, limit int) (d dutyList, ok bool) {
	end := sentenceEnd(s[:min(limit, start+900)], start)
	if strings.Count(s[start:end], "负责") < 1 || everyTask.In(s[start:end]) {
		return d, false
	}
	d.piece = piece{start, end}
	parts := 0
	for _, ph := range cutAt(s, d.piece, ",;") {
		text := strings.TrimPrefix(strings.TrimLeft(ph.of(s), " "), "由")
		at, role, _ := shareRoles.Find(text, 0)
		if at <= 0 || at > 150 {
			continue
		}
		from := ph.start + len(ph.of(s)) - len(text)
		units := d.units0(s, piece{from, from + at})
		if !allUnits(s, units) || !strings.ContainsRune("省市县区州各国中", zh.FirstRune(text)) {
			continue
		}
		d.settle(units, role)
		parts++
	}
	return d, parts >= 2
}

var shareRoles = zh.NewLexicon(map[string]policy.Role{"负责": policy.RoleResponsible, "牵头": policy.RoleLead, "配合": policy.RoleCooperate})

// itemDuty reads the item of an article that begins with its unit: (一)市财政局负责….
func itemDuty(s string, p piece) (d dutyList, ok bool) {
	at, role, n := shareRoles.Find(p.of(s), 0)
	if at <= 0 || at > 150 {
		return d, false
	}
	d.piece = piece{p.start, p.start + at + n}
	units := d.units0(s, piece{p.start, p.start + at})
	if !allUnits(s, units) || !strings.ContainsRune("省市县区州各国中", zh.FirstRune(p.of(s))) {
		return d, false
	}
	d.settle(units, role)
	for _, ph := range cutAt(s, p, ",;。")[1:] {
		if at, role, _ := shareRoles.Find(ph.of(s), 0); at > 0 && at < 150 {
			if more := d.units0(s, piece{ph.start, ph.start + at}); allUnits(s, more) {
				d.settle(more, role)
			}
		}
	}
	markSentence(&d)
	return d, true
}

// leadTogether reads what follows a unit that leads: ,会同B、C + the work. B and C are responsible.
func (d *dutyList) leadTogether(s string, at, end int) int {
	rest, found := strings.CutPrefix(s[at:end], ",会同")
	if !found {
		return at
	}
	start := at + len(",会同")
	for {
		item := rest
		mark := strings.Index(rest, "、")
		if mark > 0 && likeUnit(rest[:mark]) {
			item = rest[:mark]
		} else if n := unitPrefix(rest); n > 0 {
			item = rest[:n]
			mark = -1
		} else {
			return d.end
		}
		d.settle([]dutyUnit{{piece: piece{start, start + len(item)}}}, policy.RoleResponsible)
		d.end = start + len(item)
		if mark < 0 {
			return d.end
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
		if end := i + len(string(r)); count >= 4 && strings.ContainsRune("局委办厅部队会府", r) && likeUnit(s[:end]) && !strings.HasPrefix(s[end:], "公室") && !strings.HasPrefix(s[end:], "员会") && !strings.HasPrefix(s[end:], "中心") {
			return end
		}
	}
	return 0
}

// allUnits reports whether every name of a list can be a unit's.
func allUnits(s string, units []dutyUnit) bool {
	for _, u := range units {
		if !likeUnit(u.of(s)) {
			return false
		}
	}
	return len(units) > 0
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
func closingSentence(s string, start, limit int) (d dutyList, ok bool) {
	end := sentenceEnd(s[:min(limit, start+400)], start)
	text := strings.TrimRight(s[start:end], " ")
	if len(text) < 12 || len(text) > 390 || !closesWithRole(text) {
		return d, false
	}
	r := zh.FirstRune(text)
	if by := strings.Index(text, "由"); everyTask.In(text) || by > 0 && by < 60 {
		return d, false // the list begins at 由
	}
	if !strings.ContainsRune("省市县区州各由国中", r) && !strings.Contains(text, "按职责分工") {
		return d, false
	}
	d = readDuties(s, piece{start, start + len(text)})
	if len(d.units) == 0 {
		return d, false
	}
	for _, u := range d.units {
		if name := u.of(s); !likeUnit(name) || strings.HasSuffix(name, "负责") {
			return d, false
		}
	}
	return d, true
}

// defaultSentence reads a sentence that gives a duty to many tasks (以下任务均需各县区落实,不再列出).
func defaultSentence(s string, p piece) (quote piece, units []dutyUnit) {
	text := p.of(s)
	if !strings.Contains(text, "均") && !strings.Contains(text, "不再") && !strings.Contains(text, "各条") {
		return quote, nil
	}
	if !everyTask.In(text) {
		return quote, nil
	}
	at, n := -1, 0
	for _, w := range [...]string{"均需由", "均须由", "均应由", "均需", "均须", "均由", "都由", "均涉及", "同时由", "还需", "需由", "由", "需", ","} {
		if at = strings.Index(text, w); at >= 0 {
			n = len(w)
			break
		}
	}
	if at < 0 {
		return quote, nil
	}
	rest := text[at+n:]
	if w := "均为责任单位"; strings.Contains(text, w) {
		rest = text[:strings.Index(text, w)+len(w)]
		if i := strings.LastIndexByte(rest, ','); i >= 0 {
			rest = rest[i+1:]
		}
		for _, subject := range [...]string{"任务", "工作", "事项", "措施"} {
			if i := strings.Index(rest, subject); i >= 0 {
				rest = rest[i+len(subject):]
			}
		}
		at, n = strings.Index(text, rest), 0
	}
	stop, role, _ := defaultRoles.Find(rest, 0)
	if stop <= 0 {
		return quote, nil
	}
	start := p.start + at + n
	var d dutyList
	for _, u := range d.units0(s, piece{start, start + stop}) {
		if likeUnit(u.of(s)) {
			u.role = role
			units = append(units, u)
		}
	}
	return p, units
}

var everyTask = zh.Words(`不再列出 不再一一列明 不再逐一列明 不再逐一列出 不再一一列出 不再逐项列出 不再单独列出 不再分别列出 不另列出 不再重复列出 不再逐条列出 不再赘述 不逐一列出 不一一列出 不再注明 不再标注 不再逐项注明 不再逐一注明 各项任务均 以下任务均 以上任务均 上述任务均 任务均由 任务均需 所有任务均 均为责任单位 不再另行列出 不再另列 不单独列出 不再单列`)

var defaultRoles = zh.NewLexicon(map[string]policy.Role{
	"落实": policy.RoleResponsible, "负责": policy.RoleResponsible, "抓好": policy.RoleResponsible, "参与": policy.RoleResponsible, "按职责": policy.RoleResponsible, "承担": policy.RoleResponsible, "按照": policy.RoleResponsible, "均为责任单位": policy.RoleResponsible, "为责任单位": policy.RoleResponsible, "共同": policy.RoleResponsible, "具体": policy.RoleResponsible, "组织": policy.RoleResponsible, "实施": policy.RoleResponsible, "贯彻": policy.RoleResponsible, "协助": policy.RoleResponsible, "认真": policy.RoleResponsible,
	"配合": policy.RoleCooperate, "牵头": policy.RoleLead, "结合": policy.RoleResponsible, "执行": policy.RoleResponsible,
})
