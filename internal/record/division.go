package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A ReviewAct (核对操作) is one thing that reviewers did to a document's proposal, as package division writes it. What they made of the
// proposal is what the acts make of it, in their order; none is ever taken out.
type ReviewAct struct {
	store.Record
	Document uuid.UUID `col:"document"`
	Ordinal  int64     `col:"ordinal"` // from 1
	Account  uuid.UUID `col:"account"`
	At       int64     `col:"at,moment"`
	Body     string    `col:"body"` // JSON
}

// ReviewActTable holds acts of review.
var ReviewActTable = store.TableOf[ReviewAct]("review_act", relation.Index{Name: "review_act_document", Columns: []string{"owner", "document", "ordinal"}, IsUnique: true})

// Steps of a Consultation: those of the workflow "division".
const (
	ConsultationOut       = "out"       // with the units, for comments
	ConsultationSubmitted = "submitted" // with a leader, for approval
	ConsultationApproved  = "approved"
	ConsultationWithdrawn = "withdrawn"
	ConsultationAssigned  = "assigned" // adopted: its tasks are assigned
)

// A Consultation (征求意见) is a draft division that goes to the units concerned for comment, and then to a leader for approval.
type Consultation struct {
	store.Record
	Document uuid.UUID `col:"document"`
	Title    string    `col:"title"`
	State    string    `col:"state"`
	Until    int64     `col:"until_day,date"` // the last day for comments
	Sheet    string    `col:"sheet"`          // JSON: the draft as it went out, as package document writes it
	Drafter  uuid.UUID `col:"drafter"`
	Made     int64     `col:"made,moment"`
	Opinion  string    `col:"opinion"`  // of the leader
	Approver uuid.UUID `col:"approver"` // zero before
	Approved int64     `col:"approved,moment"`
}

// ConsultationTable holds draft divisions that went out.
var ConsultationTable = store.TableOf[Consultation]("consultation", relation.Index{Name: "consultation_document", Columns: []string{"owner", "document"}})

// A ConsultationUnit is a unit that a draft division went to.
type ConsultationUnit struct {
	store.Record
	Consultation uuid.UUID `col:"consultation"`
	Unit         uuid.UUID `col:"unit"`
	Part         string    `col:"part"` // PartRecipient
	Replied      int64     `col:"replied,moment"`
	Account      uuid.UUID `col:"account"` // who replied; zero before
}

// ConsultationUnitTable holds whom draft divisions went to.
var ConsultationUnitTable = store.TableOf[ConsultationUnit]("consultation_unit",
	relation.Index{Name: "consultation_unit_unit", Columns: []string{"owner", "consultation", "unit"}, IsUnique: true})

// What a Comment says.
const (
	CommentAgree  = "agree"
	CommentObject = "object"
	CommentLead   = "lead" // another unit should lead
	CommentText   = "text" // it should say something else
)

// What became of a Comment.
const (
	CommentTaken   = "taken"   // 采纳
	CommentRefused = "refused" // 不采纳
)

// A Comment (意见) is what a unit says about one item of a draft division.
type Comment struct {
	store.Record
	Consultation uuid.UUID `col:"consultation"`
	Unit         uuid.UUID `col:"unit"`
	Item         string    `col:"item"` // its ID on the sheet
	Kind         string    `col:"kind"`
	Text         string    `col:"text"` // the reason, or what it should say
	Lead         uuid.UUID `col:"lead"` // the unit proposed; zero for none
	Outcome      string    `col:"outcome"`
	Reason       string    `col:"reason"` // for the outcome
	Decider      uuid.UUID `col:"decider"`
	Made         int64     `col:"made,moment"`
	Decided      int64     `col:"decided,moment"`
}

// CommentTable holds comments.
var CommentTable = store.TableOf[Comment]("comment", relation.Index{Name: "comment_item", Columns: []string{"owner", "consultation", "unit", "item"}, IsUnique: true})
