// Package duty reads who answers for a task (责任分工): lists in brackets, on lines of
// their own, in cells of tables and inside sentences, each unit with the role the
// text gives it. It must not know which clauses are tasks, nor any one unit by name.
//
// Start at [Scan], which finds the lists of a clause, and at [Read] for what one list says.
package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A List is one place of the text that names who answers for a clause.
type List struct {
	passage.Piece
	// Units are those it names, in the order their roles became known.
	Units []Unit
	// Due is the 完成时限 printed beside the units, empty where there is none.
	Due passage.Piece
	// Defaults are the units that a sentence of the list gives to many tasks.
	Defaults []Default
}

// A Unit is a name in a list, with its role.
type Unit struct {
	passage.Piece
	// Role is what the list or the unit's own bracket says.
	Role policy.Role
	// InSentence marks a unit read from running text rather than from a list of its own.
	InSentence bool

	like bool // its name is known to look like a unit's
}

// A Default is a unit that one sentence gives a duty in many tasks.
type Default struct {
	Unit Unit
	// Quote is the whole sentence.
	Quote passage.Piece
}

// Duty writes a unit of a list as a duty, doubted where it stands in running text or does not look like a unit.
func (u Unit) Duty(t *passage.Text) policy.Duty {
	quote, span := t.Quote(u.Piece)
	name := passage.Squeeze(u.Of(t.String))
	judgement := policy.Judgement{Confidence: 0.99}
	if u.InSentence {
		judgement = policy.Judgement{Confidence: 0.88, Review: []source.Code{InRunningText}}
	}
	if squeezed := len(name) < u.End-u.Start; (squeezed || !u.like) && !LikeUnit(name) {
		judgement = policy.Judgement{Confidence: 0.6, Review: []source.Code{NotAUnit}}
	}
	return policy.Duty{Unit: name, Role: u.Role, Group: IsGroup(name), Quote: quote, Span: span, Judgement: judgement}
}

// Duty writes a default duty with the sentence that gives it, judged as the unit is.
func (dd Default) Duty(t *passage.Text) policy.DefaultDuty {
	u := dd.Unit.Duty(t)
	quote, span := t.Quote(dd.Quote)
	return policy.DefaultDuty{Quote: quote, Unit: u.Unit, Role: u.Role, Span: span, Judgement: u.Judgement}
}

// The codes of why a duty is doubtful.
const (
	NotAUnit      source.Code = "E314" // the name does not look like a unit's
	InRunningText source.Code = "E316" // units named in running text, not in a list of their own
)

// roles are the words that close a part of a duty list, after the units.
var roles = zh.NewLexicon(map[string]policy.Role{
	"牵头负责": policy.RoleLead, "牵头": policy.RoleLead, "牵头落实": policy.RoleLead, "牵头组织实施": policy.RoleLead, "牵头组织": policy.RoleLead, "牵头分别负责": policy.RoleLead, "负责牵头": policy.RoleLead, "牵头实施": policy.RoleLead, "牵头推进": policy.RoleLead, "共同牵头": policy.RoleLead, "共同牵头负责": policy.RoleLead, "按职责分工牵头负责": policy.RoleLead, "分别牵头": policy.RoleLead, "分别牵头负责": policy.RoleLead, "牵头,": policy.RoleLead, "牵头抓总": policy.RoleLead, "牵头抓好落实": policy.RoleLead, "牵头统筹": policy.RoleLead, "牵头会同": policy.RoleLead, "为牵头单位": policy.RoleLead, "牵头按职责分工负责": policy.RoleLead,
	"配合": policy.RoleCooperate, "配合完成": policy.RoleCooperate, "配合落实": policy.RoleCooperate, "配合负责": policy.RoleCooperate, "配合实施": policy.RoleCooperate, "按职责分工配合": policy.RoleCooperate, "按职责配合": policy.RoleCooperate, "积极配合": policy.RoleCooperate, "协同配合": policy.RoleCooperate, "协助配合": policy.RoleCooperate, "密切配合": policy.RoleCooperate, "分工配合": policy.RoleCooperate, "予以配合": policy.RoleCooperate, "做好配合": policy.RoleCooperate, "配合推进": policy.RoleCooperate, "配合抓好落实": policy.RoleCooperate, "按照职责分工配合": policy.RoleCooperate, "为配合单位": policy.RoleCooperate, "参与配合": policy.RoleCooperate,
	"负责": policy.RoleResponsible, "分别负责": policy.RoleResponsible, "按职责分工负责": policy.RoleResponsible, "按职责负责": policy.RoleResponsible, "按照职责分工负责": policy.RoleResponsible, "按分工负责": policy.RoleResponsible, "共同负责": policy.RoleResponsible, "具体负责": policy.RoleResponsible, "负责落实": policy.RoleResponsible, "落实": policy.RoleResponsible, "组织实施": policy.RoleResponsible, "按职责分工落实": policy.RoleResponsible, "按职责分工": policy.RoleResponsible, "按职责分工分别负责": policy.RoleResponsible, "各自负责": policy.RoleResponsible, "各负其责": policy.RoleResponsible, "实施": policy.RoleResponsible, "承办": policy.RoleResponsible, "主办": policy.RoleResponsible, "协办": policy.RoleResponsible, "承担": policy.RoleResponsible, "具体落实": policy.RoleResponsible, "抓好落实": policy.RoleResponsible, "负责抓好落实": policy.RoleResponsible, "负责实施": policy.RoleResponsible, "负责组织实施": policy.RoleResponsible, "参与": policy.RoleResponsible, "参加": policy.RoleResponsible, "依职责分工负责": policy.RoleResponsible, "根据职责分工负责": policy.RoleResponsible, "依职责负责": policy.RoleResponsible, "均为责任单位": policy.RoleResponsible, "为责任单位": policy.RoleResponsible, "按职责抓好落实": policy.RoleResponsible, "按职责分工抓好落实": policy.RoleResponsible, "按照职责负责": policy.RoleResponsible, "按职能分工负责": policy.RoleResponsible, "按职责分工组织实施": policy.RoleResponsible, "按照职责分工分别负责": policy.RoleResponsible, "按责任分工负责": policy.RoleResponsible, "按照各自职责分工负责": policy.RoleResponsible, "按各自职责负责": policy.RoleResponsible, "协助": policy.RoleResponsible, "协同": policy.RoleResponsible, "支持": policy.RoleResponsible, "按职责落实": policy.RoleResponsible, "具体实施": policy.RoleResponsible, "协调": policy.RoleResponsible, "统筹": policy.RoleResponsible,
})

