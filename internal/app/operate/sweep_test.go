package operate_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

func TestSweep_RemovesOnlyWhatNobodyRefersTo(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p config.Place) {
		i := open(t, p)
		defer shut(t, i)
		c := populate(t, i)
		orphan, err := i.Files.Put(t.Context(), county, bytes.NewReader([]byte("nobody's")), 100)
		if err != nil {
			t.Fatal(err)
		}
		past, err := i.Files.Put(t.Context(), county, bytes.NewReader([]byte("once somebody's")), 100)
		if err != nil {
			t.Fatal(err)
		}
		e := c.evidence // whose file is another one now: the one before stands in history
		e.Blob, e.BlobKey, e.FileSize = past.Name, past.Key, past.Size
		act := app.Act{Needs: access.BackupRun, Name: "test", Owner: county, Kind: "test"}
		if err := i.Change(t.Context(), operator(), act, func(ctx context.Context, tx *store.Tx) error { return store.Update(ctx, tx, record.EvidenceTable, &e) }); err != nil {
			t.Fatal(err)
		}
		file := func(name string) string { return filepath.Join(p.Files(), "files", name[:2], name) }
		for _, name := range []string{orphan.Name, past.Name, c.evidence.Blob} {
			if err := os.Chtimes(file(name), now.Add(-2*time.Hour), now.Add(-2*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		removed, err := i.Operate.Sweep(t.Context(), operator())
		if err != nil || removed != 1 {
			t.Errorf("removed %d, %v", removed, err)
		}
		isGone(t, file(orphan.Name))
		for _, name := range []string{past.Name, c.evidence.Blob} {
			if _, err := os.Stat(file(name)); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestAddDaily_IsDoneOnceADay(t *testing.T) {
	t.Parallel()
	i := open(t, engines["sqlite"](t))
	defer shut(t, i)
	for range 3 {
		if err := i.Operate.AddDaily(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	jobs, err := i.Jobs.Recent(t.Context(), 9)
	jobs = slices.DeleteFunc(jobs, func(j job.Job) bool { return j.Kind != operate.JobSweep }) // lights and the like are daily too
	if err != nil || len(jobs) != 1 {
		t.Fatalf("jobs: %+v, %v", jobs, err)
	}
	work(t, i, jobs[0].ID)
	if j, err := i.Jobs.Find(t.Context(), jobs[0].ID); err != nil || j.State != job.Done {
		t.Errorf("the job: %+v, %v", j, err)
	}
}
