package demo_test

import (
	"os"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/demo"
)

func TestKeep(t *testing.T) {
	dir := "/tmp/demo-data"
	os.RemoveAll(dir)
	os.RemoveAll(dir + ".keys")
	at := time.Now()
	i, clock := open(t, dir, "")
	a := fill(t, i, clock, demo.Options{Size: demo.Size(os.Getenv("SIZE")), Today: day("2025-11-18")})
	t.Log(time.Since(at), len(a))
	if err := demo.WriteAccounts(dir, a); err != nil {
		t.Fatal(err)
	}
}
