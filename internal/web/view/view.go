// Package view holds the pages: one struct for each page with exactly what it shows, and the template that
// shows it. Structs hold plain values: codes of vocabularies, day numbers, milliseconds, addresses that were
// made by the caller; templates put them into words of the reader's language.
//
// It knows internal/locale, quantity and period, and no store, no access, no application: it is never asked
// whether somebody may see something. What is not to be seen is not handed in. Text of documents and people is
// hostile and reaches a page through the templates' escaping only. Start at [Frame], then at the page you want.
package view

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/asset"
)

//go:generate go tool templ generate

// SecurityPolicy is the Content-Security-Policy of every page: our own style and script, nothing inline, nothing from elsewhere.
const SecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; frame-ancestors 'self'; frame-src 'self'; base-uri 'none'"

// data is the language that documents, names and whatever else people entered are declared in.
const data = "zh-CN"

// A Theme is the choice of colours; the empty one follows the reader's system.
type Theme string

// The themes.
const (
	ThemeSystem Theme = ""
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// A Frame is what stands around every page.
type Frame struct {
	Lang  locale.Lang
	Theme Theme
	Large bool   // whether the reader chose large type
	Title string // what the page is about, for the title bar and the heading
	// TitleData says that Title is data, such as a document's or a person's name, rather than words of the interface.
	TitleData bool
	// Nav is where the person may go, in the order it is shown; empty where nobody is signed in.
	Nav    []NavGroup
	Crumbs []Link  // from the first level down to the page above this one
	Person *Person // nil where nobody is signed in
	// Absences is where the person says that he is away; empty where nobody would stand in for him.
	Absences string
	Here     string // the path and query of this page, for coming back after a choice of language or look
	// Other is the address of this page in the other language.
	Other string
	Flash *Flash // what came of the last act; nil mostly
	// Review says that the page's keys are those of a review.
	Review bool
	Demo   bool // whether the data are made up, which every page then says
}

// A NavGroup is a group of links to areas.
type NavGroup struct {
	Name  string // code of its heading (word.nav-group.…); empty for none
	Items []NavItem
}

// A NavItem is a link to an area.
type NavItem struct {
	Name    string // code: workbench, cockpit, document, due, reports, cases, calendar, targets, gap, ledger, bulletin, inbox, brief, directive, inspection, problem, score, register, lead, job, account, audit, setting
	Href    string
	Count   int  // what waits there; 0 shows nothing
	Current bool // whether this page belongs to it
}

// A Link is an address with the words it is shown by.
type Link struct {
	Text string
	Href string
	Data bool // whether Text is data rather than words of the interface
}

// A Person is who is signed in.
type Person struct {
	Name string
	Unit string
	Role string // in words, as the installation names it
}

// A Flash is one sentence about what came of an act.
type Flash struct {
	Kind string // done, note, warning or fault
	Text string
}

// Say is the wording of a key in the reader's language.
func (f *Frame) Say(key string, args ...any) string { return locale.Text(f.Lang, key, args...) }

// formats are kinds of files, set apart as the reader's language does it: PDF、JPG、PNG.
func formats(f *Frame, names string) string {
	return strings.ReplaceAll(names, ", ", f.Say("list.names"))
}

// Word is the word for a value of a vocabulary in the reader's language.
func (f *Frame) Word(vocabulary, value string) string { return locale.Word(f.Lang, vocabulary, value) }

// documentTitle is what the browser's title bar says.
func (f *Frame) documentTitle() string {
	return f.Title + " · " + f.Say("product")
}

func (f *Frame) bodyClass() string {
	class := []string{"app"}
	if f.Person == nil {
		class = append(class, "alone")
	}
	return strings.Join(class, " ")
}

// htmxConfig keeps htmx from doing what the security policy forbids.
const htmxConfig = `{"allowEval":false,"includeIndicatorStyles":false,"allowScriptTags":false,"historyCacheSize":0,"selfRequestsOnly":true}`

// icon gives an icon of Tabler; a name it does not know draws nothing.
func icon(name string) templ.Component {
	strokes, _ := asset.Icon(name)
	return templ.Raw(`<svg class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">` + strokes + `</svg>`)
}

// navIcons are the icons of the areas by their code.
var navIcons = map[string]string{
	"workbook":  "file-text",
	"workbench": "home", "document": "file-text", "ledger": "list-check", "bulletin": "quote", "inbox": "inbox", "register": "database", "lead": "flag",
	"cockpit": "device-desktop", "due": "clock-play", "reports": "report", "cases": "arrows-sort", "gap": "arrows-sort", "calendar": "calendar", "targets": "circle-check",
	"division": "edit", "line": "users",
	"directive": "alert-triangle", "score": "report", "brief": "eye",
	"reform": "building", "handover": "refresh", "year": "calendar", "job": "clock-play", "account": "users", "audit": "shield-check", "setting": "settings",
	"inspection": "search", "problem": "flag",
}
