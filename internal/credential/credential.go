// Package credential decides whether somebody is who he says: passwords and what they must be
// like, locks after failures, one-time and recovery codes, tokens of sessions and how long they
// last. Everything is computed from values: time and chance are given, nothing is stored, and
// what is to be stored (hashes, counters) is of no use to a thief. It must never log or
// return a secret in an error.
//
// Start at [Hasher] for passwords, [Lockout] for failures, [Sessions] for sessions.
package credential

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm3"
)

// draw reads n octets of chance.
func draw(random io.Reader, n int) ([]byte, error) {
	drawn := make([]byte, n)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return nil, fmt.Errorf("draw %d random octets: %w", n, err)
	}
	return drawn, nil
}

// same compares in a time that does not depend on where two texts differ.
func same(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

// digest is what is kept of a secret that was drawn, not chosen, and so needs no slow hash: its SM3.
func digest(secret string) []byte {
	sum := sm3.Sum([]byte(secret))
	return sum[:]
}

var unpadded = base64.RawStdEncoding.Strict()
