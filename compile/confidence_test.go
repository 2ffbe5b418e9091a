package compile_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A stated is one fact as both gold and compiled JSON state it: what has to be equal,
// and how sure the compiler was.
type stated struct {
	key        string
	confidence float64
	marked     bool // for review, with a reason about the reading itself
}

// TestConfidence_Golden keeps in a committed table how far confidence can be trusted on the
// unseen set, and which share of its errors is marked for review.
func TestConfidence_Golden(t *testing.T) {
	t.Parallel()
	kinds := []string{"tasks", "duties", "targets", "obligations", "provisions"}
	rows := map[string]*[5]int{} // facts, sure, sure and right, errors, errors marked
	for _, kind := range append(kinds, "all") {
		rows[kind] = &[5]int{}
	}
	for _, path := range documents(t, "unseen", ".txt") {
		data, err := json.Marshal(compiled(t, path))
		if err != nil {
			t.Fatal(err)
		}
		gold, err := os.ReadFile(goldOf(path))
		if err != nil {
			t.Fatal(err)
		}
		want, got := statedBy(t, gold), statedBy(t, data)
		for _, kind := range kinds {
			left := map[string]int{}
			for _, s := range want[kind] {
				left[s.key]++
			}
			for _, s := range got[kind] {
				left[s.key]--
				for _, row := range []*[5]int{rows[kind], rows["all"]} {
					count(row, s, left[s.key] >= 0)
				}
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s %6s %12s %7s %7s %7s\n", "kind", "facts", "conf >= 0.9", "right", "errors", "marked")
	for _, kind := range append(kinds, "all") {
		r := rows[kind]
		fmt.Fprintf(&b, "%-12s %6d %12d %6.1f%% %7d %7d\n", kind, r[0], r[1], 100*float64(r[2])/float64(max(r[1], 1)), r[3], r[4])
	}
	all := rows["all"]
	if all[2]*100 < all[1]*97 || all[4]*100 < all[3]*60 {
		t.Errorf("at least 97 %% of the sure facts must be right and 60 %% of the errors marked:\n%s", b.String())
	}
	golden := filepath.Join("testdata", "confidence.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	table, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(table), b.String()); diff != "" {
		t.Errorf("confidence moved; if for the better, run go test ./compile -run Confidence -update (-was +is):\n%s", diff)
	}
}

func count(row *[5]int, s stated, right bool) {
	row[0]++
	if s.confidence >= 0.9 {
		row[1]++
		if right {
			row[2]++
		}
	}
	if !right {
		row[3]++
		if s.marked {
			row[4]++
		}
	}
}

// resolving are the codes that ask for a decision about a fact that was read rightly.
var resolving = []string{"E311", "E312", "E313"}

type judged struct {
	Confidence float64  `json:"confidence"`
	Review     []string `json:"review"`
}

func (j judged) as(key string) stated {
	marked := slices.ContainsFunc(j.Review, func(code string) bool { return !slices.Contains(resolving, code) })
	return stated{key, j.Confidence, marked}
}

// statedBy lists the facts of a document's JSON by kind.
func statedBy(t *testing.T, data []byte) map[string][]stated {
	t.Helper()
	var doc struct {
		Tasks []struct {
			judged
			Path   []string `json:"path"`
			Duties []struct {
				judged
				Unit, Role string
			} `json:"duties"`
			Targets []struct {
				judged
				Op      string       `json:"op"`
				Value   json.Number  `json:"value"`
				ValueHi *json.Number `json:"value_hi"`
				Unit    string       `json:"unit"`
				Due     string       `json:"due"`
			} `json:"targets"`
		} `json:"tasks"`
		Obligations []struct {
			judged
			Action   string         `json:"action"`
			Schedule map[string]any `json:"schedule"`
		} `json:"obligations"`
		Provisions []struct {
			judged
			Kind   string         `json:"kind"`
			Params map[string]any `json:"params"`
		} `json:"provisions"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	fold := strings.NewReplacer("（", "", "）", "", "(", "", ")", "", " ", "", "～", "-", "—", "-")
	out := map[string][]stated{}
	add := func(kind string, j judged, format string, args ...any) {
		out[kind] = append(out[kind], j.as(fold.Replace(fmt.Sprintf(format, args...))))
	}
	for _, task := range doc.Tasks {
		path := strings.Join(task.Path, "/")
		add("tasks", task.judged, "%s", path)
		for _, d := range task.Duties {
			add("duties", d.judged, "%s %s %s", path, d.Unit, d.Role)
		}
		for _, g := range task.Targets {
			hi := json.Number("")
			if g.ValueHi != nil {
				hi = *g.ValueHi
			}
			add("targets", g.judged, "%s %s %s %s %s %s", path, plain(g.Value), plain(hi), g.Unit, g.Op, g.Due)
		}
	}
	for _, o := range doc.Obligations {
		times, dates := o.Schedule["times"], o.Schedule["dates"]
		if times == nil {
			times = 1.0
		}
		if dates == nil {
			dates = []any{}
		}
		add("obligations", o.judged, "%s %v %v %v %v %v %v", o.Action, o.Schedule["every"], times, dates, o.Schedule["workdays_after"], o.Schedule["day"], o.Schedule["month_of_period"])
	}
	for _, p := range doc.Provisions {
		var numbers []float64
		for _, v := range p.Params {
			if n, ok := v.(float64); ok {
				numbers = append(numbers, n)
			}
		}
		slices.Sort(numbers)
		if p.Kind != "rule" {
			add("provisions", p.judged, "%s %v", p.Kind, numbers)
		}
	}
	return out
}

// plain writes a JSON number so that 5 and 5.0 are the same.
func plain(n json.Number) string {
	v, err := n.Float64()
	if err != nil {
		return ""
	}
	return fmt.Sprint(v)
}
