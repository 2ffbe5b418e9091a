package dialect

import (
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/internal/relation"
)

func (w *writer) insert(s *relation.Insert) (string, error) {
	if s == nil || s.Into == nil || (s.Query == nil) == (len(s.Rows) == 0) {
		return "", ruleShape.broken("", "an insert needs a table, and either rows or a query")
	}
	t := s.Into
	if err := w.touch(t); err != nil {
		return "", err
	}
	columns, err := checkGiven(s)
	if err != nil {
		return "", err
	}
	text := "INSERT INTO " + quote(t.Name) + " (" + quoteAll(s.Columns) + ") "
	var what string
	if s.Query != nil {
		what, err = w.chosen(s, columns)
	} else {
		what, err = w.rows(s, columns)
	}
	if err != nil {
		return "", err
	}
	conflict, err := w.conflict(s)
	if err != nil {
		return "", err
	}
	returning, err := w.returning(t, s.Returning)
	return text + what + conflict + returning, err
}

// checkGiven gives the columns an insert names.
func checkGiven(s *relation.Insert) ([]relation.Column, error) {
	var columns []relation.Column
	for i, name := range s.Columns {
		c, ok := s.Into.Column(name)
		if !ok || slices.Contains(s.Columns[:i], name) {
			return nil, ruleName.broken(s.Into.Name, "column %q is not there, or given twice", name)
		}
		columns = append(columns, c)
	}
	for _, c := range s.Into.Columns {
		if !c.Nullable && !slices.Contains(s.Columns, c.Name) {
			rule := ruleComplete
			if s.Into.Placement == relation.Owned && c.Name == relation.Owner {
				rule = ruleOwnerGiven
			}
			return nil, rule.broken(s.Into.Name, "column %q is missing", c.Name)
		}
	}
	return columns, nil
}

// rows writes the rows an insert gives.
func (w *writer) rows(s *relation.Insert, columns []relation.Column) (string, error) {
	w.hasNoQueries = true
	defer func() { w.hasNoQueries = false }()
	rows := make([]string, len(s.Rows))
	for i, row := range s.Rows {
		if len(row) != len(columns) {
			return "", ruleShape.broken(s.Into.Name, "row %d has %d values for %d columns", i, len(row), len(columns))
		}
		if i := slices.Index(s.Columns, relation.Owner); s.Into.Placement == relation.Owned && !isNumber(row[i]) {
			return "", ruleOwnerGiven.broken(s.Into.Name, "the owner is no bound number")
		}
		values := make([]string, len(row))
		for j, e := range row {
			t, err := w.filling(columns[j], e, s.Into.Name)
			if err != nil {
				return "", err
			}
			values[j] = t
		}
		rows[i] = "(" + strings.Join(values, ", ") + ")"
	}
	return "VALUES " + strings.Join(rows, ", "), nil
}

// chosen writes the query an insert takes its rows of.
func (w *writer) chosen(s *relation.Insert, columns []relation.Column) (string, error) {
	q := *s.Query
	if s.OnConflict != nil && q.Where == nil {
		q.Where = relation.And{} // SQLite would read ON CONFLICT as the condition of a join
	}
	text, res, err := w.query(&q, nil, false)
	if err != nil {
		return "", err
	}
	if len(res.columns) != len(columns) {
		return "", ruleShape.broken(s.Into.Name, "the query gives %d values for %d columns", len(res.columns), len(columns))
	}
	for i, c := range columns {
		got := res.columns[i]
		if got.kind != kindOf(c.Type) {
			return "", ruleKind.broken(s.Into.Name, "%s for column %q", got.kind, c.Name)
		}
		if s.Into.Placement == relation.Owned && c.Name == relation.Owner && !got.isOwner && !isNumber(q.Outputs[i].Expr) {
			return "", ruleOwnerFrom.broken(s.Into.Name, "it takes it from elsewhere")
		}
	}
	return text, nil
}

// filling writes what goes into a column.
func (w *writer) filling(c relation.Column, e relation.Expr, table string) (string, error) {
	k := kindOf(c.Type)
	var t term
	var err error
	if v, ok := e.(relation.Value); ok {
		if v.V == nil && !c.Nullable {
			return "", ruleComplete.broken(table, "nil for column %q", c.Name)
		}
		t, err = w.bind(v.V, k)
	} else {
		t, err = w.value(e)
	}
	if err == nil && t.kind != k {
		err = ruleKind.broken(table, "%s for column %q", t.kind, c.Name)
	}
	return t.text, err
}

