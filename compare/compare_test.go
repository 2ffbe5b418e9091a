package compare_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/compile"
)

// compiled compiles a text as one side of a comparison.
func compiled(t testing.TB, name, text string) compare.Document {
	t.Helper()
	doc, clauses, err := compile.WithClauses(name, []byte(text), compile.Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return compare.Document{Name: name, Policy: doc, Clauses: clauses}
}

func file(t testing.TB, path string) compare.Document {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, filepath.Base(path), string(data))
}

const head = "澜川县人民政府办公室关于印发《澜川县2024年农村供水重点任务》的通知\n\n"

const (
	supply   = "提升供水能力。2024年底前，新建集中供水工程12处，改造老旧管网58.6公里，逐步扩大城乡供水一体化的覆盖范围。（牵头单位：县水利局；配合单位：县财政局）"
	quality  = "保障水质安全。健全水源地巡查制度，配齐净化消毒设备，水质检测每季度不少于1次，出厂水合格率达到95%以上。（责任单位：县卫健局、县生态环境局）"
	charging = "规范水费收缴。推行基本水价和计量水价相结合的两部制，公开收费标准，加强水费使用的审计监督。（责任单位：县发改局）"
	training = "加强队伍建设。分批轮训管水员，建立持证上岗和绩效考核办法，把维修养护责任落实到人。（责任单位：县人社局）"
)

func plan(clauses ...string) string {
	var b strings.Builder
	b.WriteString(head + "一、重点任务\n")
	for i, c := range clauses {
		fmt.Fprintf(&b, "（%s）%s\n", []string{"一", "二", "三", "四", "五", "六"}[i], c)
	}
	return b.String()
}

// kinds gives what became of the clauses below the chapter, as "old labels kind new labels".
func kinds(c *compare.Comparison) []string {
	var out []string
	for _, ch := range c.Clauses {
		name := func(refs []compare.ClauseRef) string {
			var labels []string
			for _, r := range refs {
				labels = append(labels, strings.Join(r.Path, ""))
			}
			return strings.Join(labels, "+")
		}
		all := append(slices.Clone(ch.Old), ch.New...)
		if len(all[0].Path) < 2 {
			continue
		}
		word := string(ch.Kind)
		if ch.Moved && ch.Kind != compare.Moved {
			word += ",moved"
		}
		out = append(out, fmt.Sprintf("%s %s %s", name(ch.Old), word, name(ch.New)))
	}
	return out
}

func TestDocuments_EachKindOfChange(t *testing.T) {
	t.Parallel()
	first, second, _ := strings.Cut(supply, "改造老旧")
	for _, test := range []struct {
		name     string
		old, new []string
		want     []string
	}{
		{"unchanged", []string{supply, quality}, []string{supply, quality}, []string{"一(一) unchanged 一(一)", "一(二) unchanged 一(二)"}},
		{"reworded", []string{supply, quality}, []string{strings.ReplaceAll(supply, "12处", "15处"), quality}, []string{"一(一) reworded 一(一)", "一(二) unchanged 一(二)"}},
		{"inserted, so that the next is renumbered", []string{supply, charging}, []string{supply, quality, charging},
			[]string{"一(一) unchanged 一(一)", " inserted 一(二)", "一(二) renumbered 一(三)"}},
		{"removed", []string{supply, quality, charging}, []string{supply, charging}, []string{"一(一) unchanged 一(一)", "一(二) removed ", "一(三) renumbered 一(二)"}},
		{"moved", []string{training, supply, quality, charging}, []string{supply, quality, charging, training},
			[]string{"一(二) renumbered 一(一)", "一(三) renumbered 一(二)", "一(四) renumbered 一(三)", "一(一) moved 一(四)"}},
		{"split", []string{supply, quality}, []string{first + "达到国家标准。（牵头单位：县水利局）", "更新供水管网。改造老旧" + second, quality},
			[]string{"一(一) split 一(一)+一(二)", "一(二) renumbered 一(三)"}},
		{"merged", []string{first + "达到国家标准。（牵头单位：县水利局）", "更新供水管网。改造老旧" + second, quality}, []string{supply, quality},
			[]string{"一(一)+一(二) merged 一(一)", "一(三) renumbered 一(二)"}},
		{"replaced", []string{supply, quality}, []string{supply, training}, []string{"一(一) unchanged 一(一)", "一(二) removed ", " inserted 一(二)"}},
		{"moved and reworded", []string{training, supply, quality, charging}, []string{supply, quality, charging, strings.ReplaceAll(training, "分批", "全员")},
			[]string{"一(二) renumbered 一(一)", "一(三) renumbered 一(二)", "一(四) renumbered 一(三)", "一(一) reworded,moved 一(四)"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := compare.Documents(compiled(t, "old.txt", plan(test.old...)), compiled(t, "new.txt", plan(test.new...)))
			if d := cmp.Diff(test.want, kinds(c)); d != "" {
				t.Error(d)
			}
		})
	}
}

