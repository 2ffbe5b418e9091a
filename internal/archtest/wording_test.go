package archtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/internal/locale"
)

func TestWordings_FindsEveryWayToNameAKey(t *testing.T) {
	t.Parallel()
	packages := tree(t, map[string]string{
		"internal/x/a.go": `package x

func (f *Frame) Say(key string) string { return locale.Text(f.Lang, key) }

func a() {
	f.Say("list.next", 3)
	locale.Text(locale.En, "list.previous")
	fault.New(fault.Invalid, "password-weak")
	fault.Because(err, fault.Conflict, "stale", name)
	f.Say(key)
	do(app.Act{Needs: access.TaskRead, Name: "task.read", Kind: "task"})
	other.New("x", "y")
}
`,
	})
	found, broken := Wordings(packages)
	want := []Wording{
		{"list.next", "internal/x/a.go:6"}, {"list.previous", "internal/x/a.go:7"},
		{"fault.password-weak", "internal/x/a.go:8"}, {"fault.stale", "internal/x/a.go:9"},
		{"word.event.task.read", "internal/x/a.go:11"}, {"word.event-on.task", "internal/x/a.go:11"},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"internal/x/a.go:10 names a wording that is not written out"}, broken); diff != "" {
		t.Error(diff)
	}
}

func TestRepository_EveryWordingIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	_, packages := repository(t)
	found, broken := Wordings(packages)
	report(t, broken)
	if len(found) < 100 {
		t.Errorf("only %d wordings were found: the search misses them", len(found))
	}
	for _, w := range found {
		if !locale.Has(w.Key) {
			t.Errorf("%s: internal/locale has no %q", w.Place, w.Key)
		}
	}
}
