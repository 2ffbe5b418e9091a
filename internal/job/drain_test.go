package job_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/store"
)

func TestDrain_DoesWhatWaitsAndNoMore(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
	i := instancetest.Open(t, "", func() time.Time { return now })
	var done []string
	i.Jobs.Register("note", func(_ context.Context, j job.Job, _ func(done, total int64)) error {
		done = append(done, j.Input)
		if j.Input == `"bad"` {
			return errors.New("no")
		}
		return nil
	})
	ids := make(map[string]uuid.UUID)
	for _, input := range []string{"first", "bad", "last"} {
		id := uuid.Must(uuid.NewV7())
		ids[input] = id
		if err := i.Store.Keep(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return i.Jobs.Add(ctx, tx, id, "note", uuid.Nil, input)
		}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time there is nothing left
		if err := i.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{`"first"`, `"bad"`, `"last"`}; !slices.Equal(done, want) {
		t.Errorf("jobs were done as %v, want %v", done, want)
	}
	for input, want := range map[string]job.State{"first": job.Done, "bad": job.Failed, "last": job.Done} {
		if j, err := i.Jobs.Find(t.Context(), ids[input]); err != nil || j.State != want {
			t.Errorf("job %q is %q (%v), want %q", input, j.State, err, want)
		}
	}
}
