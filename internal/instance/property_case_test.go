package instance_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/quantity"
	"pgregory.net/rapid"
)

// fill gives a move what it needs, and sometimes what it takes.
func (h *house) fill(call app.Call, c record.Case, w *flow.Workflow, m *flow.Move) flow.Form {
	form := flow.Form{}
	for i, name := range append(slices.Clone(m.Needs), m.Takes...) {
		if i >= len(m.Needs) && !h.flip("says "+name) {
			continue
		}
		switch f := w.Field(name); f.Kind {
		case flow.DateField:
			form[name] = h.day(h.below(61, name)).String()
			if c.Workflow == casework.Extension {
				form[name] = h.later(c.About, c.Subject)
			}
		case flow.ChoiceField:
			form[name] = pick(h, name, f.Choices).Name
		case flow.UnitField:
			units := slices.DeleteFunc(all[record.Unit](h, record.UnitTable), func(u record.Unit) bool { return u.Until != 0 || u.ID == c.Unit || u.Division != instancetest.Owner })
			form[name] = pick(h, name, units).ID.String()
		case flow.AccountField:
			people := slices.DeleteFunc(all[record.Account](h, record.AccountTable), func(a record.Account) bool { return a.IsDisabled || a.Unit == nil || *a.Unit != c.Unit })
			if len(people) > 0 {
				form[name] = pick(h, name, people).ID.String()
			}
		default:
			if form[name] = "情况说明"; name == "value" {
				form[name] = h.figure().String()
			}
		}
	}
	return form
}

// later is a day behind the limit of what a request is about.
func (h *house) later(about string, on uuid.UUID) string {
	limit := h.day(0)
	switch about {
	case record.AboutDue:
		for _, d := range all[record.Due](h, record.DueTable, relation.Equal(relation.C("x", "id"), on[:])) {
			limit = max(limit, dayOf(d.On))
		}
	default:
		limit = max(limit, instancetest.Day("2025-12-31"))
	}
	return (limit + dayOf(int64(1+h.below(30, "later")))).String()
}

// slips are the refusals of what a form offers that the form can not foresee.
var slips = map[string][]string{
	"close":    {"close-reports"},
	"reassign": {"reassign-reports"},
	"approve":  {"request-own", "request-ended", "request-settled", "year-frozen"},
}

// handle takes a case and does with it what its page offers, or what it does not.
func (h *house) handle() {
	cases := slices.DeleteFunc(all[record.Case](h, record.CaseTable), func(c record.Case) bool { return h.Cases.Home(c) != "" })
	c, ok := one(h, "case", cases)
	if !ok {
		return
	}
	h.on(c)
}

// press takes a case that waits for somebody and lets him do something.
func (h *house) press() {
	cases := slices.DeleteFunc(all[record.Case](h, record.CaseTable), func(c record.Case) bool { return h.Cases.Home(c) != "" || c.IsClosed })
	if c, ok := one(h, "open case", cases); ok {
		h.on(c)
	}
}

// work takes a task one step on its way.
func (h *house) work() {
	cases := slices.DeleteFunc(all[record.Case](h, record.CaseTable), func(c record.Case) bool { return c.Workflow != casework.Assignment || c.IsClosed })
	c, ok := one(h, "assignment", cases)
	if !ok {
		return
	}
	role, people := access.Supervisor, h.ofUnit(c.Unit)
	if c.Turn != string(flow.Issuer) && len(people) > 0 {
		role = access.Reporter
	}
	who, call := h.member(role)
	if role == access.Reporter {
		who = pick(h, "reporter", people)
		call = h.as(who)
	}
	d, err := h.Cases.Find(h.Context(), call, c.ID)
	if err != nil {
		return
	}
	on := slices.DeleteFunc(d.Offers, func(o flow.Offering) bool {
		return len(o.Lacks) > 0 || o.IsReturn || o.Name == "cancel" || o.Name == "reassign" || o.Name == "revise" || o.Name == "repass" || o.Name == "hand"
	})
	what := who.Name + " assignment " + c.Step + ": "
	if d.MayFile && len(d.Measures) == 0 {
		h.measures(what, call, d)
		return
	}
	if o, ok := one(h, "onwards", on); ok {
		form := h.fill(call, c, d.Workflow, o.Move)
		h.offered(what+o.Name, func() error { return h.Cases.Take(h.Context(), call, c.ID, o.Name, form, d.Version) }, slips[o.Name]...)
	}
}

