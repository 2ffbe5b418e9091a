package register

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/region"
)

// maxChildren is how many records of one child register may belong to a record.
const maxChildren = 500

// An Entry is a record as somebody writes it.
type Entry struct {
	ID      uuid.UUID         // made by the writer; of the record that is changed, if there is one
	Version int64             // of the record that was read; 0 for a new one
	Values  map[string]string // by field, as people write them; a field that is not in it is unknown. A secret that is empty stays as it is
	// Children are the records of each child register that belong to it from now on: others are removed. Those of a register that is not
	// named stay as they are.
	Children map[string][]Entry
}

// Save adds a record, or changes one, with those that belong to it. A new record that is sent twice is kept once. Faults: Invalid, a
// *FieldFault for each value that can not be, joined; Conflict "record-stale", "record-duplicate" (an identity number that another record
// of the same division has), "record-moves" (to another county: that is a new record there); those of access.Allow.
func (s *Service) Save(ctx context.Context, call app.Call, packName, register string, e Entry) error {
	p, err := s.named(ctx, call, access.RegisterWrite, packName)
	if err != nil {
		return err
	}
	reg := p.Register(register)
	if reg == nil || reg.Parent != nil { // the records of a child register are written with the one they belong to
		return fault.New(fault.NotFound, "register-missing")
	}
	at := place{p, reg, p.Schema.Table(register)}
	read, err := s.read(at, e)
	if err != nil {
		return err
	}
	on := access.Record{Owner: call.Actor.Division.Owner()}
	if column := lower.PlaceOf(reg); column != "" {
		on.Place, _ = read.row[column].(string)
		code, err := region.Parse(on.Place)
		if err != nil {
			return fault.Because(err, fault.Invalid, "field-division")
		}
		on.Owner = code.Owner()
	}
	if err := access.Allow(call.Actor, access.RegisterWrite, on); err != nil {
		return err
	}
	read.row[relation.Owner] = int64(on.Owner)
	act := app.Act{Needs: access.RegisterWrite, Owner: int64(on.Owner), Kind: at.table.Name, Object: e.ID, Detail: audit.Detail{"pack": p.Name, "register": register}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error { return s.keep(ctx, tx, at, read) })
}

// A reading is an entry whose values were read.
type reading struct {
	row      store.Row // without secrets
	secrets  map[string]string
	children map[string][]reading
}

// read reads the values of an entry and of those that belong to it. All faults come back at once.
func (s *Service) read(p place, e Entry) (reading, error) {
	r, err := s.readOne(p, e, func(field string) string { return field })
	faults := []error{err}
	r.children = make(map[string][]reading)
	for _, c := range p.children() {
		name := c.register.Name
		list, isGiven := e.Children[name]
		if !isGiven {
			continue
		}
		if len(list) > maxChildren {
			faults = append(faults, &FieldFault{name, fault.New(fault.TooLarge, "field-rows", maxChildren)})
			continue
		}
		r.children[name] = []reading{}
		for i, one := range list {
			child, err := s.readOne(c, one, func(field string) string { return name + "." + strconv.Itoa(i) + "." + field })
			faults = append(faults, err)
			r.children[name] = append(r.children[name], child)
		}
	}
	return r, errors.Join(faults...)
}

func (s *Service) readOne(p place, e Entry, name func(string) string) (reading, error) {
	r := reading{row: store.Row{"id": e.ID[:], "version": e.Version}, secrets: make(map[string]string)}
	values, err := values(p.register.Fields, e.Values, s.Today(), name)
	for _, f := range p.register.Fields {
		if f.Kind != pack.Secret {
			r.row[lower.Column(f.Name)] = values[f.Name]
		} else if text, _ := values[f.Name].(string); text != "" {
			r.secrets[f.Name] = text
		} else if f.IsRequired && e.Version == 0 {
			err = errors.Join(err, &FieldFault{name(f.Name), fault.New(fault.Invalid, "field-required")})
		}
	}
	return r, err
}

// keep writes a record and those that belong to it. It works on a copy: the transaction may run again.
func (s *Service) keep(ctx context.Context, tx *store.Tx, p place, r reading) error {
	row := maps.Clone(r.row)
	if row.Version() == 0 {
		if err := s.seal(ctx, tx, p, row, r.secrets); err != nil {
			return err
		}
		isNew, err := store.InsertRow(ctx, tx, p.table, row)
		if err != nil || !isNew { // the same request again: what it asked for stands
			return err
		}
		_, err = s.keepChildren(ctx, tx, p, row, r.children)
		return err
	}
	old, err := reach(ctx, tx, p, row.ID())
	if err != nil {
		return err
	}
	if old.Version() != row.Version() {
		return fault.New(fault.Conflict, "record-stale")
	}
	if old.Owner() != row.Owner() {
		return fault.New(fault.Conflict, "record-moves")
	}
	row = over(old, row)
	if err := s.seal(ctx, tx, p, row, r.secrets); err != nil {
		return err
	}
	isChanged, err := s.keepChildren(ctx, tx, p, row, r.children)
	if err != nil || !isChanged && reflect.DeepEqual(old, row) {
		return err
	}
	return tx.As(store.Unscoped, func() error { return store.UpdateRow(ctx, tx, p.table, row) })
}

// over is a row with the values of another put over it.
func over(old, row store.Row) store.Row {
	both := maps.Clone(old)
	maps.Copy(both, row)
	return both
}

