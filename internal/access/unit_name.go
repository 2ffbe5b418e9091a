package access

import (
	"strings"
	"unicode"

	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/zh"
)

// The words of units' names.
var (
	// partyPrefixes stand before the division in the names of Party bodies.
	partyPrefixes = []string{"中国共产党", "中共"}
	// governments are what a division's name alone stands for.
	governments = []string{"政府", "街道办事处", "办事处", "管理委员会"}
	// folds are longer forms of words that documents write either way.
	folds = strings.NewReplacer("人民政府", "政府")
	// kinds are the words for kinds of divisions that stand for the division in short names.
	kinds = []string{"自治区", "自治州", "街道", "省", "市", "县", "区", "旗", "州", "盟", "镇", "乡"}
	// endings are the words a name ends with, whose first character stands for them in abbreviations.
	endings = []string{"委员会", "办公室", "联合会", "办事处", "管理局", "管理中心", "服务中心"}
)

// folded is a name as names are compared: widths and brackets folded, without blanks.
func folded(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r = zh.Fold(r); !unicode.IsSpace(r) {
			b.WriteRune(r)
		}
	}
	return folds.Replace(b.String())
}

// A reading is a name read as that of a unit of some division, without the division's part.
type reading struct {
	division region.Code
	rest     string
}

// deepest is how many divisions a name may begin with: province, city, county, township.
const deepest = 4

// readings are the ways to read a name in a document of a division.
func (d *Directory) readings(in region.Code, name string, on region.Day, depth int) []reading {
	all := []reading{{in, name}}
	if depth == deepest || name == "" {
		return all
	}
	for _, kind := range kinds {
		rest, is := strings.CutPrefix(name, kind)
		if !is || rest == "" {
			continue
		}
		for _, division := range d.ofKind(in, kind, on) {
			all = append(all, reading{division, rest})
		}
	}
	runes := []rune(name)
	for n := 2; n <= len(runes); n++ {
		for _, division := range d.divisions.Find(region.Code{}, string(runes[:n]), on) {
			if in.Contains(division.Code) || division.Code.Contains(in) {
				all = append(all, d.readings(division.Code, string(runes[n:]), on, depth+1)...)
			}
		}
	}
	return all
}

// ofKind are the divisions that a word for their kind stands for in a document of another: the document's own or
// one above it, else those right below.
func (d *Directory) ofKind(in region.Code, kind string, on region.Day) []region.Code {
	for level := in.Level(); level >= region.Province; level-- {
		code := in.At(level)
		if division, known := d.divisions.At(code, on); known && strings.HasSuffix(division.Name, kind) {
			return []region.Code{code}
		}
	}
	var below []region.Code
	for _, division := range d.divisions.Children(in, on) {
		if strings.HasSuffix(division.Name, kind) {
			below = append(below, division.Code)
		}
	}
	return below
}

// means says by which reason a reading means a unit with this core, "" if by none.
func (r reading) means(core string) Reason {
	switch {
	case r.rest == "":
		for _, government := range governments {
			if core == government {
				return ByDivision
			}
		}
	case r.rest == core:
		return ByShortName
	case abbreviates([]rune(r.rest), []rune(core)):
		return ByAbbreviation
	case len([]rune(r.rest)) >= 2 && strings.HasSuffix(core, r.rest):
		return ByEnding
	}
	return ""
}

// abbreviates reports whether short are characters of a name in their order, beginning with the first and ending
// with the last or with the first of the word it ends with: 发改委 of 发展和改革委员会.
func abbreviates(short, name []rune) bool {
	if len(short) < 2 || len(name) <= len(short) || short[0] != name[0] {
		return false
	}
	for _, ending := range endings {
		if rest, is := strings.CutSuffix(string(name), ending); is && short[len(short)-1] == []rune(ending)[0] {
			return isPart(short[:len(short)-1], []rune(rest))
		}
	}
	return short[len(short)-1] == name[len(name)-1] && isPart(short[:len(short)-1], name[:len(name)-1])
}

// isPart reports whether the characters of short stand in name in their order.
func isPart(short, name []rune) bool {
	for _, r := range name {
		if len(short) > 0 && short[0] == r {
			short = short[1:]
		}
	}
	return len(short) == 0
}
