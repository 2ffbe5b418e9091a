package period_test

import (
	"strings"
	"testing"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
	"github.com/6tail/lunar-go/calendar"
	"github.com/wenxiao/wenxiao/period"
	"pgregory.net/rapid"
)

// An independent table of the same notices says the same on every day.
func TestCalendar_AgreesWithLunarGo(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	counts := map[int]int{}
	for d := date(t, "2021-01-01"); d <= date(t, "2026-12-31"); d++ {
		weekday := d.Weekday()
		want := weekday != time.Saturday && weekday != time.Sunday
		if h := HolidayUtil.GetHoliday(d.String()); h != nil {
			want = h.IsWork()
		}
		got, certainty := c.IsWorkday(d)
		if got != want {
			t.Errorf("%s: works = %t, lunar-go says %t", d, got, want)
		}
		if got {
			counts[d.Year()]++
		}
		if isDecided := certainty == period.Decided; isDecided != (d < date(t, "2026-12-25")) {
			t.Errorf("%s is %s", d, certainty)
		}
	}
	for year, want := range map[int]int{2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		if counts[year] != want {
			t.Errorf("%d has %d working days, want %d", year, counts[year], want)
		}
	}
}

// The festival table is astronomy; another program computes the same days. Seen
// through a calendar without tables, by which the holidays alone rest on weekdays.
func TestCalendar_FestivalsAgreeWithLunarGo(t *testing.T) {
	t.Parallel()
	c := new(period.Calendar)
	for year := 2014; year <= 2060; year++ {
		want := map[string]bool{"01-01": true, "05-01": true, "10-01": true, "10-02": true, "10-03": true}
		solar := func(s *calendar.Solar) { want[s.ToYmd()[5:]] = true }
		spring := calendar.NewLunarFromYmd(year, 1, 1)
		for n := range 3 {
			solar(spring.GetSolar().NextDay(n))
		}
		if year >= 2025 {
			solar(spring.GetSolar().NextDay(-1))
			want["05-02"] = true
		}
		solar(spring.GetJieQiTable()["清明"])
		solar(calendar.NewLunarFromYmd(year, 5, 5).GetSolar())
		solar(calendar.NewLunarFromYmd(year, 8, 15).GetSolar())
		p := period.Of(date(t, "2014-06-01").AddMonths(12*(year-2014)), period.Year)
		for d := p.First(); d <= p.Last(); d++ {
			works, certainty := c.IsWorkday(d)
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			if works == (weekend || want[d.String()[5:]]) || certainty != period.Provisional {
				t.Errorf("%s works = %t, %s", d, works, certainty)
			}
		}
	}
}

func TestCalendar_YearWithoutTableIsProvisional(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	for day, want := range map[string]bool{
		"2027-01-01": false, "2027-01-04": true, "2027-02-05": false, "2027-02-09": true, "2027-10-04": true,
		"2070-02-11": true, "2070-10-03": false, "2019-05-02": true,
	} {
		if works, certainty := c.IsWorkday(date(t, day)); works != want || certainty != period.Provisional {
			t.Errorf("%s works = %t, %s; want %t, provisional", day, works, certainty, want)
		}
	}
	if _, certainty := c.AddWorkdays(date(t, "2026-12-20"), 10); certainty != period.Provisional {
		t.Error("ten working days from 2026-12-20 on need the table of 2027")
	}
	if d, certainty := c.AddWorkdays(date(t, "2026-12-15"), 5); certainty != period.Decided || d != date(t, "2026-12-22") {
		t.Errorf("five working days from 2026-12-15 on: %s, %s", d, certainty)
	}
}

