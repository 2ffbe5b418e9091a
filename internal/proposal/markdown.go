package proposal

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/source"
)

// Markdown writes a document as GitHub-flavoured Markdown: what the document says of
// itself, its tasks under their headings, reports, provisions, what is to be verified and
// what was repaired. Parts without entries are left out.
func Markdown(s *Sheet) []byte {
	m := &markdown{sheet: s, l: s.Language}
	m.heading(1, documentTitle(s))
	if w := s.Warning(); w != "" {
		m.block("> **" + escape(w) + "**")
	}
	meta := append(s.Issue(), wordFile[m.l]+wordColon[m.l]+s.File)
	if refs := s.Document.Meta.References; len(refs) > 0 {
		meta = append(meta, wordReferences[m.l]+wordColon[m.l]+strings.Join(refs, wordNames[m.l]))
	}
	m.items(meta)
	if len(s.tasks) > 0 {
		m.heading(2, wordTableTitle[m.l])
	}
	for i := range s.Rows {
		m.row(&s.Rows[i])
	}
	for _, note := range s.Notes() {
		m.block(escape(wordNote[m.l] + note))
	}
	for _, t := range []Table{s.ReportTable(), s.ProvisionTable(), s.DoubtTable(), s.RepairTable()} {
		m.table(t)
	}
	return []byte(m.String())
}

// A markdown is a page being written; blocks are divided by empty lines.
type markdown struct {
	strings.Builder
	sheet *Sheet
	l     source.Language
}

func (m *markdown) block(text string) { m.WriteString(text + "\n\n") }

// heading writes a heading; Markdown knows six levels.
func (m *markdown) heading(level int, text string) {
	m.block(strings.Repeat("#", min(level, 6)) + " " + escape(text))
}

func (m *markdown) items(lines []string) {
	for _, l := range lines {
		m.WriteString("- " + escape(l) + "\n")
	}
	m.WriteString("\n")
}

// row writes a heading of the document, or a task with a line for each column that says something.
func (m *markdown) row(r *Row) {
	if r.Task == nil {
		m.heading(3+r.Level, r.Section)
		return
	}
	m.block("**" + escape(r.Text(ColumnNumber)+". "+r.Text(ColumnTask)) + "**")
	if content := r.Text(ColumnContent); content != "" {
		m.block("> " + strings.ReplaceAll(escape(content), "\n", "\n>\n> "))
	}
	m.duties(r)
	for _, c := range []Column{ColumnTargets, ColumnDue, ColumnReports} {
		m.cell(r, c)
	}
	for _, i := range r.Doubts {
		d := &m.sheet.Doubts[i]
		m.WriteString("- ⚠ " + escape(d.Kind.Word(m.l)+wordColon[m.l]+d.Fact+" — "+string(d.Code)+" "+d.Reason) + "\n")
	}
	m.WriteString("\n")
}

func (m *markdown) duties(r *Row) {
	for _, c := range []Column{ColumnLead, ColumnResponsible, ColumnCooperate} {
		if text := r.Text(c); text != "" {
			m.WriteString("- " + escape(c.Heading(m.l)+wordColon[m.l]+text) + "\n")
		}
	}
}

// cell writes a column: one line beside its name, several as a list below it.
func (m *markdown) cell(r *Row, c Column) {
	lines := r.Cells[c]
	switch len(lines) {
	case 0:
	case 1:
		m.WriteString("- " + escape(c.Heading(m.l)+wordColon[m.l]+lines[0].Text) + "\n")
	default:
		m.WriteString("- " + escape(c.Heading(m.l)) + "\n")
		for _, l := range lines {
			m.WriteString("  - " + escape(l.Text) + "\n")
		}
	}
}

// table writes one of the lists beside the task table.
func (m *markdown) table(t Table) {
	if len(t.Rows) == 0 {
		return
	}
	m.heading(2, t.Name)
	m.cells(t.Heads)
	m.WriteString(strings.Repeat("|---", len(t.Heads)) + "|\n")
	for _, row := range t.Rows {
		m.cells(row)
	}
	m.WriteString("\n")
}

func (m *markdown) cells(texts []string) {
	for _, text := range texts {
		m.WriteString("| " + strings.ReplaceAll(escape(text), "\n", "<br>") + " ")
	}
	m.WriteString("|\n")
}

// RepairTable (文字修复) lists the changes the compiler made to read the text.
func (s *Sheet) RepairTable() Table {
	l := s.Language
	t := Table{Name: kindWords[KindRepair][l], Heads: heads(l, columnWords[ColumnNumber], wordFrom, wordReadAs, wordReason)}
	for i := range s.Document.Repairs {
		r := &s.Document.Repairs[i]
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), repaired(r.From), repaired(r.To), string(r.Code) + " " + plain(source.Catalogue[r.Code].Message[l])})
	}
	return t
}

// maxRepair is how much of a long passage that was left out is shown, in characters.
const maxRepair = 80

func repaired(words string) string {
	if all := []rune(oneLine(words)); len(all) > maxRepair {
		return string(all[:maxRepair]) + "…"
	}
	return oneLine(words)
}

// special are the characters Markdown reads as marks anywhere in a line.
var special = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;",
	"&", "&amp;", "|", `\|`, "~", `\~`, "\r", "", "\t", " ", "$", `\$`, "@", "&#64;")

// lineMark is what Markdown reads as a mark at the beginning of a line: a heading, a list, a rule.
var lineMark = regexp.MustCompile(`(?m)^([ 　]*)([#+=-]|\d+[.)])`)

// link is what GitHub makes a link of without any mark.
var link = regexp.MustCompile(`(?i)(https?|ftp|mailto)(:)|(www)(\.)`)

// escape makes a text stand in Markdown as it is.
func escape(text string) string {
	text = special.Replace(text)
	text = link.ReplaceAllString(text, "$1$3<!-- -->$2$4")
	return lineMark.ReplaceAllStringFunc(text, func(s string) string {
		if last := len(s) - 1; s[last] == '.' || s[last] == ')' {
			return s[:last] + `\` + s[last:]
		}
		return s[:len(s)-1] + `\` + s[len(s)-1:]
	})
}
