package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// A dutyList is one place of the text that names who answers for a clause.
type dutyList struct {
	piece
	units    []dutyUnit
	due      piece // 完成时限 printed beside the units
	defaults []defaultDuty
}

type dutyUnit struct {
	piece
	role policy.Role
	// inSentence marks a unit read from running text rather than from a list of its own.
	inSentence bool
}

type defaultDuty struct {
	unit  dutyUnit
	quote piece
}

// A label is what stands before a colon in a duty list.
type label uint8

const (
	labelNone label = iota
	labelLead
	labelResponsible
	labelCooperate
	labelLeader // people: their names are no units
	labelDue
	labelOther
)

// labels are the words that open a part of a duty list, before a colon.
var labels = zh.NewLexicon(map[string]label{
	"牵头单位": labelLead, "牵头部门": labelLead, "牵头责任单位": labelLead, "责任牵头单位": labelLead, "牵头": labelLead, "总牵头单位": labelLead, "牵头科室": labelLead, "牵头处室": labelLead, "牵头责任部门": labelLead, "牵头股室": labelLead,
	"责任单位及责任人": labelResponsible, "责任单位和责任人": labelResponsible, "责任单位(责任人)": labelResponsible, "责任单位、责任人": labelResponsible, "牵头单位及责任人": labelLead, "责任部门及责任人": labelResponsible,
	"责任单位": labelResponsible, "责任部门": labelResponsible, "负责单位": labelResponsible, "实施单位": labelResponsible, "落实单位": labelResponsible, "承办单位": labelResponsible, "责任主体": labelResponsible, "主要责任单位": labelResponsible,
	"主办单位": labelResponsible, "协办单位": labelResponsible, "责任科室": labelResponsible, "责任处室": labelResponsible, "参与单位": labelResponsible, "参加单位": labelResponsible, "协同单位": labelResponsible, "协助单位": labelResponsible, "主责单位": labelResponsible,
	"第一责任单位": labelResponsible, "具体责任单位": labelResponsible, "共同责任单位": labelResponsible, "责任分工": labelResponsible, "责任股室": labelResponsible, "落实部门": labelResponsible, "支持单位": labelResponsible, "主体责任单位": labelResponsible, "分工": labelResponsible, "任务分工": labelResponsible, "责任": labelResponsible, "主管单位": labelResponsible, "主管部门": labelResponsible,
	"配合单位": labelCooperate, "配合部门": labelCooperate, "配合责任单位": labelCooperate, "配合": labelCooperate, "责任配合单位": labelCooperate, "配合科室": labelCooperate, "配合处室": labelCooperate,
	"责任领导": labelLeader, "牵头领导": labelLeader, "分管领导": labelLeader, "包联领导": labelLeader, "责任人": labelLeader, "联系人": labelLeader, "负责人": labelLeader, "市级领导": labelLeader, "县级领导": labelLeader, "牵头市领导": labelLeader, "牵头县领导": labelLeader, "联系领导": labelLeader, "包保领导": labelLeader, "第一责任人": labelLeader, "牵头责任人": labelLeader, "挂点领导": labelLeader, "挂钩领导": labelLeader, "责任县领导": labelLeader, "责任市领导": labelLeader, "分管市领导": labelLeader, "分管县领导": labelLeader, "督办领导": labelLeader, "协管领导": labelLeader,
	"完成时限": labelDue, "完成时间": labelDue, "时限要求": labelDue, "办结时限": labelDue, "时间节点": labelDue, "时限": labelDue, "完成期限": labelDue, "时间要求": labelDue, "进度要求": labelDue,
})

