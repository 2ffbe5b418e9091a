package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/fault"
)

// openPostgreSQL opens a PostgreSQL database, whatever isolation its server defaults to.
func openPostgreSQL(ctx context.Context, address string) (*engine, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "database-url", "postgres://…")
	}
	q := u.Query()
	isDistributed := q.Get("distributed") == "citus"
	q.Del("distributed") // ours, not the server's: the same statements serve Citus
	u.RawQuery = q.Encode()
	config, err := pgx.ParseConfig(u.String())
	if err != nil {
		return nil, fault.Because(errors.New("parse the address"), fault.Invalid, "database-url", "postgres://…") // the error repeats the password
	}
	config.ConnectTimeout = 5 * time.Second
	config.RuntimeParams["application_name"] = "wenxiao"
	config.RuntimeParams["timezone"] = "UTC"
	for name, seconds := range map[string]string{"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"} {
		config.RuntimeParams[name] = seconds // a server whose machine has stopped keeps the others waiting for a minute, not for hours
	}
	config.RuntimeParams["plan_cache_mode"] = "force_custom_plan" // a plan made for any list of ids takes ten for the length of each, and reads whole tables for fifty
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(32)
	db.SetMaxIdleConns(16)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fault.Because(err, fault.Unavailable, "database-away"), db.Close())
	}
	return &engine{
		dialect: dialect.PostgreSQL(), write: db, read: db,
		begin:         "BEGIN ISOLATION LEVEL SERIALIZABLE",
		among:         "LOCK TABLE " + revisionTable.Name + " IN ROW EXCLUSIVE MODE", // the one statement that comes before a transaction's moment
		apart:         "LOCK TABLE " + revisionTable.Name + " IN EXCLUSIVE MODE",
		beginRead:     "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		classify:      classifyPostgreSQL,
		isDistributed: isDistributed,
		hasTable:      "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1",
		tables:        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE \"C\"",
		settings:      settingsOfPostgreSQL,
	}, nil
}

func classifyPostgreSQL(err error) class {
	if err == nil {
		return classOther
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch {
		case e.Code == "40001" || e.Code == "40P01": // serialization failure, deadlock
			return classRetry
		case e.Code == "23505" && strings.HasSuffix(e.ConstraintName, "_pkey"): // two servers took the same row number; ids never collide
			return classRetry
		case e.Code == "23505":
			return classDuplicate
		case e.Code == "53100": // disk full
			return classFull
		case e.Code == "22003": // out of range
			return classRange
		case strings.HasPrefix(e.Code, "08"), strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "53"):
			return classAway
		}
		return classOther
	}
	if _, ok := errors.AsType[*net.OpError](err); ok || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, net.ErrClosed) || pgconn.Timeout(err) {
		return classAway
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return classAway
	}
	if strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "unexpected EOF") { // pgx gives these no type
		return classAway
	}
	return classOther
}
