package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// Read reads the content of a duty list; a list in which nobody is named has no units.
//
//  1. It is cut at commas and semicolons into parts; a label (责任单位:) holds until the next one.
//  2. Without a label, units wait until a role word closes their part
//     (A、B牵头负责,C配合完成); what still waits at the end is responsible.
//  3. A role in brackets after a unit (市发改委(牵头)) is that unit's own.
//  4. A sentence that gives a duty to all tasks becomes a default duty.
func Read(s string, p passage.Piece) List {
	d := List{Piece: p}
	general := mayDefault(p.Of(s))
	sentences := []passage.Piece{p}
	if zh.Contains(p.Of(s), "。") {
		sentences = passage.Cut(s, p, "。")
	}
	for k, sentence := range sentences {
		if general && d.addDefaults(s, sentence) {
			continue
		}
		if k > 0 {
			if _, n := labelAt(sentence.Of(s)); n == 0 && !closesWithRole(sentence.Of(s)) {
				continue
			}
		}
		d.readSentence(s, sentence, general)
	}
	return d
}

// ReadCell reads the units of a table's cell; the column gives the role where the cell does not. An empty
// cell gives a list without units.
func ReadCell(s string, p passage.Piece, column outline.Column) List {
	list := Read(s, p)
	if strings.ContainsAny(p.Of(s), ":") || closesWithRole(p.Of(s)) {
		return list
	}
	for i := range list.Units {
		if u := &list.Units[i]; u.Role == policy.RoleResponsible {
			switch column {
			case outline.ColumnLead:
				u.Role = policy.RoleLead
			case outline.ColumnCooperate:
				u.Role = policy.RoleCooperate
			}
		}
	}
	return list
}

func closesWithRole(s string) bool {
	_, n := roles.Suffix(strings.TrimRight(s, " ;,"))
	return n > 0
}

// addDefaults adds what a sentence or a part of one gives to many tasks, and reports whether it does.
func (d *List) addDefaults(s string, p passage.Piece) bool {
	quote, units := defaultSentence(s, p)
	for _, u := range units {
		d.Defaults = append(d.Defaults, Default{u, quote})
	}
	return len(units) > 0
}

// readSentence reads one sentence of a list; general says that the list may hold default duties.
func (d *List) readSentence(s string, p passage.Piece, general bool) {
	current := labelNone
	var units [16]Unit
	waiting := units[:0]
	var space [8]passage.Piece
	for _, part := range cutParts(space[:0], s, p) {
		l, n := labelAt(part.Of(s))
		if n == 0 && part.Start == p.Start {
			l, n = bareLabelAt(part.Of(s))
		}
		if n > 0 {
			d.settle(waiting, policy.RoleResponsible)
			waiting = waiting[:0]
			current = l
			part.Start += n
		}
		if n == 0 && current != labelDue && part != p && isDue(part.Of(s)) {
			if d.Due.End == d.Due.Start {
				d.Due = part
			}
			continue
		}
		switch current {
		case labelLeader, labelOther:
			continue
		case labelDue:
			if d.Due.End == d.Due.Start {
				d.Due = part
			} else {
				d.Due.End = part.End
			}
			continue
		}
		if general && d.addDefaults(s, part) {
			continue
		}
		waiting = d.readPart(s, part, current, waiting)
	}
	d.settle(waiting, policy.RoleResponsible)
}

// listMarks divide the parts of a list.
var listMarks = zh.NewChars(" ;,。\n")

// isDue reports whether a part says only by when: 2025年9月底前完成.
func isDue(part string) bool {
	part = listMarks.Trim(part)
	for _, w := range [...]string{"于", "在", "须", "要", "时限"} {
		part = strings.TrimPrefix(part, w)
	}
	m, ok := moment.Scan(part, anyYear)
	if !ok {
		return false
	}
	switch part[m.Len:] {
	case "", "完成", "前完成", "内完成", "完工", "建成", "全部完成":
		return m.Limit || m.Part || part[m.Len:] != ""
	}
	return false
}

// anyYear is one for dates whose year does not matter.
const anyYear = 2000

