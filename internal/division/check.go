package division

import (
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/extract"
	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A Lack is one thing that keeps a sheet from being adopted.
type Lack struct {
	Item string // its ID; empty for the whole sheet
	On   string // the ID of what it is about: the item, a part, a goal
	Key  string // LackLead…
}

// What a sheet can lack.
const (
	LackLead     = "missing-lead"        // no unit leads the item
	LackLeads    = "missing-one-lead"    // more than one unit leads it
	LackUnit     = "missing-unit"        // a printed name means no unit yet
	LackGoalLead = "missing-number-lead" // not exactly one unit answers for a number
	LackDoneWhen = "missing-done-when"   // it has no number, and nobody has said what counts as done
	LackProof    = "missing-proof"       // nor what has to be shown
	LackWhy      = "missing-why"         // it is left out, and nobody has said why
	LackBeyond   = "missing-beyond"      // its issuer may not order it by the rules of authority, and nobody has said why it stands
	LackItems    = "missing-tasks"       // every item was left out
)

// Check lists what keeps a sheet from being adopted, in its order. warned are the items about which there is a warning of authority.
func (s *Sheet) Check(warned func(item string) bool) []Lack {
	var all []Lack
	kept := 0
	for _, i := range s.Items {
		if i.IsLeft {
			if i.Why == "" && s.Why == "" {
				all = append(all, Lack{i.ID, i.ID, LackWhy})
			}
			continue
		}
		kept++
		all = append(all, i.check()...)
		if i.Beyond == "" && warned(i.ID) {
			all = append(all, Lack{i.ID, i.ID, LackBeyond})
		}
	}
	if kept == 0 {
		all = append(all, Lack{Key: LackItems})
	}
	return all
}

func (i Item) check() (all []Lack) {
	leads := 0
	for _, s := range i.Shares() {
		if s.Role == Leads {
			leads++
		}
	}
	switch {
	case leads == 0:
		all = append(all, Lack{i.ID, i.ID, LackLead})
	case leads > 1:
		all = append(all, Lack{i.ID, i.ID, LackLeads})
	}
	for _, p := range i.Parts {
		if p.IsOpen() {
			all = append(all, Lack{i.ID, p.ID, LackUnit})
		}
	}
	for _, g := range i.Goals {
		if _, ok := i.LeadOf(g); !g.IsLeft && g.Lead != "" && !ok {
			all = append(all, Lack{i.ID, g.ID, LackGoalLead})
		}
	}
	if i.IsSoft() && i.DoneWhen == "" {
		all = append(all, Lack{i.ID, i.ID, LackDoneWhen})
	}
	if i.IsSoft() && i.Proof == "" {
		all = append(all, Lack{i.ID, i.ID, LackProof})
	}
	return all
}

// Document is the proposal as reviewers have made it: the tasks of the sheet in its order, with one duty for each unit. What was left out is
// still there: places in it are those of the sheet.
func (s *Sheet) Document(doc *policy.Document) *policy.Document {
	made := *doc
	made.Tasks = make([]policy.Task, len(s.Items))
	for i, item := range s.Items {
		t := item.Task
		t.Quote, t.Duties, t.Targets = item.Body, nil, nil
		for _, share := range item.Shares() {
			t.Duties = append(t.Duties, share.Duty)
		}
		for _, g := range item.Goals {
			t.Targets = append(t.Targets, g.Target)
		}
		t.Measurable = !item.IsSoft()
		made.Tasks[i] = t
	}
	return &made
}

// Asks says whether a doubt asks for a decision (who leads, whom a name means): no look settles it.
func Asks(doubt source.Code) bool {
	return slices.Contains([]source.Code{extract.NoLead, extract.NoDuty, extract.GroupUnresolved, duty.NotAUnit}, doubt)
}

// Settle takes the doubts away that people have settled: who leads where the text does not say, whom a group or an odd name means, and what somebody has looked
// at. What was left out is not in doubt.
func (s *Sheet) Settle() {
	for i := range s.Items {
		item := &s.Items[i]
		hasLead := slices.ContainsFunc(item.Shares(), func(x Share) bool { return x.Role == Leads })
		item.Task.Review = open(item.Task.Review, item.IsLeft, item.IsSeen, hasLead)
		for j := range item.Parts {
			p := &item.Parts[j]
			p.Duty.Review = open(p.Duty.Review, item.IsLeft || p.Unit == None, p.IsSeen, !p.IsOpen())
		}
		for j := range item.Goals {
			g := &item.Goals[j]
			g.Target.Review = open(g.Target.Review, item.IsLeft || g.IsLeft, g.IsSeen, false)
		}
	}
}

// Doubts counts the facts of a settled sheet of a proposal that still want a look.
func (s *Sheet) Doubts(doc *policy.Document) (n int64) {
	count := func(j policy.Judgement) {
		if len(j.Review) > 0 {
			n++
		}
	}
	for _, i := range s.Items {
		count(i.Task.Judgement)
		for _, p := range i.Parts {
			count(p.Duty.Judgement)
		}
		for _, g := range i.Goals {
			count(g.Target.Judgement)
		}
	}
	for i, o := range s.Others {
		if !o.IsLeft && !o.IsSeen {
			count(doc.Obligations[i].Judgement)
		}
	}
	return n
}

// open are the doubts about a fact that are left, by what became of it: left out, looked at, or decided where they ask for that.
func open(doubts []source.Code, isLeft, isSeen, isDecided bool) []source.Code {
	return slices.DeleteFunc(slices.Clone(doubts), func(c source.Code) bool { return isLeft || isSeen && !Asks(c) || isDecided && Asks(c) })
}

// FirstLeads are the entries by which each item whose text makes several units responsible and lets none of them lead is led by the first of them. Where it is
// not known yet which unit that is, nobody leads for now.
func (s *Sheet) FirstLeads() Entries {
	set := Entries{}
	for _, item := range s.Items {
		if item.IsLeft || slices.ContainsFunc(item.Parts, func(p Part) bool { return p.Unit != None && item.Role(p.ID) == Leads }) {
			continue
		}
		i := slices.IndexFunc(item.Parts, func(p Part) bool { return p.Unit != None && !p.IsMade && item.Role(p.ID) == "" })
		if i >= 0 && !item.Parts[i].Duty.Group && !item.Parts[i].IsOpen() {
			set["lead."+item.ID] = []string{item.Parts[i].ID}
		}
	}
	return set
}

// Named are the units that a person gave printed names, by name: what may be remembered of a sheet.
func (s *Sheet) Named() map[string]uuid.UUID {
	all := make(map[string]uuid.UUID)
	for _, i := range s.Items {
		if i.IsLeft {
			continue
		}
		for _, p := range i.Parts {
			if id, err := uuid.Parse(p.Unit); err == nil && !p.Duty.Group && !p.IsMade && p.Duty.Unit != "" {
				all[p.Duty.Unit] = id
			}
		}
	}
	return all
}
