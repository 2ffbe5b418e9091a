package supervision

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// A Simulation is an appraisal as the office asks for it.
type Simulation struct {
	ID       uuid.UUID // made by the sender; the same one again is the same appraisal
	Title    string
	Model    string // YAML; parameters are changed in it
	From, To period.Date
	Entered  string // lines of figures that no record has; see sheets.enter
}

// A ModelError is the fault "score-model" or "rules-lights" with what is wrong with a declaration.
type ModelError struct {
	Fault *fault.Error
	Text  []byte
	Found []source.Diagnostic
}

// Error is the fault's.
func (e *ModelError) Error() string { return e.Fault.Error() }

// Unwrap gives the fault.
func (e *ModelError) Unwrap() error { return e.Fault }

// kept is a score as its parts are kept.
type kept struct {
	Parts     []ledger.Part `json:"parts"`
	Bonus     ledger.Points `json:"bonus"`
	Deduction ledger.Points `json:"deduction"`
	Key       ledger.Points `json:"key"`
}

// Simulate works the scores of a time out by a model, for nobody but the office to see. Faults: Invalid "score-title", "score-days",
// "score-model" as a *ModelError, "score-entered", "score-sheet".
func (s *Service) Simulate(ctx context.Context, call app.Call, x Simulation) (made record.Appraisal, err error) {
	title, ok := text(x.Title)
	if !ok {
		return made, fault.New(fault.Invalid, "score-title")
	}
	if x.To < x.From || x.From <= ledger.None || x.To-x.From > 3*366 || x.ID == uuid.Nil {
		return made, fault.New(fault.Invalid, "score-days")
	}
	model, found := ledger.LoadModel([]byte(x.Model))
	if model == nil {
		return made, &ModelError{fault.New(fault.Invalid, "score-model"), []byte(x.Model), found}
	}
	owner := int64(call.Actor.Division.Owner())
	made = record.Appraisal{Record: store.Record{Owner: owner, ID: x.ID}, Title: title, Model: x.Model, From: int64(x.From), To: int64(x.To), State: record.AppraisalSimulated,
		Account: call.Actor.Account, Made: s.Now().UnixMilli()}
	if err := access.Allow(call.Actor, access.ScoreManage, access.Record{Owner: int(owner)}); err != nil {
		return made, err
	}
	act := app.Act{Needs: access.ScoreManage, Name: "score.simulate", Owner: owner, Kind: "appraisal", Object: x.ID, Detail: audit.Detail{"model": model.Name}}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if err := s.checkYear(ctx, tx, made); err != nil {
			return err
		}
		return tx.As(store.Unscoped, func() error {
			isNew, err := store.Insert(ctx, tx, record.AppraisalTable, &made)
			if err != nil || !isNew {
				return err
			}
			return s.count(ctx, tx, made, model, x.Entered)
		})
	})
	return made, err
}

// count works the scores out and keeps them.
func (s *Service) count(ctx context.Context, tx *store.Tx, a record.Appraisal, model *ledger.Model, entered string) error {
	sheets, err := s.sheets(ctx, tx, a, model)
	if err != nil {
		return err
	}
	if err := sheets.enter(entered, model); err != nil {
		return err
	}
	var scores []ledger.Score
	for _, sheet := range sheets.list() {
		score, err := model.Score(sheet)
		if err != nil {
			return fault.Because(err, fault.Invalid, "score-sheet", sheets.names[sheet.Unit])
		}
		scores = append(scores, score)
	}
	for _, score := range model.Rank(scores) {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		r := record.Score{Record: store.Record{Owner: a.Owner, ID: id}, Appraisal: a.ID, Unit: uuid.MustParse(score.Unit)}
		if err := write(&r, score); err != nil {
			return err
		}
		if _, err := store.Insert(ctx, tx, record.ScoreTable, &r); err != nil {
			return err
		}
	}
	return nil
}

// write puts a score into its record.
func write(r *record.Score, s ledger.Score) error {
	parts, err := json.Marshal(kept{s.Parts, s.Bonus, s.Deduction, s.Key})
	if err != nil {
		return fmt.Errorf("write a score: %w", err)
	}
	r.Points, r.Place, r.Parts = s.Total.String(), int64(s.Rank), string(parts)
	return nil
}

// read takes a score out of its record.
func read(r record.Score) (s ledger.Score, err error) {
	var k kept
	if err := json.Unmarshal([]byte(r.Parts), &k); err != nil {
		return s, fmt.Errorf("read score %s: %w", r.ID, err)
	}
	s = ledger.Score{Unit: r.Unit.String(), Parts: k.Parts, Bonus: k.Bonus, Deduction: k.Deduction, Key: k.Key, Rank: int(r.Place)}
	if err := s.Total.UnmarshalText([]byte(r.Points)); err != nil {
		return s, fmt.Errorf("read score %s: %w", r.ID, err)
	}
	return s, nil
}

