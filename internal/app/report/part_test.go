package report_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/quantity"
)

// helper adds a unit that cooperates in the task, and gives a call of whoever writes for it.
func (h *house) helper(name string) app.Call {
	h.Helper()
	unit := h.Unit(name)
	instancetest.Put(h.Office, record.DutyTable, record.Duty{Record: instancetest.Head(), Task: h.task, Unit: &unit, UnitName: name, Role: record.PartCooperate})
	return instancetest.Person(unit, access.Reporter)
}

// send writes and sends a unit's part.
func (h *house) send(by app.Call, due int, progress string, figure int64) {
	h.Helper()
	ctx := h.Context()
	_, err := h.Reports.WritePart(ctx, by, report.WrittenPart{Due: h.due[due], Progress: progress, Values: []report.Figure{{Target: h.target, Value: quantity.Integer(figure)}}})
	h.Must(err)
	h.Must(h.Reports.SendPart(ctx, by, h.due[due]))
}

// Cooperating units send their part to the lead, which takes it into the one report that goes up.
func TestParts_TheLeadReportsForAll(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.Context(), instancetest.ID()
		money, water, stranger := h.helper("禾川市财政局"), h.helper("禾川市水利局"), instancetest.Person(instancetest.ID(), access.Reporter)
		if waiting, total, err := h.Reports.WaitingParts(ctx, money, uuid.Nil, 10); err != nil || len(waiting) != 2 || total != 2 || waiting[1].Title != "改善农村住房" || waiting[1].Limit != int64(h.Today())+16 || waiting[0].State != report.PartLate || waiting[1].State != report.PartWaiting {
			h.Errorf("waiting for the cooperating unit: %+v, %v", waiting, err) // 28 February 2025 is a Friday: two working days before it is the 26th
		}
		for name, by := range map[string]app.Call{"a unit without a part": stranger, "the lead": h.writer} {
			if _, err := h.Reports.WritePart(ctx, by, report.WrittenPart{Due: h.due[1], Progress: "x"}); instancetest.Key(err) != "record-missing" {
				h.Errorf("%s wrote a part: %v", name, err)
			}
			if _, err := h.Reports.PartForm(ctx, by, h.due[1]); instancetest.Key(err) != "record-missing" {
				h.Errorf("%s sees the form of a part: %v", name, err)
			}
		}
		if err := h.Reports.SendPart(ctx, money, h.due[1]); instancetest.Key(err) != "part-empty" {
			h.Errorf("a part that says nothing was sent: %v", err)
		}
		h.send(money, 1, "已拨付资金800万元。", 300)
		if waiting, total, err := h.Reports.WaitingParts(ctx, money, uuid.Nil, 1); err != nil || len(waiting) != 1 || total != 1 {
			h.Errorf("after sending it waits still: %+v, %v", waiting, err)
		}
		h.send(water, 1, "已完成供水配套。", 120)
		if _, err := h.Reports.WritePart(ctx, water, report.WrittenPart{Due: h.due[1], Progress: "改"}); instancetest.Key(err) != "part-closed" {
			h.Errorf("a part that was sent is changed: %v", err)
		}

		f, err := h.Reports.Form(ctx, h.writer, h.due[1])
		h.Must(err)
		if len(f.Parts) != 2 || f.Parts[0].Name != "禾川市财政局" || f.Parts[0].State != record.PartSent || f.Parts[0].Part.IsLate || len(f.Parts[1].Values) != 1 || f.Parts[1].Values[0].Value != 120_0000 {
			h.Fatalf("the lead sees %+v", f.Parts)
		}
		_, err = h.Reports.Write(ctx, h.writer, report.Written{ID: n, Due: h.due[1], Progress: "已开工420户。"})
		h.Must(err)
		for range 2 { // twice is once
			h.Must(h.Reports.TakePart(ctx, h.writer, h.due[1], money.Actor.Unit, n))
		}
		if err := h.Reports.TakePart(ctx, water, h.due[1], money.Actor.Unit, n); instancetest.Key(err) != "record-missing" {
			h.Errorf("another unit takes a part: %v", err)
		}
		h.Must(h.Reports.ReturnPart(ctx, h.writer, h.due[1], water.Actor.Unit, "请补充户数口径"))
		f, err = h.Reports.Form(ctx, h.writer, h.due[1])
		h.Must(err)
		if want := "已开工420户。\n【禾川市财政局】已拨付资金800万元。"; f.Report.Progress != want {
			h.Errorf("the report says %q, want %q", f.Report.Progress, want)
		}
		if f.Parts[1].State != record.PartReturned || f.Parts[0].Part.Taken == 0 {
			h.Errorf("the parts are %+v", f.Parts)
		}
		if p, err := h.Reports.PartForm(ctx, water, h.due[1]); err != nil || p.Part.Reason != "请补充户数口径" || !p.IsOpen {
			h.Errorf("the unit sees %+v, %v", p.Part, err)
		}

		// A part that is missing holds nothing up; the report says so, to whoever reads it.
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		f, err = h.Reports.Find(ctx, h.office, n)
		h.Must(err)
		if f.Parts[0].State != record.PartSent || f.Parts[0].Part.Progress == "" || f.Parts[1].State != report.PartMissing {
			h.Errorf("the office sees %+v", f.Parts)
		}
		if err := h.Reports.SendPart(ctx, water, h.due[1]); instancetest.Key(err) != "part-closed" {
			h.Errorf("a part came after the report: %v", err)
		}
		items, _, err := h.Reports.DuePage(ctx, h.office, list.Asking("state", record.DueSubmitted))
		h.Must(err)
		if len(items) != 1 {
			h.Errorf("%d reports went up, not one", len(items))
		}
	})
}

