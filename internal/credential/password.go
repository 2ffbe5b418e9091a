package credential

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// Cost is what one hash of a password takes by argon2id.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

// DefaultCost is the least that OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane.
var DefaultCost = Cost{MemoryKiB: 19 * 1024, Passes: 2, Lanes: 1}

// The size of what is drawn and of what comes out, in octets.
const (
	saltSize = 16
	hashSize = 32
)

// highest is what a stored hash may ask for: one that asks for more was not written by us.
var highest = Cost{MemoryKiB: 256 * 1024, Passes: 16, Lanes: 16}

// A Hasher hashes and checks passwords, a few at a time: every hash takes megabytes, and a
// crowd that signs in at nine must not take them all at once. The others wait.
type Hasher struct {
	cost  Cost
	slots chan struct{}
	decoy string
}

// NewHasher makes a Hasher with a cost for new hashes and a number of hashes at once, which is at least one.
func NewHasher(cost Cost, atOnce int) *Hasher {
	h := &Hasher{cost: cost, slots: make(chan struct{}, max(atOnce, 1))}
	h.decoy = encode(cost, make([]byte, saltSize), make([]byte, hashSize))
	return h
}

// Hash makes what is stored of a password, in the PHC string format: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
// It waits for its turn; a fault of kind Unavailable says that ctx ended before, one of kind Invalid that the
// password is longer than Longest. Whether it is a good one is for Judge to say.
func (h *Hasher) Hash(ctx context.Context, random io.Reader, password string) (string, error) {
	if isTooLong(password) {
		return "", tooLong()
	}
	salt, err := draw(random, saltSize)
	if err != nil {
		return "", err
	}
	hash, err := h.compute(ctx, h.cost, password, salt, hashSize)
	if err != nil {
		return "", err
	}
	return encode(h.cost, salt, hash), nil
}

// Verify says whether a password is the one that was hashed and, if so, whether it should be hashed again
// because less was asked for then. It waits as [Hasher.Hash] does. A stored text that is no
// hash of ours is an error without a kind.
func (h *Hasher) Verify(ctx context.Context, password, stored string) (ok, outdated bool, err error) {
	cost, salt, want, err := decode(stored)
	if err != nil || isTooLong(password) {
		return false, false, err
	}
	got, err := h.compute(ctx, cost, password, salt, len(want))
	if err != nil || !same(got, want) {
		return false, false, err
	}
	weaker := cost.MemoryKiB < h.cost.MemoryKiB || cost.Passes < h.cost.Passes || len(want) < hashSize || len(salt) < saltSize
	return true, weaker, nil
}

// VerifyNobody takes as long as [Hasher.Verify] and says no: it is asked where there is no such account, so
// that nobody learns from the clock which accounts there are.
func (h *Hasher) VerifyNobody(ctx context.Context, password string) error {
	_, _, err := h.Verify(ctx, password, h.decoy)
	return err
}

func (h *Hasher) compute(ctx context.Context, c Cost, password string, salt []byte, size int) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fault.Because(ctx.Err(), fault.Unavailable, "sign-in-busy")
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(normal(password)), salt, c.Passes, c.MemoryKiB, c.Lanes, uint32(size)), nil
}

// normal is a password as it is hashed and judged: characters that look alike and are typed in another way
// on another machine (full-width letters, composed accents) are the same.
func normal(password string) string { return norm.NFKC.String(password) }

func encode(c Cost, salt, hash []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.MemoryKiB, c.Passes, c.Lanes,
		unpadded.EncodeToString(salt), unpadded.EncodeToString(hash))
}

func decode(stored string) (c Cost, salt, hash []byte, err error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return c, nil, nil, errors.New("read a stored password: it is no argon2id hash")
	}
	salt, saltErr := unpadded.DecodeString(parts[4])
	hash, hashErr := unpadded.DecodeString(parts[5])
	_, costErr := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.MemoryKiB, &c.Passes, &c.Lanes)
	if err := errors.Join(saltErr, hashErr, costErr); err != nil || encode(c, salt, hash) != stored {
		return c, nil, nil, errors.New("read a stored password: it is not written as we write them")
	}
	// A hash that says that it is cheap or short was tampered with, one that is dear would take the machine down.
	isSound := c.MemoryKiB >= 8*uint32(c.Lanes) && c.MemoryKiB <= highest.MemoryKiB && c.Passes >= 1 && c.Passes <= highest.Passes &&
		c.Lanes >= 1 && c.Lanes <= highest.Lanes && len(salt) >= 8 && len(salt) <= 64 && len(hash) >= 16 && len(hash) <= 64
	if !isSound {
		return c, nil, nil, fmt.Errorf("read a stored password: m=%d, t=%d, p=%d is out of bounds", c.MemoryKiB, c.Passes, c.Lanes)
	}
	return c, salt, hash, nil
}
