// Package division is how a document's tasks are divided among units before they
// bind (任务分解): the sheet that reviewers work on, what they do to it, what it
// still lacks, and the rules by which a document may give orders to whom. It
// decides only; where sheets are kept and who may touch them it does not know.
// Start with Open, Sheet.Do and Sheet.Check.
package division

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// A Sheet (任务分解稿) is what reviewers have made of a proposal. Items stand in the order of the document.
type Sheet struct {
	Items  []Item
	Others []Other // the document's obligations
	Every  string  // how often leads report where the document orders no reports; as package period names it, "" for never
	Issued Issued
	Why    string // why items are left out of which nothing else is said
}

// Issued (印发认定) is what a person knows of a document's issue that its text does not say.
type Issued struct{ Number, On, Reason string }

// An Item (任务条目) is one task of a sheet.
type Item struct {
	ID   string // t3 for the third of the proposal; another for one that a person made
	Task policy.Task
	Body string // what is ordered: the words of the document until a person changes them
	IsBy string // why a person wrote it where the document has no such sentence; empty for an item that cites one

	IsLeft   bool   // left out
	Why      string // why
	Lead     string // the part that a person said leads; empty where the text decides
	DoneWhen string // 完成标志
	Proof    string // 佐证要求
	Beyond   string // why the item stands although its issuer may not order it, by the rules of authority
	IsSeen   bool   // 核对无误: somebody has looked at what was in doubt of it
	Parts    []Part
	Goals    []Goal
}

// A Part is one unit's part in an item, or a group's (各县区).
type Part struct {
	ID     string
	Duty   policy.Duty
	Unit   string      // its id, None for a name that is to be left out; empty while nobody knows which is meant
	Units  []uuid.UUID // of a group
	IsMade bool        // by a person, or by a default duty
	IsSeen bool        // as that of an Item
}

// None is a unit that a person leaves out.
const None = "-"

// A Goal (目标数) is one number of an item.
type Goal struct {
	ID     string
	Target policy.Target
	IsLeft bool
	Lead   string // the part that answers for it; empty for the one that leads the item
	IsSeen bool   // as that of an Item
}

// An Other is a fact of the document that belongs to no item.
type Other struct {
	ID     string
	IsLeft bool
	IsSeen bool // as that of an Item
}

// Open makes the sheet of a proposal before anybody has touched it. unit says which unit a printed name means, "" where that is not clear; nil knows none.
func Open(doc *policy.Document, unit func(name string) string) *Sheet {
	s := &Sheet{Every: "quarter"}
	for i, t := range doc.Tasks {
		item := Item{ID: fmt.Sprintf("t%d", i+1), Task: t, Body: Words(doc.Text, t)}
		for j, d := range t.Duties {
			p := Part{ID: fmt.Sprintf("%s-d%d", item.ID, j+1), Duty: d}
			if unit != nil {
				p.Unit = unit(d.Unit)
			}
			item.Parts = append(item.Parts, p)
		}
		for j, g := range t.Targets {
			item.Goals = append(item.Goals, Goal{ID: fmt.Sprintf("%s-g%d", item.ID, j+1), Target: g})
		}
		s.Items = append(s.Items, item)
	}
	for i := range doc.Obligations {
		s.Others = append(s.Others, Other{ID: fmt.Sprintf("o%d", i+1)})
	}
	return s
}

// Words are what a task orders: its whole clause. Where the text is not at hand, or a person has written other words, they are the task's quote.
func Words(text *string, t policy.Task) string {
	isIn := func(s source.Span) bool { return s.Len() > 0 && s.Start >= 0 && s.End <= len(*text) }
	if text == nil || !isIn(t.Span) || !isIn(t.Extent) || (*text)[t.Span.Start:t.Span.End] != t.Quote {
		return t.Quote
	}
	return strings.TrimSpace((*text)[t.Extent.Start:t.Extent.End])
}

// item is the place of an item; negative if there is none.
func (s *Sheet) item(id string) int {
	return slices.IndexFunc(s.Items, func(i Item) bool { return i.ID == id })
}

// Item finds an item. ok is false if there is none.
func (s *Sheet) Item(id string) (item Item, ok bool) {
	if i := s.item(id); i >= 0 {
		return s.Items[i], true
	}
	return item, false
}

