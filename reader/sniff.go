package reader

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
	"unicode/utf16"
)

// A format is what a document's bytes are recognised as.
type format string

const (
	formatText    format = "TXT"
	formatHTML    format = "HTML"
	formatDOCX    format = "DOCX"
	formatPDF     format = "PDF"
	formatDOC     format = "DOC"
	formatXLS     format = "XLS"
	formatPPT     format = "PPT"
	formatOLE     format = "OLE"
	formatXLSX    format = "XLSX"
	formatXLSB    format = "XLSB"
	formatPPTX    format = "PPTX"
	formatODT     format = "ODT"
	formatODS     format = "ODS"
	formatODF     format = "ODF"
	formatOFD     format = "OFD"
	formatRTF     format = "RTF"
	formatXML     format = "XML"
	formatMHTML   format = "MHTML"
	formatImage   format = "image"
	formatArchive format = "archive"

	formatEmpty     format = "empty"
	formatUnknown   format = "unknown"
	formatEncrypted format = "encrypted"
	formatBrokenZip format = "broken zip"
)

// magic lists the first bytes that give a format away.
var magic = []struct {
	prefix string
	format format
}{
	{"%PDF-", formatPDF},
	{`{\rtf`, formatRTF},
	{"\x89PNG\r\n\x1a\n", formatImage},
	{"\xff\xd8\xff", formatImage},
	{"GIF87a", formatImage},
	{"GIF89a", formatImage},
	{"II*\x00", formatImage},
	{"MM\x00*", formatImage},
	{"Rar!\x1a\x07", formatArchive},
	{"7z\xbc\xaf\x27\x1c", formatArchive},
	{"\x1f\x8b\x08", formatArchive},
	{"\x7fELF", formatUnknown},
	{"MZ\x90\x00", formatUnknown},
}

// sniffBinary recognises formats that are not text, and says formatText of the rest.
func sniffBinary(data []byte) format {
	if len(data) == 0 {
		return formatEmpty
	}
	for _, m := range magic {
		if bytes.HasPrefix(data, []byte(m.prefix)) {
			return m.format
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return sniffOLE(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return sniffZip(data)
	case bytes.HasPrefix(data, []byte("RIFF")) && len(data) > 12 && string(data[8:12]) == "WEBP":
		return formatImage
	case bytes.HasPrefix(data, []byte("BM")) && len(data) > 14 && string(data[6:10]) == "\x00\x00\x00\x00":
		return formatImage
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) && bytes.Contains(data, []byte("endobj")):
		return formatPDF
	}
	return formatText
}

// sniffOLE tells apart what lies in a compound file by the names in its
// directory, which stand in UTF-16.
func sniffOLE(data []byte) format {
	for _, stream := range []struct {
		name   string
		format format
	}{
		{"EncryptedPackage", formatEncrypted},
		{"WordDocument", formatDOC},
		{"Workbook", formatXLS},
		{"Book", formatXLS},
		{"PowerPoint Document", formatPPT},
	} {
		var name []byte
		for _, u := range utf16.Encode([]rune(stream.name)) {
			name = append(name, byte(u), byte(u>>8))
		}
		if bytes.Contains(data, append(name, 0, 0)) {
			return stream.format
		}
	}
	return formatOLE
}

// sniffZip tells apart what is packed as zip by the names of its members.
func sniffZip(data []byte) format {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return formatBrokenZip
	}
	f := formatArchive
	for _, m := range z.File {
		switch name := memberName(m.Name); {
		case name == "xl/workbook.xml":
			return formatXLSX
		case name == "xl/workbook.bin":
			return formatXLSB
		case name == "ppt/presentation.xml":
			return formatPPTX
		case name == "ofd.xml" || name == "encryptions.xml":
			return formatOFD
		case name == "mimetype" && m.UncompressedSize64 < 100:
			if odf, ok := openDocument(m); ok {
				return odf
			}
		case name == "content.xml":
			f = formatODF
		case strings.HasPrefix(name, "xl/") && strings.HasSuffix(name, ".xml"):
			f = formatXLSX
		case strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml"):
			f = formatDOCX
		case name == "[content_types].xml" && f == formatArchive:
			f = formatDOCX // its main part may lie anywhere; the reader looks
		}
	}
	return f
}

// openDocument tells by the member that says so which kind of OpenDocument a file is.
func openDocument(mimetype *zip.File) (format, bool) {
	r, err := mimetype.Open()
	if err != nil {
		return "", false
	}
	defer r.Close()
	kind, err := io.ReadAll(io.LimitReader(r, 100))
	if err != nil {
		return "", false
	}
	switch strings.TrimSpace(string(kind)) {
	case "application/vnd.oasis.opendocument.text":
		return formatODT, true
	case "application/vnd.oasis.opendocument.spreadsheet":
		return formatODS, true
	}
	return "", false
}

// memberName folds the ways in which programs write a member's name.
func memberName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

// pageExtensions are those of pages on the web, as Chinese sites use them.
var pageExtensions = map[string]bool{
	".html": true, ".htm": true, ".shtml": true, ".xhtml": true, ".jhtml": true, ".dhtml": true,
	".jsp": true, ".jspx": true, ".asp": true, ".aspx": true, ".php": true, ".do": true,
}

// sniffText tells a page from plain text, once its characters are known.
func sniffText(name, text, contentType string) format {
	head := text[:min(len(text), 4096)]
	if strings.IndexByte(head, '<') < 0 && strings.IndexByte(head, '-') < 0 { // no tag, no field of MIME
		return formatText
	}
	head = lowerASCII(head)
	head = strings.TrimLeft(head, " \t\r\n\f\u00a0\u3000\ufeff")
	if strings.HasPrefix(head, "mime-version:") || strings.Contains(head, "\ncontent-type: multipart/related") {
		return formatMHTML
	}
	page := pageExtensions[strings.ToLower(path.Ext(name))] || strings.Contains(strings.ToLower(contentType), "html")
	if page && strings.Contains(head, "<") {
		return formatHTML
	}
	if !strings.HasPrefix(head, "<") {
		return formatText
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.Contains(head, tag) {
			return formatHTML
		}
	}
	if strings.HasPrefix(head, "<?xml") {
		for _, sign := range []string{"word.document", "wordml", "pkg:package", "excel.sheet", "office:spreadsheet"} {
			if strings.Contains(head, sign) {
				return formatXML
			}
		}
	}
	for _, tag := range []string{"</p>", "</div>", "</table>", "</span>", "<br>", "<br/>", "<br />"} {
		if strings.Contains(head, tag) {
			return formatHTML
		}
	}
	return formatText
}

// lowerASCII is [strings.ToLower] for tags and fields, which are ASCII: it need not know the characters around them.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}
