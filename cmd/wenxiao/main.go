// Command wenxiao turns policy documents into what they order. It only wires
// the command line of [github.com/wenxiao/wenxiao/internal/cli] to the process.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/wenxiao/wenxiao/internal/cli"
	"github.com/wenxiao/wenxiao/internal/pdftext"
)

// gcPercent lets the heap grow to three times what is in use before it is collected: a document's
// facts are short-lived and small. More would make memory grow with the number of documents.
const gcPercent = 200

func main() {
	if pdftext.IsChild() {
		os.Exit(pdftext.Serve())
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
