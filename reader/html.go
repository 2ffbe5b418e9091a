package reader

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/wenxiao/wenxiao/source"
)

// readHTML reads the document a page shows:
//
//  1. what is not seen is dropped, and what its markup calls navigation,
//     sharing or footer, unless it holds sentences (html_prune.go);
//  2. the element that holds the document is found (html_main.go) and its title
//     (html_title.go);
//  3. the page is laid out in lines (html_render.go);
//  4. lines that are furniture by their words are dropped (html_furniture.go).
func readHTML(page string) (*source.Text, []source.Diagnostic, error) {
	if strings.Count(page, "<") > MaxTags {
		return nil, nil, &Error{Kind: TooLarge}
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil { // nested too deep
		return nil, nil, &Error{Kind: Broken, Err: err}
	}
	dropUnseen(root)
	body := root
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "body" {
			body = n
			break
		}
	}
	weights := weigh(body)
	dropHidden(body, weights)
	title := findTitle(root, body)
	dropFurniture(body, weights)
	weights = weigh(body)
	m := findMain(body, weights)

	r := renderer{weights: weights, skip: regions(m, weights)}
	r.children(body)
	r.flush()
	blocks := withTitle(title, dropFurnitureLines(r.lines))
	var ds []source.Diagnostic
	if m.guessed && len(r.skip) > 0 {
		ds = append(ds, source.Diagnostic{Code: source.MainTextGuessed})
	}
	return layout(blocks), ds, nil
}

// attribute gives an attribute of n, "" if it has none.
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
