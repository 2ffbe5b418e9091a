// Package relation describes tables, queries and changes as plain values, so
// that nothing above internal/dialect writes SQL. It knows no database, no SQL
// text and nothing of what the tables mean. Start with Table and Select.
package relation

// A Type is what a column holds, the same on every engine.
type Type uint8

const (
	Integer Type = iota // a 64-bit integer
	Number              // an exact number, a 64-bit integer that counts ten-thousandths (internal unit of package quantity)
	Bool                // 0 or 1
	Date                // a day: days since 1970-01-01
	Moment              // a point in time: milliseconds since 1970-01-01 00:00 UTC
	Text                // UTF-8, compared byte by byte on every engine
	Bytes               // octets
)

// A Placement says where the rows of a table live when there is more than one node.
type Placement uint8

const (
	// Owned rows belong to an administrative division and live with it. The first column is "owner", the
	// division's six digits as an integer; it is first in every key.
	Owned Placement = iota
	// Reference rows are few and the same on every node: divisions, units, calendars, accounts.
	Reference
	// Local rows are one node's own: jobs, sessions, counters.
	Local
)

// A Column of a table. A column that is not Nullable has no default: every insert gives it.
type Column struct {
	Name     string
	Type     Type
	Nullable bool
	IsKey    bool // holds wrapped keys: history does not keep them, and they may be wrapped anew
}

// An Index speeds up reads; a unique one is a rule as well.
type Index struct {
	Name     string // unique in the database; begins with the table's name
	Columns  []string
	IsUnique bool
}

// A Table is the shape of a table.
type Table struct {
	Name      string
	Placement Placement
	Columns   []Column
	Key       []string // the primary key; for an Owned table: owner, rid
	Indexes   []Index
}

// Column finds a column by name.
func (t *Table) Column(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// Owner is the name of the column by which Owned tables are placed.
const Owner = "owner"

// NewOwned gives a table of records: owner, rid (the node's own key: owner×10⁹ and a sequence number),
// id (a UUID, 16 octets, made by whoever writes the record first), version (from 1, for the check against
// stale writes), then the columns given. Its key is (owner, rid); (owner, id) is unique.
func NewOwned(name string, columns []Column, indexes ...Index) *Table {
	own := []Column{{Name: Owner, Type: Integer}, {Name: "rid", Type: Integer}, {Name: "id", Type: Bytes}, {Name: "version", Type: Integer}}
	unique := Index{Name: name + "_id", Columns: []string{Owner, "id"}, IsUnique: true}
	return &Table{
		Name:      name,
		Placement: Owned,
		Columns:   append(own, columns...),
		Key:       []string{Owner, "rid"},
		Indexes:   append([]Index{unique}, indexes...),
	}
}
