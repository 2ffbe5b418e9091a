package review

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A page is what the template shows: the view of one document.
type page struct {
	lang source.Language
	file string
	doc  *policy.Document

	Head     *fact      // what is doubtful about the document as a whole
	Title    *fact      // nil where the title stands nowhere in the text
	Meta     []*entry   // issuers, number, date…, in the order they are shown
	Counts   []count    // how many facts there are of each kind
	Doubts   int        // how many facts are doubtful, the head included
	Sections []*section // the tasks, in the order of the text
	Rest     []*list    // what belongs to no task
	Absent   string     // the names of what was not found, as one sentence; empty where all was
	Repairs  []*repair
	Notes    []*note
	Source   string // the text as HTML, from [layout]
	Large    bool   // whether the browser should lay out only what can be seen

	facts []*fact
	marks []mark
}

// A fact is one statement of the proposal, as a row of the page.
type fact struct {
	ID      string
	Number  int    // printed beside the fact and beside its words, from 1
	Kind    string // of kindWords
	Placed  bool   // whether the source pane holds its words
	Label   string // what it is, in a word: 牵头, 目标, 报送
	Text    string // what it says, in the words of the document
	Op      string // how a target's figure compares, in a word
	Figure  string // value and unit of a target
	Due     string // date or schedule
	Quote   string // the words it was read from, where Text holds something else
	Notes   []string
	Params  []param
	Reasons []reason // why a person should look; empty where nothing is doubtful
	Grade   string   // of confidence: high, middle, low
	Sure    string   // the grade in shape and word
	Percent string
}

// A param is one parameter of a provision.
type param struct{ Name, Value, Unit string }

// A reason says why a fact is doubtful and what can be done.
type reason struct{ Code, Message, Suggestion string }

// An entry is one line of what the document says of itself.
type entry struct {
	Name  string
	Facts []*fact // of kindMeta
	Plain string  // instead of facts, where the value stands nowhere in the text
	Note  string  // what is added in the language of the page
}

// A count is the number of facts of one kind.
type count struct {
	Kind, Word string
	N          int
}

// A list is a group of facts under a heading.
type list struct {
	ID, Title, Intro string
	Facts            []*fact
}

// A note is a diagnostic of the document and where it points.
type note struct {
	policy.Diagnostic
	Placed bool // whether the source pane holds the line
}

// A repair is one change made to read the text.
type repair struct {
	ID, Code, Text string
	Placed         bool
}

// The sizes from which a page is large: it is opened at once where the browser
// need not lay out what can not be seen. In smaller ones that would only make
// the scroll bar jump.
const (
	largeText  = 100_000 // bytes
	largeFacts = 1_000
)

// newPage makes the view of a document.
func newPage(file string, doc *policy.Document, lang source.Language) *page {
	p := &page{lang: lang, file: file, doc: doc}
	p.meta()
	p.tasks()
	p.rest()
	p.repairs()
	p.number()
	p.Source = p.layout()
	p.Large = len(*doc.Text) > largeText || len(p.facts) > largeFacts
	p.count()
	return p
}

// say is a wording in the language of the page.
func (p *page) say(t term, args ...any) string {
	if len(args) == 0 {
		return t[p.lang]
	}
	return fmt.Sprintf(t[p.lang], args...)
}

// word gives the term for a value of the vocabulary; a value without one shows as it is.
func (p *page) word(words map[string]term, value string) string {
	if w, ok := words[value]; ok {
		return w[p.lang]
	}
	return value
}

// tag is the page's language, and dataTag the documents', as HTML names them.
func (p *page) tag() string { return [...]string{"zh-CN", "en"}[p.lang] }

const dataTag = "zh-CN"

// The kinds of fact, as classes and as values of the filter.
const (
	kindMeta       = "meta"
	kindTask       = "task"
	kindDuty       = "duty"
	kindTarget     = "target"
	kindSoft       = "soft"
	kindObligation = "obligation"
	kindProvision  = "provision"
	kindReference  = "reference"
	kindRepair     = "repair"
)

// fact adds a fact to the page, and its words to what is marked in the source.
func (p *page) fact(id, kind string, span source.Span, j policy.Judgement) *fact {
	f := &fact{ID: id, Kind: kind, Percent: strconv.Itoa(int(j.Confidence*100+0.5)) + "%"}
	for _, g := range grades {
		if j.Confidence >= g.from {
			f.Grade, f.Sure = g.name, p.say(g.word)
			break
		}
	}
	for _, code := range j.Review {
		d := source.Diagnostic{Code: code}
		f.Reasons = append(f.Reasons, reason{string(code), d.Message(p.lang), d.Suggestion(p.lang)})
	}
	p.facts = append(p.facts, f)
	span = inside(*p.doc.Text, span)
	m := mark{id: id, span: span, kind: kind, tip: p.kindWord(kind), doubt: len(f.Reasons) > 0}
	if m.doubt {
		m.tip += " · " + p.say(sayReview)
	}
	p.marks = append(p.marks, m)
	return f
}

func (p *page) kindWord(kind string) string {
	for _, k := range kindWords {
		if k.kind == kind {
			return p.say(k.word)
		}
	}
	return kind
}

// number gives every fact that has words its number, in the order of the text.
func (p *page) number() {
	order := make([]int, 0, len(p.facts))
	for i := range p.facts {
		if p.marks[i].span.Len() > 0 { // the marks of facts come first, in the facts' order
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(p.marks[a].span.Start-p.marks[b].span.Start, p.marks[b].span.End-p.marks[a].span.End)
	})
	for n, i := range order {
		p.facts[i].Number, p.marks[i].number = n+1, n+1
	}
}

// count counts the facts of each kind, and the doubtful ones.
func (p *page) count() {
	n := map[string]int{}
	for _, f := range p.facts {
		n[f.Kind]++
		if len(f.Reasons) > 0 {
			p.Doubts++
		}
	}
	for _, k := range kindWords {
		if k.kind != kindMeta {
			p.Counts = append(p.Counts, count{k.kind, p.say(k.word), n[k.kind]})
		}
	}
}

// title is the document's title, or the words for a missing one.
func (p *page) title() string {
	if p.doc.Meta.Title == "" {
		return p.say(sayNoTitle)
	}
	return p.doc.Meta.Title
}

// titleTag is the language of title.
func (p *page) titleTag() string { return p.tagIf(p.doc.Meta.Title != "") }

// tagIf is the documents' language for their own words, else the page's.
func (p *page) tagIf(data bool) string {
	if data {
		return dataTag
	}
	return p.tag()
}

// standing is what the document's status means; one that is not known shows as it is.
func (p *page) standing() standing {
	status := string(p.doc.Meta.Status)
	if s, ok := standings[status]; ok {
		return s
	}
	return standing{word: term{status, status}}
}

// at is where a fact's words stand in the source pane, or the fact itself where they stand nowhere.
func at(f *fact) templ.SafeURL {
	if f.Placed {
		return templ.SafeURL("#at-" + f.ID)
	}
	return templ.SafeURL("#" + f.ID)
}
