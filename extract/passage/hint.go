package passage

import (
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

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
	HintDefault                    // a duty in many tasks
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
	stop bool // the sentence ends before it
}

// NewHints joins the words of the readers, which hold no mark, and adds the digits and what ends a sentence. Of the words of one list, and of the
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
	for _, r := range stops {
		all[string(r)] = hinted{}
	}
	sign := zh.NewLexicon(signs)
	for w := range all {
		var v hinted
		for _, l := range lexicons {
			h, _ := l.Prefix(w)
			v.hint |= h
		}
		v.kind, _ = sign.Prefix(w)
		v.stop = strings.ContainsAny(w, stops)
		all[w] = v
	}
	return Hints{zh.NewLexicon(all)}
}

// Next reads the sentence of s that begins at start and ends at limit at the latest, with its hints and signs, and
// gives where it ends, as [SentenceEnd] does. The piece leaves out what [Trim] does; nothing of it was read yet.
func (h Hints) Next(s string, start, limit int, st *Sentence) (end int) {
	st.Hints, st.Signs, st.Used = 0, st.Signs[:0], st.Used[:0]
	end = limit
	for from := start; ; { // words may overlap
		at, v, n := h.words.Find(s[:limit], from)
		if n == 0 {
			break
		}
		if v.stop {
			end = at
			break
		}
		st.Hints |= v.hint
		if v.kind > 0 {
			st.Signs = append(st.Signs, Sign{At: at, Kind: v.kind})
		}
		from = at + zh.Width(s[at])
	}
	if cut := cutSentence(s, start, end); cut < end {
		return h.Next(s, start, cut, st)
	}
	st.Piece = Trim(s, Between(start, end))
	return end
}
