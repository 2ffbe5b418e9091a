package passage

import "testing"

// Each list is matched as if it stood alone: the longest of its own words counts at a
// place, and no word of another list hides it.
func TestHints_OneListDoesNotHideAnother(t *testing.T) {
	t.Parallel()
	hints := NewHints(
		map[string]Hint{"末": HintCompare, "末位": HintList},
		map[string]Hint{"末位淘汰": HintSoft, "淘汰": HintWhole},
	)
	for _, tt := range []struct {
		text string
		want Hint
	}{
		{"", 0},
		{"实行管理", 0},
		{"期末", HintCompare},
		{"末位的", HintList},
		{"末位淘汰制", HintList | HintSoft | HintWhole},
		{"3个", HintDigit},
	} {
		if got := hints.In(tt.text); got != tt.want {
			t.Errorf("%q: got %b, want %b", tt.text, got, tt.want)
		}
	}
}
