package instance_test

import (
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/quantity"
	"pgregory.net/rapid"
)

// allowed says whether an actor may do something to what is the division's of a record.
func allowed(a access.Actor, p access.Permission, owner int64) bool {
	return access.Allow(a, p, access.Record{Owner: int(owner)}) == nil
}

// divide splits a number, or takes its split back.
func (h *house) divide() {
	g, ok := one(h, "target", all[record.Target](h, record.TargetTable))
	if !ok {
		return
	}
	who, call := h.member(access.Supervisor)
	p, err := h.Breakdown.Find(h.Context(), call, g.ID)
	if err != nil {
		h.worded("the split", err)
	}
	isFixed := err != nil || p.HasBegun || p.IsOver || g.Whole != uuid.Nil || !allowed(call.Actor, access.TaskAssign, g.Owner)
	if !isFixed && len(p.Parts) > 0 && h.flip("join") {
		h.offered(who.Name+" joins", func() error { return h.Breakdown.Join(h.Context(), call, g.ID) }, "breakdown-begun")
		return
	}
	if g.Value == nil || len(p.Units) < 2 {
		return
	}
	i := h.below(len(p.Units)-1, "first of")
	half := *g.Value / 2 / 10000 * 10000
	x := breakdown.Split{Kind: ledger.SplitTotal, IsSum: h.flip("sum"), Parts: []breakdown.Part{
		{Unit: p.Units[i].ID, Value: quantity.FromTenThousandths(half)}, {Unit: p.Units[i+1].ID, Value: quantity.FromTenThousandths(*g.Value - half)}}}
	h.asOffered(!isFixed, "breakdown-begun")(who.Name+" splits "+g.Metric+" to "+p.Units[i].Name+" and "+p.Units[i+1].Name, func() error {
		return h.Breakdown.Split(h.Context(), call, g.ID, g.Version, x)
	})
}

// compare brings in what another source says, declares which counts, or deals with the gap.
func (h *house) compare() {
	g, ok := one(h, "target", all[record.Target](h, record.TargetTable))
	if !ok {
		return
	}
	gaps := all[record.OtherFigure](h, record.OtherFigureTable)
	kind := h.below(4, "of a source")
	o, ok := one(h, "gap", gaps)
	if !ok && kind > 1 {
		kind = 0
	}
	role := access.Supervisor
	if kind == 2 {
		role = access.Reporter
	}
	who, call := h.member(role)
	s, err := h.Figures.Sources(h.Context(), call, g.ID)
	if err != nil {
		h.worded("sources", err)
	}
	source := rapid.SampledFrom([]string{record.SourceStatistics, record.SourceSuperior}).Draw(h.rt, "source")
	switch kind {
	case 0:
		covers := "2025Q1"
		if p, ok := one(h, "period", s.Periods); ok {
			covers = p
		}
		x := figure.Given{Target: g.ID, Period: covers, Source: source, Name: "市统计局", Basis: "月报", Value: h.figure()}
		h.asOffered(err == nil)(who.Name+" gives a figure", func() error { _, err := h.Figures.Record(h.Context(), call, x); return err })
	case 1:
		x := figure.Declaration{Target: g.ID, Source: source, Tolerance: quantity.Integer(5), Reason: "以统计数为准"}
		if h.flip("the report") {
			x.Source = record.SourceReport
		}
		is := err == nil && allowed(call.Actor, access.CaseDecide, g.Owner)
		h.asOffered(is)(who.Name+" declares a source", func() error { return h.Figures.Declare(h.Context(), call, x) })
	default:
		isOpen := o.State == record.GapAsked || o.State == record.GapExplained
		_, err := h.Figures.Find(h.Context(), call, o.ID)
		isOffice := allowed(call.Actor, access.CaseDecide, o.Owner)
		if kind == 2 {
			is := err == nil && isOpen && !isOffice && o.Unit == call.Actor.Unit && access.Holds(call.Actor, access.ReportWrite) == nil
			h.asOffered(is)(who.Name+" explains", func() error { return h.Figures.Explain(h.Context(), call, o.ID, "口径不同") })
			return
		}
		h.asOffered(err == nil && isOpen && isOffice)(who.Name+" settles", func() error { return h.Figures.Settle(h.Context(), call, o.ID, record.FoundDefinition, "已核实") })
	}
}

