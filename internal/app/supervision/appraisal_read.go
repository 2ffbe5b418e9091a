package supervision

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// An AppraisalLine is an appraisal with what the reader's unit has in it.
type AppraisalLine struct {
	record.Appraisal
	Own *ledger.Score // nil where it has none that it may see
}

// Appraisals lists appraisals, the newest first: all of its division to the office, to a unit those that were announced to it.
func (s *Service) Appraisals(ctx context.Context, call app.Call) (list []AppraisalLine, err error) {
	err = s.See(ctx, call, access.ScoreRead, func(ctx context.Context, v *store.View) error {
		all, err := store.List[record.Appraisal](ctx, v, &relation.Select{From: relation.From(record.AppraisalTable, "a"), OrderBy: []relation.Order{{By: relation.C("a", "made"), IsDesc: true}}, Limit: 500})
		if err != nil {
			return err
		}
		own, err := ownScores(ctx, v, call.Actor)
		if err != nil {
			return err
		}
		in := relation.In{X: relation.C("a", "id")}
		for id := range own {
			if !slices.ContainsFunc(all, func(a record.Appraisal) bool { return a.ID == id }) {
				in.Values = append(in.Values, id[:])
			}
		}
		if len(in.Values) > 0 { // of another division, by which the unit is scored
			others, err := store.List[record.Appraisal](ctx, v.As(store.Unscoped), &relation.Select{From: relation.From(record.AppraisalTable, "a"), Where: in})
			if err != nil {
				return err
			}
			all = append(all, others...)
			slices.SortStableFunc(all, func(a, b record.Appraisal) int { return cmp.Compare(b.Made, a.Made) })
		}
		for _, a := range all {
			line := AppraisalLine{Appraisal: a}
			if score, ok := own[a.ID]; ok {
				line.Own = &score
			}
			list = append(list, line)
		}
		return nil
	})
	return list, err
}

// ownScores are those of the actor's unit that were announced to it, by appraisal; and those of units whose place it has taken.
func ownScores(ctx context.Context, v *store.View, a access.Actor) (map[uuid.UUID]ledger.Score, error) {
	own := map[uuid.UUID]ledger.Score{}
	if a.Unit == uuid.Nil {
		return own, nil
	}
	in := relation.In{X: relation.C("s", "reader"), Values: []any{a.Unit[:]}}
	for i := range a.Before {
		in.Values = append(in.Values, a.Before[i][:])
	}
	scores, err := store.List[record.Score](ctx, v, &relation.Select{From: relation.From(record.ScoreTable, "s"), Where: in})
	if err != nil {
		return nil, err
	}
	for _, r := range scores {
		if own[r.Appraisal], err = read(r); err != nil {
			return nil, err
		}
	}
	return own, nil
}

// A ScoreLine is a unit's score with the appeals against its parts.
type ScoreLine struct {
	ID uuid.UUID
	ledger.Score
	Name    string                // of the unit
	UnitID  uuid.UUID             //
	Appeals map[int]record.Appeal // by the place of the part
}

// An AppraisalPage is an appraisal with the scores that the reader may see, the best first.
type AppraisalPage struct {
	record.Appraisal
	Model  *ledger.Model
	Scores []ScoreLine
	Open   int // appeals that wait, as far as the reader may see them
}

// Appraisal gives an appraisal: to the office with all scores, to a unit with its own once it is announced, and with all once they are
// published. fault.NotFound: there is none the actor may see.
func (s *Service) Appraisal(ctx context.Context, call app.Call, id uuid.UUID) (p AppraisalPage, err error) {
	err = s.See(ctx, call, access.ScoreRead, func(ctx context.Context, v *store.View) error {
		a, scores, err := visible(ctx, v, id)
		if err != nil {
			return err
		}
		p.Appraisal = a
		if p.Model, _ = ledger.LoadModel([]byte(a.Model)); p.Model == nil {
			return fault.New(fault.Internal, "internal")
		}
		appeals, err := appealsOf(ctx, v, a)
		if err != nil {
			return err
		}
		byScore := map[uuid.UUID]map[int]record.Appeal{}
		for _, x := range appeals {
			if byScore[x.Score] == nil {
				byScore[x.Score] = map[int]record.Appeal{}
			}
			byScore[x.Score][int(x.Part)] = x
			if x.State == record.AppealOpen {
				p.Open++
			}
		}
		units := make([]uuid.UUID, len(scores))
		for i, r := range scores {
			units[i] = r.Unit
		}
		_, names, err := named(ctx, v, nil, units)
		if err != nil {
			return err
		}
		for _, r := range scores {
			score, err := read(r)
			if err != nil {
				return err
			}
			p.Scores = append(p.Scores, ScoreLine{ID: r.ID, Score: score, Name: names[r.Unit], UnitID: r.Unit, Appeals: byScore[r.ID]})
		}
		return nil
	})
	return p, err
}

// visible are an appraisal and those of its scores that a reader may see: those in his scope, and all once they are published and he has one.
func visible(ctx context.Context, v *store.View, id uuid.UUID) (a record.Appraisal, scores []record.Score, err error) {
	everything := v.As(store.Unscoped)
	if a, err = store.Load[record.Appraisal](ctx, everything, record.AppraisalTable, 0, id); err != nil {
		return a, nil, err
	}
	if scores, err = scoresOf(ctx, v, a); err != nil {
		return a, nil, err
	}
	if len(scores) == 0 {
		_, err = store.Load[record.Appraisal](ctx, v, record.AppraisalTable, a.Owner, id) // an appraisal of nobody is the office's to see
		return a, nil, err
	}
	if a.State == record.AppraisalPublished {
		scores, err = scoresOf(ctx, everything, a)
	}
	return a, scores, err
}
