package proposal

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

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
	// In the order of drawing, cells come out in one piece.
	var printed strings.Builder
	for _, page := range strings.Split(tool(t, "pdftotext", "-raw", print, "-"), "\f")[:table+1] {
		printed.WriteString(strings.Join(strings.Fields(page), ""))
	}
	for i := range s.Rows {
		for _, c := range []Column{ColumnTask, ColumnContent, ColumnTargets, ColumnCooperate} {
			if want := strings.Join(strings.Fields(s.Rows[i].Text(c)), ""); !strings.Contains(printed.String(), want) {
				t.Errorf("not in the print: %s", want)
			}
		}
	}
}

// The heights are computed; LibreOffice, left to itself, needs no more for any row.
func TestWorkbook_NoRowIsCut(t *testing.T) {
	needTools(t)
	dir := t.TempDir()
	for _, name := range []string{"city-key-tasks.txt", "employment-subsidy-rules.txt"} {
		data := workbook(t, source.Chinese, false, sample(t, name, source.Chinese))
		path := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(path, withoutHeights(t, data), 0o666); err != nil {
			t.Fatal(err)
		}
		convert(t, path, "xlsx", filepath.Join(dir, "fitted"))
		fit, err := os.ReadFile(filepath.Join(dir, "fitted", name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		ours, theirs := reopened(t, data), reopened(t, fit)
		for _, sheet := range ours.GetSheetList() {
			for i := range cellsOf(t, ours, sheet) {
				have, err1 := ours.GetRowHeight(sheet, i+1)
				need, err2 := theirs.GetRowHeight(sheet, i+1)
				if err1 != nil || err2 != nil || have < need {
					t.Errorf("%s, %s: row %d is %v points tall and needs %v (%v, %v)", name, sheet, i+1, have, need, err1, err2)
				}
			}
		}
	}
}

// withoutHeights takes the heights of rows out of a workbook, so that the program that opens it fits them.
func withoutHeights(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	heights := regexp.MustCompile(` (ht="[\d.]+"|customHeight="1")`)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	taken := 0
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			taken += len(heights.FindAll(content, -1))
			content = heights.ReplaceAll(content, nil)
		}
		entry, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || taken == 0 {
		t.Fatalf("%d heights taken out, error %v", taken, err)
	}
	return out.Bytes()
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
