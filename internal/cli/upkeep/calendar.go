package upkeep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
)

type calendarGroup struct {
	Load calendarLoadOptions `cmd:"" name:"load"`
	List calendarListOptions `cmd:"" name:"list"`
}

type calendarLoadOptions struct {
	config.Place `embed:""`
	File         string `arg:"" name:"file" type:"path"`
	JSON         bool   `name:"json"`
}

type loadResult struct {
	Years       []int `json:"years"`
	Settled     int   `json:"settled"`
	Moved       int   `json:"moved"`
	Provisional int   `json:"provisional"`
}

// maxCalendar is the most that is read of a file of working days, in octets; a year has a thousandth of it.
const maxCalendar = 4 << 20

func (o calendarLoadOptions) run(ctx context.Context, t Terminal) error {
	text, err := t.read(o.File)
	if err != nil {
		return fault.Because(err, fault.NotFound, "calendar-unreadable", o.File)
	}
	var l operate.Loaded
	err = t.with(ctx, o.Place, func(i *instance.Instance) (err error) {
		l, err = i.Operate.LoadCalendar(ctx, call(access.CalendarLoad), text)
		return err
	})
	if err != nil {
		return err
	}
	if o.JSON {
		return t.print(loadResult(l))
	}
	for _, year := range l.Years {
		err = errors.Join(err, t.Say("upkeep.calendar-loaded", year))
	}
	return errors.Join(err, t.Say("upkeep.calendar-due", l.Settled, l.Moved, l.Provisional))
}

func (t Terminal) read(path string) (text []byte, err error) {
	in := t.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	text, err = io.ReadAll(io.LimitReader(in, maxCalendar+1))
	if err == nil && len(text) > maxCalendar {
		err = errors.New("the file is too large for a calendar")
	}
	return text, err
}

type calendarListOptions struct {
	config.Place `embed:""`
	JSON         bool `name:"json"`
}

type yearResult struct {
	Year   int    `json:"year"`
	Notice string `json:"notice"`
	URL    string `json:"url,omitempty"`
}

func (o calendarListOptions) run(ctx context.Context, t Terminal) error {
	return t.with(ctx, o.Place, func(i *instance.Instance) error {
		calendar, err := i.Calendar(ctx)
		if err != nil {
			return err
		}
		var years []yearResult
		for _, y := range calendar.Tables() {
			years = append(years, yearResult{y.Year, y.Notice, y.URL})
		}
		if o.JSON {
			return t.print(years)
		}
		for _, y := range years {
			if _, err := fmt.Fprintf(t.Stdout, "%d\t%s\n", y.Year, y.Notice); err != nil {
				return err
			}
		}
		return nil
	})
}
