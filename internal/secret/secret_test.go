package secret_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// identity is a valid number of a person who does not exist.
const identity = "140302197001011230"

// What the audit chain asks for.
var (
	_ audit.Signer   = (*secret.Vault)(nil)
	_ audit.Verifier = secret.PublicKeys{}
)

var subject = secret.Subject{Owner: 140302, Table: "household", Record: [16]byte{1, 2, 3}}

func newFile(t testing.TB) secret.File {
	t.Helper()
	return secret.File{
		Path: filepath.Join(t.TempDir(), "keys.json"), Random: rand.Reader,
		Now: func() time.Time { return time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC) },
	}
}

func create(t testing.TB, f secret.File) *secret.Keyring {
	t.Helper()
	k, err := f.Create()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newVault(t testing.TB) *secret.Vault {
	t.Helper()
	return secret.New(create(t, newFile(t)), rand.Reader)
}

func newKey(t testing.TB, v *secret.Vault, s secret.Subject) (*secret.Key, secret.Wrapped) {
	t.Helper()
	k, w, err := v.NewKey(s)
	if err != nil {
		t.Fatal(err)
	}
	return k, w
}

func seal(t testing.TB, k *secret.Key, field, value string) []byte {
	t.Helper()
	b, err := k.Seal(field, []byte(value))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wantFault fails the test unless err is a fault of this key.
func wantFault(t testing.TB, err error, kind fault.Kind, key string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != kind || f.Key != key {
		t.Errorf("error %v, want %s %q", err, kind, key)
	}
}

func TestSeal_OpensInItsPlaceAndNoOther(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	rapid.Check(t, func(r *rapid.T) {
		s := secret.Subject{Owner: rapid.Int64Range(100000, 999999).Draw(r, "owner"), Table: rapid.StringN(0, 8, 20).Draw(r, "table")}
		field, value := rapid.StringN(0, 8, 20).Draw(r, "field"), rapid.StringN(0, 40, 200).Draw(r, "value")
		k, w, err := v.NewKey(s)
		if err != nil {
			r.Fatal(err)
		}
		sealed, err := k.Seal(field, []byte(value))
		if err != nil {
			r.Fatal(err)
		}
		again, err := v.OpenKey(w, s)
		if err != nil {
			r.Fatal(err)
		}
		if got, err := again.Open(field, sealed); err != nil || string(got) != value {
			r.Fatalf("opened %q, %v, want %q", got, err, value)
		}
		if _, err := again.Open(field+"x", sealed); err == nil {
			r.Fatal("a value opened as another field")
		}
		for _, other := range []secret.Subject{
			{Owner: s.Owner + 1, Table: s.Table}, {Owner: s.Owner, Table: s.Table + "x"}, {Owner: s.Owner, Table: s.Table, Record: [16]byte{15: 1}},
		} {
			if _, err := v.OpenKey(w, other); err == nil {
				r.Fatal("a wrapped key opened in another row")
			}
		}
		if bytes.Contains(sealed, []byte(value)) && len(value) > 3 {
			r.Fatal("the value can be read in what is stored")
		}
	})
}

func TestSeal_ValuesOfTwoRecordsCanNotBeSwapped(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	other := subject
	other.Record[0]++
	one, _ := newKey(t, v, subject)
	two, _ := newKey(t, v, other)
	_, err := two.Open("identity", seal(t, one, "identity", identity))
	wantFault(t, err, fault.Internal, "secret-damaged")
	_, err = one.Open("phone", seal(t, one, "identity", identity))
	wantFault(t, err, fault.Internal, "secret-damaged")
}

func TestSeal_EqualValuesLookDifferent(t *testing.T) {
	t.Parallel()
	k, _ := newKey(t, newVault(t), subject)
	if bytes.Equal(seal(t, k, "identity", identity), seal(t, k, "identity", identity)) {
		t.Error("the same value sealed twice gives the same octets")
	}
}

func TestOpen_EveryOctetThatChangesIsFound(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	k, w := newKey(t, v, subject)
	sealed := seal(t, k, "identity", identity)
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		_, err := k.Open("identity", changed)
		wantFault(t, err, fault.Internal, "secret-damaged")
		_, err = k.Open("identity", sealed[:i])
		wantFault(t, err, fault.Internal, "secret-damaged")
	}
	for i := range w {
		changed := bytes.Clone(w)
		changed[i] ^= 2 // version 1 becomes 3, which is not there
		_, err := v.OpenKey(changed, subject)
		if err == nil || i != 1 && fault.KindOf(err) != fault.Internal {
			t.Errorf("octet %d of a wrapped key changed: %v", i, err)
		}
		if i != 1 { // one octet alone, 0, says that the key was destroyed
			_, err = v.OpenKey(w[:i], subject)
			wantFault(t, err, fault.Internal, "secret-damaged")
		}
	}
}

func TestOpenKey_ErasedIsToldFromMissing(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	_, err := v.OpenKey(secret.Erased(), subject)
	wantFault(t, err, fault.NotFound, "secret-erased")
	_, err = v.Rewrap(secret.Erased(), subject)
	wantFault(t, err, fault.NotFound, "secret-erased")
	_, err = v.OpenKey(nil, subject)
	wantFault(t, err, fault.Internal, "secret-damaged")
}

func TestOpenKey_OfAnotherKeyFile(t *testing.T) {
	t.Parallel()
	_, w := newKey(t, newVault(t), subject)
	_, err := newVault(t).OpenKey(w, subject)
	wantFault(t, err, fault.Internal, "secret-damaged")
}

func TestRotation_TouchesNoField(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	v := secret.New(create(t, f), rand.Reader)
	k, old := newKey(t, v, subject)
	sealed := seal(t, k, "identity", identity)
	keys, err := f.Rotate(secret.MasterKey)
	if err != nil {
		t.Fatal(err)
	}
	v = secret.New(keys, rand.Reader)
	if _, err := v.OpenKey(old, subject); err != nil {
		t.Errorf("a row that is not rewrapped yet: %v", err)
	}
	fresh, err := v.Rewrap(old, subject)
	if err != nil || old.Version() != 1 || fresh.Version() != 2 || v.Keys().Master != 2 {
		t.Fatalf("versions %d and %d, current %d, %v", old.Version(), fresh.Version(), v.Keys().Master, err)
	}
	if keys, err = f.Drop(secret.MasterKey, 1); err != nil {
		t.Fatal(err)
	}
	v = secret.New(keys, rand.Reader)
	k, err = v.OpenKey(fresh, subject)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k.Open("identity", sealed); err != nil || string(got) != identity {
		t.Errorf("after the rotation: %q, %v", got, err)
	}
	_, err = v.OpenKey(old, subject)
	wantFault(t, err, fault.Unavailable, "key-missing")
}

func TestSign_VerifiesAnywhereAndAfterRotation(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	head := []byte("SM3 of a block")
	signature, err := create(t, f).Sign(head)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := f.Rotate(secret.SigningKey)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := keys.Sign(head)
	if err != nil {
		t.Fatal(err)
	}
	text, err := keys.Keys().Public.PEM()
	if err != nil {
		t.Fatal(err)
	}
	public, err := secret.ParsePublicKeys(append([]byte("岢宁县审计链\n"), text...))
	if err != nil {
		t.Fatal(err)
	}
	if !public.Verify(head, signature) || !public.Verify(head, fresh) {
		t.Error("a signature of the old or of the new key does not verify")
	}
	if public.Verify([]byte("another block"), signature) || public.Verify(head, nil) || public.Verify(head, fresh[:len(fresh)-1]) {
		t.Error("a signature verifies what it was not made for")
	}
	stranger := create(t, newFile(t)).Keys().Public
	if stranger.Verify(head, signature) || (secret.PublicKeys{}).Verify(head, signature) {
		t.Error("a signature verifies under another key")
	}
}

func TestParsePublicKeys_RefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "none",
		"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
		"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
		// A key of P-256, not of SM2.
		"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmCLV/TQ1cQiEojRnkBjltm5yVnyst29vIqJw5gTgczKKznDdykdtbuzPC6OeytqxqPiiBWvSp/yboVLKAgkjVg==\n-----END PUBLIC KEY-----\n",
	} {
		if _, err := secret.ParsePublicKeys([]byte(text)); err == nil {
			t.Errorf("%q was taken for public keys", text)
		}
	}
}

