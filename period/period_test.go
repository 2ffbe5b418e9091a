package period_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/period"
	"pgregory.net/rapid"
)

// parse is a period a test writes out.
func parse(t testing.TB, s string) period.Period {
	t.Helper()
	p, err := period.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPeriod_FirstLastNextPrev(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, first, last, next, prev string }{
		{"2023", "2023-01-01", "2023-12-31", "2024", "2022"},
		{"2023H1", "2023-01-01", "2023-06-30", "2023H2", "2022H2"},
		{"2023Q2", "2023-04-01", "2023-06-30", "2023Q3", "2023Q1"},
		{"2023Q4", "2023-10-01", "2023-12-31", "2024Q1", "2023Q3"},
		{"2024-02", "2024-02-01", "2024-02-29", "2024-03", "2024-01"},
		{"2023-12", "2023-12-01", "2023-12-31", "2024-01", "2023-11"},
		{"2023W07", "2023-02-13", "2023-02-19", "2023W08", "2023W06"},
		{"2020W53", "2020-12-28", "2021-01-03", "2021W01", "2020W52"},
		{"2025W01", "2024-12-30", "2025-01-05", "2025W02", "2024W52"},
	} {
		p := parse(t, c.text)
		got := fmt.Sprint(p, p.First(), p.Last(), p.Next(), p.Prev())
		if want := fmt.Sprint(c.text, " ", c.first, " ", c.last, " ", c.next, " ", c.prev); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestParse_RefusesOtherForms(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "202", "20230", "0000", "2023Q0", "2023Q5", "2023H3", "2023-13", "2023-00", "2023-5", "2023W54",
		"2023W53", "2023W00", "2023W7", "2023q2", "2023Q", "2023Q02", "2023年", "2023-05-01", "-023", "2023 Q2",
	} {
		if p, err := period.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", text, p)
		}
	}
}

func TestPeriod_Zero(t *testing.T) {
	t.Parallel()
	var zero period.Period
	if zero.String() != "" || !zero.IsZero() || zero.Kind() != 0 || zero.Number() != 0 || zero.Contains(0) ||
		zero.Next() != zero || zero.Prev() != zero || zero.Last() != 0 || period.Of(5, 0) != zero || period.Of(5, 9) != zero {
		t.Error("the zero Period is not what its comment says")
	}
}

func TestPeriod_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		low, high := int32(period.MinDate)+400, int32(period.MaxDate)-400
		d := period.Date(rapid.Int32Range(low, high).Draw(t, "day"))
		k := period.Kind(rapid.IntRange(int(period.Week), int(period.Year)).Draw(t, "kind"))
		p := period.Of(d, k)
		if !p.Contains(d) || p.Kind() != k {
			t.Fatalf("%s does not hold %s", p, d)
		}
		if p.Next().Prev() != p || p.Last()+1 != p.Next().First() || p.Contains(p.Last()+1) || p.Contains(p.First()-1) {
			t.Fatalf("%s does not join its neighbours", p)
		}
		if back, err := period.Parse(p.String()); err != nil || back != p {
			t.Fatalf("Parse(%s) = %s, %v", p, back, err)
		}
		if p.Compare(p.Next()) >= 0 || p.Next().Compare(p) <= 0 || p.Compare(p) != 0 {
			t.Fatalf("%s is not before %s", p, p.Next())
		}
		if k == period.Week {
			year, week := time.Date(1970, 1, 1+int(d), 0, 0, 0, 0, time.UTC).ISOWeek()
			if p.Year() != year || p.Number() != week {
				t.Fatalf("%s lies in %s, want %dW%d", d, p, year, week)
			}
		}
	})
}

func TestPeriod_JSON(t *testing.T) {
	t.Parallel()
	in := `{"a":"2023Q2","b":"","c":"2023W07"}`
	var m map[string]period.Period
	if err := json.Unmarshal([]byte(in), &m); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(m); err != nil || string(out) != in {
		t.Errorf("JSON round trip = %s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"a":"2023Q9"}`), &m); err == nil {
		t.Error("2023Q9 was read")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2023", "2023H1", "2023Q2", "2023-05", "2023W07", "2020W53", "2023W53", "0001", "9999", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := period.Parse(text)
		if err != nil {
			return
		}
		if p.String() != text || p.Last() < p.First() || period.Of(p.First(), p.Kind()) != p {
			t.Errorf("Parse(%q) = %s, %s to %s", text, p, p.First(), p.Last())
		}
	})
}
