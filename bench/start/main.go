//go:build linux

// Command start measures how long the server takes until it answers on an
// installation that is there, what it holds while nobody asks, and how large the
// programs of all platforms are:
//
//	go run ./start
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/wenxiao/wenxiao/bench/measure"
)

// The goals.
const (
	goalReady = 500 * time.Millisecond
	goalHeld  = 150.0 // MB
	goalSize  = 60.0  // MB
)

var platforms = []string{"linux/amd64", "linux/arm64", "linux/loong64", "windows/amd64"}

func main() {
	rounds := flag.Int("rounds", 5, "rounds")
	program := flag.String("program", "", "wenxiao program to measure; empty: build it")
	sizes := flag.Bool("sizes", true, "build the programs of all platforms")
	flag.Parse()
	if err := run(*rounds, *program, *sizes); err != nil {
		fmt.Fprintln(os.Stderr, "start:", err)
		os.Exit(1)
	}
}

func run(rounds int, program string, sizes bool) (err error) {
	dir, err := os.MkdirTemp("", "wenxiao-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if program, err = measure.Program(program, dir); err != nil {
		return err
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	fmt.Printf("%s\nload before: %s\n", measure.Machine(), strings.TrimSpace(string(load)))
	data := filepath.Join(dir, "data")
	fill := exec.Command(program, "demo", "--data", data, "--fill-only")
	fill.Stderr = os.Stderr
	begin := time.Now()
	if err := fill.Run(); err != nil {
		return fmt.Errorf("fill a demo: %w", err)
	}
	fmt.Printf("demo filled: %.1f s, %.1f CPU s\n", time.Since(begin).Seconds(), (fill.ProcessState.UserTime() + fill.ProcessState.SystemTime()).Seconds())
	var ready, work, held []float64
	for range rounds {
		r, err := once(program, data)
		if err != nil {
			return err
		}
		ready, work, held = append(ready, r.ready), append(work, r.cpu), append(held, r.held)
	}
	fmt.Printf("ready: %.0f ms (%s): %s; %.0f ms CPU from start to end\n", measure.Median(ready), measure.Range("%.0f", ready), measure.Verdict(measure.Median(ready) < float64(goalReady.Milliseconds())), measure.Median(work))
	fmt.Printf("resident idle: %.1f MB (%s): %s\n", measure.Median(held), measure.Range("%.1f", held), measure.Verdict(measure.Median(held) < goalHeld))
	if !sizes {
		return nil
	}
	return build(dir)
}

// A start is one start of the server.
type start struct{ ready, cpu, held float64 } // ms, ms, MB

func once(program, data string) (start, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return start{}, err
	}
	at := free.Addr().String()
	if err := free.Close(); err != nil {
		return start{}, err
	}
	c := exec.Command(program, "serve", "--data", data, "--listen", at, "--log-level", "error")
	c.Stderr = os.Stderr
	begin := time.Now()
	if err := c.Start(); err != nil {
		return start{}, err
	}
	for err = errors.New("not asked yet"); err != nil; time.Sleep(time.Millisecond) {
		var a *http.Response
		if a, err = http.Get("http://" + at + "/healthz"); err == nil {
			err = a.Body.Close()
		} else if time.Since(begin) > time.Minute {
			return start{}, errors.Join(err, c.Process.Kill(), c.Wait())
		}
	}
	r := start{ready: float64(time.Since(begin).Microseconds()) / 1000}
	time.Sleep(2 * time.Second) // what it holds when all that start brings is over
	held, err := resident(c.Process.Pid)
	if err := errors.Join(err, c.Process.Signal(os.Interrupt), c.Wait()); err != nil {
		return start{}, err
	}
	r.held = held
	r.cpu = float64((c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Milliseconds())
	return r, nil
}

func resident(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 64)
			return kb * 1024 / 1e6, err
		}
	}
	return 0, errors.New("no VmRSS")
}

// build builds the program as it is released, for every platform.
func build(dir string) error {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/wenxiao/wenxiao").Output()
	if err != nil {
		return fmt.Errorf("find the repository (run this in bench): %w", err)
	}
	for _, p := range platforms {
		system, processor, _ := strings.Cut(p, "/")
		out := filepath.Join(dir, system+"-"+processor)
		c := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, "./cmd/wenxiao")
		c.Dir, c.Stderr, c.Env = strings.TrimSpace(string(root)), os.Stderr, append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+processor)
		if err := c.Run(); err != nil {
			return fmt.Errorf("build for %s: %w", p, err)
		}
		info, err := os.Stat(out)
		if err != nil {
			return err
		}
		size := float64(info.Size()) / 1e6
		fmt.Printf("%-14s %.1f MB: %s\n", p, size, measure.Verdict(size <= goalSize))
	}
	return nil
}
