package instance_test

import (
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/coordination"
	"github.com/wenxiao/wenxiao/internal/app/handover"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/year"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"pgregory.net/rapid"
)

// reform merges units, ends one or gives one another name.
func (h *house) reform() {
	if !h.rare("a reform") {
		return
	}
	units := slices.DeleteFunc(all[record.Unit](h, record.UnitTable), func(u record.Unit) bool {
		return u.Until != 0 || u.Division != instancetest.Owner || u.Name == "市政府办公室"
	})
	a, b := pick(h, "unit", units), pick(h, "other", units)
	fresh := reform.Successor{Name: fmt.Sprintf("新%d局", len(all[record.Reform](h, record.ReformTable)))}
	c := reform.Change{ID: instancetest.ID(), Kind: record.ReformRename, From: []uuid.UUID{a.ID}, To: []reform.Successor{fresh}, On: h.day(0), Basis: "方案"}
	if a.ID != b.ID && len(units) > 2 {
		if c.Kind, c.From = record.ReformMerge, append(c.From, b.ID); h.flip("one takes the other in") {
			c.To[0] = reform.Successor{ID: b.ID}
		}
	}
	who, call := h.member(access.Supervisor)
	is := allowed(call.Actor, access.OrganisationReform, instancetest.Owner)
	if !is {
		h.refused(who.Name+" plans a "+c.Kind, func() error { return h.Reforms.Plan(h.Context(), call, c) })
		return
	}
	if h.offered(who.Name+" plans a "+c.Kind+" of "+a.Name+" and "+b.Name, func() error { return h.Reforms.Plan(h.Context(), call, c) }, "unit-renamed-before") {
		h.offered(who.Name+" carries it out", func() error { return h.Reforms.Carry(h.Context(), call, c.ID, reform.Choices{}) }, "unit-renamed-before")
	}
}

// handOver gives somebody's work to a colleague.
func (h *house) handOver() {
	who, call := h.somebody()
	givers, err := h.Handovers.Givers(h.Context(), call)
	if err != nil {
		h.worded("handing over", err)
		return
	}
	giver, ok := one(h, "giver", givers)
	if !ok {
		return
	}
	p, err := h.Handovers.Prepare(h.Context(), call, giver.ID)
	if err != nil {
		h.Fatalf("%s is a giver and can not give: %v", giver.Name, err)
	}
	to, ok := one(h, "receiver", p.Receivers)
	if !ok {
		return
	}
	g := handover.Giving{ID: instancetest.ID(), Giver: giver.ID, Receiver: to.ID, Witness: "监交人", Reason: "调动", Closes: h.rare("leaves") && giver.ID != call.Actor.Account}
	h.offered(who.Name+" gives "+giver.Name+"'s work to "+to.Name, func() error { return h.Handovers.Give(h.Context(), call, g) }, "handover-role", "handover-leader")
}

// yearEnd decides on what is open, closes a year, or has it opened again.
func (h *house) yearEnd() {
	if h.Today() < int64(instancetest.Day("2025-12-31")) {
		if h.rare("the year ends") && h.flip("and comes") {
			h.On("2025-12-31")
			h.night()
		}
		return
	}
	const of = 2025
	who, call := h.member(access.Supervisor)
	p, err := h.Years.Find(h.Context(), call, of)
	if err != nil {
		h.worded("the year", err)
		return
	}
	may := access.Holds(call.Actor, access.YearClose) == nil
	switch {
	case p.Closed == nil && h.flip("decides"):
		var all []year.Decision
		for _, t := range p.Tasks {
			if t.IsOpen() {
				d := year.Decision{Task: t.Task.ID, Kind: rapid.SampledFrom([]string{record.DecisionCarry, record.DecisionCarry, record.DecisionClose, record.DecisionCancel}).Draw(h.rt, "decision"), Reason: "跨年"}
				if d.Kind == record.DecisionCarry && (!t.MayKeep || h.flip("another limit")) {
					d.Limit = instancetest.Day("2026-06-30")
				}
				all = append(all, d)
			}
		}
		h.asOffered(may)(who.Name+" decides what becomes of tasks", func() error { return h.Years.Decide(h.Context(), call, of, all) })
	case p.Closed == nil:
		h.asOffered(may && p.MayClose && len(p.Blockers) == 0)(who.Name+" closes the year", func() error { return h.Years.Close(h.Context(), call, instancetest.ID(), of, "") })
	default:
		h.open(p)
	}
}

// open asks for an item of a closed year, or decides on that.
func (h *house) open(p year.Page) {
	if o, ok := one(h, "opening", p.Openings); ok && h.flip("goes on") {
		role := access.Leader
		if o.State == record.OpeningApproved {
			role = access.Supervisor
		}
		who, call := h.member(role)
		if o.State == record.OpeningApproved {
			_ = h.try(who.Name+" ends an opening", func() error { return h.Years.End(h.Context(), call, o.ID) })
			return
		}
		_ = h.try(who.Name+" decides on an opening", func() error { return h.Years.DecideOpening(h.Context(), call, o.ID, h.flip("approves"), "意见") })
		return
	}
	d, ok := one(h, "due", all[record.Due](h, record.DueTable))
	if own := h.ofUnit(d.Unit); ok && len(own) > 0 {
		who := pick(h, "reporter", own)
		call := h.as(who)
		_ = h.try(who.Name+" asks for an opening", func() error { return h.Years.Ask(h.Context(), call, instancetest.ID(), d.ID, "补报") })
	}
}

