// Package record says what the program itself keeps: one struct for each kind of
// record, with its table. What packs declare is not here. It decides nothing and
// asks nobody; package store moves the records. Start with Steps.
package record

import (
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Tables are all tables of the program, the store's own and its jobs included.
func Tables() []*relation.Table {
	return append(store.Tables(),
		job.Table, SessionTable, AttemptTable, DraftTable,
		DivisionTable, UnitTable, UnitNameTable, AccountTable, GrantTable, CalendarTable, PackTable,
		DocumentTable, TaskTable, DutyTable, TargetTable, ObligationTable, DueTable, ReportTable, ValueTable, EvidenceTable,
		DataKeyTable, LeadTable,
		BulletinTable, BulletinFigureTable, BulletinUnitTable, MessageTable, MailTable, ChoiceTable,
		PartTable, SheetTable, OtherFigureTable, TargetSourceTable,
		CaseTable, CaseEntryTable, MeasureTable, AbsenceTable,
		DocumentRelationTable, BasisTable, WorkbookTable,
		SavedListTable, LinkTable, TallyTable, MonthTallyTable, MarkTable,
		ReformTable, UnitChangeTable, HandoverTable, HandoverItemTable, YearTable, YearTaskTable, YearSealTable, OpeningTable,
		ReviewActTable, ConsultationTable, ConsultationUnitTable, CommentTable,
		InspectionTable, InspectionMemberTable, InspectionUnitTable, InspectionTaskTable, FindingTable, FindingFileTable,
		ProblemTable, ConferenceTable, AgendaItemTable,
		LightTable, RulebookTable, DirectiveTable, AppraisalTable, ScoreTable, AppealTable,
	)
}

// Steps take a database from its first release to this one. The first makes the tables as they are now; when a column is added
// to a struct, a step that adds it stands here and the first step goes without it.
func Steps() []store.Step {
	var create []relation.Change
	for _, t := range Tables() {
		create = append(create, relation.CreateTable{Table: t})
	}
	return []store.Step{{Name: "ledger", Changes: create}}
}
