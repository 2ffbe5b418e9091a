package reader

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"sort"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/source"
)

// readDOCX reads a WordprocessingML document (.docx, .docm, .dotx; transitional
// and strict): its body in order, with the numbers Word would print. Headers,
// footers, notes and comments are left out. docx_body.go reads paragraphs,
// docx_table.go tables, docx_style.go and docx_numbering.go what they refer to.
func readDOCX(data []byte) (*source.Text, []source.Diagnostic, error) {
	p, err := openContainer(data)
	if err != nil {
		return nil, nil, containerError(err)
	}
	main := p.mainPart()
	if main == nil {
		return nil, nil, &Error{Kind: Unknown}
	}
	d := document{unknown: make(map[string]bool)}
	if d.styles, err = readStyles(p.related(main.Name, "styles", "word/styles.xml")); err != nil {
		return nil, nil, containerError(err)
	}
	if d.numbering, err = readNumbering(p.related(main.Name, "numbering", "word/numbering.xml"), d.styles); err != nil {
		return nil, nil, containerError(err)
	}
	blocks, err := d.body(main)
	if err != nil {
		return nil, nil, containerError(err)
	}
	return layout(blocks), d.diagnostics(), nil
}

// diagnostics tells what was assumed, in a fixed order.
func (d *document) diagnostics() []source.Diagnostic {
	var ds []source.Diagnostic
	if d.tracked > 0 {
		ds = append(ds, source.Diagnostic{Code: source.RevisionAccepted, Args: []string{strconv.Itoa(d.tracked)}})
	}
	formats := make([]string, 0, len(d.unknown))
	for f := range d.unknown {
		formats = append(formats, f)
	}
	sort.Strings(formats)
	for _, f := range formats {
		ds = append(ds, source.Diagnostic{Code: source.NumberingUnknown, Args: []string{f}})
	}
	return ds
}

// containerError says which kind of error a failure of reading is.
func containerError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	if errors.Is(err, errTooLarge) {
		return &Error{Kind: TooLarge, Err: err}
	}
	return &Error{Kind: Broken, Err: err}
}

// A container is a zip file with parts that refer to one another.
type container struct {
	members map[string]*zip.File // by folded name
}

func openContainer(data []byte) (*container, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	c := &container{members: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, &Error{Kind: Encrypted}
		}
		c.members[memberName(f.Name)] = f
	}
	return c, nil
}

// mainPart is the part the container calls its document, else the usual one;
// nil if there is none or it is not of a word processor.
func (c *container) mainPart() *zip.File {
	if f := c.target("_rels/.rels", "", "officeDocument"); f != nil {
		return f
	}
	return c.members["word/document.xml"]
}

// related is the part of a type that another refers to, else the usual one; nil if there is none.
func (c *container) related(from, kind, usual string) *zip.File {
	dir, base := path.Split(memberName(from))
	if f := c.target(dir+"_rels/"+base+".rels", dir, kind); f != nil {
		return f
	}
	return c.members[usual]
}

// target follows the first relationship of a type; relative names start at dir.
func (c *container) target(rels, dir, kind string) *zip.File {
	f := c.members[rels]
	if f == nil {
		return nil
	}
	var found *zip.File
	// A damaged list of relationships is as good as none: the usual names are tried.
	_ = eachElement(f, "_:Relationships", func(e *element) {
		if found == nil && strings.HasSuffix(e.attribute("Type"), "/"+kind) {
			t := e.attribute("Target")
			if !strings.HasPrefix(t, "/") {
				t = dir + t
			}
			found = c.members[memberName(t)]
		}
	})
	return found
}

// eachElement calls do for each child of the first element named root of a
// part, one after the other, so that only one of them is in memory.
func eachElement(f *zip.File, root string, do func(*element)) error {
	return walk(f, root, nil, func(e *element) error { do(e); return nil })
}

// walk is [eachElement] until do fails. Elements named in opened are not given
// themselves but their children, which may be too many to be in memory at once.
func walk(f *zip.File, root string, opened []string, do func(*element) error) error {
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > MaxPart {
		return errTooLarge
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	limited := &limitedReader{r: r, left: MaxPart}
	x := newXMLReader(limited)
	x.opened = opened
	ok, err := x.enter(root)
	if err != nil || !ok {
		return err
	}
	for {
		e, err := x.next()
		if err != nil {
			return err
		}
		if e == nil {
			return nil
		}
		if err := do(e); err != nil {
			return err
		}
	}
}

// maxToken is the longest stretch without an end of a tag that is read: the
// decoder keeps a tag and its attributes in memory.
const maxToken = 16 << 20

// A limitedReader fails when more is read than a part may hold, whatever the
// container's directory said, or than a tag or a text may.
type limitedReader struct {
	r     io.Reader
	left  int
	token int // bytes since the last '>'
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	if i := bytes.LastIndexByte(p[:n], '>'); i >= 0 {
		l.token = n - i
	} else if l.token += n; l.token > maxToken {
		return 0, errTooLarge
	}
	return n, err
}
