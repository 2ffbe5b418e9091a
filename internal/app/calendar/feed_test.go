package calendar_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/calendar"
)

func TestFeed_FoldsAndEscapesWhateverItIsGiven(t *testing.T) {
	t.Parallel()
	hostile := "一1;\r\nEND:VCALENDAR,\\" + strings.Repeat("局", 60) + "\x00\xff"
	f := calendar.Feed{Name: hostile, Base: "https://wenxiao.example", Made: time.UnixMilli(0), Word: func(string) string { return "报送" }, Href: func(calendar.Event) string { return "/due/1" },
		Events: []calendar.Event{{ID: uuid.Nil, Kind: calendar.Due, Day: 20779, Label: hostile, Title: "不该出现", What: "2026-11", Name: hostile}}}
	var b strings.Builder
	if n, err := f.WriteTo(&b); err != nil || n != int64(b.Len()) {
		t.Fatal(n, err)
	}
	text := b.String()
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n\x00") || !utf8.ValidString(line) {
			t.Errorf("%q is no line of a calendar", line)
		}
	}
	if strings.Count(text, "\r\nEND:VCALENDAR") != 1 || !strings.Contains(text, "DTSTART;VALUE=DATE:20261122\r\nDTEND;VALUE=DATE:20261123\r\n") || strings.Contains(text, "不该出现") {
		t.Error(text)
	}
	if unfolded := strings.ReplaceAll(text, "\r\n ", ""); !strings.Contains(unfolded, `\;\nEND:VCALENDAR\,\\`) {
		t.Error(unfolded)
	}
}
