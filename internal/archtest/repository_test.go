package archtest

import (
	"bytes"
	"go/format"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/eval"
	"github.com/wenxiao/wenxiao/internal/cli"
	"github.com/wenxiao/wenxiao/source"
)

// repository gives the root of this repository and its packages.
func repository(t *testing.T) (root string, packages []*Package) {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	packages, err = Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return root, packages
}

// read gives a file of the repository; one that is missing fails the test and reads as empty.
func read(t *testing.T, root, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

// report fails the test with every breach.
func report(t *testing.T, broken []string) {
	t.Helper()
	for _, b := range broken {
		t.Error(b)
	}
}

func TestRepository_ImportsFollowLayers(t *testing.T) {
	t.Parallel()
	root, packages := repository(t)
	l, err := ReadLayers(strings.NewReader(read(t, root, "layers.txt")))
	if err != nil {
		t.Fatal(err)
	}
	report(t, CheckImports(packages, l))
}

func TestRepository_RootPackagesArePure(t *testing.T) {
	t.Parallel()
	_, packages := repository(t)
	report(t, CheckPurity(packages))
}

func TestRepository_FilesComeInByOneDoor(t *testing.T) {
	t.Parallel()
	_, packages := repository(t)
	report(t, CheckDoors(packages))
}

func TestRepository_PackagesAreNamedForWhatTheyHold(t *testing.T) {
	t.Parallel()
	_, packages := repository(t)
	report(t, CheckNames(packages))
}

func TestRepository_PackagesHaveOneComment(t *testing.T) {
	t.Parallel()
	_, packages := repository(t)
	report(t, CheckPackageComments(packages))
}

func TestRepository_ExportedNamesHaveComments(t *testing.T) {
	t.Parallel()
	_, packages := repository(t)
	report(t, CheckExportedComments(packages))
}

func TestRepository_NothingIsTooLong(t *testing.T) {
	t.Parallel()
	_, packages := repository(t)
	broken, long := CheckSizes(packages)
	report(t, broken)
	for _, l := range long {
		t.Log(l)
	}
}

func TestRepository_GlossaryListsTheVocabulary(t *testing.T) {
	t.Parallel()
	root, packages := repository(t)
	glossary := read(t, root, "doc/glossary.md")
	han := regexp.MustCompile(`\p{Han}`)
	for _, p := range packages {
		if p.Path != "policy" {
			continue
		}
		for name, comment := range p.ExportedTypes() {
			if !regexp.MustCompile(`\b` + name + `\b`).MatchString(glossary) {
				t.Errorf("doc/glossary.md does not list policy.%s", name)
			}
			if !han.MatchString(comment) {
				t.Errorf("the comment of policy.%s does not hold its Chinese term", name)
			}
		}
	}
}

func TestRepository_DiagnosticsAreWordedAndExplained(t *testing.T) {
	t.Parallel()
	root, _ := repository(t)
	explained := read(t, root, "doc/diagnostics.md")
	for code, w := range source.Catalogue {
		if !regexp.MustCompile(`\b` + string(code) + `\b`).MatchString(explained) {
			t.Errorf("doc/diagnostics.md does not explain %s", code)
		}
		for _, l := range []source.Language{source.Chinese, source.English} {
			if w.Message[l] == "" || w.Suggestion[l] == "" && w.Severity != source.Note {
				t.Errorf("%s lacks its wording in language %d", code, l)
			}
		}
	}
}

func TestRepository_CommandsAreDocumented(t *testing.T) {
	t.Parallel()
	root, _ := repository(t)
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		text := read(t, root, name)
		for _, command := range cli.Commands() {
			if !strings.Contains(text, "wenxiao "+command) {
				t.Errorf("%s does not speak of \"wenxiao %s\"", name, command)
			}
		}
	}
}

// A sample is also documentation and a golden test: it has gold beside it and a
// line in the list, and stays small enough for a repository.
func TestRepository_SamplesHaveGoldAndAreListed(t *testing.T) {
	t.Parallel()
	const largest = 60 << 10 // bytes
	root, _ := repository(t)
	list := read(t, root, "samples/README.md")
	files, err := fs.Glob(os.DirFS(root), "samples/*.*")
	if err != nil {
		t.Fatal(err)
	}
	samples := map[string]bool{}
	for _, name := range files {
		base := path.Base(name)
		if base == "README.md" || path.Ext(base) == ".go" {
			continue
		}
		if !strings.Contains(list, "| `"+base+"` |") {
			t.Errorf("samples/README.md does not list %s", base)
		}
		if size := len(read(t, root, name)); size > largest {
			t.Errorf("%s has %d bytes, more than %d", name, size, largest)
		}
		gold := strings.TrimSuffix(base, path.Ext(base)) + ".json"
		samples[gold] = true
		if _, err := eval.Parse([]byte(read(t, root, "samples/gold/"+gold))); err != nil {
			t.Errorf("gold of %s: %v", base, err)
		}
	}
	golds, err := fs.Glob(os.DirFS(root), "samples/gold/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range golds {
		if !samples[path.Base(name)] {
			t.Errorf("%s is gold of no sample", name)
		}
	}
}

func TestRepository_GoFilesAreFormatted(t *testing.T) {
	t.Parallel()
	root, packages := repository(t)
	for _, p := range packages {
		for _, f := range p.Files {
			src := []byte(read(t, root, f.Path))
			if formatted, err := format.Source(src); err != nil || !bytes.Equal(src, formatted) {
				t.Errorf("%s is not as gofmt prints it (%v)", f.Path, err)
			}
		}
	}
}

func TestRepository_ModuleReplacesNothing(t *testing.T) {
	t.Parallel()
	root, _ := repository(t)
	if regexp.MustCompile(`(?m)^\s*replace\b`).MatchString(read(t, root, "go.mod")) {
		t.Error("go.mod has a replace line: nobody who imports the module would have it")
	}
}

// What betrays the machine a file was written on. The pieces are joined here,
// so that this file does not hold what it looks for.
var (
	machinePaths = regexp.MustCompile(`(^|[\s"'=(:` + "`" + `])(/(home|root|work|Users)/[\w.]|[A-Z]:\\Users\\)`)
	registries   = []string{
		"proxy." + "golang.org", "sum." + "golang.org", "goproxy" + ".cn", "goproxy" + ".io", "registry." + "npmjs.org",
		"registry." + "npmmirror.com", "pypi" + ".org", "mirrors." + "aliyun.com", "mirrors." + "tuna.", "crates" + ".io",
	}
)

func TestRepository_FilesNameNoMachineAndNoRegistry(t *testing.T) {
	t.Parallel()
	root, _ := repository(t)
	err := fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == ".git" {
			return skipDir(err)
		}
		if !d.Type().IsRegular() || p == ".git" { // where a worktree's repository is
			return nil
		}
		data, err := os.ReadFile(filepath.Join(root, p))
		if err != nil || bytes.IndexByte(data, 0) >= 0 {
			return err // binary files are not read
		}
		for n, line := range strings.Split(string(data), "\n") {
			if m := machinePaths.FindString(line); m != "" {
				t.Errorf("%s:%d holds a path of one machine: %s", p, n+1, m)
			}
			if i := slices.IndexFunc(registries, func(r string) bool { return strings.Contains(line, r) }); i >= 0 {
				t.Errorf("%s:%d names the registry %s", p, n+1, registries[i])
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// skipDir passes a directory over, unless there is an error to tell.
func skipDir(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}