// roles are the words that close a part of a duty list, after the units.
var roles = zh.NewLexicon(map[string]policy.Role{
	"牵头负责": policy.RoleLead, "牵头": policy.RoleLead, "牵头落实": policy.RoleLead, "牵头组织实施": policy.RoleLead, "牵头组织": policy.RoleLead, "牵头分别负责": policy.RoleLead, "负责牵头": policy.RoleLead, "牵头实施": policy.RoleLead, "牵头推进": policy.RoleLead, "共同牵头": policy.RoleLead, "共同牵头负责": policy.RoleLead, "按职责分工牵头负责": policy.RoleLead, "分别牵头": policy.RoleLead, "分别牵头负责": policy.RoleLead, "牵头,": policy.RoleLead, "牵头抓总": policy.RoleLead, "牵头抓好落实": policy.RoleLead, "牵头统筹": policy.RoleLead, "牵头会同": policy.RoleLead, "为牵头单位": policy.RoleLead, "牵头按职责分工负责": policy.RoleLead,
	"配合": policy.RoleCooperate, "配合完成": policy.RoleCooperate, "配合落实": policy.RoleCooperate, "配合负责": policy.RoleCooperate, "配合实施": policy.RoleCooperate, "按职责分工配合": policy.RoleCooperate, "按职责配合": policy.RoleCooperate, "积极配合": policy.RoleCooperate, "协同配合": policy.RoleCooperate, "协助配合": policy.RoleCooperate, "密切配合": policy.RoleCooperate, "分工配合": policy.RoleCooperate, "予以配合": policy.RoleCooperate, "做好配合": policy.RoleCooperate, "配合推进": policy.RoleCooperate, "配合抓好落实": policy.RoleCooperate, "按照职责分工配合": policy.RoleCooperate, "为配合单位": policy.RoleCooperate, "参与配合": policy.RoleCooperate,
	"负责": policy.RoleResponsible, "分别负责": policy.RoleResponsible, "按职责分工负责": policy.RoleResponsible, "按职责负责": policy.RoleResponsible, "按照职责分工负责": policy.RoleResponsible, "按分工负责": policy.RoleResponsible, "共同负责": policy.RoleResponsible, "具体负责": policy.RoleResponsible, "负责落实": policy.RoleResponsible, "落实": policy.RoleResponsible, "组织实施": policy.RoleResponsible, "按职责分工落实": policy.RoleResponsible, "按职责分工": policy.RoleResponsible, "按职责分工分别负责": policy.RoleResponsible, "各自负责": policy.RoleResponsible, "各负其责": policy.RoleResponsible, "实施": policy.RoleResponsible, "承办": policy.RoleResponsible, "主办": policy.RoleResponsible, "协办": policy.RoleResponsible, "承担": policy.RoleResponsible, "具体落实": policy.RoleResponsible, "抓好落实": policy.RoleResponsible, "负责抓好落实": policy.RoleResponsible, "负责实施": policy.RoleResponsible, "负责组织实施": policy.RoleResponsible, "参与": policy.RoleResponsible, "参加": policy.RoleResponsible, "依职责分工负责": policy.RoleResponsible, "根据职责分工负责": policy.RoleResponsible, "依职责负责": policy.RoleResponsible, "均为责任单位": policy.RoleResponsible, "为责任单位": policy.RoleResponsible, "按职责抓好落实": policy.RoleResponsible, "按职责分工抓好落实": policy.RoleResponsible, "按照职责负责": policy.RoleResponsible, "按职能分工负责": policy.RoleResponsible, "按职责分工组织实施": policy.RoleResponsible, "按照职责分工分别负责": policy.RoleResponsible, "按责任分工负责": policy.RoleResponsible, "按照各自职责分工负责": policy.RoleResponsible, "按各自职责负责": policy.RoleResponsible, "协助": policy.RoleResponsible, "协同": policy.RoleResponsible, "支持": policy.RoleResponsible, "按职责落实": policy.RoleResponsible, "具体实施": policy.RoleResponsible, "协调": policy.RoleResponsible, "统筹": policy.RoleResponsible,
})

