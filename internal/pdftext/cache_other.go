//go:build !unix

package pdftext

import "io/fs"

// isPrivate and isGuarded trust the user's cache directory: on Windows it lies in the user's profile,
// which other users may not write to.
func isPrivate(info fs.FileInfo) bool { return info.IsDir() }
func isGuarded(info fs.FileInfo) bool { return info.IsDir() }
