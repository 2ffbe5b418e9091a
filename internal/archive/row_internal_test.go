package archive

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/relation"
)

func FuzzParseRow(f *testing.F) {
	columns := []relation.Column{{Name: "a", Type: relation.Integer}, {Name: "b", Type: relation.Text, Nullable: true}, {Name: "c", Type: relation.Bytes}}
	f.Add([]byte(`[1,"x","AAE="]`))
	f.Add([]byte(`[1,null,""]`))
	f.Add([]byte(`[null,"x","AAE="]`))
	f.Fuzz(func(t *testing.T, line []byte) {
		values, err := parseRow(line, columns)
		if err != nil {
			return
		}
		if _, ok := values[0].(int64); !ok || len(values) != 3 {
			t.Errorf("%q is read as %v", line, values)
		}
		if b, ok := values[2].([]byte); !ok || b == nil {
			t.Errorf("%q is read as %v", line, values)
		}
	})
}
