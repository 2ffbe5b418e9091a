package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/consultation"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/task"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	sheets "github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

// consulting is what is said of a draft division that goes out for comment.
type consulting struct {
	Object   string `json:"object"`   // what a unit has against an item
	Wording  string `json:"wording"`  // what another would have it say
	Taken    string `json:"taken"`    // what the office says to what it takes
	Refused  string `json:"refused"`  // and to what it does not
	Approved string `json:"approved"` // the leader's opinion
	Beyond   string `json:"beyond"`   // why an item stands although its issuer may not order it
	LeftOut  string `json:"left_out"` // why an item that is nobody's is left out
}

// consulted are the days on which a draft division goes out and is approved, if it is adopted on a day.
func (f *filler) consulted(adopt period.Date) (out, back period.Date) {
	back = f.workdayBefore(adopt - 1)
	return f.workdayBefore(back - 1), back
}

// consult sends the division of a document out for comment, and has it approved before it is adopted.
func (f *filler) consult(d doc, of division, id uuid.UUID, adopt period.Date) {
	out, back := f.consulted(adopt)
	draft := f.circulate(d, of, id, out, back, 0)
	office, leader := f.call(f.supervisor(of)), f.call(f.people["leader"])
	f.agenda.add(moment(back, 9, 40), func(ctx context.Context) error {
		p, err := f.Divisions.Find(ctx, office, draft)
		if err != nil {
			return err
		}
		for _, c := range p.Comments {
			if c.Kind == record.CommentAgree {
				continue
			}
			isTaken, why := c.Kind == record.CommentText, f.place.Consulting.Refused
			if isTaken {
				why = f.place.Consulting.Taken
			}
			if err := f.Divisions.Decide(ctx, office, draft, c.ID, isTaken, why); err != nil {
				return err
			}
		}
		return f.Divisions.Move(ctx, office, draft, consultation.Submit, nil)
	})
	f.agenda.add(moment(back, 16, 0), func(ctx context.Context) error {
		return f.Divisions.Move(ctx, leader, draft, consultation.Approve, flow.Form{"opinion": f.place.Consulting.Approved})
	})
}

// circulate sends the division of a document out for comment up to a day; all units but the last silent ones say what they think of it.
func (f *filler) circulate(d doc, of division, id uuid.UUID, out, until period.Date, silent int) (draft uuid.UUID) {
	draft = f.id(moment(out, 10, 0), "division", d.File)
	f.agenda.add(moment(out, 10, 0), func(ctx context.Context) error {
		if err := f.settleReview(ctx, id, of.Code, out); err != nil {
			return err
		}
		return f.Divisions.Send(ctx, f.call(f.supervisor(of)), draft, id, until)
	})
	f.agenda.add(moment(out, 15, 30), func(ctx context.Context) error { return f.comment(ctx, draft, of, silent) })
	return draft
}

// settleReview makes a document's review complete, by the rules of divide.
func (f *filler) settleReview(ctx context.Context, id uuid.UUID, in region.Code, on period.Date) error {
	call := f.call(f.people["supervisor"])
	directory, err := f.Documents.Directory(ctx, call)
	if err != nil {
		return err
	}
	r, err := f.Documents.Review(ctx, call, id)
	if err != nil {
		return err
	}
	form := sheets.Entries{}
	if r.Document.Force != record.ForceBinding {
		form["issued.on"], form["issued.reason"] = []string{on.String()}, []string{f.place.IssuedBy}
	}
	for _, item := range r.Sheet.Items {
		leads := ""
		for _, p := range item.Parts {
			if matches := directory.Find(in, p.Duty.Unit, region.Day(on)); p.Unit == "" && len(matches) > 0 {
				p.Unit = matches[0].Unit.ID.String()
			} else if p.Unit == "" {
				p.Unit = sheets.None
			}
			form["unit."+p.ID] = []string{p.Unit}
			if p.Unit != sheets.None && (leads == "" || item.Role(p.ID) == sheets.Leads && item.Role(leads) != sheets.Leads) {
				leads = p.ID
			}
		}
		form["lead."+item.ID] = []string{leads}
		if leads == "" {
			form["take."+item.ID], form["why."+item.ID] = []string{""}, []string{f.place.Consulting.LeftOut}
		}
		if item.IsSoft() {
			form["done."+item.ID], form["proof."+item.ID] = []string{f.place.DoneWhen}, []string{f.place.Proof}
		}
		if slices.ContainsFunc(r.Lacks, func(l sheets.Lack) bool { return l.Item == item.ID && l.Key == sheets.LackBeyond }) {
			form["beyond."+item.ID] = []string{f.place.Consulting.Beyond}
		}
	}
	if err := f.Documents.Edit(ctx, call, id, len(r.Acts), form, nil); err != nil {
		return fmt.Errorf("settle the review of %s: %w", r.Document.Title, err)
	}
	return nil
}

