package sheet_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/xuri/excelize/v2"
)

// officeLedger is a ledger as the office of the city keeps it.
func (h *house) officeLedger() []byte {
	h.Helper()
	b := book{h.T, excelize.NewFile(), "Sheet1"}
	for ref, v := range map[string]any{
		"A1": "禾川市2025年重点工作推进台账",
		"A2": "序号", "B2": "工作任务", "C2": "年度目标", "D2": "责任单位", "E2": "完成时限", "F2": "进展情况", "H2": "1月完成数",
		"F3": "1月", "G3": "2月",
		"A4": 1, "B4": "推进农村危房改造", "C4": "完成危房改造1200户", "D4": "市住建局、市水利局", "E4": "2025年12月底", "F4": "已开工100户", "G4": "已开工260户", "H4": 100,
		"A5": 2, "B5": "加强村容村貌整治", "D5": "市乡建专班", "E5": "长期坚持", "G5": "完成集中整治一轮", "H5": "一百",
	} {
		b.set(ref, v)
	}
	for _, m := range [][2]string{{"A1", "H1"}, {"A2", "A3"}, {"B2", "B3"}, {"C2", "C3"}, {"D2", "D3"}, {"E2", "E3"}, {"F2", "G2"}, {"H2", "H3"}} {
		h.Must(b.MergeCell("Sheet1", m[0], m[1]))
	}
	return b.bytes()
}

func (h *house) takeLedger(data []byte) sheet.Ledger {
	h.Helper()
	w, err := h.Sheets.TakeLedger(h.Context(), h.office, intake.Uploaded{ID: instancetest.ID(), Name: "台账.xlsx", Content: bytes.NewReader(data)})
	h.Must(err)
	return h.ledger(w.ID)
}

func (h *house) ledger(id uuid.UUID) sheet.Ledger {
	h.Helper()
	l, err := h.Sheets.Ledger(h.Context(), h.office, id)
	h.Must(err)
	return l
}

// settled is a ledger whose names are all known, adopted.
func (h *house) adopted() (sheet.Ledger, uuid.UUID) {
	h.Helper()
	l := h.takeLedger(h.officeLedger())
	l.Mapping.Units = map[string]uuid.UUID{"市乡建专班": h.units[2]}
	h.Must(h.Sheets.Map(h.Context(), h.office, l.ID, l.Mapping))
	document, err := h.Sheets.Adopt(h.Context(), h.office, l.ID)
	h.Must(err)
	return h.ledger(l.ID), document
}

func TestLedger_ComesInWithItsPastAndIsTakenBackAsAWhole(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := t.Context()
		l := h.takeLedger(h.officeLedger())
		if len(l.Items) != 2 || l.Mapping.Title != "禾川市2025年重点工作推进台账" || len(l.Faults) != 1 || l.Faults[0].At.Reference() != "H5" {
			t.Fatalf("read are %+v with the faults %v", l.Items, l.Faults)
		}
		unresolved := l.Unresolved()
		if len(unresolved) != 1 || unresolved[0].Text != "市乡建专班" {
			t.Errorf("unresolved are %v", unresolved)
		}
		_, err := h.Sheets.Adopt(ctx, h.office, l.ID)
		h.Refused(err, "ledger-names")
		if _, err := h.Sheets.Adopt(ctx, h.writer, l.ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a unit adopts a ledger: %v", err)
		}
		l, doc := h.adopted()
		d, err := h.Documents.Find(ctx, h.office, doc)
		h.Must(err)
		if d.Source != "ledger" || d.State != record.DocumentAdopted || d.Force != record.ForceBinding || d.Tasks != 2 {
			t.Errorf("the document is %+v", d)
		}
		lines, _, err := h.Tasks.Page(ctx, h.office, list.Asking("document", doc.String()))
		h.Must(err)
		if len(lines) != 2 || lines[0].Title != "推进农村危房改造" || lines[0].Lead != unitNames[0] || lines[0].Others != 1 || lines[1].Lead != unitNames[2] {
			t.Fatalf("the ledger has %+v", lines)
		}
		due, _, err := h.Reports.DuePage(ctx, h.office, list.Asking("task", lines[0].ID.String()))
		h.Must(err)
		var past []string
		for _, x := range due {
			if x.State == record.DueAccepted {
				f, err := h.Reports.Form(ctx, h.office, x.Due.ID)
				h.Must(err)
				past = append(past, x.Period+" "+f.Report.Progress)
				if x.Period == "2025-01" && (len(f.Values) != 1 || f.Values[0].Value != 1000000) {
					t.Errorf("the figure of January is %+v", f.Values)
				}
			}
		}
		if strings.Join(past, "; ") != "2025-01 已开工100户; 2025-02 已开工260户" {
			t.Errorf("past months say %q", past)
		}
		if len(due) <= 2 {
			t.Error("nothing falls due from now on")
		}
		h.Must(h.Sheets.Undo(ctx, h.office, l.ID))
		if lines, _, err = h.Tasks.Page(ctx, h.office, list.Asking("document", doc.String())); err != nil || len(lines) != 0 {
			t.Errorf("after it was undone there are %v (%v)", lines, err)
		}
		if _, err := h.Documents.Find(ctx, h.office, doc); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the document is there still: %v", err)
		}
		h.Refused(h.Sheets.Undo(ctx, h.office, l.ID), "ledger-not-adopted")
		_, err = h.Sheets.Adopt(ctx, h.office, l.ID) // once more
		h.Must(err)
	})
}

