package cli

import (
	"regexp"
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// reword puts a document's diagnostics, which the compiler words in Chinese,
// into the language of this run.
func (p *program) reword(all []policy.Diagnostic) {
	if p.lang == source.Chinese {
		return
	}
	for i := range all {
		d := &all[i]
		w := source.Catalogue[d.Code]
		d.Message = reworded(d.Message, w.Message)
		d.Suggestion = reworded(d.Suggestion, w.Suggestion)
	}
}

// reworded gives the English of a Chinese sentence made from w, with the same
// arguments; a sentence that was not made from w stays.
func reworded(sentence string, w [2]string) string {
	args := regexp.MustCompile("^(?s)" + strings.ReplaceAll(regexp.QuoteMeta(w[source.Chinese]), "%s", "(.*)") + "$").FindStringSubmatch(sentence)
	if args == nil {
		return sentence
	}
	english := w[source.English]
	for _, a := range args[1:] {
		english = strings.Replace(english, "%s", a, 1)
	}
	return english
}

// reason is a review code with its wording.
func (p *program) reason(code source.Code) string {
	w, known := source.Catalogue[code]
	if !known || strings.Contains(w.Message[p.lang], "%") {
		return string(code)
	}
	return string(code) + " " + w.Message[p.lang]
}
