package register

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/source"
)

// Rejected is a pack that was not loaded, with everything that is wrong with it. Its fault is Invalid "pack-invalid".
type Rejected struct {
	File   string
	Source []byte
	Found  []source.Diagnostic
}

// Error is the text for logs.
func (r *Rejected) Error() string { return strings.Join(r.Lines(source.English), "\n") }

// Unwrap gives the fault that a person is shown.
func (r *Rejected) Unwrap() error {
	return fault.New(fault.Invalid, "pack-invalid", r.File, len(r.Found))
}

// Lines say of each fault where it stands, what is wrong and what to do.
func (r *Rejected) Lines(l source.Language) []string {
	lines := make([]string, len(r.Found))
	for i, d := range r.Found {
		lines[i] = declare.Describe(r.File, r.Source, d, l)
	}
	return lines
}

// An ExampleFault is an example of a pack that does not come out as it says. Its fault is Invalid "pack-example".
type ExampleFault struct {
	Example *pack.Example
	Cause   error
}

// Error is the text for logs.
func (e *ExampleFault) Error() string { return e.Cause.Error() }

// Unwrap gives the fault that a person is shown.
func (e *ExampleFault) Unwrap() error {
	return fault.Because(e.Cause, fault.Invalid, "pack-example", e.Example.Title, e.Example.Line)
}

// Check reads a pack as a whole and tries its examples, without an installation. Errors: *Rejected, *ExampleFault.
func Check(file string, data []byte) (*pack.Pack, *lower.Schema, error) {
	p, found := pack.Load(data)
	if p == nil {
		return nil, nil, &Rejected{file, data, found}
	}
	schema := lower.New(p)
	if found := schema.Check(); len(found) > 0 {
		return nil, nil, &Rejected{file, data, found}
	}
	for _, e := range p.Examples {
		if err := p.Try(e); err != nil {
			return nil, nil, &ExampleFault{e, err}
		}
	}
	return p, schema, nil
}

// Load puts a pack in force, or a new version in the place of the one before: its tables are made or added to and the pack is kept in one
// transaction, with the event that tells of it. The same pack again changes nothing. file is what the file is called, for messages.
// Errors: *Rejected, *ExampleFault.
func (s *Service) Load(ctx context.Context, call app.Call, file string, data []byte) error {
	if err := access.Holds(call.Actor, access.PackLoad); err != nil {
		return err
	}
	next, schema, err := Check(file, data)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	before, err := s.before(ctx, call, next.Name)
	if err != nil {
		return err
	}
	if before != nil {
		if id = before.ID; before.Source == string(data) {
			return nil
		}
	}
	sum := sha256.Sum256(data)
	act := app.Act{Needs: access.PackLoad, Owner: app.Installation, Kind: record.PackTable.Name, Object: id,
		Detail: audit.Detail{"pack": next.Name, "release": next.Version, "sha256": hex.EncodeToString(sum[:])}}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error { return move(ctx, tx, &Rejected{File: file, Source: data}, id, next, schema) })
	})
	if err != nil {
		return err
	}
	return s.Start(ctx)
}

func (s *Service) before(ctx context.Context, call app.Call, name string) (before *record.Pack, err error) {
	err = s.See(ctx, call, access.PackLoad, func(ctx context.Context, v *store.View) error {
		before, err = find(ctx, v, name)
		return err
	})
	return before, err
}

// move leads the database to the new version. What is wrong with it is added to rejected.
func move(ctx context.Context, tx *store.Tx, rejected *Rejected, id uuid.UUID, next *pack.Pack, schema *lower.Schema) error {
	rejected.Found = nil // the transaction may run again
	stored, err := find(ctx, tx, next.Name)
	if err != nil {
		return err
	}
	var old *lower.Schema
	if stored != nil {
		before, err := programme(*stored)
		if err != nil {
			return err
		}
		old = before.Schema
	}
	plan, found := lower.Move(old, schema)
	if plan == nil {
		rejected.Found = found
		return rejected
	}
	if err := tx.Define(ctx, plan.Changes...); err != nil {
		return err
	}
	for _, c := range plan.Checks {
		isFound := false
		if err := tx.Select(ctx, c.Query, func(store.Scan) error { isFound = true; return nil }); err != nil {
			return err
		}
		if isFound {
			rejected.Found = append(rejected.Found, c.Fault)
		}
	}
	if len(rejected.Found) > 0 {
		return rejected
	}
	if stored != nil {
		stored.Release, stored.Source = next.Version, string(rejected.Source)
		return store.Update(ctx, tx, record.PackTable, stored)
	}
	_, err = store.Insert(ctx, tx, record.PackTable, &record.Pack{Reference: store.Reference{ID: id}, Name: next.Name, Release: next.Version, Source: string(rejected.Source)})
	return err
}
