package eval

import (
	"fmt"
	"strings"
)

// Row is a document's score as one line: F1, invented (+) and missed (-) facts by kind.
func (s *Score) Row(name string) string {
	cells := make([]string, kinds)
	for i, t := range s.Kinds {
		cells[i] = fmt.Sprintf("%s %.3f (+%d -%d)", kindNames[i], t.F1(), t.Invented, t.Missed)
	}
	return name + ": " + strings.Join(cells, ", ")
}

// Table is a score as one line for each figure, ended by a newline.
func (s *Score) Table() string {
	var b strings.Builder
	for i, t := range s.Kinds {
		fmt.Fprintf(&b, "%-12s precision %.4f recall %.4f F1 %.4f  (tp %d fp %d fn %d)\n",
			kindNames[i], t.Precision(), t.Recall(), t.F1(), t.Right, t.Invented, t.Missed)
	}
	for i, a := range s.Shares {
		fmt.Fprintf(&b, "%-12s accuracy %.4f  (%d/%d)\n", shareNames[i], a.Accuracy(), a.Right, a.All)
	}
	return b.String()
}

// A Minimum is a figure that must be reached.
type Minimum struct {
	Name  string
	Value string // as it was asked for, a decimal number
	value float64
}

// ParseMinimums reads NAME=VALUE,… with the names of [Names]. The error names the part that is wrong.
func ParseMinimums(list string) ([]Minimum, error) {
	var minimums []Minimum
	for pair := range strings.SplitSeq(list, ",") {
		name, value, _ := strings.Cut(pair, "=")
		v, ok := float(value)
		if _, known := (&Score{}).Figure(name); !known || !ok {
			return nil, fmt.Errorf("%q is not NAME=VALUE with a name of %s", pair, strings.Join(Names(), ", "))
		}
		minimums = append(minimums, Minimum{name, value, v})
	}
	return minimums, nil
}

// Below lists the minimums that s does not reach, each as "tasks 0.9800 < 0.99"; it is empty where all are reached.
func (s *Score) Below(minimums []Minimum) []string {
	below := []string{}
	for _, m := range minimums {
		if v, _ := s.Figure(m.Name); v < m.value {
			below = append(below, fmt.Sprintf("%s %.4f < %s", m.Name, v, m.Value))
		}
	}
	return below
}