// scanDuties finds the duty lists in r: brackets, lines that open with 责任单位, lists inside sentences.
func scanDuties(s string, r outline.Range) []dutyList {
	var lists []dutyList
	for i := r.Start; i < r.End; {
		switch c := s[i]; {
		case c == '(' || c == '[':
			if d, ok := bracketDuties(s, i, r.End); ok {
				lists = append(lists, d)
				i = d.end
				continue
			}
			i++
		case c == ':':
			if d, ok := labelledDuties(s, r.Start, i, r.End); ok {
				lists = mergeLabelled(s, lists, d)
				i = max(d.end, i+1)
				continue
			}
			i++
		case c == 0xE7 && strings.HasPrefix(s[i:], "由") && roleNear(s, i, r.End):
			d, ok := sentenceDuties(s, i, r.End)
			if !ok {
				d, ok = sharedDuties(s, i, r.End)
			}
			if ok {
				markSentence(&d)
				lists = append(lists, d)
				i = d.end
				continue
			}
			i += len("由")
		case i == r.Start || c == '\n' || c == 0xE3 && strings.HasPrefix(s[i:], "。"):
			start := i
			if i != r.Start || s[i] == '\n' {
				start += len(firstOf(s[i:]))
			}
			d, ok := closingSentence(s, start, r.End)
			markSentence(&d)
			if !ok && start < r.End && strings.ContainsRune("省市县区州各", zh.FirstRune(s[start:])) && roleNear(s, start, r.End) {
				if d, ok = sentenceDuties(s, start, r.End); !ok {
					d, ok = sharedDuties(s, start, r.End)
				}
				markSentence(&d)
			}
			if ok {
				lists = append(lists, d)
				i = d.end
				continue
			}
			i = max(start, i+1)
			for i < r.End && s[i]&0xC0 == 0x80 {
				i++
			}
		default:
			i++
			for i < r.End && s[i]&0xC0 == 0x80 {
				i++
			}
		}
	}
	return lists
}

func markSentence(d *dutyList) {
	for i := range d.units {
		d.units[i].inSentence = true
	}
}

