package comparison

import (
	"context"
	"crypto/sha256"
	_ "embed" // the page's own style and script
	"encoding/base64"
	"fmt"
	"io"
	"strconv"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/compare"
)

//go:generate go tool templ generate -f page.templ

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// ContentPolicy is the Content-Security-Policy of the page: it forbids everything but the page's own style and script.
func ContentPolicy() string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'", hash(pageStyle), hash(pageScript))
}

// Page writes the view as one self-contained page. It returns the writer's error.
func (v *View) Page(w io.Writer) error {
	if err := page(v).Render(context.Background(), w); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}

// tag is the page's language as HTML names it.
func (v *View) tag() string { return [...]string{"zh-CN", "en"}[v.Lang] }

// anchor is where the page shows the clauses of one row.
func anchor(change int) templ.SafeURL { return templ.SafeURL("#c" + strconv.Itoa(change)) }

// A row is a clause that is shown, or a number of clauses that are folded away.
type row struct {
	clauses []Clause
	isFold  bool
	word    string // of a fold: why its clauses are folded, and how many they are
}

// rows are the clauses as the page shows them: what did not change is folded,
// and of different documents what stands in one only.
func (v *View) rows() []row {
	var rows []row
	for _, c := range v.Clauses {
		one := len(c.Old) == 0 || len(c.New) == 0
		if v.isSame(c) || v.Apart && one {
			if n := len(rows); n > 0 && rows[n-1].isFold && rows[n-1].clauses[0].Word == c.Word {
				rows[n-1].clauses = append(rows[n-1].clauses, c)
				continue
			}
			rows = append(rows, row{clauses: []Clause{c}, isFold: true})
			continue
		}
		rows = append(rows, row{clauses: []Clause{c}})
	}
	for i := range rows {
		if rows[i].isFold {
			rows[i].word = v.say(sayFold, rows[i].clauses[0].Word, len(rows[i].clauses))
		}
	}
	return rows
}

// isSame reports whether nothing is to be seen in a clause.
func (v *View) isSame(c Clause) bool {
	return c.Kind == compare.Unchanged || v.Apart && len(c.Runs) == 0 && len(c.Old) > 0 && len(c.New) > 0
}

// piece is words of one side only; of different documents they are not marked.
func (v *View) piece(words string, kind compare.RunKind) compare.Run {
	if v.Apart {
		kind = compare.RunEqual
	}
	return compare.Run{Kind: kind, Text: words}
}

// pieces are the words of a clause on the side where it is refs; kind is what stands on that side only.
func (v *View) pieces(c Clause, refs, others []compare.ClauseRef, kind compare.RunKind) []compare.Run {
	var pieces []compare.Run
	for _, r := range c.Runs {
		if r.Kind == compare.RunEqual || r.Kind == kind {
			pieces = append(pieces, r)
		}
	}
	if len(c.Runs) > 0 {
		return pieces
	}
	for i := range refs {
		if len(others) > 0 {
			pieces = append(pieces, compare.Run{Kind: compare.RunEqual, Text: refs[i].Text})
		} else {
			pieces = append(pieces, v.piece(refs[i].Text, kind))
		}
	}
	return pieces
}

// Mark is a one-character sign for a kind of change, so that colour is not all that tells kinds apart.
func Mark(k compare.ClauseKind) string {
	return map[compare.ClauseKind]string{compare.Unchanged: "=", compare.Reworded: "~", compare.Renumbered: "#", compare.Moved: ">",
		compare.Inserted: "+", compare.Removed: "-", compare.Split: "<", compare.Merged: "&"}[k]
}

// The wordings that only the page uses.
var (
	sayFold        = phrase{"%s（%d 条）", "%s (%d)"}
	sayTitle       = phrase{"文件比对", "Comparison of documents"}
	sayConflicts   = phrase{"矛盾", "Conflicts"}
	sayTargets     = phrase{"目标变化", "Targets"}
	sayDuties      = phrase{"责任变化", "Duties"}
	sayObligations = phrase{"定期义务变化", "Obligations"}
	sayProvisions  = phrase{"政策条款变化", "Provisions"}
	sayClauses     = phrase{"逐条对照", "Clause by clause"}
	sayWhat        = phrase{"指标或事项", "What"}
	sayDiff        = phrase{"不同之处", "Difference"}
	sayKind        = phrase{"变化", "Change"}
	sayClause      = phrase{"条文", "Clause"}
	sayAdded       = phrase{"新增", "Added"}
	sayRemoved     = phrase{"取消", "Removed"}
	sayChanged     = phrase{"职责变更", "Role changed"}
	sayRenamed     = phrase{"写法不同", "Named differently"}
	saySee         = phrase{"看条文", "see the clause"}
	sayDoubtful    = phrase{"疑似同一指标，请核对", "perhaps the same measure: check"}
	saySure        = phrase{"把握", "confidence"}
	sayAbsent      = phrase{"（此件没有）", "(not in this document)"}
	sayNext        = phrase{"下一处 n", "next n"}
	sayPrevious    = phrase{"上一处 p", "previous p"}
	sayNav         = phrase{"改动之间移动", "move between changes"}
	sayLegend      = phrase{"图例", "Legend"}
	sayLegendDel   = phrase{"旧件才有的文字", "words of the old document only"}
	sayLegendIns   = phrase{"新件才有的文字", "words of the new document only"}
	sayAlone       = phrase{"只有一件提到的目标、义务和条款", "Targets, obligations and provisions of one document only"}
	sayColon       = phrase{"：", ": "}
	sayContents    = phrase{"目录", "Contents"}
)
