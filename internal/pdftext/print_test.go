package pdftext

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A printer writes PDF files whose font is named and not embedded, as many office programs do: the
// characters' codes are those of an encoding every reader must know.
type printer struct {
	encoding string // GBK-EUC-H or UniGB-UCS2-H
	objects  []string
	pages    []string // contents
	times    int      // how often each page's content stands on it
}

// The page of GB/T 9704, in points.
const (
	pageWidth, pageHeight = 595.0, 842.0
	textLeft, textTop     = 79.0, 130.0
	lineWidth, linePitch  = 28, 29.0 // characters, points
	linesOnPage           = 22
	letter, titleLetter   = 16.0, 22.0
)

func (p *printer) code(t testing.TB, s string) string {
	t.Helper()
	if p.encoding == "GBK-EUC-H" {
		b, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		return fmt.Sprintf("%X", b)
	}
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// text gives the operators that print s.
func (p *printer) text(t testing.TB, s string, left, baseline, size float64) string {
	return fmt.Sprintf("BT /F1 %.1f Tf %.2f %.2f Td <%s> Tj ET\n", size, left, pageHeight-baseline, p.code(t, s))
}

// add makes an object and gives its number.
func (p *printer) add(format string, args ...any) int {
	p.objects = append(p.objects, fmt.Sprintf(format, args...))
	return len(p.objects)
}

// stream gives a stream object, compressed, of data as many times as is said.
func stream(dictionary, data string, times int) string {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	if err != nil {
		panic(err) // the level is one
	}
	for range times {
		w.Write([]byte(data)) // into memory
	}
	w.Close()
	return fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", dictionary, b.Len(), b.String())
}

// finish gives the file. extra is put among each page's resources.
func (p *printer) finish(extra string) []byte {
	widths := "814 939 500"
	if p.encoding == "UniGB-UCS2-H" {
		widths = "1 95 500"
	}
	descriptor := p.add("<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>")
	cid := p.add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor %d 0 R /DW 1000 /W [%s] >>", descriptor, widths)
	font := p.add("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /%s /DescendantFonts [%d 0 R] >>", p.encoding, cid)
	p.times = max(p.times, 1)
	tree := len(p.objects) + 2*len(p.pages) + 1
	var kids []string
	for _, content := range p.pages {
		c := p.add("%s", stream("", content, p.times))
		kids = append(kids, fmt.Sprintf("%d 0 R", p.add("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.0f %.0f] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> %s >> >>",
			tree, pageWidth, pageHeight, c, font, extra)))
	}
	p.add("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	return p.file(p.add("<< /Type /Catalog /Pages %d 0 R >>", tree))
}

// file puts the objects together.
func (p *printer) file(root int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(p.objects))
	for i, o := range p.objects {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(p.objects)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(p.objects)+1, root, table)
	return b.Bytes()
}

// print sets a text as an office does: the title, a short first block or else its first line, in the middle, paragraphs two characters further in
// and filled to the margin, the signature at the right, — 1 — under each page.
func (p *printer) print(t testing.TB, text string) []byte {
	var page strings.Builder
	lines := 0
	put := func(s string, left, size float64) {
		if lines == linesOnPage {
			p.turn(t, &page)
			lines = 0
		}
		if s != "" {
			page.WriteString(p.text(t, s, left, textTop+float64(lines)*linePitch, size))
		}
		lines++
	}
	blocks := strings.Split(text, "\n\n")
	for b, block := range blocks {
		for n, line := range strings.Split(strings.Trim(block, "\n"), "\n") {
			line = strings.Trim(line, "　 ")
			short := ems(line) <= lineWidth-2
			switch {
			case short && (strings.Contains(line, "章　") || strings.Contains(line, "〔")):
				put(line, textLeft+(lineWidth-ems(line))*letter/2, letter)
			case b == 0 && (n == 0 || strings.Count(block, "\n") < 4):
				const width = 20 // characters of this size
				for _, s := range wrap(line, width, width) {
					put(s, textLeft+(lineWidth*letter-ems(s)*titleLetter)/2, titleLetter)
				}
			case short && (b > 0 && b == len(blocks)-1 || strings.HasSuffix(line, "日")):
				put(line, textLeft+(lineWidth-ems(line)-1)*letter, letter)
			default:
				indent := 2
				if strings.HasSuffix(line, "：") {
					indent = 0
				}
				for i, s := range wrap(line, lineWidth-indent, lineWidth) {
					if i > 0 {
						indent = 0
					}
					put(s, textLeft+float64(indent)*letter, letter)
				}
			}
		}
		put("", 0, 0)
	}
	p.turn(t, &page)
	return p.finish("")
}

// turn ends a page with its number.
func (p *printer) turn(t testing.TB, page *strings.Builder) {
	page.WriteString(p.text(t, fmt.Sprintf("— %d —", len(p.pages)+1), 280, 790, 14))
	p.pages = append(p.pages, page.String())
	page.Reset()
}

// ems is the width of s in full-width characters.
func ems(s string) float64 {
	n := 0.0
	for _, r := range s {
		n += 0.5
		if r >= utf8.RuneSelf {
			n += 0.5
		}
	}
	return n
}

// wrap breaks a line at a width, the first one at another; figures stay together and no line begins with a closing mark.
func wrap(s string, first, width int) []string {
	var lines []string
	line, limit := "", float64(first)
	for s != "" {
		_, n := utf8.DecodeRuneInString(s)
		for n < len(s) && (s[0] < utf8.RuneSelf && s[n] < utf8.RuneSelf) {
			n++
		}
		for {
			r, size := utf8.DecodeRuneInString(s[n:])
			if size == 0 || !strings.ContainsRune("，。、；：！？）》”〕", r) {
				break
			}
			n += size
		}
		if line != "" && ems(line)+ems(s[:n]) > limit {
			lines = append(lines, line)
			line, limit = "", float64(width)
		}
		line += s[:n]
		s = s[n:]
	}
	return append(lines, line)
}