// Scan finds the duty lists in a range of a text, in reading order: brackets, lines that open with 责任单位, lists
// inside sentences. Lines of labels that follow one another are one list. There are none in most clauses.
func Scan(t *passage.Text, r passage.Piece) []List {
	var lists []List
	s := t.String
	divided := zh.Contains(r.Of(s), byDuty)
	by := r.Start - 1 // where 由 stands next; too many characters begin as it does for a walk to look out for it
	for i := r.Start; i < r.End; {
		if i > r.Start {
			if by < i {
				by = r.End
				if n := zh.Index(s[i:by], "由"); n >= 0 {
					by = i + n
				}
			}
			for i = t.Marks.Next(i, by); i < by && !openings[s[i]]; {
				i = t.Marks.Next(i+1, by)
			}
			if i == r.End {
				break
			}
		}
		switch c := s[i]; {
		case c == '(' || c == '[':
			if d, ok := bracket(s, i, r.End); ok {
				lists = append(lists, d)
				i = d.End
				continue
			}
			i++
		case c == ':':
			if d, ok := labelled(s, r.Start, i, r.End); ok {
				lists = mergeLabelled(s, lists, d)
				i = max(d.End, i+1)
				continue
			}
			i++
		case c == 0xE7 && strings.HasPrefix(s[i:], "由") && roleNear(s, i, r.End):
			d, ok := inSentence(s, i, r.End)
			if !ok {
				d, ok = shared(s, i, r.End)
			}
			if ok {
				markSentence(&d)
				lists = append(lists, d)
				i = d.End
				continue
			}
			i += len("由")
		case i == r.Start || c == '\n' || c == 0xE3 && strings.HasPrefix(s[i:], "。"):
			d, start, ok := opening(t, i, r, divided)
			if ok {
				lists = append(lists, d)
				i = d.End
				continue
			}
			i = max(start, i+zh.Width(c))
		default:
			i += zh.Width(c)
		}
	}
	return lists
}

// openings are the first bytes of what begins a list, or stands before it, as 由 does.
var openings = zh.FirstBytes("。([:\n")

// opening reads the list that a line or sentence is or begins with; the mark before it stands
// at i, and it begins at start. divided says that r may hold a sentence that divides a work.
func opening(t *passage.Text, i int, r passage.Piece, divided bool) (d List, start int, ok bool) {
	s := t.String
	start = i
	if i != r.Start || s[i] == '\n' {
		start = min(i+zh.Width(s[i]), len(s))
	}
	first := zh.FirstRune(s[start:])
	if divided || unitHeads.Has(first) {
		d, ok = closingSentence(t, start, r.End)
	}
	if l, n := labelAt(s[start:r.End]); !ok && n > 0 && l < labelLeader && strings.HasSuffix(s[start:start+n], "为") {
		d = Read(s, passage.Between(start, passage.SentenceEnd(s[:r.End], start)))
		return d, start, len(d.Units) > 0
	}
	if !ok && start < r.End && placeHeads.Has(first) && roleNear(s, start, r.End) {
		if d, ok = inSentence(s, start, r.End); !ok {
			d, ok = shared(s, start, r.End)
		}
	}
	markSentence(&d)
	return d, start, ok
}

// placeHeads begin the names of most bodies that lists name, unitHeads those of all, or the list itself.
var (
	placeHeads = zh.NewChars("省市县区州各")
	unitHeads  = zh.NewChars("省市县区州各由国中")
)

// byDuty are the words of a sentence that divides a work among bodies, whatever it begins with.
const byDuty = "按职责分工"

// roleNear reports whether a role word stands within reach of i, so that a list can begin there.
func roleNear(s string, i, limit int) bool {
	near := s[i:min(limit, i+260)]
	return zh.Contains(near, "负责") || zh.Contains(near, "牵头") || zh.Contains(near, "配合") || zh.Contains(near, "责任单位")
}
