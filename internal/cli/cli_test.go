package cli_test

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/internal/cli"
	"github.com/wenxiao/wenxiao/internal/pdftext"
	"github.com/wenxiao/wenxiao/source"
)

func TestMain(m *testing.M) {
	if pdftext.IsChild() {
		os.Exit(pdftext.Serve())
	}
	testscript.Main(m, map[string]func(){
		"wenxiao": func() {
			os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// The command line is specified by the scripts in testdata.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("WENXIAO_LANG", "zh")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"json":   checkJSON,
			"sheets": checkSheets,
			"cell":   checkCell,
		},
	})
}

// status N wenxiao ARG… runs the command and checks its exit status, which
// "exec" can only check to be zero or not.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command arg…")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// json FILE KEY… checks that every line of a file (or the whole of it) is a JSON object with these keys.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: json FILE KEY…")
	}
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	for n := 0; ; n++ {
		if n > 0 && !decoder.More() {
			return
		}
		var object map[string]json.RawMessage
		if err := decoder.Decode(&object); err != nil {
			ts.Fatalf("%s: %v", args[0], err)
		}
		for _, key := range args[1:] {
			if _, ok := object[key]; !ok {
				ts.Fatalf("%s: no key %q", args[0], key)
			}
		}
	}
}

// sheets FILE NAME… checks which sheets a workbook has, in their order.
func checkSheets(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: sheets FILE NAME…")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, args[1:]) {
		ts.Fatalf("sheets %q, want %q", got, args[1:])
	}
}

// cell FILE SHEET CELL TEXT checks what a cell of a workbook says.
func checkCell(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: cell FILE SHEET CELL TEXT")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	got, err := f.GetCellValue(args[1], args[2])
	ts.Check(err)
	if got != args[3] {
		ts.Fatalf("%s of %s says %q, want %q", args[2], args[1], got, args[3])
	}
}

// run calls the command line in this process, in Chinese or in English.
func run(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	status = cli.Run(t.Context(), args, strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

func TestHelp_EveryCommandHasAPageWithAnExampleInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, command := range cli.Commands() {
		for _, lang := range []string{"zh", "en"} {
			status, page, stderr := run(t, command, "--help", "--lang", lang)
			example := map[string]string{"zh": "示例：\n  wenxiao " + command, "en": ":\n  wenxiao " + command}[lang]
			if status != cli.StatusDone || stderr != "" || !strings.Contains(page, example) {
				t.Errorf("%s --help --lang %s: status %d, stderr %q, page:\n%s", command, lang, status, stderr, page)
			}
			if han := regexp.MustCompile(`\p{Han}`).FindString(page); lang == "en" && han != "" {
				t.Errorf("the English page of %s holds %q", command, han)
			}
		}
	}
}

func TestRun_AResultThatCannotBePrintedIsAFaultOfTheEnvironment(t *testing.T) {
	t.Parallel()
	var errs strings.Builder
	status := cli.Run(t.Context(), []string{"version"}, strings.NewReader(""), failingWriter{}, &errs)
	if status != cli.StatusEnvironment || errs.Len() == 0 {
		t.Errorf("status %d, stderr %q", status, errs.String())
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestRun_AnInterruptedRunSaysSo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs strings.Builder
	status := cli.Run(ctx, []string{"compile", "--lang", "en", "testdata"}, strings.NewReader(""), &out, &errs)
	if status != cli.StatusEnvironment || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("status %d, stderr %q", status, errs.String())
	}
}

func TestCatalogue_EveryDiagnosticHasTheSameArgumentsInBothLanguages(t *testing.T) {
	t.Parallel()
	for code, w := range source.Catalogue {
		for _, pair := range [][2]string{w.Message, w.Suggestion} {
			if strings.Count(pair[source.Chinese], "%s") != strings.Count(pair[source.English], "%s") {
				t.Errorf("%s: %q and %q", code, pair[source.Chinese], pair[source.English])
			}
		}
	}
}
