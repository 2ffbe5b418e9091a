package operate_test

import (
	"context"
	"testing"

	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

func dueOf(t *testing.T, i *instance.Instance, d record.Due) record.Due {
	t.Helper()
	return load(t, i, d, func(ctx context.Context, r store.Reader) (record.Due, error) {
		return store.Load[record.Due](ctx, r, record.DueTable, d.Owner, d.ID)
	})
}

func TestLoadCalendar_SettlesWhatWasProvisional(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p config.Place) {
		i := open(t, p)
		defer shut(t, i)
		c := populate(t, i) // due five working days after the third quarter of 2027
		const year = `{"years": [{"year": 2027, "notice": "示例通知", "rest": ["2027-01-01", "2027-05-01", "2027-10-01/2027-10-07"], "work": ["2027-10-09"]}]}`
		l, err := i.Operate.LoadCalendar(t.Context(), operator(), []byte(year))
		if err != nil || l.Settled != 1 || l.Moved != 1 || l.Provisional != 0 {
			t.Fatalf("loaded: %+v, %v", l, err)
		}
		d := dueOf(t, i, c.due)
		// 8, 9 (worked), 11, 12 and 13 October are the first five working days.
		if day := period.Date(d.On).String(); day != "2027-10-13" || d.IsProvisional {
			t.Errorf("due on %s, provisional: %t", day, d.IsProvisional)
		}
		again, err := i.Operate.LoadCalendar(t.Context(), operator(), []byte(year))
		if err != nil || again.Settled != 0 || again.Moved != 0 {
			t.Errorf("loaded again: %+v, %v", again, err)
		}
		calendar, err := i.Calendar(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if tables := calendar.Tables(); tables[len(tables)-1].Notice != "示例通知" {
			t.Errorf("the calendar ends with %+v", tables[len(tables)-1])
		}
	})
}

func TestLoadCalendar_RefusesWhatIsWrong(t *testing.T) {
	t.Parallel()
	i := open(t, engines["sqlite"](t))
	defer shut(t, i)
	_, err := i.Operate.LoadCalendar(t.Context(), operator(), []byte(`{"years": []}`))
	isFault(t, err, "calendar-invalid")
	if _, err := i.Operate.LoadCalendar(t.Context(), app.System("somebody"), []byte(`{}`)); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("without the permission: %v", err)
	}
}
