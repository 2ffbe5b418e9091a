package dialect

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// maxDepth is how deep expressions and queries stand in one another; SQLite's own limit is 1000 after parsing.
const maxDepth = 200

// maxFactors is of how many factors a product is on SQLite before it is checked. One that overflowed is a floating point number
// and stays one, so one check at the end finds it, unless it grows to infinity: the eighth power of 2⁶³, doubled 200 times, is
// still below 10²²⁰.
const maxFactors = 8

// A writer writes one statement.
type writer struct {
	d     *Dialect
	args  []any
	scope *scope // of the query that is being written; nil between queries
	depth int
	// isChecked says that what is written is part of a calculation whose result is checked for overflow.
	isChecked bool
	// into is the table of an Insert while what it sets on a conflict is written.
	into *relation.Table
	// hasNoQueries refuses subqueries.
	hasNoQueries bool
	// first is the table that was named first, owned and local one of each placement; empty if there was none.
	first, owned, local string
}

// A binding says how strongly an expression holds together.
type binding uint8

const (
	bindsLogic      binding = iota // AND, OR, NOT
	bindsComparison                // =, IN, IS NULL
	bindsOperator                  // +, ||
	bindsWhole                     // a name, a call, something in parentheses
)

// A term is an expression that was written.
type term struct {
	text        string
	binding     binding
	kind        kind
	isNullable  bool
	isCondition bool // true or false, not yet 1 or 0
	isUnchecked bool // an overflow in it is not yet an error
	factors     int  // of the longest product in it that is not checked, at least 1
}

// within gives the text as an operand of something that holds together as strongly as b: in parentheses if need be.
func (t term) within(b binding) string {
	if t.binding > b {
		return t.text
	}
	return "(" + t.text + ")"
}

func whole(text string, k kind, isNullable bool) term {
	return term{text: text, binding: bindsWhole, kind: k, isNullable: isNullable, factors: 1}
}

func condition(text string, b binding, isNullable bool) term {
	return term{text: text, binding: b, kind: kindNumber, isNullable: isNullable, isCondition: true, factors: 1}
}

// argument binds a value and gives its number.
func (w *writer) argument(v any) int {
	w.args = append(w.args, v)
	return len(w.args)
}

// place binds a value of a kind and gives its place in the text.
func (w *writer) place(v any, k kind) string { return w.d.bind(w.argument(v), k) }

// bind writes a value that was given; want is the kind of a nil.
func (w *writer) bind(v any, want kind) (term, error) {
	k, err := checkValue(v)
	if err != nil {
		return term{}, err
	}
	if v == nil {
		k = want
	}
	return whole(w.place(v, k), k, v == nil), nil
}

// checkValue gives the kind of a value that may be bound; for nil it is of no meaning.
func checkValue(v any) (kind, error) {
	switch v := v.(type) {
	case nil, int64:
		return kindNumber, nil
	case []byte:
		if v != nil { // nil octets would be NULL on one engine and empty on another
			return kindOctets, nil
		}
	case string:
		if utf8.ValidString(v) && !strings.Contains(v, "\x00") {
			return kindText, nil
		}
		return 0, ruleValue.broken("", "a text of %d bytes", len(v)) // not quoted: it may be personal
	}
	return 0, ruleValue.broken("", "%T", v)
}

// checkWhole holds the rules that are seen only at the end of a statement.
func (w *writer) checkWhole() error {
	if len(w.args) > MaxArgs {
		return ruleSize.broken("", "%d values", len(w.args))
	}
	if w.owned != "" && w.local != "" {
		return ruleJoinLocal.broken(w.owned, "table %q is local", w.local)
	}
	return nil
}

// condition writes an expression as a condition.
func (w *writer) condition(e relation.Expr) (term, error) {
	t, err := w.expr(e)
	if err != nil || t.isCondition {
		return t, err
	}
	if t.kind != kindNumber {
		return term{}, ruleKind.broken("", "a %s is no condition", t.kind)
	}
	one, err := w.bind(int64(1), kindNumber)
	return condition(t.within(bindsComparison)+" = "+one.text, bindsComparison, t.isNullable), err
}

// value writes an expression as a value.
func (w *writer) value(e relation.Expr) (term, error) {
	t, err := w.expr(e)
	if err == nil && t.isCondition {
		t = whole(w.d.number(t.text), kindNumber, t.isNullable)
	}
	return t, err
}

// valueOf is value for an expression that must be of a kind.
func (w *writer) valueOf(e relation.Expr, k kind) (term, error) {
	t, err := w.value(e)
	if err == nil && t.kind != k {
		err = ruleKind.broken("", "%s where %s is needed", t.kind, k)
	}
	return t, err
}

// values writes expressions that are all of one kind.
func (w *writer) values(list []relation.Expr) ([]term, error) {
	var terms []term
	for _, e := range list {
		t, err := w.value(e)
		if err != nil {
			return nil, err
		}
		if len(terms) > 0 && t.kind != terms[0].kind {
			return nil, ruleKind.broken("", "%s beside %s; a nil needs its type in As", t.kind, terms[0].kind)
		}
		terms = append(terms, t)
	}
	return terms, nil
}

// expr writes an expression as it comes: a condition or a value.
func (w *writer) expr(e relation.Expr) (term, error) {
	if t, ok := w.known(e); ok {
		return t, nil
	}
	w.depth++
	isChecked := w.isChecked
	defer func() { w.depth, w.isChecked = w.depth-1, isChecked }()
	if w.depth > maxDepth {
		return term{}, ruleSize.broken("", "expressions are more than %d deep", maxDepth)
	}
	switch e := e.(type) { // through these an overflow is still seen from outside
	case relation.Binary:
		if isCalculation(e.Op) {
			return w.calculation(e)
		}
	case relation.Case:
		return w.choice(e)
	case relation.Coalesce:
		return w.coalesce(e)
	case relation.Call:
		return w.call(e)
	}
	w.isChecked = false
	switch e := e.(type) {
	case relation.Col:
		return w.col(e)
	case relation.Value:
		return w.bind(e.V, kindOf(e.As))
	case relation.Excluded:
		return w.excluded(e)
	case relation.Scalar:
		return w.scalar(e)
	}
	return w.claim(e)
}

