package register

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// leadsAtOnce is how many leads are kept in one transaction, so that nobody else waits long.
const leadsAtOnce = 500

// Screened says what came of a screening.
type Screened struct {
	Raised  int // leads that are new today
	Refused int // records for which a rule could not be computed
}

// Screen lets every rule of a pack look at the records within reach, and keeps a lead for each one it points at. A rule raises a lead
// about a record once a day.
func (s *Service) Screen(ctx context.Context, call app.Call, packName string) (done Screened, err error) {
	p, err := s.named(ctx, call, access.RuleScreen, packName)
	if err != nil {
		return done, err
	}
	byOwner := make(map[int64][]record.Lead)
	err = s.See(ctx, call, access.RuleScreen, func(ctx context.Context, v *store.View) error {
		for _, r := range p.Rules {
			leads, refused, err := s.ask(ctx, v, call, p, r)
			if err != nil {
				return err
			}
			done.Refused += refused
			for _, l := range leads {
				byOwner[l.Owner] = append(byOwner[l.Owner], l)
			}
		}
		return nil
	})
	if err != nil {
		return done, err
	}
	if len(byOwner) == 0 { // that a screening found nothing is told as well
		byOwner[int64(call.Actor.Division.Owner())] = nil
	}
	for _, owner := range slices.Sorted(maps.Keys(byOwner)) {
		leads := byOwner[owner]
		for {
			n := min(leadsAtOnce, len(leads))
			raised, err := s.raise(ctx, call, p, owner, leads[:n])
			if err != nil {
				return done, err
			}
			done.Raised += raised
			if leads = leads[n:]; len(leads) == 0 {
				break
			}
		}
	}
	return done, nil
}

// of confines the records of one register to those within reach. What belongs to them is seen whole: a rule that saw a part would be wrong.
type of struct {
	access.Confinement
	table *relation.Table
}

// Rows implements store.Scope.
func (o of) Rows(t *relation.Table, alias string) relation.Expr {
	if t.Name != o.table.Name {
		return nil
	}
	return o.Confinement.Rows(t, alias)
}

// ask runs the query of a rule.
func (s *Service) ask(ctx context.Context, v *store.View, call app.Call, p *Programme, r *pack.Rule) (leads []record.Lead, refused int, err error) {
	q, err := p.Schema.Screen(r, lower.Scope{Today: period.Date(s.Today())})
	if err != nil {
		return nil, 0, err
	}
	at := place{p, r.On, p.Schema.Table(r.On.Name)}
	q.Outputs = append(q.Outputs, relation.Output{Expr: relation.C(q.From.As, "id"), As: "id"})
	err = v.As(of{s.Scopes.For(call.Actor, access.RuleScreen), at.table}).Select(ctx, q, func(scan store.Scan) error {
		figures := make(map[string]*int64)
		var id uuid.UUID
		dest := make([]any, len(q.Outputs))
		numbers := make([]*int64, len(q.Outputs))
		for i := range q.Outputs {
			dest[i] = &numbers[i]
		}
		dest[len(dest)-1] = &id
		if err := scan(dest...); err != nil {
			return err
		}
		for i, o := range q.Outputs {
			figures[nameOf(o)] = numbers[i]
		}
		if *figures[lower.IsRefused] != 0 {
			refused++
			return nil
		}
		lead, err := s.lead(p, r, id, figures)
		leads = append(leads, lead)
		return err
	})
	return leads, refused, err
}

func nameOf(o relation.Output) string {
	if c, ok := o.Expr.(relation.Col); ok && o.As == "" {
		return c.Name
	}
	return o.As
}

// lead is what a row of a rule's query says.
func (s *Service) lead(p *Programme, r *pack.Rule, id uuid.UUID, figures map[string]*int64) (record.Lead, error) {
	said, used := make(map[string]string), make(map[string]string)
	for _, let := range r.Lets {
		text := ""
		if n := figures[lower.ValueOf(let.Name)]; n != nil {
			text = quantity.FromTenThousandths(*n).String()
			if let.Node.Of().Type.Kind == expr.Date {
				text = period.Date(*n).String()
			}
		}
		said[let.Name], used[let.Name] = text, text
	}
	for _, param := range p.Parameters {
		if n := figures[lower.ParamOf(param.Name)]; n != nil {
			used[param.Name] = decimal(*n, param.Scale)
		}
	}
	values, err := json.Marshal(used)
	if err != nil {
		return record.Lead{}, err
	}
	lead := record.Lead{
		Record: store.Record{Owner: *figures[relation.Owner]}, Pack: p.Name, Rule: r.Name, Register: r.On.Name, Subject: id, Day: s.Today(),
		Says: pack.Fill(r.Says.Zh, said), Values: string(values), State: record.LeadOpen, Made: s.Now().UnixMilli(),
	}
	lead.ID, err = uuid.NewV7()
	return lead, err
}

