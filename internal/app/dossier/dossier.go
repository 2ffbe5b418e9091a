// Package dossier is what people take along from the ledger: the list of tasks as
// a workbook for A3 paper, a directive as a sheet to sign for, and everything about
// one task as an archive. What is in
// them is what whoever takes it may see, and no more. Package bulletin lays them
// out. Start with Service.Ledger and Service.Write.
package dossier

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A Service gathers what is taken along.
type Service struct {
	*app.Core
	Tasks       *task.Service
	Reports     *report.Service
	Supervision *supervision.Service
	Cases       *casework.Service
}

// MaxTasks is how many tasks a ledger to take along holds; more is no paper.
const MaxTasks = 5000

// Ledger gives the tasks that a list leaves, up to MaxTasks, in its order, as a ledger.
func (s *Service) Ledger(ctx context.Context, call app.Call, q list.Query) (bulletin.Ledger, error) {
	lines, err := s.lines(ctx, call, q)
	if err != nil {
		return bulletin.Ledger{}, err
	}
	return s.ledger(ctx, call, lines)
}

// Copy is Ledger as it is pasted where outsiders read along: without the tasks of documents that are marked as not for the public, of which it says how many.
func (s *Service) Copy(ctx context.Context, call app.Call, q list.Query) (l bulletin.Ledger, left int, err error) {
	lines, err := s.lines(ctx, call, q)
	if err != nil {
		return l, 0, err
	}
	all := len(lines)
	lines = slices.DeleteFunc(lines, func(x task.Line) bool { return x.Secrecy != "" })
	l, err = s.ledger(ctx, call, lines)
	return l, all - len(lines), err
}

// lines are the tasks that a list leaves, up to MaxTasks.
func (s *Service) lines(ctx context.Context, call app.Call, q list.Query) (all []task.Line, err error) {
	const page = 500
	q.After, q.Limit = uuid.Nil, page
	for len(all) < MaxTasks {
		lines, found, err := s.Tasks.Page(ctx, call, q)
		if err == nil {
			err = s.Tasks.CountAccepted(ctx, call, lines)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
		if !found.IsMore {
			break
		}
		q.After = lines[len(lines)-1].ID
	}
	return all, nil
}

func (s *Service) ledger(ctx context.Context, call app.Call, lines []task.Line) (bulletin.Ledger, error) {
	var tasks []bulletin.LedgerTask
	for _, l := range lines {
		tasks = append(tasks, bulletin.LedgerTask{Number: l.Label, Title: l.Title, Document: l.Document, Lead: l.Lead, Others: l.Others,
			Light: light(l.Light), IsClosed: l.State == record.TaskClosed, Late: l.Late, Submitted: l.Submitted, Accepted: l.Accepted, Next: period.Date(l.Next)})
	}
	office, err := s.office(ctx, call)
	return bulletin.TaskLedger(office, period.Date(s.Today()), tasks), err
}

// light is the word of a light; empty for none that may be seen.
func light(l *record.Light) string {
	if l == nil {
		return ""
	}
	return locale.Word(locale.Zh, "light", l.Light)
}

// office is the name of the actor's unit; empty for none.
func (s *Service) office(ctx context.Context, call app.Call) (name string, err error) {
	if call.Actor.Unit == uuid.Nil {
		return "", nil
	}
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		u, err := store.Load[record.Unit](ctx, v, record.UnitTable, 0, call.Actor.Unit)
		name = u.Name
		return err
	})
	return name, err
}

// Write writes the dossier of a task as a ZIP archive, once open was told its name; that it was taken along stands in the audit. Faults: NotFound if the
// actor may not see the task, or not take it along. An error after open was called leaves half an archive behind.
func (s *Service) Write(ctx context.Context, call app.Call, id uuid.UUID, open func(name string) io.Writer) error {
	err := s.Change(ctx, call, app.Act{Needs: access.DossierRead, Kind: "task", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, 0, id)
		tx.In(t.Owner)
		return err
	})
	if err != nil {
		return err
	}
	d, err := s.gather(ctx, call, id)
	if err != nil {
		return err
	}
	_, err = d.WriteTo(open(bulletin.SafeName(d.Number + " " + d.Task + ".zip")))
	return err
}

