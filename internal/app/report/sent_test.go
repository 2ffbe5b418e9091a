package report_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// sees is what somebody finds of a report, by every way that leads to it: its page, the due item's page, the list and what is searched in it, its evidence,
// its sheet.
func (h *house) sees(by app.Call, n, evidence uuid.UUID) (ways []string) {
	h.Helper()
	ctx := h.Context()
	if _, err := h.Reports.Find(ctx, by, n); err == nil {
		ways = append(ways, "page")
	}
	f, err := h.Reports.Form(ctx, by, h.due[0])
	h.Must(err)
	if f.Report != nil && f.Report.ID == n {
		ways = append(ways, "due")
	}
	for name, q := range map[string]list.Query{"list": {}, "search": list.Asking("text", "已开工")} {
		lines, _, err := h.Reports.Page(ctx, by, q.Rows(uuid.Nil, 50))
		h.Must(err)
		for _, l := range lines {
			if l.Report.ID == n {
				ways = append(ways, name)
			}
		}
	}
	if _, file, err := h.Reports.Evidence(ctx, by, evidence); err == nil {
		h.Must(file.Close())
		ways = append(ways, "evidence")
	}
	for _, x := range instancetest.All[record.Sheet](h.Office, record.SheetTable, relation.Equal(relation.C("x", "report"), n[:])) {
		if _, err := h.Reports.ByCode(ctx, by, x.Code); err == nil {
			ways = append(ways, "sheet")
		}
	}
	return ways
}

// What a unit has not sent is its own: neither the office nor a leader finds a draft, what is said inside the unit about it, or what is written anew
// into a report that was returned.
func TestSent_NobodyElseSeesAReportBeforeItIsHandedToTheOffice(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n, file := h.Context(), instancetest.ID(), instancetest.ID()
		h.hire()
		leader := instancetest.Person(instancetest.ID(), access.Leader)
		seen := func(when string, want bool) {
			h.Helper()
			for name, by := range map[string]app.Call{"the office": h.office, "a leader": leader} {
				ways := h.sees(by, n, file)
				if !want && len(ways) > 0 || want && len(ways) < 5 {
					h.Errorf("%s %s sees it by %v", when, name, ways)
				}
			}
			if ways := h.sees(h.writer, n, file); len(ways) < 5 {
				h.Errorf("%s its unit sees it by %v only", when, ways)
			}
		}
		h.write(0, n, 100)
		_, err := h.Reports.Attach(ctx, h.writer, n, intake.Uploaded{ID: file, Name: "照片.txt", Content: strings.NewReader("开工现场")})
		h.Must(err)
		seen("as a draft", false)
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		seen("while it is signed", false)
		_, err = h.Reports.SendBack(ctx, h.signer, n, "数字与上月对不上")
		h.Must(err)
		seen("sent back inside", false)
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		_, err = h.Reports.Sign(ctx, h.signer, n, "")
		h.Must(err)
		seen("sent", true)
		_, err = h.Reports.Return(ctx, h.office, n, "补充说明")
		h.Must(err)
		seen("returned, as it was sent", true)
		h.write(0, n, 120)
		seen("written anew", false)
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		_, err = h.Reports.Sign(ctx, h.signer, n, "")
		h.Must(err)
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.Must(err)
		seen("accepted", true)

		correction := instancetest.ID()
		h.Must(h.Reports.Correct(ctx, h.writer, n, correction, "重复计数"))
		if f, err := h.Reports.Form(ctx, h.office, h.due[0]); err != nil || f.Report == nil || f.Report.ID != n || len(f.Versions) != 1 {
			h.Errorf("while it is corrected the office sees %d versions, %v", len(f.Versions), err)
		}
		if f, err := h.Reports.Form(ctx, h.writer, h.due[0]); err != nil || f.Report.ID != correction {
			h.Errorf("its unit sees %+v, %v", f.Report, err)
		}
	})
}
