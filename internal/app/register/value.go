package register

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/ident"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

// longestText is how many characters a text of a record may have.
const longestText = 500

// A FieldFault is what is wrong with the value of one field.
type FieldFault struct {
	Field string // as in the pack; of a row of a child register "plot.0.area", rows counted from 0
	Fault *fault.Error
}

// Error is the text for logs; it names no value.
func (f *FieldFault) Error() string { return "field " + f.Field + ": " + f.Fault.Error() }

// Unwrap gives the fault that a person is shown.
func (f *FieldFault) Unwrap() error { return f.Fault }

// Faults are the faults of fields that are joined in an error; none if it is about something else.
func Faults(err error) (all []*FieldFault) {
	if f, ok := err.(*FieldFault); ok {
		return []*FieldFault{f}
	}
	joined, _ := err.(interface{ Unwrap() []error })
	if joined == nil {
		return nil
	}
	for _, e := range joined.Unwrap() {
		all = append(all, Faults(e)...)
	}
	return all
}

// values reads fields as people write them: int64, string or nil by name of the field. Secrets are checked and stay as they are written.
// name makes the name of a field in a fault.
func values(fields []*pack.Field, texts map[string]string, today int64, name func(string) string) (map[string]any, error) {
	read := make(map[string]any, len(fields))
	var faults []error
	for _, f := range fields {
		v, err := value(f, strings.TrimSpace(texts[f.Name]), today)
		if err != nil {
			faults = append(faults, &FieldFault{name(f.Name), err})
		}
		read[f.Name] = v
	}
	for given := range texts {
		if !slices.ContainsFunc(fields, func(f *pack.Field) bool { return f.Name == given }) {
			faults = append(faults, &FieldFault{name(given), fault.New(fault.Invalid, "field-unknown")})
		}
	}
	return read, errors.Join(faults...)
}

func value(f *pack.Field, text string, today int64) (any, *fault.Error) {
	if text == "" {
		if f.IsRequired && f.Kind != pack.Secret { // that of a secret is kept where nothing is written; seal asks for it
			return nil, fault.New(fault.Invalid, "field-required")
		}
		return nil, nil
	}
	switch f.Kind {
	case pack.Number:
		n, err := quantity.ParseNumber(text)
		units, fits := n.TenThousandths()
		if err != nil || !fits || units > pack.MaxFigure || units < -pack.MaxFigure {
			return nil, fault.New(fault.Invalid, "field-number")
		}
		return units, nil
	case pack.Date:
		day, err := period.ParseDate(text)
		if err != nil {
			return nil, fault.New(fault.Invalid, "field-date")
		}
		return int64(day), nil
	case pack.Code:
		if !slices.Contains(f.List.Codes, text) {
			return nil, fault.New(fault.Invalid, "field-code")
		}
	case pack.Division:
		code, err := region.Parse(text)
		if err != nil || code.IsNation() {
			return nil, fault.New(fault.Invalid, "field-division")
		}
		return expr.Significant(code), nil
	case pack.YesNo:
		switch text {
		case "yes", "true", locale.Text(locale.Zh, "value.yes"):
			return int64(1), nil
		case "no", "false", locale.Text(locale.Zh, "value.no"):
			return int64(0), nil
		}
		return nil, fault.New(fault.Invalid, "field-yes-no")
	case pack.Secret:
		if _, err := ident.ParseIdentity(text, ident.Day(today)); err != nil {
			return nil, fault.New(fault.Invalid, "field-identity")
		}
	default:
		if utf8.RuneCountInString(text) > longestText || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }) || !utf8.ValidString(text) {
			return nil, fault.New(fault.Invalid, "field-text", longestText)
		}
	}
	return text, nil
}

// write is a value as people write it, "" for none; never that of a secret.
func write(f *pack.Field, v any) string {
	switch v := v.(type) {
	case int64:
		switch {
		case f.Kind == pack.Date:
			return period.Date(v).String()
		case f.Kind == pack.YesNo && v == 1:
			return "yes"
		case f.Kind == pack.YesNo:
			return "no"
		}
		return quantity.FromTenThousandths(v).String()
	case string:
		return v
	case nil:
		return ""
	}
	panic(fmt.Sprintf("a field %s holds a %T", f.Name, v)) // columns hold nothing else
}
