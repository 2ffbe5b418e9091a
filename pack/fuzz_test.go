package pack_test

import (
	"testing"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/source"
)

// Whatever the bytes, Load gives a pack or diagnostics inside them, in words, and the
// examples of what it accepts can be tried.
func FuzzLoad(f *testing.F) {
	f.Add(toy(f))
	for _, text := range []string{"", "pack: a", "pack: &a [*a]", "pack: {pack: {", "a: 1\n---\nb: 2", "pack: \"\\0\"\nversion: 1\ntitle: {zh: 一, en: a}\nregisters: {a: {title: {zh: 一, en: a}, fields: {}}}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, found := pack.Load(data)
		if (p == nil) != (len(found) > 0) {
			t.Fatalf("pack %v, diagnostics %v", p, found)
		}
		for _, d := range found {
			if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(data) {
				t.Fatalf("%v lies outside", d)
			}
			if said := declare.Describe("pack.yaml", data, d, source.Chinese); utf8.Valid(data) && !utf8.ValidString(said) {
				t.Fatalf("%q", said)
			}
		}
		if p == nil {
			return
		}
		for _, e := range p.Examples {
			if err := p.Try(e); err != nil && err.Error() == "" {
				t.Fatal("an error without words")
			}
		}
	})
}
