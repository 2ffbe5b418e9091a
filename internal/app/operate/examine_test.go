package operate_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/locale"
)

// examine gives the worst verdict about each thing, and makes sure that everything can be said in words.
func examine(t *testing.T, c operate.Checkup) map[string]operate.Finding {
	t.Helper()
	rank := map[operate.Verdict]int{operate.Good: 1, operate.Warning: 2, operate.Bad: 3}
	worst := make(map[string]operate.Finding)
	for _, f := range operate.Examine(t.Context(), c) {
		if !locale.Has(f.Key) || !locale.Has("word.doctor."+f.About) || !locale.Has("word.verdict."+string(f.Verdict)) {
			t.Errorf("there are no words for %+v", f)
		}
		if rank[f.Verdict] > rank[worst[f.About].Verdict] {
			worst[f.About] = f
		}
	}
	return worst
}

func TestExamine_AnInstallationThatIsWell(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p config.Place) {
		i := open(t, p)
		populate(t, i)
		if _, err := i.Operate.Backup(t.Context(), operator(), "", nil); err != nil {
			t.Fatal(err)
		}
		check := operate.Checkup{Still: still(p), HasConverter: func() bool { return true }}
		for about, f := range examine(t, check) {
			isOfTheMachine := about == "disk" || about == "calendar" || about == "database" || about == "clock" && p.Database != "" // its disk, the notices, its server's fsync and clock
			if f.Verdict != operate.Good && !isOfTheMachine {
				t.Errorf("while it runs: %+v", f)
			}
		}
		if inUse := examine(t, check)["lock"].Key; p.Database == "" && inUse != "doctor.in-use" {
			t.Errorf("while it runs: %s", inUse)
		}
		shut(t, i)
		if inUse := examine(t, check)["lock"].Key; inUse != "doctor.not-in-use" {
			t.Errorf("after it was shut: %s", inUse)
		}
	})
}

func TestExamine_FindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(t *testing.T, p *config.Place, c content, check *operate.Checkup)
		about string
		want  string
	}{
		"a key file others can read": {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) { chmod(t, p.KeyFile(), 0o644) }, "keys", "fault.key-file-open-to-others"},
		"no key file":                {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) { remove(t, p.KeyFile()) }, "keys", "fault.key-file-missing"},
		"a folder others can enter":  {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) { chmod(t, p.Data, 0o755) }, "folder", "doctor.folder-open"},
		"no database": {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) {
			remove(t, filepath.Join(p.Data, "wenxiao.db"))
		}, "database", "fault.database-missing"},
		"a file that is gone": {func(t *testing.T, p *config.Place, c content, _ *operate.Checkup) {
			remove(t, filepath.Join(p.Files(), "files", c.evidence.Blob[:2], c.evidence.Blob))
		}, "files", "doctor.files-missing"},
		"an event that was changed": {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) {
			intrude(t, *p, "UPDATE audit_event SET body = replace(body, 'test.populate', 'test.populatf')")
		}, "audit", "doctor.audit-broken"},
		"a job that hangs": {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) {
			intrude(t, *p, "UPDATE job SET made = made - 900000000")
		}, "jobs", "doctor.jobs-hang"},
		"a job that failed": {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) {
			intrude(t, *p, "UPDATE job SET state = 'failed'")
		}, "jobs", "doctor.jobs-failed"},
		"a schema of later times": {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) {
			intrude(t, *p, "INSERT INTO schema_step VALUES (99, 'later', 0)")
		}, "schema", "fault.schema-newer"},
		"a clock that was put back": {func(_ *testing.T, _ *config.Place, _ content, check *operate.Checkup) {
			check.Now = func() time.Time { return now.Add(-time.Hour) }
		}, "clock", "doctor.clock-behind"},
		"no days of next year": {func(*testing.T, *config.Place, content, *operate.Checkup) {}, "calendar", "doctor.calendar-next"},
		"no days of this year": {func(_ *testing.T, _ *config.Place, _ content, check *operate.Checkup) {
			check.Now = func() time.Time { return now.AddDate(2, 0, 0) }
		}, "calendar", "doctor.calendar-missing"},
		"no backup": {func(*testing.T, *config.Place, content, *operate.Checkup) {}, "backup", "doctor.backup-none"},
		"no converter": {func(_ *testing.T, _ *config.Place, _ content, check *operate.Checkup) {
			check.HasConverter = func() bool { return false }
		}, "converter", "doctor.no-converter"},
		"a restore that was broken off": {func(t *testing.T, p *config.Place, _ content, _ *operate.Checkup) {
			if err := os.WriteFile(filepath.Join(p.Data, "restore-unfinished.json"), []byte(`{"file":"a.zip"}`), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "restore", "fault.restore-unfinished"},
		"a place that is none": {func(_ *testing.T, _ *config.Place, _ content, check *operate.Checkup) {
			check.Place.Data += "-elsewhere"
		}, "folder", "doctor.no-folder"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && (c.want == "fault.key-file-open-to-others" || c.want == "doctor.folder-open") {
				t.Skip("rights are other there")
			}
			p := engines["sqlite"](t)
			i := open(t, p)
			put := populate(t, i)
			shut(t, i)
			check := operate.Checkup{Still: still(p), HasConverter: func() bool { return true }}
			c.spoil(t, &p, put, &check)
			got := examine(t, check)[c.about]
			if got.Key != c.want {
				t.Errorf("found %+v, want %s", got, c.want)
			}
		})
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// intrude changes a database past the program.
func intrude(t *testing.T, p config.Place, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(p.Data, "wenxiao.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
