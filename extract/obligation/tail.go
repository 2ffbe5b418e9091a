package obligation

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
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
	for c.End < len(s) {
		rest := s[c.End:]
		if c.every == "year" && c.readYearTail(s) {
			return
		}
		if n := c.readDay(rest, after); n > 0 {
			c.End += n
			dayRead = true
			continue
		}
		if c.every == "week" && !dayRead {
			if n := weekday(rest); n > 0 {
				c.End += n
				dayRead = true
				continue
			}
		}
		if rest[0] == '(' && dayRead {
			if e := strings.IndexByte(rest, ')'); e > 0 && e < 60 && !strings.ContainsAny(rest[:e], ",;") {
				c.End += e + 1
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
			if closes := rest[:n]; closes == "末" || closes == "底" || closes == "季末" {
				c.month = max(c.month, map[string]int{"quarter": 3, "half-year": 6}[c.every])
			}
		}
		c.End += n
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
			r := len(passage.First(s[i:]))
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
		return moment.Digits(s)
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
