package lower

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
)

// param is the value of a parameter in force today where the record belongs: a
// case over the owner, the smaller divisions first. It is NULL where none is in force.
// Its size and bound are those of all its values: on no day is a query larger than before the first.
func (b *builder) param(name string) term {
	p := b.schema.pack.Parameter(name)
	inForce := map[string]pack.ParameterValue{}
	t := term{mayRefuse: true, size: 10*len(p.Values) + 1}
	for _, v := range p.Values {
		t.bound = max(t.bound, magnitude(v.Units))
		if old, ok := inForce[v.Region]; v.From <= b.scope.Today && (!ok || v.From > old.From) {
			inForce[v.Region] = v
		}
	}
	var values []pack.ParameterValue
	for _, v := range inForce {
		values = append(values, v)
		if v.Region == "" {
			t.mayRefuse = false
		}
	}
	slices.SortFunc(values, func(a, b pack.ParameterValue) int {
		if len(a.Region) != len(b.Region) {
			return len(b.Region) - len(a.Region)
		}
		return strings.Compare(a.Region, b.Region)
	})
	var c relation.Case
	for _, v := range values {
		if v.Region == "" {
			c.Else = relation.V(v.Units)
			continue
		}
		c.Arms = append(c.Arms, relation.Arm{When: b.inRegion(v.Region), Then: relation.V(v.Units)})
	}
	switch {
	case len(values) == 0:
		t.expr = null().expr
	case len(c.Arms) == 0:
		return constant(values[0].Units)
	default:
		t.expr = c
	}
	return t
}

// inRegion holds for owners in a division of at most six digits.
func (b *builder) inRegion(region string) relation.Expr {
	from, err := strconv.ParseInt((region + "000000")[:6], 10, 64)
	if err != nil {
		panic("lower: region " + region) // a pack has digits here
	}
	to, err := strconv.ParseInt((region + "999999")[:6], 10, 64)
	if err != nil {
		panic("lower: region " + region)
	}
	owner := b.col(relation.Owner)
	return relation.And{binary(relation.Ge, owner, relation.V(from)), binary(relation.Le, owner, relation.V(to))}
}
