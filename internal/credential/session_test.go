package credential_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
)

func TestToken_IsFoundByItsHashOnly(t *testing.T) {
	t.Parallel()
	token, hash, err := credential.NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	found, err := credential.TokenHash(token)
	if err != nil || !bytes.Equal(found, hash) || len(hash) != 32 || len(token) != 43 || strings.ContainsAny(token, "+/=") {
		t.Errorf("token %s, hash %x, found %x: %v", token, hash, found, err)
	}
	for _, wrong := range []string{"", "x", token + "A", token[1:], "!" + token[1:], token[:42] + "_"} {
		if _, err := credential.TokenHash(wrong); fault.KindOf(err) != fault.Unknown {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestSessions_EndByIdlenessAndByAge(t *testing.T) {
	t.Parallel()
	r := credential.DefaultSessions
	for name, c := range map[string]struct {
		seen, now time.Duration // after it was opened
		key       string
	}{
		"fresh":                  {0, 0, ""},
		"busy":                   {11 * time.Hour, 11*time.Hour + 29*time.Minute, ""},
		"idle":                   {time.Hour, time.Hour + 30*time.Minute, "session-idle"},
		"over, however busy":     {12*time.Hour - time.Second, 12 * time.Hour, "session-over"},
		"a clock that was reset": {time.Hour, 0, ""},
	} {
		s := credential.Session{Opened: morning, Seen: morning.Add(c.seen)}
		err := r.Check(s, morning.Add(c.now))
		f, _ := errors.AsType[*fault.Error](err)
		if f == nil && c.key != "" || f != nil && (f.Key != c.key || f.Kind != fault.Unknown) {
			t.Errorf("%s: %v", name, err)
		}
		if ended := !morning.Add(c.now).Before(r.End(s)); ended != (err != nil) {
			t.Errorf("%s: ends at %v", name, r.End(s))
		}
	}
}

func TestSessions_NotEveryRequestIsNoted(t *testing.T) {
	t.Parallel()
	s := credential.Session{Opened: morning, Seen: morning}
	if credential.DefaultSessions.Note(s, morning.Add(59*time.Second)) || !credential.DefaultSessions.Note(s, morning.Add(time.Minute)) {
		t.Error("what is noted is not once a minute")
	}
}

func TestSessions_TheOldestMakeRoom(t *testing.T) {
	t.Parallel()
	r := credential.Sessions{Most: 3}
	at := func(minutes ...int) (open []credential.Session) {
		for _, m := range minutes {
			open = append(open, credential.Session{Seen: morning.Add(time.Duration(m) * time.Minute)})
		}
		return open
	}
	for _, c := range []struct {
		open []credential.Session
		want []int
	}{{nil, nil}, {at(1, 2), nil}, {at(5, 1, 3), []int{1}}, {at(5, 1, 3, 2), []int{1, 3}}} {
		if got := r.Surplus(c.open); !slices.Equal(got, c.want) {
			t.Errorf("of %d: %v, want %v", len(c.open), got, c.want)
		}
	}
}
