package document

import (
	"context"

	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// settled does what follows for the review itself once its document is adopted: what names mean is remembered, and a draft that was approved
// is assigned. Nothing follows without a review.
func (s *Service) settled(ctx context.Context, tx *store.Tx, call app.Call, r *Review) error {
	if r == nil {
		return nil
	}
	names, units := r.named()
	for _, name := range names {
		n := record.UnitName{Unit: units[name], Name: name, IsAlias: true, Account: call.Actor.Account, Made: s.Now().UnixMilli()}
		if err := organisation.Remember(ctx, tx, n); err != nil {
			return err
		}
	}
	if r.Consultation == nil {
		return nil
	}
	c := *r.Consultation
	c.State = record.ConsultationAssigned
	return tx.As(store.Unscoped, func() error { return store.Update(ctx, tx, record.ConsultationTable, &c) })
}