// readPart reads one part and gives the units that still wait for a role, in the space of those that waited.
func (d *List) readPart(s string, part passage.Piece, current label, waiting []Unit) []Unit {
	text := listMarks.TrimRight(part.Of(s))
	part.End = part.Start + len(text)
	role, n := roles.Suffix(text)
	part.End -= n
	// A牵头、B配合 in one part: the inner role word closes what stands before it.
	for _, inner := range innerRoles(s[part.Start:part.End]) {
		if i := strings.Index(s[part.Start:part.End], inner); i > 0 && (n > 0 || inner != "负责、") {
			r := policy.RoleLead
			if inner == "负责、" {
				r = policy.RoleResponsible
			}
			d.settle(d.unitsIn(waiting, s, passage.Between(part.Start, part.Start+i)), r)
			waiting = waiting[:0]
			part.Start += i + len(inner)
			break
		}
	}
	units := d.unitsIn(waiting, s, part)
	switch {
	case n > 0 && current == labelNone, n > 0 && role != policy.RoleResponsible:
		d.settle(units, role)
		return waiting[:0]
	case current != labelNone:
		d.settle(units[len(waiting):], roleOf(current))
		return waiting
	}
	return units
}

// innerRoles are the role words that may stand inside a part; most parts hold none.
func innerRoles(part string) []string {
	if !zh.Contains(part, "牵头") && !zh.Contains(part, "负责、") {
		return nil
	}
	return []string{"牵头负责、", "牵头、", "负责、", "牵头负责 ", "牵头 ", "牵头会同"}
}

// unitsIn reads the units of a part and appends them to units; one with its role in brackets gets it at once.
func (d *List) unitsIn(units []Unit, s string, part passage.Piece) []Unit {
	var space [16]passage.Piece
	for _, it := range splitUnits(space[:0], s, part) {
		it = withoutPerson(s, it)
		name := it.Of(s)
		if open := openBracket(name); open > 0 {
			inner := name[open+1 : len(name)-1]
			if role, n := roles.Suffix(inner); n > 0 && n == len(inner) {
				d.settle([]Unit{{Piece: passage.Between(it.Start, it.Start+open)}}, role)
				continue
			} else if n > 0 && LikeUnit(inner[:len(inner)-n]) { // 养老服务处(省卫生健康委配合)
				units = append(units, Unit{Piece: passage.Between(it.Start, it.Start+open)}, Unit{Piece: passage.Between(it.Start+open+1, it.End-1-n), Role: role})
				continue
			}
		}
		if role, n := roles.Suffix(name); n > 0 && n < len(name) && LikeUnit(name[:len(name)-n]) && n >= len("负责") {
			units = append(units, Unit{Piece: trimUnit(s, passage.Between(it.Start, it.End-n)), Role: role})
			continue
		}
		if n := zh.Count(name); n >= 2 && n <= 40 && dashes.TrimLeft(name) != "" {
			units = append(units, Unit{Piece: it})
		}
	}
	return units
}

// openBracket gives the place of the last bracket of a name that ends with one, at most 0 where there is none.
func openBracket(name string) int {
	if !strings.HasSuffix(name, ")") {
		return 0
	}
	return strings.LastIndexByte(name, '(')
}

// dashes stand in a cell that names nobody.
var dashes = zh.NewChars("-—/")

// withoutPerson drops the name of the person printed after a unit's (市住建局 张某).
func withoutPerson(s string, it passage.Piece) passage.Piece {
	name := it.Of(s)
	i := strings.IndexByte(name, ' ')
	if i < 0 || !LikeUnit(name[:i]) {
		return it
	}
	if person := zh.TrimSpace(name[i:]); zh.Count(person) <= 4 && !LikeUnit(person) {
		it.End = it.Start + i
	}
	return it
}

// settle gives units their role; a unit that has one already keeps it.
func (d *List) settle(units []Unit, role policy.Role) {
	if d.Units == nil && len(units) > 0 {
		d.Units = make([]Unit, 0, max(len(units), (d.End-d.Start)/len("市财政局、")))
	}
	for _, u := range units {
		if u.Role == "" {
			u.Role = role
		}
		d.Units = append(d.Units, u)
	}
}

// cutParts divides a duty list at its commas, semicolons and lines, and before labels (责任单位:A 配合单位:B),
// and appends the parts to out.
func cutParts(out []passage.Piece, s string, p passage.Piece) []passage.Piece {
	var space [8]passage.Piece
	for _, part := range passage.AppendCut(space[:0], s, p, ",;\n") {
		for strings.IndexByte(part.Of(s), ':') >= 0 { // a label ends with a colon
			cut := -1
			_, own := labelAt(part.Of(s))
			for i := part.Start + max(own, 1); i < part.End; i++ {
				if i = labelHeads.Next(s[:part.End], i); i == part.End {
					break
				}
				if _, n := labelAt(s[i:part.End]); n > 0 {
					cut = i
					break
				}
			}
			if cut < 0 {
				break
			}
			out = append(out, passage.Between(part.Start, cut))
			part.Start = cut
		}
		if part.Start < part.End {
			out = append(out, part)
		}
	}
	return out
}
