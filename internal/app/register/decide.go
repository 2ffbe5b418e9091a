package register

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// How many characters there are in what was found.
const (
	ShortestFinding = 4
	LongestFinding  = 500
)

// Decide finds a lead true (record.LeadConfirmed) or not (record.LeadDismissed), with what was found as the reason. The same decision
// sent twice is one. Faults: Invalid "lead-reason"; NotFound "record-missing"; Conflict "lead-decided" if somebody decided otherwise.
func (s *Service) Decide(ctx context.Context, call app.Call, id uuid.UUID, state, reason string) error {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < ShortestFinding || n > LongestFinding {
		return fault.New(fault.Invalid, "lead-reason")
	}
	name := "lead.confirm"
	if state == record.LeadDismissed {
		name = "lead.dismiss"
	}
	act := app.Act{Needs: access.LeadDecide, Name: name, Kind: record.LeadTable.Name, Object: id, Detail: audit.Detail{"reason": reason}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		lead, err := store.Load[record.Lead](ctx, tx, record.LeadTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(lead.Owner)
		if lead.State == state && lead.Reason == reason && lead.By == call.Actor.Account {
			return nil
		}
		if lead.State != record.LeadOpen {
			return fault.New(fault.Conflict, "lead-decided")
		}
		lead.State, lead.Reason, lead.By, lead.Decided = state, reason, call.Actor.Account, s.Now().UnixMilli()
		return store.Update(ctx, tx, record.LeadTable, &lead)
	})
}
