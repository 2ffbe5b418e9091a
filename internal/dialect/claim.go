package dialect

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// claim writes what compares, joins texts or says that something holds.
func (w *writer) claim(e relation.Expr) (term, error) {
	switch e := e.(type) {
	case relation.Binary:
		return w.comparison(e)
	case relation.And:
		return w.logic(e, " AND ", "TRUE")
	case relation.Or:
		return w.logic(e, " OR ", "FALSE")
	case relation.Not:
		x, err := w.condition(e.X)
		return condition("NOT ("+x.text+")", bindsLogic, x.isNullable), err
	case relation.IsNull:
		x, err := w.value(e.X)
		return condition(x.within(bindsOperator)+" IS NULL", bindsComparison, false), err
	case relation.In:
		return w.in(e)
	case relation.Prefix:
		return w.prefix(e)
	case relation.Contains:
		return w.contains(e)
	case relation.Exists:
		return w.exists(e)
	}
	return term{}, ruleShape.broken("", "no such expression: %T", e)
}

func (w *writer) comparison(e relation.Binary) (term, error) {
	switch e.Op {
	case relation.Eq, relation.Ne, relation.Lt, relation.Le, relation.Gt, relation.Ge, relation.Concat:
	default:
		return term{}, ruleShape.broken("", "no such operator: %q", e.Op)
	}
	terms, err := w.values([]relation.Expr{e.L, e.R})
	if err != nil {
		return term{}, err
	}
	l, r := terms[0], terms[1]
	isNullable := l.isNullable || r.isNullable
	if e.Op != relation.Concat {
		return condition(l.within(bindsComparison)+" "+string(e.Op)+" "+r.within(bindsComparison), bindsComparison, isNullable), nil
	}
	if l.kind != kindText {
		return term{}, ruleKind.broken("", "%s where texts are joined", l.kind)
	}
	return term{text: l.within(bindsOperator) + " || " + r.within(bindsOperator), binding: bindsOperator, kind: kindText, isNullable: isNullable}, nil
}

// logic joins conditions; with none it is empty.
func (w *writer) logic(conditions []relation.Expr, operator, empty string) (term, error) {
	if len(conditions) == 0 {
		return condition(empty, bindsWhole, false), nil
	}
	texts, isNullable := make([]string, len(conditions)), false
	for i, c := range conditions {
		t, err := w.condition(c)
		if err != nil {
			return term{}, err
		}
		if len(conditions) == 1 {
			return t, nil
		}
		texts[i] = t.within(bindsLogic)
		isNullable = isNullable || t.isNullable
	}
	return condition(strings.Join(texts, operator), bindsLogic, isNullable), nil
}

func (w *writer) in(e relation.In) (term, error) {
	x, err := w.value(e.X)
	if err != nil {
		return term{}, err
	}
	for _, v := range e.Values {
		k, err := checkValue(v)
		if err != nil {
			return term{}, err
		}
		if k != x.kind || v == nil {
			return term{}, ruleKind.broken("", "%T in a list of %s", v, x.kind)
		}
	}
	return condition(w.d.oneOf(w, x.within(bindsComparison), x.kind, e.Values), bindsComparison, x.isNullable && len(e.Values) > 0), nil
}

// prefix is a range of texts, so that an index serves it.
func (w *writer) prefix(e relation.Prefix) (term, error) {
	with := relation.Value{V: e.With}
	from, err := w.comparison(relation.Binary{Op: relation.Ge, L: e.X, R: with})
	next, ok := after(e.With)
	if err != nil || !ok {
		return from, err
	}
	to, err := w.comparison(relation.Binary{Op: relation.Lt, L: e.X, R: relation.Value{V: next}})
	return condition(from.text+" AND "+to.text, bindsLogic, from.isNullable), err
}

// after is the smallest text, by the order of bytes, that is greater than every text with the prefix; there is none
// for the empty prefix and for one of nothing but the last character.
func after(prefix string) (string, bool) {
	for prefix != "" {
		last, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch last {
		case utf8.MaxRune:
		case 0xD7FF: // what follows up to U+DFFF are no characters
			return prefix + "\uE000", true
		default:
			return prefix + string(last+1), true
		}
	}
	return "", false
}

func (w *writer) contains(e relation.Contains) (term, error) {
	x, err := w.valueOf(e.X, kindText)
	if err != nil {
		return term{}, err
	}
	part, err := w.bind(e.Part, kindText)
	return condition(w.d.find(x.text, part.text)+" > 0", bindsComparison, x.isNullable), err
}

