package operate_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/archive"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/record"
)

// saved is an installation that was saved, and shut.
func saved(t *testing.T, p config.Place) (content, operate.Backup) {
	t.Helper()
	i := open(t, p)
	c := populate(t, i)
	b, err := i.Operate.Backup(t.Context(), operator(), filepath.Join(t.TempDir(), "a.wenxiao.zip"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !b.IsWhole() {
		t.Errorf("not everything was saved: %v, files missing: %d", b.Unknown, b.Manifest.Files.Missing)
	}
	shut(t, i)
	return c, b
}

// withKeysOf gives a place the keys of another, on a new machine.
func withKeysOf(t *testing.T, to, from config.Place) config.Place {
	t.Helper()
	keys, err := os.ReadFile(from.KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	to.Keys = filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(to.Keys, keys, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestRestore_GivesTheSameInstallationOnEveryEngine(t *testing.T) {
	t.Parallel()
	for from := range engines {
		for to := range engines {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				source := engines[from](t)
				c, b := saved(t, source)
				place := withKeysOf(t, engines[to](t), source)
				r, err := operate.Restore(t.Context(), still(place), b.Path, nil)
				if err != nil {
					t.Fatal(err)
				}
				if len(r.Audit.Faults) > 0 || r.Audit.Chains != 2 || r.Lost != nil || r.Steps != 0 {
					t.Errorf("restored: %+v", r)
				}
				i := open(t, place)
				defer shut(t, i)
				c.isReadable(t, i)
				again, err := i.Operate.Backup(t.Context(), operator(), "", nil)
				if err != nil {
					t.Fatal(err)
				}
				sameRows(t, b.Manifest, again.Manifest)
				if again.Manifest.Files.Count != 2 || b.Manifest.Files.Count != 2 {
					t.Errorf("files: %d before, %d after", b.Manifest.Files.Count, again.Manifest.Files.Count)
				}
				if jobs, err := i.Jobs.Recent(t.Context(), 9); err != nil || len(jobs) != 1 || jobs[0].Kind != document.JobCompile {
					t.Errorf("the document that waits, and nothing else, has its job again: %v, %v", jobs, err)
				}
				if err := i.Jobs.Drain(t.Context()); err != nil {
					t.Error(err)
				}
				if list, err := i.Documents.List(t.Context(), app.System("test", access.DocumentRead), 9); err != nil || len(list) != 1 || list[0].State == record.DocumentWaiting {
					t.Errorf("after the job the document still waits: %v, %v", list, err)
				}
			})
		}
	}
}

// sameRows compares the rows of two archives, but for those that tell of the restore itself.
func sameRows(t *testing.T, a, b archive.Manifest) {
	t.Helper()
	if len(a.Tables) != len(b.Tables) {
		t.Fatalf("%d tables and %d", len(a.Tables), len(b.Tables))
	}
	for n, x := range a.Tables {
		y := b.Tables[n]
		if x.Part == nil || strings.HasPrefix(x.Name, "audit_") || x.Name == "sequence" {
			continue
		}
		if *x.Part != *y.Part || x.Rows != y.Rows {
			t.Errorf("%s: %d rows %v, then %d rows %v", x.Name, x.Rows, *x.Part, y.Rows, *y.Part)
		}
	}
}

func TestRestore_RefusesWhereSomethingIs(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p config.Place) {
		_, b := saved(t, p)
		_, err := operate.Restore(t.Context(), still(p), b.Path, nil)
		isFault(t, err, "restore-not-empty")
		i := open(t, p) // and it is as it was
		shut(t, i)
	})
}

func TestRestore_NeedsTheKeysOfTheSource(t *testing.T) {
	t.Parallel()
	source := engines["sqlite"](t)
	_, b := saved(t, source)
	place := engines["sqlite"](t)
	_, err := operate.Restore(t.Context(), still(place), b.Path, nil)
	isFault(t, err, "key-file-missing")
	other := engines["sqlite"](t)
	shut(t, open(t, other))
	place = withKeysOf(t, place, other)
	_, err = operate.Restore(t.Context(), still(place), b.Path, nil)
	isFault(t, err, "backup-other-keys")
	isGone(t, place.Data)
}

// rewritten is an archive with one entry changed.
func rewritten(t *testing.T, path, entry string, change func([]byte) []byte) string {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == entry {
			text = change(text)
		}
		to, err := w.Create(f.Name)
		if err == nil {
			_, err = to.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(t.TempDir(), "changed.wenxiao.zip")
	if err := os.WriteFile(changed, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return changed
}

func TestRestore_ChangesNothingIfTheBackupWasChanged(t *testing.T) {
	t.Parallel()
	source := engines["sqlite"](t)
	_, b := saved(t, source)
	place := withKeysOf(t, engines["sqlite"](t), source)
	swap := func(old, now string) func([]byte) []byte {
		return func(text []byte) []byte {
			if !bytes.Contains(text, []byte(old)) {
				t.Errorf("there is no %q to be changed", old)
			}
			return bytes.Replace(text, []byte(old), []byte(now), 1)
		}
	}
	cases := map[string]struct {
		path string
		want string
	}{
		"a record":              {rewritten(t, b.Path, "tables/target.jsonl", swap("走访户数", "走访人数")), "backup-damaged"},
		"an event":              {rewritten(t, b.Path, "tables/audit_event.jsonl", swap("test.populate", "test.populatf")), "backup-damaged"},
		"a record left out":     {rewritten(t, b.Path, "tables/due.jsonl", func([]byte) []byte { return nil }), "backup-damaged"},
		"a file":                {rewritten(t, b.Path, "files.tar", func(b []byte) []byte { b[700] ^= 1; return b }), "backup-damaged"},
		"the manifest":          {rewritten(t, b.Path, "manifest.json", swap(`"made"`, `"Made"`)), "backup-other-keys"},
		"the signature":         {rewritten(t, b.Path, "manifest.sig", func(b []byte) []byte { return b[1:] }), "backup-other-keys"},
		"a form of later times": {rewritten(t, b.Path, "manifest.json", swap(`"format": 1`, `"format": 9`)), "backup-newer"},
	}
	whole, err := os.ReadFile(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"cut": whole[:len(whole)/2], "empty": nil, "no archive": []byte("PK\x03\x04 and then nothing")} {
		path := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		cases[name] = struct{ path, want string }{path, "backup-unreadable"}
	}
	for name, c := range cases {
		_, err := operate.Restore(t.Context(), still(place), c.path, nil)
		if f, ok := errors.AsType[*fault.Error](err); !ok || f.Key != c.want {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
		isGone(t, place.Data)
	}
}

func TestRestore_AFaultOnTheWayLeavesNothing(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, place config.Place) {
		source := engines["sqlite"](t)
		c, b := saved(t, source)
		place = withKeysOf(t, place, source)
		for _, at := range []int64{1, 3, b.Manifest.Rows() + b.Manifest.Files.Count} { // among the files, in the rows, at their end
			ctx, cancel := context.WithCancel(t.Context())
			_, err := operate.Restore(ctx, still(place), b.Path, func(done, _ int64) {
				if done >= at {
					cancel()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("stopped at %d: %v", at, err)
			}
			isGone(t, place.Files(), filepath.Join(place.Data, "wenxiao.db"), filepath.Join(place.Data, "restore-unfinished.json"))
		}
		if _, err := operate.Restore(t.Context(), still(place), b.Path, nil); err != nil {
			t.Fatal(err)
		}
		i := open(t, place)
		c.isReadable(t, i)
		shut(t, i)
	})
}

// A restore in a process that is killed on the way: "FILE\nDATA\nDATABASE\nKEYS" in the environment.
func TestMain(m *testing.M) {
	order := os.Getenv("WENXIAO_TEST_KILLED_RESTORE")
	if order == "" {
		os.Exit(m.Run())
	}
	f := strings.Split(order, "\n")
	_, err := operate.Restore(context.Background(), still(config.Place{Data: f[1], Database: f[2], Keys: f[3]}), f[0], func(done, total int64) {
		if done > total/2 {
			os.Exit(7)
		}
	})
	panic(err)
}

func TestRestore_KilledOnTheWaySaysSoAndCanBeDoneAgain(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, place config.Place) {
		source := engines["sqlite"](t)
		c, b := saved(t, source)
		place = withKeysOf(t, place, source)
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), "WENXIAO_TEST_KILLED_RESTORE="+strings.Join([]string{b.Path, place.Data, place.Database, place.Keys}, "\n"))
		out, err := cmd.CombinedOutput()
		if e, ok := errors.AsType[*exec.ExitError](err); !ok || e.ExitCode() != 7 {
			t.Fatalf("the process was not killed where it should be: %v %s", err, out)
		}
		_, err = instance.Open(t.Context(), instance.Options{Place: place, Now: clock, Log: quiet()})
		isFault(t, err, "restore-unfinished")
		if _, err := operate.Restore(t.Context(), still(place), b.Path, nil); err != nil {
			t.Fatal(err)
		}
		i := open(t, place)
		c.isReadable(t, i)
		shut(t, i)
	})
}

