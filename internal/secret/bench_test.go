package secret

import (
	"crypto/rand"
	"testing"
	"time"
)

func benchVault(b *testing.B) *Vault {
	b.Helper()
	k, err := newKeyring(rand.Reader, time.Unix(0, 0))
	if err != nil {
		b.Fatal(err)
	}
	return New(k, rand.Reader)
}

func BenchmarkNewKey(b *testing.B) {
	v := benchVault(b)
	for b.Loop() {
		if _, _, err := v.NewKey(Subject{Owner: 140302, Table: "household"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenKey(b *testing.B) {
	v := benchVault(b)
	s := Subject{Owner: 140302, Table: "household"}
	_, w, err := v.NewKey(s)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := v.OpenKey(w, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSealAndOpen(b *testing.B) {
	k, _, err := benchVault(b).NewKey(Subject{Owner: 140302, Table: "household"})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		sealed, err := k.Seal("identity", []byte("140302197001011234"))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := k.Open("identity", sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	v := benchVault(b)
	for b.Loop() {
		if _, err := v.Index(Whole(Identity, "140302197001011234")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	v := benchVault(b)
	for b.Loop() {
		if _, err := v.Sign(make([]byte, 32)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChunk(b *testing.B) {
	k, err := benchVault(b).NewFileKey()
	if err != nil {
		b.Fatal(err)
	}
	plain := make([]byte, 64<<10)
	sealed := make([]byte, 0, len(plain)+ChunkOverhead)
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		k.SealChunk(sealed, plain, 0, false)
	}
}
