package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// plainWidth is how wide tables are where nobody knows the width of the page.
const plainWidth = 100

// isTerminal reports whether a person sees what is written to w as it is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// widthOf is the number of columns of w, within what can be read well.
func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return min(max(width, 50), 140)
		}
	}
	return plainWidth
}

// progressInterval is how often a person sees progress change.
const progressInterval = 100 * time.Millisecond

// A progress line tells a person at a terminal how far a run is. Its zero value is silent.
type progress struct {
	w     io.Writer
	text  phrase // with verbs for the number done and of all
	total int    // 0 where it is not known
	done  int
	shown bool
	last  time.Time
}

// step counts one document done.
func (g *progress) step(p *program) {
	g.done++
	if g.w == nil || time.Since(g.last) < progressInterval {
		return
	}
	of := ""
	if g.total > 0 {
		of = fmt.Sprintf("/%d", g.total)
	}
	fmt.Fprintf(g.w, "\r\x1b[K%s", p.say(g.text, g.done, of))
	g.last, g.shown = time.Now(), true
}

// clear takes the line away, so that something else can be written.
func (g *progress) clear() {
	if g.shown {
		fmt.Fprint(g.w, "\r\x1b[K")
		g.shown, g.last = false, time.Time{}
	}
}
