package proposal

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/source"
)

func TestMarkdown_OfASample(t *testing.T) {
	t.Parallel()
	golden(t, "pollution-task-table.html.md", string(Markdown(sample(t, "pollution-task-table.html", source.Chinese))))
}

func TestEscape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"*重点* 任务_一_ `x` [y](z)": "\\*重点\\* 任务\\_一\\_ \\`x\\` \\[y\\](z)",
		"<script>&amp;|~~a~~":   `&lt;script&gt;&amp;amp;\|\~\~a\~\~`,
		"# 一":                   `\# 一`,
		"甲\n- 乙\n1. 丙\n2) 丁":    "甲\n\\- 乙\n1\\. 丙\n2\\) 丁",
		"甲\n---\n===":           "甲\n\\---\n\\===",
		"a\\b":                  `a\\b`,
		"见www.a.cn或http://b":    "见www<!-- -->.a.cn或http<!-- -->://b",
		"2024年PM2.5不高于33":       "2024年PM2.5不高于33",
		"@someone":              "&#64;someone",
	} {
		if got := escape(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestMarkdown_ATableRowStaysOneLine(t *testing.T) {
	t.Parallel()
	for _, name := range samples(t) {
		for _, l := range []source.Language{source.Chinese, source.English} {
			s := sample(t, name, l)
			page := string(Markdown(s))
			cells := 0
			for line := range strings.Lines(page) {
				if n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); strings.HasPrefix(line, "|") {
					if cells > 0 && n != cells {
						t.Errorf("%s: %d marks in a table of %d: %s", name, n, cells, line)
					}
					cells = n
				} else if cells = 0; n > 0 {
					t.Errorf("%s: a row broke: %s", name, line)
				}
			}
			for _, i := range s.tasks {
				if !strings.Contains(page, escape(s.Rows[i].Text(ColumnTask))) {
					t.Errorf("%s: %s is missing", name, s.Rows[i].Text(ColumnTask))
				}
			}
		}
	}
}
