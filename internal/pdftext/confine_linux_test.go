//go:build !race

package pdftext

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// greedy has the test binary take more memory than a child may.
const greedy = "WENXIAO_TEST_GREEDY"

func TestConfine_HoldsTheProcessToItsMemory(t *testing.T) {
	t.Parallel()
	if os.Getenv(greedy) != "" {
		if err := confine(); err != nil {
			t.Fatal(err)
		}
		held := make([][]byte, 64)
		for i := range held {
			held[i] = make([]byte, maxMemory/32)
			for j := 0; j < len(held[i]); j += 4096 {
				held[i][j] = 1
			}
		}
		t.Logf("took %d bytes", len(held)*len(held[0]))
		return
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), greedy+"=1")
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "memory") {
		t.Errorf("%v\n%s", err, out)
	}
	if peak := c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10; peak > maxMemory {
		t.Errorf("it took %d MB", peak>>20)
	}
}

func TestRead_ABombStaysInItsMemory(t *testing.T) {
	t.Parallel()
	c, err := start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.ask(t.Context(), bomb(), workTime)
	c.kill()
	if err == nil && r.Kind == 0 {
		t.Error("a gigabyte was read")
	}
	t.Log(r, err)
	if peak := c.command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10; peak > maxMemory {
		t.Errorf("it took %d MB", peak>>20)
	} else {
		t.Logf("it took %d MB", peak>>20)
	}
}
