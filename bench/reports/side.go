//go:build linux

package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/bench/server"
)

// A side is a server that takes reports.
type side struct {
	*server.Server
	path string             // where a report is created
	body func(n int) []byte // of the report with a number
}

// ours serves a demo, with a unit's clerk signed in, who reports on what is due.
func ours(program, dir string) (*side, error) {
	data := filepath.Join(dir, "wenxiao-data")
	accounts, err := server.Demo(program, data, "")
	if err != nil {
		return nil, err
	}
	running, err := server.Start("wenxiao", program, "/healthz", "serve", "--data", data, "--listen", "ADDRESS", "--request-rate", "0", "--log-level", "error")
	if err != nil {
		return nil, err
	}
	s := &side{Server: running, path: "/api/v1/reports"}
	for _, a := range accounts {
		if a.Role != "reporter" {
			continue
		}
		if err := s.SignIn(a); err != nil {
			return s, err
		}
		var due struct {
			Items []struct{ ID string }
		}
		if err := s.Ask("GET", "/api/v1/due?state=open", nil, &due); err != nil {
			return s, err
		}
		if len(due.Items) == 0 {
			continue
		}
		s.body = func(n int) []byte { return server.Report(n, due.Items[n%len(due.Items)].ID) }
		return s, nil
	}
	return s, errors.New("nothing is due in the demo")
}

// pocketbase serves a collection of the same fields and indexes, with a user signed in, without whom nothing is created.
func pocketbase(program, dir string) (*side, error) {
	running, err := server.Rival(program, filepath.Join(dir, "pocketbase"), map[string]any{
		"name": "reports", "type": "base", "createRule": server.SignedIn,
		"fields": []any{server.Text("due"), server.Text("unit"), server.Text("account"), server.Text("state"), server.Text("progress"), server.Text("problem"), server.Text("next"), server.Text("reason"),
			map[string]any{"name": "made", "type": "number"}, map[string]any{"name": "submitted", "type": "number"}, map[string]any{"name": "is_late", "type": "bool"}},
		"indexes": []string{"CREATE INDEX report_due ON reports (due)", "CREATE INDEX report_unit ON reports (unit)"},
	})
	if running == nil {
		return nil, err
	}
	s := &side{Server: running, path: "/api/collections/reports/records"}
	s.body = func(n int) []byte {
		return fmt.Appendf(nil, `{"due":"%s","unit":"%s","account":"%s","state":"draft","progress":"%s","problem":"%s","next":"%s","made":%d}`,
			id(n%500), id(1), id(2), server.Progress, server.Problem, server.Next, time.Now().UnixMilli())
	}
	return s, err
}

// id is the id of something with a number, which is in the random half.
func id(n int) uuid.UUID {
	now := time.Now().UnixMilli()
	return uuid.MustParse(fmt.Sprintf("%08x-%04x-7000-8000-%012x", now>>16&0xffffffff, now&0xffff, n))
}
