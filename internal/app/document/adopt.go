package document

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// A Decision is what a person makes of a proposal. Tasks stand in the order of the proposal.
type Decision struct {
	Tasks []TaskDecision `json:"tasks"`
	// Without are the places, from 0, of obligations that are left out.
	Without []int `json:"without"`
	// Every is how often each lead reports on its tasks where the document orders no reports: month, quarter, half-year or year; "" for never.
	Every string `json:"every"`
	// Issued is for a document that does not show that it was issued: without it such a document is adopted as a draft. A damaged one can not have it.
	Issued *Issued `json:"issued"`
}

// An Issued (印发认定) is what a person knows of a document's issue that its text does not say.
type Issued struct {
	Number string `json:"number"` // 文号; empty if it has none
	On     string `json:"on"`     // YYYY-MM-DD
	Reason string `json:"reason"` // how it is known
}

// A TaskDecision is what becomes of one task.
type TaskDecision struct {
	Leave    bool           `json:"leave"`     // leave it out
	Title    string         `json:"title"`     // "" keeps the proposal's
	DoneWhen string         `json:"done_when"` // what counts as done, for a task without a figure
	Proof    string         `json:"proof"`     // what has to be shown for it, for a task without a figure
	Duties   []DutyDecision `json:"duties"`    // in the order of the proposal's
	Without  []int          `json:"without"`   // places, from 0, of targets that are left out
	Leads    []uuid.UUID    `json:"leads"`     // by target: the unit that answers for it and reports it, one of Duties; zero is the one that leads the task
	Beyond   string         `json:"beyond"`    // why it stands although its issuer may not order it
}

// A DutyDecision says which unit a duty means and which part it has.
type DutyDecision struct {
	Unit uuid.UUID `json:"unit"` // zero leaves the duty out
	Part string    `json:"part"` // record.PartLead or PartCooperate; "" is what the text says
}

// A Missing says what keeps a document from being adopted: the place of a task, from 0, and the message key.
type Missing struct {
	Task int    `json:"task"`
	Key  string `json:"key"`
}

// MissingError is the fault "adopt-missing" with what is missing.
type MissingError struct {
	Fault   *fault.Error
	Missing []Missing
}

// Error is the fault's.
func (e *MissingError) Error() string { return e.Fault.Error() }

// Unwrap gives the fault.
func (e *MissingError) Unwrap() error { return e.Fault }

// Details are what is missing, for programs.
func (e *MissingError) Details() any { return e.Missing }

// What can be missing.
const (
	MissingLead     = "missing-lead"      // no unit leads the task
	MissingLeads    = "missing-one-lead"  // more than one unit leads it
	MissingDoneWhen = "missing-done-when" // it has no figure, and nobody has said what counts as done
	MissingProof    = "missing-proof"     // it has no figure, and nobody has said what has to be shown
	MissingTasks    = "missing-tasks"     // every task was left out
)

// checkUnits makes sure that every unit of a decision is one, and that who answers for a number has a part in its task.
func (s *Service) checkUnits(ctx context.Context, call app.Call, d Decision) error {
	units, err := s.Units(ctx, call)
	if err != nil {
		return err
	}
	known := map[uuid.UUID]bool{uuid.Nil: true}
	for _, u := range units {
		known[u.ID] = true
	}
	for _, t := range d.Tasks {
		for _, duty := range t.Duties {
			if !known[duty.Unit] {
				return fault.New(fault.Invalid, "adopt-unit")
			}
		}
		for _, lead := range t.Leads {
			if lead != uuid.Nil && !slices.ContainsFunc(t.Duties, func(d DutyDecision) bool { return d.Unit == lead }) {
				return fault.New(fault.Invalid, "adopt-unit")
			}
		}
	}
	return nil
}

// Force is what force a document has when it is adopted as decided: only what was issued binds, and what is under way in a ledger already. A damaged text is
// a draft whatever is known of its issue.
func (d Decision) Force(doc *policy.Document) string {
	if doc.Meta.Status == policy.StatusIssued || doc.Meta.Status == policy.StatusLedger || d.Issued != nil && doc.Meta.Status != policy.StatusIncomplete {
		return record.ForceBinding
	}
	return record.ForceDraft
}

