package view

import "github.com/wenxiao/wenxiao/period"

// An AppraisalsPage (考核) lists appraisals and lets the office simulate another.
type AppraisalsPage struct {
	*Frame
	Rows   []AppraisalRow
	Form   *Form // nil where the reader may make none
	Models []Link
	Fields []Field
	Faults []string // what is wrong with the model, each with its place
}

// An AppraisalRow is one appraisal.
type AppraisalRow struct {
	Href     string
	Title    string
	Model    string // its name, in words
	From, To period.Date
	State    string // code of word.appraisal-state
	Feedback period.Date
	Points   string // of the reader's unit; empty where it has none
	Rank     int    // 0 where it is not shown
}

// An AppraisalPage is one appraisal with its scores.
type AppraisalPage struct {
	*Frame
	Row      AppraisalRow
	Rows     []ScoreRow
	Announce *Form // with the last day of feedback; nil where the reader may not
	Publish  *Form
	Open     int // appeals that wait
}

// A ScoreRow is a unit with its points.
type ScoreRow struct {
	ID     string
	Rank   int
	Unit   string
	Points string
	Own    bool // whether it is the reader's unit
	Parts  []ScorePart
}

// A ScorePart is one point with its reason.
type ScorePart struct {
	Title  string // what it is for, in words
	About  Link   // the task or goal; Text empty for none
	Why    string // in words
	Points string
	Appeal *Form // to object to it; nil where the reader may not
	Said   *ScoreAppeal
}

// A ScoreAppeal (申诉) is what a unit said against a point.
type ScoreAppeal struct {
	Reason string
	State  string // code of word.appeal-state
	Answer string
	Decide *Form // nil where the reader may not decide
}
