package access

// A line of the table: some permissions and how far they reach.
type line struct {
	Reach       Reach
	Permissions []Permission
}

// table is what each role may do, and on which records. What does not stand here nobody may do. Every change
// shows in testdata/matrix.golden, which is what is reviewed.
//
// Leading and Sharing go by the actor's unit, whosever the plan is: a county's bureau has duties in the plan of
// its city. Within and Subtree go by the division of the grant. Whoever assigned a task judges the reports on
// it (谁交办、谁审核), so judging does not reach the divisions below; seeing and assigning do.
var table = map[Role][]line{
	Supervisor: {
		{Own, []Permission{SessionOwn}},
		{Within, []Permission{DocumentUpload, DocumentAdopt, CaseDecide, ReportAccept, ReportReturn, DirectiveIssue, ScoreManage, BulletinRead, BulletinWrite, TemplateFill, CockpitLink}},
		{Subtree, []Permission{CockpitRead, DocumentRead, TaskRead, TaskAssign, DueRead, ReportRead, EvidenceRead, DossierRead, LightRead, DirectiveRead, ScoreRead}},
		{Sharing, []Permission{BulletinRead}},
		{Own, []Permission{HandoverMake, HandoverRead}},
		{Within, []Permission{OrganisationReform, HandoverMake, HandoverRead, YearClose, YearAsk}},
		{Subtree, []Permission{YearRead}},
		{Within, []Permission{DivisionRead}},
		{Within, []Permission{FigureWrite}},
		{Own, []Permission{InspectionVisit}},
		{Within, []Permission{InspectionPlan, ProblemRaise, ProblemCoordinate}},
		{Subtree, []Permission{InspectionRead, ProblemRead}},
	},
	Reporter: {
		{Own, []Permission{SessionOwn, AbsenceEnter}},
		{Leading, []Permission{CaseHandle, ReportWrite, ReportSubmit, DossierRead, DirectiveReply, ScoreAppeal}},
		{Sharing, []Permission{CockpitRead, DocumentRead, TaskRead, DueRead, ReportRead, EvidenceRead, LightRead, DirectiveRead, ScoreRead, BulletinRead, BulletinReply}},
		{Own, []Permission{HandoverMake, HandoverRead}},
		{Leading, []Permission{YearAsk}},
		{Sharing, []Permission{DivisionRead, DivisionComment}},
		{Own, []Permission{InspectionVisit}},
		{Leading, []Permission{ProblemRaise}},
		{Sharing, []Permission{InspectionRead, ProblemRead}},
	},
	Approver: {
		{Own, []Permission{SessionOwn, AbsenceEnter}},
		{Leading, []Permission{ReportSign, ReportReturn, DossierRead, DirectiveReply, ScoreAppeal}},
		{Sharing, []Permission{CockpitRead, DocumentRead, TaskRead, DueRead, ReportRead, EvidenceRead, LightRead, DirectiveRead, ScoreRead, BulletinRead, BulletinReply}},
		{Own, []Permission{HandoverMake, HandoverRead}},
		{Leading, []Permission{HandoverMake, HandoverRead, YearAsk}},
		{Sharing, []Permission{DivisionRead, DivisionComment}},
		{Own, []Permission{InspectionVisit}},
		{Leading, []Permission{ProblemRaise}},
		{Sharing, []Permission{InspectionRead, ProblemRead}},
	},
	standIn: {
		{Leading, []Permission{ReportSign}},
	},
	// A programme is run where its register is kept: offices above read it, masked.
	Programme: {
		{Own, []Permission{SessionOwn}},
		{Sharing, []Permission{DocumentRead, TaskRead, DueRead, LightRead, DirectiveRead}},
		{Within, []Permission{RegisterWrite, RegisterReveal, RuleScreen, LeadDecide}},
		{Subtree, []Permission{RegisterRead, LeadRead}},
		{Own, []Permission{HandoverMake, HandoverRead}},
		{Within, []Permission{FigureWrite}},
		{Own, []Permission{InspectionVisit}},
	},
	// Cadres are granted their township or village, and so reach what lies in it.
	Field: {
		{Own, []Permission{SessionOwn}},
		{Sharing, []Permission{TaskRead, DueRead}},
		{Subtree, []Permission{RegisterRead, RegisterWrite, RegisterReveal, LeadRead, LeadDecide}},
		{Own, []Permission{HandoverMake, HandoverRead}},
	},
	// Results are for leaders to see, people's records are not.
	Leader: {
		{Own, []Permission{SessionOwn}},
		{Within, []Permission{DirectiveApprove, BulletinRead, BulletinSign}},
		{Subtree, []Permission{CockpitRead, DocumentRead, TaskRead, DueRead, ReportRead, EvidenceRead, DossierRead, LightRead, DirectiveRead, ScoreRead}},
		{Sharing, []Permission{BulletinRead}},
		{Own, []Permission{HandoverMake, HandoverRead}},
		{Within, []Permission{YearOpen}},
		{Subtree, []Permission{YearRead}},
		{Within, []Permission{DivisionRead, DivisionApprove}},
		{Own, []Permission{InspectionVisit}},
		{Within, []Permission{CaseApprove}},
		{Subtree, []Permission{InspectionRead, ProblemRead}},
	},
	Auditor: {
		{Own, []Permission{SessionOwn}},
		{Subtree, []Permission{AuditRead}},
	},
	Security: {
		{Own, []Permission{SessionOwn}},
		{Subtree, []Permission{AccountManage, RoleGrant}},
		{Installation, []Permission{KeyRotate}},
	},
	// Who there is belongs to keeping it running; who may do what does not. Neither of the two opens a way to records alone:
	// the operator makes units and no account, the security administrator puts accounts in them.
	Operator: {
		{Own, []Permission{SessionOwn}},
		{Subtree, []Permission{OrganisationManage}},
		{Installation, []Permission{PackLoad, BackupRun, CalendarLoad, JobRead, MetricsRead}},
		{Installation, []Permission{MailManage}},
	},
	// Who signs in has his own account and sessions to deal with as soon as he is known.
	Public: {
		{Own, []Permission{SessionOpen}},
		{Installation, []Permission{PublicRead, SessionOpen}},
	},
}
