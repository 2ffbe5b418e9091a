package document

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// kinds are all ways in which a document can stand to one before it.
var kinds = []string{record.Replaces, record.Revises, record.Repeals, record.Joins, record.Forwards}

// Kinds are all ways in which a document can stand to one before it, in the order in which they are shown.
func Kinds() []string { return slices.Clone(kinds) }

// A Choice (取值) says which of two documents' values holds for a target that both give, where a person chose the older one's.
type Choice struct {
	Task   int    `json:"task"`   // place, from 0, in the newer document
	Target int    `json:"target"` // place, from 0, in the task
	Reason string `json:"reason"`
}

// A Related document is one that a document says something about.
type Related struct {
	Relation record.DocumentRelation
	Other    record.Document
	Choices  []Choice
}

// Others are the documents that a document could stand in a relation to: those of its owner that are adopted and in force, as drafts too.
func (s *Service) Others(ctx context.Context, call app.Call, d record.Document) (list []record.Document, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Document](ctx, v, &relation.Select{From: relation.From(record.DocumentTable, "d"), Where: relation.And{
			relation.Equal(relation.C("d", relation.Owner), d.Owner),
			relation.In{X: relation.C("d", "force"), Values: []any{record.ForceBinding, record.ForceDraft}},
		}, OrderBy: []relation.Order{{By: relation.C("d", "made"), IsDesc: true}}, Limit: 200})
		return err
	})
	return slices.DeleteFunc(list, func(o record.Document) bool { return o.ID == d.ID }), err
}

// Related gives the relations of a document to those before it.
func (s *Service) Related(ctx context.Context, call app.Call, d record.Document) (list []Related, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		list, err = related(ctx, v, relation.And{relation.Equal(relation.C("r", relation.Owner), d.Owner), relation.Equal(relation.C("r", "document"), d.ID[:])},
			func(r record.DocumentRelation) uuid.UUID { return r.Other })
		return err
	})
	return list, err
}

// Followed gives the documents that say something about this one; Other is the later document.
func (s *Service) Followed(ctx context.Context, call app.Call, d record.Document) (list []Related, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		list, err = related(ctx, v, relation.And{relation.Equal(relation.C("r", relation.Owner), d.Owner), relation.Equal(relation.C("r", "other"), d.ID[:])},
			func(r record.DocumentRelation) uuid.UUID { return r.Document })
		return err
	})
	return list, err
}

func related(ctx context.Context, r store.Reader, where relation.And, other func(record.DocumentRelation) uuid.UUID) ([]Related, error) {
	found, err := store.List[record.DocumentRelation](ctx, r, &relation.Select{From: relation.From(record.DocumentRelationTable, "r"), Where: where,
		OrderBy: []relation.Order{{By: relation.C("r", "made")}, {By: relation.C("r", "rid")}}})
	if err != nil {
		return nil, err
	}
	list := make([]Related, len(found))
	for i, f := range found {
		list[i].Relation = f
		if list[i].Other, err = store.Load[record.Document](ctx, r, record.DocumentTable, f.Owner, other(f)); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(f.Choices), &list[i].Choices); err != nil {
			return nil, fmt.Errorf("read the choices of a relation: %w", err)
		}
	}
	return list, nil
}

