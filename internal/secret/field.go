package secret

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"io"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// Formats of what is stored, the first octet of it.
const (
	wrappedErased byte = 0 // of a Wrapped: the key was destroyed
	wrappedFormat byte = 1 // of a Wrapped: version, box
	fieldFormat   byte = 1 // of a sealed field: nonce, ciphertext, tag
)

// A Wrapped (加密的数据密钥) is a data key encrypted by a master key, as it stands in
// the record's row: an octet of format, one of the master key's version, and the
// box. Rows that still have an older version are found by these first two octets.
type Wrapped []byte

// Erased stands in a row in the place of a key that was destroyed, so that nobody
// takes the record for one that never had secrets.
func Erased() Wrapped { return Wrapped{wrappedErased} }

// IsErased reports that the key was destroyed.
func (w Wrapped) IsErased() bool { return len(w) == 1 && w[0] == wrappedErased }

// Version is that of the master key; 0 if w is no wrapped key.
func (w Wrapped) Version() uint8 {
	if len(w) < 2 || w[0] != wrappedFormat {
		return 0
	}
	return w[1]
}

// A Key (数据密钥) seals and opens the fields of one record.
type Key struct {
	hidden
	aead    cipher.AEAD
	subject Subject
	random  io.Reader
}

// NewKey makes a data key for a record, when its first secret field is written;
// the Wrapped is to be stored in its row in the same transaction.
func (v *Vault) NewKey(s Subject) (*Key, Wrapped, error) {
	raw, err := v.newRaw()
	if err != nil {
		return nil, nil, err
	}
	w, err := v.wrap(raw, s)
	if err != nil {
		return nil, nil, err
	}
	k, err := v.key(raw, s)
	return k, w, err
}

// OpenKey is the data key of a record from its row. Faults: "secret-erased" if it
// was destroyed, "key-missing" if the key file lacks the master key's version,
// "secret-damaged" if w was changed or belongs to another record.
func (v *Vault) OpenKey(w Wrapped, s Subject) (*Key, error) {
	raw, err := v.unwrap(w, s)
	if err != nil {
		return nil, err
	}
	return v.key(raw, s)
}

// Rewrap wraps a data key anew under the current master key. Faults as OpenKey.
func (v *Vault) Rewrap(w Wrapped, s Subject) (Wrapped, error) {
	raw, err := v.unwrap(w, s)
	if err != nil {
		return nil, err
	}
	return v.wrap(raw, s)
}

func (v *Vault) newRaw() ([]byte, error) {
	raw := make([]byte, keySize)
	if _, err := io.ReadFull(v.random, raw); err != nil {
		return nil, fmt.Errorf("make a data key: %w", err)
	}
	return raw, nil
}

func (v *Vault) wrap(raw []byte, s Subject) (Wrapped, error) {
	version, box, err := v.keeper.Wrap(raw, s.context("data key"))
	if err != nil {
		return nil, err
	}
	return append(Wrapped{wrappedFormat, version}, box...), nil
}

func (v *Vault) unwrap(w Wrapped, s Subject) ([]byte, error) {
	if w.IsErased() {
		return nil, fault.New(fault.NotFound, "secret-erased")
	}
	if w.Version() == 0 {
		return nil, damaged(s.Table, errors.New("no wrapped key in a known format"))
	}
	return v.keeper.Unwrap(w.Version(), w[2:], s.context("data key"))
}

func (v *Vault) key(raw []byte, s Subject) (*Key, error) {
	aead, err := newAEAD(raw)
	if err != nil {
		return nil, err
	}
	return &Key{aead: aead, subject: s, random: v.random}, nil
}

// Seal encrypts the value of a field, which may be empty. What comes back is bound
// to the record and the field; it is 29 octets longer than the value.
func (k *Key) Seal(field string, plain []byte) ([]byte, error) {
	sealed := make([]byte, 1+nonceSize, 1+nonceSize+len(plain)+tagSize)
	sealed[0] = fieldFormat
	nonce := sealed[1:]
	if _, err := io.ReadFull(k.random, nonce); err != nil {
		return nil, fmt.Errorf("seal field %q: %w", field, err)
	}
	return k.aead.Seal(sealed, nonce, plain, k.context(field)), nil
}

// Open gives the value of a field. A value that was changed, or that belongs to
// another field or record, is a fault "secret-damaged" that names the field.
func (k *Key) Open(field string, sealed []byte) ([]byte, error) {
	if len(sealed) < 1+nonceSize+tagSize || sealed[0] != fieldFormat {
		return nil, damaged(field, errors.New("no sealed value in a known format"))
	}
	nonce, box := sealed[1:1+nonceSize], sealed[1+nonceSize:]
	plain, err := k.aead.Open(make([]byte, 0, len(box)-tagSize), nonce, box, k.context(field))
	if err != nil {
		return nil, damaged(field, err)
	}
	return plain, nil
}

func (k *Key) context(field string) []byte {
	return k.subject.context("field", []byte{fieldFormat}, []byte(field))
}
