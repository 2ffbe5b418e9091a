package proposal

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/source"
)

// paramWords say the parameters of a provision in Chinese; %v is the value. The names are those of doc/schema.md.
var paramWords = map[string]string{
	"amount": "金额%v元", "rate_percent": "比例%v%%", "share_percent": "承担%v%%", "cap": "上限%v",
	"months": "%v个月", "days": "%v天", "workdays": "%v个工作日", "hours": "%v小时", "minutes": "%v分钟",
	"seconds": "%v秒", "weeks": "%v周", "terms": "%v个学期", "age": "%v周岁", "score": "%v分", "rank": "前%v名",
	"count": "数量%v", "measure": "数值%v", "times": "%v次", "multiple": "%v倍", "value": "标准%v", "unit": "单位：%v",
	"metric": "指标：%v", "per": "计发口径：%v", "when": "适用：%v", "effect": "后果：%v",
}

// paramBounds are the prefixes of names that make of a value a bound.
var paramBounds = []struct{ prefix, word string }{{"minimum_", "不少于"}, {"below_", "低于"}, {"max_", "最长"}}

// ParamWords say the parameters of a provision, one each, in the order of their names; in
// English, and for names that are not known, as name=value.
func ParamWords(params map[string]any, l source.Language) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(params)) {
		v, bound, base := params[name], "", name
		if v == "" || v == nil || l == source.Chinese && (name == "cap_unit" || name == "cap_period") {
			continue
		}
		if name == "cap" && l == source.Chinese {
			v = capWords(params)
		}
		for _, b := range paramBounds {
			if rest, found := strings.CutPrefix(base, b.prefix); found {
				base, bound = rest, b.word
			}
		}
		if i := strings.LastIndexByte(base, '_'); i > 0 && strings.Trim(base[i+1:], "0123456789") == "" {
			base = base[:i]
		}
		format, known := paramWords[base]
		if l == source.English || !known {
			all = append(all, fmt.Sprintf("%s=%v", name, params[name]))
			continue
		}
		all = append(all, bound+oneLine(fmt.Sprintf(format, v)))
	}
	return all
}

// capWords say a cap with its unit and period: 每年20000元.
func capWords(params map[string]any) string {
	unit, _ := params["cap_unit"].(string)     // where there is none, the bare number stands
	period, _ := params["cap_period"].(string) // likewise
	return fmt.Sprintf("%s%v%s", periodWords[period][source.Chinese], params["cap"], unit)
}
