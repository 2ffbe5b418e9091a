package secret

import (
	"bytes"
	"cmp"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// A Use is what a key is for.
type Use string

// The uses.
const (
	MasterKey  Use = "master" // 主密钥: wraps data keys; SM4
	IndexKey   Use = "index"  // 索引密钥: makes blind indexes and names of files; HMAC-SM3
	SigningKey Use = "sign"   // 签名密钥: signs the heads of audit chains; SM2
)

// sizes are those of the keys by use, in octets.
var sizes = map[Use]int{MasterKey: keySize, IndexKey: sm3.Size, SigningKey: 32}

// uses in the order in which a new key file lists them.
var uses = []Use{MasterKey, IndexKey, SigningKey}

// A State says what a key may still be used for.
type State string

// The states. Of each use exactly one key is current: the newest.
const (
	Current State = "current" // for what is new
	Retired State = "retired" // for what was made while it was current
)

// keyringFormat is the version of the key file's form.
const keyringFormat = 1

// maxVersion is the last version of a use: it stands in one octet.
const maxVersion = 255

// A Keyring (密钥环) is a [Keeper] in software: the keys of a key file, in memory.
// It does not change; rotating gives another.
type Keyring struct {
	hidden
	entries []entry
	random  io.Reader
	masters map[uint8]cipher.AEAD
	indexes map[uint8]*sync.Pool // of hash.Hash: making one costs as much as using it
	signer  *sm2.PrivateKey
	keys    Keys
}

// keyringFile is the form of a key file.
type keyringFile struct {
	Format int     `json:"format"`
	Keys   []entry `json:"keys"`
}

// An entry is one key of the file.
type entry struct {
	Use     Use       `json:"use"`
	Version int       `json:"version"`
	Created time.Time `json:"created"`
	State   State     `json:"state"`
	Check   string    `json:"check"` // 密钥校验值: tells two keys apart and shows a slip; tells nothing of the key
	Key     []byte    `json:"key"`   // base64
}

// newKeyring makes the first key of each use.
func newKeyring(random io.Reader, now time.Time) (*Keyring, error) {
	var entries []entry
	for _, u := range uses {
		e, err := newEntry(u, 1, random, now)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return build(entries, random)
}

func newEntry(u Use, version int, random io.Reader, now time.Time) (entry, error) {
	for {
		raw := make([]byte, sizes[u])
		if _, err := io.ReadFull(random, raw); err != nil {
			return entry{}, fmt.Errorf("make a key: %w", err)
		}
		if u == SigningKey {
			if _, err := sm2.NewPrivateKey(raw); err != nil {
				if bytes.Equal(raw, make([]byte, len(raw))) {
					return entry{}, errors.New("make a key: the source of chance gives zeros")
				}
				continue // not below the curve's order, once in 2³² times
			}
		}
		return entry{u, version, now.UTC().Truncate(time.Second), Current, checkValue(u, version, raw), raw}, nil
	}
}

func checkValue(u Use, version int, raw []byte) string {
	code := hmac.New(sm3.New, raw)
	code.Write(frame("key check", []byte(u), number(int64(version))))
	return hex.EncodeToString(code.Sum(nil)[:8])
}

// ParseKeyring reads the content of a key file. What is wrong with it is told
// without showing anything of a key: fault "key-file-newer" for a form of a later
// release, "key-file-damaged" for anything else.
func ParseKeyring(content []byte, random io.Reader) (*Keyring, error) {
	var f keyringFile
	d := json.NewDecoder(bytes.NewReader(content))
	if err := d.Decode(&f); err != nil {
		return nil, unreadable("it is not JSON as it should be") // the decoder's words would quote what it read
	}
	if f.Format > keyringFormat {
		return nil, fault.New(fault.Unavailable, "key-file-newer")
	}
	if _, err := d.Token(); err != io.EOF || f.Format != keyringFormat {
		return nil, unreadable("unknown form, or something follows")
	}
	return build(f.Keys, random)
}

func unreadable(format string, args ...any) error {
	return fault.Because(fmt.Errorf(format, args...), fault.Invalid, "key-file-damaged")
}

// build makes the keys ready and checks that they are all there.
func build(entries []entry, random io.Reader) (*Keyring, error) {
	k := &Keyring{
		entries: slices.Clone(entries), random: random,
		masters: map[uint8]cipher.AEAD{}, indexes: map[uint8]*sync.Pool{},
	}
	slices.SortStableFunc(k.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(slices.Index(uses, a.Use), slices.Index(uses, b.Use)), cmp.Compare(b.Version, a.Version))
	})
	for i, e := range k.entries {
		if err := e.check(); err != nil {
			return nil, err
		}
		isNewest := i == 0 || k.entries[i-1].Use != e.Use
		if !isNewest && k.entries[i-1].Version == e.Version {
			return nil, unreadable("%s key %d stands twice", e.Use, e.Version)
		}
		if isNewest != (e.State == Current) {
			return nil, unreadable("of the %s keys not exactly the newest is current", e.Use)
		}
		if err := k.take(e, isNewest); err != nil {
			return nil, err
		}
	}
	if k.keys.Master == 0 || len(k.keys.Index) == 0 || k.signer == nil {
		return nil, unreadable("a key is missing: it wants one of each use")
	}
	return k, nil
}

