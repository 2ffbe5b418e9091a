package bulletin_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/period"
	"github.com/xuri/excelize/v2"
)

func month(t *testing.T) bulletin.Monthly {
	t.Helper()
	p, err := period.Parse("2026-10")
	if err != nil {
		t.Fatal(err)
	}
	m := bulletin.Monthly{Office: "柏川市人民政府办公室", Period: p, AsOf: day(t, "2026-11-05"), Addressee: "各县（区）人民政府",
		Figures:   []bulletin.Figure{{Name: "任务总数", Value: 22}, {Name: "办结数", Value: 6}, {Name: "办结率", Value: bulletin.Percent(6, 22)}, {Name: "逾期单位数", Value: 1}, {Name: "逾期事项数", Value: 1}},
		Documents: []bulletin.DocumentCount{{Title: "甲", Total: 12, Closed: 4, Late: 3, Ongoing: 5}, {Title: "乙", Total: 10, Closed: 2, Late: 0, Ongoing: 8}},
		Late:      []bulletin.LateItem{{Number: "1-7", Task: "建成市场", Unit: "市商务局", Period: "2026-10", Due: day(t, "2026-10-31")}}}
	m.Texts()
	return m
}

// 6 of 22 are 27%, 16 of 22 are 73%: as real bulletins print them.
func TestPercent_IsWhole(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ part, whole, want int64 }{{6, 22, 27}, {16, 22, 73}, {1, 200, 1}, {1, 201, 0}, {0, 0, 0}, {3, 3, 100}} {
		if got := bulletin.Percent(x.part, x.whole); got != x.want {
			t.Errorf("%d of %d are %d%%, want %d%%", x.part, x.whole, got, x.want)
		}
	}
}

func TestMonthly_IsADraftUntilItHasANumber(t *testing.T) {
	t.Parallel()
	m := month(t)
	text := words(t, m)
	if !strings.Contains(text, "送审稿") || !strings.Contains(text, "共有任务22项，其中已办结6项（27%）") || strings.Contains(text, "第0期") {
		t.Errorf("the draft says\n%s", text)
	}
	if !strings.Contains(text, "合计226313") { // 22 = 6 + 3 + 13
		t.Errorf("the sum is not that of the documents:\n%s", text)
	}
	if !strings.Contains(text, "市商务局：1件，编号1-7。") {
		t.Errorf("who is late is not named with the item's number:\n%s", text)
	}
	m.Serial, m.Issued, m.Heads = 3, day(t, "2026-11-12"), []bulletin.Head{{Owner: "190300", Height: 41, Digest: "ab12"}}
	text = words(t, m)
	if strings.Contains(text, "送审稿") || !strings.Contains(text, "第3期") || !strings.Contains(text, "2026年11月12日印发") || !strings.Contains(text, "190300-41：ab12") {
		t.Errorf("the numbered one says\n%s", text)
	}
}

func TestMonthly_KnowsNamesThatAreNoFigures(t *testing.T) {
	t.Parallel()
	m := month(t)
	if got := m.Unknown("共{任务总数}项，{错名}"); len(got) != 1 || got[0] != "错名" {
		t.Errorf("got %v", got)
	}
}

var text = regexp.MustCompile(`<w:t xml:space="preserve">([^<]*)</w:t>|<w:br/>`)

// words is what a bulletin's file says, without spaces.
func words(t *testing.T, m bulletin.Monthly) string {
	t.Helper()
	var b strings.Builder
	for _, w := range text.FindAllStringSubmatch(inside(t, docx(t, m.Official()), "word/document.xml"), -1) {
		b.WriteString(w[1])
	}
	return b.String()
}

func ledger(rows int) bulletin.Ledger {
	l := bulletin.Ledger{Title: "重点任务台账", Office: "柏川市人民政府办公室", AsOf: 20000, Columns: []bulletin.Column{
		{Head: "序号", Width: 6, Align: bulletin.Centre}, {Head: "任务", Width: 60}, {Head: "牵头单位", Width: 30}, {Head: "应报", Width: 14, Align: bulletin.Right}}}
	for i := range rows {
		l.Rows = append(l.Rows, []string{fmt.Sprint(i + 1), "建成市场", "=1+2", "2026-10-31"})
	}
	return l
}

