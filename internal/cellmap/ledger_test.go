package cellmap

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/period"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// officeLedger is a ledger as offices keep it: a title, heads in two rows, sections, merged cells, a column for each past month, notes.
func officeLedger(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	for ref, v := range map[string]any{
		"A1": "云岭县2025年重点工作推进台账", "A2": "填报单位：县政府督查室", "G2": "截至3月底",
		"A3": "序号", "B3": "工作任务", "C3": "年度目标", "D3": "责任分工", "F3": "完成时限", "G3": "进展情况", "J3": "存在问题", "K3": "备注",
		"D4": "牵头单位", "E4": "配合单位", "G4": "1月", "H4": "2月", "I4": "3月",
		"A5": "一、住房保障",
		"A6": 1, "B6": "推进农村危房改造", "C6": "完成危房改造1200户", "D6": "县住建局", "E6": "县财政局、\n各乡镇", "F6": "2025年12月底", "G6": "已开工100户", "H6": "已开工260户", "I6": "已完工300户", "J6": "冬季停工",
		"C7": "开工率达到100%", "E7": "县水利局", "I7": "开工率80%",
		"A8": "二、环境整治",
		"A9": 2, "B9": "加强村容村貌整治", "D9": "县农业农村局", "F9": "长期坚持", "H9": "完成集中整治一轮",
		"A10": 3, "B10": "办好教育实事", "C10": "新建幼儿园3所", "E10": "县卫健局", "F10": 45930, "I10": "主体完工",
		"A11": "注：每月25日前报县政府督查室。",
	} {
		must(t, f.SetCellValue("Sheet1", ref, v))
	}
	for _, m := range [][2]string{{"A1", "K1"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"D3", "E3"}, {"F3", "F4"}, {"G3", "I3"}, {"J3", "J4"}, {"K3", "K4"}, {"A5", "K5"}, {"A8", "K8"},
		{"A6", "A7"}, {"B6", "B7"}, {"D6", "D7"}, {"F6", "F7"}, {"G6", "G7"}, {"H6", "H7"}, {"J6", "J7"}, {"D9", "D10"}, {"A11", "K11"}} {
		must(t, f.MergeCell("Sheet1", m[0], m[1]))
	}
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	must(t, err)
	must(t, f.SetCellStyle("Sheet1", "F10", "F10", date))
	b, err := f.WriteToBuffer()
	must(t, err)
	return b.Bytes()
}

var today = func() period.Date { d, _ := period.NewDate(2025, 4, 9); return d }()

func TestLedger_HeadsAreGuessedAndMergedCellsCarryTheirValueDown(t *testing.T) {
	t.Parallel()
	grids, err := Grids("台账.xlsx", officeLedger(t))
	must(t, err)
	m, ok := Guess(grids, "台账.xlsx", today)
	if !ok || m.Title != "云岭县2025年重点工作推进台账" || m.Heads != 4 || m.Year != 2025 {
		t.Fatalf("guessed is %+v (%v)", m, ok)
	}
	got := ""
	for _, c := range m.Columns {
		got += c.Field + c.Period + " "
	}
	if want := "number task target lead cooperate due progress2025-01 progress2025-02 progress2025-03 problem2025-03  "; got != want {
		t.Errorf("columns are %q, want %q", got, want)
	}
	items, faults := grids[0].Items(m, today)
	if len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	want := []Item{
		{Row: 5, Number: "1", Task: "推进农村危房改造", Target: "完成危房改造1200户；开工率达到100%", Lead: "县住建局", Others: map[string]string{FieldCooperate: "县财政局、各乡镇、县水利局"}, Due: "2025年12月底",
			Past: []Past{{Period: "2025-01", Progress: "已开工100户"}, {Period: "2025-02", Progress: "已开工260户"}, {Period: "2025-03", Progress: "已完工300户\n开工率80%", Problem: "冬季停工"}}},
		{Row: 8, Number: "2", Task: "加强村容村貌整治", Lead: "县农业农村局", Others: map[string]string{}, Due: "长期坚持", Past: []Past{{Period: "2025-02", Progress: "完成集中整治一轮"}}},
		{Row: 9, Number: "3", Task: "办好教育实事", Target: "新建幼儿园3所", Lead: "县农业农村局", Others: map[string]string{FieldCooperate: "县卫健局"}, Due: "2025年9月30日", Past: []Past{{Period: "2025-03", Progress: "主体完工"}}},
	}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	doc, err := Proposal(m, items)
	must(t, err)
	said := ""
	for _, task := range doc.Tasks {
		said += task.Title + ":"
		for _, d := range task.Duties {
			said += fmt.Sprintf(" %s %s", d.Role, d.Unit)
		}
		for _, g := range task.Targets {
			said += fmt.Sprintf(" [%s %s%s", g.Metric, g.Value, *g.Unit)
			if g.Due != nil {
				said += " " + *g.Due
			}
			said += "]"
		}
		said += "\n"
	}
	if want := "推进农村危房改造: lead 县住建局 cooperate 县财政局 cooperate 各乡镇 cooperate 县水利局 [危房改造 1200户 2025-12-31] [开工率 100% 2025-12-31]\n" +
		"加强村容村貌整治: lead 县农业农村局\n办好教育实事: lead 县农业农村局 cooperate 县卫健局 [新建幼儿园 3所 2025-09-30]\n"; said != want {
		t.Errorf("the proposal says\n%swant\n%s", said, want)
	}
}

