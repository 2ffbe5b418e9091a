package obligation

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// clauseReach is how far a comma-clause can go; longer ones are no prose.
const clauseReach = 1500

// clauseEnd gives where the comma-clause at i ends; marks inside brackets do not end it.
func clauseEnd(s string, i int) int {
	limit := min(len(s), i+clauseReach)
	for ; i < limit; i++ {
		switch s[i] {
		case '(':
			if n := strings.IndexByte(s[i:min(len(s), i+300)], ')'); n > 0 {
				i += n
			}
		case ',', ';', ':', '\n', '\t', ')':
			return i
		case 0xE3:
			if strings.HasPrefix(s[i:], "。") {
				return i
			}
		}
	}
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return min(i, len(s))
}

// clauseStart gives where the comma-clause before i begins.
func clauseStart(s string, i int) int {
	limit := max(0, i-clauseReach)
	for ; i > limit; i-- {
		switch s[i-1] {
		case ')':
			if n := strings.LastIndexByte(s[max(0, i-300):i], '('); n >= 0 {
				i = max(0, i-300) + n + 1
			}
		case ',', ';', ':', '\n', '\t', '(':
			return i
		case 0x82:
			if strings.HasSuffix(s[:i], "。") {
				return i
			}
		}
	}
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

// occurrence words count how often (次, 场).
var occurrence = zh.Words("次 场 场次 期 轮 遍 回 趟 堂 节")

// occurrences reads how often in p: 不少于2次, 一次, 1期. It gives 0 where p does not say.
func occurrences(s string, p passage.Piece) (times int, at passage.Piece) {
	for i := p.Start; i < p.End; {
		r, size := utf8.DecodeRuneInString(s[i:p.End])
		if !zh.IsNumeral(r) && !(r < utf8.RuneSelf && zh.IsDigit(byte(r))) {
			i += size
			continue
		}
		v, n := smallNumber(s[i:p.End])
		if n == 0 {
			i += size
			continue
		}
		end := i + n
		for _, w := range [...]string{"-", "—", "至", "到", "~"} {
			if rest, ok := strings.CutPrefix(s[end:p.End], w); ok {
				if _, m := smallNumber(rest); m > 0 {
					end += len(w) + m
				}
			}
		}
		_, m := occurrence.Prefix(s[end:p.End])
		rest := s[min(end+m, p.End):p.End]
		ordinal := strings.HasSuffix(s[:i], "第") || strings.HasPrefix(rest, "性") || strings.HasPrefix(rest, "工程") || strings.HasPrefix(rest, "项目") || strings.HasPrefix(rest, "所") || strings.HasPrefix(rest, "点")
		if m > 0 && v > 0 && v <= 366 && !ordinal {
			return v, passage.Between(i, end+m)
		}
		i = end
	}
	return 0, passage.Piece{}
}

// counts reports whether p holds a number of people or things, which makes it a target (每年培训2000人次).
func (rd *reader) counts(p passage.Piece, doubt bool) bool {
	s := rd.s[:p.End]
	for i := p.Start; i < p.End; {
		c := s[i]
		if c < utf8.RuneSelf && !zh.IsDigit(c) {
			i++
			continue
		}
		q, ok := quantity.Scan(s[i:])
		if !ok {
			i += len(passage.First(s[i:]))
			continue
		}
		rest := s[i+q.Len:]
		selects := strings.HasPrefix(rest, "以上的") || strings.HasPrefix(rest, "及以上的") || strings.HasPrefix(rest, "以上") && !q.Han && !strings.HasPrefix(rest[len("以上"):], ",") && rest != "以上"
		if timeUnits.Has(q.Unit) && !doubt {
			i += q.Len
			continue
		}
		if !q.Han && !selects && q.Unit != "%" && q.Unit != "年" && q.Unit != "月" && q.Unit != "日" && !occurrence.Has(q.Unit) {
			return true
		}
		i += q.Len
	}
	return false
}

// timeUnits measure how long something lasts, which is no target beside a frequency (8学时的培训).
var timeUnits = zh.Words("学时 课时 小时 天 分钟 个月 周")
