package cli

import (
	"context"
	"errors"

	"github.com/wenxiao/wenxiao/internal/cli/upkeep"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
)

// terminal is this run as the commands of package upkeep see it.
func (p *program) terminal() upkeep.Terminal {
	return upkeep.Terminal{Stdin: p.stdin, Stdout: p.stdout, Stderr: p.stderr, Lang: p.lang, Release: release(), HasConverter: p.office.IsInstalled}
}

// upkept says why a command of package upkeep could not be done. What the person can put right himself is a fault of the work, not of
// the environment.
func (p *program) upkept(err error) int {
	switch {
	case errors.Is(err, upkeep.ErrFaults):
		return StatusFaults
	case errors.Is(err, context.Canceled):
		return p.broken(err)
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.NotFound, fault.Forbidden, fault.TooLarge:
		if e, ok := errors.AsType[*fault.Error](err); ok {
			p.complain(locale.Fault(p.lang, e.Key, e.Args...))
		}
		return StatusFaults
	}
	return p.refuse(err, StatusEnvironment)
}