func (w *writer) exists(e relation.Exists) (term, error) {
	if e.Query == nil {
		return term{}, ruleShape.broken("", "an exists without a query")
	}
	text, _, err := w.query(e.Query, w.scope, true)
	return condition("EXISTS ("+text+")", bindsWhole, false), err
}

func (w *writer) scalar(e relation.Scalar) (term, error) {
	if e.Query == nil {
		return term{}, ruleShape.broken("", "a scalar without a query")
	}
	text, result, err := w.query(e.Query, w.scope, false)
	if err != nil {
		return term{}, err
	}
	if len(result.columns) != 1 {
		return term{}, ruleShape.broken(result.table, "a scalar of %d columns", len(result.columns))
	}
	return whole("("+text+")", result.columns[0].kind, true), nil
}

// isAggregate reports whether a function is of many rows.
func isAggregate(f relation.Func) bool {
	switch f {
	case relation.CountRows, relation.CountDistinct, relation.Sum, relation.Min, relation.Max:
		return true
	}
	return false
}

// aggregates reports whether an expression holds an aggregate of its own query.
func aggregates(e relation.Expr) bool {
	switch e := e.(type) {
	case relation.Call:
		return isAggregate(e.Func) || anyAggregates(e.Args)
	case relation.Binary:
		return aggregates(e.L) || aggregates(e.R)
	case relation.And:
		return anyAggregates(e)
	case relation.Or:
		return anyAggregates(e)
	case relation.Coalesce:
		return anyAggregates(e)
	case relation.Not:
		return aggregates(e.X)
	case relation.In:
		return aggregates(e.X)
	case relation.Prefix:
		return aggregates(e.X)
	case relation.Contains:
		return aggregates(e.X)
	case relation.IsNull:
		return aggregates(e.X)
	case relation.Case:
		for _, arm := range e.Arms {
			if aggregates(arm.When) || aggregates(arm.Then) {
				return true
			}
		}
		return aggregates(e.Else)
	}
	return false
}

func anyAggregates(list []relation.Expr) bool {
	for _, e := range list {
		if aggregates(e) {
			return true
		}
	}
	return false
}

// call writes a function. An overflow in what abs is of is seen from outside.
func (w *writer) call(e relation.Call) (term, error) {
	want := 1
	if e.Func == relation.CountRows {
		want = 0
	}
	if len(e.Args) != want {
		return term{}, ruleShape.broken("", "%s of %d arguments", e.Func, len(e.Args))
	}
	if isAggregate(e.Func) {
		return w.aggregate(e)
	}
	switch e.Func {
	case relation.Abs:
		x, err := w.valueOf(e.Args[0], kindNumber)
		t := whole("abs("+x.text+")", kindNumber, x.isNullable)
		t.isUnchecked, t.factors = x.isUnchecked, x.factors
		return t, err
	case relation.Length:
		w.isChecked = false
		x, err := w.valueOf(e.Args[0], kindText)
		return whole(w.d.length(x.text), kindNumber, x.isNullable), err
	}
	return term{}, ruleShape.broken("", "no such function: %q", e.Func)
}

func (w *writer) aggregate(e relation.Call) (term, error) {
	if w.scope == nil || !w.scope.isGrouped || w.scope.inAggregate {
		return term{}, ruleGroup.broken("", "%s where rows are not grouped", e.Func)
	}
	if e.Func == relation.CountRows {
		return whole("count(*)", kindNumber, false), nil
	}
	w.isChecked, w.scope.inAggregate = false, true
	x, err := w.value(e.Args[0])
	w.scope.inAggregate = false
	if err != nil {
		return term{}, err
	}
	switch e.Func {
	case relation.CountDistinct:
		return whole("count(DISTINCT "+x.text+")", kindNumber, false), nil
	case relation.Sum:
		if x.kind != kindNumber {
			return term{}, ruleKind.broken("", "a sum of %s", x.kind)
		}
		return whole(w.d.sum(x.text), kindNumber, true), nil
	}
	if x.kind == kindOctets {
		return term{}, ruleKind.broken("", "%s of octets, which PostgreSQL 15 does not have", e.Func)
	}
	return whole(string(e.Func)+"("+x.text+")", x.kind, true), nil
}
