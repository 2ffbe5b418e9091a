package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

func signIn(b book) templ.Component {
	return view.SignIn(&view.SignInPage{
		Frame: b.alone(b.Say("sign.in")), Form: view.Form{Action: "/sign-in"}, Next: "/",
		Outside: &view.Link{Text: "云岭县政务统一认证", Href: "/sign-in/outside"},
	})
}

func signInWrong(b book) templ.Component {
	return view.SignIn(&view.SignInPage{
		Frame: b.alone(b.Say("sign.in")), Account: "linxiao", Next: "/",
		Form: view.Form{Action: "/sign-in", Problem: b.Say("fault.credentials-wrong")},
	})
}

func signInCode(b book) templ.Component {
	return view.SignIn(&view.SignInPage{
		Frame: b.alone(b.Say("sign.in")), Account: "linxiao", Next: "/", WithCode: true, Form: view.Form{Action: "/sign-in"},
	})
}

func firstRun(b book) templ.Component {
	return view.FirstRun(&view.FirstRunPage{
		Frame: b.alone(b.Say("first.title")), Form: view.Form{Action: "/first-run"},
		Accounts: []view.FirstAccount{{Role: locale.Label(b.Lang, access.Security), Duty: locale.Word(b.Lang, "first", "security"), Fields: []view.Field{
			{Name: "account", Kind: view.FieldText, Label: b.Say("sign.account"), Hint: b.Say("account.name-hint"), Required: true, Complete: "username", Focus: true},
			{Name: "name", Kind: view.FieldText, Label: b.Say("account.person"), Required: true, Complete: "name"},
			{Name: "password", Kind: view.FieldPassword, Label: b.Say("sign.password"), Hint: b.Say("account.password-hint"), Required: true, Complete: "new-password",
				Problem: b.Say("fault.password-weak")},
			{Name: "again", Kind: view.FieldPassword, Label: b.Say("account.again"), Required: true, Complete: "new-password"},
		}}},
	})
}

func errorPage(b book) templ.Component {
	return view.Error(&view.ErrorPage{
		Frame: b.frame("", b.Say("error.internal")), Code: 500, Sentence: b.Say("fault.internal"), Next: b.Say("error.report"), Reference: "7F3K-92QM",
	})
}

func errorConflict(b book) templ.Component {
	return view.Error(&view.ErrorPage{
		Frame: b.frame("ledger", b.Say("error.conflict")), Code: 409, Sentence: b.Say("fault.stale"),
		Back: &view.Link{Text: b.Say("error.again"), Href: b.to("ledger")},
	})
}
