package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/comparison"
)

// runDiff compares two documents and prints or writes what changed.
func (p *program) runDiff(ctx context.Context, o *compileOptions) int {
	if status := p.checkDiff(o); status != StatusDone {
		return status
	}
	var sides [2]compare.Document
	faults := 0
	for i, path := range o.Paths {
		in := input{path: path}
		err := recovered(func() error { return p.readSide(ctx, in, &sides[i]) })
		if errors.Is(err, context.Canceled) {
			return p.broken(err)
		}
		if err != nil {
			faults++
			p.complain(p.unreadable(in, err))
		}
	}
	if faults > 0 {
		return StatusFaults
	}
	var data []byte
	err := recovered(func() (err error) {
		data, err = p.renderDiff(o, compare.Documents(sides[0], sides[1]))
		return err
	})
	var internal *panicError
	if errors.As(err, &internal) {
		p.complain(p.say(sayInternal, o.Paths[0], internal))
		return StatusFaults
	}
	if err != nil {
		return p.broken(err)
	}
	if o.Out == "" {
		return p.print(string(data))
	}
	if err := writeAtomic(o.Out, printed(data)); err != nil {
		return p.broken(err)
	}
	return StatusDone
}

// checkDiff finds what is wrong with the options of a comparison.
func (p *program) checkDiff(o *compileOptions) int {
	switch o.Format {
	case formatTable, formatJSON, formatHTML:
	default:
		return p.misuse("compile", sayDiffFormat, o.Format)
	}
	if len(o.Paths) != 2 {
		return p.misuse("compile", sayDiffNeedsTwo, len(o.Paths))
	}
	if status := p.checkPaths("compile", o.Paths, o.Jobs); status != StatusDone {
		return status
	}
	if o.EmitText {
		return p.misuse("compile", sayDiffEmitText)
	}
	for _, path := range o.Paths {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return p.misuse("compile", sayDiffDirectory, path)
		}
	}
	info, err := os.Stat(o.Out)
	if o.Out == "" || err != nil {
		return StatusDone // it will be made; where it can not be, that is a fault of the environment
	}
	if info.IsDir() {
		return p.misuse("compile", sayOutIsDirectory, o.Out, o.Format)
	}
	for _, path := range o.Paths {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, info) {
			return p.misuse("compile", sayOutIsInput, o.Out)
		}
	}
	return StatusDone
}

// readSide reads and compiles one of the two documents.
func (p *program) readSide(ctx context.Context, in input, side *compare.Document) error {
	data, err := p.read(ctx, in)
	if err != nil {
		return err
	}
	doc, clauses, err := compile.WithClauses(in.name(), data, p.options(ctx, false))
	if err != nil {
		return err
	}
	*side = compare.Document{Name: in.name(), Policy: doc, Clauses: clauses}
	return nil
}

func (p *program) renderDiff(o *compileOptions, c *compare.Comparison) ([]byte, error) {
	var b bytes.Buffer
	switch o.Format {
	case formatJSON:
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(c); err != nil {
			return nil, fmt.Errorf("encode the comparison: %w", err)
		}
	case formatHTML:
		if err := comparison.New(c, p.lang).Page(&b); err != nil {
			return nil, err
		}
	default:
		width := widthOf(p.stdout)
		if o.Out != "" {
			width = plainWidth
		}
		b.WriteString(p.diffTable(comparison.New(c, p.lang), width))
	}
	return b.Bytes(), nil
}