// comment lets the units of a draft say what they think of it: one objects, one words an item anew, the others agree.
func (f *filler) comment(ctx context.Context, draft uuid.UUID, of division, silent int) error {
	p, err := f.Divisions.Find(ctx, f.call(f.supervisor(of)), draft)
	if err != nil {
		return err
	}
	n := 0
	for _, u := range p.Units[:max(0, len(p.Units)-silent)] {
		person, ok := f.reporter[u.Unit]
		if !ok {
			continue
		}
		var said []consultation.Said
		for _, item := range p.Draft.Items {
			if item.Lead != u.Unit {
				continue
			}
			switch n++; n {
			case 2:
				said = append(said, consultation.Said{Item: item.ID, Kind: record.CommentObject, Text: f.place.Consulting.Object})
			case 4:
				said = append(said, consultation.Said{Item: item.ID, Kind: record.CommentText, Text: item.Text + f.place.Consulting.Wording})
			}
			break
		}
		if err := f.Divisions.Comment(ctx, f.call(person), draft, said); err != nil {
			return err
		}
	}
	return nil
}

// A parting says how a target of a plan is split over counties.
type parting struct {
	Metric string `json:"metric"` // of the target
	Unit   string `json:"unit"`   // what the name of each county's unit ends in
}

// part splits a target over the counties, each of which reports on its part from then on.
func (f *filler) part(ctx context.Context, x parting, line task.Line, of division, on period.Date) error {
	office := f.call(f.supervisor(of))
	page, err := f.Tasks.Find(ctx, office, line.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(page.Targets, func(g record.Target) bool { return g.Metric == x.Metric && g.Value != nil })
	if i < 0 {
		return nil
	}
	whole := page.Targets[i]
	goal, err := f.Breakdown.Find(ctx, office, whole.ID)
	if err != nil {
		return err
	}
	var parts []breakdown.Part
	for _, u := range goal.Units {
		if u.Until == 0 && u.Division != int64(of.Code.Owner()) && strings.HasSuffix(u.Name, x.Unit) {
			parts = append(parts, breakdown.Part{Unit: u.ID})
		}
	}
	if len(parts) == 0 {
		return nil // a demo of one county
	}
	left := *whole.Value / 10_000
	for n := range parts { // the first counties are the larger ones
		share := left * int64(len(parts)-n+4) / int64((len(parts)-n)*(len(parts)-n+9)/2)
		if n == len(parts)-1 {
			share = left
		}
		parts[n].Value = quantity.Number{Coefficient: share}
		left -= share
	}
	if err := f.Breakdown.Split(ctx, office, whole.ID, 0, breakdown.Split{Kind: ledger.SplitOf(whole.Op, whole.Unit), IsSum: true, Parts: parts}); err != nil {
		return err
	}
	due, _, err := f.Reports.DuePage(ctx, office, list.Asking("task", line.ID.String()).Rows(uuid.Nil, 1000))
	for _, item := range due {
		if slices.ContainsFunc(parts, func(p breakdown.Part) bool { return p.Unit == item.Unit }) {
			f.report(item, line, of, on)
		}
	}
	return err
}
