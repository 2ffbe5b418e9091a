// Package samples holds the sample documents that programs show themselves with.
// Every place, body and figure in them is invented; README.md lists all of them.
package samples

import "embed"

// Files are the documents of the demo.
//
//go:embed city-key-tasks.txt parking-plan-final.txt pollution-task-table.html rural-opinion-scraped.txt tourism-plan-ocr.txt water-supply-supplement.txt
var Files embed.FS