// Widths of marks, spaces and line breaks are no change of words.
func TestDocuments_LayoutIsNoChange(t *testing.T) {
	t.Parallel()
	old := plan(supply, quality)
	new := strings.NewReplacer("，", ",", "（牵", "(牵", "财政局）", "财政局)", "。健全", "。 健全").Replace(old)
	c := compare.Documents(compiled(t, "old.txt", old), compiled(t, "new.txt", new))
	for _, ch := range c.Clauses {
		if ch.Kind != compare.Unchanged {
			t.Errorf("%s: %v", ch.Kind, ch.Old)
		}
	}
}

func TestRuns_WholeFiguresAndPlaces(t *testing.T) {
	t.Parallel()
	old, new := plan(supply, quality), plan(strings.ReplaceAll(supply, "58.6", "62.5"), quality)
	c := compare.Documents(compiled(t, "old.txt", old), compiled(t, "new.txt", new))
	var got []string
	for _, ch := range c.Clauses {
		for _, r := range ch.Runs {
			if r.Kind != compare.RunEqual {
				got = append(got, string(r.Kind)+" "+r.Text)
			}
			if r.Kind != compare.RunInsert && old[r.Old.Start:r.Old.End] != r.Text {
				t.Errorf("old place of %q holds %q", r.Text, old[r.Old.Start:r.Old.End])
			}
			if r.Kind != compare.RunDelete && new[r.New.Start:r.New.End] != r.Text {
				t.Errorf("new place of %q holds %q", r.Text, new[r.New.Start:r.New.End])
			}
		}
	}
	if d := cmp.Diff([]string{"delete 58.6", "insert 62.5"}, got); d != "" {
		t.Error(d)
	}
}

