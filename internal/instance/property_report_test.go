package instance_test

import (
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"pgregory.net/rapid"
)

// frozen is the refusal of what belongs to a year that is closed, which no page of a report looks at.
const frozen = "year-frozen"

// write reports on something that is due, as the form lets.
func (h *house) write() {
	open := slices.DeleteFunc(all[record.Due](h, record.DueTable), func(d record.Due) bool {
		return d.State != record.DueOpen && d.State != record.DueReturned && d.Correction == uuid.Nil
	})
	if h.rare("any item") {
		open = all[record.Due](h, record.DueTable)
	}
	d, ok := one(h, "due", open)
	if !ok {
		return
	}
	who, call := h.member(access.Reporter)
	if own := h.ofUnit(d.Unit); len(own) > 0 && !h.rare("a stranger") {
		who = pick(h, "reporter", own)
		call = h.as(who)
	}
	f, err := h.Reports.Form(h.Context(), call, d.ID)
	if err != nil {
		h.worded("the form", err)
		h.refused(who.Name+" writes what he does not see", func() error {
			_, err := h.Reports.Write(h.Context(), call, report.Written{ID: instancetest.ID(), Due: d.ID, Progress: "有进展"})
			return err
		})
		return
	}
	isOpen := f.State == record.DueOpen || f.State == record.DueReturned || f.Correction != uuid.Nil && f.Report != nil && report.IsOwn(*f.Report)
	is := isOpen && f.Unit == call.Actor.Unit && access.Holds(call.Actor, access.ReportWrite) == nil
	w := report.Written{ID: instancetest.ID(), Due: d.ID, Progress: "有进展" + h.day(0).String(), Problem: "无"}
	if f.Report != nil {
		w.ID, w.Version = f.Report.ID, f.Report.Version
	}
	for _, g := range f.Targets {
		if !h.rare("no figure") {
			w.Values = append(w.Values, report.Figure{Target: g.ID, Value: h.figure()})
		}
	}
	if !is {
		h.refused(who.Name+" writes", func() error { _, err := h.Reports.Write(h.Context(), call, w); return err })
		return
	}
	if !h.offered(who.Name+" writes", func() error { _, err := h.Reports.Write(h.Context(), call, w); return err }, frozen) {
		return
	}
	if h.rare("proof") {
		h.offered(who.Name+" proves", func() error {
			_, err := h.Reports.Attach(h.Context(), call, w.ID, intake.Uploaded{ID: instancetest.ID(), Name: "照片.txt", Content: strings.NewReader("照片")})
			return err
		})
	}
	if h.flip("hands in") {
		h.offered(who.Name+" hands in", func() error { _, err := h.Reports.Submit(h.Context(), call, w.ID); return err }, frozen)
	}
}

// ofUnit are the people of a unit who can sign in.
func (h *house) ofUnit(unit uuid.UUID) []record.Account {
	return slices.DeleteFunc(all[record.Account](h, record.AccountTable), func(a record.Account) bool { return a.IsDisabled || a.Unit == nil || *a.Unit != unit })
}

// judge does something with a report that is there, as its page offers it.
func (h *house) judge() {
	r, ok := one(h, "report", all[record.Report](h, record.ReportTable))
	if !ok {
		return
	}
	role := access.Supervisor
	if r.State != record.ReportSubmitted {
		role = rapid.SampledFrom([]access.Role{access.Reporter, access.Approver}).Draw(h.rt, "role")
	}
	who, call := h.member(role)
	if own := h.ofUnit(r.Unit); role != access.Supervisor && len(own) > 0 && !h.rare("a stranger") {
		who = pick(h, "reporter", own)
		call = h.as(who)
	}
	type act struct {
		name string
		is   bool
		do   func() error
		but  []string
	}
	f, err := h.Reports.Find(h.Context(), call, r.ID)
	if err != nil {
		h.worded("the report", err)
	} else if f.Report.ID != r.ID {
		h.Fatalf("another report is shown")
	}
	isOwn := err == nil && r.Unit == call.Actor.Unit && f.Unit == call.Actor.Unit
	holds := func(p access.Permission) bool { return access.Holds(call.Actor, p) == nil }
	over := func(p access.Permission) bool {
		return err == nil && access.Allow(call.Actor, p, access.Record{Owner: int(r.Owner)}) == nil
	}
	signsFor := ""
	if isOwn && r.State == record.ReportSigning && holds(access.ReportSign) {
		signsFor, err = h.Reports.SignsFor(h.Context(), call, r)
		h.Must(err)
	}
	maySign := isOwn && r.State == record.ReportSigning && holds(access.ReportSign) && !(r.State == record.ReportSubmitted && over(access.ReportAccept))
	acts := []act{
		{"recalls", isOwn && r.State == record.ReportSigning && holds(access.ReportSubmit), func() error { _, err := h.Reports.Recall(h.Context(), call, r.ID); return err }, nil},
		{"accepts", r.State == record.ReportSubmitted && over(access.ReportAccept), func() error { _, err := h.Reports.Accept(h.Context(), call, r.ID); return err }, nil},
		{"returns", r.State == record.ReportSubmitted && over(access.ReportAccept), func() error { _, err := h.Reports.Return(h.Context(), call, r.ID, "数据有误"); return err }, nil},
		{"signs", maySign && (signsFor == "" || r.Account != call.Actor.Account), func() error { _, err := h.Reports.Sign(h.Context(), call, r.ID, ""); return err }, []string{"report-own"}},
		{"sends back", maySign, func() error { _, err := h.Reports.SendBack(h.Context(), call, r.ID, "请补充"); return err }, nil},
		{"withdraws", isOwn && report.IsOwn(r) && holds(access.ReportWrite) && r.Corrects != uuid.Nil, func() error { return h.Reports.Withdraw(h.Context(), call, r.ID) }, nil},
		{"corrects", isOwn && r.State == record.ReportAccepted && holds(access.ReportWrite) && f.Correction == uuid.Nil, func() error {
			return h.Reports.Correct(h.Context(), call, r.ID, instancetest.ID(), "数字有误")
		}, nil},
	}
	likely := slices.DeleteFunc(slices.Clone(acts), func(a act) bool { return !a.is })
	if len(likely) == 0 || h.rare("what is not offered") {
		likely = acts
	}
	a := pick(h, "act", likely)
	h.asOffered(a.is, append(a.but, frozen)...)(who.Name+" "+a.name+" a report that is "+r.State, a.do)
}

