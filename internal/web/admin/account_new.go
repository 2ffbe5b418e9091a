package admin

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// newAccount is the form that makes an account.
func (p *pages) newAccount(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page, err := p.newPage(w, r, by)
	if err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.AccountEdit(page))
}

func (p *pages) newPage(w http.ResponseWriter, r *http.Request, by route.Request) (*view.AccountEditPage, error) {
	names, err := p.names(r, by)
	if err != nil {
		return nil, err
	}
	form, err := site.NewForm("/accounts")
	if err != nil {
		return nil, err
	}
	division := r.PostFormValue("division")
	if division == "" && len(names.places) > 0 { // the person's own stands first
		division = names.places[0].Value
	}
	return &view.AccountEditPage{
		Frame: p.Frame(w, r, by, "account", by.Say("account.new"), view.Link{Text: locale.Word(by.Lang, "nav", "account"), Href: "/accounts"}),
		Parts: []view.AccountPart{{
			Form: form, Button: by.Say("account.make"), Roles: roleFields(by.Lang, rolesSent(r)),
			Fields: []view.Field{
				{Name: "account", Kind: view.FieldText, Label: by.Say("sign.account"), Hint: by.Say("account.name-rule"), Value: r.PostFormValue("account"), Required: true, Longest: 40, Focus: true},
				{Name: "name", Kind: view.FieldText, Label: by.Say("account.person"), Value: r.PostFormValue("name"), Required: true, Longest: 40},
				{Name: "division", Kind: view.FieldDivision, Label: by.Say("account.division"), Value: division, Required: true, Options: names.places},
				{Name: "unit", Kind: view.FieldChoice, Label: by.Say("account.unit"), Hint: by.Say("account.unit-hint"), Value: r.PostFormValue("unit"), Options: names.offices},
				{Name: "password", Kind: view.FieldPassword, Label: by.Say("account.first"), Hint: by.Say("account.first-hint"), Required: true, Complete: "new-password", Longest: 128},
				{Name: "again", Kind: view.FieldPassword, Label: by.Say("account.again"), Required: true, Complete: "new-password", Longest: 128},
			},
		}},
	}, nil
}

func (p *pages) newAccountSent(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	n, err := accountSent(r)
	if err == nil {
		err = p.Accounts.Create(r.Context(), by.Call, n)
	}
	if err == nil {
		return p.Go(w, r, "/accounts/"+n.ID.String(), "flash.account")
	}
	if !isForForm(err) {
		return err
	}
	page, failed := p.newPage(w, r, by)
	if failed != nil {
		return failed
	}
	page.Parts[0].Form.Problem = site.Sentences(by.Lang, err)
	return p.Show(w, r, route.KindOf(err).Status(), view.AccountEdit(page))
}

// accountSent is the account that a form asks for. Fault: Invalid.
func accountSent(r *http.Request) (account.New, error) {
	id, err := site.FormID(r)
	if err != nil {
		return account.New{}, err
	}
	n := account.New{ID: id, Name: r.PostFormValue("account"), Label: r.PostFormValue("name"), Division: divisionSent(r), Password: r.PostFormValue("password"), Roles: rolesSent(r)}
	if text := r.PostFormValue("unit"); text != "" {
		if n.Unit, err = uuid.Parse(text); err != nil {
			return n, fault.New(fault.Invalid, "unit-elsewhere")
		}
	}
	if n.Division.IsNation() && r.PostFormValue("division") != n.Division.String() {
		return n, fault.New(fault.Invalid, "division-missing", r.PostFormValue("division"))
	}
	return n, same(r)
}

// same says whether a new password was typed the same twice.
func same(r *http.Request) error {
	if r.PostFormValue("password") != r.PostFormValue("again") {
		return fault.New(fault.Invalid, "password-again")
	}
	return nil
}
