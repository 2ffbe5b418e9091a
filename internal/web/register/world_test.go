package register_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/register"
	pages "github.com/wenxiao/wenxiao/internal/web/register"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/packs"
	"github.com/wenxiao/wenxiao/region"
)

const (
	county = "990102"
	number = "140999199003074519" // of nobody: there is no such county
)

// A world is a server over an installation with the toy pack and people of its county.
type world struct {
	*sitetest.Server
	officer app.Call
}

func newWorld(t *testing.T) *world {
	t.Helper()
	start, in := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), region.MustParse(county)
	w := &world{Server: sitetest.Open(t, func() time.Time { return start }, pages.Routes)}
	w.Must(w.I.Registers.Load(t.Context(), app.System("test", access.PackLoad), "pack.yaml", packs.Toy))
	w.Division(in, "云岫县")
	var people []sitetest.Person
	for _, role := range []access.Role{access.Programme, access.Auditor, access.Security, access.Operator} {
		people = append(people, sitetest.Person{Name: string(role), Label: "何云", In: in, Role: role})
	}
	ids := w.Hire(people...)
	w.officer = app.Call{Actor: access.Actor{Account: ids[string(access.Programme)], Division: in, Grants: []access.Grant{{Role: access.Programme, Division: in}}, Locale: "zh"}, Request: "test", From: "local"}
	return w
}

// grower keeps a record of somebody with the income and damage, in a village.
func (w *world) grower(income, damage, village string) uuid.UUID {
	w.T.Helper()
	e := register.Entry{ID: uuid.Must(uuid.NewV7()), Values: map[string]string{"income": income, "damage": damage, "village": village, "joined": "2024-02-29"}}
	w.Must(w.I.Registers.Save(w.T.Context(), w.officer, "toy", "grower", e))
	return e.ID
}

// guarded tries every address as nobody, and as the auditor, who works on no register.
func (w *world) guarded(addresses ...string) {
	w.T.Helper()
	w.Guarded("auditor", addresses...)
}
