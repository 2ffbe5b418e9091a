package admin_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/web/admin"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/region"
)

const (
	city     = "190300"
	county   = "190321"
	password = sitetest.Password
	hostile  = "<em>何云</em>"
)

// A world is a server over an installation with a division, a unit and an account of every administrator.
type world struct {
	*sitetest.Server
	unit   uuid.UUID
	people map[string]uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	start := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
	w := &world{Server: sitetest.Open(t, func() time.Time { return start }, ledger.Routes, admin.Routes)}
	w.Site.Settings = []config.Setting{{Name: "listen", Value: hostile, From: config.FromFile}, {Name: "oidc-secret", Value: config.Shown("oidc-secret", "sesam"), From: config.FromEnvironment}}
	w.Division(region.MustParse(city), "柏川市")
	w.Division(region.MustParse(county), "云岫县")
	w.unit = w.Unit(region.MustParse(county), "云岫县<em>教育局")
	var people []sitetest.Person
	for _, r := range []access.Role{access.Operator, access.Security, access.Auditor, access.Supervisor} {
		people = append(people, sitetest.Person{Name: string(r), Label: hostile, In: region.MustParse(city), Role: r})
	}
	w.people = w.Hire(people...)
	return w
}
