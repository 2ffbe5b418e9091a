package compare_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// testdata/revised.txt is samples/city-key-tasks.txt as it might look half a year
// later: a clause removed, inserted, moved, split, two merged, others reworded and
// renumbered; numbers, dates, units and a subsidy changed.
func TestRevised_Golden(t *testing.T) {
	t.Parallel()
	c := checkComplete(t, file(t, "../samples/city-key-tasks.txt"), file(t, "testdata/revised.txt"))
	golden(t, "testdata/revised.want", told(c))
	for _, k := range []compare.ClauseKind{compare.Unchanged, compare.Reworded, compare.Renumbered, compare.Moved, compare.Inserted, compare.Removed, compare.Split, compare.Merged} {
		if c.Summary.Clauses[k] == 0 {
			t.Errorf("the pair shows no clause %s", k)
		}
	}
}

// told writes a comparison as lines that are read in a diff.
func told(c *compare.Comparison) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %.2f\n\n", c.Relation.Kind, c.Relation.Kept)
	for _, ch := range c.Clauses {
		if ch.Kind == compare.Unchanged {
			continue
		}
		fmt.Fprintf(&b, "%s %s -> %s", ch.Kind, paths(ch.Old), paths(ch.New))
		if ch.Moved {
			b.WriteString(" moved")
		}
		b.WriteString("\n")
		for _, r := range ch.Runs {
			if r.Kind != compare.RunEqual {
				fmt.Fprintf(&b, "    %s %s\n", r.Kind, strings.ReplaceAll(r.Text, "\n", "\\n"))
			}
		}
	}
	b.WriteString("\n")
	differences(&b, "target", c.Targets, func(t *policy.Target) string { return t.Quote })
	differences(&b, "duty", c.Duties, func(d *policy.Duty) string { return d.Unit + " " + string(d.Role) })
	differences(&b, "obligation", c.Obligations, func(o *policy.Obligation) string { return o.Quote })
	differences(&b, "provision", c.Provisions, func(p *policy.Provision) string { return p.Quote })
	return b.String()
}

func paths(refs []compare.ClauseRef) string {
	var out []string
	for _, r := range refs {
		name := strings.Join(r.Path, "/")
		if name == "" {
			name = "paragraph"
		}
		out = append(out, name)
	}
	return strings.Join(out, "+")
}

// differences writes the facts that are not the same on both sides.
func differences[T any](b *strings.Builder, name string, all []compare.Fact[T], quote func(*T) string) {
	for i := range all {
		f := &all[i]
		if f.Kind == compare.Same {
			continue
		}
		fmt.Fprintf(b, "%s %s", name, f.Kind)
		if f.Old != nil {
			fmt.Fprintf(b, " | %s %s", strings.Join(f.OldIn.Path, "/"), quote(f.Old))
		}
		if f.New != nil {
			fmt.Fprintf(b, " | %s %s", strings.Join(f.NewIn.Path, "/"), quote(f.New))
		}
		if len(f.Fields) > 0 {
			fmt.Fprintf(b, " | %s", strings.Join(f.Fields, " "))
		}
		b.WriteString("\n")
	}
}

// corpus is where the real documents are: $WENXIAO_CORPUS, else shared/corpus beside the repository.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("WENXIAO_CORPUS")
	if dir == "" {
		dir = "../../shared/corpus"
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the real documents are required in CI: %v", err)
		}
		t.Skip("not run: the real documents are not here; set WENXIAO_CORPUS")
	}
	return dir
}

