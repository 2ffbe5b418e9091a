package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/reader"
)

func made(t testing.TB, make func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	make(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func reopened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func filled(t testing.TB, f *excelize.File, cell string) string {
	t.Helper()
	id, err := f.GetCellStyle("Sheet1", cell)
	must(t, err)
	s, err := f.GetStyle(id)
	must(t, err)
	return strings.Join(s.Fill.Color, " ")
}

func TestMark_FaultsStandInTheCellsAndGoWhenTheyAreMended(t *testing.T) {
	t.Parallel()
	data := made(t, func(f *excelize.File) {
		bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "B2", "B2", bold))
		must(t, f.SetCellValue("Sheet1", "B2", "十二"))
		must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "C3", Author: "王", Text: "问过县里"}))
		must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "D4", Author: "王", Text: "别的批注"}))
	})
	data, err := Mark(data, []Fault{{Place{"Sheet1", 1, 1}, "不是数字"}, {Place{"Sheet1", 2, 2}, "没有填"}, {Place{"Sheet1", 1, 1}, "太长"}, {Place{"不在", 1, 1}, "哪里"}})
	must(t, err)
	said := func(data []byte) map[string]string {
		comments, err := reopened(t, data).GetComments("Sheet1")
		must(t, err)
		all := make(map[string]string)
		for _, c := range comments {
			all[c.Cell] = c.Text
			for _, r := range c.Paragraph {
				all[c.Cell] += r.Text
			}
		}
		return all
	}
	got := said(data)
	if got["B2"] != "不是数字\n太长" || got["C3"] != "没有填\n问过县里" || got["D4"] != "别的批注" {
		t.Errorf("comments are %q", got)
	}
	f := reopened(t, data)
	if filled(t, f, "B2") == "" || filled(t, f, "A1") != "" {
		t.Error("the cell with a fault is not red, or another one is")
	}
	id, _ := f.GetCellStyle("Sheet1", "B2")
	if s, err := f.GetStyle(id); err != nil || s.Font == nil || !s.Font.Bold {
		t.Error("the cell has lost its own style")
	}
	data, err = Mark(data, nil)
	must(t, err)
	if got := said(data); got["B2"] != "" || got["D4"] != "别的批注" || filled(t, reopened(t, data), "B2") != "" {
		t.Errorf("the marks did not go: %q", got)
	}
}

