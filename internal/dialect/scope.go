package dialect

import (
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A kind is what engines tell apart of types: everything but text and octets is a 64-bit integer.
type kind uint8

const (
	kindNumber kind = iota
	kindText
	kindOctets
)

func (k kind) String() string { return [...]string{"number", "text", "octets"}[k] }

func kindOf(t relation.Type) kind {
	switch t {
	case relation.Text:
		return kindText
	case relation.Bytes:
		return kindOctets
	}
	return kindNumber
}

// A column is what can be read of a source.
type column struct {
	name       string
	kind       kind
	isNullable bool
	isOwner    bool // it holds the owner by which its row of an Owned table is placed
}

// A source is what a query reads under a name.
type source struct {
	alias   string // as in Col.Source; empty for the row that an Insert, Update or Delete is about
	name    string // as it stands in the text
	table   string // its table, or one of those its query reads; for errors
	columns []column
	isOwned bool // its rows live with their owners
	isLeft  bool // it may have no partner: its columns are NULL then
	on      []relation.Expr
}

func (s *source) column(name string) (column, bool) {
	for _, c := range s.columns {
		if c.name == name {
			c.isNullable = c.isNullable || s.isLeft
			return c, true
		}
	}
	return column{}, false
}

// tableSource is a table as a source.
func tableSource(t *relation.Table, alias string) *source {
	s := &source{alias: alias, name: alias, table: t.Name, isOwned: t.Placement == relation.Owned}
	if alias == "" {
		s.name = t.Name
	}
	for _, c := range t.Columns {
		s.columns = append(s.columns, column{name: c.Name, kind: kindOf(c.Type), isNullable: c.Nullable, isOwner: s.isOwned && c.Name == relation.Owner})
	}
	return s
}

// A scope is what the expressions of one query may name, and what is known about that query so far.
type scope struct {
	outer   *scope
	sources []*source
	// written are expressions whose text stands in the query already. PostgreSQL takes a group or an output for the
	// same only if it has the same places for values, so a text is used again.
	written      []writtenExpr
	isGrouped    bool // what is written now is given out by a query that groups or aggregates
	inAggregate  bool
	isCorrelated bool // it reads columns of an outer scope
}

type writtenExpr struct {
	expr    relation.Expr
	term    term
	isGroup bool
}

// add puts a source into the scope. No name stands twice, in outer scopes either: nothing is hidden by accident.
func (s *scope) add(src *source) error {
	if err := checkName(src.name); err != nil {
		return err
	}
	for at := s; at != nil; at = at.outer {
		for _, other := range at.sources {
			if other.name == src.name {
				return ruleName.broken(src.table, "two sources have the name %q", src.name)
			}
		}
	}
	s.sources = append(s.sources, src)
	return nil
}

// find looks a column up, in this scope and then in the outer ones.
func (s *scope) find(c relation.Col) (*scope, *source, column, error) {
	for at := s; at != nil; at = at.outer {
		for _, src := range at.sources {
			if src.alias != c.Source {
				continue
			}
			col, ok := src.column(c.Name)
			if !ok {
				return nil, nil, column{}, ruleName.broken(src.table, "there is no column %q", c.Name)
			}
			return at, src, col, nil
		}
	}
	return nil, nil, column{}, ruleName.broken("", "column %q is of a source %q that is not there", c.Name, c.Source)
}

// read is find for a column that stands in the text: it keeps account of which scopes look outside, and holds the rule of groups.
func (s *scope) read(c relation.Col) (*source, column, error) {
	at, src, col, err := s.find(c)
	if err != nil {
		return nil, column{}, err
	}
	isInside := false // an aggregate
	for inner := s; ; inner = inner.outer {
		isInside = isInside || inner.inAggregate
		if inner == at {
			break
		}
	}
	s.lookOut(at)
	if at.isGrouped && !isInside {
		return nil, column{}, ruleGroup.broken(src.table, "column %q is neither grouped by nor in an aggregate", c.Name)
	}
	return src, col, nil
}

// lookOut keeps account of an expression of an outer scope that stands in this one.
func (s *scope) lookOut(at *scope) {
	for ; s != at; s = s.outer {
		s.isCorrelated = true
	}
}

// hasOwned reports whether a source of this scope lives with owners.
func (s *scope) hasOwned() bool {
	for _, src := range s.sources {
		if src.isOwned {
			return true
		}
	}
	return false
}