func (h *house) on(c record.Case) {
	role := access.Reporter
	if c.Turn == string(flow.Issuer) || c.IsClosed {
		role = access.Supervisor
	}
	who, call := h.member(role)
	if own := h.ofUnit(c.Unit); role == access.Reporter && len(own) > 0 && !h.rare("a stranger") {
		who = pick(h, "reporter", own)
		call = h.as(who)
	}
	w := h.Cases.Workflow(c.Workflow)
	d, err := h.Cases.Find(h.Context(), call, c.ID)
	if err != nil {
		m := pick(h, "move", w.Moves)
		h.worded("looking at a case", err)
		form := h.fill(call, c, w, m)
		h.refused(who.Name+" "+c.Workflow+" unseen "+m.Name, func() error { return h.Cases.Take(h.Context(), call, c.ID, m.Name, form, 0) })
		return
	}
	if c.IsClosed && c.Workflow != casework.Assignment && len(d.Offers) > 0 {
		h.Fatalf("a closed %s offers %v", c.Workflow, d.Offers[0].Name)
	}
	what := who.Name + " " + c.Workflow + " " + c.Step + ": "
	switch h.below(10, "how") {
	case 0:
		undo := func() error { return h.Cases.Undo(h.Context(), call, c.ID) }
		if d.MayUndo {
			h.offered(what+"undo", undo)
		} else {
			h.refused(what+"undo", undo)
		}
	case 1:
		m := pick(h, "move", w.Moves)
		if slices.ContainsFunc(d.Offers, func(o flow.Offering) bool { return o.Name == m.Name && len(o.Lacks) == 0 }) {
			return
		}
		form := h.fill(call, c, w, m)
		h.refused(what+m.Name, func() error { return h.Cases.Take(h.Context(), call, c.ID, m.Name, form, 0) })
	case 2, 3:
		h.measures(what, call, d)
	default:
		o, ok := one(h, "offer", d.Offers)
		if !ok {
			return
		}
		form := h.fill(call, c, w, o.Move)
		take := func() error { return h.Cases.Take(h.Context(), call, c.ID, o.Name, form, d.Version) }
		if len(o.Lacks) > 0 {
			h.refused(what+o.Name, take)
			return
		}
		h.offered(what+o.Name, take, slips[o.Name]...)
	}
}

// measures files measures of a case, or says that one was done.
func (h *house) measures(what string, call app.Call, d casework.Dossier) {
	if m, ok := one(h, "measure", d.Measures); ok && h.flip("done") {
		may := d.MayDo && m.Approved != 0 && m.Value == nil
		do := h.asOffered(may)
		switch h.below(3, "what of it") {
		case 0:
			do(what+"done", func() error { return h.Cases.Done(h.Context(), call, m.ID, h.day(-1), "已完成") })
		case 1:
			do(what+"not done", func() error { return h.Cases.NotDone(h.Context(), call, m.ID) })
		default:
			do(what+"prove", func() error {
				return h.Cases.Prove(h.Context(), call, m.ID, intake.Uploaded{ID: instancetest.ID(), Name: "验收单.txt", Content: strings.NewReader(what)})
			})
		}
		return
	}
	filed := []casework.Measure{{What: "制定方案", Person: "张三", On: h.day(h.below(80, "by") - 20)}}
	if h.flip("two") {
		filed = append(filed, casework.Measure{What: "组织实施", Person: "李四", On: h.day(80)})
	}
	targets := all[record.Target](h, record.TargetTable, relation.And{relation.Equal(relation.C("x", "task"), d.Task[:]), relation.Equal(relation.C("x", "whole"), uuid.Nil[:])})
	if g, ok := one(h, "target", targets); ok && g.Value != nil && h.flip("curve") {
		value := quantity.FromTenThousandths(*g.Value)
		filed = append(filed, casework.Measure{On: h.day(40), Target: g.ID, Value: &value})
	}
	propose := h.flip("propose")
	h.asOffered(d.MayFile)(what+"file", func() error { return h.Cases.File(h.Context(), call, d.ID, filed, propose) })
}

