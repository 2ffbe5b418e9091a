package reader

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseen are elements whose contents are not text of the page.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true,
	atom.Object: true, atom.Embed: true, atom.Applet: true, atom.Svg: true, atom.Math: true, atom.Canvas: true,
	atom.Audio: true, atom.Video: true, atom.Map: true, atom.Select: true, atom.Button: true,
	atom.Input: true, atom.Textarea: true, atom.Datalist: true, atom.Dialog: true, atom.Marquee: true,
	atom.Rt: true, atom.Rp: true, atom.Noframes: true, atom.Img: true, atom.Colgroup: true,
}

// dropUnseen removes comments and elements that hold no text of the page.
func dropUnseen(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode, c.Type == html.ElementNode && unseen[c.DataAtom]:
			n.RemoveChild(c)
		default:
			dropUnseen(c)
		}
		c = next
	}
}

// A weight is what lies in an element: it tells a document from what is around it.
type weight struct {
	chars     int // characters but blanks
	links     int // those of them in links
	sentences int // ends of sentences and clauses outside links
	prose     int // characters that read as text of a document
	blocks    int // elements that begin a line
	tables    int // characters in tables of data
}

func (w *weight) add(v weight) {
	w.chars += v.chars
	w.links += v.links
	w.sentences += v.sentences
	w.prose += v.prose
	w.blocks += v.blocks
	w.tables += v.tables
}

// linked reports that most of what is there is links.
func (w weight) linked() bool { return w.links*2 > w.chars }

// weigh gives the weight of n and of every element in it.
func weigh(n *html.Node) map[*html.Node]weight {
	ws := make(map[*html.Node]weight)
	weighInto(ws, n, false)
	return ws
}

func weighInto(ws map[*html.Node]weight, n *html.Node, link bool) weight {
	var w weight
	for c := range n.ChildNodes() {
		switch c.Type {
		case html.TextNode:
			w.add(weighText(c.Data, link))
		case html.ElementNode:
			w.add(weighInto(ws, c, link || c.DataAtom == atom.A && isLink(c)))
		}
	}
	if breaksLine(n) {
		w.blocks++
	}
	if n.DataAtom == atom.Table {
		ws[n] = w
		if !w.linked() && isData(n, ws) {
			w.prose, w.tables = w.chars, w.chars
		}
	}
	ws[n] = w
	return w
}

// weighText weighs a run of text. Short runs without punctuation are what menus
// and buttons are made of; they count for little.
func weighText(text string, link bool) weight {
	var w weight
	marks := 0
	for _, r := range text {
		switch {
		case r <= ' ' || r == '\u00a0' || r == '\u3000':
			continue
		case r == '。' || r == '；':
			w.sentences++
			marks++
		case r == '，' || r == '、' || r == '：':
			marks++
		}
		w.chars++
	}
	switch {
	case link:
		w.links, w.sentences = w.chars, 0
	case marks > 0 || w.chars >= 20:
		w.prose = w.chars
	default:
		w.prose = w.chars / 4
	}
	return w
}

var hiddenStyle = regexp.MustCompile(`(?i)(?:^|;|\s)display\s*:\s*none`)

// isHidden reports that n's own attributes hide it.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if strings.Contains(strings.ToLower(a.Val), "none") && hiddenStyle.MatchString(a.Val) {
				return true
			}
		}
	}
	return false
}

// dropHidden removes elements that are not displayed — but not one that holds
// most of the page: scripts show such documents later.
func dropHidden(body *html.Node, ws map[*html.Node]weight) {
	dropWhere(body, func(n *html.Node) bool {
		return isHidden(n) && ws[n].prose*2 <= ws[body].prose
	})
}

// dropWhere removes the elements in n for which drop holds.
func dropWhere(n *html.Node, drop func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			if drop(c) {
				n.RemoveChild(c)
			} else {
				dropWhere(c, drop)
			}
		}
		c = next
	}
}

// furnitureName matches what sites call the parts of a page that are no document.
var furnitureName = regexp.MustCompile(`(?i)^(?:` +
	`(?:[a-z]+[-_]?)?(?:nav|navs|navbar|navi|navigation|breadcrumbs?|crumbs?|menu|submenu|sidebar|footer|foot|bottom|copyright|copy|banner|logo|share|qrcode)(?:[-_]?(?:box|bar|wrap|wrapper|con|list|area|div|main|inner|nav|link|links|info|[0-9]+))?|` +
	`bdshare\S*|bdsharebuttonbox|jiathis\S*|social\S*|share\S*|fenxiang\S*|print\S*|dayin|fontsize\S*|font[-_]?size|zihao|` +
	`toolbar|tools?|toolbox|top[-_]?(?:bar|nav|menu|link|links|tool|tools)|hits|counter|views?[-_]?count|click[-_]?(?:num|count)|` +
	`dqwz|dangqianweizhi|weizhi|curpos|cur[-_]?position|position|location|loc|mianbao|mbx|lujing|` +
	`related|relate|relative|relation|relevant|xiangguan|xg(?:wd|wz|xx|jd|zc|lj|link|list|wj|yd)|hot(?:news|list)?|recommend\S*|tuijian|` +
	`ewm|erweima|saoma|saoyisao|pre[-_]?next|prevnext|prev|pager?|pagination|page[-_]?nav|shangxia|sxp|` +
	`comments?|login|search\S*|sousuo|friend[-_]?links?|yqlj|wza\S*|guanhuai|dibu|toubu|back[-_]?top|gotop|totop|fixed\S*|float\S*|popup|modal|dialog|layer` +
	`)$`)

// landmarks are elements that are furniture by their very name.
var landmarks = map[atom.Atom]bool{atom.Nav: true, atom.Footer: true, atom.Aside: true, atom.Menu: true}

// dropFurniture removes elements whose names say that they are no part of a
// document. A name alone proves little — one with sentences of its own stays.
func dropFurniture(body *html.Node, ws map[*html.Node]weight) {
	total := ws[body].prose
	dropWhere(body, func(n *html.Node) bool {
		w := ws[n]
		if n.DataAtom == atom.Body || n.DataAtom == atom.Td || w.chars > maxFurniture || w.prose*5 > total || !breaksLine(n) && n.DataAtom != atom.Span {
			return false
		}
		if w.tables*2 > w.chars && w.sentences > 0 || w.sentences > 2 && !w.linked() {
			return false
		}
		named := landmarks[n.DataAtom] || isNamed(n, furnitureName)
		return named && (w.linked() || !strings.Contains(plain(n), "附件"))
	})
}
