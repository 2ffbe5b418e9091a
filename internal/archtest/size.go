package archtest

import (
	"fmt"
	"go/ast"
)

// A Limit is how long something may be: wanted, and at most, in lines.
type Limit struct{ Wanted, Hard int }

// The limits of the house.
var (
	FileLimit     = Limit{400, 600}
	FunctionLimit = Limit{60, 100}
	PackageLimit  = Limit{2500, 4000} // without tests
)

// CheckSizes says what is longer than it may be, and what is longer than is
// wanted. Generated files do not count.
func CheckSizes(packages []*Package) (broken, long []string) {
	judge := func(what string, lines int, l Limit) {
		switch {
		case lines > l.Hard:
			broken = append(broken, fmt.Sprintf("%s has %d lines, at most %d", what, lines, l.Hard))
		case lines > l.Wanted:
			long = append(long, fmt.Sprintf("%s has %d lines, %d wanted", what, lines, l.Wanted))
		}
	}
	for _, p := range packages {
		total := 0
		for _, f := range p.Files {
			if ast.IsGenerated(f.AST) {
				continue
			}
			lines := f.Line(f.AST.FileEnd)
			if !f.Test {
				total += lines
			}
			judge(f.Path, lines, FileLimit)
			for _, d := range f.AST.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok {
					judge(fmt.Sprintf("%s:%d: %s", f.Path, f.Line(fn.Pos()), fn.Name.Name), f.Line(fn.End())-f.Line(fn.Pos())+1, FunctionLimit)
				}
			}
		}
		judge("package "+p.Path, total, PackageLimit)
	}
	return broken, long
}
