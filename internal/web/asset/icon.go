package asset

import (
	"io/fs"
	"path"
	"strings"

	thirdparty "github.com/wenxiao/wenxiao/internal/web/third_party"
)

// icons are the strokes of Tabler's icons by name: what stands inside the svg element.
var icons = readIcons()

func readIcons() map[string]string {
	names, err := fs.Glob(thirdparty.Files, "icons/*.svg")
	if err != nil {
		panic(err) // the pattern is right
	}
	all := map[string]string{}
	for _, name := range names {
		text, err := fs.ReadFile(thirdparty.Files, name)
		if err != nil {
			panic(err) // it was listed
		}
		_, inside, _ := strings.Cut(string(text), ">")
		inside, _, _ = strings.Cut(inside, "</svg>")
		inside = strings.ReplaceAll(inside, `<path stroke="none" d="M0 0h24v24H0z" fill="none" />`, "") // draws nothing
		all[strings.TrimSuffix(path.Base(name), ".svg")] = strings.Join(strings.Fields(inside), " ")
	}
	return all
}

// Icon gives what stands inside an icon's svg element (24 × 24, strokes of width 2); ok is false where there is no such icon.
func Icon(name string) (strokes string, ok bool) {
	strokes, ok = icons[name]
	return strokes, ok
}
