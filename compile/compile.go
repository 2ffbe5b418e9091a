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

// A state is a document on its way through the stages.
type state struct {
	source      *source.Text
	text        *clean.Text
	tree        *outline.Tree
	draft       *extract.Draft
	diagnostics []source.Diagnostic
}

// stages are the compiler's steps in order; each reads what the ones before it made.
var stages = []struct {
	Name string
	run  func(*state)
}{
	{"clean", func(s *state) { s.text = clean.Clean(s.source) }},
	{"outline", func(s *state) { s.tree = outline.Parse(s.text) }},
	{"meta", func(s *state) { s.draft = extract.NewDraft(s.tree); s.draft.Meta() }},
	// Tasks need no year; duties need the tasks' places and, for limits, the year.
	{"tasks", func(s *state) { s.draft.Tasks() }},
	{"duties", func(s *state) { s.draft.Duties() }},
	{"statements", func(s *state) { s.draft.Statements() }},
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
// can not be read; everything that is wrong inside a readable document is a
// diagnostic beside the result.
func Compile(name string, data []byte, o reader.Options) (*policy.Document, *source.Text, error) {
	text, diagnostics, err := reader.Read(name, data, o)
	if err != nil {
		return nil, nil, err
	}
	doc := Text(text, diagnostics)
	return doc, text, nil
}

// Text compiles text that was read already; diagnostics are what its reader had to say.
func Text(text *source.Text, diagnostics []source.Diagnostic) *policy.Document {
	s := &state{source: text, diagnostics: diagnostics}
	for _, stage := range stages {
		stage.run(s)
	}
	return &s.draft.Doc
}