func TestLedger_IsNotTakenBackOnceSomebodyHasWorkedOnIt(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := t.Context()
		l, doc := h.adopted()
		lines, _, err := h.Tasks.Page(ctx, h.office, list.Asking("document", doc.String()))
		h.Must(err)
		due, _, err := h.Reports.DuePage(ctx, h.writer, list.Asking("task", lines[0].ID.String()).With("state", record.DueOpen))
		h.Must(err)
		h.Must(h.Reports.SaveDraft(ctx, h.writer, due[0].Due.ID, map[string][]string{"progress": {"已完工"}}))
		err = h.Sheets.Undo(ctx, h.office, l.ID)
		h.Refused(err, "ledger-worked")
		if e, ok := errors.AsType[*sheet.WorkedError](err); !ok || len(e.Tasks) != 1 || e.Tasks[0].ID != lines[0].ID {
			t.Errorf("worked on is %v", e)
		}
		h.Must(h.Reports.DropDraft(ctx, h.writer, due[0].Due.ID))
		_, err = h.Reports.Write(ctx, h.writer, report.Written{ID: instancetest.ID(), Due: due[0].Due.ID, Progress: "已完工"})
		h.Must(err)
		h.Refused(h.Sheets.Undo(ctx, h.office, l.ID), "ledger-worked")
		if again, _, err := h.Tasks.Page(ctx, h.office, list.Asking("document", doc.String())); err != nil || len(again) != 2 {
			t.Errorf("what was refused has changed something: %v (%v)", again, err)
		}
	})
}

func TestLedger_TheMappingIsRememberedForTheSameHeads(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		l := h.takeLedger(h.officeLedger())
		l.Mapping.Columns[7].Field, l.Mapping.Columns[7].Period = "", ""
		l.Mapping.Units, l.Mapping.Every = map[string]uuid.UUID{"市乡建专班": {}}, "quarter"
		h.Must(h.Sheets.Map(t.Context(), h.office, l.ID, l.Mapping))
		next := h.takeLedger(h.officeLedger())
		if next.Mapping.Columns[7].Field != "" || next.Mapping.Every != "quarter" || len(next.Unresolved()) != 0 || len(next.Faults) != 0 {
			t.Errorf("the next one is mapped as %+v", next.Mapping)
		}
		if len(next.Missing) != 1 || next.Missing[0].Key != document.MissingLead {
			t.Errorf("missing is %v", next.Missing)
		}
		other := instancetest.Person(instancetest.ID(), access.Approver)
		if _, err := h.Sheets.Ledger(t.Context(), other, l.ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody else sees the ledger: %v", err)
		}
	})
}
