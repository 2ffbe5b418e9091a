package handover

import (
	"context"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// An Item is one thing that is open in somebody's hands.
type Item struct {
	Kind    string // word.handover-kind
	Subject uuid.UUID
	Title   string
	About   string
	Due     int64 // 0 for none
	Href    string

	task  uuid.UUID   // whose title it has; zero for none
	needs access.Role // that its receiver has; "" for any. Without it the item stays with a giver who stays
	give  func(ctx context.Context, tx *store.Tx, s *Service, call app.Call, to Person) error
}

// Key tells an item from the others of a preparation.
func (x Item) Key() string { return x.Kind + "-" + x.Subject.String() }

// A finder finds what of one kind is open in somebody's hands.
type finder func(s *Service, ctx context.Context, r store.Reader, p Person) ([]Item, error)

// finders are all kinds, in the order of the list.
var finders = []finder{(*Service).findCases, (*Service).findReports, (*Service).findSignatures, (*Service).findDirectives, (*Service).findProposals, (*Service).findDocuments,
	(*Service).findCharges, (*Service).findBulletins, (*Service).findAppraisals, (*Service).findAbsences, (*Service).findDrafts, (*Service).findMessages}

// find finds everything that is open in somebody's hands.
func (s *Service) find(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	for _, f := range finders {
		found, err := f(s, ctx, r, p)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	ids := make([]uuid.UUID, len(all))
	for i, x := range all {
		ids[i] = x.task
	}
	tasks, err := store.ByID[record.Task](ctx, r, record.TaskTable, ids)
	for i := range all {
		if t, ok := tasks[all[i].task]; ok {
			all[i].Title = t.Title
		}
		if all[i].Title == "" { // it is about no task
			all[i].Title = all[i].About
		}
	}
	return all, err
}

// mine are the rows of a table with somebody's account in a column, in some states.
func mine(t *relation.Table, column string, account uuid.UUID, states ...string) *relation.Select {
	where := relation.And{relation.Equal(relation.C("x", column), account[:])}
	if len(states) > 0 {
		where = append(where, relation.OneOf(relation.C("x", "state"), states))
	}
	return &relation.Select{From: relation.From(t, "x"), Where: where, OrderBy: []relation.Order{{By: relation.C("x", "id")}}}
}

func (s *Service) findCases(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	q := mine(record.CaseTable, "holder", p.ID)
	q.Where = relation.And{relation.Or{q.Where, relation.Equal(relation.C("x", "offered"), p.ID[:])}, relation.Equal(relation.C("x", "is_closed"), int64(0))}
	cases, err := store.List[record.Case](ctx, r, q)
	for _, c := range cases {
		w := s.Cases.Workflow(c.Workflow)
		all = append(all, Item{Kind: "case", Subject: c.ID, task: c.Task, About: w.Title.In(locale.Zh) + " · " + w.Step(c.Step).Title.In(locale.Zh), Due: c.Due, Href: "/cases/" + c.ID.String(),
			give: func(ctx context.Context, tx *store.Tx, s *Service, call app.Call, to Person) error {
				x := casework.Succession{Move: flow.HandedOver, Unit: c.Unit, Holder: c.Holder, Offered: c.Offered}
				if x.Holder == p.ID {
					x.Holder = to.ID
				}
				if x.Offered == p.ID {
					x.Offered = to.ID
				}
				return s.Cases.Succeed(ctx, tx, call, &c, x)
			}})
	}
	return all, err
}

// ofReports are items about reports.
func ofReports(ctx context.Context, r store.Reader, kind string, reports []record.Report, give func(record.Report) func(context.Context, *store.Tx, *Service, app.Call, Person) error) ([]Item, error) {
	ids := make([]uuid.UUID, len(reports))
	for i, x := range reports {
		ids[i] = x.Due
	}
	due, err := store.ByID[record.Due](ctx, r, record.DueTable, ids)
	all := make([]Item, len(reports))
	for i, x := range reports {
		all[i] = Item{Kind: kind, Subject: x.ID, Href: "/reports/" + x.ID.String()}
		if give != nil {
			all[i].give = give(x)
		}
		if d, ok := due[x.Due]; ok {
			all[i].task, all[i].About, all[i].Due = d.Task, d.Period, d.On
			if x.State == record.ReportDraft || x.State == record.ReportReturned {
				all[i].Href = "/due/" + x.Due.String()
			}
		}
	}
	return all, err
}

func (s *Service) findReports(ctx context.Context, r store.Reader, p Person) ([]Item, error) {
	reports, err := store.List[record.Report](ctx, r, mine(record.ReportTable, "account", p.ID, record.ReportDraft, record.ReportReturned))
	if err != nil {
		return nil, err
	}
	return ofReports(ctx, r, "report", reports, func(x record.Report) func(context.Context, *store.Tx, *Service, app.Call, Person) error {
		return func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			x.Account = to.ID
			return store.Update(ctx, tx, record.ReportTable, &x)
		}
	})
}

// findSignatures finds what waits for his signature, if he signs for the unit: whoever receives it signs by the post he has.
func (s *Service) findSignatures(ctx context.Context, r store.Reader, p Person) ([]Item, error) {
	if p.Unit == nil || !slices.Contains(p.Roles, access.Approver) {
		return nil, nil
	}
	reports, err := store.List[record.Report](ctx, r, mine(record.ReportTable, "unit", *p.Unit, record.ReportSigning))
	if err != nil {
		return nil, err
	}
	return ofReports(ctx, r, "signature", reports, nil)
}

// findDirectives finds those that his unit has to answer.
func (s *Service) findDirectives(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	if p.Unit == nil || !slices.Contains(p.Roles, access.Reporter) {
		return nil, nil
	}
	list, err := store.List[record.Directive](ctx, r, mine(record.DirectiveTable, "reader", *p.Unit, record.DirectiveIssued))
	for _, d := range list {
		all = append(all, Item{Kind: "directive", Subject: d.ID, task: d.Task, Due: d.Due, Href: "/directives/" + d.ID.String()})
	}
	return all, err
}

// findProposals finds the directives he has proposed and no leader has decided on.
func (s *Service) findProposals(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	list, err := store.List[record.Directive](ctx, r, mine(record.DirectiveTable, "issuer", p.ID, record.DirectiveProposed))
	for _, d := range list {
		all = append(all, Item{Kind: "proposal", Subject: d.ID, task: d.Task, Href: "/directives/" + d.ID.String(), give: func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			d.Issuer = to.ID
			return store.Update(ctx, tx, record.DirectiveTable, &d)
		}})
	}
	return all, err
}

