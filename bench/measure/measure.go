//go:build linux

// Package measure holds what the benchmark commands share: CPU time, medians, the
// machine, and the program under test. Linux only, for what getrusage counts there.
package measure

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// CPU is the processor time this process has used, in the user's and the system's name, garbage collection included.
func CPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // the call has no way to fail but a wrong argument
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Median is the middle of values, 0 where there is none.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// Range prints the smallest and the largest of values.
func Range(format string, values []float64) string {
	return fmt.Sprintf(format+"–"+format, slices.Min(values), slices.Max(values))
}

// Machine is one line on where the figures come from: processor, cores, Go, commit.
func Machine() string {
	return fmt.Sprintf("%s, %d cores, %s %s/%s, commit %s", processor(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, commit())
}

func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

func commit() string {
	head, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "none"
	}
	name := strings.TrimSpace(string(head))
	if changed, err := exec.Command("git", "status", "--porcelain").Output(); err == nil && len(changed) > 0 {
		name += " with changes"
	}
	return name
}

// Program gives the wenxiao program to measure: path, or one built into dir where path is "".
func Program(path, dir string) (string, error) {
	if path != "" {
		return filepath.Abs(path)
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/wenxiao/wenxiao").Output()
	if err != nil {
		return "", fmt.Errorf("find the repository (run this in bench): %w", err)
	}
	path = filepath.Join(dir, "wenxiao")
	build := exec.Command("go", "build", "-o", path, "./cmd/wenxiao")
	build.Dir, build.Stderr = strings.TrimSpace(string(root)), os.Stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build wenxiao: %w", err)
	}
	return path, nil
}

// A Run is what one run of a program took.
type Run struct {
	CPU, Wall time.Duration
	MaxRSS    int64 // bytes
}

// Compile runs `program compile --format jsonl --out FILE dir` to its end.
// MaxRSS is no less than what this process itself has held: Linux hands it on to the child.
func Compile(program, out, dir string) (Run, error) {
	c := exec.Command(program, "compile", "--format", "jsonl", "--out", out, dir)
	c.Stderr = os.Stderr
	start := time.Now()
	if err := c.Run(); err != nil {
		return Run{}, fmt.Errorf("run wenxiao compile: %w", err)
	}
	wall := time.Since(start)
	u := c.ProcessState.SysUsage().(*syscall.Rusage) // what it is on Linux
	return Run{CPU: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), Wall: wall, MaxRSS: u.Maxrss << 10}, nil
}

// Held is the largest resident memory this process had, in bytes: VmHWM, since
// getrusage would count what `go run` held, too.
func Held() (int64, error) {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("read own memory: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("read own memory: no VmHWM")
}

// Verdict says whether a figure keeps its goal.
func Verdict(kept bool) string {
	if kept {
		return "kept"
	}
	return "MISSED"
}
