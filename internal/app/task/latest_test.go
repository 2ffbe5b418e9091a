package task_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// The last figure that was accepted counts, whichever unit gave it. A number that the last reports say nothing of keeps the figure it has.
func TestFigures_TheLastThatWasAcceptedCounts(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2025-03-10")
		on, other := record.Task{Record: instancetest.Head(), State: record.TaskOpen}, record.Task{Record: instancetest.Head(), State: record.TaskOpen}
		instancetest.Put(o, record.TaskTable, on, other)
		target := func(of record.Task, ordinal int64) record.Target {
			g := record.Target{Record: instancetest.Head(), Task: of.ID, Ordinal: ordinal}
			instancetest.Put(o, record.TargetTable, g)
			return g
		}
		a, b, never, alone := target(on, 1), target(on, 2), target(on, 3), target(other, 1)
		left := target(on, 4)
		report := func(of record.Task, unit uuid.UUID, day, state string, values map[uuid.UUID]int64) {
			d := record.Due{Record: instancetest.Head(), Task: of.ID, Unit: unit, Period: day[:7], On: int64(instancetest.Day(day)), State: state}
			r := record.Report{Record: instancetest.Head(), Due: d.ID, Task: of.ID, Unit: unit, State: record.ReportAccepted, Submitted: d.On, IsSent: true}
			d.Report = r.ID
			instancetest.Put(o, record.DueTable, d)
			instancetest.Put(o, record.ReportTable, r)
			for g, v := range values {
				instancetest.Put(o, record.ValueTable, record.Value{Record: instancetest.Head(), Report: r.ID, Target: g, Unit: unit, Value: v})
			}
		}
		active, silent := uuid.New(), uuid.New()
		report(on, active, "2017-06-30", record.DueAccepted, map[uuid.UUID]int64{b.ID: 1}) // not its last
		report(on, silent, "2018-06-30", record.DueAccepted, map[uuid.UUID]int64{b.ID: 2}) // not its last
		report(on, silent, "2019-06-30", record.DueAccepted, map[uuid.UUID]int64{a.ID: 30, b.ID: 7})
		report(on, silent, "2020-06-30", record.DueAccepted, map[uuid.UUID]int64{left.ID: 5})
		report(on, active, "2024-12-31", record.DueAccepted, map[uuid.UUID]int64{a.ID: 2, left.ID: 6})
		report(on, active, "2025-01-31", record.DueAccepted, map[uuid.UUID]int64{a.ID: 3})
		report(on, active, "2025-02-28", record.DueSubmitted, map[uuid.UUID]int64{a.ID: 4}) // nobody has accepted it
		report(other, silent, "2016-12-31", record.DueAccepted, map[uuid.UUID]int64{alone.ID: 9})
		for name, tasks := range map[string][]any{"all": nil, "two": {on.ID[:], other.ID[:]}} {
			if err := o.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
				figures, err := task.Figures(ctx, v, instancetest.Owner, tasks)
				for g, want := range map[uuid.UUID]int64{a.ID: 3, b.ID: 7, alone.ID: 9, left.ID: 6} {
					if figures[g].Value != want {
						t.Errorf("%s: %d, want %d (%s)", name, figures[g].Value, want, figures[g].Period)
					}
				}
				if f, ok := figures[never.ID]; ok {
					t.Errorf("%s: a target without a report has %+v", name, f)
				}
				if figures[b.ID].Period != "2019-06" {
					t.Errorf("%s: the figure is said to be of %s", name, figures[b.ID].Period)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
