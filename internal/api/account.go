package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/region"
)

// Account is an account as administrators see it.
type Account struct {
	ID         uuid.UUID  `json:"id" format:"uuid"`
	Name       string     `json:"name" doc:"to sign in with"`
	Label      string     `json:"label" doc:"the person's name"`
	Division   string     `json:"division" doc:"six digits"`
	Unit       *uuid.UUID `json:"unit" format:"uuid"`
	HasCode    bool       `json:"has_code" doc:"signs in with one-time codes"`
	MustChange bool       `json:"must_change" doc:"the password was set by somebody else"`
	IsDisabled bool       `json:"is_disabled"`
	Roles      []Granted  `json:"roles"`
}

func accountOf(e account.Entry) Account {
	return Account{ID: e.ID, Name: e.Name, Label: e.Label, Division: six(e.Division), Unit: e.Unit, HasCode: len(e.TOTP) > 0, MustChange: e.MustChange, IsDisabled: e.IsDisabled,
		Roles: each(e.Grants, func(g record.Grant) Granted { return Granted{access.Role(g.Role), six(g.Division)} })}
}

// newAccount is an account to be made.
type newAccount struct {
	ID       uuid.UUID     `json:"id" format:"uuid" doc:"made by the sender; the same one again is the same account"`
	Name     string        `json:"name" maxLength:"40"`
	Label    string        `json:"label,omitempty" maxLength:"100"`
	Division string        `json:"division" pattern:"^[1-9][0-9]{5}([0-9]{3}){0,2}$" doc:"six, nine or twelve digits"`
	Unit     *uuid.UUID    `json:"unit,omitempty" format:"uuid"`
	Password string        `json:"password" maxLength:"1000" doc:"the person has to change it"`
	Roles    []access.Role `json:"roles,omitempty" maxItems:"20"`
}

func addAccounts(t *table, s *service) {
	const path = prefix + "/accounts"
	add(t, huma.Operation{OperationID: "listAccounts", Method: http.MethodGet, Path: path, Summary: "Accounts, by name"}, access.AccountManage,
		func(ctx context.Context, by route.Request, _ *struct{}) (*body[all[Account]], error) {
			entries, err := s.Accounts.List(ctx, by.Call)
			return &body[all[Account]]{all[Account]{each(entries, accountOf)}}, err
		})
	add(t, huma.Operation{OperationID: "createAccount", Method: http.MethodPost, Path: path, Summary: "Make an account"}, access.AccountManage,
		func(ctx context.Context, by route.Request, in *struct{ Body newAccount }) (*body[Account], error) {
			division, err := region.Parse(in.Body.Division)
			if err != nil {
				return nil, fault.Because(err, fault.Invalid, "request-invalid", "body.division")
			}
			n := account.New{ID: in.Body.ID, Name: in.Body.Name, Label: in.Body.Label, Division: division, Password: in.Body.Password, Roles: in.Body.Roles}
			if in.Body.Unit != nil {
				n.Unit = *in.Body.Unit
			}
			if err := s.Accounts.Create(ctx, by.Call, n); err != nil {
				return nil, err
			}
			return s.account(ctx, by, n.ID)
		})
	change := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodPut, Path: path, Summary: summary, Description: "The sessions of the account end."}
	}
	add(t, change("setRoles", path+"/{id}/roles", "Give an account just these roles in its division"), access.RoleGrant,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Roles []access.Role `json:"roles" maxItems:"20"`
			}
		}) (*body[Account], error) {
			if err := s.Accounts.SetRoles(ctx, by.Call, in.ID, in.Body.Roles); err != nil {
				return nil, err
			}
			return s.account(ctx, by, in.ID)
		})
	add(t, change("setPassword", path+"/{id}/password", "Set a password that the person has to change"), access.AccountManage,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Password string `json:"password" maxLength:"1000"`
			}
		}) (*body[Account], error) {
			if err := s.Accounts.SetPassword(ctx, by.Call, in.ID, in.Body.Password); err != nil {
				return nil, err
			}
			return s.account(ctx, by, in.ID)
		})
	add(t, change("setDisabled", path+"/{id}/disabled", "Lock an account, or let it in again"), access.AccountManage,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				IsDisabled bool `json:"is_disabled"`
			}
		}) (*body[Account], error) {
			if err := s.Accounts.SetDisabled(ctx, by.Call, in.ID, in.Body.IsDisabled); err != nil {
				return nil, err
			}
			return s.account(ctx, by, in.ID)
		})
}

func (s *service) account(ctx context.Context, by route.Request, id uuid.UUID) (*body[Account], error) {
	e, err := s.Accounts.Find(ctx, by.Call, id)
	return &body[Account]{accountOf(e)}, err
}
