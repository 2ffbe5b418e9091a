// Package policy is the vocabulary of the product: what a policy document says,
// as values. Document, Task, Duty, Target, Obligation and Provision are what the
// compiler proposes, what a person adopts and what every other room speaks of.
//
// The package holds no behaviour beyond what keeps the values well formed; it
// knows neither how they are found nor where they are stored. Its JSON is the
// schema of doc/schema.md.
package policy

import (
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// A Document (政策文件) is one compiled document: who issued it, what it orders,
// and how sure the compiler is of each.
type Document struct {
	Meta          Meta          `json:"doc"`
	DefaultDuties []DefaultDuty `json:"default_duties"`
	Tasks         []Task        `json:"tasks"`
	Obligations   []Obligation  `json:"obligations"`
	// Triggered are duties that an event sets off, not the calendar (政策文件及时抄送); their schedules are empty.
	Triggered   []Obligation `json:"triggered"`
	Provisions  []Provision  `json:"provisions"`
	Repairs     []Repair     `json:"repairs"`
	Diagnostics []Diagnostic `json:"diagnostics"`
	// Text is the text the spans count in; it is set only where a caller asks for it.
	Text *string `json:"text,omitempty"`
	// Tables say where in Text the tables stand, so that they can be shown as such; they are set together with Text.
	Tables []source.Table `json:"tables,omitempty"`
}

// A Judgement (可信度) says how far a fact can be trusted.
type Judgement struct {
	// Confidence is from 0 to 1 in steps of 0.01: the share of facts of this
	// kind and shape that were right on documents never seen before.
	Confidence float64 `json:"confidence"`
	// Review (复核原因) says why a person should look, as codes of doc/diagnostics.md; empty where nothing is doubtful.
	Review []source.Code `json:"review"`
}

// Meta (文件信息) is what a document says of itself.
type Meta struct {
	Title   string   `json:"title"`   // as printed, without the 关于印发…的通知 wrapping
	Issuers []string `json:"issuers"` // 发文机关
	Number  *string  `json:"number"`  // 文号, as printed
	Issued  *string  `json:"issued"`  // 成文日期, YYYY-MM-DD
	Region  *string  `json:"region"`  // the place whose government issued it
	Level   *string  `json:"region_level"`
	Year    *int     `json:"year"` // the year the plan is for
	// References are the titles of the works cited as basis, without brackets.
	References []string `json:"references"`

	Status  SourceStatus `json:"status"`
	Secrecy *string      `json:"secrecy"` // 不予公开标志 as printed, such as 内部资料 or 工作秘密; null where there is none. State secrets are refused
	Spans   MetaSpans    `json:"spans"`
	Judgement
}

// MetaSpans (文件信息出处) says where each part of a [Meta] stands; a zero span means inferred.
type MetaSpans struct {
	Title      source.Span   `json:"title"`
	Issuers    []source.Span `json:"issuers"`
	Number     source.Span   `json:"number"`
	Issued     source.Span   `json:"issued"`
	Secrecy    source.Span   `json:"secrecy"`
	References []source.Span `json:"references"`
}

// SourceStatus (文件状态) says whether a document binds.
type SourceStatus string

// The states of a source. Only what was issued binds, and a ledger of what was issued.
const (
	StatusIssued       SourceStatus = "issued"       // 印发
	StatusConsultation SourceStatus = "consultation" // 征求意见
	StatusUnknown      SourceStatus = "unknown"      // 来源不明
	StatusIncomplete   SourceStatus = "incomplete"   // 残缺
	StatusLedger       SourceStatus = "ledger"       // 台账导入: tasks that were under way in a ledger kept elsewhere. The compiler gives it to nothing
)

// A Task (任务) is the lowest numbered clause that carries a duty list, or, in a
// chapter without duty lists, the lowest numbered clause that orders work.
type Task struct {
	Path    []string `json:"path"`   // labels as printed, outer to inner, brackets half-width
	Title   string   `json:"title"`  // heading words, or the first sentence
	Starts  string   `json:"starts"` // first twelve characters of the body after the title
	Duties  []Duty   `json:"duties"`
	Targets []Target `json:"targets"`
	// Soft holds what the task says that binds without a number.
	Soft []Soft `json:"soft"`
	// Measurable is false for a soft task (软任务): it has no target and needs a completion mark before it is adopted.
	Measurable bool        `json:"measurable"`
	Quote      string      `json:"quote"` // the title as printed
	Span       source.Span `json:"span"`  // of Quote
	Extent     source.Span `json:"extent"`
	Due        *string     `json:"due"` // 完成时限 of the whole task, where one is printed
	Judgement
}

// Role (职责类型) is a unit's part in a task, in the words of the text.
type Role string

// The roles. RoleLead (牵头单位) is set only where the text says 牵头,
// RoleCooperate (配合单位) only for 配合; everything else is RoleResponsible (责任单位).
const (
	RoleLead        Role = "lead"
	RoleCooperate   Role = "cooperate"
	RoleResponsible Role = "responsible"
)

// A Duty (责任分工) is one unit's part in a task, in the role the text gives it.
type Duty struct {
	Unit  string      `json:"unit"` // as printed, brackets half-width
	Role  Role        `json:"role"`
	Group bool        `json:"group"` // a group such as 各县(市、区)人民政府 or 各有关部门, to be resolved into units
	Quote string      `json:"quote"`
	Span  source.Span `json:"span"`
	Judgement
}

// A DefaultDuty (默认责任) is a duty that one sentence gives for many tasks
// (以下任务均需各县区落实,不再列出).
type DefaultDuty struct {
	Quote string      `json:"quote"`
	Unit  string      `json:"unit"`
	Role  Role        `json:"role"`
	Span  source.Span `json:"span"`
	Judgement
}

// Comparison (比较关系) is how a value relates to its target.
type Comparison string

// The comparisons. OpRange has a second value.
const (
	OpAtLeast Comparison = ">="
	OpAtMost  Comparison = "<="
	OpEqual   Comparison = "="
	OpRange   Comparison = "range"
)

// A Target (目标) is a number that is to be reached, kept or not fallen below.
type Target struct {
	Quote   string           `json:"quote"`
	Metric  string           `json:"metric"` // what is measured, without its number
	Op      Comparison       `json:"op"`
	Value   quantity.Number  `json:"value"`
	ValueHi *quantity.Number `json:"value_hi"`
	Unit    *string          `json:"unit"` // as printed, 万 and 亿 kept; null for a count down to nothing
	Due     *string          `json:"due"`

	Soft     bool        `json:"soft"`     // 力争, 争取: reported, not scored as hard
	Per      string      `json:"per"`      // 县均, 每村: what the value is counted per; empty for a total
	Baseline string      `json:"baseline"` // 不低于上年度: what the value is measured against
	Kind     TargetKind  `json:"kind"`
	Span     source.Span `json:"span"`
	Judgement
}

// TargetKind (目标类型) is what kind of figure a target is.
type TargetKind string

// The kinds of target.
const (
	TargetCount     TargetKind = "count"     // 数量
	TargetRatio     TargetKind = "ratio"     // 比率
	TargetCoverage  TargetKind = "coverage"  // 覆盖
	TargetGrowth    TargetKind = "growth"    // 增长
	TargetControl   TargetKind = "control"   // 控制
	TargetFloor     TargetKind = "floor"     // 底线
	TargetMilestone TargetKind = "milestone" // 节点
)

// A Soft statement (软性要求) binds without a number.
type Soft struct {
	Kind  SoftKind    `json:"kind"`
	Quote string      `json:"quote"`
	Span  source.Span `json:"span"`
	Judgement
}

// SoftKind (软性要求类型) is what kind of statement a [Soft] is.
type SoftKind string

// The kinds of soft statement.
const (
	SoftDirection   SoftKind = "direction"   // 稳中有增: only the direction is said
	SoftProhibition SoftKind = "prohibition" // 不得…: what must not be done
)

// Action (义务类型) is what an obligation orders.
type Action string

// The actions.
const (
	ActionReport   Action = "report"   // 报送、通报
	ActionInspect  Action = "inspect"  // 督查、调度
	ActionEvaluate Action = "evaluate" // 考核、评估
	ActionMeet     Action = "meet"     // 会议
	ActionVisit    Action = "visit"    // 走访
	ActionActivity Action = "activity" // 活动
)

// An Obligation (定期义务) is something somebody must do on a schedule or by dates.
type Obligation struct {
	Quote    string   `json:"quote"`
	Who      []string `json:"who"`
	To       *string  `json:"to"`
	Action   Action   `json:"action"`
	Schedule Schedule `json:"schedule"`
	// Event (触发事件) is what sets the duty off where no calendar does; empty in a periodic one.
	Event string      `json:"event"`
	Span  source.Span `json:"span"`
	Judgement
}

// A Schedule (周期) is when an obligation falls due, as the text says it.
type Schedule struct {
	Every         *string  `json:"every"` // week, month, quarter, half-year, year, date; null for 定期
	Times         *int     `json:"times"` // times in each period
	Dates         []string `json:"dates"` // MM-DD
	WorkdaysAfter *int     `json:"workdays_after"`
	Day           *int     `json:"day"`             // day of the month
	MonthOfPeriod *int     `json:"month_of_period"` // 1 is the first month of the period
}

// ProvisionKind (政策条款类型) is what a provision decides.
type ProvisionKind string

// The kinds of provision.
const (
	ProvisionThreshold ProvisionKind = "threshold" // 标准
	ProvisionSubsidy   ProvisionKind = "subsidy"   // 补助
	ProvisionRule      ProvisionKind = "rule"      // 规则
)

// A Provision (政策条款参数) is a rule with parameters that a system can execute.
type Provision struct {
	Quote string        `json:"quote"`
	Kind  ProvisionKind `json:"kind"`
	// Params holds every number of the sentence once, money in yuan, time in months, rates in per cent.
	Params map[string]any `json:"params"`
	Span   source.Span    `json:"span"`
	Judgement
}

// A Repair (修复) is a change the compiler made to read the text; the source itself is never changed.
type Repair struct {
	Code source.Code `json:"code"`
	From string      `json:"from"`
	To   string      `json:"to"`
	Span source.Span `json:"span"`
}

// A Diagnostic (诊断) is a [source.Diagnostic] with its wording, as JSON carries it.
type Diagnostic struct {
	Code       source.Code     `json:"code"`
	Severity   source.Severity `json:"severity"`
	Line       int             `json:"line"`
	Column     int             `json:"column"`
	Message    string          `json:"message"`
	Suggestion string          `json:"suggestion"`
	Span       source.Span     `json:"span"`
}
