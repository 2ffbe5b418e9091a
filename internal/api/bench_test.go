package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// BenchmarkReport writes reports as signed-in units do, in the process and durably: what an op costs is a request.
// go test ./internal/api -run - -bench Report
func BenchmarkReport(b *testing.B) {
	for _, clients := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("write/clients=%d", clients), func(b *testing.B) {
			w := newWorld(b, "")
			due := w.falls(b.N)
			w.hammer(b, clients, func(i int) *http.Request { return post("/api/v1/reports", draft(due[i])) })
		})
		b.Run(fmt.Sprintf("submit/clients=%d", clients), func(b *testing.B) {
			w := newWorld(b, "")
			due := w.falls(b.N)
			w.hammer(b, 64, func(i int) *http.Request { return post("/api/v1/reports", draft(due[i])) })
			b.ResetTimer()
			w.hammer(b, clients, func(i int) *http.Request { return post("/api/v1/reports/"+due[i].String()+"/submit", "") })
		})
	}
}

// draft is a report on a due item, whose id it has.
func draft(due uuid.UUID) string {
	return fmt.Sprintf(`{"id":"%[1]s","due":"%[1]s","progress":"本月完成土地平整320亩，累计1.2万亩","problem":"","next":"下月完成剩余田块的沟渠配套","values":[]}`, due)
}

func post(path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

// falls makes so many due items for the first unit, on one task.
func (w *world) falls(n int) []uuid.UUID {
	w.t.Helper()
	w.adopt()
	task := uuid.MustParse(w.send("nongye", "GET", "/api/v1/tasks", nil).want(w.t, 200).text(w.t, "items", 0, "id"))
	ids := make([]uuid.UUID, n)
	event := audit.Event{Owner: county, Account: app.SystemAccount, Action: "test.due", Kind: "due"}
	if err := w.instance.Store.Write(w.t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		for i := range ids {
			ids[i] = uuid.Must(uuid.NewV7())
			d := record.Due{Record: store.Record{Owner: county, ID: ids[i]}, Task: task, Unit: w.units[units[0]], Period: "2027-02", On: 21000, State: record.DueOpen}
			if _, err := store.Insert(ctx, tx, record.DueTable, &d); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
	return ids
}

// hammer makes the requests of all numbers below b.N, so many at once.
func (w *world) hammer(b *testing.B, clients int, request func(i int) *http.Request) {
	bearer := "Bearer " + w.token("nongye")
	var next atomic.Int64
	var failed atomic.Pointer[string]
	var wait sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range clients {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= b.N {
					return
				}
				r := request(i)
				r.Header.Set("Authorization", bearer)
				rec := httptest.NewRecorder()
				w.handler.ServeHTTP(rec, r)
				if rec.Code != http.StatusOK {
					text := rec.Body.String()
					failed.Store(&text)
				}
			}
		})
	}
	wait.Wait()
	if text := failed.Load(); text != nil {
		b.Fatal(*text)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}
