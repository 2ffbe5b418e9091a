// Package demo fills a new, empty installation with a fictional city, so that
// everything can be looked at and tried: its offices and their people, documents
// that were put in, compiled, reviewed and adopted, and what was reported on them
// over the past months. All of it is done by the use cases of internal/app, as
// people do it, only with a clock that runs through those months; nothing is
// written past them. It must not be filled into an installation that people use.
//
// The same seed, size and day give the same place. Start with Fill.
package demo

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/period"
)

// Options say what is filled in.
type Options struct {
	Size  Size        // "" is Small
	Seed  uint64      // the same one gives the same place
	Today period.Date // the day on which the demo is looked at; zero is the clock's
	Clock *Clock      // with which the installation was opened
}

// An Account is one to sign in with.
type Account struct {
	Account  string `json:"account"`
	Password string `json:"password"`
	Role     string `json:"role"` // as access.Role writes it
	Unit     string `json:"unit"` // in full
}

// accountsFile is where the accounts stand in the data folder. It is written last: where it is, the demo is complete.
const accountsFile = "demo-accounts.json"

// Fill fills an empty installation and gives its accounts; WriteAccounts must follow. An installation that holds a complete demo
// stays as it is, without accounts. Then the clock runs on the day of the demo. Faults: Invalid "demo-size"; Conflict
// "demo-folder" for an installation with anything else in it, a demo that was broken off included.
func Fill(ctx context.Context, i *instance.Instance, o Options) ([]Account, error) {
	if o.Size == "" {
		o.Size = Small
	}
	if o.Today == 0 {
		o.Today = period.DateAt(o.Clock.Now())
	}
	defer o.Clock.ShowOn(o.Today)
	isFounded, err := i.Accounts.Founded(ctx)
	if err != nil {
		return nil, err
	}
	if isFounded {
		if _, err := os.Stat(filepath.Join(i.Place.Data, accountsFile)); errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.Conflict, "demo-folder", i.Place.Data)
		}
		return nil, nil
	}
	f, err := newFiller(ctx, i, o)
	if err != nil {
		return nil, err
	}
	accounts, err := f.settle(ctx)
	if err != nil {
		return nil, fmt.Errorf("settle the demo's place: %w", err)
	}
	for y := f.start().Year(); y <= o.Today.Year(); y++ {
		f.plan(y)
	}
	f.notices()
	f.assignments()
	f.drafts()
	f.review()
	f.programme()
	f.compare()
	f.announce()
	f.supervise()
	f.inspect()
	f.coordinate()
	f.change()
	f.templates()
	if err := f.agenda.run(ctx, o.Clock, moment(o.Today-1, 23, 0)); err != nil {
		return nil, fmt.Errorf("live through the demo's year: %w", err)
	}
	return accounts, nil
}

// AccountsFile is where WriteAccounts writes.
func AccountsFile(data string) string { return filepath.Join(data, accountsFile) }

// WriteAccounts writes the accounts of a demo into its data folder, readable for this user alone.
func WriteAccounts(data string, accounts []Account) error {
	text, err := json.MarshalIndent(accounts, "", "  ")
	if err != nil {
		return fmt.Errorf("write the demo's accounts: %w", err)
	}
	path := filepath.Join(data, accountsFile)
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the demo's accounts: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write the demo's accounts: %w", err)
	}
	return nil
}

// A filler is a demo that is being filled.
type filler struct {
	*instance.Instance
	Options
	place    *place
	seats    []seat
	calendar *period.Calendar
	agenda   agenda
	people   map[string]access.Actor    // by account name
	reporter map[uuid.UUID]access.Actor // by unit
	approver map[uuid.UUID]access.Actor // by unit
}

func newFiller(ctx context.Context, i *instance.Instance, o Options) (*filler, error) {
	f := &filler{Instance: i, Options: o, people: make(map[string]access.Actor), reporter: make(map[uuid.UUID]access.Actor), approver: make(map[uuid.UUID]access.Actor)}
	var err error
	if f.place, err = load(); err != nil {
		return nil, err
	}
	var ok bool
	if f.seats, ok = f.place.seats(o.Size); !ok {
		return nil, fault.New(fault.Invalid, "demo-size", string(o.Size))
	}
	f.calendar, err = i.Calendar(ctx)
	return f, err
}

// months is for how many months back something was reported.
const months = 10

// start is the day on which the city begins with the ledger. December alone would not be worth taking a plan up.
func (f *filler) start() period.Date {
	first := f.Today.AddMonths(-months)
	if first.Month() == 12 {
		first = period.Of(first, period.Year).Last() + 4
	}
	return f.workday(first)
}

// call is a request of somebody.
func (f *filler) call(a access.Actor) app.Call {
	return app.Call{Actor: a, Request: "demo", From: "local"}
}

// random draws for one thing alone, so that what is drawn does not depend on what was done before it.
func (f *filler) random(of ...any) *rand.Rand {
	sum := f.sum(of...)
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

// id is the id of a thing that came to be at a moment: a UUIDv7 that the seed decides.
func (f *filler) id(at time.Time, of ...any) uuid.UUID {
	sum := f.sum(of...)
	id := uuid.UUID(sum[:16])
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(id[:6], ms[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

func (f *filler) sum(of ...any) [sha256.Size]byte {
	return sha256.Sum256([]byte(fmt.Sprintf("%d %q", f.Seed, fmt.Sprint(of...))))
}

// workday is the first working day from a day on.
func (f *filler) workday(day period.Date) period.Date {
	for {
		if is, _ := f.calendar.IsWorkday(day); is {
			return day
		}
		day++
	}
}

// workdayBefore is the last working day up to a day.
func (f *filler) workdayBefore(day period.Date) period.Date {
	for {
		if is, _ := f.calendar.IsWorkday(day); is {
			return day
		}
		day--
	}
}
