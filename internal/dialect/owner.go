package dialect

import (
	"github.com/wenxiao/wenxiao/internal/relation"
)

// conjunction gives the conditions all of which hold if e holds.
func conjunction(e relation.Expr) []relation.Expr {
	all, ok := e.(relation.And)
	if !ok {
		if e == nil {
			return nil
		}
		return []relation.Expr{e}
	}
	var conditions []relation.Expr
	for _, c := range all {
		conditions = append(conditions, conjunction(c)...)
	}
	return conditions
}

// owner is the source whose owner an expression is, nil if it is none.
func (s *scope) owner(e relation.Expr) *source {
	c, ok := e.(relation.Col)
	if !ok {
		return nil
	}
	_, src, col, err := s.find(c)
	if err != nil || !col.isOwner {
		return nil
	}
	return src
}

// checkOwners holds the rules of joins between Owned tables in a query whose condition is where:
//
//  1. Every Owned source is tied to every other by equalities of owners, directly or over a third. For a left join
//     only its own condition counts, for all others the conditions of inner joins and where.
//  2. The kept side of a left join with an Owned source has an Owned source.
//  3. A subquery that looks at an outer query and reads Owned sources is tied to one there.
func (s *scope) checkOwners(where relation.Expr) error {
	tied := ties{}
	hasOwned := false
	for _, src := range s.sources {
		if src.isLeft && src.isOwned && !hasOwned {
			return ruleLeft.broken(src.table, "%q is joined to what is kept", src.name)
		}
		hasOwned = hasOwned || src.isOwned
		for _, c := range src.on {
			if l, r := s.equality(c); l != nil && (!src.isLeft || l == src || r == src) {
				tied.tie(l, r)
			}
		}
	}
	for _, c := range conjunction(where) {
		if l, r := s.equality(c); l != nil && !l.isLeft && !r.isLeft {
			tied.tie(l, r)
		}
	}
	var first *source
	for _, src := range s.sources {
		switch {
		case !src.isOwned:
		case first == nil:
			first = src
		case tied.root(src) != tied.root(first):
			return ruleJoinOwner.broken(src.table, "nothing ties the owner of %q to that of %q", src.name, first.name)
		}
	}
	if first == nil || !s.isCorrelated {
		return nil
	}
	for at := s.outer; at != nil; at = at.outer {
		for _, src := range at.sources {
			if src.isOwned && tied.root(src) == tied.root(first) {
				return nil
			}
		}
	}
	return ruleCorrelate.broken(first.table, "nothing ties the owner of %q to the outer query", first.name)
}

// equality gives the two sources whose owners a condition says to be equal, nil if it says none.
func (s *scope) equality(condition relation.Expr) (*source, *source) {
	b, ok := condition.(relation.Binary)
	if !ok || b.Op != relation.Eq {
		return nil, nil
	}
	l, r := s.owner(b.L), s.owner(b.R)
	if l == nil || r == nil {
		return nil, nil
	}
	return l, r
}

// ties are sources with equal owners: each points to another of its group, the last to none.
type ties map[*source]*source

func (t ties) root(s *source) *source {
	for t[s] != nil {
		s = t[s]
	}
	return s
}

func (t ties) tie(a, b *source) {
	if a, b = t.root(a), t.root(b); a != b {
		t[a] = b
	}
}

// owners is of how many owners the rows are that a condition lets through: 1, many (2), or not said (0).
func (s *scope) owners(where relation.Expr) int {
	said := 0
	for _, c := range conjunction(where) {
		switch c := c.(type) {
		case relation.Binary:
			if c.Op == relation.Eq && (s.owner(c.L) != nil && isNumber(c.R) || s.owner(c.R) != nil && isNumber(c.L)) {
				return 1
			}
		case relation.In:
			if s.owner(c.X) == nil {
				continue
			}
			if len(c.Values) <= 1 {
				return 1
			}
			said = 2
		}
	}
	return said
}

// isNumber reports whether an expression is a bound number.
func isNumber(e relation.Expr) bool {
	v, ok := e.(relation.Value)
	if !ok {
		return false
	}
	_, ok = v.V.(int64)
	return ok
}
