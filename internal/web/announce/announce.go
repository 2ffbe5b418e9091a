// Package announce has the pages of what is made public and told: bulletins from
// draft to number, messages, and what is taken along from the ledger.
package announce

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/bulletins", access.BulletinRead, p.bulletins),
		route.PageAt(http.MethodPost, "/bulletins", access.BulletinWrite, p.draft),
		route.PageAt(http.MethodGet, "/bulletins/{id}", access.BulletinRead, p.bulletin),
		route.PageAt(http.MethodGet, "/bulletins/{id}/file", access.BulletinRead, p.file),
		route.PageAt(http.MethodPost, "/bulletins/{id}/refresh", access.BulletinWrite, p.refresh),
		route.PageAt(http.MethodPost, "/bulletins/{id}/texts", access.BulletinWrite, p.texts),
		route.PageAt(http.MethodPost, "/bulletins/{id}/send", access.BulletinWrite, p.send),
		route.PageAt(http.MethodPost, "/bulletins/{id}/reply", access.BulletinReply, p.reply),
		route.PageAt(http.MethodPost, "/bulletins/{id}/check", access.BulletinWrite, p.check),
		route.PageAt(http.MethodPost, "/bulletins/{id}/sign", access.BulletinSign, p.sign),
		route.PageAt(http.MethodPost, "/bulletins/{id}/return", access.BulletinRead, p.giveBack), // the use case asks for one of two permissions
		route.PageAt(http.MethodPost, "/bulletins/{id}/number", access.BulletinWrite, p.issue),
		route.PageAt(http.MethodGet, "/tasks.xlsx", access.TaskRead, p.workbook),
		route.PageAt(http.MethodGet, "/tasks/copy", access.TaskRead, p.copy),
		route.PageAt(http.MethodGet, "/tasks/{id}/dossier", access.DossierRead, p.dossier),
		route.PageAt(http.MethodGet, "/directives/{id}/sheet", access.DirectiveRead, p.sheet),
		route.PageAt(http.MethodGet, "/inbox", access.SessionOwn, p.inbox),
		route.PageAt(http.MethodGet, "/inbox/settings", access.SessionOwn, p.choice),
		route.PageAt(http.MethodPost, "/inbox/settings", access.SessionOwn, p.choose),
		route.PageAt(http.MethodGet, "/inbox/{id}", access.SessionOwn, p.message),
		route.PageAt(http.MethodPost, "/inbox/read", access.SessionOwn, p.readAll),
	}
}

// attach says that a file follows, to be kept.
func attach(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "no-store")
}

// The types of the files.
const (
	typeWord     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// sendWhole sends a file that was made in memory.
func sendWhole(w http.ResponseWriter, kind, name string, file *bytes.Buffer) error {
	attach(w, kind, name)
	w.Header().Set("Content-Length", strconv.Itoa(file.Len()))
	_, err := file.WriteTo(w)
	return err
}

// file is a bulletin as a Word file.
func (p *pages) file(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	var file bytes.Buffer
	name, err := p.Announce.Write(r.Context(), by.Call, id, &file)
	if err != nil {
		return err
	}
	return sendWhole(w, typeWord, name, &file)
}

// workbook is the ledger for A3 paper.
func (p *pages) workbook(w http.ResponseWriter, r *http.Request, by route.Request) error {
	l, err := p.Dossiers.Ledger(r.Context(), by.Call, list.Tasks.Parse(r.URL.Query()))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if _, err := l.WriteTo(&file); err != nil {
		return err
	}
	return sendWhole(w, typeWorkbook, l.Title+".xlsx", &file)
}

// copy is the ledger as a plain table, without what is not for the public.
func (p *pages) copy(w http.ResponseWriter, r *http.Request, by route.Request) error {
	l, left, err := p.Dossiers.Copy(r.Context(), by.Call, list.Tasks.Parse(r.URL.Query()))
	if err != nil {
		return err
	}
	page := &view.CopyPage{Frame: p.Frame(w, r, by, "ledger", locale.Text(by.Lang, "bulletin.copy-title"), view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}), Rows: l.Rows, Left: left}
	for _, c := range l.Columns {
		page.Heads = append(page.Heads, c.Head)
	}
	return p.Show(w, r, http.StatusOK, view.Copy(page))
}

// dossier is everything about a task as an archive. It is written as it is read: what is in it never lies in the clear.
func (p *pages) dossier(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	isOpen := false
	err = p.Dossiers.Write(r.Context(), by.Call, id, func(name string) io.Writer {
		isOpen = true
		attach(w, "application/zip", name)
		return w
	})
	if err != nil && isOpen {
		p.Log.Error("dossier broken off", "request", by.Call.Request, "task", id, "error", err)
		panic(http.ErrAbortHandler) // half an archive must not look like a whole one
	}
	return err
}

// sheet is a directive as a Word file.
func (p *pages) sheet(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	var file bytes.Buffer
	name, err := p.Dossiers.Sheet(r.Context(), by.Call, id, &file)
	if err != nil {
		return err
	}
	return sendWhole(w, typeWord, name, &file)
}

// inbox is a person's messages.
func (p *pages) inbox(w http.ResponseWriter, r *http.Request, by route.Request) error {
	const shown = 200
	messages, err := p.Inbox.List(r.Context(), by.Call, shown)
	if err != nil {
		return err
	}
	page := &view.InboxPage{Frame: p.Frame(w, r, by, "inbox", locale.Text(by.Lang, "inbox.title"))}
	unread := 0
	for _, m := range messages {
		args := make([]any, len(m.Args))
		for i, a := range m.Args {
			args[i] = a
		}
		page.Rows = append(page.Rows, view.InboxRow{Href: "/inbox/" + m.ID.String(), Text: locale.Message(by.Lang, m.Kind, args...), At: m.Made, Unread: m.Read == 0})
		if m.Read == 0 {
			unread++
		}
	}
	if unread > 0 {
		page.ReadAll = &view.Form{Action: "/inbox/read"}
	}
	if page.Digest, err = p.digest(r, by, unread); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Inbox(page))
}

// message leads to what a message is about, and marks it as read.
func (p *pages) message(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	m, err := p.Inbox.Open(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	return p.Go(w, r, m.Href, "")
}

func (p *pages) readAll(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := p.Inbox.ReadAll(r.Context(), by.Call); err != nil {
		return err
	}
	return p.Go(w, r, "/inbox", "flash.inbox-read")
}
