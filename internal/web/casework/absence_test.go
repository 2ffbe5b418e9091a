package casework_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

// An approver enters his leave; his stand-in is offered what waits for a signature, and report and paper say for whom he signed.
func TestAbsences_AnApproverNamesWhoSignsForHim(t *testing.T) {
	t.Parallel()
	city, now := region.MustParse("190300"), time.Date(2025, 2, 10, 2, 0, 0, 0, time.UTC)
	s := sitetest.Open(t, func() time.Time { return now }, casework.Routes, ledger.Routes)
	s.Division(city, "柏川市")
	unit := s.Unit(city, "市住建局")
	ids := s.Hire(sitetest.Person{Name: "zhou", Label: "周局长", In: city, Unit: unit, Role: access.Approver}, sitetest.Person{Name: "zhang", Label: "张三", In: city, Unit: unit, Role: access.Reporter},
		sitetest.Person{Name: "li", Label: "李四", In: city, Unit: unit, Role: access.Reporter}, sitetest.Person{Name: "auditor", Label: "审计", In: city, Role: access.Auditor},
		sitetest.Person{Name: "security", Label: "安全", In: city, Unit: unit, Role: access.Security}, sitetest.Person{Name: "operator", Label: "运维", In: city, Role: access.Operator})
	head := func() store.Record { return store.Record{Owner: 190300, ID: uuid.Must(uuid.NewV7())} }
	document := record.Document{Record: head(), State: record.DocumentAdopted, Title: "计划"}
	task := record.Task{Record: head(), Document: document.ID, Ordinal: 1, Title: "改善农村住房", State: record.TaskOpen}
	duty := record.Duty{Record: head(), Document: document.ID, Task: task.ID, Unit: &unit, UnitName: "市住建局", Role: record.PartLead}
	on, err := period.ParseDate("2025-02-28")
	s.Must(err)
	due := record.Due{Record: head(), Task: task.ID, Unit: unit, Period: "2025-02", On: int64(on), State: record.DueSigning}
	report := record.Report{Record: head(), Due: due.ID, Task: task.ID, Unit: unit, Account: ids["zhang"], State: record.ReportSigning, Progress: "已开工", Number: 1}
	due.Report = report.ID
	event := audit.Event{Owner: 190300, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}}
	s.Must(s.I.Store.Write(t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		_, e1 := store.Insert(ctx, tx, record.DocumentTable, &document)
		_, e2 := store.Insert(ctx, tx, record.TaskTable, &task)
		_, e3 := store.Insert(ctx, tx, record.DutyTable, &duty)
		_, e4 := store.Insert(ctx, tx, record.DueTable, &due)
		_, e5 := store.Insert(ctx, tx, record.ReportTable, &report)
		return errors.Join(e1, e2, e3, e4, e5)
	}))
	here := "/reports/" + report.ID.String()
	s.Page("li", here).Lacks("form[action='" + here + "/sign']")
	if got := s.Send("li", http.MethodPost, here+"/sign", url.Values{}); got.Code != http.StatusForbidden {
		t.Errorf("before the leave he signs with %d", got.Code)
	}
	var names []string
	for _, o := range s.Page("zhou", "/absences").All("select[name=stand_in] option[lang]") {
		names = append(names, o.Text())
	}
	if got := strings.Join(names, " "); got != "张三 李四" && got != "李四 张三" {
		t.Errorf("offered are %q", got)
	}
	s.Page("zhou", "/").Has("a[href='/absences']")
	s.Done("zhou", "/absences", url.Values{"from": {"2025-02-10"}, "to": {"2025-02-11"}, "stand_in": {ids["li"].String()}})
	s.Page("zhang", here).Lacks("form[action='" + here + "/sign']")
	s.Page("li", "/").Has("a[href='" + here + "']")
	page := s.Page("li", here)
	page.Has("form[action='" + here + "/sign']")
	if !strings.Contains(page.Text(), "周局长请假，由您代为审签") {
		t.Errorf("the form does not say for whom: %s", page.Text())
	}
	s.Done("li", here+"/sign", url.Values{})
	page = s.Page("zhang", here)
	if !strings.Contains(page.Text(), "李四（代周局长）") || !strings.Contains(page.One(".signatures").Text(), "代 周局长") {
		t.Errorf("the report does not say who signed for whom: %s", page.Text())
	}
}
