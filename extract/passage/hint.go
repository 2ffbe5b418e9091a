package passage

import "github.com/wenxiao/wenxiao/zh"

// A Hint says which readers may find something in a sentence; one pass over it decides.
type Hint uint16

// The hints; a sentence may have several.
const (
	HintWhole     Hint = 1 << iota // a word that sets an aim without a number
	HintSoft                       // a direction or a prohibition
	HintTrigger                    // an event that sets a duty off
	HintRhythm                     // how often, or by when
	HintDigit                      // a number in digits
	HintBenefit                    // a benefit or what it is counted per
	HintList                       // a list that opens or closes; a rule only beside a comparison
	HintCompare                    // a comparison
	HintLimit                      // a limit of time or a sanction
	HintException                  // a rule without a number
)

// Hints are the words of all readers, sought in one pass.
type Hints struct{ words *zh.Lexicon[Hint] }

// NewHints joins the words of the readers and adds the digits. Of the words of one list
// that begin at one place the longest alone counts, as if each list were sought by itself.
func NewHints(lists ...map[string]Hint) Hints {
	digits := map[string]Hint{}
	for _, d := range "0123456789" {
		digits[string(d)] = HintDigit
	}
	all := map[string]Hint{}
	var lexicons []*zh.Lexicon[Hint]
	for _, list := range append(lists, digits) {
		lexicons = append(lexicons, zh.NewLexicon(list))
		for w := range list {
			all[w] = 0
		}
	}
	for w := range all {
		for _, l := range lexicons {
			h, _ := l.Prefix(w)
			all[w] |= h
		}
	}
	return Hints{zh.NewLexicon(all)}
}

// In gives the hints of a sentence; words may overlap.
func (h Hints) In(s string) (seen Hint) {
	for from := 0; ; {
		at, hint, n := h.words.Find(s, from)
		if n == 0 {
			return seen
		}
		seen |= hint
		from = at + zh.Width(s[at])
	}
}