// direct proposes a directive, instructs, or goes on with one.
func (h *house) direct() {
	if d, ok := one(h, "directive", all[record.Directive](h, record.DirectiveTable)); ok && h.flip("goes on") {
		h.goOn(d)
		return
	}
	t, ok := one(h, "task", all[record.Task](h, record.TaskTable))
	if !ok {
		return
	}
	if h.flip("instructs") {
		who, call := h.member(access.Leader)
		is := supervision.MayDirect(t) && allowed(call.Actor, access.DirectiveApprove, t.Owner)
		h.asOffered(is, "directive-open")(who.Name+" instructs", func() error {
			_, err := h.Supervision.Instruct(h.Context(), call, supervision.Draft{ID: instancetest.ID(), Task: t.ID, Demand: "抓紧"})
			return err
		})
		return
	}
	who, call := h.member(access.Supervisor)
	at, err := h.Supervision.Proposition(h.Context(), call, t.ID)
	if err != nil {
		h.worded("the ladder", err)
		return
	}
	step := pick(h, "step", at.Ladder.Steps).Name
	if at.Next != nil && h.flip("what is proposed") {
		step = at.Next.Step.Name
	}
	is := supervision.MayDirect(t) && allowed(call.Actor, access.DirectiveIssue, t.Owner)
	h.asOffered(is, "directive-open")(who.Name+" proposes", func() error {
		_, err := h.Supervision.Propose(h.Context(), call, supervision.Draft{ID: instancetest.ID(), Task: t.ID, Ladder: at.Ladder.Name, Step: step, Basis: "亮灯", Demand: "限期"})
		return err
	})
}

func (h *house) goOn(d record.Directive) {
	role := map[string]access.Role{record.DirectiveProposed: access.Leader, record.DirectiveApproved: access.Supervisor}[d.State]
	if role == "" {
		role = rapid.SampledFrom([]access.Role{access.Supervisor, access.Reporter}).Draw(h.rt, "role")
	}
	who, call := h.member(role)
	if own := h.ofUnit(d.Unit); role == access.Reporter && len(own) > 0 {
		who = pick(h, "reporter", own)
		call = h.as(who)
	}
	_, err := h.Supervision.Directive(h.Context(), call, d.ID)
	if err != nil {
		h.worded("the directive", err)
	}
	isOffice, isLeader := err == nil && allowed(call.Actor, access.DirectiveIssue, d.Owner), err == nil && allowed(call.Actor, access.DirectiveApprove, d.Owner)
	isOut := d.State == record.DirectiveIssued || d.State == record.DirectiveReplied
	type act struct {
		name string
		is   bool
		do   func() error
		but  string
	}
	ctx, s := h.Context(), h.Supervision
	acts := []act{
		{"approves", isLeader && d.State == record.DirectiveProposed, func() error { return s.Approve(ctx, call, d.ID) }, "directive-task"},
		{"refuses", isLeader && d.State == record.DirectiveProposed, func() error { return s.Refuse(ctx, call, d.ID, "不必") }, ""},
		{"issues", isOffice && d.State == record.DirectiveApproved, func() error { return s.Issue(ctx, call, d.ID) }, "directive-task"},
		{"withdraws", isOffice && (d.State == record.DirectiveProposed || d.State == record.DirectiveApproved), func() error { return s.Withdraw(ctx, call, d.ID, "不必") }, ""},
		{"replies", err == nil && isOut && d.Unit == call.Actor.Unit && access.Holds(call.Actor, access.DirectiveReply) == nil, func() error { return s.Reply(ctx, call, d.ID, "已整改") }, ""},
		{"settles", isOut && isOffice, func() error { return s.Settle(ctx, call, d.ID, "已落实") }, ""},
	}
	a := pick(h, "act", acts)
	h.asOffered(a.is, a.but)(who.Name+" "+a.name+" a directive that is "+d.State, a.do)
}

