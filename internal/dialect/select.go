package dialect

import (
	"strings"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// statement writes a query that is a whole statement, which alone may lock rows.
func (w *writer) statement(q *relation.Select) (string, error) {
	if q == nil {
		return "", ruleShape.broken("", "no query")
	}
	open := *q
	open.IsForUpdate = false
	text, result, err := w.query(&open, nil, false)
	if err != nil || !q.IsForUpdate {
		return text, err
	}
	isPlain := !q.IsDistinct && len(q.GroupBy) == 0 && q.Having == nil && q.From.Query == nil
	for _, j := range q.Joins {
		isPlain = isPlain && !j.IsLeft && j.Query == nil
	}
	for _, o := range q.Outputs {
		isPlain = isPlain && !aggregates(o.Expr)
	}
	if !isPlain {
		return "", ruleLock.broken(result.table, "")
	}
	if result.isOwned && result.owners != 1 {
		return "", ruleOwnerLock.broken(result.table, "nothing holds its owner equal to a value")
	}
	return text + w.d.lock, nil
}

// A result is what a query gives out.
type result struct {
	columns      []column
	table        string // one it reads, an Owned one before others
	isOwned      bool
	owners       int  // see scope.owners
	isCorrelated bool // it reads columns of the queries around it
}

// query writes a query inside outer. Only one that is asked whether it has rows may have no outputs.
func (w *writer) query(q *relation.Select, outer *scope, isExistence bool) (string, result, error) {
	s := &scope{outer: outer}
	around, isChecked := w.scope, w.isChecked
	w.scope, w.isChecked = s, false
	w.depth++
	defer func() { w.scope, w.isChecked, w.depth = around, isChecked, w.depth-1 }()
	if w.depth > maxDepth {
		return "", result{}, ruleSize.broken("", "queries are more than %d deep", maxDepth)
	}
	if q.IsForUpdate {
		return "", result{}, ruleLock.broken("", "inside another statement")
	}
	if w.hasNoQueries {
		return "", result{}, ruleInsertPlain.broken("", "there is one")
	}
	from, err := w.sources(q)
	if err != nil {
		return "", result{}, err
	}
	where, err := w.clause(" WHERE ", q.Where)
	if err != nil {
		return "", result{}, err
	}
	groups, err := w.groups(q)
	if err != nil {
		return "", result{}, err
	}
	s.isGrouped = isGrouped(q)
	outputs, res, err := w.outputs(q, isExistence)
	if err != nil {
		return "", result{}, err
	}
	having, err := w.clause(" HAVING ", q.Having)
	if err != nil {
		return "", result{}, err
	}
	orders, err := w.orders(q)
	if err != nil {
		return "", result{}, err
	}
	limit, err := w.limit(q)
	if err != nil {
		return "", result{}, err
	}
	if err := s.checkOwners(q.Where); err != nil {
		return "", result{}, err
	}
	res.isOwned, res.owners, res.isCorrelated = s.hasOwned(), s.owners(q.Where), s.isCorrelated
	for _, src := range s.sources {
		if res.table == "" || src.isOwned {
			res.table = src.table
		}
	}
	return "SELECT " + outputs + " FROM " + from + where + groups + having + orders + limit, res, nil
}

func isGrouped(q *relation.Select) bool {
	if len(q.GroupBy) > 0 || q.Having != nil {
		return true
	}
	for _, o := range q.Outputs {
		if aggregates(o.Expr) {
			return true
		}
	}
	for _, o := range q.OrderBy {
		if aggregates(o.By) {
			return true
		}
	}
	return false
}

// clause writes a condition after its word; no condition is no clause.
func (w *writer) clause(word string, e relation.Expr) (string, error) {
	if e == nil {
		return "", nil
	}
	t, err := w.condition(e)
	return word + t.text, err
}

// sources writes what a query reads and puts it into the scope.
func (w *writer) sources(q *relation.Select) (string, error) {
	var text strings.Builder
	from, err := w.source(q.From)
	if err != nil {
		return "", err
	}
	text.WriteString(from)
	for _, j := range q.Joins {
		joined, err := w.source(j.Source)
		if err != nil {
			return "", err
		}
		src := w.scope.sources[len(w.scope.sources)-1]
		src.on = conjunction(j.On)
		word := " JOIN "
		if j.IsLeft {
			word = " LEFT JOIN "
		}
		if j.On == nil {
			return "", ruleShape.broken(src.table, "a join without a condition")
		}
		on, err := w.condition(j.On)
		if err != nil {
			return "", err
		}
		src.isLeft = j.IsLeft // from here on its columns may be NULL
		text.WriteString(word + joined + " ON " + on.text)
	}
	return text.String(), nil
}

// source writes a table or a query as a source. A query there sees what the query around it sees from outside, not its neighbours.
func (w *writer) source(from relation.Source) (string, error) {
	s := w.scope
	switch {
	case (from.Table == nil) == (from.Query == nil):
		return "", ruleShape.broken("", "source %q is not one of table and query", from.As)
	case from.Table != nil:
		if err := w.touch(from.Table); err != nil {
			return "", err
		}
		text := quote(from.Table.Name)
		if from.As != "" {
			text += " AS " + quote(from.As)
		}
		return text, s.add(tableSource(from.Table, from.As))
	}
	text, res, err := w.query(from.Query, s.outer, false)
	if err != nil {
		return "", err
	}
	s.isCorrelated = s.isCorrelated || res.isCorrelated
	return "(" + text + ") AS " + quote(from.As), s.add(&source{alias: from.As, name: from.As, table: res.table, columns: res.columns, isOwned: res.isOwned})
}

// touch keeps account of a table that the statement names, and checks its names.
func (w *writer) touch(t *relation.Table) error {
	if w.first == "" {
		w.first = t.Name
	}
	switch t.Placement {
	case relation.Owned:
		w.owned = t.Name
	case relation.Local:
		w.local = t.Name
	}
	for _, c := range t.Columns {
		if err := checkName(c.Name); err != nil {
			return err
		}
	}
	return checkName(t.Name)
}

func (w *writer) groups(q *relation.Select) (string, error) {
	texts := make([]string, len(q.GroupBy))
	for i, g := range q.GroupBy {
		t, err := w.value(g)
		if err != nil {
			return "", err
		}
		texts[i] = t.text
		w.scope.written = append(w.scope.written, writtenExpr{g, t, true})
	}
	if len(texts) == 0 {
		return "", nil
	}
	return " GROUP BY " + strings.Join(texts, ", "), nil
}

// outputs writes what a query gives out.
func (w *writer) outputs(q *relation.Select, isExistence bool) (string, result, error) {
	var texts []string
	var res result
	var written []writtenExpr
	for _, o := range q.Outputs {
		t, err := w.value(o.Expr)
		if err != nil {
			return "", res, err
		}
		name, text := o.As, t.text
		out := column{kind: t.kind, isNullable: t.isNullable}
		c, isCol := o.Expr.(relation.Col)
		if isCol {
			src := w.scope.owner(c)
			out.isOwner = src != nil && !src.isLeft // no NULL is an owner
			if name == "" {
				name = c.Name
			}
		}
		if err := checkName(name); err != nil {
			return "", res, err
		}
		for _, other := range res.columns {
			if other.name == name {
				return "", res, ruleName.broken("", "two outputs have the name %q", name)
			}
		}
		if !isCol || name != c.Name {
			text += " AS " + quote(name)
		}
		out.name = name
		res.columns = append(res.columns, out)
		texts = append(texts, text)
		written = append(written, writtenExpr{o.Expr, t, false})
	}
	w.scope.written = append(w.scope.written, written...)
	text := strings.Join(texts, ", ")
	switch {
	case len(texts) == 0 && !isExistence:
		return "", res, ruleShape.broken("", "a query without outputs")
	case len(texts) == 0:
		text = "1"
	}
	if q.IsDistinct {
		text = "DISTINCT " + text
	}
	return text, res, nil
}

func (w *writer) orders(q *relation.Select) (string, error) {
	texts := make([]string, len(q.OrderBy))
	for i, o := range q.OrderBy {
		if _, ok := w.known(o.By); q.IsDistinct && !ok {
			return "", ruleDistinct.broken("", "it is not given out")
		}
		t, err := w.value(o.By)
		if err != nil {
			return "", err
		}
		texts[i] = w.d.order(t.text, o.IsDesc, t.isNullable)
	}
	if len(texts) == 0 {
		return "", nil
	}
	return " ORDER BY " + strings.Join(texts, ", "), nil
}

func (w *writer) limit(q *relation.Select) (string, error) {
	if q.Limit < 0 || q.Offset < 0 {
		return "", ruleShape.broken("", "limit %d, offset %d", q.Limit, q.Offset)
	}
	text := ""
	switch {
	case q.Limit > 0:
		text = " LIMIT " + w.d.limit(w.place(int64(q.Limit), kindNumber))
	case q.Offset > 0 && w.d.everything != "":
		text = " LIMIT " + w.d.everything
	}
	if q.Offset > 0 {
		text += " OFFSET " + w.place(int64(q.Offset), kindNumber)
	}
	return text, nil
}
