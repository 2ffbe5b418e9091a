package api_test

import (
	"strings"
	"testing"
)

// A cooperating unit writes its part, the lead gives it back and then takes it; a target is split and joined; another source's figure is explained and settled.
func TestSlice_PartsSplitsAndSources(t *testing.T) {
	t.Parallel()
	on(t, func(t *testing.T, w *world) {
		w.adopt()
		due := w.send("nongye", "GET", "/api/v1/due?state=open", nil).want(t, 200)
		at, task := "/api/v1/due/"+due.text(t, "items", 0, "id"), due.text(t, "items", 0, "task")
		w.send("jiaoyu", "GET", at+"/part", nil).want(t, 404)
		if got := w.send("minzheng", "GET", at+"/part", nil).want(t, 200); got.text(t, "state") != "" || got.text(t, "is_open") != "true" {
			t.Errorf("before it was written: %s", got.body)
		}
		w.send("minzheng", "PUT", at+"/part", map[string]any{"progress": "已配合完成选址"}).want(t, 200)
		w.send("minzheng", "PUT", at+"/part", map[string]any{"progres": "x"}).want(t, 422)
		if got := w.send("minzheng", "POST", at+"/part/send", nil).want(t, 200); got.text(t, "state") != "sent" {
			t.Errorf("sent: %s", got.body)
		}
		part := at + "/parts/" + w.units[units[2]].String()
		w.send("jiaoyu", "POST", part+"/return", map[string]any{"reason": "不全"}).want(t, 404)
		if got := w.send("nongye", "POST", part+"/return", map[string]any{"reason": "请补充数据"}).want(t, 200); got.text(t, "state") != "returned" {
			t.Errorf("given back: %s", got.body)
		}
		if got := w.send("minzheng", "GET", at+"/part", nil).want(t, 200); got.text(t, "reason") != "请补充数据" {
			t.Errorf("its unit is told: %s", got.body)
		}
		w.send("minzheng", "POST", at+"/part/send", nil).want(t, 200)
		report := newID()
		w.send("nongye", "POST", part+"/take", map[string]any{"report": report}).want(t, 404) // it has to be written first
		w.send("nongye", "POST", "/api/v1/reports", map[string]any{"id": report, "due": due.text(t, "items", 0, "id")}).want(t, 200)
		w.send("nongye", "POST", part+"/take", map[string]any{"report": report}).want(t, 200)
		if got := w.send("nongye", "GET", "/api/v1/reports/"+report, nil).want(t, 200); !strings.Contains(got.text(t, "progress"), "已配合完成选址") {
			t.Errorf("taken over: %s", got.body)
		}

		target := w.send("duchashi", "GET", "/api/v1/tasks/"+task, nil).want(t, 200).text(t, "targets", 0, "id")
		split := "/api/v1/targets/" + target + "/split"
		shares := func(a, b float64) map[string]any {
			return map[string]any{"kind": "total", "is_sum": true, "parts": []any{map[string]any{"unit": w.units[units[0]], "value": a}, map[string]any{"unit": w.units[units[2]], "value": b}}}
		}
		w.send("duchashi", "PUT", split, shares(1.5, 0.9)).want(t, 422)
		w.send("nongye", "PUT", split, shares(1.5, 1)).want(t, 403)
		if got := w.send("duchashi", "PUT", split, shares(1.5, 1)).want(t, 200); got.text(t, "kind") != "total" || got.text(t, "parts", 1, "value") != "1" {
			t.Errorf("split: %s", got.body)
		}
		if got := w.send("duchashi", "DELETE", split, nil).want(t, 200); got.text(t, "kind") != "" || len(got.json(t, "parts").([]any)) != 0 {
			t.Errorf("joined: %s", got.body)
		}

		w.send("nongye", "POST", "/api/v1/targets/"+target+"/figures", map[string]any{"period": "2027-01", "source": "statistics", "name": "x", "basis": "y", "value": 1}).want(t, 403)
		given := w.send("duchashi", "POST", "/api/v1/targets/"+target+"/figures", map[string]any{"period": due.text(t, "items", 0, "period"), "source": "statistics", "name": "县统计局", "basis": "月报", "value": 1200}).want(t, 200)
		gap := "/api/v1/gaps/" + given.text(t, "id")
		w.send("nongye", "POST", gap+"/explain", map[string]any{"reason": "口径不同"}).want(t, 409)
		if got := w.send("duchashi", "GET", "/api/v1/gaps?all=true&task="+task, nil).want(t, 200); got.text(t, "items", 0, "name") != "县统计局" || got.json(t, "items", 0, "reported") != nil || got.json(t, "items", 0, "gap") != nil {
			t.Errorf("the list: %s", got.body)
		}
		w.send("duchashi", "POST", gap+"/settle", map[string]any{"found": "nobody", "finding": "x"}).want(t, 422)
	})
}
