package inspection

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// isBuiltOn says whether a move did something that is not undone: only what asks somebody can be taken back, before he has answered.
func isBuiltOn(_ record.Case, last flow.Entry) bool {
	return !slices.Contains([]string{"ask", "own", "apply", "plan"}, last.Move)
}

// holds are the conditions of the workflow of inspections.
func (s *Service) holds(ctx context.Context, r store.Reader, c record.Case, _ []record.CaseEntry, _ int64) (map[string]bool, error) {
	i, err := store.Load[record.Inspection](ctx, r, record.InspectionTable, c.Owner, c.Subject)
	if fault.KindOf(err) == fault.NotFound { // it is just being made
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	team, err := partsOf[record.InspectionMember](ctx, r, record.InspectionMemberTable, i)
	if err != nil {
		return nil, err
	}
	units, err := partsOf[record.InspectionUnit](ctx, r, record.InspectionUnitTable, i)
	if err != nil {
		return nil, err
	}
	found, err := partsOf[record.Finding](ctx, r, record.FindingTable, i)
	return map[string]bool{
		"is_planned": slices.ContainsFunc(team, func(m record.InspectionMember) bool { return m.IsLeader }) && len(units) > 0,
		"all_handed": !slices.ContainsFunc(found, func(f record.Finding) bool { return f.State == record.FindingNoted }),
	}, err
}

// did keeps an inspection where its case stands, and tells whom it concerns.
func (s *Service) did(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error {
	return tx.As(store.Unscoped, func() error { // a leader decides on it and plans none
		i, err := store.Load[record.Inspection](ctx, tx, record.InspectionTable, c.Owner, c.Subject)
		if err != nil {
			return err
		}
		if i.State = e.To; e.Move == "conclude" {
			i.Conclusion = e.Form["conclusion"]
		}
		if err := store.Update(ctx, tx, record.InspectionTable, &i); err != nil {
			return err
		}
		note := inbox.Note{Kind: inbox.InspectionAsked, Args: []string{i.Title}, Href: "/inspections/" + i.ID.String()}
		at := s.Now().UnixMilli()
		switch e.Move {
		case "ask":
			return inbox.TellPost(ctx, tx, string(access.Leader), i.Owner, at, note)
		case "send_back":
			note.Kind = inbox.InspectionBack
			return inbox.TellPerson(ctx, tx, i.Account, at, note)
		case "approve":
			return s.announce(ctx, tx, i, at, note)
		}
		return nil
	})
}

// announce tells the team, and unless it comes unannounced (暗访) the units.
func (s *Service) announce(ctx context.Context, tx *store.Tx, i record.Inspection, at int64, note inbox.Note) error {
	team, err := partsOf[record.InspectionMember](ctx, tx, record.InspectionMemberTable, i)
	if err != nil {
		return err
	}
	note.Args = []string{i.Title, period.Date(i.From).String(), period.Date(i.To).String()}
	for _, m := range team {
		note.Kind = inbox.InspectionTeam
		if err := inbox.TellPerson(ctx, tx, m.Account, at, note); err != nil {
			return err
		}
	}
	units, err := partsOf[record.InspectionUnit](ctx, tx, record.InspectionUnitTable, i)
	if err != nil || i.IsUnannounced {
		return err
	}
	for n := range units {
		u := &units[n]
		u.Reader = u.Unit
		if err := store.Update(ctx, tx, record.InspectionUnitTable, u); err != nil {
			return err
		}
		note.Kind = inbox.InspectionNotice
		if err := inbox.Tell(ctx, tx, u.Unit, at, note); err != nil {
			return err
		}
	}
	return nil
}

// findingHolds are the conditions of the workflow of findings.
func (s *Service) findingHolds(ctx context.Context, r store.Reader, c record.Case, _ []record.CaseEntry, today int64) (map[string]bool, error) {
	proof, err := store.List[record.FindingFile](ctx, r, &relation.Select{From: relation.From(record.FindingFileTable, "f"), Limit: 1, Where: relation.And{
		relation.Equal(relation.C("f", relation.Owner), c.Owner), relation.Equal(relation.C("f", "finding"), c.Subject[:]), relation.Equal(relation.C("f", "part"), record.ProvesRectification)}})
	return map[string]bool{"limit_passed": c.Due != 0 && today > c.Due, "has_evidence": len(proof) > 0}, err
}

// checkFinding refuses a day that has passed.
func checkFinding(_ context.Context, _ *store.Tx, _ record.Case, e flow.Entry) error {
	if e.Move != "plan" {
		return nil
	}
	day, err := period.ParseDate(e.Form["day"])
	if err == nil && day < e.On {
		return fault.New(fault.Invalid, "finding-day")
	}
	return err
}

// findingDid writes down what was said of a finding, and tells whoever has it now.
func (s *Service) findingDid(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error {
	return tx.As(store.Unscoped, func() error {
		f, err := store.Load[record.Finding](ctx, tx, record.FindingTable, c.Owner, c.Subject)
		if err != nil {
			return err
		}
		f.State = e.To
		if err := say(&f, c, e); err != nil {
			return err
		}
		if err := store.Update(ctx, tx, record.FindingTable, &f); err != nil {
			return err
		}
		i, err := store.Load[record.Inspection](ctx, tx, record.InspectionTable, f.Owner, f.Inspection)
		if err != nil {
			return err
		}
		return s.tellOfFinding(ctx, tx, i, f, *c, e)
	})
}

// say puts what a form says into a finding; the day that was approved is the case's.
func say(f *record.Finding, c *record.Case, e flow.Entry) (err error) {
	limit := f.Limit
	if said := e.Form["day"]; said != "" {
		day, err := period.ParseDate(said)
		if err != nil {
			return err
		}
		limit = int64(day)
	}
	switch e.Move {
	case "plan":
		f.Measures, f.Person, f.Limit = e.Form["measures"], e.Form["person"], limit
	case "approve":
		f.Limit, c.Due, c.IsProvisional = limit, limit, false
	case "apply":
		f.Result = e.Form["result"]
	case "refuse":
		f.Recheck, f.Limit = e.Form["finding"], limit
	case "strike_off":
		f.Recheck, f.Struck = e.Form["finding"], int64(e.On)
	case "reopen":
		f.Recheck, f.Limit, f.Struck = e.Form["finding"], limit, 0
		f.Reopened++
	}
	return nil
}

// tellOfFinding tells the unit what became of a finding, or whoever planned the inspection that the unit has done its part.
func (s *Service) tellOfFinding(ctx context.Context, tx *store.Tx, i record.Inspection, f record.Finding, c record.Case, e flow.Entry) error {
	note := inbox.Note{Kind: inbox.FindingMoved, Args: []string{i.Title, title(f.What)}, Href: "/findings/" + f.ID.String()}
	at := s.Now().UnixMilli()
	if e.Unit == c.Unit && e.Unit != uuid.Nil {
		return inbox.TellPerson(ctx, tx, i.Account, at, note)
	}
	if f.Reader == uuid.Nil {
		return nil
	}
	return inbox.Tell(ctx, tx, f.Unit, at, note)
}

// title is the first line of a text, cut to what a list shows.
func title(text string) string {
	for i, r := range []rune(text) {
		if r == '\n' || r == '\r' || i == maxTitle {
			return string([]rune(text)[:i])
		}
	}
	return text
}
