package cli

import (
	"strings"

	"github.com/wenxiao/wenxiao/source"
)

// reason is a review code with its wording.
func (p *program) reason(code source.Code) string {
	w, known := source.Catalogue[code]
	if !known || strings.Contains(w.Message[p.lang], "%") {
		return string(code)
	}
	return string(code) + " " + w.Message[p.lang]
}
