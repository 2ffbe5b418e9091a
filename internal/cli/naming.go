package cli

import (
	"fmt"
	"hash/fnv"
	"iter"
	"path/filepath"
	"strings"
)

// A namer gives each input the name of its result's file, so that no file is written twice (here for JSON):
//
//  1. a.json for a.txt, where no other input has the base name a;
//  2. a.txt.json and a.docx.json, where several do;
//  3. a.txt~2.json, a.txt~3.json…, where an earlier input took the name already
//     (x/a.txt and y/a.txt in one run).
//
// Names that differ only in case are the same, as they are on Windows. The names
// are kept as hashes: sixteen bytes an input, whatever its path. Where two
// names share a hash, one file gets a longer name than it needs.
type namer struct {
	ext     string          // of the results: ".json"
	stems   map[uint64]bool // whether more than one input has this base name
	claimed map[uint64]bool
}

// newNamer reads the inputs once to learn their base names, and counts them.
func newNamer(all iter.Seq[input], ext string) (n *namer, total int) {
	n = &namer{ext: ext, stems: map[uint64]bool{}, claimed: map[uint64]bool{}}
	for in := range all {
		total++
		if in.err == nil {
			h := nameHash(stem(in.name()))
			_, known := n.stems[h]
			n.stems[h] = known
		}
	}
	return n, total
}

// name claims the name of an input's file; numbered reports that it is of the third kind.
func (n *namer) name(in input) (name string, numbered bool) {
	base := filepath.Base(in.name())
	if s := stem(base); !n.stems[nameHash(s)] && n.claim(s) {
		return s + n.ext, false
	}
	name = base
	for i := 2; !n.claim(name); i++ {
		name, numbered = fmt.Sprintf("%s~%d", base, i), true
	}
	return name + n.ext, numbered
}

func (n *namer) claim(name string) bool {
	h := nameHash(name)
	if n.claimed[h] {
		return false
	}
	n.claimed[h] = true
	return true
}

// stem is a base name without its extension; ".txt" is its own stem.
func stem(path string) string {
	base := filepath.Base(path)
	if s := strings.TrimSuffix(base, filepath.Ext(base)); s != "" {
		return s
	}
	return base
}

func nameHash(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(name)))
	return h.Sum64()
}
