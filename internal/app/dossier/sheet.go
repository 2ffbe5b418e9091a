package dossier

import (
	"context"
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Sheet writes an issued directive (督办单) as a DOCX file, with room to sign for it, and gives its name. fault.NotFound: there is none the actor may see,
// or it has no number yet.
func (s *Service) Sheet(ctx context.Context, call app.Call, id uuid.UUID, out io.Writer) (name string, err error) {
	d, err := s.Supervision.Directive(ctx, call, id)
	if err != nil {
		return "", err
	}
	if d.Number == nil {
		return "", fault.New(fault.NotFound, "record-missing")
	}
	x := bulletin.Sheet{Kind: locale.Word(locale.Zh, "directive-kind", d.Kind), Number: locale.Text(locale.Zh, "directive.number-form", d.Year, *d.Number),
		To: d.Name, Basis: d.Basis, Demand: d.Demand, AsOf: period.Date(d.Issued), Answer: period.Date(d.Due)}
	if ladder, ok := s.Supervision.Ladder(d.Ladder); ok {
		if step, ok := ladder.Step(d.Step); ok {
			x.Kind = step.Title.In(locale.Zh)
		}
	}
	err = s.See(ctx, call, access.DirectiveRead, func(ctx context.Context, v *store.View) error {
		v = v.As(store.Unscoped) // whoever may see a directive may see what it is about and who issues it
		t, err := store.Load[record.Task](ctx, v, record.TaskTable, d.Owner, d.Task)
		if err != nil {
			return err
		}
		document, err := store.Load[record.Document](ctx, v, record.DocumentTable, d.Owner, t.Document)
		if err != nil {
			return err
		}
		x.Task, x.Document = t.Label+" "+t.Title, document.Title
		if d.Issuer == uuid.Nil {
			return nil
		}
		issuer, err := store.Load[record.Account](ctx, v, record.AccountTable, 0, d.Issuer)
		if err != nil || issuer.Unit == nil {
			return err
		}
		office, err := store.Load[record.Unit](ctx, v, record.UnitTable, 0, *issuer.Unit)
		x.Issuer = office.Name
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read what directive %s is about: %w", id, err)
	}
	_, err = x.WriteTo(out)
	return bulletin.SafeName(x.Kind + " " + x.Number + ".docx"), err
}
