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

// A Sign is a place where a reader may have to read a number or a date. What Kind says is known
// to the reader whose sign it is.
type Sign struct {
	At   int
	Kind uint8 // above 0
}

// Hints are the words and signs of all readers, sought in one pass.
type Hints struct{ words *zh.Lexicon[hinted] }

// hinted is what a word says: the hint it gives and the sign it begins with.
type hinted struct {
	hint Hint
	kind uint8
}

// NewHints joins the words of the readers and adds the digits. Of the words of one list, and of the
// signs, that begin at one place the longest alone counts, as if each list were sought by itself.
func NewHints(signs map[string]uint8, lists ...map[string]Hint) Hints {
	digits := map[string]Hint{}
	for _, d := range "0123456789" {
		digits[string(d)] = HintDigit
	}
	all := map[string]hinted{}
	var lexicons []*zh.Lexicon[Hint]
	for _, list := range append(lists, digits) {
		lexicons = append(lexicons, zh.NewLexicon(list))
		for w := range list {
			all[w] = hinted{}
		}
	}
	for w := range signs {
		all[w] = hinted{}
	}
	sign := zh.NewLexicon(signs)
	for w := range all {
		var v hinted
		for _, l := range lexicons {
			h, _ := l.Prefix(w)
			v.hint |= h
		}
		v.kind, _ = sign.Prefix(w)
		all[w] = v
	}
	return Hints{zh.NewLexicon(all)}
}

// Mark sets the hints and the signs of st, a sentence of s. Words may overlap.
func (h Hints) Mark(s string, st *Sentence) {
	st.Hints, st.Signs = 0, st.Signs[:0]
	for from := st.Start; ; {
		at, v, n := h.words.Find(s[:st.End], from)
		if n == 0 {
			return
		}
		st.Hints |= v.hint
		if v.kind > 0 {
			st.Signs = append(st.Signs, Sign{At: at, Kind: v.kind})
		}
		from = at + zh.Width(s[at])
	}
}
