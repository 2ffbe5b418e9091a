package credential

import (
	"encoding/base64"
	"io"
	"slices"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// tokenSize is the chance in a token, in octets.
const tokenSize = 32

var tokenText = base64.RawURLEncoding.Strict()

// NewToken draws what the browser or script of a session (会话) shows with each request, and the hash that
// is kept of it: who reads the table of sessions can not take one over.
func NewToken(random io.Reader) (token string, hash []byte, err error) {
	drawn, err := draw(random, tokenSize)
	if err != nil {
		return "", nil, err
	}
	token = tokenText.EncodeToString(drawn)
	return token, digest(token), nil
}

// TokenHash is the hash by which a session is found. A fault of kind Unknown says that the text is no token.
func TokenHash(token string) ([]byte, error) {
	drawn, err := tokenText.DecodeString(token)
	if err != nil || len(drawn) != tokenSize {
		return nil, fault.New(fault.Unknown, "sign-in-needed")
	}
	return digest(token), nil
}

// Sessions are the rules of how long sessions last and how many an account may have.
type Sessions struct {
	Idle     time.Duration // without a request, after which one ends
	Absolute time.Duration // after which it ends in any case
	Most     int           // of one account at once
}

// DefaultSessions are the rules where nothing else is configured.
var DefaultSessions = Sessions{Idle: 30 * time.Minute, Absolute: 12 * time.Hour, Most: 5}

// A Session is what the rules have to know of one.
type Session struct {
	Opened time.Time
	Seen   time.Time // the last request that was noted
}

// Check says whether a session still lasts: nil, or a fault of kind Unknown that says why not.
func (r Sessions) Check(s Session, now time.Time) error {
	switch {
	case now.Sub(s.Opened) >= r.Absolute:
		return fault.New(fault.Unknown, "session-over", hours(r.Absolute))
	case now.Sub(s.Seen) >= r.Idle:
		return fault.New(fault.Unknown, "session-idle", minutes(r.Idle))
	}
	return nil
}

// End is when a session ends if nothing more comes: what a page warns of.
func (r Sessions) End(s Session) time.Time {
	idle, absolute := s.Seen.Add(r.Idle), s.Opened.Add(r.Absolute)
	if idle.Before(absolute) {
		return idle
	}
	return absolute
}

// Note says whether a request is worth noting: not every one costs a write, and what is not noted shortens
// the idle time by a thirtieth at most.
func (r Sessions) Note(s Session, now time.Time) bool { return now.Sub(s.Seen) >= r.Idle/30 }

// Surplus are the sessions of an account, by index, that end so that one more may open: those that were seen longest ago.
func (r Sessions) Surplus(open []Session) []int {
	order := make([]int, len(open))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return open[a].Seen.Compare(open[b].Seen) })
	return order[:min(max(len(open)-r.Most+1, 0), len(open))]
}

func hours(d time.Duration) int   { return int(d / time.Hour) }
func minutes(d time.Duration) int { return int(d / time.Minute) }
