package secret_test

import (
	"crypto/rand"
	"os"
	"testing"

	"github.com/wenxiao/wenxiao/internal/secret"
)

// A key file that is accepted works: it wraps, indexes and signs.
func FuzzParseKeyring(f *testing.F) {
	file := newFile(f)
	create(f, file)
	content, err := os.ReadFile(file.Path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add([]byte(`{"format":1,"keys":[{"use":"master","version":1,"state":"current","key":"AAAA"}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		keys, err := secret.ParseKeyring(content, rand.Reader)
		if err != nil {
			return
		}
		v := secret.New(keys, rand.Reader)
		_, w := newKey(t, v, subject)
		if _, err := v.OpenKey(w, subject); err != nil {
			t.Error(err)
		}
		index(t, v, secret.Whole(secret.Identity, identity))
		signature, err := v.Sign(content)
		if err != nil || !v.Keys().Public.Verify(content, signature) {
			t.Errorf("a signature does not verify (%v)", err)
		}
	})
}

// Nothing opens but what was sealed or wrapped.
func FuzzOpen(f *testing.F) {
	v := newVault(f)
	k, w := newKey(f, v, subject)
	sealed := seal(f, k, "identity", identity)
	f.Add(sealed, []byte(w))
	f.Add([]byte{}, []byte{0})
	f.Add([]byte{1}, []byte{1, 1})
	f.Fuzz(func(t *testing.T, field, key []byte) {
		if got, err := k.Open("identity", field); err == nil && (string(got) != identity || string(field) != string(sealed)) {
			t.Errorf("%x opened", field)
		}
		if _, err := v.OpenKey(key, subject); err == nil && string(key) != string(w) {
			t.Errorf("%x opened", key)
		}
		if _, err := v.Withdraw(secret.Content{}, field); err == nil {
			t.Errorf("%x was a deposit", field)
		}
	})
}

func FuzzParsePublicKeys(f *testing.F) {
	text, err := newVault(f).Keys().Public.PEM()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, []byte("0\x06\x02\x01\x01\x02\x01\x01"))
	f.Fuzz(func(t *testing.T, text, signature []byte) {
		keys, err := secret.ParsePublicKeys(text)
		if err != nil {
			return
		}
		if _, err := keys.PEM(); err != nil {
			t.Errorf("what was read can not be written: %v", err)
		}
		keys.Verify([]byte("head"), signature)
	})
}

func FuzzParseFileName(f *testing.F) {
	f.Add("0123456789abcdef0123456789abcdef")
	f.Add("0123456789ABCDEF0123456789abcdef")
	f.Add("../../../../etc/passwd")
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := secret.ParseFileName(s); err == nil && n.String() != s {
			t.Errorf("%q is the name %s", s, n)
		}
	})
}
