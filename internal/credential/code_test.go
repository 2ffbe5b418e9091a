package credential_test

import (
	"bytes"
	"crypto/rand"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/credential"
)

// The test vectors of RFC 6238, appendix B, for SHA-1, cut to six digits.
func TestCheckCode_AsTheStandardHasIt(t *testing.T) {
	t.Parallel()
	secret := []byte("12345678901234567890")
	for seconds, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if step, ok := credential.CheckCode(secret, code, time.Unix(seconds, 0), 0); !ok || step != seconds/30 {
			t.Errorf("%s at %d: %t, step %d", code, seconds, ok, step)
		}
	}
}

func TestCheckCode_OneStepOffAndOnlyOnce(t *testing.T) {
	t.Parallel()
	secret := []byte("12345678901234567890")
	const code, at = "050471", 1111111111 // the step from 1111111110 to …139
	for seconds, want := range map[int64]bool{-32: false, -31: true, -1: true, 0: true, 28: true, 58: true, 59: false} {
		if _, ok := credential.CheckCode(secret, code, time.Unix(at+seconds, 0), 0); ok != want {
			t.Errorf("%d seconds later: %t", seconds, ok)
		}
	}
	step, ok := credential.CheckCode(secret, code, time.Unix(at, 0), 0)
	if !ok {
		t.Fatal("a right code is wrong")
	}
	if again, ok := credential.CheckCode(secret, code, time.Unix(at+1, 0), step); ok || again != step {
		t.Error("a code was taken twice")
	}
	if _, ok := credential.CheckCode(secret, "081804", time.Unix(at+1, 0), step); ok {
		t.Error("an older code was taken after a newer one")
	}
	for _, wrong := range []string{"", "50471", "0050471", "050472", "０５０４７１"} {
		if _, ok := credential.CheckCode(secret, wrong, time.Unix(at, 0), 0); ok {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestCodeURI(t *testing.T) {
	t.Parallel()
	secret, err := credential.NewSecret(bytes.NewReader([]byte("12345678901234567890")))
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(credential.CodeURI(secret, "问效", "zhao xm"))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/问效:zhao xm" || q.Get("issuer") != "问效" ||
		q.Get("secret") != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" || strings.Contains(u.String(), "+") {
		t.Errorf("%s", u)
	}
}

func TestRecoveryCodes_AreGoodForOnce(t *testing.T) {
	t.Parallel()
	codes, hashes, err := credential.NewRecoveryCodes(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(codes) != credential.RecoveryCodes || len(hashes) != len(codes) {
		t.Fatalf("%d codes, %d hashes", len(codes), len(hashes))
	}
	for i, code := range codes {
		typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
		typed = strings.NewReplacer("0", "o", "1", "l").Replace(typed)
		for _, way := range []string{code, typed} {
			if got, ok := credential.UseRecoveryCode(way, hashes); !ok || got != i {
				t.Errorf("%s: %d, %t", way, got, ok)
			}
		}
		if bytes.Contains(hashes[i], []byte(code)) || len(hashes[i]) != 32 {
			t.Error("a code is kept")
		}
	}
	left := append([][]byte{}, hashes[1:]...)
	if _, ok := credential.UseRecoveryCode(codes[0], left); ok {
		t.Error("a code was used twice")
	}
	for _, wrong := range []string{"", "0000-0000-0000-0000", strings.Repeat("A", 1<<20)} {
		if _, ok := credential.UseRecoveryCode(wrong, hashes); ok {
			t.Errorf("a wrong code of %d characters was taken", len(wrong))
		}
	}
}
