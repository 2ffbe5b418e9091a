package cellmap

import (
	"fmt"
	"html"
	"strings"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
)

// Proposal is what the tasks of a ledger say, as the compiler reads them: it is given a task table with the heads it knows and the words of the ledger, so that
// duties, targets and dates are read as those of any document. There is one task for each item, in their order; where the compiler sees none or another, the task
// has the words of the item and no target. The error is one of package compile.
func Proposal(m Mapping, items []Item) (*policy.Document, error) {
	doc, err := compiled(m, items)
	if err != nil {
		return nil, err
	}
	if len(doc.Tasks) != len(items) {
		doc.Tasks = nil
	}
	for i, item := range items {
		switch {
		case len(doc.Tasks) == i:
			t, err := single(m, item)
			if err != nil {
				return nil, err
			}
			doc.Tasks = append(doc.Tasks, t)
		case !isOf(doc.Tasks[i], item):
			if doc.Tasks[i], err = single(m, item); err != nil {
				return nil, err
			}
		}
		t := &doc.Tasks[i]
		t.Title, t.Path = item.Task, nil
		if item.Number != "" {
			t.Path = []string{item.Number}
		}
	}
	doc.Meta.Title, doc.Meta.Year, doc.Meta.Status = m.Title, &m.Year, policy.StatusLedger
	doc.Obligations, doc.DefaultDuties, doc.Provisions = nil, nil, nil
	return doc, nil
}

// isOf reports whether a compiled task is that of an item.
func isOf(t policy.Task, item Item) bool {
	title := squeeze(item.Task)
	return strings.HasPrefix(title, squeeze(t.Title)) || strings.HasPrefix(squeeze(t.Title), title)
}

// single is an item read by itself.
func single(m Mapping, item Item) (policy.Task, error) {
	doc, err := compiled(m, []Item{item})
	if err != nil {
		return policy.Task{}, err
	}
	if len(doc.Tasks) == 1 && isOf(doc.Tasks[0], item) {
		t := doc.Tasks[0] // its places are those of another text
		t.Span.Start, t.Span.End, t.Extent = 0, 0, t.Span
		for i := range t.Targets {
			t.Targets[i].Span = t.Extent
		}
		return t, nil
	}
	t := policy.Task{Title: item.Task, Quote: item.Task}
	for _, x := range []struct {
		text string
		role policy.Role
	}{{item.Lead, policy.RoleLead}, {item.Others[FieldResponsible], policy.RoleResponsible}, {item.Others[FieldCooperate], policy.RoleCooperate}} {
		for _, p := range duty.SplitUnits(x.text, passage.Between(0, len(x.text))) {
			name := strings.TrimSpace(x.text[p.Start:p.End])
			t.Duties = append(t.Duties, policy.Duty{Unit: name, Role: x.role, Group: duty.IsGroup(name), Quote: name})
		}
	}
	if due, ok := moment.Last(item.Due, m.Year); ok {
		t.Due = &due
	}
	return t, nil
}

// compiled compiles items as a task table.
func compiled(m Mapping, items []Item) (*policy.Document, error) {
	var b strings.Builder
	title := m.Title
	if !strings.Contains(title, fmt.Sprint(m.Year)) {
		title = fmt.Sprintf("%d年%s", m.Year, title)
	}
	row := func(tag string, cells ...string) {
		b.WriteString("<tr>")
		for _, c := range cells {
			fmt.Fprintf(&b, "<%s>%s</%[1]s>", tag, html.EscapeString(c))
		}
		b.WriteString("</tr>\n")
	}
	fmt.Fprintf(&b, "<html><body><h1>%s</h1><table>\n", html.EscapeString(title))
	row("th", "序号", "重点任务", "目标任务", "牵头单位", "责任单位", "配合单位", "完成时限")
	for i, x := range items {
		row("td", fmt.Sprint(i+1), x.Task, x.Target, x.Lead, x.Others[FieldResponsible], x.Others[FieldCooperate], x.Due)
	}
	b.WriteString("</table></body></html>\n")
	doc, err := compile.Compile("ledger.html", []byte(b.String()), compile.Options{KeepText: true})
	if err != nil {
		return nil, fmt.Errorf("read the tasks of a ledger: %w", err)
	}
	return doc, nil
}