func TestFacts_WhatChanged(t *testing.T) {
	t.Parallel()
	new := strings.NewReplacer("12处", "15处", "2024年底前", "2024年10月底前", "县财政局", "县自然资源局", "牵头单位：县水利局；配", "牵头单位：县住建局；责任单位：县水利局；配",
		"水质检测每季度", "水质检测每月", "县卫健局", "县卫生健康局").Replace(plan(supply, quality))
	c := compare.Documents(compiled(t, "old.txt", plan(supply, quality)), compiled(t, "new.txt", new))
	var got []string
	for _, f := range c.Targets {
		if f.Kind != compare.Same {
			got = append(got, fmt.Sprintf("target %s %s %s %v", f.Kind, f.Old.Quote, f.New.Quote, f.Fields))
		}
	}
	for _, f := range c.Duties {
		if f.Kind == compare.Same {
			continue
		}
		s := "duty " + string(f.Kind)
		if f.Old != nil {
			s += " -" + f.Old.Unit + string(f.Old.Role)
		}
		if f.New != nil {
			s += " +" + f.New.Unit + string(f.New.Role)
		}
		got = append(got, s)
	}
	for _, f := range c.Obligations {
		if f.Kind != compare.Same {
			got = append(got, fmt.Sprintf("obligation %s %v", f.Kind, f.Fields))
		}
	}
	want := []string{
		"target changed 新建集中供水工程12处 新建集中供水工程15处 [value due]",
		"target changed 改造老旧管网58.6公里 改造老旧管网58.6公里 [due]",
		"duty added +县住建局lead",
		"duty changed -县水利局lead +县水利局responsible",
		"duty added +县自然资源局cooperate",
		"duty removed -县财政局cooperate",
		"duty renamed -县卫健局responsible +县卫生健康局responsible",
		"obligation changed [every]",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Two papers of one place and year give one measure two numbers, in clauses that have nothing else in common.
func TestConflicts(t *testing.T) {
	t.Parallel()
	works := "柏岭县水利局关于2024年供水工程建设的工作要点\n\n一、工程建设\n（一）加快骨干工程。完成南湖水库除险加固，新建高标准农田3.2万亩，改造老旧管网58公里，培训管水员200人。（责任单位：县水利局）\n（二）强化调度。建立旬调度制度，及时解决征地拆迁难题，严格控制投资概算，确保资金安全。（责任单位：县发改局）\n"
	farms := "柏岭县农业农村局关于2024年粮食生产的实施方案\n\n一、总体安排\n（一）稳住面积。粮食播种面积稳定在40万亩以上，大豆扩种1.5万亩，千方百计调动农民种粮积极性。（责任单位：县农业农村局）\n（二）夯实基础。扎实推进农田建设，高标准农田建设2.8万亩，同步实施耕地质量提升。（责任单位：县农业农村局、县财政局）\n（三）培育主体。培训新型职业农民200人，完善社会化服务体系，推广托管模式。（责任单位：县农业农村局）\n"
	c := compare.Documents(compiled(t, "works.txt", works), compiled(t, "farms.txt", farms))
	if c.Relation.Kind != compare.Parallel {
		t.Errorf("relation %+v", c.Relation)
	}
	var got []string
	for _, f := range c.Targets {
		if f.Conflict {
			got = append(got, f.Old.Quote+" | "+f.New.Quote+" | "+f.NewIn.Sentence)
		}
	}
	if d := cmp.Diff([]string{"新建高标准农田3.2万亩 | 高标准农田建设2.8万亩 | 扎实推进农田建设，高标准农田建设2.8万亩，同步实施耕地质量提升。"}, got); d != "" {
		t.Error(d)
	}
	// For another place, or another year, the same numbers contradict nothing.
	for _, other := range []string{strings.ReplaceAll(farms, "柏岭县", "澜川县"), strings.ReplaceAll(farms, "2024", "2025")} {
		if c := compare.Documents(compiled(t, "works.txt", works), compiled(t, "farms.txt", other)); c.Summary.Conflicts > 0 || c.Relation.Kind == compare.Parallel {
			t.Errorf("%+v: %d conflicts", c.Relation, c.Summary.Conflicts)
		}
	}
}

func TestRelation(t *testing.T) {
	t.Parallel()
	old := file(t, "../samples/city-key-tasks.txt")
	data, err := os.ReadFile("../samples/city-key-tasks.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		new  compare.Document
		want compare.RelationKind
	}{
		{"itself", old, compare.Revision},
		{"next year's edition", compiled(t, "next.txt", strings.ReplaceAll(string(data), "2024", "2025")), compare.Successor},
		{"another city's", compiled(t, "other.txt", strings.ReplaceAll(string(data), "柏川", "昌岭")), compare.Unrelated},
		{"a county's", file(t, "../samples/rural-opinion-scraped.txt"), compare.Unrelated},
	} {
		if got := compare.Documents(old, test.new).Relation; got.Kind != test.want {
			t.Errorf("%s: %+v, want %s", test.name, got, test.want)
		}
	}
}

// Texts that are hostile or empty end in time and lose nothing.
func TestDocuments_Hostile(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][2]string{
		"nothing in common": {"一、甲\n", "某某某"},
		"the same line":     {head + strings.Repeat("各乡镇负责落实。\n", 4000), head + strings.Repeat("各乡镇负责落实。\n", 3500)},
		"one long clause":   {"一、" + strings.Repeat("甲乙丙丁戊己庚辛壬癸", 8000), "一、" + strings.Repeat("癸壬辛庚己戊丁丙乙甲", 8000)},
		"many numbers":      {"一、任务\n（一）建设。" + strings.Repeat("新建公园3个，", 1500), "一、任务\n（一）建设。" + strings.Repeat("新建公园4个，", 1500)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkComplete(t, compiled(t, "a", texts[0]), compiled(t, "b", texts[1]))
		})
	}
}

