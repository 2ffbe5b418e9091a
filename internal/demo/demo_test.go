package demo_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/demo"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const today = "2025-11-18"

func real() time.Time { return time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC) }

func day(text string) period.Date {
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// filled is an installation with a demo in it.
type filled struct {
	*instance.Instance
	clock    *demo.Clock
	accounts []demo.Account
}

func fill(t testing.TB, database string, o demo.Options) filled {
	t.Helper()
	f := filled{clock: demo.NewClock(real)}
	f.Instance = instancetest.Open(t, database, f.clock.Now)
	o.Clock = f.clock
	if o.Today == 0 {
		o.Today = day(today)
	}
	var err error
	if f.accounts, err = demo.Fill(t.Context(), f.Instance, o); err != nil {
		t.Fatal(err)
	}
	return f
}

// all are the rows of a table.
func all[T any](t testing.TB, f filled, table *relation.Table) (rows []T) {
	t.Helper()
	err := f.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		rows, err = store.List[T](ctx, v, &relation.Select{From: relation.From(table, "t")})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// records says what is in an installation, apart from ids, order and passwords.
func (f filled) records(t testing.TB) []string {
	var lines []string
	say := func(parts ...any) { lines = append(lines, fmt.Sprintln(parts...)) }
	units := make(map[any]string)
	for _, u := range all[record.Unit](t, f, record.UnitTable) {
		units[u.ID] = u.Name
		say("unit", u.ID, u.Division, u.Name, u.IsVertical)
	}
	for _, n := range all[record.UnitName](t, f, record.UnitNameTable) {
		say("name", units[n.Unit], n.Name, n.IsAlias)
	}
	for _, a := range all[record.Account](t, f, record.AccountTable) {
		say("account", a.ID, a.Name, a.Label, a.Division, units[*a.Unit])
	}
	for _, d := range all[record.Document](t, f, record.DocumentTable) {
		say("document", d.ID, d.Title, d.Number, d.State, d.Made, d.Adopted, d.FileName)
	}
	tasks := make(map[any]string)
	for _, x := range all[record.Task](t, f, record.TaskTable) {
		tasks[x.ID] = x.Title
		say("task", x.Owner, x.Label, x.Title, x.State)
	}
	for _, d := range all[record.Duty](t, f, record.DutyTable) {
		say("duty", tasks[d.Task], units[*d.Unit], d.Role)
	}
	due := make(map[any]string)
	for _, d := range all[record.Due](t, f, record.DueTable) {
		due[d.ID] = fmt.Sprint(tasks[d.Task], d.Period)
		say("due", tasks[d.Task], units[d.Unit], d.Period, d.On, d.State)
	}
	for _, r := range all[record.Report](t, f, record.ReportTable) {
		say("report", due[r.Due], r.State, r.Made, r.Submitted, r.IsLate, r.Progress, r.Problem, r.Next, r.Reason)
	}
	for _, v := range all[record.Value](t, f, record.ValueTable) {
		say("value", units[v.Unit], v.Value)
	}
	for _, e := range all[record.Evidence](t, f, record.EvidenceTable) {
		say("evidence", units[e.Unit], e.FileName, e.FileSize)
	}
	slices.Sort(lines)
	return lines
}

// Filling takes seconds of a processor, so all that can be asked of one place is asked of the same one.
func TestFill_ShowsEveryThing(t *testing.T) {
	t.Parallel()
	f := fill(t, "", demo.Options{})
	t.Run("the same seed gives the same place", func(t *testing.T) { f.checkSame(t) })
	t.Run("records", func(t *testing.T) { f.checkRecords(t) })
	t.Run("past", func(t *testing.T) { f.checkPast(t) })
	t.Run("audit", func(t *testing.T) { f.checkAudit(t) })
	t.Run("accounts", func(t *testing.T) { f.checkAccounts(t) })
	t.Run("the place is that of the order", func(t *testing.T) { f.checkPlace(t) })
	t.Run("replaced", func(t *testing.T) { f.checkReplaced(t) })
	t.Run("over-reported", func(t *testing.T) { f.checkOverReported(t) })
	t.Run("announced, inspected, merged, handed over", func(t *testing.T) { f.checkHappened(t) })
	t.Run("county", func(t *testing.T) { f.checkCounty(t) })
	t.Run("again", func(t *testing.T) { f.checkAgain(t) })
}

// A second place from the same seed is the same, on the other database too; another seed gives another.
func (f filled) checkSame(t *testing.T) {
	want := f.records(t)
	t.Run("postgresql", func(t *testing.T) {
		if diff := cmp.Diff(want, fill(t, pgtest.Open(t), demo.Options{}).records(t)); diff != "" {
			t.Errorf("the second place differs from the first:\n%s", diff)
		}
	})
	t.Run("another seed", func(t *testing.T) {
		if cmp.Equal(want, fill(t, "", demo.Options{Seed: 8}).records(t)) {
			t.Error("another seed gives the same place")
		}
	})
}

func (f filled) checkRecords(t *testing.T) {
	count := make(map[string]int)
	for _, d := range all[record.Document](t, f, record.DocumentTable) {
		count["document "+d.State]++
	}
	for _, d := range all[record.Due](t, f, record.DueTable) {
		count["due "+d.State]++
		if d.State == record.DueOpen && d.On < int64(day(today)) {
			count["missing"]++
		}
	}
	for _, r := range all[record.Report](t, f, record.ReportTable) {
		count["report "+r.State]++
		if r.IsLate {
			count["late"]++
		}
		if r.Version > 4 { // written, handed in, returned, written and handed in again
			count["again"]++
		}
	}
	count["figures"] = len(all[record.Value](t, f, record.ValueTable))
	count["files"] = len(all[record.Evidence](t, f, record.EvidenceTable))
	for what, least := range map[string]int{
		"document " + record.DocumentAdopted: 2, "document " + record.DocumentProposed: 1, "due " + record.DueOpen: 30, "due " + record.DueAccepted: 100,
		"due " + record.DueReturned: 1, "due " + record.DueSubmitted: 2, "report " + record.ReportDraft: 3, "late": 20, "again": 10, "missing": 1, "figures": 500, "files": 50,
	} {
		if count[what] < least {
			t.Errorf("%d × %s, want %d or more", count[what], what, least)
		}
	}
	vertical := 0
	for _, u := range all[record.Unit](t, f, record.UnitTable) {
		if u.IsVertical && u.Division == 190300 {
			vertical++
		}
	}
	if vertical != 2 {
		t.Errorf("%d units of the city are in vertical management, want 2", vertical)
	}
}

// Everything was done on working days before the day of the demo, and the clock runs on that day.
func (f filled) checkPast(t *testing.T) {
	if now, want := f.clock.Now(), day(today); period.DateAt(now) != want || now.Unix()%86400 != real().Unix()%86400 {
		t.Errorf("the clock shows %v, want %s at the real time of day", now, today)
	}
	calendar := period.NewCalendar()
	for _, r := range all[record.Report](t, f, record.ReportTable) {
		for _, ms := range []int64{r.Made, r.Submitted} {
			on := period.DateAt(time.UnixMilli(ms))
			if is, _ := calendar.IsWorkday(on); ms != 0 && (!is || on >= day(today)) {
				t.Fatalf("something was done on %s", on)
			}
		}
	}
}

func (f filled) checkAudit(t *testing.T) {
	heads, err := store.ReadHeads(f.Place.HeadFile())
	if err != nil {
		t.Fatal(err)
	}
	result, err := f.Store.Verify(t.Context(), heads, f.Vault.Keys().Public)
	if err != nil || len(result.Faults) > 0 {
		t.Errorf("the audit has the faults %v (%v)", result.Faults, err)
	}
	if reports := int64(len(all[record.Report](t, f, record.ReportTable))); result.Events < 3*reports {
		t.Errorf("%d events of %d reports: something was done past the audit", result.Events, reports)
	}
}

// One account of each role signs in and may what its role may; every password is one that people may choose.
func (f filled) checkAccounts(t *testing.T) {
	signedIn := make(map[access.Role]bool)
	divisions := make(map[string]bool)
	for _, a := range f.accounts {
		if broken := credential.Judge(a.Password, a.Account, a.Unit); len(broken) > 0 {
			t.Errorf("the password of %s: %v", a.Account, broken)
		}
		if a.Role == string(access.Supervisor) {
			divisions[a.Unit] = true
		}
		if signedIn[access.Role(a.Role)] {
			continue
		}
		signedIn[access.Role(a.Role)] = true
		token, err := f.Sessions.SignIn(t.Context(), app.Call{From: "192.0.2.1"}, session.Typed{Account: a.Account, Password: a.Password})
		if err != nil {
			t.Errorf("%s does not get in: %v", a.Account, err)
			continue
		}
		s, err := f.Sessions.Resume(t.Context(), token)
		if err != nil || s.MustChange || len(s.Actor.Grants) != 1 || s.Actor.Grants[0].Role != access.Role(a.Role) {
			t.Errorf("%s is in as %+v (%v)", a.Account, s, err)
		}
	}
	for _, r := range access.Roles {
		if r != access.Public && !signedIn[r] {
			t.Errorf("nobody is %s", r)
		}
	}
	if len(divisions) != 6 {
		t.Errorf("supervisors sit in %v, want the city and five counties", divisions)
	}
}

// The city has five counties with their bureaus, and thirty units of its own.
func (f filled) checkPlace(t *testing.T) {
	units := make(map[int64]int)
	for _, u := range all[record.Unit](t, f, record.UnitTable) {
		units[u.Division]++
	}
	counties := 0
	for of, n := range units {
		if of == 190300 {
			continue
		}
		if counties++; n < 12 {
			t.Errorf("the county %d has %d units, want its bureaus too", of, n)
		}
	}
	if counties != 5 || units[190300] != 30 {
		t.Errorf("%d counties and %d units of the city, want 5 and 30", counties, units[190300])
	}
}

// One document of the city replaces another: the older one's tasks ended with it, the newer one's know where they come from, and of what both say of
// a target one was chosen, once the older.
func (f filled) checkReplaced(t *testing.T) {
	var replaced uuid.UUID
	for _, d := range all[record.Document](t, f, record.DocumentTable) {
		if d.Force == record.ForceReplaced {
			replaced = d.ID
		}
	}
	ended, followed := 0, 0
	for _, x := range all[record.Task](t, f, record.TaskTable) {
		if x.Document == replaced && x.Outcome == record.OutcomeReplaced {
			ended++
		}
		if x.Before != uuid.Nil {
			followed++
		}
	}
	if ended != 3 || followed != 3 {
		t.Errorf("%d tasks ended with their document and %d follow one, want 3 and 3", ended, followed)
	}
	said, older := 0, 0
	for _, b := range all[record.Basis](t, f, record.BasisTable) {
		said++
		if b.IsChosen && b.Document == replaced && b.Reason != "" {
			older++
		}
	}
	if said < 6 || older != 1 {
		t.Errorf("%d sayings of two documents, of which %d is an older one that still holds; want 6 or more, and 1", said, older)
	}
}

// One unit reported more than there is: the gap was settled so, and the report corrected to the other source's figure.
func (f filled) checkOverReported(t *testing.T) {
	values := make(map[uuid.UUID]int64) // of reports that correct another, by target
	was := make(map[uuid.UUID]int64)
	reports := make(map[uuid.UUID]record.Report)
	for _, r := range all[record.Report](t, f, record.ReportTable) {
		reports[r.ID] = r
	}
	figures := all[record.Value](t, f, record.ValueTable)
	for _, v := range figures {
		r := reports[v.Report]
		if r.Corrects == uuid.Nil || r.State != record.ReportAccepted {
			continue
		}
		values[v.Target] = v.Value
		for _, old := range figures {
			if old.Report == r.Corrects && old.Target == v.Target {
				was[v.Target] = old.Value
			}
		}
	}
	n := 0
	for _, o := range all[record.OtherFigure](t, f, record.OtherFigureTable) {
		if o.Found == record.FoundOther && o.State == record.GapSettled && values[o.Target] == o.Value && was[o.Target] > o.Value {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d reports were corrected because they said too much, want 1", n)
	}
}

// Bulletins are out and one is being answered; a finding of an inspection is struck off; one unit is merged; somebody has handed his work over.
func (f filled) checkHappened(t *testing.T) {
	states := make(map[string]int)
	for _, b := range all[record.Bulletin](t, f, record.BulletinTable) {
		states["bulletin "+b.State]++
	}
	for _, x := range all[record.Finding](t, f, record.FindingTable) {
		states["finding "+x.State]++
	}
	for _, r := range all[record.Reform](t, f, record.ReformTable) {
		states["reform "+r.Kind+" "+r.State]++
	}
	states["handover"] = len(all[record.Handover](t, f, record.HandoverTable))
	for _, what := range []string{"bulletin " + record.BulletinNumbered, "bulletin " + record.BulletinFeedback, "finding struck_off", "reform " + record.ReformMerge + " " + record.ReformDone, "handover"} {
		if states[what] == 0 {
			t.Errorf("there is no %s among %v", what, states)
		}
	}
}

// A county sees its own plan and not the city's, page by page.
func (f filled) checkCounty(t *testing.T) {
	county := region.MustParse("190323")
	call := app.Call{Actor: access.Actor{Account: f.accountID(t, "bh.supervisor"), Division: county, Grants: []access.Grant{{Role: access.Supervisor, Division: county}}}}
	whole, _, err := f.Reports.DuePage(t.Context(), call, list.Query{}.Rows(uuid.Nil, 10_000))
	if err != nil {
		t.Fatal(err)
	}
	var paged []report.Item
	for after := uuid.Nil; ; {
		page, _, err := f.Reports.DuePage(t.Context(), call, list.Query{}.Rows(after, 17))
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
		after = page[len(page)-1].ID
	}
	if len(whole) < 100 || !cmp.Equal(whole, paged) {
		t.Errorf("%d due items at once, %d page by page", len(whole), len(paged))
	}
	for _, item := range whole {
		if item.Owner != 190323 {
			t.Fatalf("the county sees what is due in %d", item.Owner)
		}
	}
}

func (f filled) accountID(t *testing.T, name string) (id [16]byte) {
	for _, a := range all[record.Account](t, f, record.AccountTable) {
		if a.Name == name {
			return a.ID
		}
	}
	t.Fatalf("there is no account %s", name)
	return id
}

// What is complete stays; what is not, or is no demo, is refused.
func (f filled) checkAgain(t *testing.T) {
	before := f.records(t)
	again := func() ([]demo.Account, error) {
		return demo.Fill(t.Context(), f.Instance, demo.Options{Seed: 9, Today: day("2025-11-20"), Clock: f.clock})
	}
	_, err := again()
	if e, ok := errors.AsType[*fault.Error](err); !ok || e.Key != "demo-folder" {
		t.Errorf("a demo without its accounts: %v, want demo-folder", err)
	}
	if err := demo.WriteAccounts(f.Place.Data, f.accounts); err != nil {
		t.Fatal(err)
	}
	accounts, err := again()
	if err != nil || accounts != nil {
		t.Errorf("filled again: %v (%v)", accounts, err)
	}
	if diff := cmp.Diff(before, f.records(t)); diff != "" {
		t.Errorf("filling again changed something:\n%s", diff)
	}
	if now := period.DateAt(f.clock.Now()); now != day("2025-11-20") {
		t.Errorf("the clock shows %s", now)
	}
	path := filepath.Join(f.Place.Data, "demo-accounts.json")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the accounts: %v (%v)", info, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var read []map[string]string
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	first := f.accounts[0]
	want := map[string]string{"account": "supervisor", "password": first.Password, "role": "supervisor", "unit": first.Unit}
	if diff := cmp.Diff(want, read[0]); diff != "" || len(read) != len(f.accounts) {
		t.Errorf("the accounts are written as %d, the first differs:\n%s", len(read), diff)
	}
}

// The place lies in no real province, and nothing in it is called after one.
func TestFill_NoRealPlaceAndNobody(t *testing.T) {
	t.Parallel()
	f := fill(t, "", demo.Options{Size: demo.City, Today: day("2025-05-09")})
	codes := make(map[string]bool)
	var names []string
	for _, p := range region.Provinces() {
		codes[p.Code.String()[:2]] = true
		names = append(names, regexp.QuoteMeta(p.Name))
	}
	for _, d := range all[record.Division](t, f, record.DivisionTable) {
		if codes[fmt.Sprint(d.Code)[:2]] || region.MustParse(fmt.Sprint(d.Code)).IsNation() {
			t.Errorf("%d %s has the code of a real province", d.Code, d.Name)
		}
	}
	isReal := regexp.MustCompile(strings.Join(names, "|"))
	for _, line := range f.records(t) {
		if found := isReal.FindString(line); found != "" {
			t.Errorf("%s stands in: %s", found, line)
		}
	}
	person := regexp.MustCompile(`^\p{Han}(副市长|主任|科长|局长|股长|干事|审计员|管理员|工程师)$`)
	for _, a := range all[record.Account](t, f, record.AccountTable) {
		if !person.MatchString(a.Label) {
			t.Errorf("somebody is called %s: a surname and a post are enough", a.Label)
		}
	}
}

// Whatever the day, there is something to look at.
func TestFill_OnAnyDay(t *testing.T) {
	t.Parallel()
	for _, on := range []string{"2026-01-01", "2026-05-02", "2026-09-15", "2024-02-29", "2030-12-31"} {
		t.Run(on, func(t *testing.T) {
			t.Parallel()
			f := fill(t, "", demo.Options{Today: day(on)})
			states := make(map[string]int)
			for _, d := range all[record.Document](t, f, record.DocumentTable) {
				states[d.State]++
			}
			if states[record.DocumentAdopted] < 2 || states[record.DocumentProposed] != 2 { // one is out for comment
				t.Errorf("documents: %v", states)
			}
			silent, said := 0, 0
			for _, c := range all[record.Consultation](t, f, record.ConsultationTable) {
				if period.Date(c.Until) < day(on) {
					continue
				}
				for _, u := range all[record.ConsultationUnit](t, f, record.ConsultationUnitTable) {
					if u.Consultation == c.ID && u.Replied == 0 {
						silent++
					} else if u.Consultation == c.ID {
						said++
					}
				}
			}
			if silent != 1 || said != 2 {
				t.Errorf("of the units whose comment is asked for, %d are silent and %d have said something", silent, said)
			}
			months := make(map[string]bool)
			for _, r := range all[record.Report](t, f, record.ReportTable) {
				if at := period.DateAt(time.UnixMilli(r.Submitted)); r.Submitted > 0 && r.Owner == 190300 && at > day(on).AddMonths(-11) {
					months[at.String()[:7]] = true
				}
			}
			if len(months) < 9 {
				t.Errorf("something was reported in %d months, want about ten: %v", len(months), months)
			}
		})
	}
}

func TestFill_UnknownSize(t *testing.T) {
	t.Parallel()
	clock := demo.NewClock(real)
	_, err := demo.Fill(t.Context(), instancetest.Open(t, "", clock.Now), demo.Options{Size: "huge", Clock: clock})
	if e, ok := errors.AsType[*fault.Error](err); !ok || e.Key != "demo-size" {
		t.Errorf("a demo of the size huge: %v", err)
	}
}

// BenchmarkFill tells how long a demo takes, without the hashing of passwords.
func BenchmarkFill(b *testing.B) {
	for _, size := range []demo.Size{demo.Small, demo.County, demo.City} {
		b.Run(string(size), func(b *testing.B) {
			for b.Loop() {
				f := fill(b, "", demo.Options{Size: size})
				b.ReportMetric(float64(len(all[record.Report](b, f, record.ReportTable))), "reports")
			}
		})
	}
}
