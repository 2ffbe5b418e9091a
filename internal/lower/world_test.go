package lower_test

import (
	"encoding/binary"
	"math/rand/v2"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
)

// fill makes random records with their rows, the same in Go and as rows of tables.
func (w *world) fill(random *rand.Rand, count int) {
	owners := []int64{990102, 990201, 990202, 880101}
	for n := range count {
		owner := owners[random.IntN(len(owners))]
		rid := owner*1_000_000_000 + int64(n) + 1
		record := w.add(random, "main", owner, rid, 0)
		rows := map[string][]expr.Row{}
		for range sizes[random.IntN(len(sizes))] {
			kid := rid + int64(10_000*(1+len(w.rows["kid"])))
			rows["kid"] = append(rows["kid"], expr.Row{Fields: w.add(random, "kid", owner, kid, rid)})
			for range sizes[random.IntN(len(sizes))] {
				rows["wage"] = append(rows["wage"], w.feedRow(random, "wage", owner, kid))
			}
		}
		for range sizes[random.IntN(len(sizes))] {
			rows["bill"] = append(rows["bill"], w.feedRow(random, "bill", owner, rid))
		}
		w.records = append(w.records, mainRecord{owner, rid, &expr.Record{Fields: record, Rows: rows}})
	}
	for range 20 { // rows that were matched to no record, and count for none
		w.feedRow(random, "bill", 990102, 0)
		w.feedRow(random, "wage", 990102, 0)
	}
}

// sizes are how many rows a record has: none, often.
var sizes = []int{0, 0, 1, 2, 3, 5}

func (w *world) feedRow(random *rand.Rand, feed string, owner, about int64) expr.Row {
	month := day("2023-01-01").AddMonths(random.IntN(40))
	rid := owner*1_000_000_000 + int64(len(w.rows[feed])) + 1
	values := w.values(random, w.pack.Feed(feed).Fields)
	row := []relation.Expr{relation.V(owner), relation.V(about), relation.V(rid), relation.V(int64(month))}
	w.rows[feed] = append(w.rows[feed], append(row, stored(w.pack.Feed(feed).Fields, values)...))
	return expr.Row{Month: month, Fields: values}
}

func (w *world) add(random *rand.Rand, register string, owner, rid, parent int64) map[string]expr.Value {
	values := w.values(random, w.pack.Register(register).Fields)
	w.keep(register, owner, rid, parent, values)
	return values
}

// keep makes a record a row of its table.
func (w *world) keep(register string, owner, rid, parent int64, values map[string]expr.Value) {
	r := w.pack.Register(register)
	row := []relation.Expr{relation.V(owner), relation.V(rid), relation.V(binary.BigEndian.AppendUint64(make([]byte, 8), uint64(rid))), relation.V(1)}
	if r.Parent != nil {
		row = append(row, relation.V(parent))
	}
	w.rows[register] = append(w.rows[register], append(row, stored(r.Fields, values)...))
}

func (w *world) values(random *rand.Rand, fields []*pack.Field) map[string]expr.Value {
	values := map[string]expr.Value{}
	for _, f := range fields {
		if f.IsRequired || random.IntN(3) > 0 {
			values[f.Name] = value(random, f)
		}
	}
	return values
}

// value is a random value of a field, of those at the borders more often than chance would have it.
func value(random *rand.Rand, f *pack.Field) expr.Value {
	switch f.Kind {
	case pack.Number:
		switch random.IntN(6) {
		case 0:
			return expr.Units([]int64{0, 0, 1, -1, 10000, 71005000, pack.MaxFigure, -pack.MaxFigure}[random.IntN(8)])
		case 1:
			return expr.Units(random.Int64N(2*pack.MaxFigure) - pack.MaxFigure)
		case 2:
			return expr.Units(10000 * (random.Int64N(9) - 4))
		}
		return expr.Units(random.Int64N(200_000_000) - 50_000_000)
	case pack.Date:
		month := day("2021-12-01").AddMonths(random.IntN(52))
		switch random.IntN(4) {
		case 0:
			return expr.Units(int64(month))
		case 1:
			return expr.Units(int64(month.MonthEnd()))
		case 2:
			return expr.Units(int64(day("2024-02-29")))
		}
		return expr.Units(int64(month.AddDays(random.IntN(28))))
	case pack.YesNo:
		return expr.Units(random.Int64N(2))
	case pack.Code:
		return expr.Words(f.List.Codes[random.IntN(len(f.List.Codes))])
	case pack.Division:
		return expr.Words([]string{"990102003", "990102", "9901", "990201001002", "880101", ""}[random.IntN(6)])
	case pack.Secret:
		return expr.Words("")
	}
	return expr.Words([]string{"", "x", "X", "绿", "红", "é", "a%b"}[random.IntN(7)])
}

// stored are the values as columns hold them.
func stored(fields []*pack.Field, values map[string]expr.Value) []relation.Expr {
	var list []relation.Expr
	for _, f := range fields {
		v := values[f.Name]
		switch {
		case f.Kind == pack.Secret && v.IsKnown:
			list = append(list, relation.V([]byte{1}), relation.V([]byte{2}), relation.V([]byte{3}))
		case f.Kind == pack.Secret:
			null := relation.Value{As: relation.Bytes}
			list = append(list, null, null, null)
		case !v.IsKnown && (f.Kind == pack.Number || f.Kind == pack.Date || f.Kind == pack.YesNo):
			list = append(list, relation.Value{As: relation.Integer})
		case !v.IsKnown:
			list = append(list, relation.Value{As: relation.Text})
		case f.Kind == pack.Number || f.Kind == pack.Date || f.Kind == pack.YesNo:
			list = append(list, relation.V(v.N))
		default:
			list = append(list, relation.V(v.S))
		}
	}
	return list
}
