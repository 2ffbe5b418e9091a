package cli

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/proposal"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/reader/printout"
)

// The formats of compiled documents.
var formats = []string{formatTable, formatJSON, formatJSONL, formatXLSX, formatMD, formatHTML}

const (
	formatTable = "table" // for a person at a terminal
	formatJSON  = "json"  // one object, indented
	formatJSONL = "jsonl" // one object a line, a line for each document
	formatXLSX  = "xlsx"  // a workbook for an office
	formatMD    = "md"    // Markdown
	formatHTML  = "html"  // a self-contained page: to review a document on, or of two documents compared
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
	printer  printer
	out      result // nil where each document has its own file
	progress progress
	totals   totals
}

// A compiled is what became of one input.
type compiled struct {
	input  input
	part   part // the printed document; nil where it was written to a file of its own
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
	c := &compilation{program: p, compileOptions: *o}
	if isTerminal(p.stderr) && (o.Out != "" || !isTerminal(p.stdout)) {
		c.progress = progress{w: p.stderr, text: sayProgress}
	}
	all := inputs(o.Paths)
	n := atMost(all, proposal.MaxDocuments+1)
	if o.Format == formatXLSX && n > proposal.MaxDocuments {
		return p.misuse("compile", sayTooManyDocuments, proposal.MaxDocuments)
	}
	c.printer = p.newPrinter(o, n > 1)
	if o.outIsDirectory() {
		if err := os.MkdirAll(o.Out, 0o777); err != nil {
			return p.broken(err)
		}
		names, total := newNamer(all, "."+o.Format)
		c.progress.total = total
		return c.finish(c.each(ctx, c.named(all, names)))
	}
	if o.Format == formatJSON && n > 1 {
		return p.misuse("compile", sayJSONNeedsOut)
	}
	if o.Format == formatHTML && n > 1 {
		return p.misuse("compile", sayHTMLNeedsOut)
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
	if !slices.Contains(formats, o.Format) {
		return p.misuse("compile", sayUnknownFormat, o.Format)
	}
	if o.Format == formatXLSX && o.Out == "" && isTerminal(p.stdout) {
		return p.misuse("compile", sayBinaryNeedsOut, o.Format)
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
	if !o.outIsDirectory() && info.IsDir() {
		return p.misuse("compile", sayOutIsDirectory, o.Out, o.Format)
	}
	for _, path := range o.Paths {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, info) && !info.IsDir() {
			return p.misuse("compile", sayOutIsInput, o.Out)
		}
	}
	return StatusDone
}

// outIsDirectory reports whether --out names a directory that gets a file for each document. For html an
// existing path is what it is; of a new one the name decides, so that a command
// means the same whatever its inputs: review.html is a file, review a directory.
func (o *compileOptions) outIsDirectory() bool {
	switch {
	case o.Out == "":
		return false
	case o.Format == formatHTML:
		if info, err := os.Stat(o.Out); err == nil {
			return info.IsDir()
		}
		ext := strings.ToLower(filepath.Ext(o.Out))
		return ext != ".html" && ext != ".htm"
	}
	return o.Format == formatJSON
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

// atMost counts the inputs, no further than to limit.
func atMost(all iter.Seq[input], limit int) int {
	n := 0
	for range all {
		if n++; n == limit {
			break
		}
	}
	return n
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
		doc, err := c.compileInput(ctx, in, c.EmitText || c.printer.needsText())
		if err != nil {
			return err
		}
		done.totals = count(doc)
		done.part, err = c.printer.print(in, doc)
		return err
	})
	if done.fault == nil && c.out == nil {
		done.failed = writeAtomic(filepath.Join(c.Out, in.out), done.part)
		done.part = nil
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
	err := done.part(c.out)
	if err == nil && c.Out == "" && isTerminal(c.stdout) {
		err = c.out.Flush()
	}
	return err
}

// finish ends the output and gives the exit status.
func (c *compilation) finish(err error) int {
	c.progress.clear()
	if c.out != nil && err == nil {
		err = c.printer.end(c.out, c.totals)
	}
	switch {
	case c.out == nil:
	case err != nil || c.Format == formatXLSX && c.totals.documents == 0: // a workbook of nothing helps nobody
		c.out.drop()
	default:
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
	return p.compile(in.name(), data, p.options(ctx, keepText))
}

// options say how documents are read and in which language they are spoken of.
func (p *program) options(ctx context.Context, keepText bool) compile.Options {
	read := reader.Options{
		PDF:     func(data []byte) ([]printout.Page, error) { return p.pdf.Read(ctx, data) },
		Convert: func(format string, data []byte) ([]byte, error) { return p.office.Convert(ctx, format, data) },
	}
	return compile.Options{Reader: read, Language: p.lang, KeepText: keepText}
}
