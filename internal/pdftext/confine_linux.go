//go:build !race

package pdftext

import "syscall"

// confine has the system hold this process to its memory: its private writable mappings, which since
// Linux 4.7 is what Go's heap, PDFium's memory and the compiled code lie in. Address space alone (RLIMIT_AS) would
// not do: Go reserves much more of it than it uses. The program itself and PDFium's code once it is made
// executable are not counted, so some room is left for them.
func confine() error {
	const data = maxMemory - 64<<20
	limit := syscall.Rlimit{Cur: data, Max: data}
	return syscall.Setrlimit(syscall.RLIMIT_DATA, &limit)
}
