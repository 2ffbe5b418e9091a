package handover_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/handover"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A handover is found by whom it concerns, however many came after it.
func TestFind_AnOldHandoverIsSeenByGiverAndReceiver(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2026-03-02")
		unit := o.Unit("禾川市财政局")
		giver, receiver := o.Hire("甲", unit, access.Reporter), o.Hire("乙", unit, access.Reporter)
		stranger := o.Hire("丙", o.Unit("禾川市教育局"), access.Reporter)
		handovers := make([]record.Handover, 202)
		for i := range handovers {
			handovers[i] = record.Handover{Record: instancetest.Head(), Giver: giver.Account, Unit: unit, Name: "甲", Account: giver.Account, Made: int64(i + 1)}
		}
		old := handovers[0]
		instancetest.Put(o, record.HandoverTable, handovers...)
		instancetest.Put(o, record.HandoverItemTable, record.HandoverItem{Record: instancetest.Head(), Handover: old.ID, Ordinal: 1, Kind: "post", Receiver: receiver.Account, Name: "乙"})
		for name, a := range map[string]access.Actor{"the giver": giver, "the receiver": receiver} {
			l, err := o.Handovers.Find(t.Context(), instancetest.Call(a), old.ID)
			if err != nil || len(l.Items) != 1 || l.Maker != "甲" {
				t.Errorf("%s sees %+v, %v", name, l, err)
			}
		}
		if list, err := o.Handovers.List(t.Context(), instancetest.Call(receiver)); err != nil || len(list) != 1 {
			t.Errorf("the receiver has %d handovers in his list: %v", len(list), err)
		}
		if _, err := o.Handovers.Find(t.Context(), instancetest.Call(stranger), old.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a stranger finds it: %v", err)
		}
	})
}

// A leader's units go to the leader who comes after him. A clerk who receives other work does not come to be in charge of them.
func TestGive_UnitsThatALeaderIsInChargeOf(t *testing.T) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := instancetest.NewOffice(t, database, "2026-03-02")
		home, unit := o.Unit("禾川市人民政府"), o.Unit("禾川市财政局")
		office, first := o.Hire("督查", home, access.Supervisor), o.Hire("甲", home, access.Leader)
		second, clerk := o.Hire("乙", home, access.Leader), o.Hire("丙", home, access.Reporter)
		o.Must(o.Organisation.SetPlace(t.Context(), instancetest.Call(office), unit, organisation.Place{Line: "财政", Leader: &first.Account}))
		give := func(from, to access.Actor) (leader uuid.UUID) {
			o.Must(o.Handovers.Give(t.Context(), instancetest.Call(office), handover.Giving{ID: uuid.Must(uuid.NewV7()), Giver: from.Account, Receiver: to.Account, Reason: "分工调整", Witness: "丁"}))
			o.Must(o.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
				u, err := store.Load[record.Unit](ctx, v, record.UnitTable, 0, unit)
				leader = u.Leader
				return err
			}))
			return leader
		}
		if got := give(first, second); got != second.Account {
			t.Errorf("%s is in charge, want %s", got, second.Account)
		}
		if got := give(second, clerk); got != second.Account {
			t.Errorf("%s is in charge, want %s, who stays", got, second.Account)
		}
		o.Refused(o.Handovers.Give(t.Context(), instancetest.Call(office), handover.Giving{ID: uuid.Must(uuid.NewV7()), Giver: second.Account, Receiver: clerk.Account, Reason: "调离", Witness: "丁", Closes: true}), "handover-leader")
	})
}