// IsSoft says whether an item has no number to reach (软任务), so that what counts as done has to be said.
func (i Item) IsSoft() bool {
	return !slices.ContainsFunc(i.Goals, func(g Goal) bool { return !g.IsLeft })
}

// The parts units have in an item.
const (
	Leads      = "lead"
	Cooperates = "cooperate"
)

// Role is the role a part has: as a person said, else as the text gives it; empty where a person has to say it. Several units that are
// responsible without one that leads have to be told apart by a person.
func (i Item) Role(part string) string {
	responsible, hasLead := 0, i.Lead != ""
	at := -1
	for j, p := range i.Parts {
		if p.ID == part {
			at = j
		}
		if p.Unit == None {
			continue
		}
		if p.Duty.Role == policy.RoleResponsible {
			responsible++
		}
		hasLead = hasLead || p.Duty.Role == policy.RoleLead
	}
	if at < 0 {
		return ""
	}
	role := i.Parts[at].Duty.Role
	switch {
	case i.Lead == part, i.Lead == "" && role == policy.RoleLead, role == policy.RoleResponsible && responsible == 1 && !hasLead:
		return Leads
	case role == policy.RoleResponsible && !hasLead:
		return ""
	}
	return Cooperates
}

// units are the units of a part that are known.
func (p Part) units() []uuid.UUID {
	if len(p.Units) > 0 {
		return p.Units
	}
	if id, err := uuid.Parse(p.Unit); err == nil {
		return []uuid.UUID{id}
	}
	return nil
}

// IsOpen says whether nobody knows yet which unit a part means.
func (p Part) IsOpen() bool { return p.Unit != None && len(p.units()) == 0 }

// A Share is what one unit has in an item: a part of a group is several.
type Share struct {
	Part string // its ID
	Unit uuid.UUID
	Role string
	Duty policy.Duty
}

// Shares are the units of an item with their roles, without those left out or not known. No unit stands twice: the first part it has counts,
// the lead before all.
func (i Item) Shares() []Share {
	var all []Share
	for _, lead := range []bool{true, false} {
		for _, p := range i.Parts {
			role := i.Role(p.ID)
			if (role == Leads) != lead || p.Unit == None {
				continue
			}
			for _, u := range p.units() {
				if !slices.ContainsFunc(all, func(s Share) bool { return s.Unit == u }) {
					all = append(all, Share{p.ID, u, role, p.Duty})
				}
			}
		}
	}
	return all
}

// LeadOf is the unit that answers for a goal: the one it was given to, else the one that leads the item. ok is false where there is not exactly one.
func (i Item) LeadOf(g Goal) (unit uuid.UUID, ok bool) {
	n := 0
	for _, p := range i.Parts {
		if p.Unit == None || g.Lead == "" && i.Role(p.ID) != Leads || g.Lead != "" && p.ID != g.Lead {
			continue
		}
		for _, u := range p.units() {
			unit, n = u, n+1
		}
	}
	return unit, n == 1
}

// sentences cuts a stretch of a text after its full stops and at its line ends; blanks around them are left out.
func sentences(text string, in source.Span) []source.Span {
	var all []source.Span
	start := in.Start
	add := func(end int) {
		s := source.Span{Start: start, End: end}
		for s.Start < s.End && isBlank(text[s.Start]) {
			s.Start++
		}
		for s.End > s.Start && isBlank(text[s.End-1]) {
			s.End--
		}
		if s.Len() > 0 {
			all = append(all, s)
		}
		start = end
	}
	for at, r := range text[in.Start:in.End] {
		if r == '。' || r == '；' || r == '\n' {
			add(in.Start + at + len(string(r)))
		}
	}
	add(in.End)
	return all
}

func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// Sentences are where an item may be split: the stretches of its clause between full stops. None without a text.
func (i Item) Sentences(text string) []source.Span {
	if i.Task.Extent.Len() <= 0 || i.Task.Extent.Start < 0 || i.Task.Extent.End > len(text) {
		return nil
	}
	return sentences(text, i.Task.Extent)
}

// number reads a figure as people write it.
func number(text string) (quantity.Number, bool) {
	n, err := quantity.ParseNumber(text)
	return n, err == nil
}
