package year

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/emmansun/gmsm/sm3"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Part is the digest (SM3) of the rows of one kind in a year.
type Part struct {
	Name   string `json:"name"` // word.year-part
	Rows   int64  `json:"rows"`
	Digest string `json:"digest"` // hexadecimal
}

// A Checked part is one with what it was when the year was sealed last.
type Checked struct {
	Part
	Was    Part
	IsSame bool
}

// A part says which rows of a year are digested: facts that do not change, not the keys and owners of work under way.
type part struct {
	name    string
	columns []relation.Output
	from    relation.Source
	joins   []relation.Join
	where   relation.And
	by      string // alias of the source whose id orders the rows
}

// parts are what a year consists of. Lights count up to the day before its last, because that day may still light others.
func parts(owner int64, year int) []part {
	first, last := span(year)
	due := within("d", "due_on", owner, first, last)
	counts := relation.OneOf(relation.C("r", "state"), []string{record.ReportAccepted, record.ReportCorrected})
	same := func(a, b, x, y string) relation.And {
		return relation.And{relation.Same(relation.C(a, relation.Owner), relation.C(b, relation.Owner)), relation.Same(relation.C(a, x), relation.C(b, y))}
	}
	byReport := func(as string) []relation.Join {
		return []relation.Join{{Source: relation.From(record.ReportTable, "r"), On: same("r", as, "id", "report")}, {Source: relation.From(record.DueTable, "d"), On: same("d", "r", "id", "due")}}
	}
	end := relation.V(int64(last))
	until := relation.Case{Arms: []relation.Arm{{When: relation.Binary{Op: relation.Lt, L: relation.C("l", "until"), R: end}, Then: relation.C("l", "until")}}, Else: relation.V(0)}
	return []part{
		{name: "task", columns: outputs("y", "task", "outcome", "decision", "limit_day", "reason", "unit", "title", "light", "was"), from: relation.From(record.YearTaskTable, "y"), by: "y",
			where: relation.And{relation.Equal(relation.C("y", relation.Owner), owner), relation.Equal(relation.C("y", "year"), int64(year))}},
		{name: "due", columns: outputs("d", "id", "task", "unit", "obligation", "period", "due_on", "first_on", "state", "report"), from: relation.From(record.DueTable, "d"), where: due, by: "d"},
		{name: "report", columns: outputs("r", "id", "due", "unit", "state", "progress", "problem", "next", "number", "corrects", "cause", "submitted", "is_late"), from: relation.From(record.ReportTable, "r"), by: "r",
			joins: []relation.Join{{Source: relation.From(record.DueTable, "d"), On: same("d", "r", "id", "due")}}, where: append(due, counts)},
		{name: "value", columns: outputs("v", "id", "report", "target", "value"), from: relation.From(record.ValueTable, "v"), joins: byReport("v"), where: append(due, counts), by: "v"},
		{name: "evidence", columns: outputs("e", "id", "report", "file_name", "file_size", "blob"), from: relation.From(record.EvidenceTable, "e"), joins: byReport("e"), where: append(due, counts), by: "e"},
		{name: "sheet", columns: outputs("s", "id", "report", "ordinal", "code", "digest", "file_name", "file_size", "blob", "scanned"), from: relation.From(record.SheetTable, "s"), joins: byReport("s"), where: append(due, counts), by: "s"},
		{name: "light", columns: append(outputs("l", "id", "task", "unit", "light", "since"), relation.Output{Expr: until, As: "until"}), from: relation.From(record.LightTable, "l"), by: "l",
			where: relation.And{relation.Equal(relation.C("l", relation.Owner), owner), relation.Binary{Op: relation.Lt, L: relation.C("l", "since"), R: end},
				relation.Or{relation.Equal(relation.C("l", "until"), int64(0)), relation.Binary{Op: relation.Ge, L: relation.C("l", "until"), R: relation.V(int64(first))}}}},
		{name: "score", columns: outputs("s", "id", "appraisal", "unit", "points", "place"), from: relation.From(record.ScoreTable, "s"), by: "s",
			joins: []relation.Join{{Source: relation.From(record.AppraisalTable, "a"), On: same("a", "s", "id", "appraisal")}},
			where: append(within("a", "to_day", owner, first, last), relation.Equal(relation.C("a", "state"), record.AppraisalPublished))},
	}
}

