// Package site is what every page's handler needs: the frame around the page,
// what came of the last act, forms as they were sent, and the page of a fault. It
// knows no page of its own but that one. Start with Site.
package site

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// A Site is an installation as pages show it.
type Site struct {
	*instance.Instance
	IsDemo    bool
	IsHTTPS   bool
	Settings  []config.Setting                          // what it runs with, for whoever keeps it running
	SetCookie func(w http.ResponseWriter, token string) // of the session; "" takes it away
	Outside   *view.Link                                // where people sign in with an identity provider; nil for none
}

// An area is where somebody may go, with the permission it needs.
type area struct {
	group, name, href string
	needs             access.Permission
}

var areas = []area{
	{"work", "workbench", "/", access.SessionOwn},
	{"work", "cockpit", "/cockpit", access.CockpitRead},
	{"work", "document", "/documents", access.DocumentRead},
	{"work", "division", "/divisions", access.DivisionRead},
	{"work", "ledger", "/tasks", access.TaskRead},
	{"work", "due", "/due", access.DueRead},
	{"work", "reports", "/reports", access.ReportRead},
	{"work", "cases", "/cases", access.TaskRead},
	{"work", "calendar", "/calendar", access.DueRead},
	{"work", "workbook", "/workbooks", access.ReportWrite},
	{"work", "workbook", "/workbooks", access.TemplateFill}, // for units, and for the office
	{"work", "bulletin", "/bulletins", access.BulletinRead},
	{"work", "inbox", "/inbox", access.SessionOwn},
	{"work", "brief", "/brief", access.DirectiveApprove},
	{"work", "directive", "/directives", access.DirectiveRead},
	{"work", "inspection", "/inspections", access.InspectionVisit},
	{"work", "problem", "/problems", access.ProblemRead},
	{"work", "score", "/appraisals", access.ScoreRead},
	{"work", "reform", "/units", access.OrganisationReform},
	{"work", "year", "/years", access.YearRead},
	{"work", "handover", "/handovers", access.HandoverRead},
	{"data", "targets", "/targets", access.TaskRead},
	{"data", "gap", "/gaps", access.ReportRead},
	{"data", "register", "/registers", access.RegisterRead},
	{"data", "lead", "/leads", access.LeadRead},
	{"data", "line", "/lines", access.DocumentAdopt},
	{"house", "job", "/jobs", access.JobRead},
	{"house", "account", "/accounts", access.AccountManage},
	{"house", "audit", "/audit", access.AuditRead},
	{"house", "setting", "/settings", access.BackupRun},
}

// Frame is what stands around a page; area is the name of where it belongs.
func (s *Site) Frame(w http.ResponseWriter, r *http.Request, by route.Request, area, title string, crumbs ...view.Link) *view.Frame {
	f := &view.Frame{Lang: by.Lang, Title: title, Crumbs: crumbs, Here: r.URL.RequestURI(), Demo: s.IsDemo}
	if c, err := r.Cookie("theme"); err == nil {
		f.Theme = theme(c.Value)
	}
	if c, err := r.Cookie("type"); err == nil {
		f.Large = c.Value == "large"
	}
	other := locale.En
	if by.Lang == locale.En {
		other = locale.Zh
	}
	q := r.URL.Query()
	q.Set("lang", locale.Name(other))
	f.Other = r.URL.Path + "?" + q.Encode()
	f.Flash = s.flash(w, r, by.Lang)
	if by.Session.ID == uuid.Nil {
		return f
	}
	f.Person = &view.Person{Name: by.Session.Label, Role: roles(by)}
	if access.Holds(by.Actor, access.AbsenceEnter) == nil && !by.Session.MustChange {
		f.Absences = "/absences"
	}
	for _, a := range areas {
		if access.Holds(by.Actor, a.needs) != nil || by.Session.MustChange {
			continue
		}
		if len(f.Nav) == 0 || f.Nav[len(f.Nav)-1].Name != a.group {
			f.Nav = append(f.Nav, view.NavGroup{Name: a.group})
		}
		g := &f.Nav[len(f.Nav)-1]
		if n := len(g.Items); n > 0 && g.Items[n-1].Name == a.name {
			continue
		}
		g.Items = append(g.Items, view.NavItem{Name: a.name, Href: a.href, Current: a.name == area, Count: s.waiting(r, by, a.name)})
	}
	return f
}

// waiting is how much waits in an area, where that is counted.
func (s *Site) waiting(r *http.Request, by route.Request, area string) int {
	if area != "inbox" {
		return 0
	}
	n, err := s.Inbox.Unread(r.Context(), by.Call)
	if err != nil { // the page is worth more than the number beside its menu
		s.Log.Error("messages not counted", "request", by.Call.Request, "error", err)
	}
	return int(n)
}

func theme(value string) view.Theme {
	switch t := view.Theme(value); t {
	case view.ThemeLight, view.ThemeDark:
		return t
	}
	return view.ThemeSystem
}