// A file of a part is for its unit, the lead and the office, once it was sent.
func TestParts_FilesGoWithThem(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := h.Context()
		money, other := h.helper("禾川市财政局"), h.helper("禾川市水利局")
		_, err := h.Reports.WritePart(ctx, money, report.WrittenPart{Due: h.due[1], Progress: "已拨付。"})
		h.Must(err)
		e, err := h.Reports.Attach(ctx, money, report.PartID(h.due[1], money.Actor.Unit), intake.Uploaded{Name: "拨款单.txt", Content: strings.NewReader("800")})
		h.Must(err)
		opens := func(by app.Call) bool {
			_, f, err := h.Reports.Evidence(ctx, by, e.ID)
			if err == nil {
				h.Must(f.Close())
			}
			return err == nil
		}
		if opens(h.writer) || !opens(money) {
			h.Error("before it is sent a file is its unit's alone")
		}
		h.Must(h.Reports.SendPart(ctx, money, h.due[1]))
		if !opens(h.writer) || !opens(h.office) || opens(other) {
			h.Error("a file that was sent is for the lead and the office, and for nobody else")
		}
		if err := h.Reports.Detach(ctx, money, e.ID); instancetest.Key(err) != "report-closed" {
			h.Errorf("a file of a part that was sent was taken away: %v", err)
		}
	})
}

var png = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")