func outputs(as string, columns ...string) []relation.Output {
	all := make([]relation.Output, len(columns))
	for i, c := range columns {
		all[i] = relation.Output{Expr: relation.C(as, c)}
	}
	return all
}

// digest reads the rows of a part in the order of their ids and digests them one after the other: a JSON list of the values of each, and a line feed.
func (p part) digest(ctx context.Context, r store.Reader) (Part, error) {
	h, made := sm3.New(), Part{Name: p.name}
	q := &relation.Select{Outputs: p.columns, From: p.from, Joins: p.joins, Where: p.where, OrderBy: []relation.Order{{By: relation.C(p.by, "id")}}}
	err := r.Select(ctx, q, func(scan store.Scan) error {
		row, dest := make([]any, len(p.columns)), make([]any, len(p.columns))
		for i := range p.columns {
			dest[i] = p.value(i)
		}
		if err := scan(dest...); err != nil {
			return err
		}
		for i := range dest {
			switch d := dest[i].(type) {
			case *[]byte:
				row[i] = hex.EncodeToString(*d)
			default:
				row[i] = d
			}
		}
		text, err := json.Marshal(row)
		if err != nil {
			return fmt.Errorf("digest a row: %w", err)
		}
		made.Rows++
		h.Write(append(text, '\n')) // a hash takes everything
		return nil
	})
	made.Digest = hex.EncodeToString(h.Sum(nil))
	return made, err
}

// value is what a column of the part is read into.
func (p part) value(i int) any {
	c, ok := p.columns[i].Expr.(relation.Col)
	if !ok {
		return new(int64)
	}
	column, _ := p.from.Table.Column(c.Name)
	switch column.Type {
	case relation.Text:
		return new(string)
	case relation.Bytes:
		return new([]byte)
	}
	return new(int64)
}

func digests(ctx context.Context, r store.Reader, owner int64, year int) ([]Part, error) {
	var all []Part
	for _, p := range parts(owner, year) {
		d, err := p.digest(ctx, r)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// seal notes the digests of a year as its rows are now.
func (s *Service) seal(ctx context.Context, tx *store.Tx, owner int64, year int, opening uuid.UUID) error {
	made, err := digests(ctx, tx, owner, year)
	if err != nil {
		return err
	}
	text, err := json.Marshal(made)
	if err != nil {
		return fmt.Errorf("write a seal: %w", err)
	}
	before, err := seals(ctx, tx, owner, year)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	x := record.YearSeal{Record: store.Record{Owner: owner, ID: id}, Year: int64(year), Ordinal: int64(len(before) + 1), At: s.Now().UnixMilli(), Parts: string(text), Opening: opening}
	_, err = store.Insert(ctx, tx, record.YearSealTable, &x)
	return err
}

func seals(ctx context.Context, r store.Reader, owner int64, year int) ([]record.YearSeal, error) {
	return store.List[record.YearSeal](ctx, r, &relation.Select{From: relation.From(record.YearSealTable, "s"), OrderBy: []relation.Order{{By: relation.C("s", "ordinal")}}, Where: relation.And{
		relation.Equal(relation.C("s", relation.Owner), owner), relation.Equal(relation.C("s", "year"), int64(year))}})
}

// Parts reads what a seal says.
func Parts(s record.YearSeal) (all []Part, err error) {
	if err := json.Unmarshal([]byte(s.Parts), &all); err != nil {
		return nil, fmt.Errorf("read seal %s: %w", s.ID, err)
	}
	return all, nil
}

// Verify digests the rows of a closed year anew and holds them to its last seal. Nothing for a year that is not closed.
func (s *Service) Verify(ctx context.Context, call app.Call, year int) (checked []Checked, err error) {
	owner := int64(call.Actor.Division.Owner())
	err = s.See(ctx, call, access.YearRead, func(ctx context.Context, v *store.View) error {
		all, err := seals(ctx, v, owner, year)
		if err != nil || len(all) == 0 {
			return err
		}
		was, err := Parts(all[len(all)-1])
		if err != nil {
			return err
		}
		now, err := digests(ctx, v.As(store.Unscoped), owner, year)
		if err != nil {
			return err
		}
		for i, p := range now {
			c := Checked{Part: p}
			if i < len(was) {
				c.Was = was[i]
			}
			c.IsSame = c.Was == p
			checked = append(checked, c)
		}
		return nil
	})
	return checked, err
}
