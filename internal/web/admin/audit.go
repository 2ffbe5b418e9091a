package admin

import (
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/auditing"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// actions are the acts that the list can be confined to, in the order in which they are shown.
var actions = []string{
	"session.open", "session.refuse", "session.close",
	"account.create", "account.disable", "account.enable", "account.reset", "account.password", "role.grant",
	"document.upload", "document.refuse", "document.adopt", "document.read", "case.handle", "case.decide",
	"report.submit", "report.sign", "report.accept", "report.return", "evidence.add",
	"register.write", "register.reveal", "rule.screen", "lead.confirm", "lead.dismiss",
	"unit.add", "unit.rename", "calendar.load", "backup.ask", "backup.run", "job.retry", "key.rotate",
}

// audit lists what was done within reach, and whether the chains are whole.
func (p *pages) audit(w http.ResponseWriter, r *http.Request, by route.Request) error {
	const rows = 50
	q := r.URL.Query()
	f := auditing.Filter{Account: strings.TrimSpace(q.Get("account")), Action: q.Get("kind"), Before: placeSent(q.Get("before"))}
	var problem error
	for name, day := range map[string]*int64{"from": &f.From, "to": &f.To} {
		if text := q.Get(name); text != "" {
			d, err := period.ParseDate(text)
			if err != nil {
				problem = fault.New(fault.Invalid, "day-wrong", text)
				continue
			}
			*day = int64(d)
		}
	}
	page := &view.AuditPage{
		Frame: p.Frame(w, r, by, "audit", locale.Word(by.Lang, "nav", "audit")),
		List: view.List{Action: "/audit", Clear: "/audit", Total: -1, Filtered: f != auditing.Filter{}, Filter: []view.Field{
			{Name: "account", Kind: view.FieldText, Label: locale.Text(by.Lang, "audit.who"), Value: f.Account, Hidden: true},
			{Name: "kind", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "audit.what"), Value: f.Action, Hidden: true, Options: view.Words(by.Lang, "event", actions...)},
			{Name: "from", Kind: view.FieldDate, Label: locale.Text(by.Lang, "audit.from"), Value: q.Get("from")},
			{Name: "to", Kind: view.FieldDate, Label: locale.Text(by.Lang, "audit.to"), Value: q.Get("to")},
		}},
	}
	if err := p.chain(by, page); err != nil {
		return err
	}
	if problem != nil {
		page.Flash = &view.Flash{Kind: "fault", Text: route.Sentence(by.Lang, problem)}
		page.List.Filtered = true
		return p.Show(w, r, fault.Invalid.Status(), view.Audit(page))
	}
	lines, err := p.Audit.Find(r.Context(), by.Call, f, rows+1)
	if err != nil {
		return err
	}
	if len(lines) > rows {
		lines = lines[:rows]
		last := lines[rows-1]
		next := url.Values{"before": {strconv.FormatInt(last.At, 10) + "-" + last.ID.String()}}
		for _, x := range page.List.Filter {
			if x.Value != "" {
				next.Set(x.Name, x.Value)
			}
		}
		page.List.Next = "/audit?" + next.Encode()
	}
	for _, l := range lines {
		page.Rows = append(page.Rows, rowOf(by, l))
	}
	page.List.Shown = len(lines)
	return p.Show(w, r, http.StatusOK, view.Audit(page))
}

// placeSent reads where the page before ended; what can not be read is the beginning.
func placeSent(text string) (t store.EventTime) {
	at, id, _ := strings.Cut(text, "-")
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return t
	}
	if t.ID, err = uuid.Parse(id); err != nil {
		return store.EventTime{}
	}
	t.At = n
	return t
}

func rowOf(by route.Request, l auditing.Line) view.AuditRow {
	row := view.AuditRow{At: l.At, Who: l.Who, From: l.From, Kind: l.Action, Detail: detail(by.Lang, l.Detail), Block: l.Height}
	row.On.Text = locale.Word(by.Lang, "event-on", l.Kind)
	switch {
	case l.About != "":
		row.On.Text = l.About
		if access.Holds(by.Actor, access.AccountManage) == nil {
			row.On.Href = "/accounts/" + l.Object.String()
		}
	case l.Object != uuid.Nil:
		row.On.Text += " " + l.Object.String()[28:] // enough to tell two apart
	}
	return row
}

// detail is what else an event tells, in words.
func detail(l locale.Lang, d map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(d)) {
		value := d[name]
		switch name {
		case "reason":
			if locale.Has("fault." + value) {
				value = locale.Fault(l, value)
			}
		case "roles":
			value = rolesNamed(l, value)
		}
		parts = append(parts, locale.Text(l, "audit.pair", locale.Word(l, "event-detail", name), value))
	}
	return strings.Join(parts, locale.Text(l, "audit.pairs"))
}

// rolesNamed puts roles as an event lists them into words.
func rolesNamed(l locale.Lang, listed string) string {
	names := strings.Fields(strings.Trim(listed, "[]"))
	for i, n := range names {
		if slices.Contains(access.Roles, access.Role(n)) {
			names[i] = locale.Label(l, access.Role(n))
		}
	}
	return strings.Join(names, locale.Text(l, "list.names"))
}

// chain says what the last check of the chains found.
func (p *pages) chain(by route.Request, page *view.AuditPage) error {
	last, head, err := p.Audit.Last(by.Call)
	if err != nil {
		return err
	}
	page.Chain.Check = "/audit/check"
	if last.At == 0 {
		return nil
	}
	page.Chain.Whole, page.Chain.Blocks, page.Chain.Checked = len(last.Faults) == 0 && last.Elsewhere == 0, last.Blocks, last.At
	if head != nil {
		page.Chain.Head = hex.EncodeToString(head.Hash[:min(8, len(head.Hash))]) + "…"
	}
	if !page.Chain.Whole {
		page.Chain.Broken = broken(by.Lang, last)
	}
	return nil
}

// broken says where the chains break, and what to do.
func broken(l locale.Lang, c auditing.Checked) string {
	const told = 3
	var parts []string
	for i, f := range c.Faults {
		if i == told {
			parts = append(parts, locale.Text(l, "audit.more", locale.Count(len(c.Faults)-told)))
			break
		}
		words := locale.Word(l, "audit-fault", f.Key)
		if f.Height == 0 {
			parts = append(parts, locale.Text(l, "audit.chain", fmt.Sprintf("%06d", f.Owner), words))
			continue
		}
		parts = append(parts, locale.Text(l, "audit.place", fmt.Sprintf("%06d", f.Owner), locale.Count(f.Height), words))
	}
	if c.Elsewhere > 0 {
		parts = append(parts, locale.Text(l, "audit.elsewhere", locale.Count(c.Elsewhere)))
	}
	return strings.Join(append(parts, locale.Text(l, "audit.keep")), " ")
}

func (p *pages) checkAudit(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := p.Audit.Check(r.Context(), by.Call); err != nil {
		return err
	}
	return p.Go(w, r, "/audit", "flash.checked")
}
