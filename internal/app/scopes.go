package app

import (
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// NewScopes declares by which columns the rows of our tables are within reach. A table that does not stand here nobody sees through the funnel.
func NewScopes(more ...access.Scoped) (*access.Scopes, error) {
	byDuty := func(t *relation.Table, duty, key string) access.Scoped {
		return access.Scoped{Table: t, Duty: &access.Duty{
			Table: record.DutyTable, Record: duty, Key: key, Unit: "unit", Role: "role", Lead: record.PartLead,
		}}
	}
	ofReport := &access.Sent{Table: record.ReportTable, Key: "report", Column: "is_sent"}
	declared := []access.Scoped{
		// What everybody who may read anything needs to read it: names of places and offices, days, what programmes declare.
		{Table: record.DivisionTable, IsOpen: true}, {Table: record.UnitTable, IsOpen: true}, {Table: record.UnitNameTable, IsOpen: true},
		{Table: record.CalendarTable, IsOpen: true}, {Table: record.PackTable, IsOpen: true}, {Table: record.RulebookTable, IsOpen: true},
		{Table: record.AccountTable, Division: "division", Account: "id"},
		{Table: record.GrantTable, Division: "division", Account: "account"},
		byDuty(record.DocumentTable, "document", "id"),
		byDuty(record.DocumentRelationTable, "document", "document"),
		byDuty(record.BasisTable, "task", "task"),
		byDuty(record.ObligationTable, "document", "document"),
		byDuty(record.TaskTable, "task", "id"),
		byDuty(record.DutyTable, "task", "task"),
		byDuty(record.TargetTable, "task", "task"),
		{Table: record.DueTable, Unit: "unit"},
		// A report is its unit's alone until it was handed to the office, with its figures, files and sheets.
		{Table: record.ReportTable, Unit: "unit", Sent: &access.Sent{Column: "is_sent"}},
		{Table: record.ValueTable, Unit: "unit", Sent: ofReport}, {Table: record.EvidenceTable, Unit: "unit", Sent: ofReport},
		{Table: record.SheetTable, Unit: "unit", Sent: ofReport},
		// A part is its unit's; the lead and the office come to it by the due item it is for.
		{Table: record.PartTable, Unit: "unit"},
		{Table: record.OtherFigureTable, Unit: "unit"}, byDuty(record.TargetSourceTable, "task", "task"),
		// A unit sees a bulletin once it was sent to it; figures and what other units say are the office's.
		{Table: record.BulletinTable, Duty: &access.Duty{
			Table: record.BulletinUnitTable, Record: "bulletin", Key: "id", Unit: "unit", Role: "part", Lead: record.PartRecipient}},
		{Table: record.BulletinFigureTable}, {Table: record.BulletinUnitTable, Unit: "unit"}, {Table: record.MessageTable, Account: "account"},
		// A draft division is seen by the units it went to; who else says what of it is the office's.
		{Table: record.ConsultationTable, Duty: &access.Duty{
			Table: record.ConsultationUnitTable, Record: "consultation", Key: "id", Unit: "unit", Role: "part", Lead: record.PartRecipient}},
		{Table: record.ConsultationUnitTable, Unit: "unit"}, {Table: record.CommentTable, Unit: "unit"}, {Table: record.ReviewActTable},
		{Table: record.MailTable}, {Table: record.ChoiceTable, Account: "account"},
		{Table: record.WorkbookTable, Unit: "unit"}, // those of the office have no unit
		{Table: store.EventTable},                   // an owned table: by the division of the chain
		// What one node keeps for itself: sessions and drafts are their account's own; failures and jobs are for whoever reaches everything.
		{Table: record.SessionTable, Account: "account"}, {Table: record.DraftTable, Account: "account"}, {Table: record.AttemptTable}, {Table: job.Table},
		{Table: record.LeadTable}, {Table: record.DataKeyTable},
		// Who has a part in a task sees where its assignment stands; who acts on it is decided case by case.
		{Table: record.CaseTable, Unit: "unit", Duty: byDuty(record.CaseTable, "task", "task").Duty},
		{Table: record.MeasureTable, Unit: "unit", Duty: byDuty(record.MeasureTable, "task", "task").Duty},
		{Table: record.CaseEntryTable, Unit: "unit"}, {Table: record.AbsenceTable, Account: "account"},
		// A unit sees an inspection it was told of, and a finding that was handed to it; a team is let in by the use cases, for its days.
		{Table: record.InspectionTable, Duty: &access.Duty{
			Table: record.InspectionUnitTable, Record: "inspection", Key: "id", Unit: "reader", Role: "part", Lead: record.PartRecipient}},
		{Table: record.InspectionUnitTable, Unit: "reader"}, {Table: record.InspectionMemberTable, Account: "account"}, {Table: record.InspectionTaskTable},
		{Table: record.FindingTable, Unit: "reader"}, {Table: record.FindingFileTable, Unit: "reader"},
		// A problem is that of the unit that raised it, and of the one that has it now.
		{Table: record.ProblemTable, Unit: "unit", Duty: &access.Duty{
			Table: record.CaseTable, Record: "subject", Key: "id", Unit: "unit", Role: "about", Lead: record.AboutProblem}},
		{Table: record.ConferenceTable}, {Table: record.AgendaItemTable},
		// A light is its unit's own: who only cooperates sees it when it is announced. What is proposed or tried out has no reader yet.
		{Table: record.ReformTable}, {Table: record.UnitChangeTable, IsOpen: true},
		{Table: record.HandoverTable, Unit: "unit", Account: "giver"}, {Table: record.HandoverItemTable, Account: "receiver"},
		{Table: record.YearTable}, {Table: record.YearTaskTable, Unit: "unit"}, {Table: record.YearSealTable}, {Table: record.OpeningTable, Unit: "unit"},
		{Table: record.LightTable, Unit: "unit"}, {Table: record.DirectiveTable, Unit: "reader"},
		// What is kept of lights and targets is seen as they are: by the unit that leads the task or answers for the number, and by whoever sees all of a division.
		{Table: record.TallyTable, Division: "division", Unit: "unit"}, {Table: record.MonthTallyTable, Division: "division", Unit: "unit"},
		{Table: record.MarkTable, Division: "division", Unit: "unit"},
		// Who shares a list shares a question; package list says with whom. A link is its person's own.
		{Table: record.SavedListTable, Account: "account"}, {Table: record.LinkTable, Account: "account"},
		{Table: record.AppraisalTable}, {Table: record.ScoreTable, Unit: "reader"}, {Table: record.AppealTable, Unit: "unit"},
	}
	return access.NewScopes(append(declared, more...)...)
}
