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

// A FirstRunPage makes the first administrator of a new installation.
type FirstRunPage struct {
	*Frame
	Form   Form
	Fields []Field // account, name, unit, password twice
}
