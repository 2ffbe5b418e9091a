// Package route is the one list of what the server answers, and the way every
// request takes to it: known by number, from an address, in a session, with the
// permission its route declares. A route that declares none is not served: the
// server refuses to start. It knows no page and no use case. Start with Table.
package route

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/locale"
)

// A Kind says how a route answers, and so how its faults look.
type Kind string

const (
	Page Kind = "page" // for people: HTML
	Data Kind = "data" // for programs: JSON
)

// A Route is one thing the server answers.
type Route struct {
	Method string // GET, POST…
	Path   string // a pattern of net/http: /tasks/{id}
	Needs  access.Permission
	Kind   Kind
	// IsOutside lets a request from another site through, which only the way back from an identity provider needs.
	IsOutside bool
	// IsBefore lets in whoever has to change the password first: with it the password is changed. Public routes let everybody in.
	IsBefore bool
	// Token lets in without a session whoever shows it as a bearer token: a monitor. "" for none.
	Token string
	Serve Handler
}

// PageAt is a route that answers with a page.
func PageAt(method, path string, needs access.Permission, serve Handler) Route {
	return Route{Method: method, Path: path, Needs: needs, Kind: Page, Serve: serve}
}

// A Handler answers a request. An error is shown to the person or program that asked, if it is a fault, and logged if it is not.
type Handler func(w http.ResponseWriter, r *http.Request, by Request) error

// A Request is what is known of a request beside what it says itself.
type Request struct {
	app.Call
	Session session.Session // zero where nobody is signed in
	Token   string          // of the session; "" for none
	Lang    locale.Lang
}

// Say is a wording in the language of the request.
func (by Request) Say(key string, args ...any) string { return locale.Text(by.Lang, key, args...) }

// Context is the request's, with what a handler that is given nothing else finds by From.
func (by Request) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, by)
}

type key struct{}

// From gives what Context kept. Only handlers whose signature another library decides need it.
func From(ctx context.Context) Request {
	by, _ := ctx.Value(key{}).(Request) // the zero Request may do nothing
	return by
}

// A Table is all routes of a server.
type Table []Route

// Check says what is wrong with the table: a route without a permission, or with one that there is not.
func (t Table) Check() error {
	for _, r := range t {
		if !slices.Contains(access.Permissions, r.Needs) {
			return fmt.Errorf("route %s %s needs the permission %q, which there is not", r.Method, r.Path, r.Needs)
		}
		if r.Kind != Page && r.Kind != Data || r.Serve == nil {
			return fmt.Errorf("route %s %s is not complete", r.Method, r.Path)
		}
	}
	return nil
}

// A Line is a route as it is listed.
type Line struct {
	Method     string `json:"method"`
	Path       string `json:"path"`
	Permission string `json:"permission"` // or "public"
}

// IsPublic says whether nobody has to be signed in.
func (r Route) IsPublic() bool {
	return access.Holds(access.Actor{}, r.Needs) == nil
}

// Lines lists the routes by path and method.
func (t Table) Lines() []Line {
	lines := make([]Line, len(t))
	for i, r := range t {
		lines[i] = Line{r.Method, r.Path, string(r.Needs)}
		if r.IsPublic() {
			lines[i].Permission = "public"
		}
	}
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method)) })
	return lines
}
