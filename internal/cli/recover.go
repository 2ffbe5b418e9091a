package cli

import (
	"fmt"
	"runtime"
	"strings"
)

// A panicError is an impossible state that came up in one document.
type panicError struct {
	value any
	where string // function and line, "" where it is not known
}

func (e *panicError) Error() string { return fmt.Sprintf("%v (%s)", e.value, e.where) }

// recovered runs work and turns a panic into an error, so that one document
// never ends the run of the others.
func recovered(work func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, panicSite()}
		}
	}()
	return work()
}

// panicSite names the place of the panic that is being recovered: the first
// function above the runtime's.
func panicSite() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", f.Function, f.Line)
		}
		if !more {
			return ""
		}
	}
}