// Two real papers of one city and year, the older one scraped and cut off: what is
// known to contradict is found, and nothing else. Only counts are kept here.
func TestCorpus_DraftAndFinal(t *testing.T) {
	t.Parallel()
	read := func(prefix string) compare.Document {
		found, err := filepath.Glob(filepath.Join(corpus(t), prefix+"_*.txt"))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %v %v", prefix, found, err)
		}
		return file(t, found[0])
	}
	c := checkComplete(t, read("002"), read("000"))
	var b strings.Builder
	fmt.Fprintf(&b, "%s kept %.2f\n", c.Relation.Kind, c.Relation.Kept)
	for _, k := range []compare.ClauseKind{compare.Unchanged, compare.Reworded, compare.Renumbered, compare.Moved, compare.Inserted, compare.Removed, compare.Split, compare.Merged} {
		fmt.Fprintf(&b, "clauses %s %d\n", k, c.Summary.Clauses[k])
	}
	for _, k := range []compare.FactKind{compare.Same, compare.Changed, compare.Renamed, compare.Added, compare.Dropped} {
		fmt.Fprintf(&b, "%s: targets %d duties %d obligations %d provisions %d\n", k, c.Summary.Targets[k], c.Summary.Duties[k], c.Summary.Obligations[k], c.Summary.Provisions[k])
	}
	fmt.Fprintf(&b, "conflicts %d\n", c.Summary.Conflicts)
	golden(t, "testdata/corpus-000-002.txt", b.String())
	var numbers []string
	for _, f := range c.Targets {
		if f.Conflict {
			numbers = append(numbers, f.Old.Value.String()+"/"+f.New.Value.String())
		}
	}
	slices.Sort(numbers)
	if want := []string{"1.4/1", "172/142", "5.16/5.8", "5000/3000"}; !slices.Equal(numbers, want) {
		t.Errorf("conflicting numbers %v, want %v", numbers, want)
	}
}

// FuzzDocuments compares whatever two texts: nothing panics, nothing is lost, both ways round say the same.
func FuzzDocuments(f *testing.F) {
	f.Add(plan(supply, quality), plan(quality, supply, training))
	f.Add("", "一、甲\n（一）乙。完成3个。（县局负责）")
	f.Add(plan(supply), plan(strings.ReplaceAll(supply, "12", "1.5万")))
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 4000 {
			t.Skip("long texts are slow to mutate and show nothing more")
		}
		docs := [2]compare.Document{}
		for k, text := range []string{a, b} {
			doc, clauses, err := compile.WithClauses("a.txt", []byte(text), compile.Options{})
			if err != nil {
				t.Skip("not a text")
			}
			docs[k] = compare.Document{Name: "a.txt", Policy: doc, Clauses: clauses}
		}
		checkComplete(t, docs[0], docs[1])
	})
}

// BenchmarkDocuments compares two editions of n clauses, a tenth of them changed.
func BenchmarkDocuments(b *testing.B) {
	for _, n := range []int{500, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			old, new := large(n, 0), large(n, 10)
			x, y := compiled(b, "old.txt", old), compiled(b, "new.txt", new)
			b.SetBytes(int64(len(old) + len(new)))
			for b.Loop() {
				compare.Documents(x, y)
			}
		})
	}
}

// large is a document of n clauses of words of its own; every changed-th has another number.
func large(n, changed int) string {
	words := []rune("推动产业升级城乡融合保护生态环境办好民生实事深化改革开放守住安全底线加强自身建设完善保障措施提升治理能力优化营商服务培育市场主体健全长效机制")
	var b strings.Builder
	b.WriteString(head)
	seed := uint32(1)
	next := func(k int) int { seed = seed*1664525 + 1013904223; return int(seed>>8) % k }
	for i := range n {
		if i%50 == 0 {
			fmt.Fprintf(&b, "%s、第%d章工作\n", zh.Numeral(i/50+1), i/50+1)
		}
		fmt.Fprintf(&b, "%d.", i%50+1)
		for range 12 {
			for range 8 {
				b.WriteRune(words[next(len(words))])
			}
			b.WriteString("，")
		}
		value := 10 + next(90)
		if changed > 0 && i%changed == 0 {
			value += 100
		}
		fmt.Fprintf(&b, "完成改造%d个。（责任单位：县水利局）\n", value)
	}
	return b.String()
}
