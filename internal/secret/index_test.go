package secret_test

import (
	"crypto/rand"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

func index(t testing.TB, v *secret.Vault, term secret.Term) secret.Index {
	t.Helper()
	x, err := v.Index(term)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestIndex_OneNumberWrittenInManyWays(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	for kind, ways := range map[secret.Kind][]string{
		secret.Identity: {"11010519491231002X", " 110105 19491231 002x ", "１１０１０５１９４９１２３１００２Ｘ", "110105491231002", "110105-19491231-002X"},
		secret.Phone:    {"13900001234", "139 0000 1234", "+86 139-0000-1234", "８６13900001234"},
		secret.Bank:     {"6222020000000000005", "6222 0200 0000 0000 005", "6222-0200-0000-0000-005"},
		"passport":      {"e12345678", "Ｅ 1234 5678"},
	} {
		want := index(t, v, secret.Whole(kind, ways[0]))
		for _, way := range ways[1:] {
			if index(t, v, secret.Whole(kind, way)) != want {
				t.Errorf("%s %q is not found as %q", kind, way, ways[0])
			}
		}
	}
}

func TestLastFour_MatchesWithinOneCountyOnly(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	here, there := secret.LastFour(secret.Identity, 140302, identity), secret.LastFour(secret.Identity, 140303, identity)
	if index(t, v, here) == index(t, v, there) {
		t.Error("the last four match those of another county")
	}
	if index(t, v, here) != index(t, v, secret.LastFour(secret.Identity, 140302, identity[14:])) {
		t.Error("four characters that were typed do not find the number")
	}
}

func TestIndex_DomainsDoNotMeet(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	seen := map[secret.Index]int{}
	for i, term := range []secret.Term{
		secret.Whole(secret.Identity, "1234"), secret.Whole(secret.Phone, "1234"), secret.Whole(secret.Bank, "1234"), secret.Whole("", "1234"),
		secret.LastFour(secret.Identity, 0, "1234"), secret.LastFour(secret.Phone, 0, "1234"), secret.LastFour(secret.Identity, 1, "1234"),
	} {
		x := index(t, v, term)
		if j, ok := seen[x]; ok {
			t.Errorf("terms %d and %d have one index", i, j)
		}
		seen[x] = i
	}
	if index(t, newVault(t), secret.Whole(secret.Identity, identity)) == index(t, v, secret.Whole(secret.Identity, identity)) {
		t.Error("two key files make one index")
	}
}

func TestTerm_NothingIsNotFound(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	for _, text := range []string{"", " \u3000", "--", "。"} {
		term := secret.Whole(secret.Identity, text)
		if all, err := v.Lookups(term); !term.IsZero() || len(all) != 0 || err != nil {
			t.Errorf("%q: %v, %v: every empty field would match", text, all, err)
		}
	}
	if !secret.LastFour(secret.Identity, 140302, "123").IsZero() {
		t.Error("three characters have a last four")
	}
}

func TestLastFour_PassesAnExtensionOver(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	if index(t, v, secret.LastFour(secret.Phone, 1, "0353-2001234转801")) != index(t, v, secret.LastFour(secret.Phone, 1, "1234")) {
		t.Error("the last four of a landline are not those of its number")
	}
}

func TestLookups_FindUnderOldAndNewKeyWhileRotating(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	term := secret.Whole(secret.Identity, identity)
	old := index(t, secret.New(create(t, f), rand.Reader), term)
	keys, err := f.Rotate(secret.IndexKey)
	if err != nil {
		t.Fatal(err)
	}
	v := secret.New(keys, rand.Reader)
	fresh := index(t, v, term)
	all, err := v.Lookups(term)
	if err != nil || !slices.Equal(all, []secret.Index{fresh, old}) || old.Version() != 1 || fresh.Version() != 2 {
		t.Errorf("lookups %x, %v, want %x and %x", all, err, fresh, old)
	}
	if keys, err = f.Drop(secret.IndexKey, 1); err != nil {
		t.Fatal(err)
	}
	if all, err := secret.New(keys, rand.Reader).Lookups(term); err != nil || !slices.Equal(all, []secret.Index{fresh}) {
		t.Errorf("after the rotation: %x, %v", all, err)
	}
	_, err = keys.MAC(1, nil)
	wantFault(t, err, fault.Unavailable, "key-missing")
}

func TestMask(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind       secret.Kind
		text, want string
	}{
		{secret.Identity, identity, "140***********1230"},
		{secret.Identity, " 140302197001011231", "**************1231"}, // wrong check character
		{secret.Phone, "13900001234", "139****1234"},
		{secret.Bank, "6222020000000000005", "***************0005"},
		{secret.Bank, "80100012", "****0012"},
		{secret.Identity, "1234", "****"},
		{"passport", "E12345678", "*********"},
		{secret.Identity, "", ""},
	} {
		if got := secret.Mask(c.kind, c.text); got != c.want {
			t.Errorf("Mask(%s, %q) = %q, want %q", c.kind, c.text, got, c.want)
		}
	}
}

func TestNormalise_TwiceIsOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		k := rapid.SampledFrom([]secret.Kind{secret.Identity, secret.Phone, secret.Bank, "other"}).Draw(r, "kind")
		text := rapid.StringOf(rapid.RuneFrom([]rune("0123456789Xx- +()转１Ｅ."))).Draw(r, "text")
		once := secret.Normalise(k, text)
		if twice := secret.Normalise(k, once); twice != once {
			r.Errorf("%q becomes %q, then %q", text, once, twice)
		}
	})
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{identity, "110105491231002", "+86 139-0000-1234", "0353-2001234转801", "6222 0200", "\xff", "ß"} {
		for _, k := range []secret.Kind{secret.Identity, secret.Phone, secret.Bank, "other"} {
			f.Add(string(k), s)
		}
	}
	f.Fuzz(func(t *testing.T, kind, text string) {
		k := secret.Kind(kind)
		once := secret.Normalise(k, text)
		if twice := secret.Normalise(k, once); twice != once {
			t.Errorf("%q becomes %q, then %q", text, once, twice)
		}
		secret.Mask(k, text)
		secret.LastFour(k, 140302, text)
	})
}
