package htmlcheck

import (
	"slices"
	"testing"
)

func TestPage(t *testing.T) {
	t.Parallel()
	p := Parse(t, `<ul id="l"><li class="on">one <b>and</b>
		a half</li><li data-n="2">two</li></ul>`)
	p.Has("#l > li.on b")
	p.Lacks("#l > p")
	p.Says("li.on", "one and a half")
	var words []string
	for _, x := range p.All("li") {
		words = append(words, x.Text())
	}
	if want := []string{"one and a half", "two"}; !slices.Equal(words, want) {
		t.Errorf("found %q", words)
	}
	if two := p.One("li:nth-child(2)"); two.Attr("data-n") != "2" || two.Attr("class") != "" || two.HTML() != `<li data-n="2">two</li>` {
		t.Errorf("the second is %s", two.HTML())
	}
}
