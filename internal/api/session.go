package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// signIn is what is sent to sign in.
type signIn struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  struct {
		Account  string `json:"account" maxLength:"200"`
		Password string `json:"password" maxLength:"1000"`
		OTP      string `json:"otp,omitempty" maxLength:"100" doc:"one-time or recovery code, if the account asks for one"`
	}
}

// Token is what a program shows with every request.
type Token struct {
	Token string `json:"token"`
}

// Me is who is signed in, and what he may do.
type Me struct {
	Account     uuid.UUID           `json:"account" format:"uuid"`
	Name        string              `json:"name"`
	Label       string              `json:"label" doc:"the person's name"`
	Division    string              `json:"division" doc:"six digits"`
	Unit        *uuid.UUID          `json:"unit" format:"uuid"`
	MustChange  bool                `json:"must_change" doc:"the password has to be changed before anything else"`
	Roles       []Granted           `json:"roles"`
	Permissions []access.Permission `json:"permissions" doc:"on some record at least"`
}

// Granted is a role in a division.
type Granted struct {
	Role     access.Role `json:"role"`
	Division string      `json:"division" doc:"digits, as many as the division's level has"`
}

func addSessions(t *table, s *service) {
	const path = prefix + "/session"
	add(t, huma.Operation{OperationID: "openSession", Method: http.MethodPost, Path: path, Summary: "Sign in"}, access.SessionOpen,
		func(ctx context.Context, by route.Request, in *signIn) (*body[Token], error) {
			token, err := s.Sessions.SignIn(ctx, by.Call, session.Typed{Account: in.Body.Account, Password: in.Body.Password, Code: in.Body.OTP, Agent: in.Agent})
			return &body[Token]{Token{token}}, err
		})
	add(t, huma.Operation{OperationID: "getSession", Method: http.MethodGet, Path: path, Summary: "Who is signed in, and what he may do"}, access.SessionOwn,
		func(_ context.Context, by route.Request, _ *struct{}) (*body[Me], error) {
			return &body[Me]{me(by)}, nil
		})
	add(t, huma.Operation{OperationID: "closeSession", Method: http.MethodDelete, Path: path, Summary: "Sign out"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, _ *struct{}) (*struct{}, error) {
			return nil, s.Sessions.Close(ctx, by.Call, by.Session.ID)
		})
	add(t, huma.Operation{OperationID: "changePassword", Method: http.MethodPut, Path: path + "/password", Summary: "Change one's own password; all one's sessions end"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, in *struct {
			Body struct {
				Old string `json:"old" maxLength:"1000"`
				New string `json:"new" maxLength:"1000"`
			}
		}) (*struct{}, error) {
			return nil, s.Sessions.ChangePassword(ctx, by.Call, in.Body.Old, in.Body.New)
		})
}

func me(by route.Request) Me {
	a := by.Actor
	m := Me{Account: a.Account, Name: by.Session.Name, Label: by.Session.Label, Division: six(int64(a.Division.Owner())), Unit: known(a.Unit), MustChange: by.Session.MustChange,
		Roles: []Granted{}, Permissions: []access.Permission{}}
	for _, g := range a.Grants {
		m.Roles = append(m.Roles, Granted{g.Role, g.Division.Prefix()})
	}
	for _, p := range access.Permissions {
		if access.Holds(a, p) == nil {
			m.Permissions = append(m.Permissions, p)
		}
	}
	return m
}

// six is a division as its six digits.
func six(code int64) string { return fmt.Sprintf("%06d", code) }
