package admin

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/region"
)

// accounts lists the accounts within reach.
func (p *pages) accounts(w http.ResponseWriter, r *http.Request, by route.Request) error {
	all, err := p.Accounts.List(r.Context(), by.Call)
	if err != nil {
		return err
	}
	names, err := p.names(r, by)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	text, state, role := strings.TrimSpace(q.Get("text")), q.Get("state"), q.Get("role")
	var rows []view.AccountRow
	for _, e := range all {
		row := view.AccountRow{Href: "/accounts/" + e.ID.String(), Account: e.Name, Name: e.Label, Unit: names.office(e), Roles: roleWords(by.Lang, e), State: stateOf(e), WithCode: len(e.TOTP) > 0}
		isInRole := role == "" || slices.ContainsFunc(roles(e), func(r access.Role) bool { return string(r) == role })
		if isInRole && (state == "" || row.State == state) && (text == "" || strings.Contains(row.Account+"\n"+row.Name+"\n"+row.Unit, text)) {
			rows = append(rows, row)
		}
	}
	page := &view.AccountsPage{
		Frame: p.Frame(w, r, by, "account", locale.Word(by.Lang, "nav", "account")), New: "/accounts/new",
		List: view.List{Action: "/accounts", Clear: "/accounts", Filtered: text != "" || state != "" || role != "", Filter: []view.Field{
			{Name: "text", Kind: view.FieldText, Label: locale.Text(by.Lang, "list.text"), Value: text, Hidden: true},
			{Name: "role", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "account.roles"), Value: role, Hidden: true, Options: roleOptions(by.Lang)},
			{Name: "state", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "ledger.state"), Value: state, Hidden: true, Options: view.Words(by.Lang, "account-state", "active", "locked")},
		}},
	}
	page.Rows = turn(&page.List, q, rows)
	return p.Show(w, r, http.StatusOK, view.Accounts(page))
}

// turn gives the rows of the page that is asked for, and notes in the list which they are.
func turn[T any](l *view.List, q url.Values, rows []T) []T {
	const most = 50
	number, err := strconv.Atoi(q.Get("page"))
	if err != nil || number < 1 || number > len(rows)/most+1 {
		number = 1
	}
	to := func(n int) string {
		other := url.Values{"page": {strconv.Itoa(n)}}
		for _, x := range l.Filter {
			if x.Value != "" {
				other.Set(x.Name, x.Value)
			}
		}
		return l.Action + "?" + other.Encode()
	}
	l.Total = int64(len(rows))
	first := (number - 1) * most
	if number > 1 {
		l.Previous = to(number - 1)
	}
	if len(rows) > first+most {
		rows, l.Next = rows[:first+most], to(number+1)
	}
	rows = rows[min(first, len(rows)):]
	if l.Shown = len(rows); l.Shown > 0 {
		l.From = int64(first + 1)
	}
	return rows
}

func roles(e account.Entry) []access.Role {
	list := make([]access.Role, len(e.Grants))
	for i, g := range e.Grants {
		list[i] = access.Role(g.Role)
	}
	return list
}

// roleWords are the roles of an account in words.
func roleWords(l locale.Lang, e account.Entry) []string {
	var words []string
	for _, r := range roles(e) {
		words = append(words, locale.Label(l, r))
	}
	return words
}

// roleOptions are the roles that can be granted, to choose from.
func roleOptions(l locale.Lang) (options []view.Option) {
	for _, r := range access.Roles {
		if r != access.Public {
			options = append(options, view.Option{Value: string(r), Text: locale.Label(l, r)})
		}
	}
	return options
}

func stateOf(e account.Entry) string {
	if e.IsDisabled {
		return "locked"
	}
	return "active"
}

// account is one account, with what may be changed about it.
func (p *pages) account(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.accountPage(w, r, by)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.AccountEdit(page))
}

// The parts of an account's page.
const (
	partRoles = iota
	partPassword
)

func (p *pages) accountPage(w http.ResponseWriter, r *http.Request, by route.Request) (*view.AccountEditPage, error) {
	id, err := site.ID(r, "id")
	if err != nil {
		return nil, err
	}
	e, err := p.Accounts.Find(r.Context(), by.Call, id)
	if err != nil {
		return nil, err
	}
	names, err := p.names(r, by)
	if err != nil {
		return nil, err
	}
	frame := p.Frame(w, r, by, "account", e.Label, view.Link{Text: locale.Word(by.Lang, "nav", "account"), Href: "/accounts"})
	frame.TitleData = true
	code := by.Say("account.without")
	if len(e.TOTP) > 0 {
		code = by.Say("account.with-code")
	}
	at := "/accounts/" + id.String()
	page := &view.AccountEditPage{Frame: frame,
		Facts: []view.Fact{
			{Name: by.Say("sign.account"), Value: e.Name}, {Name: by.Say("account.division"), Value: names.divisions[e.Division]}, {Name: by.Say("account.unit"), Value: names.unit(e)},
			{Name: by.Say("ledger.state"), Value: locale.Word(by.Lang, "account-state", stateOf(e))}, {Name: by.Say("account.code"), Value: code},
		},
		Parts: []view.AccountPart{
			{Title: by.Say("account.roles-title"), About: by.Say("account.roles-about"), Form: view.Form{Action: at + "/roles"}, Button: by.Say("form.save"), Roles: roleFields(by.Lang, roles(e))},
			{Title: by.Say("account.reset"), About: by.Say("account.reset-about"), Form: view.Form{Action: at + "/password"}, Button: by.Say("account.reset"), Fields: []view.Field{
				{Name: "password", Kind: view.FieldPassword, Label: by.Say("account.fresh"), Hint: by.Say("account.first-hint"), Required: true, Complete: "new-password", Longest: 128},
				{Name: "again", Kind: view.FieldPassword, Label: by.Say("account.again"), Required: true, Complete: "new-password", Longest: 128},
			}},
		},
	}
	switch {
	case id == by.Actor.Account: // nobody grants to himself, or locks himself out
		page.Parts = nil
	case e.IsDisabled:
		page.Acts = []view.Act{{Text: by.Say("account.open"), Action: at + "/enable"}}
	default:
		page.Acts = []view.Act{{Text: by.Say("account.lock"), Action: at + "/disable", Sure: by.Say("account.lock-sure"), Danger: true}}
	}
	return page, nil
}

