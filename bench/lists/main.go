//go:build linux

// Command lists compares how a list of a million rows is read: its first page with
// the total, a page from far behind, and what has a part of a name, by us and by
// PocketBase, in turns:
//
//	go run ./ledger -data DIR -time 1s
//	go run ./lists -data DIR
//
// The rows are the due items of the ledger that ./ledger has filled in a folder, and
// the same rows in a collection of PocketBase with the same indexes for what is asked.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // SQLite for database/sql

	"github.com/wenxiao/wenxiao/bench/measure"
	"github.com/wenxiao/wenxiao/bench/server"
)

// asked is how many times each question is put in a round.
const asked = 10

// A question is what both sides are asked; the nth time it is another page or word.
type question struct {
	name         string
	goal         float64 // most of the rival's p95
	ours, rivals func(n int) string
}

func main() {
	data := flag.String("data", "", "folder of a ledger that ./ledger has filled")
	program := flag.String("program", "", "wenxiao program to measure; empty: build it")
	rival := flag.String("pocketbase", "", "pocketbase program to compare with; empty: build it")
	rounds := flag.Int("rounds", 5, "rounds")
	flag.Parse()
	if err := run(context.Background(), *data, *program, *rival, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "lists:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, program, rival string, rounds int) (err error) {
	dir, err := os.MkdirTemp("", "wenxiao-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if program, err = measure.Program(program, dir); err != nil {
		return err
	}
	if rival, err = server.BuildRival(rival, dir); err != nil {
		return err
	}
	ledger := filepath.Join(data, "wenxiao.db")
	questions, rows, err := look(ctx, ledger)
	if err != nil {
		return fmt.Errorf("look at the ledger in %s: %w", data, err)
	}
	theirs, err := fill(ctx, rival, filepath.Join(dir, "pocketbase"), ledger)
	if theirs != nil {
		defer func() { err = errors.Join(err, theirs.Stop()) }()
	}
	if err != nil {
		return fmt.Errorf("fill the rival: %w", err)
	}
	accounts, err := server.Demo(program, data, "")
	if err != nil {
		return err
	}
	ours, err := server.Start("wenxiao", program, "/healthz", "serve", "--data", data, "--listen", "ADDRESS", "--request-rate", "0", "--log-level", "error")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ours.Stop()) }()
	i := slices.IndexFunc(accounts, func(a server.Account) bool { return a.Role == "supervisor" })
	if err := ours.SignIn(accounts[i]); err != nil {
		return err
	}
	fmt.Printf("%s\n%d rows, %d rounds of %d, each side first in turn\n", measure.Machine(), rows, rounds, asked)
	for _, q := range questions {
		if err := compare(q, ours, theirs, rounds); err != nil {
			return err
		}
	}
	return nil
}

// look makes the questions from what is in the ledger.
func look(ctx context.Context, ledger string) (questions []question, rows int, err error) {
	db, err := sql.Open("sqlite", "file:"+ledger+"?mode=ro")
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.QueryRowContext(ctx, "select count(*) from due").Scan(&rows); err != nil {
		return nil, 0, err
	}
	var deep []string
	for n := range 50 {
		var id []byte
		if err := db.QueryRowContext(ctx, "select id from due order by due_on, rid limit 1 offset ?", page(n)*50-51).Scan(&id); err != nil {
			return nil, 0, err
		}
		deep = append(deep, uuid.UUID(id).String())
	}
	var words []string
	found, err := db.QueryContext(ctx, "select distinct substr(title, 3, 4) from task where length(title) > 8 order by 1")
	if err != nil {
		return nil, 0, err
	}
	for found.Next() {
		var w string
		if err := found.Scan(&w); err != nil {
			return nil, 0, err
		}
		words = append(words, url.QueryEscape(w))
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return nil, 0, err
	}
	if len(words) == 0 {
		return nil, 0, errors.New("no task has a title")
	}
	word := func(n int) string { return words[n%len(words)] }
	const records = "/api/collections/due/records?perPage=50&sort=due_on,row"
	return []question{
		{"first page, with the total", 0.2, func(int) string { return "/due" }, func(int) string { return records + "&page=1" }},
		{"page from far behind, with the total", 0.2, func(n int) string { return "/due?after=" + deep[n%len(deep)] }, func(n int) string { return fmt.Sprintf("%s&page=%d", records, page(n%len(deep))) }},
		{"part of a name, with the total", 0.1, func(n int) string { return "/due?text=" + word(n) }, func(n int) string { return records + "&page=1&filter=" + url.QueryEscape("title~'") + word(n) + "%27" }},
	}, rows, nil
}

