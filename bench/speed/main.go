//go:build linux

// Command speed compares how fast one core compiles documents with how fast the
// word segmenter gse alone cuts the same text:
//
//	go run ./speed
//
// Each side runs in a process of its own that holds the text outside its heap, so
// that neither pays for the other's memory; they take turns, each over the whole
// text in every round. CPU seconds include garbage collection; loading gse's
// dictionary and making the text are not counted.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/exec"

	"github.com/wenxiao/wenxiao/bench/corpus"
	"github.com/wenxiao/wenxiao/bench/measure"
)

// The goals of doc/performance.md.
const (
	goalSpeed = 20.0 // MB of UTF-8 text per CPU second
	goalRatio = 5.0  // times gse
)

// rivals are the sides by name; the first is ours.
var rivals = []string{"wenxiao", "gse", "gse-hmm"}

func main() {
	folder := flag.String("corpus", corpus.Folder(), "folder of the original documents")
	seed := flag.Uint64("seed", 1, "seed of the generator")
	mb := flag.Int("mb", 100, "MB (10⁶ bytes) of text")
	rounds := flag.Int("rounds", 5, "rounds")
	hmm := flag.Bool("hmm", false, "measure gse's slower mode for unknown words, too")
	side := flag.String("side", "", "for the command's own use: be one side")
	text := flag.String("text", "", "for the command's own use: the text's file")
	flag.Parse()
	var err error
	if *side != "" {
		err = serve(*side, *text)
	} else {
		sides := rivals[:2]
		if *hmm {
			sides = rivals
		}
		err = compare(*folder, *seed, *mb*1_000_000, *rounds, sides)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "speed:", err)
		os.Exit(1)
	}
}

// A worker is the process of one side.
type worker struct {
	name      string
	command   *exec.Cmd
	in        *bufio.Writer
	out       *bufio.Reader
	cpu, wall []float64 // MB a second, by round
}

func compare(folder string, seed uint64, size, rounds int, sides []string) error {
	path, made, count, err := makeText(folder, seed, size)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	workers := make([]*worker, len(sides))
	for i, name := range sides {
		if workers[i], err = start(name, path); err != nil {
			return err
		}
		defer workers[i].command.Wait()         // it ends with its input
		defer workers[i].command.Process.Kill() // if it did not
	}
	mb := float64(made) / 1e6
	ratios := make([][]float64, len(workers))
	for round := range rounds {
		for i, w := range workers {
			if err := w.round(mb); err != nil {
				return err
			}
			ratios[i] = append(ratios[i], workers[0].cpu[round]/w.cpu[round])
		}
	}
	fmt.Printf("%s\n%d documents, %.1f MB of UTF-8 text, seed %d; one core a side, %d rounds in turn, medians (least–most)\n\n", measure.Machine(), count, mb, seed, rounds)
	fmt.Printf("%-10s %28s %32s %24s\n", "", "MB per CPU second", "MB per second of wall (noisy)", "wenxiao is … times it")
	for i, w := range workers {
		fmt.Printf("%-10s %10.2f %17s %12.2f %19s %8.2f %15s\n", w.name, measure.Median(w.cpu), measure.Range("%.2f", w.cpu),
			measure.Median(w.wall), measure.Range("%.2f", w.wall), measure.Median(ratios[i]), measure.Range("%.2f", ratios[i]))
	}
	speed, ratio := measure.Median(workers[0].cpu), measure.Median(ratios[1])
	fmt.Printf("\ngoal ≥ %.0f MB per CPU second: %s; goal ≥ %.0f × gse: %s\n", goalSpeed, measure.Verdict(speed >= goalSpeed), goalRatio, measure.Verdict(ratio >= goalRatio))
	return nil
}

// makeText writes the documents to a temporary file, each behind its length.
func makeText(folder string, seed uint64, size int) (path string, made, count int, err error) {
	c, err := corpus.Load(folder)
	if err != nil {
		return "", 0, 0, err
	}
	c.Seed = seed
	f, err := os.CreateTemp("", "wenxiao-bench-*.txt")
	if err != nil {
		return "", 0, 0, err
	}
	w := bufio.NewWriter(f)
	err = c.Take(size, func(d corpus.Document) error {
		made += len(d.Text)
		count++
		_, err := fmt.Fprintf(w, "%08d%s", len(d.Text), d.Text)
		return err
	})
	if err == nil {
		err = w.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return f.Name(), made, count, err
}

func start(name, path string) (*worker, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.Command(self, "-side", name, "-text", path)
	c.Env, c.Stderr = append(os.Environ(), "GOMAXPROCS=1", "GOGC=200"), os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w := &worker{name: name, command: c, in: bufio.NewWriter(in), out: bufio.NewReader(out)}
	if err := c.Start(); err != nil {
		return nil, err
	}
	var ready string
	if _, err := fmt.Fscanln(w.out, &ready); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return w, nil
}

// round has the side go over the text once.
func (w *worker) round(mb float64) error {
	fmt.Fprintln(w.in, "go") // a bufio.Writer keeps the error for Flush
	if err := w.in.Flush(); err != nil {
		return fmt.Errorf("ask %s: %w", w.name, err)
	}
	var cpu, wall float64
	if _, err := fmt.Fscanln(w.out, &cpu, &wall); err != nil {
		return fmt.Errorf("hear %s: %w", w.name, err)
	}
	w.cpu, w.wall = append(w.cpu, mb/cpu), append(w.wall, mb/wall)
	fmt.Fprintf(os.Stderr, "%-8s round %d: %.1f CPU s, %.1f s wall\n", w.name, len(w.cpu), cpu, wall)
	return nil
}