func TestCalendar_LateDecemberBelongsToTheNextNotice(t *testing.T) {
	t.Parallel()
	only2022, err := new(period.Calendar).Extend([]byte(table(`"year": 2022`,
		`"2022-01-01/2022-01-03", "2022-05-01", "2022-10-01/2022-10-07"`, ``)))
	if err != nil {
		t.Fatal(err)
	}
	if works, certainty := only2022.IsWorkday(date(t, "2022-12-30")); !works || certainty != period.Provisional {
		t.Errorf("without the notice for 2023, 2022-12-30 works = %t, %s", works, certainty)
	}
	only2023, err := new(period.Calendar).Extend([]byte(table(`"year": 2023`,
		`"2022-12-30/2023-01-02", "2023-05-01", "2023-10-01/2023-10-07"`, ``)))
	if err != nil {
		t.Fatal(err)
	}
	if works, certainty := only2023.IsWorkday(date(t, "2022-12-30")); works || certainty != period.Decided {
		t.Errorf("by the notice for 2023, 2022-12-30 works = %t, %s", works, certainty)
	}
}

// table is the JSON of one year's table.
func table(year, rest, work string) string {
	return `{"years": [{` + year + `, "notice": "样例通知", "rest": [` + rest + `], "work": [` + work + `]}]}`
}

const rest2027 = `"2027-01-01/2027-01-03", "2027-05-01/2027-05-05", "2027-10-01/2027-10-07"`

func TestExtend_LaterTableReplacesTheYearAndItsSource(t *testing.T) {
	t.Parallel()
	before := period.NewCalendar()
	after, err := before.Extend([]byte(table(`"year": 2027`, rest2027, `"2027-10-09"`)))
	if err != nil {
		t.Fatal(err)
	}
	corrected, err := after.Extend([]byte(table(`"year": 2027, "url": "https://example.org/2"`, rest2027, `"2027-10-10"`)))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name      string
		calendar  *period.Calendar
		works     bool
		certainty period.Certainty
	}{{"before", before, false, period.Provisional}, {"loaded", after, true, period.Decided}, {"corrected", corrected, false, period.Decided}} {
		works, certainty := step.calendar.IsWorkday(date(t, "2027-10-09"))
		if works != step.works || certainty != step.certainty {
			t.Errorf("%s: 2027-10-09 works = %t, %s", step.name, works, certainty)
		}
	}
	tables := corrected.Tables()
	if len(tables) != 7 || tables[6].URL != "https://example.org/2" || tables[6].Notice != "样例通知" {
		t.Errorf("tables = %v", tables)
	}
}

func TestParseTables_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	year := `"year": 2027`
	for name, c := range map[string]struct{ in, says string }{
		"no JSON":        {`years`, "invalid character"},
		"unknown field":  {table(`"year": 2027, "holiday": 1`, rest2027, ``), "unknown field"},
		"no year":        {`{"years": []}`, "no year in them"},
		"more after":     {table(year, rest2027, ``) + `{}`, "more after the end"},
		"no source":      {`{"years": [{"year": 2027}]}`, "from which notice"},
		"year":           {table(`"year": 1`, rest2027, ``), "2001 to 9998"},
		"twice":          {table(year, rest2027+`, "2027-10-07"`, ``), "2027-10-07 stands twice"},
		"both":           {table(year, rest2027, `"2027-10-03"`), "2027-10-03 stands twice"},
		"no weekend":     {table(year, rest2027, `"2027-10-11"`), "2027-10-11 is no Saturday"},
		"other year":     {table(year, rest2027+`, "2028-01-01"`, ``), "2028-01-01 does not lie"},
		"early December": {table(year, rest2027+`, "2026-12-24"`, ``), "2026-12-24 does not lie"},
		"no new year":    {table(year, `"2027-05-01", "2027-10-01/2027-10-07"`, ``), "2027-01-01 does not rest"},
		"backwards":      {table(year, `"2027-01-03/2027-01-01"`, ``), "last is before the first"},
		"too many":       {table(year, rest2027+`, "2027-03-01/2027-06-01"`, ``), "more than 60"},
		"no day":         {table(year, `"2027-02-30"`, ``), "no such day"},
		"year twice": {`{"years": [{"year": 2027, "notice": "甲", "rest": [` + rest2027 + `]}, {"year": 2027, "notice": "乙"}]}`,
			"stands twice"},
	} {
		if _, err := period.ParseTables([]byte(c.in)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v does not say %q", name, err, c.says)
		}
	}
}

