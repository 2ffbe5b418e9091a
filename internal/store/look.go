package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// Look opens a database as it stands, only to read it: no step of the schema is taken, nothing is noted, and another process may have
// it open. Write and Keep get fault.Unavailable. fault.NotFound ("database-missing"): there is no such file.
func Look(ctx context.Context, o Options) (*Store, error) {
	s := newStore(o)
	s.isClosed = true
	close(s.stopped)
	var err error
	switch kind, place, _ := strings.Cut(o.URL, ":"); kind {
	case "sqlite":
		if _, missing := os.Stat(place); missing != nil {
			return nil, fault.Because(missing, fault.NotFound, "database-missing", place)
		}
		s.engine, err = openSQLiteToRead(ctx, place)
	case "postgres", "postgresql":
		s.engine, err = openPostgreSQL(ctx, o.URL)
	default:
		err = fault.New(fault.Invalid, "database-url", o.URL)
	}
	if err != nil {
		return nil, fmt.Errorf("open database to read: %w", err)
	}
	s.readers = s.newReaders()
	return s, nil
}

// IsInUse says whether another process has a database in a folder open; false for a database that is shared by servers.
func IsInUse(url string) (bool, error) {
	place, isFile := strings.CutPrefix(url, "sqlite:")
	if !isFile {
		return false, nil
	}
	if _, err := os.Stat(place + ".lock"); err != nil {
		return false, nil // whoever has it open has made the file
	}
	unlock, err := lock(place + ".lock")
	if fault.KindOf(err) == fault.Unavailable {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, unlock()
}

// Step is the number of steps the schema has taken; 0 for an empty database.
func (s *Store) Step(ctx context.Context) (int, error) { return s.taken(ctx) }

// Tables are the names of all tables of the database, in order, also of those that are not ours.
func (s *Store) Tables(ctx context.Context) (names []string, err error) {
	rows, err := s.engine.read.QueryContext(ctx, s.engine.tables)
	if err != nil {
		return nil, s.engine.explain(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		names = append(names, name)
	}
	return names, s.engine.explain(errors.Join(rows.Err(), rows.Close()))
}

// TablesAfter are the tables of a database that has taken these steps.
func TablesAfter(steps []Step) []*relation.Table {
	var tables []*relation.Table
	find := func(t *relation.Table) *relation.Table {
		for _, have := range tables {
			if have.Name == t.Name {
				return have
			}
		}
		return &relation.Table{} // the step fails too
	}
	for _, step := range steps {
		for _, change := range step.Changes {
			switch c := change.(type) {
			case relation.CreateTable:
				made := *c.Table
				made.Columns, made.Indexes = append([]relation.Column(nil), made.Columns...), append([]relation.Index(nil), made.Indexes...)
				tables = append(tables, &made)
			case relation.AddColumn:
				t := find(c.Table)
				t.Columns = append(t.Columns, c.Column)
			case relation.CreateIndex:
				t := find(c.Table)
				t.Indexes = append(t.Indexes, c.Index)
			}
		}
	}
	return tables
}

// Heads are the last blocks of all chains as the reader sees them.
func Heads(ctx context.Context, r Reader) ([]audit.Head, error) {
	blocks, err := List[blockRow](ctx, r, &relation.Select{
		From: relation.From(blockTable, "b"),
		Joins: []relation.Join{{Source: relation.From(headTable, "h"), On: relation.And{
			relation.Same(relation.C("h", relation.Owner), relation.C("b", relation.Owner)),
			relation.Same(relation.C("h", "height"), relation.C("b", "height"))}}},
		OrderBy: []relation.Order{{By: relation.C("b", relation.Owner)}},
	})
	heads := make([]audit.Head, len(blocks))
	for i, b := range blocks {
		heads[i] = audit.Block(b).Head()
	}
	return heads, err
}

// Settings are what a database says of itself that decides whether it keeps what it is given.
type Settings struct {
	Version   string   // of the database
	Number    int      // of the version of PostgreSQL, such as 160004; 0 of SQLite
	Encoding  string   // of texts: "UTF8" or "UTF-8"
	Journal   string   // of SQLite: "wal" as we set it
	IsDurable bool     // a commit waits until the disk has it
	Damage    []string // what SQLite finds wrong with its file, at most ten
	Now       int64    // the server's clock, ms since 1970; 0 where it is ours
}

// Settings asks the database about itself. On SQLite it reads the whole file to see whether it is damaged.
func (s *Store) Settings(ctx context.Context) (Settings, error) {
	settings, err := s.engine.settings(ctx, s.engine.read)
	return settings, s.engine.explain(err)
}

func settingsOfSQLite(ctx context.Context, db *sql.DB) (Settings, error) {
	s := Settings{IsDurable: true} // every connection that writes is opened so
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&s.Version); err != nil {
		return s, err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&s.Journal); err != nil {
		return s, err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA encoding").Scan(&s.Encoding); err != nil {
		return s, err
	}
	rows, err := db.QueryContext(ctx, "PRAGMA integrity_check(10)")
	if err != nil {
		return s, err
	}
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return s, errors.Join(err, rows.Close())
		}
		if line != "ok" {
			s.Damage = append(s.Damage, line)
		}
	}
	return s, errors.Join(rows.Err(), rows.Close())
}

func settingsOfPostgreSQL(ctx context.Context, db *sql.DB) (Settings, error) {
	var s Settings
	err := db.QueryRowContext(ctx, `SELECT current_setting('server_version'), current_setting('server_version_num')::int, current_setting('server_encoding'),
		current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off', (extract(epoch FROM clock_timestamp()) * 1000)::bigint`).
		Scan(&s.Version, &s.Number, &s.Encoding, &s.IsDurable, &s.Now)
	return s, err
}