// conflict writes what an insert does with rows that are there already.
func (w *writer) conflict(s *relation.Insert) (string, error) {
	c, t := s.OnConflict, s.Into
	if c == nil {
		return "", nil
	}
	isKey := slices.Equal(c.Columns, t.Key)
	isUnique := isKey || slices.ContainsFunc(t.Indexes, func(i relation.Index) bool { return i.IsUnique && slices.Equal(i.Columns, c.Columns) })
	if !isUnique || len(c.Columns) == 0 {
		return "", ruleConflict.broken(t.Name, "%q", c.Columns)
	}
	if t.Placement == relation.Owned && !slices.Contains(c.Columns, relation.Owner) {
		return "", ruleOwnerUnique.broken(t.Name, "%q", c.Columns)
	}
	columns := c.Columns
	if isKey {
		columns = w.d.key(t)
	}
	text := " ON CONFLICT (" + quoteAll(columns) + ") DO "
	if len(c.Sets) == 0 {
		return text + "NOTHING", nil
	}
	w.scope, w.into, w.hasNoQueries = &scope{sources: []*source{tableSource(t, "")}}, t, true
	defer func() { w.scope, w.into, w.hasNoQueries = nil, nil, false }()
	sets, err := w.sets(t, c.Sets)
	return text + "UPDATE SET " + sets, err
}

// sets writes the values that columns of a row are given.
func (w *writer) sets(t *relation.Table, sets []relation.Set) (string, error) {
	texts := make([]string, len(sets))
	seen := map[string]bool{}
	for i, s := range sets {
		c, ok := t.Column(s.Column)
		switch {
		case !ok || seen[s.Column]:
			return "", ruleName.broken(t.Name, "column %q is not there, or set twice", s.Column)
		case t.Placement == relation.Owned && (s.Column == relation.Owner || s.Column == "rid" || s.Column == "id"):
			return "", ruleOwnerSet.broken(t.Name, "%q is set", s.Column)
		}
		seen[s.Column] = true
		to, err := w.filling(c, s.To, t.Name)
		if err != nil {
			return "", err
		}
		texts[i] = quote(s.Column) + " = " + to
	}
	if len(texts) == 0 {
		return "", ruleShape.broken(t.Name, "nothing is set")
	}
	return strings.Join(texts, ", "), nil
}

func (w *writer) update(s *relation.Update) (string, error) {
	if s == nil || s.Table == nil || s.Where == nil {
		return "", ruleShape.broken("", "an update needs a table and a condition")
	}
	if err := w.enter(s.Table); err != nil {
		return "", err
	}
	sets, err := w.sets(s.Table, s.Sets)
	if err != nil {
		return "", err
	}
	end, err := w.end(s.Table, s.Where, s.Returning)
	return "UPDATE " + quote(s.Table.Name) + " SET " + sets + end, err
}

func (w *writer) remove(s *relation.Delete) (string, error) {
	if s == nil || s.From == nil || s.Where == nil {
		return "", ruleShape.broken("", "a delete needs a table and a condition")
	}
	if err := w.enter(s.From); err != nil {
		return "", err
	}
	end, err := w.end(s.From, s.Where, s.Returning)
	return "DELETE FROM " + quote(s.From.Name) + end, err
}

// enter begins to write about the rows of a table, which have no alias.
func (w *writer) enter(t *relation.Table) error {
	if err := w.touch(t); err != nil {
		return err
	}
	w.scope = &scope{}
	return w.scope.add(tableSource(t, ""))
}

// end writes what follows the first half of an update or a delete.
func (w *writer) end(t *relation.Table, where relation.Expr, returned []string) (string, error) {
	condition, err := w.clause(" WHERE ", where)
	if err != nil {
		return "", err
	}
	switch {
	case t.Placement == relation.Owned && w.scope.owners(where) == 0:
		return "", ruleOwnerWrite.broken(t.Name, "no owner is said")
	case t.Placement == relation.Reference && w.owned != "":
		return "", ruleWriteRef.broken(t.Name, "it reads %q", w.owned)
	}
	returning, err := w.returning(t, returned)
	return condition + returning, err
}

func (w *writer) returning(t *relation.Table, columns []string) (string, error) {
	if len(columns) == 0 {
		return "", nil
	}
	for _, name := range columns {
		if _, ok := t.Column(name); !ok {
			return "", ruleName.broken(t.Name, "there is no column %q", name)
		}
	}
	return " RETURNING " + quoteAll(columns), nil
}
