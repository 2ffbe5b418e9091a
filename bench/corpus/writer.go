package corpus

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// A writer makes one document.
type writer struct {
	c     *Corpus
	r     *rand.Rand
	out   strings.Builder
	years int // added to every year
	open  []level
}

// A level is an open style of label with the last number given.
type level struct {
	style  style
	number int
}

// write makes a document of about size bytes from o: its front and first chapter,
// then chapters in changing order as often as needed, then its last.
func (w *writer) write(o *original, size int) {
	last := len(o.chapters) - 1
	w.text(o.front, false)
	w.chapter(&o.chapters[0], size)
	for w.out.Len() < size {
		for _, i := range w.r.Perm(max(1, last)) {
			if i > 0 || last < 2 {
				w.chapter(&o.chapters[i], size)
			}
			if w.out.Len() >= size {
				break
			}
		}
	}
	if last > 0 {
		w.chapter(&o.chapters[last], size+size/8)
	}
}

func (w *writer) chapter(ch *chapter, size int) {
	w.clause(ch.head)
	for _, i := range w.r.Perm(len(ch.blocks)) {
		if w.out.Len() >= size {
			return
		}
		for _, c := range ch.blocks[i] {
			w.clause(c)
		}
	}
}

func (w *writer) clause(c clause) {
	n := w.next(c.style)
	numeral := strconv.Itoa(n)
	if !c.style.arabic {
		numeral = zh.Numeral(n)
	}
	if c.lost {
		numeral = ""
	}
	w.out.WriteString(c.style.open + numeral + c.style.end)
	w.text(c.body, true)
}

// next numbers a label: it goes on where its style is open, and closes what is inside.
func (w *writer) next(s style) int {
	for i := range w.open {
		if w.open[i].style == s {
			w.open = w.open[:i+1]
			w.open[i].number++
			return w.open[i].number
		}
	}
	w.open = append(w.open, level{s, 1})
	return 1
}

// text writes a text with its sentences exchanged and its numbers changed. The
// first sentence of a clause, its heading, stays first; duties stay last.
func (w *writer) text(s string, isClause bool) {
	for i, line := range strings.SplitAfter(s, "\n") {
		line, end := strings.TrimSuffix(line, "\n"), strings.HasSuffix(line, "\n")
		ss := sentencesOf(line)
		middle := ss
		if len(middle) > 0 && (i == 0 || !isClause) {
			middle = middle[1:]
		}
		if len(middle) > 0 && namesDuties(middle[len(middle)-1]) {
			middle = middle[:len(middle)-1]
		}
		w.r.Shuffle(len(middle), func(a, b int) { middle[a], middle[b] = middle[b], middle[a] })
		for k := range middle {
			if w.r.IntN(4) == 0 && strings.HasSuffix(middle[k], "。") {
				middle[k] = w.c.sentences[w.r.IntN(len(w.c.sentences))]
			}
		}
		for _, sentence := range ss {
			w.numbers(sentence)
		}
		if end {
			w.out.WriteByte('\n')
		}
	}
}

// numbers writes s with other numbers of as many digits: years shifted alike,
// months and days such as there are.
func (w *writer) numbers(s string) {
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && !zh.IsDigit(s[j]) {
			j++
		}
		w.out.WriteString(s[i:j])
		for i = j; j < len(s) && zh.IsDigit(s[j]); j++ {
		}
		if i < j {
			w.out.WriteString(w.number(s[i:j], s[j:]))
		}
		i = j
	}
}

func (w *writer) number(digits, after string) string {
	v, _ := strconv.Atoi(digits) // only a year's four digits are used as a number
	switch {
	case len(digits) == 4 && v >= 1900 && v < 2100:
		return strconv.Itoa(v + w.years)
	case strings.HasPrefix(after, "月"):
		return strconv.Itoa(1 + w.r.IntN(12))
	case strings.HasPrefix(after, "日"):
		return strconv.Itoa(1 + w.r.IntN(28))
	}
	b := []byte(digits)
	for i := range b {
		if i == 0 && len(b) > 1 {
			b[i] = byte('1' + w.r.IntN(9))
		} else {
			b[i] = byte('0' + w.r.IntN(10))
		}
	}
	if len(b) == 1 && b[0] == '0' {
		b[0] = '5'
	}
	return string(b)
}

// paginate puts page numbers into the sentences, as converters of scans do.
func (w *writer) paginate(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/200)
	page, room := 1, 0
	for _, r := range s {
		if room--; room < 0 && r != '\n' {
			if page > 1 {
				b.WriteByte('\n')
				b.WriteString(strconv.Itoa(page) + "、")
			}
			page++
			room = 390 + w.r.IntN(50)
		}
		b.WriteRune(r)
	}
	return b.String()
}