// AdoptReviewed adopts a document as its reviewers have made it. What they said that printed names mean is remembered. Faults: those of Adopt;
// Invalid "adopt-lacks"; Conflict "division-out" while the draft is out for comment, "division-frozen" while a leader has it.
func (s *Service) AdoptReviewed(ctx context.Context, call app.Call, id uuid.UUID) error {
	r, err := s.Review(ctx, call, id)
	if err != nil {
		return err
	}
	if err := r.checkConsultation(); err != nil {
		return err
	}
	if r.Document.State != record.DocumentAdopted && len(r.Lacks) > 0 {
		return fault.New(fault.Invalid, "adopt-lacks")
	}
	doc, decision := r.Decision()
	return s.adopt(ctx, call, r.Document, doc, decision, r)
}

// checkConsultation refuses what is out for comment or with a leader.
func (r *Review) checkConsultation() error {
	switch {
	case r.Consultation == nil:
	case r.Consultation.State == record.ConsultationOut:
		return fault.New(fault.Conflict, "division-out")
	case r.Consultation.State == record.ConsultationSubmitted:
		return fault.New(fault.Conflict, "division-frozen")
	}
	return nil
}

// beyond are the tasks that a decision lets stand though their issuer may not order them, and nobody has said why.
func (r *Review) beyond(doc *policy.Document, d Decision) (missing []Missing) {
	issuers := r.issuers()
	for i, t := range d.Tasks {
		if t.Leave || t.Beyond != "" || len(issuers) == 0 || i >= len(doc.Tasks) {
			continue
		}
		parts := Parts(doc.Tasks[i], t)
		for j, duty := range t.Duties {
			mayOrder := func(o division.Office) bool {
				return division.Authority(o, r.offices[duty.Unit], parts[j], isAgreed(doc)) == ""
			}
			if j < len(parts) && duty.Unit != uuid.Nil && !slices.ContainsFunc(issuers, mayOrder) {
				missing = append(missing, Missing{i, division.LackBeyond})
				break
			}
		}
	}
	return missing
}

// Adopt makes a proposal the plan that binds: tasks, duties, targets, obligations, and what falls due of them; what it says of documents
// before it happens to them. A decision is on the proposal as it was compiled. One that was not issued is adopted as a draft: nothing falls due, and nothing happens to others. Faults:
// Conflict "adopt-done" if that was done already; Invalid "adopt-missing" as a *MissingError, "adopt-unit", "issued-reason", "issued-date", "issued-damaged" for
// what is said of the issue of a damaged text (nobody can say what the missing part orders);
// Conflict "adopt-reviewed" if reviewers have changed it: then AdoptReviewed is for it; "division-out", "division-frozen" as of that.
func (s *Service) Adopt(ctx context.Context, call app.Call, id uuid.UUID, decision Decision) error {
	r, err := s.Review(ctx, call, id)
	if err != nil {
		return err
	}
	d, doc := r.Document, r.Proposal
	if d.State != record.DocumentAdopted {
		if d.Acts > 0 {
			return fault.New(fault.Conflict, "adopt-reviewed")
		}
		if err := r.checkConsultation(); err != nil {
			return err
		}
		if missing := r.beyond(doc, decision); missing != nil {
			return &MissingError{fault.New(fault.Invalid, "adopt-missing"), missing}
		}
	}
	return s.adopt(ctx, call, d, doc, decision, nil)
}

