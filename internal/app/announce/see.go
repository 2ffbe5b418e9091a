package announce

import (
	"context"
	"io"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// List gives the bulletins the actor may see, the newest first. fault.NotFound if after is none of them.
func (s *Service) List(ctx context.Context, call app.Call, after uuid.UUID, limit int) (list []record.Bulletin, err error) {
	rid := relation.C("b", "rid")
	err = s.See(ctx, call, access.BulletinRead, func(ctx context.Context, v *store.View) error {
		q := &relation.Select{From: relation.From(record.BulletinTable, "b"), Limit: limit, OrderBy: []relation.Order{{By: relation.C("b", "made"), IsDesc: true}, {By: rid, IsDesc: true}}}
		if after != uuid.Nil {
			last, err := store.Load[record.Bulletin](ctx, v, record.BulletinTable, 0, after)
			if err != nil {
				return err
			}
			made := relation.C("b", "made")
			q.Where = relation.Or{relation.Binary{Op: relation.Lt, L: made, R: relation.V(last.Made)}, relation.And{relation.Equal(made, last.Made), relation.Binary{Op: relation.Lt, L: rid, R: relation.V(last.RID)}}}
		}
		list, err = store.List[record.Bulletin](ctx, v, q)
		return err
	})
	return list, err
}

// A Page is a bulletin with all that the actor may see of it.
type Page struct {
	record.Bulletin
	Monthly  bulletin.Monthly
	IsOffice bool // the actor belongs to the office that issues it; else Monthly says what it says of his unit until it is out
	Figures  []record.BulletinFigure
	Units    []Reply // the office sees all, a unit its own
	Drafter  string  // as colleagues know him; for the office
	Checker  string
	Signer   string
}

// A Reply is a unit that a bulletin was sent to, with its answer.
type Reply struct {
	record.BulletinUnit
	Name string
}

// Find gives a bulletin. fault.NotFound: there is none, or it was not sent to the actor's unit.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (p Page, err error) {
	err = s.See(ctx, call, access.BulletinRead, func(ctx context.Context, v *store.View) error {
		if p.Bulletin, err = store.Load[record.Bulletin](ctx, v, record.BulletinTable, 0, id); err != nil {
			return err
		}
		if p.Monthly, err = decode(p.Body); err != nil {
			return err
		}
		p.IsOffice = access.Allow(call.Actor, access.BulletinRead, access.Record{Owner: int(p.Owner)}) == nil
		if !p.IsOffice && p.State != record.BulletinNumbered {
			p.Monthly, p.Body = p.Monthly.For(call.Actor.Unit), ""
		}
		if p.Figures, err = figuresOf(ctx, v, p.Bulletin); err != nil {
			return err
		}
		rows, err := unitsOf(ctx, v, p.Bulletin)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(rows))
		for i, u := range rows {
			ids[i] = u.Unit
		}
		names, err := app.UnitNames(ctx, v, ids...)
		if err != nil {
			return err
		}
		for _, u := range rows {
			p.Units = append(p.Units, Reply{BulletinUnit: u, Name: names[u.Unit]})
		}
		if !p.IsOffice {
			return nil
		}
		b := p.Bulletin
		people, err := app.People(ctx, v, b.Drafter, b.Checker, b.Signer)
		p.Drafter, p.Checker, p.Signer = people[b.Drafter], people[b.Checker], people[b.Signer]
		return err
	})
	return p, err
}

// load gives a bulletin with its values, for the office.
func (s *Service) load(ctx context.Context, call app.Call, needs access.Permission, id uuid.UUID) (b record.Bulletin, m bulletin.Monthly, err error) {
	err = s.See(ctx, call, needs, func(ctx context.Context, v *store.View) error {
		if b, err = store.Load[record.Bulletin](ctx, v, record.BulletinTable, 0, id); err != nil {
			return err
		}
		m, err = decode(b.Body)
		return err
	})
	return b, m, err
}

// Write writes the bulletin as a DOCX file and gives its name. A unit gets it once it is out. Faults: NotFound.
func (s *Service) Write(ctx context.Context, call app.Call, id uuid.UUID, out io.Writer) (name string, err error) {
	p, err := s.Find(ctx, call, id)
	if err != nil {
		return "", err
	}
	if !p.IsOffice && p.State != record.BulletinNumbered {
		return "", fault.New(fault.NotFound, "record-missing")
	}
	_, err = p.Monthly.Official().WriteTo(out)
	return bulletin.SafeName(p.Title + ".docx"), err
}

// Flag marks every bulletin that printed a reported value, in the transaction that corrects it: text is what is said now in its place, in the words
// of quantity.Number, "" where nothing is. Whoever drafted one is told. It runs past the actor's scope, because what was printed is printed
// whoever corrects it.
func Flag(ctx context.Context, tx *store.Tx, v record.Value, text string, at int64) error {
	if text == "" {
		text = bulletin.Gone
	}
	return tx.As(store.Unscoped, func() error {
		figures, err := store.List[record.BulletinFigure](ctx, tx, &relation.Select{From: relation.From(record.BulletinFigureTable, "f"), Where: relation.And{
			relation.Equal(relation.C("f", relation.Owner), v.Owner), relation.Equal(relation.C("f", "report_value"), v.ID[:])}})
		if err != nil {
			return err
		}
		for i := range figures {
			f := &figures[i]
			b, err := store.Load[record.Bulletin](ctx, tx, record.BulletinTable, f.Owner, f.Bulletin)
			if err != nil {
				return err
			}
			if f.Now == text || f.Now == "" && f.Text == text {
				continue
			}
			was := f.Now != ""
			f.Now, f.Revised = text, at
			if text == f.Text { // corrected back
				f.Now, f.Revised = "", 0
			}
			if is := f.Now != ""; is != was {
				if is {
					b.Revised++
				} else {
					b.Revised--
				}
			}
			b.Marked = at
			if err := store.Update(ctx, tx, record.BulletinFigureTable, f); err != nil {
				return err
			}
			if err := store.Update(ctx, tx, record.BulletinTable, &b); err != nil {
				return err
			}
			if err := inbox.TellPerson(ctx, tx, b.Drafter, at, inbox.Note{Kind: inbox.BulletinRevised, Args: []string{b.Title}, Href: "/bulletins/" + b.ID.String()}); err != nil {
				return err
			}
		}
		return nil
	})
}
