package sheet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/region"
)

// A Ledger is an office's workbook with what is read from it as its columns are mapped now.
type Ledger struct {
	record.Workbook
	Sheets   []string // names
	Grid     cellmap.Grid
	Mapping  cellmap.Mapping
	Items    []cellmap.Item
	Proposal *policy.Document // a task for each item
	Decision document.Decision
	Names    []Name // of units, each once
	Missing  []document.Missing
	Faults   []cellmap.Fault
}

// A Name is what a ledger calls a unit.
type Name struct {
	Text     string
	Unit     uuid.UUID // zero for none
	IsChosen bool      // a person said so, if only that it is left out
	IsGroup  bool      // it names several: 各乡镇
}

// TakeLedger keeps a ledger that comes in. Its columns are mapped as those of the last one with the same heads, else by the words of the heads. Errors: those of
// cellmap.Grids and of an upload; fault.Invalid "ledger-empty".
func (s *Service) TakeLedger(ctx context.Context, call app.Call, u intake.Uploaded) (record.Workbook, error) {
	name, data, err := s.read(ctx, call, record.WorkbookLedger, u)
	if err != nil {
		return record.Workbook{}, err
	}
	grids, err := cellmap.Grids(name, data)
	if err != nil {
		return record.Workbook{}, err
	}
	if !slices.ContainsFunc(grids, func(g cellmap.Grid) bool { return g.Rows > 0 }) {
		return record.Workbook{}, fault.New(fault.Invalid, "ledger-empty")
	}
	m, ok := cellmap.Guess(grids, name, period.Date(s.Today()))
	if !ok { // a person has to say all of it
		i := slices.IndexFunc(grids, func(g cellmap.Grid) bool { return g.Rows > 0 })
		m = cellmap.Mapping{Sheet: grids[i].Name, Title: strings.TrimSuffix(name, ".xlsx"), Heads: 1, Last: grids[i].Rows, Year: period.Date(s.Today()).Year(), Columns: make([]cellmap.Meaning, grids[i].Columns), Every: period.Month.String()}
	}
	m.Proof = locale.Text(locale.Zh, "sheet.proof-usual") // a person looks it over with the rest
	w := record.Workbook{Record: store.Record{ID: u.ID}, Kind: record.WorkbookLedger, Title: m.Title, Heads: headsOf(grids, m)}
	w.FileName = name
	known, err := s.List(ctx, call, record.WorkbookLedger)
	if err != nil {
		return w, err
	}
	for _, k := range known {
		if k.Heads == w.Heads && k.ID != w.ID {
			m = remembered(m, k)
			break
		}
	}
	if err := setMapping(&w, m); err != nil {
		return w, err
	}
	return s.keep(ctx, call, w, data)
}

