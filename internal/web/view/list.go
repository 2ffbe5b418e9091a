package view

import (
	"maps"
	"slices"
)

// A List is what every list has around its rows: filter, order, paging and the way to take it along.
type List struct {
	Action string  // the list's own path, which the filter form is sent to
	Filter []Field // the entries of the filter form
	More   []Field // entries that are shown when asked for
	// Order is the present order as the filter form keeps it; empty for the list's own.
	Order string
	Keep  map[string]string // values that the filter form sends along
	// Filtered says that the filter leaves something out; a list without rows then says so rather than teaching.
	Filtered bool
	Clear    string // address without filter
	// Sorts are the columns that can be sorted by, by column name; a column that is not in it has a plain head.
	Sorts map[string]Sort
	Total int64 // number of rows the filter leaves; −1 where nobody counted
	From  int64 // number of the first row shown, from 1; 0 where it is not known (paging by key)
	Shown int   // number of rows shown
	// Previous and Next are the pages beside this one; empty at the ends.
	Previous, Next string
	Sizes          []Size // page sizes to choose from
	Export         string // address of the workbook with all rows the filter leaves; empty for none
	Copy           string // address of the rows as a plain table, to be copied; empty for none
	Paper          string // address of the rows as a workbook for paper; empty for none
	Over           bool   // whether there are more rows than Total, where nobody counts
	Tabs           []Tab  // lists that come with the program, then saved ones
	Save           *Save  // where the list as it is now is kept under a name; nil for none
}

// A Tab is a list that can be opened by its name.
type Tab struct {
	Text    string
	Data    bool // whether Text is data: the name somebody gave it
	Href    string
	Current bool
	By      string // who shares it; empty for one's own
	Remove  string // where it is taken away; empty where the reader may not
}

// A Save is the form that keeps a list under a name.
type Save struct {
	Form
	Kind  string // of the list
	Query string // what it asks
	Name  Field
	Share Field
}

// moreOpen says whether the entries that are shown when asked for are in use.
func (l List) moreOpen() bool {
	for _, f := range l.More {
		if f.Value != "" {
			return true
		}
	}
	return false
}

// A Sort is what a click on the head of a column does.
type Sort struct {
	Href string // the list in that order
	Dir  string // "ascending" or "descending" where the list is in this order now; else empty
}

// A Size is one page size.
type Size struct {
	Rows    int
	Href    string
	Current bool
}

// sort gives what the head of a column needs.
func (l List) sort(column string) (Sort, bool) {
	s, ok := l.Sorts[column]
	return s, ok
}

// sortIcon shows the present order of a column.
func sortIcon(dir string) string {
	switch dir {
	case "ascending":
		return "arrow-up"
	case "descending":
		return "arrow-down"
	}
	return "arrows-sort"
}

// A SaveListPage asks again for what a list is to be called.
type SaveListPage struct {
	*Frame
	Save *Save
	Back string // the list
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
