// Package provision reads the rules of a policy that a machine can apply (政策条款参数): subsidies
// with their rates and caps, thresholds, limits of time, sanctions. It must not know any one
// programme: a word that only one programme uses belongs to its pack.
//
// Start at [Read]; words.go holds the lexicon, param.go the names of the parameters.
package provision

import (
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// The reasons for which a person should look at a provision.
const (
	NoObject        source.Code = "E601" // a benefit whose object is not said in its sentence
	UnitUnknown     source.Code = "E602" // a number whose unit is not known
	TiersJoined     source.Code = "E603" // tiers joined by semicolons were read as one provision
	ThresholdByForm source.Code = "E604" // a limit was read as opening a benefit by its form only
	Halved          source.Code = "E605" // 减半 was read as 50 %
	ManyNumbers     source.Code = "E606" // more numbers than one rule usually has
)

// A phrase (分句) is a part of a sentence between commas, colons or semicolons.
type phrase struct {
	passage.Piece
	part    int // which part between semicolons
	colon   bool
	cues    cue
	figures []figure
	// selector says that it names objects by a property (30亩以上的农户), grant that it gives a benefit.
	selector, grant, used bool
}

// A reader reads the provisions of one sentence.
type reader struct {
	text    *passage.Text
	st      *passage.Sentence
	s       string // the working text
	phrases []phrase
	found   []policy.Provision
}

// Read finds the executable rules of one sentence, in the order of the steps below, and marks what they
// were read from as used. It gives none for most sentences.
//
//  1. The sentence is cut into phrases; those that give a benefit are found.
//  2. A subsidy is such a phrase with the phrases before it that name its objects and
//     the ones after it that bound it. Parts between semicolons are provisions of their own unless they continue.
//  3. In what is left, a number that selects objects makes a threshold where a list or benefit
//     opens, a rule where something is refused or sanctioned.
//  4. Limits that run from an event are rules.
func Read(t *passage.Text, st *passage.Sentence) []policy.Provision {
	if !mayProvide(st, t.String) {
		return nil
	}
	r := reader{text: t, st: st, s: t.String, phrases: make([]phrase, 0, 8)}
	r.cut()
	r.grants()
	for i := range r.phrases {
		if r.phrases[i].grant && !r.phrases[i].used {
			r.subsidy(i)
		}
	}
	r.lines()
	r.limits()
	r.exceptions()
	return r.found
}

// mayProvide lets few sentences without a provision pass.
func mayProvide(st *passage.Sentence, s string) bool {
	has := func(h passage.Hint) bool { return st.Hints&h != 0 }
	if has(passage.HintException) {
		return true
	}
	opens := has(passage.HintBenefit|passage.HintLimit) || has(passage.HintList) && has(passage.HintCompare)
	return opens && (has(passage.HintDigit) || numeralIn(st.Of(s)))
}

// numeralIn reports whether s holds a Chinese numeral before a unit.
func numeralIn(s string) bool {
	for from := 0; ; {
		at, _, n := numerals.Find(s, from)
		if n == 0 {
			return false
		}
		from = at + n
		if s[at:from] == "半" || countWords.Has(zh.FirstRune(s[from:])) {
			return true
		}
	}
}

// countWords begin the units that a Chinese numeral counts.
var countWords = zh.NewChars("十百千万亿年个人户名次元亩分成日天倍位家项月周岁小工")

// cut divides the sentence into phrases and reads each one's cues and figures.
func (r *reader) cut() {
	p := r.st.Piece
	p.Start += labelLength(p.Of(r.s))
	start, part, depth := p.Start, 0, 0
	add := func(end int, colon bool) {
		q := passage.Trim(r.s, passage.Between(start, end))
		if start > p.Start && r.s[start-1] != ',' {
			q.Start += labelLength(q.Of(r.s))
		} else if _, n := zh.ScanOrdinal(q.Of(r.s)); n > 0 {
			q.Start += n
		}
		if q = passage.Trim(r.s, q); q.Start >= q.End || r.st.IsUsed(q) && q.Of(r.s)[0] == '(' {
			return
		}
		ph := phrase{Piece: q, part: part, colon: colon, cues: cuesOf(q.Of(r.s))}
		ph.figures = r.unused(scanFigures(r.s, q, nil))
		r.phrases = append(r.phrases, ph)
	}
	for i := r.text.Marks.Next(p.Start, p.End); i < p.End; i = r.text.Marks.Next(i+1, p.End) {
		switch c := r.s[i]; c {
		case '(':
			if n := outline.CloseBracket(r.s[i:p.End]); n > 0 {
				depth++
			}
		case ')':
			depth = max(depth-1, 0)
		case ',', ';', ':':
			inNumber := i > p.Start && i+1 < p.End && zh.IsDigit(r.s[i-1]) && zh.IsDigit(r.s[i+1]) && c != ';'
			if depth > 0 || inNumber {
				continue
			}
			add(i, c == ':')
			start = i + 1
			if c == ';' {
				part++
			}
		}
	}
	add(p.End, false)
}

// labelLength gives the length of the labels that s begins with: (1), 二是, 第六条.
func labelLength(s string) int {
	n := 0
	for range 2 {
		_, m := zh.ScanLabel(s[n:])
		if m == 0 {
			_, m = zh.ScanOrdinal(s[n:])
		}
		n += m
	}
	return n
}

// unused drops figures of ranges that are read already, such as duty lists.
func (r *reader) unused(list []figure) []figure {
	if len(r.st.Used) == 0 {
		return list
	}
	out := list[:0]
	for _, f := range list {
		if !r.st.IsUsed(f.Piece) {
			out = append(out, f)
		}
	}
	return out
}

// cuesOf collects the cues of all words in s, overlapping ones too (不纳入 holds 纳入).
func cuesOf(s string) cue {
	var c cue
	for from := 0; ; {
		at, v, _ := cueWords.Find(s, from)
		if at < 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(s[at:])
		from = at + size
		if v&cueEvery != 0 {
			if _, n := perTime.Prefix(s[from:]); n == 0 {
				v |= cueEach
			}
		}
		c |= v
	}
	return c
}

// provide appends a provision over the phrases from first to last and marks its range.
func (r *reader) provide(first, last int, kind policy.ProvisionKind, j policy.Judgement) {
	p := passage.Between(r.phrases[first].Start, r.phrases[last].End)
	params := map[string]any{}
	w := paramWriter{s: r.s, params: params}
	vague, numbers := false, 0
	for i := first; i <= last; i++ {
		ph := &r.phrases[i]
		ph.used = true
		for k := range ph.figures {
			w.add(ph, k, kind)
			vague = vague || ph.figures[k].vague
			numbers++
		}
	}
	if vague {
		j = doubted(j, UnitUnknown, 0.85)
	}
	if numbers > 8 {
		j = doubted(j, ManyNumbers, 0.7)
	}
	if kind == policy.ProvisionSubsidy && numbers == 0 {
		params["rate_percent"] = quantity.Integer(50)
		j = doubted(j, Halved, 0.5)
	}
	w.describe(r.phrases[first:last+1], kind)
	quote, span := r.text.Quote(p)
	r.st.Use(p)
	r.found = append(r.found, policy.Provision{Quote: quote, Kind: kind, Params: params, Span: span, Judgement: j})
}

func doubted(j policy.Judgement, code source.Code, confidence float64) policy.Judgement {
	j.Confidence = min(j.Confidence, confidence)
	j.Review = append(j.Review, code)
	return j
}
