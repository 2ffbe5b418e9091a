package comparison_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/source"
)

// The page of a comparison has no fault of accessibility, in either language, on a desk and a phone, light and dark.
func TestPage_AxeFindsNothing(t *testing.T) {
	b := browser.Start(t)
	c := samples(t)
	for _, lang := range []source.Language{source.Chinese, source.English} {
		path := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(path, []byte(page(t, c, lang)), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, s := range []browser.Screen{browser.Desk, browser.Phone} {
			for _, s.Dark = range []bool{false, true} {
				p := b.Open(t, path, s)
				p.Press("n") // a change is selected
				p.Audit(fmt.Sprintf("language %d, %+v", lang, s))
			}
		}
	}
}
