package operate

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Proof says what the audit is checked against. Empty fields are the installation's own.
type Proof struct {
	Heads  string // file with the heads of chains, as they were noted beside the keys or copied elsewhere
	Public string // file with the public keys (PEM): with it no secret is needed
}

// Verify checks the audit of an installation. It opens the database only to read, so it may go on working meanwhile.
func Verify(ctx context.Context, still Still, p Proof) (v store.Verification, err error) {
	public, err := publicKeys(still, p.Public)
	if err != nil {
		return v, err
	}
	if p.Heads == "" {
		p.Heads = still.Place.HeadFile()
	} else if _, err := os.Stat(p.Heads); err != nil { // what was asked for by name must be there
		return v, fault.Because(err, fault.NotFound, "heads-missing", p.Heads)
	}
	heads, err := store.ReadHeads(p.Heads)
	if err != nil {
		return v, err
	}
	s, err := store.Look(ctx, options(still, nil))
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Verify(ctx, heads, public)
}

// PublicKeys are the keys by which anybody can check the audit, newest first, as PEM.
func PublicKeys(still Still) ([]byte, error) {
	ring, err := keyFile(still).Open()
	if err != nil {
		return nil, err
	}
	return ring.Keys().Public.PEM()
}

func publicKeys(still Still, path string) (secret.PublicKeys, error) {
	if path == "" {
		ring, err := keyFile(still).Open()
		if err != nil {
			return secret.PublicKeys{}, err
		}
		return ring.Keys().Public, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return secret.PublicKeys{}, fault.Because(err, fault.NotFound, "public-key-missing", path)
	}
	public, err := secret.ParsePublicKeys(text)
	if err != nil {
		return public, fault.Because(fmt.Errorf("%s: %w", path, err), fault.Invalid, "public-key-unreadable", path)
	}
	return public, nil
}
