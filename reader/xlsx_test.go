package reader

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/reader/worksheet"
	"github.com/wenxiao/wenxiao/source"
)

const (
	spreadsheet       = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	strictSpreadsheet = "http://purl.oclc.org/ooxml/spreadsheetml/main"
)

// A book is a workbook made by hand, for what programs write that libraries do not.
type book struct {
	sheets    []string // the insides of worksheet parts
	names     []string // "表1", … where there are none
	states    []string
	strings   string // the inside of the shared strings, "" for none
	styles    string // the inside of the styles, "" for none
	pr        string // workbookPr
	namespace string
}

func (b book) members() map[string]string {
	ns := b.namespace
	if ns == "" {
		ns = spreadsheet
	}
	root := func(name, inside string) string {
		return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><%s xmlns=%q xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">%s</%[1]s>`, name, ns, inside)
	}
	m := map[string]string{"[Content_Types].xml": "<Types/>"}
	sheets, rels := "", ""
	for i, s := range b.sheets {
		name, state := fmt.Sprintf("表%d", i+1), ""
		if i < len(b.names) {
			name = b.names[i]
		}
		if i < len(b.states) && b.states[i] != "" {
			state = fmt.Sprintf(` state=%q`, b.states[i])
		}
		sheets += fmt.Sprintf(`<sheet name=%q sheetId="%d"%s r:id="rId%d"/>`, name, i+7, state, i+1)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="x/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		m[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = root("worksheet", s)
	}
	m["xl/workbook.xml"] = root("workbook", b.pr+"<sheets>"+sheets+"</sheets>")
	m["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + `</Relationships>`
	if b.strings != "" {
		m["xl/sharedStrings.xml"] = root("sst", b.strings)
	}
	if b.styles != "" {
		m["xl/styles.xml"] = root("styleSheet", b.styles)
	}
	return m
}

func (b book) pack(t testing.TB) []byte { return pack(t, b.members()) }

// rows makes sheet data of rows of cells.
func rows(cells ...string) string {
	return "<sheetData><row>" + strings.Join(cells, "</row><row>") + "</row></sheetData>"
}

func inline(texts ...string) string {
	s := ""
	for _, text := range texts {
		s += `<c t="inlineStr"><is><t>` + text + `</t></is></c>`
	}
	return s
}

func TestXLSX_Cells(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		book book
		want string
	}{
		{"shared strings, runs without what they are read as", book{
			strings: `<si><t>甲</t></si><si><r><rPr><b/></rPr><t>重</t></r><r><t xml:space="preserve">点 任</t></r><r><t>务</t></r><rPh sb="0" eb="1"><t>ジュウ</t></rPh><phoneticPr/></si><si><r><t>30m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></si>`,
			sheets:  []string{rows(`<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>9</v></c>`)}},
			"甲\t重点 任务\t30m²\n"},
		{"line breaks and escapes", book{sheets: []string{rows(inline("一行_x000D_\n二行&amp;", "a_x005F_x000D_b_xZZZZ_", "_x"))}}, "一行\n二行&\ta_x000D_b_xZZZZ_\t_x\n"},
		{"numbers, truth, errors and formulas", book{sheets: []string{rows(`<c><v>8.3000000000000007</v></c><c t="n"><v>2.50</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1*2</f><v>16.6</v></c><c t="str"><f>"a"</f><v>合计&lt;</v></c>`)}},
			"8.3\t2.5\tTRUE\t16.6\t合计<\n"},
		{"a formula without a result", book{sheets: []string{rows(`<c><f>A1</f></c><c t="str"><f>A1</f></c>` + inline("甲"))}}, "甲\n-- R122 2\n"},
		{"a number with too many digits", book{sheets: []string{rows(`<c><v>140302199001011234</v></c><c><v>1.40302199001011E+17</v></c>`)}}, "140302199001011234\t140302199001011000\n-- R123 2\n"},
		{"formats", book{
			styles: `<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/><numFmt numFmtId="177" formatCode="#,##0.0&quot;万元&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="10"/></cellXfs>`,
			sheets: []string{rows(`<c s="1"><v>45473</v></c><c s="2"><v>45473</v></c><c s="3"><v>12345.67</v></c><c s="4"><v>0.921</v></c><c s="99"><v>1</v></c><c s="1" t="d"><v>2024-06-30</v></c>`)}},
			"2024年6月30日\t2024年6月\t12,345.7万元\t92.10%\t1\t2024年6月30日\n"},
		{"days counted from 1904", book{pr: `<workbookPr date1904="1"/>`, styles: `<cellXfs><xf numFmtId="14"/></cellXfs>`, sheets: []string{rows(`<c s="0"><v>44011</v></c>`)}}, "2024年6月30日\n"},
		{"places that are left out or in disorder", book{sheets: []string{`<sheetData><row r="3"><c r="B3"><v>4</v></c></row><row r="1"><c r="B1"><v>2</v></c><c><v>3</v></c><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>5</v></c><c><v>6</v></c><c r="!"><v>7</v></c></row></sheetData>`}}, "1\t2\t3\n5\t6\t7\n\t4\t\n"},
		{"hidden parts", book{
			sheets: []string{`<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row>` + inline("甲", "藏", "乙") + `</row><row hidden="1">` + inline("丙", "", "丁") + `</row><row>` + inline("戊", "藏", "己") + `</row></sheetData>`, rows(inline("藏")), rows(inline("藏"))},
			states: []string{"visible", "hidden", "veryHidden"}}, "甲\t乙\n戊\t己\n-- R121 1 1 2\n"},
		{"several sheets", book{sheets: []string{rows(inline("甲", "乙")), rows(), rows(inline("丙", "丁"))}, names: []string{"市级", "空", "县级"}}, "市级\n甲\t乙\n县级\n丙\t丁\n"},
		{"strict names", book{namespace: strictSpreadsheet, sheets: []string{rows(inline("甲"))}}, "甲\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, ds := read(t, "a.xlsx", c.book.pack(t))
			got := text.String
			for _, d := range ds {
				got += fmt.Sprintf("-- %s %s\n", d.Code, strings.Join(d.Args, " "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestXLSX_Containers(t *testing.T) {
	t.Parallel()
	plain := func() map[string]string {
		return book{sheets: []string{rows(inline("甲", "乙"))}, strings: "<si><t>丙</t></si>"}.members()
	}
	change := func(f func(m map[string]string)) map[string]string {
		m := plain()
		f(m)
		return m
	}
	prefixed := strings.NewReplacer("<?", "<?", "</", "</x:", "<", "<x:", "xmlns=", "xmlns:x=")
	for name, members := range map[string]map[string]string{
		"absolute targets": change(func(m map[string]string) {
			m["xl/_rels/workbook.xml.rels"] = strings.ReplaceAll(m["xl/_rels/workbook.xml.rels"], `Target="`, `Target="/xl/`)
		}),
		"targets that climb": change(func(m map[string]string) {
			m["xl/_rels/workbook.xml.rels"] = strings.ReplaceAll(m["xl/_rels/workbook.xml.rels"], `Target="`, `Target="../xl/./`)
		}),
		"names in another case": change(func(m map[string]string) {
			m["xl/Worksheets/Sheet1.xml"] = m["xl/worksheets/sheet1.xml"]
			delete(m, "xl/worksheets/sheet1.xml")
		}),
		"prefixed names": change(func(m map[string]string) {
			for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
				m[name] = prefixed.Replace(m[name])
			}
		}),
		"a workbook elsewhere": change(func(m map[string]string) {
			m["_rels/.rels"] = `<Relationships xmlns="x"><Relationship Type="y/officeDocument" Target="xl/book2.xml"/></Relationships>`
			m["xl/book2.xml"], m["xl/_rels/book2.xml.rels"] = m["xl/workbook.xml"], m["xl/_rels/workbook.xml.rels"]
			delete(m, "xl/workbook.xml")
			delete(m, "xl/_rels/workbook.xml.rels")
		}),
		"neither styles nor strings": change(func(m map[string]string) { delete(m, "xl/sharedStrings.xml") }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if text, _ := read(t, "a", pack(t, members)); text.String != "甲\t乙\n" {
				t.Errorf("got %q", text.String)
			}
		})
	}
}

func TestXLSX_WhatIsRefused(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 30000)
	laughs := book{strings: "<si><t>" + long + "</t></si>", sheets: []string{rows(strings.Repeat(`<c t="s"><v>0</v></c>`, 1000))}}
	many := book{sheets: []string{"<sheetData>" + strings.Repeat("<row>"+inline("甲", "乙")+"</row>", worksheet.MaxRows+1) + "</sheetData>"}}
	for name, c := range map[string]struct {
		data []byte
		kind Kind
		says string
	}{
		"binary":           {pack(t, map[string]string{"[Content_Types].xml": "<Types/>", "xl/theme/theme1.xml": "<a/>", "xl/workbook.bin": "x"}), Unsupported, ".xlsb"},
		"too many rows":    {many.pack(t), TooLarge, "导入"},
		"one string often": {laughs.pack(t), TooLarge, "导入"},
		"no sheets":        {book{}.pack(t), Empty, "没有可读的文字"},
		"cut XML":          {book{sheets: []string{"<sheetData><row>"}}.pack(t), Broken, "损坏"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := Read("a.xlsx", c.data, Options{})
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || !strings.Contains(e.Message(source.Chinese), c.says) {
				t.Errorf("got %v, want kind %d that says %q", err, c.kind, c.says)
			}
		})
	}
}

// taskTable is a table as offices make them, written by a library: a title, who
// filled it in, a header in two rows, sections, merged cells, dates, notes.
func taskTable(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	for ref, v := range map[string]any{
		"A1": "碧湖县2024年水利重点任务分解表", "A2": "填报单位：县水利局", "F2": "单位：万元",
		"A3": "序号", "B3": "重点任务", "C3": "责任分工", "E3": "完成时限", "F3": "投资",
		"C4": "牵头单位", "D4": "配合单位",
		"A5": "一、供水保障",
		"A6": 1, "B6": "新建集中供水工程12处", "C6": "县水利局", "D6": "县财政局、\n县发改局", "E6": 45473, "F6": 1234.5,
		"D7": "各乡镇", "E7": 45565, "F7": 20,
		"A8": "注：完成情况每月25日前报县水利局。",
	} {
		must(t, f.SetCellValue("Sheet1", ref, v))
	}
	for _, m := range [][2]string{{"A1", "F1"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "D3"}, {"E3", "E4"}, {"F3", "F4"}, {"A5", "F5"}, {"A6", "A7"}, {"B6", "B7"}, {"C6", "C7"}, {"A8", "F8"}} {
		must(t, f.MergeCell("Sheet1", m[0], m[1]))
	}
	date, money := `yyyy"年"m"月"`, "#,##0.00"
	for area, code := range map[string]*string{"E6:E7": &date, "F6:F7": &money} {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: code})
		must(t, err)
		from, to, _ := strings.Cut(area, ":")
		must(t, f.SetCellStyle("Sheet1", from, to, style))
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const taskTableText = `碧湖县2024年水利重点任务分解表
填报单位：县水利局　单位：万元
序号	重点任务	责任分工	完成时限	投资
牵头单位	配合单位
一、供水保障
1	新建集中供水工程12处	县水利局	县财政局、
县发改局	2024年6月	1,234.50
各乡镇	2024年9月	20.00
注：完成情况每月25日前报县水利局。
`

func TestXLSX_TaskTable(t *testing.T) {
	t.Parallel()
	text, ds := read(t, "a.xlsx", taskTable(t))
	if diff := cmp.Diff(taskTableText, text.String); diff != "" || len(ds) > 0 {
		t.Errorf("-want +got:\n%s%v", diff, ds)
	}
	if len(text.Tables) != 1 || len(text.Tables[0].Cells) != 17 {
		t.Errorf("tables: %+v", text.Tables)
	}
}

// The same table as LibreOffice Calc saves it.
func TestXLSX_SavedByLibreOffice(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/xlsx/saved-by-libreoffice.xlsx")
	must(t, err)
	text, ds := read(t, "a.xlsx", data)
	if diff := cmp.Diff(taskTableText, text.String); diff != "" || len(ds) > 0 {
		t.Errorf("-want +got:\n%s%v", diff, ds)
	}
}

// What a library writes into a grid comes back cell by cell.
func TestXLSX_AGridComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		height, width := rapid.IntRange(1, 6).Draw(r, "rows"), rapid.IntRange(2, 6).Draw(r, "columns")
		cell := rapid.OneOf(
			rapid.StringMatching(`[一-十甲-癸a-z0-9<&"'_、，（）]{1,8}`),
			rapid.StringMatching(`[甲-癸]{1,3}\n[甲-癸]{1,3}`),
			rapid.StringMatching(`[1-9][0-9]{15,20}`))
		f := excelize.NewFile()
		want := make([][]string, height)
		for row := range want {
			for col := range width {
				text := ""
				if row == 0 || rapid.Bool().Draw(r, "filled") || col < 2 { // the first row names the columns
					text = cell.Draw(r, "text")
				}
				want[row] = append(want[row], text)
				ref, err := excelize.CoordinatesToCellName(col+1, row+1)
				must(t, err)
				must(t, f.SetCellStr("Sheet1", ref, text))
			}
		}
		var b bytes.Buffer
		must(t, f.Write(&b))
		text, _, err := Read("a.xlsx", b.Bytes(), Options{})
		if err != nil {
			r.Fatal(err)
		}
		got := make([][]string, height)
		for _, c := range text.Tables[0].Cells {
			got[c.Row] = append(got[c.Row], text.Slice(c.Span))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("-want +got:\n%s", diff)
		}
	})
}

