package compile_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/compile"
)

// A title is as it is printed, in full-width brackets where the document has them.
func TestTitle_AsPrinted(t *testing.T) {
	t.Parallel()
	const body = "\n一、新建公共停车场。2025年新建公共停车场20个。（责任单位：市住建局）\n安岭市人民政府办公室\n2025年4月28日\n"
	for text, want := range map[string]string{
		"安岭市人民政府办公室关于印发\n安岭市停车便民三年行动方案（2025—2027年）的通知\n安政办发〔2025〕14号\n各县（市、区）人民政府：\n安岭市停车便民三年行动方案（2025—2027年）": "安岭市停车便民三年行动方案（2025—2027年）",
		"安岭市停车便民三年行动方案（2025—2027年）": "安岭市停车便民三年行动方案（2025—2027年）",
		"安岭市停车便民三年行动方案(2025—2027年)": "安岭市停车便民三年行动方案(2025—2027年)",
	} {
		doc, err := compile.Compile("plan.txt", []byte(text+body), compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if doc.Meta.Title != want {
			t.Errorf("%q is called %q", text, doc.Meta.Title)
		}
	}
}
