package store

import (
	"context"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// seats are the places a server can have in revisionTable. Servers on different ones do not collide when they commit; two on one do, and both get through.
const seats = 64

// seat is the place of this server: the same one each time it starts, so that the table does not grow.
func (o Options) seat() int64 {
	host, err := os.Hostname()
	if err != nil {
		host = "" // the folder tells servers apart still
	}
	h := fnv.New32a()
	h.Write([]byte(host + "\x00" + o.Heads))
	return int64(h.Sum32() % seats)
}

// stamp stamps each table that the commit changes, where several servers write. It is part of the commit, and the last of it. A stamp is a moment and no
// number, so that none comes twice, even after a database went back to an earlier state.
func (w *writer) stamp(ctx context.Context) error {
	if w.store.kept == nil || !w.store.kept.isShared || len(w.touched) == 0 {
		return nil
	}
	insert := &relation.Insert{
		Into: revisionTable, Columns: []string{"name", "seat", "stamp"},
		OnConflict: &relation.Conflict{Columns: revisionTable.Key, Sets: []relation.Set{{Column: "stamp", To: relation.Excluded{Name: "stamp"}}}},
	}
	now := time.Now().UnixNano()
	for _, name := range slices.Sorted(maps.Keys(w.touched)) { // in order: two servers on one seat never wait in a circle
		insert.Rows = append(insert.Rows, []relation.Expr{relation.V(name), relation.V(w.seat), relation.V(now)})
	}
	_, err := w.connection.change(ctx, insert)
	return err
}

// revise asks for the revision of each table in this moment, where several servers write: what its stamps make together.
func (m *moment) revise(ctx context.Context) error {
	if !m.store.kept.isShared || m.revisions != nil {
		return nil
	}
	c, err := m.connection(ctx)
	if err != nil {
		return err
	}
	revisions := make(map[string]uint64)
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("r", "name")}, {Expr: relation.C("r", "seat")}, {Expr: relation.C("r", "stamp")}}, From: relation.From(revisionTable, "r"),
	}
	if err := c.query(ctx, q, func(scan Scan) error {
		var name string
		var seat, stamp int64
		err := scan(&name, &seat, &stamp)
		revisions[name] += mixed(uint64(stamp)<<6 | uint64(seat)) // whatever the order in which they come
		return err
	}); err != nil {
		return err
	}
	m.revisions = revisions
	return nil
}

// mixed spreads a number over all of them, so that sums of several do not meet (the finaliser of SplitMix64).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
