package passage

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/source"
)

func TestCut_LeavesBracketsAndQuotationsWhole(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"市财政局,市审计局;市教育局", []string{"市财政局", "市审计局", "市教育局"}},
		{"各县(市,区),“三资,三化”", []string{"各县(市,区)", "“三资,三化”"}},
		{",,市财政局,", []string{"市财政局"}},
		{"", nil},
	} {
		var got []string
		for _, p := range Cut(tt.text, Between(0, len(tt.text)), ",;") {
			got = append(got, p.Of(tt.text))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestSentenceEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"新建步道。另有", "新建步道"},
		{"加快建设！另有", "加快建设"},
		{"第一行\n第二行", "第一行"},
		{"没有句号", "没有句号"},
		{"", ""},
	} {
		if got := tt.text[:SentenceEnd(tt.text, 0)]; got != tt.want {
			t.Errorf("SentenceEnd(%q) reads %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestText_QuoteIsTheSourcesOwn(t *testing.T) {
	t.Parallel()
	text := Text{Text: clean.Clean(&source.Text{String: "由市财政局（牵头），市审计局配合。"})}
	for _, p := range Cut(text.String, Between(0, len(text.String)), ",") {
		quote, span := text.Quote(p)
		if quote == "" || text.Source.String[span.Start:span.End] != quote {
			t.Errorf("quote %q does not stand at %v", quote, span)
		}
	}
	if quote, span := text.Quote(Between(3, 3)); quote != "" || span.Len() != 0 {
		t.Errorf("an empty piece is quoted as %q at %v", quote, span)
	}
}

func TestSentence_IsUsedWhereRangesMeet(t *testing.T) {
	t.Parallel()
	var st Sentence
	st.Use(Between(6, 12))
	for _, tt := range []struct {
		p    Piece
		want bool
	}{{Between(0, 6), false}, {Between(0, 7), true}, {Between(8, 9), true}, {Between(12, 15), false}} {
		if got := st.IsUsed(tt.p); got != tt.want {
			t.Errorf("IsUsed(%v) = %v, want %v", tt.p, got, tt.want)
		}
	}
}
