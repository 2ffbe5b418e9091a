package proposal

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/source"
)

// What an office gets on paper: LibreOffice prints the workbook, poppler reads the print.
func TestWorkbook_PrintsOnA3WithHeadsOnEachPage(t *testing.T) {
	needTools(t)
	s := sample(t, "city-key-tasks.txt", source.Chinese)
	dir := t.TempDir()
	path := filepath.Join(dir, "plan.xlsx")
	if err := os.WriteFile(path, workbook(t, source.Chinese, false, s), 0o666); err != nil {
		t.Fatal(err)
	}
	convert(t, path, "pdf", dir)
	print := filepath.Join(dir, "plan.pdf")

	info := tool(t, "pdfinfo", "-l", "-1", print)
	sizes := regexp.MustCompile(`Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)`).FindAllStringSubmatch(info, -1)
	if len(sizes) < 4 || len(sizes) > 16 {
		t.Errorf("%d pages:\n%s", len(sizes), info)
	}
	for i, size := range sizes {
		if size[1] != "1190.55" || size[2] != "841.89" {
			t.Errorf("page %d is %s x %s points, not A3 landscape", i+1, size[1], size[2])
		}
	}

	pages := strings.Split(strings.TrimSuffix(tool(t, "pdftotext", "-layout", print, "-"), "\f"), "\f")
	table := 0 // pages of the task table: the first sheet, up to its signatures
	for table < len(pages) && !strings.Contains(pages[table], "分管领导：") {
		table++
	}
	if table == 0 || table == len(pages) {
		t.Fatalf("the signatures stand on page %d of %d", table+1, len(pages))
	}
	for i, page := range pages[:table+1] {
		heads := strings.Join(strings.Fields(page), " ")
		if !strings.Contains(heads, "序号 重点任务 具体内容 目标 牵头单位 责任单位 配合单位 完成时限 报送要求") {
			t.Errorf("page %d does not repeat the heads:\n%s", i+1, page)
		}
		if number := fmt.Sprintf("第%d页共%d页", i+1, len(pages)); !strings.Contains(strings.ReplaceAll(heads, " ", ""), number) {
			t.Errorf("page %d does not say %q", i+1, number)
		}
		if strings.Contains(page, "需核") {
			t.Errorf("page %d prints the column of doubts", i+1)
		}
	}
	// In the order of drawing, cells come out in one piece. No cell has more lines than it was given.
	print = strings.Join(strings.SplitAfter(tool(t, "pdftotext", "-raw", print, "-"), "\f")[:table+1], "")
	for i := range s.Rows {
		r := &s.Rows[i]
		for _, c := range []Column{ColumnTask, ColumnContent, ColumnTargets, ColumnCooperate} {
			text := r.Text(c)
			given := len(fitted(text, widthOf(c), math.MaxInt))
			if n := lines(print, text); n > given || n == 0 && text != "" {
				t.Errorf("cut in print, %d lines where %d were given: %s", n, given, text)
			}
		}
	}
}

// widthOf is how wide a line in a column of the task table is, in halves of the type's size.
func widthOf(c Column) float64 {
	g := &grid{widths: taskWidths}
	return g.halves(int(c), 1, taskLooks[c].size())
}

// lines counts in a print, read in the order of drawing, on how many lines a text stands; 0 where it is not printed.
func lines(print, text string) int {
	var dense []rune
	var line []int // of each character
	n := 0
	for _, r := range print {
		if r == '\n' || r == '\f' {
			n++
		}
		if !unicode.IsSpace(r) {
			dense, line = append(dense, r), append(line, n)
		}
	}
	want := strings.Join(strings.Fields(text), "")
	at := strings.Index(string(dense), want)
	if at < 0 || want == "" {
		return 0
	}
	first := utf8.RuneCountInString(string(dense)[:at])
	return line[first+utf8.RuneCountInString(want)-1] - line[first] + 1
}

// needTools skips a test where the programs that print are missing; where everything must run, it fails.
func needTools(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"soffice", "pdftotext", "pdfinfo"} {
		_, err := exec.LookPath(tool)
		if err != nil && os.Getenv("CI") == "true" {
			t.Fatalf("%s is needed: %v", tool, err)
		}
		if err != nil {
			fmt.Printf("not run: %s, for want of %s\n", t.Name(), tool)
			t.Skip(err)
		}
	}
}

// convert lets LibreOffice write a file in another format, with a profile of its own.
func convert(t *testing.T, path, format, dir string) {
	t.Helper()
	profile := filepath.ToSlash(filepath.Join(t.TempDir(), "profile"))
	tool(t, "soffice", "-env:UserInstallation=file://"+profile, "--headless", "--convert-to", format, "--outdir", dir, path)
}

// tool runs a program and gives what it prints.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
