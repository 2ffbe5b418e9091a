//go:build linux

// Command reports compares how fast reports are written durably over HTTP, by us
// and by PocketBase, in turns:
//
//	go run ./reports
//
// One write of ours is POST /api/v1/reports of a signed-in clerk: session and
// permission looked up, validated, the report, its history and its audit event
// in a signed chain, committed with synchronous=FULL. One of PocketBase is the
// creation of a record by a signed-in user under a rule, at its own default
// (WAL, synchronous=NORMAL): no history and no audit.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wenxiao/wenxiao/bench/measure"
	"github.com/wenxiao/wenxiao/bench/server"
)

// goals are the ratios to reach, by clients.
var goals = []struct {
	clients int
	ratio   float64
}{{1, 1}, {16, 1.5}, {64, 2.5}}

func main() {
	rounds := flag.Int("rounds", 5, "rounds")
	span := flag.Duration("time", 3*time.Second, "length of a round, for each side and number of clients")
	program := flag.String("program", "", "wenxiao program to measure; empty: build it")
	rival := flag.String("pocketbase", "", "pocketbase program to compare with; empty: build it")
	flag.Parse()
	if err := run(*rounds, *span, *program, *rival); err != nil {
		fmt.Fprintln(os.Stderr, "reports:", err)
		os.Exit(1)
	}
}

func run(rounds int, span time.Duration, program, rival string) (err error) {
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
	sides := make([]*side, 2)
	for i, begin := range []func() (*side, error){func() (*side, error) { return ours(program, dir) }, func() (*side, error) { return pocketbase(rival, dir) }} {
		sides[i], err = begin()
		if sides[i] != nil {
			defer func() { err = errors.Join(err, sides[i].Stop()) }()
		}
		if err != nil {
			return err
		}
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	fmt.Printf("%s\nload before: %s\n", measure.Machine(), strings.TrimSpace(string(load)))
	for _, g := range goals {
		if err := compare(sides, g.clients, g.ratio, rounds, span); err != nil {
			return err
		}
	}
	return nil
}

// A round is what one side did in one.
type round struct {
	rate, p50, p95 float64 // writes a second; ms
	cpu            float64 // ms of the server's processor time for a write
}

func compare(sides []*side, clients int, goal float64, rounds int, span time.Duration) error {
	figures := make([][]round, len(sides))
	var ratios, work []float64
	for n := range rounds {
		var of [2]round
		for k := range sides {
			i := (k + n) % len(sides) // each goes first in turn
			r, err := hammer(sides[i], clients, span)
			if err != nil {
				return err
			}
			of[i], figures[i] = r, append(figures[i], r)
		}
		ratios, work = append(ratios, of[0].rate/of[1].rate), append(work, of[1].cpu/of[0].cpu)
	}
	for i, s := range sides {
		median := func(field func(round) float64) float64 {
			var values []float64
			for _, r := range figures[i] {
				values = append(values, field(r))
			}
			return measure.Median(values)
		}
		fmt.Printf("%2d clients  %-10s %6.0f writes/s  p50 %6.1f ms  p95 %6.1f ms  %.2f ms CPU a write\n", clients, s.Name,
			median(func(r round) float64 { return r.rate }), median(func(r round) float64 { return r.p50 }),
			median(func(r round) float64 { return r.p95 }), median(func(r round) float64 { return r.cpu }))
	}
	ratio := measure.Median(ratios)
	fmt.Printf("%2d clients  ratio %.2f (%s), goal %.1f: %s; by CPU time of the servers %.2f\n", clients, ratio, measure.Range("%.2f", ratios), goal, measure.Verdict(ratio >= goal), measure.Median(work))
	return nil
}

// number tells reports apart, over all rounds.
var number atomic.Int64

// hammer writes reports for a while.
func hammer(s *side, clients int, span time.Duration) (round, error) {
	before, err := s.CPU()
	if err != nil {
		return round{}, err
	}
	took := make([][]float64, clients)
	failed := make([]error, clients)
	var wait sync.WaitGroup
	begin := time.Now()
	for c := range clients {
		wait.Go(func() {
			for time.Since(begin) < span && failed[c] == nil {
				body := s.body(int(number.Add(1)))
				start := time.Now()
				failed[c] = s.Ask("POST", s.path, body, nil)
				took[c] = append(took[c], float64(time.Since(start).Microseconds())/1000)
			}
		})
	}
	wait.Wait()
	elapsed := time.Since(begin).Seconds()
	after, err := s.CPU()
	if err := errors.Join(append(failed, err)...); err != nil {
		return round{}, err
	}
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	n := len(all)
	return round{float64(n) / elapsed, all[n/2], all[n*95/100], float64((after - before).Microseconds()) / 1000 / float64(n)}, nil
}
