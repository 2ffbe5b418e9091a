package access

// A Permission (权限) is one act, named by what is done to what.
type Permission string

// The permissions.
const (
	PublicRead         Permission = "public.read"         // see what is published
	SessionOpen        Permission = "session.open"        // sign in
	SessionOwn         Permission = "session.own"         // see and close one's own sessions, change one's password
	AbsenceEnter       Permission = "absence.enter"       // 请假: say when one is away, and who stands in
	DocumentUpload     Permission = "document.upload"     // put a document in to be compiled
	DocumentRead       Permission = "document.read"       // read a document and what was compiled from it
	DocumentAdopt      Permission = "document.adopt"      // make a proposal the plan that binds
	DivisionRead       Permission = "division.read"       // see draft divisions that are out for comment
	DivisionComment    Permission = "division.comment"    // 反馈意见: comment on one on the unit's behalf
	DivisionApprove    Permission = "division.approve"    // 审定: approve one that somebody else drafted
	TaskRead           Permission = "task.read"           // see tasks, duties and targets
	TaskAssign         Permission = "task.assign"         // 交办: give a task to units, change or take it back
	CaseHandle         Permission = "case.handle"         // 签收、退回交办、报措施、申请办结: do a unit's part in its cases
	CaseDecide         Permission = "case.decide"         // 审定、办结: decide on cases for the office that assigned them
	CaseApprove        Permission = "case.approve"        // 审批: approve for the government what its office plans
	InspectionRead     Permission = "inspection.read"     // see inspections and their findings
	InspectionPlan     Permission = "inspection.plan"     // plan inspections, hand their findings over
	InspectionVisit    Permission = "inspection.visit"    // go along as a member of a team, note findings and re-check them
	ProblemRead        Permission = "problem.read"        // see problems that units raised, and what became of them
	ProblemRaise       Permission = "problem.raise"       // raise one on the unit's behalf
	ProblemCoordinate  Permission = "problem.coordinate"  // give problems out, hold joint conferences on them
	DueRead            Permission = "due.read"            // see what is due, from whom, by when
	ReportRead         Permission = "report.read"         // read reports
	ReportWrite        Permission = "report.write"        // write a unit's report, with its evidence
	ReportSubmit       Permission = "report.submit"       // 送审: hand a report in
	ReportSign         Permission = "report.sign"         // 审签: answer for a report on the unit's behalf
	ReportAccept       Permission = "report.accept"       // 审核通过: take a report's figures as good
	ReportReturn       Permission = "report.return"       // 退回: give a report back with a reason
	FigureWrite        Permission = "figure.write"        // 一数两源: keep what another source than the report gives for a target
	EvidenceRead       Permission = "evidence.read"       // open what proves a report
	BulletinRead       Permission = "bulletin.read"       // see bulletins
	BulletinWrite      Permission = "bulletin.write"      // draft bulletins, send them for feedback, check and number them
	BulletinSign       Permission = "bulletin.sign"       // 签发: sign a bulletin that somebody else drafted
	BulletinReply      Permission = "bulletin.reply"      // 反馈: say whether what a bulletin says of the unit is right
	TemplateFill       Permission = "template.fill"       // 上级报表: map the superior's templates and fill them
	DossierRead        Permission = "dossier.read"        // take a task's dossier along
	CockpitRead        Permission = "cockpit.read"        // 驾驶舱: see how the whole ledger stands, in numbers
	CockpitLink        Permission = "cockpit.link"        // 大屏: put the numbers on a wall by a link
	LightRead          Permission = "light.read"          // see lights with their reasons
	DirectiveRead      Permission = "directive.read"      // see reminders, urge and supervision sheets
	DirectiveIssue     Permission = "directive.issue"     // 督办: propose and issue them
	DirectiveApprove   Permission = "directive.approve"   // 审批、批示: approve them, or order one
	DirectiveReply     Permission = "directive.reply"     // answer one on the unit's behalf
	ScoreRead          Permission = "score.read"          // see scores with their points
	ScoreManage        Permission = "score.manage"        // 考核: simulate, announce and publish scores, review appeals
	ScoreAppeal        Permission = "score.appeal"        // 申诉: object to a point on the unit's behalf
	RegisterRead       Permission = "register.read"       // see records of registers, what is secret masked
	RegisterWrite      Permission = "register.write"      // add, change and import records of registers
	RegisterReveal     Permission = "register.reveal"     // see what is masked, with a reason, which is audited
	RuleScreen         Permission = "rule.screen"         // let rules look through a register
	LeadRead           Permission = "lead.read"           // see the leads that rules raised
	LeadDecide         Permission = "lead.decide"         // find a lead true or not, with the reason
	PackLoad           Permission = "pack.load"           // load a programme's pack: its registers, rules and indicators
	OrganisationManage Permission = "organisation.manage" // add divisions and units, and the names they have
	OrganisationReform Permission = "organisation.reform" // 机构改革: merge, split, rename and abolish units, with all that is open in their hands
	HandoverMake       Permission = "handover.make"       // 工作交接: give what is open in somebody's hands to others
	HandoverRead       Permission = "handover.read"       // see handovers with their lists
	YearRead           Permission = "year.read"           // see how a year ended, and verify it
	YearClose          Permission = "year.close"          // 结转、封账: decide what becomes of open tasks, and close a year
	YearAsk            Permission = "year.ask"            // 补报申请: ask for an item of a closed year to be opened
	YearOpen           Permission = "year.open"           // 启封: approve that
	AccountManage      Permission = "account.manage"      // make, lock and unlock accounts
	RoleGrant          Permission = "role.grant"          // give and take roles
	AuditRead          Permission = "audit.read"          // see and verify what was done, by whom
	BackupRun          Permission = "backup.run"          // make backups and restore them
	CalendarLoad       Permission = "calendar.load"       // load a year's working days, which moves due dates that were provisional
	KeyRotate          Permission = "key.rotate"          // bring in a new key, and wrap every data key anew
	JobRead            Permission = "job.read"            // see work in the background
	MailManage         Permission = "mail.manage"         // set up the mail server by which people are told
	MetricsRead        Permission = "metrics.read"        // see how the installation does
)

// Permissions are all permissions, in the order in which they are shown.
var Permissions = []Permission{
	PublicRead, SessionOpen, SessionOwn, AbsenceEnter,
	DocumentUpload, DocumentRead, DocumentAdopt, DivisionRead, DivisionComment, DivisionApprove,
	TaskRead, TaskAssign, CaseHandle, CaseDecide, CaseApprove, DueRead,
	ReportRead, ReportWrite, ReportSubmit, ReportSign, ReportAccept, ReportReturn, FigureWrite, EvidenceRead,
	BulletinRead, BulletinWrite, BulletinSign, BulletinReply, TemplateFill, DossierRead,
	CockpitRead, CockpitLink, LightRead, DirectiveRead, DirectiveIssue, DirectiveApprove, DirectiveReply, ScoreRead, ScoreManage, ScoreAppeal,
	InspectionRead, InspectionPlan, InspectionVisit, ProblemRead, ProblemRaise, ProblemCoordinate,
	RegisterRead, RegisterWrite, RegisterReveal, RuleScreen, LeadRead, LeadDecide, PackLoad,
	OrganisationReform, HandoverMake, HandoverRead, YearRead, YearClose, YearAsk, YearOpen,
	OrganisationManage, AccountManage, RoleGrant, AuditRead,
	BackupRun, CalendarLoad, KeyRotate, JobRead, MailManage, MetricsRead,
}

// Label is the key of what the permission allows, in words for people.
func (p Permission) Label() string { return "permission." + string(p) }
