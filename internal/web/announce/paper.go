package announce

import (
	"fmt"

	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// paper is an official document as a page shows it.
func paper(o bulletin.Official) *view.Paper {
	p := &view.Paper{Draft: o.Draft, Mark: o.Mark, Number: o.Number, Title: o.Title, Addressee: o.AddresseeLine(), Parts: parts(o.Body), Attached: o.AttachedLines(),
		Signature: o.Signature, Copies: o.CopiesLine(), Printer: o.Printer, Printed: o.PrintedLine(), Checks: o.Checks}
	if o.Date != 0 {
		p.Date = bulletin.Day(o.Date)
	}
	for i, a := range o.Attachments {
		p.Attachments = append(p.Attachments, view.PaperAttachment{Label: o.AttachmentLabel(i), Name: a.Name, Parts: parts(a.Body)})
	}
	return p
}

var aligns = map[bulletin.Align]string{bulletin.Left: "at-left", bulletin.Centre: "at-centre", bulletin.Right: "at-right"}

func parts(body []bulletin.Block) []view.PaperPart {
	var list []view.PaperPart
	for _, b := range bulletin.Labelled(body) {
		switch b := b.(type) {
		case bulletin.Heading:
			list = append(list, view.PaperPart{Kind: fmt.Sprintf("h%d", b.Level), Text: b.Text})
		case bulletin.Paragraph:
			kind := "text"
			if b.IsCentre {
				kind = "centre"
			}
			for _, line := range b.Lines() {
				list = append(list, view.PaperPart{Kind: kind, Text: line})
			}
		case bulletin.Table:
			t := view.PaperPart{Kind: "table", Text: b.Caption, Rows: b.Rows}
			for _, c := range b.Columns {
				t.Heads, t.Aligns = append(t.Heads, c.Head), append(t.Aligns, aligns[c.Align])
			}
			list = append(list, t)
		case bulletin.Chart:
			list = append(list, bars(b))
		}
	}
	return list
}

func bars(c bulletin.Chart) view.PaperPart {
	p := view.PaperPart{Kind: "bars", Text: c.Title, Longest: 1}
	for _, s := range c.Series {
		for i, v := range s.Values {
			p.Bars = append(p.Bars, view.PaperBar{Name: c.Names[i], Value: v})
			p.Longest = max(p.Longest, v)
		}
	}
	return p
}
