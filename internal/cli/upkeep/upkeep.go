// Package upkeep is the commands that keep an installation running: backup and
// restore, proof of the audit, a look at what may go wrong, accounts, working
// days, keys and packs. It reads options and asks for passwords, calls the use cases,
// and says what came of it; it decides nothing. Start with [Commands.Run].
package upkeep

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/reader"
	"golang.org/x/term"
)

// Commands are what the argument parser fills.
type Commands struct {
	Backup   backupOptions  `cmd:"" name:"backup"`
	Restore  restoreOptions `cmd:"" name:"restore"`
	Audit    auditCommands  `cmd:"" name:"audit"`
	Doctor   doctorOptions  `cmd:"" name:"doctor"`
	User     userCommands   `cmd:"" name:"user"`
	Calendar calendarGroup  `cmd:"" name:"calendar"`
	Key      keyCommands    `cmd:"" name:"key"`
	Pack     packCommands   `cmd:"" name:"pack"`
}

// ErrFaults says that the work was done and found faults, which were told.
var ErrFaults = errors.New("the work found faults")

// A Terminal is where a command reads and writes.
type Terminal struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Lang           locale.Lang
	Release        string // of the program
	HasConverter   func() bool
}

// Run runs a command by its name ("user add"). The error is for people where it is a
// *fault.Error, ErrFaults where nothing more is to be said; isMine is false for a command that is another's.
func (c *Commands) Run(ctx context.Context, t Terminal, command string) (isMine bool, err error) {
	switch command {
	case "backup":
		return true, c.Backup.run(ctx, t)
	case "restore":
		return true, c.Restore.run(ctx, t)
	case "audit verify":
		return true, c.Audit.Verify.run(ctx, t)
	case "audit export-key":
		return true, c.Audit.ExportKey.run(t)
	case "doctor":
		return true, c.Doctor.run(ctx, t)
	case "user add":
		return true, c.User.Add.run(ctx, t)
	case "user list":
		return true, c.User.List.run(ctx, t)
	case "user password":
		return true, c.User.Password.run(ctx, t)
	case "user disable":
		return true, c.User.Disable.run(ctx, t)
	case "user link":
		return true, c.User.Link.run(ctx, t)
	case "calendar load":
		return true, c.Calendar.Load.run(ctx, t)
	case "calendar list":
		return true, c.Calendar.List.run(ctx, t)
	case "pack check":
		return true, c.Pack.Check.run(t)
	case "pack load":
		return true, c.Pack.Load.run(ctx, t)
	case "key rotate":
		return true, c.Key.Rotate.run(ctx, t)
	}
	return false, nil
}

// Say writes a sentence of the catalogue to standard output.
func (t Terminal) Say(key string, args ...any) error {
	_, err := fmt.Fprintln(t.Stdout, locale.Text(t.Lang, key, args...))
	return err
}

// say is a sentence whose key comes from elsewhere; tests see to it that each stands in the catalogue.
func say(l locale.Lang, key string, args ...any) string { return locale.Text(l, key, args...) }

// print writes a value for a program.
func (t Terminal) print(v any) error {
	e := json.NewEncoder(t.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// log tells what a person can not be told in a sentence.
func (t Terminal) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

func (t Terminal) still(p config.Place) operate.Still {
	return operate.Still{Place: p, Now: time.Now, Log: t.log()}
}

// call is on whose behalf a command acts: whoever can read the key file is let in by the operating system.
func call(duties ...access.Permission) app.Call { return app.System("command", duties...) }

// open opens an installation that is there; one that is not is no reason to make one.
func (t Terminal) open(ctx context.Context, p config.Place) (*instance.Instance, error) {
	s, err := store.Look(ctx, store.Options{URL: p.URL(), Now: time.Now, Log: t.log()})
	if err != nil {
		return nil, err
	}
	step, err := s.Step(ctx)
	if err := errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	if step == 0 {
		return nil, fault.New(fault.NotFound, "installation-missing", p.Data)
	}
	return t.openOrMake(ctx, p)
}

func (t Terminal) openOrMake(ctx context.Context, p config.Place) (*instance.Instance, error) {
	return instance.Open(ctx, instance.Options{Place: p, Now: time.Now, Log: t.log(), Release: t.Release,
		Reader: func(context.Context) reader.Options { return reader.Options{} }})
}

// with opens an installation, does something and closes it.
func (t Terminal) with(ctx context.Context, p config.Place, do func(*instance.Instance) error) (err error) {
	i, err := t.open(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.Close()) }()
	return do(i)
}

// progress shows how far a work is, to a person at a terminal; end takes the line away.
func (t Terminal) progress() (told operate.Progress, end func()) {
	f, ok := t.Stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	var last time.Time
	told = func(done, total int64) {
		if time.Since(last) < 200*time.Millisecond {
			return
		}
		last = time.Now()
		of := ""
		if total > 0 {
			of = fmt.Sprintf(" / %d", total)
		}
		fmt.Fprintf(f, "\r\x1b[K%s", locale.Text(t.Lang, "upkeep.progress", done, of))
	}
	return told, func() { fmt.Fprint(f, "\r\x1b[K") }
}

// day writes a moment for people, by the clock of China.
func day(ms int64) string {
	return time.UnixMilli(ms).In(time.FixedZone("", 8*60*60)).Format("2006-01-02 15:04")
}
