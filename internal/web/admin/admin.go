// Package admin has the pages of the three administrators: accounts, what was
// done by whom, work in the background, and how the installation is set up. None
// of them shows a record of the work itself.
package admin

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/accounts", access.AccountManage, p.accounts),
		route.PageAt(http.MethodGet, "/accounts/new", access.AccountManage, p.newAccount),
		route.PageAt(http.MethodPost, "/accounts", access.AccountManage, p.newAccountSent),
		route.PageAt(http.MethodGet, "/accounts/{id}", access.AccountManage, p.account),
		route.PageAt(http.MethodPost, "/accounts/{id}/roles", access.RoleGrant, p.setRoles),
		route.PageAt(http.MethodPost, "/accounts/{id}/password", access.AccountManage, p.setPassword),
		route.PageAt(http.MethodPost, "/accounts/{id}/disable", access.AccountManage, p.disable),
		route.PageAt(http.MethodPost, "/accounts/{id}/enable", access.AccountManage, p.enable),
		route.PageAt(http.MethodGet, "/audit", access.AuditRead, p.audit),
		route.PageAt(http.MethodPost, "/audit/check", access.AuditRead, p.checkAudit),
		route.PageAt(http.MethodGet, "/jobs", access.JobRead, p.jobs),
		route.PageAt(http.MethodPost, "/jobs/{id}/cancel", access.JobRead, p.cancelJob),
		route.PageAt(http.MethodPost, "/jobs/{id}/retry", access.JobRead, p.retryJob),
		route.PageAt(http.MethodGet, "/settings", access.BackupRun, p.settings),
		route.PageAt(http.MethodPost, "/settings/backup", access.BackupRun, p.backup),
		route.PageAt(http.MethodGet, "/settings/mail", access.MailManage, p.mail),
		route.PageAt(http.MethodPost, "/settings/mail", access.MailManage, p.setMail),
		route.PageAt(http.MethodPost, "/settings/mail/try", access.MailManage, p.tryMail),
	}
}

// isForForm says whether a fault is about what was entered, and so belongs on the form rather than on a page of its own.
func isForForm(err error) bool {
	kind := route.KindOf(err)
	return kind == fault.Invalid || kind == fault.Conflict
}
