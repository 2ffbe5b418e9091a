package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// now is the moment of every story: 2026-11-22 14:32 in China.
const now int64 = 1795329120000

// minute is a minute in milliseconds.
const minute int64 = 60_000

func account(b book) templ.Component {
	return view.Account(b.account(view.CodeSetup{Needed: true, Form: view.Form{Action: "/account/code"}}))
}

func accountCode(b book) templ.Component {
	return view.Account(b.account(view.CodeSetup{
		Form: view.Form{Action: "/account/code"}, Secret: "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLD",
		URI: "otpauth://totp/Wenxiao:linxiao?issuer=Wenxiao&secret=KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLD",
	}))
}

func accountRecovery(b book) templ.Component {
	p := b.account(view.CodeSetup{On: true, Left: 10, Form: view.Form{Action: "/account/code"}})
	p.Flash = &view.Flash{Kind: "done", Text: b.Say("account.code-left", "10")}
	p.Recovery = []string{"7kq2-m8xd", "v4ht-92ps", "c6nw-3jzr", "8fya-5gte", "x2lb-q7mk", "j9dr-4wcv", "n5ps-t6hy", "g3xe-8zqa", "r7mv-2fkd", "w4ct-9bnj"}
	return view.Account(p)
}

func (b book) account(c view.CodeSetup) *view.AccountPage {
	return &view.AccountPage{
		Frame: b.frame("", b.Say("frame.account")), Account: "linxiao", Password: view.Form{Action: "/account/password"}, Code: c,
		PasswordFields: []view.Field{
			{Name: "old", Kind: view.FieldPassword, Label: b.Say("account.old"), Required: true, Complete: "current-password"},
			{Name: "fresh", Kind: view.FieldPassword, Label: b.Say("account.fresh"), Hint: b.Say("account.password-hint"), Required: true, Complete: "new-password"},
			{Name: "again", Kind: view.FieldPassword, Label: b.Say("account.again"), Required: true, Complete: "new-password"},
		},
		Sessions: []view.Session{
			{Browser: "360 安全浏览器 · Windows 10", Address: "10.12.4.31", Since: now - 190*minute, Seen: now, Current: true},
			{Browser: "Chromium 120 · 银河麒麟 V10", Address: "10.12.4.77", Since: now - 2950*minute, Seen: now - 1460*minute, Revoke: "/account/session/2"},
		},
	}
}

func workbench(b book) templ.Component {
	due := func(left int) view.Due { return b.due(left, true) }
	rows := func(vocabulary, state, act string, from, to, left int) []view.WorkRow {
		var all []view.WorkRow
		for i, t := range tasks[from:to] {
			all = append(all, view.WorkRow{
				Href: b.to("report-form"), Title: t.number + " " + t.title, About: b.period("2026-11"), Unit: t.lead,
				Due: due(left + i), Vocabulary: vocabulary, State: state, Act: act,
			})
		}
		return all
	}
	return view.Workbench(&view.WorkbenchPage{
		Frame: b.frame("workbench", locale.Word(b.Lang, "nav", "workbench")),
		Groups: []view.WorkGroup{
			{Name: "overdue", Total: 2, Rows: rows("due-state", "open", "report", 9, 11, -4)},
			{Name: "returned", Total: 1, Rows: rows("due-state", "returned", "correct", 0, 1, -1)},
			{Name: "due", Total: 12, Rows: rows("due-state", "open", "report", 2, 6, 2), More: b.to("ledger")},
			{Name: "accept", Total: 3, Rows: rows("report-state", "submitted", "accept", 6, 9, 1)},
			{Name: "document", Total: 1, Rows: []view.WorkRow{{
				Href: b.to("document"), Title: plan, About: "工作要点.docx", Unit: "古渡市人民政府办公室", Due: view.Due{Day: view.NoDate},
				Vocabulary: "document-state", State: "proposed", Act: "review",
			}}},
		},
	})
}

func workbenchEmpty(b book) templ.Component {
	return view.Workbench(&view.WorkbenchPage{Frame: b.frame("workbench", locale.Word(b.Lang, "nav", "workbench")), Groups: []view.WorkGroup{{Name: "due"}, {Name: "document"}}, Upload: b.to("documents")})
}
