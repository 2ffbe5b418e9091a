// Package compile is the compiler's front door: it turns the bytes of a policy
// document into a [policy.Document] by a visible list of named stages.
//
// It does no I/O. Start at [Compile] for one document.
package compile

import (
	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/extract"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/source"
)

// Options say how to read a document and in which language to speak of it.
type Options struct {
	// Reader is what is known about the document beside its bytes, and the programs that help to read some formats.
	Reader reader.Options
	// Language is that of the diagnostics' messages.
	Language source.Language
	// KeepText puts the text the spans count in into the document, with its tables.
	KeepText bool
}

// A state is a document on its way through the stages.
type state struct {
	source      *source.Text
	text        *clean.Text
	tree        *outline.Tree
	draft       *extract.Draft
	diagnostics []source.Diagnostic
	language    source.Language
}

// stages are the compiler's steps in order; each reads what the ones before it made.
var stages = []struct {
	Name string
	run  func(*state)
}{
	{"clean", func(s *state) { s.text = clean.Clean(s.source) }},
	{"outline", func(s *state) { s.tree = outline.Parse(s.text) }},
	// The plan's year, which dates without a year are in, comes from the meta stage.
	{"meta", func(s *state) { s.draft = extract.NewDraft(s.tree); s.draft.Meta() }},
	{"tasks", func(s *state) { s.draft.Tasks() }},
	// Time limits printed beside the units hold for targets, so duties come before statements.
	{"duties", func(s *state) { s.draft.Duties() }},
	{"statements", func(s *state) { s.draft.Statements() }},
	{"review", func(s *state) { s.diagnostics = append(s.diagnostics, s.draft.Review()...) }},
	{"report", func(s *state) { s.report() }},
}

// Stages are the names of the compiler's steps in order.
func Stages() []string {
	names := make([]string, len(stages))
	for i, s := range stages {
		names[i] = s.Name
	}
	return names
}

// Compile reads and compiles one document. It returns a *[reader.Error] where data
// can not be read, and a *[SecretError] where the document carries a mark of state
// secrecy; everything that is wrong inside a readable document is a diagnostic beside the result.
func Compile(name string, data []byte, o Options) (*policy.Document, error) {
	s, err := compile(name, data, o)
	if err != nil {
		return nil, err
	}
	return &s.draft.Doc, nil
}

// WithClauses is [Compile] that also gives the document's whole text, clause by clause in reading order.
func WithClauses(name string, data []byte, o Options) (*policy.Document, []Clause, error) {
	s, err := compile(name, data, o)
	if err != nil {
		return nil, nil, err
	}
	return &s.draft.Doc, s.clauses(), nil
}

// Check reads a document and gives the error that [Compile] would give, before anybody keeps it.
func Check(name string, data []byte, o Options) error {
	_, _, err := read(name, data, o)
	return err
}

// read gives a document's text unless it is marked as a state secret.
func read(name string, data []byte, o Options) (*source.Text, []source.Diagnostic, error) {
	if mark := oldMark(data); mark != "" {
		return nil, nil, &SecretError{Name: name, Mark: mark}
	}
	text, diagnostics, err := reader.Read(name, data, o.Reader)
	if err != nil {
		return nil, nil, err
	}
	if mark := secrecyMark(text.String); mark != "" {
		return nil, nil, &SecretError{Name: name, Mark: mark}
	}
	return text, diagnostics, nil
}

// compile takes one document through all stages.
func compile(name string, data []byte, o Options) (*state, error) {
	text, diagnostics, err := read(name, data, o)
	if err != nil {
		return nil, err
	}
	s := &state{source: text, diagnostics: diagnostics, language: o.Language}
	for _, stage := range stages {
		stage.run(s)
	}
	if o.KeepText {
		s.draft.Doc.Text = &text.String
		s.draft.Doc.Tables = text.Tables
	}
	return s, nil
}

// report puts repairs and diagnostics into the document, worded.
func (s *state) report() {
	doc := &s.draft.Doc
	for _, r := range s.text.Repairs {
		if r.Code == clean.LineBreakJoined {
			continue // as common as lines; the spans show them
		}
		doc.Repairs = append(doc.Repairs, policy.Repair{Code: r.Code, From: r.From, To: r.To, Span: r.Span})
	}
	for _, d := range s.diagnostics {
		at := s.source.Position(d.Span.Start)
		doc.Diagnostics = append(doc.Diagnostics, policy.Diagnostic{
			Code: d.Code, Severity: d.Severity(), Span: d.Span, Line: at.Line, Column: at.Column,
			Message: d.Message(s.language), Suggestion: d.Suggestion(s.language),
		})
	}
}
