// Package list is the one mechanism of the ledger's lists: by what each is filtered
// and sorted, how a page of it is found by key, how many rows the filter leaves, how
// it is saved under a name and taken along. A list is declared once as a Kind; what
// its rows hold is not known here. A query travels in an address and is enough to
// open the list. It must never show what a reader's scope does not. Start with Kind
// and Page.
package list

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Kind is one list: what it lists, by what it can be filtered and sorted.
type Kind struct {
	Name    string // code: tasks, due…
	Path    string // the list's address
	Needs   access.Permission
	Table   *relation.Table // its rows, under the alias Row
	Sorts   []Sort          // the first is the order of a list that says none
	Filters []Filter
	Presets []Preset // lists that come with the program
}

// Row is the alias of a list's table in what its declaration says.
const Row = "x"

// C is a column of a list's rows.
func C(name string) relation.Col { return relation.C(Row, name) }

// A Sort is an order of a list.
type Sort struct {
	Name       string
	By         relation.Expr
	IsText     bool   // else By is a number
	IsOptional bool   // By may be NULL; such rows come last, whichever way the list runs
	Dated      string // the column of a day or moment that is 0 for none, instead of By
	IsDesc     bool   // whether it runs downwards where an address says only its name's default: of the first order of a Kind
}

// An Entry says how the value of a filter is entered.
type Entry string

// The ways to enter a value.
const (
	Words    Entry = "words"    // part of a text
	Choice   Entry = "choice"   // one of Options
	Unit     Entry = "unit"     // a unit's id, Mine or Charge
	Document Entry = "document" // a document's id
	Day      Entry = "day"      // YYYY-MM-DD
	Unseen   Entry = "unseen"   // stands in addresses only
)

// Values of a unit filter that mean something else to each reader.
const (
	Mine   = "mine"   // his own unit
	Charge = "charge" // 分管: the units of which he is the leader in charge
)

// A Filter is one thing by which a list is filtered.
type Filter struct {
	Name       string
	Entry      Entry
	Vocabulary string   // of the words for Options
	Options    []string // of a Choice
	Label      string   // what the entry is called, as word.list-filter names it
	// Task is the column of the task in whose title words are looked for, instead of Where.
	Task string
	// Where is the condition for a value; nil for a value it does not know, which then filters nothing.
	Where func(value string, e Env) relation.Expr
}

// An Env is what a value may stand in relation to.
type Env struct {
	Today int64 // a day number
	// Account is the reader's, Unit his unit; zero for none.
	Account, Unit uuid.UUID
}

// EnvOf is what a list stands in relation to when somebody reads it on a day.
func EnvOf(reader access.Actor, today int64) Env {
	return Env{Today: today, Account: reader.Account, Unit: reader.Unit}
}

// A Preset is a list that comes with the program and shows what lists are for.
type Preset struct {
	Name  string // its words are list.preset.NAME
	Query string // as Query.Encode writes it
}

// A Query is what somebody asks of a list.
type Query struct {
	Values    url.Values // of filters; of several for one filter a row has to have one. An address says one for each
	Sort      string     // name of an order; "" for that of a list that says none
	IsDesc    bool
	After     uuid.UUID // the last row of the page before; zero for the first page
	Limit     int       // 0: PageRows
	within    []any     // ids of rows among which they are, where Narrow has found those
	tasks     []any     // ids of all tasks with the words in their title, where they are few
	Uncounted bool      // Found.Total is not asked for
}

// Asking is a query by a filter; without a value it is one for all rows.
func Asking(name string, values ...string) Query { return Query{}.With(name, values...) }

// Rows is the query for at most so many rows after one, which nobody counts.
func (q Query) Rows(after uuid.UUID, limit int) Query {
	q.After, q.Limit, q.Uncounted = after, limit, true
	return q
}

// PageRows is how many rows a page has.
const PageRows = 50

// longest is how many characters a value in an address may have.
const longest = 200

// Parse reads what an address asks of a list. What it does not know it leaves out.
func (k *Kind) Parse(q url.Values) Query {
	query := Query{Values: url.Values{}, Sort: k.Sorts[0].Name, IsDesc: k.Sorts[0].IsDesc}
	for _, f := range k.Filters {
		if v := strings.TrimSpace(q.Get(f.Name)); v != "" && len([]rune(v)) <= longest && !strings.ContainsRune(v, 0) {
			query.Values.Set(f.Name, v)
		}
	}
	name, isDesc := strings.CutPrefix(q.Get("sort"), "-")
	if _, ok := k.sort(name); ok {
		query.Sort, query.IsDesc = name, isDesc
	}
	if id, err := uuid.Parse(q.Get("after")); err == nil {
		query.After = id
	}
	return query
}

