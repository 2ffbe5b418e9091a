package target

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// What opens a number or a date must be one of the signs, or the pass over a sentence misses it.
func TestSigns_MissNoNumberOrDate(t *testing.T) {
	t.Parallel()
	alphabet := strings.Split("一 二 五 两 十 百 千 半 数 第 今 本 当 明 年 上 下 全 度 内 底 季 分 之 个 2 6 月", " ")
	signs := zh.NewLexicon(Signs())
	var try func(s string, more int)
	try = func(s string, more int) {
		g, n := signs.Prefix(s)
		if _, ok := quantity.Scan(s); ok && (n == 0 || g&signNumber == 0) {
			t.Errorf("%s is a quantity and no sign says so", s)
		}
		// 底 and 内 limit the year only behind its name
		if _, ok := moment.Scan(s, 2024); ok && (n == 0 || g&signDate == 0) && !strings.HasPrefix(s, "底") && !strings.HasPrefix(s, "内") {
			t.Errorf("%s is a date and no sign says so", s)
		}
		for _, c := range alphabet {
			if more > 0 {
				try(s+c, more-1)
			}
		}
	}
	try("", 4)
}
