package ledger

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
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
	filter := supervision.DirectiveFilter{States: []string{record.DirectiveProposed, record.DirectiveApproved, record.DirectiveIssued, record.DirectiveReplied}, Limit: 500}
	list, err := p.Supervision.Directives(r.Context(), by.Call, filter)
	if err != nil {
		return err
	}
	group := view.WorkGroup{Name: "directive", More: "/directives"}
	for _, d := range list {
		isOffice := mayOn(by, access.DirectiveIssue, d.Owner)
		waits := false
		switch d.State {
		case record.DirectiveProposed:
			waits = mayOn(by, access.DirectiveApprove, d.Owner)
		case record.DirectiveApproved, record.DirectiveReplied:
			waits = isOffice
		case record.DirectiveIssued:
			waits = d.Unit == by.Actor.Unit && may(by, access.DirectiveReply)
		}
		if !waits {
			continue
		}
		row := view.WorkRow{Href: "/directives/" + d.ID.String(), Title: d.Title, Unit: d.Name, Due: view.Due{Day: view.NoDate}, Vocabulary: "directive-state", State: d.State, Act: "open"}
		if d.Due != 0 {
			row.Due = view.Due{Day: period.Date(d.Due), Left: int(d.Due - p.Today()), Open: d.State == record.DirectiveIssued}
		}
		add(&group, row)
	}
	page.Groups = append(page.Groups, group)
	return nil
}