// publish writes a bulletin, or goes on with one.
func (h *house) publish() {
	ctx, s := h.Context(), h.Announce
	b, ok := one(h, "bulletin", all[record.Bulletin](h, record.BulletinTable))
	if !ok || h.rare("another") {
		who, call := h.member(access.Supervisor)
		is := allowed(call.Actor, access.BulletinWrite, instancetest.Owner) || allowed(call.Actor, access.BulletinWrite, int64(county.Owner()))
		h.asOffered(is)(who.Name+" drafts a bulletin", func() error { return s.Draft(ctx, call, instancetest.ID(), h.day(0).String()[:7]) })
		return
	}
	role := map[string]access.Role{record.BulletinChecked: access.Leader, record.BulletinFeedback: rapid.SampledFrom([]access.Role{access.Supervisor, access.Reporter}).Draw(h.rt, "role")}[b.State]
	if role == "" {
		role = access.Supervisor
	}
	who, call := h.member(role)
	p, err := s.Find(ctx, call, b.ID)
	if err != nil {
		h.worded("the bulletin", err)
	}
	own := slices.IndexFunc(p.Units, func(r announce.Reply) bool { return r.Unit == call.Actor.Unit && r.State != record.FeedbackNone })
	mayWrite, maySign := err == nil && allowed(call.Actor, access.BulletinWrite, b.Owner), err == nil && allowed(call.Actor, access.BulletinSign, b.Owner)
	type act struct {
		name string
		is   bool
		do   func() error
		but  []string
	}
	in := func(states ...string) bool { return slices.Contains(states, b.State) }
	acts := []act{
		{"edits", mayWrite && in(record.BulletinDraft), func() error {
			return s.Edit(ctx, call, b.ID, b.Version, announce.Words{Title: "督查通报", Addressee: "各单位", Overall: "总体平稳", Demands: "抓紧"})
		}, nil},
		{"refreshes", mayWrite && in(record.BulletinDraft), func() error { return s.Refresh(ctx, call, b.ID) }, nil},
		{"sends", mayWrite && in(record.BulletinDraft), func() error { return s.Send(ctx, call, b.ID, h.day(3)) }, nil},
		{"answers", err == nil && in(record.BulletinFeedback) && own >= 0 && access.Holds(call.Actor, access.BulletinReply) == nil, func() error {
			return s.Reply(ctx, call, b.ID, h.flip("agrees"), "数字有误")
		}, nil},
		{"checks", mayWrite && in(record.BulletinFeedback), func() error { return s.Check(ctx, call, b.ID, "已核实") }, []string{"bulletin-waiting"}},
		{"signs", maySign && in(record.BulletinChecked), func() error { return s.Sign(ctx, call, b.ID) }, []string{"bulletin-own"}},
		{"numbers", mayWrite && in(record.BulletinSigned), func() error { return s.Number(ctx, call, b.ID) }, nil},
		{"returns", (mayWrite || maySign) && in(record.BulletinFeedback, record.BulletinChecked, record.BulletinSigned), func() error { return s.Return(ctx, call, b.ID, "改") }, nil},
	}
	a := pick(h, "act", acts)
	h.asOffered(a.is, a.but...)(who.Name+" "+a.name+" a bulletin that is "+b.State, a.do)
}

// appraise simulates an appraisal, or goes on with one.
func (h *house) appraise() {
	ctx, s := h.Context(), h.Supervision
	a, ok := one(h, "appraisal", all[record.Appraisal](h, record.AppraisalTable))
	if !ok || h.rare("another") {
		who, call := h.member(access.Supervisor)
		is := access.Holds(call.Actor, access.ScoreManage) == nil
		x := supervision.Simulation{ID: instancetest.ID(), Title: "考核", Model: string(ledger.Declared("guangyuan")), From: instancetest.Day("2025-01-01"), To: h.day(0)}
		h.asOffered(is, frozen)(who.Name+" simulates", func() error { _, err := s.Simulate(ctx, call, x); return err })
		return
	}
	role := access.Supervisor
	if a.State == record.AppraisalAnnounced && h.flip("a unit") {
		role = access.Reporter
	}
	who, call := h.member(role)
	p, err := s.Appraisal(ctx, call, a.ID)
	if err != nil {
		h.worded("the appraisal", err)
	}
	isOffice := err == nil && allowed(call.Actor, access.ScoreManage, a.Owner)
	isOver := h.Today() > a.Feedback
	switch {
	case role == access.Reporter && err == nil && len(p.Scores) > 0:
		score := p.Scores[0]
		part := h.below(len(score.Parts), "part")
		is := a.State == record.AppraisalAnnounced && !isOver && access.Holds(call.Actor, access.ScoreAppeal) == nil && score.UnitID == call.Actor.Unit && ledger.MayUphold(score.Parts[part])
		h.asOffered(is, "record-duplicate")(who.Name+" appeals", func() error {
			return s.Appeal(ctx, call, supervision.Objection{ID: instancetest.ID(), Score: score.ID, Part: part, Reason: "有误"})
		})
	case a.State == record.AppraisalSimulated:
		h.asOffered(isOffice)(who.Name+" announces", func() error { return s.Announce(ctx, call, a.ID, h.day(h.below(6, "until"))) })
	default:
		x, ok := one(h, "appeal", all[record.Appeal](h, record.AppealTable))
		if ok && x.State == record.AppealOpen {
			is := isOffice && x.Account != call.Actor.Account
			h.asOffered(is)(who.Name+" decides on an appeal", func() error { return s.Decide(ctx, call, x.ID, h.flip("upheld"), "核实") })
			return
		}
		is := isOffice && a.State == record.AppraisalAnnounced && isOver && p.Open == 0
		h.asOffered(is)(who.Name+" publishes", func() error { return s.Publish(ctx, call, a.ID) })
	}
}

// pass lets a day go by, or some weeks, with what the night does.
func (h *house) pass() {
	days := rapid.SampledFrom([]int{1, 1, 2, 4, 8, 20, 40}).Draw(h.rt, "days")
	on := h.day(days)
	h.On(on.String())
	h.night()
}

// night does what a night does.
func (h *house) night() {
	h.Must(h.Supervision.RelightAll(h.Context(), func(int64, int64) {}))
	h.kept, h.events = h.look()
	h.sound("a night")
}
