package dialect

import (
	"errors"
	"fmt"
	"strings"
)

// ErrUnfit is wrapped by every error of this package: the statement can not run, or would not mean the same, on
// every engine. It is a fault of the program that made the statement, never of a person's input.
var ErrUnfit = errors.New("unfit for every engine")

// A rule is one thing every statement or table keeps to.
type rule struct{ name, sentence string }

// Rules of form: without them a statement fails on one engine and not on another.
var (
	ruleShape    = rule{"shape", "a statement has the parts that its kind needs, and a place for every value"}
	ruleName     = rule{"name", "what is named exists, and no name means two things"}
	ruleSpelling = rule{"spelling", "a name is of a-z, 0-9 and _, begins with a letter, has at most 63 bytes and is none that an engine keeps for itself"}
	ruleKind     = rule{"kind", "what is compared, joined, chosen between or put into a column is of one kind: number, text or octets"}
	ruleValue    = rule{"value", "a value is an int64, a []byte, nil or a string of valid UTF-8 without the character NUL"}
	ruleSize     = rule{"size", "a statement has at most 32766 values, and expressions at most 200 deep"}
	ruleGroup    = rule{"group", "a query that groups or aggregates gives out only what it groups by, and aggregates; nothing else holds an aggregate"}
	ruleDistinct = rule{"distinct", "a query of distinct rows is sorted by what it gives out"}
	ruleComplete = rule{"complete", "an insert gives every column that is not nullable"}
	ruleConflict = rule{"conflict", "the columns of a conflict are the primary key or a unique index"}
	ruleAdditive = rule{"additive", "a column that is added to a table is nullable"}
)

// Rules of placement: without them a statement can not run, or runs slowly, when rows live on many nodes.
var (
	ruleOwnerColumn = rule{"owner-column", "the first column of an owned table is owner, an integer that is not nullable"}
	ruleOwnerKey    = rule{"owner-key", "the primary key of an owned table begins with owner"}
	ruleOwnerUnique = rule{"owner-unique", "a unique index of an owned table has owner in it"}
	ruleOwnerGiven  = rule{"owner-given", "an insert into an owned table binds the owner of every row"}
	ruleOwnerFrom   = rule{"owner-from", "an insert of a query's rows into an owned table takes the owner from the owner of an owned table, or binds it"}
	ruleOwnerSet    = rule{"owner-set", "owner, rid and id of a row of an owned table never change: a record that moves is a new row"}
	ruleOwnerWrite  = rule{"owner-write", "an update or delete of an owned table says of which owners"}
	ruleOwnerLock   = rule{"owner-lock", "a query that locks rows of an owned table says of which one owner"}
	ruleLock        = rule{"lock", "only a whole query locks rows, without groups, distinct rows, left joins or queries as sources"}
	ruleJoinOwner   = rule{"join-owner", "owned tables are joined by an equality of their owners, a left join has it in its own condition"}
	ruleJoinLocal   = rule{"join-local", "a statement about owned tables does not touch local ones"}
	ruleLeft        = rule{"left-reference", "rows of a reference table are not kept by a left join with an owned table"}
	ruleCorrelate   = rule{"correlate-owner", "a subquery over owned tables that looks at the outer query has an equality of its owner with an owner there"}
	ruleWriteRef    = rule{"write-reference", "an update or delete of a reference table does not read owned tables"}
	ruleInsertPlain = rule{"insert-plain", "the rows of an insert and what it sets on a conflict hold no subquery"}
)

// rules are all of them; each has a fixture that breaks it and a line in doc/design.md.
var rules = []rule{
	ruleShape, ruleName, ruleSpelling, ruleKind, ruleValue, ruleSize, ruleGroup, ruleDistinct, ruleComplete, ruleConflict, ruleAdditive,
	ruleOwnerColumn, ruleOwnerKey, ruleOwnerUnique, ruleOwnerGiven, ruleOwnerFrom, ruleOwnerSet, ruleOwnerWrite, ruleOwnerLock, ruleLock,
	ruleJoinOwner, ruleJoinLocal, ruleLeft, ruleCorrelate, ruleWriteRef, ruleInsertPlain,
}

// broken is the error of a table's statement that breaks the rule; the rest says where. table is empty if it is about none.
func (r rule) broken(table, format string, args ...any) error {
	about := ""
	if table != "" {
		about = fmt.Sprintf(", table %q", table)
	}
	return fmt.Errorf("%w: rule %s%s: %s (%s)", ErrUnfit, r.name, about, fmt.Sprintf(format, args...), r.sentence)
}

// reserved are names that an engine, or this package in its texts, keeps for itself.
var reserved = []string{"excluded", "rowid", "oid", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}

// checkName says whether a name may be that of a table, column, index, output or alias.
func checkName(name string) error {
	ok := name != "" && len(name) <= 63 && name[0] >= 'a' && name[0] <= 'z' && !strings.HasPrefix(name, "sqlite_")
	for _, c := range []byte(name) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')
	}
	for _, r := range reserved {
		ok = ok && name != r
	}
	if !ok {
		return ruleSpelling.broken("", "%q", name)
	}
	return nil
}

// quote writes a name that was checked.
func quote(name string) string { return `"` + name + `"` }

// quoteAll writes names that were checked, with commas.
func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	return strings.Join(quoted, ", ")
}
