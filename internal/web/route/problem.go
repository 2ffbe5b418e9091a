package route

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
)

// A Problem is a fault as programs read it (RFC 9457).
type Problem struct {
	Type    string `json:"type"` // "about:blank"
	Title   string `json:"title"`
	Status  int    `json:"status"`
	Code    string `json:"code"`    // the message key, which does not change with the language
	Detail  string `json:"detail"`  // a sentence with what to do
	Request string `json:"request"` // number of the request, for whoever reads the log
	Extra   any    `json:"extra,omitempty"`
}

// Sentence is what a person reads of an error: that of its fault, or of the document that was not taken; nothing of what is ours.
func Sentence(l locale.Lang, err error) string {
	if m, ok := errors.AsType[worded](err); ok {
		return m.Message(l)
	}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return locale.Fault(l, e.Key, e.Args...)
	}
	return locale.Text(l, "fault.internal")
}

// worded errors say themselves what is wrong with a document and what to do.
type worded interface {
	error
	Message(locale.Lang) string
}

// KindOf is the kind of an error: a document that was not taken is Invalid, whatever package says so.
func KindOf(err error) fault.Kind {
	if _, ok := errors.AsType[worded](err); ok {
		return fault.Invalid
	}
	return fault.KindOf(err)
}

func problem(w http.ResponseWriter, by Request, kind fault.Kind, err error) {
	p := Problem{Type: "about:blank", Title: http.StatusText(kind.Status()), Status: kind.Status(), Code: "internal", Detail: Sentence(by.Lang, err), Request: by.Call.Request}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		p.Code = e.Key
	} else if kind == fault.Invalid {
		p.Code = "document-unreadable"
	}
	if d, ok := errors.AsType[detailed](err); ok {
		p.Extra = d.Details()
	}
	w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // whoever asked is gone if this fails
}

// detailed errors have more to tell a program.
type detailed interface {
	error
	Details() any
}
