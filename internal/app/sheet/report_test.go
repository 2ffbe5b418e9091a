package sheet_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/quantity"
)

// The columns people see, from the hidden ones on.
const (
	colTask, colPeriod, colProgress, colProblem, colNext, colMetric, colLast, colValue = "D", "E", "G", "H", "I", "J", "L", "M"
	firstRow                                                                           = 5
)

func (h *house) take(call app.Call, of string) book {
	h.Helper()
	name, data, err := h.Sheets.Workbook(h.Context(), call, of, locale.Zh)
	h.Must(err)
	if !strings.HasSuffix(name, ".xlsx") || strings.ContainsAny(name, `/\`) {
		h.Errorf("the file is named %q", name)
	}
	return h.open(data)
}

func (h *house) sendIn(call app.Call, data []byte) sheet.Outcome {
	h.Helper()
	o, err := h.Sheets.TakeIn(h.Context(), call, intake.Uploaded{ID: instancetest.ID(), Name: `C:\报\填报.xlsx`, Content: bytes.NewReader(data)})
	h.Must(err)
	return o
}

func (h *house) form(due uuid.UUID) report.Form {
	h.Helper()
	f, err := h.Reports.Form(h.Context(), h.writer, due)
	h.Must(err)
	return f
}

func rows(b book) (n int) {
	for b.get(fmt.Sprint("A", firstRow+n)) != "" {
		n++
	}
	return n
}

// fill fills in every row and gives what was written, by the first row of an item.
func (b book) fill() {
	for i := range rows(b) {
		row := firstRow + i
		b.set(fmt.Sprint(colProgress, row), fmt.Sprintf("进展 %s %s", b.get(fmt.Sprint(colTask, row)), b.get(fmt.Sprint(colPeriod, row))))
		b.set(fmt.Sprint(colProblem, row), "=冬季停工")
		b.set(fmt.Sprint(colNext, row), "复工\n验收")
		if b.get(fmt.Sprint(colMetric, row)) != "" {
			b.set(fmt.Sprint(colValue, row), 100.5+float64(i))
		}
	}
}

func TestReports_EveryRowComesBackAsItWasFilledIn(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		b := h.take(h.writer, "")
		if n := rows(b); n != 12 { // two, one and one rows for each of three months
			t.Fatalf("the workbook has %d rows", n)
		}
		if formula, _ := b.GetCellFormula(b.sheet, "D8"); formula != "" {
			t.Errorf("a title became the formula %q", formula)
		}
		b.fill()
		o := h.sendIn(h.writer, b.bytes())
		if len(o.Faults) != 0 || o.State != record.WorkbookTaken || len(o.Rows) != 9 {
			t.Fatalf("taken %q with %d rows and the faults %v", o.State, len(o.Rows), o.Faults)
		}
		row := 0
		for month := range 3 {
			for task := range h.tasks {
				f := h.form(h.due[task][month])
				if f.Report == nil || f.Report.State != record.ReportDraft || f.State != record.DueOpen {
					t.Fatalf("task %d in month %d: %+v in %s", task, month, f.Report, f.State)
				}
				if want := fmt.Sprintf("进展 %s 2025-%02d", f.Title, month+1); f.Report.Progress != want || f.Report.Problem != "=冬季停工" || f.Report.Next != "复工\n验收" {
					t.Errorf("task %d in month %d says %q, %q, %q", task, month, f.Report.Progress, f.Report.Problem, f.Report.Next)
				}
				values := make(map[uuid.UUID]int64)
				for _, v := range f.Values {
					values[v.Target] = v.Value
				}
				for _, g := range f.Targets {
					if want := int64(1005000 + row*10000); values[g.ID] != want {
						t.Errorf("%s in month %d is %d, want %d", g.Metric, month, values[g.ID], want)
					}
					row++
				}
				if len(f.Targets) == 0 {
					row++
				}
			}
		}
		again := h.sendIn(h.writer, b.bytes())
		if again.Same != 9 || len(again.Rows)+len(again.Faults) != 0 {
			t.Errorf("the same workbook again gives %d alike, %d rows and %v", again.Same, len(again.Rows), again.Faults)
		}
	})
}

func TestReports_FaultsAreMarkedAndNothingChangesUntilTheGoodRowsAreTaken(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		b := h.take(h.writer, "2025-02")
		b.fill()
		b.set("M5", "约十二户")
		b.set("M8", "100")    // no target there, unless the rows moved
		b.set("G20", "另起的一行") // a row of the unit's own
		data := b.bytes()
		o := h.sendIn(h.writer, data)
		if o.State != record.WorkbookOpen || len(o.Faults) != 2 || len(o.Rows) != 2 {
			t.Fatalf("%s: %d rows, faults %v", o.State, len(o.Rows), o.Faults)
		}
		for task := range h.tasks {
			if f := h.form(h.due[task][1]); f.Report != nil {
				t.Errorf("task %d was written although there were faults", task)
			}
		}
		name, marked, err := h.Sheets.Marked(t.Context(), h.writer, o.ID, locale.Zh)
		h.Must(err)
		if !strings.Contains(name, "已标注") {
			t.Errorf("it is named %q", name)
		}
		comments, err := h.open(marked).GetComments(b.sheet)
		h.Must(err)
		said := ""
		for _, c := range comments {
			said += c.Cell + " "
		}
		if !strings.Contains(said, "M5") || !strings.Contains(said, "G20") || len(comments) != 2 {
			t.Errorf("marked are %s", said)
		}
		_, err = h.Sheets.Find(t.Context(), h.another, record.WorkbookReports, o.ID)
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("another unit finds the workbook: %v", err)
		}
		_, err = h.Sheets.Take(t.Context(), h.writer, o.ID)
		h.Must(err)
		if h.form(h.due[0][1]).Report != nil || h.form(h.due[1][1]).Report == nil || h.form(h.due[2][1]).Report == nil {
			t.Error("what was taken is not what was good")
		}
		_, err = h.Sheets.Take(t.Context(), h.writer, o.ID)
		h.Refused(err, "workbook-taken")
	})
}

func TestReports_WhatChangedSinceIsShownAndNotOverwritten(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		b := h.take(h.writer, "2025-01")
		b.fill()
		n := instancetest.ID()
		_, err := h.Reports.Write(t.Context(), h.writer, report.Written{ID: n, Due: h.due[0][0], Progress: "网页上写的", Values: []report.Figure{{Target: h.targets[0][0], Value: quantity.Integer(7)}}})
		h.Must(err)
		h.Must(h.Reports.SaveDraft(t.Context(), h.writer, h.due[1][0], map[string][]string{"progress": {"没有保存的"}}))
		_, err = h.Reports.Write(t.Context(), h.writer, report.Written{ID: instancetest.ID(), Due: h.due[2][0], Progress: "已报"})
		h.Must(err)
		_, err = h.Reports.Submit(t.Context(), h.writer, h.form(h.due[2][0]).Report.ID)
		h.Must(err)
		o := h.sendIn(h.writer, b.bytes())
		if len(o.Conflicts) != 2 || len(o.Faults) != 3 || len(o.Rows) != 0 {
			t.Fatalf("conflicts %v, faults %v, rows %d", o.Conflicts, o.Faults, len(o.Rows))
		}
		if o.Conflicts[0].Now != "网页上写的" || !strings.HasPrefix(o.Conflicts[0].Theirs, "进展") {
			t.Errorf("shown are %+v", o.Conflicts[0])
		}
		if f := h.form(h.due[0][0]); f.Report.Progress != "网页上写的" || f.Values[0].Value != 70000 {
			t.Errorf("it was overwritten with %q", f.Report.Progress)
		}
		b = h.take(h.writer, "2025-01") // anew: as it stands
		if got := b.get("G5"); got != "网页上写的" {
			t.Errorf("the new workbook begins with %q", got)
		}
		b.set("G5", "在表里改的")
		if o = h.sendIn(h.writer, b.bytes()); o.State != record.WorkbookTaken || len(o.Rows) != 1 || o.Same != 1 {
			t.Errorf("%s: %d rows, %d alike, %v", o.State, len(o.Rows), o.Same, o.Faults)
		}
		if f := h.form(h.due[0][0]); f.Report.Progress != "在表里改的" || f.Report.ID != n {
			t.Errorf("the report says %q", f.Report.Progress)
		}
	})
}

func TestReports_OthersAndStrangersAreRefused(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		b := h.take(h.writer, "2025-01")
		b.fill()
		o := h.sendIn(h.another, b.bytes())
		if len(o.Rows) != 0 || len(o.Faults) != 3 {
			t.Errorf("another unit may take %d rows, faults %v", len(o.Rows), o.Faults)
		}
		_, _, err := h.Sheets.Workbook(t.Context(), h.another, "", locale.Zh)
		h.Refused(err, "workbook-nothing-due")
		_, err = h.Sheets.TakeIn(t.Context(), h.office, intake.Uploaded{ID: instancetest.ID(), Name: "a.xlsx", Content: bytes.NewReader(b.bytes())})
		if fault.KindOf(err) != fault.Forbidden {
			t.Errorf("who writes no reports: %v", err)
		}
		stranger := h.open(b.bytes())
		h.Must(stranger.RemoveRow(stranger.sheet, 3))
		_, err = h.Sheets.TakeIn(t.Context(), h.writer, intake.Uploaded{ID: instancetest.ID(), Name: "a.xlsx", Content: bytes.NewReader(stranger.bytes())})
		h.Refused(err, "sheet-not-ours")
	})
}

// LibreOffice writes files otherwise than the library: shared strings in other orders, styles of its own, rows without attributes.
func TestReports_AWorkbookSavedByLibreOfficeIsRead(t *testing.T) {
	t.Parallel()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("soffice is not installed")
		}
		t.Skip("soffice is not installed")
	}
	onEach(t, func(h *house) {
		b := h.take(h.writer, "2025-01")
		b.fill()
		dir := t.TempDir()
		h.Must(os.WriteFile(filepath.Join(dir, "in.xlsx"), b.bytes(), 0o600))
		out, err := exec.CommandContext(t.Context(), soffice, "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"), filepath.Join(dir, "in.xlsx")).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		data, err := os.ReadFile(filepath.Join(dir, "out", "in.xlsx"))
		h.Must(err)
		o := h.sendIn(h.writer, data)
		if len(o.Faults) != 0 || len(o.Rows) != 3 {
			t.Fatalf("%d rows, faults %v", len(o.Rows), o.Faults)
		}
		if f := h.form(h.due[0][0]); f.Report.Progress != "进展 改善农村住房 2025-01" || len(f.Values) != 2 || f.Values[0].Value != 1005000 {
			t.Errorf("read are %q and %+v", f.Report.Progress, f.Values)
		}
	})
}
