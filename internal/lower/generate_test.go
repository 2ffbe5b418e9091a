package lower_test

import (
	"fmt"
	"math/rand/v2"
)

// A generator writes random expressions that are right by their types. It may name
// the main record or, inside an aggregate, one of its rows.
type generator struct {
	*rand.Rand
	rows string // "" outside aggregates
	lets []string
}

func (g *generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g *generator) number(depth int) string {
	if depth <= 0 || g.IntN(5) == 0 {
		return g.plainNumber()
	}
	d := depth - 1
	switch g.IntN(14) {
	case 0, 1:
		return fmt.Sprintf("(%s + %s)", g.number(d), g.number(d))
	case 2, 3:
		return fmt.Sprintf("(%s - %s)", g.number(d), g.number(d))
	case 4, 5:
		return fmt.Sprintf("(%s * %s)", g.number(d), g.number(d))
	case 6:
		return fmt.Sprintf("(-(%s))", g.number(d))
	case 7:
		return fmt.Sprintf("(%s ? %s : %s)", g.condition(d), g.number(d), g.number(d))
	case 8:
		return fmt.Sprintf("round(%s%s, %d)", g.number(d), g.pick("", "", " * 0.5"), g.IntN(9))
	case 9:
		return fmt.Sprintf("round(%s, %d)", g.ratio(d), g.IntN(9))
	case 10:
		return fmt.Sprintf("(%s - %s)", g.date(d), g.date(d))
	case 11:
		return fmt.Sprintf("or(%s, %s)", g.maybeNumber(d), g.number(d))
	}
	if g.rows != "" {
		return g.plainNumber()
	}
	return g.aggregate(g.pick("count", "sum"), d)
}

func (g *generator) plainNumber() string {
	fields := []string{"a", "or(b, 0)", "a", "a"}
	if g.rows != "" {
		fields = []string{"p", "or(q, 0)", "p", "p"}
	}
	if len(g.lets) > 0 && g.rows == "" {
		fields = append(fields, g.lets...)
	}
	fields = append(fields, "0", "1", "-1", "2", "3", "0.5", "-2.5", "0.0001", "0.00000001", "7100.5", "100000000", "99999999999.9999", "800", "922337203685.4775",
		"param('whole')", "param('regional')", "param('missing')", "param('rate')")
	return g.pick(fields...)
}

func (g *generator) ratio(depth int) string {
	return fmt.Sprintf("ratio(%s, %s, %s)", g.number(depth), g.divisor(depth), g.pick("0", "1", "-0.5", g.number(depth-1)))
}

func (g *generator) divisor(depth int) string {
	if g.rows == "" && g.IntN(4) == 0 {
		return "(count(kid) - 1)"
	}
	return g.pick(g.number(depth), g.number(depth), "2", "-80000")
}

func (g *generator) maybeNumber(depth int) string {
	if g.rows != "" {
		return "q"
	}
	if g.IntN(2) == 0 {
		return "b"
	}
	return g.aggregate(g.pick("min", "max"), depth)
}

func (g *generator) aggregate(f string, depth int) string {
	inner := &generator{Rand: g.Rand, rows: g.pick("kid", "bill", "wage")}
	text := f + "(" + inner.rows
	switch {
	case f != "count" && g.IntN(3) == 0: // sums of what may be large are made in two parts
		text += ", " + g.pick("p * 922337.2036", "p * p", "p * or(q, -1) - 0.5", "0 - p * 100000000", "p * 0.00000001 * 100000000")
	case f != "count":
		text += ", " + inner.number(min(depth, 2))
	}
	if g.IntN(2) == 0 {
		text += ", " + inner.condition(min(depth, 2))
	}
	if inner.rows != "kid" && g.IntN(2) == 0 {
		text += fmt.Sprintf(", last_months(%d)", 1+g.IntN(13))
	}
	return text + ")"
}

func (g *generator) date(depth int) string {
	if depth > 0 && g.IntN(4) == 0 {
		switch {
		case g.rows == "":
			return fmt.Sprintf("or(%s, %s)", g.pick("e", g.latest()), g.date(depth-1))
		case g.rows == "kid":
			return fmt.Sprintf("or(w, %s)", g.date(depth-1))
		}
	}
	dates := []string{"today", fmt.Sprintf("months_ago(%d)", 1+g.IntN(25)), g.pick("date('2024-02-29')", "date('2023-02-28')", "date('1969-12-31')")}
	if g.rows == "" {
		dates = append(dates, "d", "d", "d")
	}
	return g.pick(dates...)
}

func (g *generator) latest() string {
	return g.pick("max", "min") + "(kid, or(w, today), " + g.pick("known(w)", "known(w) && w <= today && false", "p > 0") + ")"
}

func (g *generator) condition(depth int) string {
	d := depth - 1
	if depth > 0 {
		switch g.IntN(8) {
		case 0, 1:
			return fmt.Sprintf("(%s && %s)", g.condition(d), g.condition(d))
		case 2, 3:
			return fmt.Sprintf("(%s || %s)", g.condition(d), g.condition(d))
		case 4:
			return fmt.Sprintf("!(%s)", g.condition(d))
		case 5:
			return fmt.Sprintf("(%s ? %s : %s)", g.condition(d), g.condition(d), g.condition(d))
		}
	}
	op := g.pick("==", "!=", "<", "<=", ">", ">=")
	switch g.IntN(9) {
	case 0, 1:
		return fmt.Sprintf("%s %s %s", g.number(d), op, g.number(d))
	case 2, 3:
		return fmt.Sprintf("%s %s %s", g.ratio(d), op, g.number(d))
	case 4:
		return fmt.Sprintf("%s %s %s", g.number(d), op, g.ratio(d))
	case 5:
		return fmt.Sprintf("%s %s %s", g.date(d), op, g.date(d))
	case 6:
		return fmt.Sprintf("%s in [0, 1, -2.5, 7100.5]", g.number(d))
	}
	return g.word(d)
}

// word is a condition on what is no number.
func (g *generator) word(depth int) string {
	common := []string{"true", "false"}
	switch g.rows {
	case "kid":
		common = append(common, "k == 'red'", "k != 'blue'", "known(q)", "known(w)", "k in ['red', 'green']", "or(z, true)", "known(z)")
	case "bill", "wage":
		common = append(common, "known(q)")
	default:
		common = append(common, "k == 'red'", "'blue' != k", "k in ['green', 'blue']", "or(n, 'red') == k", "or(n, 'blue') != 'green'",
			"or(t, 'x') == '绿'", "or(t, '') in ['', 'é', 'x']", "within(v, '9901')", "within(v, '990102003')", "within(v, '000000')", "v == '990102003'", "!within(v, '99')",
			"known(b)", "known(e)", "known(t)", "known(s)", "!known(n)", "y", "!y", "or(z, y)", "or(z, false)", "!known(z)", "known("+g.aggregate(g.pick("min", "max"), depth)+")")
	}
	return g.pick(common...)
}
