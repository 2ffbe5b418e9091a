package blob

import (
	"strings"
	"testing"
)

// Whatever is stored, telling its type ends, keeps little, and gives a type without parameters.
func FuzzSniff(f *testing.F) {
	f.Add([]byte("PK\x03\x04"), []byte("PK\x01\x02PK\x05\x06"))
	f.Add([]byte("PK\x03\x04"), []byte("PK\x01\x02"+strings.Repeat("\xff", 60)+"PK\x05\x06"+strings.Repeat("\xff", 22)))
	f.Add([]byte(oleHead), utf16Name("WordDocument"))
	f.Add([]byte{}, []byte("<html>"))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		var s sniffer
		s.add(first)
		for range 4 {
			s.add(second)
		}
		if got := s.mediaType(); got == "" || strings.ContainsAny(got, "; ") || !strings.Contains(got, "/") {
			t.Errorf("type %q", got)
		}
	})
}
