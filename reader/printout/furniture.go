package printout

import (
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// margin is the share of a page, at its head and at its foot, in which page numbers and running heads stand.
const margin = 0.15

// zone says where on the page a row lies: -1 at its head, 1 at its foot, 0 between.
func (p *page) zone(r *row) int {
	switch {
	case r.baseline < margin*p.Height:
		return -1
	case r.baseline > (1-margin)*p.Height:
		return 1
	}
	return 0
}

// dropFurniture leaves out what is printed around the text: page numbers, lines that are the same at
// the same place of several pages, and footnotes. Watermarks are no part of it from the start.
func (d *document) dropFurniture() {
	running := d.running()
	for i := range d.pages {
		p := &d.pages[i]
		keep := p.rows[:0]
		for j, r := range p.rows {
			edge := j < 2 || j >= len(p.rows)-2
			if z := p.zone(&r); z != 0 && !isSecrecyMark(r.text) && (edge && isPageNumber(r.text) || running.holds(z, &r)) {
				continue
			}
			keep = append(keep, r)
		}
		p.rows = keep
	}
	d.measure()
	for i := range d.pages {
		d.notes += d.pages[i].dropNotes(d.size)
	}
}

// isSecrecyMark reports that a line may be a mark of state secrecy (密级), which is never left out.
func isSecrecyMark(s string) bool {
	s = strings.Join(strings.Fields(s), "")
	return strings.Contains(s, "绝密") || strings.Contains(s, "机密") || strings.Contains(s, "秘密")
}

// isPageNumber reports that a line is a page's number: — 3 —, -3-, 3/9, 第3页共9页.
func isPageNumber(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	s = strings.Trim(s, "-—–－―·•~～_|")
	if n := strings.Trim(s, "0123456789"); n == "" {
		return len(s) > 0 && len(s) <= 4
	}
	number, rest := leadingDigits(strings.TrimPrefix(s, "第"))
	if number == 0 {
		return false
	}
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "页"), ",，/-|、")
	if strings.HasPrefix(s, "第") && rest == "" {
		return true
	}
	number, rest = leadingDigits(strings.TrimPrefix(rest, "共"))
	return number > 0 && (rest == "" || rest == "页")
}

// leadingDigits counts the digits at the head of s and gives what follows.
func leadingDigits(s string) (n int, rest string) {
	for n < len(s) && zh.IsDigit(s[n]) {
		n++
	}
	return n, s[n:]
}

// runningLines counts the lines at the heads and feet of pages.
type runningLines struct {
	all   map[runningKey]int // by words, height 0
	near  map[runningKey]int // by words and height
	least int
}

type runningKey struct {
	zone   int
	text   string
	height int // of the baseline, in steps of 3 points
}

// running counts the lines that stand at the same height of several pages. The label of an annex (附件) may well head several.
func (d *document) running() runningLines {
	l := runningLines{all: map[runningKey]int{}, near: map[runningKey]int{}, least: min(max(2, len(d.pages)), 3)}
	for i := range d.pages {
		p := &d.pages[i]
		for j := range p.rows {
			r := &p.rows[j]
			if z := p.zone(r); z != 0 && !strings.HasPrefix(r.text, "附") {
				if text := runningText(r); text != "" {
					l.all[runningKey{z, text, 0}]++
					l.near[runningKey{z, text, int(r.baseline / 3)}]++
				}
			}
		}
	}
	return l
}

// holds reports that a line is a running one: it stands on both of two pages or on three of more, mostly at one height.
func (l runningLines) holds(zone int, r *row) bool {
	text, height := runningText(r), int(r.baseline/3)
	all, same := l.all[runningKey{zone, text, 0}], 0
	for h := height - 1; h <= height+1; h++ {
		same += l.near[runningKey{zone, text, h}]
	}
	return all >= l.least && same >= 2 && same*2 >= all
}

// runningText is what a row says beside the page's number, with 0 for every figure: browsers print the time. A row of
// figures says nothing.
func runningText(r *row) string {
	var b strings.Builder
	words := false
	for _, run := range r.runs {
		if isPageNumber(run.Text) {
			continue
		}
		for _, c := range run.Text {
			switch {
			case c >= '0' && c <= '9':
				c = '0'
			case c == ' ':
				continue
			}
			words = words || zh.IsWide(c) || isLetter(c)
			b.WriteRune(c)
		}
	}
	if !words {
		return ""
	}
	return b.String()
}

// dropNotes takes footnotes off a page and counts their lines: what stands below a short rule in the lower half,
// and is set in smaller letters than the text or begins with a small mark.
func (p *page) dropNotes(size float64) int {
	if len(p.Rules) > maxRules {
		return 0
	}
	for _, rule := range p.Rules {
		w := rule.Right - rule.Left
		if !isLevel(rule) || w < 30 || w > 0.4*p.Width || rule.Top < p.Height/2 {
			continue
		}
		first := len(p.rows)
		small := true
		for first > 0 && p.rows[first-1].baseline > rule.Top {
			first--
			small = small && p.rows[first].size < 0.93*size
		}
		if first == len(p.rows) || !small && !isNoteMark(p.rows[first].runs, size) {
			continue
		}
		n := len(p.rows) - first
		p.rows = p.rows[:first]
		return n
	}
	return 0
}

// isNoteMark reports that a row begins with a small mark of a footnote.
func isNoteMark(runs []Run, size float64) bool {
	return len(runs) > 1 && runs[0].Size < 0.8*size && strings.Trim(runs[0].Text, noteMarks) == ""
}
