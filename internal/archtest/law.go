package archtest

import (
	"bufio"
	"fmt"
	"go/ast"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Module is the path of the module the law is for.
const Module = "github.com/wenxiao/wenxiao"

// TestOnly is the floor of what only tests may import.
const TestOnly = -1

// A Layer is one line of layers.txt.
type Layer struct {
	Pattern string // a package inside the module, or an import path; "x/..." is x and everything below
	Floor   int    // or TestOnly
	used    bool
}

// ReadLayers reads layers.txt: a floor number or "test", a package, and a remark on each line; # begins a comment.
func ReadLayers(r io.Reader) ([]*Layer, error) {
	var layers []*Layer
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		floor, err := strconv.Atoi(fields[0])
		if fields[0] == "test" {
			floor, err = TestOnly, nil
		}
		if err != nil || len(fields) < 2 || floor < TestOnly {
			return nil, fmt.Errorf("layers.txt:%d: want a floor number or \"test\", and a package", n)
		}
		if slices.ContainsFunc(layers, func(l *Layer) bool { return l.Pattern == fields[1] }) {
			return nil, fmt.Errorf("layers.txt:%d: %s stands twice", n, fields[1])
		}
		layers = append(layers, &Layer{Pattern: fields[1], Floor: floor})
	}
	return layers, lines.Err()
}

func (l *Layer) matches(p string) bool {
	if below, ok := strings.CutSuffix(l.Pattern, "/..."); ok {
		return p == below || strings.HasPrefix(p, below+"/")
	}
	return p == l.Pattern
}

// find gives the layer of a package, the exact line before a pattern; nil if there is none.
func find(layers []*Layer, p string) *Layer {
	var best *Layer
	for _, l := range layers {
		if l.matches(p) && (best == nil || len(l.Pattern) > len(best.Pattern)) {
			best = l
		}
	}
	return best
}

// CheckImports says, one sentence each, where packages break the law:
//
//  1. every package with non-test files stands in layers.txt, and every line of it is about one;
//  2. no package imports one on a bigger floor;
//  3. what is marked "test" is imported by tests, and by what is so marked, only.
//
// Test files may import what they need.
func CheckImports(packages []*Package, layers []*Layer) []string {
	var broken []string
	for _, p := range packages {
		code := p.code()
		if len(code) == 0 {
			continue
		}
		layer := find(layers, p.Path)
		if layer == nil {
			broken = append(broken, fmt.Sprintf("%s has no floor in layers.txt", p.Path))
			continue
		}
		layer.used = true
		for _, f := range code {
			for _, imported := range f.Imports() {
				if fault := checkImport(layer, layers, imported); fault != "" {
					broken = append(broken, fmt.Sprintf("%s imports %s: %s", f.Path, imported, fault))
				}
			}
		}
	}
	for _, l := range layers {
		external := l.Floor == TestOnly && !strings.HasPrefix(l.Pattern, "internal/")
		if !l.used && !external {
			broken = append(broken, fmt.Sprintf("layers.txt speaks of %s, which does not exist", l.Pattern))
		}
	}
	return broken
}

func checkImport(from *Layer, layers []*Layer, imported string) string {
	own, ours := strings.CutPrefix(imported, Module+"/")
	to := find(layers, own)
	if !ours {
		to = find(layers, imported)
	}
	switch {
	case to == nil || from.Floor == TestOnly:
		return "" // a package without a floor is told of once
	case to.Floor == TestOnly:
		return "only tests may"
	case to.Floor > from.Floor:
		return fmt.Sprintf("floor %d is above floor %d", to.Floor, from.Floor)
	}
	return ""
}

// code are the files that are part of the program.
func (p *Package) code() []*File {
	var files []*File
	for _, f := range p.Files {
		if !f.Test {
			files = append(files, f)
		}
	}
	return files
}

// Pure reports whether a package must be free of effects: whether it stands at the root.
func (p *Package) Pure() bool {
	top, _, _ := strings.Cut(p.Path, "/")
	return top != "internal" && top != "cmd" && top != "."
}

