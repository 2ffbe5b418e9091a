package list_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

var today = int64(instancetest.Day("2026-06-01"))

func somebody(role access.Role, unit uuid.UUID, in region.Code) app.Call {
	call := instancetest.Person(unit, role)
	call.Actor.Division, call.Actor.Grants[0].Division = in, in
	return call
}

// fill puts seven tasks in, each led by one of three units, with due items on days around today.
func fill(o *instancetest.Office) (units []uuid.UUID) {
	o.Helper()
	for n := range 3 {
		units = append(units, o.Unit(fmt.Sprintf("单位%d", n)))
	}
	var d record.Document
	for n := range 7 {
		unit := units[n%3]
		x := instancetest.Order{Document: d, Ordinal: int64(n), Title: fmt.Sprintf("任务%d", n/2), Lead: unit}
		if n < 6 { // nothing falls due of the last
			x.Due = []record.Due{{Period: "2026-05", On: today + int64(n) - 3}}
		}
		t, _ := o.Adopt(x)
		d.ID = t.Document
		instancetest.Put(o, record.LightTable, record.Light{Record: instancetest.Head(), Task: t.ID, Unit: unit, Light: []string{"red", "green"}[n%2], Rule: "r", Values: "{}", Since: today - 40})
		for _, due := range x.Due {
			instancetest.Put(o, record.ReportTable, record.Report{Record: instancetest.Head(), Due: due.ID, Task: t.ID, Unit: unit, State: record.ReportSubmitted, Progress: "进展", Submitted: (today - int64(n)) * 86400_000, IsSent: true})
		}
	}
	return units
}

func onBoth(t *testing.T, do func(t *testing.T, o *instancetest.Office)) {
	instancetest.Each(t, func(t *testing.T, database string) { do(t, instancetest.NewOffice(t, database, "2026-06-01")) })
}

// walk reads all rows of a list page by page, two at a time.
func walk(t *testing.T, i *instancetest.Office, call app.Call, k *list.Kind, q list.Query) (ids []uuid.UUID, total int64) {
	t.Helper()
	q.Limit = 2
	for range 20 {
		var found list.Found
		var page []uuid.UUID
		err := i.See(t.Context(), call, k.Needs, func(ctx context.Context, v *store.View) error {
			type row struct {
				ID uuid.UUID `col:"id"`
			}
			rows, f, err := list.Page[row](ctx, v, k, q, list.EnvOf(call.Actor, today))
			found = f
			for _, r := range rows {
				page = append(page, r.ID)
			}
			return err
		})
		if err != nil {
			t.Fatalf("%s, %+v: %v", k.Name, q, err)
		}
		ids, total = append(ids, page...), found.Total
		if !found.IsMore {
			return ids, total
		}
		q.After = page[len(page)-1]
	}
	t.Fatalf("%s, %+v: the pages do not end", k.Name, q)
	return nil, 0
}

func TestPage_EveryOrderAndFilterRunsThroughAllRowsOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, i *instancetest.Office) {
		units := fill(i)
		office := somebody(access.Supervisor, units[0], instancetest.Here)
		programme := somebody(access.Programme, uuid.Nil, instancetest.Here)
		for _, k := range list.Kinds() {
			call := office
			if k.Needs == access.LeadRead {
				call = programme
			}
			want, _ := walk(t, i, call, k, k.Parse(nil))
			slices.SortFunc(want, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
			for _, s := range k.Sorts {
				up, n := walk(t, i, call, k, list.Query{Sort: s.Name})
				down, _ := walk(t, i, call, k, list.Query{Sort: s.Name, IsDesc: true})
				for _, got := range [][]uuid.UUID{up, down} {
					sorted := slices.Clone(got)
					slices.SortFunc(sorted, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
					if !slices.Equal(sorted, want) || int64(len(got)) != n {
						t.Errorf("%s by %s: %d rows of %d, total %d", k.Name, s.Name, len(got), len(want), n)
					}
				}
			}
			for _, f := range k.Filters {
				values := append([]string{uuid.NewString(), "2026-06-01", "mine", "charge", "red@2026-05-31", "nonsense", "%"}, f.Options...)
				for _, v := range values {
					q := k.Parse(url.Values{f.Name: {v}})
					if ids, n := walk(t, i, call, k, q); int64(len(ids)) != n {
						t.Errorf("%s, %s=%s: %d rows, counted %d", k.Name, f.Name, v, len(ids), n)
					}
				}
			}
			for _, p := range k.Presets {
				values, err := url.ParseQuery(p.Query)
				if err != nil || k.Encode(k.Parse(values)) == "" {
					t.Errorf("%s: the list %s asks for nothing", k.Name, p.Name)
				}
				walk(t, i, call, k, k.Parse(values))
			}
		}
	})
}

