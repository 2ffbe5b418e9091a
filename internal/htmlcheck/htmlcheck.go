// Package htmlcheck lets tests ask a page for what people see in it, by CSS selectors: which elements there are, what
// they say, which attributes they have. It is for tests only and knows no page. Start at [Parse].
package htmlcheck

import (
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// A Page is a parsed page, or a part of one.
type Page struct {
	t    testing.TB
	root *html.Node
}

// Parse reads a page as browsers do.
func Parse(t testing.TB, text string) *Page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return &Page{t, root}
}

// All are the parts a selector finds, in the order of the page. A selector that can not be read ends the test.
func (p *Page) All(selector string) []*Page {
	p.t.Helper()
	s, err := cascadia.ParseGroup(selector)
	if err != nil {
		p.t.Fatalf("selector %q: %v", selector, err)
	}
	var found []*Page
	for _, n := range cascadia.QueryAll(p.root, s) {
		found = append(found, &Page{p.t, n})
	}
	return found
}

// One is the only part a selector finds; none or several end the test.
func (p *Page) One(selector string) *Page {
	p.t.Helper()
	all := p.All(selector)
	if len(all) != 1 {
		p.t.Fatalf("%d elements match %q, want one", len(all), selector)
	}
	return all[0]
}

// Has fails the test unless a selector finds something.
func (p *Page) Has(selector string) {
	p.t.Helper()
	if len(p.All(selector)) == 0 {
		p.t.Errorf("nothing matches %q", selector)
	}
}

// Lacks fails the test if a selector finds something.
func (p *Page) Lacks(selector string) {
	p.t.Helper()
	for _, x := range p.All(selector) {
		p.t.Errorf("%q matches %s", selector, x.HTML())
	}
}

// Says fails the test unless the only part a selector finds says exactly this, blanks folded.
func (p *Page) Says(selector, want string) {
	p.t.Helper()
	if got := p.One(selector).Text(); got != want {
		p.t.Errorf("%q says %q, want %q", selector, got, want)
	}
}

// Text is what the part says, with each run of blanks as one and none at the ends.
func (p *Page) Text() string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.root)
	return strings.Join(strings.Fields(b.String()), " ")
}

// Attr is the value of an attribute of the part, empty where it has none.
func (p *Page) Attr(name string) string {
	for _, a := range p.root.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// HTML is the part as it stands in the page.
func (p *Page) HTML() string {
	var b strings.Builder
	if err := html.Render(&b, p.root); err != nil {
		p.t.Fatal(err)
	}
	return b.String()
}