// Relate says how a document stands to one before it, until it is adopted; the same again changes it. Choices are for targets of which the
// older value holds. Faults: Conflict "adopt-done"; Invalid "relate-kind", "relate-other" if the other is not in force, "choice-reason".
func (s *Service) Relate(ctx context.Context, call app.Call, id, other uuid.UUID, kind string, choices []Choice) error {
	if !slices.Contains(kinds, kind) {
		return fault.New(fault.Invalid, "relate-kind")
	}
	if slices.ContainsFunc(choices, func(c Choice) bool { return c.Reason == "" }) {
		return fault.New(fault.Invalid, "choice-reason")
	}
	if choices == nil {
		choices = []Choice{}
	}
	text, err := json.Marshal(choices)
	if err != nil {
		return fmt.Errorf("write choices: %w", err)
	}
	return s.relation(ctx, call, id, other, kind, func(ctx context.Context, tx *store.Tx, d record.Document, have *record.DocumentRelation) error {
		to, err := store.Load[record.Document](ctx, tx, record.DocumentTable, d.Owner, other)
		if err != nil {
			return err
		}
		if to.ID == d.ID || to.Force != record.ForceBinding && to.Force != record.ForceDraft {
			return fault.New(fault.Invalid, "relate-other")
		}
		if have != nil {
			have.Kind, have.Choices, have.Account = kind, string(text), call.Actor.Account
			return store.Update(ctx, tx, record.DocumentRelationTable, have)
		}
		n, err := uuid.NewV7()
		if err != nil {
			return err
		}
		_, err = store.Insert(ctx, tx, record.DocumentRelationTable, &record.DocumentRelation{Record: store.Record{Owner: d.Owner, ID: n}, Document: d.ID, Other: other,
			Kind: kind, Choices: string(text), Account: call.Actor.Account, Made: s.Now().UnixMilli()})
		return err
	})
}

// Unrelate takes a relation back, until the document is adopted. Faults: those of Relate; none if there was no relation.
func (s *Service) Unrelate(ctx context.Context, call app.Call, id, other uuid.UUID) error {
	return s.relation(ctx, call, id, other, "", func(ctx context.Context, tx *store.Tx, _ record.Document, have *record.DocumentRelation) error {
		if have == nil {
			return nil
		}
		return store.Delete(ctx, tx, record.DocumentRelationTable, have)
	})
}

// relation changes the relation between two documents; have is the one there is.
func (s *Service) relation(ctx context.Context, call app.Call, id, other uuid.UUID, kind string,
	do func(context.Context, *store.Tx, record.Document, *record.DocumentRelation) error) error {
	act := app.Act{Needs: access.DocumentAdopt, Name: "document.relate", Kind: "document", Object: id, Detail: audit.Detail{"other": other.String(), "relation": kind}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		d, err := store.Load[record.Document](ctx, tx, record.DocumentTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(d.Owner)
		if d.State == record.DocumentAdopted {
			return fault.New(fault.Conflict, "adopt-done")
		}
		have, err := store.List[record.DocumentRelation](ctx, tx, &relation.Select{From: relation.From(record.DocumentRelationTable, "r"), Where: relation.And{
			relation.Equal(relation.C("r", relation.Owner), d.Owner), relation.Equal(relation.C("r", "document"), d.ID[:]), relation.Equal(relation.C("r", "other"), other[:])}})
		if err != nil {
			return err
		}
		if len(have) == 0 {
			return do(ctx, tx, d, nil)
		}
		return do(ctx, tx, d, &have[0])
	})
}

// Compare says what became of an older document in a newer one. Errors: those of Proposal, for either.
func (s *Service) Compare(ctx context.Context, call app.Call, older, newer uuid.UUID) (*compare.Comparison, error) {
	var sides [2]compare.Document
	for i, id := range []uuid.UUID{older, newer} {
		d, err := s.Find(ctx, call, id)
		if err != nil {
			return nil, err
		}
		if d.Proposal == "" {
			return nil, fault.New(fault.Conflict, "document-not-compiled")
		}
		data, err := s.content(ctx, intake.Ref(d.Owner, d.File))
		if err != nil {
			return nil, err
		}
		doc, clauses, err := compile.WithClauses(d.FileName, data, compile.Options{Reader: s.Intake.Reader(ctx), KeepText: true})
		if err != nil {
			return nil, err
		}
		sides[i] = compare.Document{Name: d.FileName, Policy: doc, Clauses: clauses}
	}
	return compare.Documents(sides[0], sides[1]), nil
}
