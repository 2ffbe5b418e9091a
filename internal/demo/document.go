package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	sheets "github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/region"
)

// plan puts what is put in and adopted in a year on the agenda.
func (f *filler) plan(year int) {
	for _, d := range f.place.Documents {
		if d.Review || d.Recent || d.Out || d.Ago > 0 {
			continue
		}
		if d.Place == f.place.City.Name {
			f.planFor(d, f.place.City, year)
		}
		for _, s := range f.seats {
			if slices.Contains(s.files, d.File) {
				f.planFor(d, s.division, year)
			}
		}
	}
}

func (f *filler) planFor(d doc, of division, year int) {
	put := f.workday(max(d.Put.In(year), f.start()+1))
	f.planOn(d, of, put, f.workday(max(d.Adopt.In(year), put+3)))
}

func (f *filler) planOn(d doc, of division, put, adopt period.Date) {
	year := put.Year()
	if d.Ago > 0 {
		year = f.Today.Year() // one and the same for a document and the one that replaces it
	}
	id := f.put(d, of, moment(put, 9, 30), year-d.Written.Year())
	if d.Recent {
		f.consult(d, of, id, adopt)
	}
	f.agenda.add(moment(adopt, 10, 0), func(ctx context.Context) error { return f.adopt(ctx, d, of, id, adopt) })
}

// notices puts documents in some months before the demo is looked at, the later ones of which may replace earlier ones.
func (f *filler) notices() {
	for _, d := range f.place.Documents {
		if d.Ago > 0 {
			put, adopt := f.noticed(d)
			f.planOn(d, f.place.City, put, adopt)
		}
	}
}

// noticed are the days on which a notice is put in and adopted.
func (f *filler) noticed(d doc) (put, adopt period.Date) {
	put = f.workdayBefore(f.Today - period.Date(d.Ago))
	return put, f.workday(put + 3)
}

// until is the day before which a document's tasks are worked on: today, or that on which another one replaces it.
func (f *filler) until(d doc) period.Date {
	i := slices.IndexFunc(f.place.Documents, func(o doc) bool { return o.Replaces == d.File })
	if i < 0 {
		return f.Today
	}
	_, adopt := f.noticed(f.place.Documents[i])
	return adopt
}

// replace says which document before it a document replaces, and of which targets the older value still holds.
func (f *filler) replace(ctx context.Context, d doc, of division, id uuid.UUID) error {
	i := slices.IndexFunc(f.place.Documents, func(o doc) bool { return o.File == d.Replaces })
	if d.Replaces == "" || i < 0 {
		return nil
	}
	put, _ := f.noticed(f.place.Documents[i])
	older := f.documentID(f.place.Documents[i], of, moment(put, 9, 30))
	return f.Documents.Relate(ctx, f.call(f.supervisor(of)), id, older, record.Replaces, d.Keeps)
}

// assignments puts documents in that are adopted and assigned in the week before the demo is looked at.
func (f *filler) assignments() {
	for _, d := range f.place.Documents {
		if d.Recent {
			adopt := f.workdayBefore(f.Today - 4)
			out, _ := f.consulted(adopt)
			f.planOn(d, f.place.City, f.workdayBefore(out-1), adopt)
		}
	}
}

// review puts documents in a few days before the demo is looked at; nobody has decided on them yet.
func (f *filler) review() {
	for _, d := range f.place.Documents {
		if !d.Review {
			continue
		}
		put := f.workdayBefore(f.Today - 3)
		years := put.Year() - d.Written.Year()
		if written := (period.MonthDay{Month: d.Written.Month(), Day: d.Written.Day()}); written.In(put.Year()) > put {
			years--
		}
		f.put(d, f.place.City, moment(put, 15, 10), years)
	}
}

// drafts puts documents in whose divisions are out for comment when the demo is looked at: one unit has yet to say what it thinks.
func (f *filler) drafts() {
	for _, d := range f.place.Documents {
		if !d.Out {
			continue
		}
		out := f.workdayBefore(f.Today - 2)
		put := f.workdayBefore(out - 1)
		id := f.put(d, f.place.City, moment(put, 14, 20), put.Year()-d.Written.Year())
		f.circulate(d, f.place.City, id, out, f.workday(f.Today+3), 1)
	}
}

// put lets a division's supervisor send a document, and has it compiled.
func (f *filler) put(d doc, of division, at time.Time, years int) uuid.UUID {
	id := f.documentID(d, of, at)
	f.agenda.add(at, func(ctx context.Context) error {
		text, err := d.text(of, years, period.DateAt(at))
		if err != nil {
			return err
		}
		name := strings.ReplaceAll(d.Name, "{year}", strconv.Itoa(d.Written.Year()+years))
		_, err = f.Documents.Upload(ctx, f.call(f.supervisor(of)), intake.Uploaded{ID: id, Name: name, Content: bytes.NewReader(text)})
		return err
	})
	f.agenda.add(at.Add(2*time.Minute), f.Jobs.Drain)
	return id
}

