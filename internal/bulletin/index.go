package bulletin

import (
	"fmt"
	"html"
	"io"
	"net/url"
	"strings"
)

// indexName is the page by which a dossier is opened: any browser shows it from the disk, without this program and without Word.
const indexName = "0 目录.html"

// An indexLine is one file of a dossier: its number and kind, its path in the archive and its name.
type indexLine struct{ Number, Kind, Path, Name string }

// href is the file's address beside the page.
func (l indexLine) href() string {
	parts := strings.Split(l.Path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return "./" + strings.Join(parts, "/")
}

// What stands around the words of a page. There is no package of templates: it calls methods by name, for which the linker keeps every method there is,
// and the program would be a tenth larger.
const (
	indexHead = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>%[1]s %[2]s　任务档案</title>
<style>
body { font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #1b2733; max-width: 52rem; margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 1.5rem }
table { border-collapse: collapse; width: 100%% } th, td { border: 1px solid #8a96a3; padding: .3rem .6rem; text-align: left; vertical-align: top } th { white-space: nowrap }
</style>
</head>
<body>
<main>
<h1>%[1]s %[2]s</h1>
<p>档案整理：%[3]s　截至%[4]s</p>
<p>依据文件：%[5]s</p>
<p>原文：%[6]s</p>
<p>当前状态：%[7]s</p>
<h2>卷内目录</h2>
<table>
<thead><tr><th scope="col">序号</th><th scope="col">类别</th><th scope="col">名称</th></tr></thead>
<tbody>
`
	indexRow  = "<tr><td>%s</td><td>%s</td><td><a href=\"%s\">%s</a></td></tr>\n"
	indexFoot = "</tbody>\n</table>\n</main>\n</body>\n</html>\n"
)

// index writes the page that lists the dossier's files with the way to each.
func (d Dossier) index(w io.Writer, lines []indexLine) error {
	var page strings.Builder
	write := func(pattern string, words ...string) {
		escaped := make([]any, len(words))
		for i, word := range words {
			escaped[i] = html.EscapeString(word)
		}
		fmt.Fprintf(&page, pattern, escaped...)
	}
	write(indexHead, d.Number, d.Task, d.Office, Day(d.AsOf), d.Document, d.Basis, d.State)
	for _, l := range lines {
		write(indexRow, l.Number, l.Kind, l.href(), l.Name)
	}
	page.WriteString(indexFoot)
	_, err := io.WriteString(w, page.String())
	return err
}
