package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Light (亮灯记录) is a light that a task showed from one day to another.
type Light struct {
	store.Record
	Task   uuid.UUID `col:"task"`
	Unit   uuid.UUID `col:"unit"` // that leads the task, and so the one whose light it is
	Light  string    `col:"light"`
	Rule   string    `col:"rule"`   // as package ledger names it
	Values string    `col:"reason"` // JSON: what made the rule hold
	// Rulebook is by which it was lit; zero for the house's own rules.
	Rulebook uuid.UUID `col:"rulebook"`
	Since    int64     `col:"since,date"` // the day on which it was lit
	Until    int64     `col:"until,date"` // the day on which another was; 0 while it shows
}

// LightTable holds lights. Nothing leaves it: points and talks hang on what was lit.
var LightTable = store.TableOf[Light]("light",
	relation.Index{Name: "light_task", Columns: []string{"task", "until", "light"}},
	relation.Index{Name: "light_shown", Columns: []string{"until", "light", "owner"}},
	relation.Index{Name: "light_unit", Columns: []string{"unit", "since"}})

// A Rulebook (督办规则) is by which rules a division lights its lights and which ladder it climbs, from when it was put in force to the next one. A
// division without one goes by the house's own.
type Rulebook struct {
	store.Record
	Number  int64     `col:"number"`  // from 1 in each division; the last one is in force
	Lights  string    `col:"lights"`  // YAML, as package ledger reads it
	Ladder  string    `col:"ladder"`  // name of a ladder that is declared
	Basis   string    `col:"basis"`   // 依据: by whose decision
	Account uuid.UUID `col:"account"` // who put it in force
	Made    int64     `col:"made,moment"`
}

// RulebookTable holds rulebooks. Nothing leaves it: lights name the one by which they were lit.
var RulebookTable = store.TableOf[Rulebook]("rulebook", relation.Index{Name: "rulebook_number", Columns: []string{"number", "owner"}, IsUnique: true})

// States of a Directive.
const (
	DirectiveProposed = "proposed" // for a leader to approve
	DirectiveRefused  = "refused"
	DirectiveApproved = "approved" // a leader's own instruction, for the office to issue
	DirectiveIssued   = "issued"
	DirectiveReplied  = "replied"
	DirectiveClosed   = "closed"
	// DirectiveWithdrawn (撤回): the office took it back before it was issued.
	DirectiveWithdrawn = "withdrawn"
)

// A Directive (督办单) is a step of a ladder taken on one task (一事一单): a reminder, an urge sheet, a supervision sheet, a circular, a talk.
type Directive struct {
	store.Record
	Year     int64     `col:"year"`   // of Number; 0 before it is issued
	Number   *int64    `col:"serial"` // 一事一号: from 1 in each year; nil before it is issued
	Ladder   string    `col:"ladder"` // name of the ladder…
	Step     string    `col:"step"`   // …and of its step
	Kind     string    `col:"kind"`   // remind, urge, supervise, circulate, talk
	Task     uuid.UUID `col:"task"`
	Unit     uuid.UUID `col:"unit"`   // to which it is addressed
	Reader   uuid.UUID `col:"reader"` // Unit once it is issued; zero before, so that the unit does not see what is only proposed
	Basis    string    `col:"basis"`  // 依据: the light, the instruction, the decision
	Demand   string    `col:"demand"` // what is asked of the unit
	Issuer   uuid.UUID `col:"issuer"` // account; zero while nobody of the office has taken a leader's instruction up
	Approver uuid.UUID `col:"approver"`
	State    string    `col:"state"`
	Made     int64     `col:"made,moment"`
	Issued   int64     `col:"issued_on,date"` // 0 before
	Due      int64     `col:"due_on,date"`    // 0 before
	Reply    string    `col:"reply"`
	Answered int64     `col:"answered_on,date"` // 0 before
	Reason   string    `col:"reason"`           // why it was refused or withdrawn, or how it was closed
	// IsInstruction says that a leader wrote it (批示) rather than the office.
	IsInstruction bool `col:"is_instruction"`
}

// DirectiveTable holds directives.
var DirectiveTable = store.TableOf[Directive]("directive",
	relation.Index{Name: "directive_number", Columns: []string{"year", "serial", "owner"}, IsUnique: true},
	relation.Index{Name: "directive_task", Columns: []string{"task"}},
	relation.Index{Name: "directive_state", Columns: []string{"state", "due_on"}})

// States of an Appraisal.
const (
	AppraisalSimulated = "simulated" // the office tries it out; no unit sees it
	AppraisalAnnounced = "announced" // each unit sees its own points, and may appeal
	AppraisalPublished = "published" // everybody sees all
)

// An Appraisal (考核) is the scores of a time by a model.
type Appraisal struct {
	store.Record
	Title     string    `col:"title"`
	Model     string    `col:"model"` // YAML as it was used
	From      int64     `col:"from_day,date"`
	To        int64     `col:"to_day,date"`
	State     string    `col:"state"`
	Account   uuid.UUID `col:"account"` // who made it
	Made      int64     `col:"made,moment"`
	Feedback  int64     `col:"feedback_on,date"` // the last day on which units may appeal; 0 before it is announced
	Published int64     `col:"published,moment"` // 0 before
}

// AppraisalTable holds appraisals.
var AppraisalTable = store.TableOf[Appraisal]("appraisal", relation.Index{Name: "appraisal_made", Columns: []string{"made"}})

// A Score (得分) is what a unit has in an appraisal.
type Score struct {
	store.Record
	Appraisal uuid.UUID `col:"appraisal"`
	Unit      uuid.UUID `col:"unit"`
	Reader    uuid.UUID `col:"reader"` // Unit once it is announced; zero before
	Points    string    `col:"points"` // the exact fraction as package ledger writes it
	Place     int64     `col:"place"`  // 名次
	Parts     string    `col:"parts"`  // JSON: the parts, as package ledger writes them
}

// ScoreTable holds scores.
var ScoreTable = store.TableOf[Score]("score", relation.Index{Name: "score_appraisal", Columns: []string{"appraisal", "unit", "owner"}, IsUnique: true})

// States of an Appeal.
const (
	AppealOpen    = "open"
	AppealUpheld  = "upheld"  // the point is given back
	AppealRefused = "refused" // the point stays
)

// An Appeal (申诉) is what a unit says against one point of its score.
type Appeal struct {
	store.Record
	Appraisal uuid.UUID `col:"appraisal"`
	Score     uuid.UUID `col:"score"`
	Unit      uuid.UUID `col:"unit"`
	Part      int64     `col:"part"` // its place in the score's parts, from 0
	Reason    string    `col:"reason"`
	State     string    `col:"state"`
	Answer    string    `col:"answer"` // of the review (复核)
	Account   uuid.UUID `col:"account"`
	Made      int64     `col:"made,moment"`
	Decider   uuid.UUID `col:"decider"` // zero before
}

// AppealTable holds appeals.
var AppealTable = store.TableOf[Appeal]("appeal", relation.Index{Name: "appeal_score", Columns: []string{"appraisal", "score", "part", "owner"}, IsUnique: true})
