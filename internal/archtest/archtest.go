// Package archtest reads the repository's own source and says where it breaks
// the rules of the house: who may import whom, what pure packages may use, what
// must be documented, how long things may be. It is for tests only and never
// part of the program.
//
// Start at [Load] for the source and at [CheckImports] for the law of imports in layers.txt.
package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// A Package is one directory of Go files.
type Package struct {
	Path  string // inside the module, "." for its root
	Files []*File
}

// A File is one Go file, parsed with its comments.
type File struct {
	Path string // inside the module, with slashes
	Test bool   // whether it is a _test.go file
	Set  *token.FileSet
	AST  *ast.File
}

// Imports are the paths a file imports.
func (f *File) Imports() []string {
	paths := make([]string, len(f.AST.Imports))
	for i, spec := range f.AST.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			panic(err) // the parser lets only string literals through
		}
		paths[i] = p
	}
	return paths
}

// Line is the line of a place in a file.
func (f *File) Line(p token.Pos) int { return f.Set.Position(p).Line }

// Load parses every package of the module whose root is the file system's,
// whatever the build tags of its files. Nested modules, testdata and directories
// that begin with "." or "_" are left out.
func Load(root fs.FS) ([]*Package, error) {
	byPath := map[string]*Package{}
	var packages []*Package
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return enter(root, p, d.Name())
		}
		if path.Ext(p) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(root, p)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, p, src, parser.ParseComments)
		if err != nil {
			return fmt.Errorf("parse %s: %w", p, err)
		}
		dir := path.Dir(p)
		if byPath[dir] == nil {
			byPath[dir] = &Package{Path: dir}
			packages = append(packages, byPath[dir])
		}
		byPath[dir].Files = append(byPath[dir].Files, &File{Path: p, Test: strings.HasSuffix(p, "_test.go"), Set: set, AST: file})
		return nil
	})
	return packages, err
}

// enter decides whether a directory belongs to the module.
func enter(root fs.FS, p, name string) error {
	if p == "." {
		return nil
	}
	if name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return fs.SkipDir
	}
	if _, err := fs.Stat(root, path.Join(p, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// Root finds the module's root directory above the working directory.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = parent
	}
}