// checkComplete compares two documents both ways: every clause and fact stands in the comparison once, and the mirror is the same.
func checkComplete(t testing.TB, a, b compare.Document) *compare.Comparison {
	t.Helper()
	c := compare.Documents(a, b)
	mirrored := flip(compare.Documents(b, a))
	if x, y := content(t, c), content(t, mirrored); !slices.Equal(x, y) {
		t.Errorf("the mirror differs: %s", cmp.Diff(x, y))
	}
	var old, new []int
	for _, ch := range c.Clauses {
		for _, r := range ch.Old {
			old = append(old, r.Span.Start)
		}
		for _, r := range ch.New {
			new = append(new, r.Span.Start)
		}
	}
	for k, side := range [][]int{old, new} {
		doc := [...]compare.Document{a, b}[k]
		var want []int
		for i := range doc.Clauses {
			want = append(want, doc.Clauses[i].Span.Start)
		}
		slices.Sort(side)
		slices.Sort(want)
		if !slices.Equal(side, want) {
			t.Errorf("side %d: %d clauses told, %d are there", k, len(side), len(want))
		}
	}
	targets := 0
	for _, s := range [...]compare.Document{a, b} {
		for i := range s.Policy.Tasks {
			targets += len(s.Policy.Tasks[i].Targets)
		}
	}
	for _, f := range c.Targets {
		if f.Old != nil {
			targets--
		}
		if f.New != nil {
			targets--
		}
	}
	if targets != 0 {
		t.Errorf("%d targets lost or told twice", targets)
	}
	return c
}

// flip turns a comparison round.
func flip(c *compare.Comparison) *compare.Comparison {
	out := *c
	out.Clauses = slices.Clone(c.Clauses)
	for i := range out.Clauses {
		ch := &out.Clauses[i]
		ch.Old, ch.New = ch.New, ch.Old
		ch.Kind = map[compare.ClauseKind]compare.ClauseKind{compare.Inserted: compare.Removed, compare.Removed: compare.Inserted, compare.Split: compare.Merged, compare.Merged: compare.Split}[ch.Kind]
		if ch.Kind == "" {
			ch.Kind = c.Clauses[i].Kind
		}
		ch.Runs = slices.Clone(ch.Runs)
		for k := range ch.Runs {
			r := &ch.Runs[k]
			r.Old, r.New = r.New, r.Old
			switch r.Kind {
			case compare.RunInsert:
				r.Kind = compare.RunDelete
			case compare.RunDelete:
				r.Kind = compare.RunInsert
			}
		}
	}
	out.Targets, out.Duties = flipFacts(c.Targets), flipFacts(c.Duties)
	out.Obligations, out.Provisions = flipFacts(c.Obligations), flipFacts(c.Provisions)
	return &out
}

func flipFacts[T any](facts []compare.Fact[T]) []compare.Fact[T] {
	out := slices.Clone(facts)
	for i := range out {
		f := &out[i]
		f.Old, f.New, f.OldIn, f.NewIn = f.New, f.Old, f.NewIn, f.OldIn
		switch f.Kind {
		case compare.Added:
			f.Kind = compare.Dropped
		case compare.Dropped:
			f.Kind = compare.Added
		}
	}
	return out
}

// content is what a comparison says, one line for each statement, in an order that is the same both ways round.
func content(t testing.TB, c *compare.Comparison) []string {
	t.Helper()
	var out []string
	add := func(v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	for _, ch := range c.Clauses {
		runs := ch.Runs
		ch.Runs = nil
		add(ch)
		var places []string
		for _, r := range runs { // a change's two halves may stand either way round
			places = append(places, fmt.Sprint(r.Kind, r.Old, r.New))
		}
		slices.Sort(places)
		add(places)
	}
	facts(add, c.Targets)
	facts(add, c.Duties)
	facts(add, c.Obligations)
	facts(add, c.Provisions)
	add(c.Relation)
	slices.Sort(out)
	return out
}

func facts[T any](add func(any), all []compare.Fact[T]) {
	for _, f := range all {
		f.OldIn.Change, f.NewIn.Change = 0, 0 // the order of clauses is the new document's
		add(f)
	}
}

func TestDocuments_CompleteAndMirrored(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../samples/*.*")
	if err != nil {
		t.Fatal(err)
	}
	var docs []compare.Document
	for _, p := range paths {
		if ext := filepath.Ext(p); ext == ".txt" || ext == ".docx" || ext == ".html" {
			docs = append(docs, file(t, p))
		}
	}
	if len(docs) < 6 {
		t.Fatalf("only %d samples", len(docs))
	}
	for i, a := range docs {
		for _, b := range docs[i:min(i+3, len(docs))] {
			c := checkComplete(t, a, b)
			if a.Name != b.Name {
				continue
			}
			s := c.Summary
			if s.Clauses[compare.Unchanged] != len(c.Clauses) || s.Targets[compare.Same] != len(c.Targets) || s.Duties[compare.Same] != len(c.Duties) ||
				s.Obligations[compare.Same] != len(c.Obligations) || s.Provisions[compare.Same] != len(c.Provisions) {
				t.Errorf("%s against itself: %+v", a.Name, s)
			}
		}
	}
}