// keepChildren makes the records given those that belong to a record.
func (s *Service) keepChildren(ctx context.Context, tx *store.Tx, p place, of store.Row, given map[string][]reading) (isChanged bool, err error) {
	err = tx.As(store.Unscoped, func() error {
		for _, c := range p.children() {
			list, isGiven := given[c.register.Name]
			if !isGiven {
				continue
			}
			standing, err := belonging(ctx, tx, c, of)
			if err != nil {
				return err
			}
			left := make(map[uuid.UUID]store.Row)
			for _, row := range standing {
				left[row.ID()] = row
			}
			for _, r := range list {
				changed, err := s.keepChild(ctx, tx, c, of, left[r.row.ID()], r)
				if err != nil {
					return err
				}
				isChanged = isChanged || changed
				delete(left, r.row.ID())
			}
			for _, row := range standing {
				if left[row.ID()] == nil {
					continue
				}
				isChanged = true
				if err := store.DeleteRow(ctx, tx, c.table, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return isChanged, err
}

func (s *Service) keepChild(ctx context.Context, tx *store.Tx, c place, of, old store.Row, r reading) (isChanged bool, err error) {
	row := maps.Clone(r.row)
	row[relation.Owner], row[lower.Parent] = of.Owner(), of.RID()
	if old == nil {
		if err := s.seal(ctx, tx, c, row, r.secrets); err != nil {
			return false, err
		}
		isNew, err := store.InsertRow(ctx, tx, c.table, row)
		if err == nil && !isNew { // the id is another record's
			err = fault.New(fault.Conflict, "record-duplicate")
		}
		return true, err
	}
	delete(row, "version") // the one of the record it belongs to was checked
	row = over(old, row)
	if err := s.seal(ctx, tx, c, row, r.secrets); err != nil {
		return false, err
	}
	if reflect.DeepEqual(old, row) {
		return false, nil
	}
	return true, store.UpdateRow(ctx, tx, c.table, row)
}

// seal puts sealed values and blind indexes into a row. An identity number stands in one record of a register in a division alone.
func (s *Service) seal(ctx context.Context, tx *store.Tx, p place, row store.Row, secrets map[string]string) error {
	if len(secrets) == 0 {
		return nil
	}
	key, err := s.key(ctx, tx, row.Owner(), row.ID())
	if err != nil {
		return err
	}
	for field, text := range secrets {
		number := secret.Normalise(secret.Identity, text)
		if err := s.alone(ctx, tx, p, row, field, number); err != nil {
			return err
		}
		if err := s.put(row, key, field, field, row.Owner(), number); err != nil {
			return err
		}
	}
	return nil
}

// put seals one value into a row: as is what it is sealed for.
func (s *Service) put(row store.Row, key *secret.Key, field, as string, owner int64, number string) error {
	sealed, err := key.Seal(as, []byte(number))
	if err != nil {
		return err
	}
	whole, err := s.Vault.Index(secret.Whole(secret.Identity, number))
	if err != nil {
		return err
	}
	end, err := s.Vault.Index(secret.LastFour(secret.Identity, owner, number))
	if err != nil {
		return err
	}
	row[lower.Sealed(field)], row[lower.Whole(field)], row[lower.LastFour(field)] = sealed, whole[:], end[:]
	return nil
}

// alone checks that no other record of the division has the number.
func (s *Service) alone(ctx context.Context, tx *store.Tx, p place, row store.Row, field, number string) error {
	is, err := s.isIndexed(relation.C("r", lower.Whole(field)), secret.Whole(secret.Identity, number))
	if err != nil {
		return err
	}
	id := row.ID()
	return beyond(tx, func(r store.Reader) error {
		others, err := store.ListRows(ctx, r, &relation.Select{From: relation.From(p.table, "r"), Limit: 1, Where: relation.And{
			relation.Equal(relation.C("r", relation.Owner), row.Owner()), is, relation.Not{X: relation.Equal(relation.C("r", "id"), id[:])}}})
		if err == nil && len(others) > 0 {
			err = fault.New(fault.Conflict, "record-duplicate")
		}
		return err
	})
}

// key is the data key of a record, which is made with its first secret.
func (s *Service) key(ctx context.Context, tx *store.Tx, owner int64, id uuid.UUID) (key *secret.Key, err error) {
	subject := record.RecordKey(owner, id)
	err = beyond(tx, func(r store.Reader) error {
		list, err := store.List[record.DataKey](ctx, r, &relation.Select{From: relation.From(record.DataKeyTable, "k"), Where: relation.And{
			relation.Equal(relation.C("k", relation.Owner), owner), relation.Equal(relation.C("k", "subject"), id[:])}})
		if err != nil {
			return err
		}
		if len(list) > 0 {
			key, err = s.Vault.OpenKey(list[0].Wrapped, subject)
			return err
		}
		own, err := uuid.NewV7()
		if err != nil {
			return err
		}
		var wrapped secret.Wrapped
		if key, wrapped, err = s.Vault.NewKey(subject); err != nil {
			return err
		}
		_, err = store.Insert(ctx, tx, record.DataKeyTable, &record.DataKey{Record: store.Record{Owner: owner, ID: own}, Subject: id, Wrapped: wrapped})
		return err
	})
	return key, err
}
