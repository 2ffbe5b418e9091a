// Package bulletin makes the papers an office sends out, from values to bytes:
// official documents as Word files in the layout of GB/T 9704, the monthly
// bulletin among them, urge and supervise sheets, A3 ledgers as workbooks, and the
// dossier of a task as a ZIP archive. The same values make the same bytes: nothing
// of the machine, the user or the hour goes in.
//
// It reads no database and decides nothing about who may see what; every number it
// prints was handed to it. Its words are Chinese: so are the papers. Start with
// Official.WriteTo and Monthly.
package bulletin

import (
	"fmt"
	"io"
	"strings"

	"github.com/wenxiao/wenxiao/period"
)

// An Official (公文) is an official document in the layout of GB/T 9704-2012. What is empty is left out.
type Official struct {
	Draft       string       // at the top left of the first page: 送审稿; empty for a document that was issued
	Urgency     string       // 紧急程度: 特急, 加急
	Mark        string       // 发文机关标志, in red: an agency's full name with 文件, or the name of a series
	Number      string       // 发文字号 or the number in a series, below the mark
	Signer      string       // 签发人, of a document that goes up
	Title       string       // a line break in it is kept
	Addressee   string       // 主送机关, without the colon
	Body        []Block      // in order
	Attachments []Attachment // 附件
	Signature   string       // 发文机关署名
	Date        period.Date  // 成文日期; 0 for none
	Note        string       // 附注, without its brackets
	Copies      string       // 抄送
	Printer     string       // 印发机关
	Printed     period.Date  // 印发日期; 0 for none
	Checks      []string     // small lines at the foot, by which the document is checked
}

// A Block is a part of a document's body: Heading, Paragraph, Table or Chart.
type Block interface{ isBlock() }

// A Heading is numbered by its level as official documents are: 一、 then （一） then 1. then （1）.
type Heading struct {
	Level int // from 1 to 4; others are read as the nearest
	Text  string
}

// A Paragraph is text whose first line stands in by two characters. Centred, it stands in the middle without that.
type Paragraph struct {
	Text     string
	IsCentre bool
}

// A Table has heads that repeat on every page. Rows that are too short are filled up, cells beyond the heads are left out.
type Table struct {
	Caption string // above it; empty for none
	Columns []Column
	Rows    [][]string
	HasSum  bool // the last row is the sum of the others
}

// A Column of a table.
type Column struct {
	Head  string
	Width int   // parts of the line's width, beside those of the other columns; 0 counts as 1
	Align Align // of the cells
}

// Align is where text stands in a cell.
type Align int

// The alignments.
const (
	Left Align = iota
	Centre
	Right
)

// A Chart is a bar chart that Word draws itself, with the values it was made from.
type Chart struct {
	Title  string
	Names  []string // of the bars
	Series []Bars
}

// Bars are one value for each bar; values are whole numbers, as they are printed.
type Bars struct {
	Name   string
	Values []int64
}

// An Attachment (附件) begins on a page of its own.
type Attachment struct {
	Name        string // as the note under the text lists it, and its title
	Body        []Block
	IsLandscape bool
}

// Lines are the lines of a paragraph that say something; each is printed as a paragraph.
func (p Paragraph) Lines() []string {
	var lines []string
	for line := range strings.SplitSeq(p.Text, "\n") {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (Heading) isBlock()   {}
func (Paragraph) isBlock() {}
func (Table) isBlock()     {}
func (Chart) isBlock()     {}

// AddresseeLine is the line of addressees; empty without them.
func (o Official) AddresseeLine() string {
	if o.Addressee == "" {
		return ""
	}
	return o.Addressee + "："
}

// CopiesLine says who gets a copy; empty if nobody does.
func (o Official) CopiesLine() string {
	if o.Copies == "" {
		return ""
	}
	return "抄送：" + strings.TrimRight(o.Copies, "。") + "。"
}

// PrintedLine says when it was printed; empty before.
func (o Official) PrintedLine() string {
	if o.Printed == 0 {
		return ""
	}
	return Day(o.Printed) + "印发"
}

// AttachedLines is the note of the attachments under the text, a line for each.
func (o Official) AttachedLines() []string { return attached(o.Attachments) }

// AttachmentLabel is what stands above the i-th attachment.
func (o Official) AttachmentLabel(i int) string { return attachmentLabel(o.Attachments, i) }

func attached(attachments []Attachment) []string {
	var lines []string
	for i, a := range attachments {
		before, label := "附件：", fmt.Sprintf("%d. ", i+1)
		if i > 0 {
			before = "　　　"
		}
		if len(attachments) == 1 {
			label = ""
		}
		lines = append(lines, before+label+a.Name)
	}
	return lines
}

func attachmentLabel(all []Attachment, i int) string {
	if len(all) == 1 {
		return "附件"
	}
	return fmt.Sprintf("附件%d", i+1)
}

// WriteTo writes the document as a DOCX file and gives the number of its bytes. The only errors are those of out.
func (o Official) WriteTo(out io.Writer) (int64, error) {
	l := newLayout()
	l.official(o)
	return l.pack(out)
}
