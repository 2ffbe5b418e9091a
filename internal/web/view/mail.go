package view

// A MailPage (邮件服务器) is where the mail server is set up.
type MailPage struct {
	*Frame
	Form   Form
	Fields []Field
	Try    *Form // nil before a server is set up
	To     Field
}

// A ChoicePage (通知设置) is where somebody says how he wants to be told.
type ChoicePage struct {
	*Frame
	Form   Form
	Fields []Field
}
