// Command profile compiles made text on one core and writes pprof profiles:
//
//	go run ./profile
//
// It prints the commands that show them.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"

	"github.com/wenxiao/wenxiao/bench/corpus"
	"github.com/wenxiao/wenxiao/compile"
)

func main() {
	folder := flag.String("corpus", corpus.Folder(), "folder of the original documents")
	mb := flag.Int("mb", 20, "MB (10⁶ bytes) of text")
	cpu := flag.String("cpu", filepath.Join(os.TempDir(), "wenxiao-cpu.pprof"), "file of the processor profile")
	allocs := flag.String("allocs", filepath.Join(os.TempDir(), "wenxiao-allocs.pprof"), "file of the allocation profile")
	flag.Parse()
	if err := run(*folder, *mb*1_000_000, *cpu, *allocs); err != nil {
		fmt.Fprintln(os.Stderr, "profile:", err)
		os.Exit(1)
	}
}

func run(folder string, size int, cpu, allocs string) error {
	runtime.GOMAXPROCS(1)
	c, err := corpus.Load(folder)
	if err != nil {
		return err
	}
	var documents [][]byte
	err = c.Take(size, func(d corpus.Document) error {
		documents = append(documents, []byte(d.Text))
		return nil
	})
	if err != nil {
		return err
	}
	made := profileOf("allocs") // the baseline: what making the text allocated
	if err := made.write(allocs + ".base"); err != nil {
		return err
	}
	f, err := os.Create(cpu)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	for _, d := range documents {
		if _, err := compile.Compile("a.txt", d, compile.Options{}); err != nil {
			return err
		}
	}
	pprof.StopCPUProfile()
	fmt.Printf("go tool pprof -top %s\ngo tool pprof -top -sample_index=alloc_space -base %s.base %s\n", cpu, allocs, allocs)
	return errors.Join(f.Close(), profileOf("allocs").write(allocs))
}

type profileOf string

func (name profileOf) write(path string) error {
	runtime.GC()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(pprof.Lookup(string(name)).WriteTo(f, 0), f.Close())
}
