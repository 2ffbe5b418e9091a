//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
	"unsafe"

	"github.com/go-ego/gse"

	"github.com/wenxiao/wenxiao/bench/measure"
	"github.com/wenxiao/wenxiao/compile"
)

// serve is the process of one side: it goes over the text once for every line of
// standard input and answers with its CPU and wall seconds.
func serve(side, path string) error {
	documents, err := mapText(path)
	if err != nil {
		return err
	}
	work, err := worked(side)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		cpu, wall := measure.CPU(), time.Now()
		for _, d := range documents {
			if err := work(d); err != nil {
				return err
			}
		}
		fmt.Println((measure.CPU() - cpu).Seconds(), time.Since(wall).Seconds())
	}
	return nil
}

// mapText maps the text's file into memory that no garbage collector counts, and divides it into its documents.
func mapText(path string) ([][]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_PRIVATE|syscall.MAP_POPULATE)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	var documents [][]byte
	for len(data) > 0 {
		n, err := strconv.Atoi(string(data[:8]))
		if err != nil {
			return nil, fmt.Errorf("divide %s: %w", path, err)
		}
		documents = append(documents, data[8:8+n])
		data = data[8+n:]
	}
	return documents, nil
}

var facts int // keeps results alive

// worked gives what a side does with one document.
func worked(side string) (func([]byte) error, error) {
	if side == rivals[0] {
		return func(d []byte) error {
			doc, err := compile.Compile("a.txt", d, compile.Options{})
			if err == nil {
				facts += len(doc.Tasks)
			}
			return err
		}, nil
	}
	var segmenter gse.Segmenter
	segmenter.SkipLog = true
	if err := segmenter.LoadDictEmbed("zh_s"); err != nil {
		return nil, fmt.Errorf("load gse's dictionary: %w", err)
	}
	return func(d []byte) error {
		text := unsafe.String(&d[0], len(d)) // no copy on gse's account
		if side == "gse" {
			facts += len(segmenter.Cut(text)) // the shortest path, its fastest way
		} else {
			facts += len(segmenter.Cut(text, true))
		}
		return nil
	}, nil
}
