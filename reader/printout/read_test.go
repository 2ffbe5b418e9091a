package printout

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The pages of the tests: A4, 28 characters of 16 points a line, from 80 to 528.
const (
	leftMargin, em = 80.0, 16.0
)

// at is a run at a place, in characters from the left margin and lines from the top.
func at(chars, line float64, text string) Run { return sized(chars, line, em, text) }

func sized(chars, line, size float64, text string) Run {
	width := 0.0
	for _, r := range text {
		width += half(r)
	}
	left := leftMargin + chars*em
	return Run{Text: text, Left: left, Right: left + width*size, Baseline: 100 + line*28, Size: size}
}

func pageOf(runs ...Run) Page { return Page{Width: 595, Height: 842, Runs: runs} }

// linesOf is a page of lines that begin at the margin, or as far in as they have blanks before them.
func linesOf(lines ...string) Page {
	var runs []Run
	for i, l := range lines {
		text := strings.TrimLeft(l, "　")
		if text != "" {
			runs = append(runs, at(float64(len(l)-len(text))/3, float64(i), text))
		}
	}
	return pageOf(runs...)
}

// written is the text of pages, a line for each paragraph and each row of a table, whose cells tabs part.
func written(t *testing.T, pages ...Page) string {
	t.Helper()
	return show(t, Read(pages))
}

func show(t *testing.T, text Text) string {
	t.Helper()
	var b strings.Builder
	for _, block := range text.Blocks {
		if block.Table == nil {
			if strings.Contains(block.Paragraph, "\n") {
				t.Errorf("a paragraph of lines: %q", block.Paragraph)
			}
			b.WriteString(block.Paragraph + "\n")
		}
		for i, c := range block.Table {
			if c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0 {
				t.Errorf("cell %+v", c)
			}
			b.WriteString(strings.Join(c.Paragraphs, "/"))
			if i+1 < len(block.Table) && block.Table[i+1].Row == c.Row {
				b.WriteByte('\t')
			} else {
				b.WriteByte('\n')
			}
		}
	}
	if text.Notes > 0 {
		fmt.Fprintf(&b, "-- notes %d\n", text.Notes)
	}
	if text.Scans != nil {
		fmt.Fprintf(&b, "-- scans %v\n", text.Scans)
	}
	return b.String()
}

