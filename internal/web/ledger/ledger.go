// Package ledger has the pages of the work itself: the workbench, documents from
// upload to adoption, the ledger of tasks, and reports.
package ledger

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/", access.SessionOwn, p.workbench),
		route.PageAt(http.MethodGet, "/documents", access.DocumentRead, p.documents),
		route.PageAt(http.MethodPost, "/documents", access.DocumentUpload, p.upload),
		route.PageAt(http.MethodGet, "/documents/{id}", access.DocumentRead, p.document),
		route.PageAt(http.MethodGet, "/documents/{id}/state", access.DocumentRead, p.documentState),
		route.PageAt(http.MethodGet, "/documents/units", access.DocumentAdopt, p.units),
		route.PageAt(http.MethodGet, "/documents/{id}/items/{item}", access.DocumentRead, p.item),
		route.PageAt(http.MethodGet, "/documents/{id}/original", access.DocumentRead, p.original),
		route.PageAt(http.MethodGet, "/documents/{id}/relations", access.DocumentRead, p.relations),
		route.PageAt(http.MethodPost, "/documents/{id}/relations", access.DocumentAdopt, p.relate),
		route.PageAt(http.MethodGet, "/documents/{id}/compare/{other}", access.DocumentRead, p.compare),
		route.PageAt(http.MethodPost, "/documents/{id}/adopt", access.DocumentAdopt, p.adopt),
		route.PageAt(http.MethodPost, "/documents/{id}/draft", access.DocumentAdopt, p.draft),
		route.PageAt(http.MethodGet, "/tasks", access.TaskRead, p.tasks),
		route.PageAt(http.MethodGet, "/tasks/{id}", access.TaskRead, p.task),
		route.PageAt(http.MethodGet, "/due/{id}", access.DueRead, p.due),
		route.PageAt(http.MethodPost, "/due/{id}", access.ReportWrite, p.report),
		route.PageAt(http.MethodPost, "/due/{id}/draft", access.ReportWrite, p.draft),
		route.PageAt(http.MethodGet, "/due/{id}/part", access.ReportWrite, p.part),
		route.PageAt(http.MethodPost, "/due/{id}/part", access.ReportWrite, p.writePart),
		route.PageAt(http.MethodPost, "/due/{id}/part/draft", access.ReportWrite, p.draftOfPart),
		route.PageAt(http.MethodPost, "/due/{id}/parts/{unit}/return", access.ReportWrite, p.returnPart),
		route.PageAt(http.MethodPost, "/sheets/{id}/scan", access.ReportWrite, p.scan),
		route.PageAt(http.MethodGet, "/sheets/{id}/scan", access.EvidenceRead, p.scanned),
		route.PageAt(http.MethodGet, "/reports/{id}", access.ReportRead, p.reportPage),
		route.PageAt(http.MethodPost, "/reports/{id}/accept", access.ReportAccept, p.accept),
		route.PageAt(http.MethodPost, "/reports/{id}/recall", access.ReportSubmit, p.recall),
		route.PageAt(http.MethodPost, "/reports/{id}/sign", access.ReportSign, p.sign),
		route.PageAt(http.MethodPost, "/reports/{id}/send-back", access.ReportSign, p.sendBack),
		route.PageAt(http.MethodPost, "/reports/{id}/correct", access.ReportWrite, p.correct),
		route.PageAt(http.MethodPost, "/reports/{id}/withdraw", access.ReportWrite, p.withdraw),
		route.PageAt(http.MethodPost, "/reports/{id}/return", access.ReportReturn, p.giveBack),
		route.PageAt(http.MethodGet, "/evidence/{id}", access.EvidenceRead, p.evidence),
	}
}

// draft keeps what somebody has typed and not yet sent.
func (p *pages) draft(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	return p.keepDraft(w, r, by, id)
}

// draftOfPart does that for a part.
func (p *pages) draftOfPart(w http.ResponseWriter, r *http.Request, by route.Request) error {
	due, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	return p.keepDraft(w, r, by, report.PartID(due, by.Actor.Unit))
}

func (p *pages) keepDraft(w http.ResponseWriter, r *http.Request, by route.Request, id uuid.UUID) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if err := p.Reports.SaveDraft(r.Context(), by.Call, id, r.PostForm); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// dueOf is a due item's day as pages show it: of one that came back, the day by which it is wanted again.
func (p *pages) dueOf(d record.Due) view.Due {
	return view.Due{Day: period.Date(d.Until()), Left: int(d.Until() - p.Today()), Open: d.State == record.DueOpen || d.State == record.DueReturned, Provisional: d.IsProvisional}
}

// mayOn says whether the actor may do something on the records of a division: who judges the work of the divisions below is they themselves.
func mayOn(by route.Request, needs access.Permission, owner int64) bool {
	return access.Allow(by.Actor, needs, access.Record{Owner: int(owner)}) == nil
}

// may says whether the actor holds a permission on some record; which one, the use case decides.
func may(by route.Request, needs access.Permission) bool {
	return access.Holds(by.Actor, needs) == nil
}
