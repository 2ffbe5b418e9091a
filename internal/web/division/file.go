package division

import (
	"errors"
	"io"
	"net/http"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/site"
)

// largest is how many octets a workbook sent to these pages may have.
const largest = 8 << 20

// file reads the file of a form with parts. Faults: Invalid "file-empty"; TooLarge.
func (p *pages) file(r *http.Request) (name string, data []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, site.BadForm(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, fault.New(fault.Invalid, "file-empty")
		}
		if err != nil {
			return "", nil, site.BadForm(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(part, largest+1))
		switch {
		case err != nil:
			return "", nil, site.BadForm(err)
		case len(data) > largest:
			return "", nil, fault.New(fault.TooLarge, "file-too-large", locale.Bytes(largest))
		case len(data) == 0:
			return "", nil, fault.New(fault.Invalid, "file-empty")
		}
		return part.FileName(), data, nil
	}
}
