package extract

import (
	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func run(d *Draft) {
	d.Doc.Obligations = []policy.Obligation{}
	for start := 0; start < len(d.s); {
		end := sentenceEnd(d.s, start)
		st := statement{piece: trimPiece(d.s, piece{start, end}), clause: -1}
		if st.start < st.end {
			d.readObligations(&st)
		}
		start = end
		if start < len(d.s) {
			start += len(firstOf(d.s[start:]))
		}
	}
}
func BenchmarkObl(b *testing.B) {
	var sb strings.Builder
	fs, _ := filepath.Glob("/work/shared/corpus/0*.txt")
	for _, f := range fs {
		t, _ := os.ReadFile(f)
		sb.Write(t)
	}
	fs, _ = filepath.Glob("/work/dev/d2/txt/*.txt")
	for _, f := range fs {
		t, _ := os.ReadFile(f)
		sb.Write(t)
	}
	d := NewDraft(outline.Parse(clean.Clean(&source.Text{String: sb.String()})))
	d.Year = 2022
	b.SetBytes(int64(len(d.s)))
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		run(d)
	}
}
func BenchmarkWorst(b *testing.B) {
	for _, w := range []string{"定期", "每月", "6月底前", "年底考核", "(每月", "月调度", "半年、", "每年6月、", "一月一"} {
		b.Run(w, func(b *testing.B) {
			d := NewDraft(outline.Parse(clean.Clean(&source.Text{String: strings.Repeat(w, 2000)})))
			b.SetBytes(int64(len(d.s)))
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				run(d)
			}
		})
	}
}
