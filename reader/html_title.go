package reader

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// siteEndings end the names of sites and channels, and no title of a document.
var siteEndings = []string{"政府", "网", "网站", "平台", "委员会", "局", "门户", "频道", "栏目", "首页", "信息公开", "正文"}

// titleName matches the classes of titles of documents.
var titleName = regexp.MustCompile(`(?i)^(?:tit|title|biaoti|bt|(?:article|arti|art|news|con|content|detail|xl|info|main|doc)[-_]?(?:title|tit|bt)|articletitle|titles?[-_]?(?:con|h1))$`)

// findTitle finds the title of the document on a page, "" if there is none:
//
//  1. the meta element that content systems of governments write;
//  2. the longest line of the page that the title element holds — the rest of
//     that is the names of site and channel — or that says little more;
//  3. the first heading of the first rank, or element named a title.
func findTitle(root, body *html.Node) string {
	var page, heading, meta string
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Meta:
			if strings.EqualFold(attribute(n, "name"), "ArticleTitle") {
				meta = strings.TrimSpace(attribute(n, "content"))
			}
		case atom.Title:
			if page == "" {
				page = squeeze(plain(n))
			}
		default:
			if heading == "" && (n.DataAtom == atom.H1 || breaksLine(n) && isNamed(n, titleName)) && isShort(n) && isTitle(plain(n)) {
				heading = plain(n)
			}
		}
	}
	if meta != "" && isTitle(meta) {
		return meta
	}
	best := ""
	for n := range body.Descendants() {
		if page == "" {
			break
		}
		if !breaksLine(n) || !isShort(n) {
			continue
		}
		if t := plain(n); size(t) > size(best) && isTitle(t) && isTitleOf(page, squeeze(t)) {
			best = t
		}
	}
	if best == "" {
		best = heading
	}
	return best
}

// isTitleOf reports that a line is what the title element names.
func isTitleOf(page, line string) bool {
	return strings.Contains(page, line) ||
		size(page) >= 6 && strings.Contains(line, page) && size(line) <= size(page)+12 && !strings.Contains(line, "。")
}

// isShort reports that n may hold a title: few nodes, no long text.
func isShort(n *html.Node) bool {
	nodes, bytes := 0, 0
	for c := range n.Descendants() {
		nodes++
		if c.Type == html.TextNode {
			bytes += len(c.Data)
		}
		if nodes > 20 || bytes > 600 {
			return false
		}
	}
	return bytes > 0
}

func isTitle(s string) bool {
	n := size(s)
	return n >= 6 && n <= 150 && !slices.ContainsFunc(siteEndings, func(e string) bool { return strings.HasSuffix(strings.TrimSpace(s), e) })
}

// withTitle puts the title first, unless the document begins with it, and
// tables that stand before it — a page's index of the document — behind it.
func withTitle(title string, blocks []block) []block {
	if title == "" {
		return blocks
	}
	title = strings.TrimSpace(title)
	var head strings.Builder
	for i, b := range blocks[:min(len(blocks), 20)] {
		head.WriteString(squeeze(b.text))
		if !strings.Contains(head.String(), squeeze(title)) {
			continue
		}
		out := make([]block, 0, len(blocks))
		for _, b := range blocks[:i+1] {
			if b.grid == nil {
				out = append(out, b)
			}
		}
		for _, b := range blocks[:i+1] {
			if b.grid != nil {
				out = append(out, b)
			}
		}
		return append(out, blocks[i+1:]...)
	}
	for _, b := range blocks {
		if len(b.text) <= 2*len(title) && strings.Contains(squeeze(b.text), squeeze(title)) {
			return blocks
		}
	}
	return append([]block{{text: title}}, blocks...)
}
