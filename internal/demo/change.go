package demo

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/handover"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/record"
)

// leaver is the account of somebody who hands his work over.
const leaver = "fgw.former"

// change lets somebody hand his work over and one unit of the city be taken into another, on the evening before the demo is looked at: the people who
// did all the rest did it for the units they had.
func (f *filler) change() {
	day := f.Today - 1
	f.agenda.add(moment(day, 21, 0), func(ctx context.Context) error {
		giver := f.people[leaver]
		g := handover.Giving{ID: f.id(moment(day, 21, 0), "handover"), Giver: giver.Account, Receiver: f.reporter[giver.Unit].Account, Witness: f.place.Change.Witness, Reason: f.place.Change.Reason, Closes: true}
		return f.Handovers.Give(ctx, f.call(f.supervisor(f.place.City)), g)
	})
	f.agenda.add(moment(day, 22, 0), func(ctx context.Context) error {
		taken, into := f.unitOf("tcj.reporter"), f.unitOf("swj.reporter")
		call, id := f.call(f.supervisor(f.place.City)), f.id(moment(day, 22, 0), "reform")
		c := reform.Change{ID: id, Kind: record.ReformMerge, From: []uuid.UUID{taken, into}, To: []reform.Successor{{ID: into}}, On: day, Basis: f.place.Change.Basis}
		if err := f.Reforms.Plan(ctx, call, c); err != nil {
			return err
		}
		return f.Reforms.Carry(ctx, call, id, reform.Choices{})
	})
}

// unitOf is the unit that somebody works for.
func (f *filler) unitOf(account string) uuid.UUID { return f.people[account].Unit }
