package reader

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// containerName matches the ids and classes that content systems give to the
// element that holds a document.
var containerName = regexp.MustCompile(`(?i)^(?:` +
	`zoom|zoomcon|trs_editor|trs_ueditor|trs_paper_default|trs_autoadd|ucapcontent|ucap-content|pages_content|vsb_content\S*|v_news_content|` +
	`js_content|rich_media_content|artibody|articlecontent|article[-_]?(?:content|con|body|text|box|main|detail)|artcontent|art_con|` +
	`news[-_]?(?:content|con|text|body|detail)|newscontent|content[-_]?(?:text|body|main|article)|text[-_]?content|contenttext|` +
	`detail[-_]?(?:content|con|text|body)|main[-_]?(?:text|txt)|xxgk[-_]?content|xl[-_]?(?:content|con)|conTxt|con[-_]?text|` +
	`wz[-_]?(?:con|content|nr)|zw[-_]?(?:con|content|nr)|zhengwen|info[-_]?(?:content|con|detail)|infocontent|` +
	`ewb-article\S*|ewb-info-content|m-detailcontent|bt[-_]content|j-fontcontent|view[-_]?content|gkwd|gkml[-_]?content|wenzhang|p_content|cont[-_]?txt` +
	`)$`)

// weakContainerName matches names that holders of a document have, and others too.
var weakContainerName = regexp.MustCompile(`(?i)^(?:content|contents|article|articles|main|maincontent|main-content|text|detail|details|con|txt|body-content|post|entry-content|entry)$`)

// A mainPart is the element that holds the document, and how it was found.
type mainPart struct {
	node    *html.Node
	guessed bool // by layout, not by its name
}

// findMain finds the element that holds the document:
//
//  1. one with a name content systems use, if half of the page's prose is in it;
//  2. article and main elements and weaker names, if nearly all of it is;
//  3. else as deep as one child has nearly all of it.
func findMain(body *html.Node, ws map[*html.Node]weight) mainPart {
	total := ws[body].prose
	if n := heaviest(body, ws, containerName); n != nil && ws[n].prose*2 >= total {
		return mainPart{node: n}
	}
	if n := heaviest(body, ws, weakContainerName); n != nil && ws[n].prose*10 >= total*9 {
		return mainPart{node: n, guessed: true}
	}
	return mainPart{node: deepest(body, ws), guessed: true}
}

// heaviest gives the element with such a name that holds most prose, the inner
// of two that hold the same.
func heaviest(body *html.Node, ws map[*html.Node]weight, name *regexp.Regexp) *html.Node {
	var best *html.Node
	for n := range body.Descendants() {
		if n.Type != html.ElementNode || !breaksLine(n) || ws[n].prose == 0 || best != nil && ws[n].prose <= ws[best].prose {
			continue
		}
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main && name == weakContainerName || isNamed(n, name) {
			best = n
		}
	}
	return best
}

// maxNames is how many bytes of an element's ids and classes are looked at.
const maxNames = 400

// isNamed reports that an id or class of n matches.
func isNamed(n *html.Node, name *regexp.Regexp) bool {
	for _, key := range [...]string{"id", "class"} {
		names := attribute(n, key)
		for v := range strings.FieldsSeq(names[:min(len(names), maxNames)]) {
			if name.MatchString(v) {
				return true
			}
		}
	}
	return false
}

// deepest goes down from n as long as one child has nearly all of its prose and
// is no paragraph or table of data itself.
func deepest(n *html.Node, ws map[*html.Node]weight) *html.Node {
	for {
		var next *html.Node
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode && ws[c].prose*100 >= ws[n].prose*85 && ws[c].prose > 0 {
				next = c
			}
		}
		if next == nil || ws[next].blocks < 2 || next.DataAtom == atom.P || next.DataAtom == atom.Ol || next.DataAtom == atom.Ul ||
			next.DataAtom == atom.Table && isData(next, ws) {
			return n
		}
		n = next
	}
}

// regions gives the parts of the page to leave out: around the main part, what
// does not look like a document; within it, lists of links.
func regions(m mainPart, ws map[*html.Node]weight) map[*html.Node]bool {
	skip := make(map[*html.Node]bool)
	distance := 0
	for n := m.node; n.Parent != nil && n.DataAtom != atom.Body; n = n.Parent {
		distance++
		for c := range n.Parent.ChildNodes() {
			if c != n && !belongs(c, ws[c], distance, m.guessed) {
				skip[c] = true
			}
		}
	}
	for n := range m.node.Descendants() {
		if n.Type == html.ElementNode && breaksLine(n) && isLinkList(n, ws[n]) {
			skip[n] = true
		}
	}
	return skip
}

var (
	bookText = regexp.MustCompile(`附\s*件|〔20\d\d〕\d+号`)
	dateText = regexp.MustCompile(`^\s*(?:20\d\d|二[〇○Ｏ零]..)年\S{1,3}月\S{1,3}日\s*$`)
)

// belongs reports that a part outside the main one is kept: sentences and
// tables of data always, attachments, document numbers and dates near it. Where
// the main part was guessed, so is anything else near it but links.
func belongs(n *html.Node, w weight, distance int, guessed bool) bool {
	if n.Type == html.TextNode {
		w = weighText(n.Data, false)
		return w.sentences > 0 || w.chars >= 30
	}
	if w.chars == 0 {
		return false
	}
	text := plain(n)
	isNear := distance <= 2
	switch {
	case isFooter(text) && w.sentences < 5:
		return false
	case isNear && size(text) < 1000 && (bookText.MatchString(text) || dateText.MatchString(text)) && !breadcrumb.MatchString(text):
		return true
	case w.linked():
		return false
	case w.tables > 0:
		return distance <= 3 || w.sentences > 0
	case w.sentences > 0 && w.prose*2 >= w.chars && w.links*3 <= w.chars:
		return true
	}
	return guessed && isNear
}

// maxFurniture is how many characters a list of links or a part of furniture may hold.
const maxFurniture = 10000

// isLinkList reports that n is a list of links to other pages.
func isLinkList(n *html.Node, w weight) bool {
	if w.links*10 <= w.chars*7 || w.sentences > 0 || w.chars > maxFurniture {
		return false
	}
	anchors, attached := 0, false
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			anchors++
			attached = attached || isAttachment(c)
		}
	}
	return anchors >= 3 && !attached && !strings.Contains(plain(n), "附件")
}

// attachmentTypes are the extensions of files that documents have as annexes.
var attachmentTypes = []string{".doc", ".docx", ".xls", ".xlsx", ".pdf", ".ofd", ".wps", ".et", ".zip", ".rar", ".ppt", ".pptx", ".jpg", ".png"}

func isAttachment(a *html.Node) bool {
	href, _, _ := strings.Cut(strings.ToLower(attribute(a, "href")), "?")
	return slices.ContainsFunc(attachmentTypes, func(e string) bool { return strings.HasSuffix(href, e) })
}
