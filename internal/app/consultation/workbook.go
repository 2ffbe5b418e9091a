package consultation

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/source"
)

// columns are the columns of the workbook; the last three are filled in.
func columns() []bulletin.Column {
	word := func(head string, width int) bulletin.Column { return bulletin.Column{Head: head, Width: width} }
	l := locale.Zh
	return []bulletin.Column{word(locale.Text(l, "division.number"), 8), word(locale.Text(l, "division.task"), 24), word(locale.Text(l, "division.content"), 50),
		word(locale.Text(l, "division.numbers"), 26), word(locale.Text(l, "division.lead"), 20), word(locale.Text(l, "division.others"), 26),
		word(locale.Text(l, "division.comment"), 14), word(locale.Text(l, "division.comment-lead"), 20), word(locale.Text(l, "division.comment-text"), 36)}
}

const (
	columnNumber = 0
	columnKind   = 6
	columnLead   = 7
	columnText   = 8
)

// kinds are what a comment may say, in the order in which they are offered.
var kinds = []string{record.CommentAgree, record.CommentObject, record.CommentLead, record.CommentText}

// Kinds are what a comment may say.
func Kinds() []string { return kinds }

// Workbook writes a draft as an XLSX file with columns for comments: a unit gets its own items with what it has said so far, the office all of them.
// It gives the name of the file. fault.NotFound: there is no such draft.
func (s *Service) Workbook(ctx context.Context, call app.Call, id uuid.UUID, out io.Writer) (string, error) {
	p, err := s.find(ctx, call, access.DivisionRead, id)
	if err != nil {
		return "", err
	}
	l := bulletin.Ledger{Title: p.Title, Office: locale.Text(locale.Zh, "division.title"), AsOf: period.Date(s.Today()), Columns: columns()}
	for _, item := range p.Own(call.Actor) {
		var goals, others []string
		for _, g := range item.Goals {
			op := ""
			if g.Op != string(policy.OpEqual) {
				op = locale.Word(locale.Zh, "goal-op", g.Op)
			}
			goals = append(goals, g.Metric+" "+op+g.Value+g.Unit)
		}
		for _, u := range item.Others {
			others = append(others, p.Names[u])
		}
		row := []string{item.ID, item.Label + item.Title, item.Text, strings.Join(goals, "；"), p.Names[item.Lead], strings.Join(others, "、"), "", "", ""}
		for _, c := range p.Comments {
			if c.Item == item.ID && c.Unit == call.Actor.Unit {
				row[columnKind], row[columnLead], row[columnText] = locale.Word(locale.Zh, "comment", c.Kind), p.Names[c.Lead], c.Text
			}
		}
		l.Rows = append(l.Rows, row)
	}
	_, err = l.WriteTo(out)
	return p.Title + ".xlsx", err
}

// IsWhole says whether somebody sees all of a draft and what everybody said of it: the office that sends it out and the leader who approves it,
// whatever their own unit has in it.
func (p *Page) IsWhole(actor access.Actor) bool {
	return slices.ContainsFunc(parties, func(x party) bool { return access.Allow(actor, x.needs, access.Record{Owner: int(p.Owner)}) == nil })
}

// Own are the items of a draft that an actor sees: all for those who deal with the whole of it, else those in which his unit has a part.
func (p *Page) Own(actor access.Actor) []Item {
	if p.IsWhole(actor) {
		return p.Draft.Items
	}
	var own []Item
	for _, i := range p.Draft.Items {
		if i.Concerns(actor.Unit) {
			own = append(own, i)
		}
	}
	return own
}

// Import reads a workbook that a unit has filled in, and comments what it says. Faults: Invalid "comment-sheet" for a file in which the columns are
// not found; those of Comment and of intake.Service.Read. Errors: *compile.SecretError.
func (s *Service) Import(ctx context.Context, call app.Call, id uuid.UUID, u intake.Uploaded) error {
	name, data, err := s.Intake.Read(ctx, call, access.DivisionComment, u)
	var text *source.Text
	if _, isUnread := errors.AsType[*reader.Error](err); err == nil || isUnread {
		text, _, err = reader.Read(name, data, reader.Options{})
	} else {
		return err
	}
	if err != nil {
		return fault.Because(err, fault.Invalid, "comment-sheet")
	}
	p, err := s.find(ctx, call, access.DivisionComment, id)
	if err != nil {
		return err
	}
	units := make(map[string]uuid.UUID, len(p.Names))
	for id, name := range p.Names {
		units[name] = id
	}
	known := make(map[string]Item)
	for _, i := range p.Own(call.Actor) {
		known[i.ID] = i
	}
	var said []Said
	isSheet := false
	for _, t := range text.Tables {
		rows := grid(text, t)
		at := heads(rows)
		isSheet = isSheet || at != nil
		for _, row := range rows {
			item, ok := known[cell(row, at, columnNumber)]
			word := cell(row, at, columnKind)
			if !ok || word == "" {
				continue
			}
			x := Said{Item: item.ID, Kind: kindOf(word), Text: cell(row, at, columnText)}
			if lead := cell(row, at, columnLead); lead != "" {
				if x.Lead, ok = units[lead]; !ok {
					return fault.New(fault.Invalid, "comment-lead", item.Title)
				}
			}
			if x.Kind == "" {
				return fault.New(fault.Invalid, "comment-kind", item.Title)
			}
			said = append(said, x)
		}
	}
	if !isSheet {
		return fault.New(fault.Invalid, "comment-sheet")
	}
	return s.Comment(ctx, call, id, said)
}

// kindOf is what a word in the column of comments says; "" for none.
func kindOf(word string) string {
	for _, k := range kinds {
		if word == locale.Word(locale.Zh, "comment", k) || strings.EqualFold(word, locale.Word(locale.En, "comment", k)) {
			return k
		}
	}
	return ""
}

// grid is a table as rows of cells.
func grid(text *source.Text, t source.Table) [][]string {
	var rows [][]string
	for _, c := range t.Cells {
		for len(rows) <= c.Row {
			rows = append(rows, nil)
		}
		for len(rows[c.Row]) <= c.Col {
			rows[c.Row] = append(rows[c.Row], "")
		}
		rows[c.Row][c.Col] = strings.TrimSpace(text.Slice(c.Span))
	}
	return rows
}

// heads are where the columns stand in a table, by their heads; nil where they are not found.
func heads(rows [][]string) map[int]int {
	for _, row := range rows {
		at := make(map[int]int)
		for i, cell := range row {
			for c, column := range columns() {
				if cell == column.Head {
					at[c] = i
				}
			}
		}
		if _, ok := at[columnNumber]; ok {
			if _, ok := at[columnKind]; ok {
				return at
			}
		}
	}
	return nil
}

func cell(row []string, at map[int]int, column int) string {
	if i, ok := at[column]; ok && i < len(row) {
		return row[i]
	}
	return ""
}
