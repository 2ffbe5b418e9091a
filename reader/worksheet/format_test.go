package worksheet

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFormat_Numbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, stored, want string }{
		{"General", "12.5", "12.5"},
		{"General", "0.1", "0.1"},
		{"General", "8.3000000000000007", "8.3"},
		{"General", "0.30000000000000004", "0.3"},
		{"General", "99999999999999.999", "100000000000000"},
		{"General", "140302199001011234", "140302199001011234"},
		{"General", "1.40302199001011E+17", "140302199001011000"},
		{"General", "1.5E-3", "0.0015"},
		{"General", "-0.50", "-0.5"},
		{"General", "-0", "0"},
		{"General", "1E+999", "1E+999"},
		{"General", "abc", "abc"},
		{"G/通用格式", "3", "3"},
		{`General"天"`, "15", "15天"},
		{"0", "2.5", "3"},
		{"0", "-0.4", "0"},
		{"0", "999.5", "1000"},
		{"00", "7", "07"},
		{"000000", "42", "000042"},
		{"0.00", "3", "3.00"},
		{"0.00", "0.005", "0.01"},
		{"0.0#", "1.5", "1.5"},
		{"#.##", "2", "2"},
		{"#.##", "0.25", ".25"},
		{"0%", "0.856", "86%"},
		{"0.00%", "0.8565", "85.65%"},
		{"0.0%", "1", "100.0%"},
		{"#,##0", "1234567", "1,234,567"},
		{"#,##0", "999", "999"},
		{"#,##0", "0", "0"},
		{"#,##0.00", "1234.5", "1,234.50"},
		{"#,##0.00;-#,##0.00", "-1234.5", "-1,234.50"},
		{"#,##0_);(#,##0)", "-12", "(12)"},
		{"#,##0;[Red]-#,##0", "-1200", "-1,200"},
		{"0;-0;;@", "0", ""},
		{";;;", "5", ""},
		{"0_ ", "12", "12"},
		{`0"亩"`, "1200", "1200亩"},
		{`#,##0"户"`, "1200", "1,200户"},
		{`0\万`, "3", "3万"},
		{`0!.0,"万"`, "12345", "1.2万"},
		{"0.00,", "1234567", "1234.57"},
		{"[$¥-804]#,##0.00", "12.5", "¥12.50"},
		{"[>=10000]0.0,;0", "12345", "12.3"},
		{"[>=10000]0.0,;0", "123", "123"},
		{"[<60]\"不及格\";[>=90]\"优\";\"合格\"", "75", "合格"},
		{"[<60]\"不及格\";[>=90]\"优\";\"合格\"", "95", "优"},
		{"0.00E+00", "140302199001011234", "140302199001011234"},
		{"# ?/?", "0.5", "0.5"},
		{"[DBNum1][$-804]General", "12", "十二"},
		{"[DBNum1]0", "1234", "一千二百三十四"},
		{"[DBNum2][$-804]General\"元整\"", "1020", "壹仟零贰拾元整"},
		{"[DBNum1]0", "123456", "123456"},
		{`"第"0"批"`, "3", "第3批"},
		{"@", "12", "12"},
		{"[$-804]0", "5", "5"},
		{"0-00-000", "123456", "1-23-456"},
		{"\"未闭合", "5", "未闭合"},
		{"0\\", "5", "5"},
		{"", "5", "5"},
	} {
		if got := Parse(c.code).Number(c.stored, false); got != c.want {
			t.Errorf("%s of %s = %q, want %q", c.stored, c.code, got, c.want)
		}
	}
}