// roleFields are the roles to be ticked.
func roleFields(l locale.Lang, have []access.Role) (fields []view.Field) {
	for _, o := range roleOptions(l) {
		f := view.Field{Name: "role-" + o.Value, Kind: view.FieldCheck, Label: o.Text}
		if slices.Contains(have, access.Role(o.Value)) {
			f.Value = "on"
		}
		fields = append(fields, f)
	}
	return fields
}

func rolesSent(r *http.Request) (sent []access.Role) {
	for _, role := range access.Roles {
		if r.PostFormValue("role-"+string(role)) != "" {
			sent = append(sent, role)
		}
	}
	return sent
}

func (p *pages) setRoles(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.change(w, r, by, partRoles, "flash.roles", func(id uuid.UUID) error { return p.Accounts.SetRoles(r.Context(), by.Call, id, rolesSent(r)) })
}

func (p *pages) setPassword(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.change(w, r, by, partPassword, "flash.reset", func(id uuid.UUID) error {
		if err := same(r); err != nil {
			return err
		}
		return p.Accounts.SetPassword(r.Context(), by.Call, id, r.PostFormValue("password"))
	})
}

// change does something to an account; what is wrong with the entries stands on the part of the page they were made in.
func (p *pages) change(w http.ResponseWriter, r *http.Request, by route.Request, part int, done string, do func(uuid.UUID) error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	err = do(id)
	if err == nil {
		return p.Go(w, r, "/accounts/"+id.String(), done)
	}
	if !isForForm(err) {
		return err
	}
	page, failed := p.accountPage(w, r, by)
	if failed != nil || part >= len(page.Parts) {
		return err
	}
	if part == partRoles {
		page.Parts[part].Roles = roleFields(by.Lang, rolesSent(r))
	}
	page.Parts[part].Form.Problem = site.Sentences(by.Lang, err)
	return p.Show(w, r, route.KindOf(err).Status(), view.AccountEdit(page))
}

func (p *pages) disable(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.setDisabled(w, r, by, true, "flash.disabled")
}

func (p *pages) enable(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.setDisabled(w, r, by, false, "flash.enabled")
}

func (p *pages) setDisabled(w http.ResponseWriter, r *http.Request, by route.Request, isDisabled bool, done string) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Accounts.SetDisabled(r.Context(), by.Call, id, isDisabled); err != nil {
		return err
	}
	return p.Go(w, r, "/accounts/"+id.String(), done)
}

// names are the names of divisions and units, as accounts are shown with them.
type names struct {
	divisions map[int64]string
	units     map[uuid.UUID]string
	places    []view.Option // divisions to choose from
	offices   []view.Option // units to choose from
}

// names reads the divisions and units in which the person manages accounts.
func (p *pages) names(r *http.Request, by route.Request) (names, error) {
	n := names{divisions: map[int64]string{}, units: map[uuid.UUID]string{}}
	for _, g := range by.Actor.Grants {
		if access.Allow(by.Actor, access.AccountManage, access.Record{Owner: g.Division.Owner()}) != nil {
			continue
		}
		divisions, err := p.Organisation.Divisions(r.Context(), by.Call, g.Division)
		if err != nil {
			return n, err
		}
		for _, d := range divisions {
			if d.To != 0 && d.To <= p.Today() {
				continue
			}
			if _, twice := n.divisions[d.Code]; !twice {
				n.places = append(n.places, view.Option{Value: fmt.Sprintf("%06d", d.Code), Text: d.Name, Data: true})
			}
			n.divisions[d.Code] = d.Name
		}
		units, err := p.Organisation.Units(r.Context(), by.Call, g.Division)
		if err != nil {
			return n, err
		}
		for _, u := range units {
			if _, twice := n.units[u.ID]; !twice {
				n.offices = append(n.offices, view.Option{Value: u.ID.String(), Text: locale.Text(by.Lang, "account.in", n.divisions[u.Division], u.Name), Data: true})
			}
			n.units[u.ID] = u.Name
		}
	}
	return n, nil
}

// unit is the name of an account's unit; "" for none.
func (n names) unit(e account.Entry) string {
	if e.Unit == nil {
		return ""
	}
	return n.units[*e.Unit]
}

// office is where an account belongs: its unit, else its division.
func (n names) office(e account.Entry) string {
	if name := n.unit(e); name != "" {
		return name
	}
	return n.divisions[e.Division]
}

// divisionSent is the division a form names; the zero code for none that can be read.
func divisionSent(r *http.Request) region.Code {
	code, err := region.Parse(r.PostFormValue("division"))
	if err != nil {
		return region.Code{}
	}
	return code
}
