// Package supervision has the pages by which units are held to what they were
// given: directives, scores, and what a leader in charge looks at.
package supervision

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	page := func(method, path string, needs access.Permission, serve route.Handler) route.Route {
		return route.Route{Method: method, Path: path, Needs: needs, Kind: route.Page, Serve: serve}
	}
	return route.Table{
		page(http.MethodGet, "/directives", access.DirectiveRead, p.directives),
		page(http.MethodGet, "/tasks/{id}/directive", access.DirectiveIssue, p.directiveForm),
		page(http.MethodPost, "/tasks/{id}/directive", access.DirectiveIssue, p.propose),
		page(http.MethodGet, "/directives/{id}", access.DirectiveRead, p.directive),
		page(http.MethodPost, "/directives/{id}/approve", access.DirectiveApprove, p.approve),
		page(http.MethodPost, "/directives/{id}/refuse", access.DirectiveApprove, p.refuse),
		page(http.MethodPost, "/directives/{id}/issue", access.DirectiveIssue, p.issue),
		page(http.MethodPost, "/directives/{id}/reply", access.DirectiveReply, p.reply),
		page(http.MethodPost, "/directives/{id}/settle", access.DirectiveIssue, p.settle),
		page(http.MethodGet, "/appraisals", access.ScoreRead, p.appraisals),
		page(http.MethodPost, "/appraisals", access.ScoreManage, p.simulate),
		page(http.MethodGet, "/appraisals/{id}", access.ScoreRead, p.appraisal),
		page(http.MethodPost, "/appraisals/{id}/announce", access.ScoreManage, p.announce),
		page(http.MethodPost, "/appraisals/{id}/publish", access.ScoreManage, p.publish),
		page(http.MethodPost, "/appraisals/{id}/appeals", access.ScoreAppeal, p.appeal),
		page(http.MethodPost, "/appraisals/{id}/appeals/{appeal}", access.ScoreManage, p.decide),
		page(http.MethodGet, "/brief", access.DirectiveApprove, p.brief),
		page(http.MethodPost, "/brief", access.DirectiveApprove, p.instruct),
	}
}

// may says whether the actor may do something on the records of a division.
func may(by route.Request, needs access.Permission, owner int64) bool {
	return access.Allow(by.Actor, needs, access.Record{Owner: int(owner)}) == nil
}

// date is a day of a record as pages show it.
func date(day int64) period.Date {
	if day == 0 {
		return view.NoDate
	}
	return period.Date(day)
}

// isEntered says whether a fault is about what was entered, so that the form is shown again with its sentence.
func isEntered(err error) bool {
	kind := route.KindOf(err)
	return kind == fault.Invalid || kind == fault.Conflict
}

// act runs what a form of one button asks of a directive, and goes back to it.
func (p *pages) act(w http.ResponseWriter, r *http.Request, do func(id uuid.UUID) error) (uuid.UUID, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return id, err
	}
	if err := r.ParseForm(); err != nil {
		return id, site.BadForm(err)
	}
	return id, do(id)
}