func FuzzXLSX(f *testing.F) {
	styles := `<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/></numFmts><borders><border/><border><left style="thin"/></border></borders><cellXfs><xf numFmtId="176" borderId="1"/><xf numFmtId="4"/></cellXfs>`
	f.Add(rows(inline("甲", "乙"), inline("丙")), styles, `<si><t>甲</t></si>`)
	f.Add(`<cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="2" hidden="1"><c r="A2" s="0"><v>45473</v></c></row><row r="9"><c r="C9" t="s"><v>0</v></c><c s="1"><f>A1</f><v>-1.5E3</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:A9"/></mergeCells>`, styles, `<si><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r><rPh><t>x</t></rPh></si>`)
	f.Add(`<sheetData><row><c t="d" s="0"><v>2024-06-30T10:00:00</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><v>_x000D_</v></c></row></sheetData>`, "", "")
	f.Fuzz(func(t *testing.T, sheet, styles, shared string) {
		data := book{sheets: []string{sheet, sheet}, styles: styles, strings: shared}.pack(t)
		text, _, err := Read("a.xlsx", data, Options{})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Message(source.Chinese) == "" {
				t.Fatalf("error %v is no *Error with a message", err)
			}
			return
		}
		check(t, text)
		for _, table := range text.Tables {
			checkGrid(t, table)
		}
	})
}

// checkGrid holds what is true of every table of a sheet: its cells lie in order and no two cover one place.
func checkGrid(t *testing.T, table source.Table) {
	t.Helper()
	taken := map[[2]int]bool{}
	for i, c := range table.Cells {
		if i > 0 && (c.Row < table.Cells[i-1].Row || c.Row == table.Cells[i-1].Row && c.Col <= table.Cells[i-1].Col) {
			t.Fatalf("cell %d,%d is out of order", c.Row, c.Col)
		}
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for col := c.Col; col < c.Col+c.ColSpan; col++ {
				if taken[[2]int{row, col}] {
					t.Fatalf("two cells cover %d,%d", row, col)
				}
				taken[[2]int{row, col}] = true
			}
		}
	}
}
