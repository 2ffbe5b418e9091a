package api

import (
	"io"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/wenxiao/wenxiao/internal/fault"
)

// An exchange is a request on its way through huma. Once it is refused nothing more is answered: the server
// words the refusal, as it does for every route.
type exchange struct {
	below
	err error
}

// below is a huma.Context under a name that its own method Context leaves free.
type below huma.Context

// Unwrap gives what is below, for humago.Unwrap.
func (x *exchange) Unwrap() huma.Context { return x.below }

// URL implements huma.Context. The language is the server's to read, so no operation knows it.
func (x *exchange) URL() url.URL {
	u := x.below.URL()
	if q := u.Query(); q.Has("lang") {
		q.Del("lang")
		u.RawQuery = q.Encode()
	}
	return u
}

// SetStatus implements huma.Context.
func (x *exchange) SetStatus(code int) {
	if x.err == nil {
		x.below.SetStatus(code)
	}
}

// BodyWriter implements huma.Context.
func (x *exchange) BodyWriter() io.Writer {
	if x.err != nil {
		return io.Discard
	}
	return x.below.BodyWriter()
}

// A refusal carries an error of a use case through huma unchanged.
type refusal struct{ error }

// GetStatus makes a refusal a huma.StatusError; the server decides the status.
func (refusal) GetStatus() int { return http.StatusInternalServerError }

// noteRefusal is the last step before an answer is written: an error is kept in the exchange instead.
func noteRefusal(ctx huma.Context, _ string, v any) (any, error) {
	x, ok := ctx.(*exchange)
	if !ok {
		return v, nil
	}
	switch v := v.(type) {
	case *refusal:
		x.err = v.error
	case *huma.ErrorModel:
		x.err = unreadable(v)
	default:
		return v, nil
	}
	return nil, nil
}

// A RequestError is the fault "request-invalid" with the places of the request that are wrong.
type RequestError struct {
	Fault  *fault.Error
	Places []Place
}

// A Place is a part of a request that can not be read.
type Place struct {
	At   string `json:"at"`   // such as body.values[0].value
	Rule string `json:"rule"` // which rule of the description it breaks, in the words of the standard; nothing of what was sent
}

// Error is the fault's.
func (e *RequestError) Error() string { return e.Fault.Error() }

// Unwrap gives the fault.
func (e *RequestError) Unwrap() error { return e.Fault }

// Details are the places, for programs.
func (e *RequestError) Details() any { return e.Places }

// unreadable is what huma says of a request it did not take.
func unreadable(m *huma.ErrorModel) error {
	switch m.Status {
	case http.StatusRequestEntityTooLarge:
		return fault.New(fault.TooLarge, "request-too-large", maxJSON)
	case http.StatusRequestTimeout, http.StatusInternalServerError: // the line broke or is too slow
		return fault.Because(m, fault.Invalid, "upload-broken")
	}
	e := &RequestError{}
	for _, d := range m.Errors {
		if d == nil {
			continue
		}
		p := Place{At: d.Location, Rule: d.Message}
		if m.Status == http.StatusBadRequest && p.At == "body" { // the words of the decoder quote what was sent
			p.Rule = "valid JSON"
		}
		e.Places = append(e.Places, p)
	}
	if len(e.Places) == 0 {
		e.Places = []Place{{"body", m.Detail}}
	}
	e.Fault = fault.New(fault.Invalid, "request-invalid", e.Places[0].At)
	return e
}
