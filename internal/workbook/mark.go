package workbook

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A Fault is what is wrong in a cell, as a sentence for whoever filled it in.
type Fault struct {
	Place
	Text string
}

const (
	author    = "Wenxiao" // of our comments, by which they are known again
	faultFill = "FFC7CE"
	maxMarks  = 5000 // cells; a person corrects the first of them and sends the file again
	maxText   = 2000 // characters of a comment
)

// Mark gives a workbook back with a comment and a red ground in each cell in which something is wrong; marks of an earlier time go, so that a
// file that was corrected and sent again shows what is wrong now. Several faults of a cell stand in one comment, with what somebody else
// had written there. Faults of sheets that the workbook lacks, and those beyond the first 5,000 cells, are left out. Errors: *reader.Error.
func Mark(data []byte, faults []Fault) ([]byte, error) {
	return change(data, func(f *excelize.File) error {
		m := marker{File: f, styles: make(map[int]int)}
		bySheet := make(map[string][]Fault)
		for _, x := range faults {
			bySheet[x.Sheet] = append(bySheet[x.Sheet], x)
		}
		for _, sheet := range f.GetSheetList() {
			if err := m.sheet(sheet, bySheet[sheet]); err != nil {
				return err
			}
		}
		return nil
	})
}

// A marker marks the cells of one workbook.
type marker struct {
	*excelize.File
	styles map[int]int // the style with red ground, by the one without
	count  int
}

func (m *marker) sheet(sheet string, faults []Fault) error {
	said, err := m.clear(sheet)
	if err != nil || len(faults) == 0 {
		return err
	}
	texts := make(map[Place][]string)
	var places []Place
	for _, x := range faults {
		if _, ok := texts[x.Place]; !ok {
			places = append(places, x.Place)
		}
		texts[x.Place] = append(texts[x.Place], x.Text)
	}
	for _, p := range places {
		at := p.Reference()
		if at == "" || m.count == maxMarks {
			continue
		}
		m.count++
		all := texts[p]
		if before, ok := said[at]; ok {
			if err := m.DeleteComment(sheet, at); err != nil {
				return err
			}
			all = append(slices.Clone(all), before)
		}
		if err := m.mark(sheet, at, strings.Join(all, "\n")); err != nil {
			return err
		}
	}
	return nil
}

// clear takes the marks of an earlier time away, and gives what others have noted, by cell.
func (m *marker) clear(sheet string) (map[string]string, error) {
	comments, err := m.GetComments(sheet)
	if err != nil { // a sheet of charts has none
		return nil, nil
	}
	said := make(map[string]string)
	for _, c := range comments {
		if c.Author != author {
			text := c.Text
			for _, run := range c.Paragraph {
				text += run.Text
			}
			said[c.Cell] = text
			continue
		}
		if err := m.DeleteComment(sheet, c.Cell); err != nil {
			return nil, err
		}
		if err := m.restyle(sheet, c.Cell, func(s *excelize.Style) bool {
			isOurs := slices.ContainsFunc(s.Fill.Color, func(color string) bool { return strings.HasSuffix(strings.ToUpper(color), faultFill) })
			if isOurs {
				s.Fill = excelize.Fill{}
			}
			return isOurs
		}, nil); err != nil {
			return nil, err
		}
	}
	return said, nil
}

func (m *marker) mark(sheet, at, text string) error {
	if runes := []rune(text); len(runes) > maxText {
		text = string(runes[:maxText]) + "…"
	}
	lines := uint(strings.Count(text, "\n") + len([]rune(text))/16 + 2)
	if err := m.AddComment(sheet, excelize.Comment{Author: author, Cell: at, Paragraph: []excelize.RichTextRun{{Text: text}}, Width: 260, Height: min(400, 22*lines)}); err != nil {
		return err
	}
	return m.restyle(sheet, at, func(s *excelize.Style) bool {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{faultFill}}
		return true
	}, m.styles)
}

// restyle gives a cell its style with a change; known remembers what became of a style.
func (m *marker) restyle(sheet, at string, change func(*excelize.Style) bool, known map[int]int) error {
	old, err := m.GetCellStyle(sheet, at)
	if err != nil {
		return err
	}
	style, ok := known[old]
	if !ok {
		s, err := m.GetStyle(old)
		if err != nil { // the file names a style that it lacks
			s = &excelize.Style{}
		}
		if !change(s) {
			return nil
		}
		if style, err = m.NewStyle(s); err != nil {
			return err
		}
		if known != nil {
			known[old] = style
		}
	}
	return m.SetCellStyle(sheet, at, at, style)
}
