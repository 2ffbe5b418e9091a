package calendar_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/calendar"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// A conference stands in the calendar of the office that calls it under its own name, and in nobody's who was not asked.
func TestBetween_Conferences(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2025-03-10")
		office, unit := o.Unit("禾川市人民政府督查室"), o.Unit("禾川市水利局")
		held := record.Conference{Record: instancetest.Head(), Title: "重点工作联席会议", Place: "二楼会议室", On: int64(instancetest.Day("2025-03-20")), Unit: office, State: record.ConferenceCalled}
		instancetest.Put(o, record.ConferenceTable, held)
		f := calendar.Filter{First: instancetest.Day("2025-03-01"), Last: instancetest.Day("2025-03-31")}
		events, _, err := o.Calendars.Between(t.Context(), instancetest.Person(office, access.Supervisor), f)
		if err != nil || len(events) != 1 || events[0].Kind != calendar.Conference || events[0].Title != held.Title || events[0].What != held.Place || events[0].Name != "禾川市人民政府督查室" || !events[0].IsOpen {
			t.Errorf("the office has %+v, %v", events, err)
		}
		if events, _, err := o.Calendars.Between(t.Context(), instancetest.Person(unit, access.Reporter), f); err != nil || len(events) != 0 {
			t.Errorf("another unit has %+v, %v", events, err)
		}
		if events, _, err := o.Calendars.Between(t.Context(), instancetest.Person(uuid.Nil, access.Supervisor), calendar.Filter{First: f.Last + 1, Last: f.Last + 30}); err != nil || len(events) != 0 {
			t.Errorf("the next month has %+v, %v", events, err)
		}
	})
}
