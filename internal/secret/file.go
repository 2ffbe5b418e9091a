package secret

import (
	"crypto/cipher"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// ChunkOverhead is how many octets longer a sealed chunk of a file is than its text.
const ChunkOverhead = tagSize

// DepositSize is the length of what Deposit gives, in octets.
const DepositSize = nonceSize + keySize + tagSize

// A FileKey (文件密钥) seals and opens the chunks of one file. It seals each chunk
// once; a chunk sealed twice with different text would give both away.
type FileKey struct {
	hidden
	raw  []byte
	aead cipher.AEAD
}

// A Content is what is known of a file once all of it was read.
type Content struct {
	Owner  int64
	Digest [32]byte // SM3 of the text; kept nowhere
}

// A FileName (文件标识) names a file in the folder: a keyed digest of owner and
// content, which tells nobody what the file is.
type FileName [16]byte

// String is 32 small hexadecimal digits.
func (n FileName) String() string { return hex.EncodeToString(n[:]) }

// ParseFileName reads what String wrote.
func ParseFileName(s string) (FileName, error) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != len(FileName{}) || FileName(raw).String() != s {
		return FileName{}, errors.New("a file's name has 32 small hexadecimal digits")
	}
	return FileName(raw), nil
}

// FileSubject is what a file's data key is wrapped for.
func FileSubject(owner int64, n FileName) Subject {
	return Subject{Owner: owner, Table: "blob", Record: n}
}

// NewFileKey makes a key for a file whose content is not known yet.
func (v *Vault) NewFileKey() (*FileKey, error) {
	raw, err := v.newRaw()
	if err != nil {
		return nil, err
	}
	return fileKey(raw)
}

func fileKey(raw []byte) (*FileKey, error) {
	aead, err := newAEAD(raw)
	return &FileKey{raw: raw, aead: aead}, err
}

// SealChunk appends to dst the sealed chunk with a number, from 0. The number and
// whether it is the last are bound to it: chunks cut off, added or in another order
// do not open.
func (k *FileKey) SealChunk(dst, plain []byte, n uint64, isLast bool) []byte {
	return k.aead.Seal(dst, chunkNonce(n, isLast), plain, nil)
}

// OpenChunk appends to dst the text of a sealed chunk.
func (k *FileKey) OpenChunk(dst, sealed []byte, n uint64, isLast bool) ([]byte, error) {
	return k.aead.Open(dst, chunkNonce(n, isLast), sealed, nil)
}

// chunkNonce needs no chance, since every file has a key of its own.
func chunkNonce(n uint64, isLast bool) []byte {
	nonce := make([]byte, nonceSize)
	binary.BigEndian.PutUint64(nonce[3:], n)
	if isLast {
		nonce[nonceSize-1] = 1
	}
	return nonce
}

// FileName names a content under the newest index key.
func (v *Vault) FileName(c Content) (FileName, error) {
	sum, err := v.contentMAC("file name", c)
	return FileName(sum[:16]), err
}

// WrapFile wraps a file's key for a row that refers to it. Such keys are opened by
// OpenFile, rewrapped by Rewrap with [FileSubject], and destroyed as any other.
func (v *Vault) WrapFile(owner int64, n FileName, k *FileKey) (Wrapped, error) {
	return v.wrap(k.raw, FileSubject(owner, n))
}

// OpenFile is the key of a file from a row that refers to it. Faults as OpenKey.
func (v *Vault) OpenFile(owner int64, n FileName, w Wrapped) (*FileKey, error) {
	raw, err := v.unwrap(w, FileSubject(owner, n))
	if err != nil {
		return nil, err
	}
	return fileKey(raw)
}

// Deposit locks a file's key up for whoever brings the same content of the same
// owner again: with a key made of the content's digest and the index key. It
// stands in the file's head and helps nobody who has not got the content, not even
// the holder of all keys. So a file can be shared by many rows, and yet nobody can
// open it when the last row's key was destroyed.
func (v *Vault) Deposit(c Content, k *FileKey) ([]byte, error) {
	lock, err := v.contentLock(c)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, nonceSize, DepositSize)
	if _, err := io.ReadFull(v.random, nonce); err != nil {
		return nil, fmt.Errorf("deposit a file's key: %w", err)
	}
	return lock.Seal(nonce, nonce, k.raw, nil), nil
}

// Withdraw gives back what Deposit locked up, to one who has the content.
func (v *Vault) Withdraw(c Content, deposit []byte) (*FileKey, error) {
	lock, err := v.contentLock(c)
	if err != nil {
		return nil, err
	}
	if len(deposit) != DepositSize {
		return nil, damaged("file", errors.New("the deposit has the wrong length"))
	}
	raw, err := lock.Open(nil, deposit[:nonceSize], deposit[nonceSize:], nil)
	if err != nil {
		return nil, damaged("file", err)
	}
	return fileKey(raw)
}

func (v *Vault) contentLock(c Content) (cipher.AEAD, error) {
	sum, err := v.contentMAC("file deposit", c)
	if err != nil {
		return nil, err
	}
	return newAEAD(sum[:keySize])
}

func (v *Vault) contentMAC(purpose string, c Content) ([32]byte, error) {
	sum, err := v.keeper.MAC(v.keeper.Keys().Index[0], frame(purpose, number(c.Owner), c.Digest[:]))
	if err != nil {
		return [32]byte{}, err
	}
	if len(sum) != 32 {
		return [32]byte{}, fmt.Errorf("the keeper's code has %d octets, not 32", len(sum))
	}
	return [32]byte(sum), nil
}
