package register_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

// canary is the number of nobody: there is no such county.
var canary = checked("14099919900307451")

var county = region.MustParse("990102")

func now() time.Time { return time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) }

func source(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../packs/toy/pack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// onEngines runs a test on an installation of each engine with the toy pack loaded.
func onEngines(t *testing.T, do func(t *testing.T, i *instance.Instance)) {
	for name, open := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := instancetest.Open(t, open(t), now)
			if err := i.Registers.Load(t.Context(), app.System("test", access.PackLoad), "pack.yaml", source(t)); err != nil {
				t.Fatal(err)
			}
			do(t, i)
		})
	}
}

func as(role access.Role, in region.Code) app.Call {
	return app.Call{Actor: access.Actor{Account: uuid.UUID{1}, Division: in, Grants: []access.Grant{{Role: role, Division: in}}, Locale: "zh"}, Request: "test", From: "local"}
}

var officer = as(access.Programme, county)

func newID(t testing.TB) uuid.UUID {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func grower(t testing.TB, values map[string]string) register.Entry {
	e := register.Entry{ID: newID(t), Values: map[string]string{"income": "9000", "damage": "frost", "village": "990102003"}}
	maps.Copy(e.Values, values)
	return e
}

// key is the key of the sentence of a fault; "" for none.
func key(err error) string {
	for e := err; e != nil; {
		if f, ok := e.(*fault.Error); ok {
			return f.Key
		}
		if u, ok := e.(interface{ Unwrap() error }); ok {
			e = u.Unwrap()
			continue
		}
		return err.Error()
	}
	return ""
}

func TestSave_KeepsARecordWithItsRowsAndMasksItsNumber(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, i *instance.Instance) {
		e := grower(t, map[string]string{"id_number": canary, "joined": "2024-02-29", "insured": "是"})
		plot := register.Entry{ID: newID(t), Values: map[string]string{"name": "东坡", "area": "2.5"}}
		e.Children = map[string][]register.Entry{"plot": {plot}}
		for range 2 { // a form that is sent twice
			if err := i.Registers.Save(t.Context(), officer, "toy", "grower", e); err != nil {
				t.Fatal(err)
			}
		}
		_, _, _, list, _, err := i.Registers.Page(t.Context(), officer, "toy", "grower", url.Values{"text": {canary[14:]}}, 0)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		_, found, err := i.Registers.Find(t.Context(), officer, "toy", "grower", e.ID)
		if err != nil {
			t.Fatal(err)
		}
		masked := found.Values["id_number"]
		if strings.Contains(masked, canary[6:14]) || masked == "" {
			t.Errorf("masked as %q", masked)
		}
		want := map[string]string{"id_number": masked, "income": "9000", "joined": "2024-02-29", "damage": "frost", "insured": "yes", "village": "990102003"}
		if diff := cmp.Diff(want, found.Values); diff != "" {
			t.Error(diff)
		}
		if len(found.Children["plot"]) != 1 || found.Children["plot"][0].Values["area"] != "2.5" {
			t.Errorf("%+v", found.Children)
		}

		stale := e
		e.Version, e.Values["id_number"] = 1, "" // an empty secret stays
		e.Children["plot"][0].Values["area"] = "3"
		if err := i.Registers.Save(t.Context(), officer, "toy", "grower", e); err != nil {
			t.Fatal(err)
		}
		stale.Version = 1
		if err := i.Registers.Save(t.Context(), officer, "toy", "grower", stale); key(err) != "record-stale" {
			t.Error(err)
		}
		if _, found, err = i.Registers.Find(t.Context(), officer, "toy", "grower", e.ID); err != nil || found.Version != 2 || found.Values["id_number"] != masked || found.Children["plot"][0].Values["area"] != "3" {
			t.Errorf("%+v %v", found, err)
		}
		e.Version, e.Children = 2, map[string][]register.Entry{"plot": {}}
		if err := i.Registers.Save(t.Context(), officer, "toy", "grower", e); err != nil {
			t.Fatal(err)
		}
		if _, found, err = i.Registers.Find(t.Context(), officer, "toy", "grower", e.ID); err != nil || len(found.Children["plot"]) != 0 {
			t.Errorf("%+v %v", found, err)
		}
	})
}

