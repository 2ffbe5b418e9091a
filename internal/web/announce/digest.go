package announce

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// digest is what waits for a person, in one sentence; empty where nothing is due from the person's unit or judged by the office.
func (p *pages) digest(r *http.Request, by route.Request, unread int) (string, error) {
	if access.Holds(by.Actor, access.DueRead) != nil {
		return "", nil
	}
	all, err := p.Reports.Standing(r.Context(), by.Call, access.Holds(by.Actor, access.ReportWrite) == nil)
	if err != nil {
		return "", err
	}
	return locale.Text(by.Lang, "inbox.digest-line", locale.Count(all.Open), locale.Count(all.Late), locale.Count(all.Returned), locale.Count(unread)), nil
}
