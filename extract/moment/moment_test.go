package moment

import "testing"

func TestScan(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, day string // the last day; empty where there is no date
		len       string // the words read
		limit     bool
	}{
		{"2024年6月30日前完成", "2024-06-30", "2024年6月30日前", true},
		{"2025年底前建成", "2025-12-31", "2025年底前", true},
		{"6月底完成", "2024-06-30", "6月底", true},
		{"10月中旬", "2024-10-20", "10月中旬", true},
		{"上半年开工", "2024-06-30", "上半年", false},
		{"第三季度末", "2024-09-30", "第三季度末", true},
		{"年内启动", "2024-12-31", "年内", true},
		{"明年6月底", "2025-06-30", "明年6月底", true},
		{"2024—2026年", "2026-12-31", "2024—2026年", false},
		{"“十四五”末", "2025-12-31", "“十四五”末", true},
		{"2024-02-29", "2024-02-29", "2024-02-29", false},
		{"2月30日", "2024-02-29", "2月", false},
		{"13月", "", "", false},
		{"持续推进", "", "", false},
		{"", "", "", false},
	} {
		m, ok := Scan(tt.text, 2024)
		if ok != (tt.day != "") {
			t.Errorf("Scan(%q) found %v", tt.text, ok)
			continue
		}
		if !ok {
			continue
		}
		if m.Day.String() != tt.day || tt.text[:m.Len] != tt.len || m.Limit != tt.limit {
			t.Errorf("Scan(%q) = %v, %q, limit %v; want %v, %q, %v", tt.text, m.Day, tt.text[:m.Len], m.Limit, tt.day, tt.len, tt.limit)
		}
	}
}

func TestScan_NeedsAYearWhereTheWordsNameNone(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"6月底", "年底前", "上半年", "一季度"} {
		if m, ok := Scan(s, 0); ok {
			t.Errorf("Scan(%q) without a year = %v", s, m.Day)
		}
	}
}

func TestLast(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"2024年6月至9月底", "2024-09-30"},
		{"2025年3月启动,12月底前完成", "2025-12-31"},
		{"持续推进", ""},
		{"每年12月底", ""},
		{"", ""},
	} {
		if got, ok := Last(tt.text, 2024); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Last(%q) = %q, %v; want %q", tt.text, got, ok, tt.want)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"2024年6月30日前", "“十四五”末", "第三季度末", "2024-13", "99月", "年", "2024年至"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if m, ok := Scan(s, 2024); ok && (m.Len <= 0 || m.Len > len(s)) {
			t.Fatalf("Scan(%q) read %d bytes", s, m.Len)
		}
	})
}
