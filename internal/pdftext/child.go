package pdftext

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/reader/printout"
)

// marker is the environment variable that makes a process a child.
const marker = "WENXIAO_PDF_CHILD"

// IsChild reports whether this process was started to read PDF files for another.
func IsChild() bool { return os.Getenv(marker) != "" }

// A reply is what a child says of one document. On the wire it is gob behind its length in four
// bytes; a document is its bytes behind their number in eight. A child that is ready says so by one byte.
type reply struct {
	Pages []printout.Page
	Kind  reader.Kind // 0 where the document was read
	Cause string
	Last  bool // the child takes no further document
}

// A child is the parent's end of a child process.
type child struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.ReadCloser
	said    *tail // its standard error
	reap    sync.Once
	served  int // documents
}

// start runs this program as a child and waits until it is ready.
func start(ctx context.Context) (*child, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{command: exec.Command(path), said: &tail{}}
	c.command.Env = append(os.Environ(), marker+"=1")
	c.command.Stderr = c.said
	if c.in, err = c.command.StdinPipe(); err != nil {
		return nil, err
	}
	if c.out, err = c.command.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := c.command.Start(); err != nil {
		return nil, err
	}
	stop, _ := c.killAfter(ctx, startTime)
	_, err = io.ReadFull(c.out, make([]byte, 1))
	stop()
	if err != nil {
		c.kill()
		return nil, fmt.Errorf("the child did not become ready: %w %s", err, c.said)
	}
	return c, nil
}

// ask has the child read a document. After an error the child is of no more use; errGone is that it
// ended without an answer and for no reason known.
func (c *child) ask(ctx context.Context, data []byte, work time.Duration) (*reply, error) {
	stop, late := c.killAfter(ctx, work)
	r, err := c.exchange(data)
	timely := stop()
	switch {
	case err == nil:
		r.Last = r.Last || !timely
		return r, nil
	case ctx.Err() != nil:
		return nil, &reader.Error{Kind: reader.Broken, Err: ctx.Err()}
	case late():
		return nil, &reader.Error{Kind: reader.TooSlow, Err: fmt.Errorf("not read within %v", work)}
	}
	c.kill() // what it said is complete now
	if strings.Contains(c.said.String(), "memory") {
		return nil, &reader.Error{Kind: reader.TooLarge, Err: errors.New(c.said.String())}
	}
	return nil, &reader.Error{Kind: reader.Broken, Err: fmt.Errorf("%w: %w %s", errGone, err, c.said)}
}

var errGone = errors.New("the PDF reader ended")

func (c *child) exchange(data []byte) (*reply, error) {
	if _, err := c.in.Write(binary.BigEndian.AppendUint64(nil, uint64(len(data)))); err != nil {
		return nil, err
	}
	if _, err := c.in.Write(data); err != nil {
		return nil, err
	}
	var size [4]byte
	if _, err := io.ReadFull(c.out, size[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > maxReply {
		return nil, errors.New("its answer is too long")
	}
	answer := make([]byte, n)
	if _, err := io.ReadFull(c.out, answer); err != nil {
		return nil, err
	}
	var r reply
	if err := gob.NewDecoder(bytes.NewReader(answer)).Decode(&r); err != nil {
		return nil, err
	}
	return &r, nil
}

// killAfter ends the child when the time is over or ctx is done, unless stop is called before, which
// reports whether it came in time; late reports whether the time was over.
func (c *child) killAfter(ctx context.Context, limit time.Duration) (stop, late func() bool) {
	limited, cancel := context.WithTimeout(ctx, limit)
	undo := context.AfterFunc(limited, c.kill)
	over := false
	stop = func() bool {
		timely := undo() // before cancel, which would set it off
		over = limited.Err() != nil
		cancel()
		return timely
	}
	return stop, func() bool { return over }
}

// kill ends the process and waits for its end.
func (c *child) kill() {
	c.reap.Do(func() {
		// Neither can be helped: the process may have ended by itself, and that it was killed is known.
		_ = c.command.Process.Kill()
		_ = c.command.Wait()
	})
}

// A tail keeps the first words a child wrote to its standard error.
type tail struct {
	mu    sync.Mutex
	words []byte
}

// maxTail is enough for the sentence with which a Go program dies.
const maxTail = 2048

// Write keeps what fits and drops the rest.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.words = append(t.words, p[:min(len(p), maxTail-len(t.words))]...)
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	first, _, _ := strings.Cut(string(t.words), "\n\n") // what follows are stacks
	return strings.TrimSpace(first)
}
