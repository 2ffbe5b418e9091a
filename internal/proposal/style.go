package proposal

import "github.com/wenxiao/wenxiao/internal/xlsx"

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
)

// style is how a look is printed.
func (l look) style() xlsx.Style {
	s := xlsx.Style{Font: faceBody, Size: sizeBody, Chinese: true, Vertical: "center", Horizontal: "left", Wrap: true}
	switch l {
	case lookTitle:
		s.Font, s.Size, s.Horizontal = faceTitle, sizeTitle, "center"
		return s
	case lookIssue:
		s.Font, s.Size, s.Horizontal = faceNote, sizeNote, "center"
		return s
	case lookWarning:
		s.Font, s.Size, s.Color, s.Horizontal = faceHeading, sizeHead, "C00000", "center"
		return s
	case lookNote, lookSign:
		s.Font, s.Size = faceNote, sizeNote
		return s
	case lookHead:
		s.Font, s.Size, s.Horizontal, s.Fill = faceHeading, sizeHead, "center", "E7E6E6"
	case lookSection:
		s.Font, s.Size, s.Bold, s.Fill = faceNote, sizeNote, true, "F7F7F7"
	case lookCentre:
		s.Horizontal = "center"
	case lookDoubt:
		s.Color = "C00000"
	}
	s.Border = "000000"
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
