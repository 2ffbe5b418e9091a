package dialect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// Define writes a change of the schema, as statements to be run in their order in one transaction. The error wraps
// ErrUnfit and names the broken rule and the table.
func (d *Dialect) Define(c relation.Change) ([]string, error) {
	var statements []string
	var err error
	switch c := c.(type) {
	case relation.CreateTable:
		statements, err = d.createTable(c.Table)
	case relation.AddColumn:
		statements, err = d.addColumn(c.Table, c.Column)
	case relation.CreateIndex:
		statements, err = d.createIndex(c.Table, c.Index)
	default:
		err = ruleShape.broken("", "no such change: %T", c)
	}
	if err != nil {
		return nil, fmt.Errorf("define %T: %w", c, err)
	}
	return statements, nil
}

// Distribute writes what puts a new table where its placement says on Citus: an Owned one by its owner, a Reference
// one on every node. It is nothing for a Local one, and on SQLite. On PostgreSQL without Citus it is not run.
func (d *Dialect) Distribute(t *relation.Table) ([]string, error) {
	if err := checkTable(t); err != nil {
		return nil, fmt.Errorf("distribute: %w", err)
	}
	return d.distribute(t), nil
}

func (d *Dialect) createTable(t *relation.Table) ([]string, error) {
	if err := checkTable(t); err != nil {
		return nil, err
	}
	var lines []string
	for _, c := range t.Columns {
		lines = append(lines, d.column(c))
	}
	lines = append(lines, "PRIMARY KEY ("+quoteAll(d.key(t))+")")
	statements := []string{"CREATE TABLE " + quote(t.Name) + " (\n\t" + strings.Join(lines, ",\n\t") + "\n)" + d.tableEnd}
	for _, i := range t.Indexes {
		index, err := d.createIndex(t, i)
		if err != nil {
			return nil, err
		}
		statements = append(statements, index...)
	}
	return statements, nil
}

func (d *Dialect) column(c relation.Column) string {
	text := quote(c.Name) + " " + d.types[c.Type]
	if !c.Nullable {
		text += " NOT NULL"
	}
	return text
}

func (d *Dialect) addColumn(t *relation.Table, c relation.Column) ([]string, error) {
	if t == nil {
		return nil, ruleShape.broken("", "no table")
	}
	if err := checkColumn(t, c); err != nil {
		return nil, err
	}
	if !c.Nullable {
		return nil, ruleAdditive.broken(t.Name, "column %q is not", c.Name)
	}
	return []string{"ALTER TABLE " + quote(t.Name) + " ADD COLUMN " + d.column(c)}, checkName(t.Name)
}

func (d *Dialect) createIndex(t *relation.Table, i relation.Index) ([]string, error) {
	if t == nil {
		return nil, ruleShape.broken("", "no table")
	}
	for _, name := range []string{t.Name, i.Name} {
		if err := checkName(name); err != nil {
			return nil, err
		}
	}
	if !strings.HasPrefix(i.Name, t.Name+"_") {
		return nil, ruleName.broken(t.Name, "the name of index %q does not begin with the table's, and might be that of another", i.Name)
	}
	if err := checkColumns(t, i.Columns); err != nil {
		return nil, err
	}
	if t.Placement == relation.Owned && i.IsUnique && !slices.Contains(i.Columns, relation.Owner) {
		return nil, ruleOwnerUnique.broken(t.Name, "index %q", i.Name)
	}
	kind := "INDEX "
	if i.IsUnique {
		kind = "UNIQUE INDEX "
	}
	return []string{"CREATE " + kind + quote(i.Name) + " ON " + quote(t.Name) + " (" + quoteAll(i.Columns) + ")"}, nil
}

// checkTable holds the rules of tables, those of indexes apart.
func checkTable(t *relation.Table) error {
	if t == nil || len(t.Columns) == 0 {
		return ruleShape.broken("", "no table, or one without columns")
	}
	if err := checkName(t.Name); err != nil {
		return err
	}
	for i, c := range t.Columns {
		if err := checkColumn(t, c); err != nil {
			return err
		}
		if slices.ContainsFunc(t.Columns[:i], func(other relation.Column) bool { return other.Name == c.Name }) {
			return ruleName.broken(t.Name, "column %q stands twice", c.Name)
		}
	}
	if err := checkColumns(t, t.Key); err != nil {
		return err
	}
	for _, name := range t.Key {
		if c, _ := t.Column(name); c.Nullable {
			return ruleShape.broken(t.Name, "column %q of the primary key is nullable", name)
		}
	}
	if t.Placement != relation.Owned {
		return nil
	}
	if first := t.Columns[0]; first.Name != relation.Owner || first.Type != relation.Integer || first.Nullable {
		return ruleOwnerColumn.broken(t.Name, "it is %q", first.Name)
	}
	if t.Key[0] != relation.Owner {
		return ruleOwnerKey.broken(t.Name, "it begins with %q", t.Key[0])
	}
	return nil
}

func checkColumn(t *relation.Table, c relation.Column) error {
	if c.Type > relation.Bytes {
		return ruleShape.broken(t.Name, "column %q has no type", c.Name)
	}
	return checkName(c.Name)
}

// checkColumns says whether the columns of a key or an index are there, each once.
func checkColumns(t *relation.Table, names []string) error {
	if len(names) == 0 {
		return ruleShape.broken(t.Name, "a key or an index without columns")
	}
	for i, name := range names {
		if _, ok := t.Column(name); !ok || slices.Contains(names[:i], name) {
			return ruleName.broken(t.Name, "column %q is not there, or stands twice", name)
		}
	}
	return nil
}
