package locale

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

var verb = regexp.MustCompile(`%[-+# 0]*\d*[a-zA-Z%]|\{\d\}`)

func TestCatalogues_BothLanguagesAreComplete(t *testing.T) {
	t.Parallel()
	for key, p := range phrases {
		if strings.TrimSpace(p.Zh) == "" || strings.TrimSpace(p.En) == "" {
			t.Errorf("%s lacks a language: %+v", key, p)
		}
		if zh, en := verb.FindAllString(p.Zh, -1), verb.FindAllString(p.En, -1); !slices.Equal(zh, en) {
			t.Errorf("%s is filled with %v in Chinese and %v in English", key, zh, en)
		}
	}
}

// Chinese is set with wide punctuation and English with none of it; English holds no Chinese, but for the name of the language.
func TestCatalogues_AreSetAsTheirLanguageIs(t *testing.T) {
	t.Parallel()
	narrow := regexp.MustCompile(`\p{Han}\s*[,;:?!()]|[,;:?!(]\s*\p{Han}|\p{Han}\.(\s|$)`)
	for key, p := range phrases {
		if narrow.MatchString(p.Zh) {
			t.Errorf("%s has narrow punctuation beside Chinese: %q", key, p.Zh)
		}
		for _, r := range p.En {
			if unicode.Is(unicode.Han, r) || strings.ContainsRune("，。；：？！（）、《》", r) {
				t.Errorf("%s is not English: %q", key, p.En)
				break
			}
		}
	}
}

func TestFaults_SayWhatToDo(t *testing.T) {
	t.Parallel()
	for key, p := range faultPhrases {
		if !strings.HasPrefix(key, "fault.") {
			t.Errorf("%s stands among faults", key)
		}
		if !strings.HasSuffix(p.Zh, "。") && !strings.HasSuffix(p.Zh, "…") || !strings.HasSuffix(p.En, ".") && !strings.HasSuffix(p.En, "…") {
			t.Errorf("%s is no sentence: %+v", key, p)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{Text(Zh, "days.left", 3), "还有3天"},
		{Text(En, "days.left", 3), "3 d left"},
		{Text(En, "list.next"), "Next"},
		{Text(En, "no.such-key", 1), "[no.such-key]"},
		{Word(Zh, "light", "red"), "红灯"},
		{Word(En, "light", "violet"), "violet"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestParse_KnowsTwoLanguages(t *testing.T) {
	t.Parallel()
	for _, l := range []Lang{Zh, En} {
		if got, ok := Parse(Name(l)); got != l || !ok {
			t.Errorf("%q is read as %d", Name(l), got)
		}
	}
	if _, ok := Parse("de"); ok {
		t.Error("German is taken for one of them")
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{Number("1234567.8900"), "1,234,567.8900"},
		{Number("-1000"), "−1,000"},
		{Number("999"), "999"},
		{Number("0.5"), "0.5"},
		{Number(""), ""},
		{Number("不低于5"), "不低于5"},
		{Number("1."), "1."},
		{Number("1e9"), "1e9"},
		{Count(int64(-12345)), "−12,345"},
		{Period(Zh, "2026-05"), "2026年5月"},
		{Period(En, "2026-05"), "May 2026"},
		{Period(Zh, "2026Q3"), "2026年三季度"},
		{Period(En, "2026Q3"), "Q3 2026"},
		{Period(Zh, "2026H1"), "2026年上半年"},
		{Period(Zh, "2026W07"), "2026年第7周"},
		{Period(Zh, "2026"), "2026"},
		{Period(Zh, "2026-05-01"), "2026-05-01"},
		{Size(999), "999 B"},
		{Size(1023), "1,023 B"},
		{Size(1024), "1 KB"},
		{Size(1485), "1.5 KB"},
		{Size(10_137), "9.9 KB"},
		{Size(10_200), "10 KB"},
		{Size(123_456), "121 KB"},
		{Size(1_048_575), "1 MB"},
		{Size(64 << 20), "64 MB"},
		{Size(3_355_443), "3.2 MB"},
		{Size(20 << 30), "20 GB"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	const day = int32(20779)
	ms := time.Date(2026, 11, 22, 20, 32, 10, 0, time.UTC).UnixMilli() // the next day in China
	for _, c := range []struct{ got, want string }{
		{Date(Zh, day), "2026年11月22日"},
		{Date(En, day), "22 Nov 2026"},
		{ShortDate(day), "2026-11-22"},
		{ShortDate(int32(-1)), "1969-12-31"},
		{Moment(Zh, ms), "2026年11月23日 04:32"},
		{Moment(En, ms), "23 Nov 2026, 04:32"},
		{Stamp(ms), "2026-11-23 04:32"},
		{Machine(ms), "2026-11-23T04:32:10+08:00"},
		{Duration(Zh, 0), "0秒"},
		{Duration(En, 42*time.Second), "42 s"},
		{Duration(Zh, 125*time.Minute), "2小时5分钟"},
		{Duration(En, 125*time.Minute+50*time.Second), "2 h 5 min"},
		{Duration(En, 24*time.Hour+5*time.Minute), "1 d"},
		{Duration(Zh, -90*time.Second), "1分钟30秒"},
		{Days(Zh, 0), "今天到期"},
		{Days(En, -4), "4 d over"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
