// Package locale holds what the application says to people, in Chinese and in English, and how it writes
// numbers, dates, times and lengths of time. The catalogues stand in the files catalogue_*.go, one for each area.
//
// It knows no pages, no errors and no clock: who shows a sentence and when is decided elsewhere. A key that is
// used somewhere in the repository and stands in no catalogue is found by a test of internal/archtest.
// Start at [Text] and [Word].
package locale

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/source"
)

// Lang is a language of the interface: the same two the diagnostics of documents are worded in.
type Lang = source.Language

// The languages.
const (
	Zh = source.Chinese
	En = source.English
)

// Parse reads the short name of a language, "zh" or "en", as it stands in addresses and settings; ok is false for any other.
func Parse(name string) (l Lang, ok bool) {
	switch name {
	case "zh":
		return Zh, true
	case "en":
		return En, true
	}
	return Zh, false
}

// Name is the short name of a language, "zh" or "en".
func Name(l Lang) string {
	if l == En {
		return "en"
	}
	return "zh"
}

// Tag is the language as pages declare it (BCP 47): "zh-CN" or "en".
func Tag(l Lang) string {
	if l == En {
		return "en"
	}
	return "zh-CN"
}

// A Phrase is one wording in both languages. Both have the same verbs of package fmt in the same order.
type Phrase struct{ Zh, En string }

// In is the wording in one language.
func (p Phrase) In(l Lang) string {
	if l == En {
		return p.En
	}
	return p.Zh
}

// catalogues are the tables of all areas; no key stands in two of them.
var catalogues = []map[string]Phrase{
	framePhrases,
	formPhrases,
	signPhrases,
	workbenchPhrases,
	documentPhrases,
	relationPhrases,
	reviewPhrases,
	divisionPhrases,
	ledgerPhrases,
	reportPhrases,
	registerPhrases,
	adminPhrases,
	organisationPhrases,
	yearPhrases,
	eventPhrases,
	upkeepPhrases,
	faultPhrases,
	flashPhrases,
	accessPhrases,
	samplePhrases,
	wordPhrases,
	casePhrases,
	supervisionPhrases,
	announcePhrases,
	scorePhrases,
	listPhrases,
	cockpitPhrases,
	reportingPhrases,
	inspectionPhrases,
	problemPhrases,
	mailPhrases,
	sheetPhrases,
}

// phrases is every catalogue in one table; it is made once and never changed.
var phrases = join(catalogues)

func join(tables []map[string]Phrase) map[string]Phrase {
	all := map[string]Phrase{}
	for _, t := range tables {
		for key, p := range t {
			if _, twice := all[key]; twice {
				panic("locale: the key " + key + " stands in two catalogues")
			}
			all[key] = p
		}
	}
	return all
}

// Has reports whether a catalogue has the key.
func Has(key string) bool {
	_, ok := phrases[key]
	return ok
}

// Text is the wording of a key, filled with the arguments. A key that stands in no catalogue gives itself in
// brackets, so that the page still shows where it belongs.
func Text(l Lang, key string, args ...any) string {
	p, ok := phrases[key]
	switch {
	case !ok:
		return "[" + key + "]"
	case len(args) == 0:
		return p.In(l)
	}
	return fmt.Sprintf(p.In(l), args...)
}

// Word is the word for a value of a vocabulary: Word(l, "light", "red") is 红灯. A value without a word is
// given back as it is, as data that somebody entered.
func Word(l Lang, vocabulary, value string) string {
	if p, ok := phrases["word."+vocabulary+"."+value]; ok {
		return p.In(l)
	}
	return value
}

// Fault is the sentence for a fault by its key; that of an internal one for a key no catalogue has. What it names may have wordings of
// its own, as what workflows and packs declare has: a method In that gives the one in a language.
func Fault(l Lang, key string, args ...any) string {
	if !Has("fault." + key) {
		key, args = "internal", nil
	}
	args = slices.Clone(args)
	for i, arg := range args {
		if worded, ok := arg.(interface{ In(Lang) string }); ok {
			args[i] = worded.In(l)
		}
	}
	return Text(l, "fault."+key, args...)
}

// Message is the wording of a message by its kind, filled with what it tells; that of any message for a kind no catalogue has.
func Message(l Lang, kind string, args ...any) string {
	if !Has("message." + kind) {
		kind, args = "any", nil
	}
	for i, a := range args {
		if kept, ok := a.(string); ok {
			args[i] = Period(l, kept)
		}
	}
	return Text(l, "message."+kind, args...)
}

// A Labelled value names the key of its word itself, as roles and permissions do.
type Labelled interface{ Label() string }

// Label is the word for such a value.
func Label(l Lang, v Labelled) string { return Text(l, v.Label()) }

// Done is the sentence about an act that was done, by the whole key that the page before it left; "" for what is no such key.
func Done(l Lang, key string) string {
	if p, ok := phrases[key]; ok && strings.HasPrefix(key, "flash.") {
		return p.In(l)
	}
	return ""
}