// Encode is the query of an address that asks for the same rows in the same order, from the first one on; "" for the list as it is.
func (k *Kind) Encode(q Query) string {
	values := url.Values{}
	for name, v := range q.Values {
		values[name] = v
	}
	if q.Sort != k.Sorts[0].Name || q.IsDesc != k.Sorts[0].IsDesc {
		values.Set("sort", sign(q.IsDesc)+q.Sort)
	}
	return values.Encode()
}

func sign(isDesc bool) string {
	if isDesc {
		return "-"
	}
	return ""
}

// Href is the list's address with a query.
func (k *Kind) Href(q Query) string { return Address(k.Path, k.Encode(q)) }

// Address is a path with a query, which may be empty.
func Address(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// With is the query with other values of a filter; none, or "", takes it away. The page is the first again.
func (q Query) With(name string, wanted ...string) Query {
	values := url.Values{}
	for n, v := range q.Values {
		values[n] = v
	}
	if values.Del(name); len(wanted) > 0 && wanted[0] != "" {
		values[name] = wanted
	}
	q.Values, q.After = values, uuid.Nil
	return q
}

// IsFiltered says whether the query leaves rows out.
func (q Query) IsFiltered() bool { return len(q.Values) > 0 || q.After != uuid.Nil }

func (k *Kind) sort(name string) (Sort, bool) {
	i := slices.IndexFunc(k.Sorts, func(s Sort) bool { return s.Name == name })
	if i < 0 {
		return Sort{}, false
	}
	return k.Sorts[i], true
}

// Where is the condition of the rows that a query leaves.
func (k *Kind) Where(q Query, e Env) relation.And {
	where := relation.And{}
	for _, f := range k.Filters {
		var any relation.Or
		if f.Task != "" && q.Values.Has(f.Name) {
			where = append(where, q.titled(f))
			continue
		}
		for _, v := range q.Values[f.Name] {
			if f.Where == nil {
				break
			}
			if c := f.Where(v, e); c != nil {
				any = append(any, c)
			}
		}
		if len(any) > 0 {
			where = append(where, any)
		}
	}
	if q.within != nil {
		where = append(where, relation.In{X: C("id"), Values: append([]any{uuid.Nil[:]}, q.within...)}) // no row is nil, and some ids there must be
	}
	return where
}

// Found is what a page of a list says of the whole.
type Found struct {
	Total  int64 // rows that the filter leaves; MostCounted + 1 for more than that
	IsMore bool  // whether there is a page after this one
}

// MostCounted is how many rows are counted: whoever has more before him filters before he counts.
const MostCounted = 100_000

// Page reads a page of rows. fault.NotFound if q.After is none the reader may see.
func Page[T any](ctx context.Context, r store.Reader, k *Kind, q Query, e Env) (rows []T, found Found, err error) {
	if q, err = k.Narrow(ctx, r, q, e); err != nil {
		return nil, found, err
	}
	walked := q
	if len(q.tasks) > fewTasks { // the first page of many rows is found sooner in the order it is asked for
		walked.tasks = nil
	}
	s, err := k.Select(ctx, r, walked, e)
	if err != nil {
		return nil, found, err
	}
	if rows, err = store.List[T](ctx, r, s); err != nil {
		return nil, found, err
	}
	if n := s.Limit - 1; len(rows) > n {
		rows, found.IsMore = rows[:n], true
	}
	switch {
	case q.Uncounted:
	case q.After == uuid.Nil && !found.IsMore:
		found.Total = int64(len(rows))
	default:
		found.Total, err = k.Count(ctx, r, q, e)
	}
	return rows, found, err
}

// Pile reads the first rows, and says how many there are, whatever their number.
func Pile[T any](ctx context.Context, r store.Reader, k *Kind, q Query, e Env) (rows []T, total int64, err error) {
	rows, found, err := Page[T](ctx, r, k, q.Rows(uuid.Nil, q.Limit), e)
	if total = int64(len(rows)); err == nil && found.IsMore {
		total, err = store.Count(ctx, r, &relation.Select{From: relation.From(k.Table, Row), Where: k.Where(q, e)})
	}
	return rows, total, err
}

// Count counts the rows that a query leaves, up to MostCounted + 1.
func (k *Kind) Count(ctx context.Context, r store.Reader, q Query, e Env) (n int64, err error) {
	one := &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(k.Table, Row), Where: k.Where(q, e), Limit: MostCounted + 1}
	count := &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.Source{Query: one, As: "counted"}}
	err = r.Select(ctx, count, func(scan store.Scan) error { return scan(&n) })
	return n, err
}

