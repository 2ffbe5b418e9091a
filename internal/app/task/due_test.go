package task_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

// What a task's unit still owes is what its lists of due items say: a report that nobody has signed yet has not left the unit, and one that was given
// back is owed by the day of the return.
func TestPage_WhatIsOwedNext(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2025-03-10")
		call := instancetest.Person(o.Unit("禾川市人民政府督查室"), access.Supervisor)
		lead := uuid.New()
		due := func(state, on, again string) record.Task {
			x := record.Task{Record: instancetest.Head(), State: record.TaskOpen, Title: state}
			d := record.Due{Record: instancetest.Head(), Task: x.ID, Unit: lead, Period: on[:7], On: int64(instancetest.Day(on)), State: state}
			if again != "" {
				d.Again = int64(instancetest.Day(again))
			}
			later := record.Due{Record: instancetest.Head(), Task: x.ID, Unit: lead, Period: "2025-12", On: int64(instancetest.Day("2025-12-31")), State: record.DueOpen}
			instancetest.Put(o, record.TaskTable, x)
			instancetest.Put(o, record.DueTable, d, later)
			return x
		}
		for _, want := range []struct {
			task record.Task
			late int
			next string
		}{
			{due(record.DueSigning, "2025-02-28", ""), 1, "2025-02-28"},
			{due(record.DueReturned, "2025-02-28", "2025-03-12"), 0, "2025-03-12"},
			{due(record.DueSubmitted, "2025-02-28", ""), 0, "2025-12-31"},
		} {
			lines, _, err := o.Tasks.Page(t.Context(), call, list.Asking("title", want.task.Title))
			if err != nil || len(lines) != 1 || lines[0].Late != want.late || period.Date(lines[0].Next).String() != want.next {
				t.Errorf("%s: %+v, %v; want %d late, next %s", want.task.Title, lines, err, want.late, want.next)
			}
		}
	})
}
