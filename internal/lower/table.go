package lower

import (
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
)

// Columns of tables beside those of fields.
const (
	Parent = "parent" // of a child register: the rid of the record it belongs to
	Record = "record" // of a feed: the rid of the record the row was matched to; 0 for none yet
	Month  = "month"  // of a monthly feed: the first day of the row's month
)

// tableName joins with two underscores, which no name has, so that no two packs share a table.
func tableName(p *pack.Pack, name string) string { return p.Name + "__" + name }

// Column is the column of a field that is no secret. The letter before it keeps it apart from our own
// columns and from words that a database keeps for itself.
func Column(field string) string { return "f_" + field }

// Sealed is the column of a secret field with its sealed value.
func Sealed(field string) string { return Column(field) + "_sealed" }

// Whole is the column of a secret field with the blind index of all of it.
func Whole(field string) string { return Column(field) + "_whole" }

// LastFour is the column of a secret field with the blind index of its last four characters.
func LastFour(field string) string { return Column(field) + "_last4" }

// types is how each kind of field is kept.
var types = map[pack.FieldKind]relation.Type{
	pack.Text: relation.Text, pack.Number: relation.Number, pack.Date: relation.Date, pack.Code: relation.Text, pack.Division: relation.Text, pack.YesNo: relation.Bool,
}

// columns are those of fields. All are nullable: see Move.
func columns(fields []*pack.Field) []relation.Column {
	var list []relation.Column
	for _, f := range fields {
		names := []string{Column(f.Name)}
		kind := types[f.Kind]
		if f.Kind == pack.Secret {
			names, kind = []string{Sealed(f.Name), Whole(f.Name), LastFour(f.Name)}, relation.Bytes
		}
		for _, name := range names {
			list = append(list, relation.Column{Name: name, Type: kind, Nullable: true})
		}
	}
	return list
}

func registerTable(p *pack.Pack, r *pack.Register) *relation.Table {
	name := tableName(p, r.Name)
	var own []relation.Column
	var indexes []relation.Index
	if r.Parent != nil {
		own = append(own, relation.Column{Name: Parent, Type: relation.Integer})
		indexes = append(indexes, relation.Index{Name: name + "_parent", Columns: []string{relation.Owner, Parent}})
	}
	return relation.NewOwned(name, append(own, columns(r.Fields)...), append(indexes, secretIndexes(name, r.Fields)...)...)
}

// secretIndexes serve the only two questions that can be asked of a secret: is it this one, does it end like this.
func secretIndexes(table string, fields []*pack.Field) []relation.Index {
	var list []relation.Index
	for _, f := range fields {
		if f.Kind == pack.Secret {
			list = append(list,
				relation.Index{Name: table + "_" + f.Name + "_w", Columns: []string{relation.Owner, Whole(f.Name)}},
				relation.Index{Name: table + "_" + f.Name + "_l", Columns: []string{relation.Owner, LastFour(f.Name)}})
		}
	}
	return list
}

// feedTable is kept in the order of the records its rows are matched to: a rule reads the rows of each record side by side.
func feedTable(p *pack.Pack, f *pack.Feed) *relation.Table {
	t := &relation.Table{Name: tableName(p, f.Name), Placement: relation.Owned, Key: []string{relation.Owner, Record, RID}}
	t.Columns = []relation.Column{{Name: relation.Owner, Type: relation.Integer}, {Name: Record, Type: relation.Integer}, {Name: RID, Type: relation.Integer}}
	if f.IsMonthly {
		t.Columns = append(t.Columns, relation.Column{Name: Month, Type: relation.Date})
	}
	t.Columns = append(t.Columns, columns(f.Fields)...)
	t.Indexes = secretIndexes(t.Name, f.Fields)
	return t
}
