package locale

// signPhrases are the words of signing in, of the first start and of one's own account.
var signPhrases = map[string]Phrase{
	"sign.account":   {"账号", "Account"},
	"sign.password":  {"密码", "Password"},
	"sign.in":        {"登录", "Sign in"},
	"sign.or":        {"或", "or"},
	"sign.help":      {"忘记密码，请联系本单位的安全保密管理员。", "If you forgot your password, ask the administrator of your office."},
	"sign.code":      {"动态口令", "One-time code"},
	"sign.code-hint": {"验证器上的 6 位数字；手机不在身边时，填一个备用码。", "The six digits your authenticator shows, or one of your recovery codes."},
	"sign.code-why":  {"密码正确。这个账号开了二次验证，请再填动态口令。", "The password is right. This account asks for a second proof: enter the one-time code."},
	"sign.again":     {"换一个账号登录", "Sign in as somebody else"},

	"first.title": {"首次启动", "First start"},
	"first.why":   {"这是第一次启动。请先建立三个管理员账号，三者分设，由三个人分别掌握。", "This is the first start. Make the accounts of the three administrators, who are kept apart: three people, each with his own."},
	"first.make":  {"建立管理员账号", "Make the administrators"},
	"first.roles": {"建立后请以安全保密管理员登录，开设其他账号、授予角色。", "Then sign in as the security administrator to make the other accounts and grant roles."},
}
