package register

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
)

// A Register (登记簿) is one that somebody may look at.
type Register struct {
	*Programme
	*pack.Register
	Count int64 // of its records within reach
}

// A Record (登记记录) is one record as people see it.
type Record struct {
	ID       uuid.UUID
	Owner    int64
	Version  int64
	Values   map[string]string   // by field, as people write them, "" for none; secrets are masked
	Children map[string][]Record // by child register; nil in lists
}

// Registers lists the registers that stand by themselves, with how many records of each are within reach.
func (s *Service) Registers(ctx context.Context, call app.Call) (list []Register, err error) {
	err = s.See(ctx, call, access.RegisterRead, func(ctx context.Context, v *store.View) error {
		all, err := s.programmes(ctx, v)
		if err != nil {
			return err
		}
		for _, p := range all {
			for _, reg := range p.Registers {
				if reg.Parent != nil {
					continue
				}
				r := Register{p, reg, 0}
				q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(p.Schema.Table(reg.Name), "r")}
				if err := v.Select(ctx, q, func(scan store.Scan) error { return scan(&r.Count) }); err != nil {
					return err
				}
				list = append(list, r)
			}
		}
		return nil
	})
	return list, err
}

// lastFour is a text if it may be the end of an identity number.
func lastFour(text string) string {
	if n := secret.Normalise(secret.Identity, text); len(n) == 4 && len([]rune(text)) == 4 {
		return n
	}
	return ""
}

// isIndexed is the condition that a column has the index of a term; nil for no term.
func (s *Service) isIndexed(c relation.Col, term secret.Term) (relation.Expr, error) {
	lookups, err := s.Vault.Lookups(term)
	if err != nil || len(lookups) == 0 {
		return nil, err
	}
	in := relation.In{X: c}
	for _, x := range lookups {
		in.Values = append(in.Values, x[:])
	}
	return in, nil
}

// Find gives one record with those that belong to it.
func (s *Service) Find(ctx context.Context, call app.Call, packName, register string, id uuid.UUID) (reg Register, found Record, err error) {
	err = s.See(ctx, call, access.RegisterRead, func(ctx context.Context, v *store.View) error {
		p, err := s.at(ctx, v, packName, register)
		if err != nil {
			return err
		}
		reg = Register{p.Programme, p.register, -1}
		row, err := reach(ctx, v, p, id)
		if err != nil {
			return err
		}
		list, err := s.describe(ctx, v, p, []store.Row{row})
		if err != nil {
			return err
		}
		found = list[0]
		found.Children = make(map[string][]Record)
		return beyond(v, func(r store.Reader) error {
			for _, c := range p.children() {
				rows, err := belonging(ctx, r, c, row)
				if err != nil {
					return err
				}
				if found.Children[c.register.Name], err = s.describe(ctx, r, c, rows); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return reg, found, err
}

// Children are the registers whose records belong to those of this one.
func (r Register) Children() (all []*pack.Register) {
	for _, c := range r.Registers {
		if c.Parent == r.Register {
			all = append(all, c)
		}
	}
	return all
}

// belonging are the rows of a child register that belong to a record, in the order in which they were added.
func belonging(ctx context.Context, r store.Reader, child place, of store.Row) ([]store.Row, error) {
	return store.ListRows(ctx, r, &relation.Select{
		From:    relation.From(child.table, "r"),
		Where:   relation.And{relation.Equal(relation.C("r", relation.Owner), of.Owner()), relation.Equal(relation.C("r", lower.Parent), of.RID())},
		OrderBy: []relation.Order{{By: relation.C("r", lower.RID)}},
	})
}

// reach reads a record within the reader's scope: one of a child register is within reach if the one it belongs to is.
func reach(ctx context.Context, r store.Reader, p place, id uuid.UUID) (row store.Row, err error) {
	if p.register.Parent == nil {
		return store.LoadRow(ctx, r, p.table, 0, id)
	}
	if err := beyond(r, func(r store.Reader) error {
		row, err = store.LoadRow(ctx, r, p.table, 0, id)
		return err
	}); err != nil {
		return nil, err
	}
	above, of := p.parent(), store.Row{}
	if err := beyond(r, func(r store.Reader) error {
		rows, err := store.ListRows(ctx, r, &relation.Select{From: relation.From(above.table, "r"), Where: relation.And{
			relation.Equal(relation.C("r", relation.Owner), row.Owner()), relation.Equal(relation.C("r", lower.RID), row.Integer(lower.Parent))}})
		if err == nil && len(rows) == 0 {
			err = fault.New(fault.NotFound, "record-missing")
		}
		if err == nil {
			of = rows[0]
		}
		return err
	}); err != nil {
		return nil, err
	}
	_, err = reach(ctx, r, above, of.ID())
	return row, err
}

// describe shows rows as people see them.
func (s *Service) describe(ctx context.Context, r store.Reader, p place, rows []store.Row) ([]Record, error) {
	keys, err := s.keys(ctx, r, p, rows)
	if err != nil {
		return nil, err
	}
	list := make([]Record, len(rows))
	for i, row := range rows {
		list[i] = Record{ID: row.ID(), Owner: row.Owner(), Version: row.Version(), Values: make(map[string]string)}
		for _, f := range p.register.Fields {
			if f.Kind != pack.Secret {
				list[i].Values[f.Name] = write(f, row[lower.Column(f.Name)])
				continue
			}
			plain, err := s.open(keys[row.ID()], f.Name, row.Bytes(lower.Sealed(f.Name)), row)
			if err != nil {
				if fault.KindOf(err) != fault.NotFound { // what was erased is empty
					return nil, err
				}
			}
			if plain != "" {
				list[i].Values[f.Name] = secret.Mask(secret.Identity, plain)
			}
		}
	}
	return list, nil
}

// keys reads the data keys of rows, as far as they have any.
func (s *Service) keys(ctx context.Context, r store.Reader, p place, rows []store.Row) (map[uuid.UUID]secret.Wrapped, error) {
	keys := make(map[uuid.UUID]secret.Wrapped)
	var ids []any
	for _, row := range rows {
		id := row.ID()
		ids = append(ids, id[:])
	}
	if len(ids) == 0 || !hasSecrets(p.register.Fields) {
		return keys, nil
	}
	err := beyond(r, func(r store.Reader) error {
		list, err := store.List[record.DataKey](ctx, r, &relation.Select{From: relation.From(record.DataKeyTable, "k"), Where: relation.And{
			relation.In{X: relation.C("k", "subject"), Values: ids}}})
		for _, k := range list {
			keys[k.Subject] = k.Wrapped
		}
		return err
	})
	return keys, err
}

func hasSecrets(fields []*pack.Field) bool {
	for _, f := range fields {
		if f.Kind == pack.Secret {
			return true
		}
	}
	return false
}

// open unseals the value of a field; "" for none.
func (s *Service) open(w secret.Wrapped, field string, sealed []byte, row store.Row) (string, error) {
	if sealed == nil {
		return "", nil
	}
	key, err := s.Vault.OpenKey(w, record.RecordKey(row.Owner(), row.ID()))
	if err != nil {
		return "", err
	}
	plain, err := key.Open(field, sealed)
	return string(plain), err
}
