package view

// A SignInPage asks who somebody is.
type SignInPage struct {
	*Frame
	Form     Form
	Account  string // as it was entered
	Next     string // where to go afterwards; a path of this server
	WithCode bool   // whether the password was right and the one-time code is asked now
	Outside  *Link  // the sign-in of an outside service (OIDC); nil where none is set up
}

// A FirstRunPage makes the three administrators (三员) of a new installation.
type FirstRunPage struct {
	*Frame
	Form     Form
	Accounts []FirstAccount
}

// A FirstAccount is what is asked of one administrator.
type FirstAccount struct {
	Role   string  // in words
	Duty   string  // what the role is for
	Fields []Field // account, name, password twice
}
