package crash_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/instance"
)

// A cluster is a PostgreSQL server of the test's own, which it stops and starts.
type cluster struct {
	t         *testing.T
	bin, data string
	port      int
}

// newCluster makes a server; it runs when it is started.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("PostgreSQL is not installed, and CI needs it")
		}
		t.Skip("PostgreSQL is not installed, so none could be stopped")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "wenxiao-postgres") // t.TempDir is no place for another user
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{t: t, bin: filepath.Dir(slices.Max(found)), data: filepath.Join(dir, "data"), port: free.Addr().(*net.TCPAddr).Port}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	err = errors.Join(free.Close(), os.Chmod(dir, 0o777))
	if err != nil {
		t.Fatal(err)
	}
	c.run("initdb", "--username=wenxiao", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	c.start()
	t.Cleanup(c.stop)
	return c
}

func (c *cluster) start() {
	c.t.Helper()
	c.run("pg_ctl", "--log="+filepath.Join(filepath.Dir(c.data), "log"), "--wait", "start", "--options="+fmt.Sprintf("-h 127.0.0.1 -p %d -c unix_socket_directories=", c.port))
}

// stop ends the server as a power cut would, but for the disk.
func (c *cluster) stop() {
	c.t.Helper()
	c.run("pg_ctl", "--mode=immediate", "--wait", "stop")
}

func (c *cluster) run(program string, args ...string) {
	c.t.Helper()
	command := exec.Command(filepath.Join(c.bin, program), append(args, "--pgdata="+c.data)...)
	if os.Geteuid() == 0 { // it refuses to run as root
		command = exec.Command("setpriv", append([]string{"--reuid=postgres", "--regid=postgres", "--init-groups"}, command.Args...)...)
	}
	command.Dir = "/"
	out, err := os.CreateTemp("", "wenxiao-postgres") // a pipe would stay open with the server
	if err != nil {
		c.t.Fatal(err)
	}
	command.Stdout, command.Stderr = out, out
	failed := command.Run()
	text, err := os.ReadFile(out.Name())
	if err := errors.Join(err, out.Close(), os.Remove(out.Name())); err != nil {
		c.t.Error(err)
	}
	if failed != nil {
		c.t.Fatalf("%s: %v: %s", program, failed, text)
	}
}

// TestDatabaseAway_IsSaidAndComesBackByItself stops the database under a server that takes reports, and starts it again.
func TestDatabaseAway_IsSaidAndComesBackByItself(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and stops a database server; run without -short")
	}
	c := newCluster(t)
	w := newWorld(t, folder(t, fmt.Sprintf("postgres://wenxiao@127.0.0.1:%d/postgres?sslmode=disable", c.port)))
	w.within(func(ctx context.Context, i *instance.Instance) { w.falls(ctx, i, 3000) })
	s := w.start()
	for range 3 {
		w.some(s, 50)
		stopped := make(chan struct{})
		go func() { // in the middle of what refused sends
			defer close(stopped)
			c.stop()
		}()
		w.refused(s, "数据库没有回应", "数据库在保存时中断")
		<-stopped
		c.start()
		w.returns(s)
	}
	w.some(s, 100)
	w.stop(s)
	w.isWhole(true)
}

// returns sends reports until one is taken; a database that recovers may refuse some until then.
func (w *world) returns(s *server) {
	w.t.Helper()
	isBack := false
	w.send(s, 1, func(due uuid.UUID, err error) bool {
		if err == nil {
			isBack = true
		} else if r, ok := errors.AsType[*refusal](err); !ok || r.status != http.StatusServiceUnavailable {
			w.t.Errorf("report on %v: %v", due, err)
		}
		return err != nil
	})
	w.handedIn()
	if !isBack {
		w.t.Fatal("no report was taken after the database came back")
	}
}

// some sends reports until so many more are handed in; each must be.
func (w *world) some(s *server, n int64) {
	w.t.Helper()
	var good atomic.Int64
	w.send(s, 16, func(due uuid.UUID, err error) bool {
		if err != nil {
			w.t.Errorf("report on %v: %v", due, err)
		}
		return err == nil && good.Add(1) < n
	})
	w.handedIn()
	if good.Load() < n {
		w.t.Fatalf("only %d of %d reports were taken", good.Load(), n)
	}
}

// refused sends reports until many were refused with 503 and one of the sentences; no other refusal is good.
func (w *world) refused(s *server, sentences ...string) {
	w.t.Helper()
	const enough = 100
	var refusals atomic.Int64
	w.send(s, 16, func(due uuid.UUID, err error) bool {
		if err == nil {
			return true
		}
		r, ok := errors.AsType[*refusal](err)
		isSaid := ok && r.status == http.StatusServiceUnavailable && contains(r.body, sentences)
		if !isSaid {
			w.t.Errorf("report on %v: %v", due, err)
		}
		return refusals.Add(1) < enough && isSaid
	})
	w.handedIn()
	if !w.t.Failed() && refusals.Load() < enough {
		w.t.Fatalf("only %d refusals", refusals.Load())
	}
}

func contains(body string, sentences []string) bool {
	for _, s := range sentences {
		if strings.Contains(body, s) {
			return true
		}
	}
	return false
}

// isReadableAt asks the server for a report that it has acknowledged.
func (w *world) isReadableAt(s *server) {
	w.t.Helper()
	for _, due := range w.all {
		if w.stages[reportOf(due)] != handedIn {
			continue
		}
		r, err := http.NewRequest(http.MethodGet, s.address+"/api/v1/reports/"+reportOf(due).String(), nil)
		if err != nil {
			w.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+w.tokens[w.unitOf[due]])
		if text, err := w.do(r); err != nil || !strings.Contains(text, progressOf(reportOf(due))) {
			w.t.Errorf("report on %v: %s %v", due, text, err)
		}
		return
	}
	w.t.Fatal("no report was acknowledged")
}
