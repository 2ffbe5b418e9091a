package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"sync"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// registerExact gives SQLite, which turns a calculation that leaves the range of integers into a float, the function that refuses it. The
// driver has one set of functions for the process.
var registerExact = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction(dialect.ExactName, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return dialect.Exact(args[0])
	})
})

// sharedPragmas are those of every connection: temporary tables stay in memory, and what is deleted leaves the file.
var sharedPragmas = []string{"foreign_keys(1)", "busy_timeout(5000)", "temp_store(memory)", "trusted_schema(0)", "secure_delete(1)"}

// openSQLite opens a file with one connection that writes and several that read.
func openSQLite(ctx context.Context, path string) (*engine, error) {
	if err := registerExact(); err != nil {
		return nil, fmt.Errorf("register %s: %w", dialect.ExactName, err)
	}
	// A commit is on disk before it is answered (synchronous=FULL), and readers do not wait for the writer (WAL).
	write, err := sql.Open("sqlite", dsn(path, "", append(slices.Clone(sharedPragmas), "journal_mode(wal)", "synchronous(full)", "cache_size(-65536)", "journal_size_limit(67108864)", "analysis_limit(10000)")))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), write.Close())
	}
	read, err := readSQLite(path, "")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	return engineOfSQLite(write, read), nil
}

// openSQLiteToRead opens a file that is there, and changes nothing in it.
func openSQLiteToRead(ctx context.Context, path string) (*engine, error) {
	if err := registerExact(); err != nil {
		return nil, fmt.Errorf("register %s: %w", dialect.ExactName, err)
	}
	read, err := readSQLite(path, "ro")
	if err != nil {
		return nil, err
	}
	if err := read.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), read.Close())
	}
	return engineOfSQLite(read, read), nil
}

func readSQLite(path, mode string) (*sql.DB, error) {
	read, err := sql.Open("sqlite", dsn(path, mode, append(slices.Clone(sharedPragmas), "query_only(1)", "cache_size(-16384)")))
	if err != nil {
		return nil, err
	}
	const spare = 2 // for what is asked beside Read, such as Ping and Tables: each reader keeps its connection
	readers := max(4, 2*runtime.NumCPU())
	read.SetMaxOpenConns(readers + spare)
	read.SetMaxIdleConns(readers + spare)
	return read, nil
}

func engineOfSQLite(write, read *sql.DB) *engine {
	return &engine{
		dialect: dialect.SQLite(), write: write, read: read,
		tend: []string{
			"PRAGMA optimize=0x10002", // also of tables that this connection has not asked; no more than 10,000 rows of an index
			"ANALYZE sqlite_schema",   // makes the table of what was counted where nothing was yet
			// An index that does not begin with what is asked for is not entered all the same: a list in the order of another index would be sorted whole.
			"UPDATE sqlite_stat1 SET stat = stat || ' noskipscan' WHERE idx IS NOT NULL AND stat NOT LIKE '% noskipscan'",
			"ANALYZE sqlite_schema", // reads them again
		},
		begin: "BEGIN IMMEDIATE", beginRead: "BEGIN DEFERRED", classify: classifySQLite,
		hasTable: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?",
		tables:   "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
		settings: settingsOfSQLite, isAlone: true,
	}
}

// dsn is the address of a file; mode is "ro", or empty for one that is made if there is none.
func dsn(path, mode string, pragmas []string) string {
	q := url.Values{"_pragma": pragmas}
	if mode != "" {
		q.Set("mode", mode)
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: q.Encode()}).String()
}

func classifySQLite(err error) class {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return classOther
	}
	if e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY {
		return classDuplicate
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return classFull
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
		if e.Code() == sqlite3.SQLITE_IOERR_WRITE || e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE || e.Code() == sqlite3.SQLITE_IOERR_FSYNC {
			return classFull // what a full disk looks like in the write-ahead log
		}
		return classAway
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return classRetry
	}
	return classOther
}
