package route

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
)

// A Server takes requests to the routes of a table.
type Server struct {
	Routes   Table
	Sessions interface {
		Resume(ctx context.Context, token string) (session.Session, error)
	}
	Log     *slog.Logger
	Now     func() time.Time
	Proxies []netip.Prefix // whose word on addresses is believed
	IsHTTPS bool           // browsers come by HTTPS
	Limit   *Limiter       // of requests by address; nil for none
	MaxBody int64          // octets
	// Fail shows a fault as a page. It is given the status and, where the fault is ours, the number of the request.
	Fail func(w http.ResponseWriter, r *http.Request, by Request, status int, err error)
	// Seen is told of every request that was answered; for metrics.
	Seen func(route Route, status int, took time.Duration)
	// Assets are served without a session, by path prefix.
	Assets map[string]http.Handler
}

// CookieName is the name of the cookie with the token of a session; where browsers come by HTTPS it has the prefix that binds it to the host.
func (s *Server) CookieName() string {
	if s.IsHTTPS {
		return "__Host-wenxiao"
	}
	return "wenxiao"
}

// SetCookie puts a token into the browser; "" takes it away.
func (s *Server) SetCookie(w http.ResponseWriter, token string) {
	c := &http.Cookie{Name: s.CookieName(), Value: token, Path: "/", HttpOnly: true, Secure: s.IsHTTPS, SameSite: http.SameSiteLaxMode}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// Handler checks the table and gives the way to it.
func (s *Server) Handler() (http.Handler, error) {
	if err := s.Routes.Check(); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for prefix, h := range s.Assets {
		mux.Handle("GET "+prefix, h)
	}
	guard := http.NewCrossOriginProtection()
	for _, r := range s.Routes {
		if r.Path == "/" {
			r.Path = "/{$}"
		}
		var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { s.serve(w, req, r) })
		if r.Kind == Page && !r.IsOutside { // programs show a token, which no other site can make a browser send
			h = guard.Handler(h)
		}
		mux.Handle(r.Method+" "+r.Path, h)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		s.serve(w, req, Route{Method: req.Method, Path: "none", Needs: access.PublicRead, Kind: kindOf(req), Serve: func(http.ResponseWriter, *http.Request, Request) error {
			return fault.New(fault.NotFound, "not-found")
		}})
	})
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		s.fail(w, req, s.request(req), Route{Kind: Page}, fault.New(fault.Forbidden, "cross-site"))
	}))
	return s.outermost(mux), nil
}

func kindOf(r *http.Request) Kind {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		return Data
	}
	return Page
}

// outermost sets the headers of every answer and keeps one request from ending the server.
func (s *Server) outermost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'") // pages set their own
		if s.IsHTTPS {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if s.MaxBody > 0 {
			r.Body = http.MaxBytesReader(w, r.Body, s.MaxBody)
		}
		next.ServeHTTP(w, r)
	})
}

// request gives a request its number, address and language.
func (s *Server) request(r *http.Request) Request {
	id, err := uuid.NewV7()
	number := id.String()
	if err != nil { // no randomness is left; the time tells requests apart
		number = fmt.Sprint(s.Now().UnixNano())
	}
	return Request{Call: app.Call{Request: number, From: s.address(r)}, Lang: language(r)}
}

// address is where a request comes from: the nearest address that is not a proxy of ours.
func (s *Server) address(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	address := at.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.isProxy(address); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
	}
	return address.String()
}

func (s *Server) isProxy(a netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// language is what the address asks for, else what was chosen before, else what the browser prefers; Chinese first.
func language(r *http.Request) locale.Lang {
	if l, ok := locale.Parse(r.URL.Query().Get("lang")); ok {
		return l
	}
	if c, err := r.Cookie("lang"); err == nil {
		if l, ok := locale.Parse(c.Value); ok {
			return l
		}
	}
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	if strings.HasPrefix(strings.TrimSpace(strings.ToLower(first)), "en") {
		return locale.En
	}
	return locale.Zh
}

// serve takes one request to its route.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route Route) {
	start := s.Now()
	by := s.request(r)
	answer := &answer{ResponseWriter: w}
	answer.Header().Set("X-Request-Id", by.Call.Request)
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // a value of its own
				panic(p)
			}
			s.Log.Error("panic in a request", "request", by.Call.Request, "route", route.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			s.fail(answer, r, by, route, fmt.Errorf("panic: %v", p))
		}
		took := s.Now().Sub(start)
		s.Log.Info("request", "request", by.Call.Request, "method", r.Method, "route", route.Path, "status", answer.status(), "duration_ms", took.Milliseconds(), "account", by.Actor.Account)
		if s.Seen != nil {
			s.Seen(route, answer.status(), took)
		}
	}()
	if err := s.admit(r, &by, route); err != nil {
		s.fail(answer, r, by, route, err)
		return
	}
	if err := route.Serve(answer, r, by); err != nil {
		s.fail(answer, r, by, route, err)
	}
}

// admit asks whether a request may reach its route.
func (s *Server) admit(r *http.Request, by *Request, route Route) error {
	if s.Limit != nil && !s.Limit.Take(by.From, s.Now()) {
		return fault.New(fault.TooMany, "rate")
	}
	if err := s.resume(r, by, route); err != nil {
		return err
	}
	if err := access.Holds(by.Actor, route.Needs); err != nil {
		return err
	}
	if by.Session.MustChange && !route.IsBefore && !route.IsPublic() {
		return fault.New(fault.Forbidden, "password-change")
	}
	return nil
}

// resume finds the session of a request: a program's by its token, a browser's by its cookie. A public route is served to whoever has none any more.
func (s *Server) resume(r *http.Request, by *Request, route Route) error {
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if isBearer && route.Token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(route.Token)) == 1 {
		by.Actor = access.System("monitor", route.Needs)
		return nil
	}
	if !isBearer {
		c, err := r.Cookie(s.CookieName())
		if err != nil || route.Kind == Data && r.Method != http.MethodGet { // a cookie is not enough where another site could send it
			return nil
		}
		token = c.Value
	}
	found, err := s.Sessions.Resume(r.Context(), token)
	if fault.KindOf(err) == fault.Unknown && route.IsPublic() {
		return nil
	}
	if err != nil {
		return err
	}
	by.Session, by.Token, by.Actor = found, token, found.Actor
	return nil
}

// fail shows a fault to whoever asked, and logs what is ours.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, by Request, route Route, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody is there to read it
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = fault.Because(err, fault.TooLarge, "file-too-large", locale.Bytes(tooLarge.Limit))
	}
	kind := KindOf(err)
	if kind == fault.Internal || kind == fault.Unavailable {
		s.Log.Error("request failed", "request", by.Call.Request, "route", route.Path, "error", err)
	}
	if a, ok := w.(*answer); ok && a.code != 0 {
		return // an answer is under way
	}
	if kind == fault.TooMany {
		w.Header().Set("Retry-After", "60")
	}
	if route.Kind == Data {
		problem(w, by, kind, err)
		return
	}
	s.Fail(w, r, by, kind.Status(), err)
}

// An answer remembers its status.
type answer struct {
	http.ResponseWriter
	code int
}

// WriteHeader notes the status.
func (a *answer) WriteHeader(code int) {
	if a.code == 0 {
		a.code = code
	}
	a.ResponseWriter.WriteHeader(code)
}

// Write is an answer with status 200 if none was given.
func (a *answer) Write(b []byte) (int, error) {
	if a.code == 0 {
		a.code = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer below.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) status() int {
	if a.code == 0 {
		return http.StatusOK
	}
	return a.code
}
