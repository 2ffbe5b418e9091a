package register

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

// maxFeed is how many rows of a department are taken in at once.
const maxFeed = 10_000

// Put says what came of the rows of a department.
type Put struct {
	Matched   int
	Unmatched []int // the rows, counted from 1, whose number no record of the division has: they are not kept
}

// A feedRow is one row that a department gave.
type feedRow struct {
	number string // by which it is matched
	month  int64
	values map[string]any
}

// PutRows takes in rows that a department gives about the records of a division: a JSON array of objects with the feed's fields, the
// secret field by which its register's records are known, and "month": "2026-10" where the feed is monthly. What is there of the same
// record and month is replaced, so that rows sent twice count once. All rows are taken in or none. Faults: Invalid "feed-json",
// *FieldFault named "3.amount", rows counted from 1; TooLarge "feed-rows"; NotFound "feed-missing"; Conflict "feed-no-key" if the records have no secret field.
func (s *Service) PutRows(ctx context.Context, call app.Call, packName, feed string, division region.Code, from io.Reader) (put Put, err error) {
	p, err := s.named(ctx, call, access.RegisterWrite, packName)
	if err != nil {
		return put, err
	}
	f := p.Feed(feed)
	if f == nil {
		return put, fault.New(fault.NotFound, "feed-missing")
	}
	owner := int64(division.Owner())
	if err := access.Allow(call.Actor, access.RegisterWrite, access.Record{Owner: division.Owner(), Place: division.Prefix()}); err != nil {
		return put, err
	}
	key := keyField(f.Match)
	if key == "" {
		return put, fault.New(fault.Conflict, "feed-no-key")
	}
	rows, err := s.readFeed(f, key, from)
	if err != nil {
		return put, err
	}
	act := app.Act{Needs: access.RegisterWrite, Name: "feed.put", Owner: owner, Kind: p.Schema.Table(feed).Name, Detail: audit.Detail{"pack": packName, "feed": feed, "rows": strconv.Itoa(len(rows))}}
	if act.Object, err = uuid.NewV7(); err != nil {
		return put, err
	}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		put = Put{}
		about := place{p, f.Match, p.Schema.Table(f.Match.Name)}
		return s.putRows(ctx, tx, about, f, owner, key, rows, &put)
	})
	return put, err
}

// keyField is the secret field by which the records of a register are known; "" if there is none.
func keyField(r *pack.Register) string {
	for _, f := range r.Fields {
		if f.Kind == pack.Secret {
			return f.Name
		}
	}
	return ""
}

// readFeed reads all rows; faults of fields come back together, those of the first hundred rows that have any.
func (s *Service) readFeed(f *pack.Feed, key string, from io.Reader) (rows []feedRow, err error) {
	d := json.NewDecoder(from)
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil, fault.Because(err, fault.Invalid, "feed-json", 1)
	}
	var faults []error
	for d.More() {
		at := len(rows) + 1
		if at > maxFeed {
			return nil, fault.New(fault.TooLarge, "feed-rows", maxFeed)
		}
		var object map[string]any
		if err := d.Decode(&object); err != nil {
			return nil, fault.Because(err, fault.Invalid, "feed-json", at)
		}
		row, err := s.readFeedRow(f, key, object, strconv.Itoa(at)+".")
		if err != nil && len(faults) < 100 {
			faults = append(faults, err)
		}
		rows = append(rows, row)
	}
	if _, err := d.Token(); err != nil {
		return nil, fault.Because(err, fault.Invalid, "feed-json", len(rows)+1)
	}
	return rows, errors.Join(faults...)
}

func (s *Service) readFeedRow(f *pack.Feed, key string, object map[string]any, prefix string) (row feedRow, err error) {
	texts := make(map[string]string, len(object))
	for name, v := range object {
		switch v := v.(type) {
		case string:
			texts[name] = v
		case json.Number:
			texts[name] = v.String()
		case bool:
			texts[name] = strconv.FormatBool(v)
		case nil:
		default:
			return row, &FieldFault{prefix + name, fault.New(fault.Invalid, "field-text", longestText)}
		}
	}
	row.number = secret.Normalise(secret.Identity, texts[key])
	if row.number == "" {
		err = &FieldFault{prefix + key, fault.New(fault.Invalid, "field-required")}
	}
	if !hasField(f.Fields, key) {
		delete(texts, key)
	}
	if f.IsMonthly {
		day, parseErr := period.ParseDate(texts["month"] + "-01")
		if parseErr != nil {
			err = errors.Join(err, &FieldFault{prefix + "month", fault.New(fault.Invalid, "field-month")})
		}
		row.month = int64(day)
		delete(texts, "month")
	}
	var bad error
	row.values, bad = values(f.Fields, texts, s.Today(), func(field string) string { return prefix + field })
	return row, errors.Join(err, bad)
}

