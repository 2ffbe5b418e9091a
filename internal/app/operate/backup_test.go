package operate_test

import (
	"archive/zip"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/archive"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/job"
)

func TestBackup_NeverOverwritesAndNeedsThePermission(t *testing.T) {
	t.Parallel()
	i := open(t, engines["sqlite"](t))
	defer shut(t, i)
	path := filepath.Join(t.TempDir(), "a.wenxiao.zip")
	if _, err := i.Operate.Backup(t.Context(), app.System("somebody"), path, nil); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("without the permission: %v", err)
	}
	isGone(t, path)
	if err := os.WriteFile(path, []byte("something of somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := i.Operate.Backup(t.Context(), operator(), path, nil)
	isFault(t, err, "backup-exists")
	if text, err := os.ReadFile(path); err != nil || string(text) != "something of somebody's" {
		t.Errorf("the file that was there: %q, %v", text, err)
	}
}

func TestBackup_TellsOfFilesThatAreGone(t *testing.T) {
	t.Parallel()
	p := engines["sqlite"](t)
	i := open(t, p)
	defer shut(t, i)
	c := populate(t, i)
	name := c.evidence.Blob
	if err := os.Remove(filepath.Join(p.Files(), "files", name[:2], name)); err != nil {
		t.Fatal(err)
	}
	b, err := i.Operate.Backup(t.Context(), operator(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if b.IsWhole() || b.Manifest.Files.Missing != 1 || b.Manifest.Files.Count != 1 {
		t.Errorf("files: %+v", b.Manifest.Files)
	}
}

// Nothing of a key is in a backup, and nobody but its owner can read the file.
func TestBackup_HoldsNoKeysAndIsNotForOthers(t *testing.T) {
	t.Parallel()
	p := engines["sqlite"](t)
	_, b := saved(t, p)
	info, err := os.Stat(b.Path)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	for name, text := range entries(t, b.Path) {
		for _, canary := range append(keysIn(t, p), identity, evidence) {
			if strings.Contains(text, canary) {
				t.Errorf("%s holds %q", name, canary)
			}
		}
	}
}

func TestAskBackup_IsDoneInTheBackground(t *testing.T) {
	t.Parallel()
	p := engines["sqlite"](t)
	i := open(t, p)
	defer shut(t, i)
	number := id(t)
	if err := i.Operate.AskBackup(t.Context(), operator(), number); err != nil {
		t.Fatal(err)
	}
	work(t, i, number)
	j, err := i.Jobs.Find(t.Context(), number)
	if err != nil || j.State != job.Done {
		t.Fatalf("the job: %+v, %v", j, err)
	}
	made, err := filepath.Glob(filepath.Join(p.Backups(), "wenxiao-20261120-180000.wenxiao.zip"))
	if err != nil || len(made) != 1 {
		t.Errorf("backups: %v, %v", made, err)
	}
}

func TestBeforeStep_SavesRecordsAndKeepsFive(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p config.Place) {
		i := open(t, p)
		defer shut(t, i)
		populate(t, i)
		for n := range 7 {
			s := still(p)
			s.Now = func() time.Time { return now.Add(time.Duration(n) * time.Hour) }
			if err := operate.BeforeStep(t.Context(), i.Store, s, i.Vault, "test"); err != nil {
				t.Fatal(err)
			}
		}
		made, err := filepath.Glob(filepath.Join(p.Backups(), "before-step-2-*.wenxiao.zip"))
		if err != nil || len(made) != 5 {
			t.Fatalf("backups: %v, %v", made, err)
		}
		a, err := archive.Open(made[4])
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if m := a.Manifest; !m.Files.IsLeftOut || m.Rows() == 0 || m.Made != now.Add(6*time.Hour).UnixMilli() {
			t.Errorf("the last of them: %+v", m)
		}
	})
}

// work lets a worker run until a job has ended.
func work(t *testing.T, i *instance.Instance, number uuid.UUID) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		i.Jobs.Work(ctx, 1)
	}()
	defer func() {
		stop()
		<-ended
	}()
	for { // each look waits for the database; the test's own limit ends it
		j, err := i.Jobs.Find(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		if j.State == job.Done || j.State == job.Failed {
			return
		}
		runtime.Gosched()
	}
}

// entries are the texts of an archive.
func entries(t *testing.T, path string) map[string]string {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	texts := make(map[string]string)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = string(text)
	}
	return texts
}

// keysIn are the keys of an installation as they may stand somewhere: as octets and in base64.
func keysIn(t *testing.T, p config.Place) (keys []string) {
	t.Helper()
	text, err := os.ReadFile(p.KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Keys []struct {
			Key []byte `json:"key"`
		} `json:"keys"`
	}
	if err := json.Unmarshal(text, &file); err != nil || len(file.Keys) < 3 {
		t.Fatalf("keys: %v, %v", len(file.Keys), err)
	}
	for _, k := range file.Keys {
		keys = append(keys, string(k.Key), base64.StdEncoding.EncodeToString(k.Key))
	}
	return keys
}
