package site

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"

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