// Each time a report is handed in its sheet has a code; the scan belongs to that version and to no later one.
func TestSheet_TheScanBelongsToItsVersion(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.Context(), instancetest.ID()
		h.hire()
		h.write(0, n, 100)
		hand := func() report.Form {
			h.Helper()
			_, err := h.Reports.Submit(ctx, h.writer, n)
			h.Must(err)
			f, err := h.Reports.Find(ctx, h.writer, n)
			h.Must(err)
			return f
		}
		f := hand()
		if len(f.Sheets) != 1 || len(f.Code()) != len("WX-7K3M-9QTZ-4RFA") || f.Sheets[0].Scanned != 0 {
			h.Fatalf("handed in it has the sheets %+v", f.Sheets)
		}
		first := f.Sheets[0]
		if _, err := h.Reports.Scan(ctx, h.writer, first.ID, intake.Uploaded{Name: "签字单.txt", Content: strings.NewReader("no picture")}); instancetest.Key(err) != "scan-type" {
			h.Errorf("a text was taken for a scan: %v", err)
		}
		if _, err := h.Reports.Scan(ctx, h.another, first.ID, intake.Uploaded{Name: "a.png", Content: bytes.NewReader(png)}); err == nil {
			h.Error("another unit sent a scan")
		}
		_, err := h.Reports.Scan(ctx, h.writer, first.ID, intake.Uploaded{Name: "签字单.png", Content: bytes.NewReader(png)})
		h.Must(err)

		// Given back and handed in as it was, the paper holds; with another figure it does not.
		_, err = h.Reports.SendBack(ctx, h.signer, n, "请再核对")
		h.Must(err)
		if f := hand(); len(f.Sheets) != 1 || f.Sheets[0].Scanned == 0 {
			h.Errorf("handed in as it was it has the sheets %+v", f.Sheets)
		}
		_, err = h.Reports.SendBack(ctx, h.signer, n, "户数不对")
		h.Must(err)
		h.write(0, n, 101)
		f = hand()
		if len(f.Sheets) != 2 || f.Sheets[0].Ordinal != 2 || f.Sheets[0].Scanned != 0 || f.Sheets[1].Scanned == 0 || f.Sheets[0].Code == first.Code {
			h.Errorf("with another figure it has the sheets %+v", f.Sheets)
		}
		_, err = h.Reports.Sign(ctx, h.signer, n, "") // the office finds what was sent
		h.Must(err)
		for _, typed := range []string{first.Code, strings.ToLower(first.Code), " " + strings.ReplaceAll(first.Code, "-", "") + " "} {
			if x, err := h.Reports.ByCode(ctx, h.office, typed); err != nil || x.ID != first.ID {
				h.Errorf("%q finds %+v, %v", typed, x, err)
			}
		}
		if _, err := h.Reports.ByCode(ctx, h.another, first.Code); instancetest.Key(err) != "sheet-code" {
			h.Errorf("another unit finds it: %v", err)
		}
		x, file, err := h.Reports.OpenScan(ctx, h.office, first.ID)
		h.Must(err)
		h.Must(file.Close())
		if x.FileName != "签字单.png" {
			h.Errorf("the scan is %q", x.FileName)
		}
		if _, _, err := h.Reports.OpenScan(ctx, h.office, f.Sheets[0].ID); instancetest.Key(err) != "record-missing" {
			h.Errorf("the scan that is not there: %v", err)
		}
	})
}

// However a code is typed, what is read of it reads as itself.
func TestReadCode_IsReadTheSameAgain(t *testing.T) {
	t.Parallel()
	typed := []string{"", "WX-7K3M-9QTZ-4RFA", "wx7k3m9qtz4rfa", "WX-OOOO-IIII-LLLL", "WX", "WX－7K3M－9QTZ－4RFA"}
	random, signs := rand.New(rand.NewPCG(3, 9)), []rune("WXwx0123456789ABCOILU-－ 年\xff")
	for range 5000 {
		text := make([]rune, random.IntN(24))
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		typed = append(typed, string(text), "WX"+string(text))
	}
	read := 0
	for _, s := range typed {
		code, ok := report.ReadCode(s)
		if !ok {
			continue
		}
		read++
		if again, ok := report.ReadCode(code); !ok || again != code || len(code) != len("WX-7K3M-9QTZ-4RFA") {
			t.Errorf("%q is read as %q, and that as %q", s, code, again)
		}
	}
	if read < 4 {
		t.Errorf("%d of %d are read as codes", read, len(typed))
	}
}

