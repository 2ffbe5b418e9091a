package serve_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/internal/app/coordination"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/handover"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// planted are the values of the parameters in addresses, by what stands before each: "/tasks/", "/documents/{}/compare/".
type planted map[string][]string

// elsewhere are parameters for which nothing is planted here, and why.
var elsewhere = map[string]string{
	"/feed/": "whoever has the address may read it", "/screen/": "whoever has the address may read it",
	"/indicators/": "registers have canaries of their own (internal/app/register)", "/registers/": "registers have canaries of their own (internal/app/register)",
}

// unshown are routes that answer nobody here, and why.
var unshown = map[string]string{
	"/due/{id}/part": "no unit cooperates here that has people", "/api/v1/due/{id}/part": "no unit cooperates here that has people",
	"/handovers/new": "its query says of whom", "/workbooks/templates/{id}/filled.xlsx": "nobody has said what its cells mean",
}

func isElsewhere(pattern string) bool {
	for begin := range elsewhere {
		if strings.HasPrefix(version.ReplaceAllString(pattern, ""), begin) {
			return true
		}
	}
	return false
}

var version = regexp.MustCompile(`^/api/v1`)

// paths are the addresses of a route with all that is planted; ok is false where nothing is planted for one of its parameters.
func (p planted) paths(pattern string) (all []string, ok bool) {
	all, before := []string{""}, ""
	for {
		at := strings.IndexByte(pattern, '{')
		if at < 0 {
			for i := range all {
				all[i] += pattern
			}
			return all, true
		}
		end := strings.IndexByte(pattern, '}')
		before += pattern[:at]
		values := p[version.ReplaceAllString(before, "")]
		if len(values) == 0 {
			return nil, false
		}
		var longer []string
		for _, begun := range all {
			for _, v := range values {
				longer = append(longer, begun+pattern[:at]+v)
			}
		}
		all, before, pattern = longer, before+"{}", pattern[end+1:]
	}
}

// plantTask adopts a document of the city with one task, lets the unit that leads it report with a file, and returns the report.
func (h *house) plantTask(t *testing.T, p planted) (task, target, due uuid.UUID) {
	t.Helper()
	doc := id(t)
	text := "安岭市人民政府办公室关于" + canaryTitle + "的通知\n\n一、主要任务\n\n1.推进" + canaryTitle + "。2025年新建" + canaryTitle + "停车场20个。（市住房城乡建设局牵头）\n"
	put, err := h.Documents.Upload(t.Context(), h.as("supervisor"), intake.Uploaded{ID: doc, Name: canaryTitle + ".txt", Content: strings.NewReader(text)})
	h.must(t, err)
	p.add("/jobs/", put.Job)
	h.must(t, h.Jobs.Drain(t.Context()))
	_, found, err := h.Documents.Proposal(t.Context(), h.as("supervisor"), doc)
	h.must(t, err)
	decision := document.Decision{Every: "quarter"}
	for _, x := range found.Tasks {
		decision.Tasks = append(decision.Tasks, document.TaskDecision{DoneWhen: "有停车场", Proof: "照片", Duties: make([]document.DutyDecision, len(x.Duties))})
		for i := range x.Duties {
			decision.Tasks[len(decision.Tasks)-1].Duties[i] = document.DutyDecision{Unit: h.units[builders], Part: record.PartLead}
		}
	}
	h.must(t, h.Documents.Adopt(t.Context(), h.as("supervisor"), doc, decision))
	lines, _, err := h.Tasks.Page(t.Context(), h.as("supervisor"), list.Asking("document", doc.String()).Rows(uuid.Nil, 10))
	h.must(t, err)
	items, _, err := h.Reports.DuePage(t.Context(), h.as("reporter"), list.Query{}.Rows(uuid.Nil, 2))
	h.must(t, err)
	if len(lines) == 0 || len(items) < 2 {
		t.Fatalf("%d tasks, %d due items of %s", len(lines), len(items), text)
	}
	written, file, _ := h.plantReport(t, report.Written{ID: id(t), Due: items[0].ID, Progress: canaryProgress})
	_, err = h.Reports.Return(t.Context(), h.as("supervisor"), written, canaryReason)
	h.must(t, err)
	x, err := h.Tasks.Find(t.Context(), h.as("supervisor"), lines[0].ID)
	h.must(t, err)
	p.add("/documents/", doc)
	p.add("/tasks/", lines[0].ID)
	p.add("/targets/", x.Targets[0].ID)
	p.add("/due/", items[0].ID)
	p.add("/due/", items[1].ID)
	p.add("/reports/", written)
	p.add("/evidence/", file)
	return lines[0].ID, x.Targets[0].ID, items[1].ID
}

