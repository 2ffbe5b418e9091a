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
	return route.Table{
		route.PageAt(http.MethodGet, "/directives", access.DirectiveRead, p.directives),
		route.PageAt(http.MethodGet, "/tasks/{id}/directive", access.DirectiveIssue, p.directiveForm),
		route.PageAt(http.MethodPost, "/tasks/{id}/directive", access.DirectiveIssue, p.propose),
		route.PageAt(http.MethodGet, "/directives/{id}", access.DirectiveRead, p.directive),
		route.PageAt(http.MethodPost, "/directives/{id}/approve", access.DirectiveApprove, p.approve),
		route.PageAt(http.MethodPost, "/directives/{id}/refuse", access.DirectiveApprove, p.refuse),
		route.PageAt(http.MethodPost, "/directives/{id}/withdraw", access.DirectiveIssue, p.withdraw),
		route.PageAt(http.MethodPost, "/directives/{id}/issue", access.DirectiveIssue, p.issue),
		route.PageAt(http.MethodPost, "/directives/{id}/reply", access.DirectiveReply, p.reply),
		route.PageAt(http.MethodPost, "/directives/{id}/settle", access.DirectiveIssue, p.settle),
		route.PageAt(http.MethodPost, "/tasks/{id}/origin", access.DirectiveIssue, p.origin),
		route.PageAt(http.MethodGet, rulesAt, access.LightRead, p.rules),
		route.PageAt(http.MethodPost, rulesAt, access.ScoreManage, p.enforce),
		route.PageAt(http.MethodGet, "/appraisals", access.ScoreRead, p.appraisals),
		route.PageAt(http.MethodPost, "/appraisals", access.ScoreManage, p.simulate),
		route.PageAt(http.MethodGet, "/appraisals/{id}", access.ScoreRead, p.appraisal),
		route.PageAt(http.MethodPost, "/appraisals/{id}/announce", access.ScoreManage, p.announce),
		route.PageAt(http.MethodPost, "/appraisals/{id}/publish", access.ScoreManage, p.publish),
		route.PageAt(http.MethodPost, "/appraisals/{id}/appeals", access.ScoreAppeal, p.appeal),
		route.PageAt(http.MethodPost, "/appraisals/{id}/appeals/{appeal}", access.ScoreManage, p.decide),
		route.PageAt(http.MethodGet, "/brief", access.DirectiveApprove, p.brief),
		route.PageAt(http.MethodPost, "/brief", access.DirectiveApprove, p.instruct),
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
