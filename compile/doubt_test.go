package compile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/extract"
	"github.com/wenxiao/wenxiao/policy"
)

// A day that was over when the document was issued is doubted; the day of issue, a later one and a document without a date are not.
func TestCompile_DoubtsADueDateBeforeTheDocument(t *testing.T) {
	t.Parallel()
	const text = "望川县人民政府办公室关于做好供水工作的通知\n\n一、新建供水工程。2025年DUE底前，新建集中供水工程6处。（责任单位：县水利局）\n\n望川县人民政府办公室\nISSUED\n"
	for _, c := range []struct {
		due, issued string
		doubted     bool
	}{
		{"5月", "2025年6月1日", true}, {"6月", "2025年6月30日", false}, {"7月", "2025年6月30日", false}, {"5月", "", false},
	} {
		doc, err := compile.Compile("x.txt", []byte(strings.NewReplacer("DUE", c.due, "ISSUED", c.issued).Replace(text)), compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Tasks) != 1 || len(doc.Tasks[0].Targets) != 1 || (doc.Meta.Issued == nil) != (c.issued == "") {
			t.Fatalf("due %s, issued %q: read as %+v", c.due, c.issued, doc.Tasks)
		}
		x := doc.Tasks[0].Targets[0]
		if slices.Contains(x.Review, extract.DueTooEarly) != c.doubted || c.doubted && x.Confidence > 0.7 {
			t.Errorf("due %s, issued %q: reasons %v, confidence %v", c.due, c.issued, x.Review, x.Confidence)
		}
	}
}

// A text that stops inside a sentence is damaged; one that ends in a table, or with particulars of its page, is not.
func TestCompile_ToldApartWhatIsCutOff(t *testing.T) {
	t.Parallel()
	const head = "望川县人民政府办公室关于做好供水工作的通知\n望政办发〔2025〕3号\n\n一、新建供水工程。2025年底前，新建集中供水工程6处。（责任单位：县水利局）\n\n"
	long := strings.Repeat("各责任单位要压实责任，", 8)
	for _, c := range []struct {
		end  string
		want policy.SourceStatus
	}{
		{"二、加强调度。" + long + "按月向县政府办公室报送工程进", policy.StatusIncomplete},
		{"二、加强调度。" + long + "按月报送进展。附有关说明：县水利局负责解", policy.StatusIncomplete},
		{"二、加强调度。" + long + "按月报送进展。", policy.StatusIssued},
		{"二、加强调度。" + long + "按月报送进展。来源：望川县人民政府办公室", policy.StatusIssued},
		{"序号\t任务\t要求\t责任单位\n1\t改造管网\t" + long + "年底前改造老旧管网12公里\t县水利局、县财政局", policy.StatusIssued},
	} {
		doc, err := compile.Compile("x.txt", []byte(head+c.end+"\n"), compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if doc.Meta.Status != c.want || slices.Contains(doc.Meta.Review, extract.TextIncomplete) != (c.want == policy.StatusIncomplete) {
			t.Errorf("a text that ends %q is %s for %v", c.end, doc.Meta.Status, doc.Meta.Review)
		}
	}
}