// The heads stand on every page of A3 paper on its side, and the line to sign on stands at the end.
func TestLedger_PrintsOnA3WithItsHeadsOnEveryPage(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if _, err := ledger(90).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if v, err := f.GetCellValue("台账", "C4"); err != nil || v != "=1+2" {
		t.Errorf("C4 is %q, %v", v, err)
	}
	if formula, err := f.GetCellFormula("台账", "C4"); err != nil || formula != "" {
		t.Errorf("text became the formula %q, %v", formula, err)
	}
	pdf := printed(t, "ledger.xlsx", b.Bytes())
	if info := command(t, "pdfinfo", pdf); !regexp.MustCompile(`Page size: +1190\.\d+ x 841\.\d+ pts \(A3\)`).MatchString(info) {
		t.Errorf("the paper is not A3 on its side:\n%s", info)
	}
	pages := strings.Split(strings.TrimRight(command(t, "pdftotext", "-layout", pdf, "-"), "\f"), "\f")
	if len(pages) < 2 {
		t.Fatalf("90 rows stand on %d pages", len(pages))
	}
	for i, page := range pages {
		if !strings.Contains(page, "牵头单位") {
			t.Errorf("page %d has no heads", i+1)
		}
	}
	if !strings.Contains(pages[len(pages)-1], "单位（盖章）") {
		t.Error("there is no line to sign on")
	}
}

func TestDossier_IsInOrderAndItsNamesAreGoodOnWindows(t *testing.T) {
	t.Parallel()
	file := func(name, text string) bulletin.File {
		return bulletin.File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	}
	d := bulletin.Dossier{Number: "（一）", Task: "建成市场", Document: "方案", Basis: "原文", State: "已办结", Office: "市政府办", AsOf: 20000,
		Duties: [][2]string{{"牵头", "市商务局"}}, Targets: [][]string{{"市场", "2", "个"}},
		Reports: []bulletin.ReportSheet{{Unit: "市商务局", Period: "2026-10", State: "已通过", Code: "WX-1", Texts: [][2]string{{"进展情况", "完成"}}, Values: [][]string{{"市场", "2", "1", "个"}},
			Files: []bulletin.File{file(`a/b:c*?.pdf`, "one"), file("con.txt", "two"), file("a/b:c*?.pdf", "three")}}}}
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if _, err := d.WriteTo(b); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two archives of one dossier differ")
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	want := []string{"0 封面和目录.docx", "0 目录.html", "1 进展报告/001 2026-10 市商务局 WX-1.docx", "2 佐证材料/002 a_b_c__.pdf", "2 佐证材料/003 con.txt", "2 佐证材料/004 a_b_c__.pdf", "3 销号审批表.docx"}
	if strings.Join(names, "|") != strings.Join(want, "|") {
		t.Errorf("the archive holds\n%s\nwant\n%s", strings.Join(names, "\n"), strings.Join(want, "\n"))
	}
	if got := inside(t, one.Bytes(), want[5]); got != "three" {
		t.Errorf("the third file holds %q", got)
	}
	cover, err := z.Open(want[0])
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(cover)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a_b_c__.pdf", "市商务局", "原文", "3 销号审批表.docx"} {
		if !strings.Contains(inside(t, data, "word/document.xml"), name) {
			t.Errorf("the cover does not tell of %q", name)
		}
	}
}

func TestSafeName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"CON": "_CON", "con.txt": "_con.txt", "lpt1.tar.gz": "_lpt1.tar.gz", "a. ": "a", "": "_", "x\u202egnp.exe": "x_gnp.exe", strings.Repeat("长", 300) + ".docx": strings.Repeat("长", 95) + ".docx", `..\..\x`: ".._._x"} {
		if got := bulletin.SafeName(name); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSheet_HoldsOneUnitToOneMatter(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	s := bulletin.Sheet{Kind: "督办单", Number: "督办〔2026〕5号", To: "市商务局", Task: "1-7 建成市场", Document: "方案", Item: "2026年10月进展", Due: 20000, AsOf: 20012, Basis: "逾期10天以上", Demand: "补报", Answer: 20019, Issuer: "市政府办"}
	if _, err := s.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	pdf := printed(t, "sheet.docx", b.Bytes())
	text := strings.Join(strings.Fields(command(t, "pdftotext", "-layout", pdf, "-")), "")
	for _, want := range []string{"督办单", "督办〔2026〕5号", "市商务局：", "2024年10月4日（已逾期12天）", "2024年10月23日", "签收人", "单位负责人签字"} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet does not say %q:\n%s", want, text)
		}
	}
	if pages := strings.Count(command(t, "pdftotext", pdf, "-"), "\f"); pages != 1 {
		t.Errorf("it takes %d pages", pages)
	}
}
