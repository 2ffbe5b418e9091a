package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// tails are the words between a period and its day (每季度|首月|10日|前).
var tails = zh.NewLexicon(tailWords())

type tail uint8

const (
	tailFirst  tail = iota + 1 // 首月
	tailSecond                 // 第二个月
	tailLast                   // 末月
	tailNext                   // 次月
	tailAfter                  // 结束后
	tailVague                  // 底, 末, 中旬
	tailBound                  // 前, 内
	tailSkip                   // 的
)

func tailWords() map[string]tail {
	m := map[string]tail{}
	for t, words := range map[tail]string{
		tailFirst:  "首月 第一个月 第1个月 首个月 头一个月 第一月",
		tailSecond: "第二个月 第2个月 中间月",
		tailLast:   "末月 最后一个月 最后1个月 末个月 第三个月 第3个月 最末月 末一个月 最后一月",
		tailNext:   "次月 末次月 末的次月 结束次月 结束后次月 结束后首月 结束后的次月 下月 次季首月 下季首月 下季度首月 下一季度首月 下个月",
		tailAfter:  "结束后 终了后 结束之后 结束之日起 终了之日起 终了之后 后 末后 届满后 结束后的",
		tailVague:  "初 上旬 中旬 下旬 底 末 月底 月末 月初 季末 季初 终 终了 结束 结束时",
		tailBound:  "前 之前 以前 内 之内 以内 止 里 前后",
		tailSkip:   "的 第 于 在 月份",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = t
		}
	}
	return m
}

// readTail reads what narrows a period: its month, day, working days, or dates of the year.
func (c *cue) readTail(s string) {
	after, dayRead := false, false
	for c.end < len(s) {
		rest := s[c.end:]
		if c.every == "year" && c.readYearTail(s) {
			return
		}
		if n := c.readDay(rest, after); n > 0 {
			c.end += n
			dayRead = true
			continue
		}
		if c.every == "week" && !dayRead {
			if n := weekday(rest); n > 0 {
				c.end += n
				dayRead = true
				continue
			}
		}
		if rest[0] == '(' && dayRead {
			if e := strings.IndexByte(rest, ')'); e > 0 && e < 60 && !strings.ContainsAny(rest[:e], ",;") {
				c.end += e + 1
				continue
			}
		}
		t, n := tails.Prefix(rest)
		if n == 0 || stopsTail(rest[n:], rest[:n]) {
			return
		}
		switch t {
		case tailFirst:
			c.month = 1
		case tailSecond:
			c.month = 2
		case tailLast:
			c.month = map[string]int{"quarter": 3, "half-year": 6, "year": 12}[c.every]
		case tailNext, tailAfter:
			after = true
		case tailVague, tailBound:
			c.limit = true
		}
		c.end += n
	}
}

// stopsTail keeps 前往, 内部, 后续 and the like out of a tail.
func stopsTail(next, word string) bool {
	r := zh.FirstRune(next)
	switch word {
	case "前":
		return r == '往' || r == '期'
	case "内":
		return r == '部' || r == '容'
	case "后":
		return r == '续'
	case "终", "底":
		return r == '身' || r == '数'
	case "末", "于", "在", "第", "里":
		return r == '端' || r == '第'
	}
	return false
}

// readDay reads 25日, 5个工作日, 前5个工作日, 5日、20日, 1日至5日.
func (c *cue) readDay(s string, after bool) int {
	i := 0
	if strings.HasPrefix(s, "前") || strings.HasPrefix(s, "第") {
		i = len("前")
	}
	v, n := smallNumber(s[i:])
	if n == 0 || v < 1 || v > 31 {
		return 0
	}
	i += n
	for _, mark := range [...]string{"-", "—", "至", "到", "日至", "日-", "日—", "日到", "~"} {
		if rest, ok := strings.CutPrefix(s[i:], mark); ok {
			if hi, m := smallNumber(rest); m > 0 && hi > v && hi <= 31 {
				v = hi
				i += len(mark) + m
				break
			}
		}
	}
	for _, w := range [...]string{"个工作日", "工作日"} {
		if strings.HasPrefix(s[i:], w) {
			c.workdays, c.limit = v, true
			return i + len(w)
		}
	}
	for _, w := range [...]string{"日", "号", "天"} {
		if !strings.HasPrefix(s[i:], w) {
			continue
		}
		if w == "天" && !after {
			return 0
		}
		i += len(w)
		c.addDay(v)
		c.limit = true
		if after {
			c.inferred = true
			if c.every == "quarter" || c.every == "half-year" || c.every == "year" {
				c.month = 1
			}
		}
		for strings.HasPrefix(s[i:], "前") && moreDays(s[i+len("前"):]) {
			i += len("前")
		}
		if moreDays(s[i:]) {
			r := len(firstOf(s[i:]))
			if n := c.readDay(s[i+r:], after); n > 0 {
				return i + r + n
			}
		}
		return i
	}
	return 0
}

