package api_test

import (
	"testing"

	"github.com/google/uuid"
)

// From the adoption over REST: one unit signs, files measures and closes in two steps, another declines; nobody else's unit gets at it.
func TestSlice_FromAssignmentToClosing(t *testing.T) {
	t.Parallel()
	on(t, func(t *testing.T, w *world) {
		id := uuid.Must(uuid.NewV7())
		sent := w.send("duchashi", "POST", "/api/v1/documents", upload(t, id, "民生实事.txt", []byte(plan))).want(t, 200)
		w.wait(sent.text(t, "job"))
		w.send("duchashi", "POST", "/api/v1/documents/"+id.String()+"/adopt", map[string]any{"auto": true, "every": "month"}).want(t, 200)
		all := w.send("duchashi", "GET", "/api/v1/cases?workflow=assignment&open=true", nil).want(t, 200)
		if n := len(all.json(t, "items").([]any)); n != 3 {
			t.Fatalf("%d assignments: %s", n, all.body)
		}
		own := w.send("nongye", "GET", "/api/v1/cases?step=assigned,declined", nil).want(t, 200)
		path := "/api/v1/cases/" + own.text(t, "items", 0, "id")
		move := func(who, name string, form map[string]string, status int) answer {
			t.Helper()
			return w.send(who, "POST", path+"/moves", map[string]any{"move": name, "form": form}).want(t, status)
		}
		move("jiaoyu", "sign", nil, 404)
		move("shenji", "sign", nil, 403)
		move("duchashi", "sign", nil, 409)
		move("nongye", "decline", nil, 422)
		if got := move("nongye", "sign", nil, 200); got.text(t, "step") != "signed" || got.text(t, "past", 0, "move") != "sign" {
			t.Errorf("signed: %s", got.body)
		}
		filed := map[string]any{"propose": true, "measures": []any{map[string]any{"what": "完成选址", "person": "张三", "on": "2027-03-31"}}}
		if got := w.send("nongye", "PUT", path+"/measures", filed).want(t, 200); got.text(t, "step") != "approving" || got.text(t, "measures", 0, "on") != "2027-03-31" {
			t.Errorf("filed: %s", got.body)
		}
		w.send("nongye", "PUT", path+"/measures", map[string]any{"measures": []any{map[string]any{"what": "x", "person": "y", "on": "31.3.2027"}}}).want(t, 422)
		move("duchashi", "approve", nil, 200)
		move("nongye", "apply", map[string]string{"result": "已完成"}, 200)
		if got := move("duchashi", "close", map[string]string{"grade": "good"}, 200); got.text(t, "grade") != "good" || got.text(t, "is_closed") != "true" {
			t.Errorf("closed: %s", got.body)
		}
		task := w.send("nongye", "GET", "/api/v1/tasks/"+own.text(t, "items", 0, "task"), nil).want(t, 200)
		if task.text(t, "state") != "closed" {
			t.Errorf("the task: %s", task.body)
		}
		due := w.send("jiaoyu", "GET", "/api/v1/due?state=open", nil).want(t, 200).text(t, "items", 0, "id")
		ask := map[string]any{"id": newID(), "workflow": "extension", "form": map[string]string{"reason": "验收推迟", "day": "2027-12-31"}}
		for range 2 { // the second time is the same request again
			if got := w.send("jiaoyu", "POST", "/api/v1/due/"+due+"/requests", ask).want(t, 200); got.text(t, "step") != "asked" || got.text(t, "asked") != "2027-12-31" {
				t.Errorf("asked: %s", got.body)
			}
		}
		w.send("nongye", "POST", "/api/v1/due/"+due+"/requests", ask).want(t, 404)
	})
}
