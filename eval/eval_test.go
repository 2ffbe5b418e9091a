package eval_test

import (
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wenxiao/wenxiao/eval"
)

// Each fixture holds gold/NAME.json, found/NAME.json and want: what the
// reference scorer (tools/score.py --show, beside the corpus) prints for them.
func TestCompare_GivesTheFiguresOfTheReferenceScorer(t *testing.T) {
	t.Parallel()
	fixtures, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, path := range fixtures {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, f := range archive.Files {
				files[f.Name] = string(f.Data)
			}
			if diff := cmp.Diff(files["want"], score(t, files)); diff != "" {
				t.Errorf("the score differs (-reference +ours):\n%s", diff)
			}
		})
	}
}

// score prints the score of a fixture's documents as the reference scorer does.
func score(t *testing.T, files map[string]string) string {
	t.Helper()
	var names []string
	for name := range files {
		if gold, ok := strings.CutPrefix(name, "gold/"); ok {
			names = append(names, gold)
		}
	}
	sort.Strings(names)
	var b strings.Builder
	var sum eval.Score
	for _, name := range names {
		found := &eval.Facts{}
		if data, ok := files["found/"+name]; ok {
			found = parse(t, data)
		}
		s := eval.Compare(name, parse(t, files["gold/"+name]), found)
		for _, line := range s.Differences {
			b.WriteString(line + "\n")
		}
		b.WriteString(s.Row(strings.TrimSuffix(name, ".json")) + "\n")
		sum.Add(s)
	}
	b.WriteString(sum.Table())
	return b.String()
}

func parse(t *testing.T, data string) *eval.Facts {
	t.Helper()
	f, err := eval.Parse([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestCompare_EqualDocumentsHaveNoDifference(t *testing.T) {
	t.Parallel()
	f := parse(t, `{"doc": {"title": "方案", "issuers": ["县政府"]}, "tasks": [{"path": ["一"], "title": "甲",
		"targets": [{"op": ">=", "value": 5.8, "unit": "万亩"}]}]}`)
	s := eval.Compare("a.json", f, f)
	if len(s.Differences) > 0 {
		t.Errorf("differences: %q", s.Differences)
	}
	for _, name := range eval.Names() {
		if v, ok := s.Figure(name); !ok || v != 1 && name != "dues" {
			t.Errorf("%s is %v, %v", name, v, ok)
		}
	}
}

func TestParseMinimums(t *testing.T) {
	t.Parallel()
	minimums, err := eval.ParseMinimums("tasks=0.99,dues=1")
	if err != nil {
		t.Fatal(err)
	}
	var s eval.Score
	s.Kinds[eval.Tasks] = eval.Tally{Right: 98, Invented: 1, Missed: 1}
	s.Shares[eval.DueDates] = eval.Share{Right: 3, All: 3}
	if diff := cmp.Diff([]string{"tasks 0.9899 < 0.99"}, s.Below(minimums)); diff != "" {
		t.Error(diff)
	}
	for _, wrong := range []string{"", "tasks", "tasks=", "tasks=x", "task=0.9", "tasks=0.9,", "tasks=0x1"} {
		if _, err := eval.ParseMinimums(wrong); err == nil {
			t.Errorf("%q was accepted", wrong)
		}
	}
}

func TestParse_SaysWhatIsNotJSON(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"", "[]", `{"tasks": [{"path": "一"}]}`} {
		if _, err := eval.Parse([]byte(wrong)); err == nil {
			t.Errorf("%q was accepted", wrong)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"tasks": [{"path": ["（一）"], "targets": [{"value": "５", "op": null}]}]}`))
	f.Add([]byte(`{"provisions": [{"kind": "subsidy", "params": {"a": 1e400, "b": "60%", "c": [1]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, err := eval.Parse(data)
		if err != nil {
			return
		}
		if s := eval.Compare("x", facts, facts); len(s.Differences) > 0 {
			t.Errorf("a document differs from itself: %q", s.Differences)
		}
	})
}
