package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/region"
)

var (
	city  = region.MustParse("190300")
	local = app.Call{Request: "test", From: "local"}
)

func now() time.Time { return time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC) }

func administrators() []account.New {
	var all []account.New
	for _, r := range []access.Role{access.Operator, access.Security, access.Auditor} {
		all = append(all, account.New{ID: uuid.Must(uuid.NewV7()), Name: string(r), Division: city, Password: "Kodami-Rupeso-7342", Roles: []access.Role{r}})
	}
	return all
}

func TestFound_AllOrNone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func([]account.New) []account.New
		key   string
	}{
		"no security":    {func(a []account.New) []account.New { return append(a[:1], a[2]) }, "found-security"},
		"one name twice": {func(a []account.New) []account.New { a[2].Name = "OPERATOR "; return a }, "account-exists"},
		"bad name":       {func(a []account.New) []account.New { a[2].Name = "x"; return a }, "account-name"},
		"weak password":  {func(a []account.New) []account.New { a[2].Password = "short"; return a }, "password-short"},
		"two of three":   {func(a []account.New) []account.New { a[2].Roles = append(a[2].Roles, access.Security); return a }, "role-administrators-apart"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := instancetest.Open(t, "", now)
			err := i.Accounts.Found(t.Context(), local, c.spoil(administrators()))
			if f, ok := errors.AsType[*fault.Error](err); !ok || f.Key != c.key {
				t.Errorf("founding gives %v, want %s", err, c.key)
			}
			if founded, err := i.Accounts.Founded(t.Context()); founded || err != nil {
				t.Errorf("founded is %v (%v) after a refusal", founded, err)
			}
			if err := i.Accounts.Found(t.Context(), local, administrators()); err != nil {
				t.Errorf("founding after a refusal: %v", err)
			}
		})
	}
}

func TestCreate_OnlyWhereTheActorManagesAccounts(t *testing.T) {
	t.Parallel()
	i := instancetest.Open(t, "", now)
	if err := i.Accounts.Found(t.Context(), local, administrators()); err != nil {
		t.Fatal(err)
	}
	security := local
	security.Actor = access.Actor{Account: uuid.Must(uuid.NewV7()), Division: city, Grants: []access.Grant{{Role: access.Security, Division: city}}}
	for code, want := range map[string]fault.Kind{"190321": "", "190300": "", "190400": fault.Forbidden, "190000": fault.Forbidden} {
		err := i.Accounts.Create(t.Context(), security, account.New{ID: uuid.Must(uuid.NewV7()), Name: "a" + code, Division: region.MustParse(code), Password: "Kodami-Rupeso-7342"})
		if want == "" && err != nil || want != "" && fault.KindOf(err) != want {
			t.Errorf("an account without roles in %s: %v, want %v", code, err, want)
		}
	}
}
