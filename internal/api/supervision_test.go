package api_test

import (
	"strings"
	"testing"
)

// Lights go with adoption; each unit is told of its own, and of nobody's directives.
func TestLights_AreToldToEachHisOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.adopt()
	all := w.send("duchashi", "GET", "/api/v1/lights", nil).want(t, 200)
	items := all.json(t, "items").([]any)
	if len(items) != 3 {
		t.Fatalf("the office is told of %d lights: %s", len(items), all.body)
	}
	for name, unit := range map[string]string{"nongye": units[0], "jiaoyu": units[1], "minzheng": units[2]} {
		own := w.send(name, "GET", "/api/v1/lights", nil).want(t, 200)
		for _, other := range units {
			if told := strings.Contains(string(own.body), other); told != (other == unit) {
				t.Errorf("%s is told of the lights of %s: %t", name, other, told)
			}
		}
		w.send(name, "GET", "/api/v1/directives", nil).want(t, 200)
		w.send(name, "GET", "/api/v1/appraisals", nil).want(t, 200)
	}
	light := w.send("nongye", "GET", "/api/v1/lights", nil).text(t, "items", 0, "light")
	listed := w.send("nongye", "GET", "/api/v1/tasks?light="+light, nil).want(t, 200)
	if got := listed.text(t, "items", 0, "light"); got != light || light == "" {
		t.Errorf("the task is %q, its light %q", got, light)
	}
	w.send("shenji", "GET", "/api/v1/lights", nil).want(t, 403)
	w.send("duchashi", "GET", "/api/v1/tasks?light=pink", nil).want(t, 422)
}
