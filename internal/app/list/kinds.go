package list

import (
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/period"
)

// unreported are the states in which a due item is still to be dealt with by its unit.
var unreported = []string{record.DueOpen, record.DueSigning, record.DueReturned}

// unitName is the name of the unit in a column.
func unitName(column string) relation.Expr {
	return value(least(relation.C("un", "name")), relation.From(record.UnitTable, "un"), relation.And{relation.Same(relation.C("un", "id"), C(column))})
}

// taskTitle is the title of the task in a column.
func taskTitle(column string) relation.Expr {
	return value(least(relation.C("ti", "title")), relation.From(record.TaskTable, "ti"), of("ti", "id", column))
}

// open are the due items of a task that are still to be reported on.
func open(as string, more ...relation.Expr) relation.And {
	where := append(of(as, "task", "id"), relation.OneOf(relation.C(as, "state"), unreported))
	return append(where, more...)
}

// Tasks are the tasks (台账).
var Tasks = &Kind{
	Name: "tasks", Path: "/tasks", Needs: access.TaskRead, Table: record.TaskTable,
	Sorts: []Sort{
		{Name: "order", By: C("rid")},
		{Name: "title", By: C("title"), IsText: true},
		{Name: "light", By: rank(relation.Coalesce{value(least(relation.C("ls", "light")), relation.From(record.LightTable, "ls"),
			append(of("ls", "task", "id"), relation.Equal(relation.C("ls", "until"), int64(0)))), relation.V("")})},
		{Name: "lead", IsText: true, IsOptional: true, By: value(least(relation.C("lu", "name")), relation.From(record.DutyTable, "ld"),
			append(of("ld", "task", "id"), relation.Equal(relation.C("ld", "role"), record.PartLead)),
			relation.Join{Source: relation.From(record.UnitTable, "lu"), On: relation.Same(relation.C("lu", "id"), relation.C("ld", "unit"))})},
		{Name: "due", IsOptional: true, By: value(least(relation.C("ds", "due_on")), relation.From(record.DueTable, "ds"), open("ds"))},
		{Name: "reported", IsOptional: true, By: value(greatest(relation.C("rs", "submitted")), relation.From(record.ReportTable, "rs"), of("rs", "task", "id"))},
		{Name: "document", IsText: true, By: value(least(relation.C("od", "title")), relation.From(record.DocumentTable, "od"), of("od", "id", "document")), IsOptional: true},
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Where: func(v string, _ Env) relation.Expr { return contains(v, "title", "body") }},
		part("lead", "lead", "id", record.PartLead),
		part("unit", "part", "id", ""),
		light("id"),
		{Name: "state", Entry: Choice, Vocabulary: "task-state", Options: []string{"open", "review", "returned", "suspended", "closed", "joined", "draft"}, Label: "state", Where: taskState},
		{Name: "document", Entry: Document, Label: "document", Where: id("document")},
		{Name: "lit", Entry: Unseen, Where: lit},
		{Name: "title", Entry: Unseen, Where: func(v string, _ Env) relation.Expr { return contains(v, "title") }},
	}, times(func(first, last int64, isLate bool) relation.Expr {
		when := betweenDays(relation.C("dw", "due_on"), first, last)
		if isLate {
			when = record.Overdue("dw", last+1)
		}
		return one(relation.From(record.DueTable, "dw"), open("dw", when))
	})),
	Presets: []Preset{{"red", "light=red"}, {"lead-mine", "lead=mine&sort=due"}, {"in-charge", "lead=charge&sort=light"}, {"due-week", "when=week&sort=due"}, {"overdue", "when=overdue&sort=due"}},
}

// taskState filters tasks by what the list says of them.
func taskState(v string, _ Env) relation.Expr {
	isJoined := relation.Not{X: relation.Equal(C("joined"), uuid.Nil[:])}
	state := relation.And{relation.Equal(C("state"), record.TaskOpen), relation.Not{X: isJoined}}
	has := func(s string) relation.Expr {
		return one(relation.From(record.DueTable, "dv"), append(of("dv", "task", "id"), relation.Equal(relation.C("dv", "state"), s)))
	}
	switch v {
	case "closed":
		return relation.Equal(C("state"), record.TaskClosed)
	case "joined":
		return relation.And{relation.Equal(C("state"), record.TaskOpen), isJoined}
	case "draft":
		return relation.Equal(C("state"), record.TaskDraft)
	case "suspended":
		return relation.Equal(C("state"), record.TaskSuspended)
	case "returned":
		return relation.And{state, has(record.DueReturned)}
	case "review":
		return relation.And{state, has(record.DueSubmitted), relation.Not{X: has(record.DueReturned)}}
	case "open":
		return relation.And{state, relation.Not{X: has(record.DueSubmitted)}, relation.Not{X: has(record.DueReturned)}}
	}
	return nil
}

