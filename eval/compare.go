package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Compare scores what was found of a document against its gold. name stands before each difference.
func Compare(name string, gold, found *Facts) Score {
	var s Score
	for i := range s.Kinds {
		s.compareKind(i, name, gold.kinds[i], found.kinds[i])
	}
	s.compareTitles(name, gold.titles, found.titles)
	s.compareProperty(Comparisons, name, "op", gold.comparisons, found.comparisons)
	s.compareProperty(DueDates, name, "due", gold.dueDates, found.dueDates)
	s.compareMeta(name, gold.meta, found.meta)
	return s
}

func (s *Score) differ(format string, args ...any) {
	s.Differences = append(s.Differences, "  "+fmt.Sprintf(format, args...))
}

func (s *Score) compareKind(kind int, name string, gold, found map[string]int) {
	t := &s.Kinds[kind]
	for _, key := range slices.Sorted(maps.Keys(gold)) {
		t.Right += min(gold[key], found[key])
		if missed := gold[key] - found[key]; missed > 0 {
			t.Missed += missed
			s.differ("%s %s missed   %dx %s", name, kindNames[kind], missed, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		if invented := found[key] - gold[key]; invented > 0 {
			t.Invented += invented
			s.differ("%s %s invented %dx %s", name, kindNames[kind], invented, key)
		}
	}
}

// judge counts one comparison and reports whether both sides agree.
func (s *Score) judge(share int, same bool) bool {
	s.Shares[share].All++
	if same {
		s.Shares[share].Right++
	}
	return same
}

func (s *Score) compareTitles(name string, gold, found map[string]string) {
	for _, path := range slices.Sorted(maps.Keys(gold)) {
		got, ok := found[path]
		if ok && !s.judge(Titles, got == gold[path]) {
			s.differ("%s title %s: gold %s got %s", name, path, quote(gold[path]), quote(got))
		}
	}
}

// compareProperty pairs the values that targets of one key have on both sides, in order.
func (s *Score) compareProperty(share int, name, field string, gold, found map[string][]string) {
	for _, key := range slices.Sorted(maps.Keys(gold)) {
		want, got := slices.Sorted(slices.Values(gold[key])), slices.Sorted(slices.Values(found[key]))
		for i := range min(len(want), len(got)) {
			if !s.judge(share, want[i] == got[i]) {
				s.differ("%s %s %s: gold %s got %s", name, field, key, want[i], got[i])
			}
		}
	}
}

// Metadata that is compared as one value, and as a set of values.
var (
	metaValues = []string{"title", "number", "issued", "region", "region_level", "year"}
	metaSets   = []string{"issuers", "references"}
)

func (s *Score) compareMeta(name string, gold, found map[string]any) {
	for _, k := range metaValues {
		want, got := gold[k], found[k]
		if !s.judge(Metadata, norm(bare(want)) == norm(bare(got))) {
			s.differ("%s meta %s: gold %s got %s", name, k, atom(want), atom(got))
		}
	}
	for _, k := range metaSets {
		want, got := set(gold[k]), set(found[k])
		if !s.judge(Metadata, slices.Equal(want, got)) {
			s.differ("%s meta %s: gold [%s] got [%s]", name, k, strings.Join(want, ", "), strings.Join(got, ", "))
		}
	}
}

// set gives the different texts of a JSON array, normed and sorted.
func set(v any) []string {
	list, _ := v.([]any) // anything else is an empty set
	var texts []string
	for _, x := range list {
		texts = append(texts, quote(norm(bare(x))))
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}
