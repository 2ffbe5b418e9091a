package ofd

import "golang.org/x/text/unicode/norm"

// foldRadical gives the character for a radical or a compatibility form that
// looks like it: fonts of printed pages often map 长 to U+2ED3 and 一 to U+2F00.
func foldRadical(r rune) rune {
	switch {
	case r < 0x2e80:
		return r
	case r < 0x2f00:
		if c, ok := radicals[r]; ok {
			return c
		}
	case r < 0x2fe0, r >= 0xf900 && r < 0xfb00, r >= 0x2f800 && r < 0x2fa20:
		for _, c := range norm.NFKC.String(string(r)) {
			return c
		}
	}
	return r
}

// radicals are those of CJK Radicals Supplement that are written as a character
// of their own; Unicode has no mapping for them (CJKRadicals.txt names most).
var radicals = map[rune]rune{
	'⺁': '厂', '⺇': '几', '⺌': '小', '⺎': '兀', '⺏': '尣', '⺐': '尢', '⺓': '幺', '⺛': '旡', '⺝': '月', '⺟': '母', '⺠': '民',
	'⺩': '王', '⺬': '示', '⺮': '竹', '⺯': '糸', '⺰': '纟', '⺲': '罒', '⺶': '羊', '⺸': '羊', '⺻': '聿', '⺼': '月', '⺾': '艹', '⻁': '虎', '⻂': '衤',
	'⻄': '西', '⻅': '见', '⻆': '角', '⻇': '角', '⻈': '讠', '⻉': '贝', '⻊': '足', '⻋': '车', '⻌': '辶', '⻍': '辶', '⻏': '阝', '⻐': '钅', '⻑': '長',
	'⻒': '镸', '⻓': '长', '⻔': '门', '⻖': '阝', '⻗': '雨', '⻘': '青', '⻙': '韦', '⻚': '页', '⻛': '风', '⻜': '飞', '⻝': '食', '⻟': '飠', '⻠': '饣', '⻢': '马',
	'⻣': '骨', '⻤': '鬼', '⻥': '鱼', '⻦': '鸟', '⻧': '卤', '⻨': '麦', '⻩': '黄', '⻪': '黾', '⻬': '齐', '⻮': '齿', '⻰': '龙', '⻲': '龟', '⻳': '龟',
}
