package blob_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// A file put in the place of another gives nothing that was not stored.
func FuzzOpen(f *testing.F) {
	s, dir, _ := newStore(f)
	content := []byte(strings.Repeat("关于", 10))
	ref := put(f, s, county, content)
	path := files(f, dir)[0]
	sound, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sound, ref.Size, ref.Name)
	f.Add(sound[:len(sound)-1], ref.Size-1, ref.Name)
	f.Add([]byte{}, int64(-1), "../lock")
	f.Add(sound, int64(1)<<62, ref.Name)
	f.Fuzz(func(t *testing.T, raw []byte, size int64, name string) {
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		wrong := ref
		wrong.Size, wrong.Name = size, name
		if got, err := read(t, s, wrong); err == nil && !(bytes.Equal(raw, sound) && bytes.Equal(got, content)) {
			t.Errorf("%d octets opened", len(got))
		}
	})
}
