package locale

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// minus is the sign of negative numbers as people print it.
const minus = "−"

// Number writes a plain decimal number ("-12345.60") with its thousands divided: −12,345.60. Text that is no
// plain decimal number is given back as it is. The figures after the point are kept as they stand.
func Number(decimal string) string {
	sign, rest := "", decimal
	if strings.HasPrefix(rest, "-") {
		sign, rest = minus, rest[1:]
	}
	whole, fraction, point := strings.Cut(rest, ".")
	if !digits(whole) || point && !digits(fraction) {
		return decimal
	}
	grouped := group(whole)
	if point {
		grouped += "." + fraction
	}
	return sign + grouped
}

// Count writes a whole number with its thousands divided.
func Count[N ~int | ~int32 | ~int64](n N) string { return Number(strconv.FormatInt(int64(n), 10)) }

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func group(whole string) string {
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return whole
}

// Size writes a number of bytes as people's computers do: 900 B, 1.4 KB, 14 KB, 64 MB. A KB is 1024 bytes, as limits are set and Windows counts.
func Size(bytes int64) string {
	const step = 1024
	units := []string{"B", "KB", "MB", "GB", "TB"}
	unit, whole := 0, int64(1)
	for unit < len(units)-1 && (bytes+whole/2)/whole >= step {
		unit++
		whole *= step
	}
	if tenths := (bytes*10 + whole/2) / whole; unit > 0 && tenths < 100 && tenths%10 > 0 {
		return fmt.Sprintf("%d.%d %s", tenths/10, tenths%10, units[unit])
	}
	return Count((bytes+whole/2)/whole) + " " + units[unit]
}

// Bytes is a size in octets that a fault tells of.
type Bytes int64

// In is the size as people read it, in any language.
func (b Bytes) In(Lang) string { return Size(int64(b)) }

// zone is the time people live by, whatever machine the program runs on. China keeps one time all year,
// so that eight fixed hours are right for every moment the program deals with.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Date writes a day, given as its number since 1970-01-01, as it stands in a sentence: 2026年11月22日, 22 Nov 2026.
func Date[D ~int32](l Lang, day D) string {
	t := time.Unix(int64(day)*86400, 0).UTC()
	return date(l, t)
}

// ShortDate writes a day, given as its number since 1970-01-01, as it stands in tables: 2026-11-22.
func ShortDate[D ~int32](day D) string {
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}

// Moment writes a moment, in milliseconds since 1970, as it stands in a sentence: 2026年11月22日 14:32, 22 Nov 2026, 14:32.
func Moment(l Lang, ms int64) string {
	t := time.UnixMilli(ms).In(zone)
	between := " "
	if l == En {
		between = ", "
	}
	return date(l, t) + between + t.Format("15:04")
}

// Stamp writes a moment, in milliseconds since 1970, as it stands in tables: 2026-11-22 14:32.
func Stamp(ms int64) string { return time.UnixMilli(ms).In(zone).Format("2006-01-02 15:04") }

// Machine writes a moment, in milliseconds since 1970, for programs that read the page (RFC 3339).
func Machine(ms int64) string { return time.UnixMilli(ms).In(zone).Format(time.RFC3339) }

func date(l Lang, t time.Time) string {
	if l == En {
		return t.Format("2 Jan 2006")
	}
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}

// Duration writes a length of time by its two largest units, seconds being the smallest: 2小时5分, 2 h 5 min.
// A negative one is written without its sign, and less than a second as 0.
func Duration(l Lang, d time.Duration) string {
	seconds := int64(d.Abs() / time.Second)
	var written []string
	for _, u := range durationUnits {
		if len(written) > 0 && seconds < u.seconds {
			break // 1 day 0 hours 5 minutes is 1 day
		}
		if n := seconds / u.seconds; n > 0 || u.seconds == 1 && len(written) == 0 {
			written = append(written, fmt.Sprintf(u.word.In(l), n))
			seconds %= u.seconds
		}
		if len(written) == 2 {
			break
		}
	}
	between := ""
	if l == En {
		between = " "
	}
	return strings.Join(written, between)
}

var durationUnits = []struct {
	seconds int64
	word    Phrase
}{
	{24 * 60 * 60, Phrase{"%d天", "%d d"}},
	{60 * 60, Phrase{"%d小时", "%d h"}},
	{60, Phrase{"%d分钟", "%d min"}},
	{1, Phrase{"%d秒", "%d s"}},
}

// periods are the forms in which a period is kept, with the words for each: 2026-10, 2026Q3, 2026H1, 2026W07.
var periods = []struct {
	form  *regexp.Regexp
	words func(l Lang, year string, n int) string
}{
	{regexp.MustCompile(`^(\d{4})-(\d\d)$`), func(l Lang, year string, n int) string {
		if l == En {
			return time.Month(n).String() + " " + year
		}
		return fmt.Sprintf("%s年%d月", year, n)
	}},
	{regexp.MustCompile(`^(\d{4})Q([1-4])$`), func(l Lang, year string, n int) string {
		if l == En {
			return fmt.Sprintf("Q%d %s", n, year)
		}
		return year + "年" + []string{"一", "二", "三", "四"}[n-1] + "季度"
	}},
	{regexp.MustCompile(`^(\d{4})H([12])$`), func(l Lang, year string, n int) string {
		if l == En {
			return fmt.Sprintf("H%d %s", n, year)
		}
		return year + "年" + []string{"上", "下"}[n-1] + "半年"
	}},
	{regexp.MustCompile(`^(\d{4})W(\d\d)$`), func(l Lang, year string, n int) string {
		if l == En {
			return fmt.Sprintf("week %d of %s", n, year)
		}
		return fmt.Sprintf("%s年第%d周", year, n)
	}},
}

// Period writes a period as it is kept in the words of an office: 2026年10月, 2026年三季度, 2026年上半年. What is no part of a year stays as it is.
func Period(l Lang, kept string) string {
	for _, p := range periods {
		if m := p.form.FindStringSubmatch(kept); m != nil {
			if n, err := strconv.Atoi(m[2]); err == nil && n > 0 {
				return p.words(l, m[1], n)
			}
		}
	}
	return kept
}

// Days writes how far a day is from today, as lists of due items say it: 今天, 还有3天, 已超期2天.
func Days(l Lang, left int) string {
	switch {
	case left == 0:
		return Text(l, "days.today")
	case left > 0:
		return Text(l, "days.left", left)
	}
	return Text(l, "days.over", -left)
}
