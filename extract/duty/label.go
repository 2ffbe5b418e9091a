package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

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
	"主办单位": labelResponsible, "主办": labelResponsible, "协办": labelResponsible, "主办部门": labelResponsible, "协办部门": labelResponsible, "实施主体": labelResponsible, "监管单位": labelResponsible, "监督单位": labelResponsible, "督导单位": labelResponsible, "协助部门": labelResponsible, "参与部门": labelResponsible, "承办部门": labelResponsible, "主责部门": labelResponsible, "组织单位": labelResponsible, "协办单位": labelResponsible, "责任科室": labelResponsible, "责任处室": labelResponsible, "参与单位": labelResponsible, "参加单位": labelResponsible, "协同单位": labelResponsible, "协助单位": labelResponsible, "主责单位": labelResponsible,
	"第一责任单位": labelResponsible, "具体责任单位": labelResponsible, "共同责任单位": labelResponsible, "责任分工": labelResponsible, "责任股室": labelResponsible, "落实部门": labelResponsible, "支持单位": labelResponsible, "主体责任单位": labelResponsible, "分工": labelResponsible, "任务分工": labelResponsible, "责任": labelResponsible, "主管单位": labelResponsible, "主管部门": labelResponsible,
	"配合单位": labelCooperate, "配合部门": labelCooperate, "配合责任单位": labelCooperate, "配合": labelCooperate, "责任配合单位": labelCooperate, "配合科室": labelCooperate, "配合处室": labelCooperate,
	"责任领导": labelLeader, "牵头领导": labelLeader, "分管领导": labelLeader, "包联领导": labelLeader, "责任人": labelLeader, "联系人": labelLeader, "负责人": labelLeader, "市级领导": labelLeader, "县级领导": labelLeader, "牵头市领导": labelLeader, "牵头县领导": labelLeader, "联系领导": labelLeader, "包保领导": labelLeader, "第一责任人": labelLeader, "牵头责任人": labelLeader, "挂点领导": labelLeader, "挂钩领导": labelLeader, "责任县领导": labelLeader, "责任市领导": labelLeader, "分管市领导": labelLeader, "分管县领导": labelLeader, "督办领导": labelLeader, "协管领导": labelLeader,
	"完成时限": labelDue, "完成时间": labelDue, "时限要求": labelDue, "办结时限": labelDue, "时间节点": labelDue, "时限": labelDue, "完成期限": labelDue, "时间要求": labelDue, "进度要求": labelDue,
})

// labelAt reads a duty label with its colon, or 为 before a unit, at the start of s.
func labelAt(s string) (label, int) {
	t := s
	for t != "" && (t[0] == ' ' || t[0] == '\n' || t[0] == '\t') {
		t = t[1:]
	}
	if !labelHeads.Has(zh.FirstRune(t)) { // as nearly always
		return labelNone, 0
	}
	if _, n := labelLevels.Prefix(t); n > 0 {
		t = t[n:]
	}
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
	switch after, is := strings.CutPrefix(t[n:], "为"); {
	case strings.HasPrefix(t[n:], ":"):
		n++
	case is && n >= len("责任单位") && placeHeads.Has(zh.FirstRune(after)):
		n += len("为")
	default:
		return labelNone, 0
	}
	return l, len(s) - len(t) + n
}

// labelLevels may stand before a label: 县级责任单位.
var labelLevels = zh.Words("省级 市级 州级 县级 区级 镇级 乡级 村级 省直 市直 县直 区直 市州 县区")

// labelHeads begin labels: their words, their levels and the lines before them.
var labelHeads = func() *zh.Chars {
	heads := "\n\t"
	for _, w := range append(labels.List(), labelLevels.List()...) {
		heads += passage.First(w)
	}
	return zh.NewChars(heads)
}()

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

// labelled reads 责任单位:… whose colon stands at i, up to the end of the line, the sentence or the next label.
func labelled(s string, from, i, limit int) (d List, ok bool) {
	_, n := labels.Suffix(strings.TrimRight(s[from:i], " "))
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
			if zh.TrimSpace(s[i+1:end]) != "" {
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
		end += len(passage.First(s[end:]))
	}
	d = Read(s, passage.Between(start, end))
	d.Piece = passage.Between(start, end)
	return d, true
}

// mergeLabelled puts label lines that follow one another (牵头单位:… / 配合单位:…) into one list.
func mergeLabelled(s string, lists []List, d List) []List {
	if n := len(lists); n > 0 {
		last := &lists[n-1]
		if betweenLists.TrimLeft(s[last.End:max(last.End, d.Start)]) == "" {
			last.End = d.End
			last.Units = append(last.Units, d.Units...)
			if d.Due.End > d.Due.Start {
				last.Due = d.Due
			}
			return lists
		}
	}
	return append(lists, d)
}

// betweenLists may stand between two lists that are one.
var betweenLists = zh.NewChars(" \n。;,)](")

func roleOf(l label) policy.Role {
	switch l {
	case labelLead:
		return policy.RoleLead
	case labelCooperate:
		return policy.RoleCooperate
	}
	return policy.RoleResponsible
}