// lit filters tasks by the light they showed on a day of the past, as LIGHT@DAY.
func lit(v string, _ Env) relation.Expr {
	for _, l := range lights() {
		if len(v) <= len(l)+1 || v[:len(l)+1] != l+"@" {
			continue
		}
		day, err := period.ParseDate(v[len(l)+1:])
		if err != nil {
			return nil
		}
		return one(relation.From(record.LightTable, "lp"), append(of("lp", "task", "id"), Lit("lp", int64(day)), relation.Equal(relation.C("lp", "light"), l)))
	}
	return nil
}

// Lit is the condition that a light, under an alias, showed at the end of a day.
func Lit(as string, day int64) relation.Expr {
	until := relation.C(as, "until")
	return relation.And{relation.Binary{Op: relation.Le, L: relation.C(as, "since"), R: relation.V(day)},
		relation.Or{relation.Equal(until, int64(0)), relation.Binary{Op: relation.Gt, L: until, R: relation.V(day)}}}
}

// Documents are the documents (文件).
var Documents = &Kind{
	Name: "documents", Path: "/documents", Needs: access.DocumentRead, Table: record.DocumentTable,
	Sorts: []Sort{
		{Name: "added", By: C("made"), IsDesc: true},
		{Name: "title", By: C("title"), IsText: true},
		{Name: "number", By: C("number"), IsText: true},
		{Name: "issued", By: C("issued"), IsText: true},
		{Name: "state", By: C("state"), IsText: true},
		{Name: "tasks", By: C("tasks")},
		{Name: "doubts", By: C("doubts")},
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Where: func(v string, _ Env) relation.Expr { return contains(v, "title", "number", "file_name") }},
		choice("state", "state", "state", "document-state", record.DocumentWaiting, record.DocumentProposed, record.DocumentAdopted, record.DocumentFailed),
	}, times(func(first, last int64, _ bool) relation.Expr { return betweenMoments(C("made"), first, last) })),
	Presets: []Preset{{"to-review", "state=proposed"}, {"doubtful", "state=proposed&sort=-doubts"}, {"month", "when=month"}},
}

// Due are the due items (应报事项).
var Due = &Kind{
	Name: "due", Path: "/due", Needs: access.DueRead, Table: record.DueTable,
	Sorts: []Sort{
		{Name: "due", By: C("due_on")},
		{Name: "unit", By: unitName("unit"), IsText: true, IsOptional: true},
		{Name: "title", By: taskTitle("task"), IsText: true, IsOptional: true},
		{Name: "period", By: C("period"), IsText: true},
		{Name: "state", By: C("state"), IsText: true},
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Task: "task"},
		unitIn("unit"), part("lead", "lead", "task", record.PartLead), light("task"),
		choice("state", "state", "state", "due-state", record.DueOpen, record.DueSigning, record.DueSubmitted, record.DueReturned, record.DueAccepted, record.DueSuspended, record.DueCancelled),
		document("task"), {Name: "task", Entry: Unseen, Where: id("task")},
	}, times(func(first, last int64, isLate bool) relation.Expr {
		if isLate {
			return append(record.Overdue(Row, last+1), relation.OneOf(C("state"), unreported))
		}
		return betweenDays(C("due_on"), first, last)
	})),
	Presets: []Preset{{"due-week", "when=week"}, {"overdue", "when=overdue"}, {"returned", "state=returned"}, {"mine", "unit=mine"}},
}

// Reports are the reports (报送).
var Reports = &Kind{
	Name: "reports", Path: "/reports", Needs: access.ReportRead, Table: record.ReportTable,
	Sorts: []Sort{
		{Name: "submitted", Dated: "submitted", IsDesc: true},
		{Name: "unit", By: unitName("unit"), IsText: true, IsOptional: true},
		{Name: "state", By: C("state"), IsText: true},
		{Name: "made", By: C("made")},
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Where: func(v string, _ Env) relation.Expr {
			return append(contains(v, "progress", "problem"), reported(relation.Contains{X: relation.C("rt", "title"), Part: v}))
		}},
		unitIn("unit"),
		choice("state", "state", "state", "report-state", record.ReportSigning, record.ReportSubmitted, record.ReportReturned, record.ReportAccepted, record.ReportCorrected, record.ReportWithdrawn),
		{Name: "late", Entry: Choice, Vocabulary: "late", Options: []string{"yes", "no"}, Label: "late", Where: func(v string, _ Env) relation.Expr { return relation.Equal(C("is_late"), v == "yes") }},
		{Name: "document", Entry: Document, Label: "document", Where: func(v string, e Env) relation.Expr {
			d, _ := id("id")(v, e).(relation.Binary)
			if d.R == nil {
				return nil
			}
			return reported(relation.Binary{Op: relation.Eq, L: relation.C("rt", "document"), R: d.R})
		}},
		{Name: "problem", Entry: Unseen, Where: func(string, Env) relation.Expr {
			return relation.Binary{Op: relation.Ne, L: C("problem"), R: relation.V("")}
		}},
	}, times(func(first, last int64, _ bool) relation.Expr { return betweenMoments(C("submitted"), first, last) })),
	Presets: []Preset{{"to-judge", "state=submitted"}, {"late", "late=yes"}, {"with-problem", "problem=yes"}, {"mine", "unit=mine"}},
}

