package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

func accounts(b book) templ.Component {
	p := &view.AccountsPage{
		Frame: b.frame("account", locale.Word(b.Lang, "nav", "account")), New: b.to("account-edit"),
		List: b.list("accounts", []string{"account", "name", "unit"}, "account",
			view.Field{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Options: b.words("account-state", "active", "locked", "ended")}),
		Rows: []view.AccountRow{
			{Account: "linxiao", Name: "林晓", Unit: "云岭县人民政府督查室", Roles: []string{b.Say("role.supervisor")}, State: "active", WithCode: true},
			{Account: "zhouzheng", Name: "周正", Unit: "县农业农村局", Roles: []string{b.Say("role.reporter")}, State: "active"},
			{Account: "heyun", Name: "何云", Unit: "县农业农村局", Roles: []string{b.Say("role.approver"), b.Say("role.leader")}, State: "active", WithCode: true},
			{Account: "security", Name: "郑安", Unit: "县大数据局", Roles: []string{b.Say("role.security")}, State: "active", WithCode: true},
			{Account: "liping", Name: "李平", Unit: "河口镇人民政府", Roles: []string{b.Say("role.field")}, State: "locked"},
		},
	}
	for i := range p.Rows {
		p.Rows[i].Href = b.to("account-edit")
	}
	p.List.Total, p.List.From, p.List.Shown, p.List.Next = 5, 1, 5, ""
	return view.Accounts(p)
}

func accountEdit(b book) templ.Component {
	role := func(name, word, value string) view.Field {
		return view.Field{Name: "role-" + name, Kind: view.FieldCheck, Label: word, Value: value}
	}
	return view.AccountEdit(&view.AccountEditPage{
		Frame: b.named("account", "何云", view.Link{Text: locale.Word(b.Lang, "nav", "account"), Href: b.to("accounts")}),
		Facts: []view.Fact{{Name: b.Say("sign.account"), Value: "heyun"}, {Name: b.Say("account.division"), Value: "云岭县"}, {Name: b.Say("account.unit"), Value: "县农业农村局"}},
		Parts: []view.AccountPart{
			{Title: b.Say("account.roles-title"), About: b.Say("account.roles-about"), Form: view.Form{Action: "/accounts/3/roles"}, Button: b.Say("form.save"), Roles: []view.Field{
				role("reporter", b.Say("role.reporter"), ""), role("approver", b.Say("role.approver"), "on"), role("programme", b.Say("role.programme"), ""), role("leader", b.Say("role.leader"), "on"),
			}},
			{Title: b.Say("account.reset"), About: b.Say("account.reset-about"), Form: view.Form{Action: "/accounts/3/password"}, Button: b.Say("account.reset"), Fields: []view.Field{
				{Name: "password", Kind: view.FieldPassword, Label: b.Say("account.fresh"), Hint: b.Say("account.password-hint"), Required: true},
				{Name: "again", Kind: view.FieldPassword, Label: b.Say("account.again"), Required: true},
			}},
		},
		Acts: []view.Act{{Text: b.Say("account.lock"), Action: "/accounts/3/disable", Sure: b.Say("account.lock-sure"), Danger: true}},
	})
}

func audit(b book) templ.Component {
	p := b.audit()
	p.Chain = view.Chain{Whole: true, Blocks: 18_422, Checked: now - 300*minute, Head: "9f31c07ab2d4e8…", Check: "/audit/check"}
	return view.Audit(p)
}

func auditBroken(b book) templ.Component {
	p := b.audit()
	p.Chain = view.Chain{Broken: b.Say("audit.sample-broken", "18,021"), Check: "/audit/check"}
	return view.Audit(p)
}

