package store_test

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Database {
		path := filepath.Join(t.TempDir(), "a b?#%.db") // any name of a file will do
		address := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: "_pragma=busy_timeout(5000)"}
		return storetest.Database{URL: "sqlite:" + path, Exec: intruder("sqlite", address.String())}
	})
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Database {
		address := pgtest.Open(t)
		return storetest.Database{URL: address, IsShared: true, Exec: intruder("pgx", address)}
	})
}

// intruder changes a database past the store.
func intruder(driver, address string) func(*testing.T, string) {
	return func(t *testing.T, text string) {
		db, err := sql.Open(driver, address)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}()
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
}