// effects are the packages that touch the world, or bring in what differs from
// run to run; "x/..." is x and everything below.
var effects = []*Layer{
	{Pattern: "os/..."}, {Pattern: "net/..."}, {Pattern: "syscall/..."}, {Pattern: "path/filepath"}, {Pattern: "io/ioutil"},
	{Pattern: "log/..."}, {Pattern: "context"}, {Pattern: "database/..."}, {Pattern: "plugin"}, {Pattern: "runtime/debug"},
	{Pattern: "math/rand/..."}, {Pattern: "crypto/rand"}, {Pattern: "golang.org/x/sys/..."}, {Pattern: "golang.org/x/term/..."},
}

// clocks are the functions of package time that ask or wait for the clock, or read the machine's time zones.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "LoadLocation", "Local"}

// CheckPurity says, one sentence each, where pure packages have effects.
func CheckPurity(packages []*Package) []string {
	var broken []string
	for _, p := range packages {
		if !p.Pure() {
			continue
		}
		for _, f := range p.code() {
			for _, imported := range f.Imports() {
				if find(effects, imported) != nil {
					broken = append(broken, fmt.Sprintf("%s imports %s: a pure package has no effects", f.Path, imported))
				}
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				if name, ok := clock(n); ok {
					broken = append(broken, fmt.Sprintf("%s:%d uses time.%s: a pure package is given its time", f.Path, f.Line(n.Pos()), name))
				}
				return true
			})
		}
	}
	return broken
}

func clock(n ast.Node) (name string, ok bool) {
	selector, ok := n.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	pkg, ok := selector.X.(*ast.Ident)
	return selector.Sel.Name, ok && pkg.Name == "time" && pkg.Obj == nil && slices.Contains(clocks, selector.Sel.Name)
}

// drawers are names that say nothing of what a package holds.
var drawers = []string{"util", "utils", "common", "helper", "helpers", "base", "manager", "types", "models", "misc", "shared"}

// CheckNames says which packages are named like drawers.
func CheckNames(packages []*Package) []string {
	var broken []string
	for _, p := range packages {
		name := path.Base(p.Path)
		if slices.Contains(drawers, name) || strings.HasSuffix(name, "util") || strings.HasSuffix(name, "utils") {
			broken = append(broken, fmt.Sprintf("%s: the name says nothing of what it holds", p.Path))
		}
	}
	return broken
}

// doors are the files that may read forms with files; they give each file on as an intake.Uploaded.
var doors = []string{"internal/web/site/file.go", "internal/api/file.go"}

// CheckDoors finds code that reads a form with files outside of the doors, and code that reads what is in such a file outside of package intake,
// which refuses state secrets first.
func CheckDoors(packages []*Package) (broken []string) {
	for _, p := range packages {
		for _, f := range p.Files {
			if f.Test || p.Path == "internal/app/intake" {
				continue
			}
			uploaded := map[string]bool{} // parameters that are files as they come in
			ast.Inspect(f.AST, func(n ast.Node) bool {
				if x, ok := n.(*ast.Field); ok && isName(x.Type, "intake", "Uploaded") {
					for _, name := range x.Names {
						uploaded[name.Name] = true
					}
				}
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				of, _ := s.X.(*ast.Ident)
				isForm := slices.Contains([]string{"MultipartReader", "ParseMultipartForm", "FormFile", "MultipartForm"}, s.Sel.Name)
				switch {
				case isForm && !slices.Contains(doors, f.Path):
					broken = append(broken, fmt.Sprintf("%s:%d: %s: forms with files are read in %s", f.Path, f.Line(s.Pos()), s.Sel.Name, strings.Join(doors, ", ")))
				case s.Sel.Name == "Content" && of != nil && uploaded[of.Name]:
					broken = append(broken, fmt.Sprintf("%s:%d: the content of a file is read by package intake only", f.Path, f.Line(s.Pos())))
				}
				return true
			})
		}
	}
	return broken
}

// isName says whether an expression is a name of a package.
func isName(x ast.Expr, of, name string) bool {
	s, ok := x.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	p, ok := s.X.(*ast.Ident)
	return ok && p.Name == of && s.Sel.Name == name
}
