// Package thirdparty holds the release files of others that pages are made with: htmx, the style of Tabler and its
// icons. They are as they were published; manifest.json names version, licence and checksum of each, and a test
// compares them. It must hold nothing of our own: our style and script stand in internal/web/asset.
package thirdparty

import "embed"

// Files are the release files with their licences, and manifest.json.
//
//go:embed manifest.json htmx tabler icons
var Files embed.FS

// A Release (manifest.json is a list of them) is a published package that files were taken from.
type Release struct {
	Name    string `json:"name"`    // in the registry of npm
	Version string `json:"version"` // exact
	Licence string `json:"licence"` // SPDX identifier
	Files   []File `json:"files"`
}

// A File is one file of a release.
type File struct {
	File   string `json:"file"`   // in Files
	Source string `json:"source"` // in the archive of the release
	SHA256 string `json:"sha256"` // of its octets, in hexadecimal
}
