package archive

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A rowWriter turns the rows of a table into lines.
type rowWriter struct {
	dest []any
	line bytes.Buffer
	text *json.Encoder // to line
}

func newRowWriter(columns []relation.Column) *rowWriter {
	w := &rowWriter{dest: make([]any, len(columns))}
	w.text = json.NewEncoder(&w.line)
	w.text.SetEscapeHTML(false)
	for i, c := range columns {
		switch c.Type {
		case relation.Text:
			w.dest[i] = new(sql.NullString)
		case relation.Bytes:
			w.dest[i] = new(sql.Null[[]byte])
		default:
			w.dest[i] = new(sql.NullInt64)
		}
	}
	return w
}

// read gives the line of a row, with its end; it is good until the next one is read.
func (w *rowWriter) read(scan store.Scan) ([]byte, error) {
	if err := scan(w.dest...); err != nil {
		return nil, err
	}
	w.line.Reset()
	for i, d := range w.dest {
		w.line.WriteByte("[,"[min(i, 1)])
		switch d := d.(type) {
		case *sql.NullInt64:
			if d.Valid {
				w.line.Write(strconv.AppendInt(w.line.AvailableBuffer(), d.Int64, 10))
				continue
			}
		case *sql.NullString:
			if d.Valid {
				if err := w.text.Encode(d.String); err != nil {
					return nil, err
				}
				w.line.Truncate(w.line.Len() - 1) // the encoder ends the line
				continue
			}
		case *sql.Null[[]byte]:
			if d.Valid {
				w.line.WriteByte('"')
				w.line.Write(base64.StdEncoding.AppendEncode(w.line.AvailableBuffer(), d.V))
				w.line.WriteByte('"')
				continue
			}
		}
		w.line.WriteString("null")
	}
	w.line.WriteString("]\n")
	return w.line.Bytes(), nil
}

// parseRow reads a line into values as package store takes them.
func parseRow(line []byte, columns []relation.Column) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, errors.New("a line is no array of JSON")
	}
	if len(raw) != len(columns) {
		return nil, fmt.Errorf("a row has %d values, not %d", len(raw), len(columns))
	}
	values := make([]any, len(raw))
	for i, c := range columns {
		if string(raw[i]) == "null" {
			if !c.Nullable {
				return nil, fmt.Errorf("a row lacks %s", c.Name)
			}
			continue
		}
		var err error
		if values[i], err = parseValue(raw[i], c.Type); err != nil {
			return nil, fmt.Errorf("%s is not as it should be", c.Name) // the value may be personal
		}
	}
	return values, nil
}

func parseValue(raw json.RawMessage, t relation.Type) (any, error) {
	switch t {
	case relation.Text:
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case relation.Bytes:
		b := []byte{}
		err := json.Unmarshal(raw, &b)
		return b, err
	}
	return strconv.ParseInt(string(raw), 10, 64)
}
