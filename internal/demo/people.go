package demo

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/region"
)

// A home is a unit with the division it is in.
type home struct {
	unit
	of division
	id uuid.UUID
}

// settle adds divisions, units and accounts, a working day before anything else is done.
func (f *filler) settle(ctx context.Context) ([]Account, error) {
	at := moment(f.start(), 9, 0)
	f.Clock.stop(at)
	places := []division{f.place.Province, f.place.City}
	for _, s := range f.seats {
		places = append(places, s.division)
	}
	call := app.System("demo", access.OrganisationManage)
	var acts []act
	for _, d := range places {
		acts = append(acts, act{do: func(ctx context.Context) error {
			return f.Organisation.AddDivision(ctx, call, organisation.Division{ID: f.id(at, d.Code), Division: region.Division{Code: d.Code, Name: d.Name}})
		}})
	}
	if err := together(ctx, acts); err != nil {
		return nil, err
	}
	homes := f.homes()
	acts = nil
	for i, h := range homes {
		homes[i].id = f.id(at, h.of.Code, h.Key)
		acts = append(acts, act{do: func(ctx context.Context) error {
			return f.Organisation.AddUnit(ctx, call, organisation.Unit{ID: homes[i].id, Division: h.of.Code, Name: h.Name, Aliases: h.Aliases, IsVertical: h.Vertical})
		}})
	}
	if err := together(ctx, acts); err != nil {
		return nil, err
	}
	return f.employ(ctx, homes)
}

// homes are all units: those of the city, and of each county its bureaus and what its documents need. Where nothing needs a bureau nobody signs in
// for it.
func (f *filler) homes() []home {
	var all []home
	for _, u := range f.place.CityUnits {
		all = append(all, home{unit: u, of: f.place.City})
	}
	for _, s := range f.seats {
		for _, u := range f.place.CountyUnits {
			isNeeded := u.For == "" || slices.Contains(s.files, u.For)
			if u.Leads = u.Leads && isNeeded; isNeeded || u.Bureau {
				all = append(all, home{unit: u.in(s.division), of: s.division})
			}
		}
	}
	return all
}

// employ makes the accounts: those of the three administrators and of each office with something to do. One password opens all of them,
// drawn anew for each installation: who shows the demo changes from one post to the next all the time. Each is hashed by itself.
func (f *filler) employ(ctx context.Context, homes []home) ([]Account, error) {
	password, err := draw(f.Sessions.Random)
	if err != nil {
		return nil, err
	}
	var first []account.New
	var accounts []Account
	hire := func(h home, name string, role access.Role, post string) {
		n := account.New{ID: f.id(f.Clock.Now(), "account", name), Name: name, Label: f.label(len(first), post), Division: h.of.Code, Unit: h.id,
			Password: password, Roles: []access.Role{role}}
		first = append(first, n)
		accounts = append(accounts, Account{Account: name, Password: password, Role: string(role), Unit: h.Name})
		a := access.Actor{Account: n.ID, Unit: h.id, Division: h.of.Code, Grants: []access.Grant{{Role: role, Division: h.of.Code}}, Locale: "zh"}
		f.people[name] = a
		switch role {
		case access.Reporter:
			f.reporter[h.id] = a
		case access.Approver:
			f.approver[h.id] = a
		}
	}
	for _, h := range homes {
		begin := h.of.Key
		if begin != "" {
			begin += "."
		}
		switch {
		case h.Key == "zfb":
			hire(h, begin+"supervisor", access.Supervisor, f.place.Posts["supervisor"])
			if begin == "" {
				hire(h, "leader", access.Leader, f.place.Posts["leader"])
			}
		case h.Leads:
			hire(h, begin+h.Key+".reporter", access.Reporter, f.place.Posts["reporter"])
		}
		if h.Approves {
			hire(h, begin+h.Key+".approver", access.Approver, f.place.Posts["approver"])
		}
	}
	for _, role := range []access.Role{access.Auditor, access.Security, access.Operator} {
		hire(homes[0], string(role), role, f.place.Posts[string(role)])
	}
	for _, h := range homes {
		if h.Key == "fgw" { // somebody who leaves: nobody signs in for him
			stays := f.reporter[h.id]
			hire(h, leaver, access.Reporter, f.place.Posts["reporter"])
			f.reporter[h.id], accounts = stays, accounts[:len(accounts)-1]
		}
	}
	last := f.seats[len(f.seats)-1].Code
	for _, h := range homes {
		switch {
		case h.Key == "nyj" && h.of.Key == "":
			hire(h, "programme", access.Programme, f.place.Posts["programme"])
		case h.Key == "zf" && h.of.Code == last:
			hire(h, "field", access.Field, f.place.Posts["field"])
			hire(h, h.of.Key+".programme", access.Programme, f.place.Posts["programme"])
		}
	}
	if err := f.Accounts.Found(ctx, app.Call{Request: "demo", From: "local"}, first); err != nil {
		return nil, err
	}
	return accounts, f.charge(ctx, homes)
}

// charge puts the city's leader in charge of units.
func (f *filler) charge(ctx context.Context, homes []home) error {
	var acts []act
	for _, h := range homes {
		if h.Charged {
			acts = append(acts, act{do: func(ctx context.Context) error {
				leader := f.people["leader"].Account
				return f.Organisation.SetPlace(ctx, f.call(f.people["supervisor"]), h.id, organisation.Place{Leader: &leader})
			}})
		}
	}
	return together(ctx, acts)
}

// label is how colleagues call somebody: 王科长. Nobody has a given name.
func (f *filler) label(n int, post string) string {
	return f.place.Surnames[n%len(f.place.Surnames)] + post
}

// draw makes a password that can be read out and typed: Kodami-Rupeso-7342, of 50 bits.
func draw(random io.Reader) (string, error) {
	const consonants, vowels = "bdfghkmnprstvz", "aeiou"
	octets := make([]byte, 16)
	if _, err := io.ReadFull(random, octets); err != nil {
		return "", fmt.Errorf("draw a password: %w", err)
	}
	var b strings.Builder
	for word := range 2 {
		for syllable := range 3 {
			at := (word*3 + syllable) * 2
			c := string(consonants[int(octets[at])%len(consonants)])
			if syllable == 0 {
				c = strings.ToUpper(c)
			}
			b.WriteString(c + string(vowels[int(octets[at+1])%len(vowels)]))
		}
		b.WriteByte('-')
	}
	for _, o := range octets[12:] {
		b.WriteByte('0' + o%10)
	}
	return b.String(), nil
}
