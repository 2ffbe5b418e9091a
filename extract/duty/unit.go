package duty

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/zh"
)

// unitSuffixes end the names of bodies that duties are given to (单位名称).
var unitSuffixes = zh.Words(`局 委 办 厅 部 院 会 处 政府 党委 党组 中心 公司 集团 银行 支行 分行 分局 支队 大队 总队 站 社 联 团委 妇联 工会 残联 学校 大学 学院 中学 小学 医院
	管委会 党工委 街道 街办 办事处 单位 部门 机构 团 商会 组 室 科 科室 所 队 海关 法院 检察院 专班 指挥部 园区 开发区 高新区 经开区 新区 示范区 集聚区 厂 馆 台 报社 库 段 企业 基地 联社 农商行 信用社 县 市 区 镇 乡 州 盟 旗 村 各县区 各镇 社区
	局) 办) 委) 中心) 区) 县) 队) 会) 部) 室) 村“两委” 党支部 委员会 组织 干部 工作队 党委和政府 河长办 林长办 处室 军分区 武装部 电网 铁塔 移动 联通 电信 邮政 烟草 供电 水务 燃气 供热 城投 农投 交投 信访 消防 税务 气象 统计 科协 文联 侨联 社科联 红十字会 平台 分中心 主体 乡镇 镇办 教研室 联盟 联合会 管理层 总站 集团) 公司)`)

// groupWords mark a group of bodies that has to be resolved into units.
var groupWords = zh.Words(`各 有关 相关 成员单位 等部门 帮扶单位 其他`)

// LikeUnit reports whether a name can be a body's. Names are short, hold no
// sentence marks or digits with units, and end as bodies' names end.
func LikeUnit(name string) bool {
	if unnamed.Next(name, 0) < len(name) {
		return false
	}
	n := zh.Count(name)
	if n < 2 || n > 30 {
		return false
	}
	if open := openBracket(name); open > 0 {
		name = name[:open] // 各镇(街道)
	}
	if _, m := unitSuffixes.Suffix(name); m == 0 {
		return n <= 6 && strings.ContainsRune("市县省区州", zh.FirstRune(name)) && n >= 3
	}
	return true
}

// unnamed are the marks that no name holds.
var unnamed = zh.NewChars(",;。:《")

// IsGroup reports whether a unit's name stands for several bodies, to be resolved into units.
func IsGroup(name string) bool { return groupWords.In(name) }

// SplitUnits cuts a list of units at 、 and at 和, 及 between two whole names, never
// inside brackets. 党委、政府 of one place stays together. Not every item need be a unit's name.
func SplitUnits(s string, p passage.Piece) []passage.Piece { return splitUnits(nil, s, p) }

// splitUnits is [SplitUnits] that writes to items, which must be empty.
func splitUnits(items []passage.Piece, s string, p passage.Piece) []passage.Piece {
	depth, start := 0, p.Start
	cut := func(end, next int) {
		if it := trimUnit(s, passage.Between(start, end)); it.Start < it.End {
			items = append(items, it)
		}
		start = next
	}
	for i := p.Start; ; {
		if i = dividers.Next(s[:p.End], i); i == p.End {
			break
		}
		r := zh.FirstRune(s[i:])
		size := zh.Width(s[i])
		switch {
		case r == '(' || r == '[' || r == '“':
			depth++
		case r == ')' || r == ']' || r == '”':
			depth--
		case depth > 0:
		case r == '、' || r == ',' || r == ';' || r == '\n' || r == '/' || r == '\t':
			cut(i, i+size)
		case r == ' ':
			if LikeUnit(zh.TrimSpace(s[start:i])) && divides(s[i+1:p.End]) {
				cut(i, i+size)
			}
		case r == '会' && strings.HasPrefix(s[i:], "会同") && LikeUnit(zh.TrimSpace(s[start:i])):
			size = len("会同")
			cut(i, i+size)
		case r == '和' || r == '及' || r == '与':
			word := size
			if n := conjunction(s[i:p.End]); n > 0 {
				word = n
			}
			if splitsAt(s, start, i, i+word, p.End) {
				cut(i, i+word)
				size = word
			}
		}
		i += size
	}
	cut(p.End, p.End)
	return joinGovernments(s, items)
}

// dividers are brackets, marks and what the words between units begin with.
var dividers = zh.NewChars("([“)]”、,;\n/\t 会和及与")

