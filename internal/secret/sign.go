package secret

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// pemType is what standard tools call a public key.
const pemType = "PUBLIC KEY"

// PublicKeys (验签公钥) verify what a [Keeper] signed, on any machine and without
// any secret. The zero PublicKeys verify nothing.
type PublicKeys struct {
	keys []*ecdsa.PublicKey // newest first
}

// ParsePublicKeys reads what PEM wrote. Text around the keys is passed over.
func ParsePublicKeys(text []byte) (PublicKeys, error) {
	var p PublicKeys
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			break
		}
		text = rest
		if block.Type != pemType {
			return PublicKeys{}, fmt.Errorf("read public keys: %q is none", block.Type)
		}
		parsed, err := smx509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return PublicKeys{}, fmt.Errorf("read public keys: %w", err)
		}
		key, ok := parsed.(*ecdsa.PublicKey)
		if !ok || !sm2.IsSM2PublicKey(key) {
			return PublicKeys{}, errors.New("read public keys: not a key of SM2")
		}
		p.keys = append(p.keys, key)
	}
	if len(p.keys) == 0 {
		return PublicKeys{}, errors.New("read public keys: there is none in PEM")
	}
	return p, nil
}

// PEM is the keys as text, newest first, as openssl reads them.
func (p PublicKeys) PEM() ([]byte, error) {
	var b bytes.Buffer
	for _, key := range p.keys {
		der, err := smx509.MarshalPKIXPublicKey(key)
		if err != nil {
			return nil, fmt.Errorf("write public keys: %w", err)
		}
		if err := pem.Encode(&b, &pem.Block{Type: pemType, Bytes: der}); err != nil {
			return nil, fmt.Errorf("write public keys: %w", err)
		}
	}
	return b.Bytes(), nil
}

// Verify reports whether one of the keys signed the message: SM2 with SM3 and the
// usual user id 1234567812345678 (GB/T 32918.2), the signature in ASN.1 DER.
func (p PublicKeys) Verify(message, signature []byte) bool {
	for _, key := range p.keys {
		if sm2.VerifyASN1WithSM2(key, nil, message, signature) {
			return true
		}
	}
	return false
}