// plantReport hands a report in with a file, and has it signed.
func (h *house) plantReport(t *testing.T, w report.Written) (written, file, sheet uuid.UUID) {
	t.Helper()
	by := h.as("reporter")
	_, err := h.Reports.Write(t.Context(), by, w)
	h.must(t, err)
	f, err := h.Reports.Attach(t.Context(), by, w.ID, intake.Uploaded{Name: canaryEvidence + ".txt", Content: bytes.NewReader([]byte(canaryContent))})
	h.must(t, err)
	_, err = h.Reports.Submit(t.Context(), by, w.ID)
	h.must(t, err)
	_, err = h.Reports.Sign(t.Context(), h.as("approver"), w.ID, "")
	h.must(t, err)
	signed, err := h.Reports.Find(t.Context(), by, w.ID)
	h.must(t, err)
	return w.ID, f.ID, signed.Sheets[0].ID
}

func (p planted) add(before string, id uuid.UUID) { p[before] = append(p[before], id.String()) }

// plant puts one thing of each kind into the city, each with words that only some may see, and gives the addresses of all there is.
func (h *house) plant(t *testing.T) planted {
	t.Helper()
	office, by, ctx := h.as("supervisor"), h.as("reporter"), t.Context()
	p := planted{"/years/": {"2025"}, "/inspections/{}/lists/": {"1"}}
	p.add("/accounts/", h.people["reporter"].Account)
	p.add("/units/", h.units[builders])
	task, target, due := h.plantTask(t, p)

	// Figures of two sources, and the report they differ from.
	value := func(s string) quantity.Number {
		n, err := quantity.ParseNumber(s)
		h.must(t, err)
		return n
	}
	written, _, sheet := h.plantReport(t, report.Written{ID: id(t), Due: due, Progress: canaryProgress, Problem: canaryMatter, Values: []report.Figure{{Target: target, Value: value("12")}}})
	_, err := h.Reports.Scan(ctx, by, sheet, intake.Uploaded{Name: canaryEvidence + ".pdf", Content: strings.NewReader("%PDF-1.4\n%%EOF")})
	h.must(t, err)
	_, err = h.Reports.Accept(ctx, office, written)
	h.must(t, err)
	p.add("/sheets/", sheet)
	accepted, err := h.Reports.Find(ctx, by, written)
	h.must(t, err)
	_, err = h.Figures.Record(ctx, office, figure.Given{Target: target, Period: accepted.Period, Source: record.SourceStatistics, Name: "统计局", Basis: canaryMatter, Value: value("7")})
	h.must(t, err)
	gaps, err := h.Figures.List(ctx, office, figure.Filter{})
	h.must(t, err)
	p.add("/gaps/", gaps[0].ID)

	cases, err := h.Cases.OfTask(ctx, office, task)
	h.must(t, err)
	p.add("/cases/", cases[0].ID)
	d, err := h.Supervision.Propose(ctx, office, supervision.Draft{ID: id(t), Task: task, Step: "urge", Basis: canaryMatter, Demand: "三日内报送进展"})
	h.must(t, err)
	p.add("/directives/", d.ID)
	today := period.Date(h.Now().Unix() / 86400)
	appraisal, err := h.Supervision.Simulate(ctx, office, supervision.Simulation{ID: id(t), Title: canaryMatter, Model: string(ledger.Declared("guangyuan")), From: today - 90, To: today})
	h.must(t, err)
	h.must(t, h.Supervision.Announce(ctx, office, appraisal.ID, today+5))
	p.add("/appraisals/", appraisal.ID)
	bulletin := id(t)
	h.must(t, h.Announce.Draft(ctx, office, bulletin, "2025-04"))
	p.add("/bulletins/", bulletin)

	h.plantCoordination(t, p, task)
	h.plantInspection(t, p, task)
	h.plantDraft(t, p)
	h.plantWorkbooks(t, p)

	renamed := id(t)
	h.must(t, h.Reforms.Plan(ctx, office, reform.Change{ID: renamed, Kind: record.ReformRename, From: []uuid.UUID{h.units[builders]}, To: []reform.Successor{{Name: "安岭市" + canaryMatter + "局"}}, On: today + 30, Basis: canaryMatter}))
	p.add("/reforms/", renamed)
	given := id(t)
	h.must(t, h.Handovers.Give(ctx, h.as("approver"), handover.Giving{ID: given, Giver: h.people["reporter"].Account, Receiver: h.people["colleague"].Account, Reason: canaryMatter, Witness: canaryMatter}))
	p.add("/handovers/", given)
	messages, err := h.Inbox.List(ctx, h.as("colleague"), 1) // who took over
	h.must(t, err)
	p.add("/inbox/", messages[0].ID)
	return p
}

