package oidc

import "testing"

func TestIsIssuedTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		authorized string
		audience   []string
		want       bool
	}{
		{"", []string{"us"}, true}, {"us", []string{"us"}, true}, {"us", []string{"us", "them"}, true},
		{"", []string{"us", "them"}, false}, {"them", []string{"us", "them"}, false}, {"them", []string{"us"}, false},
	} {
		if got := isIssuedTo("us", c.authorized, c.audience); got != c.want {
			t.Errorf("to %q for %v: %t", c.authorized, c.audience, got)
		}
	}
}
