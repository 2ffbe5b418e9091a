package reader

import (
	"errors"

	"github.com/wenxiao/wenxiao/source"
)

// converted reads documents of an older format by way of a newer one.
func converted(f format) func(data []byte, o Options) (*source.Text, []source.Diagnostic, error) {
	return func(data []byte, o Options) (*source.Text, []source.Diagnostic, error) {
		if o.Convert == nil {
			return nil, nil, &Error{Kind: Unsupported, Err: ErrNoConverter}
		}
		newer, err := o.Convert(string(f), data)
		if err != nil {
			return nil, nil, convertError(err)
		}
		if len(newer) > MaxSize {
			return nil, nil, &Error{Kind: TooLarge}
		}
		read := readDOCX
		switch to := sniffBinary(newer); to {
		case formatDOCX:
		case formatXLSX:
			read = readXLSX
		default:
			return nil, nil, &Error{Kind: Unconverted, Err: errors.New("the converter gave " + string(to))}
		}
		text, ds, err := read(newer)
		if err != nil {
			return nil, nil, err
		}
		return text, append([]source.Diagnostic{{Code: source.Converted, Args: []string{string(f)}}}, ds...), nil
	}
}

// convertError says which kind of error a failure of converting is.
func convertError(err error) *Error {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, ErrNoConverter):
		return &Error{Kind: Unsupported, Err: err}
	}
	return &Error{Kind: Unconverted, Err: err}
}
