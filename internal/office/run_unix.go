//go:build unix

package office

import (
	"context"
	"os/exec"
	"strconv"
	"syscall"
)

// names are what the program is called in PATH.
var names = []string{"soffice", "libreoffice"}

// usualPlaces are where packages install it, as patterns.
func usualPlaces() []string {
	return []string{
		"/opt/libreoffice*/program/soffice",
		"/usr/lib/libreoffice/program/soffice",
		"/usr/lib64/libreoffice/program/soffice",
		"/usr/local/lib/libreoffice/program/soffice",
		"/Applications/LibreOffice.app/Contents/MacOS/soffice",
	}
}

// The limits of the program's memory and of the files it writes. A document at the
// reader's limits needs about one gigabyte.
const (
	maxMemory = 4 << 30
	maxFile   = 256 << 20
)

// command runs the program in a process group of its own, with limits that a shell sets.
// Where a system has no such limit the others still hold.
func command(ctx context.Context, program string, args ...string) *exec.Cmd {
	script := "ulimit -c 0; ulimit -v " + strconv.Itoa(maxMemory>>10) + " 2>/dev/null; ulimit -f " + strconv.Itoa(maxFile>>9) + ` 2>/dev/null; exec "$0" "$@"`
	cmd := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", script, program}, args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return killGroup(cmd) }
	return cmd
}

// killGroup ends the program and all that it started.
func killGroup(cmd *exec.Cmd) error {
	if cmd.Process == nil {
		return nil
	}
	return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}
