package printout

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// at sets a line of 16 points whose width is that of its characters.
func at(text string, left, baseline float64) Run {
	return Run{Text: text, Left: left, Right: left + 16*float64(len([]rune(text))), Baseline: baseline, Size: 16}
}

func texts(blocks []Block) []string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.Text)
	}
	return all
}

func TestBlocks_WhereAParagraphBegins(t *testing.T) {
	t.Parallel()
	full := "全县各乡镇各部门要高度重视这项工作认真组织实施" // to the right margin
	for _, c := range []struct {
		name string
		runs []Run
		want []string
	}{
		{"a line goes on", []Run{at(full, 80, 100), at("确保完成。", 80, 130)}, []string{full + "确保完成。"}},
		{"an indent", []Run{at(full, 80, 100), at("确保完成。", 112, 130)}, []string{full, "确保完成。"}},
		{"the line before had room", []Run{at(full, 80, 100), at("确保完成。", 80, 130), at("又一段", 80, 160)}, []string{full + "确保完成。", "又一段"}},
		{"a label after a sentence", []Run{at(full[:len(full)-3]+"。", 80, 100), at("二、乙", 80, 130)}, []string{full[:len(full)-3] + "。", "二、乙"}},
		{"a label inside a sentence", []Run{at(full, 80, 100), at("2.6万亩", 80, 130)}, []string{full + "2.6万亩"}},
		{"an exponent", []Run{at(full, 80, 100), at("约5m", 80, 130), {Text: "2", Left: 128, Right: 132, Baseline: 124, Size: 8}}, []string{full + "约5m²"}},
		{"columns of one line", []Run{at("电话", 300, 100), at("姓名", 80, 100)}, []string{"姓名    电话"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, texts(Blocks([]Page{{Width: 520, Height: 842, Runs: c.runs}}))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestBlocks_AHeadingOverTwoLinesIsOne(t *testing.T) {
	t.Parallel()
	heading := func(text string, left, baseline float64) Run {
		return Run{Text: text, Left: left, Right: left + 22*float64(len([]rune(text))), Baseline: baseline, Size: 22}
	}
	full := at("全县各乡镇各部门要高度重视这项工作认真组织实施", 80, 200)
	got := texts(Blocks([]Page{{Width: 520, Height: 842, Runs: []Run{
		heading("青岚县人民政府关于印发", 143, 100), heading("实施方案的通知", 187, 135), full, at("抓好落实。", 80, 230)}}}))
	if diff := cmp.Diff([]string{"青岚县人民政府关于印发实施方案的通知", full.Text + "抓好落实。"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestIsPageNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"— 1 —": true, "-12-": true, "3": true, "第 3 页 共 12 页": true, "3/12": true, "－２－": true, "iv": true,
		"一、": false, "2024年": false, "第三条": false, "1.": true, "10000人": false, "": false,
	} {
		if got := isPageNumber(text); got != want {
			t.Errorf("isPageNumber(%q) = %v", text, got)
		}
	}
}
