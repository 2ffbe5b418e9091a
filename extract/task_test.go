package extract_test

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
)

func compiled(t *testing.T, text string) *policy.Document {
	t.Helper()
	doc, err := compile.Compile("a.txt", []byte(text), compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// brief writes the tasks of a document as "一/(一) 市财政局,市审计局", divided by "; ".
func brief(doc *policy.Document) string {
	var all []string
	for _, task := range doc.Tasks {
		var units []string
		for _, d := range task.Duties {
			units = append(units, d.Unit)
		}
		all = append(all, strings.TrimSpace(strings.Join(task.Path, "/")+" "+strings.Join(units, ",")))
	}
	return strings.Join(all, "; ")
}

func TestTasks_AListThatClosesAMeasureIsTheMeasures(t *testing.T) {
	t.Parallel()
	const flat = "一、升规增效。鼓励企业升规。\n责任单位：市工信局\n二、技术改造。支持企业技改。\n责任单位：市财政局\n"
	const deep = "一、升规增效。\n（1）企业升规。鼓励企业升规。\n责任单位：市工信局\n（2）技术改造。支持企业技改。\n责任单位：市财政局\n"
	const items = "三、加快转型。\n（1）数字化。推进数字化改造。\n（2）绿色制造。推进绿色制造。"
	for _, tt := range []struct{ name, text, want string }{
		{"measures with a list each", flat + items + "\n责任单位：市发改委、市生态环境局\n", "一 市工信局; 二 市财政局; 三 市发改委,市生态环境局"},
		{"a list on the last item's own line", flat + items + "（市发改委负责）\n", "一 市工信局; 二 市财政局; 三/(1); 三/(2) 市发改委"},
		{"chapters whose items have lists", deep + items + "\n责任单位：市发改委\n", "一/(1) 市工信局; 一/(2) 市财政局; 三/(1); 三/(2) 市发改委"},
	} {
		if got := brief(compiled(t, "某市若干政策措施\n"+tt.text)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestAttachments_StateNothing(t *testing.T) {
	t.Parallel()
	doc := compiled(t, `某县关于做好工作的通知
一、加强领导。加强组织领导。
二、加强考核。严格考核奖惩。
附件：1.任务清单
2.工程进度月报表
某县任务分解
县人民代表大会票决的民生实事全部办结。
一、做好供水。新建水厂2座。（县水利局负责）
`)
	if got := brief(doc); got != "一; 二; 一 县水利局" || len(doc.Obligations) != 0 || len(doc.Tasks[1].Targets) != 0 {
		t.Errorf("got %s, obligations %v, targets %v", got, doc.Obligations, doc.Tasks[1].Targets)
	}
}

func TestTasks_TheFloorOfAShareIsATargetBesideHowOften(t *testing.T) {
	t.Parallel()
	doc := compiled(t, "某市管理办法\n一、绩效评价。市财政局每年选取不少于20%的项目开展重点绩效评价。（市财政局负责）\n")
	if len(doc.Obligations) != 1 || len(doc.Tasks) != 1 || len(doc.Tasks[0].Targets) != 1 || doc.Tasks[0].Targets[0].Value.String() != "20" {
		t.Errorf("got %v and %v", doc.Obligations, doc.Tasks)
	}
}

func TestMeta_ATitleMayBeginWithItsYear(t *testing.T) {
	t.Parallel()
	doc := compiled(t, "2025年桃源区乡村建设重点任务清单\n\n各镇：\n一、农村供水。新建水厂2座。（区水利局负责）\n")
	if doc.Meta.Region == nil || *doc.Meta.Region != "桃源区" {
		t.Errorf("region %v", doc.Meta.Region)
	}
}

// Who signs below the last clause, and when, is no part of what that clause orders.
func TestTasks_EndBeforeTheSignature(t *testing.T) {
	t.Parallel()
	text := "云岫县人民政府办公室关于做好防汛工作的通知\n云政办发〔2025〕9号\n各乡镇人民政府：\n一、加强巡查。每日巡查2次。（责任单位：县水利局）\n二、备足物资。储备编织袋2万条。（责任单位：县应急局）\n\n云岫县人民政府办公室\n2025年6月2日\n"
	doc := compiled(t, text)
	if len(doc.Tasks) != 2 {
		t.Fatalf("the tasks are %s", brief(doc))
	}
	if e := doc.Tasks[1].Extent; text[e.Start:e.End] != "二、备足物资。储备编织袋2万条。（责任单位：县应急局）" && text[e.Start:e.End] != "备足物资。储备编织袋2万条。（责任单位：县应急局）" {
		t.Errorf("the last task is %q", text[e.Start:e.End])
	}
}
