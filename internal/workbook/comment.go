package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// author is whose comments ours are, by which they are known again.
const author = "Wenxiao"

// comments are those of one sheet. A comment stands in two parts: its words in one, and the place of its box in a drawing of the old
// kind (VML), without which programs do not show it.
type comments struct {
	book     *book
	sheet    sheetPart
	tree     *tree // nil where the sheet has none yet
	drawing  string
	authors  []string
	said     map[spot]comment // that the sheet has
	isGone   map[spot]bool
	elements strings.Builder // that are added
	shapes   strings.Builder
	count    int
}

// A comment is one that a sheet has.
type comment struct {
	n      int32
	author string
	text   string
}

// comments reads those of a sheet.
func (b *book) comments(s sheetPart) (*comments, error) {
	c := &comments{book: b, sheet: s, said: make(map[spot]comment), isGone: make(map[spot]bool)}
	all, err := b.relationships(s.part)
	if err != nil {
		return nil, err
	}
	t, err := b.tree(s.part)
	if err != nil {
		return nil, err
	}
	legacy := ""
	if n := t.find(0, "legacyDrawing"); n != 0 {
		legacy = t.attribute(n, "id")
	}
	for _, r := range all {
		switch {
		case strings.HasSuffix(r.kind, "/comments"):
			if c.tree, err = b.tree(r.target); err != nil {
				return nil, err
			}
		case strings.HasSuffix(r.kind, "/vmlDrawing") && r.id == legacy:
			c.drawing = r.target
		}
	}
	if c.tree == nil {
		return c, nil
	}
	if list := c.tree.find(0, "authors"); list != 0 {
		for n := range c.tree.children(list, "author") {
			c.authors = append(c.authors, c.tree.value(n))
		}
	}
	if list := c.tree.find(0, "commentList"); list != 0 {
		for n := range c.tree.children(list, "comment") {
			row, column, ok := xlsx.ParseName(c.tree.attribute(n, "ref"))
			if !ok {
				continue
			}
			by := ""
			if i := number(c.tree.attribute(n, "authorId"), 0); i < len(c.authors) {
				by = c.authors[i]
			}
			c.said[spot{row, column}] = comment{n, by, c.tree.text(n)}
		}
	}
	return c, nil
}

// remove takes the comment of a cell away.
func (c *comments) remove(at spot) {
	if old, ok := c.said[at]; ok && !c.isGone[at] {
		c.isGone[at] = true
		c.tree.replace(old.n, "")
	}
}

// put gives a cell a comment of ours in place of the one it has.
func (c *comments) put(at spot, text string) {
	c.remove(at)
	by := slices.Index(c.authors, author)
	if by < 0 {
		by = len(c.authors)
	}
	p := ""
	if c.tree != nil {
		p = c.tree.prefix(0)
	}
	fmt.Fprintf(&c.elements, `<%[1]scomment ref="%[2]s" authorId="%[3]d"><%[1]stext><%[1]sr><%[1]st xml:space="preserve">%[4]s</%[1]st></%[1]sr></%[1]stext></%[1]scomment>`, p, xlsx.Name(at.row, at.column), by, xlsx.Text(text))
	lines := strings.Count(text, "\n") + len([]rune(text))/16 + 2
	c.count++
	// The anchor counts rows and columns from 0: the box begins in the column behind the cell, and is four wide.
	fmt.Fprintf(&c.shapes, `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:195pt;height:%dpt;z-index:%d;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
		`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`,
		firstShape+c.count, min(300, 17*lines), c.count)
	fmt.Fprintf(&c.shapes, `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 31, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		at.column, at.row-1, at.column+4, at.row+min(17, lines), at.row-1, at.column-1)
}

// firstShape is more than the numbers that spreadsheets give to shapes of their own.
const firstShape = 100_000

