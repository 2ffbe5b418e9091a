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
	HintDefault                    // a duty in many tasks
)

// A Sign is a place where a reader may have to read a number or a date. What Kind says is known
// to the reader whose sign it is.
type Sign struct {
	At   int
	Kind uint8 // above 0
}

// Hints are the words and signs of all readers, sought in one pass.
type Hints struct {
	words  *zh.Lexicon[hinted]
	digits [10]hinted
}

// hinted is what a word or a digit says: the hint it gives and the sign it begins with.
type hinted struct {
	hint Hint
	kind uint8
}

// NewHints joins the words of the readers, which begin with a Chinese character and hold no mark that ends a sentence,
// and adds the digits, which may be signs too. Of the words of one list, and of the signs, that begin at one place the
// longest alone counts, as if each list were sought by itself.
func NewHints(signs map[string]uint8, lists ...map[string]Hint) Hints {
	all := map[string]hinted{}
	var lexicons []*zh.Lexicon[Hint]
	for _, list := range lists {
		lexicons = append(lexicons, zh.NewLexicon(list))
		for w := range list {
			all[w] = hinted{}
		}
	}
	for w := range signs {
		all[w] = hinted{}
	}
	h := Hints{}
	for d := range h.digits {
		word := string(rune('0' + d))
		h.digits[d] = hinted{HintDigit, signs[word]}
		delete(all, word)
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
	h.words = zh.NewLexicon(all)
	return h
}

// Next reads the sentence of t that begins at start and ends at limit at the latest, with its hints and signs, and
// gives where it ends, as [SentenceEnd] does. The piece leaves out what [Trim] does; nothing of it was read yet.
func (h *Hints) Next(t *Text, start, limit int, st *Sentence) (end int) {
	st.Hints, st.Signs, st.Used = 0, st.Signs[:0], st.Used[:0]
	s := t.String
	for i := start; ; {
		end = t.Marks.Next(i, limit)
		for i < end {
			if i = h.words.Candidate(s, i, end); i < end {
				if v, n := h.words.Prefix(s[i:limit]); n > 0 {
					st.add(i, v)
				}
				i += len("字") // words may overlap
			}
		}
		if end == limit {
			break
		}
		c := s[end]
		if zh.IsDigit(c) {
			st.add(end, h.digits[c-'0'])
		} else if stopBytes[c] && isStop(s[end:]) {
			break
		}
		i = min(end+zh.Width(c), limit)
	}
	if cut := cutSentence(s, start, end); cut < end {
		return h.Next(t, start, cut, st)
	}
	st.Piece = Trim(s, Between(start, end))
	return end
}

// add takes what stands at a place.
func (st *Sentence) add(at int, v hinted) {
	st.Hints |= v.hint
	if v.kind > 0 {
		st.Signs = append(st.Signs, Sign{At: at, Kind: v.kind})
	}
}
