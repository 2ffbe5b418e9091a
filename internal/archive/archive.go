// Package archive writes a whole installation into one file and reads it back:
// every table as lines of JSON, as it stood at one moment, and the files that
// rows refer to, encrypted as they are. The form knows no engine, so what was
// written from SQLite is read into PostgreSQL and the other way round. Keys are
// never in it, and neither is what one node keeps for itself (Local tables).
//
// It decides nothing: who may do it, where the file lies and what is there
// already is for internal/app/operate. Rows and files stream; memory does not
// grow with them. Start with [Write] and [Open].
//
// # The form
//
// A ZIP with the entries tables/NAME.jsonl (an array for each row, values in the
// order of the manifest's columns, octets in base64), files.tar, manifest.json
// and manifest.sig. The manifest has the shape of each table and the SM3 sum of
// each entry, and is signed (SM2) with the installation's signing key, so that
// an archive that was changed is not restored.
package archive

import (
	"fmt"

	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// Format is the version of the form that this release writes, and the highest it reads.
const Format = 1

// The entries beside the tables.
const (
	manifestEntry  = "manifest.json"
	signatureEntry = "manifest.sig"
	filesEntry     = "files.tar"
)

// A Manifest says what an archive holds.
type Manifest struct {
	Format  int          `json:"format"`
	Release string       `json:"release"` // of the program that wrote it
	Made    int64        `json:"made"`    // ms since 1970
	Engine  string       `json:"engine"`  // "sqlite" or "postgresql"
	Step    int          `json:"step"`    // of the schema
	Keys    Versions     `json:"keys"`
	Tables  []Table      `json:"tables"`
	Files   Files        `json:"files"`
	Heads   []audit.Head `json:"heads"` // of the audit chains at that moment
}

// Versions are the newest keys that something in the archive may need.
type Versions struct {
	Master uint8 `json:"master"`
	Index  uint8 `json:"index"`
}

// A Table is the shape of a table, and its rows but for a Local one.
type Table struct {
	Name      string   `json:"name"`
	Placement string   `json:"placement"` // "owned", "reference" or "local"
	Columns   []Column `json:"columns"`
	Key       []string `json:"key"`
	Indexes   []Index  `json:"indexes,omitempty"`
	Rows      int64    `json:"rows"`
	Part      *Part    `json:"part,omitempty"` // nil for a Local table
}

// A Column is as in package relation.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // integer, number, bool, date, moment, text or bytes
	Nullable bool   `json:"nullable,omitempty"`
	IsKey    bool   `json:"is_key,omitempty"`
}

// An Index is as in package relation.
type Index struct {
	Name     string   `json:"name"`
	Columns  []string `json:"columns"`
	IsUnique bool     `json:"is_unique,omitempty"`
}

// A Part is an entry as it has to be.
type Part struct {
	Size int64  `json:"size"` // octets, not compressed
	SM3  string `json:"sm3"`  // hexadecimal
}

// Files are the files of the blob store.
type Files struct {
	IsLeftOut bool  `json:"is_left_out,omitempty"` // only records were saved
	Count     int64 `json:"count"`
	Missing   int64 `json:"missing,omitempty"` // that rows refer to and that were not in the folder
	Part      *Part `json:"part,omitempty"`
}

// Rows is the number of rows of all tables.
func (m *Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

var (
	placements = []string{relation.Owned: "owned", relation.Reference: "reference", relation.Local: "local"}
	types      = []string{relation.Integer: "integer", relation.Number: "number", relation.Bool: "bool", relation.Date: "date",
		relation.Moment: "moment", relation.Text: "text", relation.Bytes: "bytes"}
)

func describe(t *relation.Table) Table {
	d := Table{Name: t.Name, Placement: placements[t.Placement], Key: t.Key}
	for _, c := range t.Columns {
		d.Columns = append(d.Columns, Column{c.Name, types[c.Type], c.Nullable, c.IsKey})
	}
	for _, i := range t.Indexes {
		d.Indexes = append(d.Indexes, Index{i.Name, i.Columns, i.IsUnique})
	}
	return d
}

// relation is the table that was described.
func (t Table) relation() (*relation.Table, error) {
	r := &relation.Table{Name: t.Name, Key: t.Key}
	i, ok := find(placements, t.Placement)
	if !ok {
		return nil, fmt.Errorf("table %q lies %q", t.Name, t.Placement)
	}
	r.Placement = relation.Placement(i)
	for _, c := range t.Columns {
		i, ok := find(types, c.Type)
		if !ok {
			return nil, fmt.Errorf("column %s.%s holds %q", t.Name, c.Name, c.Type)
		}
		r.Columns = append(r.Columns, relation.Column{Name: c.Name, Type: relation.Type(i), Nullable: c.Nullable, IsKey: c.IsKey})
	}
	for _, i := range t.Indexes {
		r.Indexes = append(r.Indexes, relation.Index{Name: i.Name, Columns: i.Columns, IsUnique: i.IsUnique})
	}
	return r, nil
}

func find(list []string, name string) (int, bool) {
	for i, n := range list {
		if n == name {
			return i, true
		}
	}
	return 0, false
}

func entryOf(table string) string { return "tables/" + table + ".jsonl" }