// shapeType is what boxes of comments are made after.
const shapeType = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`

// end puts what was added and taken away into the parts.
func (c *comments) end() error {
	if c.count == 0 && len(c.isGone) == 0 {
		return nil
	}
	if err := c.endWords(); err != nil || c.drawing == "" && c.count == 0 {
		return err
	}
	var added [][2]string
	comments, drawing := "", c.drawing
	if c.tree == nil {
		comments = c.book.fresh("xl/comments%d.xml")
		c.book.put(comments, head+`<comments xmlns="`+c.book.namespace()+`"><authors><author>`+author+`</author></authors><commentList>`+c.elements.String()+`</commentList></comments>`)
		if err := c.book.declare(comments, "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"); err != nil {
			return err
		}
		added = append(added, [2]string{"comments", comments})
	}
	if drawing == "" {
		drawing = c.book.fresh("xl/drawings/vmlDrawing%d.vml")
		c.book.put(drawing, `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>`+shapeType+c.shapes.String()+`</xml>`)
		if err := c.book.declare(drawing, "application/vnd.openxmlformats-officedocument.vmlDrawing"); err != nil {
			return err
		}
		added = append(added, [2]string{"vmlDrawing", drawing})
	} else if err := c.endBoxes(); err != nil {
		return err
	}
	if len(added) == 0 {
		return nil
	}
	ids, err := c.book.relate(c.sheet.part, added...)
	if err != nil || c.drawing != "" {
		return err
	}
	return c.book.drawn(c.sheet, ids[len(ids)-1])
}

// endWords writes the comments into the part that the sheet has.
func (c *comments) endWords() error {
	if c.tree == nil || c.count == 0 {
		return nil
	}
	p, authors := c.tree.prefix(0), ""
	if !slices.Contains(c.authors, author) {
		name := "<" + p + "author>" + author + "</" + p + "author>"
		if list := c.tree.find(0, "authors"); list != 0 {
			c.tree.add(list, name)
		} else {
			authors = "<" + p + "authors>" + name + "</" + p + "authors>"
		}
	}
	if list := c.tree.find(0, "commentList"); list != 0 {
		c.tree.insert(list, authors)
		c.tree.add(list, c.elements.String())
		return nil
	}
	c.tree.add(0, authors+"<"+p+"commentList>"+c.elements.String()+"</"+p+"commentList>")
	return nil
}

// A drawing of the old kind need not be well formed: its shapes are found by their words.
var (
	shape  = regexp.MustCompile(`(?s)<v:shape [^>]*>.*?</v:shape>`)
	row    = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
	column = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
)

// endBoxes takes the boxes of comments that are gone out of the drawing, and puts the new ones in.
func (c *comments) endBoxes() error {
	old, err := c.book.read(c.drawing)
	if err != nil {
		return err
	}
	text := shape.ReplaceAllStringFunc(string(old), func(s string) string {
		r, k := row.FindStringSubmatch(s), column.FindStringSubmatch(s)
		if r == nil || k == nil || !strings.Contains(s, `"Note"`) {
			return s
		}
		y, errY := strconv.Atoi(r[1])
		x, errX := strconv.Atoi(k[1])
		if errY == nil && errX == nil && c.isGone[spot{y + 1, x + 1}] {
			return ""
		}
		return s
	})
	if c.count > 0 {
		end := strings.LastIndex(text, "</xml>")
		if end < 0 {
			return errNested
		}
		shapes := c.shapes.String()
		if !strings.Contains(text, `id="_x0000_t202"`) {
			shapes = shapeType + shapes
		}
		text = text[:end] + shapes + text[end:]
	}
	c.book.put(c.drawing, text)
	return nil
}

// behindDrawing are the elements of a sheet that stand behind the reference to its drawing.
var behindDrawing = []string{"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}

// drawn has a sheet refer to its drawing.
func (b *book) drawn(s sheetPart, id string) error {
	t, err := b.tree(s.part)
	if err != nil {
		return err
	}
	element := fmt.Sprintf(`<%slegacyDrawing xmlns:rel="%s" rel:id="%s"/>`, t.prefix(0), b.types, id)
	if n := t.find(0, behindDrawing...); n != 0 {
		t.insert(n, element)
		return nil
	}
	t.add(0, element)
	return nil
}

// namespace is that of the workbook's elements.
func (b *book) namespace() string {
	t := b.trees[strings.ToLower(b.main)]
	for _, a := range t.attributes(0) {
		if a.name == strings.TrimSuffix("xmlns:"+t.prefix(0), ":") {
			return a.value
		}
	}
	return "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
}
