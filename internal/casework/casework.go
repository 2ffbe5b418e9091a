// Package casework is the one engine on which everything runs that goes from
// hand to hand: assignments, reports, extensions, directives, bulletins. What
// steps there are, who may move a case where, in what time and with what said, is
// declared as data in a [Workflow]; this package loads, checks and applies it.
//
// It never knows what a case is about, reads no database and no clock, and gives
// nobody leave: whoever asks says which [Party] the [Asker] is, as internal/access
// has decided. Start at [Load], [Workflow.Offers] and [Workflow.Take].
package casework

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/period"
)

// A Label is what people read, in both languages.
type Label = declare.Label

// A Workflow (办理流程) is the way of one kind of case, checked as a whole. Everything in it stands in the order of the file.
type Workflow struct {
	Name       string
	Title      Label
	Start      string // the step in which a case begins
	Steps      []*Step
	Fields     []*Field
	Conditions []*Condition
	Moves      []*Move
}

// A Step (环节) is where a case can be.
type Step struct {
	Name  string
	Title Label
	Turn  Party        // whose turn it is; "" at an end
	Limit period.Limit // the time for it, from the day the step begins; the zero Limit is none
	IsEnd bool
}

// A Field (表单项) is something that is said when a move is taken.
type Field struct {
	Name    string
	Title   Label
	Kind    FieldKind
	Choices []*Choice // of a ChoiceField
}

// A FieldKind is what a field holds.
type FieldKind string

// The kinds of field.
const (
	TextField    FieldKind = "text"   // one line
	LinesField   FieldKind = "lines"  // several
	DateField    FieldKind = "date"   // 2026-01-31
	ChoiceField  FieldKind = "choice" // one of its choices, by name
	UnitField    FieldKind = "unit"   // the id of a unit
	AccountField FieldKind = "account"
)

// A Choice is one value of a ChoiceField.
type Choice struct {
	Name  string
	Title Label
}

// A Condition (前提) is something that is so or not, as the use case finds out: the measures have been filed.
type Condition struct {
	Name string
	Lack Label // what a person is told who may not go on without it, with what to do
}

// A Move (办理动作) takes a case from one step to another.
type Move struct {
	Name     string
	Title    Label
	From     []string
	To       string
	By       []Party  // any of them
	Needs    []string // fields that have to be filled in
	Takes    []string // fields that may be
	If       []string // conditions without which it is not offered…
	Unless   []string // …or with which
	After    []string // conditions without which it is offered and refused, with what is lacking
	IsReturn bool     // 退回: it sends the case back to those who had it
	InTime   bool     // only until the step's limit has passed
	Until    string   // the DateField that says until when the next step is to be done, instead of its limit
	Sets     Change
}

// A Change is what a move does to who has the case.
type Change string

// The changes. A transfer (转交) is an Offer to an account, which takes it over (Accept) or not (Refuse).
const (
	Keep      Change = ""
	SetUnit   Change = "unit"    // the case goes to the unit in the form, and to nobody in it
	SetHolder Change = "holder"  // the case goes to the account in the form, or with an empty field to nobody in particular
	Offer     Change = "offer"   // it is offered to the account in the form
	Accept    Change = "accept"  // the account it was offered to has it
	Refuse    Change = "refuse"  // it stays with the one who has it
	Release   Change = "release" // it goes to nobody in particular
)

// A Party (当事方) is what somebody has to do with a case.
type Party string

// The parties. Beside them a workflow may name a post as "role:NAME".
const (
	Lead        Party = "lead"        // 责任单位: works for the unit that has the case
	Cooperating Party = "cooperating" // 配合单位: works for a unit with another part in it
	Approver    Party = "approver"    // 分管领导: signs for the unit that has the case
	Issuer      Party = "issuer"      // 交办单位: works for the office that gave it out
	Holder      Party = "holder"      // 承办人: has the case inside the unit; everybody of the unit while nobody has
	Offered     Party = "offered"     // 接收人: is offered the case
	Leader      Party = "leader"      // 政府领导: decides for the government above the office that gave it out
	Team        Party = "team"        // 督查组: was sent to look at it
)

// A Case (办件) is where a piece of work stands. It is a plain value; two that are equal stand in the same place.
type Case struct {
	Step          string
	Unit          uuid.UUID   // that has it
	Holder        uuid.UUID   // the account in the unit that has it; zero for nobody in particular
	Offered       uuid.UUID   // the account it is offered to; zero for none
	Since         period.Date // on which the step began
	Due           period.Date // by which it is to be done; 0 for no limit
	IsProvisional bool        // Due rests on a year without a table of working days
	IsClosed      bool
}

// An Entry (办理记录) is one move that was taken.
type Entry struct {
	Move    string // Undone for one that took back the move before
	From    string // steps
	To      string
	Account uuid.UUID
	Unit    uuid.UUID // for which the account worked
	Form    Form
	On      period.Date
	Before  Case
}

// Undone is the Move of an entry that took back the one before it.
const Undone = "undone"

// Moves that stand in no workflow: whoever had the case has it no more, because his unit ended or he handed his work over.
const (
	Succeeded  = "succeeded"   // 机构改革: another unit has it
	HandedOver = "handed_over" // 工作交接: another person has it
)

// besides are the moves that are not taken on a case but befall it: nobody takes them back by themselves.
var besides = []string{Undone, Succeeded, HandedOver}

// Form is what was said with a move: values by the names of fields.
type Form map[string]string

// An Asker is who wants to do something, and what access has found that he is to the case. Holder and
// Offered are not said: they follow from the case.
type Asker struct {
	Account uuid.UUID
	Unit    uuid.UUID
	Parties []Party
	For     []uuid.UUID // accounts for whom he stands in; see StandsFor
}

// Now is what holds when a move is taken.
type Now struct {
	Today    period.Date
	Calendar *period.Calendar
	Holds    map[string]bool // the conditions that hold; those that do not stand here do not
	// Due are the days by which steps are to be done, by their names, where a working method or a decision says so rather than the step's limit.
	Due map[string]period.Date
}

// Step is the step with a name, nil if there is none.
func (w *Workflow) Step(name string) *Step {
	return find(w.Steps, name, func(s *Step) string { return s.Name })
}

// Move is the move with a name, nil if there is none.
func (w *Workflow) Move(name string) *Move {
	return find(w.Moves, name, func(m *Move) string { return m.Name })
}

// Field is the field with a name, nil if there is none.
func (w *Workflow) Field(name string) *Field {
	return find(w.Fields, name, func(f *Field) string { return f.Name })
}

// Condition is the condition with a name, nil if there is none.
func (w *Workflow) Condition(name string) *Condition {
	return find(w.Conditions, name, func(c *Condition) string { return c.Name })
}

// Choice is the choice with a name, nil if there is none.
func (f *Field) Choice(name string) *Choice {
	return find(f.Choices, name, func(c *Choice) string { return c.Name })
}

func find[T any](list []*T, name string, nameOf func(*T) string) *T {
	for _, x := range list {
		if nameOf(x) == name {
			return x
		}
	}
	return nil
}
