package cellmap_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/quantity"
)

func TestPastedShares(t *testing.T) {
	t.Parallel()
	rows := cellmap.PastedShares("县区\t分解数\t户数\n1\t东山县\t1,200\t3000\r\n西水县，500\n\n说明 没有数字\n")
	want := []cellmap.Share{{Unit: "西水县", Value: "500"}}
	if len(rows) != 2 || rows[0].Unit != "东山县" || rows[1] != want[0] {
		t.Errorf("the table is read as %+v", rows)
	}
}

func FuzzPastedShares(f *testing.F) {
	f.Add("东山县\t1200\t3000\n西水县 500")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range cellmap.PastedShares(text) {
			if _, err := quantity.ParseNumber(r.Value); err != nil || r.Unit == "" {
				t.Errorf("%q gives %+v", text, r)
			}
		}
	})
}
