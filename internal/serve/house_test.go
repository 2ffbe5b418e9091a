package serve_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/serve"
	"github.com/wenxiao/wenxiao/region"
)

// commonPassword opens the account of everybody in the house.
const commonPassword = "Rikova-Tumeso-5183"

// The divisions of the fixture: the plan is the city's, and the county has no part in it.
const (
	provinceCode = "190000"
	cityCode     = "190300"
	countyCode   = "190321"
)

// A house is an installation that is served, with people who work in it.
type house struct {
	*instance.Instance
	address string
	log     *notes
	units   map[string]uuid.UUID
	people  map[string]access.Actor
}

// notes are what the server logged.
type notes struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// clock begins on a working day in the year of the sample documents, and runs.
func clock() func() time.Time {
	begun, start := time.Now(), time.Date(2025, 5, 6, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	return func() time.Time { return start.Add(time.Since(begun)) }
}

// build makes an installation with two divisions, their units, and one person of each role.
func build(t *testing.T) *house {
	t.Helper()
	return buildOn(t, clock())
}

// buildOn builds it with a clock.
func buildOn(t *testing.T, now func() time.Time) *house {
	t.Helper()
	h := &house{Instance: instancetest.Open(t, "", now), log: new(notes), units: make(map[string]uuid.UUID), people: make(map[string]access.Actor)}
	h.Log = slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	call := app.System("fixture", access.OrganisationManage)
	for _, d := range []region.Division{{Code: region.MustParse(provinceCode), Name: "宁江省"}, {Code: region.MustParse(cityCode), Name: "安岭市"}, {Code: region.MustParse(countyCode), Name: "云岭县"}} {
		h.must(t, h.Organisation.AddDivision(t.Context(), call, organisation.Division{ID: id(t), Division: d}))
	}
	for _, u := range []organisation.Unit{
		{Name: "安岭市人民政府办公室"}, {Name: "安岭市住房和城乡建设局", Aliases: []string{"市住房城乡建设局"}}, {Name: "安岭市自然资源局", Aliases: []string{"市自然资源局"}},
		{Name: "安岭市财政局", Aliases: []string{"市财政局"}}, {Name: "安岭市城市管理局", Aliases: []string{"市城市管理局"}},
	} {
		u.ID, u.Division = id(t), region.MustParse(cityCode)
		h.units[u.Name] = u.ID
		h.must(t, h.Organisation.AddUnit(t.Context(), call, u))
	}
	office := id(t)
	h.units["云岭县人民政府办公室"] = office
	h.must(t, h.Organisation.AddUnit(t.Context(), call, organisation.Unit{ID: office, Division: region.MustParse(countyCode), Name: "云岭县人民政府办公室"}))
	h.hire(t)
	return h
}

// hire makes the accounts.
func (h *house) hire(t *testing.T) {
	t.Helper()
	var all []account.New
	for _, x := range []struct {
		name, in, unit string
		role           access.Role
	}{
		{"supervisor", cityCode, "安岭市人民政府办公室", access.Supervisor}, {"leader", cityCode, "安岭市人民政府办公室", access.Leader},
		{"reporter", cityCode, "安岭市住房和城乡建设局", access.Reporter}, {"approver", cityCode, "安岭市住房和城乡建设局", access.Approver},
		{"colleague", cityCode, "安岭市住房和城乡建设局", access.Reporter},
		{"other", cityCode, "安岭市城市管理局", access.Reporter}, {"other.approver", cityCode, "安岭市城市管理局", access.Approver},
		{"county", countyCode, "云岭县人民政府办公室", access.Supervisor}, {"programme", countyCode, "云岭县人民政府办公室", access.Programme}, {"field", countyCode, "云岭县人民政府办公室", access.Field},
		{"auditor", cityCode, "", access.Auditor}, {"security", cityCode, "", access.Security}, {"operator", cityCode, "", access.Operator},
	} {
		in := region.MustParse(x.in)
		n := account.New{ID: id(t), Name: x.name, Label: x.name, Division: in, Unit: h.units[x.unit], Password: commonPassword, Roles: []access.Role{x.role}}
		all = append(all, n)
		h.people[x.name] = access.Actor{Account: n.ID, Unit: n.Unit, Division: in, Grants: []access.Grant{{Role: x.role, Division: in}}, Locale: "zh"}
	}
	h.must(t, h.Accounts.Found(t.Context(), app.Call{Request: "fixture", From: "local"}, all))
}

// open serves the house until the test ends.
func (h *house) open(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- serve.Run(ctx, h.Instance, serve.Options{Settings: config.Serve{Listen: "127.0.0.1:0", Workers: 1}, Log: h.Log, Now: h.Now, Ready: func(a string) { ready <- a }})
	}()
	t.Cleanup(func() {
		stop()
		h.must(t, <-done)
	})
	select {
	case h.address = <-ready:
	case err := <-done:
		done <- nil
		t.Fatalf("the server did not start: %v", err)
	}
}

// as is a call of somebody who works here.
func (h *house) as(name string) app.Call {
	return app.Call{Actor: h.people[name], Request: "fixture", From: "local"}
}

func (h *house) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func id(t *testing.T) uuid.UUID {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(fmt.Errorf("make an id: %w", err))
	}
	return id
}