func TestLedger_PeriodsOfHeads(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{"1月进展": "2025-01", "进展情况（截至3月底）": "2025-03", "1-6月完成情况": "2025-06", "一季度完成情况": "2025Q1", "第2季度": "2025Q2", "上半年": "2025H1",
		"2024年12月进展": "2024-12", "进展情况": "", "１０月": "2025-10"} {
		p, _ := periodOf(head, 2025)
		if p.String() != want {
			t.Errorf("%s is %q, want %q", head, p, want)
		}
	}
}

// Who keeps a ledger by hand writes 同上 where a cell says what the one above does, and 同左 for a month in which nothing has changed.
func TestLedger_DittoMeansWhatStandsAboveOrToTheLeft(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for ref, v := range map[string]any{
		"A1": "序号", "B1": "工作任务", "C1": "年度目标", "D1": "牵头单位", "E1": "完成时限", "F1": "1月进展", "G1": "2月进展",
		"A2": 1, "B2": "新建公共停车场", "C2": "新增泊位500个", "D2": "县住建局", "E2": "2025年6月底", "F2": "已完成选址", "G2": "同左",
		"A3": 2, "B3": "改造老旧小区", "C3": "改造12个", "D3": "同上", "E3": "〃", "F3": "同上", "G3": "开工3个",
		"A4": "二、环境整治",
		"A5": 3, "B5": "整治背街小巷", "D5": " 同上 ", "E5": "长期坚持", "F5": 7,
		"B6": "同上", "C6": "整治20条", "D6": "县城管局",
		"A7": 4, "B7": "同心路拓宽", "E7": "同左", "G7": "同上",
	} {
		must(t, f.SetCellValue("Sheet1", ref, v))
	}
	must(t, f.MergeCell("Sheet1", "A4", "G4"))
	b, err := f.WriteToBuffer()
	must(t, err)
	grids, err := Grids("台账.xlsx", b.Bytes())
	must(t, err)
	m, ok := Guess(grids, "台账.xlsx", today)
	if !ok {
		t.Fatal("it is not seen as a ledger")
	}
	items, faults := grids[0].Items(m, today)
	var where []string
	for _, f := range faults {
		where = append(where, fmt.Sprint(f.At.Row+1, ":", f.At.Col+1, " ", f.Key))
	}
	if want := []string{"7:5 cell-ditto", "7:7 cell-ditto"}; !slices.Equal(where, want) { // no deadline stands to the left, and nothing right above
		t.Errorf("faults: %v, want %v", where, want)
	}
	none := map[string]string{}
	want := []Item{
		{Row: 1, Number: "1", Task: "新建公共停车场", Target: "新增泊位500个", Lead: "县住建局", Others: none, Due: "2025年6月底", Past: []Past{{Period: "2025-01", Progress: "已完成选址"}, {Period: "2025-02", Progress: "已完成选址"}}},
		{Row: 2, Number: "2", Task: "改造老旧小区", Target: "改造12个", Lead: "县住建局", Others: none, Due: "2025年6月底", Past: []Past{{Period: "2025-01", Progress: "已完成选址"}, {Period: "2025-02", Progress: "开工3个"}}},
		{Row: 4, Number: "3", Task: "整治背街小巷", Target: "整治20条", Lead: "县住建局、县城管局", Others: none, Due: "长期坚持", Past: []Past{{Period: "2025-01", Progress: "7"}}},
		{Row: 6, Number: "4", Task: "同心路拓宽", Others: none},
	}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