func (s *Service) gather(ctx context.Context, call app.Call, id uuid.UUID) (d bulletin.Dossier, err error) {
	t, err := s.Tasks.Find(ctx, call, id)
	if err != nil {
		return d, err
	}
	word := func(vocabulary, value string) string { return locale.Word(locale.Zh, vocabulary, value) }
	d = bulletin.Dossier{Number: t.Label, Task: t.Title, Document: t.Line.Document, Secrecy: t.Secrecy, Basis: t.Body, DoneWhen: t.DoneWhen, State: word("task-state", t.State), AsOf: period.Date(s.Today())}
	if d.Office, err = s.office(ctx, call); err != nil {
		return d, err
	}
	if t.Outcome != "" {
		d.State += "，" + word("outcome", t.Outcome)
	}
	for _, x := range t.Duties {
		d.Duties = append(d.Duties, [2]string{word("duty-role", x.Role), x.Name})
	}
	for _, g := range t.Targets {
		d.Targets = append(d.Targets, []string{g.Metric, bulletin.Goal(g.Op, g.Value, g.High), g.Unit})
	}
	for _, due := range t.Due {
		if due.Report == uuid.Nil {
			continue
		}
		r, err := s.report(ctx, call, due.Report)
		if err != nil {
			return d, err
		}
		d.Reports = append(d.Reports, r)
	}
	return d, s.course(ctx, call, id, &d)
}

func (s *Service) report(ctx context.Context, call app.Call, id uuid.UUID) (r bulletin.ReportSheet, err error) {
	f, err := s.Reports.Find(ctx, call, id)
	if err != nil {
		return r, err
	}
	word := func(vocabulary, value string) string { return locale.Word(locale.Zh, vocabulary, value) }
	r = bulletin.ReportSheet{Secrecy: f.Secrecy, Unit: f.Name, Period: f.Period, State: word("report-state", f.Report.State), Code: f.Code(), IsLate: f.Report.IsLate}
	if r.Signed = f.Signer; f.For != "" {
		r.Signed = locale.Text(locale.Zh, "report.signed-for", f.Signer, f.For)
	}
	if f.Report.Submitted != 0 {
		r.Handed = locale.Moment(locale.Zh, f.Report.Submitted)
	}
	for _, x := range [][2]string{{"progress", f.Report.Progress}, {"problem", f.Report.Problem}, {"next", f.Report.Next}} {
		if x[1] != "" {
			r.Texts = append(r.Texts, [2]string{word("report-part", x[0]), x[1]})
		}
	}
	for _, g := range f.Targets {
		for _, v := range f.Values {
			if v.Target == g.ID {
				r.Values = append(r.Values, []string{g.Metric, bulletin.Goal(g.Op, g.Value, g.High), quantity.FromTenThousandths(v.Value).String(), g.Unit})
			}
		}
	}
	if len(f.Sheets) > 0 && f.Sheets[0].Scanned != 0 {
		sheet := f.Sheets[0]
		r.Scan = &bulletin.File{Name: sheet.FileName, Open: func() (io.ReadCloser, error) {
			_, file, err := s.Reports.OpenScan(ctx, call, sheet.ID)
			return opened(file, err, sheet.ID)
		}}
	}
	for _, e := range f.Evidence {
		r.Files = append(r.Files, s.evidence(ctx, call, e))
	}
	return r, nil
}

// evidence is a file that is opened when it is written.
func (s *Service) evidence(ctx context.Context, call app.Call, e record.Evidence) bulletin.File {
	return bulletin.File{Name: e.FileName, Open: func() (io.ReadCloser, error) {
		_, file, err := s.Reports.Evidence(ctx, call, e.ID)
		return opened(file, err, e.ID)
	}}
}

func opened(file *blob.Reader, err error, id uuid.UUID) (io.ReadCloser, error) {
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", id, err)
	}
	return file, nil
}
