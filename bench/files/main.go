//go:build linux

// Command files compares the time `wenxiao compile` takes for a file among many
// with that among few:
//
//	go run ./files
//
// The few are compiled ten times in a round, because one run of them is short. The time
// of the start, taken from a run over one file, favours the many; figures without it stand beside.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/wenxiao/wenxiao/bench/corpus"
	"github.com/wenxiao/wenxiao/bench/measure"
)

// goalRatio is how much longer a file among many may take.
const goalRatio = 1.2

// repeats is how often the few files are compiled in a round.
const repeats = 10

// A side is one number of files.
type side struct {
	dir       string
	files     int
	runs      int
	perFile   float64   // bytes
	cpu, wall []float64 // milliseconds a file, by round
	bare      []float64 // CPU milliseconds a file without the program's start, by round
}

func main() {
	folder := flag.String("corpus", corpus.Folder(), "folder of the original documents")
	seed := flag.Uint64("seed", 1, "seed of the generator")
	few := flag.Int("few", 100, "files of the smaller input")
	many := flag.Int("many", 10_000, "files of the larger input")
	rounds := flag.Int("rounds", 5, "rounds")
	kb := flag.Int("kb", 8, "least size of a file in kB; the largest is three times it")
	program := flag.String("program", "", "wenxiao program to measure; empty: build it")
	flag.Parse()
	sides := []*side{{files: *few, runs: repeats}, {files: *many, runs: 1}}
	if err := run(*folder, *seed, *kb*1000, *rounds, *program, sides); err != nil {
		fmt.Fprintln(os.Stderr, "files:", err)
		os.Exit(1)
	}
}

func run(folder string, seed uint64, least, rounds int, program string, sides []*side) error {
	dir, err := os.MkdirTemp("", "wenxiao-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if program, err = measure.Program(program, dir); err != nil {
		return err
	}
	c, err := corpus.Load(folder)
	if err != nil {
		return err
	}
	c.Seed, c.Min, c.Max = seed, least, 3*least
	one := &side{files: 1, runs: repeats} // what the start alone takes
	for _, s := range append(sides, one) {
		s.dir = filepath.Join(dir, fmt.Sprint(s.files))
		if err := os.Mkdir(s.dir, 0o777); err != nil {
			return err
		}
		n, err := c.Spill(s.dir, s.files, 0)
		if err != nil {
			return err
		}
		s.perFile = float64(n) / float64(s.files)
	}
	for range rounds {
		start, _, err := one.time(program, dir)
		if err != nil {
			return err
		}
		for _, s := range sides {
			cpu, wall, err := s.time(program, dir)
			if err != nil {
				return err
			}
			n := float64(s.files)
			s.cpu, s.wall, s.bare = append(s.cpu, cpu/n), append(s.wall, wall/n), append(s.bare, (cpu-start)/n)
		}
	}
	report(sides, rounds)
	return nil
}

// time compiles the files and gives the milliseconds of a run.
func (s *side) time(program, dir string) (cpu, wall float64, err error) {
	for range s.runs {
		r, err := measure.Compile(program, filepath.Join(dir, "out.jsonl"), s.dir)
		if err != nil {
			return 0, 0, err
		}
		cpu += float64(r.CPU) / float64(time.Millisecond) / float64(s.runs)
		wall += float64(r.Wall) / float64(time.Millisecond) / float64(s.runs)
	}
	return cpu, wall, nil
}

func report(sides []*side, rounds int) {
	fmt.Printf("%s\nwenxiao compile --format jsonl, milliseconds a file, %d rounds in turn, medians (least–most)\n\n", measure.Machine(), rounds)
	fmt.Printf("%8s %12s %22s %24s %24s\n", "files", "kB a file", "CPU", "CPU without the start", "wall (noisy)")
	for _, s := range sides {
		fmt.Printf("%8d %12.1f", s.files, s.perFile/1000)
		for _, v := range [][]float64{s.cpu, s.bare, s.wall} {
			fmt.Printf(" %8.3f %14s", measure.Median(v), measure.Range("%.3f", v))
		}
		fmt.Println()
	}
	few, many := sides[0], sides[1]
	// A file's time is compared for files of one size: sizes differ a little between both inputs.
	size := many.perFile / few.perFile
	ratio := measure.Median(many.cpu) / measure.Median(few.cpu) / size
	bare := measure.Median(many.bare) / measure.Median(few.bare) / size
	fmt.Printf("\nratio, for files of one size: %.3f, without the start %.3f; goal ≤ %.1f: %s\n", ratio, bare, goalRatio, measure.Verdict(max(ratio, bare) <= goalRatio))
}