func TestSave_RefusesWhatCanNotBe(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, i *instance.Instance) {
		if err := i.Registers.Save(t.Context(), officer, "toy", "grower", grower(t, map[string]string{"id_number": canary})); err != nil {
			t.Fatal(err)
		}
		for want, values := range map[string]map[string]string{
			"field-required":   {"income": " "},
			"field-number":     {"income": "1000000000.0001"},
			"field-date":       {"joined": "2025-02-29"},
			"field-code":       {"damage": "flood"},
			"field-division":   {"village": "99010"},
			"field-identity":   {"id_number": canary[:17] + "0"},
			"field-unknown":    {"wealth": "1"},
			"record-duplicate": {"id_number": " 140999 19900307 " + canary[14:]},
			"forbidden":        {"village": "990103001"},
		} {
			if err := i.Registers.Save(t.Context(), officer, "toy", "grower", grower(t, values)); key(register1(err)) != want {
				t.Errorf("%v: %v, not %s", values, err, want)
			}
		}
		for role, want := range map[access.Role]string{access.Supervisor: "forbidden", access.Operator: "forbidden"} {
			if err := i.Registers.Save(t.Context(), as(role, county), "toy", "grower", grower(t, nil)); key(err) != want {
				t.Errorf("%s: %v", role, err)
			}
		}
	})
}

// register1 is the first fault of a field, or the error itself.
func register1(err error) error {
	if all := register.Faults(err); len(all) > 0 {
		return all[0]
	}
	return err
}

func TestReveal_ShowsASecretForAReasonToWhomItIsGiven(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, i *instance.Instance) {
		e := grower(t, map[string]string{"id_number": canary})
		if err := i.Registers.Save(t.Context(), officer, "toy", "grower", e); err != nil {
			t.Fatal(err)
		}
		got, err := i.Registers.Reveal(t.Context(), officer, "toy", "grower", e.ID, "id_number", "核对证件")
		if err != nil || got != canary {
			t.Error(got, err)
		}
		for name, c := range map[string]struct {
			call         app.Call
			reason, want string
		}{
			"no reason":          {officer, " ", "reveal-reason"},
			"another county":     {as(access.Programme, region.MustParse("990103")), "核对证件", "record-missing"},
			"the city above":     {as(access.Programme, region.MustParse("990100")), "核对证件", "record-missing"},
			"an operator":        {as(access.Operator, county), "核对证件", "forbidden"},
			"another village":    {as(access.Field, region.MustParse("990102004")), "核对证件", "record-missing"},
			"the village's own ": {as(access.Field, region.MustParse("990102003")), "核对证件", ""},
		} {
			got, err := i.Registers.Reveal(t.Context(), c.call, "toy", "grower", e.ID, "id_number", c.reason)
			if key(err) != c.want || err != nil && got != "" {
				t.Errorf("%s: %q %v", name, got, err)
			}
		}
	})
}

