package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// An Upload is a request with a file in it. The file goes to the use case as it comes in: it is never laid down on the disk in the clear,
// and what bounds it is the use case.
type Upload struct {
	parts *multipart.Reader
}

// Resolve implements huma.Resolver: it finds the parts of the request.
func (u *Upload) Resolve(ctx huma.Context) []error {
	r, _ := humago.Unwrap(ctx)
	parts, err := r.MultipartReader()
	if err != nil {
		return []error{&huma.ErrorDetail{Location: "body", Message: "multipart/form-data with a part file"}}
	}
	u.parts = parts
	return nil
}

// maxID bounds the part id, octets.
const maxID = 100

// open reads up to the file. Without an id one is made, so that the request can not be sent again as the same.
func (u *Upload) open() (id uuid.UUID, name string, content io.Reader, err error) {
	for {
		part, err := u.parts.NextPart()
		if errors.Is(err, io.EOF) {
			return id, "", nil, fault.New(fault.Invalid, "file-empty")
		}
		if err != nil {
			return id, "", nil, broken(err)
		}
		switch part.FormName() {
		case "id":
			text, err := io.ReadAll(io.LimitReader(part, maxID))
			if err != nil {
				return id, "", nil, broken(err)
			}
			if id, err = uuid.Parse(string(text)); err != nil || id == uuid.Nil {
				return id, "", nil, badPart("id", "a UUID")
			}
		case "file":
			if id == uuid.Nil {
				if id, err = uuid.NewV7(); err != nil {
					return id, "", nil, err
				}
			}
			return id, part.FileName(), &lastPart{part, u.parts}, nil
		default:
			return id, "", nil, badPart(part.FormName(), "one of the parts id and file")
		}
	}
}

func badPart(name, rule string) error {
	return &RequestError{fault.New(fault.Invalid, "request-invalid", name), []Place{{name, rule}}}
}

// broken is what is said of a body that can not be read to its end, unless it is too long.
func broken(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return fault.Because(err, fault.Invalid, "upload-broken")
}

// A lastPart is the file of a request, after which nothing may come: an id there would have been passed over.
type lastPart struct {
	io.Reader
	parts *multipart.Reader
}

// Read implements io.Reader.
func (l *lastPart) Read(b []byte) (int, error) {
	n, err := l.Reader.Read(b)
	if errors.Is(err, io.EOF) {
		if _, more := l.parts.NextPart(); !errors.Is(more, io.EOF) {
			return n, badPart("file", "the last part")
		}
		return n, err
	}
	if err != nil { // the sender has gone, or the form has no end
		return n, broken(err)
	}
	return n, nil
}

// takesFile describes the body of a request with a file; huma is not told before, or it would read it.
func takesFile(op *huma.Operation) {
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
			"id":   {Type: huma.TypeString, Format: "uuid", Description: "made by the sender, before file; the same one again is the same record"},
			"file": {Type: huma.TypeString, Format: "binary", Description: "with its name, and the last part"},
		}}}}}
}

// A file is what can be sent from any place of it.
type file interface {
	io.ReadSeeker
	io.Closer
}

// download is an answer that is a file.
type download struct{ Body func(huma.Context) }

// givesFile registers an operation that answers with a file: to be kept, never to be shown by the browser as a page of ours.
func givesFile(t *table, op huma.Operation, needs access.Permission, open func(context.Context, route.Request, uuid.UUID) (record.File, file, error)) {
	op.Responses = map[string]*huma.Response{"200": {Description: "the file", Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	add(t, op, needs, func(ctx context.Context, by route.Request, in *One) (*download, error) {
		about, f, err := open(ctx, by, in.ID)
		if err != nil {
			return nil, err
		}
		return &download{func(c huma.Context) { send(c, about, f) }}, nil
	})
}

func send(c huma.Context, about record.File, f file) {
	r, w := humago.Unwrap(c)
	defer func() {
		if err := f.Close(); err != nil {
			panic(err) // the server logs it; a file that was read and does not close is no fault of the request
		}
	}()
	h := w.Header()
	h.Set("Content-Type", about.FileType)
	h.Set("Content-Disposition", disposition(about.FileName))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, f)
}

// disposition lets a browser keep a file under its own name, whatever letters it has (RFC 6266, RFC 5987).
func disposition(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == '/' {
			return '_'
		}
		return r
	}, name)
	if d := mime.FormatMediaType("attachment", map[string]string{"filename": plain}); d != "" {
		return d // filename*=utf-8''… where it takes more than ASCII
	}
	return "attachment"
}
