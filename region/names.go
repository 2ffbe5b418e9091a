package region

import (
	_ "embed" // the data below
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed divisions.json
var builtin []byte

// lexicon is what divisions.json holds.
type lexicon struct {
	Provinces []ProvinceName `json:"provinces"`
	// Kinds end a name and say what kind of division it is of.
	Kinds []string `json:"kinds"`
	// Committees end the name of a village by its committee, Settlements by itself.
	Committees  []string `json:"committees"`
	Settlements []string `json:"settlements"`
	// Peoples stand in the names of autonomous divisions.
	Peoples []string `json:"peoples"`
	// Fillers are entries of the code table that no address contains.
	Fillers []string `json:"fillers"`
}

var words = sync.OnceValue(func() lexicon {
	var l lexicon
	if err := json.Unmarshal(builtin, &l); err != nil {
		panic("region: the built-in names are wrong: " + err.Error())
	}
	longestFirst := func(a, b string) int { return len(b) - len(a) }
	for _, endings := range [][]string{l.Kinds, l.Committees, l.Settlements, l.Peoples} {
		slices.SortStableFunc(endings, longestFirst)
	}
	return l
})

// A ProvinceName (省级行政区) is a division of province level, with the short
// characters that stand for it. There are 34; they have not changed since 1999.
type ProvinceName struct {
	Code Code   `json:"code"`
	Name string `json:"name"`
	// Short are its characters in document numbers and on number plates (简称),
	// the one in document numbers first: 晋政发〔2023〕1号. Never empty.
	Short []string `json:"short"`
}

// Provinces are the 34 divisions of province level in order of codes. The caller
// may change the list.
func Provinces() []ProvinceName { return slices.Clone(words().Provinces) }

// ByShort finds the province a short character stands for; false if it is none
// of them. Cities have short characters too, some the same (宁 is Ningxia here
// and Nanjing in Nanjing's document numbers): ask only where a province is meant.
func ByShort(short string) (ProvinceName, bool) {
	for _, p := range words().Provinces {
		if slices.Contains(p.Short, short) {
			return p, true
		}
	}
	return ProvinceName{}, false
}

// Aliases are the shorter forms people use for the name of a division, longest
// first, without the name itself and none shorter than two characters:
//
//  1. a village by its committee loses 村民委员会, 居委会…, then 村 or 社区:
//     义井社区居委会 is 义井社区 and 义井, 上城南村委会 is 上城南村 and 上城南;
//  2. any other loses the word for its kind (市, 县, 自治州, 旗, 镇…), then the
//     peoples of an autonomous division: 延边朝鲜族自治州 is 延边朝鲜族 and 延边.
//
// 盂县 has none, since one character is no name. An alias may be shared by
// several divisions.
func Aliases(name string) []string {
	if rest, committee := cut(name, words().Committees); committee != "" {
		return settlementNames(rest, committee)
	}
	rest, ending := cut(name, words().Kinds)
	var aliases []string
	for ending != "" {
		aliases = append(aliases, rest)
		rest, ending = cut(rest, words().Peoples)
	}
	return aliases
}

// settlementNames is rule 1 of [Aliases]. A committee 村委会 names its village
// twice at most: 上城南村委会 and 上城南村村委会 are both of 上城南村.
func settlementNames(rest, committee string) []string {
	if short, settlement := cut(rest, words().Settlements); settlement != "" {
		return []string{rest, short}
	}
	for _, settlement := range words().Settlements {
		if strings.HasPrefix(committee, settlement) && !strings.HasSuffix(rest, settlement) {
			return []string{rest + settlement, rest}
		}
	}
	return []string{rest}
}

// cut takes the first of endings that leaves two characters or more off name,
// and gives both parts; the second is empty where there is none.
func cut(name string, endings []string) (rest, ending string) {
	for _, ending := range endings {
		rest, found := strings.CutSuffix(name, ending)
		if found && utf8.RuneCountInString(rest) >= 2 {
			return rest, ending
		}
	}
	return name, ""
}
