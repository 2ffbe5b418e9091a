package corpus

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

var (
	dutyLists  = regexp.MustCompile(`[(（:：、]((?:[省市县区州]?\p{Han}{2,9}(?:委员会|局|委|厅|院|公司)(?:[、,，]|[)）等按牵负]|$))+)`)
	placeNames = regexp.MustCompile(`(?:^|[\n《])(\p{Han}{2})(?:省|市|县)[^\n]*(?:20|方案|规划|意见|任务)`)
	notPlaces  = "各全我本省市县区乡镇村城大中小多个以及和与对同在向由为将等有两三四五"
)

// towns are places to write instead of those of the originals; two of their characters make others.
var towns = strings.Fields(`大同 长治 晋城 朔州 运城 临汾 吕梁 保定 邢台 承德 衡水 赤峰 铁岭 四平 绥化 盐城 衢州 安庆 六安 南平 宁德 上饶 吉安 抚州 菏泽 聊城 信阳 周口
	孝感 黄冈 邵阳 永州 怀化 梅州 河源 百色 河池 绵阳 南充 巴中 遵义 毕节 铜仁 昭通 普洱 临沧 安康 商洛 天水 定西 陇南 海东 固原 吴忠 兴县 安泽 和顺 石楼 平顺 武乡 左权 静乐`)

// learnNames collects the places and the units that a document names.
func (c *Corpus) learnNames(text string) {
	for _, m := range placeNames.FindAllStringSubmatch(text, -1) {
		if !strings.ContainsAny(m[1], notPlaces) {
			c.places = append(c.places, m[1])
		}
	}
	for _, m := range dutyLists.FindAllStringSubmatch(text, -1) {
		for _, unit := range strings.FieldsFunc(m[1], func(r rune) bool { return strings.ContainsRune("、,，)）等按牵负", r) }) {
			unit = strings.TrimLeft(unit, "省市县区州")
			if n := len(unit); n >= 9 && n <= 24 && !strings.HasPrefix(unit, "委") && !strings.HasPrefix(unit, "场") {
				c.units = append(c.units, unit)
			}
		}
	}
}

// sortNames orders the names, longest first, as a replacer needs them, and drops repeated ones.
func (c *Corpus) sortNames() {
	for _, list := range []*[]string{&c.places, &c.units} {
		slices.SortFunc(*list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
		*list = slices.Compact(*list)
	}
}

// names gives this document other places and other units, each the same throughout.
func (w *writer) names() *strings.Replacer {
	var pairs []string
	for _, p := range w.c.places {
		town := towns[w.r.IntN(len(towns))]
		if w.r.IntN(2) == 0 {
			town = town[:len("安")] + towns[w.r.IntN(len(towns))][len("安"):]
		}
		pairs = append(pairs, p, town)
	}
	for i, k := range w.r.Perm(len(w.c.units)) {
		u := w.c.units[i]
		pairs = append(pairs, u+"员会", u+"员会", u, w.c.units[k]) // 发展和改革委 in 发展和改革委员会 stays
	}
	return strings.NewReplacer(pairs...)
}
