package blob

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// A file is a head, then chunks: each but the last has chunkSize octets of text.
// An empty file has one empty chunk.
const (
	magic     = "WXB\x01" // the last octet is the version of the form
	headSize  = len(magic) + secret.DepositSize
	chunkSize = 64 << 10
)

// A Reader reads a stored file: in order, from any place, or several places at
// once (ReadAt). Every octet it gives was checked; a chunk that was changed is a
// fault "file-damaged".
type Reader struct {
	*io.SectionReader
	chunks *chunks
}

// newReader checks a file's head and length. The file is closed with the Reader.
func newReader(f *os.File, key *secret.FileKey, size int64) (*Reader, error) {
	if _, err := readHead(f, size); err != nil {
		return nil, err
	}
	c := &chunks{f: f, key: key, size: size, at: -1, box: make([]byte, chunkSize+secret.ChunkOverhead)}
	if size == 0 { // nobody would ever read its chunk
		if err := c.load(0); err != nil {
			return nil, err
		}
	}
	return &Reader{io.NewSectionReader(c, 0, size), c}, nil
}

// Close closes the file.
func (r *Reader) Close() error { return r.chunks.f.Close() }

// readHead gives the deposit of a file whose text has size octets.
func readHead(f *os.File, size int64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, Failed("look at a file", err)
	}
	if size < 0 || info.Size() != sealedSize(size) {
		return nil, damaged(fmt.Errorf("it has %d octets on the disk and %d of text", info.Size(), size))
	}
	head := make([]byte, headSize)
	if _, err := f.ReadAt(head, 0); err != nil {
		return nil, Failed("read a file's head", err)
	}
	if string(head[:len(magic)]) != magic {
		return nil, damaged(errors.New("unknown form"))
	}
	return head[len(magic):], nil
}

// sealedSize is the length on the disk of a file with so many octets of text.
func sealedSize(size int64) int64 {
	return int64(headSize) + size + (lastChunk(size)+1)*secret.ChunkOverhead
}

// lastChunk is the number of the last chunk, from 0.
func lastChunk(size int64) int64 { return max(size-1, 0) / chunkSize }

// chunks is the text of a file; it holds the chunk that was read last.
type chunks struct {
	f    *os.File
	key  *secret.FileKey
	size int64

	mu    sync.Mutex
	at    int64 // the number of the chunk in plain; -1 for none
	box   []byte
	plain []byte
}

// ReadAt implements [io.ReaderAt].
func (c *chunks) ReadAt(p []byte, off int64) (n int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if off < 0 {
		return 0, errors.New("read a file: a place before its start")
	}
	for n < len(p) && off < c.size {
		if err := c.load(off / chunkSize); err != nil {
			return n, err
		}
		m := copy(p[n:], c.plain[off%chunkSize:])
		n, off = n+m, off+int64(m)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// load opens chunk n.
func (c *chunks) load(n int64) error {
	if n == c.at {
		return nil
	}
	text := min(c.size-n*chunkSize, chunkSize)
	box := c.box[:text+secret.ChunkOverhead]
	_, err := c.f.ReadAt(box, int64(headSize)+n*int64(len(c.box)))
	if err == io.EOF {
		return damaged(io.ErrUnexpectedEOF)
	}
	if err != nil {
		return Failed("read a file", err)
	}
	c.at = -1
	plain, err := c.key.OpenChunk(c.plain[:0], box, uint64(n), n == lastChunk(c.size))
	if err != nil {
		return damaged(err)
	}
	c.at, c.plain = n, plain
	return nil
}

func damaged(err error) error { return fault.Because(err, fault.Internal, "file-damaged") }