// firstOf is the first character of s as a string; it is empty for the empty string.
func firstOf(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// roleNear reports whether a role word stands within reach of i, so that a list can begin there.
func roleNear(s string, i, limit int) bool {
	near := s[i:min(limit, i+260)]
	return strings.Contains(near, "负责") || strings.Contains(near, "牵头") || strings.Contains(near, "配合") || strings.Contains(near, "责任单位")
}

// bracketDuties reads (市公安局、市民政局负责) and [责任单位:…]; a bracket of nothing
// but units counts where it ends a sentence.
func bracketDuties(s string, i, limit int) (d dutyList, ok bool) {
	end := outline.CloseBracket(s[i:limit])
	if end < 0 {
		if end = unclosed(s[i:limit]); end < 0 {
			return d, false
		}
	}
	end += i
	if end-i < len("(市办)") || !outline.DutyBracket(s[i:min(end+1, limit)]) && !closesClause(s, min(end+1, limit), limit) {
		return d, false
	}
	d = readDuties(s, piece{i + 1, end})
	d.piece = piece{i, min(end+1, limit)}
	if len(d.units) == 0 {
		return d, d.due.end > d.due.start
	}
	inner := s[i+1 : end]
	if _, n := labelAt(inner); n > 0 {
		return d, true
	}
	named := 0
	for _, u := range d.units {
		if likeUnit(u.of(s)) {
			named++
		}
	}
	if named*3 < len(d.units)*2 {
		return d, false
	}
	if _, n := roles.Suffix(strings.TrimRight(firstSentenceOf(inner), "。;, 等")); n > 0 {
		return d, true
	}
	if strings.Contains(inner, "(牵头") || strings.Contains(inner, "牵头,") || strings.Contains(inner, "牵头;") {
		return d, true
	}
	return d, named == len(d.units) && closesClause(s, d.end, limit) && plainUnits(s, d)
}

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

func firstSentenceOf(s string) string {
	if i := strings.Index(s, "。"); i > 0 {
		return s[:i]
	}
	return s
}

// closesClause reports whether a bracket that ends at i is followed by nothing more of its sentence.
func closesClause(s string, i, limit int) bool {
	rest := s[i:limit]
	return rest == "" || rest[0] == '\n' || strings.HasPrefix(rest, "。") || rest[0] == ';'
}

// plainUnits keeps out brackets that list places or things: every name must be a bureau's or begin with its level.
func plainUnits(s string, d dutyList) bool {
	for _, u := range d.units {
		name := u.of(s)
		switch zh.LastRune(name) {
		case '县', '市', '区', '镇', '乡', '村', '州', '园', '馆', '站', '院', '校', '所', '厂', '库', '社', '台':
			if !strings.ContainsRune("各省市县区", zh.FirstRune(name)) {
				return false
			}
		}
	}
	return true
}

// labelAt reads a duty label with its colon at the start of s.
func labelAt(s string) (label, int) {
	t := strings.TrimLeft(s, " \n\t")
	l, n := labels.Prefix(t)
	if n == 0 {
		return labelNone, 0
	}
	for strings.HasPrefix(t[n:], " ") {
		n++
	}
	if strings.HasPrefix(t[n:], "及责任人") || strings.HasPrefix(t[n:], "和责任人") {
		n += len("及责任人")
	}
	if !strings.HasPrefix(t[n:], ":") {
		return labelNone, 0
	}
	return l, len(s) - len(t) + n + 1
}

// bareLabelAt reads a duty label whose colon was lost at the start of a bracket: (责任单位 县水利局.
func bareLabelAt(s string) (label, int) {
	l, n := labels.Prefix(s)
	if n < len("责任单位") || l == labelOther || strings.HasPrefix(s[n:], ":") {
		return labelNone, 0
	}
	skip := len(s[n:]) - len(strings.TrimLeft(s[n:], " ("))
	if !strings.ContainsRune("省市县区州各国中", zh.FirstRune(s[n+skip:])) {
		return labelNone, 0
	}
	return l, n + skip
}

// labelledDuties reads 责任单位:… whose colon stands at i, up to the end of the line, the sentence or the next label.
func labelledDuties(s string, from, i, limit int) (d dutyList, ok bool) {
	l, n := labels.Suffix(strings.TrimRight(s[from:i], " "))
	if n == 0 {
		return d, false
	}
	start := from + len(strings.TrimRight(s[from:i], " ")) - n
	before := strings.TrimRight(s[from:start], " ")
	if r := zh.LastRune(before); r != 0 && !zh.EndsSentence(r) && !strings.ContainsRune("\n([;,)]”", r) {
		if n < len("责任单位") || strings.ContainsRune("各由的与和及按向报确实、是其", r) {
			return d, false
		}
	}
	end := i + 1
	for end < limit {
		r := zh.FirstRune(s[end:])
		if r == '\n' {
			// the units may stand on the line after the label
			if strings.TrimSpace(s[i+1:end]) != "" {
				break
			}
			end++
			continue
		}
		if zh.EndsSentence(r) || r == ']' {
			break
		}
		if r == ')' && strings.Count(s[i:end], "(") <= strings.Count(s[i:end], ")") {
			break
		}
		end += len(firstOf(s[end:]))
	}
	_ = l
	d = readDuties(s, piece{start, end})
	d.piece = piece{start, end}
	return d, true
}

// mergeLabelled puts label lines that follow one another (牵头单位:… / 配合单位:…) into one list.
func mergeLabelled(s string, lists []dutyList, d dutyList) []dutyList {
	if n := len(lists); n > 0 {
		last := &lists[n-1]
		if strings.Trim(s[last.end:d.start], " \n。;,)](") == "" {
			last.end = d.end
			last.units = append(last.units, d.units...)
			if d.due.end > d.due.start {
				last.due = d.due
			}
			return lists
		}
	}
	return append(lists, d)
}