// divides reports whether what follows a space begins another unit.
func divides(s string) bool {
	r := zh.FirstRune(s)
	return strings.ContainsRune("市县省区州各中国有相", r) || LikeUnit(zh.TrimSpace(firstItem(s)))
}

// itemEnds end an item of a list.
var itemEnds = zh.NewChars(" 、,;\n\t")

func firstItem(s string) string {
	if i := itemEnds.Next(s, 0); i > 0 {
		return s[:i]
	}
	return s
}

func conjunction(s string) int {
	for _, w := range [...]string{"以及", "及其他", "及其"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// splitsAt decides whether 和 or 及 divides two units: the name before is whole
// and the one after begins as a body's name does.
func splitsAt(s string, start, at, next, end int) bool {
	before := zh.TrimSpace(s[start:at])
	if strings.HasSuffix(before, "以") && next > at {
		before = strings.TrimSuffix(before, "以")
	}
	after := firstItem(s[next:end])
	if strings.HasSuffix(before, "党委") || strings.HasSuffix(before, "党工委") || !LikeUnit(before) || strings.HasSuffix(before, "发展") {
		return false
	}
	if _, n := bodies.Suffix(before); n > 0 && LikeUnit(after) {
		return true
	}
	r := zh.FirstRune(after)
	if strings.Contains(after, "各") && LikeUnit(after) {
		return true // 省自然资源厅|及|沿江各设区市人民政府
	}
	return strings.ContainsRune("市县省各中国", r) || strings.HasPrefix(after, "有关") || strings.HasPrefix(after, "相关") || strings.HasPrefix(after, "区")
}

// bodies end a name that 和 does not go on in.
var bodies = zh.Words(`部门 政府 机关`)

// joinGovernments puts 各县(市、区)党委 and 政府, and 各县、市、区政府, together again.
func joinGovernments(s string, items []passage.Piece) []passage.Piece {
	out := items[:0]
	for _, it := range items {
		name := it.Of(s)
		if len(out) > 0 {
			prev := &out[len(out)-1]
			before := prev.Of(s)
			gap := s[prev.End:it.Start]
			party := strings.HasSuffix(before, "委") && (strings.HasSuffix(before, "党委") || strings.HasSuffix(before, "党工委") || strings.HasSuffix(before, "党(工)委"))
			bare := party && (name == "政府" || name == "人民政府" || name == "管委会" || name == "办事处" || name == "政府(管委会)" || name == "人民政府(办事处)")
			places := strings.HasPrefix(before, "各") && zh.Count(before) <= 3 && (strings.HasPrefix(name, "市、") || strings.HasPrefix(name, "区") || strings.HasPrefix(name, "市") && strings.Contains(name[3:], "区") || strings.HasPrefix(name, "县(") || strings.HasPrefix(name, "县市区") || strings.HasPrefix(name, "县") && zh.Count(name) <= 6 && strings.HasSuffix(before, "市") || strings.HasPrefix(name, "街道") || strings.HasPrefix(name, "州") || name == "市")
			if (gap == "、" || gap == "和") && (bare || places) {
				prev.End = it.End
				continue
			}
		}
		out = append(out, it)
	}
	return out
}

// trimUnit drops what stands around a name in a list: spaces, 由, 等, 等部门.
func trimUnit(s string, p passage.Piece) passage.Piece {
	for {
		t := p
		for t.Start < t.End && besideName(s[t.Start]) {
			t.Start++
		}
		for t.Start < t.End && besideName(s[t.End-1]) {
			t.End--
		}
		switch zh.FirstRune(t.Of(s)) {
		case '会', '以', '由', '和', '及':
			for _, w := range [...]string{"会同", "以上任务由", "以上工作由", "以上由", "由", "以及", "和", "及"} {
				if strings.HasPrefix(t.Of(s), w) {
					t.Start += len(w)
				}
			}
		}
		switch zh.LastRune(t.Of(s)) {
		case '等', '门', '位', '。', '”':
			for _, w := range [...]string{"等", "等部门", "等单位", "等有关部门", "等相关部门", "等有关单位", "等相关单位", "。", "等市直部门", "等县直部门", "”"} {
				if strings.HasSuffix(t.Of(s), w) && len(t.Of(s)) > len(w) && (w != "”" || !strings.Contains(t.Of(s), "“")) {
					t.End -= len(w)
				}
			}
		}
		if t == p {
			return p
		}
		p = t
	}
}

func besideName(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '.' }