func TestTasks_WhatIsAskedIsFound(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, i *instancetest.Office) {
		units := fill(i)
		office, unit := somebody(access.Supervisor, units[0], instancetest.Here), somebody(access.Reporter, units[1], instancetest.Here)
		for query, want := range map[string][2]int{ // what the office finds, what the second unit finds
			"":                              {7, 2},
			"light=red":                     {4, 1}, // the second unit leads tasks 1 and 4
			"lit=red@2026-05-31":            {4, 1},
			"lit=red@2026-04-01":            {0, 0},
			"lead=mine":                     {3, 2},
			"lead=" + units[1].String():     {2, 2},
			"when=overdue":                  {3, 1},
			"when=week":                     {3, 1}, // 1 June 2026 is a Monday: tasks 3, 4, 5
			"from=2026-05-31&to=2026-06-02": {3, 1},
			"state=open":                    {7, 2},
			"state=closed":                  {0, 0},
			"text=任务0":                      {2, 1},
			"light=none%27--&text=%25":      {0, 0},
			"document=" + uuid.NewString():  {0, 0},
		} {
			values, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			for n, call := range []app.Call{office, unit} {
				if ids, _ := walk(t, i, call, list.Tasks, list.Tasks.Parse(values)); len(ids) != want[n] {
					t.Errorf("%q gives reader %d %d tasks, want %d", query, n, len(ids), want[n])
				}
				q := list.Tasks.Parse(values)
				if counts, err := i.Tasks.Lights(t.Context(), call, q); err != nil || counts.Of(q) != int64(want[n]) {
					t.Errorf("%q gives reader %d the lights %v, which are %d tasks, want %d; %v", query, n, counts, counts.Of(q), want[n], err)
				}
			}
		}
		// Code asks for several values of a filter, and is told of one it has misspelt.
		if ids, n := walk(t, i, office, list.Tasks, list.Asking("light", "red", "green").With("lead", units[0].String(), units[1].String())); len(ids) != 5 || n != 5 {
			t.Errorf("of two lights and two units there are %d tasks, counted %d", len(ids), n)
		}
		if _, _, err := i.Tasks.Page(t.Context(), office, list.Asking("ligth", "red")); err == nil {
			t.Error("a filter there is not shows everything")
		}
		// What nothing falls due of comes last, whichever way the list runs.
		for _, isDesc := range []bool{false, true} {
			lines, _, err := i.Tasks.Page(t.Context(), office, list.Query{Sort: "due", IsDesc: isDesc})
			if err != nil || len(lines) != 7 || lines[6].Next != 0 || isDesc == (lines[0].Next < lines[5].Next) {
				t.Errorf("by due day, downwards %v: %v, %v", isDesc, lines, err)
			}
		}
	})
}

// Words that many rows have are looked for in them, words that few have by the rows that were found: the answers do not differ.
func TestTasks_WordsThatManyHave(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, i *instancetest.Office) {
		fill(i)
		office := somebody(access.Supervisor, uuid.Nil, instancetest.Here)
		var more []record.Task
		for n := range 600 {
			more = append(more, record.Task{Record: instancetest.Head(), Title: fmt.Sprintf("众多事项第%03d件", n), State: record.TaskOpen})
		}
		instancetest.Put(i, record.TaskTable, more...)
		for words, want := range map[string]int64{"众多": 600, "第1": 100, "任务": 7, "无": 0} {
			q := list.Tasks.Parse(url.Values{"text": {words}, "sort": {"-title"}})
			counts, err := i.Tasks.Lights(t.Context(), office, q)
			if err != nil || counts.Of(q) != want {
				t.Errorf("%s: the lights are %v, want %d in all; %v", words, counts, want, err)
			}
			lines, found, err := i.Tasks.Page(t.Context(), office, q)
			if err != nil || int64(len(lines)) != min(want, list.PageRows) || found.Total != want || found.IsMore != (want > list.PageRows) {
				t.Errorf("%s: %d rows, found %+v, want %d; %v", words, len(lines), found, want, err)
			}
			if words == "众多" && lines[0].Title != "众多事项第599件" {
				t.Errorf("the first is %s", lines[0].Title)
			}
		}
	})
}

func TestSaved_IsSeenByWhomItIsSharedWith(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, i *instancetest.Office) {
		units := fill(i)
		me, colleague, other, elsewhere := somebody(access.Reporter, units[0], instancetest.Here), somebody(access.Reporter, units[0], instancetest.Here), somebody(access.Reporter, units[1], instancetest.Here), somebody(access.Reporter, uuid.New(), region.MustParse("190400"))
		for _, call := range []app.Call{me, colleague, other, elsewhere} {
			instancetest.Put(i, record.AccountTable, record.Account{Reference: store.Reference{ID: call.Actor.Account}, Name: call.Actor.Account.String(), Label: "某人", Division: instancetest.Owner, Recovery: "[]"})
		}
		saved := map[string]uuid.UUID{}
		for _, share := range []string{record.SharedWithNobody, record.SharedWithUnit, record.SharedWithPlace} {
			saved[share] = uuid.Must(uuid.NewV7())
			for range 2 { // sent twice, it is one
				if err := i.Lists.Save(t.Context(), me, saved[share], list.Tasks, share, url.Values{"light": {"red"}, "what": {"ever"}, "sort": {"-due"}}, share); err != nil {
					t.Fatal(err)
				}
			}
		}
		for n, want := range []int{3, 2, 1, 0} {
			call := []app.Call{me, colleague, other, elsewhere}[n]
			got, err := i.Lists.Saved(t.Context(), call, "tasks")
			if err != nil || len(got) != want {
				t.Errorf("reader %d sees %d lists, want %d (%v)", n, len(got), want, err)
			}
			for _, s := range got {
				if s.Query != "light=red&sort=-due" || s.IsOwn != (n == 0) || (s.By == "") != (n == 0) {
					t.Errorf("reader %d sees %+v", n, s)
				}
			}
		}
		if _, err := i.Lists.Remove(t.Context(), other, saved[record.SharedWithPlace]); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else's list was removed: %v", err)
		}
		if err := i.Lists.Save(t.Context(), me, uuid.New(), list.Tasks, " ", nil, record.SharedWithNobody); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a list without a name was saved: %v", err)
		}
		if kind, err := i.Lists.Remove(t.Context(), me, saved[record.SharedWithPlace]); err != nil || kind != "tasks" {
			t.Error(kind, err)
		}
		if got, _ := i.Lists.Saved(t.Context(), other, "tasks"); len(got) != 0 {
			t.Errorf("what was taken away is still shared: %v", got)
		}
	})
}
