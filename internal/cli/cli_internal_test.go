package cli

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

func TestHelp_NamesEveryOption(t *testing.T) {
	t.Parallel()
	options := map[string]reflect.Type{"compile": reflect.TypeFor[compileOptions](), "eval": reflect.TypeFor[evalOptions]()}
	for _, c := range commandHelp {
		if options[c.name] == nil {
			continue
		}
		for i := range options[c.name].NumField() {
			tag := options[c.name].Field(i).Tag
			if _, positional := tag.Lookup("arg"); positional {
				continue
			}
			for lang, page := range c.page {
				if name := "--" + tag.Get("name") + " "; !strings.Contains(page, "\n  "+name) {
					t.Errorf("the page of %s in language %d does not name %s", c.name, lang, name)
				}
			}
		}
	}
}

func TestCompile_APanicCostsOneDocument(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a.txt", "b.txt", "c.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs strings.Builder
	p := &program{stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
		compile: func(name string, data []byte, o compile.Options) (*policy.Document, error) {
			if strings.HasSuffix(name, "b.txt") {
				panic("impossible")
			}
			return &policy.Document{}, nil
		}}
	status := p.run(t.Context(), []string{"compile", "--format", "jsonl", "--lang", "zh", dir})
	if status != StatusFaults || strings.Count(out.String(), "\n") != 2 {
		t.Errorf("status %d, output:\n%s", status, out.String())
	}
	if s := errs.String(); !strings.Contains(s, "b.txt") || !strings.Contains(s, "impossible (github.com/wenxiao/") || strings.Count(s, "\n") != 1 {
		t.Errorf("stderr: %s", s)
	}
}

func TestInOrder_KeepsOrderAndBounds(t *testing.T) {
	t.Parallel()
	const all, workers = 500, 4
	var flying, most atomic.Int64
	inputs := func(yield func(int) bool) {
		for i := range all {
			if n := flying.Add(1); n > most.Load() {
				most.Store(n) // only this goroutine raises it
			}
			if !yield(i) {
				return
			}
		}
	}
	var got []int
	err := inOrder(t.Context(), workers, inputs, func(i int) int { return i * 2 }, func(r int) error {
		flying.Add(-1)
		got = append(got, r/2)
		return nil
	})
	if err != nil || len(got) != all || !slices.IsSorted(got) {
		t.Errorf("error %v, %d results in order %v", err, len(got), slices.IsSorted(got))
	}
	if most.Load() > workers+2 {
		t.Errorf("%d inputs in flight with %d workers", most.Load(), workers)
	}
}