// headsOf is a digest of the heads of a ledger, without the months they name: next month's ledger has the same.
func headsOf(grids []cellmap.Grid, m cellmap.Mapping) string {
	var b strings.Builder
	for _, g := range grids {
		if g.Name != m.Sheet {
			continue
		}
		for col := range g.Columns {
			b.WriteString(g.Head(g.HeadTop(m.Heads-1), m.Heads-1, col) + "\n")
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// remembered is a guess with what people have said of the last ledger with the same heads.
func remembered(guess cellmap.Mapping, last record.Workbook) cellmap.Mapping {
	var m cellmap.Mapping
	if err := mapping(last, &m); err != nil || len(m.Columns) != len(guess.Columns) {
		return guess // an older form; it is mapped anew
	}
	for i, x := range m.Columns {
		if x.Field != guess.Columns[i].Field {
			guess.Columns[i] = x
		}
	}
	guess.Units, guess.Every, guess.Proof = m.Units, m.Every, m.Proof
	return guess
}

// Mapped is what the columns of a ledger mean now.
func (s *Service) Mapped(ctx context.Context, call app.Call, id uuid.UUID) (m cellmap.Mapping, err error) {
	w, err := s.Find(ctx, call, record.WorkbookLedger, id)
	if err != nil {
		return m, err
	}
	return m, mapping(w, &m)
}

// Ledger reads a ledger as its columns are mapped now. Faults: those of Find; Invalid "ledger-sheet" if the mapped sheet is not there.
func (s *Service) Ledger(ctx context.Context, call app.Call, id uuid.UUID) (Ledger, error) {
	w, err := s.Find(ctx, call, record.WorkbookLedger, id)
	if err != nil {
		return Ledger{}, err
	}
	l := Ledger{Workbook: w}
	if err := mapping(w, &l.Mapping); err != nil {
		return l, err
	}
	if l.Sheets, l.Grid, _, err = s.opened(ctx, w, l.Mapping.Sheet); err != nil {
		return l, err
	}
	l.Items, l.Faults = l.Grid.Items(l.Mapping, period.Date(s.Today()))
	if len(l.Items) == 0 {
		return l, nil
	}
	if l.Proposal, err = cellmap.Proposal(l.Mapping, l.Items); err != nil {
		return l, err
	}
	return l, s.decide(ctx, call, &l)
}

// decide resolves the names of units, and makes of it the decision that the ledger is adopted with.
func (s *Service) decide(ctx context.Context, call app.Call, l *Ledger) error {
	directory, err := s.Documents.Directory(ctx, call)
	if err != nil {
		return err
	}
	in, err := region.OfOwner(l.Owner)
	if err != nil {
		return fmt.Errorf("read the division of a workbook: %w", err)
	}
	known := make(map[string]Name)
	l.Decision = document.Decision{Every: l.Mapping.Every, Tasks: make([]document.TaskDecision, len(l.Proposal.Tasks))}
	for i, t := range l.Proposal.Tasks {
		d := &l.Decision.Tasks[i]
		if len(t.Targets) == 0 {
			d.DoneWhen, d.Proof = doneWhen(l.Items[i]), l.Mapping.Proof
		}
		for _, x := range t.Duties {
			n, ok := known[x.Unit]
			if !ok {
				n = Name{Text: x.Unit, IsGroup: x.Group}
				n.Unit, n.IsChosen = l.Mapping.Units[x.Unit], has(l.Mapping.Units, x.Unit)
				if matches := directory.Find(in, x.Unit, region.Day(s.Today())); !n.IsChosen && len(matches) == 1 {
					n.Unit = matches[0].Unit.ID
				}
				known[x.Unit] = n
				l.Names = append(l.Names, n)
			}
			d.Duties = append(d.Duties, document.DutyDecision{Unit: n.Unit})
		}
		lead(t, d)
	}
	l.Missing = l.Decision.Check(l.Proposal)
	return nil
}

func has(units map[string]uuid.UUID, name string) bool {
	_, ok := units[name]
	return ok
}

// doneWhen is what counts as done for a task without a figure: the words of the ledger, which it was run by until now.
func doneWhen(item cellmap.Item) string {
	if item.Target != "" {
		return item.Target
	}
	return item.Task
}

// lead gives the first unit that is named to lead the lead, else the first that is responsible, and every other one a part: that is how ledgers name them. A unit that stands
// there twice has its first part.
func lead(t policy.Task, d *document.TaskDecision) {
	first := -1
	for _, role := range []policy.Role{policy.RoleLead, policy.RoleResponsible, policy.RoleCooperate} {
		for i, x := range t.Duties {
			if first < 0 && x.Role == role && d.Duties[i].Unit != uuid.Nil {
				first = i
			}
		}
	}
	seen := make(map[uuid.UUID]bool)
	if first >= 0 {
		seen[d.Duties[first].Unit] = true
	}
	for i := range d.Duties {
		d.Duties[i].Part = record.PartCooperate
		switch unit := d.Duties[i].Unit; {
		case i == first:
			d.Duties[i].Part = record.PartLead
		case seen[unit]:
			d.Duties[i].Unit = uuid.Nil
		default:
			seen[unit] = true
		}
	}
}

// Unresolved are the names for which a unit has to be chosen, or that they are left out.
func (l Ledger) Unresolved() []Name {
	return slices.DeleteFunc(slices.Clone(l.Names), func(n Name) bool { return n.Unit != uuid.Nil || n.IsChosen })
}

// Map keeps what the columns of a ledger mean. Faults: Conflict "workbook-taken" if it was adopted; Invalid "ledger-mapping".
func (s *Service) Map(ctx context.Context, call app.Call, id uuid.UUID, m cellmap.Mapping) error {
	w, err := s.Find(ctx, call, record.WorkbookLedger, id)
	if err != nil {
		return err
	}
	if len(m.Columns) > cellmap.MaxColumns || m.Heads < 0 || m.Last < m.Heads || m.Year < 1980 || m.Year > 2100 || strings.TrimSpace(m.Title) == "" {
		return fault.New(fault.Invalid, "ledger-mapping")
	}
	return s.change(ctx, call, w, "workbook.map", func(_ context.Context, _ *store.Tx, now *record.Workbook) error {
		if now.State == record.WorkbookAdopted {
			return fault.New(fault.Conflict, "workbook-taken")
		}
		now.Title = m.Title
		return setMapping(now, m)
	})
}

// Adopt brings a ledger in, in one transaction: a document that was adopted, with its tasks, duties, targets, what falls due from now on, and what was reported for past
// periods as accepted. Faults: Conflict "workbook-taken"; Invalid "ledger-no-tasks", "ledger-names", "adopt-missing" as a *document.MissingError.
func (s *Service) Adopt(ctx context.Context, call app.Call, id uuid.UUID) (uuid.UUID, error) {
	l, err := s.Ledger(ctx, call, id)
	switch {
	case err != nil:
		return uuid.Nil, err
	case l.State == record.WorkbookAdopted:
		return uuid.Nil, fault.New(fault.Conflict, "workbook-taken")
	case len(l.Items) == 0:
		return uuid.Nil, fault.New(fault.Invalid, "ledger-no-tasks")
	case len(l.Unresolved()) > 0:
		return uuid.Nil, fault.New(fault.Invalid, "ledger-names")
	}
	n, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, err
	}
	d := record.Document{Record: store.Record{Owner: l.Owner, ID: n}, Title: l.Mapping.Title, File: l.File}
	return n, s.Documents.Bring(ctx, call, document.Brought{Document: d, Proposal: l.Proposal, Decision: l.Decision, Then: func(ctx context.Context, tx *store.Tx, made document.Made) error {
		w, err := store.Load[record.Workbook](ctx, tx, record.WorkbookTable, l.Owner, l.ID)
		if err != nil {
			return err
		}
		if w.State == record.WorkbookAdopted || w.Version != l.Version {
			return fault.New(fault.Conflict, "workbook-taken")
		}
		w.State, w.Document = record.WorkbookAdopted, n
		if err := store.Update(ctx, tx, record.WorkbookTable, &w); err != nil {
			return err
		}
		return s.past(ctx, tx, call, made, l.Items)
	}})
}

// pastReport is the id of what a ledger says of a task for a period.
func pastReport(task uuid.UUID, of string) uuid.UUID { return uuid.NewSHA1(task, []byte(of)) }

// past adds what a ledger says of past periods.
func (s *Service) past(ctx context.Context, tx *store.Tx, call app.Call, made document.Made, items []cellmap.Item) error {
	for i, item := range items {
		task := made.Tasks[i]
		d := slices.IndexFunc(made.Duties, func(d record.Duty) bool { return d.Task == task.ID && d.Role == record.PartLead })
		for _, p := range item.Past {
			if err := s.pastOf(ctx, tx, call, made, task, *made.Duties[d].Unit, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) pastOf(ctx context.Context, tx *store.Tx, call app.Call, made document.Made, task record.Task, unit uuid.UUID, p cellmap.Past) error {
	of, err := period.Parse(p.Period)
	if err != nil {
		return fmt.Errorf("read the period of a ledger: %w", err)
	}
	r := record.Report{Record: store.Record{Owner: task.Owner, ID: pastReport(task.ID, p.Period)}, Task: task.ID, Unit: unit, Account: call.Actor.Account, State: record.ReportAccepted,
		Progress: p.Progress, Problem: p.Problem, Next: p.Next, Number: 1, Made: s.Now().UnixMilli(), Submitted: s.Now().UnixMilli(), IsSent: true}
	due := record.Due{Record: store.Record{Owner: task.Owner}, Task: task.ID, Unit: unit, Period: p.Period, On: int64(of.Last()), State: record.DueAccepted, Report: r.ID}
	if i := slices.IndexFunc(made.Due, func(d record.Due) bool { return d.Task == task.ID && d.Unit == unit && d.Period == p.Period }); i >= 0 {
		due = made.Due[i]
		due.State, due.Report = record.DueAccepted, r.ID
		err = store.Update(ctx, tx, record.DueTable, &due)
	} else if due.ID, err = uuid.NewV7(); err == nil {
		_, err = store.Insert(ctx, tx, record.DueTable, &due)
	}
	if err != nil {
		return err
	}
	r.Due = due.ID
	if _, err := store.Insert(ctx, tx, record.ReportTable, &r); err != nil {
		return err
	}
	var targets []record.Target
	for _, g := range made.Targets {
		if g.Task == task.ID {
			targets = append(targets, g)
		}
	}
	if p.Value == nil || len(targets) != 1 {
		return nil
	}
	value, ok := p.Value.TenThousandths()
	if !ok {
		return fault.New(fault.Invalid, "number-range")
	}
	n, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = store.Insert(ctx, tx, record.ValueTable, &record.Value{Record: store.Record{Owner: r.Owner, ID: n}, Report: r.ID, Unit: unit, Target: targets[0].ID, Value: value})
	return err
}

// Chosen are the units that a name can be said to mean.
func (s *Service) Chosen(ctx context.Context, call app.Call) (units []record.Unit, err error) {
	err = s.See(ctx, call, access.DocumentAdopt, func(ctx context.Context, v *store.View) error {
		units, err = store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"), OrderBy: []relation.Order{{By: relation.C("u", "division")}, {By: relation.C("u", "name")}}})
		return err
	})
	return units, err
}
