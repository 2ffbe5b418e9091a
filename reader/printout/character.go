package printout

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/wenxiao/wenxiao/zh"
)

// radicals are the characters that fonts of printed pages give the code of a radical (U+2E80–2EFF); Unicode has no
// mapping for most of them (CJKRadicals.txt names many).
var radicals = func() map[rune]rune {
	m := map[rune]rune{}
	pairs := []rune(`⺁厂⺄乙⺇几⺈刀⺉刀⺋卩⺌小⺍小⺎兀⺏尣⺐尢⺓幺⺗心⺙攵⺛旡⺝月⺟母⺠民⺢水⺥爪⺧牛⺩王⺫目⺬示⺭示⺮竹⺯糸⺰纟⺲罒⺳网⺶羊⺷羊⺸羊⺻聿⺼月⺽臼⺾艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲龟⻳龟`)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}()

// foldOdd gives ordinary characters for those that PDF writers take from a font's odd corners:
// radicals and compatibility ideographs look the same and are other codes.
func foldOdd(s string) string {
	if strings.IndexFunc(s, isOdd) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch ordinary, ok := radicals[r]; {
		case ok:
			b.WriteRune(ordinary)
		case isOdd(r):
			b.WriteString(norm.NFKC.String(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isOdd reports that r is a radical or a compatibility ideograph.
func isOdd(r rune) bool {
	return r >= 0x2e80 && r < 0x2fe0 || r >= 0xf900 && r < 0xfb00 || r >= 0x2f800 && r < 0x2fa20
}

// unspace closes up characters that were spaced out to fill a width (附　件, 总　则): two or more
// Han characters that stand alone between blanks.
func unspace(s string) string {
	if !strings.ContainsAny(s, blanks) {
		return s
	}
	var b strings.Builder
	alone := false
	gap := ""
	for s != "" {
		n := strings.IndexAny(s, blanks)
		if n < 0 {
			n = len(s)
		}
		word := s[:n]
		rest := strings.TrimLeft(s[n:], blanks)
		lone := utf8.RuneCountInString(word) == 1 && zh.IsWide(zh.FirstRune(word))
		if !(lone && alone) {
			b.WriteString(gap)
		}
		b.WriteString(word)
		alone, gap, s = lone, s[n:len(s)-len(rest)], rest
	}
	return b.String()
}

// blanks part words: U+3000 where a gap is as wide as a character.
const blanks = " \u3000"
