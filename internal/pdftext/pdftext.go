// Package pdftext reads the words of PDF files with PDFium, compiled to WebAssembly, in child
// processes: neither a hostile file nor its memory reaches the program that asks. It knows pages,
// words and rules, not what a paragraph is; that is for package reader to say.
//
// A program that uses it calls [IsChild] at the very start of main and, where that is true, ends with
// [Serve]. Start at [New] and [Pool.Read].
package pdftext

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/reader/printout"
)

// The limits of a child.
const (
	workTime   = 10 * time.Second // for one document, where PDFium is compiled to machine code
	slowFactor = 10               // how much longer it may take where it is interpreted
	startTime  = 2 * time.Minute  // until a child is ready; compiling PDFium takes seconds, more on a busy machine
	maxMemory  = 512 << 20        // bytes of a child in all; the system holds it to that on Linux
	wasmMemory = 192 << 20        // bytes of PDFium in it; while it grows it stands in memory twice
	maxReply   = 64 << 20         // bytes of what a child says of one document
	maxPages   = 10_000
	maxText    = 2 * reader.MaxText // bytes of text of one document; heads and page numbers are dropped later
	maxItems   = 300_000            // runs and rules of one document
)

// A Pool reads PDF files. It starts a child for every document that is read at the same time and
// keeps it for the next one. It may be used by several goroutines at once.
type Pool struct {
	work time.Duration

	mu     sync.Mutex
	idle   []*child
	closed bool
}

// New gives a pool without children. It panics in a child: main did not call [IsChild].
func New() *Pool {
	if IsChild() {
		panic("pdftext: a child process runs the whole program; call pdftext.IsChild first in main")
	}
	p := &Pool{work: workTime}
	if !compiled {
		p.work *= slowFactor
	}
	return p
}

// Read gives the pages of a PDF file. An error is a [*reader.Error]: Encrypted, Broken, TooLarge (more
// memory, pages or text than allowed), TooSlow, or Unsupported where no child can run. When ctx is
// done Read returns at once, and its error wraps that of ctx.
func (p *Pool) Read(ctx context.Context, data []byte) ([]printout.Page, error) {
	c, err := p.take(ctx)
	if err != nil {
		return nil, err
	}
	r, err := c.ask(ctx, data, p.work)
	for c.served > 0 && errors.Is(err, errGone) { // it may have ended for a reason older than this document
		c.kill()
		if c, err = p.take(ctx); err != nil {
			return nil, err
		}
		r, err = c.ask(ctx, data, p.work)
	}
	if err != nil {
		c.kill()
		return nil, err
	}
	c.served++
	if r.Last {
		c.kill()
	} else {
		p.give(c)
	}
	if r.Kind != 0 {
		return nil, &reader.Error{Kind: r.Kind, Err: errors.New(r.Cause)}
	}
	return r.Pages, nil
}

// Close ends the children. A Read that is under way finishes; its child ends after it.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, c := range p.idle {
		c.kill()
	}
	p.idle = nil
}

// take gives a child that waits, or a new one.
func (p *Pool) take(ctx context.Context) (*child, error) {
	p.mu.Lock()
	var c *child
	if n := len(p.idle); n > 0 {
		c, p.idle = p.idle[n-1], p.idle[:n-1]
	}
	p.mu.Unlock()
	if c != nil {
		return c, nil
	}
	c, err := start(ctx)
	if ctx.Err() != nil {
		return nil, &reader.Error{Kind: reader.Broken, Err: ctx.Err()}
	}
	if err != nil {
		return nil, &reader.Error{Kind: reader.Unsupported, Format: "PDF", Err: fmt.Errorf("start the PDF reader: %w", err)}
	}
	return c, nil
}

// give keeps a child for the next document.
func (p *Pool) give(c *child) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		c.kill()
		return
	}
	p.idle = append(p.idle, c)
}
