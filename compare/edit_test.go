package compare_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/zh"
)

var update = flag.Bool("update", false, "rewrite golden files")

// A planted clause is a clause of a made-up edition with what was done to it.
type planted struct {
	chapter int
	text    string
	did     string // "" for nothing
	from    []string
}

// bodies are the clauses of the samples that are long enough to be told apart.
func bodies(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, name := range []string{"city-key-tasks.txt", "rural-opinion-scraped.txt", "river-chief-points.txt"} {
		doc := file(t, filepath.Join("../samples", name))
		for i := range doc.Clauses {
			if c := &doc.Clauses[i]; len(c.Path) > 1 && len([]rune(c.Text)) > 60 && !strings.Contains(c.Text, "\n") {
				out = append(out, strings.NewReplacer("第", "某", "\t", "", " ", "", "　", "").Replace(c.Text))
			}
		}
	}
	return out
}

// edition prints clauses as a document of chapters with one running numbering.
func edition(clauses []planted) string {
	var b strings.Builder
	b.WriteString("柏川市人民政府关于印发2024年重点任务的通知\n\n")
	for i, c := range clauses {
		if i == 0 || clauses[i-1].chapter != c.chapter {
			fmt.Fprintf(&b, "%s、%s\n", zh.Numeral(c.chapter+1), []string{"推动产业升级", "促进城乡融合", "保护生态环境", "办好民生实事"}[c.chapter])
		}
		fmt.Fprintf(&b, "（%s）%s\n", zh.Numeral(i+1), c.text)
	}
	return b.String()
}

// edit does one random thing to clause i of the new edition; it reports false where the clause does not lend itself to it.
func edit(rng *rand.Rand, all []planted, i int, spare *[]string) ([]planted, bool) {
	c := all[i]
	switch what := []string{"removed", "inserted", "moved", "split", "merged", "reworded", "number", "rewritten"}[rng.IntN(8)]; what {
	case "removed":
		return slices.Delete(all, i, i+1), true
	case "inserted":
		fresh := planted{chapter: c.chapter, text: (*spare)[0], did: what}
		*spare = (*spare)[1:]
		return slices.Insert(all, i, fresh), true
	case "moved":
		to := rng.IntN(len(all))
		if to-i < 3 && i-to < 3 {
			return all, false
		}
		c.did = what
		all = slices.Delete(all, i, i+1)
		to = min(to, len(all)-1)
		c.chapter = all[to].chapter
		return slices.Insert(all, to, c), true
	case "split":
		at := strings.Index(c.text[len(c.text)*2/5:], "。")
		rest := ""
		if at >= 0 {
			at += len(c.text)*2/5 + len("。")
			rest = c.text[at:]
		}
		if len([]rune(rest)) < 30 || strings.HasPrefix(rest, "（") {
			return all, false
		}
		one, two := planted{c.chapter, c.text[:at], what, c.from}, planted{c.chapter, rest, what, c.from}
		return slices.Replace(all, i, i+1, one, two), true
	case "merged":
		if i+1 >= len(all) || all[i+1].did != "" || all[i+1].chapter != c.chapter {
			return all, false
		}
		return slices.Replace(all, i, i+2, planted{c.chapter, c.text + all[i+1].text, what, append(slices.Clone(c.from), all[i+1].from...)}), true
	case "number":
		at := strings.IndexAny(c.text, "123456789")
		if at < 0 {
			return all, false
		}
		c.text, c.did = c.text[:at]+string(c.text[at]%9+'1')+c.text[at+1:], "reworded"
	case "rewritten": // two fifths of it, its heading kept
		phrases, fresh := strings.SplitAfter(c.text, "，"), strings.SplitAfter((*spare)[0], "，")
		n := len(phrases) * 2 / 5
		if n < 2 || len(fresh) < n+1 {
			return all, false
		}
		c.text, c.did = strings.Join(slices.Concat(phrases[:1], fresh[1:n+1], phrases[n+1:]), ""), "reworded"
	default:
		phrases := strings.SplitAfter(c.text, "，")
		if len(phrases) < 5 {
			return all, false
		}
		k := 1 + rng.IntN(len(phrases)-2)
		phrases[k] = "坚持问题导向、系统推进，"
		c.text, c.did = strings.Join(phrases, ""), "reworded"
	}
	all[i] = c
	return all, true
}

// found reports whether the comparison says of a clause of the new edition what was done to it.
func found(c *compare.Comparison, p planted) bool {
	for _, ch := range c.Clauses {
		for _, r := range ch.New {
			if r.Text != p.text {
				continue
			}
			switch p.did {
			case "":
				return !ch.Reworded && !ch.Moved && len(ch.Old) == 1
			case "moved":
				return ch.Moved && !ch.Reworded
			}
			if string(ch.Kind) != p.did || ch.Moved {
				return false
			}
			var old []string
			for _, o := range ch.Old {
				old = append(old, o.Text)
			}
			return slices.Equal(old, p.from)
		}
	}
	return false
}

// TestPlanted measures how many planted edits are found, and how often a clause
// nobody touched is said to be changed. testdata/planted.txt keeps the figures.
func TestPlanted(t *testing.T) {
	t.Parallel()
	pool := bodies(t)
	if len(pool) < 42 {
		t.Fatalf("only %d clauses to plant in", len(pool))
	}
	type tally struct{ found, planted int }
	got := map[string]*tally{}
	rng := rand.New(rand.NewPCG(7, 11))
	count := func(kind string, ok bool) {
		if got[kind] == nil {
			got[kind] = &tally{}
		}
		got[kind].planted++
		if ok {
			got[kind].found++
		}
	}
	for range 30 {
		rng.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
		spare := slices.Clone(pool[32:])
		var old []planted
		for i, text := range pool[:32] {
			old = append(old, planted{chapter: i / 8, text: text, from: []string{text}})
		}
		new := slices.Clone(old)
		for done := 0; done < 7; {
			i := rng.IntN(len(new))
			if new[i].did != "" {
				continue
			}
			var ok bool
			if new, ok = edit(rng, new, i, &spare); ok {
				done++
			}
		}
		c := checkComplete(t, compiled(t, "old.txt", edition(old)), compiled(t, "new.txt", edition(new)))
		kept := map[string]bool{}
		for _, p := range new {
			kind := p.did
			if kind == "" {
				kind = "untouched"
			}
			count(kind, found(c, p))
			for _, f := range p.from {
				kept[f] = true
			}
		}
		for _, p := range old {
			if !kept[p.text] {
				count("removed", slices.ContainsFunc(c.Clauses, func(ch compare.ClauseChange) bool {
					return ch.Kind == compare.Removed && ch.Old[0].Text == p.text
				}))
			}
		}
	}
	var b strings.Builder
	all := tally{}
	for _, kind := range []string{"untouched", "removed", "inserted", "moved", "split", "merged", "reworded"} {
		fmt.Fprintf(&b, "%-10s %4d of %4d\n", kind, got[kind].found, got[kind].planted)
		if kind != "untouched" {
			all.found, all.planted = all.found+got[kind].found, all.planted+got[kind].planted
		}
	}
	fmt.Fprintf(&b, "%-10s %4d of %4d\n", "all edits", all.found, all.planted)
	if all.found*100 < all.planted*95 {
		t.Errorf("fewer than 95 %% of the planted edits were found:\n%s", b.String())
	}
	golden(t, "testdata/planted.txt", b.String())
}

// golden compares with a committed file; -update rewrites it.
func golden(t testing.TB, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (rewrite with -update):\n%s", path, d)
	}
}
