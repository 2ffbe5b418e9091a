package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/packs"
	"github.com/wenxiao/wenxiao/period"
)

// growers is how many records the demo's register has.
const growers = 48

// programme puts on the agenda that a programme is taken up in the last county: its pack, its records, what a department says of them, and
// what the rules say of that.
func (f *filler) programme() {
	last := f.seats[len(f.seats)-1].division
	officer := f.people[last.Key+".programme"]
	day := f.workdayBefore(f.Today - 14)
	numbers := make([]string, growers)
	f.agenda.add(moment(day, 9, 0), func(ctx context.Context) error {
		return f.Registers.Load(ctx, f.call(f.people["operator"]), "toy/pack.yaml", packs.Toy)
	})
	for n := range growers {
		at := moment(day, 10, n)
		e := f.grower(at, last, n)
		numbers[n] = e.Values["id_number"]
		f.agenda.add(at, func(ctx context.Context) error { return f.Registers.Save(ctx, f.call(officer), "toy", "grower", e) })
	}
	f.agenda.add(moment(day, 15, 0), func(ctx context.Context) error {
		rows, err := json.Marshal(f.sales(day, numbers))
		if err != nil {
			return fmt.Errorf("write the demo's sales: %w", err)
		}
		_, err = f.Registers.PutRows(ctx, f.call(officer), "toy", "sale", last.Code, bytes.NewReader(rows))
		return err
	})
	f.agenda.add(moment(f.workdayBefore(f.Today-1), 8, 30), func(ctx context.Context) error {
		_, err := f.Registers.Screen(ctx, f.call(officer), "toy")
		return err
	})
	f.agenda.add(moment(f.workdayBefore(f.Today-1), 15, 30), func(ctx context.Context) error { return f.decide(ctx, officer) })
}

// decide finds some leads true and some not.
func (f *filler) decide(ctx context.Context, by access.Actor) error {
	leads, _, err := f.Registers.LeadPage(ctx, f.call(by), list.Asking("state", record.LeadOpen).Rows(uuid.Nil, 50))
	if err != nil {
		return err
	}
	for n, lead := range leads[:min(len(leads), 2*len(f.place.Findings))] {
		state := record.LeadConfirmed
		if n%2 == 1 {
			state = record.LeadDismissed
		}
		if err := f.Registers.Decide(ctx, f.call(by), lead.ID, state, f.place.Findings[n%len(f.place.Findings)]); err != nil {
			return err
		}
	}
	return nil
}

// grower is a record of nobody.
func (f *filler) grower(at time.Time, in division, n int) register.Entry {
	random := f.random("grower", n)
	e := register.Entry{ID: f.id(at, "grower", n), Values: map[string]string{
		"id_number": identity(1950+random.IntN(50), n),
		"income":    strconv.Itoa(6000 + 50*random.IntN(160)),
		"joined":    (f.Today - period.Date(100+random.IntN(900))).String(),
		"damage":    []string{"none", "none", "frost", "hail"}[random.IntN(4)],
		"insured":   []string{"yes", "yes", "no", ""}[n%4],
		"village":   fmt.Sprintf("%06d%03d%03d", in.Code.Owner(), 100+n%3, 200+n%5),
	}}
	var plots []register.Entry
	for k := range 1 + random.IntN(3) {
		area := 1 + random.IntN(6)
		plots = append(plots, register.Entry{ID: f.id(at, "plot", n, k), Values: map[string]string{
			"name": f.place.Plots[(n+k)%len(f.place.Plots)], "area": strconv.Itoa(area) + ".5", "yield": strconv.Itoa(area * (600 + random.IntN(900))),
		}})
	}
	e.Children = map[string][]register.Entry{"plot": plots}
	return e
}

// sales are what was bought of everybody in the year before a day.
func (f *filler) sales(day period.Date, numbers []string) (rows []map[string]any) {
	first := day - period.Date(day.Day()) + 1
	for n, number := range numbers {
		random := f.random("sales", n)
		for k := range 4 {
			rows = append(rows, map[string]any{"id_number": number, "month": first.AddMonths(-3 * k).String()[:7], "amount": 300 + 10*random.IntN(250)})
		}
	}
	return rows
}

// identity is an identity number as it is written, of a county that never was, so that it is nobody's.
func identity(year, n int) string {
	first := fmt.Sprintf("140999%04d%02d%02d%03d", year, 1+n%12, 1+n%28, 100+n)
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(first[i]-'0') * weight
	}
	return first + "10X98765432"[sum%11:][:1]
}
