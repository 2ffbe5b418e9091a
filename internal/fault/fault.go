// Package fault says what kind of failure an application error is, and under
// which message key a person reads about it. It knows neither the sentences
// (they stand in internal/locale under "fault.<key>") nor HTTP beyond one table
// of status codes. An error without a kind is internal: nobody is shown its words.
package fault

import (
	"errors"
	"fmt"
)

// A Kind is what went wrong, as far as the one who asked can act on it.
type Kind string

const (
	Internal    Kind = "internal"    // our fault; the person gets a reference number
	Invalid     Kind = "invalid"     // what was sent can not be accepted as it is
	NotFound    Kind = "not-found"   // there is none, or the person may not know that there is one
	Unknown     Kind = "unknown"     // nobody is signed in, or the credentials are wrong
	Forbidden   Kind = "forbidden"   // the person is known and may not do this
	Conflict    Kind = "conflict"    // somebody else changed it first, or its state forbids it
	TooLarge    Kind = "too-large"   // more than a limit allows
	TooMany     Kind = "too-many"    // too often in too short a time
	Unavailable Kind = "unavailable" // a part we need (disk, database, converter) does not answer; try again later
)

// statuses is the one table from kinds to HTTP status codes.
var statuses = map[Kind]int{
	Internal:    500,
	Invalid:     422,
	NotFound:    404,
	Unknown:     401,
	Forbidden:   403,
	Conflict:    409,
	TooLarge:    413,
	TooMany:     429,
	Unavailable: 503,
}

// Status is the HTTP status code of a kind; 500 for one that is not listed.
func (k Kind) Status() int {
	if s, ok := statuses[k]; ok {
		return s
	}
	return 500
}

// An Error is a failure with a kind and a sentence for people.
type Error struct {
	Kind Kind
	Key  string // of the sentence: internal/locale has "fault." + Key
	Args []any  // what the sentence names; nothing secret, nothing of a person
	err  error  // what caused it; for logs only
}

// New makes an Error. key names the sentence; args fill it.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Because is New with the error that caused it, which only logs show.
func Because(err error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args, err: err}
}

// Error is the text for logs, not for people.
func (e *Error) Error() string {
	s := string(e.Kind) + ": " + e.Key
	for _, a := range e.Args {
		s += fmt.Sprintf(" %q", fmt.Sprint(a))
	}
	if e.err != nil {
		s += ": " + e.err.Error()
	}
	return s
}

// Unwrap gives the error that caused this one, nil if there is none.
func (e *Error) Unwrap() error { return e.err }

// KindOf is the kind of an error: that of the first Error in its chain, "" for nil, else Internal.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}
