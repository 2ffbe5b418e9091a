package credential

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// One-time codes (动态口令) by RFC 6238 as every authenticator computes them: SHA-1, six digits, a new one every 30 seconds.
const (
	stepSeconds = 30
	secretSize  = 20 // octets, the length of the hash, as RFC 4226 recommends
	// slack is how many steps a clock may be off, to either side.
	slack = 1
)

// NewSecret draws the secret that an account shares with its authenticator. It is kept encrypted.
func NewSecret(random io.Reader) ([]byte, error) { return draw(random, secretSize) }

// CheckCode says whether a code is right at a moment, give or take one step. lastStep is the step of the code that
// was last taken from this account, 0 for none: no code is taken twice, nor one older than that. Keep the step it returns.
func CheckCode(secret []byte, code string, now time.Time, lastStep int64) (step int64, ok bool) {
	current := now.Unix() / stepSeconds
	for s := max(current-slack, lastStep+1); s <= current+slack; s++ {
		if same([]byte(code), []byte(codeAt(secret, s))) {
			return s, true
		}
	}
	return lastStep, false
}

// codeAt is the code of a step: the truncation of RFC 4226, section 5.3.
func codeAt(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf("%06d", number%1_000_000)
}

// CodeURI is what an authenticator reads from a QR code, with the name of the program and of the account.
func CodeURI(secret []byte, issuer, account string) string {
	query := url.Values{"secret": {SecretText(secret)}, "issuer": {issuer}}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + account, RawQuery: strings.ReplaceAll(query.Encode(), "+", "%20")}
	return u.String()
}

// SecretText is the secret as it is typed into an authenticator that reads no QR codes.
func SecretText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}
