package dialect_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// BenchmarkOverflow compares two ways to find an overflow on SQLite, on a million rows: the function we register, and the calculation
// written twice.
func BenchmarkOverflow(b *testing.B) {
	e := onSQLite(b)
	if _, err := e.db.Exec(`WITH RECURSIVE s(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM s WHERE n < 1000099)
		INSERT INTO task (owner, rid, id, version, title, amount, is_open) SELECT 140300, n, randomblob(16), 1, '', n % 1000, 1 FROM s`); err != nil {
		b.Fatal(err)
	}
	const count = "SELECT count(*) FROM task AS t WHERE "
	const product, least = "(t.amount * t.version * 3 + t.rid * 4 - t.version * 2)", "abs(-9223372036854775807 - 1)"
	for name, text := range map[string]string{
		"unchecked": count + product + " > 1000",
		"exact":     count + dialect.ExactName + product + " > 1000",
		"typeof":    count + "CASE typeof(" + product + ") WHEN 'real' THEN " + least + " ELSE " + product + " END > 1000",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := e.run(e.db, dialect.Query{Text: text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRender writes a list page's query.
func BenchmarkRender(b *testing.B) {
	q := &relation.Select{
		Outputs: cols("rid", "title", "amount", "due", "version"), From: relation.From(tasks, "t"),
		Where:   relation.And{relation.Equal(c("owner"), 140300), relation.Prefix{X: c("title"), With: "完成"}, relation.Exists{Query: goals(total())}},
		OrderBy: []relation.Order{{By: c("title")}, {By: c("rid")}}, Limit: 30,
	}
	d := dialect.PostgreSQL()
	for b.Loop() {
		if _, err := d.Render(q); err != nil {
			b.Fatal(err)
		}
	}
}
