package document

import (
	"context"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Directory is the list of units, by which names in documents are resolved.
func (s *Service) Directory(ctx context.Context, call app.Call) (directory *access.Directory, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		directory, err = organisation.Directory(ctx, v)
		return err
	})
	return directory, err
}

// Units are the units of the actor's division and those below it, by name: those a task may be given to.
func (s *Service) Units(ctx context.Context, call app.Call) (units []record.Unit, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		units, err = store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"), Where: relation.Equal(relation.C("u", "until_day"), int64(0)),
			OrderBy: []relation.Order{{By: relation.C("u", "division")}, {By: relation.C("u", "name")}}})
		return err
	})
	return units, err
}
