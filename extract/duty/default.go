package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// ReadDefaults reads what a sentence of a text gives to many tasks, wherever it stands (以下任务均需各县区落实,不再列出).
// A unit that it names several times comes several times. A sentence that gives something has one of [DefaultWords].
func ReadDefaults(s string, p passage.Piece) []Default {
	var out []Default
	for from := p.Start; ; {
		at, _, n := everyTask.Find(s[:p.End], from)
		if at < 0 {
			return out
		}
		from = at + n
		quote, units := defaultSentence(s, sentenceAround(s, at))
		for _, u := range units {
			out = append(out, Default{u, quote})
		}
	}
}

// DefaultWords are the words by which a sentence may give a duty to many tasks.
func DefaultWords() []string { return everyTask.List() }

// defaultSentence reads a sentence that gives a duty to many tasks (以下任务均需各县区落实,不再列出).
func defaultSentence(s string, p passage.Piece) (quote passage.Piece, units []Unit) {
	text := p.Of(s)
	if !mayDefault(text) || !everyTask.In(text) {
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
	start := p.Start + at + n
	var d List
	for _, u := range d.unitsIn(nil, s, passage.Between(start, start+stop)) {
		if LikeUnit(u.Of(s)) {
			u.Role = role
			units = append(units, u)
		}
	}
	return p, units
}

// mayDefault lets few texts without a default duty pass.
func mayDefault(s string) bool {
	return zh.Contains(s, "均") || zh.Contains(s, "不再") || zh.Contains(s, "各条")
}

var everyTask = zh.Words(`不再列出 不再一一列明 不再逐一列明 不再逐一列出 不再一一列出 不再逐项列出 不再单独列出 不再分别列出 不另列出 不再重复列出 不再逐条列出 不再赘述 不逐一列出 不一一列出 不再注明 不再标注 不再逐项注明 不再逐一注明 各项任务均 以下任务均 以上任务均 上述任务均 任务均由 任务均需 所有任务均 均为责任单位 不再另行列出 不再另列 不单独列出 不再单列`)

var defaultRoles = zh.NewLexicon(map[string]policy.Role{
	"落实": policy.RoleResponsible, "负责": policy.RoleResponsible, "抓好": policy.RoleResponsible, "参与": policy.RoleResponsible, "按职责": policy.RoleResponsible, "承担": policy.RoleResponsible, "按照": policy.RoleResponsible, "均为责任单位": policy.RoleResponsible, "为责任单位": policy.RoleResponsible, "共同": policy.RoleResponsible, "具体": policy.RoleResponsible, "组织": policy.RoleResponsible, "实施": policy.RoleResponsible, "贯彻": policy.RoleResponsible, "协助": policy.RoleResponsible, "认真": policy.RoleResponsible,
	"配合": policy.RoleCooperate, "牵头": policy.RoleLead, "结合": policy.RoleResponsible, "执行": policy.RoleResponsible,
})

// sentenceAround gives the sentence in which at stands, brackets around it left out.
func sentenceAround(s string, at int) passage.Piece {
	start, end := at, at
	for start > 0 {
		if r := zh.LastRune(s[:start]); zh.EndsSentence(r) || r == '\n' || r == ';' || r == '(' && !strings.Contains(s[start:at], ")") {
			break
		}
		start -= len(string(zh.LastRune(s[:start])))
	}
	for end < len(s) {
		if r := zh.FirstRune(s[end:]); zh.EndsSentence(r) || r == '\n' || r == ';' {
			break
		}
		end += len(passage.First(s[end:]))
	}
	p := passage.Trim(s, passage.Between(start, end))
	if strings.HasSuffix(p.Of(s), ")") && strings.Count(p.Of(s), "(") < strings.Count(p.Of(s), ")") {
		p.End--
	}
	return p
}
