package ledger

import (
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/lists"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// The files that are taken as documents.
const (
	documentTypes = ".docx,.doc,.wps,.pdf,.ofd,.xlsx,.xls,.et,.txt,.html,.htm,.rtf,.odt,.ods"
	documentNames = "DOCX, DOC, WPS, PDF, OFD, XLSX, XLS, ET, TXT, HTML"
)

// documents lists the documents, with the form that puts one in.
func (p *pages) documents(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.documentsPage(w, r, by)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Documents(page))
}

func (p *pages) documentsPage(w http.ResponseWriter, r *http.Request, by route.Request) (*view.DocumentsPage, error) {
	q := list.Documents.Parse(r.URL.Query())
	documents, found, err := p.Documents.Page(r.Context(), by.Call, q)
	if err != nil {
		return nil, err
	}
	page := &view.DocumentsPage{Frame: p.Frame(w, r, by, "document", locale.Word(by.Lang, "nav", "document"))}
	if may(by, access.DocumentUpload) {
		form, err := site.NewForm("/documents")
		if err != nil {
			return nil, err
		}
		page.Upload = &view.Upload{Form: form, Largest: p.MaxUpload, Types: documentTypes, Names: documentNames}
	}
	var last uuid.UUID
	for _, d := range documents {
		issued := view.NoDate
		if day, err := period.ParseDate(d.Issued); err == nil {
			issued = day
		}
		page.Rows, last = append(page.Rows, view.DocumentRow{Href: "/documents/" + d.ID.String(), Title: d.Title, Number: d.Number, Issuer: d.Issuer, Issued: issued,
			State: d.State, Tasks: int(d.Tasks), Doubts: int(d.Doubts), Added: d.Made}), d.ID
	}
	page.List, err = lists.Around(p.Site, r, by, list.Documents, q, found, len(documents), last)
	return page, err
}

// upload takes a file, which streams in after the form's other entries.
func (p *pages) upload(w http.ResponseWriter, r *http.Request, by route.Request) error {
	var d record.Document
	err := site.ReadUpload(r, func(u intake.Uploaded) (err error) {
		d, err = p.Documents.Upload(r.Context(), by.Call, u)
		return err
	})
	kind := route.KindOf(err)
	if kind == fault.Invalid || kind == fault.TooLarge {
		page, failed := p.documentsPage(w, r, by)
		if failed != nil {
			return failed
		}
		if page.Upload != nil {
			page.Upload.Form.Problem = route.Sentence(by.Lang, err)
		}
		return p.Show(w, r, kind.Status(), view.Documents(page))
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/documents/"+d.ID.String(), "")
}

// document is one document on its way.
func (p *pages) document(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.documentPage(w, r, by, nil)
	if err != nil {
		return err
	}
	for name, part := range map[string]string{"from": view.TextFragment, "after": view.TasksFragment} { // of a review
		if r.Header.Get("Hx-Request") != "" && r.URL.Query().Has(name) {
			return p.ShowPart(w, r, view.Document(page), part)
		}
	}
	return p.Show(w, r, http.StatusOK, view.Document(page))
}

// documentPage makes the page of a document; sent is the review as it was sent, nil to show it as it was kept.
func (p *pages) documentPage(w http.ResponseWriter, r *http.Request, by route.Request, sent map[string][]string) (*view.DocumentPage, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return nil, err
	}
	d, err := p.Documents.Find(r.Context(), by.Call, id)
	if err != nil {
		return nil, err
	}
	page := &view.DocumentPage{
		Frame: p.Frame(w, r, by, "document", d.Title, view.Link{Text: locale.Word(by.Lang, "nav", "document"), Href: "/documents"}), State: d.State,
		About: about(d), Force: d.Force,
	}
	page.Frame.TitleData = true
	switch d.State {
	case record.DocumentFailed:
		page.Problem = locale.Fault(by.Lang, d.Fault)
		return page, nil
	case record.DocumentWaiting:
		page.Progress, err = p.progress(r, by, d)
		return page, err
	}
	page.Relations = &view.Link{Text: by.Say("relation.title"), Href: "/documents/" + id.String() + "/relations"}
	page.Frame.Review = true
	page.Review, err = p.review(r, by, d, sent)
	return page, err
}

func about(d record.Document) view.DocumentAbout {
	a := view.DocumentAbout{
		File: view.Link{Text: d.FileName, Href: "/documents/" + d.ID.String() + "/original", Data: true}, Size: d.FileSize, Number: d.Number, Secrecy: d.Secrecy,
		Issued: view.NoDate, Standing: d.Source, Added: d.Made,
	}
	if d.Issuer != "" {
		a.Issuers = strings.Split(d.Issuer, "、")
	}
	if day, err := period.ParseDate(d.Issued); err == nil {
		a.Issued = day
	}
	return a
}

func (p *pages) progress(r *http.Request, by route.Request, d record.Document) (*view.Progress, error) {
	progress := &view.Progress{Stage: "waiting", Poll: "/documents/" + d.ID.String() + "/state", Page: "/documents/" + d.ID.String()}
	j, err := p.Jobs.Find(r.Context(), d.Job)
	if err != nil {
		return nil, err
	}
	if j.State == job.Running {
		progress.Stage, progress.Done, progress.Of = "extracting", int(j.Done), int(j.Total)
	}
	return progress, nil
}

// documentState is the part of the page that changes while a document is compiled; when that has ended the whole page is asked for.
func (p *pages) documentState(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.documentPage(w, r, by, nil)
	if err != nil {
		return err
	}
	if page.State != record.DocumentWaiting {
		w.Header().Set("HX-Redirect", "/documents/"+r.PathValue("id"))
	}
	return p.ShowPart(w, r, view.Document(page), view.StateFragment)
}

// original gives the file as it was sent, to be kept and not to be shown as a page of ours.
func (p *pages) original(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	d, f, err := p.Documents.Original(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	return errors.Join(site.SendFile(w, r, d.File, f), f.Close())
}
