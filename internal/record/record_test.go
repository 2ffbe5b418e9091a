package record_test

import (
	"slices"
	"testing"

	"github.com/wenxiao/wenxiao/internal/record"
)

// A wrapped key that rotation does not reach is lost with the master key it was wrapped under.
func TestKeyPlaces_NameEveryWrappedKey(t *testing.T) {
	t.Parallel()
	places := record.KeyPlaces()
	for _, table := range record.Tables() {
		for _, c := range table.Columns {
			stands := slices.ContainsFunc(places, func(p record.KeyPlace) bool { return p.Table == table && p.Column == c.Name })
			if c.IsKey != stands {
				t.Errorf("%s.%s: is a key: %v, stands among the places of keys: %v", table.Name, c.Name, c.IsKey, stands)
			}
		}
	}
	for _, f := range record.FilePlaces() {
		if _, ok := f.Table.Column(f.Name); !ok {
			t.Errorf("%s has no column %s", f.Table.Name, f.Name)
		}
	}
}
