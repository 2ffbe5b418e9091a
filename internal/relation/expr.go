package relation

// An Expr is a value in a statement: Col, Value, List, Binary, And, Or, Not,
// IsNull, Coalesce, Case, Call, Scalar, Exists or Excluded.
type Expr interface{ isExpr() }

// A Col is a column of a source of the statement, by the source's alias.
// In Insert, Update and Delete without joins the alias is empty.
type Col struct{ Source, Name string }

// A Value is bound, never written into the text. It holds int64, string, []byte or nil;
// As says of which type a nil is, and is ignored otherwise.
type Value struct {
	V  any
	As Type
}

// An Op compares, calculates or joins text.
type Op string

const (
	Eq  Op = "="  // not of NULL
	Ne  Op = "<>" // not of NULL
	Lt  Op = "<"  // texts byte by byte
	Le  Op = "<=" // texts byte by byte
	Gt  Op = ">"  // texts byte by byte
	Ge  Op = ">=" // texts byte by byte
	Add Op = "+"  // an overflow is an error of the statement on every engine
	Sub Op = "-"  // as Add
	Mul Op = "*"  // as Add
	// Div is the integer quotient truncated towards zero. The divisor is not zero: whoever writes the expression guards it.
	Div Op = "/"
	// Mod is the remainder of Div, with the sign of the dividend.
	Mod Op = "%"
	// Concat joins two texts.
	Concat Op = "||"
)

// A Binary expression; nothing in it is NULL unless a column in it is Nullable.
type Binary struct {
	Op   Op
	L, R Expr
}

// And holds if all hold; the empty one holds.
type And []Expr

// Or holds if one holds; the empty one does not.
type Or []Expr

// Not holds if X does not.
type Not struct{ X Expr }

// In holds if X is one of the values, all int64, all string or all []byte; with none it does not hold.
type In struct {
	X      Expr
	Values []any
}

// Prefix holds if the text X begins with With, letter case and all.
type Prefix struct {
	X    Expr
	With string
}

// Contains holds if the text X has Part in it, letter case and all.
type Contains struct {
	X    Expr
	Part string
}

// IsNull holds if X is NULL.
type IsNull struct{ X Expr }

// Coalesce is the first of its expressions that is not NULL.
type Coalesce []Expr

// A Case is Then of the first arm whose When holds, else Else.
type Case struct {
	Arms []Arm
	Else Expr
}

// An Arm of a Case.
type Arm struct{ When, Then Expr }

// A Func is a function that every engine has with the same meaning.
type Func string

const (
	CountRows     Func = "count-rows"     // of no argument
	CountDistinct Func = "count-distinct" // values that are not NULL
	Sum           Func = "sum"            // exact; NULL over no rows; an overflow is an error of the statement on every engine
	Min           Func = "min"            // NULL over no rows
	Max           Func = "max"            // NULL over no rows
	Abs           Func = "abs"            // of a number
	Length        Func = "length"         // of a text, in characters
)

// A Call of a Func.
type Call struct {
	Func Func
	Args []Expr
}

// A Scalar is the one value of a query of one column and at most one row; NULL for none.
type Scalar struct{ Query *Select }

// Exists holds if the query has a row.
type Exists struct{ Query *Select }

// Excluded is, in what an Insert sets on a conflict, the value that was to be inserted.
type Excluded struct{ Name string }

func (Col) isExpr()      {}
func (Value) isExpr()    {}
func (Binary) isExpr()   {}
func (And) isExpr()      {}
func (Or) isExpr()       {}
func (Not) isExpr()      {}
func (In) isExpr()       {}
func (Prefix) isExpr()   {}
func (Contains) isExpr() {}
func (IsNull) isExpr()   {}
func (Coalesce) isExpr() {}
func (Case) isExpr()     {}
func (Call) isExpr()     {}
func (Scalar) isExpr()   {}
func (Exists) isExpr()   {}
func (Excluded) isExpr() {}

// C is a column of a source.
func C(source, name string) Col { return Col{source, name} }

// V binds a value: an int, int64, string, []byte, bool (0 or 1) or nil.
func V(v any) Value {
	switch v := v.(type) {
	case int:
		return Value{V: int64(v)}
	case bool:
		if v {
			return Value{V: int64(1)}
		}
		return Value{V: int64(0)}
	}
	return Value{V: v}
}

// Equal compares a column with a value that is bound.
func Equal(c Col, v any) Expr { return Binary{Eq, c, V(v)} }

// OneOf asks whether a column holds one of some words.
func OneOf(c Col, words []string) In {
	in := In{X: c, Values: make([]any, len(words))}
	for i, w := range words {
		in.Values[i] = w
	}
	return in
}

// Same compares two expressions.
func Same(l, r Expr) Expr { return Binary{Eq, l, r} }
