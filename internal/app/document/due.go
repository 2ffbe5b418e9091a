package document

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// addReports makes due what the document orders to be reported and, if that asks nothing of anybody who leads a task, a report for each
// period every. Who owes a report the document orders follows from whom it names:
//
//  1. A group (各牵头单位) is whoever leads a task.
//  2. Units by name report on the tasks they lead; one that leads none reports outside of the ledger.
//  3. Where nobody is named (季通报), whoever leads a task reports, unless another sentence says by rule 1 when they do.
func (p *plan) addReports(doc *policy.Document, every string) error {
	saysWhen := slices.ContainsFunc(doc.Obligations, func(o policy.Obligation) bool {
		return isReport(o) && slices.ContainsFunc(o.Who, duty.IsGroup)
	})
	for i, o := range doc.Obligations {
		if !isReport(o) || len(o.Who) == 0 && saysWhen {
			continue
		}
		schedule, err := scheduleOf(o.Schedule)
		if err != nil {
			return err
		}
		owes := func(d record.Duty) bool {
			return len(o.Who) == 0 || slices.ContainsFunc(o.Who, duty.IsGroup) || slices.Contains(o.Who, d.UnitName)
		}
		if err := p.addDue(doc, p.obligations[i].ID, schedule, owes); err != nil {
			return err
		}
	}
	if len(p.due) > 0 || every == "" {
		return nil
	}
	schedule := period.Schedule{Every: period.Every(every)}
	if err := schedule.Check(); err != nil {
		return fault.Because(err, fault.Invalid, "adopt-schedule", every)
	}
	return p.addDue(doc, uuid.Nil, schedule, func(record.Duty) bool { return true })
}

// isReport reports whether an obligation orders reports again and again.
func isReport(o policy.Obligation) bool {
	return o.Action == policy.ActionReport && o.Schedule.Every != nil
}

// addDue lets those who lead and owe, and with them who answers for a number of the task, report by a schedule, from today to the end of the plan's year, or for a year if that has passed.
func (p *plan) addDue(doc *policy.Document, obligation uuid.UUID, schedule period.Schedule, owes func(record.Duty) bool) error {
	last := p.today + 365
	if y := doc.Meta.Year; y != nil {
		if end, err := period.NewDate(*y+1, 3, 31); err == nil && end > p.today { // what covers December falls due after it
			last = end
		}
	}
	days, err := schedule.Between(p.today, last, p.calendar)
	if err != nil {
		return fault.Because(err, fault.Invalid, "adopt-schedule", string(schedule.Every))
	}
	for _, duty := range p.duties {
		if duty.Role != record.PartLead || !owes(duty) {
			continue
		}
		for _, day := range days {
			if y := doc.Meta.Year; y != nil && day.Period.First() > yearEnd(*y) {
				continue
			}
			for _, owing := range record.Reporters(*duty.Unit, p.targetsOf(duty.Task)) {
				head, err := p.fresh()
				if err != nil {
					return err
				}
				p.due = append(p.due, record.Due{Record: head, Obligation: obligation, Task: duty.Task, Unit: owing.Unit, Whole: owing.Whole, Period: day.Period.String(),
					On: int64(day.Date), IsProvisional: day.Certainty != period.Decided, State: record.DueOpen})
			}
		}
	}
	return nil
}

func yearEnd(year int) period.Date {
	d, err := period.NewDate(year, 12, 31)
	if err != nil {
		return period.MaxDate
	}
	return d
}

// scheduleOf is the schedule of a document as package period computes with it; they have the same form in JSON.
func scheduleOf(s policy.Schedule) (schedule period.Schedule, err error) {
	text, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(text, &schedule)
	}
	if err != nil {
		return period.Schedule{}, fmt.Errorf("read a schedule: %w", err)
	}
	return schedule, schedule.Check()
}

// targetsOf are the targets of one of the plan's tasks.
func (p *plan) targetsOf(task uuid.UUID) (targets []record.Target) {
	for _, g := range p.targets {
		if g.Task == task {
			targets = append(targets, g)
		}
	}
	return targets
}
