package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"runtime"
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

// openSQLite opens a file with one connection that writes and several that read.
func openSQLite(ctx context.Context, path string) (*engine, error) {
	// A commit is on disk before it is answered (synchronous=FULL), readers do not wait for the writer (WAL), and what is deleted leaves the file.
	shared := []string{"foreign_keys(1)", "busy_timeout(5000)", "temp_store(memory)", "trusted_schema(0)", "secure_delete(1)"}
	if err := registerExact(); err != nil {
		return nil, fmt.Errorf("register %s: %w", dialect.ExactName, err)
	}
	write, err := sql.Open("sqlite", dsn(path, append(shared, "journal_mode(wal)", "synchronous(full)", "cache_size(-65536)", "journal_size_limit(67108864)")))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), write.Close())
	}
	read, err := sql.Open("sqlite", dsn(path, append(shared, "query_only(1)", "cache_size(-16384)")))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	readers := max(4, 2*runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &engine{
		dialect: dialect.SQLite(), write: write, read: read,
		begin: "BEGIN IMMEDIATE", beginRead: "BEGIN DEFERRED", classify: classifySQLite,
		hasTable: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?",
	}, nil
}

func dsn(path string, pragmas []string) string {
	q := url.Values{"_pragma": pragmas}
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
