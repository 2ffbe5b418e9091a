package pdftext

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/eval"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/reader/printout"
	"github.com/wenxiao/wenxiao/zh"
)

// update prints the files in testdata anew with the office programs of this machine:
//
//	go test ./internal/pdftext -run Update -update
var update = flag.Bool("update", false, "print the files in testdata anew; needs soffice and chromium")

// pool serves all tests, as it serves all documents of a run.
var pool *Pool

func TestMain(m *testing.M) {
	if IsChild() {
		os.Exit(Serve())
	}
	flag.Parse()
	pool = New()
	status := m.Run()
	pool.Close()
	os.Exit(status)
}

func TestUpdate(t *testing.T) {
	if !*update {
		t.Skip("only with -update")
	}
	here, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	profile := "-env:UserInstallation=file://" + t.TempDir() // another office may be open
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
		"--print-to-pdf="+filepath.Join(here, "task-table.pdf"), "file://"+filepath.Join(here, "task-table.html"))
	sample := filepath.Join("..", "..", "samples", "elderly-care-plan.docx")
	run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", here, sample)
	note := filepath.Join(here, "locked.txt")
	run("soffice", profile, "--headless", "--convert-to", `pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"lichuan"}}`, "--outdir", here, note)
	run("soffice", profile, "--headless", "--convert-to", `pdf:writer_pdf_Export:{"RestrictPermissions":{"type":"boolean","value":"true"},"PermissionPassword":{"type":"string","value":"lichuan"},"EnableCopyingOfContent":{"type":"boolean","value":"false"}}`,
		"--outdir", filepath.Join(here, "restricted"), note)
}

func testdata(t testing.TB, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// samples are documents printed by each kind of producer, with the same document in another format.
func samples(t testing.TB) []sample {
	rules := testdata(t, "..", "..", "samples", "employment-subsidy-rules.txt")
	tasks := testdata(t, "..", "..", "samples", "city-key-tasks.txt")
	gbk, ucs2 := printer{encoding: "GBK-EUC-H"}, printer{encoding: "UniGB-UCS2-H"}
	return []sample{
		{"LibreOffice", testdata(t, "testdata", "elderly-care-plan.pdf"), "elderly-care-plan.docx", testdata(t, "..", "..", "samples", "elderly-care-plan.docx")},
		{"Chromium", testdata(t, "testdata", "task-table.pdf"), "task-table.html", testdata(t, "testdata", "task-table.html")},
		{"GBK-EUC-H", gbk.print(t, string(rules)), "employment-subsidy-rules.txt", rules},
		{"UniGB-UCS2-H", ucs2.print(t, string(tasks)), "city-key-tasks.txt", tasks},
	}
}

type sample struct {
	producer string
	pdf      []byte
	name     string
	original []byte
}

// read is what package reader is given.
func read(t testing.TB) reader.Options {
	return reader.Options{PDF: func(data []byte) ([]printout.Page, error) { return pool.Read(t.Context(), data) }}
}

func TestRead_GivesTheFactsOfTheOriginal(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		t.Run(s.producer, func(t *testing.T) {
			t.Parallel()
			printed := factsOf(t, "printed.pdf", s.pdf)
			score := eval.Compare(s.name, factsOf(t, s.name, s.original), printed)
			if score.Kinds[eval.Tasks].Right == 0 || score.Kinds[eval.Targets].Right == 0 {
				t.Error("nothing was found")
			}
			for _, d := range score.Differences {
				t.Error(d)
			}
		})
	}
}

// The documents never seen score the same printed as PDF as they do as text, to a hundredth.
func TestRead_TheUnseenDocumentsScoreTheSame(t *testing.T) {
	t.Parallel()
	const set = "../../compile/testdata/unseen"
	paths, err := filepath.Glob(filepath.Join(set, "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	var typed, printed eval.Score
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		data, err := os.ReadFile(filepath.Join(set, "gold", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		gold, err := eval.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		ucs2 := printer{encoding: "UniGB-UCS2-H"}
		typed.Add(eval.Compare(name, gold, factsOf(t, name+".txt", text)))
		printed.Add(eval.Compare(name, gold, factsOf(t, name+".pdf", ucs2.print(t, string(text)))))
	}
	for _, kind := range eval.Names() {
		want, _ := typed.Figure(kind)
		if got, _ := printed.Figure(kind); math.Abs(want-got) > 0.01 {
			t.Errorf("%s: %.4f, as text %.4f", kind, got, want)
		}
	}
}

func factsOf(t *testing.T, name string, data []byte) *eval.Facts {
	t.Helper()
	doc, err := compile.Compile(name, data, compile.Options{Reader: read(t)})
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	f, err := eval.Parse(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestRead_FindsTheWordsThatPdftotextFinds compares the characters of every sample with those another program reads.
func TestRead_FindsTheWordsThatPdftotextFinds(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("CI needs pdftotext: install poppler-utils and poppler-data")
		}
		t.Skip("not compared with pdftotext, which is not installed (poppler-utils, poppler-data)")
	}
	for _, s := range samples(t) {
		t.Run(s.producer, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "printed.pdf")
			if err := os.WriteFile(path, s.pdf, 0o600); err != nil {
				t.Fatal(err)
			}
			theirs, err := exec.Command("pdftotext", "-enc", "UTF-8", path, "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			pages, err := pool.Read(t.Context(), s.pdf)
			if err != nil {
				t.Fatal(err)
			}
			var ours strings.Builder
			for _, p := range pages {
				for _, r := range p.Runs {
					ours.WriteString(r.Text)
				}
			}
			all, found := shared(string(theirs), ours.String())
			if all < 500 || found*100 < all*99 {
				t.Errorf("%d of the %d characters that pdftotext reads", found, all)
			}
		})
	}
}

// shared counts the characters of a that are no blanks, and how many of them stand in b as well. Widths
// are folded: pdftotext says of some half-width figures that they are full-width ones.
func shared(a, b string) (all, found int) {
	counts := map[rune]int{}
	for _, r := range b {
		counts[zh.Fold(r)]++
	}
	for _, r := range a {
		if r = zh.Fold(r); r <= ' ' {
			continue
		}
		all++
		if counts[r] > 0 {
			counts[r]--
			found++
		}
	}
	return all, found
}