func TestFormat_NothingSecretIsPrinted(t *testing.T) {
	t.Parallel()
	keys := create(t, newFile(t))
	v := secret.New(keys, rand.Reader)
	k, _ := newKey(t, v, subject)
	fk, err := v.NewFileKey()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	for _, value := range []any{keys, *keys, v, k, fk, *fk, secret.Whole(secret.Identity, identity)} {
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "value", value)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
			if got := fmt.Sprintf(verb, value); got != "(secret)" {
				t.Errorf("%s of %T prints %q", verb, value, got)
			}
		}
		if text, err := json.Marshal(value); err != nil || string(text) != "{}" {
			t.Errorf("JSON of %T is %q, %v", value, text, err)
		}
	}
	if strings.Contains(log.String(), identity) || strings.Contains(log.String(), "Created") {
		t.Errorf("the log shows %s", log.String())
	}
}

// Everything a row would hold of a person.
func TestSeal_NothingReadableIsStored(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	k, w := newKey(t, v, subject)
	x, err := v.Index(secret.Whole(secret.Identity, identity))
	if err != nil {
		t.Fatal(err)
	}
	row := bytes.Join([][]byte{w, seal(t, k, "identity", identity), x[:]}, nil)
	for n := 4; n <= len(identity); n++ {
		if bytes.Contains(row, []byte(identity[:n])) || bytes.Contains(row, []byte(identity[len(identity)-n:])) {
			t.Errorf("%d characters of the number can be read in the row", n)
		}
	}
}
