package passage

import (
	"slices"
	"testing"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/zh"
)

// Each list is matched as if it stood alone: the longest of its own words counts at a
// place, and no word of another list hides it.
func TestHints_OneListDoesNotHideAnother(t *testing.T) {
	t.Parallel()
	hints := NewHints(
		map[string]uint8{"末": 1, "位": 2, "末位淘": 3},
		map[string]Hint{"末": HintCompare, "末位": HintList},
		map[string]Hint{"末位淘汰": HintSoft, "淘汰": HintWhole},
	)
	for _, tt := range []struct {
		text  string
		want  Hint
		signs []Sign
	}{
		{"", 0, nil},
		{"实行管理", 0, nil},
		{"期末", HintCompare, []Sign{{3, 1}}},
		{"末位的", HintList, []Sign{{0, 1}, {3, 2}}},
		{"末位淘汰制", HintList | HintSoft | HintWhole, []Sign{{0, 3}, {3, 2}}},
		{"3个", HintDigit, nil},
	} {
		var st Sentence
		text := tt.text + "。末位"
		hints.Next(&Text{Text: &clean.Text{String: text, Marks: zh.FindMarks(text)}}, 0, len(tt.text)+len("。末"), &st)
		if st.Piece.Of(tt.text) != tt.text || st.Hints != tt.want || !slices.Equal(st.Signs, tt.signs) {
			t.Errorf("%q: got %b %v, want %b %v", tt.text, st.Hints, st.Signs, tt.want, tt.signs)
		}
	}
}