func (b book) audit() *view.AuditPage {
	p := &view.AuditPage{
		Frame: b.frame("audit", locale.Word(b.Lang, "nav", "audit")),
		List: b.list("audit", []string{"at"}, "at",
			view.Field{Name: "kind", Kind: view.FieldChoice, Label: b.Say("audit.what"), Options: b.words("event", "session.open", "document.adopt", "report.return", "register.reveal", "role.grant")},
			view.Field{Name: "from", Kind: view.FieldDate, Label: b.Say("audit.from")}, view.Field{Name: "to", Kind: view.FieldDate, Label: b.Say("audit.to")}),
	}
	for i, r := range []view.AuditRow{
		{Who: "linxiao", Kind: "report.return", On: view.Link{Text: b.period("2026-11"), Href: b.to("report")}, Detail: "原因：完成投资比上月减少，请说明原因并附监理月报。"},
		{Who: "zhouzheng", Kind: "report.submit", On: view.Link{Text: b.period("2026-11"), Href: b.to("report")}, Detail: "第1版，2个指标，2个附件"},
		{Who: "guoming", Kind: "register.reveal", On: view.Link{Text: "YL-000117", Href: b.to("record")}, Detail: "证件号码；原因：与医保名单比对核实"},
		{Who: "security", Kind: "role.grant", On: view.Link{Text: "heyun", Href: b.to("account-edit")}, Detail: "领导，云岭县，至2026-12-27"},
		{Kind: "document.compile", On: view.Link{Text: plan, Href: b.to("document")}, Detail: "46项任务，7处存疑"},
		{Who: "linxiao", Kind: "document.upload", On: view.Link{Text: "工作要点.docx"}, Detail: "48 kB"},
		{Who: "linxiao", Kind: "session.open", On: view.Link{Text: "linxiao"}, Detail: "密码和动态口令"},
	} {
		r.At, r.Block, r.From = now-int64(i*37)*minute, int64(18_422-i), "10.12.4.31"
		p.Rows = append(p.Rows, r)
	}
	p.List.Shown = len(p.Rows)
	return p
}

func jobs(b book) templ.Component {
	p := &view.JobsPage{
		Frame: b.frame("job", locale.Word(b.Lang, "nav", "job")),
		List:  b.list("jobs", nil, "", view.Field{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Options: b.words("job-state", "waiting", "running", "done", "failed")}),
		Rows: []view.JobRow{
			{Kind: "compile", On: view.Link{Text: "工作要点.docx", Href: b.to("document")}, State: "running", Done: 4, Of: 6, By: "林晓", Asked: now, Took: 4200},
			{Kind: "import", On: view.Link{Text: "医保自付明细.xlsx", Href: b.to("records")}, State: "waiting", By: "郭明", Asked: now - minute, Took: 60_000, Cancel: "/jobs/2/cancel"},
			{Kind: "screen", On: view.Link{Text: "监测对象", Href: b.to("leads")}, State: "done", Done: 48_213, Of: 48_213, By: "郭明", Asked: now - 90*minute, Took: 8300},
			{Kind: "compile", On: view.Link{Text: "2026年衔接资金项目安排表.xls", Href: b.to("document-failed")}, State: "failed", By: "林晓", Asked: now - 200*minute, Took: 61_000, Problem: b.Say("fault.file-type"), Retry: "/jobs/4/retry"},
			{Kind: "backup", On: view.Link{Text: "wenxiao-2026-11-22.backup", Href: b.to("settings")}, State: "done", By: "系统", Asked: now - 700*minute, Took: 192_000},
		},
	}
	p.List.Total, p.List.From, p.List.Shown, p.List.Next = 5, 1, 5, ""
	return view.Jobs(p)
}

func settings(b book) templ.Component {
	p := b.settings()
	for i, size := range []int64{812_000_000, 809_000_000, 807_000_000} {
		p.Backups = append(p.Backups, view.Backup{Name: "wenxiao-2026-11-" + []string{"22", "21", "20"}[i] + ".backup", At: now - int64(i)*1440*minute, Size: size})
	}
	return view.Settings(p)
}

func settingsNew(b book) templ.Component { return view.Settings(b.settings()) }

func (b book) settings() *view.SettingsPage {
	return &view.SettingsPage{
		Frame: b.frame("setting", locale.Word(b.Lang, "nav", "setting")), Version: "0.4.0", Folder: "/var/lib/wenxiao/backup", Free: 41_300_000_000, Make: &view.Form{ID: made(11), Action: "/settings/backup"},
		Settings: []view.Setting{
			{Name: "listen", Value: "127.0.0.1:8080", From: "default", About: b.Say("setting.sample-listen")}, {Name: "max-upload", Value: "64", From: "file", About: b.Say("setting.sample-upload")},
			{Name: "oidc-secret", Value: "••••••", From: "environment", About: b.Say("setting.sample-secret")},
		},
	}
}