func (e entry) check() error {
	size, ok := sizes[e.Use]
	switch {
	case !ok:
		return unreadable("a key of unknown use")
	case e.Version < 1 || e.Version > maxVersion:
		return unreadable("a %s key without a version from 1 to %d", e.Use, maxVersion)
	case e.State != Current && e.State != Retired:
		return unreadable("%s key %d is neither current nor retired", e.Use, e.Version)
	case len(e.Key) != size || checkValue(e.Use, e.Version, e.Key) != e.Check:
		return unreadable("%s key %d is not the one that was written", e.Use, e.Version)
	}
	return nil
}

func (k *Keyring) take(e entry, isNewest bool) error {
	version := uint8(e.Version)
	switch e.Use {
	case MasterKey:
		aead, err := newAEAD(e.Key)
		if err != nil {
			return err
		}
		k.masters[version] = aead
		if isNewest {
			k.keys.Master = version
		}
	case IndexKey:
		k.indexes[version] = &sync.Pool{New: func() any { return hmac.New(sm3.New, e.Key) }}
		k.keys.Index = append(k.keys.Index, version)
	case SigningKey:
		key, err := sm2.NewPrivateKey(e.Key)
		if err != nil {
			return unreadable("signing key %d is no key", version)
		}
		if isNewest {
			k.signer = key
		}
		public := key.PublicKey // a copy: it must not lead to the private key
		k.keys.Public.keys = append(k.keys.Public.keys, &public)
	}
	return nil
}

// encode is the content of a key file.
func (k *Keyring) encode() ([]byte, error) {
	content, err := json.MarshalIndent(keyringFile{keyringFormat, k.entries}, "", "  ")
	return append(content, '\n'), err
}

// rotated has a new current key of one use; the one before is retired.
func (k *Keyring) rotated(u Use, now time.Time) (*Keyring, error) {
	if !slices.Contains(uses, u) {
		return nil, fmt.Errorf("rotate: %q is no use of a key", u)
	}
	entries, newest := slices.Clone(k.entries), 0
	for i := range entries {
		if entries[i].Use == u {
			entries[i].State = Retired
			newest = max(newest, entries[i].Version)
		}
	}
	if newest == maxVersion {
		return nil, fault.New(fault.Conflict, "key-versions-used-up")
	}
	e, err := newEntry(u, newest+1, k.random, now)
	if err != nil {
		return nil, err
	}
	return build(append(entries, e), k.random)
}

// without lacks a retired key. A signing key is never dropped, since what it
// signed must stay verifiable.
func (k *Keyring) without(u Use, version uint8) (*Keyring, error) {
	i := slices.IndexFunc(k.entries, func(e entry) bool { return e.Use == u && e.Version == int(version) })
	switch {
	case i < 0:
		return nil, missing(u, version)
	case u == SigningKey || k.entries[i].State == Current:
		return nil, fault.New(fault.Conflict, "key-in-use", string(u), version)
	}
	return build(slices.Delete(slices.Clone(k.entries), i, i+1), k.random)
}

func missing(u Use, version uint8) error {
	return fault.New(fault.Unavailable, "key-missing", string(u), version)
}

// Wrap implements [Keeper].
func (k *Keyring) Wrap(key, context []byte) (version uint8, box []byte, err error) {
	nonce := make([]byte, nonceSize, nonceSize+len(key)+tagSize)
	if _, err := io.ReadFull(k.random, nonce); err != nil {
		return 0, nil, fmt.Errorf("wrap a data key: %w", err)
	}
	return k.keys.Master, k.masters[k.keys.Master].Seal(nonce, nonce, key, context), nil
}

// Unwrap implements [Keeper].
func (k *Keyring) Unwrap(version uint8, box, context []byte) ([]byte, error) {
	master, ok := k.masters[version]
	if !ok {
		return nil, missing(MasterKey, version)
	}
	if len(box) != nonceSize+keySize+tagSize {
		return nil, damaged("a data key", errors.New("wrong length"))
	}
	key, err := master.Open(nil, box[:nonceSize], box[nonceSize:], context)
	if err != nil {
		return nil, damaged("a data key", err)
	}
	return key, nil
}

// MAC implements [Keeper].
func (k *Keyring) MAC(version uint8, message []byte) ([]byte, error) {
	codes, ok := k.indexes[version]
	if !ok {
		return nil, missing(IndexKey, version)
	}
	code := codes.Get().(hash.Hash)
	defer codes.Put(code)
	code.Reset()
	code.Write(message)
	return code.Sum(nil), nil
}

// Sign implements [Keeper].
func (k *Keyring) Sign(message []byte) ([]byte, error) {
	signature, err := k.signer.Sign(k.random, message, sm2.DefaultSM2SignerOpts)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return signature, nil
}

// Keys implements [Keeper].
func (k *Keyring) Keys() Keys {
	return Keys{Master: k.keys.Master, Index: slices.Clone(k.keys.Index), Public: k.keys.Public}
}
