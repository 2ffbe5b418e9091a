package document

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/region"
)

// A Review (核对) is a proposal with what reviewers have made of it so far, and what it still lacks.
type Review struct {
	Document record.Document
	Proposal *policy.Document
	Sheet    *division.Sheet
	Entries  []record.ReviewAct // who did what, in its order
	Acts     []division.Act     // the same as package division knows it
	CanUndo  bool
	CanRedo  bool
	Lacks    []division.Lack
	Breaches []division.Breach
	Units    []record.Unit
	// Consultation is the draft division of it that is out, or was approved; nil for none.
	Consultation *record.Consultation

	directory *access.Directory
	offices   map[uuid.UUID]division.Office
	in        region.Code
	on        region.Day
}

// Review gives a document's review. Errors: those of Proposal.
func (s *Service) Review(ctx context.Context, call app.Call, id uuid.UUID) (*Review, error) {
	d, doc, err := s.Proposal(ctx, call, id)
	if err != nil {
		return nil, err
	}
	r := &Review{Document: d, Proposal: doc, on: region.Day(period.DateAt(time.UnixMilli(d.Made)))}
	if r.in, err = region.OfOwner(d.Owner); err != nil {
		return nil, fmt.Errorf("read the division of a document: %w", err)
	}
	if r.directory, err = s.Directory(ctx, call); err != nil {
		return nil, err
	}
	if r.Units, err = s.Units(ctx, call); err != nil {
		return nil, err
	}
	r.offices = offices(r.Units)
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		if r.Consultation, err = consultationOf(ctx, v, d); err != nil {
			return err
		}
		r.Entries, r.Acts, err = acts(ctx, v, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	if r.Sheet, err = r.after(len(r.Acts)); err != nil {
		return nil, err
	}
	stand, undone := division.Standing(r.Acts)
	r.CanUndo, r.CanRedo = len(stand) > 0, len(undone) > 0
	r.judge()
	return r, nil
}

// acts are what reviewers did to a document.
func acts(ctx context.Context, v store.Reader, d record.Document) (entries []record.ReviewAct, acts []division.Act, err error) {
	entries, err = store.List[record.ReviewAct](ctx, v, &relation.Select{From: relation.From(record.ReviewActTable, "a"), Where: relation.And{
		relation.Equal(relation.C("a", relation.Owner), d.Owner), relation.Equal(relation.C("a", "document"), d.ID[:])}, OrderBy: []relation.Order{{By: relation.C("a", "ordinal")}}})
	for _, e := range entries {
		var a division.Act
		if err := json.Unmarshal([]byte(e.Body), &a); err != nil {
			return nil, nil, fmt.Errorf("read an act of review: %w", err)
		}
		acts = append(acts, a)
	}
	return entries, acts, err
}

// after is the sheet as it was after so many acts.
func (r *Review) after(n int) (*division.Sheet, error) {
	known := make(map[string]string)
	sheet := division.Open(r.Proposal, func(name string) string {
		id, ok := known[name]
		if !ok {
			if found := r.Find(name); len(found) == 1 {
				id = found[0].Unit.ID.String()
			}
			known[name] = id
		}
		return id
	})
	return sheet, sheet.Replay(r.Proposal, r.Acts[:n])
}

// Find are the units that a printed name may mean.
func (r *Review) Find(name string) []access.Match { return r.directory.Find(r.in, name, r.on) }

// Similar are units whose names share most with a printed one, the likest first, for a person to choose from.
func (r *Review) Similar(name string) []access.Unit { return r.directory.Similar(r.in, name, r.on, 3) }

// judge finds out what the sheet lacks, and what is still in doubt.
func (r *Review) judge() {
	r.Breaches = r.Sheet.Breaches(r.issuers(), func(id uuid.UUID) division.Office { return r.offices[id] }, isAgreed(r.Proposal))
	r.Lacks = r.Sheet.Check(func(item string) bool {
		return slices.ContainsFunc(r.Breaches, func(b division.Breach) bool { return b.Item == item })
	})
	r.Sheet.Settle()
}

// issuers are those of the document's issuers that the directory knows.
func (r *Review) issuers() (all []division.Office) {
	for _, name := range r.Proposal.Meta.Issuers {
		if found := r.Find(name); len(found) == 1 {
			all = append(all, r.offices[found[0].Unit.ID])
		}
	}
	return all
}

// isAgreed says whether a document names the consent of those who stand above its issuer.
func isAgreed(doc *policy.Document) bool { return doc.Text != nil && access.NamesConsent(*doc.Text) }

func offices(units []record.Unit) map[uuid.UUID]division.Office {
	all := make(map[uuid.UUID]division.Office, len(units))
	for _, u := range units {
		if o, ok := OfficeOf(u); ok {
			all[u.ID] = o
		}
	}
	return all
}

// OfficeOf is a unit as the rules of authority know it. ok is false for one of no division.
func OfficeOf(u record.Unit) (o division.Office, ok bool) {
	code, err := region.OfOwner(u.Division)
	return division.Office{ID: u.ID, Name: u.Name, Division: code, Body: access.BodyOf(u.Name), Line: u.Line, IsVertical: u.IsVertical, Parent: u.Parent}, err == nil
}

// Counterparts are the units that a group means for an item, by the line of the unit that leads it, and the divisions that have none.
func (r *Review) Counterparts(item division.Item) ([]division.Office, []region.Code) {
	var all []division.Office
	for _, u := range r.Units {
		if o, ok := r.offices[u.ID]; ok {
			all = append(all, o)
		}
	}
	lead := division.Office{Division: r.in}
	for _, s := range item.Shares() {
		if s.Role == division.Leads {
			lead = r.offices[s.Unit]
		}
	}
	return division.Counterparts(lead, all)
}

// Decision is the sheet as a decision on its document.
func (r *Review) Decision() (*policy.Document, Decision) {
	s := r.Sheet
	d := Decision{Every: s.Every}
	if s.Issued != (division.Issued{}) {
		d.Issued = &Issued{Number: s.Issued.Number, On: s.Issued.On, Reason: s.Issued.Reason}
	}
	for _, item := range s.Items {
		t := TaskDecision{Leave: item.IsLeft, Title: item.Task.Title, DoneWhen: item.DoneWhen, Proof: item.Proof, Beyond: item.Beyond}
		for _, share := range item.Shares() {
			t.Duties = append(t.Duties, DutyDecision{Unit: share.Unit, Part: share.Role})
		}
		for j, g := range item.Goals {
			if g.IsLeft {
				t.Without = append(t.Without, j)
			}
			var lead uuid.UUID
			if g.Lead != "" {
				lead, _ = item.LeadOf(g)
			}
			t.Leads = append(t.Leads, lead)
		}
		d.Tasks = append(d.Tasks, t)
	}
	for i, o := range s.Others {
		if o.IsLeft {
			d.Without = append(d.Without, i)
		}
	}
	return s.Document(r.Proposal), d
}

// ClashError is the fault "review-clash": somebody else has changed the same entries meanwhile.
type ClashError struct {
	Fault *fault.Error
	Names []string // of the entries
}

// Error is the fault's.
func (e *ClashError) Error() string { return e.Fault.Error() }

// Unwrap gives the fault.
func (e *ClashError) Unwrap() error { return e.Fault }

// Edit does to a review what a person has done on a page that showed it after so many acts: what he changed there, and then an act, nil for
// none. What others did meanwhile to other entries stays. Faults: Conflict "review-clash" as a *ClashError for entries that both have changed,
// "adopt-done", "division-frozen" while a leader has it, "record-stale"; Invalid "issued-damaged" for the issue of a damaged text; those of division.Sheet.Do.
func (s *Service) Edit(ctx context.Context, call app.Call, id uuid.UUID, shown int, form division.Entries, act *division.Act) error {
	r, err := s.Review(ctx, call, id)
	if err != nil {
		return err
	}
	switch {
	case r.Document.State == record.DocumentAdopted:
		return fault.New(fault.Conflict, "adopt-done")
	case r.Consultation != nil && r.Consultation.State != record.ConsultationOut:
		return fault.New(fault.Conflict, "division-frozen")
	}
	changed, err := r.changed(shown, form)
	if err != nil {
		return err
	}
	for name := range changed {
		if strings.HasPrefix(name, "issued.") && r.Proposal.Meta.Status == policy.StatusIncomplete {
			return fault.New(fault.Invalid, "issued-damaged")
		}
	}
	var done []division.Act
	if len(changed) > 0 {
		done = append(done, division.Act{Kind: division.ActSet, Set: r.alike(changed)})
	}
	if act != nil {
		done = append(done, *act)
	}
	return s.do(ctx, call, r, done)
}

// Fill shows the review as a person has filled in a page that showed it after so many acts, and judges it so.
func (r *Review) Fill(shown int, form division.Entries) error {
	if shown < 0 || shown > len(r.Acts) {
		shown = len(r.Acts)
	}
	was, err := r.after(shown)
	if err != nil {
		return err
	}
	r.Sheet.Fill(was.Entries().Changed(form))
	r.judge()
	return nil
}

// changed are the entries of a form that its person changed.
func (r *Review) changed(shown int, form division.Entries) (division.Entries, error) {
	if shown < 0 || shown > len(r.Acts) {
		shown = len(r.Acts)
	}
	was, err := r.after(shown)
	if err != nil {
		return nil, err
	}
	before, now := was.Entries(), r.Sheet.Entries()
	changed := before.Changed(form)
	clash := &ClashError{Fault: fault.New(fault.Conflict, "review-clash")}
	for name, value := range changed {
		is, ok := now[name]
		switch {
		case ok && slices.Equal(is, value):
			delete(changed, name)
		case !ok || !slices.Equal(is, before[name]):
			clash.Names = append(clash.Names, name)
		}
	}
	if len(clash.Names) > 0 {
		slices.Sort(clash.Names)
		return nil, clash
	}
	return changed, nil
}

// alike gives the unit that a person chose for a printed name to the other parts with the same name for which nobody has chosen one.
func (r *Review) alike(changed division.Entries) division.Entries {
	chosen := make(map[string]string)
	for _, item := range r.Sheet.Items {
		for _, p := range item.Parts {
			if v := changed["unit."+p.ID]; len(v) == 1 && v[0] != "" && v[0] != division.None && !p.Duty.Group {
				chosen[p.Duty.Unit] = v[0]
			}
		}
	}
	for _, item := range r.Sheet.Items {
		for _, p := range item.Parts {
			unit, ok := chosen[p.Duty.Unit]
			if _, isSaid := changed["unit."+p.ID]; ok && !isSaid && p.IsOpen() {
				changed["unit."+p.ID] = []string{unit}
			}
		}
	}
	return changed
}

// do writes acts down after those there are, once it is sure that they can be done.
func (s *Service) do(ctx context.Context, call app.Call, r *Review, done []division.Act) error {
	if len(done) == 0 {
		return nil
	}
	all := append(slices.Clone(r.Acts), done...)
	if err := division.Open(r.Proposal, nil).Replay(r.Proposal, all); err != nil {
		return faultOf(err)
	}
	var kinds []string
	for _, a := range done {
		kinds = append(kinds, a.Kind)
	}
	act := app.Act{Needs: access.DocumentAdopt, Name: "document.review", Owner: r.Document.Owner, Kind: "document", Object: r.Document.ID,
		Detail: audit.Detail{"acts": strings.Join(kinds, " ")}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return s.note(ctx, tx, call, r, done)
	})
}

