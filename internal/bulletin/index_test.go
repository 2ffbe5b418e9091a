package bulletin

import (
	"strings"
	"testing"
)

// What people wrote is words on the page, whatever it looks like.
func TestIndex_EscapesWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	var page strings.Builder
	d := Dossier{Number: "一-1", Task: "<script>alert(1)</script>", Basis: `"</p>`}
	if err := d.index(&page, []indexLine{{"1", "报告", "2 报告/A&B 100%.html", "<b>A&B</b>"}}); err != nil {
		t.Fatal(err)
	}
	got := page.String()
	for _, raw := range []string{"<script", "<b>", `"</p>`, "%!"} {
		if strings.Contains(got, raw) {
			t.Errorf("%s stands on the page as it was written", raw)
		}
	}
	for _, want := range []string{"&lt;script&gt;alert(1)&lt;/script&gt;", `href="./2%20%E6%8A%A5%E5%91%8A/A&amp;B%20100%25.html"`, "width: 100% }"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s:\n%s", want, got)
		}
	}
}
