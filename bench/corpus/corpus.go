// Package corpus makes any amount of varied documents from a few real ones, for
// benchmarks. It keeps how each original is printed (labels, duty lists, page
// numbers, run-together clauses) and changes what it says: numbers, years, units,
// places, the order of clauses and sentences, the numbering. The same seed gives
// the same documents. Its documents are for measuring speed, never accuracy.
// Start at [Load] and [Corpus.Document].
package corpus

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// A Corpus is what the documents are made from. It is safe for concurrent use.
type Corpus struct {
	// Seed and the bounds of a document's size in bytes may be set before the first document.
	Seed     uint64
	Min, Max int

	originals []original
	sentences []string // of all originals, for exchange
	units     []string // without the letter of their level
	places    []string
}

// A Document is one made document.
type Document struct {
	Name string
	Text string // valid UTF-8
}

// Folder is where the originals are: $WENXIAO_CORPUS, else shared/corpus beside
// the repository, which is the parent of the directory of this module.
func Folder() string {
	if dir := os.Getenv("WENXIAO_CORPUS"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "shared", "corpus")
}

// Load reads the .txt files of dir. Documents will be of 20 to 60 kB, with seed 1.
func Load(dir string) (*Corpus, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("list corpus %q: %w", dir, err)
	}
	c := &Corpus{Seed: 1, Min: 20_000, Max: 60_000}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
		if o, ok := dissect(string(data)); ok {
			c.originals = append(c.originals, o)
			c.sentences = append(c.sentences, o.sentences()...)
		}
		c.learnNames(string(data))
	}
	if len(c.originals) == 0 {
		return nil, fmt.Errorf("no documents with numbered clauses in %q; set WENXIAO_CORPUS", dir)
	}
	c.sortNames()
	return c, nil
}

// Document makes document i, from 0. Documents with neighbouring numbers come from different originals.
func (c *Corpus) Document(i int) Document {
	w := &writer{c: c, r: rand.New(rand.NewPCG(c.Seed, uint64(i)))}
	o := &c.originals[i%len(c.originals)]
	w.years = w.r.IntN(5) - 1
	w.write(o, c.Min+w.r.IntN(max(1, c.Max-c.Min-c.Min/4)))
	text := w.names().Replace(w.out.String())
	if o.paged {
		text = w.paginate(text)
	}
	return Document{Name: fmt.Sprintf("%06d.txt", i), Text: text}
}

// Take makes documents from number 0 on until they hold size bytes, and hands each to do.
func (c *Corpus) Take(size int, do func(Document) error) error {
	for i := 0; size > 0; i++ {
		d := c.Document(i)
		if err := do(d); err != nil {
			return err
		}
		size -= len(d.Text)
	}
	return nil
}

// Spill writes documents into dir until they are count, or hold size bytes where count is 0.
func (c *Corpus) Spill(dir string, count, size int) (bytes int, err error) {
	for i := 0; i < count || count == 0 && bytes < size; i++ {
		d := c.Document(i)
		if err := os.WriteFile(filepath.Join(dir, d.Name), []byte(d.Text), 0o666); err != nil {
			return bytes, fmt.Errorf("write document: %w", err)
		}
		bytes += len(d.Text)
	}
	return bytes, nil
}

// sentencesOf divides a line behind full stops that stand outside brackets.
func sentencesOf(line string) []string {
	var all []string
	depth, start := 0, 0
	for i, r := range line {
		switch r {
		case '(', '（', '“':
			depth++
		case ')', '）', '”':
			depth = max(0, depth-1)
		case '。':
			if depth == 0 {
				end := i + len("。")
				all = append(all, line[start:end])
				start = end
			}
		}
	}
	if start < len(line) {
		all = append(all, line[start:])
	}
	return all
}

// namesDuties reports whether a sentence lists units; it stays at the end of its clause.
func namesDuties(s string) bool {
	return strings.Contains(s, "负责") || strings.Contains(s, "单位") || strings.HasSuffix(s, ")") || strings.HasSuffix(s, "）")
}
