package api

import (
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A number is how quantity.Number is described: exact, as JSON writes numbers.
type number quantity.Number

// Schema implements huma.SchemaProvider.
func (number) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Description: "an exact decimal number, with at most four digits after the point"}
}

// figure is a number as it is kept, in ten-thousandths; nil for none.
func figure(count *int64) *quantity.Number {
	if count == nil {
		return nil
	}
	n := quantity.FromTenThousandths(*count)
	return &n
}

// A moment is ms since 1970-01-01 UTC; programs see RFC 3339 in China's time, and null for 0.
type moment int64

// china is UTC+8 the whole year.
var china = time.FixedZone("", 8*60*60)

// MarshalJSON writes the moment.
func (m moment) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("null"), nil
	}
	return []byte(time.UnixMilli(int64(m)).In(china).Format(`"2006-01-02T15:04:05.000Z07:00"`)), nil
}

// Schema implements huma.SchemaProvider.
func (moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true}
}

// A date is days since 1970-01-01; programs see YYYY-MM-DD, and null for 0.
type date int64

// MarshalJSON writes the date.
func (d date) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return []byte(`"` + period.Date(d).String() + `"`), nil
}

// UnmarshalJSON reads YYYY-MM-DD; null leaves it as it is.
func (d *date) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	day, err := period.ParseDate(strings.Trim(string(data), `"`))
	*d = date(day)
	return err
}

// Schema implements huma.SchemaProvider.
func (date) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true}
}

// known is an id, nil for the zero one.
func known(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// An Attachment is what is told of a file.
type Attachment struct {
	Name string `json:"name"`
	Type string `json:"type" doc:"media type, by its content"`
	Size int64  `json:"size" doc:"octets"`
}

func attachment(f record.File) Attachment { return Attachment{f.FileName, f.FileType, f.FileSize} }

// A body is an answer in JSON.
type body[T any] struct{ Body T }

// A page of a list; next is what to ask for the page after it with.
type page[T any] struct {
	Items []T        `json:"items"`
	Next  *uuid.UUID `json:"next" doc:"the value of after for the next page; null at the end"`
}

// paged makes a page of at most limit items out of one more than that.
func paged[R, T any](rows []R, limit int, item func(R) T, id func(R) uuid.UUID) *body[page[T]] {
	p := page[T]{Items: []T{}}
	if len(rows) > limit {
		rows = rows[:limit]
		last := id(rows[limit-1])
		p.Next = &last
	}
	for _, r := range rows {
		p.Items = append(p.Items, item(r))
	}
	return &body[page[T]]{p}
}

// A Window is which part of a list is wanted.
type Window struct {
	After string `query:"after" format:"uuid" doc:"the next of the page before; nothing for the first page"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// after is the id of the last item of the page before; huma has checked its form.
func (w Window) after() uuid.UUID { return parsed(w.After) }

// parsed reads an id whose form huma has checked; "" is the zero one.
func parsed(text string) uuid.UUID {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// One names a record by the id in the path.
type One struct {
	ID uuid.UUID `path:"id" format:"uuid"`
}