// Select is the query of a page and of one row more, without outputs.
func (k *Kind) Select(ctx context.Context, r store.Reader, q Query, e Env) (*relation.Select, error) {
	for name := range q.Values {
		if !slices.ContainsFunc(k.Filters, func(f Filter) bool { return f.Name == name }) { // a misspelt filter must not show everything
			return nil, fmt.Errorf("list %s: there is no filter %q", k.Name, name)
		}
	}
	s, ok := k.sort(q.Sort)
	if !ok {
		s, q.IsDesc = k.Sorts[0], k.Sorts[0].IsDesc
	}
	by, where := s.by(q.IsDesc), k.Where(q, e)
	rid := C(k.last())
	if q.After != uuid.Nil {
		after, err := k.after(ctx, r, q.After, s, by, q.IsDesc)
		if err != nil {
			return nil, err
		}
		where = append(where, after)
	}
	if q.Limit == 0 {
		q.Limit = PageRows
	}
	return &relation.Select{From: relation.From(k.Table, Row), Where: where, Limit: q.Limit + 1,
		OrderBy: []relation.Order{{By: by, IsDesc: q.IsDesc}, {By: rid, IsDesc: q.IsDesc}}}, nil
}

// last is the column that tells rows of one place in the order apart.
func (k *Kind) last() string {
	if k.Table.Placement == relation.Owned {
		return "rid"
	}
	return "id"
}

// after is the condition of the rows behind one. Where that one stands is looked up: nodes number their rows themselves, so an id goes in and out.
func (k *Kind) after(ctx context.Context, r store.Reader, id uuid.UUID, s Sort, by relation.Expr, isDesc bool) (relation.Expr, error) {
	var number int64
	var text string
	var value, last any = &number, new(any)
	if s.IsText {
		value = &text
	}
	var rid int64
	last = &rid
	if k.last() != "rid" {
		last = new(uuid.UUID)
	}
	isThere := false
	q := &relation.Select{Outputs: []relation.Output{{Expr: by, As: "place"}, {Expr: C(k.last()), As: "last"}}, From: relation.From(k.Table, Row), Where: relation.Equal(C("id"), id[:]), Limit: 1}
	if err := r.Select(ctx, q, func(scan store.Scan) error {
		isThere = true
		return scan(value, last)
	}); err != nil {
		return nil, err
	}
	if !isThere {
		return nil, fault.New(fault.NotFound, "record-missing")
	}
	op, reach := relation.Gt, relation.Ge
	if isDesc {
		op, reach = relation.Lt, relation.Le
	}
	place := relation.V(number)
	if s.IsText {
		place = relation.V(text)
	}
	tail := relation.V(rid)
	if k.last() != "rid" {
		tail = relation.V(id[:])
	}
	after := relation.Or{relation.Binary{Op: op, L: by, R: place}, relation.And{relation.Same(by, place), relation.Binary{Op: op, L: C(k.last()), R: tail}}}
	return relation.And{relation.Binary{Op: reach, L: by, R: place}, after}, nil // an index is entered at the place, which it is not by what one of two says
}

// Beyond every number and text that is sorted by.
const (
	highest     = int64(1) << 60
	lowest      = -highest
	highestText = "\U0010fffd"
)

// by is what is sorted by, NULL put where it comes last.
func (s Sort) by(isDesc bool) relation.Expr {
	if s.Dated != "" && isDesc { // 0 comes last by itself, and the column's index has the order
		return C(s.Dated)
	}
	if s.Dated != "" {
		return relation.Coalesce{dated(s.Dated), relation.V(highest)}
	}
	switch {
	case !s.IsOptional:
		return s.By
	case s.IsText && isDesc:
		return relation.Coalesce{s.By, relation.V("")}
	case s.IsText:
		return relation.Coalesce{s.By, relation.V(highestText)}
	case isDesc:
		return relation.Coalesce{s.By, relation.V(lowest)}
	}
	return relation.Coalesce{s.By, relation.V(highest)}
}
