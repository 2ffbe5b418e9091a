package browser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"strings"
)

//go:embed axe.min.js
var axe string

// audit runs axe-core in a page. Contrast costs more than all its other rules together, so what stands around <main> is looked at for it
// once in each of its forms. where is the part of the page whose contrast is looked at; null for none.
const audit = `(async where => {
	const found = await axe.run(document, {resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}});
	const colours = where ? await axe.run(where, {resultTypes: ['violations'], runOnly: ['color-contrast']}) : {violations: []};
	return JSON.stringify(found.violations.concat(colours.violations).map(v => ({Rule: v.id, Help: v.help, At: v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary), N: v.nodes.length})));
})`

// form is what stands around <main>, and the screen it stands on.
const form = `(() => {
	const rest = document.body.cloneNode(true);
	rest.querySelectorAll('main').forEach(e => e.textContent = '');
	return innerWidth + ' ' + matchMedia('(prefers-color-scheme: dark)').matches + matchMedia('print').matches + document.documentElement.outerHTML.split('>', 1)[0] + rest.outerHTML;
})()`

// Audit fails the test for each fault of accessibility that axe-core finds in the page as it stands; where says which
// state of the page that is.
func (p *Page) Audit(where string) {
	p.t.Helper()
	part := "document"
	if _, seen := p.audited.LoadOrStore(sha256.Sum256([]byte(Eval[string](p, form))), true); seen {
		part = "document.querySelector('main') || document"
	}
	p.audit(where, part)
}

// AuditWithoutContrast is Audit for a page whose colours are looked at elsewhere: that takes a quarter of the time.
func (p *Page) AuditWithoutContrast(where string) {
	p.t.Helper()
	p.audit(where, "null")
}

func (p *Page) audit(where, part string) {
	p.t.Helper()
	if !Eval[bool](p, "!!window.axe") {
		Eval[bool](p, axe+";true")
	}
	found := Eval[string](p, audit+"("+part+")")
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
