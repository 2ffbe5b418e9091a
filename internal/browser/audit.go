package browser

import (
	_ "embed"
	"encoding/json"
	"strings"
)

//go:embed axe.min.js
var axe string

// Audit fails the test for each fault of accessibility that axe-core finds in the page as it stands; where says which
// state of the page that is.
func (p *Page) Audit(where string) {
	p.t.Helper()
	if !Eval[bool](p, "!!window.axe") {
		Eval[bool](p, axe+";true")
	}
	found := Eval[string](p, `axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations.map(v => ({Rule: v.id, Help: v.help, At: v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary), N: v.nodes.length}))))`)
	var violations []struct {
		Rule, Help string
		At         []string
		N          int
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		p.t.Fatal(err)
	}
	for _, v := range violations {
		p.t.Errorf("%s: %s (%s), %d times:\n%s", where, v.Rule, v.Help, v.N, strings.Join(v.At, "\n"))
	}
}
