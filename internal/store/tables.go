package store

import "github.com/wenxiao/wenxiao/internal/relation"

// The tables the store keeps for itself. Package schema of the application makes them in its first step, by Tables.
var (
	// stepTable lists the steps of the schema that were taken.
	stepTable = &relation.Table{
		Name: "schema_step", Placement: relation.Reference, Key: []string{"number"},
		Columns: []relation.Column{{Name: "number", Type: relation.Integer}, {Name: "name", Type: relation.Text}, {Name: "at", Type: relation.Moment}},
	}
	// sequenceTable holds the next row number of each table, by owner.
	sequenceTable = &relation.Table{
		Name: "sequence", Placement: relation.Owned, Key: []string{"owner", "name"},
		Columns: []relation.Column{{Name: "owner", Type: relation.Integer}, {Name: "name", Type: relation.Text}, {Name: "next", Type: relation.Integer}},
	}
	// historyTable holds what changes did to records.
	historyTable = &relation.Table{
		Name: "history", Placement: relation.Owned, Key: []string{"owner", "rid"},
		Columns: []relation.Column{
			{Name: "owner", Type: relation.Integer}, {Name: "rid", Type: relation.Integer}, {Name: "event", Type: relation.Bytes},
			{Name: "at", Type: relation.Moment}, {Name: "account", Type: relation.Bytes}, {Name: "name", Type: relation.Text},
			{Name: "record", Type: relation.Bytes}, {Name: "version", Type: relation.Integer},
			{Name: "before", Type: relation.Text, Nullable: true}, {Name: "after", Type: relation.Text, Nullable: true},
		},
		Indexes: []relation.Index{{Name: "history_record", Columns: []string{"record"}}},
	}
	eventTable = &relation.Table{
		Name: "audit_event", Placement: relation.Owned, Key: []string{"owner", "rid"},
		Columns: []relation.Column{
			{Name: "owner", Type: relation.Integer}, {Name: "rid", Type: relation.Integer}, {Name: "id", Type: relation.Bytes},
			{Name: "height", Type: relation.Integer}, {Name: "ordinal", Type: relation.Integer}, {Name: "at", Type: relation.Moment},
			{Name: "account", Type: relation.Bytes}, {Name: "action", Type: relation.Text}, {Name: "kind", Type: relation.Text},
			{Name: "object", Type: relation.Bytes}, {Name: "body", Type: relation.Text},
		},
		Indexes: []relation.Index{
			{Name: "audit_event_place", Columns: []string{"owner", "height", "ordinal"}, IsUnique: true},
			{Name: "audit_event_object", Columns: []string{"object"}},
			{Name: "audit_event_at", Columns: []string{"at", "id"}},
		},
	}
	blockTable = &relation.Table{
		Name: "audit_block", Placement: relation.Owned, Key: []string{"owner", "height"},
		Columns: []relation.Column{
			{Name: "owner", Type: relation.Integer}, {Name: "height", Type: relation.Integer}, {Name: "at", Type: relation.Moment},
			{Name: "count", Type: relation.Integer}, {Name: "prev", Type: relation.Bytes}, {Name: "hash", Type: relation.Bytes},
			{Name: "signature", Type: relation.Bytes},
		},
	}
	// headTable holds the head of each chain, to be locked; what is checked are the blocks.
	headTable = &relation.Table{
		Name: "audit_head", Placement: relation.Owned, Key: []string{"owner"},
		Columns: []relation.Column{{Name: "owner", Type: relation.Integer}, {Name: "height", Type: relation.Integer}, {Name: "hash", Type: relation.Bytes}},
	}
	// revisionTable has the moment of the last commit that changed each table, where several servers write: each has a seat, so that they do not wait for each other.
	revisionTable = &relation.Table{
		Name: "revision", Placement: relation.Local, Key: []string{"name", "seat"},
		Columns: []relation.Column{{Name: "name", Type: relation.Text}, {Name: "seat", Type: relation.Integer}, {Name: "stamp", Type: relation.Integer}},
	}
)

// Tables are the tables the store keeps for itself; the first step of a schema makes them.
func Tables() []*relation.Table {
	return []*relation.Table{stepTable, sequenceTable, historyTable, eventTable, blockTable, headTable, revisionTable}
}
