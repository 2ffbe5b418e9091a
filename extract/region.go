package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// placeOf gives the place a name begins with and its level: 阳泉市 is a city, 定南县 a county.
func placeOf(name string) (place, level string) {
	for i, r := range name {
		if !zh.IsHan(r) || strings.ContainsRune("全我本各", r) || i > 36 {
			return "", ""
		}
		if i < 6 {
			continue
		}
		head := name[:i+len(string(r))]
		rest := name[len(head):]
		switch r {
		case '省':
			return head, "province"
		case '市':
			return head, "city"
		case '县', '旗':
			if !strings.HasPrefix(rest, "域") && !strings.HasPrefix(rest, "级") && !strings.HasPrefix(rest, "城") || strings.HasPrefix(rest, "城集") || strings.HasPrefix(rest, "县城") {
				return head, "county"
			}
		case '区':
			switch {
			case strings.HasSuffix(head, "自治区"):
				return head, "province"
			case strings.HasSuffix(head, "地区"):
				return head, "city"
			case strings.HasSuffix(head, "园区") || strings.HasSuffix(head, "社区") || strings.HasSuffix(head, "灾区") || strings.HasSuffix(head, "库区") || strings.HasSuffix(head, "景区") || strings.HasSuffix(head, "片区"):
				return "", ""
			}
			return head, "county"
		case '州':
			if strings.HasSuffix(head, "自治州") || strings.HasPrefix(rest, "人民政府") || strings.HasPrefix(rest, "委") || organOf(rest) {
				return head, "city"
			}
		case '盟':
			if !strings.HasPrefix(rest, "约") {
				return head, "city"
			}
		}
		if strings.ContainsRune("年月的关于在对和与推进全我本", r) || !zh.IsHan(r) {
			return "", ""
		}
	}
	return "", ""
}

// organOf reports whether the words after a place are an organ of its own: 白河州|民政局, not 广州|市民政局.
func organOf(rest string) bool {
	_, n := organWords.Suffix(rest)
	return n > 0 && zh.Count(rest) <= 12 && !strings.ContainsRune("市县区省", zh.FirstRune(rest))
}

// municipalities are cities with a province's rank.
var municipalities = zh.Words("北京市 天津市 上海市 重庆市")

// findRegion finds the place the document is for and its level: from the title and the issuers, else from
// the first lines, the level at last from the bureaus named.
func (d *Draft) findRegion(m *policy.Meta) {
	var place, level string
	for _, name := range append([]string{afterYear(trimParty(m.Title))}, m.Issuers...) {
		p, l := placeOf(trimParty(name))
		if p == "" {
			continue
		}
		// 某市某区人民政府: the inner place is the issuer's own
		if rest := strings.TrimPrefix(trimParty(name), p); l == "city" || l == "province" {
			if inner, il := placeOf(rest); inner != "" && il != "province" && !strings.HasPrefix(rest, "市") && !strings.HasPrefix(rest, "区域") && zh.Count(inner) <= 6 && !strings.HasPrefix(inner, "县") {
				p, l = inner, il
			}
		}
		if place == "" {
			place, level = p, l
		}
	}
	if municipalities.Has(place) {
		level = "province"
	}
	if place == "" {
		place, level = d.regionFromText()
	}
	if place != "" {
		m.Region = &place
	}
	if level == "" {
		level = d.levelFromUnits()
	}
	if level != "" {
		m.Level = &level
	}
}

// afterYear drops the year that a title begins with: 2025年|桃源区乡村建设重点任务清单.
func afterYear(title string) string {
	rest := strings.TrimLeft(title, "0123456789-—")
	if rest, found := strings.CutPrefix(rest, "年"); found {
		return strings.TrimPrefix(rest, "度")
	}
	return title
}

// trimParty drops what may stand before the place in an organ's name.
func trimParty(s string) string {
	for _, w := range [...]string{"中国共产党", "中共", "共青团", "关于印发", "关于"} {
		s = strings.TrimPrefix(s, w)
	}
	return s
}

// regionFromText takes the place that 我市 or 我县 stands for from addressees and signatures near the head: 某县人民政府.
func (d *Draft) regionFromText() (place, level string) {
	lines := linesOf(d.text.String, passage.Between(0, min(len(d.text.String), 2400)), 40)
	for _, l := range lines {
		t := strings.ReplaceAll(l.Of(d.text.String), " ", "")
		if zh.Count(t) > 30 {
			continue
		}
		if _, n := organWords.Suffix(t); n > 0 {
			if p, lv := placeOf(trimParty(t)); p != "" {
				return p, lv
			}
		}
	}
	return "", ""
}

// bureaus are the names that bureaus of every level share, after 省, 市, 县 or 区.
var bureaus = zh.Words(`财政 发展改革 发改 农业农村 教育局 教育厅 民政 住建 住房 人社 人力资源 交通 卫健 卫生健康 文旅 商务 水利 委组织部 委宣传部 委市政府`)

// levelFromUnits infers the level from the bureaus named in the document's first part: 市财政局 says city.
func (d *Draft) levelFromUnits() string {
	count := map[rune]int{}
	s := d.text.String[:min(len(d.text.String), 30000)]
	for from := 0; ; {
		at, _, n := bureaus.Find(s, from)
		if at < 0 {
			break
		}
		count[zh.LastRune(s[:at])]++
		from = at + n
	}
	best, level := 0, ""
	for _, c := range [...]struct {
		r     rune
		level string
	}{{'省', "province"}, {'市', "city"}, {'县', "county"}, {'区', "county"}} {
		if count[c.r] > best {
			best, level = count[c.r], c.level
		}
	}
	return level
}
