package record

import (
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// States of a Document.
const (
	DocumentWaiting  = "waiting"  // to be compiled
	DocumentProposed = "proposed" // compiled, for a person to adopt
	DocumentAdopted  = "adopted"
	DocumentFailed   = "failed" // could not be read; Fault says why
)

// A File is a file that belongs to a record, as it was sent. It lies in the blob store.
type File struct {
	FileName string `col:"file_name"`    // as it was sent
	FileType string `col:"file_type"`    // by its content
	FileSize int64  `col:"file_size"`    // octets
	Blob     string `col:"blob"`         // its name in the blob store
	BlobKey  []byte `col:"blob_key,key"` // wrapped
}

// A Document (文件) was put in and is compiled, reviewed and adopted.
type Document struct {
	store.Record
	Title  string `col:"title"` // of the file until it is compiled
	Number string `col:"number"`
	Issuer string `col:"issuer"`
	Issued string `col:"issued"` // YYYY-MM-DD as printed; empty where the document does not say
	Tasks  int64  `col:"tasks"`  // that were found
	Doubts int64  `col:"doubts"` // facts that want a look
	Acts   int64  `col:"acts"`   // of review so far: ReviewActs
	// Secrecy (不予公开标志) is the mark that keeps it inside, as printed (内部资料, 工作秘密); empty for none. None of its text goes where outsiders read it.
	Secrecy string `col:"secrecy"`
	Source  string `col:"source"` // 印发, 征求意见… as package policy names it
	State   string `col:"state"`
	Force   string `col:"force"` // ForceBinding…; empty before it is adopted
	Fault   string `col:"fault"` // message key; empty unless it failed
	File
	Proposal     string    `col:"proposal"` // the file in the blob store with what the compiler made of it; empty before
	ProposalKey  []byte    `col:"proposal_key,key"`
	ProposalSize int64     `col:"proposal_size"`
	Job          uuid.UUID `col:"job"`
	Account      uuid.UUID `col:"account"` // who put it in
	Made         int64     `col:"made,moment"`
	Adopted      int64     `col:"adopted,moment"` // 0 before
}

// DocumentTable holds documents.
var DocumentTable = store.TableOf[Document]("document", relation.Index{Name: "document_made", Columns: []string{"made"}})

// A Task (任务) is what a document orders, as a person has adopted it.
type Task struct {
	store.Record
	Document uuid.UUID `col:"document"`
	Ordinal  int64     `col:"ordinal"` // its place in the document, from 1
	Label    string    `col:"label"`   // 一、(一) as printed
	Title    string    `col:"title"`
	Body     string    `col:"body"`
	Start    int64     `col:"span_start"` // bytes in the document's text
	End      int64     `col:"span_end"`
	DoneWhen string    `col:"done_when"`      // 完成标志: what counts as done, where there is no figure to reach
	Proof    string    `col:"proof"`          // 佐证要求: what has to be shown for it to count as done, where there is no figure to reach
	Due      string    `col:"due"`            // 完成时限 of the whole task: period or date as package period writes it; empty where the document gives none
	FirstDue string    `col:"first_due"`      // what Due was before it was put off or carried over into another year; empty where it was not
	Missed   int64     `col:"missed_on,date"` // its limit where that had passed before anybody decided to carry it over: it stays missed; else 0
	Beyond   string    `col:"beyond"`         // why it stands although its issuer may not order it by the rules of authority; empty where he may
	State    string    `col:"state"`          // TaskOpen…
	Closed   int64     `col:"closed_on,date"` // 办结日期; 0 while it is open
	Outcome  string    `col:"outcome"`        // how it was closed without anybody's doing: OutcomeReplaced…; else empty
	Origin   string    `col:"origin"`         // 任务来源, as package ledger names it: what opens a higher step of the ladder at once; empty for an ordinary task
	// Joined is the task of another document that is the same: what is due is reported there. Zero for none.
	Joined uuid.UUID `col:"joined"`
	Before uuid.UUID `col:"task_before"` // the task whose place it has taken; zero for none
}

// States of a Task.
const (
	TaskOpen   = "open"
	TaskDraft  = "draft" // of a document that binds nobody
	TaskClosed = "closed"
	// TaskSuspended (中止): it rests by leave of the office, has no light and counts in no denominator.
	TaskSuspended = "suspended"
)

// How a task was closed that nobody is marked down for.
const (
	OutcomeReplaced = "replaced" // another document orders it now, or nobody does any more
	OutcomeRepealed = "repealed"
	// OutcomeCancelled (撤销): the office took it back.
	OutcomeCancelled = "cancelled"
	// OutcomeUnfinished (未完成终结): the year ended and it was not carried over. It keeps the light it had.
	OutcomeUnfinished = "unfinished"
)

// TaskTable holds tasks.
var TaskTable = store.TableOf[Task]("task", relation.Index{Name: "task_document", Columns: []string{"document", "ordinal"}}, relation.Index{Name: "task_due", Columns: []string{"due"}})

// A Duty (责任分工) is one unit's part in a task.
type Duty struct {
	store.Record
	Document uuid.UUID  `col:"document"`
	Task     uuid.UUID  `col:"task"`
	Unit     *uuid.UUID `col:"unit"` // nil while nobody has said which unit is meant
	UnitName string     `col:"unit_name"`
	Role     string     `col:"role"`  // as package policy names it
	Whole    uuid.UUID  `col:"whole"` // the target by whose split the unit came in; zero for none
}

// DutyTable holds duties.
var DutyTable = store.TableOf[Duty]("duty",
	relation.Index{Name: "duty_document", Columns: []string{"document"}},
	relation.Index{Name: "duty_task", Columns: []string{"task", "unit"}}, relation.Index{Name: "duty_unit", Columns: []string{"unit", "task"}})

// A Target (目标) is a number a task has to reach.
type Target struct {
	store.Record
	Task    uuid.UUID `col:"task"`
	Ordinal int64     `col:"ordinal"`
	Metric  string    `col:"metric"`
	Op      string    `col:"op"`
	Value   *int64    `col:"value,number"`
	High    *int64    `col:"high,number"` // of a range
	Unit    string    `col:"measure"`
	Due     string    `col:"due"` // period or date as package period writes it
	Quote   string    `col:"quote"`
	Start   int64     `col:"span_start"`
	End     int64     `col:"span_end"`
	State   string    `col:"state"`              // TargetSuspended or TargetCancelled; empty while it binds. What does not bind counts in no denominator.
	First   *int64    `col:"first_value,number"` // what the document says, where Value was adjusted; nil where it was not
	// FirstDue is what Due was before it was put off or the target was carried over into another year; empty where it was not.
	FirstDue string    `col:"first_due"`
	IsSoft   bool      `col:"is_soft"`        // 力争, 争取: it is reported on, and nobody is marked down for it
	Per      string    `col:"per"`            // 县均, 每村: what the value is counted per; empty for a total
	Baseline string    `col:"baseline"`       // 不低于上年度: what the value is measured against; empty where the document names nothing
	Missed   int64     `col:"missed_on,date"` // its limit where that had passed before anybody decided to carry it over: it stays missed; else 0
	Lead     uuid.UUID `col:"lead"`           // the unit that answers for the number, where it is not the one that leads the task; else zero
	Whole    uuid.UUID `col:"whole"`          // 分解: the target this one is a part of; zero for none
	Split    string    `col:"split"`          // of a target with parts: how they make it up, as package ledger names it; else empty
	IsSum    bool      `col:"is_sum"`         // of a target with parts: its value is what they make up, and nobody reports it beside them
	Weight   *int64    `col:"weight,number"`  // of a part: the size of what it is a share of; nil for none
}

// AnsweredBy is the unit that answers for the number and reports it, in a task that a unit leads.
func (g Target) AnsweredBy(lead uuid.UUID) uuid.UUID {
	if g.Lead != uuid.Nil {
		return g.Lead
	}
	return lead
}

// Heir is the number among those of a task that goes on from one of the task whose place it has taken: of the same metric in the same unit of measure, a part
// from a part of the same unit's.
func (g Target) Heir(among []Target) (heir Target, ok bool) {
	i := slices.IndexFunc(among, func(n Target) bool {
		isPart := n.Whole != uuid.Nil
		return n.Metric == g.Metric && n.Unit == g.Unit && isPart == (g.Whole != uuid.Nil) && (!isPart || n.Lead == g.Lead)
	})
	if i < 0 {
		return heir, false
	}
	return among[i], true
}

// A Reporter (填报单位) is a unit that owes reports on a task. Whole is what a due item of it names: zero for the unit that leads the task, else the target
// that it answers for, or that it has a part of.
type Reporter struct{ Unit, Whole uuid.UUID }

// Reporters are the units that owe reports on a task, each once: the one that leads it, and those that answer for a number of it or for a part of one that
// was not taken back.
func Reporters(lead uuid.UUID, targets []Target) []Reporter {
	all := []Reporter{{Unit: lead}}
	for _, g := range targets {
		unit := g.AnsweredBy(lead)
		if g.State == TargetCancelled || slices.ContainsFunc(all, func(r Reporter) bool { return r.Unit == unit }) {
			continue
		}
		whole := g.Whole
		if whole == uuid.Nil {
			whole = g.ID
		}
		all = append(all, Reporter{unit, whole})
	}
	return all
}

// Answering is how what a unit answers for by itself stands among the targets of a task: "" while one of them binds, and for a unit that answers for none;
// else TargetSuspended while one rests, else TargetCancelled. Whole is what a due item of the unit names for it, as in a [Reporter]; zero where it answers for none.
func Answering(unit uuid.UUID, targets []Target) (whole uuid.UUID, state string) {
	rank := map[string]int{"": 1, TargetSuspended: 2, TargetCancelled: 3}
	for _, g := range targets {
		if g.Lead != unit || whole != uuid.Nil && rank[g.State] >= rank[state] {
			continue
		}
		if whole, state = g.Whole, g.State; whole == uuid.Nil {
			whole = g.ID
		}
	}
	return whole, state
}

// States of a Target that does not bind.
const (
	TargetSuspended = "suspended"
	TargetCancelled = "cancelled"
)

// TargetTable holds targets.
var TargetTable = store.TableOf[Target]("target", relation.Index{Name: "target_task", Columns: []string{"task", "ordinal", "id", "owner"}})

// An Obligation (定期义务) makes something fall due, again and again or once.
type Obligation struct {
	store.Record
	Document  uuid.UUID `col:"document"`
	Ordinal   int64     `col:"ordinal"`
	What      string    `col:"what"`
	Recipient string    `col:"recipient"`
	Schedule  string    `col:"schedule"` // JSON as package policy writes it
	Quote     string    `col:"quote"`
	Start     int64     `col:"span_start"`
	End       int64     `col:"span_end"`
}

// Recipients are the offices that are told, one for each: 省发展改革委、省乡村振兴局 are two.
func (o Obligation) Recipients() []string {
	return strings.FieldsFunc(o.Recipient, func(r rune) bool { return r == '、' || r == '，' || r == ',' })
}

// ObligationTable holds obligations.
var ObligationTable = store.TableOf[Obligation]("obligation", relation.Index{Name: "obligation_document", Columns: []string{"document", "ordinal"}})

// States of a Due.
const (
	DueOpen      = "open"
	DueSigning   = "signing" // handed in to be signed in the unit
	DueSubmitted = "submitted"
	DueReturned  = "returned"
	DueCancelled = "cancelled" // its task was closed before anything was reported
	DueAccepted  = "accepted"
	DueSuspended = "suspended" // 中止: it rests, and counts in no denominator
	DueLapsed    = "lapsed"    // 逾年未报: its year was closed before it was reported
)

// A Due (应报事项) is what one unit has to report on one task for one period.
type Due struct {
	store.Record
	Obligation    uuid.UUID `col:"obligation"`
	Task          uuid.UUID `col:"task"`
	Unit          uuid.UUID `col:"unit"`
	Period        string    `col:"period"`
	On            int64     `col:"due_on,date"`
	First         int64     `col:"first_on,date"`  // the day it was due on before it was put off; 0 where it was not
	Again         int64     `col:"again_on,date"`  // the day by which the office wants a report again that it gave back; 0 where it never did
	IsProvisional bool      `col:"is_provisional"` // the year has no table of working days yet
	State         string    `col:"state"`
	Whole         uuid.UUID `col:"whole"`      // of a unit that does not lead the task: the target it answers for, or of which it has a part; else zero
	Report        uuid.UUID `col:"report"`     // the one that counts; zero before there is one
	Correction    uuid.UUID `col:"correction"` // the report that is to take its place once it is accepted; zero for none
	Opening       uuid.UUID `col:"opening"`    // 启封: by which it was last opened after its year was closed; zero for never
	IsOpened      bool      `col:"is_opened"`  // it can be written though its year is closed
}

// Until is the day by which a unit has to hand it in: that on which it is due, or while a report is back, a later one by which it is to come again.
func (d Due) Until() int64 {
	if d.State == DueSubmitted || d.State == DueAccepted {
		return d.On
	}
	return max(d.On, d.Again)
}

// Overdue is the condition that Until of a due item, under an alias, lies before a day. What its unit still has to do with is missing then.
func Overdue(as string, day int64) relation.And {
	before := func(column string) relation.Expr {
		return relation.Binary{Op: relation.Lt, L: relation.C(as, column), R: relation.V(day)}
	}
	return relation.And{before("due_on"), before("again_on")}
}

// DueTable holds due items.
var DueTable = store.TableOf[Due]("due",
	relation.Index{Name: "due_unit", Columns: []string{"unit", "state", "due_on"}},
	relation.Index{Name: "due_state", Columns: []string{"state", "due_on", "owner"}},
	relation.Index{Name: "due_day", Columns: []string{"due_on"}},
	relation.Index{Name: "due_task", Columns: []string{"task", "state", "due_on", "owner", "unit"}})

// States of a Report: the steps of the workflow "report".
const (
	ReportDraft     = "draft"
	ReportSigning   = "signing" // 待审签: somebody of the unit has to sign it
	ReportSubmitted = "submitted"
	ReportReturned  = "returned"
	ReportAccepted  = "accepted"
	ReportCorrected = "corrected" // another version of it was accepted since
	ReportWithdrawn = "withdrawn" // 撤回更正: a correction that the unit dropped before it handed it in again
)

// A Report (报送) is what a unit says about a due item.
type Report struct {
	store.Record
	Due       uuid.UUID `col:"due"`
	Task      uuid.UUID `col:"task"` // of the due item
	Unit      uuid.UUID `col:"unit"`
	Account   uuid.UUID `col:"account"`
	State     string    `col:"state"`
	Progress  string    `col:"progress"`
	Problem   string    `col:"problem"`
	Next      string    `col:"next"`
	Number    int64     `col:"number"`        // 版次: the first report on a due item is 1
	Writes    int64     `col:"writes"`        // how often it was written, so that figures that alone are others make another version of the record, too
	Corrects  uuid.UUID `col:"corrects"`      // the accepted report whose place it is to take; zero for none
	Cause     string    `col:"cause"`         // why that is corrected
	Reason    string    `col:"reason"`        // why it was returned
	StepDue   int64     `col:"step_due,date"` // by when whoever has it is to deal with it; 0 for no limit
	Signer    uuid.UUID `col:"signer"`        // who signed it for the unit; zero where nobody had to
	SignedFor uuid.UUID `col:"signed_for"`    // 代审签: in whose place Signer signed, who was away; zero where he signed in his own right
	Signed    int64     `col:"signed,moment"`
	Made      int64     `col:"made,moment"`
	Submitted int64     `col:"submitted,moment"` // 0 before
	IsLate    bool      `col:"is_late"`          // first submitted after the due date, or again after the day by which it was wanted again
	IsSent    bool      `col:"is_sent"`          // 已报出: it stands as the office has it; what its unit has begun or written anew since nobody else sees
}

// ReportTable holds reports.
var ReportTable = store.TableOf[Report]("report",
	relation.Index{Name: "report_due", Columns: []string{"due", "unit", "number", "owner"}, IsUnique: true}, relation.Index{Name: "report_state", Columns: []string{"state", "unit", "submitted", "is_sent"}},
	relation.Index{Name: "report_submitted", Columns: []string{"submitted", "is_sent"}}, relation.Index{Name: "report_unit", Columns: []string{"unit", "submitted"}},
	relation.Index{Name: "report_task", Columns: []string{"task", "submitted", "owner", "unit", "is_sent"}}, relation.Index{Name: "report_corrects", Columns: []string{"state", "corrects"}})

// A Value (填报值) is the figure a report gives for a target.
type Value struct {
	store.Record
	Report uuid.UUID `col:"report"`
	Unit   uuid.UUID `col:"unit"` // of the report
	Target uuid.UUID `col:"target"`
	Value  int64     `col:"value,number"`
}

// ValueTable holds values.
var ValueTable = store.TableOf[Value]("report_value", relation.Index{Name: "report_value_target", Columns: []string{"report", "target", "owner"}, IsUnique: true},
	relation.Index{Name: "report_value_of", Columns: []string{"target", "report"}})

// Evidence (佐证材料) is a file that belongs to a report, or to a part of one or a measure that was done.
type Evidence struct {
	store.Record
	Report uuid.UUID `col:"report"` // or the part, or the measure
	Unit   uuid.UUID `col:"unit"`   // whose it is
	File
}

// EvidenceTable holds evidence.
var EvidenceTable = store.TableOf[Evidence]("evidence", relation.Index{Name: "evidence_report", Columns: []string{"report"}})

// Parts of a unit in a task, once a person has adopted it: one unit leads, the others cooperate.
const (
	PartLead      = "lead"      // 牵头
	PartCooperate = "cooperate" // 配合
)
