package view

import "github.com/wenxiao/wenxiao/period"

// An IndicatorsPage shows what a programme counts (指标), each indicator with what its figures mean.
type IndicatorsPage struct {
	*Frame
	Indicators []Indicator
}

// An Indicator is one indicator, by division and day.
type Indicator struct {
	Name  string // in the address of its place on the page
	Title string // as the pack names it
	Unit  string
	Days  []period.Date
	Rows  []IndicatorRow
	All   IndicatorRow
	Card  IndicatorCard
}

// An IndicatorRow is the indicator in one division.
type IndicatorRow struct {
	Division string
	Href     string // where the divisions below it are; empty where there are none
	Values   []IndicatorValue
	Counted  int64 // records in the last value
	Records  int64 // that the register has there
}

// An IndicatorValue is the indicator on one day.
type IndicatorValue struct {
	Text    string // a plain decimal
	Refused int64  // records for which it could not be computed
}

// An IndicatorCard is the definition of an indicator (口径).
type IndicatorCard struct {
	Measure string  // as the pack writes it
	Where   string  // the same; empty for all records
	Names   []Value // the names in both, with what the pack calls them
	Sources string  // registers, and departments with what they give
	Pack    string
	Release string
}

func (i Indicator) title(f *Frame) string {
	if i.Unit == "" {
		return i.Title
	}
	return f.Say("list.with-unit", i.Title, i.Unit)
}
