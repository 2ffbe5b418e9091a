package printout

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// placed sets a line of 16 points whose width is that of its characters.
func placed(text string, left, baseline float64) Run {
	return Run{Text: text, Left: left, Right: left + 16*float64(len([]rune(text))), Baseline: baseline, Size: 16}
}

func texts(blocks []Block) []string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.Paragraph)
	}
	return all
}

func TestRead_WhereAParagraphBegins(t *testing.T) {
	t.Parallel()
	full := "全县各乡镇各部门要高度重视这项工作认真组织实施" // to the right margin
	for _, c := range []struct {
		name string
		runs []Run
		want []string
	}{
		{"a line goes on", []Run{placed(full, 80, 100), placed("确保完成。", 80, 130)}, []string{full + "确保完成。"}},
		{"an indent", []Run{placed(full, 80, 100), placed("确保完成。", 112, 130)}, []string{full, "确保完成。"}},
		{"the line before had room", []Run{placed(full, 80, 100), placed("确保完成。", 80, 130), placed("又一段", 80, 160)}, []string{full + "确保完成。", "又一段"}},
		{"a label after a sentence", []Run{placed(full[:len(full)-3]+"。", 80, 100), placed("二、乙", 80, 130)}, []string{full[:len(full)-3] + "。", "二、乙"}},
		{"a label inside a sentence", []Run{placed(full, 80, 100), placed("2.6万亩", 80, 130)}, []string{full + "2.6万亩"}},
		{"an exponent", []Run{placed(full, 80, 100), placed("约5m", 80, 130), {Text: "2", Left: 128, Right: 132, Baseline: 124, Size: 8}}, []string{full + "约5m²"}},
		{"columns of one line", []Run{placed("电话", 300, 100), placed("姓名", 80, 100)}, []string{"姓名　电话"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, texts(Read([]Page{{Width: 520, Height: 842, Runs: c.runs}}).Blocks)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestRead_AHeadingOverTwoLinesIsOne(t *testing.T) {
	t.Parallel()
	heading := func(text string, left, baseline float64) Run {
		return Run{Text: text, Left: left, Right: left + 22*float64(len([]rune(text))), Baseline: baseline, Size: 22}
	}
	full := placed("全县各乡镇各部门要高度重视这项工作认真组织实施", 80, 200)
	got := texts(Read([]Page{{Width: 520, Height: 842, Runs: []Run{
		heading("青岚县人民政府关于印发", 143, 100), heading("实施方案的通知", 187, 135), full, placed("抓好落实。", 80, 230)}}}).Blocks)
	if diff := cmp.Diff([]string{"青岚县人民政府关于印发实施方案的通知", full.Text + "抓好落实。"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
