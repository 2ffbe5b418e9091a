package demo

import (
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/period"
)

// A Clock is the clock of a demo. It stands at moments of the past while the demo is filled, and then runs as the real one does, on the day
// that the demo is shown on. The installation must have been opened with its Now.
type Clock struct {
	real func() time.Time

	mu      sync.Mutex
	stands  time.Time // zero while it runs
	advance time.Duration
}

// NewClock makes a clock that runs on the real day.
func NewClock(real func() time.Time) *Clock { return &Clock{real: real} }

// Now is the demo's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stands.IsZero() {
		return c.stands
	}
	return c.real().Add(c.advance)
}

// ShowOn lets the clock run on a day, at the real time of day.
func (c *Clock) ShowOn(today period.Date) {
	now := c.real()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stands, c.advance = time.Time{}, time.Duration(today-period.DateAt(now))*24*time.Hour
}

// stop lets the clock stand at a moment.
func (c *Clock) stop(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stands = at
}

// moment is a time of day in China.
func moment(day period.Date, hour, minute int) time.Time {
	return time.Unix(int64(day)*24*60*60, 0).Add(time.Duration(hour-8)*time.Hour + time.Duration(minute)*time.Minute)
}
