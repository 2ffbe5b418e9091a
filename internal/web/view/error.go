package view

// An ErrorPage says that something could not be done, in words of the person it happened to.
type ErrorPage struct {
	*Frame
	Code      int    // HTTP status, shown small
	Sentence  string // what went wrong
	Next      string // what to do now; empty where the sentence says it
	Reference string // number of the entry in the log, to be told to the administrator; empty where there is none
	Back      *Link  // where to go on; nil for the first page
}
