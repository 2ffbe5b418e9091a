// Package expr is the language of packs: conditions and figures about one
// record, its child records and the feed rows matched to it (表达式). It reads
// and checks an expression against what it may name, and evaluates it on one
// record; internal/lower turns the same checked tree into a query.
//
// The syntax is that of CEL, read by CEL's own parser. Types, checks and
// evaluation are ours, for three promises CEL does not make:
//
//  1. Numbers are exact. A literal is read as it is written, every number
//     expression has a fixed count of decimals, nothing passes through a float.
//  2. Unknown is never met by accident. A field that may be empty stands only
//     inside known(x) or or(x, …).
//  3. What can not be computed (a number that does not fit, a parameter that is
//     not in force) is a refusal: a third truth value that && and || treat as
//     SQL treats NULL, so that the order of evaluation never shows.
//
// The package knows no pack files, no tables and no clock. Start at [Check].
package expr

import (
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// A Kind is what a value is.
type Kind uint8

// The kinds of value.
const (
	Number   Kind = iota // an exact number with Type.Scale decimals
	Date                 // a day; [Value].N counts days since 1970-01-01
	Text                 // UTF-8, compared byte by byte
	Bool                 // a condition
	Code                 // a code (代码) of a list, Type.List
	Division             // an administrative division (行政区划): 2, 4, 6, 9 or 12 digits
	Secret               // sealed: only known(x) may be asked
	Quotient             // ratio(a, b, zero) before it is rounded: compared exactly, or given to round
)

// String names the kind in the way diagnostics do.
func (k Kind) String() string {
	return [...]string{"number", "date", "text", "condition", "code", "division", "secret", "ratio"}[min(k, Quotient)]
}

// MaxScale is the most decimals a number expression may have: those of a rate times a measure.
const MaxScale = 12

// A Type is the type of a field or an expression.
type Type struct {
	Kind  Kind
	Scale uint8     // of a Number: it counts units of 10^-Scale
	List  *CodeList // of a Code
}

// A CodeList is the codes a field may hold (代码表).
type CodeList struct {
	Name  string
	Codes []string
}

// A Field is something a record holds.
type Field struct {
	Name     string
	Type     Type
	Nullable bool // it may be unknown
}

// Rows are what a record has many of: a child register or a feed (部门数据).
type Rows struct {
	Name     string
	Fields   []Field
	HasMonth bool // each row is of one month, so that last_months(n) selects among them
}

// A Param is a parameter (政策参数): its value depends on the day and the division.
type Param struct {
	Name string
	Type Type // a Number
}

// A Let is a named expression that later expressions may use.
type Let struct {
	Name string
	Node Node
}

// A Scope is everything an expression may name. Names differ from each other.
type Scope struct {
	Fields []Field
	Rows   []Rows
	Params []Param
	Lets   []Let
}

// A Value of a field or an expression. The zero Value is unknown.
type Value struct {
	IsKnown bool
	N       int64  // Number: units of 10^-Scale of its type; Date: days; Bool: 0 or 1
	S       string // Text, Code and Division
}

// Units is a known number of n units of its type's scale, or a day.
func Units(n int64) Value { return Value{IsKnown: true, N: n} }

// Words is a known text, code or division.
func Words(s string) Value { return Value{IsKnown: true, S: s} }

// A Row is one child record or feed row.
type Row struct {
	Month  period.Date // any day of its month; ignored unless its Rows have a month
	Fields map[string]Value
}

// A Record is what an expression is evaluated on. A field that is missing is unknown.
type Record struct {
	Fields map[string]Value
	Rows   map[string][]Row
}

// An Env is what an evaluation depends on besides the record.
type Env struct {
	Today  period.Date
	Params map[string]Value // those in force on Today where the record belongs
}

// Diagnostic codes of expressions; spans count bytes of the expression.
const (
	notRead       source.Code = "P201"
	unknownName   source.Code = "P202"
	wrongType     source.Code = "P203"
	maybeUnknown  source.Code = "P204"
	secretUse     source.Code = "P205"
	noOperator    source.Code = "P206"
	badNumber     source.Code = "P207"
	tooComplex    source.Code = "P208"
	wrongCall     source.Code = "P209"
	unknownCode   source.Code = "P210"
	tooPrecise    source.Code = "P211"
	alwaysKnown   source.Code = "P212"
	unknownMethod source.Code = "P213"
)