func TestFormat_Dates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, stored, want string }{
		{`yyyy"年"m"月"d"日"`, "45473", "2024年6月30日"},
		{"yyyy年m月", "45473", "2024年6月"},
		{"m月d日", "45473", "6月30日"},
		{"yyyy/m/d", "45473", "2024/6/30"},
		{"yyyy-mm-dd", "45473", "2024-06-30"},
		{"yyyy.mm", "45473", "2024.06"},
		{"yyyy-mm-dd hh:mm:ss", "45473.395833333336", "2024-06-30 09:30:00"},
		{"yyyy-mm-dd;@", "45473", "2024-06-30"},
		{"[$-804]yyyy/m/d;@", "45473", "2024/6/30"},
		{"yy年m月", "45473", "24年6月"},
		{"mm-dd-yy", "45473", "2024年6月30日"},
		{"m/d/yy h:mm", "45473.5", "2024年6月30日 12:00"},
		{"d-mmm-yy", "45473", "2024年6月30日"},
		{"mmm-yy", "45473", "2024年6月"},
		{"[$-F800]dddd, mmmm dd, yyyy", "45473", "2024年6月30日"},
		{"[DBNum1][$-804]yyyy年m月d日", "45473", "二〇二四年六月三十日"},
		{"aaaa", "45473", "星期日"},
		{"yyyy年m月d日 aaaa", "45474", "2024年7月1日 星期一"},
		{"h:mm", "0.40625", "9:45"},
		{"上午/下午h时mm分", "0.75", "下午6时00分"},
		{"h:mm AM/PM", "0", "12:00 AM"},
		{"mm:ss", "0.0104166666666667", "15:00"},
		{"[h]:mm", "1.5", "36:00"},
		{"[mm]", "0.0625", "90"},
		{"h:mm:ss.0", "0.5", "12:00:00"},
		{"yyyy-mm-dd", "1", "1900-01-01"},
		{"yyyy-mm-dd", "59", "1900-02-28"},
		{"yyyy-mm-dd", "61", "1900-03-01"},
		{"yyyy-mm-dd hh:mm", "45473.999999999", "2024-07-01 00:00"},
		{"yyyy-mm-dd", "-1", "-1"},
		{"yyyy-mm-dd", "2958466", "2958466"},
	} {
		if got := Parse(c.code).Number(c.stored, false); got != c.want {
			t.Errorf("%s of %s = %q, want %q", c.stored, c.code, got, c.want)
		}
	}
	if got := Builtin(14).Number("44011", true); got != "2024年6月30日" {
		t.Errorf("a date counted from 1904: %q", got)
	}
	if got := Builtin(31).Date("2024-06-30T00:00:00"); got != "2024年6月30日" {
		t.Errorf("a date written out: %q", got)
	}
	if got := Builtin(0).Date("2024-06-30"); got != "2024年6月30日" {
		t.Errorf("a date without a format: %q", got)
	}
	if got := Builtin(20).Date("09:30:00"); got != "9:30" {
		t.Errorf("a time written out: %q", got)
	}
	if got := Builtin(20).Date("soon"); got != "soon" {
		t.Errorf("no date: %q", got)
	}
}

func TestFormat_Texts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, want string }{
		{"General", "水利"}, {"@", "水利"}, {`@"局"`, "水利局"}, {`0;-0;0;"县"@`, "县水利"}, {"0.00", "水利"}, {"0;-0;;", ""},
	} {
		if got := Parse(c.code).Text("水利"); got != c.want {
			t.Errorf("%s: %q, want %q", c.code, got, c.want)
		}
	}
	if got := (*Format)(nil).Text("水利"); got != "水利" {
		t.Errorf("without a format: %q", got)
	}
}

func TestFormat_BuiltinsPrintDatesAsDates(t *testing.T) {
	t.Parallel()
	for id := 0; id < 60; id++ {
		got := Builtin(id).Number("45473.4", false)
		isDate := id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
		if isDate != !strings.Contains(strings.ReplaceAll(got, ",", ""), "4547") {
			t.Errorf("format %d prints %q", id, got)
		}
	}
}

// What a format asks for never changes a digit of a number it prints whole.
func FuzzFormat(f *testing.F) {
	for _, code := range []string{"General", "#,##0.00;[Red]-0", `yyyy"年"m"月"d"日";@`, "[>=100]0.0,;[h]:mm;@", "[DBNum1]上午/下午h!时", "0.0E+0", "# ?/?", "[", "\"", "\\"} {
		f.Add(code, "45473.5")
		f.Add(code, "-0.5E-3")
	}
	f.Fuzz(func(t *testing.T, code, stored string) {
		format := Parse(code)
		for _, got := range []string{format.Number(stored, true), format.Text(stored), format.Date(stored)} {
			if len(got) > 4*(maxNumber+maxExponent)*(len(code)+1)+len(stored) {
				t.Errorf("%q of %q is %d bytes long", stored, code, len(got))
			}
			if utf8.ValidString(code) && utf8.ValidString(stored) && !utf8.ValidString(got) {
				t.Errorf("%q of %q is no UTF-8: %q", stored, code, got)
			}
		}
	})
}
