package cellmap

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/reader"
)

// FuzzRead reads whatever is sent in as each of the workbooks it could be: nothing panics, and what is refused is refused with a sentence.
func FuzzRead(f *testing.F) {
	f.Add(officeLedger(f))
	f.Add(Reports{Sheet: "填报", Heads: ReportHeads{Number: "序号"}, Items: []Report{{Due: uuid.UUID{1}, Stamp: "-.0.0", Task: "改厕", Values: []Value{{Target: uuid.UUID{2}, Metric: "户厕", Unit: "座", Text: "12"}}}}}.Write())
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _, err := ReadReports("a.xlsx", data)
		if err != nil {
			_, isRead := errors.AsType[*reader.Error](err)
			if !isRead && fault.KindOf(err) == fault.Internal {
				t.Fatalf("%v is no error for people", err)
			}
		}
		grids, err := Grids("a.xlsx", data)
		if err != nil {
			return
		}
		if m, ok := Guess(grids, "a.xlsx", today); ok {
			for _, g := range grids {
				items, _ := g.Items(m, today)
				for _, item := range items {
					if item.Task == "" {
						t.Fatal("a task without words")
					}
				}
			}
		}
		GuessTemplate(grids, "a.xlsx", []Candidate{{Task: "改厕", Metric: "户厕"}})
	})
}
