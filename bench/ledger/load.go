//go:build linux

package main

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/bench/measure"
	"github.com/wenxiao/wenxiao/bench/server"
)

// The goals (of both together).
const (
	goalP95    = 100.0   // ms
	goalWeight = 150_000 // octets of HTML
)

// A sight is what the load asks for: addresses of records that are there.
type sight struct {
	tasks, reports, documents []string
	due                       map[string][]string // open due items by the name of the unit
}

// look takes some of each from the database.
func look(ctx context.Context, db *sql.DB) (found sight, err error) {
	list := func(query string) (ids []string, err error) {
		rows, err := db.QueryContext(ctx, query)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id []byte
			if err := rows.Scan(&id); err != nil {
				return nil, err
			}
			ids = append(ids, uuid.UUID(id).String())
		}
		return ids, errors.Join(rows.Err(), rows.Close())
	}
	for query, into := range map[string]*[]string{
		"select id from task order by rid":                                 &found.tasks,
		"select id from report where state = 'accepted' and rid % 997 = 0": &found.reports,
		"select id from document where rid % 7 = 0":                        &found.documents,
	} {
		if *into, err = list(query); err != nil {
			return found, err
		}
	}
	return found, nil
}

// A kind is one kind of page, with the address of its nth view.
type kind struct {
	name, role string
	weight     int // how many of a hundred views
	address    func(n int) string
}

func kinds(found sight, due []string) []kind {
	of := func(prefix string, ids []string) func(int) string {
		return func(n int) string { return prefix + ids[n*7919%len(ids)] }
	}
	always := func(path string) func(int) string { return func(int) string { return path } }
	return []kind{
		{"workbench of a unit", "reporter", 15, always("/")},
		{"workbench of the office", "supervisor", 5, always("/")},
		{"ledger, first page", "supervisor", 15, always("/tasks")},
		{"ledger, a page from the middle", "supervisor", 8, of("/tasks?after=", found.tasks)},
		{"ledger, red ones", "supervisor", 8, always("/tasks?light=red")},
		{"ledger, part of a title", "supervisor", 8, func(n int) string { return "/tasks?text=" + fmt.Sprintf("%%E7%%AC%%AC%d", n%200) }},
		{"ledger of a unit", "reporter", 5, always("/tasks")},
		{"task", "supervisor", 12, of("/tasks/", found.tasks)},
		{"report", "supervisor", 8, of("/reports/", found.reports)},
		{"form of a report", "reporter", 6, of("/due/", due)},
		{"document", "supervisor", 2, of("/documents/", found.documents)},
		{"documents", "supervisor", 2, always("/documents")},
		{"directives", "supervisor", 2, always("/directives")},
		{"leader's page", "leader", 2, always("/brief")},
		{"messages", "reporter", 2, always("/inbox")},
	}
}

// A visitor is signed in.
type visitor struct {
	token string
	due   []string // open due items of the unit
}

// enter signs one account of each role in; of reporters one whose unit has much to report.
func enter(s *server.Server, accounts []server.Account) (map[string]visitor, error) {
	visitors := make(map[string]visitor)
	for _, a := range accounts {
		if v, ok := visitors[a.Role]; ok && (a.Role != "reporter" || len(v.due) >= 100) {
			continue
		}
		if !slices.Contains([]string{"supervisor", "leader", "reporter"}, a.Role) {
			continue
		}
		if err := s.SignIn(a); err != nil {
			return nil, err
		}
		v := visitor{token: s.Token}
		if a.Role == "reporter" {
			var due struct {
				Items []struct{ ID string }
			}
			if err := s.Ask("GET", "/api/v1/due?state=open", nil, &due); err != nil {
				return nil, err
			}
			for _, d := range due.Items {
				v.due = append(v.due, d.ID)
			}
		}
		visitors[a.Role] = v
	}
	return visitors, nil
}

// A tally is what came of the requests of a kind.
type tally struct {
	took   []float64 // ms from when its time had come
	weight int       // octets of the heaviest page
	packed int       // the same, compressed
}

// attend loads the server and says what came of it.
func attend(s *server.Server, accounts []server.Account, found sight, o options) error {
	visitors, err := enter(s, accounts)
	if err != nil {
		return err
	}
	pages := kinds(found, visitors["reporter"].due)
	fmt.Println("one after another, twenty times each:")
	if _, err := alone(s, pages, visitors); err != nil {
		return err
	}
	before, err := s.CPU()
	if err != nil {
		return err
	}
	views, writes, err := open(s, pages, visitors, o)
	if err != nil {
		return err
	}
	after, err := s.CPU()
	if err != nil {
		return err
	}
	held, err := s.Held()
	if err != nil {
		return err
	}
	fmt.Printf("together, %d views and %d writes a second for %s, %d of the writes handing in:\n", o.views, o.writes, o.span, o.handed)
	var all []float64
	for _, name := range slices.Sorted(maps.Keys(views)) {
		fmt.Println(line(name, views[name].took))
		all = append(all, views[name].took...)
	}
	fmt.Println(line("all pages", all))
	fmt.Println(line("writes", writes))
	both := append(slices.Clone(all), writes...)
	fmt.Printf("p95 of both %.1f ms, goal %.0f: %s; processor %.2f of 1 s; held at most %.0f MB\n", share(both, 95), goalP95,
		measure.Verdict(share(all, 95) <= goalP95 && share(writes, 95) <= goalP95), (after-before).Seconds()/o.span.Seconds(), float64(held)/1e6)
	return nil
}