// roles are the person's roles in words.
func roles(by route.Request) string {
	var words []string
	for _, g := range by.Actor.Grants {
		words = append(words, locale.Label(by.Lang, g.Role))
	}
	return strings.Join(words, locale.Text(by.Lang, "list.names"))
}

// Show sends a page. It is written whole or not at all.
func (s *Site) Show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(r.Context(), &b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", view.SecurityPolicy)
	h.Set("Cache-Control", "no-store")
	if l, ok := locale.Parse(r.URL.Query().Get("lang")); ok {
		s.Remember(w, "lang", locale.Name(l))
	}
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// ShowPart sends a named part of a page, for a reader whose browser has the rest.
func (s *Site) ShowPart(w http.ResponseWriter, r *http.Request, page templ.Component, part string) error {
	var b bytes.Buffer
	if err := templ.RenderFragments(r.Context(), &b, page, part); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write(b.Bytes())
	return err
}

// Remember keeps a choice of the reader's in the browser.
func (s *Site) Remember(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: s.IsHTTPS, SameSite: http.SameSiteLaxMode})
}

// Go sends somebody on to a page of ours after an act, with a sentence about it; key is that of the sentence, "" for none.
func (s *Site) Go(w http.ResponseWriter, r *http.Request, to, key string) error {
	if key != "" {
		http.SetCookie(w, &http.Cookie{Name: "flash", Value: key, Path: "/", MaxAge: 60, HttpOnly: true, Secure: s.IsHTTPS, SameSite: http.SameSiteLaxMode})
	}
	http.Redirect(w, r, Local(to), http.StatusSeeOther)
	return nil
}

// Local is an address if it leads to a page of ours, else the first page.
func Local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return to
}

// flash is the sentence that Go left, once.
func (s *Site) flash(w http.ResponseWriter, r *http.Request, l locale.Lang) *view.Flash {
	c, err := r.Cookie("flash")
	if err != nil {
		return nil
	}
	text := locale.Done(l, c.Value)
	if text == "" {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: "flash", Path: "/", MaxAge: -1})
	return &view.Flash{Kind: "done", Text: text}
}

// ID reads an id from the path. fault.NotFound: it is none.
func ID(r *http.Request, name string) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue(name))
	if err != nil {
		return id, fault.New(fault.NotFound, "not-found")
	}
	return id, nil
}

// FormID is the id that a form brought along for what it makes, or a new one.
func FormID(r *http.Request) (uuid.UUID, error) {
	if id, err := uuid.Parse(r.PostFormValue("id")); err == nil {
		return id, nil
	}
	return uuid.NewV7()
}

// NewForm is a form that makes something new.
func NewForm(action string) (view.Form, error) {
	id, err := uuid.NewV7()
	return view.Form{ID: id.String(), Action: action}, err
}

// Version is the version of the record a form was filled from, 0 for none.
func Version(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Fail shows a fault as a page: the sign-in where somebody has to sign in, his account where he has to change his password, else the sentence with what to do.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, by route.Request, status int, err error) {
	if status == http.StatusUnauthorized && r.Header.Get("Hx-Request") == "" {
		next := "/"
		if r.Method == http.MethodGet {
			next = r.URL.RequestURI()
		} else if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host && from.Path != "/sign-in" { // the page of the form, where what was typed comes back
			next = from.RequestURI()
		}
		page := &view.SignInPage{Frame: s.Frame(w, r, by, "", locale.Text(by.Lang, "sign.in")), Form: view.Form{Action: "/sign-in"}, Next: next, Outside: s.Outside}
		if e, ok := errors.AsType[*fault.Error](err); ok && e.Key != "sign-in-needed" {
			page.Form.Problem = route.Sentence(by.Lang, err)
		}
		s.failed(w, r, status, view.SignIn(page))
		return
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "password-change" && r.Header.Get("Hx-Request") == "" {
		http.Redirect(w, r, "/account", http.StatusSeeOther) // which says why
		return
	}
	title := locale.Text(by.Lang, "error.internal")
	switch status {
	case http.StatusNotFound:
		title = locale.Text(by.Lang, "error.missing")
	case http.StatusForbidden:
		title = locale.Text(by.Lang, "error.forbidden")
	case http.StatusConflict:
		title = locale.Text(by.Lang, "error.conflict")
	}
	page := &view.ErrorPage{Frame: s.Frame(w, r, by, "", title), Code: status, Sentence: route.Sentence(by.Lang, err)}
	if status >= 500 {
		page.Next, page.Reference = locale.Text(by.Lang, "error.report"), by.Call.Request
	}
	s.failed(w, r, status, view.Error(page))
}

func (s *Site) failed(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	if err := s.Show(w, r, status, page); err != nil {
		s.Log.Error("page of a fault not sent", "error", err)
	}
}

// Sentences are all faults that were joined to one error, each in its sentence.
func Sentences(l locale.Lang, err error) string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return route.Sentence(l, err)
	}
	var all []string
	for _, e := range joined.Unwrap() {
		all = append(all, route.Sentence(l, e))
	}
	return strings.Join(all, " ")
}
