package register_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestRecords_AreKeptListedAndMasked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.guarded("GET /registers", "GET /registers/toy/grower", "POST /registers/toy/grower", "POST /registers/toy/screen", "GET /leads")
	w.Page("programme", "/registers/toy/grower").Has(".empty-box")
	id := uuid.Must(uuid.NewV7()).String()
	form := url.Values{"id": {id}, "id_number": {number}, "income": {"9000"}, "damage": {"frost"}, "village": {"990102003"}}
	form.Set("income", "much")
	form.Set("insured", "perhaps")
	if got := w.Send("programme", http.MethodPost, "/registers/toy/grower", form); got.Code != http.StatusUnprocessableEntity || strings.Contains(got.Body.String(), number) {
		t.Errorf("an income in words gives %d, or the number comes back", got.Code)
	}
	form.Set("income", "9000")
	form.Set("insured", "no")
	if got := w.Send("programme", http.MethodPost, "/registers/toy/grower", form); got.Code != http.StatusSeeOther {
		t.Fatalf("a good record gives %d", got.Code)
	}
	for _, path := range []string{"/registers/toy/grower", "/registers/toy/grower/" + id} {
		p := w.Page("programme", path)
		if strings.Contains(p.HTML(), number) || !strings.Contains(p.HTML(), number[14:]) {
			t.Errorf("%s shows the number, or not its end", path)
		}
	}
	w.Page("programme", "/registers/toy/grower").Says("tbody td:nth-child(5)", "否")
	w.Page("programme", "/registers/toy/grower/"+id).Says("#f-insured option[selected]", "否")
	at := "/registers/toy/grower/" + id + "/reveal/id_number"
	if got := w.Send("programme", http.MethodPost, at, url.Values{"reason": {" "}}); got.Code != http.StatusUnprocessableEntity || strings.Contains(got.Body.String(), number) {
		t.Errorf("without a reason: %d", got.Code)
	}
	if got := w.Send("programme", http.MethodPost, at, url.Values{"reason": {"入户核实"}}); !strings.Contains(got.Body.String(), number) {
		t.Errorf("with a reason: %d", got.Code)
	}
}
