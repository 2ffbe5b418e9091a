// Package register runs the programmes (项目) that packs declare: it loads a pack
// into the installation, keeps the records of its registers with what is secret in
// them sealed, takes in what departments send, and lets the pack's rules look
// through it all. It knows no programme: whatever one is about stands in its pack.
// Start with Service.Load and Service.Save.
package register

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
)

// A Service works on registers.
type Service struct {
	*app.Core
	mu     sync.Mutex
	loaded map[string]*Programme // by name of the pack
}

// A Programme (项目) is a pack that is in force, with its tables. It does not change.
type Programme struct {
	*pack.Pack
	Schema  *lower.Schema
	version int64 // of the record that holds the pack
}

// Programmes lists the programmes in force, by name.
func (s *Service) Programmes(ctx context.Context, call app.Call) (all []*Programme, err error) {
	err = s.See(ctx, call, access.RegisterRead, func(ctx context.Context, v *store.View) error {
		all, err = s.programmes(ctx, v)
		return err
	})
	return all, err
}

// Start takes up the packs of the installation, so that their tables are within reach.
func (s *Service) Start(ctx context.Context) error {
	return s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		_, err := s.programmes(ctx, v)
		return err
	})
}

// programmes are those of the database as the reader sees it: another server may have loaded a pack since.
func (s *Service) programmes(ctx context.Context, r store.Reader) ([]*Programme, error) {
	versions := make(map[string]int64)
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("p", "name")}, {Expr: relation.C("p", "version")}}, From: relation.From(record.PackTable, "p")}
	if err := r.Select(ctx, q, func(scan store.Scan) error {
		var name string
		var version int64
		err := scan(&name, &version)
		versions[name] = version
		return err
	}); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loaded == nil {
		s.loaded = make(map[string]*Programme)
	}
	var all []*Programme
	for name, version := range versions {
		p := s.loaded[name]
		if p == nil || p.version != version {
			var err error
			if p, err = s.take(ctx, r, name); err != nil {
				return nil, err
			}
			s.loaded[name] = p
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *Programme) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// take reads a pack as it was loaded and brings its tables within reach.
func (s *Service) take(ctx context.Context, r store.Reader, name string) (*Programme, error) {
	stored, err := find(ctx, r, name)
	if err != nil {
		return nil, err
	}
	p, err := programme(*stored)
	if err != nil {
		return nil, err
	}
	for _, reg := range p.Registers {
		if err := s.Scopes.Declare(access.Scoped{Table: p.Schema.Table(reg.Name), Place: lower.PlaceOf(reg)}); err != nil {
			return nil, err
		}
	}
	for _, f := range p.Feeds {
		if err := s.Scopes.Declare(access.Scoped{Table: p.Schema.Table(f.Name)}); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// find reads the record of a pack; nil if there is none of the name.
func find(ctx context.Context, r store.Reader, name string) (*record.Pack, error) {
	list, err := store.List[record.Pack](ctx, r, &relation.Select{From: relation.From(record.PackTable, "p"), Where: relation.Equal(relation.C("p", "name"), name)})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

func programme(stored record.Pack) (*Programme, error) {
	p, found := pack.Load([]byte(stored.Source))
	if p == nil {
		return nil, fmt.Errorf("pack %s, which was loaded before, is not understood any more: %w", stored.Name, &Rejected{stored.Name, []byte(stored.Source), found})
	}
	return &Programme{p, lower.New(p), stored.Version}, nil
}

// Declared are the tables that the packs of an installation have made.
func Declared(ctx context.Context, r store.Reader) (tables []*relation.Table, err error) {
	packs, err := store.List[record.Pack](ctx, r, &relation.Select{From: relation.From(record.PackTable, "p"), OrderBy: []relation.Order{{By: relation.C("p", "name")}}})
	for _, stored := range packs {
		p, err := programme(stored)
		if err != nil {
			return nil, err
		}
		tables = append(tables, p.Schema.Tables()...)
	}
	return tables, err
}

// A place is a register of a programme.
type place struct {
	*Programme
	register *pack.Register
	table    *relation.Table
}

// at finds a register by the names of its pack and its own. fault.NotFound.
func (s *Service) at(ctx context.Context, r store.Reader, packName, register string) (place, error) {
	all, err := s.programmes(ctx, r)
	if err != nil {
		return place{}, err
	}
	for _, p := range all {
		if reg := p.Register(register); p.Name == packName && reg != nil {
			return place{p, reg, p.Schema.Table(register)}, nil
		}
	}
	return place{}, fault.New(fault.NotFound, "register-missing")
}

// named finds a programme by the name of its pack. fault.NotFound.
func (s *Service) named(ctx context.Context, call app.Call, needs access.Permission, name string) (p *Programme, err error) {
	err = s.See(ctx, call, needs, func(ctx context.Context, v *store.View) error {
		all, err := s.programmes(ctx, v)
		if i := slices.IndexFunc(all, func(p *Programme) bool { return p.Name == name }); i >= 0 {
			p = all[i]
			return nil
		}
		return errors.Join(err, fault.New(fault.NotFound, "register-missing"))
	})
	return p, err
}

// children are the registers whose records belong to those of a register.
func (p place) children() (all []place) {
	for _, r := range p.Registers {
		if r.Parent == p.register {
			all = append(all, place{p.Programme, r, p.Schema.Table(r.Name)})
		}
	}
	return all
}

// parent is the register whose records those of this one belong to; only of one that has a parent.
func (p place) parent() place {
	return place{p.Programme, p.register.Parent, p.Schema.Table(p.register.Parent.Name)}
}

// beyond asks for what belongs to a record that was found within reach: its rows, its key.
func beyond(r store.Reader, do func(store.Reader) error) error {
	switch r := r.(type) {
	case *store.View:
		return do(r.As(store.Unscoped))
	case *store.Tx:
		return r.As(store.Unscoped, func() error { return do(r) })
	}
	return do(r)
}
