package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
)

// The formats of compiled documents.
const (
	formatTable = "table" // for a person at a terminal
	formatJSON  = "json"  // one object, indented
	formatJSONL = "jsonl" // one object a line, a line for each document
)

type compileOptions struct {
	Format   string   `name:"format" default:"table"`
	Out      string   `name:"out"`
	Jobs     int      `name:"jobs"`
	EmitText bool     `name:"emit-text"`
	Diff     bool     `name:"diff"`
	Paths    []string `arg:"" optional:"" name:"file"`
}

// A compilation is one run of the compile command.
type compilation struct {
	*program
	compileOptions
	width    int    // of tables, in columns
	out      result // nil where each document has its own file
	progress progress
	totals   totals
}

// A compiled is what became of one input.
type compiled struct {
	input  input
	data   []byte // the printed document; nil where it was written to a file of its own
	totals totals
	fault  error // why the input could not be read
	failed error // why the result could not be written
}

// runCompile compiles documents and prints or writes them.
func (p *program) runCompile(ctx context.Context, o *compileOptions) int {
	if o.Diff {
		return p.runDiff(ctx, o)
	}
	if status := p.checkCompile(o); status != StatusDone {
		return status
	}
	c := &compilation{program: p, compileOptions: *o, width: widthOf(p.stdout)}
	if o.Out != "" {
		c.width = plainWidth
	}
	if isTerminal(p.stderr) && (o.Out != "" || !isTerminal(p.stdout)) {
		c.progress = progress{w: p.stderr, text: sayProgress}
	}
	all := inputs(o.Paths)
	if o.Format == formatJSON && o.Out != "" {
		if err := os.MkdirAll(o.Out, 0o777); err != nil {
			return p.broken(err)
		}
		names, total := newNamer(all)
		c.progress.total = total
		return c.finish(c.each(ctx, c.named(all, names)))
	}
	if o.Format == formatJSON && several(all) {
		return p.misuse("compile", sayJSONNeedsOut)
	}
	out, err := p.openResult(o.Out)
	if err != nil {
		return p.broken(err)
	}
	c.out = out
	return c.finish(c.each(ctx, all))
}

// checkCompile finds what is wrong with the options before anything is read or written.
func (p *program) checkCompile(o *compileOptions) int {
	switch o.Format {
	case formatTable, formatJSON, formatJSONL:
	default:
		return p.misuse("compile", sayUnknownFormat, o.Format)
	}
	if status := p.checkPaths("compile", o.Paths, o.Jobs); status != StatusDone || o.Out == "" {
		return status
	}
	info, err := os.Stat(o.Out)
	if err != nil {
		return StatusDone // it will be made; where it can not be, that is a fault of the environment
	}
	if o.Format == formatJSON && !info.IsDir() {
		return p.misuse("compile", sayOutIsFile, o.Out)
	}
	if o.Format != formatJSON && info.IsDir() {
		return p.misuse("compile", sayOutIsDirectory, o.Out, o.Format)
	}
	for _, path := range o.Paths {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, info) && !info.IsDir() {
			return p.misuse("compile", sayOutIsInput, o.Out)
		}
	}
	return StatusDone
}

// checkPaths checks what every command that reads documents takes.
func (p *program) checkPaths(command string, paths []string, jobs int) int {
	if len(paths) == 0 {
		return p.misuse(command, sayNoFiles)
	}
	if jobs < 0 {
		return p.misuse(command, sayBadJobs)
	}
	streams := 0
	for _, path := range paths {
		if path == stdinPath {
			streams++
		}
	}
	if streams > 1 {
		return p.misuse(command, sayStdinTwice)
	}
	return StatusDone
}

// workers is the number of documents that are worked on at once.
func workers(jobs int) int {
	if jobs == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return jobs
}

// several reports whether there is more than one input.
func several(all iter.Seq[input]) bool {
	n := 0
	for range all {
		n++
		if n > 1 {
			return true
		}
	}
	return false
}

// named gives every input the name of its file, and tells of names nobody expects.
func (c *compilation) named(all iter.Seq[input], names *namer) iter.Seq[input] {
	return func(yield func(input) bool) {
		for in := range all {
			if in.err == nil {
				in.out, in.numbered = names.name(in)
			}
			if !yield(in) {
				return
			}
		}
	}
}

func (c *compilation) each(ctx context.Context, all iter.Seq[input]) error {
	return inOrder(ctx, workers(c.Jobs), all, func(in input) compiled { return c.one(ctx, in) }, c.take)
}

// one compiles and prints one document; it runs on a worker.
func (c *compilation) one(ctx context.Context, in input) compiled {
	done := compiled{input: in}
	done.fault = recovered(func() error {
		doc, err := c.compileInput(ctx, in, c.EmitText)
		if err != nil {
			return err
		}
		done.totals = count(doc)
		done.data, err = c.render(in, doc)
		return err
	})
	if done.fault == nil && c.out == nil {
		done.failed = writeAtomic(filepath.Join(c.Out, in.out), done.data)
		done.data = nil
	}
	return done
}

// take collects what became of one input, in the order of the inputs.
func (c *compilation) take(done compiled) error {
	c.progress.step(c.program)
	if done.failed != nil {
		return done.failed
	}
	if errors.Is(done.fault, context.Canceled) {
		return done.fault
	}
	if done.fault != nil {
		c.totals.failed++
		c.progress.clear()
		c.complain(c.unreadable(done.input, done.fault))
		return nil
	}
	c.totals.add(done.totals)
	if done.input.numbered {
		c.progress.clear()
		c.complain(c.say(sayRenamed, done.input.name(), done.input.out))
	}
	if c.out == nil {
		return nil
	}
	_, err := c.out.Write(done.data)
	if err == nil && c.Out == "" && isTerminal(c.stdout) {
		err = c.out.Flush()
	}
	return err
}

// finish ends the output and gives the exit status.
func (c *compilation) finish(err error) int {
	c.progress.clear()
	if err == nil && c.Format == formatTable {
		_, err = c.out.Write(c.renderTotals(c.totals))
	}
	if c.out != nil && err != nil {
		c.out.drop()
	}
	if c.out != nil && err == nil {
		err = c.out.commit()
	}
	switch {
	case err != nil:
		return c.broken(err)
	case c.totals.failed > 0:
		return StatusFaults
	}
	return StatusDone
}

// compileInput reads and compiles one document; keepText puts its text into the result.
func (p *program) compileInput(ctx context.Context, in input, keepText bool) (*policy.Document, error) {
	data, err := p.read(ctx, in)
	if err != nil {
		return nil, err
	}
	return p.compile(in.name(), data, p.options(keepText))
}

// options say how documents are read and in which language they are spoken of.
func (p *program) options(keepText bool) compile.Options {
	return compile.Options{Language: p.lang, KeepText: keepText}
}

// A fileDocument is a compiled document with the file it was read from.
type fileDocument struct {
	File string `json:"file"`
	*policy.Document
}

func (c *compilation) render(in input, doc *policy.Document) ([]byte, error) {
	if c.Format == formatTable {
		return c.renderDocument(in, doc), nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if c.Format == formatJSON {
		encoder.SetIndent("", "  ")
	}
	if err := encoder.Encode(fileDocument{in.name(), doc}); err != nil {
		return nil, fmt.Errorf("encode %s: %w", in.name(), err)
	}
	return b.Bytes(), nil
}
