package period_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/period"
	"pgregory.net/rapid"
)

// date is a day a test writes out.
func date(t testing.TB, s string) period.Date {
	t.Helper()
	d, err := period.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDate_CountsFrom1970(t *testing.T) {
	t.Parallel()
	var zero period.Date
	if got := zero.String(); got != "1970-01-01" {
		t.Errorf("zero Date = %s", got)
	}
	for text, want := range map[string]period.Date{
		"1970-01-02": 1, "1969-12-31": -1, "2000-02-29": 11016,
		"0001-01-01": period.MinDate, "9999-12-31": period.MaxDate,
	} {
		if got := date(t, text); got != want {
			t.Errorf("ParseDate(%s) = %d, want %d", text, got, want)
		}
	}
}

func TestDate_AgreesWithTimePackage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := period.Date(rapid.Int32Range(int32(period.MinDate), int32(period.MaxDate)).Draw(t, "day"))
		want := time.Date(1970, 1, 1+int(d), 0, 0, 0, 0, time.UTC)
		if d.String() != want.Format(time.DateOnly) || d.Weekday() != want.Weekday() {
			t.Fatalf("%d = %s %s, want %s", d, d, d.Weekday(), want)
		}
		back, err := period.NewDate(d.Year(), d.Month(), d.Day())
		if err != nil || back != d {
			t.Fatalf("NewDate of the parts of %s = %s, %v", d, back, err)
		}
		if parsed, err := period.ParseDate(d.String()); err != nil || parsed != d {
			t.Fatalf("ParseDate(%s) = %s, %v", d, parsed, err)
		}
	})
}

func TestParseDate_RefusesWhatIsNoDay(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "2023-02-29", "2023-13-01", "2023-00-10", "2023-01-00", "2023-1-1", "0000-01-01",
		"2023/01/01", "2023-01-01 ", "+023-01-01", "２０２３-01-01", "1900-02-29",
	} {
		if d, err := period.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %s, want an error", text, d)
		}
	}
}

func TestDate_AddMonthsEndsWithTheMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2023-01-31", 1, "2023-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2023-03-31", -1, "2023-02-28"},
		{"2023-11-30", 3, "2024-02-29"}, {"2023-05-15", 0, "2023-05-15"}, {"2023-01-15", -25, "2020-12-15"},
	} {
		if got := date(t, c.from).AddMonths(c.n); got != date(t, c.want) {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
	if got := period.MinDate.AddMonths(-13).AddMonths(13); got != period.MinDate {
		t.Errorf("before the year 1 and back = %s", got)
	}
}

func TestDate_Ends(t *testing.T) {
	t.Parallel()
	d := date(t, "2024-02-10")
	if d.MonthEnd() != date(t, "2024-02-29") || d.QuarterEnd() != date(t, "2024-03-31") {
		t.Errorf("ends of %s: %s, %s", d, d.MonthEnd(), d.QuarterEnd())
	}
}

func TestDateAt_IsTheDayInChina(t *testing.T) {
	t.Parallel()
	at := time.Date(2023, 5, 31, 16, 0, 0, 0, time.UTC)
	if got := period.DateAt(at); got != date(t, "2023-06-01") {
		t.Errorf("midnight in Shanghai is %s", got)
	}
	if got := period.DateAt(at.Add(-time.Nanosecond)); got != date(t, "2023-05-31") {
		t.Errorf("just before midnight in Shanghai is %s", got)
	}
}

func TestDate_JSON(t *testing.T) {
	t.Parallel()
	type record struct {
		On   period.Date
		By   *period.Date
		Each period.MonthDay
	}
	in := `{"On":"2023-05-31","By":null,"Each":"07-31"}`
	var r record
	if err := json.Unmarshal([]byte(in), &r); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(r)
	if err != nil || string(out) != in {
		t.Errorf("JSON round trip = %s, %v", out, err)
	}
	for _, bad := range []string{`{"On":"2023-02-30"}`, `{"On":5}`, `{"Each":"02-30"}`, `{"Each":"7-31"}`} {
		if err := json.Unmarshal([]byte(bad), &r); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
	if _, err := json.Marshal(period.MaxDate + 1); err == nil {
		t.Error("a date after the year 9999 was written")
	}
}

func TestMonthDay_LeapDayIsLastOfFebruary(t *testing.T) {
	t.Parallel()
	leap, err := period.ParseMonthDay("02-29")
	if err != nil {
		t.Fatal(err)
	}
	if leap.In(2023) != date(t, "2023-02-28") || leap.In(2024) != date(t, "2024-02-29") {
		t.Errorf("02-29 is %s and %s", leap.In(2023), leap.In(2024))
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2023-02-28", "2024-02-29", "0001-01-01", "9999-12-31", "2023-2-1", "02-29", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := period.ParseDate(text); err == nil && d.String() != text {
			t.Errorf("ParseDate(%q) = %s", text, d)
		}
		if m, err := period.ParseMonthDay(text); err == nil && m.String() != text {
			t.Errorf("ParseMonthDay(%q) = %s", text, m)
		}
	})
}