func TestInOrder_EndsWithTheFirstError(t *testing.T) {
	t.Parallel()
	endless := func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	}
	full := errors.New("disk full")
	err := inOrder(t.Context(), 3, endless, func(i int) int { return i }, func(i int) error {
		if i == 10 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}

func TestInOrder_EndsWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	endless := func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	}
	err := inOrder(ctx, 3, endless, func(i int) int { return i }, func(i int) error {
		if i == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestNamer_NoFileIsWrittenTwice(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ inputs, want []string }{
		{[]string{"a.txt", "b.docx", "-", "c"}, []string{"a.json", "b.json", "stdin.json", "c.json"}},
		{[]string{"a.txt", "a.docx", "b.txt"}, []string{"a.txt.json", "a.docx.json", "b.json"}},
		{[]string{"x/a.txt", "y/a.txt", "z/a.txt"}, []string{"a.txt.json", "a.txt~2.json", "a.txt~3.json"}},
		{[]string{"A.txt", "a.TXT"}, []string{"A.txt.json", "a.TXT~2.json"}},
		{[]string{"a.txt", "a.docx", "a.txt.html"}, []string{"a.txt.json", "a.docx.json", "a.txt.html.json"}},
		{[]string{".txt", "通知.txt"}, []string{".txt.json", "通知.json"}},
	} {
		all := func(yield func(input) bool) {
			for _, path := range test.inputs {
				if !yield(input{path: path}) {
					return
				}
			}
		}
		names, total := newNamer(all, ".json")
		var got []string
		for in := range all {
			name, _ := names.name(in)
			got = append(got, name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || total != len(test.want) {
			t.Errorf("%q (%d): %s", test.inputs, total, diff)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"市公安局、市财政局", 10, []string{"市公安局、", "市财政局"}},
		{"到2025年达到12.5万户", 10, []string{"到2025年达", "到12.5万户"}},
		{"完成任务（各县）。", 10, []string{"完成任务", "（各县）。"}},
		{"two words here", 9, []string{"two words", "here"}},
		{"一\n二\x1b[31m三", 20, []string{"一 二[31m三"}},
	} {
		if diff := cmp.Diff(test.want, wrap(test.text, test.width)); diff != "" {
			t.Errorf("%q at %d: %s", test.text, test.width, diff)
		}
	}
}

// Whatever a text holds and however narrow the terminal is, no word is lost.
func TestWrap_LosesNoWord(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	signs := []rune("到2025年，（达）万户……abc -\x00\u0301\U0001f600 \t\n\ufffd")
	for range 5000 {
		text := make([]rune, random.IntN(200))
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		broken, width := string(text)+string([]byte{0xff, 0xe4}[:random.IntN(3)]), random.IntN(200)-10
		plain := strings.ReplaceAll(strings.TrimSpace(printable(broken)), " ", "") // spaces at the ends are no words
		if got := strings.ReplaceAll(strings.Join(wrap(broken, width), ""), " ", ""); got != plain {
			t.Fatalf("words were lost at %d: %q became %q", width, plain, got)
		}
	}
}

func TestPad_CountsChineseCharactersTwice(t *testing.T) {
	t.Parallel()
	if got := pad("任务", 6) + "|" + padLeft("5", 3) + "|" + pad("e\u0301", 2) + "|"; got != "任务  |  5|e\u0301 |" {
		t.Errorf("%q", got)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args  []string
		env   map[string]string
		want  source.Language
		known bool
	}{
		{nil, nil, source.Chinese, true},
		{nil, map[string]string{"LANG": "en_US.UTF-8"}, source.English, true},
		{nil, map[string]string{"LANG": "C.UTF-8"}, source.Chinese, true},
		{nil, map[string]string{"LANG": "en_US.UTF-8", "WENXIAO_LANG": "zh"}, source.Chinese, true},
		{[]string{"compile", "--lang", "zh"}, map[string]string{"LANG": "en"}, source.Chinese, true},
		{[]string{"--lang=en"}, nil, source.English, true},
		{[]string{"compile", "--", "--lang=fr"}, nil, source.Chinese, true},
		{[]string{"--lang=fr"}, nil, source.Chinese, false},
	} {
		got, known := language(test.args, func(k string) string { return test.env[k] })
		if got != test.want || known != test.known {
			t.Errorf("%q %v: %d, %v", test.args, test.env, got, known)
		}
	}
}

func TestParseErrors_AreAllSaidInChinese(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"restore"}, {"key", "rotate", "--use", "x"}, {"serve", "--idle-timeout", "1"}, {"serve", "--trusted-proxy=x"}, {"user", "ad"},
		{"compile", "--nothing", "a"}, {"compile", "--form", "a"}, {"compile", "--out"}, {"compile", "--out", "--jobs", "1"},
		{"compile", "--jobs", "many", "a"}, {"compil"}, {"zzz"}, {"version", "x"}, {"eval", "--show=maybe", "a"}, {"compile", "--jobs"},
	} {
		var errs strings.Builder
		p := &program{stdout: io.Discard, stderr: &errs}
		if status := p.run(t.Context(), append(args, "--lang=zh")); status != StatusUsage {
			t.Errorf("%q: status %d", args, status)
		}
		for _, english := range []string{"there", "must", "can", "lacks", "mean", "problem"} {
			if strings.Contains(errs.String(), english) {
				t.Errorf("%q: %s", args, errs.String())
			}
		}
	}
}