// asOffered is how something is tried that a page offers, or does not; but are the refusals that the page can not foresee.
func (h *house) asOffered(is bool, but ...string) func(string, func() error) {
	if is {
		return func(what string, do func() error) { h.offered(what, do, but...) }
	}
	return h.refused
}

// answer decides on a request, or lets go on what rests.
func (h *house) answer() {
	cases := slices.DeleteFunc(all[record.Case](h, record.CaseTable), func(c record.Case) bool {
		return c.IsClosed || c.Workflow == casework.Assignment || h.Cases.Home(c) != ""
	})
	if c, ok := one(h, "request", cases); ok {
		h.on(c)
	}
}

// request asks for something about a due item, a number or a task.
func (h *house) request() {
	about := rapid.SampledFrom([]string{record.AboutDue, record.AboutTarget, record.AboutTask}).Draw(h.rt, "about")
	var on uuid.UUID
	switch about {
	case record.AboutDue:
		d, _ := one(h, "due", all[record.Due](h, record.DueTable))
		on = d.ID
	case record.AboutTarget:
		g, _ := one(h, "target", all[record.Target](h, record.TargetTable))
		on = g.ID
	default:
		t, _ := one(h, "task", all[record.Task](h, record.TaskTable))
		on = t.ID
	}
	who, call := h.member(access.Reporter)
	if own := h.ofUnit(h.answering(on)); len(own) > 0 && !h.rare("a stranger") {
		who = pick(h, "reporter", own)
		call = h.as(who)
	}
	asking, err := h.Cases.Asking(h.Context(), call, about, on)
	if err != nil {
		h.worded("asking", err)
	}
	workflow := pick(h, "workflow", []string{casework.Extension, casework.Adjustment, casework.Suspension, casework.Cancellation})
	if len(asking.Offers) > 0 && !h.rare("anything") {
		workflow = pick(h, "offer", asking.Offers).Workflow.Name
	}
	w := h.Cases.Workflow(workflow)
	form := h.fill(call, record.Case{Workflow: workflow, About: about, Subject: on}, w, w.Move("ask"))
	is := slices.ContainsFunc(asking.Offers, func(r casework.Request) bool { return r.Workflow.Name == workflow && len(r.Lacks) == 0 })
	id := instancetest.ID()
	h.asOffered(is)(who.Name+" asks for "+workflow+" of "+about, func() error {
		_, err := h.Cases.Ask(h.Context(), call, id, workflow, about, on, form)
		return err
	})
}

// answering is the unit that can ask for something about it.
func (h *house) answering(on uuid.UUID) uuid.UUID {
	x := h.read()
	for _, d := range x.due {
		if d.ID == on {
			return d.Unit
		}
	}
	for _, g := range slices.Concat(slices.Collect(maps.Values(x.targets))...) {
		if g.ID == on {
			return g.AnsweredBy(x.leads[g.Task])
		}
	}
	return x.leads[on]
}

// leave lets somebody go away for some days, or come back.
func (h *house) leave() {
	who, call := h.member(access.Approver)
	if list, err := h.Cases.Absences(h.Context(), call); err == nil && len(list) > 0 && h.flip("returns") {
		h.offered(who.Name+" comes back", func() error { return h.Cases.Return(h.Context(), call, list[0].ID) })
		return
	}
	people, err := h.Cases.StandIns(h.Context(), call)
	if err != nil {
		h.worded("standing in", err)
		return
	}
	if a, ok := one(h, "stand-in", people); ok {
		h.offered(who.Name+" goes away", func() error {
			return h.Cases.Leave(h.Context(), call, instancetest.ID(), a.ID, h.day(0), h.day(h.below(31, "days")))
		})
	}
}