func (f *filler) documentID(d doc, of division, put time.Time) uuid.UUID {
	return f.id(put, d.File, of.Code)
}

func (f *filler) supervisor(of division) access.Actor {
	if of.Key == "" {
		return f.people["supervisor"]
	}
	return f.people[of.Key+".supervisor"]
}

// adopt lets a division's supervisor decide on a document, and puts what its tasks ask for on the agenda.
func (f *filler) adopt(ctx context.Context, d doc, of division, id uuid.UUID, on period.Date) error {
	call := f.call(f.supervisor(of))
	if err := f.replace(ctx, d, of, id); err != nil {
		return fmt.Errorf("replace %s: %w", d.Replaces, err)
	}
	if err := f.adoptAs(ctx, d, of, id, on); err != nil {
		return fmt.Errorf("adopt %s: %w", d.File, err)
	}
	lines, _, err := f.Tasks.Page(ctx, call, list.Asking("document", id.String()).Rows(uuid.Nil, 1000))
	if err != nil {
		return err
	}
	for _, line := range lines {
		due, _, err := f.Reports.DuePage(ctx, call, list.Asking("task", line.ID.String()).Rows(uuid.Nil, 1000))
		if err != nil {
			return err
		}
		for _, item := range due {
			f.report(item, line, of, on)
			f.ask(item, of, on)
		}
		if err := f.assign(ctx, line, d, of, on); err != nil {
			return err
		}
		if d.Split != nil {
			f.agenda.add(moment(f.workday(on+3), 11, 0), func(ctx context.Context) error { return f.part(ctx, *d.Split, line, of, on+3) })
		}
	}
	return nil
}

// adoptAs adopts a document as its supervisor divides it, or as its division was approved.
func (f *filler) adoptAs(ctx context.Context, d doc, of division, id uuid.UUID, on period.Date) error {
	call := f.call(f.supervisor(of))
	if d.Recent {
		return f.Documents.AdoptReviewed(ctx, call, id)
	}
	_, proposal, err := f.Documents.Proposal(ctx, call, id)
	if err != nil {
		return err
	}
	directory, err := f.Documents.Directory(ctx, call)
	if err != nil {
		return err
	}
	decision := f.divide(proposal, directory, of.Code, on)
	if decision.Force(proposal) != record.ForceBinding { // its text shows no number
		decision.Issued = &document.Issued{On: on.String(), Reason: f.place.IssuedBy}
	}
	err = f.Documents.Adopt(ctx, call, id, decision)
	lacking, ok := errors.AsType[*document.MissingError](err)
	if !ok {
		return err
	}
	for _, m := range lacking.Missing { // what its issuer may not order stands with a reason
		if m.Key == sheets.LackBeyond {
			decision.Tasks[m.Task].Beyond = f.place.Consulting.Beyond
		}
	}
	return f.Documents.Adopt(ctx, call, id, decision)
}

// divide is what a person makes of a proposal, by these rules:
//
//  1. A name means the unit that the directory finds for it; of several it is the first, and a name of nobody is left out.
//  2. The first of the units that the text lets lead leads; where none does, the first unit of the task. The others cooperate.
//  3. A task of no unit is left out: it is a rule for all and not somebody's work.
//  4. Leads report every month if the document orders no reports.
func (f *filler) divide(doc *policy.Document, directory *access.Directory, in region.Code, on period.Date) document.Decision {
	decision := document.Decision{Every: string(period.EveryMonth)}
	for _, t := range doc.Tasks {
		decided := document.TaskDecision{Duties: make([]document.DutyDecision, len(t.Duties))}
		lead := -1
		parts := document.Parts(t, decided)
		for i, duty := range t.Duties {
			matches := directory.Find(in, duty.Unit, region.Day(on))
			if len(matches) == 0 {
				continue
			}
			decided.Duties[i] = document.DutyDecision{Unit: matches[0].Unit.ID, Part: record.PartCooperate}
			if lead < 0 || parts[lead] != record.PartLead && parts[i] == record.PartLead {
				lead = i
			}
		}
		if lead >= 0 {
			decided.Duties[lead].Part = record.PartLead
		}
		decided.Leave = lead < 0
		if len(t.Targets) == 0 {
			decided.DoneWhen, decided.Proof = f.place.DoneWhen, f.place.Proof
		}
		decision.Tasks = append(decision.Tasks, decided)
	}
	return decision
}