func (w *writer) excluded(e relation.Excluded) (term, error) {
	if w.into == nil {
		return term{}, ruleShape.broken("", "a value that was to be inserted, where there is no conflict")
	}
	c, ok := w.into.Column(e.Name)
	if !ok {
		return term{}, ruleName.broken(w.into.Name, "there is no column %q", e.Name)
	}
	return whole("excluded."+quote(c.Name), kindOf(c.Type), c.Nullable), nil
}

// known finds the text of an expression that stands in the query already, or by which one around it groups.
func (w *writer) known(e relation.Expr) (term, bool) {
	for at := w.scope; at != nil; at = at.outer {
		for _, k := range at.written {
			if (k.isGroup || at == w.scope) && same(k.expr, e) {
				w.scope.lookOut(at)
				return k.term, true
			}
		}
	}
	return term{}, false
}

func same(a, b relation.Expr) bool {
	if c, ok := a.(relation.Col); ok {
		return b == c
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b) && reflect.DeepEqual(a, b)
}

func (w *writer) col(c relation.Col) (term, error) {
	if w.scope == nil {
		return term{}, ruleName.broken("", "column %q where there is no row", c.Name)
	}
	src, col, err := w.scope.read(c)
	if err != nil {
		return term{}, err
	}
	return whole(quote(src.name)+"."+quote(c.Name), col.kind, col.isNullable), nil
}

func isCalculation(op relation.Op) bool {
	switch op {
	case relation.Add, relation.Sub, relation.Mul, relation.Div, relation.Mod:
		return true
	}
	return false
}

// calculation writes +, -, *, / and %. The outermost of them checks the result for overflow. What can become NULL before that is
// checked earlier: a divisor, which might be a zero that is none, and what stands beside something that may be NULL.
func (w *writer) calculation(e relation.Binary) (term, error) {
	isOutermost := !w.isChecked
	w.isChecked = true
	l, err := w.valueOf(e.L, kindNumber)
	if err != nil {
		return term{}, err
	}
	w.isChecked = e.Op != relation.Div && e.Op != relation.Mod
	r, err := w.valueOf(e.R, kindNumber)
	if err != nil {
		return term{}, err
	}
	if r.isNullable || e.Op == relation.Mul && l.factors+r.factors > maxFactors {
		l = w.checked(l)
	}
	if l.isNullable || e.Op == relation.Mul && l.factors+r.factors > maxFactors {
		r = w.checked(r)
	}
	factors := max(l.factors, r.factors)
	if e.Op == relation.Mul {
		factors = l.factors + r.factors
	}
	text := l.within(bindsOperator) + " " + string(e.Op) + " " + r.within(bindsOperator)
	t := term{text: text, binding: bindsOperator, kind: kindNumber, isNullable: l.isNullable || r.isNullable, isUnchecked: true, factors: factors}
	if isOutermost {
		t = w.checked(t)
	}
	return t, nil
}

// checked makes an overflow in a calculation an error.
func (w *writer) checked(t term) term {
	if t.isUnchecked {
		t.text, t.binding = w.d.exact(t.text)
	}
	t.isUnchecked, t.factors = false, 1
	return t
}

func (w *writer) choice(e relation.Case) (term, error) {
	var text strings.Builder
	var results []relation.Expr
	for _, arm := range e.Arms {
		results = append(results, arm.Then)
	}
	if e.Else != nil {
		results = append(results, e.Else)
	}
	if len(results) == 0 {
		return term{}, ruleShape.broken("", "a case without arms")
	}
	terms, err := w.values(results)
	if err != nil {
		return term{}, err
	}
	w.isChecked = false
	text.WriteString("CASE")
	for i, arm := range e.Arms {
		when, err := w.condition(arm.When)
		if err != nil {
			return term{}, err
		}
		text.WriteString(" WHEN " + when.text + " THEN " + terms[i].text)
	}
	t := merged(terms)
	if e.Else == nil {
		t.isNullable = true
	} else {
		text.WriteString(" ELSE " + terms[len(terms)-1].text)
	}
	t.text = text.String() + " END"
	if len(e.Arms) == 0 {
		t.text = "(" + terms[0].text + ")"
	}
	return t, nil
}

func (w *writer) coalesce(e relation.Coalesce) (term, error) {
	terms, err := w.values(e)
	if err != nil || len(terms) == 1 {
		return merged(terms), err
	}
	if len(terms) == 0 {
		return term{}, ruleShape.broken("", "a coalesce of nothing")
	}
	t := merged(terms)
	t.isNullable = true
	texts := make([]string, len(terms))
	for i, x := range terms {
		t.isNullable = t.isNullable && x.isNullable
		texts[i] = x.text
	}
	t.text = "coalesce(" + strings.Join(texts, ", ") + ")"
	return t, nil
}

// merged is what may come out if one of the terms does; its text is that of the first.
func merged(terms []term) term {
	if len(terms) == 0 {
		return term{}
	}
	t := whole("", terms[0].kind, false)
	if len(terms) == 1 {
		t.text = "(" + terms[0].text + ")"
	}
	for _, x := range terms {
		t.isNullable = t.isNullable || x.isNullable
		t.isUnchecked = t.isUnchecked || x.isUnchecked
		t.factors = max(t.factors, x.factors)
	}
	return t
}