// adopt makes a document the plan that binds; r is its review, nil where nobody reviewed it on the sheet.
func (s *Service) adopt(ctx context.Context, call app.Call, d record.Document, doc *policy.Document, decision Decision, r *Review) error {
	if d.State == record.DocumentAdopted {
		return fault.New(fault.Conflict, "adopt-done")
	}
	if err := decision.check(doc); err != nil {
		return err
	}
	if err := s.checkUnits(ctx, call, decision); err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	p := &plan{document: d, calendar: calendar, today: period.Date(s.Today()), force: decision.Force(doc)}
	if p.force == record.ForceBinding {
		if p.before, err = s.before(ctx, call, d, doc); err != nil {
			return err
		}
	}
	if err := p.make(doc, decision); err != nil {
		return err
	}
	act := app.Act{Needs: access.DocumentAdopt, Owner: d.Owner, Kind: "document", Object: d.ID, Detail: audit.Detail{
		"tasks": strconv.Itoa(len(p.tasks)), "due": strconv.Itoa(len(p.due)), "force": p.force,
	}}
	if decision.Issued != nil {
		act.Detail["issued"], act.Detail["reason"] = decision.Issued.On, decision.Issued.Reason
	}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		changed := d
		changed.State, changed.Adopted, changed.Force = record.DocumentAdopted, s.Now().UnixMilli(), p.force
		if decision.Issued != nil {
			changed.Source, changed.Issued = string(policy.StatusIssued), decision.Issued.On
			if decision.Issued.Number != "" {
				changed.Number = decision.Issued.Number
			}
		}
		if err := store.Update(ctx, tx, record.DocumentTable, &changed); err != nil {
			return err
		}
		if err := s.settled(ctx, tx, call, r); err != nil {
			return err
		}
		if err := p.follow(ctx, tx, p.before); err != nil {
			return err
		}
		if err := s.Cases.Dissolve(ctx, tx, call, d.Owner, p.closed, d.Title, calendar); err != nil {
			return err
		}
		if err := p.insert(ctx, tx); err != nil {
			return err
		}
		if err := s.Cases.Assign(ctx, tx, p.assigned(), calendar); err != nil {
			return err
		}
		if err := p.tell(ctx, tx, changed.Adopted); err != nil || s.Relight == nil {
			return err
		}
		ids := p.closed
		for _, t := range p.tasks {
			if t.State == record.TaskOpen {
				ids = append(ids, t.ID)
			}
		}
		return s.Relight(ctx, tx, d.Owner, ids...)
	})
}

// part is the unit's part by decision and text. Several units that are responsible without one that leads have to be told apart by a person.
func part(decided string, role policy.Role, responsible int, hasLead bool) string {
	switch {
	case decided != "":
		return decided
	case role == policy.RoleLead, role == policy.RoleResponsible && responsible == 1 && !hasLead:
		return record.PartLead
	case role == policy.RoleResponsible && !hasLead:
		return ""
	}
	return record.PartCooperate
}

// Parts are the parts of a task's units: as decided, else as the text gives them; "" where a person has to decide.
func Parts(task policy.Task, decided TaskDecision) []string {
	responsible, hasLead := 0, false
	for i, d := range task.Duties {
		if d.Role == policy.RoleResponsible {
			responsible++
		}
		hasLead = hasLead || d.Role == policy.RoleLead || i < len(decided.Duties) && decided.Duties[i].Part == record.PartLead
	}
	parts := make([]string, len(task.Duties))
	for i, d := range task.Duties {
		said := ""
		if i < len(decided.Duties) {
			said = decided.Duties[i].Part
		}
		parts[i] = part(said, d.Role, responsible, hasLead)
	}
	return parts
}

// Check lists what keeps a decision from being adopted.
func (d Decision) Check(doc *policy.Document) []Missing {
	var missing []Missing
	kept := 0
	for i, task := range doc.Tasks {
		var decided TaskDecision
		if i < len(d.Tasks) {
			decided = d.Tasks[i]
		}
		if decided.Leave {
			continue
		}
		kept++
		leads := 0
		for j, part := range Parts(task, decided) {
			if part == record.PartLead && j < len(decided.Duties) && decided.Duties[j].Unit != uuid.Nil {
				leads++
			}
		}
		switch {
		case leads == 0:
			missing = append(missing, Missing{i, MissingLead})
		case leads > 1:
			missing = append(missing, Missing{i, MissingLeads})
		}
		isSoft := len(task.Targets) <= len(decided.Without)
		if isSoft && decided.DoneWhen == "" {
			missing = append(missing, Missing{i, MissingDoneWhen})
		}
		if isSoft && decided.Proof == "" {
			missing = append(missing, Missing{i, MissingProof})
		}
	}
	if kept == 0 {
		missing = append(missing, Missing{-1, MissingTasks})
	}
	return missing
}

func (d Decision) check(doc *policy.Document) error {
	if len(d.Tasks) > len(doc.Tasks) {
		return fault.New(fault.Invalid, "adopt-other-document")
	}
	if missing := d.Check(doc); missing != nil {
		return &MissingError{fault.New(fault.Invalid, "adopt-missing"), missing}
	}
	if d.Issued == nil {
		return nil
	}
	if doc.Meta.Status == policy.StatusIncomplete {
		return fault.New(fault.Invalid, "issued-damaged")
	}
	if _, err := period.ParseDate(d.Issued.On); err != nil {
		return fault.Because(err, fault.Invalid, "issued-date")
	}
	if strings.TrimSpace(d.Issued.Reason) == "" {
		return fault.New(fault.Invalid, "issued-reason")
	}
	return nil
}