// faultOf is the fault in an error, which says what a person has to know; another error as it is.
func faultOf(err error) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e
	}
	return err
}

// note keeps acts in a transaction. The document is written too, so that of two who act at the same moment one is told.
func (s *Service) note(ctx context.Context, tx *store.Tx, call app.Call, r *Review, done []division.Act) error {
	after := *r
	after.Acts = append(slices.Clone(r.Acts), done...)
	sheet, err := after.after(len(after.Acts))
	if err != nil {
		return err
	}
	sheet.Settle()
	d, first := r.Document, r.Document.Acts
	d.Acts, d.Doubts = d.Acts+int64(len(done)), sheet.Doubts(r.Proposal)
	if err := store.Update(ctx, tx, record.DocumentTable, &d); err != nil {
		return err
	}
	for i, a := range done {
		body, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("write an act of review: %w", err)
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		e := record.ReviewAct{Record: store.Record{Owner: d.Owner, ID: id}, Document: d.ID, Ordinal: first + int64(i) + 1, Account: call.Actor.Account, At: s.Now().UnixMilli(), Body: string(body)}
		if _, err := store.Insert(ctx, tx, record.ReviewActTable, &e); err != nil {
			return err
		}
	}
	return nil
}

// Spread is the act that gives a default duty to the counterparts of each item's lead.
func (r *Review) Spread(number int) *division.Act {
	units := make(map[string][]uuid.UUID)
	for _, item := range r.Sheet.Items {
		found, _ := r.Counterparts(item)
		for _, o := range found {
			if !item.IsLeft && !slices.ContainsFunc(item.Shares(), func(s division.Share) bool { return s.Unit == o.ID }) {
				units[item.ID] = append(units[item.ID], o.ID)
			}
		}
	}
	return &division.Act{Kind: division.ActSpread, On: fmt.Sprint(number), Units: units}
}

