package workbook

import (
	"slices"
	"strings"
)

// A Fault is what is wrong in a cell, as a sentence for whoever filled it in.
type Fault struct {
	Place
	Text string
}

const (
	maxMarks = 5000 // cells; a person corrects the first of them and sends the file again
	maxText  = 2000 // characters of a comment
)

// Mark gives a workbook back with a comment and a red ground in each cell in which something is wrong; marks of an earlier time go, so that a
// file that was corrected and sent again shows what is wrong now. Several faults of a cell stand in one comment, with what somebody else
// had written there. Faults of sheets that the workbook lacks, and those beyond the first 5,000 cells, are left out. Errors: *reader.Error.
func Mark(data []byte, faults []Fault) ([]byte, error) {
	return change(data, func(b *book) error {
		l, err := b.style()
		if err != nil {
			return err
		}
		count := 0
		for _, s := range b.sheets {
			texts := make(map[spot][]string)
			for _, f := range faults {
				at := spot{f.Row + 1, f.Col + 1}
				if f.Sheet != s.name || f.Reference() == "" || texts[at] == nil && count == maxMarks {
					continue
				}
				if texts[at] == nil {
					count++
				}
				texts[at] = append(texts[at], f.Text)
			}
			if err := b.mark(s, l, texts); err != nil {
				return err
			}
		}
		l.end()
		return nil
	})
}

// mark marks the cells of a sheet, and takes the marks of an earlier time away.
func (b *book) mark(s sheetPart, l *looks, texts map[spot][]string) error {
	c, err := b.comments(s)
	if err != nil {
		return err
	}
	var spots []spot
	for at, old := range c.said {
		if old.author == author {
			c.remove(at)
			spots = append(spots, at)
		}
	}
	for at := range texts {
		spots = append(spots, at)
	}
	slices.SortFunc(spots, compare)
	spots = slices.Compact(spots)
	t, err := b.tree(s.part)
	if err != nil {
		return err
	}
	for _, at := range spots {
		if all := texts[at]; all != nil {
			if old, ok := c.said[at]; ok && old.author != author {
				all = append(slices.Clone(all), old.text)
			}
			c.put(at, shortened(strings.Join(all, "\n")))
		}
	}
	t.edit(spots, func(at spot, old cell) string {
		switch {
		case texts[at] != nil:
			return old.styled(l.onRed(old.style))
		case l.isRed(old.style):
			return old.styled(l.without(old.style))
		}
		return ""
	})
	return c.end()
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > maxText {
		return string(runes[:maxText]) + "…"
	}
	return text
}
