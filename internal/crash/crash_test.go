package crash_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// TestKill_NothingAcknowledgedIsLost kills the server in the middle of the reports of 200 clients, and looks at what is there when it is started
// again. WENXIAO_CRASHES says how often.
func TestKill_NothingAcknowledgedIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("kills servers for half a minute; run without -short")
	}
	crashes := 3
	if text := os.Getenv("WENXIAO_CRASHES"); text != "" {
		var err error
		if crashes, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { killed(t, crashes, "") })
	t.Run("postgresql", func(t *testing.T) { killed(t, crashes, pgtest.Open(t)) })
}

func killed(t *testing.T, crashes int, database string) {
	const clients, most = 200, 120 // acknowledged reports before the server is killed, at most
	random := rand.New(rand.NewPCG(1, 50))
	w := newWorld(t, folder(t, database))
	for range crashes {
		w.within(func(ctx context.Context, i *instance.Instance) { w.falls(ctx, i, clients+most) })
		s := w.start()
		kill := int64(1 + random.IntN(most))
		var answered atomic.Int64
		w.send(s, clients, func(due uuid.UUID, err error) bool {
			if _, ok := errors.AsType[*refusal](err); ok {
				t.Errorf("report on %v: %v", due, err)
			}
			if err == nil && answered.Add(1) == kill {
				w.kill(s)
			}
			return err == nil // the server has gone
		})
		if t.Failed() {
			t.FailNow() // the server runs on, and holds the installation
		}
		w.isWhole(false)
	}
	w.isWhole(true)
	t.Logf("%d reports were sent, of which the server had said of %d that they are handed in", len(w.stages), w.handedIn())
}

// handedIn counts the reports that the server has said are handed in, and takes their due items from the open ones.
func (w *world) handedIn() (n int) {
	var open []uuid.UUID
	for _, due := range w.open {
		if w.stages[reportOf(due)] != handedIn {
			open = append(open, due)
		}
	}
	w.open = open
	for _, s := range w.stages {
		if s == handedIn {
			n++
		}
	}
	return n
}

// isWhole opens the installation and compares all that it holds with what was acknowledged. Histories and files that were looked at
// already are looked at again if isAll.
func (w *world) isWhole(isAll bool) {
	w.t.Helper()
	w.handedIn()
	if isAll {
		clear(w.checked)
	}
	v, err := operate.Verify(w.t.Context(), operate.Still{Place: w.place}, operate.Proof{})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(v.Faults) > 0 || v.Events == 0 {
		w.t.Errorf("audit: %+v", v)
	}
	w.within(func(ctx context.Context, i *instance.Instance) {
		var files []record.Evidence
		if err := i.Store.Read(ctx, store.Unscoped, func(ctx context.Context, view *store.View) (err error) {
			files, err = w.compare(ctx, view)
			return err
		}); err != nil {
			w.t.Fatal(err)
		}
		for _, e := range files {
			w.isReadable(ctx, i, e)
		}
	})
}

// compare looks at due items, reports and evidence, and gives the evidence whose files are to be read.
func (w *world) compare(ctx context.Context, v *store.View) (files []record.Evidence, err error) {
	reports, err := listed(ctx, v, record.ReportTable, func(r record.Report) uuid.UUID { return r.ID })
	if err != nil {
		return nil, err
	}
	evidence, err := listed(ctx, v, record.EvidenceTable, func(e record.Evidence) uuid.UUID { return e.ID })
	if err != nil {
		return nil, err
	}
	due, err := listed(ctx, v, record.DueTable, func(d record.Due) uuid.UUID { return d.ID })
	if err != nil {
		return nil, err
	}
	for id, s := range w.stages {
		r, isThere := reports[id]
		if s >= written && (!isThere || r.Progress != progressOf(id)) || s == handedIn && r.State != record.ReportSubmitted {
			w.t.Errorf("report %v was acknowledged (%d), and is %+v", id, s, r)
		}
		if e, isThere := evidence[evidenceOf(id)]; s >= attached && (!isThere || e.Report != id) {
			w.t.Errorf("evidence of report %v was acknowledged, and is %+v", id, e)
		}
	}
	for _, d := range due {
		if r := reports[d.Report]; (d.State == record.DueSubmitted) != (r.State == record.ReportSubmitted && r.Due == d.ID) {
			w.t.Errorf("due item %+v has the report %+v", d, r)
		}
	}
	events, err := eventsOf(ctx, v)
	if err != nil {
		return nil, err
	}
	for id, r := range reports {
		if d := due[r.Due]; r.State == record.ReportSubmitted && d.Report != id {
			w.t.Errorf("report %+v is on the due item %+v", r, d)
		}
		if e, isThere := evidence[evidenceOf(id)]; isThere && !w.checked[id] {
			files = append(files, e)
		}
		if w.checked[id] {
			continue
		}
		w.checked[id] = r.State == record.ReportSubmitted // others change once more
		if err := w.hasHistory(ctx, v, r, events); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// hasHistory looks for each version of a report, and for the event of each.
func (w *world) hasHistory(ctx context.Context, v *store.View, r record.Report, events map[uuid.UUID]bool) error {
	changes, err := store.History(ctx, v, r.Owner, r.ID)
	if err != nil {
		return err
	}
	if int64(len(changes)) != r.Version {
		w.t.Errorf("report %+v has %d changes in its history", r, len(changes))
	}
	for _, c := range changes {
		if !events[c.Event] {
			w.t.Errorf("version %d of report %v has no audit event", c.Version, r.ID)
		}
	}
	return nil
}

func eventsOf(ctx context.Context, v *store.View) (map[uuid.UUID]bool, error) {
	list, err := store.Events(ctx, v, county, store.EventPlace{}, 10_000_000)
	if err != nil {
		return nil, err
	}
	events := make(map[uuid.UUID]bool, len(list))
	for _, e := range list {
		events[e.ID] = true
	}
	return events, nil
}

// isReadable compares the file of a report with what was sent.
func (w *world) isReadable(ctx context.Context, i *instance.Instance, e record.Evidence) {
	w.t.Helper()
	f, err := i.Files.Open(ctx, intake.Ref(e.Owner, e.File))
	if err != nil {
		w.t.Errorf("file of evidence %v: %v", e.ID, err)
		return
	}
	got, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil || string(got) != content(e.ID) {
		w.t.Errorf("file of evidence %v has %d octets, not %d: %v", e.ID, len(got), len(content(e.ID)), err)
	}
}

// listed are all rows of a table, by their id.
func listed[T any](ctx context.Context, v *store.View, t *relation.Table, id func(T) uuid.UUID) (map[uuid.UUID]T, error) {
	rows, err := store.List[T](ctx, v, &relation.Select{From: relation.From(t, "t")})
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]T, len(rows))
	for _, r := range rows {
		byID[id(r)] = r
	}
	return byID, nil
}
