package division

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// Kinds of Act.
const (
	ActSet    = "set"    // entries
	ActSplit  = "split"  // 拆分: an item becomes several, cut at places of the text
	ActMerge  = "merge"  // 合并: an item takes in the one after it
	ActAdd    = "add"    // 补充: an item the compiler has not found
	ActGoal   = "goal"   // a number it has not found
	ActPart   = "part"   // a unit with a part that the text does not name
	ActSeen   = "seen"   // 核对无误: what is in doubt was looked at and is right
	ActSpread = "spread" // 默认责任: a default duty becomes parts of items
	ActUndo   = "undo"   // takes back the last act that stands
	ActRedo   = "redo"   // does again what was taken back last
)

// An Act is one thing that reviewers do to a sheet. Acts are kept in a row; a sheet is what they make of a proposal.
type Act struct {
	Kind   string                 `json:"kind"`
	On     string                 `json:"on,omitempty"`     // the item; what was looked at, for ActSeen; the default duty's place, from 1, for ActSpread
	Set    Entries                `json:"set,omitempty"`    // for ActSet
	Cuts   []int                  `json:"cuts,omitempty"`   // for ActSplit: where new items begin, in bytes of the text
	Span   source.Span            `json:"span,omitzero"`    // for ActAdd, ActGoal: the sentence; zero for what was written by hand
	Text   string                 `json:"text,omitempty"`   // for ActAdd: the title
	Reason string                 `json:"reason,omitempty"` // for ActAdd by hand: why
	Goal   map[string]string      `json:"goal,omitempty"`   // for ActGoal: its entries
	Unit   string                 `json:"unit,omitempty"`   // for ActPart
	Units  map[string][]uuid.UUID `json:"units,omitempty"`  // for ActSpread: by item
}

// Standing are the places, from 0, of the acts that stand, and of those that could be done again, the next one first.
func Standing(acts []Act) (stand, undone []int) {
	for i, a := range acts {
		switch {
		case a.Kind == ActUndo && len(stand) > 0:
			undone = append([]int{stand[len(stand)-1]}, undone...)
			stand = stand[:len(stand)-1]
		case a.Kind == ActRedo && len(undone) > 0:
			stand = append(stand, undone[0])
			undone = undone[1:]
		case a.Kind != ActUndo && a.Kind != ActRedo:
			stand, undone = append(stand, i), nil
		}
	}
	return stand, undone
}

// Replay does acts to a sheet as it was opened. Those that were taken back are not done.
func (s *Sheet) Replay(doc *policy.Document, acts []Act) error {
	stand, _ := Standing(acts)
	for _, i := range stand {
		if err := s.Do(doc, i+1, acts[i]); err != nil {
			return fmt.Errorf("do act %d of a review again: %w", i+1, err)
		}
	}
	return nil
}

// Do does one act, the number-th of the sheet; ids of what it makes come of that number. Faults: Invalid "division-…" for what can not be done; the
// sheet is of no use then.
func (s *Sheet) Do(doc *policy.Document, number int, a Act) error {
	text := ""
	if doc.Text != nil {
		text = *doc.Text
	}
	switch a.Kind {
	case ActSet:
		return s.set(a.Set)
	case ActAdd:
		return s.add(text, number, a)
	case ActSpread:
		return s.spread(doc, number, a)
	case ActSeen:
		return s.see(a.On)
	}
	i := s.item(a.On)
	if i < 0 {
		return fault.New(fault.Invalid, "division-entry", a.On)
	}
	switch a.Kind {
	case ActSplit:
		return s.split(text, number, i, a.Cuts)
	case ActMerge:
		return s.merge(text, i)
	case ActGoal:
		return s.Items[i].addGoal(text, number, a)
	case ActPart:
		if _, err := uuid.Parse(a.Unit); err != nil {
			return fault.Because(err, fault.Invalid, "adopt-unit")
		}
		role := policy.RoleCooperate
		if !slices.ContainsFunc(s.Items[i].Parts, func(p Part) bool { return p.Unit != None }) {
			role = policy.RoleResponsible // the only unit leads, as where the text names one
		}
		s.Items[i].Parts = append(s.Items[i].Parts, Part{ID: PartID(number), Unit: a.Unit, IsMade: true,
			Duty: policy.Duty{Role: role, Quote: s.Items[i].Task.Quote, Span: s.Items[i].Task.Span}})
		return nil
	}
	return fault.New(fault.Invalid, "division-entry", a.Kind)
}

