package period_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/period"
	"pgregory.net/rapid"
)

func TestSchedule_Due(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	for name, step := range map[string]struct{ schedule, covers, want string }{
		"季度结束后5个工作日内 over the National Day": {`{"every":"quarter","workdays_after":5}`, "2021Q3", "2021-10-13"},
		"每月报送, no day said":                 {`{"every":"month"}`, "2023-02", "2023-02-28?"},
		"每季度不少于2次":                          {`{"every":"quarter","times":2}`, "2023Q2", "2023-06-30?"},
		"每月5日前 is about the month before":   {`{"every":"month","day":5}`, "2023-05", "2023-06-05"},
		"每月15日前":                            {`{"every":"month","day":15}`, "2023-12", "2024-01-15"},
		"每月16日前":                            {`{"every":"month","day":16}`, "2023-12", "2023-12-16"},
		"每月25日前 is of the same month":       {`{"every":"month","day":25}`, "2023-05", "2023-05-25"},
		"每月25日前, said to be the next":       {`{"every":"month","day":25,"placement":"next"}`, "2023-05", "2023-06-25"},
		"每月5日前, said to be the same":        {`{"every":"month","day":5,"placement":"same"}`, "2023-05", "2023-05-05"},
		"day 31 of February":                {`{"every":"month","day":31}`, "2023-02", "2023-02-28"},
		"每季度首月10日前":                         {`{"every":"quarter","day":10,"month_of_period":1}`, "2023Q1", "2023-04-10"},
		"每季度首月25日前":                         {`{"every":"quarter","day":25,"month_of_period":1}`, "2023Q4", "2024-01-25"},
		"每季度末月25日前":                         {`{"every":"quarter","day":25,"month_of_period":3}`, "2023Q1", "2023-03-25"},
		"每季度第二个月20日前":                       {`{"every":"quarter","day":20,"month_of_period":2}`, "2023Q1", "2023-02-20"},
		"每季度第二个月10日前":                       {`{"every":"quarter","day":10,"month_of_period":2}`, "2023Q1", "2023-05-10"},
		"每季度10日前":                           {`{"every":"quarter","day":10}`, "2023Q1", "2023-04-10"},
		"每季度20日前":                           {`{"every":"quarter","day":20}`, "2023Q1", "2023-03-20"},
		"每季度10日前, same":                     {`{"every":"quarter","day":10,"placement":"same"}`, "2023Q1", "2023-03-10"},
		"每季度末月":                             {`{"every":"quarter","month_of_period":3}`, "2023Q1", "2023-03-31"},
		"每季度首月":                             {`{"every":"quarter","month_of_period":1}`, "2023Q1", "2023-04-30"},
		"每季度末月前5个工作日":                       {`{"every":"quarter","month_of_period":3,"workdays_after":5}`, "2021Q3", "2021-09-07"},
		"每季度首月前5个工作日":                       {`{"every":"quarter","month_of_period":1,"workdays_after":5}`, "2021Q3", "2021-10-13"},
		"每半年, 7月10日":                        {`{"every":"half-year","day":10,"month_of_period":1}`, "2023H1", "2023-07-10"},
		"每年3月底前 about last year":            {`{"every":"year","day":31,"month_of_period":3}`, "2022", "2023-03-31"},
		"每年11月底前":                           {`{"every":"year","day":31,"month_of_period":11}`, "2022", "2022-11-30"},
		"年度报告1月15日前":                        {`{"every":"year","dates":["01-15"]}`, "2022", "2023-01-15"},
		"每年7月底、12月底":                        {`{"every":"date","dates":["12-31","07-31"]}`, "2022", "2022-07-31 2022-12-31"},
		"4月底 is a Sunday and stays":         {`{"every":"date","dates":["04-30"]}`, "2023", "2023-04-30"},
		"02-29 in a common year":            {`{"every":"date","dates":["02-29"]}`, "2023", "2023-02-28"},
		"每周五前":                              {`{"every":"week","weekday":5}`, "2023W07", "2023-02-17"},
		"每周一前":                              {`{"every":"week","weekday":1}`, "2023W07", "2023-02-20"},
		"每周后1个工作日":                          {`{"every":"week","workdays_after":1}`, "2021W39", "2021-10-08"},
		"年后10个工作日, no table yet":            {`{"every":"year","workdays_after":10}`, "2026", "2027-01-15~"},
		"定期":                                {`{"every":null,"dates":[]}`, "2023", ""},
	} {
		var s period.Schedule
		if err := json.Unmarshal([]byte(step.schedule), &s); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		dues, err := s.Due(parse(t, step.covers), c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := show(dues); got != step.want {
			t.Errorf("%s: the report on %s is due %q, want %q", name, step.covers, got, step.want)
		}
	}
}

// show writes due dates, ? after an assumed and ~ after a provisional one.
func show(dues []period.Due) string {
	var words []string
	for _, due := range dues {
		word := due.Date.String()
		if due.Assumed {
			word += "?"
		}
		if due.Certainty == period.Provisional {
			word += "~"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestSchedule_CheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for in, says := range map[string]string{
		`{"every":"date"}`:                                       "no dates",
		`{"every":"month","dates":["07-31"]}`:                    "dates stand only",
		`{"every":"month","times":-1}`:                           "times",
		`{"every":"month","day":32}`:                             "day is not",
		`{"every":"week","day":3}`:                               "day needs",
		`{"day":3}`:                                              "day needs",
		`{"workdays_after":3}`:                                   "workdays_after needs",
		`{"every":"month","workdays_after":251}`:                 "workdays_after is not",
		`{"every":"month","workdays_after":-1}`:                  "workdays_after is not",
		`{"every":"month","day":3,"workdays_after":5}`:           "two ways",
		`{"every":"year","dates":["01-15"],"month_of_period":1}`: "two ways",
		`{"every":"quarter","month_of_period":4}`:                "month_of_period is no",
		`{"every":"quarter","month_of_period":-1}`:               "month_of_period is no",
		`{"every":"date","dates":["01-15"],"month_of_period":1}`: "month_of_period needs",
		`{"every":"month","weekday":3}`:                          "weekday stands",
		`{"every":"week","weekday":8}`:                           "weekday is not",
		`{"every":"month","placement":"later"}`:                  "placement",
		`{"every":"week","month_of_period":1}`:                   "month_of_period needs",
	} {
		var s period.Schedule
		if err := json.Unmarshal([]byte(in), &s); err != nil {
			t.Fatalf("%s: %v", in, err)
		}
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v does not say %q", in, err, says)
		}
		if _, err := s.Due(parse(t, "2023"), period.NewCalendar()); err == nil {
			t.Errorf("%s has a due date", in)
		}
		if _, err := s.Between(0, 1, period.NewCalendar()); err == nil {
			t.Errorf("%s has due dates", in)
		}
	}
	if err := (period.Schedule{Every: "fortnight"}).Check(); err == nil {
		t.Error("an unknown frequency passed")
	}
	if err := (period.Schedule{Every: period.EveryDate, Dates: []period.MonthDay{{}}}).Check(); err == nil {
		t.Error("the zero day of the year passed")
	}
	var s period.Schedule
	if err := json.Unmarshal([]byte(`{"every":"fortnight"}`), &s); err == nil {
		t.Error("an unknown frequency was read")
	}
}

func TestSchedule_PeriodMustFit(t *testing.T) {
	t.Parallel()
	s := period.Schedule{Every: period.EveryMonth}
	for _, p := range []period.Period{parse(t, "2023Q1"), parse(t, "2023"), {}} {
		if dues, err := s.Due(p, period.NewCalendar()); err == nil {
			t.Errorf("a monthly report on %q is due %s", p, show(dues))
		}
	}
}

func TestSchedule_JSON(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		`{"every":null}`,
		`{"every":"date","dates":["07-31","12-31"]}`,
		`{"every":"quarter","times":1,"day":10,"month_of_period":1,"placement":"next"}`,
		`{"every":"week","weekday":5}`,
	} {
		var s period.Schedule
		if err := json.Unmarshal([]byte(in), &s); err != nil {
			t.Fatal(err)
		}
		if out, err := json.Marshal(s); err != nil || string(out) != in {
			t.Errorf("round trip of %s = %s, %v", in, out, err)
		}
	}
	var s period.Schedule
	corpus := `{"every": "month", "times": null, "dates": [], "workdays_after": null, "day": 25, "month_of_period": null}`
	if err := json.Unmarshal([]byte(corpus), &s); err != nil || s.Day != 25 {
		t.Errorf("a schedule as the compiler writes it = %+v, %v", s, err)
	}
}

func TestSchedule_Between(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	for name, step := range map[string]struct {
		in                period.Schedule
		first, last, want string
	}{
		"monthly": {period.Schedule{Every: period.EveryMonth, Day: 5}, "2023-01-05", "2023-03-04", "2022-12:2023-01-05 2023-01:2023-02-05"},
		"long":    {period.Schedule{Every: period.EveryYear, WorkdaysAfter: 250}, "2023-12-01", "2024-01-31", "2022:2024-01-02"},
		"dates": {period.Schedule{Every: period.EveryDate, Dates: []period.MonthDay{{Month: 7, Day: 31}}},
			"2023-07-31", "2024-07-31", "2023:2023-07-31 2024:2024-07-31"},
		"never":    {period.Schedule{}, "2023-01-01", "2023-12-31", ""},
		"backward": {period.Schedule{Every: period.EveryMonth}, "2023-12-31", "2023-01-01", ""},
	} {
		dues, err := step.in.Between(date(t, step.first), date(t, step.last), c)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, due := range dues {
			words = append(words, due.Period.String()+":"+due.Date.String())
		}
		if got := strings.Join(words, " "); got != step.want {
			t.Errorf("%s: %s, want %s", name, got, step.want)
		}
	}
	if _, err := (period.Schedule{Every: period.EveryMonth}).Between(0, period.MaxDate+1, c); err == nil {
		t.Error("a day after the year 9999 was accepted")
	}
}

// Whatever a valid schedule says, each period has its due dates in itself, the
// next period or the fourteen months after, and Between finds each of them.
func TestSchedule_Properties(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	rapid.Check(t, func(t *rapid.T) {
		s := period.Schedule{
			Every: rapid.SampledFrom([]period.Every{period.EveryWeek, period.EveryMonth, period.EveryQuarter,
				period.EveryHalfYear, period.EveryYear, period.EveryDate}).Draw(t, "every"),
			WorkdaysAfter: rapid.SampledFrom([]int{0, 0, 5, 19, 250}).Draw(t, "workdays_after"),
			Day:           rapid.IntRange(0, 31).Draw(t, "day"),
			MonthOfPeriod: rapid.IntRange(0, 12).Draw(t, "month_of_period"),
			Weekday:       rapid.IntRange(0, 7).Draw(t, "weekday"),
			Placement:     rapid.SampledFrom([]period.Placement{"", "same", "next"}).Draw(t, "placement"),
		}
		if s.Every == period.EveryDate {
			s.Dates = []period.MonthDay{{Month: rapid.IntRange(1, 12).Draw(t, "month"), Day: rapid.IntRange(1, 31).Draw(t, "of")}}
		}
		if s.Check() != nil {
			return
		}
		p := period.Of(period.Date(rapid.Int32Range(18000, 21000).Draw(t, "day of the period")), s.Every.Kind())
		dues, err := s.Due(p, c)
		if err != nil && s.WorkdaysAfter > 15 {
			return // no month has so many working days
		}
		if err != nil || len(dues) != 1 {
			t.Fatalf("%+v on %s: %v, %v", s, p, dues, err)
		}
		due := dues[0]
		if due.Date < p.First() || due.Date > p.Next().Last().AddMonths(14) {
			t.Fatalf("%+v on %s is due %s", s, p, due.Date)
		}
		found, err := s.Between(due.Date, due.Date, c)
		if err != nil && s.WorkdaysAfter > 15 {
			return
		}
		if err != nil || len(found) == 0 {
			t.Fatalf("%+v on %s is due %s, and not found there: %v", s, p, due.Date, err)
		}
	})
}

func FuzzSchedule(f *testing.F) {
	f.Add(`{"every":"quarter","workdays_after":5}`, "2021Q3")
	f.Add(`{"every":"date","dates":["07-31","02-29"]}`, "2023")
	f.Add(`{"every":"week","weekday":1,"placement":"same"}`, "9999W52")
	f.Add(`{"every":"year","day":31,"month_of_period":12}`, "0001")
	c := period.NewCalendar()
	f.Fuzz(func(t *testing.T, in, covers string) {
		var s period.Schedule
		p, err := period.Parse(covers)
		if err != nil || json.Unmarshal([]byte(in), &s) != nil {
			return
		}
		dues, err := s.Due(p, c)
		if err == nil && s.Every != period.Unscheduled && len(dues) == 0 {
			t.Errorf("%s on %s is never due", in, covers)
		}
		for _, due := range dues {
			if due.Date < p.First() {
				t.Errorf("%s on %s is due %s", in, covers, due.Date)
			}
		}
	})
}
