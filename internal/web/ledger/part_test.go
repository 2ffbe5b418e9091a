package ledger_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	pages "github.com/wenxiao/wenxiao/internal/web/ledger"
	"github.com/wenxiao/wenxiao/internal/web/sitetest"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

// A county's unit with a part of the city's target does from the page of the task what a unit that leads does; the one in whose place it comes goes on with it.
func TestTask_OfWhoHasAPart(t *testing.T) {
	t.Parallel()
	county, now := region.MustParse("190321"), time.Date(2025, 11, 5, 2, 0, 0, 0, time.UTC)
	d := sitetest.Open(t, func() time.Time { return now }, pages.Routes)
	d.Division(city, "柏川市")
	d.Division(county, "东山县")
	lead, own, other := d.Unit(city, "柏川市住房和城乡建设局"), d.Unit(county, "东山县住房和城乡建设局"), d.Unit(county, "东山县城市管理局")
	people := d.Hire(sitetest.Person{Name: "office", Label: "何云", In: city, Role: access.Supervisor}, sitetest.Person{Name: "security", Label: "安全", In: city, Role: access.Security},
		sitetest.Person{Name: "writer", Label: "李四", In: county, Unit: own, Role: access.Reporter}, sitetest.Person{Name: "head", Label: "周远", In: county, Role: access.Supervisor})
	as := func(name string, unit uuid.UUID, in region.Code, role access.Role) app.Call {
		return instancetest.Call(access.Actor{Account: people[name], Unit: unit, Division: in, Grants: []access.Grant{{Role: role, Division: in}}})
	}
	office, writer, head := as("office", uuid.Nil, city, access.Supervisor), as("writer", own, county, access.Reporter), as("head", uuid.Nil, county, access.Supervisor)
	value := int64(100_0000)
	document := record.Document{Record: instancetest.Head(), State: record.DocumentAdopted, Title: "计划"}
	task := record.Task{Record: instancetest.Head(), Document: document.ID, Ordinal: 1, Title: "改善农村住房", State: record.TaskOpen}
	whole := record.Target{Record: instancetest.Head(), Task: task.ID, Ordinal: 1, Metric: "改造", Op: ">=", Value: &value, Split: string(ledger.SplitTotal), IsSum: true}
	part := record.Target{Record: instancetest.Head(), Task: task.ID, Ordinal: 1001, Metric: "改造", Op: ">=", Value: &value, Lead: own, Whole: whole.ID}
	leads := record.Duty{Record: instancetest.Head(), Document: document.ID, Task: task.ID, Unit: &lead, Role: record.PartLead}
	helps := record.Duty{Record: instancetest.Head(), Document: document.ID, Task: task.ID, Unit: &own, Role: record.PartCooperate, Whole: whole.ID}
	due := record.Due{Record: instancetest.Head(), Task: task.ID, Unit: own, Whole: whole.ID, Period: "2025Q4", On: int64(instancetest.Day("2025-12-31")), State: record.DueOpen}
	event := audit.Event{Owner: instancetest.Owner, Account: app.SystemAccount, Action: "test", Kind: "test"}
	d.Must(d.I.Store.Write(t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		_, err1 := store.Insert(ctx, tx, record.DocumentTable, &document)
		_, err2 := store.Insert(ctx, tx, record.TaskTable, &task)
		_, err3 := store.Insert(ctx, tx, record.TargetTable, &whole)
		_, err4 := store.Insert(ctx, tx, record.TargetTable, &part)
		_, err5 := store.Insert(ctx, tx, record.DutyTable, &leads)
		_, err6 := store.Insert(ctx, tx, record.DutyTable, &helps)
		_, err7 := store.Insert(ctx, tx, record.DueTable, &due)
		return errors.Join(err1, err2, err3, err4, err5, err6, err7)
	}))
	page := d.Page("writer", "/tasks/"+task.ID.String())
	for _, to := range []string{"/problems/new?task=" + task.ID.String(), "/targets/" + part.ID.String() + "/request", "/due/" + due.ID.String() + "/request", "/due/" + due.ID.String()} {
		page.One(`a[href="` + to + `"]`)
	}
	page.Lacks(`a[href="/targets/` + whole.ID.String() + `/request"]`)
	page.Lacks(`a[href="/tasks/` + task.ID.String() + `/request"]`)

	id := instancetest.ID()
	_, err := d.I.Reports.Write(t.Context(), writer, report.Written{ID: id, Due: due.ID, Progress: "完成", Values: []report.Figure{{Target: part.ID, Value: quantity.Integer(63)}}})
	d.Must(err)
	_, err = d.I.Reports.Submit(t.Context(), writer, id)
	d.Must(err)
	_, err = d.I.Reports.Accept(t.Context(), office, id)
	d.Must(err)
	correct := `form[action="/reports/` + id.String() + `/correct"]`
	d.Page("writer", "/reports/"+id.String()).One(correct)
	c := reform.Change{ID: instancetest.ID(), Kind: record.ReformMerge, From: []uuid.UUID{own, other}, To: []reform.Successor{{Name: "东山县建设局"}}, On: period.DateAt(now), Basis: "机构改革方案"}
	d.Must(d.I.Reforms.Plan(t.Context(), head, c))
	d.Must(d.I.Reforms.Carry(t.Context(), head, c.ID, reform.Choices{}))
	d.SignIn("writer", sitetest.Password)
	page = d.Page("writer", "/reports/"+id.String())
	page.One(correct)
	if !strings.Contains(page.Text(), "63") {
		t.Errorf("the page shows no figures: %s", page.Text())
	}
}
