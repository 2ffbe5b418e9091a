package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
)

// A Wording is a place in the source that names the key of a wording.
type Wording struct {
	Key   string
	Place string // path and line
}

// Wordings finds every key of a wording that the program names: the first argument of a method Say, the second of
// locale.Text, that of fault.New and fault.Because with "fault." before it, the last of a page's Go, and the name and kind of an app.Act, as the
// audit lists them. A key that is
// not written out as a string where it is used can not be checked, and is told of as broken; the functions that hand keys
// on are left out.
func Wordings(packages []*Package) (found []Wording, broken []string) {
	for _, p := range packages {
		for _, f := range p.code() {
			for _, d := range f.AST.Decls {
				if handsOn(d) {
					continue
				}
				ast.Inspect(d, func(n ast.Node) bool {
					if lit, ok := n.(*ast.CompositeLit); ok {
						for _, key := range actWords(lit) {
							found = append(found, Wording{key, fmt.Sprintf("%s:%d", f.Path, f.Line(lit.Pos()))})
						}
						return true
					}
					call, ok := n.(*ast.CallExpr)
					if !ok {
						return true
					}
					prefix, at, ok := keyArgument(call)
					if !ok || at >= len(call.Args) {
						return true
					}
					place := fmt.Sprintf("%s:%d", f.Path, f.Line(call.Pos()))
					literal, ok := call.Args[at].(*ast.BasicLit)
					if !ok || literal.Kind != token.STRING {
						broken = append(broken, place+" names a wording that is not written out")
						return true
					}
					key, err := strconv.Unquote(literal.Value)
					if err != nil {
						panic(err) // the parser lets only string literals through
					}
					found = append(found, Wording{prefix + key, place})
					return true
				})
			}
		}
	}
	return found, broken
}

// actWords are the keys of the words for an app.Act: what was done, and to what kind of thing.
func actWords(lit *ast.CompositeLit) (keys []string) {
	t, ok := lit.Type.(*ast.SelectorExpr)
	if !ok || t.Sel.Name != "Act" {
		return nil
	}
	if x, ok := t.X.(*ast.Ident); !ok || x.Name != "app" {
		return nil
	}
	for _, e := range lit.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		name, _ := pair.Key.(*ast.Ident)
		value, ok := pair.Value.(*ast.BasicLit)
		if name == nil || !ok || value.Kind != token.STRING {
			continue
		}
		text, err := strconv.Unquote(value.Value)
		if err != nil {
			panic(err) // the parser lets only string literals through
		}
		switch name.Name {
		case "Name":
			keys = append(keys, "word.event."+text)
		case "Kind":
			keys = append(keys, "word.event-on."+text)
		}
	}
	return keys
}

// handsOn reports whether a function only passes on the key it is given: one named Say or say, or one of package locale.
func handsOn(d ast.Decl) bool {
	f, ok := d.(*ast.FuncDecl)
	return ok && (f.Name.Name == "Say" || f.Name.Name == "say")
}

// keyArgument says which argument of a call is a key, and what stands before it in the catalogue.
func keyArgument(call *ast.CallExpr) (prefix string, at int, ok bool) {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", 0, false
	}
	name := s.Sel.Name
	if name == "Go" && len(call.Args) == 4 {
		key, ok := call.Args[3].(*ast.BasicLit)
		return "", 3, ok && key.Value != `""` // a page may leave nothing
	}
	x, _ := s.X.(*ast.Ident)
	switch {
	case name == "Say":
		return "", 0, true
	case x != nil && x.Name == "locale" && name == "Text":
		return "", 1, true
	case x != nil && x.Name == "fault" && name == "New":
		return "fault.", 1, true
	case x != nil && x.Name == "fault" && name == "Because":
		return "fault.", 2, true
	}
	return "", 0, false
}
