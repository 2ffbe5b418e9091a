package blob

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"path"
	"strings"
	"unicode/utf16"
)

// unknownType is the media type of what is not recognised.
const unknownType = "application/octet-stream"

// heads are first octets that net/http does not know.
var heads = []struct{ prefix, mediaType string }{
	{`{\rtf`, "application/rtf"},
	{oleHead, oleType},
	{"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"},
}

const (
	oleHead = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	oleType = "application/x-ole-storage"
	zipType = "application/zip"
)

// streams are what the directory of a compound file (OLE) tells of it, the ones
// that tell most first.
var streams = []struct {
	name      []byte // in UTF-16
	mediaType string
}{
	{utf16Name("EncryptedPackage"), oleType},
	{utf16Name("WordDocument"), "application/msword"},
	{utf16Name("Workbook"), "application/vnd.ms-excel"},
	{utf16Name("Book"), "application/vnd.ms-excel"},
	{utf16Name("PowerPoint Document"), "application/vnd.ms-powerpoint"},
}

// members are what the directory of a zip file tells of it: a member's name in
// small letters, or a folder's with its slash.
var members = []struct{ name, mediaType string }{
	{"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	{"ofd.xml", "application/ofd"},
}

// openDocuments are types that an OpenDocument says of itself, uncompressed, in its
// first member.
var openDocuments = []string{
	"application/vnd.oasis.opendocument.text",
	"application/vnd.oasis.opendocument.spreadsheet",
	"application/vnd.oasis.opendocument.presentation",
}

func utf16Name(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return append(b, 0, 0)
}

// A sniffer tells a file's media type from its chunks as they pass. It keeps two
// of them: directories stand at the front or at the end.
type sniffer struct {
	head    []byte
	tail    []byte // up to two chunks
	streams int    // the first of streams that was seen, from 1
}

// add takes the next chunk.
func (s *sniffer) add(chunk []byte) {
	if s.head == nil {
		s.head = bytes.Clone(chunk[:min(len(chunk), 512)])
	}
	switch {
	case bytes.HasPrefix(s.head, []byte(oleHead)):
		s.scanOLE(chunk)
	case bytes.HasPrefix(s.head, []byte("PK")):
		if len(s.tail) > chunkSize {
			s.tail = s.tail[:copy(s.tail, s.tail[len(s.tail)-chunkSize:])]
		}
		s.tail = append(s.tail, chunk...)
	}
}

// scanOLE looks for the names of streams; the first in the list tells, since what is
// embedded in a document has streams too. A name of the directory never lies across
// the border of two chunks: its entries have 128 octets and stand in order.
func (s *sniffer) scanOLE(chunk []byte) {
	for i, stream := range streams {
		if (s.streams == 0 || i+1 < s.streams) && bytes.Contains(chunk, stream.name) {
			s.streams = i + 1
		}
	}
}

// mediaType is the type of what has passed, without parameters.
func (s *sniffer) mediaType() string {
	if len(s.head) == 0 {
		return unknownType
	}
	for _, h := range heads {
		if bytes.HasPrefix(s.head, []byte(h.prefix)) {
			if s.streams > 0 {
				return streams[s.streams-1].mediaType
			}
			return h.mediaType
		}
	}
	t, _, _ := strings.Cut(http.DetectContentType(s.head), ";")
	if t != zipType {
		return t
	}
	for _, own := range openDocuments {
		if bytes.HasPrefix(s.head[min(len(s.head), 30):], []byte("mimetype"+own+"PK")) {
			return own
		}
	}
	return zipMediaType(s.tail)
}

// zipMediaType reads the names in a zip file's directory, as far as it stands in
// the file's last octets.
func zipMediaType(tail []byte) string {
	const recordSize, nameAt, lengthAt = 46, 46, 28
	end := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if end < 0 || len(tail)-end < 22 {
		return zipType
	}
	size := int64(binary.LittleEndian.Uint32(tail[end+12:]))
	directory := tail[max(int64(end)-size, 0):end]
	for {
		i := bytes.Index(directory, []byte("PK\x01\x02"))
		if i < 0 || len(directory)-i < recordSize {
			return zipType
		}
		directory = directory[i:]
		length := int(binary.LittleEndian.Uint16(directory[lengthAt:]))
		rest := directory[nameAt:]
		name := string(rest[:min(length, len(rest))])
		name = strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
		for _, m := range members {
			if name == m.name || strings.HasSuffix(m.name, "/") && strings.HasPrefix(name, m.name) {
				return m.mediaType
			}
		}
		directory = rest[min(length, len(rest)):]
	}
}
