package register_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/app/list"
)

func TestLeads_AreDecidedOnceWithAReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.grower("9000", "frost", "990102003101")
	w.grower("9000", "hail", "990102003102")
	if got := w.Send("programme", http.MethodPost, "/registers/toy/screen", url.Values{}); got.Code != http.StatusSeeOther {
		t.Fatalf("the screening gives %d", got.Code)
	}
	leads, _, err := w.I.Registers.LeadPage(t.Context(), w.officer, list.Query{})
	if err != nil || len(leads) != 2 {
		t.Fatal(leads, err)
	}
	id := leads[0].ID.String()
	w.guarded("POST /leads/" + id)
	decide := func(reason, do string, status int) string {
		got := w.Send("programme", http.MethodPost, "/leads/"+id, url.Values{"reason-" + id: {reason}, "do": {do}})
		if got.Code != status {
			t.Errorf("%s because of %q gives %d, want %d", do, reason, got.Code, status)
		}
		return got.Body.String()
	}
	if body := decide("见了", "confirm", http.StatusUnprocessableEntity); !strings.Contains(body, "4至500字") || !strings.Contains(body, `value="见了"`) {
		t.Error("a reason that is too short is not sent back with what is wrong")
	}
	const found = "入户核实，<em>绝收</em>。"
	decide(found, "confirm", http.StatusSeeOther)
	decide(found, "confirm", http.StatusSeeOther) // the same again
	decide("重复登记，予以排除。", "dismiss", http.StatusConflict)
	p := w.Page("programme", "/leads")
	p.Lacks("em")
	if text := p.Text(); !strings.Contains(text, found) || !strings.Contains(text, "核实人何云2026-11-22") || !strings.Contains(text, "已核实") {
		t.Errorf("the list does not say what was found, by whom:\n%s", text)
	}
	if n := len(p.All(`form[action^="/leads/"]`)); n != 1 {
		t.Errorf("%d leads can be decided, want the one that is open", n)
	}
	if got := w.Send("programme", http.MethodPost, "/leads/"+leads[1].Subject.String(), url.Values{"reason-" + leads[1].Subject.String(): {found}}); got.Code != http.StatusNotFound {
		t.Errorf("what is no lead gives %d", got.Code)
	}
}
