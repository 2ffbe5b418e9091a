//go:build linux

// Command memory compares the resident memory of `wenxiao compile --format jsonl`
// on much text with that on a tenth of it:
//
//	go run ./memory
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/wenxiao/wenxiao/bench/corpus"
	"github.com/wenxiao/wenxiao/bench/measure"
)

// goalRatio is how much more memory ten times the input may take.
const goalRatio = 1.2

func main() {
	folder := flag.String("corpus", corpus.Folder(), "folder of the original documents")
	seed := flag.Uint64("seed", 1, "seed of the generator")
	mb := flag.Int("mb", 10, "MB (10⁶ bytes) of the smaller input; the larger is ten times it")
	rounds := flag.Int("rounds", 5, "rounds")
	program := flag.String("program", "", "wenxiao program to measure; empty: build it")
	spill := flag.String("spill", "", "for the command's own use: write the text into this folder and end")
	flag.Parse()
	var err error
	if *spill != "" {
		err = write(*folder, *seed, *mb*1_000_000, *spill)
	} else {
		err = run(*folder, *seed, *mb, *rounds, *program)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "memory:", err)
		os.Exit(1)
	}
}

func run(folder string, seed uint64, mb, rounds int, program string) error {
	dir, err := os.MkdirTemp("", "wenxiao-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if program, err = measure.Program(program, dir); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	inputs := []string{filepath.Join(dir, "small"), filepath.Join(dir, "large")}
	sizes := []int{mb, 10 * mb}
	for i, input := range inputs { // in another process: what this one holds would count as wenxiao's
		c := exec.Command(self, "-spill", input, "-mb", strconv.Itoa(sizes[i]), "-corpus", folder, "-seed", strconv.FormatUint(seed, 10))
		c.Stderr = os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("make %d MB of text: %w", sizes[i], err)
		}
	}
	held := make([][]float64, len(inputs)) // MB
	for range rounds {
		for i, input := range inputs {
			r, err := measure.Compile(program, filepath.Join(dir, "out.jsonl"), input)
			if err != nil {
				return err
			}
			own, err := measure.Held()
			if err != nil {
				return err
			}
			if r.MaxRSS <= own {
				return fmt.Errorf("wenxiao held no more than this command (%.1f MB), which hides its figure", float64(own)/1e6)
			}
			held[i] = append(held[i], float64(r.MaxRSS)/1e6)
		}
	}
	ratio := measure.Median(held[1]) / measure.Median(held[0])
	fmt.Printf("%s\nlargest resident memory of wenxiao compile --format jsonl, %d rounds in turn, medians (least–most)\n\n", measure.Machine(), rounds)
	for i := range inputs {
		fmt.Printf("%8d MB of text %10.1f MB %16s\n", sizes[i], measure.Median(held[i]), measure.Range("%.1f", held[i]))
	}
	fmt.Printf("\nratio %.3f; goal ≤ %.1f: %s\n", ratio, goalRatio, measure.Verdict(ratio <= goalRatio))
	return nil
}

// write makes about size bytes of documents in a new folder.
func write(folder string, seed uint64, size int, dir string) error {
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	c, err := corpus.Load(folder)
	if err != nil {
		return err
	}
	c.Seed = seed
	_, err = c.Spill(dir, 0, size)
	return err
}
