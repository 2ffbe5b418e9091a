package announce

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// digest is what waits for a person, in one sentence; empty where nothing is due from the person's unit or judged by the office.
func (p *pages) digest(r *http.Request, by route.Request, unread int) (string, error) {
	if access.Holds(by.Actor, access.DueRead) != nil {
		return "", nil
	}
	const most = 1000
	items, _, err := p.Reports.DuePage(r.Context(), by.Call, list.Asking("state", record.DueOpen, record.DueReturned).Rows(uuid.Nil, most))
	if err != nil {
		return "", err
	}
	isReporter := access.Holds(by.Actor, access.ReportWrite) == nil
	var open, late, returned int
	for _, i := range items {
		if isReporter && i.Unit != by.Actor.Unit {
			continue
		}
		open++
		if i.On < p.Today() {
			late++
		}
		if i.State == record.DueReturned {
			returned++
		}
	}
	return locale.Text(by.Lang, "inbox.digest-line", locale.Count(open), locale.Count(late), locale.Count(returned), locale.Count(unread)), nil
}
