package credential_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
)

// cheap is a cost for tests of everything but the cost.
var cheap = credential.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}

func TestHasher_TellsTheRightPassword(t *testing.T) {
	t.Parallel()
	h := credential.NewHasher(credential.DefaultCost, 2)
	stored, err := h.Hash(t.Context(), rand.Reader, "Ｌantern-on-the-river 7")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("stored as %s", stored)
	}
	for password, want := range map[string]bool{
		"Lantern-on-the-river 7": true, "Ｌantern-on-the-river 7": true, "lantern-on-the-river 7": false, "": false,
	} {
		if ok, outdated, err := h.Verify(t.Context(), password, stored); ok != want || outdated || err != nil {
			t.Errorf("%q: %t, outdated %t, %v", password, ok, outdated, err)
		}
	}
	again, err := h.Hash(t.Context(), rand.Reader, "Lantern-on-the-river 7")
	if err != nil || again == stored {
		t.Errorf("two hashes of one password are the same: %v", err)
	}
}

// A hash made elsewhere, by argon2's reference implementation's own test vectors, is read and found right.
func TestHasher_ReadsHashesOfOthers(t *testing.T) {
	t.Parallel()
	const stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	ok, outdated, err := credential.NewHasher(credential.DefaultCost, 1).Verify(t.Context(), "password", stored)
	if err != nil || !ok || !outdated { // its salt is of eight octets
		t.Errorf("%t, outdated %t, %v", ok, outdated, err)
	}
}

func TestHasher_SaysWhenParametersRose(t *testing.T) {
	t.Parallel()
	stored, err := credential.NewHasher(cheap, 1).Hash(t.Context(), rand.Reader, "x")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		cost     credential.Cost
		outdated bool
	}{{cheap, false}, {credential.Cost{MemoryKiB: 128, Passes: 1, Lanes: 1}, true}, {credential.Cost{MemoryKiB: 64, Passes: 2, Lanes: 1}, true},
		{credential.Cost{MemoryKiB: 32, Passes: 1, Lanes: 1}, false}} {
		h := credential.NewHasher(c.cost, 1)
		if ok, outdated, err := h.Verify(t.Context(), "x", stored); !ok || outdated != c.outdated || err != nil {
			t.Errorf("%+v: %t, outdated %t, %v", c.cost, ok, outdated, err)
		}
		if _, outdated, _ := h.Verify(t.Context(), "y", stored); outdated {
			t.Error("a wrong password is to be hashed again")
		}
	}
}

func TestHasher_RefusesStoredTextThatIsNoHash(t *testing.T) {
	t.Parallel()
	h := credential.NewHasher(cheap, 1)
	const tail = "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	if _, _, err := h.Verify(t.Context(), "x", "$argon2id$v=19$m=64,t=1,p=1"+tail); err != nil {
		t.Errorf("a sound one: %v", err)
	}
	for name, stored := range map[string]string{
		"empty":          "",
		"plain text":     "x",
		"another kind":   "$argon2i$v=19$m=64,t=1,p=1" + tail,
		"too dear":       "$argon2id$v=19$m=4194304,t=1,p=1" + tail,
		"too many turns": "$argon2id$v=19$m=64,t=4000000000,p=1" + tail,
		"no turn":        "$argon2id$v=19$m=64,t=0,p=1" + tail,
		"no lane":        "$argon2id$v=19$m=64,t=1,p=0" + tail,
		"more":           "$argon2id$v=19$m=64,t=1,p=1,x=1" + tail,
		"too short":      "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
		"no salt":        "$argon2id$v=19$m=64,t=1,p=1$$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"not base64":     "$argon2id$v=19$m=64,t=1,p=1$!$!",
	} {
		ok, _, err := h.Verify(t.Context(), "x", stored)
		if ok || err == nil || strings.Contains(err.Error(), "AAAA") {
			t.Errorf("%s: %t, %v", name, ok, err)
		}
	}
}

func TestHasher_WaitsForItsTurnOnlyAsLongAsItMay(t *testing.T) {
	t.Parallel()
	h := credential.NewHasher(credential.Cost{MemoryKiB: 32 * 1024, Passes: 4, Lanes: 1}, 1)
	var busy atomic.Int32
	var all sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	for range 64 {
		all.Go(func() {
			if err := h.VerifyNobody(ctx, "x"); fault.KindOf(err) == fault.Unavailable {
				busy.Add(1)
			} else if err == nil {
				cancel() // the first one through sends the others away
			}
		})
	}
	all.Wait()
	cancel()
	if n := busy.Load(); n < 32 {
		t.Errorf("%d of 64 were told to come back, while one at a time is taken", n)
	}
}

func TestHasher_AFloodIsNoWork(t *testing.T) {
	t.Parallel()
	h := credential.NewHasher(cheap, 1)
	flood := strings.Repeat("x", credential.Longest+1)
	if _, err := h.Hash(t.Context(), rand.Reader, flood); fault.KindOf(err) != fault.Invalid {
		t.Errorf("hashed: %v", err)
	}
	stored, err := h.Hash(t.Context(), rand.Reader, flood[1:])
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, err := h.Verify(t.Context(), flood, stored); ok || err != nil {
		t.Errorf("verified: %t, %v", ok, err)
	}
}

func TestHasher_ChanceThatFails(t *testing.T) {
	t.Parallel()
	if _, err := credential.NewHasher(cheap, 1).Hash(t.Context(), bytes.NewReader([]byte{1, 2}), "x"); err == nil {
		t.Error("a hash was made with two octets of chance")
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		"Lantern-on-7":           "",
		"linqu-hushan-fengyu-yi": "", // sixteen and more need no mixture
		"春风又绿江南岸明月何时照我还家":  "password-simple",
		"春风又绿江南岸明月何时照我还家啊": "",
		"Kite7-river":              "",
		"":                         "password-short password-simple",
		"Kite7-riv":                "password-short",
		"abcxyzuvwk":               "password-simple",
		"aaaaaaaaaaaaaaaaaaaaaaaa": "password-common password-simple",
		"abababababababababababab": "password-simple",
		"Woaini1314!":              "password-common",
		"woaini5201314.":           "password-common",
		"Admin@123456":             "password-common",
		"P@ssw0rd123":              "password-common",
		"Qwer1234!@#$":             "password-common",
		"1qaz@WSX3edc":             "password-common",
		"Zhengfu@2023":             "password-common",
		"123456789":                "password-short password-common password-simple",
		"1234567890123456":         "password-common",
		"Zhaoxm@8841-k":            "password-name",
		"k-1488@MXOAHZ":            "password-name",
		strings.Repeat("长", 129):   "password-long",
	} {
		var got []string
		for _, f := range credential.Judge(password, "zhaoxm", "") {
			got = append(got, f.Key)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", password, s, want)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=,t=,p=$$")
	h := credential.NewHasher(cheap, 1)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	f.Fuzz(func(t *testing.T, stored string) {
		ok, _, err := h.Verify(ended, "x", stored)
		if ok && errors.Is(err, context.Canceled) {
			t.Error("nothing was computed and it is right")
		}
	})
}

func FuzzJudge(f *testing.F) {
	f.Add("Woaini1314!", "zhaoxm")
	f.Add("\xff", "\xff\xff\xff")
	f.Fuzz(func(t *testing.T, password, name string) {
		isGood := len(credential.Judge(password, name)) == 0
		if n := len([]rune(password)); isGood && (n > credential.Longest || n == 0) {
			t.Errorf("a password of %d characters was taken", n)
		}
	})
}