// What the installation screens is what the pack's rules say in Go about the same records.
func TestScreen_SaysWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, i *instance.Instance) {
		p, _ := pack.Load(source(t))
		want := make(map[string]string)
		var rows []map[string]any
		for n := range 40 {
			number := identity(n)
			values := map[string]string{"id_number": number, "income": fmt.Sprint(2000 + 613*n%9000), "damage": []string{"none", "frost", "hail"}[n%3], "village": "990102003", "joined": "2024-01-01"}
			e := grower(t, values)
			fields := map[string]expr.Value{"income": units(t, values["income"]), "damage": expr.Words(values["damage"]), "village": expr.Words("990102003"), "joined": expr.Units(int64(day2024()))}
			record := &expr.Record{Fields: fields, Rows: map[string][]expr.Row{}}
			for k := range n % 3 {
				plot := map[string]string{"name": "坡", "area": fmt.Sprint(1 + k)}
				row := expr.Row{Fields: map[string]expr.Value{"name": expr.Words("坡"), "area": units(t, plot["area"])}}
				if k == 0 {
					plot["yield"] = fmt.Sprint(500 + 40*n)
					row.Fields["yield"] = units(t, plot["yield"])
				}
				e.Children = map[string][]register.Entry{"plot": append(e.Children["plot"], register.Entry{ID: newID(t), Values: plot})}
				record.Rows["plot"] = append(record.Rows["plot"], row)
			}
			for k := range n % 4 {
				month := (period.Date(i.Today()) - period.Date(period.Date(i.Today()).Day()) + 1).AddMonths(-6 * k)
				amount := fmt.Sprintf("%d.%d", 700+n*37, k)
				rows = append(rows, map[string]any{"id_number": number, "month": month.String()[:7], "amount": json.Number(amount)})
				record.Rows["sale"] = append(record.Rows["sale"], expr.Row{Month: month, Fields: map[string]expr.Value{"amount": units(t, amount)}})
			}
			if err := i.Registers.Save(t.Context(), officer, "toy", "grower", e); err != nil {
				t.Fatal(err)
			}
			leads, refused := p.Screen(p.Register("grower"), record, p.Env(period.Date(i.Today()), "990102"))
			if len(refused) > 0 {
				t.Fatal("refused")
			}
			for _, l := range leads {
				figures := make(map[string]string)
				for k, let := range l.Rule.Lets {
					figures[let.Name] = quantity.FromTenThousandths(l.Values[k].N).String()
				}
				want[e.ID.String()+" "+l.Rule.Name] = pack.Fill(l.Rule.Says.Zh, figures)
			}
		}
		rows = append(rows, map[string]any{"id_number": canary, "month": "2026-10", "amount": 1})
		text, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // rows sent twice count once
			put, err := i.Registers.PutRows(t.Context(), officer, "toy", "sale", county, strings.NewReader(string(text)))
			if err != nil || put.Matched != len(rows)-1 || !slices.Equal(put.Unmatched, []int{len(rows)}) {
				t.Fatal(put, err)
			}
		}
		for n, raised := range []int{len(want), 0} { // once a day
			done, err := i.Registers.Screen(t.Context(), officer, "toy")
			if err != nil || done.Raised != raised || done.Refused != 0 {
				t.Errorf("screening %d: %+v %v, not %d", n, done, err, raised)
			}
		}
		leads, _, err := i.Registers.LeadPage(t.Context(), officer, list.Query{}.Rows(uuid.Nil, 1000))
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[string]string)
		for _, l := range leads {
			got[l.Subject.String()+" "+l.Rule.Name] = l.Says
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if len(want) < 10 {
			t.Errorf("%d leads are too few to show anything", len(want))
		}
		if got, _, err := i.Registers.LeadPage(t.Context(), as(access.Programme, region.MustParse("990103")), list.Query{}); err != nil || len(got) > 0 {
			t.Error(got, err)
		}
		if _, tables, err := i.Registers.Indicators(t.Context(), officer, "toy", county, []period.Date{20_000}); err != nil || len(tables) != 1 || len(tables[0].Rows) != 1 ||
			tables[0].Rows[0].Division.String() != "990102003" || tables[0].All.Values[0].Counted != 0 || tables[0].All.Records == 0 {
			t.Error(tables, err)
		}
	})
}

func units(t testing.TB, text string) expr.Value {
	t.Helper()
	n, err := quantity.ParseNumber(text)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := n.TenThousandths()
	return expr.Units(v)
}

// identity is one of the numbers of nobody.
func identity(n int) string {
	return checked(fmt.Sprintf("140999%d%02d15%03d", 1960+n%40, 1+n%12, 100+n))
}

// checked is a number with its check character.
func checked(first string) string {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(first[i]-'0') * weight
	}
	return first + "10X98765432"[sum%11:][:1]
}

func day2024() period.Date {
	d, err := period.ParseDate("2024-01-01")
	if err != nil {
		panic(err)
	}
	return d
}

func TestDecide_IsForWhoeverWorksThere(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, i *instance.Instance) {
		if err := i.Registers.Save(t.Context(), officer, "toy", "grower", grower(t, nil)); err != nil {
			t.Fatal(err)
		}
		if _, err := i.Registers.Screen(t.Context(), officer, "toy"); err != nil {
			t.Fatal(err)
		}
		leads, _, err := i.Registers.LeadPage(t.Context(), officer, list.Asking("state", record.LeadOpen))
		if err != nil || len(leads) != 1 {
			t.Fatal(leads, err)
		}
		id, city := leads[0].ID, region.MustParse("990100")
		for name, c := range map[string]struct {
			call   app.Call
			reason string
			want   string
		}{
			"above, which reads only": {as(access.Programme, city), "核对无误", "record-missing"},
			"another county":          {as(access.Programme, region.MustParse("990103")), "核对无误", "record-missing"},
			"a leader":                {as(access.Leader, county), "核对无误", "forbidden"},
			"without a reason":        {officer, " \n核实 ", "lead-reason"},
			"with too long a one":     {officer, strings.Repeat("核", 501), "lead-reason"},
		} {
			if err := i.Registers.Decide(t.Context(), c.call, id, record.LeadDismissed, c.reason); key(err) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		if err := i.Registers.Decide(t.Context(), officer, id, record.LeadDismissed, "已有保险赔付，不再纳入"); err != nil {
			t.Fatal(err)
		}
		if open, _, err := i.Registers.LeadPage(t.Context(), officer, list.Asking("state", record.LeadOpen)); err != nil || len(open) != 0 {
			t.Error(open, err)
		}
	})
}