// moreDays reports whether s goes on with another day of the same month (、20日).
func moreDays(s string) bool {
	for _, w := range [...]string{"、", "和", "及"} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			v, n := smallNumber(rest)
			return n > 0 && v <= 31 && (strings.HasPrefix(rest[n:], "日") || strings.HasPrefix(rest[n:], "号"))
		}
	}
	return false
}

// smallNumber reads a day or a count in digits or Chinese numerals.
func smallNumber(s string) (v, n int) {
	if s == "" {
		return 0, 0
	}
	if zh.IsDigit(s[0]) {
		return leading(s)
	}
	if s[0] < utf8.RuneSelf {
		return 0, 0
	}
	big, n := zh.ScanInteger(s)
	if big > 9999 {
		return 0, 0
	}
	return int(big), n
}

// weekday reads the 五 of 每周五; the 一 of 每周一次 and 每周一调度 is none.
func weekday(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("一二三四五六日", r) {
		return 0
	}
	rest := s[n:]
	for _, w := range [...]string{"前", "上午", "下午", "之前", "以前", "中午", "晚", ",", "、", "定期", "固定", "召开", "向", "报", "将", "组织", "集中"} {
		if strings.HasPrefix(rest, w) {
			return n
		}
	}
	return 0
}

// yearPoints name a point of the year without a month's number.
var yearPoints = zh.NewLexicon(map[string]int{
	"年底": 12, "年末": 12, "底": 12, "末": 12, "年中": 6, "第一季度": 3, "第二季度": 6, "第三季度": 9, "第四季度": 12, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12, "年终前": 12,
})

// readYearTail reads the dates of 每年5月底前、9月底前. It reports whether it read the whole tail.
func (c *cue) readYearTail(s string) bool {
	rest := s[c.end:]
	if month, n := yearPoints.Prefix(rest); n > 0 && !strings.HasPrefix(rest[n:], "考") && !strings.HasPrefix(rest[n:], "组织") {
		c.every, c.inferred, c.limit = "date", true, true
		c.end += n
		c.addDate(month, lastDay(month))
		if strings.HasPrefix(s[c.end:], "末") || strings.HasPrefix(s[c.end:], "底") {
			c.end += len("末")
		}
	} else if n, ok := c.readDateItem(rest, 0); ok {
		c.end += n
		c.every = "date"
	} else {
		return false
	}
	c.readDates(s)
	if n := openEnd(s[c.end:]); n > 0 {
		c.every, c.dateN, c.limit, c.inferred = "year", 0, false, false
		c.end += n
	}
	return true
}

// dateCue reads the list of dates at i, and how far the dutyReading went. The cue's end is 0 where the
// dates bind nobody: a range, a start, a past year.
func (d *Draft) dateCue(i int, st *statement) (c cue, n int) {
	s := d.s[:st.end]
	c = cue{piece: piece{i, i}, kind: rhythmDate, every: "date"}
	n, ok := c.readDateItem(s[i:], d.Year)
	if !ok {
		n = len(firstOf(s[i:]))
		for n > 0 && zh.IsDigit(s[i]) && i+n < len(s) && zh.IsDigit(s[i+n]) {
			n++
		}
		return cue{}, n
	}
	c.end = i + n
	c.readDates(s)
	n = c.end - i
	if m := openEnd(s[c.end:]); m > 0 {
		return cue{}, n + m
	}
	if startsRange(s[st.start:i]) {
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
		i := c.end
		for _, w := range [...]string{"前、", "、", "和", "及", "与", "以及"} {
			if strings.HasPrefix(s[i:], w) {
				i += len(w)
				break
			}
		}
		if i == c.end {
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
		c.end = i + n
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
	v, k := leading(s)
	if k == 4 && v >= 1949 && v <= 2100 && strings.HasPrefix(s[k:], "年") {
		if from > 0 && v < from {
			return 0, false
		}
		n = k + len("年")
		if m, ok := c.readNamedDate(s[n:]); ok {
			return n + m, true
		}
		v, k = leading(s[n:])
	}
	if k == 0 || k > 2 || v < 1 || v > 12 || !strings.HasPrefix(s[n+k:], "月") {
		return 0, false
	}
	n += k + len("月")
	n += len(s[n:]) - len(strings.TrimPrefix(s[n:], "的"))
	day, read := lastDay(v), false
	if d, k := leading(s[n:]); k > 0 && k <= 2 && d >= 1 && d <= 31 && (strings.HasPrefix(s[n+k:], "日") || strings.HasPrefix(s[n+k:], "号")) {
		day, read = d, true
		n += k + len("日")
		c.spreadDay(d)
	}
	if !read {
		for _, w := range [...]struct {
			word string
			day  int
		}{{"上旬", 10}, {"中旬", 20}, {"下旬", 31}, {"底", 31}, {"末", 31}, {"份", 31}, {"初", 10}} {
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
		c.dates[i].day = min(day, lastDay(c.dates[i].month))
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
