package source

import (
	"fmt"
	"strings"
)

// A Severity says how much a diagnostic matters.
type Severity uint8

// The severities, least first.
const (
	Note    Severity = iota // something was repaired or assumed; nothing to do
	Warning                 // a person should look
	Error                   // part of the document could not be understood
)

// String gives "note", "warning" or "error", as JSON and tables print it.
func (s Severity) String() string {
	return [...]string{"note", "warning", "error"}[min(s, Error)]
}

// MarshalText writes the severity as its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes; anything else is an error.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, known := range []Severity{Note, Warning, Error} {
		if string(text) == known.String() {
			*s = known
			return nil
		}
	}
	return fmt.Errorf("read a severity: there is no %q", text)
}

// A Code names a kind of diagnostic. It is stable: scripts and documents refer
// to it, and doc/diagnostics.md explains each.
type Code string

// A Diagnostic says that something in a document is wrong, doubtful or was
// repaired. The wording stands in the [Catalogue], under Code.
type Diagnostic struct {
	Code Code
	Span Span
	// Args fill the verbs (%s) of the wording, in order; both languages use
	// the same ones. A wording may choose among them by number (%[2]s).
	Args []string
}

// Severity is the severity of d's code.
func (d Diagnostic) Severity() Severity { return Catalogue[d.Code].Severity }

// A Language is one the product speaks.
type Language uint8

// The languages, the first being the default.
const (
	Chinese Language = iota
	English
)

// Message is what d says, in one sentence.
func (d Diagnostic) Message(l Language) string {
	return d.fill(Catalogue[d.Code].Message[l])
}

// Suggestion is what the reader can do about d; it may be empty for a note.
func (d Diagnostic) Suggestion(l Language) string {
	return d.fill(Catalogue[d.Code].Suggestion[l])
}

func (d Diagnostic) fill(format string) string {
	if len(d.Args) == 0 || !strings.Contains(format, "%") {
		return format
	}
	args := make([]any, len(d.Args))
	for i, a := range d.Args {
		args[i] = a
	}
	return fmt.Sprintf(format, args...)
}
