package casework

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

func day(t *testing.T, text string) period.Date {
	t.Helper()
	d, err := period.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A curve can be planned up to the target's limit, and whatever was planned before comes back with the form.
func TestCurve_GoesToTheLimitAndLosesNoPoint(t *testing.T) {
	t.Parallel()
	value, planned := int64(1_200_0000), int64(300_0000)
	opened := record.Case{Opened: time.Date(2025, 3, 10, 0, 0, 0, 0, time.UTC).UnixMilli()}
	december := day(t, "2026-12-05")
	for _, x := range []struct {
		name, due, state string
		today            period.Date
		filed            []string
		want             int
		first, last      string
	}{
		{"a target of this year", "2025", "", day(t, "2025-03-10"), nil, 4, "2025-03-31", "2025-12-31"},
		{"one that goes on", "", "", december, nil, 12, "2025-03-31", "2027-12-31"},
		{"one of a later year", "2028-06", "", december, nil, 14, "2025-03-31", "2028-06-30"},
		{"points of other days", "2025", "", day(t, "2025-03-10"), []string{"2025-05-15", "2026-03-31"}, 6, "2025-03-31", "2026-03-31"},
		{"one that is suspended, with a point", "2025", record.TargetSuspended, day(t, "2025-03-10"), []string{"2025-06-30"}, 1, "2025-06-30", "2025-06-30"},
	} {
		g := record.Target{Record: store.Record{ID: uuid.UUID{7}}, Value: &value, Due: x.due, State: x.state}
		var filed []record.Measure
		for _, on := range x.filed {
			filed = append(filed, record.Measure{Target: g.ID, Value: &planned, On: int64(day(t, on))})
		}
		typed := written(filed)
		days := points(x.today, opened, g, typed)
		if len(days) != x.want || days[0].String() != x.first || days[len(days)-1].String() != x.last {
			t.Errorf("%s: %v", x.name, days)
		}
		for _, on := range x.filed { // every point that was filed is on the form, with its figure
			fields := curve(locale.Zh, g, days, typed).Points
			if i := slices.Index(days, day(t, on)); i < 0 || fields[i].Value != "300" {
				t.Errorf("%s: the point of %s is lost", x.name, on)
			}
		}
	}
}
