package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// The reasons for which a person should look at a provision.
const (
	provisionNoObject   source.Code = "E601" // a benefit whose object is not said in its sentence
	provisionUnit       source.Code = "E602" // a number whose unit is not known
	provisionTiers      source.Code = "E603" // tiers joined by semicolons were read as one provision
	provisionThreshold  source.Code = "E604" // a limit was read as opening a benefit by its form only
	provisionHalved     source.Code = "E605" // 减半 was read as 50 %
	provisionManyNumber source.Code = "E606" // more numbers than one rule usually has
)

// A rulePhrase (分句) is a part of a sentence between commas, colons or semicolons.
type rulePhrase struct {
	piece
	part    int // which part between semicolons
	colon   bool
	cues    ruleCue
	figures []ruleFigure
	// selector says that it names objects by a property (30亩以上的农户), grant that it gives a benefit.
	selector, grant, used bool
}

// A provisionReader reads the provisions of one sentence.
type provisionReader struct {
	d       *Draft
	st      *statement
	s       string
	phrases []rulePhrase
}

// readProvisions finds executable rules in one sentence:
//
//  1. The sentence is cut into phrases; those that give a benefit are found.
//  2. A subsidy is such a phrase with the phrases before it that name its objects and
//     the ones after it that bound it. Parts between semicolons are provisions of their own unless they continue.
//  3. In what is left, a number that selects objects makes a threshold where a list or benefit
//     opens, a rule where something is refused or sanctioned.
//  4. Limits that run from an event are rules.
func (d *Draft) readProvisions(st *statement) {
	if !mayProvide(st.of(d.s)) {
		return
	}
	r := provisionReader{d: d, st: st, s: d.s, phrases: make([]rulePhrase, 0, 8)}
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
}

// mayProvide is one cheap scan that lets few sentences without a provision pass.
func mayProvide(s string) bool {
	var seen ruleCue
	for from := 0; ; {
		at, v, _ := provisionGate.Find(s, from)
		if at < 0 {
			break
		}
		seen |= v
		_, size := utf8.DecodeRuneInString(s[at:])
		from = at + size
	}
	if seen&gateException != 0 {
		return true
	}
	return (seen&(gateBenefit|gateEvent) != 0 || seen&gateList != 0 && seen&gateCompare != 0) && numeralIn(s)
}

// numeralIn reports whether s holds digits or a Chinese numeral before a unit.
func numeralIn(s string) bool {
	for i := 0; i < len(s); i++ {
		if zh.IsDigit(s[i]) {
			return true
		}
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf || c < 0xE4 || c > 0xE9 {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if r == '半' || zh.IsNumeral(r) && strings.ContainsRune("十百千万亿年个人户名次元亩分成日天倍位家项月周岁小工", zh.FirstRune(s[i:])) {
			return true
		}
	}
	return false
}

// cut divides the sentence into phrases and reads each one's cues and figures.
func (r *provisionReader) cut() {
	p := r.st.piece
	p.start += labelLength(p.of(r.s))
	start, part, depth := p.start, 0, 0
	add := func(end int, colon bool) {
		q := trimPiece(r.s, piece{start, end})
		if start > p.start && r.s[start-1] != ',' {
			q.start += labelLength(q.of(r.s))
		} else if _, n := zh.ScanOrdinal(q.of(r.s)); n > 0 {
			q.start += n
		}
		if q = trimPiece(r.s, q); q.start >= q.end || r.st.isUsed(q) && q.of(r.s)[0] == '(' {
			return
		}
		ph := rulePhrase{piece: q, part: part, colon: colon, cues: ruleCuesOf(q.of(r.s))}
		ph.figures = r.unused(ruleFigures(r.s, q, nil))
		r.phrases = append(r.phrases, ph)
	}
	for i := p.start; i < p.end; i++ {
		switch c := r.s[i]; c {
		case '(':
			if n := outline.CloseBracket(r.s[i:p.end]); n > 0 {
				depth++
			}
		case ')':
			depth = max(depth-1, 0)
		case ',', ';', ':':
			inNumber := i > p.start && i+1 < p.end && zh.IsDigit(r.s[i-1]) && zh.IsDigit(r.s[i+1]) && c != ';'
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
	add(p.end, false)
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
func (r *provisionReader) unused(list []ruleFigure) []ruleFigure {
	if len(r.st.used) == 0 {
		return list
	}
	out := list[:0]
	for _, f := range list {
		if !r.st.isUsed(f.piece) {
			out = append(out, f)
		}
	}
	return out
}

// ruleCuesOf collects the cues of all words in s, overlapping ones too (不纳入 holds 纳入).
func ruleCuesOf(s string) ruleCue {
	var c ruleCue
	for from := 0; ; {
		at, v, _ := ruleCues.Find(s, from)
		if at < 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(s[at:])
		from = at + size
		if v&cueEvery != 0 {
			if _, n := rulePerTime.Prefix(s[from:]); n == 0 {
				v |= cueEach
			}
		}
		c |= v
	}
	return c
}

// provide appends a provision over the phrases from first to last and marks its range.
func (r *provisionReader) provide(first, last int, kind policy.ProvisionKind, j policy.Judgement) {
	p := piece{r.phrases[first].start, r.phrases[last].end}
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
		j = doubted(j, provisionUnit, 0.85)
	}
	if numbers > 8 {
		j = doubted(j, provisionManyNumber, 0.7)
	}
	if kind == policy.ProvisionSubsidy && numbers == 0 {
		params["rate_percent"] = quantity.Integer(50)
		j = doubted(j, provisionHalved, 0.5)
	}
	w.describe(r.phrases[first:last+1], kind)
	quote, span := r.d.quote(p)
	r.st.use(p)
	r.d.Doc.Provisions = append(r.d.Doc.Provisions, policy.Provision{Quote: quote, Kind: kind, Params: params, Span: span, Judgement: j})
}

func doubted(j policy.Judgement, code source.Code, confidence float64) policy.Judgement {
	j.Confidence = min(j.Confidence, confidence)
	j.Review = append(j.Review, code)
	return j
}