// plantCoordination raises a problem and calls a conference on it.
func (h *house) plantCoordination(t *testing.T, p planted, task uuid.UUID) {
	t.Helper()
	problem, conference := id(t), id(t)
	h.must(t, h.Coordination.Raise(t.Context(), h.as("reporter"), coordination.Raising{ID: problem, Title: canaryMatter, What: canaryMatter, Ask: "请协调", Task: task}))
	p.add("/problems/", problem)
	h.must(t, h.Coordination.Call(t.Context(), h.as("supervisor"), coordination.Meeting{ID: conference, Title: canaryMatter, On: period.Date(h.Now().Unix()/86400) + 3, Place: "二楼", Chair: "王", Problems: []uuid.UUID{problem}}))
	p.add("/conferences/", conference)
}

// plantInspection plans an inspection of the unit that leads the task and notes a finding with a file.
func (h *house) plantInspection(t *testing.T, p planted, task uuid.UUID) {
	t.Helper()
	today := period.Date(h.Now().Unix() / 86400)
	plan := inspection.Plan{ID: id(t), Title: canaryMatter, Kind: "special", Basis: canaryMatter, Content: canaryMatter, Places: "东岭村", From: today, To: today + 3,
		Leader: h.people["supervisor"].Account, Units: []uuid.UUID{h.units[builders]}, Tasks: []uuid.UUID{task}}
	h.must(t, h.Inspections.Plan(t.Context(), h.as("supervisor"), plan))
	planned, err := h.Inspections.Find(t.Context(), h.as("supervisor"), plan.ID)
	h.must(t, err)
	h.must(t, h.Cases.Take(t.Context(), h.as("supervisor"), planned.Case.ID, "ask", nil, 0))
	h.must(t, h.Cases.Take(t.Context(), h.as("leader"), planned.Case.ID, "approve", nil, 0))
	p.add("/inspections/", plan.ID)
	noted := inspection.Noted{ID: id(t), Inspection: plan.ID, Unit: h.units[builders], Task: task, Place: "东岭村", What: canaryMatter, Severity: "serious", Basis: canaryMatter}
	h.must(t, h.Inspections.Note(t.Context(), h.as("supervisor"), noted))
	p.add("/findings/", noted.ID)
	h.must(t, h.Inspections.Attach(t.Context(), h.as("supervisor"), noted.ID, intake.Uploaded{Name: canaryMatter + ".txt", Content: strings.NewReader(canaryMatter)}))
	found, err := h.Inspections.Finding(t.Context(), h.as("supervisor"), noted.ID)
	h.must(t, err)
	p.add("/findings/{}/files/", found.Files[0].ID)
}

