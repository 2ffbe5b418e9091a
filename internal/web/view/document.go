package view

import "github.com/wenxiao/wenxiao/period"

// A DocumentsPage lists the documents, with the form that puts one in.
type DocumentsPage struct {
	*Frame
	List   List
	Rows   []DocumentRow
	Upload *Upload // nil where the person may not
}

// An Upload is the form that takes a file.
type Upload struct {
	Form    Form
	Largest int64  // bytes
	Types   string // value of the attribute accept: .docx,.pdf
	Names   string // the formats in words: DOCX、PDF
}

// A DocumentRow is one document.
type DocumentRow struct {
	Href    string
	Title   string
	Number  string // 文号; empty where it has none
	Issuer  string
	Issued  period.Date // NoDate where the document does not say
	State   string      // code of word.document-state
	Tasks   int         // tasks found, or adopted
	Doubts  int         // facts that want a look and had none
	Added   int64       // milliseconds
	AddedBy string
}

// A DocumentPage is one document on its way: compiled, reviewed, adopted.
type DocumentPage struct {
	*Frame
	About    DocumentAbout
	State    string    // code of word.document-state
	Progress *Progress // while it is compiled
	// Problem is why it could not be compiled, with what to do; empty where it could.
	Problem string
	Force   string // code of word.force; empty before it is adopted
	// Relations is where it is said how the document stands to others; nil until it is compiled.
	Relations *Link
	Review    *Review // what was found, to be adopted; nil until it is compiled
}

// A DocumentAbout is what a document says of itself.
type DocumentAbout struct {
	File     Link // the original, to be fetched
	Size     int64
	Number   string
	Issuers  []string
	Issued   period.Date
	Secrecy  string // the mark that keeps it inside; empty for none
	Standing string // code of word.standing: issued, consultation, unknown, incomplete
	Added    int64  // milliseconds
	AddedBy  string
}

// A Progress is how far work in the background has come.
type Progress struct {
	Stage string // code of word.stage
	Done  int
	Of    int    // 0 where it is not known
	Poll  string // where the present state is asked for; empty where it has ended
	Page  string // this page, for readers without script
}

// StateFragment is the name of the part of the document's page that is asked for while it is compiled.
const StateFragment = "document-state"