func TestFill_TakesItsCellsAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	data := made(t, func(f *excelize.File) {
		code := "#,##0.00"
		money, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "B2", "B3", money))
		must(t, f.SetCellValue("Sheet1", "A1", "上级报表"))
		must(t, f.MergeCell("Sheet1", "A1", "C1"))
		must(t, f.SetCellValue("Sheet1", "B2", 1))
		must(t, f.SetCellFormula("Sheet1", "B3", "B2*2"))
		must(t, f.SetCellDefault("Sheet1", "B4", "7"))
	})
	data, err := Fill(data, []Cell{{Place{"Sheet1", 1, 1}, "1234.5", true}, {Place{"Sheet1", 1, 2}, "=1+1", false}, {Place{"Sheet1", 2, 1}, "9", true}, {Place{"不在", 0, 0}, "x", false}})
	must(t, err)
	f := reopened(t, data)
	for cell, want := range map[string]string{"A1": "上级报表", "B2": "1,234.50", "C2": "=1+1", "B4": "7"} {
		if got, _ := f.GetCellValue("Sheet1", cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	if formula, _ := f.GetCellFormula("Sheet1", "C2"); formula != "" {
		t.Errorf("a text became the formula %q", formula)
	}
	if formula, _ := f.GetCellFormula("Sheet1", "B3"); formula != "B2*2" {
		t.Errorf("the formula is %q", formula)
	}
	if got, _ := f.CalcCellValue("Sheet1", "B3"); got != "2,469.00" {
		t.Errorf("it gives %q", got)
	}
	if merged, _ := f.GetMergeCells("Sheet1"); len(merged) != 1 {
		t.Error("the merged cells are gone")
	}
}

func TestMark_RefusesWhatIsNoWorkbookOrTooLarge(t *testing.T) {
	t.Parallel()
	wide := made(t, func(f *excelize.File) {
		for row := range 200 {
			at, err := excelize.CoordinatesToCellName(16384, row+1)
			must(t, err)
			must(t, f.SetCellValue("Sheet1", at, 1))
		}
	})
	for name, c := range map[string]struct {
		data []byte
		kind reader.Kind
	}{"text": {[]byte("序号,任务"), reader.Unknown}, "cut": {wide[:len(wide)/2], reader.Broken}, "far cells": {wide, reader.TooLarge}} {
		_, err := Mark(c.data, nil)
		if e, ok := errors.AsType[*reader.Error](err); !ok || e.Kind != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzMark(f *testing.F) {
	f.Add(made(f, func(x *excelize.File) { _ = x.SetCellValue("Sheet1", "B2", "十二") }))
	f.Add(packed(f, foreign))
	f.Fuzz(func(t *testing.T, data []byte) {
		marked, err := Mark(data, []Fault{{Place{"Sheet1", 1, 1}, "不是数字"}})
		if err != nil {
			if _, ok := errors.AsType[*reader.Error](err); !ok {
				t.Fatalf("%v is no error for people", err)
			}
			return
		}
		filled, err := Fill(marked, []Cell{{Place{"Sheet1", 1, 1}, "12", true}, {Place{"Sheet1", 7, 3}, "=1", false}})
		if err != nil {
			t.Fatalf("what was given back is not taken: %v", err)
		}
		for _, back := range [][]byte{marked, filled} {
			if _, err := reader.Worksheets("", back); err != nil {
				t.Fatalf("what was given back can not be read: %v", err)
			}
		}
	})
}

// A file as other programs write it: prefixes, a drawing of the old kind that is no XML, cells without names, columns with a style,
// parts that nobody knows.
var foreign = map[string]string{
	"[Content_Types].xml":                 `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/></Types>`,
	"_rels/.rels":                         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/_rels/workbook.xml.rels":          `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
	"xl/workbook.xml":                     `<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets><x:sheet name="Sheet1" sheetId="1" r:id="a"/></x:sheets><x:calcPr calcId="191029" iterate="1"/></x:workbook>`,
	"xl/styles.xml":                       `<x:styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:fonts count="1"><x:font/></x:fonts><x:fills count="1"><x:fill/></x:fills><x:borders count="1"><x:border/></x:borders><x:cellStyleXfs count="1"><x:xf/></x:cellStyleXfs><x:cellXfs count="2"><x:xf/><x:xf numFmtId="4" applyNumberFormat="1"><x:alignment horizontal="right"/></x:xf></x:cellXfs></x:styleSheet>`,
	"xl/worksheets/sheet1.xml":            `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:cols><x:col min="3" max="4" style="1"/></x:cols><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row><x:row r="5" spans="1:2"/><x:row r="6"><x:c r="B6" t="str"><x:f>A1&amp;"x"</x:f><x:v>ax</x:v></x:c></x:row></x:sheetData><x:mergeCells count="1"><x:mergeCell ref="C8:D9"/></x:mergeCells><x:legacyDrawing r:id="d"/></x:worksheet>`,
	"xl/worksheets/_rels/sheet1.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments.xml"/><Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing" Target="../notes.vml"/></Relationships>`,
	"xl/comments.xml":                     `<x:comments xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:authors><x:author>王</x:author></x:authors><x:commentList><x:comment ref="B1" authorId="0"><x:text><x:r><x:t>问过&amp;核过</x:t></x:r></x:text></x:comment></x:commentList></x:comments>`,
	"xl/notes.vml":                        `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t202"><v:textbox><br></v:textbox><x:ClientData ObjectType="Note"><x:Row>0</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>`,
	"xl/media/unknown.bin":                "\x00\x01 not ours",
}

func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, parts[name])
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func part(t testing.TB, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	f, err := z.Open(name)
	must(t, err)
	text, err := io.ReadAll(f)
	must(t, err)
	return string(text)
}

func TestFill_KeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	data, err := Fill(packed(t, foreign), []Cell{{Place{"Sheet1", 0, 1}, "7", true}, {Place{"Sheet1", 0, 2}, "8", true}, {Place{"Sheet1", 2, 0}, "<三>_x0041_", false},
		{Place{"Sheet1", 4, 3}, "9", true}, {Place{"Sheet1", 5, 1}, "不写", false}, {Place{"Sheet1", 8, 3}, "合并", false}, {Place{"Sheet1", 9, 0}, "1,5", true}})
	must(t, err)
	for name, text := range foreign {
		if got := part(t, data, name); got != text && name != "xl/worksheets/sheet1.xml" && name != "xl/workbook.xml" {
			t.Errorf("%s became %s", name, got)
		}
	}
	want := `<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c r="B1" s="0"><x:v>7</x:v></x:c><x:c r="C1" s="1"><x:v>8</x:v></x:c></x:row>` +
		`<x:row r="3"><x:c r="A3" s="0" t="inlineStr"><x:is><x:t xml:space="preserve">&lt;三&gt;_x005F_x0041_</x:t></x:is></x:c></x:row>` +
		`<x:row r="5"><x:c r="D5" s="1"><x:v>9</x:v></x:c></x:row><x:row r="6"><x:c r="B6"><x:f>A1&amp;"x"</x:f></x:c></x:row>` +
		`<x:row r="8"><x:c r="C8" s="1" t="inlineStr"><x:is><x:t xml:space="preserve">合并</x:t></x:is></x:c></x:row>` +
		`<x:row r="10"><x:c r="A10" s="0" t="inlineStr"><x:is><x:t xml:space="preserve">1,5</x:t></x:is></x:c></x:row></x:sheetData>`
	if got := part(t, data, "xl/worksheets/sheet1.xml"); !strings.Contains(got, want) {
		t.Errorf("the sheet is\n%s\nwant\n%s", got, want)
	}
	if got := part(t, data, "xl/workbook.xml"); !strings.Contains(got, `<x:calcPr iterate="1" fullCalcOnLoad="1">`) {
		t.Errorf("the workbook is %s", got)
	}
}

func TestMark_ChangesCommentsOfOthersOnlyWhereItMust(t *testing.T) {
	t.Parallel()
	before := packed(t, foreign)
	data, err := Mark(before, []Fault{{Place{"Sheet1", 2, 2}, "没有填"}})
	must(t, err)
	if vml := part(t, data, "xl/notes.vml"); !strings.Contains(vml, "_x0000_s1025") || !strings.Contains(vml, "<x:Row>2</x:Row><x:Column>2</x:Column>") {
		t.Errorf("the boxes are %s", vml)
	}
	if got := part(t, data, "xl/worksheets/sheet1.xml"); !strings.Contains(got, `<x:row r="3"><x:c r="C3" s="2"></x:c></x:row>`) || strings.Count(got, "legacyDrawing") != 1 {
		t.Errorf("the sheet is %s", got)
	}
	if got := part(t, data, "xl/styles.xml"); !strings.Contains(got, `<x:xf numFmtId="4" applyNumberFormat="1" fillId="1" applyFill="1"><x:alignment horizontal="right"/></x:xf></x:cellXfs>`) || !strings.Contains(got, `<x:cellXfs count="3">`) {
		t.Errorf("the styles are %s", got)
	}
	data, err = Mark(data, []Fault{{Place{"Sheet1", 0, 1}, "太大"}})
	must(t, err)
	if vml := part(t, data, "xl/notes.vml"); strings.Count(vml, "<v:shape ") != 1 || !strings.Contains(vml, "<x:Row>0</x:Row><x:Column>1</x:Column>") {
		t.Errorf("the boxes are %s", vml)
	}
	comments, err := reopened(t, data).GetComments("Sheet1")
	must(t, err)
	if len(comments) != 1 || comments[0].Author != author || comments[0].Paragraph[0].Text != "太大\n问过&核过" {
		t.Errorf("comments %+v", comments)
	}
	data, err = Mark(before, nil)
	must(t, err)
	for name, text := range foreign {
		if got := part(t, data, name); got != text {
			t.Errorf("%s became %s although nothing is wrong", name, got)
		}
	}
}

// Whatever a file uses its parts for, there is an answer.
func TestMark_PartsOfTwoUses(t *testing.T) {
	t.Parallel()
	const sheets, relations = "xl/workbook.xml", "xl/worksheets/_rels/sheet1.xml.rels"
	for name, change := range map[string]func(map[string]string){
		"a sheet twice": func(p map[string]string) {
			p[sheets] = strings.Replace(p[sheets], "</x:sheets>", `<x:sheet name="Sheet2" sheetId="2" r:id="a"/></x:sheets>`, 1)
		},
		"comments that are the sheet": func(p map[string]string) {
			p[relations] = strings.Replace(p[relations], "../comments.xml", "sheet1.xml", 1)
		},
		"a drawing that is the styles": func(p map[string]string) {
			p[relations] = strings.Replace(p[relations], "../notes.vml", "../styles.xml", 1)
		},
		"no comments at all": func(p map[string]string) { p["xl/comments.xml"] = `<comments/>` },
		"deep words": func(p map[string]string) {
			p["xl/comments.xml"] = strings.Replace(p["xl/comments.xml"], "问过", strings.Repeat("<t>", 1<<20)+strings.Repeat("</t>", 1<<20), 1)
		},
	} {
		parts := maps.Clone(foreign)
		change(parts)
		data, err := Mark(packed(t, parts), []Fault{{Place{"Sheet1", 0, 1}, "太大"}, {Place{"Sheet2", 0, 1}, "太小"}})
		if _, ok := errors.AsType[*reader.Error](err); err != nil && !ok {
			t.Errorf("%s: %v is no error for people", name, err)
		}
		if err == nil {
			if _, err := reader.Worksheets("", data); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// LibreOffice shows the comments where they belong.
func TestMark_IsReadByLibreOffice(t *testing.T) {
	t.Parallel()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"foreign": packed(t, foreign), "made": made(t, func(f *excelize.File) { must(t, f.SetCellValue("Sheet1", "B2", "十二")) })} {
		data, err := Mark(data, []Fault{{Place{"Sheet1", 1, 1}, "不是数字"}, {Place{"Sheet1", 3, 2}, "没有填"}})
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, name+".xlsx"), data, 0o600))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		must(t, exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", "fods", "--outdir", dir, filepath.Join(dir, name+".xlsx")).Run())
		page, err := os.ReadFile(filepath.Join(dir, name+".fods"))
		must(t, err)
		for _, want := range []string{"不是数字", "没有填", "#ffc7ce"} {
			if !strings.Contains(string(page), want) {
				t.Errorf("%s: LibreOffice does not know %q", name, want)
			}
		}
	}
}