// follow adopts another document, which stands to the first in some way.
func (h *house) follow() {
	older := slices.DeleteFunc(all[record.Document](h, record.DocumentTable), func(d record.Document) bool { return d.Force != record.ForceBinding })
	if len(older) != 1 || !h.rare("another document") {
		return
	}
	call := h.As("office")
	id := h.Upload(call, "方案.txt", second)
	h.kept, h.events = h.look()
	kind := rapid.SampledFrom([]string{record.Replaces, record.Revises, record.Joins, record.Repeals, record.Forwards}).Draw(h.rt, "kind")
	d, n := h.decide(call, id)
	if h.offered("office relates: "+kind, func() error { return h.Documents.Relate(h.Context(), call, id, older[0].ID, kind, nil) }) && n > 0 {
		_ = h.try("office adopts", func() error { return h.Documents.Adopt(h.Context(), call, id, d) })
	}
}

// raise raises a problem, or plans an inspection or finds something on one.
func (h *house) raise() {
	t, _ := one(h, "task", all[record.Task](h, record.TaskTable))
	who, call := h.member(rapid.SampledFrom([]access.Role{access.Reporter, access.Supervisor}).Draw(h.rt, "role"))
	switch h.below(3, "what") {
	case 0:
		_ = h.try(who.Name+" raises a problem", func() error {
			return h.Coordination.Raise(h.Context(), call, coordination.Raising{ID: instancetest.ID(), Title: "用地指标", What: "指标不足", Task: t.ID})
		})
	case 1:
		units := slices.DeleteFunc(all[record.Unit](h, record.UnitTable), func(u record.Unit) bool { return u.Until != 0 || u.Division != instancetest.Owner })
		people, err := h.Inspections.People(h.Context(), call)
		if err != nil || len(people) == 0 {
			return
		}
		x := inspection.Plan{ID: instancetest.ID(), Title: "专项督查", Kind: "special", Basis: "会议决定", Content: "进展", Places: "东岭村", From: h.day(0), To: h.day(20),
			Leader: pick(h, "team leader", people).Account, Units: []uuid.UUID{pick(h, "visited", units).ID}, IsUnannounced: h.flip("unannounced")}
		_ = h.try(who.Name+" plans an inspection", func() error { return h.Inspections.Plan(h.Context(), call, x) })
	default:
		i, ok := one(h, "inspection", all[record.Inspection](h, record.InspectionTable))
		if !ok {
			return
		}
		p, err := h.Inspections.Find(h.Context(), call, i.ID)
		if err != nil {
			h.worded("the inspection", err)
			return
		}
		if f, ok := one(h, "finding", p.Findings); ok && h.flip("hands over") {
			_ = h.try(who.Name+" hands a finding over", func() error { return h.Inspections.Hand(h.Context(), call, f.ID) })
			return
		}
		if len(p.Units) == 0 {
			return
		}
		n := inspection.Noted{ID: instancetest.ID(), Inspection: i.ID, Unit: pick(h, "visited", p.Units).ID, Place: "东岭村", What: "进度滞后", Severity: "serious", Basis: "方案"}
		h.asOffered(p.MayNote)(who.Name+" notes a finding", func() error { return h.Inspections.Note(h.Context(), call, n) })
	}
}

// elsewhere takes a case with a page of its own, as that page offers it.
func (h *house) elsewhere() {
	c, ok := one(h, "case", slices.DeleteFunc(all[record.Case](h, record.CaseTable), func(c record.Case) bool { return h.Cases.Home(c) == "" }))
	if !ok {
		return
	}
	role := map[string]access.Role{string(flow.Issuer): access.Supervisor, string(flow.Leader): access.Leader}[c.Turn]
	if role == "" {
		role = access.Reporter
	}
	who, call := h.member(role)
	if own := h.ofUnit(c.Unit); role == access.Reporter && len(own) > 0 {
		who = pick(h, "reporter", own)
		call = h.as(who)
	}
	d, take, err := h.homed(call, c)
	if err != nil {
		h.worded("a page", err)
		return
	}
	w := h.Cases.Workflow(c.Workflow)
	o, ok := one(h, "offer", d.Offers)
	if !ok || h.rare("what is not offered") {
		m := pick(h, "move", w.Moves)
		if slices.ContainsFunc(d.Offers, func(o flow.Offering) bool { return o.Name == m.Name && len(o.Lacks) == 0 }) {
			return
		}
		form := h.fill(call, c, w, m)
		h.refused(who.Name+" "+c.Workflow+" "+c.Step+": "+m.Name, func() error { return take(m.Name, form) })
		return
	}
	form := h.fill(call, c, w, o.Move)
	h.asOffered(len(o.Lacks) == 0)(who.Name+" "+c.Workflow+" "+c.Step+": "+o.Name, func() error { return take(o.Name, form) })
}

// homed is a case as its own page shows it, and how that page takes a move on it.
func (h *house) homed(call app.Call, c record.Case) (d casework.Dossier, take func(string, flow.Form) error, err error) {
	take = func(move string, form flow.Form) error {
		return h.Cases.Take(h.Context(), call, c.ID, move, form, d.Version)
	}
	switch c.About {
	case record.AboutInspection:
		p, err := h.Inspections.Find(h.Context(), call, c.Subject)
		d = p.Case
		return d, take, err
	case record.AboutFinding:
		p, err := h.Inspections.Finding(h.Context(), call, c.Subject)
		d = p.Case
		return d, func(move string, form flow.Form) error {
			return h.Inspections.Move(h.Context(), call, c.Subject, move, form, 0)
		}, err
	case record.AboutProblem:
		p, err := h.Coordination.Find(h.Context(), call, c.Subject)
		d = p.Case
		return d, take, err
	}
	p, err := h.Coordination.Conference(h.Context(), call, c.Subject)
	d = p.Case
	return d, take, err
}

func dayOf(n int64) period.Date { return period.Date(n) }
