package obligation

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/zh"
)

// yearPoints name a point of the year without a month's number.
var yearPoints = zh.NewLexicon(map[string]int{
	"年底": 12, "年末": 12, "底": 12, "末": 12, "年中": 6, "第一季度": 3, "第二季度": 6, "第三季度": 9, "第四季度": 12, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12, "年终前": 12,
})

// readYearTail reads the dates of 每年5月底前、9月底前. It reports whether it read the whole tail.
func (c *cue) readYearTail(s string) bool {
	rest := s[c.End:]
	if month, n := yearPoints.Prefix(rest); n > 0 && (strings.HasSuffix(rest[:n], "季度") || !strings.HasPrefix(rest[n:], "考") && !strings.HasPrefix(rest[n:], "组织")) {
		c.every, c.inferred, c.limit = "date", true, true
		for ; n > 0; month, n = yearPoint(s[c.End:]) {
			c.End += n
			c.addDate(month, lastDay(month))
			if strings.HasPrefix(s[c.End:], "末") || strings.HasPrefix(s[c.End:], "底") {
				c.End += len("末")
			}
		}
	} else if n, ok := c.readDateItem(rest, 0); ok {
		c.End += n
		c.every = "date"
	} else {
		return false
	}
	c.readDates(s)
	if n := openEnd(s[c.End:]); n > 0 {
		c.every, c.dateN, c.limit, c.inferred = "year", 0, false, false
		c.End += n
	}
	return true
}

// yearPoint reads another point of the year in a list: 、三季度.
func yearPoint(s string) (month, n int) {
	for _, w := range [...]string{"、", "和", "及"} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			if month, n = yearPoints.Prefix(rest); n > 0 {
				return month, n + len(w)
			}
		}
	}
	return 0, 0
}

// dateCue reads the list of dates at i, and how far the reading went. The cue's end is 0 where the
// dates bind nobody: a range, a start, a past year.
func (rd *reader) dateCue(i int) (c cue, n int) {
	s := rd.s[:rd.st.End]
	c = cue{Piece: passage.Between(i, i), kind: rhythmDate, every: "date"}
	n, ok := c.readDateItem(s[i:], rd.text.Year)
	if !ok {
		n = len(passage.First(s[i:]))
		for n > 0 && zh.IsDigit(s[i]) && i+n < len(s) && zh.IsDigit(s[i+n]) {
			n++
		}
		return cue{}, n
	}
	c.End = i + n
	c.readDates(s)
	n = c.End - i
	if m := openEnd(s[c.End:]); m > 0 {
		return cue{}, n + m
	}
	if startsRange(s[rd.st.Start:i]) {
		return cue{}, n
	}
	return c, n
}

// startsRange reports whether the words before a date make it a start or a fact (自, 截至).
func startsRange(before string) bool {
	for _, w := range [...]string{"自", "从", "截至", "截止", "截止到", "据", "截至到", "至"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return false
}

// openEnd measures what makes dates a range or a start: 至10月, —5月25日, 起.
func openEnd(s string) int {
	for _, w := range [...]string{"起", "以来", "开始", "以后"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	for _, w := range [...]string{"——", "—", "-", "~", "至", "到"} {
		rest, ok := strings.CutPrefix(s, w)
		if !ok {
			continue
		}
		var c cue
		for _, y := range [...]string{"次年", "翌年", "当年", ""} {
			if t, ok := strings.CutPrefix(rest, y); ok {
				if n, ok := c.readDateItem(t, 0); ok {
					return len(s) - len(t) + n
				}
				break
			}
		}
		if v, k := smallNumber(rest); k > 0 && v <= 31 {
			return len(w) + k
		}
	}
	return 0
}

// readDates reads the rest of a list of dates: 、12月底前, 和次年1月10日前.
func (c *cue) readDates(s string) {
	for {
		i := c.End
		for _, w := range [...]string{"前、", "、", "和", "及", "与", "以及"} {
			if strings.HasPrefix(s[i:], w) {
				i += len(w)
				break
			}
		}
		if i == c.End {
			return
		}
		for _, w := range [...]string{"次年", "翌年", "每年", "当年", "下一年", "下年"} {
			if strings.HasPrefix(s[i:], w) {
				i += len(w)
				break
			}
		}
		n, ok := c.readDateItem(s[i:], 0)
		if !ok {
			return
		}
		c.End = i + n
	}
}

// readDateItem reads one date of a list and adds it: 6月底前, 2024年3月31日前, 11月中旬, 年底.
func (c *cue) readDateItem(s string, from int) (n int, ok bool) {
	if s == "" {
		return 0, false
	}
	if !zh.IsDigit(s[0]) {
		return c.readNamedDate(s)
	}
	v, k := moment.Digits(s)
	if k == 4 && v >= 1949 && v <= 2100 && strings.HasPrefix(s[k:], "年") {
		if from > 0 && v < from {
			return 0, false
		}
		n = k + len("年")
		if m, ok := c.readNamedDate(s[n:]); ok {
			return n + m, true
		}
		v, k = moment.Digits(s[n:])
	}
	if k == 0 || k > 2 || v < 1 || v > 12 || !strings.HasPrefix(s[n+k:], "月") {
		return 0, false
	}
	n += k + len("月")
	n += len(s[n:]) - len(strings.TrimPrefix(s[n:], "的"))
	day, read := lastDay(v), false
	if d, k := moment.Digits(s[n:]); k > 0 && k <= 2 && d >= 1 && d <= 31 && (strings.HasPrefix(s[n+k:], "日") || strings.HasPrefix(s[n+k:], "号")) {
		day, read = d, true
		n += k + len("日")
		c.spreadDay(d)
	}
	if !read {
		for _, w := range [...]struct {
			word string
			day  int
		}{{"上旬", 10}, {"中旬", 20}, {"下旬", 31}, {"底", 31}, {"末", 31}, {"份", 31}, {"初", 5}} {
			if strings.HasPrefix(s[n:], w.word) {
				n += len(w.word)
				day = min(w.day, lastDay(v))
				c.limit = c.limit || w.word != "份"
				c.inferred = c.inferred || w.day < 31
				read = w.word != "份"
				break
			}
		}
	}
	if m := bound(s[n:]); m > 0 {
		n += m
		c.limit, read = true, true
	}
	if !read {
		day = -day // a day that follows the next month may be meant: 6月、12月20日前
	}
	c.addDate(v, day)
	return n, true
}

// readNamedDate reads 年底 and 年中 as a date of a list.
func (c *cue) readNamedDate(s string) (n int, ok bool) {
	for _, w := range [...]struct {
		word  string
		month int
	}{{"年底", 12}, {"年末", 12}, {"年中", 6}, {"底", 12}, {"年终", 12}} {
		if strings.HasPrefix(s, w.word) {
			n = len(w.word)
			if m := bound(s[n:]); m > 0 {
				n += m
				c.limit = true
			}
			c.inferred = true
			c.addDate(w.month, lastDay(w.month))
			return n, true
		}
	}
	return 0, false
}

// spreadDay gives the day of the last month of a list to those before it that have none.
func (c *cue) spreadDay(day int) {
	for i := c.dateN - 1; i >= 0 && c.dates[i].day < 0; i-- {
		c.dates[i].day = int16(min(day, lastDay(int(c.dates[i].month))))
	}
}

func bound(s string) int {
	for _, w := range [...]string{"以前", "之前", "前", "内", "止"} {
		if strings.HasPrefix(s, w) && !strings.HasPrefix(s[len(w):], "往") {
			return len(w)
		}
	}
	return 0
}

func lastDay(month int) int {
	switch month {
	case 2:
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