func hasField(fields []*pack.Field, name string) bool {
	for _, f := range fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// putRows matches rows to records and puts them in the place of what was there of the same record and month.
func (s *Service) putRows(ctx context.Context, tx *store.Tx, about place, f *pack.Feed, owner int64, key string, rows []feedRow, put *Put) error {
	table := about.Schema.Table(f.Name)
	records := make(map[string]store.Row) // by number; nil for none
	var kept []store.Row
	var replaced relation.Or
	seen := make(map[string]bool)
	for i, r := range rows {
		of, isKnown := records[r.number]
		if !isKnown {
			var err error
			if of, err = s.matched(ctx, tx, about, owner, key, r.number); err != nil {
				return err
			}
			records[r.number] = of
		}
		if of == nil {
			put.Unmatched = append(put.Unmatched, i+1)
			continue
		}
		put.Matched++
		row, err := s.feedRow(ctx, tx, f, of, r)
		if err != nil {
			return err
		}
		kept = append(kept, row)
		if place := fmt.Sprint(of.RID(), r.month); !seen[place] {
			seen[place] = true
			same := relation.And{relation.Equal(relation.C("", lower.Record), of.RID())}
			if f.IsMonthly {
				same = append(same, relation.Equal(relation.C("", lower.Month), r.month))
			}
			replaced = append(replaced, same)
		}
	}
	tx.Note("matched", strconv.Itoa(put.Matched))
	const atOnce = 50 // conditions in a statement
	for len(replaced) > 0 {
		n := min(atOnce, len(replaced))
		if err := store.ReplaceRows(ctx, tx, table, owner, replaced[:n], nil); err != nil {
			return err
		}
		replaced = replaced[n:]
	}
	return store.ReplaceRows(ctx, tx, table, owner, nil, kept)
}

// matched is the record within reach that has a number; nil for none.
func (s *Service) matched(ctx context.Context, tx *store.Tx, about place, owner int64, key, number string) (store.Row, error) {
	is, err := s.isIndexed(relation.C("r", lower.Whole(key)), secret.Whole(secret.Identity, number))
	if err != nil {
		return nil, err
	}
	q := &relation.Select{From: relation.From(about.table, "r"), Where: relation.And{relation.Equal(relation.C("r", relation.Owner), owner), is}, Limit: 1}
	var rows []store.Row
	read := func(r store.Reader) error {
		rows, err = store.ListRows(ctx, r, q)
		return err
	}
	if about.register.Parent != nil { // whether it is within reach, the record it belongs to says
		err = beyond(tx, read)
	} else {
		err = read(tx)
	}
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	if about.register.Parent != nil {
		if _, err := reach(ctx, tx, about, rows[0].ID()); err != nil {
			if fault.KindOf(err) == fault.NotFound {
				return nil, nil
			}
			return nil, err
		}
	}
	return rows[0], nil
}

// feedRow is a row as it is kept; what is secret in it is sealed with the key of the record it is about.
func (s *Service) feedRow(ctx context.Context, tx *store.Tx, f *pack.Feed, of store.Row, r feedRow) (store.Row, error) {
	row := store.Row{lower.Record: of.RID()}
	if f.IsMonthly {
		row[lower.Month] = r.month
	}
	for _, field := range f.Fields {
		if field.Kind != pack.Secret {
			row[lower.Column(field.Name)] = r.values[field.Name]
			continue
		}
		text, _ := r.values[field.Name].(string)
		if text == "" {
			continue
		}
		key, err := s.key(ctx, tx, of.Owner(), of.ID())
		if err != nil {
			return nil, err
		}
		if err := s.put(row, key, field.Name, strings.Join([]string{f.Name, field.Name}, "."), of.Owner(), secret.Normalise(secret.Identity, text)); err != nil {
			return nil, err
		}
	}
	return row, nil
}