// Announce shows each unit its own points, with the last day on which it may appeal. Faults: Invalid "score-until"; Conflict "score-state".
func (s *Service) Announce(ctx context.Context, call app.Call, id uuid.UUID, until period.Date) error {
	if int64(until) < s.Today() {
		return fault.New(fault.Invalid, "score-until")
	}
	return s.stage(ctx, call, id, "score.announce", func(ctx context.Context, tx *store.Tx, a *record.Appraisal, scores []record.Score) error {
		if a.State != record.AppraisalSimulated {
			return fault.New(fault.Conflict, "score-state")
		}
		for i := range scores {
			scores[i].Reader = scores[i].Unit
			if err := store.Update(ctx, tx, record.ScoreTable, &scores[i]); err != nil {
				return err
			}
		}
		a.State, a.Feedback = record.AppraisalAnnounced, int64(until)
		if err := store.Update(ctx, tx, record.AppraisalTable, a); err != nil {
			return err
		}
		return s.tellScores(ctx, tx, *a, scores, inbox.ScoreAnnounced, until.String())
	})
}

// Publish shows all scores to all who are in them, once the time for appeals is over and each was decided. Faults: Conflict "score-state",
// "score-feedback", "score-appeals".
func (s *Service) Publish(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.stage(ctx, call, id, "score.publish", func(ctx context.Context, tx *store.Tx, a *record.Appraisal, scores []record.Score) error {
		if a.State != record.AppraisalAnnounced {
			return fault.New(fault.Conflict, "score-state")
		}
		if s.Today() <= a.Feedback {
			return fault.New(fault.Conflict, "score-feedback")
		}
		appeals, err := appealsOf(ctx, tx, *a)
		if err != nil {
			return err
		}
		for _, x := range appeals {
			if x.State == record.AppealOpen {
				return fault.New(fault.Conflict, "score-appeals")
			}
		}
		a.State, a.Published = record.AppraisalPublished, s.Now().UnixMilli()
		if err := store.Update(ctx, tx, record.AppraisalTable, a); err != nil {
			return err
		}
		return s.tellScores(ctx, tx, *a, scores, inbox.ScorePublished)
	})
}

// tellScores tells each unit that has a score.
func (s *Service) tellScores(ctx context.Context, tx *store.Tx, a record.Appraisal, scores []record.Score, kind string, more ...string) error {
	for _, x := range scores {
		note := inbox.Note{Kind: kind, Args: append([]string{a.Title}, more...), Href: "/appraisals/" + a.ID.String()}
		if err := inbox.Tell(ctx, tx, x.Unit, s.Now().UnixMilli(), note); err != nil {
			return err
		}
	}
	return nil
}

// stage takes an appraisal on.
func (s *Service) stage(ctx context.Context, call app.Call, id uuid.UUID, name string, do func(context.Context, *store.Tx, *record.Appraisal, []record.Score) error) error {
	return s.Change(ctx, call, app.Act{Needs: access.ScoreManage, Name: name, Kind: "appraisal", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		a, err := store.Load[record.Appraisal](ctx, tx, record.AppraisalTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(a.Owner)
		if err := s.checkYear(ctx, tx, a); err != nil {
			return err
		}
		scores, err := scoresOf(ctx, tx, a)
		if err != nil {
			return err
		}
		return do(ctx, tx, &a, scores)
	})
}

// checkYear refuses to change the scores of a year that is closed: Conflict "year-frozen".
func (s *Service) checkYear(ctx context.Context, tx *store.Tx, a record.Appraisal) error {
	return year.CheckDay(ctx, tx, a.Owner, period.Date(a.To), period.Date(s.Today()))
}

// within are the rows of a table that belong to an appraisal.
func within(as string, a record.Appraisal) relation.And {
	return relation.And{relation.Equal(relation.C(as, relation.Owner), a.Owner), relation.Equal(relation.C(as, "appraisal"), a.ID[:])}
}

// scoresOf are the scores of an appraisal, the best first.
func scoresOf(ctx context.Context, r store.Reader, a record.Appraisal) ([]record.Score, error) {
	return store.List[record.Score](ctx, r, &relation.Select{From: relation.From(record.ScoreTable, "s"), Where: within("s", a),
		OrderBy: []relation.Order{{By: relation.C("s", "place")}, {By: relation.C("s", "rid")}}})
}

func appealsOf(ctx context.Context, r store.Reader, a record.Appraisal) ([]record.Appeal, error) {
	return store.List[record.Appeal](ctx, r, &relation.Select{From: relation.From(record.AppealTable, "x"), Where: within("x", a), OrderBy: []relation.Order{{By: relation.C("x", "rid")}}})
}

// An Objection is an appeal as it is sent.
type Objection struct {
	ID     uuid.UUID
	Score  uuid.UUID
	Part   int
	Reason string
}

// Appeal objects to a point of the unit's own score. Faults: Invalid "appeal-reason", "appeal-part"; Conflict "appeal-over" when the time for it
// is over, "record-duplicate" if there is one against that point.
func (s *Service) Appeal(ctx context.Context, call app.Call, o Objection) error {
	reason, ok := text(o.Reason)
	if !ok {
		return fault.New(fault.Invalid, "appeal-reason")
	}
	return s.Change(ctx, call, app.Act{Needs: access.ScoreAppeal, Kind: "appeal", Object: o.ID}, func(ctx context.Context, tx *store.Tx) error {
		score, err := store.Load[record.Score](ctx, tx, record.ScoreTable, 0, o.Score)
		if err != nil {
			return err
		}
		tx.In(score.Owner)
		parts, err := read(score)
		if err != nil {
			return err
		}
		if o.Part < 0 || o.Part >= len(parts.Parts) || !ledger.MayUphold(parts.Parts[o.Part]) {
			return fault.New(fault.Invalid, "appeal-part")
		}
		return tx.As(store.Unscoped, func() error {
			a, err := store.Load[record.Appraisal](ctx, tx, record.AppraisalTable, score.Owner, score.Appraisal)
			if err != nil {
				return err
			}
			if err := s.checkYear(ctx, tx, a); err != nil {
				return err
			}
			if a.State != record.AppraisalAnnounced || s.Today() > a.Feedback {
				return fault.New(fault.Conflict, "appeal-over")
			}
			x := record.Appeal{Record: store.Record{Owner: score.Owner, ID: o.ID}, Appraisal: a.ID, Score: score.ID, Unit: score.Unit, Part: int64(o.Part), Reason: reason,
				State: record.AppealOpen, Account: call.Actor.Account, Made: s.Now().UnixMilli()}
			if isNew, err := store.Insert(ctx, tx, record.AppealTable, &x); err != nil || !isNew {
				return err
			}
			unit, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, x.Unit)
			if err != nil {
				return err
			}
			return inbox.TellPerson(ctx, tx, a.Account, x.Made, inbox.Note{Kind: inbox.AppealFiled, Args: []string{a.Title, unit.Name}, Href: "/appraisals/" + a.ID.String()})
		})
	})
}

