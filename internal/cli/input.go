package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/reader"
)

// stdinPath is the argument that stands for standard input.
const stdinPath = "-"

// extensions are the files that are taken from a directory. A file that is
// named itself is tried whatever it is called.
var extensions = []string{".txt", ".html", ".htm", ".docx", ".pdf", ".ofd", ".xlsx", ".doc", ".wps", ".xls", ".et", ".rtf", ".odt", ".ods"}

// errNoDocuments says that a directory holds no file with one of the extensions.
var errNoDocuments = errors.New("no documents")

// An input is one document to read.
type input struct {
	path     string // as the user named it or its directory; stdinPath for standard input
	out      string // the base name of its JSON file, where one is written
	numbered bool   // whether out has a number, because an earlier input has its name
	err      error  // why there is nothing to read at path
}

// name is what an input is called in messages and results.
func (in input) name() string {
	if in.path == stdinPath {
		return "stdin"
	}
	return filepath.ToSlash(in.path)
}

// inputs gives the documents of the arguments in their order, directories walked
// in the order of their names. It holds one directory's entries at a time, and
// can be run again.
func inputs(paths []string) iter.Seq[input] {
	return func(yield func(input) bool) {
		for _, path := range paths {
			if !expand(path, yield) {
				return
			}
		}
	}
}

// expand yields the documents of one argument; false means that no more are wanted.
func expand(path string, yield func(input) bool) bool {
	if path == stdinPath {
		return yield(input{path: path})
	}
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return yield(input{path: path, err: err})
	}
	found := false
	more := walk(path, func(in input) bool {
		found = true
		return yield(in)
	})
	if !found {
		return yield(input{path: path, err: errNoDocuments})
	}
	return more
}

// walk yields the documents under dir. Links to files are followed, links to
// directories are not; hidden files and the lock files of office programs are passed over.
func walk(dir string, yield func(input) bool) bool {
	entries, err := list(dir)
	if err != nil && !yield(input{path: dir, err: err}) {
		return false
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.name)
		if e.dir && !walk(path, yield) {
			return false
		}
		if !e.dir && !yield(input{path: path}) {
			return false
		}
	}
	return true
}

// An entry is what a walk keeps of a file or directory.
type entry struct {
	name string
	dir  bool
}

// listed is how many entries are read at once; what a system says of each takes
// several times the memory of its name.
const listed = 512

// list gives the documents and directories in dir by name, beside an error also those found before it.
func list(dir string) ([]entry, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	var entries []entry
	for {
		some, err := f.ReadDir(listed)
		for _, e := range some {
			name := e.Name()
			passedOver := strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
			if !passedOver && (e.IsDir() || isDocument(filepath.Join(dir, name), e)) {
				entries = append(entries, entry{name, e.IsDir()})
			}
		}
		if err != nil {
			slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return entries, err
		}
	}
}

func isDocument(path string, e fs.DirEntry) bool {
	if !slices.Contains(extensions, strings.ToLower(filepath.Ext(path))) {
		return false
	}
	if e.Type()&fs.ModeSymlink == 0 {
		return e.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular() // a dangling link is worth a message
}

// read gives the bytes of an input, at most one more than the reader takes.
func (p *program) read(ctx context.Context, in input) ([]byte, error) {
	if in.err != nil {
		return nil, in.err
	}
	if in.path == stdinPath {
		return readInterruptibly(ctx, p.stdin)
	}
	f, err := os.Open(in.path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() && info.Size() > reader.MaxSize {
		return nil, &reader.Error{Kind: reader.TooLarge, Name: in.name()}
	}
	if !info.Mode().IsRegular() {
		return io.ReadAll(io.LimitReader(f, reader.MaxSize+1))
	}
	data := make([]byte, info.Size())
	n, err := io.ReadFull(f, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil // the file became shorter, or is empty
	}
	return data[:n], err
}

// readInterruptibly reads r until its end or until ctx is done: a person may wait at a terminal.
func readInterruptibly(ctx context.Context, r io.Reader) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(r, reader.MaxSize+1))
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// unreadable says in one sentence why an input was not read.
func (p *program) unreadable(in input, err error) string {
	var document *reader.Error
	var secret *compile.SecretError
	var path *fs.PathError
	var internal *panicError
	switch {
	case errors.As(err, &internal):
		return p.say(sayInternal, in.name(), internal)
	case errors.As(err, &secret):
		return secret.Message(p.lang)
	case errors.As(err, &document):
		return document.Message(p.lang)
	case errors.Is(err, errNoDocuments):
		return p.say(sayNoDocuments, in.name(), strings.Join(extensions, " "))
	case errors.Is(err, fs.ErrNotExist):
		return p.say(sayNotFound, in.name())
	case errors.Is(err, fs.ErrPermission):
		return p.say(sayNoPermission, in.name())
	case errors.As(err, &path):
		err = path.Err // the name stands in the sentence already
	}
	return p.say(sayCannotRead, in.name(), err)
}
