// Command provider is an OpenID Connect provider for tests: that of github.com/zitadel/oidc, which
// is certified, with accounts in memory. It prints its address on a line, and ends when its input does.
package main

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	issuer := fmt.Sprintf("http://%s/", listener.Addr())
	for _, client := range []string{"wenxiao", "another"} {
		storage.RegisterClients(storage.WebClient(client, client+"-secret", os.Args[1:]...))
	}
	store := storage.NewStorage(storage.NewUserStore(issuer))
	handler := exampleop.SetupServer(issuer, store, slog.New(slog.NewTextHandler(io.Discard, nil)), false)
	fmt.Println(issuer)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // whoever started it is gone when this ends, with or without an error
		os.Exit(0)
	}()
	log.Fatal(http.Serve(listener, handler))
}
