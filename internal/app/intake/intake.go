// Package intake is the one door for files that people send in: how large one may
// be, and that one marked as a state secret is refused before an octet of it is
// kept. What a file is for is not known here. Start with Service.Read and Keep.
package intake

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/reader"
)

// A Service takes files in.
type Service struct {
	*app.Core
	Reader func(context.Context) reader.Options // the programs that help to read some formats
	Most   int64                                // octets of a file
}

// Uploaded is a file as somebody sends it in.
type Uploaded struct {
	ID      uuid.UUID // of the record to be, made by the sender; the same one again is the same record
	Name    string    // of the file
	Content io.Reader
}

// name is the file's own, without the folders of the machine it comes from.
func (u Uploaded) name() string { return filepath.Base(strings.ReplaceAll(u.Name, `\`, "/")) }

// Read gives a file whose content is worked on. needs is what the actor sends it in with. Errors: *compile.SecretError; *reader.Error with the
// content, for what can not be read as a document; faults "upload-broken", "file-too-large", "file-empty".
func (s *Service) Read(ctx context.Context, call app.Call, needs access.Permission, u Uploaded) (name string, data []byte, err error) {
	data, err = io.ReadAll(io.LimitReader(u.Content, s.Most+1))
	switch {
	case err != nil:
		return u.name(), nil, fault.Because(err, fault.Invalid, "upload-broken")
	case len(data) == 0:
		return u.name(), nil, fault.New(fault.Invalid, "file-empty")
	case int64(len(data)) > s.Most:
		return u.name(), nil, fault.New(fault.TooLarge, "file-too-large", locale.Bytes(s.Most))
	}
	return u.name(), data, s.check(ctx, call, needs, u.name(), data, s.Reader(ctx))
}

// Keep stores a file that belongs to a record of an owner: evidence, a scan. Whatever can be read of it here and now is searched for a mark of state
// secrecy; what can not, such as a picture, is kept unread. Errors: *compile.SecretError; faults "file-too-large", "file-empty", and those of blob.Put.
func (s *Service) Keep(ctx context.Context, call app.Call, needs access.Permission, owner int64, u Uploaded) (record.File, error) {
	content := bufio.NewReaderSize(u.Content, sniffed)
	head, err := content.Peek(sniffed)
	switch {
	case len(head) == 0 && errors.Is(err, io.EOF):
		return record.File{}, fault.New(fault.Invalid, "file-empty")
	case err != nil && !errors.Is(err, io.EOF):
		return record.File{}, fault.Because(err, fault.Invalid, "upload-broken")
	case isPicture(head):
		ref, err := s.Files.Put(ctx, owner, content, s.Most)
		return File(u.name(), ref), err
	}
	u.Content = content
	name, data, err := s.readable(ctx, call, needs, u)
	if err != nil {
		return record.File{}, err
	}
	ref, err := s.Files.Put(ctx, owner, bytes.NewReader(data), s.Most)
	return File(name, ref), err
}

// sniffed is how many octets of a file tell what it is.
const sniffed = 512

// isPicture says whether a file holds no text: it need not be in memory as a whole.
func isPicture(head []byte) bool {
	kind, _, _ := strings.Cut(http.DetectContentType(head), "/")
	return kind == "image" || kind == "audio" || kind == "video"
}

// readable is Read for a file that nobody works on: that it is no document is no fault, and nobody waits until it is converted.
func (s *Service) readable(ctx context.Context, call app.Call, needs access.Permission, u Uploaded) (string, []byte, error) {
	quick := *s
	quick.Reader = func(ctx context.Context) reader.Options {
		o := s.Reader(ctx)
		o.Convert = nil // the compiler searches such a file as it is
		return o
	}
	name, data, err := quick.Read(ctx, call, needs, u)
	if _, ok := errors.AsType[*reader.Error](err); ok {
		err = nil
	}
	return name, data, err
}

// check reads a file before anybody keeps it. That one was refused for its mark of state secrecy stands in the audit; what it is called and what it
// says stand nowhere.
func (s *Service) check(ctx context.Context, call app.Call, needs access.Permission, name string, data []byte, o reader.Options) error {
	err := compile.Check(name, data, compile.Options{Reader: o})
	if _, ok := errors.AsType[*compile.SecretError](err); !ok {
		return err
	}
	act := app.Act{Needs: needs, Name: "document.refuse", Owner: int64(call.Actor.Division.Owner()), Kind: "document"}
	if failed := s.Change(ctx, call, act, func(context.Context, *store.Tx) error { return nil }); failed != nil {
		return failed
	}
	return err
}

// File is what a record keeps of a file in the blob store.
func File(name string, ref blob.Ref) record.File {
	return record.File{FileName: name, FileType: ref.Type, FileSize: ref.Size, Blob: ref.Name, BlobKey: ref.Key}
}

// Ref is where the file of a record lies.
func Ref(owner int64, f record.File) blob.Ref {
	return blob.Ref{Owner: owner, Name: f.Blob, Size: f.FileSize, Type: f.FileType, Key: secret.Wrapped(f.BlobKey)}
}