// page is the number of a page far behind: from the 8,000th on, all over the second half of a million rows.
func page(n int) int { return 8000 + n*7919%9000 }

// fill starts the rival with the rows of the ledger.
func fill(ctx context.Context, program, data, ledger string) (*server.Server, error) {
	number := func(name string) map[string]any { return map[string]any{"name": name, "type": "number"} }
	s, err := server.Rival(program, data, map[string]any{
		"name": "due", "type": "base", "listRule": server.SignedIn,
		"fields":  []any{server.Text("title"), server.Text("unit"), server.Text("period"), server.Text("state"), number("due_on"), number("row")},
		"indexes": []string{"CREATE INDEX due_day ON due (due_on, row)"},
	})
	if s != nil {
		err = errors.Join(err, s.Stop())
	}
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(data, "data.db"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // what is attached is one connection's
	for _, text := range []string{
		"attach '" + strings.ReplaceAll("file:"+ledger+"?mode=ro", "'", "''") + "' as ledger",
		`insert into due (id, title, unit, period, state, due_on, row) select printf('%015x', d.rid), t.title, u.name, d.period, d.state, d.due_on, d.rid
			from ledger.due d join ledger.task t on t.id = d.task join ledger.unit u on u.id = d.unit`,
		"analyze main",
	} {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", text, err), db.Close())
		}
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	if s, err = server.StartRival(program, data); err != nil {
		return nil, err
	}
	return s, s.EnterRival()
}

// compare asks both sides in turns.
func compare(q question, ours, theirs *server.Server, rounds int) error {
	var all [2][]float64
	var ratios []float64
	for r := range rounds {
		var p95 [2]float64
		for k := range 2 {
			side := (k + r) % 2
			var took []float64
			for n := range asked {
				n += r * asked
				s, path := ours, q.ours(n)
				if side == 1 {
					s, path = theirs, q.rivals(n)
				}
				begin := time.Now()
				if err := get(s, path); err != nil {
					return err
				}
				took = append(took, float64(time.Since(begin).Microseconds())/1000)
			}
			slices.Sort(took)
			p95[side] = took[len(took)*95/100]
			all[side] = append(all[side], took...)
		}
		ratios = append(ratios, p95[0]/p95[1])
	}
	share := func(values []float64, percent int) float64 {
		sorted := slices.Sorted(slices.Values(values))
		return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
	}
	for i, name := range []string{"wenxiao", "pocketbase"} {
		fmt.Printf("%-38s %-10s p50 %8.1f ms  p95 %8.1f ms\n", q.name, name, share(all[i], 50), share(all[i], 95))
	}
	ratio := measure.Median(ratios)
	fmt.Printf("%-38s p95 %.3f (%s) of the rival's, goal %.1f: %s\n", q.name, ratio, measure.Range("%.3f", ratios), q.goal, measure.Verdict(ratio <= q.goal))
	return nil
}

// get asks as whoever is signed in: of us the page that people see, of the rival the records.
func get(s *server.Server, path string) error {
	r, err := http.NewRequest("GET", s.Address+path, nil)
	if err != nil {
		return err
	}
	r.AddCookie(&http.Cookie{Name: "wenxiao", Value: s.Token})
	r.Header.Set("Authorization", "Bearer "+s.Token)
	a, err := s.Client.Do(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		return err
	}
	if a.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s%s: %s: %.300s", s.Name, path, a.Status, body)
	}
	return nil
}
