//go:build !linux || race

package pdftext

// confine does nothing here: PDFium's memory, the text and the answer have limits of their own.
// The race detector takes more memory for itself than a child may have.
func confine() error { return nil }
