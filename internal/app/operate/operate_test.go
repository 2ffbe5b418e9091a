package operate_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/packs"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/region"
)

const (
	county   = 140399               // a place that is none
	identity = "11010519491231002X" // the example of the standard, nobody's
	evidence = "佐证材料：走访记录一份"
)

// now is the moment of every test.
var now = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// engines give a place for an installation of each kind.
var engines = map[string]func(*testing.T) config.Place{
	"sqlite": func(t *testing.T) config.Place { return config.Place{Data: filepath.Join(t.TempDir(), "data")} },
	"postgresql": func(t *testing.T) config.Place {
		return config.Place{Data: filepath.Join(t.TempDir(), "data"), Database: pgtest.Open(t)}
	},
}

func onEach(t *testing.T, test func(*testing.T, config.Place)) {
	t.Helper()
	for name, place := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, place(t))
		})
	}
}

func still(p config.Place) operate.Still { return operate.Still{Place: p, Now: clock, Log: quiet()} }

func open(t *testing.T, p config.Place) *instance.Instance {
	t.Helper()
	i, err := instance.Open(t.Context(), instance.Options{Place: p, Now: clock, Log: quiet(), Release: "v0.0.0-test",
		Reader: func(context.Context) reader.Options { return reader.Options{} }})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func shut(t *testing.T, i *instance.Instance) {
	t.Helper()
	if err := i.Close(); err != nil {
		t.Fatal(err)
	}
}

func id(t *testing.T) uuid.UUID {
	t.Helper()
	n, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// officer runs the programme whose register holds a record.
func officer() app.Call {
	in := region.MustParse("140399")
	return app.Call{From: "local", Request: "test", Actor: access.Actor{Account: uuid.Max, Division: in, Grants: []access.Grant{{Role: access.Programme, Division: in}}}}
}

func operator() app.Call {
	return app.System("test", access.BackupRun, access.CalendarLoad, access.KeyRotate)
}

// A content is what was put into an installation.
type content struct {
	evidence record.Evidence
	due      record.Due
	key      record.DataKey
	sealed   []byte    // an identity number
	grower   uuid.UUID // a record of a pack's register, with that number
}

// populate puts a record of most kinds into an installation, with files and secrets.
func populate(t *testing.T, i *instance.Instance) content {
	t.Helper()
	ctx := t.Context()
	if err := i.Accounts.Create(ctx, app.System("test", access.AccountManage, access.RoleGrant), account.New{ID: id(t), Name: "anquan", Division: region.MustParse("140399"), Password: "Long enough 1949!", Roles: []access.Role{access.Security}}); err != nil {
		t.Fatal(err)
	}
	writer := app.Call{From: "local", Request: "test", Actor: access.Actor{Account: id(t), Division: region.MustParse("140399"), Grants: []access.Grant{{Role: access.Supervisor, Division: region.MustParse("140399")}}}}
	if _, err := i.Documents.Upload(ctx, writer, intake.Uploaded{ID: id(t), Name: "通知.txt", Content: bytes.NewReader([]byte("关于做好走访工作的通知\n\n一、联系人身份证号" + identity + "。\n"))}); err != nil {
		t.Fatal(err)
	}
	ref, err := i.Files.Put(ctx, county, bytes.NewReader([]byte(evidence)), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var c content
	if err := i.Registers.Load(ctx, app.System("test", access.PackLoad), "pack.yaml", packs.Toy); err != nil {
		t.Fatal(err)
	}
	c.grower = id(t)
	grower := register.Entry{ID: c.grower, Values: map[string]string{"id_number": identity, "income": "9000", "damage": "frost", "village": "140399003"}}
	if err := i.Registers.Save(ctx, officer(), "toy", "grower", grower); err != nil {
		t.Fatal(err)
	}
	head := func() store.Record { return store.Record{Owner: county, ID: id(t)} }
	subject := id(t)
	key, wrapped, err := i.Vault.NewKey(record.RecordKey(county, subject))
	if err != nil {
		t.Fatal(err)
	}
	if c.sealed, err = key.Seal("id_number", []byte(identity)); err != nil {
		t.Fatal(err)
	}
	c.key = record.DataKey{Record: head(), Subject: subject, Wrapped: wrapped}
	c.evidence = record.Evidence{Record: head(), Report: id(t), Unit: id(t), File: intake.File("走访.txt", ref)}
	obligation := record.Obligation{Record: head(), Document: id(t), Schedule: `{"every":"quarter","workdays_after":5}`, Quote: "每季度结束后5个工作日内报送\t“<&>”"}
	c.due = record.Due{Record: head(), Obligation: obligation.ID, Task: id(t), Unit: c.evidence.Unit, Period: "2027Q3", On: 1, IsProvisional: true, State: record.DueOpen}
	target := record.Target{Record: head(), Task: c.due.Task, Metric: "走访户数", Op: ">="}
	act := app.Act{Needs: access.CalendarLoad, Name: "test.populate", Owner: county, Kind: "test"}
	err = i.Change(ctx, operator(), act, func(ctx context.Context, tx *store.Tx) error {
		for _, insert := range []func() (bool, error){
			func() (bool, error) { return store.Insert(ctx, tx, record.DataKeyTable, &c.key) },
			func() (bool, error) { return store.Insert(ctx, tx, record.EvidenceTable, &c.evidence) },
			func() (bool, error) { return store.Insert(ctx, tx, record.ObligationTable, &obligation) },
			func() (bool, error) { return store.Insert(ctx, tx, record.DueTable, &c.due) },
			func() (bool, error) { return store.Insert(ctx, tx, record.TargetTable, &target) },
		} {
			if _, err := insert(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// load reads a record as it stands.
func load[T any](t *testing.T, i *instance.Instance, r T, read func(context.Context, store.Reader) (T, error)) T {
	t.Helper()
	err := i.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		r, err = read(ctx, v)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func loadEvidence(t *testing.T, i *instance.Instance, e record.Evidence) record.Evidence {
	t.Helper()
	return load(t, i, e, func(ctx context.Context, r store.Reader) (record.Evidence, error) {
		return store.Load[record.Evidence](ctx, r, record.EvidenceTable, e.Owner, e.ID)
	})
}

// isReadable says whether what was sealed can be read: the file of the evidence and the identity number.
func (c content) isReadable(t *testing.T, i *instance.Instance) {
	t.Helper()
	e := loadEvidence(t, i, c.evidence)
	f, err := i.Files.Open(t.Context(), intake.Ref(e.Owner, e.File))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := io.ReadAll(f); err != nil || string(text) != evidence {
		t.Errorf("the evidence reads %q, %v", text, err)
	}
	k := load(t, i, c.key, func(ctx context.Context, r store.Reader) (record.DataKey, error) {
		return store.Load[record.DataKey](ctx, r, record.DataKeyTable, county, c.key.ID)
	})
	key, err := i.Vault.OpenKey(secret.Wrapped(k.Wrapped), record.RecordKey(county, k.Subject))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := key.Open("id_number", c.sealed); err != nil || string(text) != identity {
		t.Errorf("the identity number reads %q, %v", text, err)
	}
	if text, err := i.Registers.Reveal(t.Context(), officer(), "toy", "grower", c.grower, "id_number", "核对证件"); err != nil || text != identity {
		t.Errorf("the identity number of the register reads %q, %v", text, err)
	}
}

func isFault(t *testing.T, err error, key string) {
	t.Helper()
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Key != key {
		t.Fatalf("got %v, want the fault %q", err, key)
	}
}

func isGone(t *testing.T, paths ...string) {
	t.Helper()
	for _, p := range paths {
		if _, err := os.Stat(p); err == nil {
			t.Errorf("%s is there", p)
		}
	}
}
