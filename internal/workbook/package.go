package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// A book is a workbook that is changed: its parts as they lie in the archive, and those that were read so far.
type book struct {
	zip     *zip.Reader
	trees   map[string]*tree
	added   map[string]string // new parts, or old ones that are written whole
	order   []string          // of the new ones
	main    string            // the name of the workbook's own part
	types   string            // what the types of relationships begin with
	sheets  []sheetPart
	looks   *looks
	streams int64 // octets unpacked so far
}

// A sheetPart is a sheet of the workbook by its name.
type sheetPart struct{ name, part string }

// A relationship is what a part refers to.
type relationship struct{ id, kind, target string }

// opened reads what a workbook consists of.
func opened(z *zip.Reader) (*book, error) {
	b := &book{zip: z, trees: make(map[string]*tree), added: make(map[string]string)}
	roots, err := b.relationships("")
	if err != nil {
		return nil, err
	}
	for _, r := range roots {
		if types, ok := strings.CutSuffix(r.kind, "/officeDocument"); ok {
			b.main, b.types = r.target, types
		}
	}
	t, err := b.tree(b.main)
	if err != nil {
		return nil, err
	}
	parts, err := b.relationships(b.main)
	if err != nil {
		return nil, err
	}
	if list := t.find(0, "sheets"); list != 0 {
		for s := range t.children(list, "sheet") {
			for _, r := range parts {
				if r.id == t.attribute(s, "id") && strings.HasSuffix(r.kind, "/worksheet") {
					b.sheets = append(b.sheets, sheetPart{t.attribute(s, "name"), r.target})
				}
			}
		}
	}
	return b, nil
}

// file is an entry of the archive, in capital or small letters; nil for none.
func (b *book) file(name string) *zip.File {
	for _, f := range b.zip.File {
		if strings.EqualFold(strings.TrimPrefix(f.Name, "/"), name) {
			return f
		}
	}
	return nil
}

// tree is a part, read once.
func (b *book) tree(name string) (*tree, error) {
	key := strings.ToLower(name)
	if t := b.trees[key]; t != nil {
		return t, nil
	}
	data, err := b.read(name)
	if err != nil {
		return nil, err
	}
	t, err := parse(data)
	if err != nil {
		return nil, err
	}
	b.trees[key] = t
	return t, nil
}

// read is the content of a part. All of them together are bounded, whatever the archive says of their sizes.
func (b *book) read(name string) (data []byte, err error) {
	f := b.file(name)
	if f == nil {
		return nil, fmt.Errorf("the workbook lacks its part %q", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if data, err = io.ReadAll(io.LimitReader(r, MaxUnpacked-b.streams+1)); err != nil {
		return nil, err
	}
	if b.streams += int64(len(data)); b.streams > MaxUnpacked {
		return nil, errUnpacked
	}
	return data, nil
}

// relationsOf is the name of the part that holds the relationships of another; "" is the package.
func relationsOf(name string) string {
	return path.Join(path.Dir(name), "_rels", path.Base("/"+name)+".rels")
}

// relationships are those of a part, their targets as names of parts. A part without any has none.
func (b *book) relationships(of string) (all []relationship, err error) {
	name := "_rels/.rels"
	if of != "" {
		name = relationsOf(of)
	}
	if b.file(name) == nil {
		return nil, nil
	}
	t, err := b.tree(name)
	if err != nil {
		return nil, err
	}
	for n := range t.children(0, "Relationship") {
		target := t.attribute(n, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", path.Dir(of), target)
		}
		all = append(all, relationship{t.attribute(n, "Id"), t.attribute(n, "Type"), strings.TrimPrefix(path.Clean(target), "/")})
	}
	return all, nil
}

// relate adds relationships of a part, each a kind and a target, and gives their ids.
func (b *book) relate(of string, added ...[2]string) ([]string, error) {
	all, err := b.relationships(of)
	if err != nil {
		return nil, err
	}
	var ids []string
	elements, prefix := "", ""
	name := relationsOf(of)
	if b.file(name) != nil {
		prefix = b.trees[strings.ToLower(name)].prefix(0) // it was read just now
	}
	for n := 1; len(ids) < len(added); n++ {
		id := fmt.Sprintf("wenxiao%d", n)
		if slices.ContainsFunc(all, func(r relationship) bool { return r.id == id }) {
			continue
		}
		r := added[len(ids)]
		elements += fmt.Sprintf(`<%sRelationship Id="%s" Type="%s/%s" Target="/%s"/>`, prefix, id, b.types, r[0], xlsx.Escape(r[1]))
		ids = append(ids, id)
	}
	if b.file(name) != nil {
		b.trees[strings.ToLower(name)].add(0, elements)
	} else {
		b.put(name, head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+elements+`</Relationships>`)
	}
	return ids, nil
}

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// put adds a part.
func (b *book) put(name, content string) {
	if _, ok := b.added[name]; !ok {
		b.order = append(b.order, name)
	}
	b.added[name] = content
}

// fresh is a name for a new part, such as xl/comments7.xml.
func (b *book) fresh(pattern string) string {
	for n := 1; ; n++ {
		name := fmt.Sprintf(pattern, n)
		if _, ok := b.added[name]; !ok && b.file(name) == nil {
			return name
		}
	}
}

// declare says what kind of content a new part has.
func (b *book) declare(name, kind string) error {
	t, err := b.tree("[Content_Types].xml")
	if err != nil {
		return err
	}
	t.add(0, fmt.Sprintf(`<%sOverride PartName="/%s" ContentType="%s"/>`, t.prefix(0), name, kind))
	return nil
}

// write packs the workbook: what was not changed as it was.
func (b *book) write() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range b.zip.File {
		t := b.trees[strings.ToLower(strings.TrimPrefix(f.Name, "/"))]
		text, isNew := b.added[strings.TrimPrefix(f.Name, "/")]
		switch {
		case isNew:
		case t == nil || len(t.edits) == 0:
			if err := z.Copy(f); err != nil {
				return nil, err
			}
			continue
		default:
			changed, err := t.bytes()
			if err != nil {
				return nil, err
			}
			text = string(changed)
		}
		if err := entry(z, f.Name, text); err != nil {
			return nil, err
		}
	}
	for _, name := range b.order {
		if b.file(name) == nil {
			if err := entry(z, name, b.added[name]); err != nil {
				return nil, err
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func entry(z *zip.Writer, name, text string) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}