func (s *Service) findDocuments(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	list, err := store.List[record.Document](ctx, r, mine(record.DocumentTable, "account", p.ID, record.DocumentWaiting, record.DocumentProposed, record.DocumentFailed))
	for _, d := range list {
		all = append(all, Item{Kind: "document", Subject: d.ID, Title: d.Title, Href: "/documents/" + d.ID.String(), give: func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			d.Account = to.ID
			return store.Update(ctx, tx, record.DocumentTable, &d)
		}})
	}
	return all, err
}

// findCharges finds the units of which he is the leader in charge.
func (s *Service) findCharges(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	units, err := store.List[record.Unit](ctx, r, mine(record.UnitTable, "leader", p.ID))
	for _, u := range units {
		all = append(all, Item{Kind: "charge", Subject: u.ID, Title: u.Name, needs: access.Leader, give: func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			u.Leader = to.ID
			return store.Update(ctx, tx, record.UnitTable, &u)
		}})
	}
	return all, err
}

func (s *Service) findBulletins(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	list, err := store.List[record.Bulletin](ctx, r, mine(record.BulletinTable, "drafter", p.ID, record.BulletinDraft, record.BulletinFeedback))
	for _, b := range list {
		all = append(all, Item{Kind: "bulletin", Subject: b.ID, Title: b.Title, About: b.Period, Due: b.Until, Href: "/bulletins/" + b.ID.String(), give: func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			b.Drafter = to.ID
			return store.Update(ctx, tx, record.BulletinTable, &b)
		}})
	}
	return all, err
}

func (s *Service) findAppraisals(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	list, err := store.List[record.Appraisal](ctx, r, mine(record.AppraisalTable, "account", p.ID, record.AppraisalSimulated, record.AppraisalAnnounced))
	for _, x := range list {
		all = append(all, Item{Kind: "appraisal", Subject: x.ID, Title: x.Title, Due: x.Feedback, Href: "/appraisals/" + x.ID.String(), give: func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			x.Account = to.ID
			return store.Update(ctx, tx, record.AppraisalTable, &x)
		}})
	}
	return all, err
}

