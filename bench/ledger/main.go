//go:build linux

// Command ledger looks at pages while reports are written, in a ledger of 10,000
// tasks and 1,000,000 reports:
//
//	go run ./ledger
//	go run ./ledger -database postgres://postgres@127.0.0.1:5432/bench
//
// The ledger is the demo's, copied: every task with all that belongs to it, and
// what was accepted again for earlier years. The load is open: a page is asked
// for and a report sent when its time has come, whether or not the one before was
// answered, and what a request waits counts.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL for database/sql
	_ "modernc.org/sqlite"             // SQLite for database/sql

	"github.com/wenxiao/wenxiao/bench/measure"
	"github.com/wenxiao/wenxiao/bench/server"
)

// An options is what the command line says.
type options struct {
	program, data, database string
	tasks, reports          int
	views, writes, handed   int
	span                    time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "", "wenxiao program to measure; empty: build it")
	flag.StringVar(&o.data, "data", "", "folder of the ledger, kept and used again; empty: made for this run")
	flag.StringVar(&o.database, "database", "", "URL of an empty PostgreSQL database; empty: SQLite in the folder")
	flag.IntVar(&o.tasks, "tasks", 10_000, "tasks")
	flag.IntVar(&o.reports, "reports", 1_000_000, "reports")
	flag.IntVar(&o.views, "views", 50, "page views a second")
	flag.IntVar(&o.writes, "writes", 100, "reports written a second")
	flag.IntVar(&o.handed, "handed", 1, "how many of them are handed in; the ledger keeps that")
	flag.DurationVar(&o.span, "time", 30*time.Second, "length of the load")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "ledger:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	dir, err := os.MkdirTemp("", "wenxiao-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if o.program, err = measure.Program(o.program, dir); err != nil {
		return err
	}
	if o.data == "" {
		o.data = filepath.Join(dir, "data")
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	fmt.Printf("%s\nload before: %s\n", measure.Machine(), strings.TrimSpace(string(load)))
	accounts, err := server.Demo(o.program, o.data, o.database)
	if err != nil {
		return err
	}
	driver, source := "sqlite", "file:"+filepath.Join(o.data, "wenxiao.db")+"?_pragma=synchronous(off)&_pragma=cache_size(-262144)"
	if o.database != "" {
		driver, source = "pgx", o.database
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := fill(ctx, db, o); err != nil {
		return fmt.Errorf("fill the ledger: %w", err)
	}
	known, err := look(ctx, db)
	if err != nil {
		return fmt.Errorf("look for what to ask: %w", err)
	}
	args := []string{"serve", "--data", o.data, "--listen", "ADDRESS", "--request-rate", "0", "--log-level", "error"}
	if o.database != "" {
		args = append(args, "--database", o.database)
	}
	s, err := server.Start("wenxiao", o.program, "/healthz", args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Stop()) }()
	if err := settle(ctx, db); err != nil {
		return fmt.Errorf("wait for the work of the night: %w", err)
	}
	return attend(s, accounts, known, o)
}

// settle waits until the server has done what it does once a day: lights and what is kept of them. It is no part of the load, and has a night's time.
func settle(ctx context.Context, db *sql.DB) error {
	begin := time.Now()
	for again := time.NewTicker(200 * time.Millisecond); ; <-again.C {
		var lit, open int
		if err := errors.Join(db.QueryRowContext(ctx, "select count(*) from job where kind = 'light'").Scan(&lit),
			db.QueryRowContext(ctx, "select count(*) from job where state = 'running' or kind = 'light' and state = 'waiting'").Scan(&open)); err != nil {
			return err
		}
		if lit > 0 && open == 0 {
			fmt.Printf("the work of the night took %.1f s\n", time.Since(begin).Seconds())
			return nil
		}
	}
}

// fill brings the ledger to its size, unless it has it from a run before.
func fill(ctx context.Context, db *sql.DB, o options) (err error) {
	var tasks, reports, accepted int
	if err := errors.Join(db.QueryRowContext(ctx, "select count(*) from task").Scan(&tasks),
		db.QueryRowContext(ctx, "select count(*) from report").Scan(&reports),
		db.QueryRowContext(ctx, "select count(*) from due where state = 'accepted'").Scan(&accepted)); err != nil {
		return err
	}
	if tasks >= o.tasks {
		fmt.Printf("as it was: %d tasks, %d reports\n", tasks, reports)
		return nil
	}
	copies := max(o.tasks/tasks, 1)
	years := max(0, (o.reports/(copies+1)-reports+accepted-1)/accepted)
	begin := time.Now()
	var into sink
	end := func() error { return nil }
	if o.database == "" {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		into, end = sqlite{tx}, tx.Commit
	} else {
		conn, err := pgx.Connect(ctx, o.database)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, conn.Close(ctx)) }()
		into, end = postgres{conn}, func() error { _, err := conn.Exec(ctx, "analyze"); return err }
	}
	g, err := read(ctx, db, into)
	if err != nil {
		return err
	}
	if err := g.grow(ctx, copies, years); err != nil {
		return err
	}
	if err := end(); err != nil {
		return err
	}
	fmt.Printf("filled in %.0f s with %d tasks, %d due items, %d reports, %d values, %d lights\n", time.Since(begin).Seconds(),
		tasks+g.counts["task"], g.counts["due"], reports+g.counts["report"], g.counts["report_value"], g.counts["light"])
	return nil
}
