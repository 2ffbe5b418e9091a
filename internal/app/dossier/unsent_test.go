package dossier_test

import (
	"io"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// While a unit writes or signs a report, the office takes the dossier along without it, and is not led to it.
func TestWrite_WhileAReportIsItsUnitsOwn(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2025-03-10")
		ctx, unit, office := o.Context(), o.Unit("禾川市住房和城乡建设局"), instancetest.Person(o.Unit("禾川市人民政府办公室"), access.Supervisor)
		o.Hire("周局长", unit, access.Approver)
		writer := instancetest.Person(unit, access.Reporter)
		task, _ := o.Adopt(instancetest.Order{Title: "改善农村住房", Lead: unit, Due: []record.Due{{Period: "2025Q1", On: int64(instancetest.Day("2025-03-31"))}}})
		due := instancetest.All[record.Due](o, record.DueTable)[0]
		id, err := o.Report(writer, due.ID, 0)
		o.Must(err)
		o.Hand(writer, id)
		look := func(when string, want uuid.UUID) {
			o.Helper()
			p, err := o.Tasks.Find(ctx, office, task.ID)
			o.Must(err)
			if p.Due[0].Report != want {
				o.Errorf("%s the office is led to %s", when, p.Due[0].Report)
			}
			if err := o.Dossiers.Write(ctx, office, task.ID, func(string) io.Writer { return io.Discard }); err != nil {
				o.Errorf("%s the dossier is %v", when, err)
			}
		}
		look("while it is signed", uuid.Nil)
		if p, err := o.Tasks.Find(ctx, writer, task.ID); err != nil || p.Due[0].Report != id {
			o.Errorf("the unit itself is led to %s, %v", p.Due[0].Report, err)
		}
		_, err = o.Reports.Recall(ctx, writer, id)
		o.Must(err)
		look("when it was recalled", uuid.Nil)
		o.Hand(writer, id)
		_, err = o.Reports.Sign(ctx, o.As("周局长"), id, "")
		o.Must(err)
		look("handed in", id)
	})
}
