package pdftext

import "testing"

// Starting a child, with PDFium's code in the cache and without.
func BenchmarkStart(b *testing.B) {
	for _, c := range []struct{ name, cache string }{{"cached", b.TempDir()}, {"compiling", "none"}} { // only an absolute path is a cache
		b.Run(c.name, func(b *testing.B) {
			b.Setenv("XDG_CACHE_HOME", c.cache)
			run := func() {
				child, err := start(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				child.kill()
			}
			if c.cache != "none" {
				run()
			}
			for b.Loop() {
				run()
			}
		})
	}
}

// Reading documents one after the other in a child that is there.
func BenchmarkRead(b *testing.B) {
	for _, s := range samples(b) {
		b.Run(s.producer, func(b *testing.B) {
			pages := 0
			for b.Loop() {
				p, err := pool.Read(b.Context(), s.pdf)
				if err != nil {
					b.Fatal(err)
				}
				pages = len(p)
			}
			b.ReportMetric(float64(pages), "pages")
		})
	}
}
