package proposal

import (
	"github.com/xuri/excelize/v2"
)

// The typefaces of official documents (GB/T 9704). A workbook can only name a typeface; where one
// is not installed, the program that opens the file takes another of the same character set, as a rule:
//
//	方正小标宋简体 → 华文中宋 or 宋体, 黑体 → 微软雅黑, 仿宋_GB2312 → 仿宋, 楷体_GB2312 → 楷体
//
// LibreOffice on systems without Chinese typefaces of Windows takes Noto CJK. Heights of rows allow for the tallest.
const (
	faceTitle   = "方正小标宋简体"
	faceHeading = "黑体"
	faceBody    = "仿宋_GB2312"
	faceNote    = "楷体_GB2312"
)

// The sizes of the type, in points: 二号, 小四 and between.
const (
	sizeTitle = 22
	sizeNote  = 12
	sizeHead  = 12
	sizeBody  = 11
)

// charsetChinese is the character set GB 2312 by which Excel chooses a typeface in place of a missing one.
const charsetChinese = 134

// A look is the style of a cell: what it is, not how it is printed.
type look int

const (
	lookTitle   look = iota // the name of the table
	lookIssue               // the line under it
	lookWarning             // why the document does not bind
	lookHead                // heads of columns
	lookSection             // a heading of the document
	lookText                // a cell of text
	lookCentre              // a short cell: numbers, units, dates
	lookDoubt               // that something is to be verified
	lookNote                // notes below the table
	lookSign                // signatures
	looks                   // how many there are
)

// formatText is the number format “@”: what is typed into the cell stays text.
const formatText = 49

// styles are the numbers of the looks in one workbook: [1] keeps what looks like a formula as text when edited.
type styles [looks][2]int

func newStyles(f *excelize.File) (s styles, err error) {
	for l := range looks {
		for k, format := range []int{0, formatText} {
			if s[l][k], err = f.NewStyle(l.style(format)); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// style is how a look is printed.
func (l look) style(format int) *excelize.Style {
	charset := charsetChinese
	font := &excelize.Font{Family: faceBody, Size: sizeBody, Charset: &charset}
	align := &excelize.Alignment{Vertical: "center", Horizontal: "left", WrapText: true}
	s := &excelize.Style{Font: font, Alignment: align, NumFmt: format}
	switch l {
	case lookTitle:
		font.Family, font.Size, align.Horizontal = faceTitle, sizeTitle, "center"
		return s
	case lookIssue:
		font.Family, font.Size, align.Horizontal = faceNote, sizeNote, "center"
		return s
	case lookWarning:
		font.Family, font.Size, font.Color, align.Horizontal = faceHeading, sizeHead, "C00000", "center"
		return s
	case lookNote, lookSign:
		font.Family, font.Size = faceNote, sizeNote
		return s
	case lookHead:
		font.Family, font.Size, align.Horizontal = faceHeading, sizeHead, "center"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}}
	case lookSection:
		font.Family, font.Size = faceNote, sizeNote
		font.Bold = true
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F7F7F7"}}
	case lookCentre:
		align.Horizontal = "center"
	case lookDoubt:
		font.Color = "C00000"
	}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	return s
}

// size is the size of the look's type in points.
func (l look) size() float64 {
	switch l {
	case lookTitle:
		return sizeTitle
	case lookText, lookCentre, lookDoubt:
		return sizeBody
	}
	return sizeHead
}
