package credential

import (
	"encoding/base32"
	"io"
	"strings"
)

// RecoveryCodes is how many recovery codes (恢复码) an account gets, to sign in with when the authenticator is lost.
const RecoveryCodes = 10

// recoverySize is the chance in one code in octets: 80 bits, too many to try.
const recoverySize = 10

// crockford are the letters of codes that are copied by hand: no I, L, O and U.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewRecoveryCodes draws a set of codes, which are shown once, and their hashes, which are kept in their place.
func NewRecoveryCodes(random io.Reader) (codes []string, hashes [][]byte, err error) {
	for range RecoveryCodes {
		drawn, err := draw(random, recoverySize)
		if err != nil {
			return nil, nil, err
		}
		text := crockford.EncodeToString(drawn)
		codes = append(codes, text[:4]+"-"+text[4:8]+"-"+text[8:12]+"-"+text[12:])
		hashes = append(hashes, digest(text))
	}
	return codes, hashes, nil
}

// UseRecoveryCode finds a code among the hashes that are left, however its letters and groups were typed. A code
// is good for once: keep the hashes without the one at index i.
func UseRecoveryCode(code string, hashes [][]byte) (i int, ok bool) {
	if len(code) > 100 {
		return 0, false
	}
	typed := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(normal(code)))
	sum := digest(typed)
	for i, hash := range hashes {
		if same(sum, hash) {
			return i, true
		}
	}
	return 0, false
}
