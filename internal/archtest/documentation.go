package archtest

import (
	"fmt"
	"go/ast"
	"regexp"
	"strings"
)

// sentenceEnd is where a sentence of a comment ends.
var sentenceEnd = regexp.MustCompile(`[.!?:。](\s|$)`)

// CheckPackageComments says which packages do not have exactly one package comment of at least two sentences.
func CheckPackageComments(packages []*Package) []string {
	var broken []string
	for _, p := range packages {
		comments, words := 0, ""
		for _, f := range p.code() {
			if f.AST.Doc != nil && !ast.IsGenerated(f.AST) { // a generator's remark stands where a package comment does
				comments++
				words = f.AST.Doc.Text()
			}
		}
		switch {
		case len(p.code()) == 0:
		case comments != 1:
			broken = append(broken, fmt.Sprintf("%s has %d package comments, want one", p.Path, comments))
		case len(sentenceEnd.FindAllString(words, 2)) < 2:
			broken = append(broken, fmt.Sprintf("%s: the package comment says too little: %q", p.Path, words))
		}
	}
	return broken
}

// CheckExportedComments says which exported names have no comment. A comment on
// a group of constants or variables, or behind one, counts for each.
func CheckExportedComments(packages []*Package) []string {
	var broken []string
	for _, p := range packages {
		for _, f := range p.code() {
			for _, d := range f.AST.Decls {
				for _, name := range undocumented(d) {
					broken = append(broken, fmt.Sprintf("%s:%d: %s has no comment", f.Path, f.Line(name.Pos()), name.Name))
				}
			}
		}
	}
	return broken
}

func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && receiverIsExported(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, s := range d.Specs {
			names = append(names, undocumentedIn(d, s)...)
		}
		return names
	}
	return nil
}

func undocumentedIn(d *ast.GenDecl, s ast.Spec) []*ast.Ident {
	var names []*ast.Ident
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Doc == nil && (d.Doc == nil || d.Lparen.IsValid()) && s.Comment == nil {
			names = append(names, s.Name)
		}
	case *ast.ValueSpec:
		if s.Doc == nil && d.Doc == nil && s.Comment == nil {
			names = s.Names
		}
	}
	var exported []*ast.Ident
	for _, n := range names {
		if n.IsExported() {
			exported = append(exported, n)
		}
	}
	return exported
}

func receiverIsExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

// ExportedTypes gives the exported types of a package with their comments.
func (p *Package) ExportedTypes() map[string]string {
	types := map[string]string{}
	for _, f := range p.code() {
		for _, d := range f.AST.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				if t, ok := s.(*ast.TypeSpec); ok && t.Name.IsExported() {
					types[t.Name.Name] = strings.TrimSpace(g.Doc.Text() + t.Doc.Text())
				}
			}
		}
	}
	return types
}
