package cli

import (
	"context"
	"errors"

	"github.com/wenxiao/wenxiao/internal/cli/upkeep"
	"github.com/wenxiao/wenxiao/internal/fault"
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
		return p.refuse(err, StatusFaults)
	}
	return p.refuse(err, StatusEnvironment)
}