// Reviewed is a document with its tasks as reviewers have made them: those of the plan stand at its places.
func (s *Service) Reviewed(ctx context.Context, call app.Call, id uuid.UUID) (record.Document, *policy.Document, error) {
	d, doc, err := s.Proposal(ctx, call, id)
	if err != nil || d.Acts == 0 {
		return d, doc, err
	}
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		_, all, err := acts(ctx, v, d)
		if err != nil {
			return err
		}
		sheet := division.Open(doc, nil)
		if err := sheet.Replay(doc, all); err != nil {
			return err
		}
		doc = sheet.Document(doc)
		return nil
	})
	return d, doc, err
}

// named are the printed names that reviewers gave units which the directory does not know by them, in the order of the names.
func (r *Review) named() (names []string, units map[string]uuid.UUID) {
	units = r.Sheet.Named()
	for _, name := range slices.Sorted(maps.Keys(units)) {
		if len(r.Find(name)) == 0 {
			names = append(names, name)
		}
	}
	return names, units
}

// Place is a division's name; its code if nobody knows the name.
func (r *Review) Place(code region.Code) string { return r.directory.Place(code, r.on) }

// Reviewers are the names of the people who have worked on a review, by account.
func (s *Service) Reviewers(ctx context.Context, call app.Call, r *Review) (names map[uuid.UUID]string, err error) {
	accounts := make([]uuid.UUID, len(r.Entries))
	for i, e := range r.Entries {
		accounts[i] = e.Account
	}
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		names, err = app.People(ctx, v, accounts...)
		return err
	})
	return names, err
}