// decimal writes units of 10^-scale.
func decimal(units int64, scale uint8) string {
	n := quantity.Number{Coefficient: units, Scale: scale}
	for n.Scale > 0 && n.Coefficient%10 == 0 {
		n.Coefficient, n.Scale = n.Coefficient/10, n.Scale-1
	}
	return n.String()
}

// raise keeps those leads that are not there yet today.
func (s *Service) raise(ctx context.Context, call app.Call, p *Programme, owner int64, leads []record.Lead) (raised int, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return 0, err
	}
	act := app.Act{Needs: access.RuleScreen, Owner: owner, Kind: record.LeadTable.Name, Object: id, Detail: audit.Detail{"pack": p.Name, "release": p.Version}}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		raised = 0
		var subjects []any
		for i := range leads {
			subjects = append(subjects, leads[i].Subject[:])
		}
		var standing []record.Lead
		if err := beyond(tx, func(r store.Reader) (err error) {
			standing, err = store.List[record.Lead](ctx, r, &relation.Select{From: relation.From(record.LeadTable, "l"), Where: relation.And{
				relation.Equal(relation.C("l", relation.Owner), owner), relation.Equal(relation.C("l", "pack"), p.Name),
				relation.Equal(relation.C("l", "day"), s.Today()), relation.In{X: relation.C("l", "subject"), Values: subjects}}})
			return err
		}); err != nil {
			return err
		}
		for _, l := range leads {
			if slices.ContainsFunc(standing, func(o record.Lead) bool { return o.Rule == l.Rule && o.Subject == l.Subject && o.Day == l.Day }) {
				continue
			}
			if _, err := store.Insert(ctx, tx, record.LeadTable, &l); err != nil {
				return err
			}
			raised++
		}
		tx.Note("raised", strconv.Itoa(raised))
		return nil
	})
	return raised, err
}

// A Lead (线索) is one as people look at it.
type Lead struct {
	record.Lead
	Programme *Programme
	Rule      *pack.Rule // nil if the pack has it no more
	About     Record     // the record, without those that belong to it
	Figures   map[string]string
	Person    string // who decided it; "" while it is open
}

// LeadPage gives a page of leads as a list asks for them. fault.NotFound if q.After is none the actor may see.
func (s *Service) LeadPage(ctx context.Context, call app.Call, q list.Query) (leads []Lead, found list.Found, err error) {
	err = s.See(ctx, call, access.LeadRead, func(ctx context.Context, v *store.View) error {
		var rows []record.Lead
		if rows, found, err = list.Page[record.Lead](ctx, v, list.Leads, q, list.EnvOf(call.Actor, s.Today())); err != nil {
			return err
		}
		leads, err = s.explain(ctx, v, rows)
		return err
	})
	return leads, found, err
}

// explain gives leads the rule and the record they are about.
func (s *Service) explain(ctx context.Context, v *store.View, leads []record.Lead) ([]Lead, error) {
	list := make([]Lead, len(leads))
	subjects, deciders := make(map[place][]any), make([]uuid.UUID, len(leads))
	for i, l := range leads {
		list[i].Lead, deciders[i] = l, l.By
		if err := json.Unmarshal([]byte(l.Values), &list[i].Figures); err != nil {
			return nil, err
		}
		at, err := s.at(ctx, v, l.Pack, l.Register)
		if err != nil {
			return nil, err
		}
		list[i].Programme, list[i].Rule = at.Programme, at.Pack.Rule(l.Rule)
		subjects[at] = append(subjects[at], l.Subject[:])
	}
	people, err := app.People(ctx, v, deciders...)
	if err != nil {
		return nil, err
	}
	about := make(map[uuid.UUID]Record)
	for at, ids := range subjects {
		rows, err := store.ListRows(ctx, v, &relation.Select{From: relation.From(at.table, "r"), Where: relation.In{X: relation.C("r", "id"), Values: ids}})
		if err != nil {
			return nil, err
		}
		records, err := s.describe(ctx, v, at, rows)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			about[r.ID] = r
		}
	}
	for i := range list {
		list[i].About, list[i].Person = about[list[i].Subject], people[list[i].By]
	}
	return list, nil
}
