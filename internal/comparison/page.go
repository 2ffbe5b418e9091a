package comparison

import (
	"crypto/sha256"
	_ "embed" // the page's own style, script and template
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/source"
)

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

//go:embed page.html
var pageHTML string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"policy": ContentPolicy,
	"style":  func() template.CSS { return template.CSS(pageCSS) },
	"script": func() template.JS { return template.JS(pageJS) },
}).Parse(pageHTML))

// ContentPolicy is the Content-Security-Policy of the page: it forbids everything but the page's own style and script.
func ContentPolicy() string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'", hash(pageCSS), hash(pageJS))
}

// Page writes the view as one self-contained page. It returns the writer's error.
func (v *View) Page(w io.Writer) error {
	if err := page.Execute(w, pageView{v}); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}

// A pageView is a view with what only the page needs.
type pageView struct{ *View }

// Say gives a wording of the page by its name.
func (p pageView) Say(name string) string { return p.say(pageWords[name]) }

// LangCode is the language for the browser.
func (p pageView) LangCode() string {
	if p.Lang == source.English {
		return "en"
	}
	return "zh-CN"
}

// A factsView is a table of facts with the page it stands on; a clauseView is the same for one clause.
type (
	factsView struct {
		Page  pageView
		Facts []Fact
	}
	clauseView struct {
		Page   pageView
		Clause Clause
	}
)

// Bundle gives a table of facts what its template needs.
func (p pageView) Bundle(facts []Fact) factsView { return factsView{p, facts} }

// Only gives a clause what its template needs.
func (p pageView) Only(c Clause) clauseView { return clauseView{p, c} }

// A Row is a clause that is shown, or a number of clauses that are folded away.
type Row struct {
	Clauses []Clause
	IsFold  bool
	Word    string // of a fold: why its clauses are folded, and how many they are
}

// Rows are the clauses as the page shows them: what did not change is folded,
// and of different documents what stands in one only.
func (p pageView) Rows() []Row {
	var rows []Row
	for _, c := range p.Clauses {
		one := len(c.Old) == 0 || len(c.New) == 0
		if p.IsSame(c) || p.Apart && one {
			if n := len(rows); n > 0 && rows[n-1].IsFold && rows[n-1].Clauses[0].Word == c.Word {
				rows[n-1].Clauses = append(rows[n-1].Clauses, c)
				continue
			}
			rows = append(rows, Row{Clauses: []Clause{c}, IsFold: true})
			continue
		}
		rows = append(rows, Row{Clauses: []Clause{c}})
	}
	for i := range rows {
		if rows[i].IsFold {
			rows[i].Word = p.say(sayFold, rows[i].Clauses[0].Word, len(rows[i].Clauses))
		}
	}
	return rows
}

// IsSame reports whether nothing is to be seen in a clause.
func (p pageView) IsSame(c Clause) bool {
	return c.Kind == compare.Unchanged || p.Apart && len(c.Runs) == 0 && len(c.Old) > 0 && len(c.New) > 0
}

// Mark is the sign of a kind, so that colour is not all that tells kinds apart.
func (p pageView) Mark(k compare.ClauseKind) string { return Mark(k) }

// Mark is a one-character sign for a kind of change.
func Mark(k compare.ClauseKind) string {
	return map[compare.ClauseKind]string{compare.Unchanged: "=", compare.Reworded: "~", compare.Renumbered: "#", compare.Moved: ">",
		compare.Inserted: "+", compare.Removed: "-", compare.Split: "<", compare.Merged: "&"}[k]
}

var sayFold = phrase{"%s（%d 条）", "%s (%d)"}

// pageWords are the wordings that only the page uses, by the name the template calls them.
var pageWords = map[string]phrase{
	"title":       {"文件比对", "Comparison of documents"},
	"conflicts":   {"矛盾", "Conflicts"},
	"targets":     {"目标变化", "Targets"},
	"duties":      {"责任变化", "Duties"},
	"obligations": {"定期义务变化", "Obligations"},
	"provisions":  {"政策条款变化", "Provisions"},
	"clauses":     {"逐条对照", "Clause by clause"},
	"what":        {"指标或事项", "What"},
	"old":         {"旧件", "Old"},
	"new":         {"新件", "New"},
	"diff":        {"不同之处", "Difference"},
	"kind":        {"变化", "Change"},
	"clause":      {"条文", "Clause"},
	"added":       {"新增", "Added"},
	"removed":     {"取消", "Removed"},
	"changed":     {"职责变更", "Role changed"},
	"renamed":     {"写法不同", "Named differently"},
	"see":         {"看条文", "see the clause"},
	"doubtful":    {"疑似同一指标，请核对", "perhaps the same measure: check"},
	"sure":        {"把握", "confidence"},
	"none":        {"没有", "none"},
	"absent":      {"（此件没有）", "(not in this document)"},
	"next":        {"下一处 n", "next n"},
	"previous":    {"上一处 p", "previous p"},
	"nav":         {"改动之间移动", "move between changes"},
	"legend":      {"图例", "Legend"},
	"legendDel":   {"旧件才有的文字", "words of the old document only"},
	"legendIns":   {"新件才有的文字", "words of the new document only"},
	"alone":       {"只有一件提到的目标、义务和条款", "Targets, obligations and provisions of one document only"},
	"colon":       {"：", ": "},
	"contents":    {"目录", "Contents"},
}
