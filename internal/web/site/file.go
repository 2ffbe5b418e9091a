package site

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
)

// SendFile sends a file to be kept. It is never shown as a page of ours: somebody else wrote it.
func SendFile(w http.ResponseWriter, _ *http.Request, f record.File, content io.Reader) error {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.FileName}))
	h.Set("Content-Length", strconv.FormatInt(f.FileSize, 10))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "no-store")
	_, err := io.Copy(w, content)
	return err
}

// BadForm is the fault of a form that did not arrive whole.
func BadForm(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return fault.Because(err, fault.Invalid, "upload-broken")
}

// ReadUpload finds the file in a form with parts.
func ReadUpload(r *http.Request) (u intake.Uploaded, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return u, BadForm(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, fault.New(fault.Invalid, "file-empty")
		}
		if err != nil {
			return u, BadForm(err)
		}
		switch part.FormName() {
		case "id":
			text, err := io.ReadAll(io.LimitReader(part, 64))
			if err != nil {
				return u, BadForm(err)
			}
			if id, err := uuid.Parse(string(text)); err == nil {
				u.ID = id
			}
		case "file":
			if part.FileName() == "" {
				return u, fault.New(fault.Invalid, "file-empty")
			}
			u.Name, u.Content = part.FileName(), part
			if u.ID == uuid.Nil {
				u.ID, err = uuid.NewV7()
			}
			return u, err
		}
	}
}