// reported are the reports on a task for which a condition on rt holds.
func reported(is relation.Expr) relation.Expr {
	return one(relation.From(record.TaskTable, "rt"), append(of("rt", "id", "task"), is))
}

// Directives are the sheets (督办单).
var Directives = &Kind{
	Name: "directives", Path: "/directives", Needs: access.DirectiveRead, Table: record.DirectiveTable,
	Sorts: []Sort{
		{Name: "made", By: C("rid"), IsDesc: true},
		{Name: "kind", By: C("kind"), IsText: true},
		{Name: "unit", By: unitName("unit"), IsText: true, IsOptional: true},
		{Name: "state", By: C("state"), IsText: true},
		{Name: "issued", Dated: "issued_on"},
		{Name: "due", Dated: "due_on"},
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Where: func(v string, _ Env) relation.Expr { return append(contains(v, "basis", "demand"), titled(v, "task")) }},
		unitIn("unit"), light("task"),
		choice("kind", "kind", "kind", "directive-kind", "remind", "urge", "supervise", "circulate", "talk"),
		choice("state", "state", "state", "directive-state", record.DirectiveProposed, record.DirectiveApproved, record.DirectiveIssued, record.DirectiveReplied, record.DirectiveClosed, record.DirectiveRefused, record.DirectiveWithdrawn),
		document("task"), {Name: "task", Entry: Unseen, Where: id("task")},
	}, times(func(first, last int64, isLate bool) relation.Expr {
		where := betweenDays(C("due_on"), first, last)
		if isLate {
			where = append(where, relation.Equal(C("state"), record.DirectiveIssued))
		}
		return where
	})),
	Presets: []Preset{{"unanswered", "state=issued&sort=due"}, {"overdue", "when=overdue&sort=due"}, {"mine", "unit=mine"}, {"in-charge", "unit=charge"}},
}

// is filters by a column whose values are declared elsewhere.
func is(name, column string) Filter {
	return Filter{Name: name, Entry: Unseen, Where: func(v string, _ Env) relation.Expr { return relation.Equal(C(column), v) }}
}

// Cases are the cases (办件).
var Cases = &Kind{
	Name: "cases", Path: "/cases", Needs: access.TaskRead, Table: record.CaseTable,
	Sorts: []Sort{
		{Name: "due", Dated: "due_on"},
		{Name: "title", By: taskTitle("task"), IsText: true, IsOptional: true},
		{Name: "unit", By: unitName("unit"), IsText: true, IsOptional: true},
		{Name: "step", By: C("step"), IsText: true},
		{Name: "opened", By: C("opened")},
		{Name: "first", By: C("due_on")}, // by what is to be done first; what has no day comes before all
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Where: func(v string, _ Env) relation.Expr {
			return append(contains(v, "person", "section"), titled(v, "task"))
		}},
		unitIn("unit"), light("task"),
		choice("workflow", "workflow", "workflow", "workflow", "assignment", "extension", "adjustment", "suspension", "cancellation", "finding", "inspection", "coordination"),
		{Name: "state", Entry: Choice, Vocabulary: "case-open", Options: []string{"open", "closed"}, Label: "state", Where: func(v string, _ Env) relation.Expr { return relation.Equal(C("is_closed"), v == "closed") }},
		document("task"), {Name: "task", Entry: Unseen, Where: id("task")},
		is("step", "step"), is("turn", "turn"), is("kind", "workflow"),
	}, times(func(first, last int64, isLate bool) relation.Expr {
		where := betweenDays(C("due_on"), first, last)
		if isLate {
			where = append(where, relation.Equal(C("is_closed"), false))
		}
		return where
	})),
	Presets: []Preset{{"to-sign", "workflow=assignment&step=assigned"}, {"overdue", "when=overdue"}, {"open", "state=open"}, {"mine", "unit=mine&state=open"}},
}

// Leads are the leads (线索).
var Leads = &Kind{
	Name: "leads", Path: "/leads", Needs: access.LeadRead, Table: record.LeadTable,
	Sorts: []Sort{
		{Name: "made", By: C("made"), IsDesc: true},
		{Name: "rule", By: C("rule"), IsText: true},
		{Name: "state", By: C("state"), IsText: true},
	},
	Filters: slices.Concat([]Filter{
		{Name: "text", Entry: Words, Label: "text", Where: func(v string, _ Env) relation.Expr { return contains(v, "says", "reason") }},
		choice("state", "state", "state", "lead-kept", record.LeadOpen, record.LeadConfirmed, record.LeadDismissed),
	}, times(func(first, last int64, _ bool) relation.Expr { return betweenDays(C("day"), first, last) })),
	Presets: []Preset{{"open", "state=open"}, {"month", "when=month"}},
}

// Kinds are all lists that are declared here; the lists of registers are made from what their packs declare.
func Kinds() []*Kind {
	return []*Kind{Documents, Tasks, Due, Reports, Directives, Cases, Leads, Targets}
}