func TestCalendar_Counting(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	for _, step := range []struct {
		from string
		n    int
		want string
	}{
		{"2021-09-30", 5, "2021-10-13"}, {"2021-09-30", 1, "2021-10-08"}, {"2021-10-13", -5, "2021-09-30"},
		{"2021-10-03", 0, "2021-10-03"}, {"2022-12-30", 1, "2023-01-03"}, {"2024-02-09", 1, "2024-02-18"},
	} {
		got, certainty := c.AddWorkdays(date(t, step.from), step.n)
		if got != date(t, step.want) || certainty != period.Decided {
			t.Errorf("%s + %d working days = %s %s, want %s", step.from, step.n, got, certainty, step.want)
		}
	}
	if d, _ := c.NextWorkday(date(t, "2021-10-01")); d != date(t, "2021-10-08") {
		t.Errorf("first working day on or after 2021-10-01 = %s", d)
	}
	if d, _ := c.NextWorkday(date(t, "2021-10-08")); d != date(t, "2021-10-08") {
		t.Errorf("first working day on or after 2021-10-08 = %s", d)
	}
	if first, _, err := c.NthWorkday(parse(t, "2021-10"), 2); err != nil || first != date(t, "2021-10-09") {
		t.Errorf("second working day of 2021-10 = %s, %v", first, err)
	}
	if last, _, err := c.NthWorkday(parse(t, "2021-10"), -1); err != nil || last != date(t, "2021-10-29") {
		t.Errorf("last working day of 2021-10 = %s, %v", last, err)
	}
	for _, n := range []int{0, 30, -30, 1 << 40} {
		if d, _, err := c.NthWorkday(parse(t, "2021-10"), n); err == nil {
			t.Errorf("working day %d of 2021-10 = %s", n, d)
		}
	}
}

func TestCalendar_AddingAndCountingAgree(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	rapid.Check(t, func(t *rapid.T) {
		d := period.Date(rapid.Int32Range(18000, 22000).Draw(t, "day"))
		n := rapid.IntRange(-300, 300).Filter(func(n int) bool { return n != 0 }).Draw(t, "n")
		to, certainty := c.AddWorkdays(d, n)
		if works, _ := c.IsWorkday(to); !works {
			t.Fatalf("%s + %d working days = %s, a day of rest", d, n, to)
		}
		back, sure := c.WorkdaysBetween(d, to)
		if back != n {
			t.Fatalf("%s + %d = %s, but %d between", d, n, to, back)
		}
		if n > 0 && sure != certainty {
			t.Fatalf("adding is %s, counting %s", certainty, sure)
		}
		next, _ := c.NextWorkday(d)
		if one, _ := c.AddWorkdays(d-1, 1); one != next {
			t.Fatalf("next working day from %s: %s and %s", d, next, one)
		}
	})
}

func TestCertainty_Text(t *testing.T) {
	t.Parallel()
	var c period.Certainty
	if err := c.UnmarshalText([]byte("provisional")); err != nil || c != period.Provisional || c.String() != "provisional" {
		t.Errorf("certainty = %v, %v", c, err)
	}
	if err := c.UnmarshalText([]byte("maybe")); err == nil {
		t.Error("an unknown word was read")
	}
}

func FuzzParseTables(f *testing.F) {
	f.Add([]byte(table(`"year": 2027`, rest2027, `"2027-10-09"`)))
	f.Add([]byte(table(`"year": 2027`, `"2026-12-25/9999-12-31"`, ``)))
	f.Add([]byte(`{"years": null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		tables, err := period.ParseTables(text)
		c, extendErr := period.NewCalendar().Extend(text)
		if (err == nil) != (extendErr == nil) {
			t.Fatalf("ParseTables: %v, Extend: %v", err, extendErr)
		}
		for _, year := range tables {
			for _, days := range year.Rest {
				if works, certainty := c.IsWorkday(days.First); certainty == period.Decided && works && days.First.Month() < 12 {
					t.Errorf("%s rests by the table, and works", days.First)
				}
			}
		}
	})
}
