package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// help prints the page of a command, or the list of commands for "".
func (p *program) help(command string) int {
	if command == "" {
		var b strings.Builder
		b.WriteString(p.say(sayOverview))
		for _, c := range commandHelp {
			fmt.Fprintf(&b, "  %s  %s\n", pad(c.name, 10), c.summary[p.lang])
		}
		b.WriteString(p.say(sayOverviewEnd))
		return p.print(b.String())
	}
	for _, c := range commandHelp {
		if c.name == command {
			return p.print(c.page[p.lang])
		}
	}
	return p.misuse("", sayUnknownCommand, command)
}

// release is the version that was built.
func release() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// version prints what was built, from what, with what.
func (p *program) version() int {
	version, revision := release(), ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(len(s.Value), 12)]
			}
		}
	}
	return p.print(fmt.Sprintf("wenxiao %s%s %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH))
}