// findAbsences finds the leaves for which he stands in, and his own, which end with the handover: whoever has received his work stands in for nobody.
func (s *Service) findAbsences(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	q := mine(record.AbsenceTable, "stand_in", p.ID)
	q.Where = relation.And{relation.Or{q.Where, relation.Equal(relation.C("x", "account"), p.ID[:])},
		relation.Binary{Op: relation.Ge, L: relation.C("x", "to_day"), R: relation.Value{V: s.Today(), As: relation.Date}}}
	list, err := store.List[record.Absence](ctx, r, q)
	for _, a := range list {
		kind := "stand-in"
		if a.Account == p.ID {
			kind = "absence"
		}
		all = append(all, Item{Kind: kind, Subject: a.ID, Title: period.Date(a.From).String() + " – " + period.Date(a.To).String(), Due: a.To, give: func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			if a.Account == p.ID || a.Account == to.ID {
				return store.Delete(ctx, tx, record.AbsenceTable, &a)
			}
			a.StandIn = to.ID
			return store.Update(ctx, tx, record.AbsenceTable, &a)
		}})
	}
	return all, err
}

// findDrafts finds what he has typed and not sent. Where the receiver has typed something into the same form himself, that stays.
func (s *Service) findDrafts(ctx context.Context, r store.Reader, p Person) (all []Item, err error) {
	drafts, err := store.List[record.Draft](ctx, r, &relation.Select{From: relation.From(record.DraftTable, "x"), Where: relation.Equal(relation.C("x", "account"), p.ID[:]),
		OrderBy: []relation.Order{{By: relation.C("x", "object")}}})
	if err != nil || len(drafts) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(drafts))
	for i, d := range drafts {
		ids[i] = d.Object
	}
	due, err := store.ByID[record.Due](ctx, r, record.DueTable, ids)
	if err != nil {
		return nil, err
	}
	documents, err := store.ByID[record.Document](ctx, r, record.DocumentTable, ids)
	for _, d := range drafts {
		x := Item{Kind: "draft", Subject: d.Object, Title: locale.Text(locale.Zh, "handover.draft"), give: giveDraft(d)}
		if o, ok := due[d.Object]; ok {
			x.task, x.About, x.Due, x.Href = o.Task, o.Period, o.On, "/due/"+d.Object.String()
		}
		if o, ok := documents[d.Object]; ok {
			x.Title, x.Href = o.Title, "/documents/"+d.Object.String()
		}
		all = append(all, x)
	}
	return all, err
}

func giveDraft(d record.Draft) func(context.Context, *store.Tx, *Service, app.Call, Person) error {
	return func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
		if _, err := tx.Run(ctx, &relation.Insert{Into: record.DraftTable, Columns: []string{"account", "object", "body", "at"}, OnConflict: &relation.Conflict{Columns: []string{"account", "object"}},
			Rows: [][]relation.Expr{{relation.V(to.ID[:]), relation.V(d.Object[:]), relation.V(d.Body), relation.V(d.At)}}}); err != nil {
			return err
		}
		_, err := tx.Run(ctx, &relation.Delete{From: record.DraftTable, Where: relation.And{
			relation.Equal(relation.C("", "account"), d.Account[:]), relation.Equal(relation.C("", "object"), d.Object[:])}})
		return err
	}
}

// findMessages finds the messages he has not read, as one item.
func (s *Service) findMessages(ctx context.Context, r store.Reader, p Person) ([]Item, error) {
	q := mine(record.MessageTable, "account", p.ID)
	q.Where = relation.And{q.Where, relation.Equal(relation.C("x", "read"), int64(0))}
	unread, err := store.List[record.Message](ctx, r, q)
	if err != nil || len(unread) == 0 {
		return nil, err
	}
	return []Item{{Kind: "message", Subject: p.ID, Title: locale.Text(locale.Zh, "handover.messages", strconv.Itoa(len(unread))), Href: "/inbox",
		give: func(ctx context.Context, tx *store.Tx, _ *Service, _ app.Call, to Person) error {
			for i := range unread {
				unread[i].Account = to.ID
				if err := store.Update(ctx, tx, record.MessageTable, &unread[i]); err != nil {
					return err
				}
			}
			return nil
		}}}, nil
}