func TestRead_LinesBecomeParagraphs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		pages []Page
		want  string
	}{
		{"indented paragraphs, whatever a line begins with", []Page{linesOf(
			"　　（一）加快农村公路建设。全年新改建农村公路不少于",
			"1.2万公里，其中县道占三成，其余为乡道和村道，确保年底前。",
			"　　（二）强化管护。",
			"　　（三）落实责任。")},
			"（一）加快农村公路建设。全年新改建农村公路不少于1.2万公里，其中县道占三成，其余为乡道和村道，确保年底前。\n（二）强化管护。\n（三）落实责任。\n"},
		{"a sentence over the page, page numbers between", []Page{
			pageOf(at(2, 0, "各单位要把任务落实到岗、落实到人，逐项对照台账推进"), at(0, 1, "工作，确保全面完成年度目标任务并按时报送进展情况，对工"), at(12, 24.6, "— 1 —")),
			pageOf(at(0, 0, "作不力的予以通报。"), at(2, 1, "二、强化保障。"), at(12, 24.6, "— 2 —"))},
			"各单位要把任务落实到岗、落实到人，逐项对照台账推进工作，确保全面完成年度目标任务并按时报送进展情况，对工作不力的予以通报。\n二、强化保障。\n"},
		{"paragraphs without indent part at labels", []Page{linesOf(
			"一、新改建农村公路一百二十公里，改造危桥十六座，年底完成。",
			"二、建制村通双车道比例达到百分之八十五以上，列养率保持百",
			"分之百。")},
			"一、新改建农村公路一百二十公里，改造危桥十六座，年底完成。\n二、建制村通双车道比例达到百分之八十五以上，列养率保持百分之百。\n"},
		{"a title in two lines, one broken by hand", []Page{pageOf(
			sized(7.1, 0, 22, "禾川县人民政府办公室"), sized(4.4, 1.5, 22, "关于印发农村公路提升行动任务"), sized(10.6, 3, 22, "方案的通知"),
			at(0, 5, "各乡（镇）人民政府："), at(2, 6, "现印发给你们，请认真组织实施，并于每月月底前报送进"), at(0, 7, "展情况。"), at(2, 8, "特此通知。"), at(18, 10, "2025年3月18日"))},
			"禾川县人民政府办公室\n关于印发农村公路提升行动任务方案的通知\n各乡（镇）人民政府：\n现印发给你们，请认真组织实施，并于每月月底前报送进展情况。\n特此通知。\n2025年3月18日\n"},
		{"spaced out letters, radicals, set spaces", []Page{pageOf(
			at(0, 0, "附"), at(2, 0, "件"), at(11, 2, "总"), at(14, 2, "则"), at(2, 3, "到 2025 年，⼈均收⼊⻓期增⻓，面积 3 万 m"), sized(22.5, 2.8, 9, "2"), at(23, 3, "，其中二类"))},
			"附件\n总则\n到2025年，人均收入长期增长，面积3万 m²，其中二类\n"},
		{"a mark of a footnote and the note", []Page{{Width: 595, Height: 842, Rules: []Rule{{Left: 80, Top: 600, Right: 190, Bottom: 600.7}},
			Runs: []Run{at(2, 0, "发放清单"), sized(6, -0.25, 9, "1"), at(6.4, 0, "，按月公示。"), at(2, 1, "各乡镇负责。"), sized(0, 18.5, 9, "1 清单由县民政局调整。")}}},
			"发放清单，按月公示。\n各乡镇负责。\n-- notes 1\n"},
		{"what a browser prints around a page", []Page{
			pageOf(sized(0, -2.5, 8, "11/22/26, 12:28"), sized(14, -2.5, 8, "任务方案"), at(2, 1, "甲。"), sized(0, 25.5, 8, "file:///task.html"), sized(26, 25.5, 8, "1/2")),
			pageOf(sized(0, -2.5, 8, "11/22/26, 12:29"), sized(14, -2.5, 8, "任务方案"), at(2, 1, "乙。"), sized(0, 25.5, 8, "file:///task.html"), sized(26, 25.5, 8, "2/2"))},
			"甲。\n乙。\n"},
		{"annexes at the head of pages", []Page{
			pageOf(at(0, -1, "附件1"), at(2, 1, "甲。")), pageOf(at(0, -1, "附件2"), at(2, 1, "乙。")), pageOf(at(0, -1, "附件3"), at(2, 1, "丙。"))},
			"附件1\n甲。\n附件2\n乙。\n附件3\n丙。\n"},
		{"words of letters", []Page{pageOf(at(0, 0, "This notice takes effect on the first day of the month that is"), at(0, 1, "named below."))},
			"This notice takes effect on the first day of the month that is named below.\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, written(t, c.pages...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestIsPageNumber(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"— 3 —", "-3-", "3", "12", "3/9", "第3页", "第 3 页 共 9 页", "第3页，共9页", "· 3 ·"} {
		if !isPageNumber(s) {
			t.Errorf("%q is one", s)
		}
	}
	for _, s := range []string{"", "—", "3.", "三", "第3条", "3个", "20250318", "第3页第2行"} {
		if isPageNumber(s) {
			t.Errorf("%q is none", s)
		}
	}
}

// ruled draws a grid: the columns' edges in characters, the rows' in lines.
func ruled(columns, rows []float64) []Rule {
	x := func(c float64) float64 { return leftMargin + c*em }
	y := func(l float64) float64 { return 100 + l*28 }
	var rules []Rule
	for _, c := range columns {
		rules = append(rules, Rule{Left: x(c), Right: x(c) + 0.5, Top: y(rows[0]), Bottom: y(rows[len(rows)-1])})
	}
	for _, r := range rows {
		rules = append(rules, Rule{Left: x(columns[0]), Right: x(columns[len(columns)-1]), Top: y(r), Bottom: y(r) + 0.5})
	}
	return rules
}

func TestRead_TableOverPages(t *testing.T) {
	t.Parallel()
	columns := []float64{0, 3, 13, 20}
	first := pageOf(
		at(2, -2, "任务分解表"),
		at(0.5, 0, "序号"), at(5, 0, "任务"), at(14, 0, "牵头"), at(14, 0.8, "单位"),
		at(1, 2, "1"), at(3.2, 2, "改造危桥十六座，年底"), at(3.2, 3, "前完成。"), at(13.2, 2, "县交通运输局"),
		at(1, 4.5, "2"), at(3.2, 4.5, "安排养护岗位，吸纳脱"), at(13.2, 4.5, "县农业农村局"))
	first.Rules = ruled(columns, []float64{-1, 1, 3.5, 5})
	second := pageOf(
		at(0.5, 0, "序号"), at(5, 0, "任务"), at(14, 0, "牵头"), at(14, 0.8, "单位"),
		at(3.2, 2, "贫人口三百人。"),
		at(1, 4, "3"), at(3.9, 4, "新开通客运班线五条县商务局"))
	second.Rules = ruled(columns, []float64{-1, 1, 3, 5})
	text := Read([]Page{first, second})
	want := "任务分解表\n序号\t任务\t牵头单位\n1\t改造危桥十六座，年底前完成。\t县交通运输局\n2\t安排养护岗位，吸纳脱贫人口三百人。\t县农业农村局\n3\t新开通客运班线五条\t县商务局\n"
	if diff := cmp.Diff(want, show(t, text)); diff != "" {
		t.Error(diff)
	}
	if len(text.Blocks) != 2 {
		t.Errorf("%d blocks, want a title and one table", len(text.Blocks))
	}
}

