package register

import (
	"context"
	"net/url"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
)

// ListKind is the list of a register's records: filtered by its codes and by words, sorted by what is not secret. fault.NotFound.
func (s *Service) ListKind(ctx context.Context, call app.Call, packName, register string) (k *list.Kind, err error) {
	err = s.See(ctx, call, access.RegisterRead, func(ctx context.Context, v *store.View) error {
		p, err := s.at(ctx, v, packName, register)
		if err == nil {
			k = p.list()
		}
		return err
	})
	return k, err
}

func (p place) list() *list.Kind {
	k := &list.Kind{Name: "records:" + p.Pack.Name + ":" + p.register.Name, Path: "/registers/" + p.Pack.Name + "/" + p.register.Name, Needs: access.RegisterRead, Table: p.table,
		Sorts: []list.Sort{{Name: "order", By: list.C(lower.RID)}}, Filters: []list.Filter{{Name: "text", Entry: list.Words, Label: "find"}}}
	for _, f := range p.register.Fields {
		c, ok := p.table.Column(lower.Column(f.Name))
		if !ok || f.Kind == pack.Secret || f.Name == "order" {
			continue
		}
		k.Sorts = append(k.Sorts, list.Sort{Name: f.Name, By: list.C(c.Name), IsText: c.Type == relation.Text, IsOptional: c.Nullable})
		if f.Kind == pack.Code && f.Name != "text" {
			k.Filters = append(k.Filters, list.Filter{Name: f.Name, Entry: list.Choice, Options: f.List.Codes, Where: func(v string, _ list.Env) relation.Expr { return relation.Equal(list.C(c.Name), v) }})
		}
	}
	return k
}

// Page gives a page of the records of a register as an address asks for them. limit 0 is a page's. fault.NotFound if the row it goes on from is
// none the actor may see.
func (s *Service) Page(ctx context.Context, call app.Call, packName, register string, asked url.Values, limit int) (reg Register, k *list.Kind, q list.Query, records []Record, found list.Found, err error) {
	err = s.See(ctx, call, access.RegisterRead, func(ctx context.Context, v *store.View) error {
		p, err := s.at(ctx, v, packName, register)
		if err != nil {
			return err
		}
		if p.register.Parent != nil { // its records are seen with those they belong to
			return fault.New(fault.NotFound, "register-missing")
		}
		reg, k = Register{p.Programme, p.register, -1}, p.list()
		q = k.Parse(asked)
		q.Limit = limit
		if err := s.searchable(p, k, q, call); err != nil {
			return err
		}
		env := list.EnvOf(call.Actor, s.Today())
		sel, err := k.Select(ctx, v, q, env)
		if err != nil {
			return err
		}
		rows, err := store.ListRows(ctx, v, sel)
		if err != nil {
			return err
		}
		if n := sel.Limit - 1; len(rows) > n {
			rows, found.IsMore = rows[:n], true
		}
		if found.Total, err = k.Count(ctx, v, q, env); err != nil {
			return err
		}
		records, err = s.describe(ctx, v, p, rows)
		return err
	})
	return reg, k, q, records, found, err
}

// searchable gives the filter of words the condition for what is asked: a part of a text, or the last four characters of an identity number,
// which are looked up and never compared.
func (s *Service) searchable(p place, k *list.Kind, q list.Query, call app.Call) error {
	text := q.Values.Get("text")
	if text == "" {
		return nil
	}
	any := relation.Or{}
	for _, field := range p.register.Fields {
		switch field.Kind {
		case pack.Text:
			any = append(any, relation.Contains{X: relation.Coalesce{list.C(lower.Column(field.Name)), relation.V("")}, Part: text})
		case pack.Secret:
			is, err := s.isIndexed(list.C(lower.LastFour(field.Name)), secret.LastFour(secret.Identity, int64(call.Actor.Division.Owner()), lastFour(text)))
			if err != nil {
				return err
			}
			if is != nil {
				any = append(any, is)
			}
		}
	}
	k.Filters[0].Where = func(string, list.Env) relation.Expr { return any }
	return nil
}