// see notes that somebody has looked at an item, a part, a goal or another fact, and found it right.
func (s *Sheet) see(id string) error {
	for i := range s.Items {
		item := &s.Items[i]
		if item.ID == id {
			item.IsSeen = true
			return nil
		}
		for j := range item.Parts {
			if item.Parts[j].ID == id {
				item.Parts[j].IsSeen = true
				return nil
			}
		}
		for j := range item.Goals {
			if item.Goals[j].ID == id {
				item.Goals[j].IsSeen = true
				return nil
			}
		}
	}
	for i := range s.Others {
		if s.Others[i].ID == id {
			s.Others[i].IsSeen = true
			return nil
		}
	}
	return fault.New(fault.Invalid, "division-entry", id)
}

// PartID is the id of the part that the number-th act makes, if it is an ActPart.
func PartID(number int) string { return fmt.Sprintf("a%d-d1", number) }

// split cuts an item. Its numbers go to the piece in which they stand, its units to all of them; the first piece keeps the title.
func (s *Sheet) split(text string, number, at int, cuts []int) error {
	whole := s.Items[at]
	cuts = slices.Compact(slices.Sorted(slices.Values(cuts)))
	possible := whole.Sentences(text)
	cuts = slices.DeleteFunc(cuts, func(c int) bool {
		return !slices.ContainsFunc(possible[min(1, len(possible)):], func(s source.Span) bool { return s.Start == c })
	})
	if len(cuts) == 0 {
		return fault.New(fault.Invalid, "division-split")
	}
	extent, from := whole.Task.Extent, whole.Task.Extent.Start
	var pieces []Item
	for n, to := range append(cuts, extent.End) {
		p := whole
		p.Task.Extent = source.Span{Start: from, End: to}
		if n > 0 {
			p.ID = fmt.Sprintf("a%d-%d", number, n)
			first := sentences(text, p.Task.Extent)[0]
			p.Task.Span, p.Task.Quote, p.Task.Title, p.Lead, p.Task.Soft = first, text[first.Start:first.End], title(text[first.Start:first.End]), "", nil
		}
		p.Body = strings.TrimSpace(text[from:to])
		p.Parts, p.Goals = nil, nil
		for j, part := range whole.Parts {
			if n > 0 {
				if part.ID = fmt.Sprintf("%s-d%d", p.ID, j+1); whole.Lead == whole.Parts[j].ID {
					p.Lead = part.ID
				}
			}
			p.Parts = append(p.Parts, part)
		}
		for _, g := range whole.Goals {
			isHere := p.Task.Extent.Contains(g.Target.Span) || n == 0 && !extent.Contains(g.Target.Span)
			if !isHere {
				continue
			}
			if k := slices.IndexFunc(whole.Parts, func(p Part) bool { return p.ID == g.Lead }); k >= 0 {
				g.Lead = p.Parts[k].ID
			}
			p.Goals = append(p.Goals, g)
		}
		pieces, from = append(pieces, p), to
	}
	s.Items = slices.Replace(s.Items, at, at+1, pieces...)
	return nil
}

// title is what an item is called whose words are these: up to the first stop, and not longer than a line.
func title(words string) string {
	if i := strings.IndexAny(words, "。；，"); i > 0 {
		words = words[:i]
	}
	if r := []rune(words); len(r) > 40 {
		return string(r[:40])
	}
	return words
}

// merge lets an item take in the next one: its words, its numbers, and those of its units that the first does not have.
func (s *Sheet) merge(text string, at int) error {
	if at+1 >= len(s.Items) {
		return fault.New(fault.Invalid, "division-merge")
	}
	into, next := s.Items[at], s.Items[at+1]
	into.Task.Extent = into.Task.Extent.Cover(next.Task.Extent)
	into.Body = strings.TrimSpace(into.Body + "\n" + next.Body)
	into.IsSeen = into.IsSeen && next.IsSeen
	into.Task.Soft = append(slices.Clone(into.Task.Soft), next.Task.Soft...)
	into.Task.Review = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(into.Task.Review), next.Task.Review...))))
	into.Parts, into.Goals = slices.Clone(into.Parts), append(slices.Clone(into.Goals), next.Goals...)
	same := make(map[string]string)
	for _, p := range next.Parts {
		k := slices.IndexFunc(into.Parts, func(o Part) bool { return o.Duty.Unit == p.Duty.Unit && o.Unit == p.Unit })
		if k >= 0 {
			same[p.ID], into.Parts[k].IsSeen = into.Parts[k].ID, into.Parts[k].IsSeen && p.IsSeen
			continue
		}
		if p.Duty.Role == policy.RoleLead { // two can not lead; a person says which does
			p.Duty.Role = policy.RoleCooperate
		}
		into.Parts = append(into.Parts, p)
	}
	for i, g := range into.Goals {
		if id, ok := same[g.Lead]; ok {
			into.Goals[i].Lead = id
		}
	}
	into.DoneWhen, into.Proof = joined(into.DoneWhen, next.DoneWhen), joined(into.Proof, next.Proof)
	s.Items = slices.Replace(s.Items, at, at+2, into)
	return nil
}

