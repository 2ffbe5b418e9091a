package archive_test

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/archive"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/store/storetest"
)

// benchRows is how many rows are saved: what a county has after some years.
const benchRows = 200_000

// filled is a store with rows of about 300 octets.
func filled(b *testing.B) *store.Store {
	b.Helper()
	url := "sqlite:" + filepath.Join(b.TempDir(), "a.db")
	err := store.Fill(b.Context(), options(url, 1), func(ctx context.Context, l *store.Loader) error {
		for _, t := range store.TablesAfter(stepsTo(1)) {
			if err := l.Create(ctx, t); err != nil {
				return err
			}
		}
		columns := []string{"owner", "rid", "id", "version", "text", "maybe", "raw", "number", "empty", "is_open"}
		text := strings.Repeat("走访记录", 20)
		for n := int64(1); n <= benchRows; n++ {
			id := uuid.Must(uuid.NewV7())
			row := []any{int64(140302), 140302*int64(1e9) + n, id[:], int64(1), text, nil, id[:], n, nil, int64(1)}
			if err := l.Insert(ctx, notes, columns, [][]any{row}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Look(b.Context(), options(url, 1))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

func BenchmarkWrite(b *testing.B) {
	s := filled(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := archive.Write(b.Context(), io.Discard, archive.Source{Store: s, Tables: store.TablesAfter(stepsTo(1)), Step: 1, Signer: storetest.NewKey(), Now: time.Now}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(benchRows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
