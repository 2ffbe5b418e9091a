// Package secret keeps what must not be read from the disk: identity numbers,
// telephone numbers, accounts and files. It seals them with SM4-GCM under a data
// key for each record or file, finds them again by blind indexes (HMAC-SM3), and
// signs the heads of the audit chains (SM2). Master keys stand in a key file
// outside the data folder; a [Keeper] uses them and never gives them away, so that
// a certified device can take its place.
//
// The package knows no database, no table and no person's right to see anything:
// it turns bytes into bytes. Only keyfile.go reads and writes, and only the key
// file. It never shows a key or a sealed value: its types print nothing of what
// they hold, and its errors name versions and fields only.
//
// Start at [File] for the keys, at [Vault] for what is done with them.
//
// # What is kept where
//
// A record with secret fields has a data key of its own; the row holds it wrapped
// by the master key. History keeps sealed values and never a wrapped key, so that
// putting [Erased] in the place of the one wrapped key destroys every version of
// every secret field of the record (crypto-shredding, 密钥销毁), in backups of
// history too. Backups made before hold the wrapped key until they are thrown away.
//
// A new master key costs one [Vault.Rewrap] for each row; no field and no file is
// touched. A new index key is used for what is written from then on; until every
// row has its new index, [Vault.Lookups] gives the values under all keys.
package secret

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm4"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// Sizes in octets.
const (
	keySize   = sm4.BlockSize // an SM4 key is as long as its block
	nonceSize = 12
	tagSize   = 16
)

// A Keeper (密钥保管) uses master keys without giving them away. A [Keyring] is one
// in software; a certified crypto device is another. It is safe for concurrent use.
// Versions count from 1. An unknown version is a fault "key-missing".
type Keeper interface {
	// Wrap encrypts a data key under the current master key, bound to context.
	Wrap(key, context []byte) (version uint8, box []byte, err error)
	// Unwrap undoes Wrap; a box that was changed or a context that is not the same
	// is a fault "secret-damaged".
	Unwrap(version uint8, box, context []byte) (key []byte, err error)
	// MAC is HMAC-SM3 of message, 32 octets, under an index key.
	MAC(version uint8, message []byte) ([]byte, error)
	// Sign signs with the current signing key; [PublicKeys] verify.
	Sign(message []byte) (signature []byte, err error)
	// Keys says which keys there are.
	Keys() Keys
}

// Keys are the versions a [Keeper] has; nothing in it is secret.
type Keys struct {
	Master uint8      // under which data keys are wrapped
	Index  []uint8    // newest first: under the first one indexes are written, under each they are looked up
	Public PublicKeys // of every signing key there was
}

// A Subject (密钥主体) is what a data key belongs to. A wrapped key or a sealed
// value that stands in another row does not open.
type Subject struct {
	Owner  int64    // the six digits of the division that owns the record
	Table  string   // the table's name in the database
	Record [16]byte // the record's id, a UUID
}

func (s Subject) context(purpose string, parts ...[]byte) []byte {
	own := [][]byte{number(s.Owner), []byte(s.Table), s.Record[:]}
	return frame(purpose, append(own, parts...)...)
}

// A Vault (保密库) seals, opens and indexes with the keys of a [Keeper]. It is safe
// for concurrent use.
type Vault struct {
	hidden
	keeper Keeper
	random io.Reader
}

// New makes a Vault. random is a source fit for keys, such as crypto/rand.Reader,
// safe for concurrent use.
func New(k Keeper, random io.Reader) *Vault { return &Vault{keeper: k, random: random} }

// Sign signs a message with the current signing key, for the heads of audit chains.
func (v *Vault) Sign(message []byte) ([]byte, error) { return v.keeper.Sign(message) }

// Keys are the versions in use.
func (v *Vault) Keys() Keys { return v.keeper.Keys() }

// hidden makes values print nothing of what they hold, whatever the verb.
type hidden struct{}

// Format writes a word in the place of the value.
func (hidden) Format(w fmt.State, _ rune) {
	_, _ = io.WriteString(w, "(secret)") // fmt.State has no way to pass an error on
}

// newAEAD is SM4-GCM with a key of 16 octets.
func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := sm4.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("use an SM4 key: %w", err)
	}
	return cipher.NewGCM(block)
}

// frame joins what a key, a value or an index is bound to; no two lists of parts
// give the same octets.
func frame(purpose string, parts ...[]byte) []byte {
	b := append(make([]byte, 0, 96), "wenxiao "...)
	b = appendPart(b, []byte(purpose))
	for _, p := range parts {
		b = appendPart(b, p)
	}
	return b
}

func appendPart(b, part []byte) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(part))), part...)
}

func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// damaged is the fault of something sealed that does not open: it was changed,
// or stands where it was not written.
func damaged(what string, err error) error {
	return fault.Because(fmt.Errorf("open %s: %w", what, err), fault.Internal, "secret-damaged")
}
