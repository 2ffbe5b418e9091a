package bulletin

import (
	"html/template"
	"io"
	"net/url"
	"strings"
)

// indexName is the page by which a dossier is opened: any browser shows it from the disk, without this program and without Word.
const indexName = "0 目录.html"

// An indexLine is one file of a dossier: its number and kind, its path in the archive and its name.
type indexLine struct{ Number, Kind, Path, Name string }

// Href is the file's address beside the page.
func (l indexLine) Href() string {
	parts := strings.Split(l.Path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return "./" + strings.Join(parts, "/")
}

var indexPage = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>{{.Number}} {{.Task}}　任务档案</title>
<style>
body { font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #1b2733; max-width: 52rem; margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 1.5rem }
table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #8a96a3; padding: .3rem .6rem; text-align: left; vertical-align: top } th { white-space: nowrap }
</style>
</head>
<body>
<main>
<h1>{{.Number}} {{.Task}}</h1>
<p>档案整理：{{.Office}}　截至{{.Day}}</p>
<p>依据文件：{{.Document}}</p>
<p>原文：{{.Basis}}</p>
<p>当前状态：{{.State}}</p>
<h2>卷内目录</h2>
<table>
<thead><tr><th scope="col">序号</th><th scope="col">类别</th><th scope="col">名称</th></tr></thead>
<tbody>{{range .Lines}}
<tr><td>{{.Number}}</td><td>{{.Kind}}</td><td><a href="{{.Href}}">{{.Name}}</a></td></tr>{{end}}
</tbody>
</table>
</main>
</body>
</html>
`))

// index writes the page that lists the dossier's files with the way to each.
func (d Dossier) index(w io.Writer, lines []indexLine) error {
	return indexPage.Execute(w, struct {
		Dossier
		Day   string
		Lines []indexLine
	}{d, Day(d.AsOf), lines})
}
