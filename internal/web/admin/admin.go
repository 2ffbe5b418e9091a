// Package admin has the pages of the three administrators: accounts, what was
// done by whom, work in the background, and how the installation is set up. None
// of them shows a record of the work itself.
package admin

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	page := func(method, path string, needs access.Permission, serve route.Handler) route.Route {
		return route.Route{Method: method, Path: path, Needs: needs, Kind: route.Page, Serve: serve}
	}
	return route.Table{
		page(http.MethodGet, "/accounts", access.AccountManage, p.accounts),
		page(http.MethodGet, "/accounts/new", access.AccountManage, p.newAccount),
		page(http.MethodPost, "/accounts", access.AccountManage, p.newAccountSent),
		page(http.MethodGet, "/accounts/{id}", access.AccountManage, p.account),
		page(http.MethodPost, "/accounts/{id}/roles", access.RoleGrant, p.setRoles),
		page(http.MethodPost, "/accounts/{id}/password", access.AccountManage, p.setPassword),
		page(http.MethodPost, "/accounts/{id}/disable", access.AccountManage, p.disable),
		page(http.MethodPost, "/accounts/{id}/enable", access.AccountManage, p.enable),
		page(http.MethodGet, "/audit", access.AuditRead, p.audit),
		page(http.MethodPost, "/audit/check", access.AuditRead, p.checkAudit),
		page(http.MethodGet, "/jobs", access.JobRead, p.jobs),
		page(http.MethodPost, "/jobs/{id}/cancel", access.JobRead, p.cancelJob),
		page(http.MethodPost, "/jobs/{id}/retry", access.JobRead, p.retryJob),
		page(http.MethodGet, "/settings", access.BackupRun, p.settings),
		page(http.MethodPost, "/settings/backup", access.BackupRun, p.backup),
	}
}

// isForForm says whether a fault is about what was entered, and so belongs on the form rather than on a page of its own.
func isForForm(err error) bool {
	kind := route.KindOf(err)
	return kind == fault.Invalid || kind == fault.Conflict
}

// words are the values of a vocabulary to choose from.
func words(l locale.Lang, vocabulary string, values ...string) []view.Option {
	var options []view.Option
	for _, v := range values {
		options = append(options, view.Option{Value: v, Text: locale.Word(l, vocabulary, v)})
	}
	return options
}
