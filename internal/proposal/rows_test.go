package proposal

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample compiles one of the repository's sample documents.
func sample(t testing.TB, name string, l source.Language) *Sheet {
	t.Helper()
	return New(name, sampleDocument(t, name, l), l)
}

// sampleDocument compiles a sample.
func sampleDocument(t testing.TB, name string, l source.Language) *policy.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := compile.Compile(name, data, compile.Options{KeepText: true, Language: l})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func compiled(t testing.TB, name string, data []byte, l source.Language) *Sheet {
	t.Helper()
	doc, err := compile.Compile(name, data, compile.Options{KeepText: true, Language: l})
	if err != nil {
		t.Fatal(err)
	}
	return New(name, doc, l)
}

// samples are the names of the sample documents that are read without further programs.
func samples(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("..", "..", "samples"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if slices.Contains([]string{".txt", ".html", ".docx"}, filepath.Ext(e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names
}

// golden compares with a file of testdata, which -update rewrites.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites):\n%s", path, diff)
	}
}

// printRows writes rows as text: a cell a line, its lines divided by " / ".
func printRows(s *Sheet) string {
	var b strings.Builder
	fmt.Fprintln(&b, s.Title())
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Task == nil {
			fmt.Fprintf(&b, "\n%s %s\n", strings.Repeat("#", r.Level+1), r.Section)
			continue
		}
		fmt.Fprintln(&b)
		for c := range Columns {
			if len(r.Cells[c]) > 0 {
				fmt.Fprintf(&b, "%s  %s\n", c.Heading(source.Chinese), strings.ReplaceAll(r.Text(c), "\n", " / "))
			}
		}
		if len(r.Doubts) > 0 {
			fmt.Fprintf(&b, "需核  %d\n", len(r.Doubts))
		}
	}
	return b.String()
}

func TestRows_OfTheSamples(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"city-key-tasks.txt", "elderly-care-plan.docx", "employment-subsidy-rules.txt",
		"pollution-task-table.html", "river-chief-points.txt", "rural-opinion-scraped.txt"} {
		golden(t, name+".rows", printRows(sample(t, name, source.Chinese)))
	}
}

func TestRows_OfAScanWithBrokenLines(t *testing.T) {
	t.Parallel()
	text := "测试市2024年重点任务\n一、提升品质\n（一）加快改造。年内，新增AAA级\n景区15家、改造中心10个。（市文化和旅游局、各县（市、\n区）人民政府）\n" +
		"（二）完善服务。新建厕所60座。（市城管局）\n、壮大主体\n（一）扶持企业。企业达到180家。（市商务局）\n三、加强组织\n（一）加强调度。每月开展1次排查。（市政府办）\n"
	s := compiled(t, "scan.txt", []byte(text), source.Chinese)
	var got []string
	for i := range s.Rows {
		if r := &s.Rows[i]; r.Task == nil {
			got = append(got, r.Section)
		} else {
			got = append(got, r.Text(ColumnContent)+"|"+r.Text(ColumnResponsible))
		}
	}
	want := []string{"一、提升品质", "年内，新增AAA级景区15家、改造中心10个。|市文化和旅游局、各县（市、区）人民政府", "新建厕所60座。|市城管局",
		"二、壮大主体", "企业达到180家。|市商务局", "三、加强组织", "每月开展1次排查。|市政府办"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