// contribute does something with the part of a unit that cooperates.
func (h *house) contribute() {
	d, ok := one(h, "due", slices.DeleteFunc(all[record.Due](h, record.DueTable), func(d record.Due) bool { return d.Whole != uuid.Nil }))
	if !ok {
		return
	}
	who, call := h.member(access.Reporter)
	switch h.below(4, "part") {
	case 0, 1:
		f, err := h.Reports.PartForm(h.Context(), call, d.ID)
		if err != nil {
			h.worded("the part", err)
		}
		is := err == nil && f.IsOpen && access.Holds(call.Actor, access.ReportWrite) == nil
		w := report.WrittenPart{Due: d.ID, Progress: "配合情况"}
		for _, g := range f.Targets {
			w.Values = append(w.Values, report.Figure{Target: g.ID, Value: h.figure()})
		}
		h.asOffered(is)(who.Name+" writes a part", func() error { _, err := h.Reports.WritePart(h.Context(), call, w); return err })
		if is && h.flip("sends") {
			h.offered(who.Name+" sends a part", func() error { return h.Reports.SendPart(h.Context(), call, d.ID) })
		}
	default:
		parts := all[record.Part](h, record.PartTable)
		p, ok := one(h, "part", parts)
		if !ok {
			return
		}
		f, err := h.Reports.Form(h.Context(), call, p.Due)
		if err != nil {
			h.worded("the form", err)
			return
		}
		isForm := (f.State == record.DueOpen || f.State == record.DueReturned || f.Correction != uuid.Nil && f.Report != nil && report.IsOwn(*f.Report)) &&
			f.Unit == call.Actor.Unit && access.Holds(call.Actor, access.ReportWrite) == nil
		is := isForm && slices.ContainsFunc(f.Parts, func(c report.Contribution) bool { return c.Unit == p.Unit && c.State == record.PartSent })
		if h.flip("takes") {
			if f.Report == nil {
				return
			}
			h.asOffered(is)(who.Name+" takes a part", func() error { return h.Reports.TakePart(h.Context(), call, p.Due, p.Unit, f.Report.ID) })
			return
		}
		h.asOffered(is)(who.Name+" returns a part", func() error { return h.Reports.ReturnPart(h.Context(), call, p.Due, p.Unit, "请补充") })
	}
}

// unsent wants nobody outside a unit to read what it has not sent.
func (h *house) unsent() {
	var hidden []record.Report
	for _, r := range all[record.Report](h, record.ReportTable) {
		if !r.IsSent {
			hidden = append(hidden, r)
		}
	}
	r, ok := one(h, "unsent", hidden)
	if !ok {
		return
	}
	who, call := h.somebody()
	if call.Actor.Unit == r.Unit {
		return
	}
	if _, err := h.Reports.Find(h.Context(), call, r.ID); err == nil {
		h.Fatalf("%s reads the %s report of another unit", who.Name, r.State)
	}
	f, err := h.Reports.Form(h.Context(), call, r.Due)
	if err == nil && (slices.ContainsFunc(f.Versions, func(v record.Report) bool { return v.ID == r.ID }) || slices.ContainsFunc(f.Values, func(v record.Value) bool { return v.Report == r.ID })) {
		h.Fatalf("%s is shown the %s report of another unit", who.Name, r.State)
	}
	for _, v := range all[record.Value](h, record.ValueTable, relation.Equal(relation.C("x", "report"), r.ID[:])) {
		if slices.ContainsFunc(f.Values, func(x record.Value) bool { return x.ID == v.ID }) {
			h.Fatalf("%s is shown figures of it", who.Name)
		}
	}
}
