package office

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// names are what the program is called in PATH; soffice.com waits until the work is done.
var names = []string{"soffice.com", "soffice.exe"}

// usualPlaces are where installers put it, as patterns.
func usualPlaces() []string {
	var places []string
	for _, key := range []string{"ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"} {
		if root := os.Getenv(key); root != "" {
			for _, name := range names {
				places = append(places, filepath.Join(root, "LibreOffice*", "program", name))
			}
		}
	}
	return places
}

// command runs the program in a process group of its own, without a window.
func command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
	cmd.Cancel = func() error { return killGroup(cmd) }
	return cmd
}

// killGroup ends the program and all that it started.
func killGroup(cmd *exec.Cmd) error {
	if cmd.Process == nil || cmd.ProcessState != nil {
		return nil // it ended by itself, and those it started with it
	}
	return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
}
