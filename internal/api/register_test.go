package api_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/packs"
	"github.com/wenxiao/wenxiao/region"
)

// A department's rows come in, rules point at a record, and somebody finds it true.
func TestLeads_FromRowsToADecision(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	in, admin := region.MustParse("140399"), app.System("test", access.PackLoad)
	if err := w.instance.Registers.Load(t.Context(), admin, "pack.yaml", packs.Toy); err != nil {
		t.Fatal(err)
	}
	w.send("anquan", "POST", "/api/v1/accounts", map[string]any{"id": newID(), "name": "yewu", "label": "业务", "division": "140399", "password": password, "roles": []string{"programme"}}).want(t, 200)
	const own = "Eigenes-9-白桦"
	w.send("yewu", "PUT", "/api/v1/session/password", map[string]string{"old": password, "new": own}).want(t, 204)
	w.tokens["yewu"] = w.send("", "POST", "/api/v1/session", map[string]string{"account": "yewu", "password": own}).want(t, 200).text(t, "token")
	officer := app.Call{Actor: access.Actor{Account: uuid.UUID{1}, Division: in, Grants: []access.Grant{{Role: access.Programme, Division: in}}, Locale: "zh"}, Request: "test", From: "local"}
	const number = "140999199003074519"
	e := register.Entry{ID: uuid.MustParse(newID()), Values: map[string]string{"id_number": number, "income": "9000", "damage": "frost", "village": "140399101"}}
	if err := w.instance.Registers.Save(t.Context(), officer, "toy", "grower", e); err != nil {
		t.Fatal(err)
	}
	rows := []any{map[string]any{"id_number": number, "month": "2026-12", "amount": 120.5}, map[string]any{"id_number": "14099919900307453X", "month": "2026-12", "amount": 1}}
	const feed = "/api/v1/feeds/toy/sale/rows?division=140399"
	put := w.send("yewu", "PUT", feed, rows).want(t, 200)
	if put.text(t, "matched") != "1" || put.text(t, "unmatched", 0) != "2" {
		t.Errorf("put: %s", put.body)
	}
	bad := w.send("yewu", "PUT", feed, []any{map[string]any{"id_number": number, "month": "last", "amount": "much"}}).want(t, 422)
	if bad.text(t, "code") != "feed-wrong" || bad.text(t, "extra", 0, "at") != "1.month" || bad.text(t, "extra", 1, "at") != "1.amount" {
		t.Errorf("bad rows: %s", bad.body)
	}
	w.send("yewu", "PUT", "/api/v1/feeds/toy/none/rows?division=140399", rows).want(t, 404)
	w.send("nongye", "PUT", feed, rows).want(t, 403)
	if _, err := w.instance.Registers.Screen(t.Context(), officer, "toy"); err != nil {
		t.Fatal(err)
	}
	leads := w.send("yewu", "GET", "/api/v1/leads?state=open", nil).want(t, 200)
	id := leads.text(t, "items", 0, "id")
	if leads.text(t, "items", 0, "record") != e.ID.String() || leads.text(t, "items", 0, "values", "sold") != "120.5" {
		t.Errorf("leads: %s", leads.body)
	}
	reason := map[string]string{"reason": "入户核实，情况属实"}
	w.send("nongye", "POST", "/api/v1/leads/"+id+"/confirm", reason).want(t, 403)
	w.send("yewu", "POST", "/api/v1/leads/"+id+"/confirm", map[string]string{"reason": "有"}).want(t, 422)
	w.send("yewu", "POST", "/api/v1/leads/"+id+"/confirm", reason).want(t, 200)
	w.send("yewu", "POST", "/api/v1/leads/"+id+"/dismiss", reason).want(t, 409)
	if got := w.send("yewu", "GET", "/api/v1/leads?state=confirmed", nil).want(t, 200); got.text(t, "items", 0, "reason") != reason["reason"] {
		t.Errorf("confirmed: %s", got.body)
	}
}
