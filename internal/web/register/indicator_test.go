package register_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestIndicators_ShowTheirFiguresByDivisionWithWhatTheyMean(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.guarded("GET /indicators/toy")
	w.Page("programme", "/indicators/toy").Has(".empty-box")
	w.grower("9000.5", "frost", "990102003101")
	w.grower("1000", "hail", "990102003102")
	w.grower("777", "none", "990102003102") // does not count
	w.grower("20", "frost", "990102004")
	w.Page("programme", "/registers").Has(`a[href="/indicators/toy"]`)

	p := w.Page("programme", "/indicators/toy")
	for selector, want := range map[string]string{
		".indicator thead th:nth-child(2)": "2026-08-31", ".indicator thead th:nth-child(5)": "2026-11-22",
		".indicator tbody tr:nth-child(1) a": "990102003", ".indicator tbody tr:nth-child(1) td:nth-child(5)": "10,000.5",
		".indicator tbody tr:nth-child(2) a": "990102004", ".indicator tbody tr:nth-child(2) td:nth-child(5)": "20",
		".indicator tfoot tr th": "云岫县", ".indicator tfoot tr td:nth-child(5)": "10,020.5", ".indicator tfoot tr td:nth-child(6)": "3", ".indicator tfoot tr td:nth-child(7)": "4",
	} {
		p.Says(selector, want)
	}
	card := p.One(".indicator details").Text()
	for _, want := range []string{"income", "年收入", "damage in ['frost', 'hail']", "4条", "果农", "2026.1"} {
		if !strings.Contains(card, want) {
			t.Errorf("the definition does not say %q:\n%s", want, card)
		}
	}
	below := w.Page("programme", p.One(".indicator tbody tr:nth-child(1) a").Attr("href"))
	below.Says(".indicator tbody tr:nth-child(2) th", "990102003102")
	below.Says(".indicator tbody tr:nth-child(2) td:nth-child(5)", "1,000")
	below.Says(".indicator tfoot tr td:nth-child(5)", "10,000.5")
	below.Lacks(".indicator tbody a")
	for _, path := range []string{"/indicators/none", "/indicators/toy?division=x"} {
		if got := w.Send("programme", http.MethodGet, path, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s gives %d", path, got.Code)
		}
	}
	w.Page("programme", "/indicators/toy?division=990101").Has(".empty-box") // where nothing is within reach
}
