package ledger

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// waitingDirectives are the sheets that wait for the person: for the unit to answer, for a leader to approve, for the office to issue or to close.
func (p *pages) waitingDirectives(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	if !may(by, access.DirectiveRead) {
		return nil
	}
	q := list.Asking("state", record.DirectiveProposed, record.DirectiveApproved, record.DirectiveIssued, record.DirectiveReplied).Rows(uuid.Nil, 500)
	directives, _, err := p.Supervision.DirectivePage(r.Context(), by.Call, q)
	if err != nil {
		return err
	}
	group := view.WorkGroup{Name: "directive", More: "/directives"}
	for _, d := range directives {
		isOffice := mayOn(by, access.DirectiveIssue, d.Owner)
		waits := false
		switch d.State {
		case record.DirectiveProposed:
			waits = mayOn(by, access.DirectiveApprove, d.Owner)
		case record.DirectiveApproved, record.DirectiveReplied:
			waits = isOffice
		case record.DirectiveIssued:
			waits = by.Actor.WorksFor(d.Unit) && may(by, access.DirectiveReply)
		}
		if !waits {
			continue
		}
		row := view.WorkRow{Href: "/directives/" + d.ID.String(), Title: d.Title, About: locale.Word(by.Lang, "directive-kind", d.Kind), Unit: d.Name, Due: view.Due{Day: view.NoDate}, Vocabulary: "directive-state", State: d.State, Act: "open"}
		if d.Due != 0 {
			row.Due = view.Due{Day: period.Date(d.Due), Left: int(d.Due - p.Today()), Open: d.State == record.DirectiveIssued}
		}
		add(&group, row)
	}
	page.Groups = append(page.Groups, group)
	return nil
}
