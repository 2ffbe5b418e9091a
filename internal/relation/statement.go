package relation

// A Statement is what a database is asked to do with rows: *Select, *Insert, *Update or *Delete.
type Statement interface{ isStatement() }

// A Source is what a query reads: a table, or the rows of a query, under an alias.
type Source struct {
	Table *Table  // or
	Query *Select // with its outputs as columns
	As    string
}

// From is a table under an alias.
func From(t *Table, as string) Source { return Source{Table: t, As: as} }

// A Join adds a source. On between two Owned tables holds an equality of their owners.
type Join struct {
	Source
	IsLeft bool // keep rows without a partner
	On     Expr
}

// An Output is a column of a query's answer.
type Output struct {
	Expr Expr
	As   string // may be empty for a Col, whose name it then has
}

// An Order sorts by an expression; NULLs come last in both directions, on every engine.
type Order struct {
	By     Expr
	IsDesc bool
}

// A Select reads rows. Zero Limit is no limit. IsForUpdate holds the rows until the transaction ends, where the engine can.
type Select struct {
	Outputs     []Output
	IsDistinct  bool
	From        Source
	Joins       []Join
	Where       Expr // nil: all
	GroupBy     []Expr
	Having      Expr
	OrderBy     []Order
	Limit       int
	Offset      int
	IsForUpdate bool
}

// A Set gives a column a value.
type Set struct {
	Column string
	To     Expr
}

// A Conflict says what an Insert does with a row whose values in Columns stand already: nothing, or Sets.
type Conflict struct {
	Columns []string
	Sets    []Set // empty: leave the row as it is
}

// An Insert adds rows: those given, or those of a query whose outputs stand in the order of Columns.
type Insert struct {
	Into       *Table
	Columns    []string
	Rows       [][]Expr // or
	Query      *Select
	OnConflict *Conflict
	Returning  []string
}

// An Update changes rows. It never sets owner: a record that moves is a new row.
type Update struct {
	Table     *Table
	Sets      []Set
	Where     Expr // never nil
	Returning []string
}

// A Delete removes rows.
type Delete struct {
	From      *Table
	Where     Expr // never nil
	Returning []string
}

func (*Select) isStatement() {}
func (*Insert) isStatement() {}
func (*Update) isStatement() {}
func (*Delete) isStatement() {}

// A Change is a change of the schema: CreateTable, AddColumn or CreateIndex.
// None loses data; what would is a new column, a backfill and a switch.
type Change interface{ isChange() }

// CreateTable makes a table with its indexes.
type CreateTable struct{ Table *Table }

// AddColumn adds a column, which is Nullable.
type AddColumn struct {
	Table  *Table
	Column Column
}

// CreateIndex adds an index to a table.
type CreateIndex struct {
	Table *Table
	Index Index
}

func (CreateTable) isChange() {}
func (AddColumn) isChange()   {}
func (CreateIndex) isChange() {}