// alone asks for each page by itself, and weighs it.
func alone(s *server.Server, pages []kind, visitors map[string]visitor) (map[string]*tally, error) {
	all := make(map[string]*tally)
	for _, k := range pages {
		t := &tally{}
		before, err := s.CPU()
		if err != nil {
			return nil, err
		}
		for n := range 20 {
			begin := time.Now()
			weight, packed, err := view(s, k.address(n), visitors[k.role].token)
			if err != nil {
				return nil, err
			}
			t.took = append(t.took, ms(begin))
			t.weight, t.packed = max(t.weight, weight), max(t.packed, packed)
		}
		after, err := s.CPU()
		if err != nil {
			return nil, err
		}
		all[k.name] = t
		fmt.Printf("%s  processor %5.1f ms  %6.1f kB, %5.1f kB packed: %s\n", line(k.name, t.took), float64((after-before).Microseconds())/20e3, float64(t.weight)/1000, float64(t.packed)/1000, measure.Verdict(t.weight <= goalWeight))
	}
	return all, nil
}

// open asks for pages and writes reports as their times come.
func open(s *server.Server, pages []kind, visitors map[string]visitor, o options) (views map[string]*tally, writes []float64, err error) {
	var deck []kind
	for _, k := range pages {
		deck = append(deck, slices.Repeat([]kind{k}, k.weight)...)
	}
	views = make(map[string]*tally)
	var lock sync.Mutex
	var wait sync.WaitGroup
	var failed []error
	due, clerk := visitors["reporter"].due, *s
	clerk.Token = visitors["reporter"].token
	drafts, due, err := draft(&clerk, due, o)
	if err != nil {
		return nil, nil, err
	}
	begin := time.Now()
	pace := func(rate int, do func(n int, at time.Time)) {
		for n := range int(o.span.Seconds() * float64(rate)) {
			at := begin.Add(time.Duration(n) * time.Second / time.Duration(rate))
			time.Sleep(time.Until(at))
			wait.Go(func() { do(n, at) })
		}
	}
	wait.Go(func() {
		pace(o.views, func(n int, at time.Time) {
			k := deck[n*61%len(deck)]
			_, _, err := view(s, k.address(n), visitors[k.role].token)
			took := ms(at)
			lock.Lock()
			defer lock.Unlock()
			if err != nil {
				failed = append(failed, err)
				return
			}
			if views[k.name] == nil {
				views[k.name] = &tally{}
			}
			views[k.name].took = append(views[k.name].took, took)
		})
	})
	wait.Go(func() {
		pace(o.writes, func(n int, at time.Time) {
			var err error
			if i := n % o.writes; i < o.handed {
				err = clerk.Ask("POST", "/api/v1/reports/"+drafts[n/o.writes*o.handed+i]+"/submit", nil, nil)
			} else {
				err = clerk.Ask("POST", "/api/v1/reports", server.Report(n+int(begin.UnixMilli()), due[n%len(due)]), nil)
			}
			took := ms(at)
			lock.Lock()
			defer lock.Unlock()
			if err != nil {
				failed = append(failed, err)
				return
			}
			writes = append(writes, took)
		})
	})
	wait.Wait()
	if len(failed) > 0 {
		return nil, nil, fmt.Errorf("%d requests failed, the first: %w", len(failed), failed[0])
	}
	return views, writes, nil
}

// draft writes the reports that will be handed in, and gives their ids and the due items of the others.
func draft(clerk *server.Server, due []string, o options) (drafts, rest []string, err error) {
	n := (int(o.span.Seconds()) + 1) * o.handed
	if o.handed > o.writes {
		return nil, nil, fmt.Errorf("%d reports can not be handed in by %d writes a second", o.handed, o.writes)
	}
	if n >= len(due) {
		return nil, nil, fmt.Errorf("%d reports can not be handed in on %d due items: a shorter -time or fewer -handed", n, len(due))
	}
	for i, d := range due[:n] {
		var draft struct{ ID string }
		if err := clerk.Ask("POST", "/api/v1/reports", server.Report(i, d), &draft); err != nil {
			return nil, nil, err
		}
		drafts = append(drafts, draft.ID)
	}
	return drafts, due[n:], nil
}

// view asks for a page as a browser does.
func view(s *server.Server, path, token string) (weight, packed int, err error) {
	r, err := http.NewRequest("GET", s.Address+path, nil)
	if err != nil {
		return 0, 0, err
	}
	r.AddCookie(&http.Cookie{Name: "wenxiao", Value: token})
	r.Header.Set("Accept-Encoding", "gzip")
	a, err := s.Client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	body, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		return 0, 0, err
	}
	if a.StatusCode != http.StatusOK {
		return 0, 0, fmt.Errorf("GET %s: %s", path, a.Status)
	}
	if a.Header.Get("Content-Encoding") != "gzip" {
		return len(body), len(body), nil
	}
	plain, err := gzip.NewReader(strings.NewReader(string(body)))
	if err != nil {
		return 0, 0, err
	}
	n, err := io.Copy(io.Discard, plain)
	return int(n), len(body), err
}

func ms(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

// share is the value that so many of a hundred are below.
func share(values []float64, percent int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

func line(name string, took []float64) string {
	return fmt.Sprintf("  %-32s %5d  p50 %7.1f  p95 %7.1f  most %7.1f ms", name, len(took), share(took, 50), share(took, 95), share(took, 100))
}