// Decide reviews an appeal (复核): upheld, its point is given back and the ranks are worked out anew. Whoever works the scores out decides it and
// nobody who made the appeal. Faults: Invalid "appeal-answer"; Conflict "appeal-decided"; Forbidden "appeal-own".
func (s *Service) Decide(ctx context.Context, call app.Call, id uuid.UUID, isUpheld bool, answer string) error {
	answer, ok := text(answer)
	if !ok {
		return fault.New(fault.Invalid, "appeal-answer")
	}
	act := app.Act{Needs: access.ScoreManage, Name: "score.review", Kind: "appeal", Object: id, Detail: audit.Detail{"reason": answer}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		x, err := store.Load[record.Appeal](ctx, tx, record.AppealTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(x.Owner)
		if x.State != record.AppealOpen {
			return fault.New(fault.Conflict, "appeal-decided")
		}
		if x.Account == call.Actor.Account {
			return fault.New(fault.Forbidden, "appeal-own")
		}
		x.State, x.Answer, x.Decider = record.AppealRefused, answer, call.Actor.Account
		if isUpheld {
			x.State = record.AppealUpheld
			if err := s.giveBack(ctx, tx, x); err != nil {
				return err
			}
		}
		if err := store.Update(ctx, tx, record.AppealTable, &x); err != nil {
			return err
		}
		a, err := store.Load[record.Appraisal](ctx, tx, record.AppraisalTable, x.Owner, x.Appraisal)
		if err != nil {
			return err
		}
		return inbox.Tell(ctx, tx, x.Unit, s.Now().UnixMilli(), inbox.Note{Kind: inbox.AppealDecided, Args: []string{a.Title}, Href: "/appraisals/" + a.ID.String()})
	})
}

// giveBack gives the point of an appeal back, and ranks all scores of the appraisal anew.
func (s *Service) giveBack(ctx context.Context, tx *store.Tx, x record.Appeal) error {
	a, err := store.Load[record.Appraisal](ctx, tx, record.AppraisalTable, x.Owner, x.Appraisal)
	if err != nil {
		return err
	}
	if err := s.checkYear(ctx, tx, a); err != nil {
		return err
	}
	model, _ := ledger.LoadModel([]byte(a.Model))
	if model == nil {
		return fmt.Errorf("load the model of appraisal %s, which was loaded once", a.ID)
	}
	records, err := scoresOf(ctx, tx, a)
	if err != nil {
		return err
	}
	byUnit := make(map[string]*record.Score)
	scores := make([]ledger.Score, len(records))
	for i := range records {
		if scores[i], err = read(records[i]); err != nil {
			return err
		}
		byUnit[scores[i].Unit] = &records[i]
		if records[i].ID == x.Score {
			var ok bool
			if scores[i], ok = model.Uphold(scores[i], int(x.Part)); !ok {
				return fault.New(fault.Conflict, "appeal-decided")
			}
		}
	}
	for _, score := range model.Rank(scores) {
		r := byUnit[score.Unit]
		if err := write(r, score); err != nil {
			return err
		}
		if err := store.Update(ctx, tx, record.ScoreTable, r); err != nil {
			return err
		}
	}
	return nil
}

// lines are the lines of a text that say something.
func lines(entered string) []string {
	return strings.FieldsFunc(entered, func(r rune) bool { return r == '\n' || r == '\r' })
}