// plantDraft sends another document's division out for comment.
func (h *house) plantDraft(t *testing.T, p planted) {
	t.Helper()
	office, doc, draft := h.as("supervisor"), id(t), id(t)
	text := "安岭市人民政府办公室关于" + canaryMatter + "的通知\n\n一、主要任务\n\n1.推进" + canaryMatter + "。2025年新建" + canaryMatter + "停车场9个。（市住房城乡建设局牵头）\n"
	_, err := h.Documents.Upload(t.Context(), office, intake.Uploaded{ID: doc, Name: canaryMatter + ".txt", Content: strings.NewReader(text)})
	h.must(t, err)
	h.must(t, h.Jobs.Drain(t.Context()))
	r, err := h.Documents.Review(t.Context(), office, doc)
	h.must(t, err)
	form := division.Entries{}
	for _, item := range r.Sheet.Items {
		form["lead."+item.ID] = []string{item.Parts[0].ID}
		for _, part := range item.Parts {
			form["unit."+part.ID] = []string{h.units[builders].String()}
		}
		p["/documents/{}/items/"] = append(p["/documents/{}/items/"], item.ID)
	}
	h.must(t, h.Documents.Edit(t.Context(), office, doc, 0, form, nil))
	h.must(t, h.Divisions.Send(t.Context(), office, draft, doc, period.Date(h.Now().Unix()/86400)+5))
	p["/documents/{}/compare/"] = []string{p["/documents/"][0]}
	p.add("/documents/", doc)
	p.add("/divisions/", draft)
}

// plantWorkbooks brings workbooks in, which are read in the background.
func (h *house) plantWorkbooks(t *testing.T, p planted) {
	t.Helper()
	sheet := func(cells map[string]any) *bytes.Buffer {
		f := excelize.NewFile()
		for ref, v := range cells {
			h.must(t, f.SetCellValue("Sheet1", ref, v))
		}
		b, err := f.WriteToBuffer()
		h.must(t, err)
		return b
	}
	w, err := h.Sheets.TakeLedger(t.Context(), h.as("supervisor"), intake.Uploaded{ID: id(t), Name: canaryMatter + ".xlsx", Content: sheet(map[string]any{
		"A1": "序号", "B1": "工作任务", "C1": "责任单位", "D1": "完成时限", "E1": "进展情况", "A2": 1, "B2": canaryMatter, "C2": builders, "D2": "2025年12月底", "E2": "已开工"})})
	h.must(t, err)
	p.add("/workbooks/ledgers/", w.ID)
	x, err := h.Sheets.TakeTemplate(t.Context(), h.as("supervisor"), intake.Uploaded{ID: id(t), Name: canaryMatter + ".xlsx", Content: sheet(map[string]any{
		"A1": canaryMatter, "A2": "序号", "B2": "指标名称", "C2": "本月完成", "A3": 1, "B3": canaryMatter})})
	h.must(t, err)
	p.add("/workbooks/templates/", x.ID)
	name, data, err := h.Sheets.Workbook(t.Context(), h.as("reporter"), "", 0)
	h.must(t, err)
	o, err := h.Sheets.TakeIn(t.Context(), h.as("reporter"), intake.Uploaded{ID: id(t), Name: canaryMatter + name, Content: bytes.NewReader(data)})
	h.must(t, err)
	p.add("/workbooks/reports/", o.ID)
	h.must(t, h.Jobs.Drain(t.Context()))
}