// A report that closes the year without the evidence its task asks for says so.
func TestProof_AYearWithoutEvidenceIsWarnedAbout(t *testing.T) {
	t.Parallel()
	proof := "竣工验收报告"
	for name, c := range map[string]struct {
		f    report.Form
		want bool
	}{
		"the year, nothing asked": {report.Form{Item: report.Item{Due: record.Due{Period: "2025"}}}, false},
		"the year":                {report.Form{Item: report.Item{Due: record.Due{Period: "2025"}}, Proof: proof}, true},
		"the last month":          {report.Form{Item: report.Item{Due: record.Due{Period: "2025-12"}}, Proof: proof}, true},
		"a month":                 {report.Form{Item: report.Item{Due: record.Due{Period: "2025-11"}}, Proof: proof}, false},
		"with evidence":           {report.Form{Item: report.Item{Due: record.Due{Period: "2025"}}, Proof: proof, Evidence: []record.Evidence{{}}}, false},
	} {
		if got := c.f.LacksProof(); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// A part that is sent back while its report is corrected is written again, and what counts meanwhile does not lack it.
func TestParts_SentBackForACorrection(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, first, second := h.Context(), instancetest.ID(), instancetest.ID()
		money, water := h.helper("禾川市财政局"), h.helper("禾川市水利局")
		h.send(money, 0, "已拨付资金800万元。", 300)
		h.write(0, first, 300)
		h.Hand(h.writer, first, h.office)
		h.Refused(h.Reports.ReturnPart(ctx, h.writer, h.due[0], money.Actor.Unit, "晚了"), "report-closed")
		h.Must(h.Reports.Correct(ctx, h.writer, first, second, "户数有误"))
		h.Must(h.Reports.ReturnPart(ctx, h.writer, h.due[0], money.Actor.Unit, "请核对资金"))
		states := func(of uuid.UUID) string {
			h.Helper()
			f, err := h.Reports.Find(ctx, h.writer, of)
			h.Must(err)
			return f.Parts[0].State + " " + f.Parts[1].State
		}
		if got := states(first); got != "returned missing" {
			h.Errorf("in the report that counts the parts are %s", got)
		}
		if got := states(second); got != "returned missing" {
			h.Errorf("in the one that corrects it they are %s", got)
		}
		waiting, total, err := h.Reports.WaitingParts(ctx, money, uuid.Nil, 10)
		h.Must(err)
		if total != 2 || waiting[0].Due.ID != h.due[0] || waiting[0].State != record.PartReturned {
			h.Errorf("for the unit %+v wait", waiting)
		}
		if waiting, _, err := h.Reports.WaitingParts(ctx, water, uuid.Nil, 10); err != nil || len(waiting) != 1 {
			h.Errorf("for a unit whose part was not sent back %+v wait, %v", waiting, err)
		}
		if _, err := h.Reports.WritePart(ctx, water, report.WrittenPart{Due: h.due[0], Progress: "补"}); instancetest.Key(err) != "part-closed" {
			h.Errorf("a part came for a report that went out without it: %v", err)
		}
		if f, err := h.Reports.PartForm(ctx, money, h.due[0]); err != nil || !f.IsOpen || f.Part.Reason != "请核对资金" {
			h.Errorf("the unit gets %+v, %v", f, err)
		}
		h.send(money, 0, "已拨付资金780万元。", 290)
		if got := states(second); got != "sent missing" {
			h.Errorf("sent again the parts are %s", got)
		}
		h.Must(h.Reports.TakePart(ctx, h.writer, h.due[0], money.Actor.Unit, second))
		h.Hand(h.writer, second, h.office)
		h.Refused(h.Reports.ReturnPart(ctx, h.writer, h.due[0], money.Actor.Unit, "x"), "report-closed")
		if got := states(second); got != "sent missing" {
			h.Errorf("corrected, the parts are %s", got)
		}
	})
}

// A correction that goes out without a part that was sent back lacks it.
func TestParts_ACorrectionWithoutAPart(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, first, second := h.Context(), instancetest.ID(), instancetest.ID()
		money := h.helper("禾川市财政局")
		h.send(money, 0, "已拨付资金800万元。", 300)
		h.write(0, first, 300)
		h.Hand(h.writer, first, h.office)
		h.Must(h.Reports.Correct(ctx, h.writer, first, second, "户数有误"))
		h.Must(h.Reports.ReturnPart(ctx, h.writer, h.due[0], money.Actor.Unit, "请核对资金"))
		h.Hand(h.writer, second)
		f, err := h.Reports.Find(ctx, h.office, second)
		h.Must(err)
		if f.Parts[0].State != report.PartMissing {
			h.Errorf("the part is %s", f.Parts[0].State)
		}
		if f, err := h.Reports.PartForm(ctx, money, h.due[0]); err != nil || f.IsOpen {
			h.Errorf("the unit goes on to write it: %v", err)
		}
	})
}