func joined(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + "；" + b
}

// cited is a sentence of the text.
func cited(text string, span source.Span) (string, error) {
	if span.Start < 0 || span.End > len(text) || span.Len() <= 0 || strings.ToValidUTF8(text[span.Start:span.End], "") != text[span.Start:span.End] {
		return "", fault.New(fault.Invalid, "division-span")
	}
	return text[span.Start:span.End], nil
}

// add makes an item of a sentence of the text, or of a person's words with the reason for them. It goes behind the last item that stands before it.
func (s *Sheet) add(text string, number int, a Act) error {
	item := Item{ID: fmt.Sprintf("a%d", number), IsBy: a.Reason, Body: a.Text}
	item.Task = policy.Task{Title: title(a.Text), Quote: a.Text, Span: a.Span, Extent: a.Span}
	at := len(s.Items)
	switch {
	case !a.Span.IsZero():
		quote, err := cited(text, a.Span)
		if err != nil {
			return err
		}
		item.IsBy, item.Body, item.Task.Quote = "", quote, quote
		if a.Text == "" {
			item.Task.Title = title(quote)
		}
		if i := slices.IndexFunc(s.Items, func(o Item) bool { return o.Task.Extent.Start > a.Span.Start }); i >= 0 {
			at = i
		}
		if at > 0 {
			item.Task.Path = s.Items[at-1].Task.Path
		}
	case strings.TrimSpace(a.Text) == "" || strings.TrimSpace(a.Reason) == "":
		return fault.New(fault.Invalid, "division-by-hand")
	}
	s.Items = slices.Insert(s.Items, at, item)
	return nil
}

// addGoal adds a number to an item. Where a sentence is cited and no value given, the first number with a unit in it counts.
func (i *Item) addGoal(text string, number int, a Act) error {
	g := Goal{ID: fmt.Sprintf("a%d-g1", number), Target: policy.Target{Op: policy.OpAtLeast, Quote: i.Task.Quote, Span: i.Task.Span, Kind: policy.TargetCount}}
	if !a.Span.IsZero() {
		quote, err := cited(text, a.Span)
		if err != nil {
			return err
		}
		g.Target.Quote, g.Target.Span, g.Target.Metric = quote, a.Span, title(quote)
		if q, ok := firstQuantity(quote); ok {
			unit := q.PrintedUnit()
			g.Target.Value, g.Target.Unit = q.Value, &unit
		}
	}
	for _, name := range []string{"metric", "op", "value", "high", "measure", "due"} {
		if value := strings.TrimSpace(a.Goal[name]); value != "" {
			if err := g.set(name, value); err != nil {
				return err
			}
		}
	}
	if g.Target.Metric == "" || g.Target.Value == (quantity.Number{}) && a.Goal["value"] == "" {
		return fault.New(fault.Invalid, "division-goal")
	}
	i.Goals = append(slices.Clone(i.Goals), g)
	return nil
}

func firstQuantity(text string) (q quantity.Quantity, ok bool) {
	for at := range text {
		if q, ok = quantity.Scan(text[at:]); ok && !q.Han {
			return q, true
		}
	}
	return q, false
}

// spread gives units the part that a default duty of the document has for them.
func (s *Sheet) spread(doc *policy.Document, number int, a Act) error {
	var n int
	if _, err := fmt.Sscanf(a.On, "%d", &n); err != nil || n < 1 || n > len(doc.DefaultDuties) {
		return fault.New(fault.Invalid, "division-entry", a.On)
	}
	d := doc.DefaultDuties[n-1]
	for i := range s.Items {
		item := &s.Items[i]
		if len(a.Units[item.ID]) == 0 {
			continue
		}
		item.Parts = append(slices.Clone(item.Parts), Part{ID: fmt.Sprintf("a%d-%s", number, item.ID), Units: a.Units[item.ID], IsMade: true,
			Duty: policy.Duty{Unit: d.Unit, Role: policy.RoleCooperate, Group: true, Quote: d.Quote, Span: d.Span}})
	}
	return nil
}
