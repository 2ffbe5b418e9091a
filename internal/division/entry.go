package division

import (
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// Entries are everything on a sheet that a person may set, by name: "title.t3", "unit.t3-d1", "value.t3-g2", "take.t3". A name has one
// value; "units.…" of a group has as many as there are units.
type Entries map[string][]string

func tick(is bool) []string {
	if is {
		return []string{"1"}
	}
	return []string{""}
}

// Entries are what stands on the sheet.
func (s *Sheet) Entries() Entries {
	e := Entries{"every": {s.Every}, "why": {s.Why}, "issued.number": {s.Issued.Number}, "issued.on": {s.Issued.On}, "issued.reason": {s.Issued.Reason}}
	for _, i := range s.Items {
		for name, value := range map[string]string{"title": i.Task.Title, "body": i.Body, "why": i.Why, "lead": i.Lead, "done": i.DoneWhen, "proof": i.Proof, "beyond": i.Beyond, "due": Stated(i.Task.Due)} {
			e[name+"."+i.ID] = []string{value}
		}
		e["take."+i.ID] = tick(!i.IsLeft)
		for _, p := range i.Parts {
			e["unit."+p.ID] = []string{p.Unit}
			if p.Duty.Group {
				e["units."+p.ID] = texts(p.Units)
			}
		}
		for _, g := range i.Goals {
			e["take."+g.ID] = tick(!g.IsLeft)
			for name, value := range g.entries() {
				e[name+"."+g.ID] = []string{value}
			}
		}
	}
	for _, o := range s.Others {
		e["take."+o.ID] = tick(!o.IsLeft)
	}
	return e
}

func (g Goal) entries() map[string]string {
	e := map[string]string{"metric": g.Target.Metric, "op": string(g.Target.Op), "value": g.Target.Value.String(), "high": "", "measure": Stated(g.Target.Unit), "due": Stated(g.Target.Due), "lead": g.Lead}
	if g.Target.ValueHi != nil {
		e["high"] = g.Target.ValueHi.String()
	}
	return e
}

func texts(units []uuid.UUID) []string {
	all := make([]string, len(units))
	for i, u := range units {
		all[i] = u.String()
	}
	slices.Sort(all)
	return all
}

// Changed are the entries of a form that differ from those of the sheet it was filled from; what the sheet does not have is left aside.
func (e Entries) Changed(form Entries) Entries {
	changed := Entries{}
	for name, was := range e {
		if is, ok := form[name]; ok && !slices.Equal(trimmed(is), was) {
			changed[name] = trimmed(is)
		}
	}
	return changed
}

func trimmed(values []string) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
	}
	if len(all) > 1 {
		slices.Sort(all)
	}
	return all
}

// Fill puts entries on a sheet to show them, as far as they can be; what can not be is left aside.
func (s *Sheet) Fill(form Entries) {
	for name, values := range form {
		values = trimmed(values)
		_ = s.setOne(name, strings.Join(values, "\n"), values) // what can not be is told when it is sent
	}
}

// longest is how many octets an entry may have.
const longest = 20_000

// set changes entries, in the order of their names. Faults: Invalid "division-entry" for what is not on the sheet, "division-number",
// "division-due", "division-comparison" for a value that can not be.
func (s *Sheet) set(entries Entries) error {
	names := make([]string, 0, len(entries))
	for name := range entries {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := strings.Join(entries[name], "\n")
		if len(value) > longest {
			return fault.New(fault.TooLarge, "text-too-long", longest/3)
		}
		if err := s.setOne(name, value, entries[name]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sheet) setOne(name, value string, values []string) error {
	switch name {
	case "every":
		s.Every = value
		return nil
	case "why":
		s.Why = value
		return nil
	case "issued.number":
		s.Issued.Number = value
		return nil
	case "issued.on":
		s.Issued.On = value
		return nil
	case "issued.reason":
		s.Issued.Reason = value
		return nil
	}
	field, id, _ := strings.Cut(name, ".")
	for i := range s.Items {
		if item := &s.Items[i]; item.ID == id {
			return item.set(field, value)
		}
		for j := range s.Items[i].Parts {
			if p := &s.Items[i].Parts[j]; p.ID == id {
				return p.set(field, value, values)
			}
		}
		for j := range s.Items[i].Goals {
			if g := &s.Items[i].Goals[j]; g.ID == id {
				return g.set(field, value)
			}
		}
	}
	for i := range s.Others {
		if s.Others[i].ID == id && field == "take" {
			s.Others[i].IsLeft = value == ""
			return nil
		}
	}
	return fault.New(fault.Invalid, "division-entry", name)
}

func (i *Item) set(field, value string) error {
	switch field {
	case "title":
		i.Task.Title = value
	case "body":
		i.Body = value
	case "why":
		i.Why = value
	case "lead":
		i.Lead = value
	case "done":
		i.DoneWhen = value
	case "proof":
		i.Proof = value
	case "beyond":
		i.Beyond = value
	case "due":
		if err := checkDue(value); err != nil {
			return err
		}
		i.Task.Due = optional(value)
	case "take":
		i.IsLeft = value == ""
	default:
		return fault.New(fault.Invalid, "division-entry", field)
	}
	return nil
}

func (p *Part) set(field, value string, values []string) error {
	switch field {
	case "unit":
		if value != "" && value != None {
			if _, err := uuid.Parse(value); err != nil {
				return fault.Because(err, fault.Invalid, "adopt-unit")
			}
		}
		p.Unit = value
	case "units":
		p.Units = nil
		for _, v := range values {
			if v == "" {
				continue
			}
			id, err := uuid.Parse(v)
			if err != nil {
				return fault.Because(err, fault.Invalid, "adopt-unit")
			}
			p.Units = append(p.Units, id)
		}
	default:
		return fault.New(fault.Invalid, "division-entry", field)
	}
	return nil
}

func (g *Goal) set(field, value string) error {
	switch field {
	case "take":
		g.IsLeft = value == ""
	case "lead":
		g.Lead = value
	case "metric":
		g.Target.Metric = value
	case "measure":
		g.Target.Unit = optional(value)
	case "op":
		switch op := policy.Comparison(value); op {
		case policy.OpAtLeast, policy.OpAtMost, policy.OpEqual, policy.OpRange:
			g.Target.Op = op
		default:
			return fault.New(fault.Invalid, "division-comparison")
		}
	case "value", "high":
		return g.setNumber(field, value)
	case "due":
		if err := checkDue(value); err != nil {
			return err
		}
		g.Target.Due = optional(value)
	default:
		return fault.New(fault.Invalid, "division-entry", field)
	}
	return nil
}

func (g *Goal) setNumber(field, value string) error {
	if field == "high" && value == "" {
		g.Target.ValueHi = nil
		return nil
	}
	n, ok := number(value)
	if !ok {
		return fault.New(fault.Invalid, "division-number", value)
	}
	if field == "high" {
		g.Target.ValueHi = &n
	} else {
		g.Target.Value = n
	}
	return nil
}

// checkDue refuses what is neither a day nor a period.
func checkDue(value string) error {
	if value == "" {
		return nil
	}
	if _, err := period.ParseDate(value); err == nil {
		return nil
	}
	if _, err := period.Parse(value); err != nil {
		return fault.Because(err, fault.Invalid, "division-due", value)
	}
	return nil
}

// Stated is what a proposal states, empty where it states nothing.
func Stated(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}

func optional(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}
