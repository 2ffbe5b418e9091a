package ledger_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// The page of a task says which number another unit than the lead answers for.
func TestTask_SaysWhoAnswersForANumber(t *testing.T) {
	t.Parallel()
	d := open(t, 1)
	unit := d.Unit(city, "柏川市交通运输局")
	head := func() store.Record { return store.Record{Owner: 190300, ID: uuid.Must(uuid.NewV7())} }
	document := record.Document{Record: head(), State: record.DocumentAdopted, Title: "计划"}
	task := record.Task{Record: head(), Document: document.ID, Ordinal: 1, Title: "修路", State: record.TaskOpen}
	own, other := record.Target{Record: head(), Task: task.ID, Ordinal: 1, Metric: "里程"}, record.Target{Record: head(), Task: task.ID, Ordinal: 2, Metric: "桥梁", Lead: unit}
	event := audit.Event{Owner: 190300, Account: app.SystemAccount, Action: "test", Kind: "test"}
	d.Must(d.I.Store.Write(t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, record.DocumentTable, &document)
		_, err2 := store.Insert(ctx, tx, record.TaskTable, &task)
		_, err3 := store.Insert(ctx, tx, record.TargetTable, &own)
		_, err4 := store.Insert(ctx, tx, record.TargetTable, &other)
		return errors.Join(err, err2, err3, err4)
	}))
	page := d.Page("office", "/tasks/"+task.ID.String())
	if got := page.All("td .chip"); len(got) != 1 || got[0].Text() != "柏川市交通运输局 负责" {
		t.Errorf("beside the numbers stand %d marks: %s", len(got), page.One("table").Text())
	}
}
