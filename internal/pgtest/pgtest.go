// Package pgtest gives tests a PostgreSQL database of their own, empty, that goes when the test ends. It is for tests only and starts
// no server: TEST_POSTGRES is the URL of one whose user may create databases. `./check` starts one, and
// `./check postgres go test ./internal/dialect` runs a single command with one.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Open creates a database and gives its URL. The test is skipped if TEST_POSTGRES is not set, and fails where CI=true.
func Open(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("TEST_POSTGRES is not set, and CI needs it: run ./check")
		}
		t.Skip("TEST_POSTGRES is not set: run ./check postgres go test …")
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("TEST_POSTGRES: %v", err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	run(t, server, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	address.Path = "/" + name
	return address.String()
}

func run(t testing.TB, server, statement string) {
	t.Helper()
	ctx := context.Background() // the test's own has ended when the database is dropped
	connection, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(fmt.Errorf("connect to TEST_POSTGRES: %w", err))
	}
	_, err = connection.Exec(ctx, statement)
	if err := errors.Join(err, connection.Close(ctx)); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", statement, err))
	}
}