func TestRead_Scans(t *testing.T) {
	t.Parallel()
	scan := Page{Width: 595, Height: 842, Pictures: 0.98}
	stamped := Page{Width: 595, Height: 842, Pictures: 0.98, Runs: []Run{at(12, 24.6, "— 2 —")}}
	nameless := pageOf(at(0, 0, strings.Repeat("\ufffd", 40)+"2025"))
	blank := Page{Width: 595, Height: 842}
	recognised := linesOf("　　二、重点任务是新改建农村公路一百二十公里，改造危桥。")
	recognised.Pictures = 1
	want := "一、总体要求。\n二、重点任务是新改建农村公路一百二十公里，改造危桥。\n-- scans [2 3 4]\n"
	if got := written(t, linesOf("　　一、总体要求。"), scan, stamped, nameless, blank, recognised); got != want {
		t.Errorf("got %q", got)
	}
}

// A mark of secrecy is never taken for furniture: the document has to be refused for it.
func TestRead_KeepsMarksOfSecrecy(t *testing.T) {
	t.Parallel()
	var pages []Page
	for range 3 {
		p := pageOf(at(0, -1.5, "秘密★5年"), at(2, 3, "甲。"))
		p.Oblique = []string{"内部资料", "机 密", "绝　密\n★"}
		pages = append(pages, p)
	}
	got := written(t, pages...)
	if strings.Count(got, "秘密★5年\n") != 3 || !strings.Contains(got, "机密\n") || !strings.Contains(got, "绝密 ★\n") || strings.Contains(got, "内部") {
		t.Errorf("got %q", got)
	}
}

func TestRead_MergedCells(t *testing.T) {
	t.Parallel()
	p := pageOf(at(0.5, 0, "类别"), at(6, 0, "任务"), at(0.5, 2, "公路"), at(6, 1, "新建"), at(6, 2, "养护"), at(0.5, 3, "合计"))
	p.Rules = ruled([]float64{0, 5, 15}, []float64{-0.7, 0.4, 2.4, 3.4})
	p.Rules = append(p.Rules, ruled([]float64{5, 15}, []float64{0.4, 1.4, 2.4})...)
	p.Rules[1].Bottom = 100 + 2.4*28 // the last row is one cell
	var got []string
	for _, c := range Read([]Page{p}).Blocks[0].Table {
		got = append(got, fmt.Sprintf("%s %d,%d %dx%d", strings.Join(c.Paragraphs, "/"), c.Row, c.Col, c.RowSpan, c.ColSpan))
	}
	want := []string{"类别 0,0 1x1", "任务 0,1 1x1", "公路 1,0 2x1", "新建 1,1 1x1", "养护 2,1 1x1", "合计 3,0 1x2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzRead reads pages whose measures and words are made of the input.
func FuzzRead(f *testing.F) {
	f.Add([]byte("一、总体要求 附件 1.2万户"), []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 200, 100, 50, 25})
	f.Add([]byte("— 1 — ⼈\xff\t\n（"), []byte{0, 0, 0, 0, 255, 255, 255, 255, 127, 240, 0, 0, 0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, words, measures []byte) {
		if len(measures) > 4096 {
			return
		}
		next := func() float64 {
			if len(measures) < 2 {
				return 0
			}
			m := binary.BigEndian.Uint16(measures)
			measures = measures[2:]
			switch m {
			case 0xffff:
				return math.NaN()
			case 0xfffe:
				return math.Inf(1)
			}
			return float64(int16(m)) / 16
		}
		var pages []Page
		for len(measures) >= 2 && len(pages) < 8 {
			p := Page{Width: next(), Height: next(), Pictures: next()}
			for range min(len(measures), 40) / 5 {
				n := min(len(words), 1+len(measures)%17)
				x, y := next(), next()
				p.Runs = append(p.Runs, Run{Text: string(words[:n]), Left: x, Right: x + next(), Baseline: y, Size: next()})
				p.Rules = append(p.Rules, Rule{Left: x, Top: y, Right: x + next(), Bottom: y + next()})
				words = append(words[n:len(words):len(words)], words[:n]...)
			}
			pages = append(pages, p)
		}
		written(t, pages...)
	})
}
