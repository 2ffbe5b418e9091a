// Package store keeps records: it opens a database (SQLite in a folder, or
// PostgreSQL), brings its schema up to date, and hands out transactions. It is
// the only place that touches a database, and knows nothing of what a table means.
//
// What it promises. Only Write gives a transaction that can change records, and
// Write asks for the audit event of the change; event, history and change are
// committed together or not at all. Each request runs in a savepoint of its own
// inside a group that is committed once (group commit). What Write has answered
// is on disk. Reads see one moment and only the rows of their Scope.
//
// Start with Open, Write, Read; Insert, Update, Load and List work on records.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/fault"
)

// Options say how a Store is opened.
type Options struct {
	URL    string       // sqlite:PATH, postgres://…, or postgres://…?distributed=citus
	Steps  []Step       // of the schema, all of them, in order
	Signer audit.Signer // signs the heads of audit chains
	Heads  string       // file, outside the data folder, where heads are noted
	Now    func() time.Time
	Log    *slog.Logger // nil: nothing is logged
	// Backup is called before the schema of a database with records is changed; an error keeps the old schema.
	Backup func(context.Context, *Store) error
}

// A Store is an open database.
type Store struct {
	engine   *engine
	options  Options
	queue    chan *request
	stopped  chan struct{} // closed when the writer has ended
	closing  sync.Once
	stop     chan struct{}
	readers  chan *connection
	heads    *headFile
	unlock   func() error
	counts   counts
	kept     *kept
	writing  sync.RWMutex // held for reading while a request is handed over, so that Close can not miss one
	isClosed bool
}

// An engine is what differs between databases.
type engine struct {
	dialect   *dialect.Dialect
	write     *sql.DB
	read      *sql.DB
	tend      []string      // makes the database count what is in its tables; none where it does so by itself
	tended    atomic.Uint64 // how often that was done: a connection knows what was counted before it was opened
	begin     string        // a transaction that writes
	among     string        // makes it one among those of other servers, before it sees anything; "" where there are none
	apart     string        // lets it wait until it is the only one, and others for its end
	beginRead string        // a transaction that sees one moment
	classify  func(error) class
	hasTable  string // a query for the number of tables with a name
	tables    string // a query for the names of all tables, in order
	settings  func(context.Context, *sql.DB) (Settings, error)
	// isAlone says that no other process writes to the database while this one has it open.
	isAlone bool
	// isDistributed says that tables are spread over the nodes of Citus when they are made.
	isDistributed bool
}

// A class of database error, by what can be done about it.
type class int

const (
	classOther     class = iota
	classRetry           // the same transaction may succeed now
	classFull            // no room on the disk
	classAway            // the database does not answer
	classRange           // a number has left its range
	classDuplicate       // a value stands already where it may stand once
)

// Open opens a database, brings its schema up to date and starts the writer.
// Errors: fault.Unavailable if the database can not be reached or is in use by another process, fault.Conflict ("schema-newer") if a
// newer release has changed it.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := connect(ctx, o)
	if err != nil {
		return nil, err
	}
	if s.heads, err = openHeads(o.Heads); err == nil {
		err = s.migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.release())
	}
	go s.work()
	return s, nil
}

// connect opens the database, for this process alone where it lies in a folder.
func connect(ctx context.Context, o Options) (*Store, error) {
	s := newStore(o)
	var err error
	kind, place, _ := strings.Cut(o.URL, ":")
	switch kind {
	case "sqlite":
		if s.unlock, err = lock(place + ".lock"); err != nil {
			return nil, err
		}
		s.engine, err = openSQLite(ctx, place)
	case "postgres", "postgresql":
		s.engine, err = openPostgreSQL(ctx, o.URL)
	default:
		err = fault.New(fault.Invalid, "database-url", o.URL)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), s.unlock())
	}
	s.readers = s.newReaders()
	if !s.engine.isDistributed { // the nodes of Citus have no moment in common
		s.kept = newKept(!s.engine.isAlone)
	}
	return s, nil
}

func newStore(o Options) *Store {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Store{options: o, queue: make(chan *request, maxGroup), stop: make(chan struct{}), stopped: make(chan struct{}), unlock: func() error { return nil }}
}

// Close answers the requests that are waiting, ends the writer and closes the database. Requests after it get fault.Unavailable.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		s.writing.Lock()
		s.isClosed = true
		s.writing.Unlock()
		close(s.stop)
		<-s.stopped
		err = s.release()
	})
	return err
}

func (s *Store) release() error {
	for range cap(s.readers) {
		(<-s.readers).drop()
	}
	err := errors.Join(s.engine.write.Close(), s.engine.read.Close())
	if s.heads != nil {
		err = errors.Join(err, s.heads.close())
	}
	return errors.Join(err, s.unlock())
}

// Engine is the name of the database: "sqlite" or "postgresql".
func (s *Store) Engine() string { return s.engine.dialect.Name() }

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.engine.explain(s.engine.read.QueryRowContext(ctx, "SELECT 1").Scan(&one))
}

func (s *Store) hasTable(ctx context.Context, name string) (bool, error) {
	var n int
	err := s.engine.read.QueryRowContext(ctx, s.engine.hasTable, name).Scan(&n)
	return n > 0, err
}

// explain gives an error of the database the kind by which a person can act on it.
func (e *engine) explain(err error) error {
	if err == nil {
		return nil
	}
	if fault.KindOf(err) != fault.Internal {
		return err
	}
	switch e.classify(err) {
	case classFull:
		return fault.Because(err, fault.Unavailable, "disk-full")
	case classAway:
		return fault.Because(err, fault.Unavailable, "database-away")
	case classRetry:
		return fault.Because(err, fault.Unavailable, "database-busy")
	case classRange:
		return fault.Because(err, fault.Invalid, "number-range")
	case classDuplicate:
		return fault.Because(err, fault.Conflict, "record-duplicate")
	}
	return err
}
