package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/wenxiao/wenxiao/internal/cli/upkeep"
)

// help prints the page of a command, or the list of commands for "".
func (p *program) help(command string) int {
	if command == "" {
		var b strings.Builder
		b.WriteString(p.say(sayOverview))
		for _, c := range commandHelp {
			fmt.Fprintf(&b, "  %s  %s\n", pad(c.name, 10), c.summary[p.lang])
		}
		for _, c := range upkeep.Help {
			fmt.Fprintf(&b, "  %s  %s\n", pad(c.Name, 10), c.Summary.In(p.lang))
		}
		b.WriteString(p.say(sayOverviewEnd))
		return p.print(b.String())
	}
	for _, c := range commandHelp {
		if c.name == command {
			return p.print(c.page[p.lang])
		}
	}
	for _, c := range upkeep.Help {
		if c.Name == command {
			return p.print(c.Page.In(p.lang))
		}
	}
	return p.misuse("", sayUnknownCommand, command)
}

// version prints what was built, from what, with what.
func (p *program) version() int {
	return p.print(fmt.Sprintf("wenxiao %s %s %s/%s\n", release(), runtime.Version(), runtime.GOOS, runtime.GOARCH))
}

// release is what was built, from what.
func release() string {
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(len(s.Value), 12)]
			}
		}
	}
	return version + revision
}
