package demo_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/demo"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/reader"
)

// open opens an installation with a demo's clock that shows noon of a day.
func open(t testing.TB, data, database string) (*instance.Instance, *demo.Clock) {
	t.Helper()
	clock := demo.NewClock(func() time.Time { return time.Date(2025, 11, 18, 4, 0, 0, 0, time.UTC) })
	i, err := instance.Open(t.Context(), instance.Options{Place: config.Place{Data: data, Database: database}, Now: clock.Now, Log: slog.New(slog.DiscardHandler),
		Reader: func(context.Context) reader.Options { return reader.Options{} }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	})
	return i, clock
}

func fill(t testing.TB, i *instance.Instance, clock *demo.Clock, o demo.Options) []demo.Account {
	t.Helper()
	o.Clock = clock
	accounts, err := demo.Fill(t.Context(), i, o)
	if err != nil {
		t.Fatal(err)
	}
	return accounts
}

func day(text string) period.Date {
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func BenchmarkFill(b *testing.B) {
	for _, size := range []demo.Size{demo.Small, demo.County, demo.City} {
		b.Run(string(size), func(b *testing.B) {
			for b.Loop() {
				i, clock := open(b, filepath.Join(b.TempDir(), "data"), "")
				fill(b, i, clock, demo.Options{Size: size, Today: day("2025-11-18")})
			}
		})
	}
}
