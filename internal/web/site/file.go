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

// maxEntry is how many octets an entry of a form with files may have.
const maxEntry = 1 << 20

// ReadParts takes a form with files part by part, as they arrive: each entry, and each file that was chosen. Only package intake reads what is in a file.
func ReadParts(r *http.Request, entry func(name, text string) error, file func(intake.Uploaded) error) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return BadForm(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return BadForm(err)
		}
		if part.FormName() == "file" {
			if part.FileName() == "" {
				continue
			}
			err = file(intake.Uploaded{Name: part.FileName(), Content: part})
		} else {
			var text []byte
			if text, err = io.ReadAll(io.LimitReader(part, maxEntry)); err != nil {
				return BadForm(err)
			}
			err = entry(part.FormName(), string(text))
		}
		if err != nil {
			return err
		}
	}
}

// ReadUpload gives the one file of a form to take, with the id that the form has for it. Faults: Invalid "file-empty" where none was chosen, and
// those of take.
func ReadUpload(r *http.Request, take func(intake.Uploaded) error) error {
	var id uuid.UUID
	isTaken := false
	err := ReadParts(r, func(name, text string) error {
		if given, err := uuid.Parse(text); err == nil && name == "id" {
			id = given
		}
		return nil
	}, func(u intake.Uploaded) (err error) {
		if isTaken { // what comes after the one file is passed over
			return nil
		}
		if u.ID = id; id == uuid.Nil {
			if u.ID, err = uuid.NewV7(); err != nil {
				return err
			}
		}
		isTaken = true
		return take(u)
	})
	if err == nil && !isTaken {
		err = fault.New(fault.Invalid, "file-empty")
	}
	return err
}