func TestRestore_KilledBeforeItsEndIsEnded(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, place config.Place) {
		source := engines["sqlite"](t)
		c, b := saved(t, source)
		place = withKeysOf(t, place, source)
		if _, err := operate.Restore(t.Context(), still(place), b.Path, nil); err != nil {
			t.Fatal(err)
		}
		mark := filepath.Join(place.Data, "restore-unfinished.json") // as if the process had been killed before it took it away
		if err := os.WriteFile(mark, []byte(`{"sm3":"`+b.SM3+`","file":"a.wenxiao.zip"}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := operate.Restore(t.Context(), still(place), b.Path, nil); err != nil {
			t.Fatal(err)
		}
		i := open(t, place)
		c.isReadable(t, i)
		shut(t, i)
		if err := os.WriteFile(mark, []byte(`{"sm3":"00","file":"other.wenxiao.zip"}`), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := operate.Restore(t.Context(), still(place), b.Path, nil)
		isFault(t, err, "restore-unfinished")
	})
}

// What was done after the backup is gone; who restores is told how much, and the audit goes on whole.
func TestRestore_TellsWhatWasDoneAfterTheBackup(t *testing.T) {
	t.Parallel()
	source := engines["sqlite"](t)
	_, b := saved(t, source)
	i := open(t, source)
	if _, err := i.Operate.Backup(t.Context(), operator(), "", nil); err != nil { // one more event
		t.Fatal(err)
	}
	shut(t, i)
	place := engines["sqlite"](t)
	place.Keys = source.KeyFile() // the folder of keys has outlived the disk with the data
	r, err := operate.Restore(t.Context(), still(place), b.Path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Lost) != 1 || r.Lost[0] != (operate.Lost{Owner: 100000, Blocks: 2}) || r.Aside == "" {
		t.Errorf("lost: %+v, aside %q", r.Lost, r.Aside)
	}
	if v, err := operate.Verify(t.Context(), still(place), operate.Proof{}); err != nil || len(v.Faults) > 0 {
		t.Errorf("the audit has faults: %+v, %v", v, err)
	}
	if v, err := operate.Verify(t.Context(), still(place), operate.Proof{Heads: r.Aside}); err != nil || len(v.Faults) == 0 {
		t.Errorf("by the notes before, nothing is missing: %+v, %v", v, err)
	}
}
